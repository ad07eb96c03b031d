"""The few possible readings of an article, and the best of them: which candidates are questions."""

from collections.abc import Sequence

from mkdeck.article.reading import weights
from mkdeck.article.reading.assumed import assume_questions, find_items
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.reading.leads import find_leads
from mkdeck.article.reading.members import CELLS, ROWS, Members, add_plain, find_members, group_series
from mkdeck.article.reading.score import Score
from mkdeck.article.reading.terms import are_sections, find_asked, find_terms


def choose(found: Sequence[Evidence], is_list: bool, told: bool = False) -> list[Members]:
    """Return the series that ask in the best reading.

    ``is_list`` says that the page promises questions or terms, ``told`` that each series asks.
    """
    series = [find_members(name, there, _count_headings(found), is_list) for name, there in group_series(found).items()]
    if told:
        return [Members(m.series, {e.place: 1.0 for e in m.able}, m.able, asks=True) for m in series]
    series = series if is_list else _drop_steps(found, series)
    reading = _find_best(found, [members for members in series if members.places])
    if is_list:
        terms = find_terms(found, series)
        reading = _drop_tables(reading)
        rows = sum(len(m.places) for m in reading if m.series in (ROWS, CELLS))
        asked = len(find_asked(found, reading, terms))
        leads = find_leads(found)
        if leads and are_sections(terms, found, leads):
            terms = Members(leads[0].candidate.series, {e.place: weights.SIGNS["term"] for e in leads}, leads)
        if terms and len(terms.places) > max(1, weights.TERMS * asked, rows):
            return [terms]
        most = max((len(m.places) for m in reading), default=0)
        for members in reading:
            if len(members.places) >= weights.BESIDE * most:  # the page promises what most of it is
                add_plain(members, is_list=True)
        reading = _drop_tables(_climb(Score(found, series), [m for m in series if m.places], reading))
    return reading or ([] if is_list else assume_questions(found, series)) or (find_items(found) if is_list else [])


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
    score = Score(found, series)
    readings = [_climb(score, series, start) for start in ([], list(series))]
    return max(readings, key=score.of)


def _climb(score: "Score", series: Sequence[Members], reading: list[Members]) -> list[Members]:
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
