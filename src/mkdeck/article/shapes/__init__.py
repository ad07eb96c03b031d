"""The shapes in which articles ask, one file each: blocks -> where questions and answers are."""

from collections.abc import Callable, Sequence

from mkdeck.article.blocks import Block
from mkdeck.article.shapes import headings
from mkdeck.article.shapes.outline import Outline

FindPairs = Callable[[Sequence[Block], int | None], Outline]
"""From an article's blocks and the question level that was set, if any, to what asks and what answers."""

SHAPES: dict[str, FindPairs] = {
    "headings": headings.find_pairs,
}
"""Every shape by its name, in the order in which they are tried."""


def find_outline(blocks: Sequence[Block], shape: str | None, question_level: int | None) -> Outline:
    """Read an article by the shape that is named, else by the first one that finds a pair in it."""
    tried = [SHAPES[shape]] if shape else list(SHAPES.values())
    outlines = [find_pairs(blocks, question_level) for find_pairs in tried]
    return next((outline for outline in outlines if outline.pairs), outlines[0])
