"""How two releases are matched: the table of single edits in ``cases/pairs.md``, and what always holds."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdeck.deck.identity import make_slug, note_guid
from mkdeck.deck.matching import Matching, match_notes
from mkdeck.deck.matching.assignment import assign
from mkdeck.deck.matching.place import find_gaps
from mkdeck.deck.matching.weights import MARGIN, MAYBE, SURE, WEIGHTS
from mkdeck.model import Note

NOW = 1_790_000_000
PAIRS = Path(__file__).parent / "cases" / "pairs.md"


def make_note(front: str, back: str, article: str = "a", section: str = "") -> Note:
    """Return the note that an article has for a question; both sides are HTML."""
    title, _, rest = front.partition("<")
    key = f"{article}/{make_slug(title)}" + (f"~{abs(hash(rest)) % 10**8:08}" if rest else "")
    return Note(0, note_guid(key), key, key, "", (front, back, "", section, "", key), (), "Deck", NOW)


FIRST = make_note("Who looks after this list?", "A handful of volunteers, most of them from the same town by the sea.")
LAST = make_note("Where may one report a mistake?", "In the tracker that is linked from the foot of every page.")


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    must: str
    old: Note
    new: Note


def read_rows() -> Iterator[Row]:
    kind = ""
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0] in ("same", "other", "told", "apart"):
            must, front, back, new_front, new_back = cells
            yield Row(kind, must, make_note(front, back), make_note(new_front, back if new_back == '"' else new_back))


ROWS = tuple(read_rows())


def match(old: Sequence[Note], new: Sequence[Note]) -> tuple[dict[int, int], Matching]:
    found = match_notes(old, new, guids_first=False)
    return {n: match.old for n, match in found.matches.items()}, found


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r.kind}: {r.old.fields[0]} {r.new.fields[0]}") for r in ROWS])
def test_an_edit_keeps_a_history_or_hands_it_to_nobody_else(row: Row) -> None:
    matches, found = match([FIRST, row.old, LAST], [FIRST, row.new, LAST])
    assert (matches[0], matches[2]) == (0, 2)
    assert (1 in matches) == (row.must == "same"), found
    if row.must in ("told", "apart"):
        assert [(doubt.old, doubt.new) for doubt in found.doubts] == [(1, 1)] * (row.must == "told"), found
