"""Answers that are one of the options: a task list below the question, in which the right one is marked."""

import re
from collections.abc import Iterable, Sequence
from copy import copy

from markdown_it.token import Token

from mkdeck.article.answers.labelled import Parts, is_front_like
from mkdeck.article.blocks import Block, inner_blocks, list_items

_LETTER = re.compile(r"\W*[A-Ha-h][.:)\]]\s")
_LETTER_LINE = re.compile(r"^\W*[A-Ha-h][.:)\]]\s", re.MULTILINE)


def split_at_options(blocks: Sequence[Block]) -> Parts | None:
    """Part the blocks below a question behind its options: the front has them without their marks."""
    for n, block in enumerate(blocks):
        if not block.type.endswith("list_open"):
            continue
        if not _is_marked(block) or not is_front_like(blocks[:n]):
            return None
        right = [item for item in list_items(block) if _mark(item)]
        answer = inner_blocks(right[0]) if len(right) == 1 else (_keep_items(block, right),)
        return (*blocks[:n], unmark_options(block)), (*map(unmark_options, answer), *blocks[n + 1 :])
    return None


def has_marked_option(blocks: Iterable[Block]) -> bool:
    """Tell whether one of the blocks is a list of options of which some are marked and some are not."""
    return any(_is_marked(block) for block in blocks)


def unmark_options(block: Block) -> Block:
    """Return a block without the boxes of a task list, in its source, too."""
    tokens = tuple(_unmark(token) for token in block.tokens)
    source = block.source
    for box in ("[x]", "[X]"):
        source = source.replace(f"- {box} ", "- [ ] ").replace(f"* {box} ", "* [ ] ")
    return Block(tokens, block.line, source)


def _is_marked(block: Block) -> bool:
    marks = {_mark(item) for item in list_items(block)}
    return marks == {True, False}


def _mark(item: Block) -> bool | None:
    checked = item.tokens[0].meta.get("checked")
    return checked if isinstance(checked, bool) else None


def _keep_items(block: Block, items: Sequence[Block]) -> Block:
    kept = [token for item in items for token in item.tokens]
    return Block((block.tokens[0], *kept, block.tokens[-1]), block.line, block.source)


def _unmark(token: Token) -> Token:
    if "checked" not in token.meta:
        return token
    shown = copy(token)
    shown.meta = {key: value for key, value in token.meta.items() if key != "checked"}
    shown.attrs = {key: value for key, value in token.attrs.items() if key != "class"}
    return shown


def has_options(block: Block) -> bool:
    """Tell whether a block offers options: a list of at least two that begin with letters or boxes, or lines that do."""
    items = list_items(block)
    if items:
        return sum(_mark(item) is not None or bool(_LETTER.match(_first_text(item))) for item in items) >= 2
    return block.type == "paragraph_open" and len(_LETTER_LINE.findall(block.source)) >= 2


def _first_text(item: Block) -> str:
    return next((token.content for token in item.tokens if token.type == "inline"), "")
