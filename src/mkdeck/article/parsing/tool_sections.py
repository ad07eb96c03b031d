"""What tools say in a line of all cards of a part of an article: Logseq's properties of a page, inka's ``Deck:`` and ``Tags:`` below a rule, md2anki's tags and model below a heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_lines import find_written_id
from mkdeck.model import TYPED

_TAGS = re.compile(r"`\{=:(?P<tags>[^{}\n]*):=\}`\s*")
_MODEL = re.compile(r"`\{=<md2anki_type_(?P<model>\w+)>=\}`\s*")
_SUBDECK = "Subdeck: "
_PAGE = re.compile(r"(?P<key>[a-z][\w-]*)::(?:[ \t]++(?P<value>.*))?\s*")
_PAGE_KEYS = frozenset("alias aliases tags title type icon public heading template filters".split())
"""Properties of which one says that all lines with it are some."""
SIGNS = ("::", "{=", "Deck:", "Tags:", "<!--ID:", "\n>")
"""One of which every such part has."""
_OF_CARDS = re.compile(r"(?:(?:Deck|Tags):[ \t]*+[^\n]*(?:\n|\Z))++")
_LINE = re.compile(r"^(?P<key>Deck|Tags):[ \t]*+(?P<value>[^\n]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of an article, and what is said of all cards in them."""

    start: int
    end: int
    """The line behind the last one."""
    tags: tuple[str, ...] = ()
    kind: str = ""
    deck: str = ""
    is_quoted: bool = False
    """Whether numbered items ask in it, and the quotes below them answer."""
    is_whole: bool = False
    """Whether it is the whole article, of which its title is."""
    said: tuple[int, ...] = ()
    """The lines of the blocks that say so."""


def find_sections(blocks: Sequence[Block]) -> Iterator[Section]:
    """Yield the parts of an article of whose cards something is said."""
    last = blocks[-1].end if blocks else 0
    if blocks and blocks[0].type == "paragraph_open" and (page := _read_page(blocks[0], last)):
        yield page
    rules = [n for n, block in enumerate(blocks) if block.type == "hr"]
    for n, end in zip(rules, [*rules[1:], len(blocks)], strict=False):
        if section := _read_ruled(blocks[n + 1 : end], end < len(blocks)):
            yield section
    headings = [n for n, block in enumerate(blocks) if block.type == "heading_open"]
    for n in headings:
        is_title = n == headings[0] and blocks[n].tokens[0].tag == "h1"
        if is_title or blocks[n].source.lstrip("# ").startswith(_SUBDECK):
            yield from _read_below(blocks, n, last, is_title)


def find_said(sections: Sequence[Section], lines: Sequence[int]) -> Iterator[list[Section]]:
    """Yield for each of the lines of cards, in their order, the parts in which it stands."""
    coming = sorted((section for section in sections if not section.is_whole), key=lambda section: section.start)
    open_: list[Section] = []
    place = 0
    for line in lines:
        while place < len(coming) and coming[place].start <= line:
            open_.append(coming[place])
            place += 1
        open_ = [section for section in open_ if line < section.end]
        yield open_


def _read_page(block: Block, last: int) -> Section | None:
    """Return what Logseq has above the blocks of a page: its properties, one a line."""
    found = [_PAGE.fullmatch(line) for line in block.lines]
    said = {each["key"]: each["value"] for each in found if each}
    if len(said) < len(found) or said.keys().isdisjoint(_PAGE_KEYS):
        return None
    tags = (tag.strip(" []#").replace(" ", "-") for tag in said.get("tags", "").split(","))
    return Section(block.line, last + 1, tuple(filter(None, tags)), is_whole=True, said=(block.line,))


def _read_ruled(blocks: Sequence[Block], is_closed: bool) -> Section | None:
    """Return a part of inka's: it begins with such lines, or with the id of its first question, or has nothing but items and quotes."""
    if not blocks:
        return None
    first = next((n for n, b in enumerate(blocks) if not _OF_CARDS.fullmatch(b.source.strip())), len(blocks))
    below = blocks[first : first + 2]
    is_marked = len(below) > 1 and bool(_find_id(below[0])) and below[1].type == "ordered_list_open"
    kinds = [block.type for block in blocks]
    is_row = is_closed and kinds == ["ordered_list_open", "blockquote_open"] * (len(kinds) // 2)
    if not (first or is_marked or is_row) or not any(block.type == "ordered_list_open" for block in blocks):
        return None
    said = dict(line for block in blocks[:first] for line in _LINE.findall(block.source))
    lines = tuple(block.line for block in blocks[:first])
    tags = tuple(said.get("Tags", "").split())
    deck = said.get("Deck", "").strip()
    return Section(blocks[0].line, blocks[-1].end, tags, deck=deck, is_quoted=True, said=lines)


def _find_id(block: Block) -> str:
    return find_written_id(block.tokens[0].content) if block.type == "html_block" else ""


def _read_below(blocks: Sequence[Block], place: int, last: int, is_title: bool) -> Iterator[Section]:
    """Yield what md2anki reads between a heading and the next one of all cards below that."""
    level = blocks[place].tokens[0].tag
    coming = next((n for n in range(place + 1, len(blocks)) if blocks[n].type == "heading_open"), len(blocks))
    ends = (b.line for b in blocks[coming:] if b.type == "heading_open" and b.tokens[0].tag <= level)
    end = last + 1 if is_title else next(ends, last + 1)
    for block in blocks[place + 1 : coming]:
        if found := _TAGS.fullmatch(block.source):
            tags = tuple(filter(None, map(str.strip, found["tags"].split(","))))
            yield Section(block.line, end, tags, is_whole=is_title, said=(block.line,))
        elif found := _MODEL.fullmatch(block.source):
            kind = TYPED if found["model"] == "answer" else ""  # clozes say so themselves
            yield Section(block.line, end, kind=kind, said=(block.line,))
