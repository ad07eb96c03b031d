"""Questions of any form that offer options: ``- [ ]`` and ``- [x]``, or ``- A. …`` and "Answer: B"."""

from collections.abc import Sequence

from mkdeck.article.blocks import Block
from mkdeck.article.shapes.mixed import find_parted
from mkdeck.article.shapes.outline import Outline


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose questions have options; these are shown on the front, without their marks."""
    return find_parted(blocks, question_level, "choices")
