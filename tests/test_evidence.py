"""What speaks for and against a pair: ``cases/evidence.md`` says how much, and what it counts."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_matching import FIRST, LAST, make_note

from mkdeck.deck.matching import match_notes
from mkdeck.deck.matching.evidence import Evidence
from mkdeck.deck.matching.guess import Guess
from mkdeck.deck.matching.sure import match_sure
from mkdeck.model import Note

CASES = Path(__file__).parent / "cases" / "evidence.md"
_CHAPTER = re.compile(r"^## (.+)\n\n- (.+)\n  - (.+)\n- (.+)\n  - (.+)\n\n    (.*) ?= (-?[\d.]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    sides: tuple[str, str, str, str]
    amounts: dict[str, str]
    points: str


def read_cases() -> list[Case]:
    found = _CHAPTER.findall(CASES.read_text(encoding="utf-8"))
    return [
        Case(name, (a, b, c, d), dict(zip(words.split()[::2], words.split()[1::2], strict=True)), points)
        for name, a, b, c, d, words, points in found
    ]


TABLE = read_cases()


def gather(case: Case) -> Evidence:
    front, back, new_front, new_back = case.sides
    old, new = [FIRST, make_note(front, back), LAST], [FIRST, make_note(new_front, new_back), LAST]
    return Guess(old, new, match_sure(old, new, guids_first=False)).weigh()[1, 1]


def test_the_table_is_read() -> None:
    assert len(TABLE) == CASES.read_text(encoding="utf-8").count("\n## ")


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in TABLE])
def test_the_evidence_is_what_the_table_says(case: Case) -> None:
    evidence = gather(case)
    amounts = {name: f"{amount:.2f}" for name, amount in evidence.amounts.items() if f"{amount:.2f}" != "0.00"}
    assert amounts == case.amounts | {"place": "1.00", "section": "1.00"}
    assert f"{evidence.score:.2f}" == case.points


def weigh(old: list[Note], new: list[Note]) -> dict[tuple[int, int], Evidence]:
    return Guess(old, new, match_sure(old, new, guids_first=False)).weigh()


LONG = "A pile of things of which the last one put on is the first one that is taken off again by whoever comes."


@pytest.mark.parametrize(
    ("title", "amounts", "points"),
    [
        pytest.param("What is a stack good for?", {"elsewhere"}, 10.07, id="that says what it is about"),
        pytest.param("Is it free for schools?", {"elsewhere", "vague"}, -2.53, id="that does not"),
    ],
)
def test_a_question_in_another_article(title: str, amounts: set[str], points: float) -> None:
    back = LONG if "vague" not in amounts else "Yes."
    old = [FIRST, make_note(title.replace(" good for", "").replace(" for schools", ""), back), LAST]
    found = weigh(old, [FIRST, LAST, make_note("How is this page made?", "By hand.", "b"), make_note(title, back, "b")])
    evidence = found[1, 3]
    assert amounts <= evidence.amounts.keys()
    assert evidence.score == pytest.approx(points, abs=0.01)


def test_two_ways_that_are_nearly_as_good_are_left_to_the_author() -> None:
    row = "A row of things of which the first one to come is the first one that is served then by whoever is there."
    old = make_note("What are stacks and queues?", f"{LONG} {row}")
    parts = [make_note("What are stacks?", LONG), make_note("What are queues?", row)]
    found = match_notes([FIRST, old, LAST], [FIRST, *parts, LAST], guids_first=False)
    assert sorted(found.matches) == [0, 3]
    assert [doubt.old for doubt in found.doubts] == [1]
