"""Hostile articles: what is too deep or too much stays text, and reading takes steps in proportion to the length."""

import re
import sys
import unicodedata
from collections.abc import Callable
from html import unescape
from types import FrameType

import pytest

from mkdeck.article.front_matter import FrontMatter, find_setting, split_front_matter
from mkdeck.article.html.nesting import flatten_html
from mkdeck.article.parsing.bounds import read_inline
from mkdeck.article.parsing.markdown import make_parser
from mkdeck.article.read import read_article
from mkdeck.config import check_settings
from mkdeck.model import Article, Location, Media, Settings
from mkdeck.problem import Problem
from mkdeck.unicode import normalize

QUESTION = "## Why?\n\n"
NEXT = "\n\n## What is next?\n\nThis.\n"


def read(text: str) -> Article:
    def check(front: FrontMatter) -> tuple[Settings, list[Problem]]:
        return Settings(sections="subdecks"), []

    def find(reference: str, where: Location) -> Media | Problem:
        return Problem(where, "missing-media", reference, "")

    def find_text(reference: str, where: Location) -> str | Problem:
        return Problem(where, "missing-answer", reference, "")

    article, _ = read_article(text, "any.md", "any", check, find, find_text)
    assert article is not None
    return article


def as_text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def deepest(html: str) -> int:
    """Return how many elements lie within each other at most."""
    depth = most = 0
    for end in re.findall(r"<(/?)(?!br|hr|img|wbr)[a-z]", html):
        depth += -1 if end else 1
        most = max(most, depth)
    return most


@pytest.mark.parametrize(
    "nested",
    [
        pytest.param(">" * 3000 + " deep", id="quotes"),
        pytest.param("> " * 3000 + "deep", id="quotes with spaces"),
        pytest.param("- " * 3000 + "deep", id="lists in one line"),
        pytest.param("1. " * 3000 + "deep", id="numbered lists"),
        pytest.param("".join(f"{'  ' * n}- a\n" for n in range(400)) + "  " * 400 + "- deep", id="lists"),
        pytest.param("".join(f"{'    ' * n}!!! note\n" for n in range(300)) + "    " * 300 + "deep", id="admonitions"),
        pytest.param("".join(f"{'> ' * n}> [!tip]- a\n" for n in range(300)) + "> " * 301 + "deep", id="callouts"),
        pytest.param("::: x\n" * 500 + "deep", id="containers"),
        pytest.param("<div>" * 3000 + "deep", id="tags"),
        pytest.param("<p><b>" * 3000 + "deep", id="bold paragraphs"),
        pytest.param("<ul><li>" * 3000 + "deep", id="raw lists"),
        pytest.param("<table><tr><td>" * 3000 + "deep", id="raw tables"),
        pytest.param("<details>\n\n" * 500 + "deep", id="folds"),
        pytest.param("[" * 3000 + "deep" + "](https://a.b)" * 3000, id="links"),
        pytest.param("![" * 3000 + "deep" + "](a.png)" * 3000, id="pictures"),
        pytest.param("*a " * 3000 + "deep" + " a*" * 3000, id="emphasis"),
        pytest.param("==a " * 3000 + "deep" + " a==" * 3000, id="marked words"),
    ],
)
def test_what_is_nested_too_deeply_keeps_its_text(nested: str) -> None:
    first, second = read(f"{QUESTION}{nested}{NEXT}").pairs
    assert "deep" in as_text(first.answer)
    assert deepest(first.answer) <= 300  # the sanitiser gives each table a body
    assert second.answer == "<p>This.</p>"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 150 + "a" + "</div>" * 150, id="150 levels"),
        pytest.param("<ul>" + "<li>a" * 1000 + "</ul>", id="items without end"),
        pytest.param("<table>" + "<tr><td>a<td>b" * 1000 + "</table>", id="cells without end"),
        pytest.param("<p>a<br>" * 1000, id="paragraphs without end"),
        pytest.param("<dl>" + "<dt>a<dd>b" * 1000 + "</dl>", id="definitions without end"),
        pytest.param('<span class="k">a</span>' * 5000, id="many beside each other"),
        pytest.param("<p><b>a</p><p>b</p>" + "<i>c</i>" * 1000, id="a tag closed nowhere"),
        pytest.param("<!-- " + "<div>" * 1000 + " -->" + "<i>a</i>" * 1000, id="tags in a comment"),
        pytest.param('<a title="' + "<div>" * 1000 + '">a</a>' + "<i>a</i>" * 1000, id="tags in an attribute"),
    ],
)
def test_html_of_ordinary_depth_stays_as_it_is(html: str) -> None:
    assert flatten_html(html) == html


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("<textarea><!--</textarea>", id="a comment that a browser does not see"),
        pytest.param("<a title='", id="a quote that is not closed"),
        pytest.param('<a b"c>', id="a quote in a name"),
        pytest.param('<a b=c"d>', id="a quote in a value"),
        pytest.param("<!--></!-->", id="an empty comment"),
        pytest.param("<!-- </div></div></div> -->", id="ends in a comment"),
        pytest.param("<svg><style><!--</style></svg>", id="a style in a picture"),
        pytest.param("<li><ul></li></ul>", id="an end that is none"),
    ],
)
def test_no_way_of_writing_hides_how_deep_tags_are(hidden: str) -> None:
    (pair,) = read(f"{QUESTION}Begin.\n\n{f'{hidden}<div><div>' * 2000}").pairs
    assert deepest(pair.answer) <= 210


def test_bold_text_that_is_never_closed_is_not_repeated_in_each_paragraph() -> None:
    left = "".join(f'<b title="{n}">' for n in range(150))
    (pair,) = read(f"{QUESTION}<div><p>{left}a</p>{'<p>b</p>' * 1000}</div>\n").pairs
    assert as_text(pair.answer) == "a" + " b" * 1000
    assert len(pair.answer) < 20_000


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        pytest.param("*a* ", "a", id="emphasis"),
        pytest.param("`a`\n", "a", id="code in lines"),
        pytest.param("[a](https://b.c) ", "a", id="links"),
        pytest.param("a & b < c ", "a & b < c", id="signs"),
        pytest.param("[a [a ", "[a [a", id="brackets"),
        pytest.param("[[a]] ", "a", id="links of vaults"),
        pytest.param("==a== ", "a", id="marked words"),
        pytest.param("==a ", "==a", id="marks that are not closed"),
    ],
)
def test_a_paragraph_of_many_marks_is_read_to_its_end(part: str, shown: str) -> None:
    (pair,) = read(f"{QUESTION}{part * 2000}").pairs
    assert as_text(pair.answer) == " ".join([shown] * 2000)


def test_a_picture_packed_into_a_long_paragraph_stays_whole() -> None:
    packed = "data:image/png;base64," + "A+/=" * 50_000
    (pair,) = read(f"{QUESTION}See ![a tree]({packed}) here.").pairs
    assert as_text(pair.answer) == "See a tree here."


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: f"## What is {n}?\n\nb\n\n", id="headings"),
        pytest.param(lambda n: f"**What is {n}?**\n\nb\n\n", id="bold questions"),
        pytest.param(lambda n: f"{n + 1}. ### What is {n}?\n\n    b\n\n", id="items"),
        pytest.param(lambda n: f"<details><summary>What is {n}?</summary>b</details>\n\n", id="folds"),
        pytest.param(lambda n: f"<h3>What is {n}?</h3>\n\nb\n\n", id="raw headings"),
        pytest.param(lambda n: f"Q: What is {n}?\nA: b\n\n", id="labels"),
        pytest.param(lambda n: f"What is {n}? :: b\n", id="lines"),
    ],
)
def test_ten_times_the_questions_make_ten_times_the_pairs(make: Callable[[int], str]) -> None:
    counts = [len(read("".join(map(make, range(size)))).pairs) for size in (30, 300)]
    assert counts == [30, 300]


def test_a_title_of_signs_alone_is_read_like_any_other() -> None:
    signs = "& " * 5000
    article = read(f"<details><summary>show {signs}a</summary>b</details>\n\n## What is {signs}a?\n\nc\n{NEXT}")
    assert [pair.answer for pair in article.pairs] == ["<p>c</p>", "<p>This.</p>"]


def count_calls(text: str, read: Callable[[str], object] = read) -> int:
    """Count the Python functions that are called to read an article."""
    count = 0

    def tell(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(tell)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "part",
    [
        "## What is a?\n\nb\n\n",
        "# a\n## b\n### c?\n",
        "**What is a?** b\n\n",
        "1. ### Q?\n",
        "1. Q?\n\na\n\n",
        "Q: a\nA: b\n",
        "a :: b\n",
        "a\n: b\n",
        "<h3>What is a?</h3>\n",
        "<h3>",
        "<details>",
        "<details>\n\n",
        "<details><summary>a</summary>\n",
        "<details><summary>What is a?</summary>b</details>\n\n",
        "<summary>",
        "<div>\n\n",
        "<!-- \n\n",
        "a <!-- ",
        "[",
        "![",
        "[a](",
        "*a **a ",
        "`",
        "$$\n",
        "$$a ",
        "{% comment %}\n",
        "- {% comment %}\n",
        "{/*\n",
        "```\n\n",
        "``` a b\nc ```\n\n",
        "```py\na\n\n## Why?\n\n",
        "## 1. A\n## Why?\n\nb\n\n",
        "### Question\n\na\n\n### Answer\n\nb\n\n",
        "- a ✅\n- b (correct)\n\n",
        "1. Why?\n   Answer: a\n",
        "> a\nb\n",
        "- [x] a\n- [ ] b\n",
        "- - a\n",
        "[^1]: a\n\n",
        "[a]: b\n",
        "|Question|Answer|\n|-|-|\n|a|b|\n\n",
        "a.\n---\n",
        "a\n\n. . .\n\nb\n\n---\n\n",
        "<dl>\n<dt>What is a?\n<dd>b\n",
        "<dl>\n<dt>What is a?</dt>\n<dd>b</dd>\n</dl>\n\n",
        "<details>\n<summary>What is a?\n\n- b\n\n</summary>\nc</details>\n\n",
        "**Q:** What is a? **A:** b ",
        "a\n**1. What is b?**\n",
        "a\n?\nb\n\n",
        "Q: a\nA) b\nB) c\n",
        '=== "a"\n\n    b\n\n',
        "> [!question]- a\n> b\n",
        "1. LOOPS\n--------\n\n",
        "a\n2. ### What is b?\n",
        "### a\n\nb\n\n#### Explanation\n\nc\n\n",
        "## What is a? [[b](c)]\n\nd\n\n",
        "- [What is a?](#a)\n",
        "10 % off\n\n[a](#b)\n\n",
        "%%\n",
        "--\nb\n\n",
        "[^1]: a\n\n[^2 [^3 ",
        "{% comment %}{% endcomment ",
        "[[a",
        "![a](b ",
        "==a ",
        "%%a ",
        "%% a\n\n",
        "### What is a?\n#b\n\nc\n\n",
        "<audio><source src=a.mp3>",
    ],
)
@pytest.mark.parametrize("before", [pytest.param("", id="alone"), pytest.param(QUESTION, id="below a question")])
def test_four_times_the_text_takes_about_four_times_the_steps(part: str, before: str) -> None:
    read(before + part)  # some regular expressions are compiled at their first use
    small, large = (count_calls(before + part * count) for count in (300, 1200))
    assert large < 6 * small


def read_settings(text: str) -> list[Problem]:
    front, _, problems = split_front_matter(text, "any.md")
    assert problems == []
    return check_settings(front.settings, lambda key: find_setting(front, "any.md", key))[1]


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        pytest.param("---\nmkdeck:\n", "  key{n}: 1\n", "---\n", id="YAML"),
        pytest.param("---\nmkdeck: {", "key{n}: 1, ", "}\n---\n", id="YAML in one line"),
        pytest.param("+++\n[extra.mkdeck]\n", "key{n} = 1\n", "+++\n", id="TOML"),
        pytest.param("+++\n", "extra.mkdeck.key{n} = 1\n", "+++\n", id="TOML with dots"),
        pytest.param("+++\nmkdeck = {", "key{n} = 1, ", "x = 1}\n+++\n", id="TOML in one line"),
        pytest.param("+++\nmkdeck.key = [\n", "  [\n{n}\n],\n", "]\n+++\n", id="a TOML list of lists"),
        pytest.param("+++\nquestions = [\n", "'''\n{n}\n''',\n", "]\n+++\n", id="TOML texts"),
    ],
)
def test_places_of_four_times_the_settings_take_about_four_times_the_steps(before: str, line: str, after: str) -> None:
    small, large = (
        count_calls(before + "".join(line.format(n=n) for n in range(count)) + after, read_settings)
        for count in (25, 100)
    )
    assert large < 6 * small


@pytest.mark.parametrize(
    "text",
    [
        "What is REST?",
        "a",
        "Überall 12 (or 13), e.g. 'this'.",
        "see www.a.org",
        "snake_case_name",
        "WWW.x",
        "1/2",
        "_a_",
        "a ",
        "“a”",
    ],
)
def test_plain_words_are_read_without_the_parser_just_as_with_it(text: str) -> None:
    parser = make_parser()
    plain = [(token.type, token.content, token.children) for token in read_inline(parser, text, {})]
    assert plain == [(token.type, token.content, token.children) for token in parser.inline.parse(text, parser, {}, [])]


def test_marks_on_a_letter_are_parted_before_they_are_sorted() -> None:
    """Sorting takes steps in proportion to the square of their number; 30 is what Unicode's stream-safe format allows."""
    usual = "\u0316\u0301" * 15
    assert normalize("NFC", f"e{usual}") == unicodedata.normalize("NFC", f"e{usual}")
    parted = normalize("NFC", "a" + "\u0301\u0316" * 100)
    assert max(len(run) for run in re.findall("[\u0300-\u034e]+", parted)) <= 30
    assert normalize("NFC", parted) == parted
    assert parted.replace("\u034f", "").count("\u0316") == 100


@pytest.mark.parametrize("signs", ["─" * 100, "é" * 100, "日本" * 100, "👩‍💻" * 50, "…" * 40])
def test_other_signs_are_never_parted(signs: str) -> None:
    assert normalize("NFKC", signs) == unicodedata.normalize("NFKC", signs)


def test_a_long_definition_is_repeated_only_so_often() -> None:
    long = f"https://a.b/{'c' * 50_000}"
    (pair,) = read(f"{QUESTION}{'[d] ' * 400}\n\n[e](https://a.b/e)\n\n[d]: {long}\n").pairs
    assert 100 <= pair.answer.count(long) <= 102
    assert as_text(pair.answer) == "d " * (shown := pair.answer.count(long)) + "[d] " * (400 - shown) + "e"
    assert '<a href="https://a.b/e">e</a>' in pair.answer


def test_each_long_definition_may_be_used_once() -> None:
    pictures = "".join(f"[{n}]: https://a.b/{n}{'c' * 100_000}\n" for n in range(80))
    (pair,) = read(f"{QUESTION}{' '.join(f'[{n}]' for n in range(80))}\n\n{pictures}").pairs
    assert pair.answer.count("<a ") == 80


def test_a_long_title_of_a_section_is_not_repeated_whole_in_each_of_its_notes() -> None:
    first, _ = read(f"## {'long ' * 1000}\n\n### Why?\n\nb\n\n### How?\n\nc\n").pairs
    (section,) = first.sections
    assert len(section) <= 301
    assert section.endswith("long…")


def test_ids_upon_ids_at_the_end_of_a_title_are_no_calls_upon_calls() -> None:
    id_ = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
    (pair,) = read(f"## What is a?{f' ({id_})' * 2000}\n\nb\n").pairs
    assert pair.pinned == id_


def test_a_chain_of_footnotes_is_shown_whole() -> None:
    chain = "".join(f"[^{n}]: f{n} [^{n + 1}]\n\n" for n in range(1, 50))
    (pair,) = read(f"{QUESTION}a[^1]\n\n{chain}[^50]: f50\n").pairs
    assert [int(n) for n in re.findall(r"f(\d+)", pair.answer)] == list(range(1, 51))


@pytest.mark.parametrize("address", ["https://a.b/" + "c" * 1900, "www.a.b/" + "c" * 1900])
def test_an_address_of_ordinary_length_becomes_a_link(address: str) -> None:
    assert f">{address}</a>" in read(f"{QUESTION}See {address} here.").pairs[0].answer
    assert "<a" not in read(f"{QUESTION}See {address}{'c' * 100_000} here.").pairs[0].answer


def test_quotes_go_twenty_levels_deep() -> None:
    """Each of them reads every lazy line again, so that a hundred would take five times as long."""
    answer = read(f"{QUESTION}{'> ' * 150}a\nlazy\n").pairs[0].answer
    assert answer.count("<blockquote>") == 20
    assert as_text(answer).endswith("lazy")
