"""Question and answer stand above and below a line that parts them: ``?``, ``??``, ``#card``; blocks of any type on both sides."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph, split_at
from mkdeck.article.answers.options import split_option_lines
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_lines import BLOCK_ID, is_written_id
from mkdeck.article.parsing.tool_sides import BACK_AND_FORTH, END, FORTH, read_side
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms import cloze, heading
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
        if n >= start and (closed := _close_heading(blocks, n)):
            yield from blocks[start:n]
            yield closed
            start = n + 1 + len(closed.candidate.rest if closed.candidate else ())
        elif n >= start and (gaps := cloze.read_listed(blocks[n : n + 3])):
            yield from blocks[start:n]
            yield gaps
            start = n + 2
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


def _close_heading(blocks: Sequence[Block], n: int) -> Element | None:
    """Return the place of a heading with the tag of a card below which the id of that card stands, above any other heading."""
    if blocks[n].type != "heading_open" or not written_for().cards:
        return None
    ends = (k for k in range(n + 1, len(blocks)) if blocks[k].type == "heading_open" or _ends_card(blocks[k]))
    last = next(ends, n)
    element = next(heading.read_elements(blocks[n]))
    if blocks[last].type == "heading_open" or not (element.candidate and element.candidate.heading.taken.is_marked):
        return None
    return element._replace(candidate=replace(element.candidate, rest=tuple(blocks[n + 1 : last + 1]), is_whole=True))


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
    """Return the place of the first of the blocks above a line that touch each other, and end with what stands there.

    Above a tag that stands away from them, it is all that stands below the id of the card before.
    """
    if _is_tag(blocks[side]) and blocks[side - 1].end < blocks[side].line and _find_id(blocks, side):
        above = (n for n in range(side - 1, max(start - 1, 0) - 1, -1) if _ends_card(blocks[n]) or _closes(blocks[n]))
        return next(above, -1) + 1
    first = side
    while first > start and not _closes(blocks[first - 1]):
        is_glued = blocks[first - 1].end >= blocks[first].line
        if not is_glued and first < side:
            break
        first -= 1
    return first


def _find_id(blocks: Sequence[Block], side: int) -> int:
    """Return the place of the id of the card whose sides a line parts, 0 where the card has none."""
    for n in range(side + 1, len(blocks)):
        if blocks[n].type == "heading_open" or read_side(blocks[n]):
            break
        if _ends_card(blocks[n]):
            return n
    return 0


def _is_tag(block: Block) -> bool:
    return block.source.startswith("#")


def _ends_card(block: Block) -> bool:
    """Tell whether a block has the id that a tool writes right below each card."""
    return any(is_written_id(str(token.meta.get(BLOCK_ID, ""))) for token in block.tokens)


def _closes(block: Block) -> bool:
    return block.type in _CLOSED or is_comment(block) or bool(read_side(block))


def _find_end(blocks: Sequence[Block], side: int) -> tuple[int, bool]:
    """Return the place behind those blocks below a line that surely answer, and whether no others do.

    They touch each other in what was written for a tool, or go to the id of the card; elsewhere, what follows may belong
    to them, too.
    """
    coming = (n for n in range(side + 1, len(blocks)) if blocks[n].type == "heading_open" or read_side(blocks[n]))
    following = next(coming, len(blocks))
    if following < len(blocks) and read_side(blocks[following]) == END:
        return following, True
    if _is_tag(blocks[side]) and (last := _find_id(blocks, side)):
        return last + 1, True
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
    asks = read_title(children)
    asks = asks._replace(taken=asks.taken.join(read_tags(side.source)) if "#" in side.source else asks.taken)
    return Element(whole, Candidate("inline", "parted", asks, title.line, said, front, is_whole=is_whole, kind=kind))
