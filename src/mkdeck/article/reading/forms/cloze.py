"""A question is a paragraph, or an item of a list of any depth, that hides a part of its text, as ``Rome is in {{c1::Italy}}`` does."""

from collections.abc import Callable, Iterator, Sequence

from markdown_it.token import Token

from mkdeck.article.cloze import has_cloze, has_mark
from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.signs.question import read_heading
from mkdeck.model import CLOZE

Hides = Callable[[Sequence[Token]], bool]


def read_elements(block: Block, is_told: bool = False) -> Iterator[Element]:
    """Yield a paragraph or a list by what hides something; nothing where nothing does.

    ``is_told`` says that the article is one of clozes, so that ``==x==`` hides something, too.
    """
    hides = has_mark if is_told else has_cloze
    if "{{" not in block.source and "==" not in block.source:
        return
    if not any(token.type == "inline" and hides(token.children or ()) for token in block.tokens):
        return
    if block.type == "paragraph_open":
        yield Element(block, _make(block, ()))
    else:
        yield from _read_items(block, block, hides)


def _read_items(block: Block, whole: Block, hides: Hides) -> Iterator[Element]:
    for item in list_items(block):
        first, *below = inner_blocks(item) or (item,)
        is_cloze = first.type == "paragraph_open" and hides(first.tokens[1].children or ())
        own = [inner for inner in below if not _has_items(inner, hides)] if is_cloze else []
        yield Element(item if is_cloze else first, _make(first, own) if is_cloze else None, whole)
        for inner in below:
            if list_items(inner) and _has_items(inner, hides):
                yield from _read_items(inner, whole, hides)
            elif not is_cloze:
                yield Element(inner, None, whole)


def _has_items(block: Block, hides: Hides) -> bool:
    inlines = (token for token in block.tokens if token.type == "inline")
    return bool(list_items(block)) and any(hides(token.children or ()) for token in inlines)


def _make(block: Block, rest: Sequence[Block]) -> Candidate:
    heading = read_heading(block.tokens[1])
    return Candidate("cloze", "", heading, block.line, tuple(rest), is_whole=True, kind=CLOZE)
