"""Questions are slides: what stands before a pause, ``. . .``, asks; what follows it, to ``---``, answers."""

import re
from collections.abc import Sequence

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading.outline import Outline, PairBlocks
from mkdeck.article.signs.cleaning import clean_answer
from mkdeck.article.signs.emptiness import is_comment
from mkdeck.article.signs.navigation import is_navigation
from mkdeck.article.signs.question import find_id_comment, find_kind_comment, read_heading, read_title

_RULE = re.compile(r"([-*_])(?:\1{2,}|(?: \1){2,})")
_FEW = 4
"""Blocks that a slide which only divides may have: its heading, a badge, contents."""


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article that is a row of slides."""
    if not any(_is_pause(block) for block in blocks):
        return Outline()
    pairs = []
    slide: list[Block] = []
    has_pause = False
    is_deck = written_for().pauses
    for block in [*blocks, None]:
        if block is not None and _is_divider(block, slide):
            slide = []
        is_next = block is not None and (has_pause or is_deck) and bool(slide) and _begins_slide(block, slide)
        if block is not None and not _is_rule(block) and not is_next:
            slide.append(block)
            has_pause = has_pause or _is_pause(block)
            continue
        if pair := _read_slide(slide):
            pairs.append(pair)
        slide, has_pause = [block] if block and not _is_rule(block) else [], False
    first = blocks[0]
    is_title = (
        first.type == "heading_open" and first.tokens[0].tag == "h1" and not any(p.line == first.line for p in pairs)
    )
    return Outline(tuple(pairs), read_heading(first.tokens[1]) if is_title else None)


def _is_rule(block: Block) -> bool:
    """Tell whether a rule parts slides; one of uneven dashes is the head of a table of Pandoc's."""
    return block.type == "hr" and _RULE.fullmatch(block.source.strip()) is not None


def _begins_slide(block: Block, slide: Sequence[Block]) -> bool:
    """Tell whether a heading begins a slide without a rule before it: it has the level of the one that began this slide."""
    return block.type == slide[0].type == "heading_open" and slide[0].tokens[0].tag == block.tokens[0].tag


def _is_divider(block: Block, slide: Sequence[Block]) -> bool:
    """Tell whether all that a slide has before a heading is a higher heading, which divides the slides."""
    if block.type != "heading_open" or len(slide) > _FEW:
        return False
    kept = clean_answer(slide)
    return [b.type for b in kept] == ["heading_open"] and kept[0].tokens[0].tag < block.tokens[0].tag


def _read_slide(blocks: Sequence[Block]) -> PairBlocks | None:
    blocks = [block for block in blocks if not is_navigation(block)]
    pause = next((n for n, block in enumerate(blocks) if _is_pause(block)), None)
    if pause is None and written_for().pauses and blocks[:1] and blocks[0].type == "heading_open":
        blocks, pause = [blocks[0], *blocks], 1  # its heading alone is the front
    if not pause:
        return None
    front, answer = blocks[:pause], [block for block in blocks[pause + 1 :] if not _is_pause(block)]
    place = next((n for n, block in enumerate(front) if block.type in ("heading_open", "paragraph_open")), None)
    if place is None:
        return None
    title = read_title(front[place].tokens[1].children or [], str(front[place].tokens[1].meta.get("pinned", "")))
    shown = (*front[:place], *front[place + 1 :])
    comments = [block.tokens[0].content for block in (*shown, *answer[:1]) if is_comment(block)]
    pinned = title.pinned or next(filter(None, map(find_id_comment, comments)), "")
    kind = next(filter(None, map(find_kind_comment, comments)), "")
    return PairBlocks(title, pinned, tuple(answer), (), front[place].line, shown, "slides", kind=kind)


def _is_pause(block: Block) -> bool:
    return block.type == "paragraph_open" and block.tokens[1].content.strip() == ". . ."
