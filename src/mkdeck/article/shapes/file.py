"""One file, one question: its title or its only heading asks, and the rest of it answers."""

from collections.abc import Sequence

from mkdeck.article.blocks import Block
from mkdeck.article.question import read_heading
from mkdeck.article.shapes.outline import Outline, PairBlocks


def find_pairs(blocks: Sequence[Block], question_level: int | None) -> Outline:
    """Find the pair of an article that is one question."""
    place = next((n for n, block in enumerate(blocks) if block.type == "heading_open"), None)
    if place is None:
        return Outline()
    heading = read_heading(blocks[place].tokens[1])
    answer = tuple(blocks[place + 1 :])
    return Outline((PairBlocks(heading, heading.pinned, answer, (), blocks[place].line),))
