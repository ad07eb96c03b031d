"""Question and answer stand above and below a line that parts them: ``?``, ``??``, ``#card``; blocks of any type on both sides."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph, split_at
from mkdeck.article.answers.options import split_option_lines
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_sides import BACK_AND_FORTH, END, FORTH, read_side
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms.marks import has_mark, split_line
from mkdeck.article.signs.emptiness import is_comment
from mkdeck.article.signs.question import read_title
from mkdeck.article.signs.tags import read_tags
from mkdeck.model import BOTH_WAYS

_BREAK = (Token("softbreak", "br", 0),)
_CLOSED = ("heading_open", "hr")


def group(blocks: Sequence[Block]) -> Iterator[Block | Element]:
    """Yield the blocks of an article, those around a line that parts question and answer as the place of that question."""
    start = 0
    for n, block in enumerate(blocks):
        side = read_side(block)
        if n < start or side not in (FORTH, BACK_AND_FORTH):
            continue
        first = _find_front(blocks, n, start)
        asked = list(blocks[first:n])
        if not any(each.type == "paragraph_open" for each in asked):
            continue
        yield from blocks[start:first]
        if written_for().cards:
            above, asked[0] = _part_cards(asked[0])
            yield from above
        end, is_whole = _find_end(blocks, n)
        yield _make(asked, block, tuple(blocks[n + 1 : end]), is_whole, BOTH_WAYS if side == BACK_AND_FORTH else "")
        start = end + (end < len(blocks) and read_side(blocks[end]) == END)
    yield from blocks[start:]


def _part_cards(block: Block) -> tuple[tuple[Block, ...], Block]:
    """Part a paragraph behind the last of its lines that is a card of its own."""
    if block.type != "paragraph_open" or not any(map(has_mark, block.tokens[1].children or ())):
        return (), block
    lines = split_at(block, lambda line: True)
    last = max((n for n, line in enumerate(lines) if split_line(line.tokens[1].children or ())), default=-1)
    if last < 0 or last + 1 == len(lines):
        return (), block
    children = [
        t
        for n, line in enumerate(lines[last + 1 :])
        for t in (*(_BREAK if n else ()), *(line.tokens[1].children or ()))
    ]
    source = "\n".join(block.lines[last + 1 :])
    return lines[: last + 1], make_paragraph(block, children, block.line + last + 1, source)


def _find_front(blocks: Sequence[Block], side: int, start: int) -> int:
    """Return the place of the first of the blocks above a line that touch each other, and end with what stands there."""
    first = side
    while first > start and not _closes(blocks[first - 1]):
        is_glued = blocks[first - 1].end >= blocks[first].line
        if not is_glued and first < side:
            break
        first -= 1
    return first


def _closes(block: Block) -> bool:
    return block.type in _CLOSED or is_comment(block) or bool(read_side(block))


def _find_end(blocks: Sequence[Block], side: int) -> tuple[int, bool]:
    """Return the place behind those blocks below a line that surely answer, and whether no others do.

    They touch each other in what was written for a tool; elsewhere, what follows may belong to them, too.
    """
    coming = (n for n in range(side + 1, len(blocks)) if blocks[n].type == "heading_open" or read_side(blocks[n]))
    following = next(coming, len(blocks))
    if following < len(blocks) and read_side(blocks[following]) == END:
        return following, True
    if not written_for().cards:
        return side + 1, False
    end = side + 1
    while end < following and not _closes(blocks[end]):
        if end > side + 1 and blocks[end - 1].end < blocks[end].line:
            break
        end += 1
    return end, True


def _join_sources(blocks: Sequence[Block]) -> str:
    """Return the Markdown of blocks with the blank lines between them."""
    lines: list[str] = []
    for block in blocks:
        lines += [""] * (block.line - blocks[0].line - len(lines))
        lines += block.lines
    return "\n".join(lines)


def _make(asked: Sequence[Block], side: Block, said: tuple[Block, ...], is_whole: bool, kind: str) -> Element:
    """Return the place of a question of several blocks, the first paragraph of which gives it its name."""
    place = next(n for n, block in enumerate(asked) if block.type == "paragraph_open")
    title = asked[place]
    children, options = split_option_lines(title.tokens[1].children or [])
    shown = (make_paragraph(title, options, title.line + 1, title.source.partition("\n")[2]),) if options else ()
    whole = Block(
        tuple(token for block in (*asked, side, *said) for token in block.tokens),
        asked[0].line,
        _join_sources((*asked, side, *said)),
    )
    front = (*asked[:place], *shown, *asked[place + 1 :])
    heading = read_title(children)
    heading = heading._replace(
        taken=heading.taken.join(read_tags(side.source)) if "#" in side.source else heading.taken
    )
    return Element(whole, Candidate("inline", "parted", heading, title.line, said, front, is_whole=is_whole, kind=kind))
