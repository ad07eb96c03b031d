"""Why candidates that speak for themselves became no questions, so that none of them is lost silently."""

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from itertools import groupby

from mkdeck.article.reading.boundaries import Step
from mkdeck.article.reading.evidence import Evidence, is_frame
from mkdeck.article.reading.outline import LIKE_OTHERS, LeftOut, PairBlocks
from mkdeck.article.signs.asking import ends_as_question

_OWN = frozenset({"ends", "label", "cloze", "told", "pinned", "marked", "option"})
"""Signs that a candidate has by itself."""


def find_left_out(
    found: Sequence[Evidence],
    chosen: Container[int],
    steps: Sequence[Step],
    owners: Sequence[int | None],
    pairs: Sequence[PairBlocks],
    level: int,
    series: Container[tuple[str, str]],
) -> Iterator[LeftOut]:
    """Yield, with the reason, the candidates that look like questions and became none.

    ``chosen`` has the places of questions, ``owners`` the pair to which each step belongs; ``level`` is that of the questions, 0 where they
    are no headings; ``series`` are those that ask.
    """
    lines = [step.block.line for step in steps]
    shown = {line for pair in pairs for block in pair.front for line in range(block.line, block.end)}
    asked = [e.place for e in found if e.place in chosen]
    others = (e for e in found if e.place not in chosen)
    for same in (list(group) for _, group in groupby(others, key=_tell_list)):
        step = bisect_right(lines, same[0].candidate.line) - 1
        owner = owners[step] if step >= 0 else None
        pair = None if owner is None else pairs[owner]
        if same[0].is_heading:
            is_between = bool(asked) and asked[0] < same[0].place < asked[-1]
            yield from _judge_heading(same[0], pair, level, is_between, same[0].candidate.series in series)
        elif pair:
            yield from _judge_within([e for e in same if e.candidate.line not in shown], pair, series)


def _tell_list(evidence: Evidence) -> tuple[str, int]:
    """Return what the items of one list share, and nothing else does."""
    form = evidence.candidate.form
    return form, id(evidence.whole) if form == "items" and evidence.whole else evidence.place


def _judge_heading(
    heading: Evidence, pair: PairBlocks | None, level: int, is_between: bool, is_like: bool
) -> Iterator[LeftOut]:
    """Yield the verdict on a heading; ``is_like`` says that it has the form of questions."""
    is_level = heading.candidate.level == level
    is_frame_between = is_between and is_frame(heading.candidate.heading) and not ends_as_question(heading.text)
    is_beside = (is_level or (is_like and pair is not None)) and (not heading.bar or is_frame_between)
    if not heading.has_content or not (heading.asks or is_beside):
        return
    if pair:
        asks = "asks, but" if heading.asks else "does not ask:"
        yield LeftOut(heading.text, f"{asks} it belongs to the answer in line {pair.line}", heading.candidate.line)
    elif heading.asks:
        lacks = "it has no number" if is_level else "its level is not that of the questions"
        hint = "give it a number" if is_level else f"write it with '{'#' * level} '" if level else LIKE_OTHERS
        yield LeftOut(heading.text, f"asks, but {lacks}", heading.candidate.line, is_lost=is_level, hint=hint)
    else:
        reason = "stands beside the questions, but does not ask, so it is no card"
        hint = f"end it with a question mark, or set question-level = {level} for all of its level"
        yield LeftOut(heading.text, reason, heading.candidate.line, is_lost=True, hint=hint if level else LIKE_OTHERS)


def _judge_within(same: Sequence[Evidence], pair: PairBlocks, series: Container[tuple[str, str]]) -> Iterator[LeftOut]:
    """Yield what is no heading and stands in an answer; the items of a list together."""
    told = [e for e in same if _speaks_for_itself(e, series)]
    if len(told) == 1:
        asks = "asks, but it" if told[0].asks else "does not ask: it"
        yield LeftOut(told[0].text, f"{asks} belongs to the answer in line {pair.line}", told[0].candidate.line)
    elif told:
        reason = f"and {len(told) - 1} more of the list belong to the answer in line {pair.line}"
        yield LeftOut(told[0].text, reason, told[0].candidate.line)


def _speaks_for_itself(evidence: Evidence, series: Container[tuple[str, str]]) -> bool:
    """Tell whether a candidate has a sign of its own, or siblings that are questions; ``left_out`` finds items that only ask."""
    is_item_alone = evidence.candidate.form == "items" and not evidence.candidate.rest
    signs = evidence.signs & _OWN - ({"ends"} if is_item_alone else set())
    is_able = not evidence.bar or "label" in signs
    return is_able and (bool(signs) or evidence.candidate.series in series)
