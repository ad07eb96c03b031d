"""Blocks -> elements: every place at which a question may begin, found in one pass over the article."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading.candidate import Element
from mkdeck.article.reading.forms import (
    bold,
    cloze,
    code_line,
    fielded,
    fold,
    gap,
    heading,
    inline,
    item,
    label,
    line,
    nested,
    parted,
    quote,
    quoted,
    tagged,
)
from mkdeck.article.reading.telling import find_clozes
from mkdeck.article.signs.navigation import is_navigation

ReadForm = Callable[[Block], Iterator[Element]]
"""From a block to its elements, none where nothing in it looks like a question of that form."""


def read_elements(blocks: Sequence[Block], has_clozes: bool = False) -> list[Element]:
    """Return the elements of an article, each with the candidate that begins in it, if one does.

    ``has_clozes`` says that the article is one of clozes.
    """
    told = {id(block): is_told for block, is_told in zip(blocks, find_clozes(blocks, has_clozes), strict=True)}
    elements: list[Element] = []
    read_items = partial(item.read_elements, beside=item.find_beside(blocks))
    for each in fielded.group(quoted.group(parted.group(blocks))):
        is_told = told.get(id(each), has_clozes)
        elements += [each] if isinstance(each, Element) else _read_block(each, is_told, read_items)
    return line.part_glued(list(label.announce(elements)))


def _read_block(block: Block, has_clozes: bool, read_items: ReadForm) -> Iterator[Element]:
    read_clozes = partial(cloze.read_elements, is_told=has_clozes)
    read_marks = partial(cloze.read_elements, is_told=written_for().cards)  # tools hide what is marked
    match block.type:
        case "heading_open":
            yield from heading.read_elements(block)
        case _ if is_navigation(block) or block.line in written_for().said:
            yield Element(block)
        case "paragraph_open":
            yield from _read_first(
                block,
                tagged.read_elements,
                gap.read_elements,
                read_clozes,
                label.read_elements,
                inline.read_sure,
                cloze.read_reviewed,
                read_marks,
                code_line.read_elements,
                bold.read_elements,
                inline.read_elements,
                line.read_elements,
            )
        case "ordered_list_open" | "bullet_list_open":
            yield from _read_first(
                block,
                nested.read_elements,
                read_clozes,
                label.read_items,
                read_marks,
                read_items,
            )
        case "table_open" | "dl_open":
            yield from _read_first(block, inline.read_elements)
        case "details_open":
            yield from fold.read_elements(block)
        case "blockquote_open":
            yield from quote.read_elements(block)
        case _:
            yield Element(block)


def _read_first(block: Block, *forms: ReadForm) -> list[Element]:
    """Return what the first of several forms finds that finds anything."""
    for read in forms:
        if found := list(read(block)):
            return found
    return [Element(block)]
