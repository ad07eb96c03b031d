"""A text that was parsed, and what its lines, its links and its pictures refer to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import Parsed, inline_text
from mkdeck.model import Location

_RAW = ("html_block", "html_inline")


@dataclass(frozen=True)
class Page:
    """A file as its readers see it, with all that links within it may lead to; that is found when one asks for it."""

    blocks: Sequence[Block]

    @cached_property
    def anchors(self) -> Mapping[int, str]:
        """The fragment that leads to each heading, by its line."""
        return _read_anchors(self.blocks)

    @cached_property
    def fragments(self) -> frozenset[str]:
        """All that lead anywhere."""
        return frozenset([*self.anchors.values(), *_read_raw_anchors(self.blocks)])


@dataclass(frozen=True, slots=True)
class Origin:
    """One text: an article, the file of an answer, or a value in front matter."""

    parsed: Parsed
    path: str
    """Of the file; pictures are looked up from its folder."""
    url: str
    """Where it is published, ``""`` where that is not known."""
    page: Page
    only_line: int = 0
    """The one line of the file in which it stands, where it is a value; else 0."""

    def locate(self, line: int) -> Location:
        """Return the place of a line of the text in its file."""
        return Location(self.path, self.only_line or line)

    def find_anchor(self, line: int) -> str:
        """Return the fragment that leads to a line of the text, ``""`` where none does."""
        return "" if self.only_line else self.page.anchors.get(line, "")


def make_origin(parsed: Parsed, path: str, url: str) -> Origin:
    """Return a parsed file."""
    return Origin(parsed, path, url, Page(parsed.blocks))


def make_value_origin(parsed: Parsed, article: Origin, line: int) -> Origin:
    """Return a parsed value in an article's front matter: its links are those of the article."""
    return replace(article, parsed=parsed, only_line=line)


def make_anchor(title: str) -> str:
    """Return the fragment that leads to the first heading with this text, as GitHub makes it."""
    return re.sub(r"[^\w-]", "", title.lower().replace(" ", "-"))


def _read_anchors(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the fragment that leads to each heading, by its line: its own id, else what GitHub makes of its text."""
    anchors: dict[int, str] = {}
    counts: dict[str, int] = {}
    for block in blocks:
        if block.type == "heading_open":
            inline = block.tokens[1]
            anchor = make_anchor(inline_text(inline))
            count = counts[anchor] = counts.get(anchor, -1) + 1
            anchors[block.line] = inline.meta.get("pinned") or (f"{anchor}-{count}" if count else anchor)
    return anchors


def _read_raw_anchors(blocks: Sequence[Block]) -> list[str]:
    """Return the fragments that raw tags such as ``<a name="x">`` give."""
    contents = (
        t.content
        for block in blocks
        for token in block.tokens
        for t in (token, *(token.children or ()))
        if t.type in _RAW
    )
    return [id_ for content in contents for id_ in re.findall(r"<[^<>]*?\s(?:id|name)=[\"']?([^\"'\s>]+)", content)]
