"""What needs no guess: keys, written ids, and questions that are the same elsewhere, with what they say."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from mkdeck.deck.identity import is_written
from mkdeck.deck.likeness import is_moved, is_related
from mkdeck.deck.wording import Wording, read_wording
from mkdeck.model import Note

SAME_NOTE = "same note"
"""The reason where two packages know it by one GUID."""


def match_sure(old: Sequence[Note], new: Sequence[Note], guids_first: bool) -> "Sure":
    """Return the notes that are surely one question, and what was learnt on the way."""
    sure = Sure(old, new)
    sure.run(guids_first)
    return sure


class Sure:
    """Pairs places in two lists of notes, one to one, the surest first."""

    def __init__(self, old: Sequence[Note], new: Sequence[Note]) -> None:
        self._old = old
        self._new = new
        self.open_old = dict.fromkeys(range(len(old)))
        self.open_new = dict.fromkeys(range(len(new)))
        self.matches: dict[int, tuple[int, str]] = {}
        """The place in the old list, and the reason, for places in the new one."""
        self.renamed: dict[str, str] = {}
        """The new name of each article that was renamed."""
        self._wordings: dict[tuple[str, ...], Wording] = {}

    def run(self, guids_first: bool) -> None:
        """Match what is sure."""
        match = self.match_unique
        if guids_first:
            match(SAME_NOTE, lambda note: note.guid)
        match("same key", lambda note: (note.present, *note.fields[:2]))
        # Before written ids, since one may have been copied to another question by mistake; a written one stays with its.
        match("same question and answer", self._content_there, lambda o, _: not self._is_written(self._old[o]))
        match("same id", lambda note: note.present, lambda _, n: self._is_written(self._new[n]))
        match("same id", lambda note: note.guid, lambda _, n: self._is_written(self._new[n]))
        match("same question and answer", self._content_there)  # equal titles, numbered anew
        match("same key", self.place, self._when(is_related))
        match("an earlier wording", lambda note: note.guid, self._when(is_related))
        match("same question and answer", self._content, self._when(is_moved))
        self.renamed = self._find_renamed()
        match("same key", self.place, self._when(is_related))

    def match_unique(
        self,
        reason: str,
        name: Callable[[Note], Hashable],
        is_right: Callable[[int, int], bool] = lambda o, n: True,
    ) -> None:
        """Match what has a name that no other open note has, on either side."""
        old, new = _index(self._old, self.open_old, name), _index(self._new, self.open_new, name)
        for value, n in new.items():
            o = old.get(value)
            if o is not None and n is not None and is_right(o, n):
                self.join(o, n, reason)

    def join(self, old: int, new: int, reason: str) -> None:
        """Match two places."""
        self.matches[new] = old, reason
        del self.open_old[old], self.open_new[new]

    def word(self, note: Note) -> Wording:
        """Return the words of a note, read once."""
        content = note.kind, *note.fields[:3]
        if content not in self._wordings:
            self._wordings[content] = read_wording(note)
        return self._wordings[content]

    def place(self, note: Note) -> tuple[str, str]:
        """Return the two parts of the present key, as if renamed articles had had their new name always."""
        return self.article(note), _question_id(note)

    def article(self, note: Note) -> str:
        """Return the article of a note, by its new name."""
        return self.renamed.get(_article(note), _article(note))

    def _when(self, is_right: Callable[[Wording, Wording], bool]) -> Callable[[int, int], bool]:
        return lambda o, n: is_right(self.word(self._old[o]), self.word(self._new[n]))

    def _is_written(self, note: Note) -> bool:
        """Tell whether the author wrote the id; then nothing else counts."""
        return is_written(note.present, self.word(note).question)

    def _find_renamed(self) -> dict[str, str]:
        """Return the new name of each article that is gone and whose matched questions mostly went to one that came."""
        gone = {_article(note) for note in self._old} - {_article(note) for note in self._new}
        come = {_article(note) for note in self._new} - {_article(note) for note in self._old}
        votes: dict[str, Counter[str]] = {}
        for n, (o, _) in self.matches.items():
            if _article(self._old[o]) in gone:
                votes.setdefault(_article(self._old[o]), Counter()).update([_article(self._new[n])])
        likely = self._find_likely_renamed(gone, come)
        winners = {old: counts.most_common()[0] for old, counts in votes.items()}
        sure = {old: new for old, (new, count) in winners.items() if new in come and 2 * count > votes[old].total()}
        return likely | sure

    def _find_likely_renamed(self, gone: set[str], come: set[str]) -> dict[str, str]:
        """Return the same where most questions stand in the new article with the same answer, however short it is."""
        places: dict[Hashable, set[str]] = {}
        for n in self.open_new:
            if _article(self._new[n]) in come:
                places.setdefault(self._short(self._new[n]), set()).add(_article(self._new[n]))
        votes: dict[str, Counter[str]] = {}
        sizes = Counter(_article(self._old[o]) for o in self.open_old)
        for o in self.open_old:
            if _article(self._old[o]) in gone:
                votes.setdefault(_article(self._old[o]), Counter()).update(places.get(self._short(self._old[o]), ()))
        winners = {old: counts.most_common()[0] for old, counts in votes.items() if counts}
        return {old: new for old, (new, count) in winners.items() if count >= 2 and 2 * count > sizes[old]}

    def _short(self, note: Note) -> tuple[str, str]:
        return _question_id(note), self.word(note).answer

    def _content_there(self, note: Note) -> tuple[str, tuple[str, str]]:
        return _article(note), self._content(note)

    def _content(self, note: Note) -> tuple[str, str]:
        return self.word(note).question, self.word(note).answer


def _article(note: Note) -> str:
    return note.present.rpartition("/")[0]


def _question_id(note: Note) -> str:
    """Return the last part of the present key."""
    return note.present.rpartition("/")[2]


def _index(
    notes: Sequence[Note], places: Iterable[int], name: Callable[[Note], Hashable]
) -> dict[Hashable, int | None]:
    """Return the place for each name, ``None`` where several notes have it."""
    found: dict[Hashable, int | None] = {}
    for place in places:
        value = name(notes[place])
        found[value] = None if value in found else place
    return found
