"""Questions of any form whose answers are folded away, ``<details><summary>View answer</summary>``."""

from collections.abc import Sequence

from mkdeck.article.blocks import Block
from mkdeck.article.shapes.mixed import find_parted
from mkdeck.article.shapes.outline import Outline


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose answers are folded away; what stands before the fold is the front."""
    return find_parted(blocks, question_level, "details")
