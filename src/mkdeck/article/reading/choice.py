"""The few possible readings of an article, and the best of them: which candidates are questions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from mkdeck.article.question import Heading, promises_cards
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import NO_LEVEL
from mkdeck.article.reading.evidence import Evidence, is_frame

Series = tuple[str, str]


@dataclass(slots=True)
class Members:
    """The candidates of one series that are questions, if the series asks at all."""

    series: Series
    places: dict[int, float] = field(default_factory=dict)
    """By the place among the elements, what each speaks for the series."""
    asks: bool = False
    """Whether any of them asks, and does not only count."""
    is_numbered: bool = False
    """Whether the author numbered them: what stands beside them without a number belongs to an answer."""

    @property
    def is_headings(self) -> bool:
        return self.series[0] == "headings" and self.series[1].isdecimal()

    @property
    def worth(self) -> float:
        return sum(self.places.values())


def choose(found: Sequence[Evidence], page_title: Heading | None, told: bool = False) -> list[Members]:
    """Return the series that ask in the best reading; ``told`` says that each of them does."""
    is_list = promises_cards(page_title)
    series = [members for members in _group(found, is_list, told) if members.places]
    if told:
        return series
    chosen: list[Members] = []
    best = 0.0
    score = _Score(found, series)
    while True:
        tried = [[m for m in series if (m in chosen) != (m is other)] for other in series]
        scores = [score.of(reading) for reading in tried]
        if not scores or max(scores) <= best:
            return chosen
        best = max(scores)
        chosen = tried[scores.index(best)]


def _group(found: Sequence[Evidence], is_list: bool, told: bool) -> list[Members]:
    by_series: dict[Series, list[Evidence]] = {}
    for evidence in found:
        by_series.setdefault(evidence.candidate.series, []).append(evidence)
    return [_find_members(series, there, is_list, told) for series, there in by_series.items()]


def _find_members(series: Series, there: Sequence[Evidence], is_list: bool, told: bool) -> Members:
    """Return those of a series that are questions: all that say so, and where most do, the others, too."""
    able = _drop_lists([e for e in there if not e.bar]) if series[0] == "items" else [e for e in there if not e.bar]
    if told:
        return Members(series, {e.place: 1.0 for e in able}, asks=True)
    asking = [e for e in able if e.asks]
    if len(asking) < 0.5 * len(able) and not is_list:
        asking = [e for e in asking if e.is_plain]  # "How to install" among the headings of a manual
    counting = [e for e in able if _counts(e)]
    restarts = sum(e.candidate.number == 1 for e in counting)
    if asking and len(asking) < 0.5 * len(able) and not is_list and restarts < 2:
        counting = []  # steps of a tutorial, some of which ask; those of a list begin anew in each chapter
    is_numbered = len(counting) >= 2 and sum(_counts(e) for e in asking) >= 0.8 * len(asking)
    stated = {e.place: e for e in (*asking, *counting)}
    if is_list and not stated:
        stated = {e.place: e for e in able if e.is_term}
        for evidence in stated.values():
            evidence.signs.add("term")
    repeated = Counter(e.text for e in stated.values())
    members = Members(series, {n: _weigh(e) / repeated[e.text] for n, e in stated.items()}, bool(asking), is_numbered)
    if stated and not is_numbered:
        _add_plain(members, able, stated, is_list)
    return members


def _drop_lists(able: Sequence[Evidence]) -> list[Evidence]:
    """Return the items of those runs of lists of which most ask and are answered: others are lists in answers."""
    sizes: dict[int, dict[int, int]] = {}
    for e in able:
        sizes.setdefault(e.group, {})[e.candidate.group] = e.candidate.siblings
    answered = Counter(e.group for e in able if e.asks and e.is_answered)
    return [
        e
        for e in able
        if e.candidate.level < NO_LEVEL or answered[e.group] >= weights.ITEMS * sum(sizes[e.group].values())
    ]


def _counts(evidence: Evidence) -> bool:
    return bool({"number", "serial"} & evidence.signs)


def _add_plain(members: Members, able: Sequence[Evidence], stated: dict[int, Evidence], is_list: bool) -> None:
    """Add those that do not say that they are questions, where at least half of their siblings do."""
    groups: dict[int, list[Evidence]] = {}
    for evidence in able:
        groups.setdefault(evidence.group, []).append(evidence)
    overall = len(stated) / max(1, len(able))
    for siblings in groups.values():
        share = sum(e.place in stated for e in siblings) / len(siblings)
        if overall <= 0.5 and not is_list:
            continue
        if share >= 0.5 or overall >= 0.9 or is_list:
            worth = weights.PLAIN * (max(share, overall) - 0.5)
            worth = max(worth, weights.SIGNS["term"]) if is_list else worth
            members.places |= {e.place: worth for e in siblings if e.place not in stated and not _is_section(e)}


def _is_section(evidence: Evidence) -> bool:
    """Tell whether a candidate that says nothing itself holds several that ask, or one and no text."""
    return evidence.holds >= 2 or (evidence.holds > 0 and not evidence.has_content)


def _weigh(evidence: Evidence) -> float:
    """Return what one candidate says for its series."""
    worths = sorted((weights.SIGNS[sign] for sign in evidence.signs), reverse=True)
    worth = worths[0] + weights.MORE * (len(worths) - 1) if worths else 0.0
    worth *= 1.0 if evidence.is_answered else weights.UNANSWERED
    return worth * (weights.BELOW if evidence.is_below else 1.0)


class _Score:
    """Tells how good a reading is."""

    def __init__(self, found: Sequence[Evidence], series: Sequence[Members]) -> None:
        self._found = found
        self._worth = {n: worth for members in series for n, worth in members.places.items()}

    def of(self, reading: Sequence[Members]) -> float:
        """Return what a reading is worth: its questions, less those that it leaves or splits, less its series."""
        chosen = {n for members in reading for n in members.places}
        total = -weights.SERIES * len(reading)
        if any(members.asks for members in reading):  # then what only counts is a chapter or a step
            total -= sum(2 * members.worth for members in reading if not members.asks)
        open_level = 0  # of the heading whose answer is open, NO_LEVEL for what is no heading
        is_open = False
        for n, evidence in enumerate(self._found):
            place, candidate = evidence.place, evidence.candidate
            level = candidate.level if evidence.is_heading else NO_LEVEL
            worth = self._worth.get(place, 0.0)
            if place in chosen:
                is_split = self._is_split(n, level, chosen)
                total += -weights.SPLIT * worth if is_split else worth
                open_level, is_open = level, not is_split and not candidate.is_whole
            elif evidence.is_heading and level <= open_level:
                is_open = False
                total -= weights.MISSED * max(worth, 0.0)
            elif not is_open:
                total -= weights.MISSED * max(worth, 0.0)
        return total

    def _is_split(self, n: int, level: int, chosen: set[int]) -> bool:
        """Tell whether all that stands below a heading is another question of the reading."""
        evidence = self._found[n]
        if not evidence.is_heading or n + 1 == len(self._found):
            return False
        following = self._found[n + 1]
        below = following.candidate.level if following.is_heading else NO_LEVEL
        return following.place in chosen and below > level and (not evidence.has_content or _begins(evidence, following))


def _begins(evidence: Evidence, following: Evidence) -> bool:
    """Tell whether a heading's text begins with another candidate."""
    return bool(evidence.body) and evidence.body[0] is following.block
