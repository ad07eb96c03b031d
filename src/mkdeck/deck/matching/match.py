"""Which notes of two decks are the same question, one to one, the surest first."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdeck.deck.identity import make_slug
from mkdeck.deck.likeness import find_likeliest, is_moved, is_related, is_reworded
from mkdeck.deck.wording import Wording, read_wording
from mkdeck.model import Note


@dataclass(frozen=True, slots=True)
class Match:
    """The note that a question was before, and how one knows."""

    old: int
    """Its place in the old list."""
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A removed note and an added one that may well be one question, but not surely."""

    old: int
    new: int
    reason: str


@dataclass(frozen=True, slots=True)
class Matching:
    """Which notes of two lists are the same question."""

    matches: Mapping[int, Match]
    """By the place in the new list, one to one."""
    doubts: tuple[Doubt, ...]
    """In the order of the new list."""


def match_notes(old: Sequence[Note], new: Sequence[Note], guids_first: bool) -> Matching:
    """Return which old note each new one was.

    ``guids_first`` is for two packages, whose GUIDs are what learners have; notes fresh from articles have none yet
    that counts.
    """
    return Matching({n: Match(o, "") for n, o in _Rounds(old, new, guids_first).run().items()}, ())


class _Rounds:
    """Pairs places in two lists of notes, one to one, the surest first."""

    def __init__(self, old: Sequence[Note], new: Sequence[Note], guids_first: bool) -> None:
        self._old = old
        self._new = new
        self._guids_first = guids_first
        self._open_old = dict.fromkeys(range(len(old)))
        self._open_new = dict.fromkeys(range(len(new)))
        self._matches: dict[int, int] = {}
        self._wordings: dict[str, Wording] = {}
        self._renamed: dict[str, str] = {}
        self._keyed_old: frozenset[int] = frozenset()
        self._keyed_new: frozenset[int] = frozenset()

    def run(self) -> dict[int, int]:
        """Return the place in the old list for places in the new one."""
        if self._guids_first:
            self._match_unique(lambda note: note.guid)
        self._match_unique(lambda note: (note.present, *note.fields[:2]))
        # Before written ids, since one may have been copied to another question by mistake; a written one stays with its.
        self._match_unique(self._content_there, lambda o, _: not self._is_written(self._old[o]))
        self._match_unique(lambda note: note.present, lambda _, n: self._is_written(self._new[n]))
        self._match_unique(lambda note: note.guid, lambda _, n: self._is_written(self._new[n]))
        self._match_unique(self._content_there)  # equal titles, numbered anew
        self._match_unique(self._place, self._when(is_related))
        self._match_unique(lambda note: note.guid, self._when(is_related))  # a rewording undone
        self._match_unique(self._content, self._when(is_moved))
        self._renamed = self._find_renamed()
        self._match_unique(self._place, self._when(is_related))
        # A key over quite another answer waits: equal titles may be numbered anew, or a new question may have the old
        # wording. What has no such partner goes first.
        self._keyed_old, self._keyed_new = self._find_keyed()
        self._match_unique(_question_id, self._when(is_moved))
        self._match_unique(lambda note: self._word(note).answer, self._when(is_reworded))
        self._match_alike()
        self._match_unique(self._place)
        return self._matches

    def _match_unique(
        self, name: Callable[[Note], Hashable], is_right: Callable[[int, int], bool] = lambda o, n: True
    ) -> None:
        """Match what has a name that no other open note has, on either side."""
        old, new = _index(self._old, self._open_old, name), _index(self._new, self._open_new, name)
        for value, n in new.items():
            o = old.get(value)
            if o is not None and n is not None and is_right(o, n):
                self._join(o, n)

    def _when(self, is_right: Callable[[Wording, Wording], bool]) -> Callable[[int, int], bool]:
        return lambda o, n: self._may_join(o, n) and is_right(self._word(self._old[o]), self._word(self._new[n]))

    def _is_written(self, note: Note) -> bool:
        """Tell whether the author wrote the id, as it is not made of the question; then nothing else counts."""
        made, tilde, _ = re.sub(r"-\d+\Z", "", _question_id(note)).partition("~")
        slug = re.sub(r"-\d+\Z", "", make_slug(self._word(note).question))
        return not (slug.startswith(made) if tilde else slug == made)

    def _match_alike(self) -> None:
        old, new = list(self._open_old), list(self._open_new)
        wordings = [self._word(self._old[o]) for o in old], [self._word(self._new[n]) for n in new]
        for o, n in find_likeliest(*wordings):
            if self._may_join(old[o], new[n]):
                self._join(old[o], new[n])

    def _may_join(self, o: int, n: int) -> bool:
        return o not in self._keyed_old or n not in self._keyed_new

    def _join(self, o: int, n: int) -> None:
        self._matches[n] = o
        del self._open_old[o], self._open_new[n]

    def _find_renamed(self) -> dict[str, str]:
        """Return the new name of each article that is gone and whose matched questions mostly went to one that came."""
        gone = {_article(note) for note in self._old} - {_article(note) for note in self._new}
        come = {_article(note) for note in self._new} - {_article(note) for note in self._old}
        votes: dict[str, Counter[str]] = {}
        for n, o in self._matches.items():
            if _article(self._old[o]) in gone:
                votes.setdefault(_article(self._old[o]), Counter())[_article(self._new[n])] += 1
        likely = self._find_likely_renamed(gone, come)
        winners = {old: counts.most_common(1)[0] for old, counts in votes.items()}
        sure = {old: new for old, (new, count) in winners.items() if new in come and 2 * count > votes[old].total()}
        return likely | sure

    def _find_likely_renamed(self, gone: set[str], come: set[str]) -> dict[str, str]:
        """Return the same where most questions stand in the new article with the same answer, however short it is."""
        places: dict[Hashable, set[str]] = {}
        for n in self._open_new:
            if _article(self._new[n]) in come:
                places.setdefault(self._short(self._new[n]), set()).add(_article(self._new[n]))
        votes: dict[str, Counter[str]] = {}
        sizes = Counter(_article(self._old[o]) for o in self._open_old)
        for o in self._open_old:
            if _article(self._old[o]) in gone:
                votes.setdefault(_article(self._old[o]), Counter()).update(places.get(self._short(self._old[o]), ()))
        winners = {old: counts.most_common(1)[0] for old, counts in votes.items() if counts}
        return {old: new for old, (new, count) in winners.items() if count >= 2 and 2 * count > sizes[old]}

    def _short(self, note: Note) -> tuple[str, str]:
        return _question_id(note), self._word(note).answer

    def _find_keyed(self) -> tuple[frozenset[int], frozenset[int]]:
        """Return the open places on both sides whose key the other side has open, too."""
        old = {self._place(self._old[o]): o for o in self._open_old}
        new = {self._place(self._new[n]): n for n in self._open_new}
        both = old.keys() & new.keys()
        return frozenset(old[place] for place in both), frozenset(new[place] for place in both)

    def _place(self, note: Note) -> tuple[str, str]:
        """Return the two parts of the present key, as if renamed articles had had their new name always."""
        return self._renamed.get(_article(note), _article(note)), _question_id(note)

    def _content_there(self, note: Note) -> tuple[str, tuple[str, str]]:
        return _article(note), self._content(note)

    def _content(self, note: Note) -> tuple[str, str]:
        return self._word(note).question, self._word(note).answer

    def _word(self, note: Note) -> Wording:
        key = f"{note.fields[0]}\x1f{note.fields[1]}"
        if key not in self._wordings:
            self._wordings[key] = read_wording(note)
        return self._wordings[key]


def _article(note: Note) -> str:
    return note.present.rpartition("/")[0]


def _index(
    notes: Sequence[Note], places: Iterable[int], name: Callable[[Note], Hashable]
) -> dict[Hashable, int | None]:
    """Return the place for each name, ``None`` where several notes have it."""
    found: dict[Hashable, int | None] = {}
    for place in places:
        value = name(notes[place])
        found[value] = None if value in found else place
    return found


def _question_id(note: Note) -> str:
    return note.present.rpartition("/")[2]
