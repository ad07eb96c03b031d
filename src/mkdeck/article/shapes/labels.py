"""Questions have labels: ``Q: …``, ``**Question:** …``; their answers, too: ``A: …``, ``**Answer:** …``."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from mkdeck.article.answers.labelled import (
    has_answer_label,
    make_paragraph,
    measure_question,
    split_lines,
)
from mkdeck.article.answers.options import split_option_lines
from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.labels import match_question_label
from mkdeck.article.markdown import plain_text
from mkdeck.article.question import drop_start, read_title
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.sequence import Element, Mark, join_marks


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose questions have labels."""
    return join_marks(_drop_mere_letters(list(_find_elements(_open_lists(blocks)))))


def _drop_mere_letters(elements: list[Element]) -> list[Element]:
    """Return the elements without marks that neither ask nor are followed by an answer's label as most are: "Q1: 10 April"."""
    places = [n for n, element in enumerate(elements) if element.mark]
    answered = {
        n
        for n, end in pairwise([*places, len(elements)])
        if has_answer_label(_blocks_between(elements, n, end), is_short=True)
    }
    if len(answered) < 0.6 * len(places):
        return elements
    dropped = {n for n in places if n not in answered and not _asks(elements[n])}
    return [element._replace(mark=None) if n in dropped else element for n, element in enumerate(elements)]


def _blocks_between(elements: Sequence[Element], start: int, end: int) -> list[Block]:
    return [element.block for element in elements[start + 1 : end]]


def _asks(element: Element) -> bool:
    return element.mark is not None and element.mark.heading.looks_like_question


def _open_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, those of the items of lists in which questions have labels one by one."""
    for block in blocks:
        items = list_items(block)
        if not items or not any(map(_begins_with_label, block.tokens)):
            yield block
            continue
        inside = [inner for item in items for inner in inner_blocks(item)]
        yield from inside if any(_measure_block(inner) for inner in inside) else (block,)


def _begins_with_label(token: Token) -> bool:
    return token.type == "inline" and match_question_label(plain_text(token.children or ())) is not None


def _find_elements(blocks: Iterable[Block]) -> Iterator[Element]:
    is_announced = False
    for block in blocks:
        for part in split_lines(block):
            length = _measure_block(part)
            if length and length == len(plain_text(part.tokens[1].children or ())):
                is_announced = True  # the label stands alone, above the question
                continue
            is_announced = is_announced and part.type == "paragraph_open"
            mark = _read_mark(part, length) if length or is_announced else None
            is_question = mark and (is_announced or not _is_sentence(part, length) or mark.heading.looks_like_question)
            yield Element(part, mark if is_question else None)
            is_announced = False


def _read_mark(block: Block, length: int) -> Mark:
    """Return the question behind a label of some length; options in the lines below it are on the front."""
    asked, options = split_option_lines(drop_start(block.tokens[1].children or [], length))
    front = (make_paragraph(block, options, block.line + 1, block.source.partition("\n")[2]),) if options else ()
    return Mark(read_title(asked), block.line, front=front)


def _is_sentence(block: Block, length: int) -> bool:
    """Tell whether a label ends with a full stop, so that it may be an abbreviation."""
    text = plain_text(block.tokens[1].children or ())[:length].rstrip()
    return text.endswith(".") and not any(sign.isdigit() for sign in text)


def _measure_block(block: Block) -> int:
    """Return the length of the question's label at the start of a paragraph, 0 where there is none."""
    return measure_question(block.tokens[1].children or []) if block.type == "paragraph_open" else 0
