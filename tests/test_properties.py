"""What holds for any article at all."""

import random
import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from articles import NOW, write
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mkdeck.article.front_matter import FrontMatter
from mkdeck.article.html.raw_html import SAFE_TAGS
from mkdeck.article.read import read_article
from mkdeck.load import Wish, load_deck
from mkdeck.model import Article, Location, Media, Settings
from mkdeck.problem import Problem

ANY_SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=120)

LINES = st.sampled_from(
    [
        "# Title",
        "## Basics",
        "### What is X?",
        "### 2. Why?",
        "#### Q3: How `so`? {#so}",
        "**What is bold?**",
        "Setext question?\n---",
        "Some *text* with <b>tags</b>, <T> and [links](#top).",
        "![alt](img.png) <img src=x.png onerror=alert(1)>",
        "- item\n  - nested",
        "1. one",
        "> quote",
        "```python",
        "```",
        "~~~",
        "    indented",
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<dl>\n<dt>What is a term?",
        "<dd>a definition",
        "</dd>",
        "</dl>",
        "> [!question]- Why call out?",
        '=== "Tab"',
        "%%",
        "Q: What has a label?",
        "A: This. **Answer:** b",
        "- [What is X?](#what-is-x)",
        "4. ### What is an item?",
        "QUESTION 12",
        "<!-- id: a/b -->",
        "<!--",
        "-->",
        "| a | b |",
        "|---|---|",
        "[^1]",
        "[^1]: note [^1]",
        "[ref]: https://example.org 'title'",
        "$x$ and $$",
        "Term\n: definition",
        "---",
        "+++",
        "[[type:x]] [sound:a] [latex] \\\\(",
        "{{ x }} {% y %}",
        "\t",
        "",
        "",
    ]
)
ARTICLES = st.one_of(
    st.text(max_size=300), st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=40).map("\n".join)
)


class _Tags(HTMLParser):
    """What a browser would make of a field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs


def read(text: str) -> tuple[Article | None, list[Problem]]:
    """Read as the road does, with no picture to be found."""

    def find(reference: str, where: Location) -> Media | Problem:
        return Problem(where, "missing-media", reference, "")

    def find_text(name: str, where: Location) -> str | Problem:
        return Problem(where, "missing-answer", name, "")

    def check(front: FrontMatter) -> tuple[Settings, list[Problem]]:
        return Settings(sections="subdecks"), []

    return read_article(text, "any.md", "any", check, find, find_text)


@ANY_SETTINGS
@given(ARTICLES)
@example("---\n? [\n---\n")
@example("---\na: 2025-99-99\n---\n")
@example("+++\na = " + "[" * 5000 + "\n+++\n")
@example("---\n" + "[" * 5000 + "\n---\n")
@example("# " + "*" * 2000 + "a" + "*" * 2000)
@example(">" * 3000 + " # a?\n\nb")
@example("## What is X?\n\n" + "<div>" * 3000)
@example("## What is X?\n\n" + "[" * 3000 + "](" * 3000)
def test_any_text_is_read_without_an_exception_and_places_lie_inside_it(text: str) -> None:
    article, problems = read(text)
    lines = len(re.split(r"\r\n?|\n", text))
    assert all(1 <= problem.location.line <= lines for problem in problems)
    if article:
        assert all(1 <= pair.location.line <= lines for pair in article.pairs)
        assert [pair.location.line for pair in article.pairs] == sorted(pair.location.line for pair in article.pairs)


@ANY_SETTINGS
@given(ARTICLES)
def test_no_heading_that_asks_is_lost_silently_whatever_stands_above_it(text: str) -> None:
    article, problems = read(f"{text}\n\n## What is next?\n\nThis.\n")
    titles = [pair.title for pair in article.pairs] if article else []
    assert "What is next?" in titles or any(_explains(problem) for problem in problems)


def _explains(problem: Problem) -> bool:
    """Tell whether a problem names the heading, or what is not closed above it."""
    return "What is next?" in problem.message or problem.code.startswith("unclosed")


@ANY_SETTINGS
@given(ARTICLES)
def test_no_field_holds_what_runs_or_what_breaks_an_import(text: str) -> None:
    article, _ = read(text)
    for pair in article.pairs if article else ():
        for field in (pair.question, pair.answer, pair.section):
            tags = _Tags(field)
            assert tags.names <= SAFE_TAGS
            assert not any(name.startswith("on") or name == "id" for name, _ in tags.attributes)
            assert all(re.match("https?:|mailto:", value or "") for name, value in tags.attributes if name == "href")
            assert not any(name == "src" for name, _ in tags.attributes)  # no picture is to be had in this test
            assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in field)
            assert "[sound:" not in field


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ARTICLES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_sources_changes_no_guid_and_no_guid_is_given_twice(
    texts: list[str], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sources = [str(write(Path(folder), f"{n}.md", text)) for n, text in enumerate(texts)]
        shuffled = chance.sample(sources, len(sources))
        decks = [load_deck(Wish(tuple(order), Settings(), now=NOW)).deck for order in (sources, shuffled)]
    guids = [[note.guid for note in deck.notes] for deck in decks]
    assert sorted(guids[0]) == sorted(guids[1])
    assert len(set(guids[0])) == len(guids[0])
