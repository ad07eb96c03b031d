"""The numbers of clozes that their author did not number: each keeps the card that it has had."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from rapidfuzz import fuzz

from mkdeck.cloze import MOST_NUMBERS, list_hidden, renumber_clozes
from mkdeck.deck.wording import plain_text
from mkdeck.model import Note

_ALIKE = 60
"""Of a hundred: how alike two texts are of which one is the other, corrected."""


def keep_numbers(before: Note, note: Note) -> Note:
    """Return a note whose clozes have the numbers of those that were the same before, and new ones have new numbers.

    A card's history hangs on its number: were they counted, a cloze at the begin would hand each history to the next one.
    """
    if not note.is_counted:
        return note
    old = [(number, plain_text(text)) for number, text in list_hidden(before.fields[0])]
    new = [plain_text(text) for _, text in list_hidden(note.fields[0])]
    kept = _match(old, new)
    highest = max([before.highest, *(number for number, _ in old)])
    free = count(highest + 1)
    numbers = [kept[n] if n in kept else min(next(free), MOST_NUMBERS) for n in range(len(new))]
    fields = (renumber_clozes(note.fields[0], numbers), *note.fields[1:])
    return replace(note, fields=fields, highest=max([highest, *numbers]))


def _match(old: Sequence[tuple[int, str]], new: Sequence[str]) -> dict[int, int]:
    """Return the old numbers of new clozes by their place: the same text first, then one that is alike, in their order."""
    kept: dict[int, int] = {}
    left = list(old)
    for n, text in enumerate(new):
        if same := next((each for each in left if each[1] == text), None):
            kept[n] = same[0]
            left.remove(same)
    for n, text in enumerate(new):
        if n not in kept and left:
            score, best = max((fuzz.ratio(each[1], text), each) for each in left)
            if score >= _ALIKE:
                kept[n] = best[0]
                left.remove(best)
    return kept
