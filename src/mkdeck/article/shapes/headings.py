"""Questions are headings; what follows, to the next question or a higher heading, is the answer."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdeck.article.answers import has_marked_answer
from mkdeck.article.asking import ends_as_question
from mkdeck.article.blocks import Block
from mkdeck.article.cleaning import drop_farewell
from mkdeck.article.emptiness import is_comment
from mkdeck.article.frame import leads_away
from mkdeck.article.question import Heading, find_id_comment, read_heading
from mkdeck.article.shapes.entries import Entry, is_contents, is_frame, read_entries
from mkdeck.article.shapes.levels import find_level, promises_cards
from mkdeck.article.shapes.outline import LeftOut, Outline, PairBlocks


@dataclass(frozen=True, slots=True)
class _Questions:
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


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose questions are headings; see ``shapes.FindPairs``."""
    entries = read_entries(blocks)
    level = question_level or find_level(entries)
    if level is None:
        return Outline(title=_find_title(entries, _Questions((), 0, is_numbered=False)))
    questions = _find_questions(entries, level, is_told=question_level is not None)
    title = _find_title(entries, questions)
    pairs = tuple(_join_pairs(blocks, entries, questions, title))
    return Outline(pairs, title, tuple(_find_left_out(entries, questions, title)))


def _find_questions(entries: Sequence[Entry], level: int, is_told: bool) -> _Questions:
    there = [n for n, e in enumerate(entries) if e.level == level and e.is_candidate]
    if is_told:
        return _Questions(tuple(there), level, is_numbered=False)
    asking = [n for n in there if entries[n].asks]
    counting = [n for n in there if entries[n].counts]
    if asking and len(asking) < 0.5 * len(there) and not promises_cards(entries[0].heading):
        counting = []  # steps of a tutorial, some of which ask
    is_numbered = len(counting) >= 2 and sum(entries[n].counts for n in asking) >= 0.8 * len(asking)
    if is_numbered and _is_whole_run(entries, counting):
        asking = [n for n in asking if counting[0] <= n <= counting[-1]]  # "What have I learned?" below ten questions
    if is_numbered and _mostly_marked(entries, counting):
        asking = [n for n in asking if entries[n].counts or entries[n].has_marked_answer]
    stated = sorted({*asking, *counting})
    is_list = promises_cards(entries[0].heading)
    if is_list and not stated:
        stated = [n for n in _add_frames(entries, there, level) if entries[n].is_term or n not in there]
    takes_all = not is_numbered and (is_list or len(stated) > 0.5 * len(there))
    taken = _take_others(entries, sorted({*there, *stated}), stated) if takes_all and stated else stated
    questions = _Questions(tuple(sorted({*taken})), level, is_numbered)
    inline = frozenset(n for find in _SLIPS for n in find(entries, questions))
    alone = _find_standing_alone(entries, questions)
    dividers = frozenset(_find_dividers(entries, questions))
    return _Questions(tuple(sorted({*questions.places, *inline, *alone})), level, is_numbered, inline, dividers)


def _take_others(entries: Sequence[Entry], there: Sequence[int], stated: Sequence[int]) -> list[int]:
    """Return the places of the headings that are questions where most are: not all of them say so.

    A heading of a section in which most do not is one of the page, unless nearly all of the article's do. Where answers
    are marked, one without is none.
    """
    if len(stated) > 0.3 * len(there) and _mostly_marked(entries, stated):
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


def _find_continuing(entries: Sequence[Entry], questions: _Questions) -> Iterator[int]:
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


def _find_listed(entries: Sequence[Entry], questions: _Questions) -> Iterator[int]:
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


def _find_marked(entries: Sequence[Entry], questions: _Questions) -> Iterator[int]:
    """Yield the lower headings that have a marked answer of their own, below a question that has one, as most do."""
    if len(questions.places) < 2 or not _mostly_marked(entries, questions.places):
        return
    for n, entry in enumerate(entries):
        before = questions.last_before(n)
        is_lower = entry.level > questions.level and entry.is_candidate and has_marked_answer(entry.body)
        if is_lower and before is not None and entries[before].has_marked_answer:
            yield n


def _find_below_unanswered(entries: Sequence[Entry], questions: _Questions) -> Iterator[int]:
    """Yield the lower headings that ask and are answered, each alone right below a question that is not."""
    places = set(questions.places)
    for n in questions.places:
        below = entries[n + 1 : n + 3]
        if entries[n].has_content or not below or below[0].level <= questions.level or n + 1 in places:
            continue
        is_alone = len(below) == 1 or n + 2 in places or below[1].level < questions.level
        if is_alone and entries[n + 1].is_plain and entries[n + 1].has_content:
            yield n + 1


def _mostly_marked(entries: Sequence[Entry], places: Sequence[int]) -> bool:
    """Tell whether the answers of most headings are marked as such: one without is none."""
    return sum(entries[n].has_marked_answer for n in places) >= 0.8 * len(places)


def _add_frames(entries: Sequence[Entry], there: Sequence[int], level: int) -> list[int]:
    """Return places of headings with those between them that only look like parts of the page: "Index" is a term."""
    frames = [n for n, e in enumerate(entries) if e.level == level and is_frame(e.heading) and e.has_content]
    return sorted({*there, *(n for n in frames if there and there[0] < n < there[-1] and not entries[n].in_frame)})


def _is_whole_run(entries: Sequence[Entry], counting: Sequence[int]) -> bool:
    """Tell whether headings are numbered from 1 to 5 or more without a gap, so that none is missing."""
    numbers = [entries[n].heading.number for n in counting]
    return len(numbers) >= 5 and numbers == list(range(1, len(numbers) + 1))


def _find_dividers(entries: Sequence[Entry], questions: _Questions) -> Iterator[int]:
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


def _is_prefixed(entry: Entry, level: int) -> bool:
    """Tell whether a heading lower than the questions asks behind a prefix such as ``Q.``."""
    return entry.level > level and entry.heading.number is None and entry.heading.is_numbered and entry.asks


def _find_standing_alone(entries: Sequence[Entry], questions: _Questions) -> Iterator[int]:
    """Yield the higher headings that ask, are answered, and have no question below."""
    for n, entry in enumerate(entries):
        is_title = n == 0 and entry.level == 1
        if entry.level < questions.level and not is_title and entry.asks and entry.is_plain and entry.has_content:
            after = questions.first_from(n + 1)
            if after is None or any(entries[k].level <= entry.level for k in range(n + 1, after + 1)):
                yield n


def _find_title(entries: Sequence[Entry], questions: _Questions) -> Heading | None:
    """Return the first ``#`` heading, unless it asks, or is one of several with questions of their own."""
    tops = [n for n, e in enumerate(entries) if e.level == 1]
    if not tops:
        return None
    first, *others = tops
    asked = questions.first_from(first)
    if asked == first:
        return None
    places = set(questions.places)
    others = [n for n in others if n not in places]
    has_own = bool(others) and asked is not None and asked < others[0] and questions.first_from(others[0]) is not None
    return None if has_own else entries[first].heading


def _join_pairs(
    blocks: Sequence[Block], entries: Sequence[Entry], questions: _Questions, title: Heading | None
) -> Iterator[PairBlocks]:
    places = set(questions.places)
    above: list[tuple[float, Entry]] = []
    for n, entry in enumerate(entries):
        level = questions.effective_level(n, entry)
        above = [(beside, e) for beside, e in above if beside < level]
        if n in places:
            end = _find_end(entries, places, questions, n)
            answer = tuple(blocks[entry.index + 1 : entries[end].index if end < len(entries) else len(blocks)])
            sections = tuple(e.heading for _, e in above if e.heading is not title and e.heading.text)
            is_last = n == questions.places[-1]
            pinned = _find_pinned(blocks, entry, n - 1 in places)
            heading, line = entry.heading, entry.line
            if entry.is_label:
                heading, line = read_heading(answer[0].tokens[1]), answer[0].line
                answer = answer[1:]
            yield PairBlocks(heading, pinned, tuple(drop_farewell(answer)) if is_last else answer, sections, line)
        elif level < questions.level and not is_contents(entry.heading):
            above.append((level, entry))


def _find_end(entries: Sequence[Entry], places: set[int], questions: _Questions, n: int) -> int:
    """Return the place of the entry that ends an answer: a question, a higher heading, or one beside the questions."""
    base = min(questions.effective_level(n, entries[n]), questions.level)
    repeated = _find_repeated(entries) if questions.first_from(n + 1) is None else ()
    for k in range(n + 1, len(entries)):
        entry = entries[k]
        if k in places or entry.level < base or (entry.level == base and not _belongs(entry, k, questions)):
            return k
        if questions.first_from(k) is None and leads_away(entry.heading.text) and k not in repeated:
            return k
    return len(entries)


def _find_repeated(entries: Sequence[Entry]) -> frozenset[int]:
    """Return the places of the headings whose titles others have, too: "References" below each of the answers."""
    counts = Counter(entry.heading.text for entry in entries)
    return frozenset(n for n, entry in enumerate(entries) if counts[entry.heading.text] > 1)


def _belongs(entry: Entry, place: int, questions: _Questions) -> bool:
    """Tell whether a heading beside the questions, but none itself, is part of the answer above it."""
    if entry.is_part_of_answer:
        return True
    between = questions.first_from(place) is not None
    return questions.is_numbered and entry.has_content and (between or (entry.is_candidate and not entry.asks))


def _find_left_out(entries: Sequence[Entry], questions: _Questions, title: Heading | None) -> Iterator[LeftOut]:
    """Yield, with the reason, the headings that ask but did not become questions, and those beside the questions."""
    places = set(questions.places)
    end = 0
    for n, entry in enumerate(entries):
        is_between = questions.last_before(n) is not None and questions.first_from(n) is not None
        is_frame_between = is_between and is_frame(entry.heading) and not ends_as_question(entry.heading.text)
        is_beside = entry.level == questions.level and (entry.is_candidate or is_frame_between)
        if n in places:
            end = _find_end(entries, places, questions, n)
        elif entry.has_content and entry.heading is not title and (entry.asks or is_beside):
            before = questions.last_before(n)
            asks = "asks, but" if entry.asks else "does not ask:"
            if before is not None and n < end:
                yield LeftOut(
                    entry.heading.text, f"{asks} it belongs to the answer in line {entries[before].line}", entry.line
                )
            elif entry.asks:
                lacks = (
                    "it has no number" if entry.level == questions.level else "its level is not that of the questions"
                )
                yield LeftOut(
                    entry.heading.text, f"asks, but {lacks}", entry.line, is_lost=entry.level == questions.level
                )
            else:
                reason = "stands beside the questions, but does not ask, so it is no card"
                yield LeftOut(entry.heading.text, reason, entry.line, is_lost=True)


def _find_pinned(blocks: Sequence[Block], entry: Entry, is_after_question: bool) -> str:
    """Return the id in the heading, else in a comment right below it, else right above."""
    if entry.heading.pinned:
        return entry.heading.pinned
    beside: list[Block] = [*blocks[entry.index + 1 : entry.index + 2]]
    if entry.index and not (is_after_question and blocks[entry.index - 2].type == "heading_open"):
        beside.append(blocks[entry.index - 1])  # else it stands right below the question before
    return _first_id(beside)


def _first_id(blocks: Iterable[Block]) -> str:
    ids = (find_id_comment(block.tokens[0].content) for block in blocks if is_comment(block))
    return next((id_ for id_ in ids if id_), "")


_SLIPS = (_find_continuing, _find_listed, _find_marked, _find_below_unanswered)
"""What finds questions whose headings have another level than the others."""
