"""Answers that are one of the options below a question: the one ticked in a task list, or the one in bold among letters."""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from mkdeck.article.answers.labelled import Parts, is_front_like
from mkdeck.article.parsing.blocks import Block, inner_blocks, keep_per_block, list_items
from mkdeck.article.parsing.markdown import plain_text, read_line

_LETTER = re.compile(r"\W*[A-Ha-h][.:)\]]\s")
LETTER = re.compile(r"\W*+([A-Ha-h])[.:)\]](?:\s++|\Z)")
"""The same where an option is known to be one: only a letter may stand in its line."""
_LETTER_LINE = re.compile(r"^[^\w\n]*[A-Ha-h][.:)\]]\s", re.MULTILINE)
_BOXES = {"[ ]": False, "[x]": True, "[X]": True}
_SHOWN_WITH_OPTION = ("fence", "code_block", "table_open")


@dataclass(slots=True)
class _Option:
    """One option, and the code that stands below it."""

    item: Block
    is_right: bool
    below: list[Block] = field(default_factory=list)


def split_at_options(blocks: Sequence[Block]) -> Parts | None:
    """Part the blocks below a question behind its options: the front has them without their marks."""
    start = next((n for n, block in enumerate(blocks) if block.type.endswith("list_open")), None)
    if start is None or not is_front_like(blocks[:start]):
        return None
    options, end = _read_options(blocks, start)
    right = [option for option in options if option.is_right]
    if not right or len(right) == len(options):
        return None
    answer: list[Block] = []
    for option in right:
        shown = inner_blocks(option.item) if len(right) == 1 else (_as_list(blocks[start], option.item),)
        answer += [*shown, *option.below]
    return tuple(map(unmark_options, blocks[:end])), (*map(unmark_options, answer), *blocks[end:])


def split_behind_options(blocks: Sequence[Block]) -> Parts | None:
    """Part the blocks below a question behind options of which none is marked: what follows answers, if anything does."""
    start = next((n for n, block in enumerate(blocks) if has_open_options(block)), None)
    if start is None or not is_front_like(blocks[:start]):
        return None
    end = next((n for n in range(start, len(blocks)) if not has_open_options(blocks[n])), len(blocks))
    return tuple(blocks[:end]), tuple(blocks[end:])


def has_marked_option(blocks: Iterable[Block]) -> bool:
    """Tell whether the blocks have a list of options of which some are marked and some are not."""
    marks = [mark for block in blocks for mark in _read_own_marks(block)]
    return None not in marks and len(set(marks)) == 2


def has_one_right(blocks: Iterable[Block]) -> bool:
    """Tell whether of the options in the blocks one is marked, as in no list of things to do but by accident."""
    return sum(bool(mark) for block in blocks for mark in _read_own_marks(block)) == 1


def has_options(block: Block) -> bool:
    """Tell whether a block offers options: a list whose items begin with letters or boxes, or lines that do."""
    if items := list_items(block):
        return len(items) >= 2 and all(_mark(item) is not None or _has_letter(item) for item in items)
    return block.type == "paragraph_open" and len(_LETTER_LINE.findall(block.source)) >= 2


def has_boxes(block: Block) -> bool:
    """Tell whether the options of a block are those of a task list."""
    return any(_mark(item) is not None for item in list_items(block))


def has_open_options(block: Block) -> bool:
    """Tell whether a block offers options of which none is marked; a list of what is all done says something."""
    return has_options(block) and not any(_read_marks(list_items(block)))


def begins_as_option(line: Iterable[Token]) -> bool:
    """Tell whether the inside of a line begins with a letter, ``B.``."""
    return _LETTER.match(plain_text(line)) is not None


def split_option_lines(children: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Part the inside of a paragraph at the first of its lines that is an option, if two are."""
    starts = [n + 1 for n, token in enumerate(children) if token.type.endswith("break")]
    options = [n for n in starts if begins_as_option(read_line(children, n))]
    return (
        (list(children[: options[0] - 1]), list(children[options[0] :])) if len(options) > 1 else (list(children), [])
    )


def is_ticked(item: Block) -> bool | None:
    """Tell whether the box that an item had before it was taken off was ticked, ``None`` where it had none."""
    return next((token.meta["ticked"] for token in item.tokens[:3] if "ticked" in token.meta), None)


def unmark_options(block: Block) -> Block:
    """Return a block without the boxes of a task list, in its source, too; options in lines keep these."""
    if block.type == "paragraph_open" and has_options(block):
        return _break_lines(block)
    if _is_bold_among_letters(items := list_items(block)):
        ticked = {id(item.tokens[0]): is_bold(item.tokens) for item in items}
        tokens = (_tick(token, ticked.get(id(token))) for token in without_bold(block.tokens))
        return replace(block, tokens=tuple(tokens), source=block.source.replace("**", ""))
    source = re.sub(r"^(\s*[-*+] )\[[xX]\] ", r"\1[ ] ", block.source, flags=re.MULTILINE)
    return Block(tuple(map(_unmark, block.tokens)), block.line, source)


def _break_lines(block: Block) -> Block:
    children = [replace(t, type="hardbreak") if t.type == "softbreak" else t for t in block.tokens[1].children or ()]
    return Block(
        (block.tokens[0], replace(block.tokens[1], children=children), block.tokens[2]), block.line, block.source
    )


def _read_options(blocks: Sequence[Block], start: int) -> tuple[list[_Option], int]:
    """Return the options from a list on, and where they end; code between lists of one item belongs to the options."""
    options: list[_Option] = []
    for n in range(start, len(blocks)):
        items = list_items(blocks[n])
        marks = [mark for mark in _read_marks(items) if mark is not None]
        if items and len(marks) == len(items):
            options += [_Option(item, mark) for item, mark in zip(items, marks, strict=True)]
        elif options and blocks[n].type in _SHOWN_WITH_OPTION and len(list_items(blocks[n - 1])) == 1:
            options[-1].below.append(blocks[n])
        else:
            return options, n
    return options, len(blocks)


@keep_per_block
def _read_own_marks(block: Block) -> list[bool | None]:
    return _read_marks(list_items(block))


def _read_marks(items: Sequence[Block]) -> list[bool | None]:
    """Tell of each item of a list whether it is ticked; where the right one of several with letters is bold, that is ticked."""
    if _is_bold_among_letters(items):
        return [is_bold(item.tokens) for item in items]
    return list(map(_mark, items))


def _is_bold_among_letters(items: Sequence[Block]) -> bool:
    """Tell whether all items have letters, and one of them is bold with all its text."""
    return len(items) > 1 and all(map(_has_letter, items)) and sum(is_bold(item.tokens) for item in items) == 1


def is_bold(tokens: Iterable[Token]) -> bool:
    """Tell whether all words of an option are bold, but perhaps its letter."""
    depth, is_found = 0, False
    for token in first_text(tokens):
        depth += token.nesting * (token.type in ("strong_open", "strong_close"))
        is_found = is_found or depth > 0
        sign = LETTER.match(token.content)
        if (
            not depth
            and token.type != "html_inline"
            and any(map(str.isalnum, token.content[sign.end() if sign else 0 :]))
        ):
            return False
    return is_found


def _mark(item: Block) -> bool | None:
    checked = item.tokens[0].meta.get("checked")
    if isinstance(checked, bool):
        return checked
    return _BOXES.get(_content(item).strip())  # of an option that is code, below its box


def _as_list(origin: Block, item: Block) -> Block:
    return Block((origin.tokens[0], *item.tokens, origin.tokens[-1]), item.line, item.source)


def without_bold(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield tokens without bold text in them."""
    for token in tokens:
        children = [t for t in token.children or () if t.type not in ("strong_open", "strong_close")]
        yield replace(token, children=children) if token.type == "inline" else token


def _unmark(token: Token) -> Token:
    if token.type == "inline" and (box := token.content.strip()) in _BOXES:
        return _tick(replace(token, content="", children=[]), _BOXES[box])
    if "checked" not in token.meta:
        return token
    shown = copy(token)
    shown.meta = {key: value for key, value in token.meta.items() if key != "checked"}
    shown.attrs = {key: value for key, value in token.attrs.items() if key != "class"}
    return _tick(shown, token.meta["checked"])


def _tick(token: Token, ticked: bool | None) -> Token:
    """Return a token that remembers the mark taken off it, which no card shows on its front."""
    return token if ticked is None else replace(token, meta={**token.meta, "ticked": ticked})


def first_text(tokens: Iterable[Token]) -> Sequence[Token]:
    """Return the inside of the first text in a run of tokens."""
    return next((token.children or () for token in tokens if token.type == "inline"), ())


def _content(item: Block) -> str:
    return next((token.content for token in item.tokens if token.type == "inline"), "")


def _has_letter(item: Block) -> bool:
    return _LETTER.match(_content(item)) is not None
