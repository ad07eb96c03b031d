"""Questions are the titles of folds, ``<details><summary>Q</summary>``; what is folded away answers them."""

from collections.abc import Callable, Sequence

from mkdeck.article.answers.folded import is_answer_title
from mkdeck.article.blocks import Block, read_fold
from mkdeck.article.cleaning import is_navigation
from mkdeck.article.question import Heading, read_title
from mkdeck.article.shapes.levels import is_frame
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.sequence import Element, Mark, join_marks


def find_pairs(blocks: Sequence[Block], question_level: int | None) -> Outline:
    """Find the pairs of an article whose questions are summaries."""
    return find_fold_pairs(blocks, lambda kind: kind == "")


def find_fold_pairs(blocks: Sequence[Block], is_meant: Callable[[str], bool]) -> Outline:
    """Find the pairs whose questions are titles of folds of some kinds."""
    marks = [_read_mark(block, is_meant) for block in blocks]
    there = [mark for mark in marks if mark]
    asking = [mark for mark in there if mark.heading.looks_like_question]
    takes_all = len(asking) > 0.5 * len(there)
    elements = [
        Element(block, mark if mark and (takes_all or mark.heading.looks_like_question) else None)
        for block, mark in zip(blocks, marks, strict=True)
    ]
    return join_marks(elements)


def _read_mark(block: Block, is_meant: Callable[[str], bool]) -> Mark | None:
    fold = read_fold(block)
    if fold is None or fold.title is None or not is_meant(fold.kind) or is_navigation(block):
        return None
    heading = read_title(fold.title.children or [])
    if is_answer_title(heading.text) or is_frame(heading) or not heading.text:
        return None
    line = (fold.title.map or [block.line - 1])[0] + 1
    return Mark(heading, line, fold.body, is_whole=True)


def fold_heading(block: Block) -> Heading | None:
    """Return the title of a fold, ``None`` where it has none."""
    fold = read_fold(block)
    return read_title(fold.title.children or []) if fold and fold.title else None
