"""What is left out to be quick changes nothing: the long way finds the same."""

import itertools
import re
import string
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from test_reading import SHAPE_FILES, read_cases

from mkdeck.article import bounds, html, markdown, nesting
from mkdeck.article.html import finish_html
from mkdeck.article.markdown import make_parser

HERE = Path(__file__).parent
MADE = [path.read_text("utf-8") for path in (*sorted((HERE / "made").glob("*.md")), HERE / "look" / "torture.md")]
CASES = [article for shape in SHAPE_FILES for _, article, _ in read_cases(f"{shape}.md")]
BEGINNINGS = [f"{sign}{rest}" for sign in string.punctuation + "1a" for rest in ("", " a", f"{sign}{sign} a", "x\n: b")]
LINES = [f"{start}\n\na\n{start}\nb\n\n- a\n  {start}\n\n> {start}\n> {start}" for start in BEGINNINGS]
ARTICLES = [*LINES, *MADE[::4], *CASES[::4]]
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
    assert find_changed(texts, lambda text: finish_html(text, html.NOTHING), slow) == []


def test_taking_few_levels_for_shallow_html(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = list(itertools.product(TAGS, TAGS))
    raw = [pattern.format(*pair) * 201 for n, pattern in enumerate(NESTED) for pair in pairs[n % 2 :: 2]]
    slow = lambda: monkeypatch.setattr(nesting, "_LEVELS", 0)  # noqa: E731
    assert find_changed(raw, nesting.flatten_html, slow) == []
