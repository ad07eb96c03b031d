"""Long articles, made up for these tests after the ways of real ones, with the pairs that a careful reader finds.

``made/NAME.json`` has for each pair its line, question and sections, and phrases that the sides of its card must have or
must not have. Signs, spaces and marks of Markdown do not count in phrases.
"""

import json
import re
import unicodedata
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from articles import load

from mkdeck.model import Pair

MADE = Path(__file__).parent / "made"
ARTICLES = sorted(MADE.glob("*.md"))


def fold(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def fold_html(html: str) -> str:
    shown = re.sub(r'<img[^>]*? alt="([^"]*)"[^>]*>', r" \1 ", html)
    return fold(unescape(re.sub(r"<[^>]*>", " ", shown)))


def find_faults(pair: Pair, expected: dict[str, Any]) -> list[str]:
    front, answer = fold_html(pair.question), fold_html(pair.answer)
    return [
        *(f"front lacks {phrase}" for phrase in expected.get("front", []) if fold(phrase) not in front),
        *(
            f"answer lacks {phrase}"
            for phrase in expected.get("answer", [])
            if fold(phrase) not in answer and phrase not in pair.answer
        ),
        *(
            f"answer has {phrase}"
            for phrase in expected.get("not_in_answer", [])
            if fold(phrase) and fold(phrase) in answer
        ),
    ]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_all_pairs_of_an_article_are_found_and_nothing_else(article: Path) -> None:
    expected = json.loads(article.with_suffix(".json").read_text(encoding="utf-8"))
    found = load(article).articles
    pairs = [pair for each in found for pair in each.pairs]
    outline = [(p.location.line, fold(p.title), [fold(section) for section in p.sections]) for p in pairs]
    wanted = [(p["line"], fold(p["question"]), [fold(s) for s in p.get("sections", [])]) for p in expected["pairs"]]
    assert outline == wanted
    faults = [
        (e["line"], fault) for pair, e in zip(pairs, expected["pairs"], strict=True) for fault in find_faults(pair, e)
    ]
    assert faults == []
    shown = [fold_html(pair.question) + "|" + fold_html(pair.answer) for pair in pairs]
    assert [noise for noise in expected.get("noise", []) if fold(noise) and any(fold(noise) in s for s in shown)] == []
