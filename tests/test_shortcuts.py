"""What is left out to be quick changes nothing: the long way finds the same."""

import itertools
import re
import string
from pathlib import Path
from typing import Any

import pytest
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from test_reading import SHAPE_FILES, read_cases

from mkdeck.article import bounds, html, markdown, nesting
from mkdeck.article.code import Raw, highlight_code
from mkdeck.article.html import finish_html
from mkdeck.article.markdown import make_parser, parse_markdown, render_blocks

HERE = Path(__file__).parent
FILES = [*sorted((HERE / "made").glob("*.md")), HERE / "look" / "torture.md"]
ARTICLES = {path.stem: path.read_text("utf-8") for path in FILES} | {
    f"{shape}: {title}": article for shape in SHAPE_FILES for title, article, _ in read_cases(f"{shape}.md")
}
BEGINNINGS = [f"{sign}{rest}" for sign in string.punctuation + "1a" for rest in ("", " a", f"{sign}{sign} a", "x\n: b")]
LINES = "\n\n".join(f"{start}\n\na\n{start}\nb\n\n- a\n  {start}\n\n> {start}\n> {start}" for start in BEGINNINGS)
SIGNS = [*string.punctuation, *"www.a.b http://a.b a@b.c mailto:a@b.c &amp; [^1] ![a](b) w".split(), "a\\\n"]
IN_LINES = "\n\n".join(f"a{one}b {two}c{one} {one}{two}d{two}" for one in SIGNS for two in SIGNS) + "\n\n[^1]: a\n"
TAGS = "p li ul details em b table td select".split()
NEVER = re.compile(r"(?!)")

each_article = pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES)


def read_tokens(parser: Any, text: str) -> list[tuple[object, ...]]:
    return [
        (t.type, t.tag, t.nesting, t.map, t.content, [(c.type, c.content) for c in t.children or ()])
        for t in parser.parse(f"{text}\n", {})
    ]


@pytest.mark.parametrize("text", [LINES, IN_LINES, *ARTICLES.values()], ids=["lines", "in lines", *ARTICLES])
def test_trying_the_rules_that_a_lines_first_sign_allows(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = make_parser()
    monkeypatch.setattr(markdown, "try_by_first_sign", lambda parser: None)
    assert read_tokens(quick, text) == read_tokens(make_parser(), text)


@pytest.mark.parametrize("text", [LINES, *ARTICLES.values()], ids=["lines", *ARTICLES])
def test_reading_plain_words_without_any_rule(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read_tokens(make_parser(), text)
    monkeypatch.setattr(bounds, "_PLAIN", NEVER)
    assert quick == read_tokens(make_parser(), text)


@pytest.mark.parametrize("text", [f"{a}{b} a{b}{a}" for a in string.printable for b in ("", "b", "\u00e9", ":", "!")])
def test_taking_plain_text_for_safe_html(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def finish() -> str:
        return finish_html(Raw(text), html.NOTHING)

    quick = finish()
    monkeypatch.setattr(html, "_PLAIN", NEVER)
    assert quick == finish()


CODE = (
    '```python\n# e\u0301 \u00a0 \u0338> <b>\x01\n"""a\n\n  b"""\n```',
    "```yaml\na: [b, &c d]\n```",
    "    [sound:x] \\( &amp; {{c1::a}}",
    "<textarea>\n\n```js\nlet a = 1\n```",
    '<pre data-code="0">b</pre>\n\n```js\nlet a = 1\n```',
    "<select>\n\n    a\n",
    "a[^1]\n\n[^1]:\n    ```sql\n    select a\n    ```",
)


@pytest.mark.parametrize("text", [*CODE, *ARTICLES.values()], ids=[*map(repr, CODE), *ARTICLES])
def test_leading_code_around_the_sanitiser(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = parse_markdown(text)
    groups = [parsed.blocks] if text in CODE else [(block,) for block in parsed.blocks]
    raw = [render_blocks(group, parsed.env) for group in groups]
    quick = [finish_html(each, html.NOTHING) for each in raw]
    monkeypatch.setattr(html, "_CODE", NEVER)
    assert quick == [finish_html(each, html.NOTHING) for each in raw]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "def f(a):\n    # é < &\n\n    return '''x\n\n y''' \n\n"),
        ("js", "const a = `x\n${b}` // c\n  \n/* d\n\n e */ 1"),
        ("yaml", "a: [b, &c d]\n  # e\n- f"),
        ("bash", 'for a in *; do\n  echo "$a" \\\n | wc\ndone'),
    ],
)
def test_colouring_code_without_the_librarys_formatter(language: str, code: str) -> None:
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    coloured = re.sub(r'<span class="w">(\s*)</span>', r"\1", highlight(code, lexer, HtmlFormatter(nowrap=True)))
    coloured = re.sub(r'(?<=class=")(\w+) [\w -]+(?=")', r"\1", coloured)  # of a kind that has no class, that above it
    assert f"<code>{coloured.rstrip()}</code>" in highlight_code(code, language)


@pytest.mark.parametrize(("outer", "inner"), list(itertools.product(TAGS, TAGS)))
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("<{0}>a<{1}>b</{1}></{0}>", id="within each other"),
        pytest.param("<{0}><{1}>a</{1}><{0}><{1}>b</{1}></{0}></{0}>", id="within the same"),
        pytest.param("<{0}>a<{1}>b</{0}></{1}>", id="crossed"),
        pytest.param("<{0}><{1}>a</{1}>", id="without end"),
        pytest.param("<{0}>a</{1}></{0}>", id="ended twice"),
        pytest.param("<!--<{0}>--><{1}>a</{1}></{0}>", id="in a comment"),
    ],
)
def test_taking_few_levels_for_shallow_html(
    pattern: str, outer: str, inner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = pattern.format(outer, inner) * 201
    quick = nesting.flatten_html(raw)
    monkeypatch.setattr(nesting, "_LEVELS", 0)
    assert quick == nesting.flatten_html(raw)
