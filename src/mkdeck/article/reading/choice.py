"""The few possible readings of an article, and the best of them: which candidates are questions."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkdeck.article.parsing.markdown import block_text
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import NO_LEVEL
from mkdeck.article.reading.evidence import ABOUT_PAGE, ALONE, FRAMES, Evidence, is_frame
from mkdeck.article.reading.leads import find_leads, heads_leads
from mkdeck.article.signs.emptiness import is_empty

Series = tuple[str, str]
CELLS: Series = ("inline", "cell")
"""Rows of a table of two columns in what calls itself a vocabulary."""
ROWS: Series = ("inline", "term")
"""Terms and what they mean, side by side: in a glossary they are its terms, or a table within one of them."""
_TERMS = frozenset({("inline", "term"), ("summary", "")})
"""Terms of definition lists and titles of folds: a page that promises questions or terms has them there; elsewhere they are parts of a text."""
_ASSUMED = frozenset(
    {("bold", ""), *(("items", f"{look} {kind}") for look in ("bold", "plain") for kind in ("numbered", "bullet"))}
)
"""What may ask though little of it says so, if nothing else in an article does."""
_ASKED = re.compile(r"[?？؟]")
_LONGEST_BEGIN = 200
"""Characters of a text that say what it is about."""


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


def choose(found: Sequence[Evidence], is_list: bool, told: bool = False) -> list[Members]:
    """Return the series that ask in the best reading.

    ``is_list`` says that the page promises questions or terms, ``told`` that each series asks.
    """
    series = [_find_members(name, there, _count_headings(found), is_list) for name, there in _group(found).items()]
    if told:
        return [Members(m.series, {e.place: 1.0 for e in m.able}, m.able, asks=True) for m in series]
    series = series if is_list else _drop_steps(found, series)
    reading = _find_best(found, [members for members in series if members.places])
    if is_list:
        terms = _find_terms(found, series)
        reading = _drop_tables(reading)
        rows = sum(len(m.places) for m in reading if m.series in (ROWS, CELLS))
        asked = len(_find_asked(found, reading, terms))
        leads = find_leads(found)
        if leads and _are_sections(terms, found, leads):
            terms = Members(leads[0].candidate.series, {e.place: weights.SIGNS["term"] for e in leads}, leads)
        if terms and len(terms.places) > max(1, weights.TERMS * asked, rows):
            return [terms]
        most = max((len(m.places) for m in reading), default=0)
        for members in reading:
            if len(members.places) >= weights.BESIDE * most:  # the page promises what most of it is
                _add_plain(members, is_list=True)
        reading = _drop_tables(_climb(_Score(found, series), [m for m in series if m.places], reading))
    return reading or ([] if is_list else _assume(found, series)) or (_find_items(found) if is_list else [])


def _find_items(found: Sequence[Evidence]) -> list[Members]:
    """Return the numbered items with text in them, or below one that is alone, where nothing else asks on a page that promises questions."""
    items = [e for e in found if e.candidate.form == "items" and e.candidate.number is not None and not e.bar]
    held = [e for e in items if e.is_answered and (e.candidate.rest or e.candidate.siblings == 1)]
    sizes = {e.candidate.group: e.candidate.siblings for e in items}
    if len(held) < max(weights.MANY, weights.ITEMS_AMID * sum(sizes.values())):
        return []
    return [Members(held[0].candidate.series, {e.place: weights.SIGNS["number"] for e in held}, held)]


def _assume(found: Sequence[Evidence], series: Sequence[Members]) -> list[Members]:
    """Return the series of which several ask in an article in which nothing else does: then it tells what all of them are.

    A page with contents or a license is about something else.
    """
    if any(e.bar == FRAMES or e.listed is not None for e in found if e.is_heading):
        return []
    terms = _find_terms(found, series)
    assumed = [terms] if terms else []
    for name, there in _group(found).items():
        able = [e for e in there if not e.bar and e.is_answered and not e.is_below]
        lists = {e.candidate.group: e.candidate.siblings for e in there}
        count = sum(lists.values()) if name[0] == "items" else len(there)
        if name in _ASSUMED and len(able) >= weights.MOSTLY * count:
            assumed.append(Members(name, {e.place: weights.SIGNS["term"] for e in able}, able))
    best = max(filter(_is_assumed, assumed), key=lambda m: len(m.places), default=None)
    if best:
        best.is_assumed = True
    return [best] if best else []


def _is_assumed(members: Members) -> bool:
    """Tell whether enough of a series ask to tell what all of it is."""
    asking = {e.text for e in members.able if e.place in members.places and e.asks}
    return len(asking) >= max(weights.SPREAD, weights.SOME * len(members.places))


def _drop_steps(found: Sequence[Evidence], series: Sequence[Members]) -> list[Members]:
    """Return the series without headings that only count, where the first heading asks, and alone: they are steps of its answer."""
    headings = [e for e in found if e.is_heading and not e.is_title]
    asking = [e for e in headings if e.asks]
    if len(asking) != 1 or asking[0] is not headings[0] or "ends" not in asking[0].signs:
        return [*series]
    level = asking[0].candidate.level
    return [m for m in series if m.asks or not m.is_headings or int(m.series[1]) <= level]


def _drop_tables(reading: list[Members]) -> list[Members]:
    """Return a reading without tables whose heads do not ask, where most cards stand elsewhere: those are for looking up."""
    cells = sum(len(m.places) for m in reading if m.series == CELLS)
    is_beside = 2 * cells < sum(len(m.places) for m in reading)
    return [m for m in reading if m.series != CELLS or not is_beside]


def _find_best(found: Sequence[Evidence], series: Sequence[Members]) -> list[Members]:
    """Return the best reading: change one series at a time as long as that makes it better."""
    score = _Score(found, series)
    readings = [_climb(score, series, start) for start in ([], list(series))]
    return max(readings, key=score.of)


def _climb(score: "_Score", series: Sequence[Members], reading: list[Members]) -> list[Members]:
    best = score.of(reading)
    while series:
        tried = [[m for m in series if (m in reading) != (m is other)] for other in series]
        scores = [score.of(each) for each in tried]
        if max(scores) <= best:
            break
        best = max(scores)
        reading = tried[scores.index(best)]
    return reading


def _count_headings(found: Sequence[Evidence]) -> int:
    return sum(e.is_heading for e in found)


def _group(found: Sequence[Evidence]) -> dict[Series, list[Evidence]]:
    by_series: dict[Series, list[Evidence]] = {}
    for evidence in found:
        by_series.setdefault(evidence.candidate.series, []).append(evidence)
    return by_series


def _find_members(series: Series, there: Sequence[Evidence], count: int, is_list: bool) -> Members:
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
    _add_plain(members, is_list=False)
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


def _find_terms(found: Sequence[Evidence], series: Sequence[Members]) -> Members | None:
    """Return the series of what is explained, the outermost of several that stand in each other."""
    best: Members | None = None
    outer: list[Evidence] = []
    below: set[int] = set()
    counts = Counter(e.candidate.series for e in found if e.is_term)
    holding = Counter(e.candidate.series for e in found if e.is_heading and e.leads_on and not e.has_content)
    divided = {
        m.series for m in series if holding[m.series] > weights.HALF * len(m.able)
    }  # sections, with or without an introduction
    for evidence in found:
        if evidence.is_heading:
            outer = [e for e in outer if e.candidate.level < evidence.candidate.level]
            below |= {evidence.place} if outer else set()
            is_outer = evidence.is_term and not evidence.is_title and evidence.candidate.series not in divided
            if is_outer and counts[evidence.candidate.series] > 1:
                outer.append(evidence)
    for members in series:
        if members.is_headings:
            terms = [e for e in members.able if e.is_term and e.place not in below]
            if 2 * len(terms) >= len(members.able):
                terms = [e for e in members.able if (e in terms or _is_parted(e)) and e.place not in below]
            if terms and (best is None or len(terms) > len(best.places)):
                best = Members(members.series, {e.place: weights.SIGNS["term"] for e in terms}, members.able)
    if best:
        _add_frames(best, [e for e in found if e.candidate.series == best.series])
    return best


def _find_asked(found: Sequence[Evidence], reading: Sequence[Members], terms: Members | None) -> list[Evidence]:
    """Return the questions of a reading that speak against terms: no rows, and no headings that ask in words alone below one."""
    chosen = {n for m in reading if m.series not in (ROWS, CELLS) for n in m.places}
    asked: list[Evidence] = []
    level = 0
    for evidence in found:
        is_term = terms is not None and evidence.place in terms.places
        if evidence.is_heading and (is_term or evidence.candidate.level <= level):
            level = evidence.candidate.level if is_term else 0
        if evidence.place in chosen and (is_term or not level or evidence.is_plain or not evidence.is_heading):
            asked.append(evidence)
    return asked


def _is_parted(evidence: Evidence) -> bool:
    """Tell whether a term may have all its text below lower headings, or beside its own text some that ask in words alone."""
    return (evidence.leads_on and not evidence.holds) or (evidence.has_content and not evidence.holds_surely)


def _are_sections(terms: Members | None, found: Sequence[Evidence], leads: Sequence[Evidence]) -> bool:
    """Tell whether of the headings that may be terms most are sections of bold ones."""
    headings = [e for e in found if terms and e.place in terms.places]
    sections = sum(heads_leads(e, leads) for e in headings)
    return len(headings) < weights.LEADS <= len(leads) or sections > weights.HALF * len(headings)


def _add_frames(terms: Members, there: Sequence[Evidence]) -> None:
    """Add what between terms only looks like a part of the page: "Index" is a term."""
    first, last = min(terms.places), max(terms.places)
    for evidence in there:
        is_like = is_frame(evidence.candidate.heading) and evidence.has_content and not evidence.in_frame
        if is_like and (first < evidence.place < last or _is_defined(evidence)):
            terms.places[evidence.place] = weights.SIGNS["term"]


def _is_defined(evidence: Evidence) -> bool:
    """Tell whether the text below a title begins with it, perhaps behind an article: "A community is …"."""
    shown = [block for block in evidence.body if not is_empty(block)]
    words = block_text(shown[:1])[:_LONGEST_BEGIN].casefold().split()
    title = evidence.text.casefold().split()
    return any(words[n : n + len(title)] == title and len(words) > n + len(title) for n in (0, 1))


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


def _add_plain(members: Members, is_list: bool) -> None:
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


class _Score:
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
