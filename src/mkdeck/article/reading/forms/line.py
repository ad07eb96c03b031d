"""Questions are plain lines, with nothing to mark them but the question mark, and the answer in the lines below."""

from collections.abc import Iterator

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.asking import asks_something, ends_as_question
from mkdeck.article.blocks import Block
from mkdeck.article.markdown import plain_text, read_line
from mkdeck.article.question import read_title
from mkdeck.article.reading.candidate import Candidate, Element

_LONGEST = 200
"""Characters of a line that asks."""


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a paragraph whose first line asks as the place of a question, nothing for another one."""
    children = block.tokens[1].children or []
    asked = list(read_line(children))
    text = plain_text(asked)
    if len(text) > _LONGEST or not (ends_as_question(text) or asks_something(text)):
        return
    said = children[len(asked) + 1 :]
    below = block.source.partition("\n")[2]
    rest = (make_paragraph(block, said, block.line + 1, below),) if said else ()
    title = read_title(asked)
    yield Element(block, Candidate("bold", "line", title, block.line, rest, number=title.number))
