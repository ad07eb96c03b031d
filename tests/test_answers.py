"""What a field holds: safe HTML that Anki shows as the author wrote it."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file

from mkdeck.article.front_matter import FrontMatter, find_setting
from mkdeck.article.media import is_remote
from mkdeck.article.read import read_article
from mkdeck.config import BUILD_ONLY, DEFAULTS, check_settings, merge_settings
from mkdeck.download.leaving import leave_remote
from mkdeck.model import Article, Location, Media, Settings
from mkdeck.problem import Problem, Severity

CASES = Path(__file__).parent / "cases"
ACTIVE_TAGS = set("base embed form frame iframe input link math meta noscript object script style svg template".split())
QUESTION = "## What is shown?\n\n"
LANGUAGES = (
    "bash c c# console css diff docker go html http java js json jsx kotlin make nginx php powershell py rb rust sql "
    "swift toml ts tsx vue xml yaml"
).split()


def find_picture(reference: str, where: Location) -> Media | Problem:
    """Find every picture but those called missing; its name in the package tells where it came from."""
    if "missing" in reference:
        return Problem(where, "missing-media", f"no file '{reference}'", "draw it")
    if is_remote(reference):
        return leave_remote(reference, where)
    if reference.startswith("data:"):
        return Media("packed-data.svg" if "svg" in reference else "packed-data.png", b"")
    return Media(f"packed-{reference.rsplit('/', 1)[-1]}", b"")


def read(text: str) -> tuple[Article, list[Problem]]:
    def check(front: FrontMatter) -> tuple[Settings, list[Problem]]:
        own, wrong = check_settings(front.settings, lambda key: find_setting(front, "guide.md", key), " = ", BUILD_ONLY)
        return merge_settings(own, DEFAULTS), wrong

    def find_text(name: str, where: Location) -> str | Problem:
        return Problem(where, "missing-answer", name, "")

    article, problems = read_article(text, "guide.md", "guide", check, find_picture, find_text)
    assert article is not None
    return article, problems


def answer(markdown: str) -> str:
    """Return the field of one answer."""
    (pair,) = read(QUESTION + markdown)[0].pairs
    return pair.answer


def as_text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def read_tags(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return the tags that a browser finds, with their attributes."""

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, {name: value or "" for name, value in attrs}))

    tags: list[tuple[str, dict[str, str]]] = []
    Reader().feed(html)
    return tags


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(source, expected, id=title)
        for _, title, source, expected in read_fixture_file(CASES / "answers.md")
    ],
)
def test_an_answer_becomes_a_field(source: str, expected: str) -> None:
    """An input with headings of its own is a whole article; a problem is written as ``! line code``."""
    article, problems = read(source if source.startswith(("## ", "+++")) else QUESTION + source)
    wrong = [f"! {p.location.line} {p.code}" for p in problems if p.severity >= Severity.WARNING]
    assert "\n".join([*(pair.answer for pair in article.pairs), *wrong]) == expected.rstrip("\n")


@pytest.mark.parametrize(
    ("heading", "front"),
    [
        pytest.param("What is `List<T>`?", "What is <code>List&lt;T&gt;</code>?", id="code"),
        pytest.param("What is Vec<String>?", "What is Vec&lt;String&gt;?", id="a name in angle brackets"),
        pytest.param("Is $O(n)$ *fast*?", r"Is \(O(n)\) <em>fast</em>?", id="math and emphasis"),
        pytest.param(
            "Is [this](x.md) [there](https://example.org)?",
            'Is this <a href="https://example.org">there</a>?',
            id="links",
        ),
        pytest.param(r"What are \\( and \\[?", r"What are \<span>(</span> and \<span>[</span>?", id="math marks"),
        pytest.param("What is [sound:x]?", "What is &#91;sound:x]?", id="Anki's own marks"),
        pytest.param("What is {{ x }}?", "What is {{ x }}?", id="template marks"),
        pytest.param("Who is <script>x()</script>it?", "Who is it?", id="a script"),
        pytest.param(
            "What is ![a tree](tree.png)?", 'What is <img alt="a tree" src="packed-tree.png">?', id="a picture"
        ),
        pytest.param("What is ![a tree](missing.png)?", "What is a tree?", id="a missing picture"),
    ],
)
def test_a_question_becomes_a_field(heading: str, front: str) -> None:
    (pair,) = read(f"## {heading}\n\nThis.\n")[0].pairs
    assert pair.question == front


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        pytest.param("*Files* & `<b>`", "Files &amp; &lt;b&gt;", id="markup and entities"),
        pytest.param("[sound:x] [[type:y]]", "&#91;sound:x] &#91;[type:y]]", id="Anki's own marks"),
        pytest.param(r"\\(x\\)", r"\<span>(</span>x\)", id="math marks"),
    ],
)
def test_a_section_becomes_a_field(heading: str, section: str) -> None:
    (pair,) = read(f"# Guide\n\n## {heading}\n\n### Why?\n\nSo.\n")[0].pairs
    assert pair.section == section


@pytest.mark.parametrize(
    "sign",
    [
        pytest.param("\x07", id="bell"),
        pytest.param("\x08", id="backspace"),
        pytest.param("\x0b", id="vertical tab"),
        pytest.param("\x1b", id="escape"),
        pytest.param("\x1f", id="the sign between fields"),
        pytest.param("\x7f", id="delete"),
    ],
)
def test_control_characters_are_no_part_of_a_field(sign: str) -> None:
    assert answer(f"a{sign}b `c{sign}d`") == "<p>ab <code>cd</code></p>"


@pytest.mark.parametrize("entity", [pytest.param("&#31;", id="decimal"), pytest.param("&#x1f;", id="hexadecimal")])
def test_control_characters_written_as_entities_are_no_part_of_a_field(entity: str) -> None:
    assert "\x1f" not in answer(f"a{entity}b <b title='{entity}'>c</b>")


def test_a_field_is_text_that_unicode_calls_composed() -> None:
    assert answer("e\u0301 `A\u030a` \u212b") == "<p>\u00e9 <code>\u00c5</code> \u00c5</p>"


def test_two_spaces_break_a_line() -> None:
    assert answer("one  \ntwo") == "<p>one<br>\ntwo</p>"


def test_spaces_behind_code_are_dropped_and_those_before_it_are_kept() -> None:
    assert answer("```\n\n  x  \n\n```") == '<pre class="code" tabindex="0"><code>\n  x</code></pre>'


@pytest.mark.parametrize("language", LANGUAGES)
def test_highlighting_changes_no_sign_of_the_code(language: str) -> None:
    code = "\n\n  <?php $x = `a`; // \u00e9\n\t{ 'k': [1, 2] } <b>&amp;</b>\n$ ls -la | grep \"x\"  # c\n\n+ \\d \\(x\\)\n- {{ y }}"
    assert as_text(answer(f"```{language}\n{code}\n```")) == code


def test_code_of_an_unknown_language_is_no_problem() -> None:
    assert read(f"{QUESTION}```nosuchlanguage\nx\n```\n")[1] == []


def test_lists_of_thirty_levels_are_kept() -> None:
    nested = "".join(f"{'  ' * n}- level {n}\n" for n in range(30))
    assert re.findall(r"level \d+", answer(nested)) == [f"level {n}" for n in range(30)]


@pytest.mark.parametrize(
    "nested",
    [
        pytest.param(">" * 3000 + " deep\n", id="quotes"),
        pytest.param("".join(f"{'  ' * n}- level {n}\n" for n in range(80)), id="lists"),
        pytest.param("<div>" * 3000 + "deep\n", id="tags"),
        pytest.param("*a " * 3000 + "deep" + " b*" * 3000 + "\n", id="emphasis"),
        pytest.param("[" * 3000 + "deep" + "](x)" * 3000 + "\n", id="links"),
        pytest.param("![" * 1000 + "deep" + "](tree.png)" * 1000 + "\n", id="pictures"),
        pytest.param("x " + "`" * 3000 + "deep\n", id="backticks"),
        pytest.param("$x " * 3000 + "deep\n", id="dollars"),
        pytest.param("<a " * 3000 + "deep\n", id="tags that are not closed"),
    ],
)
def test_nothing_is_nested_so_deeply_that_the_next_question_is_lost(nested: str) -> None:
    article, _ = read(f"{QUESTION}Begin.\n\n{nested}\n## What is next?\n\nThis.\n")
    assert [pair.title for pair in article.pairs] == ["What is shown?", "What is next?"]
    assert article.pairs[1].answer == "<p>This.</p>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<a href='jav\tascript:alert(1)'>x</a>",
        "<math><a xlink:href='javascript:alert(1)'>x</a></math>",
        "<details ontoggle=alert(1) open>x</details>",
        "[x](<javascript:alert(1)>)",
        "[x]: javascript:alert(1)\n\n[x]",
        "<b style='background:url(javascript:alert(1))'>x</b>",
        '<td style="text-align:left;background:url(https://example.org/x)">x</td>',
        "<div style=position:fixed>x</div>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<!--><img src=x onerror=alert(1)>-->",
        "![x](tree.png 'a\" onerror=\"alert(1)')",
        "![a\" onerror=\"alert(1)](missing.png)",
        "![x](https://example.org/x.png?\"onmouseover=\"alert(1))",
        '<img src="tree.png" alt="&quot; onerror=&quot;alert(1)">',
        "`<img src=x onerror=alert(1)>`",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "```x\"><script>alert(1)</script>\ny\n```",
        "$</span><script>alert(1)</script>$",
        "<scr<script></script>ipt>alert(1)</script>",
        "<base href=https://example.org><meta http-equiv=refresh content=0>x",
        "[^x]\n\n[^x]: <script>alert(1)</script>y",
    ],
)  # fmt: skip
def test_nothing_in_a_field_runs(hostile: str) -> None:
    for tag, attributes in read_tags(answer(f"Look: {hostile}\n\n{hostile}")):
        assert tag not in ACTIVE_TAGS
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in ("href", "src") or re.match(r"https?://|packed-", value)
            assert name != "style" or value in ("", "text-align:left")


@pytest.mark.parametrize(
    "holder",
    [
        "{}",
        "- a\n\n  {}",
        "> {}",
        "| a |\n| - |\n| {} |",
        "```\n{}\n```",
        "a\n: {}",
        "a[^1]\n\n[^1]: {}",
        "[a]\n\n[a]: https://b.c/{}",
        "![{}](https://b.c/d.png)",
        "$$\n{}\n$$",
        "!!! note\n    {}",
        "> [!note] a\n> {}",
        '=== "a"\n\n    {}',
        ":::note\n{}\n:::",
        "<details><summary>a</summary>\n\n{}\n\n</details>",
        "<dl>\n<dt>a</dt>\n<dd>{}</dd>\n</dl>",
        "<dl><dt>a</dt>\n\n<dd>\n\n{}\n\n</dd></dl>",
        "<table><tr><td>{}</td></tr></table>",
        "<div>\n\n{}\n\n</div>",
        "<pre>\n{}\n</pre>",
        "<ul>\n<li>{}</li>\n</ul>",
    ],
)
def test_an_edit_within_an_answer_is_seen_whatever_holds_it(holder: str) -> None:
    sources = {read(f"## Why?\n\n{holder.format(word)}\n")[0].pairs[0].source for word in ("before", "after")}
    assert len(sources) == 2
