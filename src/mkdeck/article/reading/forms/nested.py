"""Questions stand in lists of any depth, each in the line of an item: ``Q :: A``, or ``Q #card`` above what answers it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mkdeck.article.cloze import has_cloze
from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms import cloze, inline, tagged
from mkdeck.article.signs.question import Heading, read_heading
from mkdeck.model import CLOZE

_MARK = re.compile(r"::|;;|<-?>|>>|<<|==|[→↔←↓―#]")


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a list by its items that ask so, and by those within others; nothing where none does."""
    if any(token.type == "inline" and _MARK.search(token.content) for token in block.tokens):
        found = list(_walk(block, block, ()))
        asked = [element.candidate for element in found if element.candidate]
        # What may mean anything means a card where at least half of the items have it.
        is_sure = any(candidate.rank not in inline.WEAK for candidate in asked)
        if is_sure or len(asked) >= max(1, len(list_items(block)) / 2):
            yield from found


def _walk(block: Block, whole: Block, path: tuple[Heading, ...]) -> Iterator[Element]:
    items = list_items(block)
    for item in items:
        first, *below = inner_blocks(item) or (item,)
        inner = [list(_walk(each, whole, _deepen(path, first))) for each in below]
        has_inner = any(element.candidate for found in inner for element in found)
        asked = list(_read_first(first))
        for n, candidate in enumerate(asked):
            is_last = n + 1 == len(asked) and (not has_inner or _is_tagged(candidate))
            placed = replace(
                candidate,
                rest=(*candidate.rest, *below) if is_last else candidate.rest,
                is_whole=True,
                siblings=len(items),
                group=block.line,
                kind=candidate.kind or (CLOZE if _is_tagged(candidate) and _hides(item) else ""),
                path=path if candidate.form == "inline" else (),
            )
            yield Element(item, placed, whole)
        if has_inner:
            yield from [] if asked else [Element(first, None, whole)]
            is_shown = any(map(_is_tagged, asked))
            yield from _yield_inner(below, inner, whole, is_shown)
        elif not asked:
            yield Element(item, None, whole)


def _yield_inner(
    below: Sequence[Block], inner: Sequence[Sequence[Element]], whole: Block, is_shown: bool
) -> Iterator[Element]:
    """Yield what stands within an item; of what its answer shows, only what asks once more."""
    for block, found in zip(below, inner, strict=True):
        elements = found or [Element(block, None, whole)]
        yield from (
            e for e in elements if (e.candidate and not (is_shown and e.candidate.form == "cloze")) or not is_shown
        )


def _read_first(first: Block) -> Iterator[Candidate]:
    """Yield the questions in the line that an item begins with."""
    if first.type == "heading_open":
        title = read_heading(first.tokens[1])
        if title.taken.is_marked:
            yield Candidate("tagged", "", title, first.line, kind=title.taken.kind)
    elif first.type == "paragraph_open":
        for read in (tagged.read_elements, cloze.read_elements):
            if found := [element.candidate for element in read(first) if element.candidate]:
                yield found[0]
                return
        yield from inline.read_lines(first, first.tokens[1])


def _is_tagged(candidate: Candidate) -> bool:
    return candidate.form == "tagged"


def _hides(item: Block) -> bool:
    return any(token.type == "inline" and has_cloze(token.children or ()) for token in item.tokens)


def _deepen(path: tuple[Heading, ...], first: Block) -> tuple[Heading, ...]:
    """Return the titles above what stands within an item."""
    is_title = first.type in ("paragraph_open", "heading_open") and "\n" not in first.source
    return (*path, read_heading(first.tokens[1])) if is_title else path
