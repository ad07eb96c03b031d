"""Which headings of an article ask, and what answers them."""

import re
from html import unescape
from pathlib import Path

import pytest
from articles import load
from markdown_it.utils import read_fixture_file

from mkdeck.article.front_matter import FrontMatter, find_setting
from mkdeck.article.read import read_article
from mkdeck.config import BUILD_ONLY, DEFAULTS, check_settings, merge_settings
from mkdeck.model import CLOZE, Article, Location, Media, Pair, Settings
from mkdeck.problem import Problem, Severity

CASES = Path(__file__).parent / "cases"
WITHIN_LINE = "a|b|code|em|i|kbd|s|small|span|strong|sub|sup|u"


def read_cases(name: str) -> list[tuple[str, str, str]]:
    """Return title, input and expected output of every case in a file."""
    return [(title, source, expected) for _, title, source, expected in read_fixture_file(CASES / name)]


def read(text: str) -> tuple[Article | None, list[Problem]]:
    """Read an article beside which every picture lies that it shows."""

    def check(front: FrontMatter) -> tuple[Settings, list[Problem]]:
        own, wrong = check_settings(front.settings, lambda key: find_setting(front, "guide.md", key), " = ", BUILD_ONLY)
        return merge_settings(own, DEFAULTS), wrong

    def find(reference: str, where: Location) -> Media | Problem:
        return Media("picture.png", reference.encode())

    def find_text(name: str, where: Location) -> str | Problem:
        return Problem(where, "missing-answer", name, "")

    return read_article(text, "guide.md", "guide", check, find, find_text)


def read_pairs(text: str) -> tuple[Pair, ...]:
    article, _ = read(text)
    return article.pairs if article else ()


def as_text(html: str) -> str:
    """Return what a reader of a card sees, as one line; a picture is its alternative text."""
    shown = re.sub(r'<img[^>]* alt="([^"]*)"[^>]*>', r" \1 ", html)
    shown = re.sub(rf"</?(?:{WITHIN_LINE})(?: [^>]*)?>", "", shown)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown)).split())


def start_and_end(text: str) -> str:
    """Return a short text whole, and three words of either end of a long one."""
    words = text.split()
    return text if len(words) <= 8 else " ".join([*words[:3], "…", *words[-3:]])


def describe(pair: Pair) -> str:
    """Write a pair as ``line sections | title {pinned id} + rest of the front -> answer``; of a cloze the whole text, as Anki has it."""
    place = " ".join([str(pair.location.line), " / ".join(pair.sections)]).rstrip()
    pinned = f" {{{pair.pinned}}}" if pair.pinned else ""
    if pair.kind == CLOZE:
        return f"{place} | {as_text(pair.question)}{pinned} -> {start_and_end(as_text(pair.answer))}".rstrip()
    front = re.sub(r"\\[()]", "", as_text(pair.question)).removeprefix(pair.title).strip()  # without the marks of math
    shown = f" + {start_and_end(front)}" if front else ""
    return f"{place} | {pair.title}{pinned}{shown} -> {start_and_end(as_text(pair.answer))}"


def outline(text: str) -> list[str]:
    """Write the pairs of an article, and what is wrong with it as ``! line code``."""
    article, problems = read(text)
    assert article is not None
    wrong = [f"! {p.location.line} {p.code}" for p in problems if p.severity >= Severity.WARNING]
    return [*map(describe, article.pairs), *wrong]


SHAPE_FILES = [path.stem for path in sorted(CASES.glob("*.md")) if path.stem != "answers"]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        pytest.param(source, expected, id=f"{shape}: {title}")
        for shape in SHAPE_FILES
        for title, source, expected in read_cases(f"{shape}.md")
    ],
)
def test_what_asks_is_found_with_what_answers_it(article: str, expected: str) -> None:
    assert outline(article) == expected.splitlines()


@pytest.mark.parametrize("article", [pytest.param(source, id=title) for title, source, _ in read_cases("headings.md")])
def test_a_card_shows_its_title_without_number_prefix_and_id(article: str) -> None:
    for pair in read_pairs(article):
        shown = pair.question.replace(r"\(", "").replace(r"\)", "")
        assert as_text(shown) == pair.title


@pytest.mark.parametrize(
    ("article", "title"),
    [
        pytest.param(
            '+++\ntitle = "From the front matter"\n+++\n# Guide\n\n## Why?\n\nSo.\n',
            "From the front matter",
            id="the front matter's title before the heading's",
        ),
        pytest.param(
            "# A *short* `guide` to [Git](x.md)\n\n## Why?\n\nSo.\n", "A short guide to Git", id="as plain text"
        ),
        pytest.param("Guide\n=====\n\n## Why?\n\nSo.\n", "Guide", id="a setext heading"),
        pytest.param("## Why?\n\nSo.\n\n# Appendix\n\nMore.\n", "Appendix", id="the first top heading, wherever it is"),
        pytest.param("## Why?\n\nSo.\n", "guide", id="no heading: the file's name"),
        pytest.param("# Why?\n\nSo.\n\n# How?\n\nThus.\n", "guide", id="no heading but questions: the file's name"),
        pytest.param(
            "# One\n\n## Why?\n\nSo.\n\n# Two\n\n## How?\n\nThus.\n", "guide", id="several parts: the file's name"
        ),
        pytest.param(
            "# What to know?\n\n## Why?\n\nSo.\n\n## How?\n\nThus.\n", "What to know?", id="a title that asks"
        ),
        pytest.param("```\n# Code\n```\n\n# Guide\n\n## Why?\n\nSo.\n", "Guide", id="no heading within code"),
        pytest.param("# 1. Guide #\n\n## Why?\n\nSo.\n", "Guide", id="without number and closing sign"),
    ],
)
def test_an_article_has_a_title(article: str, title: str) -> None:
    found, _ = read(article)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    ("article", "line"),
    [
        pytest.param(
            "# Guide\n\n## What is a cache?\n\nA copy.\n\n### Why is it wrong?\n\nIt is old.\n\n## Who needs it?\n\nAll.\n",
            7,
            id="below another question",
        ),
        pytest.param(
            "# Guide\n\n## Basics\n\n### What is a bit?\n\nZero or one.\n\n## What is a byte?\n\nEight of them.\n\n"
            "### What is a word?\n\nSeveral.\n\n### What is a page?\n\nMany.\n",
            9,
            id="above other questions and with an answer of its own",
        ),
        pytest.param(
            "# Guide\n\n## What is a cache?\n\nA copy.\n\n"
            + "".join(f"### What is part {n}?\n\nA part.\n\n" for n in range(1, 9)),
            3,
            id="above many questions and with an answer of its own",
        ),
        pytest.param("# Guide\n\n## What is a bit?\n\n## What is a byte?\n\nEight.\n", 3, id="without an answer"),
        pytest.param(
            "# Guide\n\n## 1. What is a bit?\n\nZero.\n\n## Why two?\n\nSo.\n\n## 2. What is a byte?\n\nEight.\n",
            7,
            id="without a number among numbered ones",
        ),
    ],
)
def test_no_heading_that_asks_is_lost_silently(article: str, line: int) -> None:
    found, problems = read(article)
    assert found is not None
    assert line in {pair.location.line for pair in found.pairs} | {problem.location.line for problem in problems}


def test_questions_within_tabs_are_found() -> None:
    tabs = (
        '=== "Hemp"\n\n    ??? question "Which knot?"\n\n        A bend.\n\n'
        '=== "Steel"\n\n    ??? question "And which one here?"\n\n        None.\n'
    )
    assert outline(f"# Ropes\n\n{tabs}") == ["5 | Which knot? -> A bend.", "11 | And which one here? -> None."]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    text = "+++\ntitle = 'Guide'\n+++\n\n## What is a bit? {#bit}\n\nZero or one.\n\n```sh\necho\n```\n"
    articles: list[Article] = []
    for folder, content in (
        ("unix", text.encode()),
        ("windows", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "guide.md").write_bytes(content)
        articles += load(tmp_path / folder / "guide.md").articles
    unix, windows = articles
    assert [(p.title, p.pinned, p.answer, p.location.line) for p in windows.pairs] == [
        (p.title, p.pinned, p.answer, p.location.line) for p in unix.pairs
    ]
    assert [pair.location.line for pair in windows.pairs] == [5]


def test_a_thousand_questions_are_read_in_order() -> None:
    article = "# Guide\n\n" + "".join(f"### {n}. What is item {n}?\n\nNumber {n}.\n\n" for n in range(1, 1001))
    assert [pair.title for pair in read_pairs(article)] == [f"What is item {n}?" for n in range(1, 1001)]
