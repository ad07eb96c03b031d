"""Answers below a line that parts the sides of a card: ``%``, ``?``, and, in what was written for some tools, a rule."""

from collections.abc import Sequence

from mkdeck.article.answers.labelled import Parts
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_sides import END, read_side
from mkdeck.article.signs.emptiness import is_empty


def split_at_side(blocks: Sequence[Block]) -> Parts | None:
    """Part the blocks below a question at the first line between the sides of its card."""
    place = next((n for n, block in enumerate(blocks) if read_side(block) not in ("", END)), None)
    if place is None and written_for().rules:
        place = next((n for n, block in enumerate(blocks) if block.type == "hr" and _shows(blocks[:n])), None)
    if place is None or not _shows(blocks[place + 1 :]):
        return None
    return tuple(blocks[:place]), tuple(blocks[place + 1 :])


def _shows(blocks: Sequence[Block]) -> bool:
    return not all(map(is_empty, blocks))
