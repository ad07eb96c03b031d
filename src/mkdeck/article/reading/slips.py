"""Candidates of another level that are questions as those of the reading are: what continues them elsewhere."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mkdeck.article.reading import weights
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.reading.members import Members
from mkdeck.article.signs.asking import ends_as_question

_LONGEST_RUN = 30
"""Numbers between two questions that may all be those of questions in another form."""


class Row:
    """The headings of an article, and which of them are questions of the level that asks."""

    def __init__(self, found: Sequence[Evidence], chosen: set[int], is_list: bool) -> None:
        self.headings = [e for e in found if e.is_heading]
        self.places = [n for n, e in enumerate(self.headings) if e.place in chosen]
        self.level = Counter(self.headings[n].candidate.level for n in self.places).most_common(1)[0][0]
        self.places = [n for n in self.places if self.headings[n].candidate.level == self.level]
        self.chosen = chosen
        self.is_list = is_list

    def before(self, n: int) -> Evidence | None:
        """Return the question before a heading."""
        return next((self.headings[k] for k in reversed(self.places) if k < n), None)


def find_slips(found: Sequence[Evidence], chosen: set[int], is_list: bool) -> set[int]:
    """Return the places of headings of another level that are questions as those of the reading's level are."""
    continuing = {*_find_continuing(found, chosen), *_find_beside_items(found, chosen)}
    if not any(e.is_heading and e.place in chosen for e in found):
        return continuing
    row = Row(found, chosen, is_list)
    finders = (_find_prefixed, _find_listed, _find_marked, _find_pinned, _find_below_unanswered)
    return {row.headings[n].place for find in finders for n in find(row)} - chosen | continuing


def drop_slips(reading: list[Members], found: Sequence[Evidence], is_list: bool) -> list[Members]:
    """Return a reading without series of headings that only continue the largest of them at another level."""
    largest = max((m for m in reading if m.is_headings), key=lambda m: len(m.places), default=None)
    for members in [m for m in reading if m.is_headings and m is not largest]:
        rest = [m for m in reading if m is not members]
        if largest and _interrupts_count(members, largest):
            reading = rest
            continue
        is_slip = largest is not None and len(members.places) <= max(1, weights.SLIPS * len(largest.places))
        if not is_slip or max(members.places) > max((n for m in rest for n in m.places), default=0):
            continue  # a level of its own; and the last ones interrupt nothing
        if find_slips(found, {n for m in rest for n in m.places}, is_list) >= set(members.places):
            reading = rest
    return reading


def _interrupts_count(members: Members, largest: Members) -> bool:
    """Tell whether higher headings without numbers stand, each with text, among those that count without a gap: they are parts of answers."""
    counted = [e for e in largest.able if e.place in largest.places and e.candidate.number is not None]
    numbers = [e.candidate.number or 0 for e in counted]
    is_whole = len(numbers) >= weights.DOZEN and all(b == a + 1 for a, b in pairwise(numbers))
    own = [e for e in members.able if e.place in members.places]
    is_above = int(members.series[1]) < int(largest.series[1])
    return (
        is_whole
        and is_above
        and all(e.candidate.number is None and e.has_content for e in own)
        and own[-1].place < counted[-1].place
    )


def _others(row: Row) -> Iterator[tuple[int, Evidence]]:
    return ((n, e) for n, e in enumerate(row.headings) if e.candidate.level != row.level and e.place not in row.chosen)


def _find_continuing(found: Sequence[Evidence], chosen: set[int]) -> Iterator[int]:
    """Yield the places of candidates whose number lies right between those of the questions around them."""
    questions = [e for e in found if e.place in chosen]
    places = [e.place for e in questions]
    for evidence in found:
        number, able = evidence.candidate.heading.number, not evidence.bar and evidence.is_answered
        if number is None or evidence.place in chosen or not able:
            continue
        n = bisect_left(places, evidence.place)
        before, following = questions[n - 1].candidate.number if n else None, None
        if n < len(questions):
            following = questions[n].candidate.number
        counts_on = before == number - 1 and (
            following == number + 1 or (evidence.asks and following in (None, number))
        )
        if counts_on or (n == 0 and (number, following) == (1, 2) and _is_beside(evidence, questions[0])):
            yield evidence.place
    yield from _find_runs(found, questions)


def _is_beside(first: Evidence, second: Evidence) -> bool:
    """Tell whether a candidate has another form than the question behind it, and is no section above that."""
    is_above = first.is_heading and second.is_heading and first.candidate.level <= second.candidate.level
    return first.candidate.series != second.candidate.series and not is_above


def _find_runs(found: Sequence[Evidence], questions: Sequence[Evidence]) -> Iterator[int]:
    """Yield the places of candidates of one kind that count from a question on to the next one, without a gap."""
    by_place = {e.place: n for n, e in enumerate(found)}
    for before, following in pairwise(questions):
        first, last = before.candidate.number, following.candidate.number
        if first is None or last is None or not 1 < last - first <= _LONGEST_RUN:
            continue
        between = found[by_place[before.place] + 1 : by_place[following.place]]
        able = [e for e in between if not e.bar and e.is_answered and e.candidate.number is not None]
        for members in _by_series(able).values():
            if [e.candidate.number for e in members] == list(range(first + 1, last)):
                yield from (e.place for e in members)


def _by_series(found: Sequence[Evidence]) -> dict[tuple[str, str], list[Evidence]]:
    members: dict[tuple[str, str], list[Evidence]] = {}
    for evidence in found:
        members.setdefault(evidence.candidate.series, []).append(evidence)
    return members


def _find_beside_items(found: Sequence[Evidence], chosen: set[int]) -> Iterator[int]:
    """Yield the places of numbered headings that ask between list items that begin with headings of their level."""
    levels = {e.candidate.level for e in found if e.place in chosen and e.candidate.form == "items"}
    for evidence in found if levels else ():
        is_like = evidence.is_heading and evidence.candidate.level in levels and "number" in evidence.signs
        if is_like and evidence.place not in chosen and evidence.asks and evidence.is_answered:
            yield evidence.place


def _find_prefixed(row: Row) -> Iterator[int]:
    """Yield the lower headings that ask behind a prefix such as ``Q.``, as all questions do."""
    there = [row.headings[n].candidate.heading for n in row.places]
    if len(there) > 1 and all(h.is_numbered and h.number is None for h in there):
        for n, evidence in _others(row):
            heading = evidence.candidate.heading
            if (
                evidence.candidate.level > row.level
                and heading.number is None
                and heading.is_numbered
                and evidence.asks
            ):
                yield n


def _find_listed(row: Row) -> Iterator[int]:
    """Yield the headings that ask, and that the table of contents lists among the questions."""
    depths = Counter(row.headings[n].listed for n in row.places)
    depth, count = next(((d, c) for d, c in depths.most_common() if d is not None), (None, 0))
    if count < max(2, 0.5 * len(row.places)):
        return
    answered = {row.headings[n].place for n in row.places if row.headings[n].has_content}
    asking = sum(row.headings[n].asks for n in row.places)
    is_list = asking < 0.5 * len(row.places)
    for n, evidence in _others(row):
        leads_on = evidence.is_answered or (n + 1 < len(row.headings) and not row.headings[n + 1].asks)
        is_part = evidence.group in answered
        if evidence.listed == depth and (evidence.asks or (is_list and evidence.is_term and not is_part)) and leads_on:
            yield n


def _find_marked(row: Row) -> Iterator[int]:
    """Yield the lower headings that have a marked answer of their own, below a question that has one, as most do."""
    marked = sum("marked" in row.headings[n].signs for n in row.places)
    if len(row.places) < 2 or marked < 0.8 * len(row.places):
        return
    for n, evidence in _others(row):
        before = row.before(n)
        is_lower = evidence.candidate.level > row.level and not evidence.bar and "marked" in evidence.signs
        if is_lower and before is not None and "marked" in before.signs:
            yield n


def _find_pinned(row: Row) -> Iterator[int]:
    """Yield the lower headings that ask and have an id, as most questions do."""
    pinned = sum("pinned" in row.headings[n].signs for n in row.places)
    if pinned < max(2, 0.8 * len(row.places)):
        return
    for n, evidence in _others(row):
        if evidence.candidate.level > row.level and "pinned" in evidence.signs and ends_as_question(evidence.text):
            yield n


def _find_below_unanswered(row: Row) -> Iterator[int]:
    """Yield the lower headings that ask and are answered, each alone right below a question that is not."""
    places = set(row.places)
    counts = Counter(e.text for e in row.headings)
    for n in row.places:
        below = row.headings[n + 1 : n + 3]
        if row.headings[n].has_content or not below or below[0].candidate.level <= row.level or n + 1 in places:
            continue
        is_alone = len(below) == 1 or n + 2 in places or below[1].candidate.level < row.level
        is_like = below[0].candidate.heading.is_numbered or not row.headings[n].candidate.heading.is_numbered
        if (
            is_alone
            and is_like
            and counts[below[0].text] == 1
            and below[0].is_plain
            and below[0].has_content
            and below[0].place not in row.chosen
        ):
            yield n + 1
