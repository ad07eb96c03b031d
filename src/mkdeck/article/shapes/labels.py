"""Questions have labels: ``Q: …``, ``**Question:** …``; their answers, too: ``A: …``, ``**Answer:** …``."""

from collections.abc import Iterator, Sequence

from mkdeck.article.answers.labelled import QUESTION_LABEL, split_lines
from mkdeck.article.blocks import Block
from mkdeck.article.markdown import plain_text
from mkdeck.article.question import drop_start, read_title
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.sequence import Element, Mark, join_marks, open_lists


def find_pairs(blocks: Sequence[Block], question_level: int | None) -> Outline:
    """Find the pairs of an article whose questions have labels."""
    return join_marks(list(open_lists(_find_elements(blocks), _read_question)))


def _find_elements(blocks: Sequence[Block]) -> Iterator[Element]:
    for block in blocks:
        for part in split_lines(block):
            yield Element(part, _read_question(part))


def _read_question(block: Block) -> Mark | None:
    if block.type != "paragraph_open":
        return None
    children = block.tokens[1].children or []
    found = QUESTION_LABEL.match(plain_text(children))
    if not found:
        return None
    title = drop_start(children, found.end())
    return Mark(read_title(title), block.line) if plain_text(title) else None
