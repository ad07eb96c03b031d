"""The elements of an article, and what stands in those that hold others; all still tokens."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from markdown_it.token import Token


@dataclass(frozen=True, eq=False)
class Block:
    """One element of an article, or of what it stands in: a heading, a paragraph, a whole list.

    It keeps what was found in it: every shape looks into every block, and folds and lists hold others in turn.
    """

    tokens: tuple[Token, ...]
    line: int
    """1-based line of the file on which it begins."""
    source: str
    """Its Markdown."""

    @property
    def type(self) -> str:
        """The type of its first token, such as ``heading_open`` or ``fence``."""
        return self.tokens[0].type

    @cached_property
    def end(self) -> int:
        """The line after its last one."""
        return self.line + self.source.count("\n") + 1

    @cached_property
    def inside(self) -> "tuple[Block, ...]":
        """The elements within it, below the title if it has one."""
        return tuple(map(_show_paragraph, self._split(4 if self.has_title else 1)))

    @cached_property
    def items(self) -> "tuple[Block, ...]":
        """The items of a list, nothing for any other block."""
        return tuple(self._split(1)) if self.type in ("ordered_list_open", "bullet_list_open") else ()

    @property
    def has_title(self) -> bool:
        """Whether it begins with a summary or the like."""
        return len(self.tokens) > 4 and self.tokens[1].type in ("summary_open", "alert_title_open")

    def _split(self, start: int) -> "Iterator[Block]":
        return split_blocks(self.tokens[start:-1], self.source.split("\n"), self.line - 1)


@dataclass(frozen=True, slots=True)
class Fold:
    """A ``<details>``, or what another dialect writes for it."""

    title: Token | None
    """The inside of its summary."""
    kind: str
    """The word of an admonition, ``""`` for a ``<details>``."""
    body: tuple[Block, ...]


def split_blocks(tokens: Iterable[Token], lines: Sequence[str], first: int = 0) -> Iterator[Block]:
    """Yield the elements that a run of tokens has; ``lines`` begin with the file's line ``first``, counted from 0."""
    run: list[Token] = []
    depth = 0
    for token in tokens:
        run.append(token)
        depth += token.nesting
        if depth == 0:
            start, end = next((t.map for t in run if t.map), (0, 0))
            source = "\n".join(lines[max(start - first, 0) : max(end - first, 0)])
            yield Block(tuple(run), start + 1, textwrap.dedent(source).rstrip() if first else source.rstrip())
            run = []


def read_fold(block: Block, types: tuple[str, ...] = ("details_open",)) -> Fold | None:
    """Return the inside of a fold, ``None`` for a block of any other type."""
    if block.type not in types:
        return None
    title = block.tokens[2] if block.has_title else None
    return Fold(title, str(block.tokens[0].meta.get("kind", "")), block.inside)


def inner_blocks(block: Block) -> tuple[Block, ...]:
    """Return the elements within a block that holds others."""
    return block.inside


def list_items(block: Block) -> tuple[Block, ...]:
    """Return the items of a list, or nothing for any other block."""
    return block.items


def make_heading(children: Sequence[Token], level: int, line: int) -> Block:
    """Return a heading that stands in no line of its own."""
    lines = [line - 1, line]
    opening = Token("heading_open", f"h{level}", 1, map=lines, markup="<", block=True)
    inline = Token("inline", "", 0, map=lines, children=list(children), block=True)
    return Block((opening, inline, Token("heading_close", f"h{level}", -1, block=True)), line, "")


def _show_paragraph(block: Block) -> Block:
    """Return a paragraph of a tight list as one that is shown as such."""
    if block.type != "paragraph_open" or not block.tokens[0].hidden:
        return block
    start, inline, end = copy(block.tokens[0]), block.tokens[1], copy(block.tokens[-1])
    start.hidden = end.hidden = False
    return Block((start, inline, end), block.line, block.source)
