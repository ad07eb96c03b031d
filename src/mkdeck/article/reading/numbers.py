"""Numbers that tell which candidates are siblings, though their signs differ."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import NO_LEVEL, Candidate, Element
from mkdeck.article.signs.asking import asks_something, ends_as_question
from mkdeck.article.signs.question import take_bare_number


def take_bare_numbers(elements: Sequence[Element]) -> list[Element]:
    """Return the elements without numbers that have no mark, where these count the headings of a level: ``4 Page cache``."""
    result = list(elements)
    series: dict[tuple[str, str], dict[int, Candidate]] = {}
    for n, element in enumerate(elements):
        if element.candidate and element.candidate.form == "headings":
            series.setdefault(element.candidate.series, {})[n] = element.candidate
    for there in series.values():
        taken = {n: take_bare_number(candidate.heading) for n, candidate in there.items()}
        counted = {n: heading for n, heading in taken.items() if heading.number is not None}
        steps = sum(b.number in ((a.number or 0) + 1, 1) for a, b in pairwise(counted.values()))
        if len(counted) >= max(3, 0.6 * len(there)) and steps >= 0.8 * (len(counted) - 1):
            for n, heading in counted.items():
                candidate = replace(there[n], heading=heading, number=heading.number)
                result[n] = elements[n]._replace(candidate=candidate)
    return result


def join_numbered_items(elements: Sequence[Element]) -> list[Element]:
    """Return the elements with plain items as if they began with headings, as most do of those that they count on with."""
    result = list(elements)
    for run in _find_runs(elements):
        headed = [n for n, candidate in run.items() if candidate.rank == "heading"]
        if len(headed) >= max(weights.MANY, weights.HALF * len(run)):
            level = run[headed[0]].level
            for n, candidate in run.items():
                if candidate.level == NO_LEVEL:
                    result[n] = result[n]._replace(candidate=replace(candidate, rank="heading", level=level))
    return result


def open_lists(elements: Sequence[Element]) -> list[Element]:
    """Return the elements with the last item of a list open to what follows, where the next list counts on from it."""
    result = list(elements)
    items = [(n, e.candidate) for n, e in enumerate(elements) if e.candidate and e.candidate.form == "items"]
    for (n, last), (_, following) in pairwise(items):
        if last.group != following.group and following.number == (last.number or -1) + 1:
            result[n] = elements[n]._replace(candidate=replace(last, is_last=True))
    return result


def join_numbered_headings(elements: Sequence[Element]) -> list[Element]:
    """Return the elements with headings of several levels that count on as one, half of which ask, at the level of the highest."""
    result = list(elements)
    headings = {n: e.candidate for n, e in enumerate(elements) if e.candidate and e.candidate.form == "headings"}
    run = {n: candidate for n, candidate in headings.items() if candidate.number is not None}
    levels = {candidate.level for candidate in run.values()}
    top = min(levels, default=0)
    counts = all((b.number or 0) == (a.number or 0) + 1 for a, b in pairwise(run.values()))
    asking = sum(asks_something(candidate.heading.text) for candidate in run.values())
    if len(levels) < 2 or not counts or len(run) < weights.MANY or asking < weights.HALF * len(run):
        return result
    first, last = min(run), max(run)
    if any(first < n < last and n not in run and candidate.level <= top for n, candidate in headings.items()):
        return result  # sections, which hold some of them
    for n, candidate in run.items():
        result[n] = elements[n]._replace(candidate=replace(candidate, rank=str(top), level=top))
    return result


def join_leads(elements: Sequence[Element]) -> list[Element]:
    """Return the elements with bold beginnings of paragraphs as siblings of those that ask, where most such beginnings do."""
    leads = {n: e.candidate for n, e in enumerate(elements) if e.candidate and _is_lead(e.candidate)}
    sure = sum(not candidate.rank and ends_as_question(candidate.heading.text) for candidate in leads.values())
    result = list(elements)
    if sure >= max(2, weights.HALF * len(leads)):
        for n, candidate in leads.items():
            result[n] = elements[n]._replace(candidate=replace(candidate, rank=""))
    return result


def _is_lead(candidate: Candidate) -> bool:
    """Tell whether text follows bold text in its line."""
    is_bold = candidate.form == "bold" and candidate.rank in ("", "lead")
    return is_bold and bool(candidate.rest) and candidate.rest[0].line == candidate.line


def _find_runs(elements: Sequence[Element]) -> Iterator[dict[int, Candidate]]:
    """Yield the numbered items with text below them that count on from each other, by their places."""
    run: dict[int, Candidate] = {}
    last = group = -1
    for n, element in enumerate(elements):
        candidate = element.candidate
        if not candidate or candidate.form != "items" or candidate.number is None or not candidate.rest:
            continue
        if candidate.group != group and candidate.number <= last:
            yield run
            run = {}
        run[n] = candidate
        last, group = candidate.number, candidate.group
    yield run
