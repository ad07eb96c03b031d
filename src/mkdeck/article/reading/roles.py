"""What became of each block of an article, so that nothing of it is lost silently."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from mkdeck.article.asking import ends_as_question
from mkdeck.article.blocks import Block
from mkdeck.article.cleaning import clean_answer
from mkdeck.article.emptiness import is_comment, is_empty
from mkdeck.article.markdown import block_text
from mkdeck.article.navigation import is_navigation
from mkdeck.article.question import Heading
from mkdeck.article.reading.boundaries import Step
from mkdeck.article.reading.evidence import Evidence, is_frame
from mkdeck.article.reading.outline import LeftOut, PairBlocks
from mkdeck.model import Role

_LONGEST = 60
"""Characters of a block that tell which it is."""


def find_roles(
    steps: Sequence[Step], owners: Sequence[int | None], pairs: Sequence[PairBlocks], title: Heading | None
) -> Iterator[Role]:
    """Yield the role of each step, in order: those of the same role that follow each other come as one."""
    kept = [_lines(pair) for pair in pairs]
    frame = ""
    found: list[tuple[str, Block]] = []
    for n, (step, owner) in enumerate(zip(steps, owners, strict=True)):
        if step.heading and owner is None:
            frame = step.heading.bar if is_frame(step.heading.candidate.heading) and not _holds(steps, n) else ""
        elif step.question:
            frame = ""
        found.append((_name_role(step, owner, kept, frame, title), step.block))
    for kind, group in groupby(found, key=lambda each: each[0]):
        blocks = [block for _, block in group]
        text = next((text for block in blocks if (text := block_text([block]))), "")
        yield Role(kind, blocks[0].line, max(block.end - 1 for block in blocks), text[:_LONGEST])


def _name_role(step: Step, owner: int | None, kept: Sequence[frozenset[int]], frame: str, title: Heading | None) -> str:
    block = step.block
    if step.heading and owner is None:
        is_title = step.heading.candidate.heading is title
        return "title" if is_title else "frame" if frame else "section"
    if step.question:
        return "question" if owner is not None else "section"
    if is_comment(block):
        return "comment"
    if is_empty(block):
        return "rule"
    if is_navigation(block):
        return "navigation"
    if owner is not None:
        is_kept = not kept[owner].isdisjoint(range(block.line, block.end))
        return "answer" if is_kept else "frame"
    return "frame" if frame else "text"


def _holds(steps: Sequence[Step], n: int) -> bool:
    """Tell whether a question stands below a heading, before the next one."""
    below = next((s for s in map(steps.__getitem__, range(n + 1, len(steps))) if s.question or s.heading), None)
    return below is not None and below.question is not None


def _lines(pair: PairBlocks) -> frozenset[int]:
    """Return the lines at which what is shown of a pair begins, and all within its blocks."""
    shown = clean_answer((*pair.front, *pair.answer))
    return frozenset(line for block in shown for line in range(block.line, block.end))


def find_left_out(
    steps: Sequence[Step], owners: Sequence[int | None], pairs: Sequence[PairBlocks], level: int
) -> Iterator[LeftOut]:
    """Yield, with the reason, the headings that look like questions and became none.

    ``level`` is that of the questions, 0 where they are no headings.
    """
    asked = [n for n, step in enumerate(steps) if step.question]
    for n, (step, owner) in enumerate(zip(steps, owners, strict=True)):
        heading = step.heading
        if heading is None or not heading.has_content:
            continue
        is_between = bool(asked) and asked[0] < n < asked[-1]
        ends = ends_as_question(heading.text)
        is_frame_between = is_between and is_frame(heading.candidate.heading) and not ends
        is_beside = heading.candidate.level == level and (not heading.bar or is_frame_between)
        if not (heading.asks or is_beside):
            continue
        if owner is not None:
            yield _leave_in_answer(heading, pairs[owner])
        elif heading.asks:
            lacks = "it has no number" if heading.candidate.level == level else "its level is not that of the questions"
            is_lost = heading.candidate.level == level
            yield LeftOut(heading.text, f"asks, but {lacks}", heading.candidate.line, is_lost)
        else:
            reason = "stands beside the questions, but does not ask, so it is no card"
            yield LeftOut(heading.text, reason, heading.candidate.line, is_lost=True)


def _leave_in_answer(heading: Evidence, pair: PairBlocks) -> LeftOut:
    asks = "asks, but" if heading.asks else "does not ask:"
    return LeftOut(heading.text, f"{asks} it belongs to the answer in line {pair.line}", heading.candidate.line)
