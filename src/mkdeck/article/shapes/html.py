"""Questions are headings in raw HTML: ``<h3><a name="x"></a>What is X?</h3>``."""

from collections.abc import Sequence
from dataclasses import replace

from mkdeck.article.blocks import Block
from mkdeck.article.shapes import headings
from mkdeck.article.shapes.entries import read_line
from mkdeck.article.shapes.outline import Outline


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose questions are headings in raw HTML."""
    outline = headings.find_pairs(blocks, question_level, is_told)
    lines = raw_lines(blocks)
    return replace(outline, pairs=tuple(pair for pair in outline.pairs if pair.line in lines))


def raw_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the lines of the headings that are raw HTML."""
    raw = (b for b in blocks if b.type == "heading_open" and b.tokens[0].markup.startswith("<"))
    return frozenset(map(read_line, raw))
