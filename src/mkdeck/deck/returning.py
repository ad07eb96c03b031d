"""Which questions come back: what the memory still knows of wordings that the previous release did not have."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdeck.deck.identity import is_written, split_kind
from mkdeck.deck.matching import Match, Matching
from mkdeck.deck.sides import read_back, read_front
from mkdeck.deck.sketch import (
    compare_sketches,
    digest_answer,
    sketch_answer,
    split_answer,
    trace_wording,
)
from mkdeck.deck.wording import ASKING, read_wording
from mkdeck.digest import digest_text
from mkdeck.model import KINDS, Deck, Note, Removed, Trace

_RELATED = 0.3
"""The share of words that makes an answer under a former key the same one, edited."""
_NEARLY_EQUAL = 0.9
"""The same where the answer alone speaks for it."""
_MARGIN = 0.1
"""By which it must be ahead of the next."""
_SHARED_STRETCHES = 4
"""Of sixteen in a sketch, that are enough to compare two: nine tenths of equal words leave ten."""
_ENOUGH_WORDS = 6
"""Different ones, that make an answer say so much that no other question has it."""


@dataclass(frozen=True, slots=True)
class Return:
    """A question that comes back, and how one knows."""

    gone: Removed
    reason: str


def remember_note(note: Note) -> Removed:
    """Return what is kept of a note that is removed."""
    former = (*note.former, trace_wording(note.present, note))
    return Removed(note.guid, note.id, note.key, note.digest, note.mod, former, sketch_answer(note), note.kind)


def find_returns(previous: Deck, new: Sequence[Note], matching: Matching) -> dict[int, Return]:
    """Return by places in the new list what comes back.

    A question that the matching has joined to a note of the previous release is among them where its author wrote the id of
    another one, or where an earlier one is the same to the word.
    """
    returns: dict[int, Return] = {}
    for kind in KINDS:
        olds = {o: place for place, o in enumerate(o for o, note in enumerate(previous.notes) if note.kind == kind)}
        news = [n for n, note in enumerate(new) if note.kind == kind]
        own = replace(
            previous,
            notes=tuple(previous.notes[o] for o in olds),
            removed=tuple(gone for gone in previous.removed if gone.kind == kind),
        )
        matches = {
            place: replace(matching.matches[n], old=olds[matching.matches[n].old])
            for place, n in enumerate(news)
            if n in matching.matches
        }
        found = _Returning(own, [new[n] for n in news], matches).run()
        returns |= {news[place]: back for place, back in found.items()}
    return returns


class _Returning:
    """Pairs new notes with remembered ones, one to one, the surest first."""

    def __init__(self, previous: Deck, new: Sequence[Note], matches: Mapping[int, Match]) -> None:
        self._old = previous.notes
        self._new = new
        self._matches = matches
        matched = {match.old for match in matches.values()}
        left = [remember_note(note) for o, note in enumerate(previous.notes) if o not in matched]
        self._earlier = {gone.guid: gone for gone in previous.removed}
        self._open = self._earlier | {gone.guid: gone for gone in left}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for gone in self._open.values():
            for key in _list_keys(gone):
                self._by_key[key].append(gone.guid)
        self._taken = {note.present for note in previous.notes}
        self._returns: dict[int, Return] = {}

    def run(self) -> dict[int, Return]:
        """Return what was found."""
        if self._open:
            self._match_keys(range(len(self._new)), self._is_written_again, "the id that its author wrote")
            self._match_keys(
                range(len(self._new)), self._is_exact, "the same question and answer as in an earlier release"
            )
            self._match_keys(self._list_free(), self._is_related, "a wording that it had in an earlier release")
            self._match_keys(self._list_free(), self._is_last, "the same question as in an earlier release")
            self._match_answers()
            self._match_sketches()
        return self._returns

    def _match_keys(self, places: Sequence[int], is_right: Callable[[int, Removed, str], bool], reason: str) -> None:
        for n in places:
            key = digest_text(self._new[n].present)
            found = [self._open[guid] for guid in self._by_key.get(key, ()) if guid in self._open]
            if right := [gone for gone in found if n not in self._returns and is_right(n, gone, key)]:
                self._join(n, max(right, key=lambda gone: self._rank(n, gone)), reason)

    def _rank(self, n: int, gone: Removed) -> tuple[float, int, str]:
        """Return what decides between questions that had the same key, one after the other."""
        return compare_sketches(gone.sketch, sketch_answer(self._new[n])), gone.mod, gone.guid

    def _is_written_again(self, n: int, gone: Removed, key: str) -> bool:
        note = self._new[n]
        return note.present not in self._taken and is_written(note.present, read_wording(note).question)

    def _is_exact(self, n: int, gone: Removed, key: str) -> bool:
        note = self._new[n]
        if Trace(key, digest_answer(note)) not in gone.former:
            return False
        return n not in self._matches or not _is_same(self._old[self._matches[n].old], note)

    def _is_last(self, n: int, gone: Removed, key: str) -> bool:
        return gone.guid in self._earlier and gone.former[-1].key == key

    def _is_related(self, n: int, gone: Removed, key: str) -> bool:
        note = self._new[n]
        is_same = gone.former[-1].answer == digest_answer(note)
        return is_same or compare_sketches(gone.sketch, sketch_answer(note)) >= _RELATED

    def _match_answers(self) -> None:
        """Match by the last answer, where no other question of either side has it."""
        asked: dict[str, list[int]] = defaultdict(list)
        for n in self._list_free():
            if len(split_answer(read_back(self._new[n]))) >= _ENOUGH_WORDS:
                asked[digest_answer(self._new[n])].append(n)
        known: dict[str, list[Removed]] = defaultdict(list)
        for gone in self._list_earlier():
            known[gone.former[-1].answer].append(gone)
        for answer, places in asked.items():
            if len(places) == len(known.get(answer, ())) == 1:
                self._join(places[0], known[answer][0], "the same answer as in an earlier release")

    def _match_sketches(self) -> None:
        """Match by an answer that is nearly the last one, where nothing else comes near."""
        index = _SketchIndex(gone for gone in self._list_earlier() if gone.sketch)
        for n in self._list_free():
            ranked = index.rank(sketch_answer(self._new[n]))
            if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
                continue
            share, guid = ranked[0]
            if share >= _NEARLY_EQUAL and guid in self._open and not _is_sibling(self._open[guid], self._new[n]):
                self._join(n, self._open[guid], "nearly the same answer as in an earlier release")

    def _list_free(self) -> list[int]:
        return [n for n in range(len(self._new)) if n not in self._matches and n not in self._returns]

    def _list_earlier(self) -> Iterator[Removed]:
        return (gone for gone in self._open.values() if gone.guid in self._earlier)

    def _join(self, n: int, gone: Removed, reason: str) -> None:
        self._returns[n] = Return(gone, reason)
        del self._open[gone.guid]


class _SketchIndex:
    """Finds sketches that are nearly the same among many, by the stretches of four buckets that they share."""

    def __init__(self, known: Iterable[Removed]) -> None:
        self._sketches: dict[str, str] = {}
        self._places: dict[tuple[int, str], list[str]] = defaultdict(list)
        for gone in known:
            self._sketches[gone.guid] = gone.sketch
            for stretch in _list_stretches(gone.sketch):
                self._places[stretch].append(gone.guid)

    def rank(self, sketch: str) -> list[tuple[float, str]]:
        """Return share and guid of those that come near, the nearest first."""
        shared = Counter(guid for stretch in _list_stretches(sketch) for guid in self._places.get(stretch, ()))
        near = [guid for guid, count in shared.items() if count >= _SHARED_STRETCHES]
        return sorted(((compare_sketches(self._sketches[guid], sketch), guid) for guid in near), reverse=True)


def _list_stretches(sketch: str) -> list[tuple[int, str]]:
    return [(n, stretch) for n, stretch in enumerate(re.findall("....", sketch)) if stretch != "0000"]


def _list_keys(gone: Removed) -> Iterator[str]:
    yield from dict.fromkeys([digest_text(gone.key), *(trace.key for trace in gone.former)])


def _is_sibling(gone: Removed, note: Note) -> bool:
    """Tell whether the answer may have been made for another question by putting its word in the place of the old one.

    What the removed question asked is known by its own key alone.
    """
    known = split_answer(split_kind(gone.key)[0].rpartition("/")[2].replace("-", " ")) - ASKING
    asked = split_answer(read_front(note)) - ASKING
    answer = split_answer(read_back(note))
    return bool((asked - known) & answer) and bool(known - asked - answer)


def _is_same(one: Note, other: Note) -> bool:
    """Tell whether two notes say the same to a reader."""
    words, others = read_wording(one), read_wording(other)
    return (words.question, words.answer) == (others.question, others.answer)
