"""Questions are the titles of folds, ``<details><summary>Q</summary>``; what is folded away answers them."""

import itertools
from collections import Counter
from collections.abc import Callable, Sequence

from mkdeck.article.admonitions import ASKING_KINDS
from mkdeck.article.answers.folded import is_answer_title
from mkdeck.article.asking import ends_as_question
from mkdeck.article.blocks import Block, read_fold
from mkdeck.article.navigation import is_navigation
from mkdeck.article.question import read_heading
from mkdeck.article.shapes.entries import is_frame
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.sequence import Element, Mark, join_marks, open_lists


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose questions are summaries."""
    return find_fold_pairs(blocks, lambda kind: kind == "", is_told)


def find_fold_pairs(blocks: Sequence[Block], is_meant: Callable[[str], bool], is_told: bool) -> Outline:
    """Find the pairs whose questions are titles of folds of some kinds.

    Where most of these ask, the others are questions, too, in a section in which any asks.
    """
    section = 0
    places: dict[int, int] = {}
    counts: Counter[tuple[int, bool]] = Counter()
    for block in blocks:
        section = block.line if block.type == "heading_open" else section
        places[block.line] = section
        if (mark := _read_mark(block, is_meant)) and not _is_aside(block):
            counts[section, mark.heading.looks_like_question] += 1

    asking = sum(count for (_, asks), count in counts.items() if asks)
    mostly_ask = asking > 0.5 * counts.total()

    def read(block: Block) -> Mark | None:
        mark = _read_mark(block, is_meant)
        if mark is None or (mark.heading.looks_like_question and not _is_aside(block)):
            return mark
        if ends_as_question(mark.heading.text):
            return mark
        place = places.get(block.line, 0)
        takes_all = is_told or (mostly_ask and counts[place, True] > 0)
        return mark if takes_all and not _is_aside(block) else None

    return join_marks(list(open_lists((Element(block, read(block)) for block in blocks), read)))


def _read_mark(block: Block, is_meant: Callable[[str], bool]) -> Mark | None:
    fold = read_fold(block)
    if fold is None or fold.title is None or not is_meant(fold.kind) or is_navigation(block):
        return None
    heading = read_heading(fold.title)
    is_part = is_answer_title(heading.text) or (is_frame(heading) and not ends_as_question(heading.text))
    if is_part or not heading.text:
        return None
    line = (fold.title.map or [block.line - 1])[0] + 1
    front = tuple(itertools.takewhile(lambda inner: inner.tokens[0].meta.get("in_summary"), fold.body))
    return Mark(heading, line, fold.body[len(front) :], front, is_whole=True)


def _is_aside(block: Block) -> bool:
    """Tell whether an admonition is of a kind that does not ask: ``> [!example]-``."""
    kind = block.tokens[0].meta.get("kind", "")
    return kind not in ("", "details") and kind not in ASKING_KINDS
