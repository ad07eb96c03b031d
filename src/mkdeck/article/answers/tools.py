"""What tools write below a question: lines of tags, comments with ids and the state of reviews; taken out of its answer."""

import re
from collections.abc import Sequence

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_lines import BLOCK_ID, find_written_id, is_written_id
from mkdeck.article.signs.tags import NOTHING, Taken, read_code, take_tags

_LINKED_TAGS = re.compile(r"(?:\[#[^\]\n]++\](?:\([^()\n]*\))?\s*+)++\Z")
_LINKED_TAG = re.compile(r"\[#(?P<tag>[^\]\n]++)\]")
_TAG_COMMENT = re.compile(r"\s*<!--\s*md2apkg tags(?P<tags>[^<>]*)-->\s*")
_TAG_ELEMENT = re.compile(r"<AnkiTags\s(?P<tags>[^<>]*?)/?>\s*")
_OF_FILE = re.compile(r"(?:TARGET DECK|FILE TAGS|DECK INFO|FROZEN - [\w ]{1,40}:|DELETE$)", re.MULTILINE)
_ENDS_CARD = re.compile(r"\d{13}")
"""An id of flashcards-obsidian, which it writes right below a card."""
_STATE = re.compile(r"\s*<!--\s*(?:SR:|CARD\b)[^<>]*-->\s*")


def take_signs(blocks: Sequence[Block], is_line: bool = False) -> tuple[tuple[Block, ...], Taken]:
    """Return the blocks of an answer without what a tool wrote into it, and what that says of the card.

    ``is_line`` says that a block's id is that of the card, even if its author gave it.
    """
    kept: list[Block] = []
    taken = NOTHING
    for n, block in enumerate(blocks):
        left, more = _take_block(block, is_line)
        if more.pinned and block.type == "html_block" and n and blocks[n - 1].end < block.line:
            more = more._replace(pinned="")  # it stands above the next question
        kept += left
        taken = taken.join(more)
        if _ENDS_CARD.fullmatch(more.pinned) and block.type != "html_block":
            break  # what follows was no part of the card
    return tuple(kept), taken


def _take_block(block: Block, is_line: bool) -> tuple[tuple[Block, ...], Taken]:
    if block.type == "html_block":
        return _take_html(block)
    ids = [str(token.meta[BLOCK_ID]) for token in block.tokens if BLOCK_ID in token.meta]
    id_ = next((id_ for id_ in reversed(ids) if is_line or is_written_id(id_)), "")
    found = Taken(pinned=id_) if id_ else NOTHING
    if block.line in written_for().said and block.type == "paragraph_open":
        return (), found
    if block.type != "paragraph_open" or not _may_have_tags(block.source):
        return (block,), found
    if _OF_FILE.match(block.source):
        return (), found
    if tags := _read_line(block.source.strip()):
        return (), found.join(tags)
    first, _, last = block.source.strip().rpartition("\n")
    if first and (tags := _read_line(last)):
        children = block.tokens[1].children or []
        end = next((n for n in range(len(children) - 1, -1, -1) if children[n].type.endswith("break")), 0)
        shorter = make_paragraph(block, children[:end], block.line, first) if end else block
        return (shorter,), found.join(tags)
    if written_for().cards:
        children, tags = take_tags(block.tokens[1].children or [])
        if tags is not NOTHING and children:
            return (make_paragraph(block, children, block.line, block.source),), found.join(tags)
    return (block,), found


def _may_have_tags(source: str) -> bool:
    return "#" in source or "{=" in source or "<AnkiTags" in source or _OF_FILE.match(source) is not None


def _take_html(block: Block) -> tuple[tuple[Block, ...], Taken]:
    content = block.tokens[0].content
    if found := _TAG_COMMENT.fullmatch(content) or _TAG_ELEMENT.fullmatch(content):
        return (), Taken(tuple(found["tags"].split()))
    if id_ := find_written_id(content):
        return (), Taken(pinned=id_)
    return ((), NOTHING) if _STATE.fullmatch(content) else ((block,), NOTHING)


def _read_line(text: str) -> Taken | None:
    """Return the tags of a line that is nothing but tags."""
    if _LINKED_TAGS.match(text):
        return Taken(tuple(found["tag"].strip() for found in _LINKED_TAG.finditer(text)))
    if text.startswith("`{=") and text.endswith("=}`"):
        return read_code(text[1:-1])
    found = _TAG_ELEMENT.fullmatch(text)
    return Taken(tuple(found["tags"].split())) if found else None
