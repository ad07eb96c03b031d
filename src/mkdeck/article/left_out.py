"""What looks like a question and became none: nothing of an article is lost silently."""

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import inline_text
from mkdeck.article.reading.forms.bold import read_bold
from mkdeck.article.reading.outline import LIKE_OTHERS, LeftOut, Outline, PairBlocks
from mkdeck.article.signs.asking import ends_as_question
from mkdeck.article.signs.navigation import fold_words, is_navigation
from mkdeck.article.signs.question import Heading, read_heading

_CONTENTS = 0.5
"""The share of a list's items that are questions of the article, from which on it is a table of contents."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """Something that asks."""

    heading: Heading
    line: int
    kind: str
    """``heading``, ``fold``, ``line`` or ``item``."""
    block: Block
    """The element of the article in which it stands."""


def find_left_out(blocks: Sequence[Block], outline: Outline) -> Iterator[LeftOut]:
    """Yield what asks and is no question of the outline, with the reason; the items of a list together."""
    asked = {pair.line for pair in outline.pairs}
    known = {left.line for left in outline.left_out} | asked
    yield from (left for left in outline.left_out if left.line not in asked)
    pairs = sorted(outline.pairs, key=lambda pair: pair.line)
    lines = [pair.line for pair in pairs]
    titles = frozenset(fold_words(pair.heading.text) for pair in pairs)
    asking = (found for block in blocks for found in _find_asking(block, known))
    for (_, kind), group in groupby(asking, key=lambda found: (found.block, found.kind)):
        for same in [list(group)] if kind == "item" else ([found] for found in group):
            place = bisect_right(lines, same[0].line) - 1
            pair = pairs[place] if place >= 0 and same[0].line < pairs[place].end else None
            again = sum(fold_words(asking.heading.text) in titles for asking in same)
            if again < _CONTENTS * len(same):
                yield _leave_out(same, pair, outline.title)


def _leave_out(same: Sequence[_Asking], pair: PairBlocks | None, title: Heading | None) -> LeftOut:
    first, is_one = same[0], len(same) == 1
    asks = "asks, but" if is_one else f"and {len(same) - 1} more of the list ask, but"
    if is_navigation(first.block):
        reason = "only leads to another place" if is_one else "only lead to other places"
    elif first.heading is title:
        reason = "names the article"
    elif not first.heading.looks_like_question:
        reason = "speaks to the reader"
    elif pair:
        reason = f"{'it belongs' if is_one else 'belong'} to the answer in line {pair.line}"
    else:
        reason = "no answer follows" if first.kind == "item" else "not in the way of the article's questions"
        hint = f"write an answer below {'it' if is_one else 'each'}" if first.kind == "item" else LIKE_OTHERS
        return LeftOut(first.heading.text, f"{asks} {reason}", first.line, is_lost=True, count=len(same), hint=hint)
    return LeftOut(first.heading.text, f"{asks} {reason}", first.line)


def _find_asking(block: Block, known: Container[int]) -> Iterator[_Asking]:
    """Yield what asks in a block, but in the lines that are known."""
    if block.type == "paragraph_open":
        bold = read_bold(block) if block.line not in known else None
        if bold and bold.is_alone and _asks(bold.heading):
            yield _Asking(bold.heading, bold.line, "line", block)
        return
    tokens = block.tokens
    for n, token in enumerate(tokens):
        kind = _KINDS.get(token.type)
        inline = _following_inline(tokens, n) if kind else None
        if kind is None or inline is None:
            continue
        line = (inline.map or [block.line - 1])[0] + 1
        if line in known or (kind == "item" and not ends_as_question(inline_text(inline))):
            continue
        heading = read_heading(inline)
        if heading.looks_like_question if kind == "item" else _asks(heading):
            yield _Asking(heading, line, kind, block)


def _asks(heading: Heading) -> bool:
    """Tell whether a heading asks, if only its reader: "Any questions?"."""
    return heading.looks_like_question or ends_as_question(heading.text)


_KINDS = {"heading_open": "heading", "summary_open": "fold", "list_item_open": "item"}


def _following_inline(tokens: Sequence[Token], place: int) -> Token | None:
    """Return the inside of what begins at a place, unless it is of a kind of its own."""
    place += 2 if tokens[place + 1].type == "paragraph_open" else 1
    return tokens[place] if tokens[place].type == "inline" else None
