"""Which candidates of one series are questions, if the series asks at all."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import NO_LEVEL
from mkdeck.article.reading.evidence import ABOUT_PAGE, ALONE, FRAMES, Evidence

Series = tuple[str, str]


CELLS: Series = ("inline", "cell")
"""Rows of a table of two columns in what calls itself a vocabulary."""


ROWS: Series = ("inline", "term")
"""Terms and what they mean, side by side: in a glossary they are its terms, or a table within one of them."""
_TERMS = frozenset({("inline", "term"), ("summary", "")})
"""Terms of definition lists and titles of folds: a page that promises questions or terms has them there; elsewhere they are parts of a text."""
_ASKED = re.compile(r"[?？؟]")


@dataclass(slots=True, eq=False)
class Members:
    """The candidates of one series that are questions, if the series asks at all."""

    series: Series
    places: dict[int, float]
    """By the place among the elements, what each speaks for the series."""
    able: Sequence[Evidence]
    """All of them that may be questions at all."""
    asks: bool = False
    """Whether any of them asks, and does not only count."""
    is_numbered: bool = False
    """Whether the author numbered them: what stands beside them without a number belongs to an answer."""
    is_assumed: bool = False
    """Whether too few of them ask to be sure, and nothing else in the article does."""

    @property
    def is_headings(self) -> bool:
        """Whether they are headings of one level."""
        return self.series[0] == "headings" and self.series[1].isdecimal()

    @property
    def worth(self) -> float:
        """What all of them speak for the series."""
        return sum(self.places.values())


def group_series(found: Sequence[Evidence]) -> dict[Series, list[Evidence]]:
    """Return the candidates of each series, in order."""
    by_series: dict[Series, list[Evidence]] = {}
    for evidence in found:
        by_series.setdefault(evidence.candidate.series, []).append(evidence)
    return by_series


def find_members(series: Series, there: Sequence[Evidence], count: int, is_list: bool) -> Members:
    """Return those of a series that are questions: all that say so, and where most do, the others, too."""
    able = [e for e in there if not e.bar]
    able = _drop_lists(able) if series[0] == "items" else able
    asking = [e for e in able if e.asks]
    if is_list and (series in _TERMS or series == CELLS):
        asking = [e for e in able if not e.is_below]
        for evidence in asking:
            evidence.signs.add("term")
    if sum(not e.asks_by_id for e in asking) < weights.HALF * len(able):
        asking = [e for e in asking if e.is_plain]  # "How to install" among the headings of a manual
    if (
        len(asking) == 1
        and not asking[0].is_sure
        and (asking[0].holds > 1 or (count > weights.MANY and not asking[0].is_plain))
    ):
        asking = []  # a section, or "What about sound" in a cheat sheet
    counting = [e for e in able if _counts(e)]
    if not is_list and asking and len(asking) < weights.HALF * len(able) and _are_steps(counting):
        counting = []
    is_numbered = len(counting) >= 2 and _prevail(counting, asking)
    if is_numbered:  # "9. MVC", and right below it "What is MVC?"
        below = (low for up, low in pairwise(able) if _counts(up) and not up.is_answered and not up.is_heading)
        opening = {evidence.place for evidence in below}
        asking = [e for e in asking if _counts(e) or e.place not in opening]
        if sum("marked" in e.signs for e in asking) >= weights.MOSTLY * len(asking):  # "10. See the code", "What is x?"
            parted = {low.place for up, low in pairwise(able) if _counts(up) and "marked" not in up.signs}
            asking = [e for e in asking if _counts(e) or e.place not in parted]
    elif asking:
        counting = [e for e in counting if e.is_answered]  # the others are sections
    if is_numbered and _is_whole_run(counting):  # "What have I learned?" below ten questions
        asking = [e for e in asking if counting[0].place <= e.place <= counting[-1].place]
    if is_numbered and sum("marked" in e.signs for e in counting) >= weights.MOSTLY * len(counting):
        asking = [e for e in asking if _counts(e) or "marked" in e.signs]
    labelled = [e for e in asking if e.counts]
    if len(labelled) >= max(2, weights.MOSTLY * len(asking)):  # "Question 1", "Code", "Question 2"
        asking, counting, is_numbered = labelled, [], True
    stated = {e.place: e for e in (*asking, *counting)}
    repeated = Counter(e.text for e in stated.values())
    is_run = is_numbered and _is_whole_run(counting) and sum(e.asks for e in counting) >= weights.MOSTLY * len(counting)
    worths = {n: _weigh(e, is_run and e.holds > 0) / repeated[e.text] for n, e in stated.items()}
    members = Members(series, worths, able, bool(asking), is_numbered)
    add_plain(members, is_list=False)
    _add_between(members, there)
    return members


def _add_between(members: Members, there: Sequence[Evidence]) -> None:
    """Add what only seems to be about the page where the siblings right before and behind it are questions."""
    for before, evidence, after in zip(there, there[1:], there[2:], strict=False):
        is_among = (
            before.group == evidence.group == after.group and {before.place, after.place} <= members.places.keys()
        )
        is_word = evidence.bar == ABOUT_PAGE or (evidence.bar == FRAMES and not _may_frame(evidence))
        if is_among and is_word and evidence.has_content:
            members.places[evidence.place] = 0.0


def _may_frame(evidence: Evidence) -> bool:
    """Tell whether a title such as "Index" is one of a page, as a heading may be, and not one of a fold, or one that asks."""
    return evidence.is_heading and not _ASKED.search(evidence.text)


def _are_steps(counting: Sequence[Evidence]) -> bool:
    """Tell whether what counts are steps of a tutorial, few of which ask: those of a list begin anew in each chapter."""
    least = weights.STEPS if len(counting) < weights.DOZEN else weights.STEPS_OF_MANY
    restarts = sum(e.candidate.number == 1 or e.begins_anew for e in counting)
    return restarts < 2 and sum(e.asks for e in counting) < least * len(counting)


def _prevail(counting: Sequence[Evidence], asking: Sequence[Evidence]) -> bool:
    """Tell whether of those that ask most count, or few do not beside many that count on from each other."""
    uncounted = sum(not _counts(e) for e in asking)
    steps = sum((b.candidate.number or 0) == (a.candidate.number or 0) + 1 for a, b in pairwise(counting))
    is_one = sum(e.candidate.number == 1 for e in counting) <= 1
    counts_on = is_one and len(counting) >= weights.MANY and steps >= weights.MOSTLY * (len(counting) - 1)
    of = len(counting) + uncounted if counts_on else len(asking)
    return of - uncounted >= weights.MOSTLY * of


def _is_whole_run(counting: Sequence[Evidence]) -> bool:
    """Tell whether several are numbered without a gap, so that none is missing."""
    numbers = [e.candidate.heading.number or 0 for e in counting]
    return len(numbers) >= weights.MANY and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _drop_lists(able: Sequence[Evidence]) -> list[Evidence]:
    """Return the items of those runs of lists of which most ask and are answered: others are lists in answers."""
    sizes: dict[int, dict[int, int]] = {}
    for e in able:
        sizes.setdefault(e.group, {})[e.candidate.group] = e.candidate.siblings
    answered = Counter(e.group for e in able if e.asks and e.is_answered)
    waiting = Counter(e.group for e in able if "ends" in e.signs and not e.is_answered)
    saved = {group: (1 - weights.WAITING) * waiting[group] for group, lists in sizes.items() if len(lists) > 1}
    counted = {group: sum(lists.values()) - saved.get(group, 0) for group, lists in sizes.items()}
    shares = {group: answered[group] / counted[group] for group in sizes}
    overall = answered.total() / max(1, sum(counted.values()))
    least = weights.ITEMS if overall < weights.ITEMS else weights.ITEMS_AMID
    leasts = {ALONE: min(least, weights.ITEMS_AMID)}
    if overall >= weights.ITEMS:
        leasts |= {e.group: weights.ITEMS_OPENING for e in able if e.opens_section}
    return [e for e in able if e.candidate.level < NO_LEVEL or shares[e.group] >= leasts.get(e.group, least)]


def _counts(evidence: Evidence) -> bool:
    return bool({"number", "serial"} & evidence.signs)


def add_plain(members: Members, is_list: bool) -> None:
    """Add those that do not say that they are questions, where at least half of their siblings do.

    ``is_list`` says that the page promises questions: then they are some, too.
    """
    stated = set(members.places)
    if members.is_numbered:
        members.places |= dict.fromkeys(_find_uncounted(members), 0.0)
    marked = sum(e.place in stated and "marked" in e.signs for e in members.able)
    if members.is_numbered or not stated or marked >= weights.MOSTLY * len(stated):
        return
    groups: dict[int, list[Evidence]] = {}
    for evidence in members.able:
        groups.setdefault(evidence.group, []).append(evidence)
    groups = _join_single(groups)
    overall = len(stated) / len(members.able)
    has_sections = sum(e.holds > 1 for e in members.able) > weights.SECTIONS * len(members.able)
    is_spread = _are_spread(members, groups)
    is_habit = overall > (weights.OVERALL if len(stated) >= weights.MANY else weights.HALF)
    are_alike = members.series[0] == "admonitions" or overall >= weights.NEARLY_ALL or len(stated) >= weights.DOZEN
    promised = [e for e in members.able if e.is_promised]
    if sum(e.place in stated for e in promised) >= max(2, weights.PROMISED * len(promised)):
        members.places |= {e.place: 0.0 for e in promised if e.place not in stated and _fits(e, True, has_sections)}
    for siblings in groups.values():
        share = sum(e.place in stated for e in siblings) / len(siblings)
        if is_spread or is_list or (is_habit and (share >= weights.SHARE or are_alike)):
            members.places |= {
                e.place: 0.0 for e in siblings if e.place not in stated and _fits(e, is_list, has_sections)
            }


def _join_single(groups: Mapping[int, list[Evidence]]) -> dict[int, list[Evidence]]:
    """Return the sections with those that hold one alone as one: of one nobody can say how many of its siblings ask."""
    single = [siblings[0] for siblings in groups.values() if len(siblings) == 1]
    several = {group: siblings for group, siblings in groups.items() if len(siblings) > 1}
    return several | ({ALONE: single} if single else {})


def _are_spread(members: Members, groups: Mapping[int, Sequence[Evidence]]) -> bool:
    """Tell whether some ask beyond doubt, and the others stand among them and not in sections of their own: then the form asks."""
    plain = {e.place for e in members.able if e.place in members.places and e.is_plain}
    others = len(members.able) - len(members.places)
    amid = sum(
        sum(e.place not in members.places for e in siblings)
        for siblings in groups.values()
        if any(e.place in plain for e in siblings)
    )
    return len(plain) >= max(weights.SPREAD, weights.SOME * len(members.able)) and amid >= weights.AMID * others


def _find_uncounted(members: Members) -> set[int]:
    """Return the places of those behind the last that counts, where they are too many to be parts of its answer."""
    last = max(members.places)
    behind = [e for e in members.able if e.place > last]
    return {e.place for e in behind if e.is_answered} if len(behind) >= weights.MANY else set()


def _fits(evidence: Evidence, is_list: bool, has_sections: bool) -> bool:
    """Tell whether a candidate that says nothing itself may be one of its siblings, and is no section of questions."""
    is_section = _counts(evidence) and not evidence.is_answered  # the others have no number
    if evidence.is_part or is_section or (is_list and has_sections and not evidence.is_term):
        return False
    return evidence.holds == 0 or (evidence.has_content and (evidence.holds == 1 or not has_sections))


def _weigh(evidence: Evidence, is_among: bool) -> float:
    """Return what one candidate says for its series; ``is_among`` says that its neighbours ask, so that what asks below it answers."""
    worths = sorted((weights.SIGNS[sign] for sign in evidence.signs), reverse=True)
    worth = worths[0] + weights.MORE * (len(worths) - 1) if worths else 0.0
    worth *= 1.0 if evidence.is_answered or is_among else weights.UNANSWERED
    return (
        0.0 if evidence.is_below and not evidence.is_sure else worth
    )  # it stands in what may well be another's answer
