"""Questions whose headings have another level than the others, by a slip or because they stand alone."""

from collections import Counter
from collections.abc import Iterator, Sequence

from mkdeck.article.answers import has_marked_answer
from mkdeck.article.asking import ends_as_question
from mkdeck.article.question import promises_cards
from mkdeck.article.shapes.entries import Entry, mostly_marked
from mkdeck.article.shapes.levels import Questions


def find_slips(entries: Sequence[Entry], questions: Questions) -> Iterator[int]:
    """Yield the headings of another level that are questions as those of the level are."""
    for find in (_find_continuing, _find_listed, _find_marked, _find_pinned, _find_below_unanswered):
        yield from find(entries, questions)


def find_standing_alone(entries: Sequence[Entry], questions: Questions) -> Iterator[int]:
    """Yield the higher headings that ask, are answered, and have no question below."""
    for n, entry in enumerate(entries):
        is_title = n == 0 and entry.level == 1
        if entry.level < questions.level and not is_title and entry.asks and entry.is_plain and entry.has_content:
            after = questions.first_from(n + 1)
            if after is None or any(entries[k].level <= entry.level for k in range(n + 1, after + 1)):
                yield n


def _find_continuing(entries: Sequence[Entry], questions: Questions) -> Iterator[int]:
    """Yield the headings of another level whose number lies right between those of the questions around them."""
    headings = (entries[n].heading for n in questions.places)
    all_prefixed = questions.is_numbered and all(h.is_numbered and h.number is None for h in headings)
    for n, entry in enumerate(entries):
        number = entry.heading.number
        if all_prefixed and _is_prefixed(entry, questions.level):
            yield n
        if entry.level == questions.level or number is None or not entry.is_candidate or not entry.is_answered:
            continue
        before, after = questions.last_before(n), questions.first_from(n)
        if before is None or entries[before].heading.number != number - 1:
            continue
        following = None if after is None else entries[after].heading.number
        if following == number + 1 or (entry.asks and following in (None, number)):
            yield n


def _find_listed(entries: Sequence[Entry], questions: Questions) -> Iterator[int]:
    """Yield the headings of another level that ask, and that the table of contents lists among the questions."""
    depths = Counter(entries[n].listed for n in questions.places)
    depth, count = next(((d, c) for d, c in depths.most_common() if d is not None), (None, 0))
    if count < max(2, 0.5 * len(questions.places)):
        return
    asking = sum(entries[n].asks for n in questions.places)
    is_list = promises_cards(entries[0].heading) and asking < 0.5 * len(questions.places)
    for n, entry in enumerate(entries):
        leads_on = entry.is_answered or (n + 1 < len(entries) and not entries[n + 1].asks)
        is_meant = entry.asks or (is_list and entry.is_term)
        if entry.listed == depth and entry.level != questions.level and is_meant and leads_on:
            yield n


def _find_marked(entries: Sequence[Entry], questions: Questions) -> Iterator[int]:
    """Yield the lower headings that have a marked answer of their own, below a question that has one, as most do."""
    if len(questions.places) < 2 or not mostly_marked(entries, questions.places):
        return
    for n, entry in enumerate(entries):
        before = questions.last_before(n)
        is_lower = entry.level > questions.level and entry.is_candidate and has_marked_answer(entry.body)
        if is_lower and before is not None and entries[before].has_marked_answer:
            yield n


def _find_pinned(entries: Sequence[Entry], questions: Questions) -> Iterator[int]:
    """Yield the lower headings that ask and have an id, as most questions do."""
    pinned = sum(bool(entries[n].heading.pinned) for n in questions.places)
    if pinned < max(2, 0.8 * len(questions.places)):
        return
    for n, entry in enumerate(entries):
        if entry.level > questions.level and entry.heading.pinned and ends_as_question(entry.heading.text):
            yield n


def _find_below_unanswered(entries: Sequence[Entry], questions: Questions) -> Iterator[int]:
    """Yield the lower headings that ask and are answered, each alone right below a question that is not."""
    places = set(questions.places)
    for n in questions.places:
        below = entries[n + 1 : n + 3]
        if entries[n].has_content or not below or below[0].level <= questions.level or n + 1 in places:
            continue
        is_alone = len(below) == 1 or n + 2 in places or below[1].level < questions.level
        if is_alone and entries[n + 1].is_plain and entries[n + 1].has_content:
            yield n + 1


def _is_prefixed(entry: Entry, level: int) -> bool:
    """Tell whether a heading lower than the questions asks behind a prefix such as ``Q.``."""
    return entry.level > level and entry.heading.number is None and entry.heading.is_numbered and entry.asks
