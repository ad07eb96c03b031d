"""What became of each block of an article, so that nothing of it is lost silently."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items
from mkdeck.article.parsing.markdown import block_text, read_texts
from mkdeck.article.reading.boundaries import Step
from mkdeck.article.reading.evidence import is_frame
from mkdeck.article.reading.outline import PairBlocks
from mkdeck.article.signs.emptiness import is_comment, is_empty
from mkdeck.article.signs.navigation import is_navigation, lists_pages
from mkdeck.article.signs.question import Heading, read_heading
from mkdeck.model import Role

_LONGEST = 60
"""Characters of a block that tell which it is."""


def find_roles(
    blocks: Sequence[Block],
    steps: Sequence[Step],
    owners: Sequence[int | None],
    pairs: Sequence[PairBlocks],
    title: Heading | None,
) -> Iterator[Role]:
    """Yield what each line of an article became, in order; lines of one role that follow each other come as one."""
    found = [piece for pair in pairs for piece in _read_pair(pair)]
    known = {line for piece in found for line in range(piece.line, piece.end)}
    frames = _find_frames(steps, owners)
    for step, owner, in_frame in zip(steps, owners, frames, strict=True):
        found += _read_rest(step.block, known, _name(step, owner, in_frame, title))
    for block in blocks:
        found += _read_rest(block, known, "mark")
    yield from _merge(sorted(found, key=lambda piece: piece.line))


class _Piece(NamedTuple):
    """Some lines that became the same."""

    line: int
    end: int
    """The line after the last one."""
    kind: str
    text: str


def _read_pair(pair: PairBlocks) -> Iterator[_Piece]:
    """Yield what of a question is on its card."""
    yield _Piece(pair.line, pair.line + 1, "question", pair.heading.text)
    end = 0
    for kind, blocks, shown in (("front", pair.front, pair.shown_front), ("answer", pair.answer, pair.shown_answer)):
        for block in shown:
            if block.end > end:  # the right one of the options on the front stands in the answer, too
                yield _Piece(max(block.line, end), block.end, "comment" if is_comment(block) else kind, _shorten(block))
        end = max((block.end for block in blocks), default=0)


def _read_rest(block: Block, known: set[int], kind: str) -> Iterator[_Piece]:
    """Yield what of a block has no role yet, its inner blocks one by one where some of it has; what is around these are marks."""
    if known.issuperset(range(block.line, block.end)):
        return
    is_made = not block.source and bool(block_text([block]))  # a heading of the title of a fold
    written = [line for line, text in enumerate(block.lines, block.line) if text.strip() or is_made]
    lines = [line for line in written if line not in known]
    if not lines:
        return
    if known.isdisjoint(range(block.line, block.end)):
        known.update(lines)
        yield _Piece(lines[0], lines[-1] + 1, _name_by_form(block) or kind, _shorten(block))
        return
    for inner in list_items(block) or inner_blocks(block):
        yield from _read_rest(inner, known, kind)
    for line in lines:
        if line not in known:
            known.add(line)
            yield _Piece(line, line + 1, "mark", block.lines[line - block.line].strip())


def _find_frames(steps: Sequence[Step], owners: Sequence[int | None]) -> Iterator[bool]:
    """Tell of each step whether it stands below a heading of the page's frame, and no question does."""
    in_frame = False
    for n, (step, owner) in enumerate(zip(steps, owners, strict=True)):
        if step.heading and owner is None:
            below = next((s for s in map(steps.__getitem__, range(n + 1, len(steps))) if s.question or s.heading), None)
            in_frame = is_frame(step.heading.candidate.heading) and not (below and below.question)
        elif step.question:
            in_frame = False
        yield in_frame


def _name(step: Step, owner: int | None, in_frame: bool, title: Heading | None) -> str:
    """Return what a block is that is on no card."""
    if owner is not None:
        return "mark" if step.question else "frame"
    if step.block.type != "heading_open":
        return "frame" if in_frame else "text"
    if title is not None and read_heading(step.block.tokens[1]) is title:
        return "title"
    return "frame" if in_frame else "section"


def _name_by_form(block: Block) -> str:
    if is_comment(block):
        return "comment"
    if is_empty(block):
        return "rule"
    return "navigation" if is_navigation(block) or lists_pages(block) else ""


def _merge(pieces: Sequence[_Piece]) -> Iterator[Role]:
    last: _Piece | None = None
    for piece in pieces:
        if last and piece.kind == last.kind != "question":
            last = last._replace(end=max(last.end, piece.end), text=last.text or piece.text)
            continue
        if last:
            yield _make(last)
        last = piece
    if last:
        yield _make(last)


def _make(piece: _Piece) -> Role:
    return Role(piece.kind, piece.line, piece.end - 1, piece.text[:_LONGEST])


def _shorten(block: Block) -> str:
    """Return the beginning of a block's text, in one line."""
    text = ""
    for said in read_texts(block):
        text = f"{text} {said}".lstrip()
        if len(text) > 2 * _LONGEST:
            break
    return " ".join(text[: 2 * _LONGEST].split())
