"""Questions are headings; what follows, to the next question or a higher heading, is the answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mkdeck.article.asking import ends_as_question
from mkdeck.article.blocks import Block
from mkdeck.article.cleaning import drop_farewell
from mkdeck.article.emptiness import is_comment
from mkdeck.article.frame import leads_away
from mkdeck.article.question import Heading, find_id_comment, read_heading
from mkdeck.article.shapes.entries import Entry, is_contents, is_frame, read_entries
from mkdeck.article.shapes.levels import Questions, find_level
from mkdeck.article.shapes.outline import LeftOut, Outline, PairBlocks
from mkdeck.article.shapes.questions import find_questions


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose questions are headings; see ``shapes.FindPairs``."""
    entries = read_entries(blocks)
    level = question_level or find_level(entries)
    if level is None:
        return Outline(title=_find_title(entries, Questions((), 0, is_numbered=False)))
    questions = find_questions(entries, level, is_told=question_level is not None)
    title = _find_title(entries, questions)
    pairs = tuple(_join_pairs(blocks, entries, questions, title))
    return Outline(pairs, title, tuple(_find_left_out(entries, questions, title)))


def _find_title(entries: Sequence[Entry], questions: Questions) -> Heading | None:
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
    blocks: Sequence[Block], entries: Sequence[Entry], questions: Questions, title: Heading | None
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


def _find_end(entries: Sequence[Entry], places: set[int], questions: Questions, n: int) -> int:
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


def _belongs(entry: Entry, place: int, questions: Questions) -> bool:
    """Tell whether a heading beside the questions, but none itself, is part of the answer above it."""
    if entry.is_part_of_answer:
        return True
    between = questions.first_from(place) is not None
    return questions.is_numbered and entry.has_content and (between or (entry.is_candidate and not entry.asks))


def _find_left_out(entries: Sequence[Entry], questions: Questions, title: Heading | None) -> Iterator[LeftOut]:
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
