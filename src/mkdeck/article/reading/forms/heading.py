"""Questions are headings, ``### What is X?``, also in raw HTML."""

from collections.abc import Iterator

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.signs.question import read_heading

TAGGED = "tagged"
"""What those are alike in, whatever their level, that have the tag of a flashcard tool."""


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a heading as the place of a question."""
    level = int(block.tokens[0].tag[1])
    heading = read_heading(block.tokens[1])
    rank = TAGGED if heading.taken.is_marked else str(level)
    yield Element(
        block,
        Candidate(
            "headings", rank, heading, read_line(block), level=level, number=heading.number, kind=heading.taken.kind
        ),
    )


def read_line(block: Block) -> int:
    """Return the line on which the words of a heading begin."""
    return (block.tokens[1].map or [block.line - 1])[0] + 1
