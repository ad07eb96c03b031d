"""Which of an article's headings are questions."""

from collections.abc import Iterator, Sequence

from mkdeck.article.question import promises_cards
from mkdeck.article.shapes.entries import Entry, is_contents, is_frame, mostly_marked
from mkdeck.article.shapes.levels import Questions
from mkdeck.article.shapes.slips import find_slips, find_standing_alone


def find_questions(entries: Sequence[Entry], level: int, is_told: bool) -> Questions:
    """Return the headings of a level that are questions, and those of other levels that slipped there; all of them if told."""
    there = [n for n, e in enumerate(entries) if e.level == level and e.is_candidate]
    if is_told:
        return Questions(tuple(there), level, is_numbered=False)
    stated, is_numbered = _find_stated(entries, level, there)
    takes_all = not is_numbered and (promises_cards(entries[0].heading) or len(stated) > 0.5 * len(there))
    taken = _take_others(entries, sorted({*there, *stated}), stated) if takes_all and stated else stated
    questions = Questions(tuple(sorted({*taken})), level, is_numbered)
    alone = frozenset(find_standing_alone(entries, questions))
    inline = frozenset(find_slips(entries, questions)) - alone
    dividers = frozenset(_find_dividers(entries, questions))
    return Questions(tuple(sorted({*questions.places, *inline, *alone})), level, is_numbered, inline, dividers)


def _find_stated(entries: Sequence[Entry], level: int, there: Sequence[int]) -> tuple[list[int], bool]:
    """Return the places of the headings that say that they are questions, and whether they say so by a number."""
    asking = [n for n in there if entries[n].asks]
    counting = [n for n in there if entries[n].counts]
    is_list = promises_cards(entries[0].heading)
    restarts = sum(entries[n].heading.number == 1 for n in counting)
    if asking and len(asking) < 0.5 * len(there) and not is_list and restarts < 2:
        counting = []  # steps of a tutorial, some of which ask; those of a list begin anew in each chapter
    is_numbered = len(counting) >= 2 and sum(entries[n].counts for n in asking) >= 0.8 * len(asking)
    if is_numbered and _is_whole_run(entries, counting):
        asking = [n for n in asking if counting[0] <= n <= counting[-1]]  # "What have I learned?" below ten questions
    if is_numbered and mostly_marked(entries, counting):
        asking = [n for n in asking if entries[n].counts or entries[n].has_marked_answer]
    stated = sorted({*asking, *counting})
    if is_list and not stated:
        beside = set(there)
        stated = [n for n in _add_frames(entries, there, level) if entries[n].is_term or n not in beside]
    return stated, is_numbered


def _take_others(entries: Sequence[Entry], there: Sequence[int], stated: Sequence[int]) -> list[int]:
    """Return the places of the headings that are questions where most are: not all of them say so.

    A heading of a section in which most do not is one of the page, unless nearly all of the article's do. Where answers
    are marked, one without is none.
    """
    if len(stated) > 0.3 * len(there) and mostly_marked(entries, stated):
        return list(stated)
    beside, sure = set(there), set(stated)
    sections: dict[int, list[int]] = {}
    above = -1
    for n, entry in enumerate(entries):
        if entry.level < entries[there[0]].level:
            above = n
        elif n in beside:
            sections.setdefault(above, []).append(n)
    is_sure = len(stated) >= 0.9 * len(there) or promises_cards(entries[0].heading)
    kept = (ns for ns in sections.values() if is_sure or sum(n in sure for n in ns) >= 0.5 * len(ns))
    return [n for ns in kept for n in ns] + [n for ns in sections.values() for n in ns if n in sure]


def _add_frames(entries: Sequence[Entry], there: Sequence[int], level: int) -> list[int]:
    """Return places of headings with those between them that only look like parts of the page: "Index" is a term."""
    frames = [n for n, e in enumerate(entries) if e.level == level and is_frame(e.heading) and e.has_content]
    return sorted({*there, *(n for n in frames if there and there[0] < n < there[-1] and not entries[n].in_frame)})


def _is_whole_run(entries: Sequence[Entry], counting: Sequence[int]) -> bool:
    """Tell whether five headings or more are numbered without a gap, so that none is missing."""
    numbers = [entries[n].heading.number or 0 for n in counting]
    return len(numbers) >= 5 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _find_dividers(entries: Sequence[Entry], questions: Questions) -> Iterator[int]:
    """Yield the headings that stand right above a question of their level, do not ask and have no text."""
    places = set(questions.places)
    for n, entry in enumerate(entries[:-1]):
        is_bare = entry.heading.text and not entry.has_content and not entry.heading.looks_like_question
        if (
            entry.level == questions.level
            and is_bare
            and n not in places
            and n + 1 in places
            and not is_contents(entry.heading)
        ):
            yield n
