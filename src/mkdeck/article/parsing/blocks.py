"""The elements of an article, and what stands in those that hold others; all still tokens."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import TypeVar

from markdown_it.token import Token

T = TypeVar("T")

_MOST_IN_LINE = 50
"""Elements that begin in one line, each of which has the whole line for its source."""


@dataclass(eq=False)  # frozen ones take three times as long to make, and an article has many
class Block:
    """One element of an article, or of what it stands in: a heading, a paragraph, a whole list; made once, never changed.

    It keeps what was found in it: every shape looks into every block, and folds and lists hold others in turn.
    """

    tokens: tuple[Token, ...]
    line: int
    """1-based line of the file on which it begins."""
    source: str
    """Its Markdown."""
    type: str = field(init=False)
    """The type of its first token, such as ``heading_open`` or ``fence``."""

    def __post_init__(self) -> None:
        """Keep the type, too: every shape asks every block for it."""
        self.type = self.tokens[0].type

    @cached_property
    def end(self) -> int:
        """The line after its last one."""
        return self.line + self.source.count("\n") + 1

    @cached_property
    def lines(self) -> list[str]:
        """The lines of its Markdown."""
        return self.source.split("\n")

    @cached_property
    def inside(self) -> "tuple[Block, ...]":
        """The elements within it, below the title if it has one."""
        return tuple(map(_show_paragraph, self._split(4 if self.has_title else 1)))

    @cached_property
    def fold(self) -> "Fold":
        """It as a fold, whatever its type."""
        title = self.tokens[2] if self.has_title else None
        return Fold(title, str(self.tokens[0].meta.get("kind", "")), self.inside)

    @cached_property
    def items(self) -> "tuple[Block, ...]":
        """The items within it, a list."""
        return tuple(self._split(1))

    @property
    def has_title(self) -> bool:
        """Whether it begins with a summary or the like."""
        return len(self.tokens) > 4 and self.tokens[1].type in ("summary_open", "alert_title_open")

    def _split(self, start: int) -> "Iterator[Block]":
        return split_blocks(self.tokens[start:-1], self.lines, self.line - 1)


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
    depth = count = last = 0
    for token in tokens:
        run.append(token)
        depth += token.nesting
        if depth == 0:
            start, end = run[0].map or next((t.map for t in run if t.map), (0, 0))
            count = count + 1 if start == last else 0
            last = start
            shown = lines[max(start - first, 0) : max(end - first, 0)] if count < _MOST_IN_LINE else ()
            yield Block(tuple(run), start + 1, "\n".join(_dedent(shown) if first else shown).rstrip())
            run = []


def _dedent(lines: Sequence[str]) -> Sequence[str]:
    """Return lines without the indentation that all of them have."""
    lines = [line if line.strip(" \t") else "" for line in lines]
    shown = [line for line in lines if line]
    first, last = min(shown, default=""), max(shown, default="")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    while not last.startswith(indent):  # what the first and the last of sorted lines begin with, all between them do
        indent = indent[:-1]
    return [line[len(indent) :] for line in lines] if indent else lines


def keep_per_block(look: Callable[[Block], T]) -> Callable[[Block], T]:
    """Return a function that looks at each block once."""
    name = f"{look.__module__}.{look.__qualname__}"

    @wraps(look)
    def kept(block: Block) -> T:
        found: dict[str, T] = block.__dict__
        try:
            return found[name]
        except KeyError:
            found[name] = seen = look(block)
            return seen

    return kept


def read_fold(block: Block, types: tuple[str, ...] = ("details_open",)) -> Fold | None:
    """Return the inside of a fold, ``None`` for a block of any other type."""
    return block.fold if block.type in types else None


def inner_blocks(block: Block) -> tuple[Block, ...]:
    """Return the elements within a block that holds others."""
    return block.inside


def list_items(block: Block) -> tuple[Block, ...]:
    """Return the items of a list, or nothing for any other block."""
    return block.items if block.type in ("ordered_list_open", "bullet_list_open") else ()


def table_rows(block: Block) -> list[list[Token]]:
    """Return the insides of the cells of a table, row by row."""
    rows: list[list[Token]] = []
    line = block.line - 1
    for token in block.tokens:
        if token.type == "tr_open":
            rows.append([])
            line = token.map[0] if token.map else line
        elif token.type == "inline" and rows:
            rows[-1].append(replace(token, map=token.map or [line, line + 1]))
    return rows


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
    start = Token("paragraph_open", "p", 1, map=block.tokens[0].map, block=True)
    return Block((start, block.tokens[1], Token("paragraph_close", "p", -1, block=True)), block.line, block.source)
