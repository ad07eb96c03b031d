"""Blocks -> elements: every place at which a question may begin, found in one pass over the article."""

from collections.abc import Callable, Iterator, Sequence

from mkdeck.article.blocks import Block
from mkdeck.article.navigation import is_navigation
from mkdeck.article.reading.candidate import Element
from mkdeck.article.reading.forms import bold, code_line, fold, gap, heading, inline, item, label, parted, tagged

ReadForm = Callable[[Block], Iterator[Element]]
"""From a block to its elements, none where nothing in it looks like a question of that form."""


def read_elements(blocks: Sequence[Block]) -> list[Element]:
    """Return the elements of an article, each with the candidate that begins in it, if one does."""
    found = (each if isinstance(each, Element) else _read_block(each) for each in parted.group(blocks))
    elements = [element for each in found for element in ([each] if isinstance(each, Element) else each)]
    return list(label.announce(elements))


def _read_block(block: Block) -> Iterator[Element]:
    match block.type:
        case "heading_open":
            yield from heading.read_elements(block)
        case _ if is_navigation(block):
            yield Element(block)
        case "paragraph_open":
            yield from _read_first(
                block,
                tagged.read_elements,
                gap.read_elements,
                label.read_elements,
                inline.read_elements,
                code_line.read_elements,
                bold.read_elements,
            )
        case "ordered_list_open" | "bullet_list_open":
            yield from _read_first(block, tagged.read_items, label.read_items, inline.read_elements, item.read_elements)
        case "table_open" | "dl_open":
            yield from _read_first(block, inline.read_elements)
        case "details_open":
            yield from fold.read_elements(block)
        case "blockquote_open":
            yield from heading.read_quote(block)
        case _:
            yield Element(block)


def _read_first(block: Block, *forms: ReadForm) -> list[Element]:
    """Return what the first of several forms finds that finds anything."""
    for read in forms:
        if found := list(read(block)):
            return found
    return [Element(block)]
