"""Real articles of other people, with the pairs that a careful reader finds in them. They are no part of the project."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from articles import SHARED, load

CORPORA = SHARED / "corpora"
ARTICLES = [
    "backend",
    "gointerview_basics",
    "redox_faq",
    "faqguru_git",
    "sudheerj_react",
    "s30_interviews",
    "ds_theory",
]

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the articles of other people in ../shared/corpora")


@pytest.mark.parametrize("name", ARTICLES)
def test_every_pair_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    expected = CORPORA / "expected" / f"{name}.json"
    article = CORPORA / json.loads(expected.read_text(encoding="utf-8"))["file"]
    notes = load(article).deck.notes
    cards = [
        {"question": re.sub("<div.*", "", n.fields[0], flags=re.DOTALL), "answer": n.fields[1], "front": n.fields[0]}
        for n in notes
    ]
    (tmp_path / "cards.json").write_text(json.dumps(cards), encoding="utf-8")
    command = [sys.executable, *map(str, (CORPORA / "check.py", expected, tmp_path / "cards.json")), "-v"]
    scored = subprocess.run(command, capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout


@pytest.mark.parametrize("name", ARTICLES)
def test_every_pair_has_its_line_and_its_sections(name: str) -> None:
    expected = json.loads((CORPORA / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    (article,) = load(CORPORA / expected["file"]).articles
    found = [(pair.location.line, list(pair.sections)) for pair in article.pairs]
    assert found == [(pair["line"], pair["section"]) for pair in expected["pairs"]]


def test_check_names_every_question_of_an_article_that_has_no_answer() -> None:
    for name in ARTICLES:
        expected = json.loads((CORPORA / "expected" / f"{name}.json").read_text(encoding="utf-8"))
        problems = load(CORPORA / expected["file"]).problems
        unanswered = [problem.location.line for problem in problems if problem.code == "empty-answer"]
        assert unanswered == [question["line"] for question in expected.get("unanswered", [])], name
