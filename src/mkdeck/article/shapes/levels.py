"""The level at which the headings of an article ask, and those of them that do."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mkdeck.article.question import promises_cards
from mkdeck.article.shapes.entries import Entry

_MANY = 5
"""Headings of an article in which one that begins like a question may well be none."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Which headings are questions."""

    places: tuple[int, ...]
    """Indexes of entries, ascending."""
    level: int
    is_numbered: bool
    """Whether the author numbered them; a heading beside them without a number then belongs to an answer."""
    inline: frozenset[int] = frozenset()
    """Those of the places that continue the numbering at another level; they begin and end no section."""

    dividers: frozenset[int] = frozenset()
    """Places of headings with nothing below them, of the level of the questions: they divide these into sections."""

    def first_from(self, place: int) -> int | None:
        """Return the first question at or after an entry."""
        n = bisect_left(self.places, place)
        return self.places[n] if n < len(self.places) else None

    def last_before(self, place: int) -> int | None:
        """Return the last question before an entry."""
        n = bisect_left(self.places, place)
        return self.places[n - 1] if n else None

    def effective_level(self, place: int, entry: Entry) -> float:
        """Return the level that a heading has among the others."""
        return self.level if place in self.inline else self.level - 0.5 if place in self.dividers else entry.level


def find_level(entries: Sequence[Entry]) -> int | None:
    """Return the level at which most different headings ask and are answered, or ``None``.

    A higher level wins where most of those questions only divide its answers: "Why?" below each of ten questions.
    """
    scores = {level: _score(entries, level, lambda e: e.asks) for level in range(1, 7)}
    is_list = promises_cards(entries[0].heading if entries else None)
    if is_list or not any(scores.values()):
        counting = {level: _score(entries, level, lambda e: e.counts) for level in range(1, 7)}
        scores = max(scores, counting, key=lambda s: max(s.values()))
    if is_list:
        terms = {level: _score(entries, level, lambda e: e.is_term) for level in range(2, 7)} | {1: 0.0}
        scores = terms if max(terms.values()) > 4 * max(scores.values()) else scores
    best = max(scores, key=lambda level: scores[level])
    if not scores[best]:
        return None
    above = (
        level
        for level in range(1, best)
        if scores[level] >= 2 and (scores[level] >= scores[best] / 3 or _mostly_asks(entries, level))
    )
    return next((level for level in above if _divides(entries, level, best)), best)


def _mostly_asks(entries: Sequence[Entry], level: int) -> bool:
    there = [entry for entry in entries if entry.level == level and entry.is_candidate]
    return sum(entry.asks and entry.is_answered for entry in there) > 0.5 * len(there)


def _score(entries: Sequence[Entry], level: int, is_question: Callable[[Entry], bool]) -> float:
    """Count the different answered questions of a level, less where the level has other headings, too."""
    there = [n for n, e in enumerate(entries) if e.level == level and e.is_candidate]
    if len(there) == 1 and ((level == 1 and there[0] == 0) or _has_asking_below(entries, there[0])):
        return 0  # a title; the one question of its file is another shape
    asking = [entries[n] for n in there if is_question(entries[n])]
    if len(asking) < 0.5 * len(there) and not any(entry.is_plain or entry.counts for entry in asking):
        return 0  # "How to install" among the headings of a manual
    if len(asking) == 1 and len(entries) > _MANY and not (asking[0].is_plain or asking[0].counts):
        return 0  # "What about sound" in a cheat sheet
    titles = {entry.heading.text for entry in asking if entry.is_answered and not entry.has_only_links}
    return len(titles) ** 2 / len(there) if there else 0


def _has_asking_below(entries: Sequence[Entry], n: int) -> bool:
    for entry in entries[n + 1 :]:
        if entry.level <= entries[n].level:
            return False
        if entry.heading.looks_like_question:
            return True
    return False


def _divides(entries: Sequence[Entry], level: int, below: int) -> bool:
    """Tell whether most questions of the level ``below`` stand in the answers to questions of ``level``."""
    inside = outside = 0
    in_answer = False
    for entry in entries:
        if entry.level <= level:
            in_answer = entry.level == level and entry.asks and entry.is_answered
        elif entry.level == below and entry.asks:
            inside += in_answer
            outside += not in_answer
    return inside > outside
