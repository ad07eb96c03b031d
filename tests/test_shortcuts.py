"""What is left out to be quick changes nothing: the long way finds the same."""

import itertools
import re
import string
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from test_reading import SHAPE_FILES, read_cases

from mkdeck.article.html import nesting
from mkdeck.article.html import write as html
from mkdeck.article.html.code import Raw, highlight_code
from mkdeck.article.html.write import finish_html
from mkdeck.article.parsing import bounds, markdown
from mkdeck.article.parsing.markdown import make_parser, parse_markdown, render_blocks

HERE = Path(__file__).parent
MADE = [path.read_text("utf-8") for path in (*sorted((HERE / "made").glob("*.md")), HERE / "look" / "torture.md")]
CASES = [article for shape in SHAPE_FILES for _, article, _ in read_cases(f"{shape}.md")]
BEGINNINGS = [f"{sign}{rest}" for sign in string.punctuation + "1a" for rest in ("", " a", f"{sign}{sign} a", "x\n: b")]
SIGNS = [*string.punctuation, *"www.a.b http://a.b a@b.c mailto:a@b.c &amp; [^1] ![a](b) w".split(), "a\\\n"]
IN_LINES = "\n\n".join(f"a{one}b {two}c{one} {one}{two}d{two}" for one in SIGNS for two in SIGNS) + "\n\n[^1]: a\n"
LINES = [f"{start}\n\na\n{start}\nb\n\n- a\n  {start}\n\n> {start}\n> {start}" for start in BEGINNINGS]
ARTICLES = [*LINES, IN_LINES, *MADE[::4], *CASES[::4]]
"""Each sign at the begin of lines, and a sample of all articles: what holds in these holds in those like them."""
TAGS = "p li ul details em b table td select".split()
NESTED = [
    "<{0}>a<{1}>b</{1}></{0}>",
    "<{0}><{1}>a</{1}><{0}><{1}>b</{1}></{0}></{0}>",
    "<{0}>a<{1}>b</{0}></{1}>",
    "<{0}><{1}>a</{1}>",
    "<{0}>a</{1}></{0}>",
    "<!--<{0}>--><{1}>a</{1}></{0}>",
]
NEVER = re.compile(r"(?!)")


def find_changed(texts: Iterable[str], quick: Callable[[str], object], slow: Callable[[], None]) -> list[str]:
    """Return the texts of which the same work finds something else once ``slow`` was called."""
    found = [(text, quick(text)) for text in texts]
    slow()
    return [text for text, before in found if quick(text) != before]


def read_tokens(parser: MarkdownIt, text: str) -> list[tuple[object, ...]]:
    return [
        (t.type, t.tag, t.nesting, t.map, t.content, [(c.type, c.content) for c in t.children or ()])
        for t in parser.parse(f"{text}\n", {})
    ]


def test_trying_the_rules_that_a_lines_first_sign_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    parsers = [make_parser()]

    def try_all() -> None:
        monkeypatch.setattr(markdown, "try_by_first_sign", lambda parser: None)
        parsers.append(make_parser())

    assert find_changed(ARTICLES, lambda text: read_tokens(parsers[-1], text), try_all) == []


def test_reading_plain_words_without_any_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = make_parser()
    slow = lambda: monkeypatch.setattr(bounds, "_PLAIN", NEVER)  # noqa: E731
    assert find_changed(ARTICLES, lambda text: read_tokens(parser, text), slow) == []


def test_taking_plain_text_for_safe_html(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{a}{b} a{b}{a}" for a in string.printable for b in ("", "b", "\u00e9", ":", "!")]
    slow = lambda: monkeypatch.setattr(html, "_PLAIN", NEVER)  # noqa: E731
    assert find_changed(texts, lambda text: finish_html(Raw(text), html.NOTHING), slow) == []


def test_taking_few_levels_for_shallow_html(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = list(itertools.product(TAGS, TAGS))
    raw = [pattern.format(*pair) * 201 for n, pattern in enumerate(NESTED) for pair in pairs[n % 2 :: 2]]
    slow = lambda: monkeypatch.setattr(nesting, "_LEVELS", 0)  # noqa: E731
    assert find_changed(raw, nesting.flatten_html, slow) == []


CODE = (
    '```python\n# e\u0301 \u00a0 \u0338> <b>\x01\n"""a\n\n  b"""\n```',
    "```yaml\na: [b, &c d]\n```",
    "    [sound:x] \\( &amp; {{c1::a}}",
    "<textarea>\n\n```js\nlet a = 1\n```",
    '<pre data-code="0">b</pre>\n\n```js\nlet a = 1\n```',
    "<select>\n\n    a\n",
    "a[^1]\n\n[^1]:\n    ```sql\n    select a\n    ```",
)


def test_leading_code_around_the_sanitiser(monkeypatch: pytest.MonkeyPatch) -> None:
    def finish(text: str) -> list[str]:
        parsed = parse_markdown(text)
        groups = [parsed.blocks] if text in CODE else [(block,) for block in parsed.blocks]
        return [finish_html(render_blocks(group, parsed.env), html.NOTHING) for group in groups]

    slow = lambda: monkeypatch.setattr(html, "_CODE", NEVER)  # noqa: E731
    assert find_changed([*CODE, *ARTICLES], finish, slow) == []


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
    coloured = coloured.replace("&quot;", '"').replace("&#39;", "'")  # as older ones write quotes
    coloured = re.sub(r'(?<=class=")(\w+) [\w -]+(?=")', r"\1", coloured)  # of a kind that has no class, that above it
    assert f"<code>{coloured.rstrip()}</code>" in highlight_code(code, language)
