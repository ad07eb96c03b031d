"""Answers folded away: ``<details><summary>View answer</summary>``; what stands before the fold is the front."""

from collections import Counter
from collections.abc import Iterable, Sequence

from mkdeck.article.asking import asks_something
from mkdeck.article.blocks import Block, read_fold
from mkdeck.article.emptiness import is_empty
from mkdeck.article.markdown import inline_text
from mkdeck.article.words import Words, pattern

Parts = tuple[tuple[Block, ...], tuple[Block, ...]]
"""Front and answer."""

_LONGEST = 100
"""Characters of such titles."""


@pattern
def _invitation(words: Words) -> str:
    return _made_of(words.longest("show", "invitations"))


@pattern
def _answer_title(words: Words) -> str:
    kinds = ("answer_labels", "explanations", "show", "invitations", "fillers", "qualifiers")
    counted = r"\d+|[A-H](?!\w)"
    return rf"(?=.*{words.any('answer_labels', 'explanations')}){_made_of(f'{words.longest(*kinds)}|{counted}')}"


@pattern
def _invites(words: Words) -> str:
    return rf"\W*+(?:{words.any('show', 'invitations')}\W++){{0,3}}{words.any('show')}"


def _made_of(word: str) -> str:
    """Return what matches a title that has no other words."""
    return rf"\W*+(?:(?:{word})\W*+)++\Z"


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
        if is_answer_title(title) or title in common or is_alone:
            return tuple(_drop_title(blocks[:n])), (*fold.body, *blocks[n + 1 :])
    return None


def _drop_title(front: Sequence[Block]) -> Sequence[Block]:
    """Return what stands before a fold without a last heading that only says "Answer"."""
    last = next((n for n in range(len(front) - 1, -1, -1) if not is_empty(front[n])), None)
    if last is None or front[last].type != "heading_open":
        return front
    return front[:last] if is_answer_title(inline_text(front[last].tokens[1])) else front


def has_answer_fold(blocks: Iterable[Block]) -> bool:
    """Tell whether one of the blocks is a fold that says that it answers."""
    return any(block.type == "details_open" and is_answer_title(fold_title(block)) for block in blocks)


def find_common_titles(answers: Sequence[Sequence[Block]]) -> frozenset[str]:
    """Return the titles of folds that stand below at least half of the questions."""
    firsts = (next((fold_title(b) for b in blocks if b.type == "details_open"), "") for blocks in answers)
    least = max(2, len(answers) / 2)
    return frozenset(t for t, count in Counter(firsts).items() if t and count >= least and not asks_something(t))


def is_answer_title(title: str, words: Words | None = None) -> bool:
    """Tell whether a fold's title says that the answer is in it."""
    return len(title) <= _LONGEST and _answer_title(words).match(title) is not None


def is_invitation(title: str, words: Words | None = None) -> bool:
    """Tell whether a fold's title only says what to do, and names nothing: "show", "Click to expand"."""
    return len(title) <= _LONGEST and _invitation(words).match(title) is not None


def invites(title: str, words: Words | None = None) -> bool:
    """Tell whether a fold's title begins with what to do, and so names no section: "Show the rest"."""
    return _invites(words).match(title[:_LONGEST]) is not None


def fold_title(block: Block) -> str:
    """Return the title of a fold as plain text."""
    fold = read_fold(block)
    return inline_text(fold.title) if fold and fold.title else ""
