"""What speaks for and against a pair: ``cases/evidence.md`` says how much, and what it counts."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_matching import FIRST, LAST, make_note

from mkdeck.deck.matching.evidence import Evidence
from mkdeck.deck.matching.guess import Guess
from mkdeck.deck.matching.sure import match_sure

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
