"""Questions are list items: a heading, ``12. ### Q``, bold text, or a sentence, with the answer below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it.token import Token

from mkdeck.article.answers.labelled import begins_as_answer, make_paragraph
from mkdeck.article.answers.options import split_option_lines
from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items
from mkdeck.article.parsing.markdown import plain_text, read_line
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import NO_LEVEL, Candidate, Element
from mkdeck.article.reading.forms import fold
from mkdeck.article.reading.forms.bold import read_bold
from mkdeck.article.reading.forms.marks import split_asked
from mkdeck.article.signs.asking import asks_something, ends_as_question
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.question import Heading, asks_below_number, read_heading, read_title

_APART = frozenset({"heading_open", "hr", "ordered_list_open", "bullet_list_open"})
"""What does not go on with the item above it."""
_MAY_ASK = re.compile(r"[?？؟]\W*\S")
_TIGHT = 5
"""Tokens of an item that is nothing but a line of text."""


def find_beside(blocks: Sequence[Block]) -> str:
    """Return what stands between question and answer in the lines of many items, ``- Why? - So``: ``?`` or a dash; ``""`` where it is few."""
    items = [item for block in blocks for item in list_items(block)]
    shown = [block for block in blocks if not is_empty(block)]
    below = {id(list_items(a)[-1]) for a, b in pairwise(shown) if list_items(a) and b.type not in _APART}
    begun = []
    for item in (item for item in items if id(item) not in below):
        inline = next((token for token in item.tokens if token.type == "inline"), None)
        line = list(read_line(inline.children or [])) if inline and _MAY_ASK.search(inline.content) else []
        if parts := _part(line, "?", has_more=len(item.tokens) > _TIGHT):
            begun.append(parts)
    if len(begun) < max(weights.FEWEST_LINES, weights.ITEMS * len(items)):
        return ""
    return "-" if sum(is_dashed for _, _, is_dashed in begun) >= weights.HALF * len(items) else "?"


def _part(line: Sequence[Token], beside: str, has_more: bool = False) -> tuple[list[Token], list[Token], bool] | None:
    """Part a line behind its question; "What is a knot? Give an example." is one, and so is all that has its answer below it."""
    if not beside or ends_as_question(plain_text(line)):
        return None
    parts = split_asked(line)
    if parts and not parts[2] and (has_more or asks_something(plain_text(parts[1]))):
        return None
    return parts or (split_asked(line, is_dashed=True) if beside == "-" else None)


def read_elements(block: Block, *, beside: str = "") -> Iterator[Element]:
    """Yield a list item by item, where any of them may begin a question; else whole.

    ``beside`` is what may part a question from an answer in its line.
    """
    items = list_items(block)
    is_alone = len(items) == 1 and block.type == "ordered_list_open"
    are_glued = _are_glued(items)
    candidates = [
        None if _only_tells(item) and not is_alone and not beside else _read_item(item, block, are_glued, beside)
        for item in items
    ]
    if not any(candidates):
        yield Element(block)
        return
    is_answered = any(candidate and candidate.rest for candidate in candidates)
    for n, (item, candidate) in enumerate(zip(items, candidates, strict=True), 1):
        is_last = n == len(items) and (is_answered or n == 1)
        place = _find_slipped(candidate) if candidate else None
        if candidate is None or place is None:
            yield Element(item, candidate and replace(candidate, siblings=len(items), is_last=is_last), block)
            continue
        yield Element(item, replace(candidate, rest=candidate.rest[:place]), block)
        for inner in candidate.rest[place:]:
            yield from read_elements(inner) if list_items(inner) else (Element(inner),)


def _find_slipped(candidate: Candidate) -> int | None:
    """Return the place in an item of a list whose items have headings of the same level, and slipped into it."""
    for n, block in enumerate(candidate.rest if candidate.level < NO_LEVEL else ()):
        for item in list_items(block) if block.type == "ordered_list_open" else ():
            first = next(iter(inner_blocks(item)), item)
            is_same = first.type == "heading_open" and int(first.tokens[0].tag[1]) == candidate.level
            if is_same and read_heading(first.tokens[1]).looks_like_question:
                return n
    return None


def _only_tells(item: Block) -> bool:
    """Tell whether an item is one line of plain text that does not ask: most are, and need no closer look."""
    children = item.tokens[2].children or [] if len(item.tokens) == _TIGHT else []
    return len(children) == 1 and children[0].type == "text" and not asks_below_number(plain_text(children))


def _are_glued(items: Sequence[Block]) -> bool:
    """Tell whether each item is a line with its answer in the next line, as some of these lines ask."""
    inlines = [next((t for t in item.tokens if t.type == "inline"), None) for item in items]
    lines = [inline.children or [] if inline else [] for inline in inlines]
    glued = [plain_text(read_line(line)) for line in lines if any(t.type.endswith("break") for t in line)]
    return len(glued) == len(items) and sum(map(ends_as_question, glued)) >= weights.ITEMS_AMID * len(items)


def _read_item(item: Block, block: Block, are_glued: bool, beside: str) -> Candidate | None:
    first, *rest = inner_blocks(item) or (item,)
    number = int(item.tokens[0].info) if item.tokens[0].info.isdecimal() else None
    kind = "numbered" if block.type == "ordered_list_open" else "bullet"
    if first.type == "heading_open":
        heading, level = read_heading(first.tokens[1]), int(first.tokens[0].tag[1])
        if not heading.text:
            return None
        return _make("heading", read_heading(first.tokens[1]), first.line, rest, number, block, level)
    if first.type == "details_open":
        folded = next(iter(fold.read_elements(first))).candidate
        return folded and replace(folded, rest=(*folded.rest, *rest))
    if bold := read_bold(first):
        may_ask = bold.name.looks_like_question and (number is not None or not bold.rest)
        is_term = bold.name.text.endswith((":", "：")) and not may_ask
        if not bold.name.text or is_term:
            return None
        return _make(f"bold {kind}", bold.name, first.line, [*bold.rest, *rest], number, block)
    if first.type != "paragraph_open":
        return None
    return _read_sentence(first, rest, kind, number, block, are_glued, beside)


def _read_sentence(
    first: Block, rest: list[Block], kind: str, number: int | None, block: Block, is_glued: bool, beside: str
) -> Candidate:
    """Return a plain sentence, with what follows it, in its line, in the next one or below; options are lines below all of it."""
    children = first.tokens[1].children or []
    asked, options = split_option_lines(children)
    if options:
        line = 1 + sum(token.type.endswith("break") for token in asked)
        offer = make_paragraph(first, options, first.line + line, "\n".join(first.lines[line:]))
        return _make(f"plain {kind}", read_title(asked), first.line, [offer, *rest], number, block)
    end = next((n for n, token in enumerate(children) if token.type.endswith("break")), len(children))
    rank = f"plain {kind}"
    if parts := _part(children[:end], beside, bool(rest)):
        asked, said, _ = parts
        below = make_paragraph(first, [*said, *children[end:]], first.line, first.source)
        return _make(rank, read_title(asked), first.line, [below, *rest], number, block)
    starts = (n + 1 for n, token in enumerate(children) if token.type.endswith("break"))
    is_labelled = any(begins_as_answer(plain_text(read_line(children, start))) for start in starts)
    if end < len(children) and (is_glued or is_labelled or ends_as_question(plain_text(children[:end]))):
        below = make_paragraph(first, children[end + 1 :], first.line + 1, first.source.partition("\n")[2])
        return _make(rank, read_title(children[:end]), first.line, [below, *rest], number, block)
    return _make(rank, read_heading(first.tokens[1]), first.line, rest, number, block)


def _make(
    rank: str,
    heading: Heading,
    line: int,
    rest: Sequence[Block],
    number: int | None,
    block: Block,
    level: int = NO_LEVEL,
) -> Candidate:
    counted = heading.number if heading.number is not None else number
    return Candidate("items", rank, heading, line, tuple(rest), level=level, number=counted, group=block.line)


def merge_items(block: Block, items: list[Block]) -> Block:
    """Return some items of a list as a list of their own."""
    tokens: list[Token] = [token for item in items for token in item.tokens]
    return Block((block.tokens[0], *tokens, block.tokens[-1]), items[0].line, "\n".join(i.source for i in items))
