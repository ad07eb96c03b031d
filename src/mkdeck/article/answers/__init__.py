"""Where the answer begins below a question, and what of it is still the front: in a fold, behind a label or options."""

from collections.abc import Sequence

from mkdeck.article.answers.folded import find_common_titles, has_answer_fold, split_at_fold
from mkdeck.article.answers.labelled import has_answer_label, split_at_label
from mkdeck.article.answers.options import (
    has_marked_option,
    has_open_options,
    has_options,
    split_at_options,
    unmark_options,
)
from mkdeck.article.blocks import Block
from mkdeck.article.cleaning import clean_answer

Split = tuple[str, tuple[Block, ...], tuple[Block, ...]]
"""The shape that parts front and answer, ``""`` where nothing does; the front; the answer."""


def split_answers(below: Sequence[Sequence[Block]]) -> list[Split]:
    """Part the blocks below each question of an article; what most of them have is no accident in the others."""
    titles = find_common_titles(below)
    is_common = sum(has_answer_label(blocks) for blocks in below) >= max(2, len(below) / 2)
    # One list of boxes among many answers is a list of things to do.
    with_options = sum(has_marked_option(blocks) for blocks in below)
    is_quiz = with_options >= 2 or with_options * 2 >= len(below)
    return [_split_answer(blocks, titles, is_common, is_quiz) for blocks in below]


def has_marked_answer(blocks: Sequence[Block]) -> bool:
    """Tell whether an answer that says so stands in the blocks below a heading: folded or labelled."""
    return has_answer_fold(blocks) or has_answer_label(blocks)


def _split_answer(blocks: Sequence[Block], titles: frozenset[str], is_common: bool, is_quiz: bool) -> Split:
    kept = clean_answer(blocks)
    name, parts = "details", split_at_fold(blocks, kept, titles)
    if not parts and (is_quiz or has_marked_option(kept[:1])):
        name, parts = "choices", split_at_options(blocks)
    if not parts:
        name, parts = "labels", split_at_label(blocks, is_common)
    if not parts:
        is_unanswered = len(kept) == 1 and has_open_options(kept[0])
        return ("choices", kept, ()) if is_unanswered else ("", (), tuple(blocks))
    front, answer = parts[0], clean_answer(parts[1])
    if any(has_options(block) for block in front):
        return "choices", tuple(map(unmark_options, front)), answer
    if name == "details" and (more := split_at_label(answer, is_common)) and not more[0]:
        answer = more[1]  # the fold begins with the word, too
    return name, tuple(map(unmark_options, front)), answer
