"""Decks and sections that have another name than in the previous package, told from notes that moved."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from mkdeck.deck.identity import make_slug
from mkdeck.deck.seen import visible_text
from mkdeck.model import Change, Note

_NEARLY_ALL = 0.8
"""The share of a section's notes that stand together under another name."""
_SOME = 2
"""Notes that go together; one alone may have been moved."""
_ALIKE = 75
"""Of a hundred: how alike two names are of which one is the other, corrected."""

_SECTION = 3
"""The place of the field ``Section``."""
_Place = tuple[str, str]
"""A deck's name and, in HTML, that of the section."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A deck that has another name, which makes it another deck to learners."""

    old: str
    new: str
    note: Note
    """The first in it, as it is now."""
    moved: int
    """How many notes went from one to the other."""
    total: int
    """How many of the old deck's notes there still are."""
    is_section: bool
    """Whether the name is that of a section."""


def find_renamed_decks(changes: Sequence[Change]) -> list[Renamed]:
    """Return the decks that were renamed, in order.

    A note whose old deck is still there has moved, and so has one that went to another section, unless nearly all of its
    section went with it to one that is new.
    """
    sections = find_renamed_sections(changes)
    found: dict[tuple[str, str], list[tuple[Note, bool]]] = defaultdict(list)
    totals: Counter[str] = Counter()
    pairs = {n: (change.old, change.new) for n, change in enumerate(changes) if change.old and change.new}
    present = {change.new.deck for change in changes if change.new}
    for n, (old, new) in pairs.items():
        is_section = old.fields[_SECTION] != new.fields[_SECTION]
        names = _drop_common_end(old.deck, new.deck)
        if old.deck == new.deck or (not is_section and old.deck in present):
            continue
        if not is_section or (n in sections and _is_same_place(*names, present)):
            found[names].append((new, is_section))
    for old, _ in pairs.values():
        totals.update(name for name in {before for before, _ in found} if _is_within(old.deck, name))
    return [
        Renamed(old, new, notes[0][0], len(notes), totals[old], all(is_section for _, is_section in notes))
        for (old, new), notes in found.items()
    ]


def find_renamed_sections(changes: Sequence[Change]) -> dict[int, bool]:
    """Return the places of changes whose note went with its section to another name, and whether that is sure.

    It is sure of several notes, and of one where the names are alike.
    """
    groups: dict[_Place, list[int]] = defaultdict(list)
    for n, change in enumerate(changes):
        if change.old and change.new:
            groups[_place(change.old)].append(n)
    before = groups.keys() | {_place(change.old) for change in changes if change.old}
    now = {_place(change.new) for change in changes if change.new}
    renamed: dict[int, bool] = {}
    for old, members in groups.items():
        went: dict[_Place, list[int]] = defaultdict(list)
        for n in members:
            if note := changes[n].new:
                went[_place(note)].append(n)
        new, together = max(went.items(), key=lambda item: len(item[1]))
        is_other = bool(old[1] and new[1] and old[1] != new[1] and new not in before)
        if is_other and len(together) >= _NEARLY_ALL * len(members):
            is_sure = old not in now and (len(together) >= _SOME or fuzz.ratio(old[1], new[1]) >= _ALIKE)
            renamed |= dict.fromkeys(together, is_sure)
    return renamed


def differs_by_section_alone(old: Note, new: Note) -> bool:
    """Tell whether nothing but the section's name, and the tags made of it, is another."""
    own, others = (
        (note.fields[:_SECTION], note.fields[_SECTION + 1 : -1], set(note.tags) - _section_tags(note))
        for note in (old, new)
    )
    return own == others


def _section_tags(note: Note) -> set[str]:
    return {make_slug(name) for name in visible_text(note.fields[_SECTION]).split(" › ")}


def _place(note: Note) -> _Place:
    return note.deck, note.fields[_SECTION]


def _is_same_place(old: str, new: str, present: Collection[str]) -> bool:
    """Tell whether two decks lie in the same one, or in one that is gone itself."""
    above, others = old.rpartition("::")[0], new.rpartition("::")[0]
    if above == others:
        return True
    is_gone = not any(_is_within(deck, above) for deck in present)
    return old.count("::") == new.count("::") and is_gone


def _is_within(deck: str, name: str) -> bool:
    return deck == name or deck.startswith(f"{name}::")


def _drop_common_end(old: str, new: str) -> tuple[str, str]:
    """Return two deck names without the sections that both end in."""
    olds, news = old.split("::"), new.split("::")
    while len(olds) > 1 and len(news) > 1 and olds[-1] == news[-1]:
        olds.pop()
        news.pop()
    return "::".join(olds), "::".join(news)
