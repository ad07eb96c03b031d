"""Questions are the titles of admonitions and callouts: ``??? question "Q"``, ``> [!question]- Q``, ``::: details Q``."""

from collections.abc import Sequence

from mkdeck.article.blocks import Block
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.summary import find_fold_pairs


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose questions are admonitions that open."""
    return find_fold_pairs(blocks, lambda kind: kind != "", is_told)
