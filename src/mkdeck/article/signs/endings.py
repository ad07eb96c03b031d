"""What stands below an answer and is said of the questions, or asks more of them, and answers nothing."""

from collections.abc import Sequence
from itertools import takewhile

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import block_text
from mkdeck.article.signs.asking import asks_something, ends_as_question
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.navigation import is_navigation
from mkdeck.article.words import Words, pattern

_LONGEST = 200
"""Characters of a paragraph that tell what it is about."""
_MOST_LAST = 5
"""Blocks at the end among which the first such paragraph stands."""
_TEXTS = ("paragraph_open", "blockquote_open")
_FEWEST_ASKED = 3
"""Paragraphs that end as questions, from which on they are further questions, and not a rhetorical one."""


@pattern
def _closing(words: Words) -> str:
    return rf"\W*+{words.any('closings')}"


def drop_ending(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return an answer without last paragraphs that speak of the questions ("These questions cover …") or are some."""
    count = len(blocks)
    while count > 1 and (is_empty(blocks[count - 1]) or is_navigation(blocks[count - 1])):
        count -= 1
    kept = _drop(blocks[:count])
    return kept if len(kept) < count else blocks


def _drop(blocks: Sequence[Block]) -> Sequence[Block]:
    said = list(takewhile(lambda block: block.type in _TEXTS or is_empty(block), reversed(blocks[1:])))
    first = len(blocks) - min(len(said), _MOST_LAST)
    closing = next((n for n in range(first, len(blocks)) if _closes(blocks[n])), len(blocks))
    kept = blocks[:closing]
    asked = list(takewhile(_asks, reversed(kept[1:])))
    is_more = sum(ends_as_question(block_text([block])) for block in asked) >= _FEWEST_ASKED
    return kept[: len(kept) - len(asked)] if is_more else kept


def _closes(block: Block) -> bool:
    return block.type in _TEXTS and _closing().match(block_text([block])[:_LONGEST]) is not None


def _asks(block: Block) -> bool:
    return block.type == "paragraph_open" and asks_something(block_text([block]))
