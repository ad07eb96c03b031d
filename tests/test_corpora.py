"""Real articles of other people, with the pairs that a careful reader finds in them. They are no part of the project."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from articles import SHARED, load

CORPORA = SHARED / "corpora"
HEADING_ARTICLES = [
    "backend",
    "gointerview_basics",
    "redox_faq",
    "faqguru_git",
]

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the articles of other people in ../shared/corpora")


@pytest.mark.parametrize("name", HEADING_ARTICLES)
def test_every_pair_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    expected = CORPORA / "expected" / f"{name}.json"
    article = CORPORA / json.loads(expected.read_text(encoding="utf-8"))["file"]
    notes = load(article).deck.notes
    cards = [{"question": n.fields[0], "answer": n.fields[1], "section": n.fields[3]} for n in notes]
    (tmp_path / "cards.json").write_text(json.dumps(cards), encoding="utf-8")
    command = [sys.executable, *map(str, (CORPORA / "check.py", expected, tmp_path / "cards.json")), "-v"]
    scored = subprocess.run(command, capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout


@pytest.mark.parametrize("name", HEADING_ARTICLES)
def test_every_pair_has_its_line_and_its_sections(name: str) -> None:
    expected = json.loads((CORPORA / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    (article,) = load(CORPORA / expected["file"]).articles
    found = [(pair.location.line, list(pair.sections)) for pair in article.pairs]
    assert found == [(pair["line"], pair["section"]) for pair in expected["pairs"]]
