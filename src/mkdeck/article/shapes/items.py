"""Questions are list items that begin with a heading, ``12. ### Q``, with bold text, or with a sentence that asks."""

from collections.abc import Iterator, Sequence

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.cleaning import is_navigation
from mkdeck.article.markdown import plain_text
from mkdeck.article.question import ends_as_question, read_heading, read_title
from mkdeck.article.shapes.bold import read_bold
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.sequence import Element, Mark, join_marks

_ANSWERING = ("paragraph_open", "fence", "code_block", "table_open", "blockquote_open", "details_open", "html_block")


def find_pairs(blocks: Sequence[Block], question_level: int | None) -> Outline:
    """Find the pairs of an article whose questions are list items."""
    elements: list[Element] = []
    for n, block in enumerate(blocks):
        elements += _read_list(block, blocks[n + 1] if n + 1 < len(blocks) else None)
    return join_marks(elements)


def _read_list(block: Block, following: Block | None) -> Iterator[Element]:
    """Yield a list whole, or its items where most of them ask and are answered."""
    items = () if is_navigation(block) else list_items(block)
    marks = [_read_item(item) for item in items]
    asking = [mark for mark in marks if mark and (mark.level < 7 or mark.heading.looks_like_question)]
    answered = sum(bool(mark.rest) for mark in asking)
    is_answered_below = len(items) == 1 and bool(asking) and following is not None and following.type in _ANSWERING
    if is_answered_below or answered > 0.5 * len(items):
        yield from (Element(item, mark) for item, mark in zip(items, marks, strict=True))
    else:
        yield Element(block)


def _read_item(item: Block) -> Mark | None:
    """Return the question that a list item may begin with; the rest of the item answers it."""
    inside = inner_blocks(item)
    if not inside:
        return None
    first, rest = inside[0], inside[1:]
    if first.type == "heading_open":
        heading = read_heading(first.tokens[1])
        return Mark(heading, first.line, rest, level=int(first.tokens[0].tag[1])) if heading.text else None
    if bold := read_bold(first):
        return Mark(bold.heading, first.line, (*bold.rest, *rest)) if bold.heading.text else None
    return _read_sentence(first, rest) if first.type == "paragraph_open" else None


def _read_sentence(first: Block, rest: tuple[Block, ...]) -> Mark | None:
    """Return a plain sentence that asks, with what follows it, in the next line or below."""
    children = first.tokens[1].children or []
    end = next((n for n, token in enumerate(children) if token.type.endswith("break")), len(children))
    if end < len(children) and ends_as_question(plain_text(children[:end])):
        below = make_paragraph(first, children[end + 1 :], first.line + 1, first.source.partition("\n")[2])
        return Mark(read_title(children[:end]), first.line, (below, *rest))
    title = read_title(children)
    return Mark(title, first.line, rest) if title.looks_like_question else None
