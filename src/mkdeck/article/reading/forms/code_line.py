"""Questions are numbered lines of code, `` `1. What is X?` ``, each above a quote that answers it."""

from collections.abc import Iterator

from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import plain_text
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.signs.question import read_title


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a paragraph that is nothing but a line of code with a number; nothing for another one."""
    children = block.tokens[1].children or []
    if not children or children[0].type != "code_inline" or plain_text(children[1:]):
        return
    title = read_title([Token("text", "", 0, content=children[0].content), *children[1:]])
    if title.is_numbered:
        yield Element(block, Candidate("bold", "code", title, block.line, number=title.number))
