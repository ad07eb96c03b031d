"""How good a reading is: what it finds, less what it leaves or splits, less what its forms cost."""

from collections.abc import Sequence

from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import NO_LEVEL
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.reading.members import Members


class Score:
    """Tells how good a reading is."""

    def __init__(self, found: Sequence[Evidence], series: Sequence[Members]) -> None:
        self._found = found
        self._worth = {n: worth for members in series for n, worth in members.places.items()}
        self._counting = {n for members in series if not members.asks for n in members.places}

    def of(self, reading: Sequence[Members]) -> float:
        """Return what a reading is worth: its questions, less those that it leaves or splits, less its series."""
        chosen = {n for members in reading for n in members.places}
        total = -_cost(reading)
        asks = any(members.asks for members in reading)
        if asks:  # then what only counts is a chapter or a step
            total -= sum(2 * max(members.worth, 0.0) for members in reading if not members.asks)
        open_level = 0  # of the heading whose answer is open, NO_LEVEL for what is no heading
        is_open = False
        for n, evidence in enumerate(self._found):
            place, candidate = evidence.place, evidence.candidate
            level = candidate.level if evidence.is_heading else NO_LEVEL
            worth = self._worth.get(place, 0.0)
            is_within = is_open and open_level < level and open_level < NO_LEVEL
            if is_within and place in chosen and not evidence.is_sure:
                worth = 0.0
            if place in chosen:
                is_split = self._is_split(n, level, chosen)
                total += -worth if is_split else worth  # all its text is that of the questions below it
                open_level, is_open = level, not is_split and not candidate.is_whole
            elif (evidence.is_heading and level <= open_level) or not is_open:
                is_open = False
                total -= 0.0 if asks and place in self._counting else weights.MISSED * max(worth, 0.0)
        return total

    def _is_split(self, n: int, level: int, chosen: set[int]) -> bool:
        """Tell whether all that stands below a heading is another question of the reading."""
        evidence = self._found[n]
        if not evidence.is_heading or n + 1 == len(self._found):
            return False
        following = self._found[n + 1]
        below = following.candidate.level if following.is_heading else NO_LEVEL
        return (
            following.place in chosen and below > level and (not evidence.has_content or _begins(evidence, following))
        )


def _cost(reading: Sequence[Members]) -> float:
    """Return what the series of a reading cost: more where another form is taken beside the largest."""
    main = max(reading, key=lambda m: len(m.places), default=None)
    form = main.series[0] if main else ""
    others = (m for m in reading if m is not main and m.series[0] != form)
    return weights.SERIES * len(reading) + sum(weights.FORM for m in others if not _is_marked(m, form))


def _is_marked(members: Members, main: str) -> bool:
    """Tell whether a series beside the largest, of the form ``main``, is surely no accident."""
    is_title = members.is_headings and members.asks and main in weights.LINE_FORMS
    return members.series[0] in weights.MARKED_FORMS or is_title or any(e.is_sure for e in members.able)


def _begins(evidence: Evidence, following: Evidence) -> bool:
    """Tell whether a heading's text begins with another candidate."""
    return bool(evidence.body) and evidence.body[0] in (following.block, following.whole)
