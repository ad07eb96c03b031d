"""Where the answer begins below a question, and what of it is still the front: in a fold, behind a label or options."""

from collections.abc import Sequence
from dataclasses import dataclass

from mkdeck.article.answers.folded import find_common_titles, has_answer_fold, split_at_fold
from mkdeck.article.answers.labelled import has_answer_label, is_front_like, split_at_label
from mkdeck.article.answers.options import (
    has_boxes,
    has_marked_option,
    has_open_options,
    has_options,
    split_at_options,
    split_behind_options,
    unmark_options,
)
from mkdeck.article.answers.shown_code import find_referring, split_at_code, split_at_solution
from mkdeck.article.answers.sided import split_at_side
from mkdeck.article.answers.ticks import tick_options
from mkdeck.article.parsing.blocks import Block, list_items
from mkdeck.article.parsing.markdown import inline_text
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.signs.cleaning import clean_answer
from mkdeck.article.signs.invitations import is_answer_title

Split = tuple[str, tuple[Block, ...], tuple[Block, ...]]
"""The shape that parts front and answer, ``""`` where nothing does; the front; the answer."""


_DOZEN = 12
"""Answers that are a list of one item, below which these are no habit."""


def split_answers(
    below: Sequence[Sequence[Block]], asked: Sequence[str], are_tasks: bool = False, are_lines: bool = False
) -> list[Split]:
    """Part the blocks below each question of an article; what most of them have is no accident in the others.

    ``asked`` are the titles of the questions; ``are_tasks`` says that the page calls them tasks, ``are_lines`` that they are lines of a text.
    """
    titles = find_common_titles(below)
    is_common = (
        sum(has_answer_label(blocks) for blocks in below) >= max(2, len(below) / 2)
        or written_for().letters
        or written_for().clozes
    )
    below = tick_options(below)
    # One list of boxes among many answers is a list of things to do.
    with_options = sum(has_marked_option(blocks) for blocks in below)
    is_quiz = with_options >= 2 or with_options * 2 >= len(below)
    # One heading "Explanation" may follow an answer; below most of the questions it is the answer.
    explained = sum(_find_explanation(blocks) is not None for blocks in below)
    # One answer may begin a), b); where several questions offer such options, one without an answer lacks it.
    offering = sum(any(map(has_options, blocks)) for blocks in below)
    referring = find_referring(asked)
    solved = sum(split_at_solution(clean_answer(blocks)) is not None for blocks in below) if are_tasks else 0
    cleaned = map(clean_answer, below if are_lines else ())
    ended = [kept for kept in cleaned if kept and len(list_items(kept[-1])) == 1]
    is_ended = (
        are_lines
        and len(ended) >= max(_DOZEN, 0.8 * len(below))
        and sum(len(kept) == 1 for kept in ended) >= len(below) / 2
    )
    habit = _Habit(
        titles,
        is_common,
        is_quiz,
        explained >= max(3, 0.6 * len(below)),
        offering >= 2,
        offering >= max(2, len(below) / 2),
        solved >= max(2, 0.6 * len(below)),
        is_ended,
    )
    return [_split_answer(blocks, habit, n in referring) for n, blocks in enumerate(below)]


@dataclass(frozen=True, slots=True)
class _Habit:
    """How the answers of an article are mostly marked."""

    titles: frozenset[str]
    """Of the folds that hold them."""
    is_labelled: bool
    is_quiz: bool
    is_explained: bool
    """Whether a heading such as "Explanation" stands above them."""
    offers: bool
    """Whether several questions have options, so that a list of options alone is no answer."""
    are_choices: bool
    """Whether most questions have options, so that what follows open ones answers."""
    are_solved: bool
    """Whether most are tasks that end with the code that solves them."""
    is_ended: bool
    """Whether most are a list of one item and nothing else, so that what stands above one asks, too."""


def _find_explanation(blocks: Sequence[Block]) -> int | None:
    """Return the place of the heading that says that what follows answers."""
    headings = (n for n, block in enumerate(blocks) if block.type == "heading_open")
    return next((n for n in headings if is_answer_title(inline_text(blocks[n].tokens[1]))), None)


def has_marked_answer(blocks: Sequence[Block]) -> bool:
    """Tell whether an answer that says so stands in the blocks below a heading: folded or labelled."""
    return has_answer_fold(blocks) or has_answer_label(blocks) or split_at_side(blocks) is not None


def _split_answer(blocks: Sequence[Block], habit: _Habit, is_about_code: bool) -> Split:
    if parts := split_at_side(blocks):
        return "sides", clean_answer(parts[0]), clean_answer(parts[1])
    kept = clean_answer(blocks)
    name, parts = "details", split_at_fold(blocks, kept, habit.titles)
    if parts and has_marked_option(parts[0][-1:]) and (marked := split_at_options(parts[0])):
        parts = marked[0], (*marked[1], *parts[1])  # the fold only explains
    if not parts and (habit.is_quiz or has_marked_option(kept[:1])):
        name, parts = "choices", split_at_options(blocks)
    if not parts:
        name, parts = "labels", split_at_label(blocks, habit.is_labelled)
    if not parts and habit.is_explained and (place := _find_explanation(blocks)) is not None:
        front = clean_answer(blocks[:place])
        titled = [block for block in front if block.type != "heading_open"]  # "Code", "Answer"
        parts = (front, tuple(blocks[place + 1 :])) if is_front_like(titled) else None
    if (
        not parts
        and habit.is_ended
        and len(kept) > 1
        and len(list_items(kept[-1])) == 1
        and not any(map(list_items, kept[:-1]))
    ):
        name, parts = "sides", (kept[:-1], kept[-1:])
    if not parts and habit.are_solved:
        name, parts = "code", split_at_solution(kept)
    if not parts and (habit.are_choices or has_boxes(kept[0]) if kept else False):
        name, parts = "choices", split_behind_options(kept)
    if not parts and is_about_code:
        name, parts = "code", split_at_code(kept)
    if not parts:
        is_unanswered = len(kept) == 1 and has_open_options(kept[0]) and habit.offers
        return ("choices", kept, ()) if is_unanswered else ("", (), tuple(blocks))
    front, answer = parts[0], clean_answer(parts[1])
    if any(has_options(block) for block in front):
        return "choices", tuple(map(unmark_options, front)), answer
    if name == "details" and (more := split_at_label(answer, habit.is_labelled)) and not more[0]:
        answer = more[1]  # the fold begins with the word, too
    return name, tuple(map(unmark_options, front)), answer
