"""Where the answer begins below a question, and what of it is still the front: in a fold, behind a label or options."""

from collections.abc import Sequence

from mkdeck.article.answers.folded import find_common_titles, has_answer_fold, split_at_fold
from mkdeck.article.answers.labelled import has_answer_label, split_at_label
from mkdeck.article.answers.options import has_marked_option, has_options, split_at_options, unmark_options
from mkdeck.article.blocks import Block
from mkdeck.article.cleaning import clean_answer

Split = tuple[str, tuple[Block, ...], tuple[Block, ...]]
"""The shape that parts front and answer, ``""`` where nothing does; the front; the answer."""


def split_answers(below: Sequence[Sequence[Block]]) -> list[Split]:
    """Part the blocks below each question of an article; what most of them have is no accident in the others."""
    titles = find_common_titles(below)
    is_common = sum(has_answer_label(blocks) for blocks in below) >= max(2, len(below) / 2)
    return [_split_answer(blocks, titles, is_common) for blocks in below]


def has_marked_answer(blocks: Sequence[Block]) -> bool:
    """Tell whether an answer that says so stands in the blocks below a heading: folded, labelled, or a marked option."""
    return has_answer_fold(blocks) or has_answer_label(blocks) or has_marked_option(blocks)


def _split_answer(blocks: Sequence[Block], titles: frozenset[str], is_common: bool) -> Split:
    name, parts = "details", split_at_fold(blocks, titles)
    if not parts:
        name, parts = "choices", split_at_options(blocks)
    if not parts:
        name, parts = "labels", split_at_label(blocks, is_common)
    if not parts:
        kept = clean_answer(blocks)
        is_unanswered = len(kept) == 1 and has_options(kept[0])
        return ("choices", kept, ()) if is_unanswered else ("", (), tuple(blocks))
    front, answer = parts[0], clean_answer(parts[1])
    if name == "details" and (more := split_at_label(answer, is_common)) and not more[0]:
        answer = more[1]  # the fold begins with the word, too
    if name != "choices" and any(has_options(block) for block in front):
        name = "choices"
    return name, tuple(map(unmark_options, front)), answer
