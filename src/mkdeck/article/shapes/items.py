"""Questions are list items that begin with a heading, ``12. ### Q``, with bold text, or with a sentence that asks."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from mkdeck.article.answers.folded import has_answer_fold
from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.answers.options import has_options
from mkdeck.article.asking import ends_as_question
from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.markdown import plain_text
from mkdeck.article.navigation import is_navigation
from mkdeck.article.question import asks_below_number, read_heading, read_title
from mkdeck.article.shapes.bold import read_bold
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.sequence import Element, Mark, join_marks

_ANSWERING = ("paragraph_open", "fence", "code_block", "table_open", "blockquote_open", "details_open", "html_block")


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article whose questions are list items."""
    elements: list[Element] = []
    levels: set[int] = set()
    for n, block in enumerate(blocks):
        elements += _read_list(block, blocks[n + 1] if n + 1 < len(blocks) else None)
        levels |= {element.mark.level for element in elements[-1:] if element.mark}
    beside = [_read_heading_beside(element, levels) for element in elements]
    items = sum(element.mark is not None for element in elements)
    # Else the article's questions are headings, and a list in an answer has some, too.
    is_slip = sum(element.mark is not None for element in beside) < 2 * items
    return join_marks(beside if is_slip else elements)


def _read_list(block: Block, following: Block | None) -> Iterator[Element]:
    """Yield a list whole, or its items where they begin with headings, or most of them ask and are answered."""
    items = () if is_navigation(block) else list_items(block)
    marks = [_read_item(item) for item in items]
    has_headings = any(mark.level < 7 and mark.heading.looks_like_question for mark in marks if mark)
    if not has_headings:
        marks = _add_statements(block, marks)
    if not (has_headings or _are_answered(marks, following)):
        yield Element(block)
        return
    others: list[Token] = []
    for item, mark in zip(items, marks, strict=True):
        if mark and (mark.level < 7 or not has_headings):
            yield from _write_list(block, others)
            others = []
            yield from _open_item(item, mark)
        else:
            others += item.tokens
    yield from _write_list(block, others)


def _are_answered(marks: Sequence[Mark | None], following: Block | None) -> bool:
    """Tell whether at least half of the items ask and are answered, the last one perhaps by what follows the list."""
    asking = [mark for mark in marks if mark and _asks(mark)]
    answered = [mark for mark in asking if mark.rest]
    is_last = bool(asking) and asking[-1] is marks[-1] and not asking[-1].rest and (bool(answered) or len(marks) == 1)
    if is_last and following is not None and (following.type in _ANSWERING or has_options(following)):
        answered.append(asking[-1])
    if len(marks) > 1 and all(ends_as_question(mark.heading.text) for mark in asking):
        return bool(answered) and len(answered) >= 0.5 * len(marks)
    return len(answered) > 0.5 * len(marks)


def _open_item(item: Block, mark: Mark) -> Iterator[Element]:
    """Yield an item, and those that slipped into it by their indentation."""
    place = next((n for n, block in enumerate(mark.rest) if _slipped(block, mark.level)), None)
    if place is None:
        yield Element(item, mark)
        return
    yield Element(item, mark._replace(rest=mark.rest[:place]))
    for block in mark.rest[place:]:
        yield from _read_list(block, None) if _slipped(block, mark.level) else (Element(block),)


def _slipped(block: Block, level: int) -> bool:
    """Tell whether a list within an item has questions of the same level."""
    if block.type != "ordered_list_open" or level == 7:
        return False
    marks = [_read_item(item) for item in list_items(block)]
    return any(mark and mark.level == level and mark.heading.looks_like_question for mark in marks)


def _write_list(block: Block, tokens: Sequence[Token]) -> Iterator[Element]:
    """Yield those items of a list that belong to the answer above them."""
    if tokens:
        lines = (tokens[0].map or [block.line - 1])[0] + 1
        yield Element(Block((block.tokens[0], *tokens, block.tokens[-1]), lines, ""))


def _read_heading_beside(element: Element, levels: set[int]) -> Element:
    """Return a heading between the lists that has their level and a number, and asks, as a question."""
    block = element.block
    if element.mark or block.type != "heading_open" or int(block.tokens[0].tag[1]) not in levels:
        return element
    heading = read_heading(block.tokens[1])
    is_question = heading.number is not None and heading.looks_like_question
    return Element(block, Mark(heading, block.line, level=int(block.tokens[0].tag[1]))) if is_question else element


def _read_item(item: Block) -> Mark | None:
    """Return the question that a list item may begin with; the rest of the item answers it."""
    inside = () if _only_tells(item) else inner_blocks(item)
    if not inside:
        return None
    first, rest = inside[0], inside[1:]
    if first.type == "heading_open":
        heading = read_heading(first.tokens[1])
        return Mark(heading, first.line, rest, level=int(first.tokens[0].tag[1])) if heading.text else None
    if bold := read_bold(first):
        return Mark(bold.heading, first.line, (*bold.rest, *rest)) if bold.heading.text else None
    return _read_sentence(first, rest) if first.type == "paragraph_open" else None


def _only_tells(item: Block) -> bool:
    """Tell whether an item begins with plain text that does not ask: most do, and need no closer look."""
    children = item.tokens[2].children or [] if item.tokens[1].type == "paragraph_open" else []
    return len(children) == 1 and children[0].type == "text" and not asks_below_number(plain_text(children))


def _asks(mark: Mark) -> bool:
    return mark.level < 7 or mark.is_meant or mark.heading.looks_like_question


def _add_statements(block: Block, marks: Sequence[Mark | None]) -> list[Mark | None]:
    """Return the marks with those items that do not ask, but stand among others that do, or have folded answers."""
    items = list_items(block)[: len(marks)]
    if items and any(token.type == "details_open" for token in block.tokens):
        folded = [has_answer_fold(inner_blocks(item)[1:]) for item in items]
        if sum(folded) > 0.5 * len(items):
            pairs = zip(items, marks, folded, strict=True)
            return [_mean(mark or _read_statement(item)) if is_folded else mark for item, mark, is_folded in pairs]
    if block.type != "ordered_list_open":
        return list(marks)
    asking = sum(mark is not None and mark.heading.looks_like_question for mark in marks)
    are_bold = len(marks) >= 3 and all(mark and not mark.heading.text.endswith((":", "：")) for mark in marks)
    if are_bold and asking >= 0.3 * len(marks):
        return [_mean(mark) for mark in marks]
    if asking >= max(2, 0.6 * len(items)):
        return [mark or _read_statement(item) for item, mark in zip(items, marks, strict=True)]
    return list(marks)


def _mean(mark: Mark | None) -> Mark | None:
    return mark._replace(is_meant=True) if mark else None


def _read_statement(item: Block) -> Mark | None:
    """Return an item that does not ask, among others that do, with what stands below its first paragraph."""
    first, *rest = inner_blocks(item) or (item,)
    return (
        Mark(read_heading(first.tokens[1]), first.line, tuple(rest))
        if rest and first.type == "paragraph_open"
        else None
    )


def _read_sentence(first: Block, rest: tuple[Block, ...]) -> Mark | None:
    """Return a plain sentence that asks, with what follows it, in the next line or below."""
    children = first.tokens[1].children or []
    end = next((n for n, token in enumerate(children) if token.type.endswith("break")), len(children))
    if end < len(children) and ends_as_question(plain_text(children[:end])):
        below = make_paragraph(first, children[end + 1 :], first.line + 1, first.source.partition("\n")[2])
        return Mark(read_title(children[:end]), first.line, (below, *rest))
    title = read_heading(first.tokens[1])
    return Mark(title, first.line, rest) if title.looks_like_question else None
