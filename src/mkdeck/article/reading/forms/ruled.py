"""Cards are what stands between rules, their sides parted by ``%``; or a whole file is one, its sides parted by a rule."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import block_text
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_sides import PERCENT, read_side
from mkdeck.article.reading.outline import Outline, PairBlocks
from mkdeck.article.signs.asking import asks_something
from mkdeck.article.signs.cleaning import clean_answer
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.question import read_title
from mkdeck.model import BOTH_WAYS, CLOZE, TYPED

_LONGEST_TAGS = 200
"""Characters of the third side, which has the tags."""


def find_cards(blocks: Sequence[Block]) -> Outline:
    """Find the cards of an article without headings in which lines ``%`` part the sides."""
    if any(block.type == "heading_open" for block in blocks) or not any(read_side(b) == PERCENT for b in blocks):
        return Outline()
    cards = list(_split(blocks, lambda block: block.type == "hr"))
    return Outline(tuple(pair for card in cards if (pair := _read_card(card))))


def find_file(blocks: Sequence[Block], is_told: bool) -> Outline:
    """Find the card that a file is: a rule parts its sides, two of them one that is asked both ways.

    In a file that is no note of a tool, a heading says that it is an article.
    """
    rules = [n for n, block in enumerate(blocks) if block.type == "hr"]
    is_note = bool(written_for().note)
    is_one = is_told or written_for().rules
    if not is_note and (any(block.type == "heading_open" for block in blocks) or not (rules or is_one)):
        return Outline()
    kind = BOTH_WAYS if rules and rules[1:2] == [rules[0] + 1] else ""
    place = rules[0] if rules else len(blocks)
    front: Sequence[Block] = clean_answer(blocks[:place])
    answer: Sequence[Block] = clean_answer(blocks[place + 1 :])
    if written_for().rules and any(
        token.type == "s_open" for b in front for t in b.tokens for token in t.children or ()
    ):
        kind = CLOZE
    elif not rules and is_one:
        front, answer, kind = _part_typed(front)
    pair = _make(front, answer, kind)
    if pair is None or not (is_one or (len(rules) == 1 and len(front) == 1 and asks_something(block_text(front)))):
        return Outline()
    return Outline((replace(pair, split="file"),))


def _part_typed(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block], str]:
    """Part what ends with a paragraph that is all emphasised: that is to be typed."""
    children = blocks[-1].tokens[1].children or [] if blocks and blocks[-1].type == "paragraph_open" else []
    shown = [token for token in children if token.type != "text" or token.content]
    is_typed = len(blocks) > 1 and len(shown) > 2 and shown[0].type == "em_open" and shown[-1].type == "em_close"
    return (blocks[:-1], blocks[-1:], TYPED) if is_typed else ((), (), "")


def _read_card(blocks: Sequence[Block]) -> PairBlocks | None:
    front, *others = _split(blocks, lambda block: read_side(block) == PERCENT)
    if not others:
        return None
    further = [block for other in others[2:] for block in other]
    pair = _make(clean_answer(front), clean_answer([*others[0], *further]), "")
    tags = block_text(others[1])[:_LONGEST_TAGS] if len(others) > 1 else ""
    return pair and replace(pair, tags=tuple(tag for tag in map(str.strip, tags.split(",")) if tag))


def _make(front: Sequence[Block], answer: Sequence[Block], kind: str) -> PairBlocks | None:
    place = next((n for n, block in enumerate(front) if block.type in ("paragraph_open", "heading_open")), None)
    if place is None or (kind != CLOZE and all(map(is_empty, answer))):
        return None
    title = read_title(front[place].tokens[1].children or [])
    shown = (*front[:place], *front[place + 1 :])
    pinned = title.pinned or written_for().note
    signs = ("~~",) if kind == CLOZE else ()
    return PairBlocks(
        title,
        pinned,
        tuple(answer),
        (),
        front[place].line,
        shown,
        "inline",
        kind=kind or title.taken.kind,
        tags=title.taken.tags,
        cloze_signs=signs,
    )


def _split(blocks: Sequence[Block], parts: Callable[[Block], bool]) -> Iterator[list[Block]]:
    part: list[Block] = []
    for block in blocks:
        if parts(block):
            yield part
            part = []
        else:
            part.append(block)
    yield part
