"""A question is a paragraph, or an item of a list of any depth, that hides a part of its text, as ``Rome is in {{c1::Italy}}`` does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.cloze import OWN_SIGNS, can_hide, has_cloze, has_mark
from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_lines import BLOCK_ID, REVIEWED, STATE, is_written_id
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.signs.question import read_heading
from mkdeck.model import CLOZE

_OF_ARROWS = (*OWN_SIGNS, "==", "{{")
"""The same in what RemNote exports."""
_OF_IDS = (OWN_SIGNS, ("==", "{"))
"""What may hide something in a text that has the id of a card, the first that does: flashcards-obsidian's."""
_OF_STATES = (OWN_SIGNS, ("==",), ("{{",), ("**",))
"""The same of one whose reviews are remembered: Obsidian Spaced Repetition's."""
Hides = Callable[[Sequence[Token]], bool]


def read_elements(block: Block, is_told: bool = False) -> Iterator[Element]:
    """Yield a paragraph or a list by what hides something; nothing where nothing does.

    ``is_told`` says that the article is one of clozes, so that ``==x==`` hides something, too.
    """
    hides = _hides_gaps if written_for().arrows else has_mark if is_told else has_cloze
    if not any(sign in block.source for sign in ("{", "==")):
        return
    if not any(token.type == "inline" and hides(token.children or ()) for token in block.tokens):
        return
    if block.type == "paragraph_open":
        yield Element(block, _make(block, ()))
    else:
        yield from _read_items(block, block, hides)


def read_reviewed(block: Block) -> Iterator[Element]:
    """Yield a paragraph of which a tool remembers reviews, by what may hide something in it."""
    inline = block.tokens[1]
    has_id = is_written_id(str(inline.meta.get(BLOCK_ID, "")))
    ways = _OF_IDS if has_id else _OF_STATES if REVIEWED in inline.meta else ()
    signs = next((signs for signs in ways if can_hide(inline.children or (), signs)), ())
    if signs:
        yield Element(block, replace(_make(block, ()), cloze_signs=signs))


def read_listed(blocks: Sequence[Block]) -> Element | None:
    """Return a paragraph and the list glued to it as one text with gaps, of which a tool remembers reviews right below."""
    if len(blocks) < 3 or blocks[0].type != "paragraph_open" or not list_items(blocks[1]):
        return None
    is_glued = blocks[0].end >= blocks[1].line and blocks[1].end >= blocks[2].line
    inlines = [token for token in blocks[1].tokens if token.type == "inline"]
    if not is_glued or not is_state(blocks[2]) or not any(has_mark(token.children or ()) for token in inlines):
        return None
    whole = Block((*blocks[0].tokens, *blocks[1].tokens), blocks[0].line, f"{blocks[0].source}\n{blocks[1].source}")
    return Element(whole, _make(blocks[0], blocks[1:2]))


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


def is_state(block: Block) -> bool:
    """Tell whether a block is what a tool remembers of reviews."""
    return block.type == "html_block" and block.tokens[0].content.startswith(STATE)


def _has_items(block: Block, hides: Hides) -> bool:
    inlines = (token for token in block.tokens if token.type == "inline")
    return bool(list_items(block)) and any(hides(token.children or ()) for token in inlines)


def _hides_gaps(children: Sequence[Token]) -> bool:
    return can_hide(children, _OF_ARROWS)


def _make(block: Block, rest: Sequence[Block]) -> Candidate:
    heading, id_ = read_heading(block.tokens[1]), str(block.tokens[1].meta.get(BLOCK_ID, ""))
    heading = heading._replace(pinned=heading.pinned or (id_ if is_written_id(id_) else ""))
    signs = _OF_ARROWS if written_for().arrows else ()
    return Candidate("cloze", "", heading, block.line, tuple(rest), is_whole=True, kind=CLOZE, cloze_signs=signs)
