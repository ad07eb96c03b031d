"""Answers folded away: ``<details><summary>View answer</summary>``; what stands before the fold is the front."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.parsing.blocks import Block, Fold, read_fold
from mkdeck.article.parsing.markdown import inline_text
from mkdeck.article.signs.asking import asks_something
from mkdeck.article.signs.emptiness import is_empty, is_unwritten
from mkdeck.article.signs.invitations import is_answer_title
from mkdeck.article.signs.labels import answer_label
from mkdeck.article.signs.question import drop_start

Parts = tuple[tuple[Block, ...], tuple[Block, ...]]
"""Front and answer."""
_LONGEST = 60
"""Characters of a title that answers."""


def split_at_fold(blocks: Sequence[Block], shown: Sequence[Block], common: frozenset[str]) -> Parts | None:
    """Part the blocks below a question at the fold that answers.

    ``shown`` are the same blocks when they are cleaned, ``common`` titles of such folds in the article.
    """
    for n, block in enumerate(blocks):
        fold = read_fold(block)
        if fold is None:
            continue
        title = fold_title(block)
        is_alone = len(shown) == 1 and shown[0].line == block.line and not asks_something(title)
        if says_answer(title) or title in common or is_alone:
            return tuple(_drop_title(blocks[:n])), (*_read_said(block, fold), *fold.body, *blocks[n + 1 :])
    return None


def says_answer(title: str) -> bool:
    """Tell whether a fold's title says that the answer is in it, perhaps with its first word: "Answer: B"."""
    return is_answer_title(title) or (len(title) <= _LONGEST and answer_label().match(title) is not None)


def _read_said(block: Block, fold: Fold) -> tuple[Block, ...]:
    """Return what a fold's title already answers, behind the word."""
    title = fold_title(block)
    label = answer_label().match(title)
    if not label or is_answer_title(title) or not fold.title:
        return ()
    said = make_paragraph(block, drop_start(fold.title.children or (), label.end()), block.line, title)
    return () if is_unwritten([said]) else (said,)


def _drop_title(front: Sequence[Block]) -> Sequence[Block]:
    """Return what stands before a fold without a last heading that only says "Answer"."""
    last = next((n for n in range(len(front) - 1, -1, -1) if not is_empty(front[n])), None)
    if last is None or front[last].type != "heading_open":
        return front
    return front[:last] if is_answer_title(inline_text(front[last].tokens[1])) else front


def count_answer_folds(blocks: Iterable[Block]) -> int:
    """Return how many of the blocks are folds that say that they answer."""
    return sum(block.type == "details_open" and says_answer(fold_title(block)) for block in blocks)


def has_answer_fold(blocks: Iterable[Block]) -> bool:
    """Tell whether one of the blocks is a fold that says that it answers."""
    return count_answer_folds(blocks) > 0


def find_common_titles(answers: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Return the titles of folds that stand below at least half of the questions."""
    firsts = (next((fold_title(b) for b in blocks if b.type == "details_open"), "") for blocks in answers)
    least = max(2, len(answers) / 2)
    return frozenset(t for t, count in Counter(firsts).items() if t and count >= least and not asks_something(t))


def fold_title(block: Block) -> str:
    """Return the title of a fold as plain text."""
    fold = read_fold(block)
    return inline_text(fold.title) if fold and fold.title else ""
