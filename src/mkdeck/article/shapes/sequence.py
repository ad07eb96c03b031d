"""Questions one after the other, each answered by what follows it: what most shapes have in common."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.cleaning import drop_farewell
from mkdeck.article.emptiness import is_comment, is_empty
from mkdeck.article.frame import leads_away
from mkdeck.article.navigation import is_navigation
from mkdeck.article.question import Heading, find_id_comment, read_heading
from mkdeck.article.shapes.entries import is_contents, is_frame, is_part_of_answer
from mkdeck.article.shapes.outline import Outline, PairBlocks


class Mark(NamedTuple):
    """A place at which a question begins."""

    heading: Heading
    line: int
    rest: tuple[Block, ...] = ()
    """What of its block already answers."""
    front: tuple[Block, ...] = ()
    """What of its block is shown with it."""
    is_whole: bool = False
    """Whether the answer ends with the block."""
    is_meant: bool = False
    """Whether it is one beside others that ask, though it does not."""
    level: int = 7
    """That of its heading, if it is one: headings from it on belong to the answer."""


class Element(NamedTuple):
    """A block of an article, and the question that begins in it, if one does."""

    block: Block
    mark: Mark | None = None


ReadMark = Callable[[Block], Mark | None]


def open_lists(elements: Iterable[Element], read_mark: ReadMark) -> Iterator[Element]:
    """Yield the elements with each list whose items begin with questions taken apart into its items."""
    for element in elements:
        items = [] if element.mark else [(item, read_item(item, read_mark)) for item in list_items(element.block)]
        if any(mark for _, mark in items):
            yield from (Element(item, mark) for item, mark in items)
        else:
            yield element


def read_item(item: Block, read_mark: ReadMark) -> Mark | None:
    """Return the question that a list item begins with; the rest of the item answers it."""
    first, *others = inner_blocks(item) or (item,)
    mark = read_mark(first) if first is not item else None
    return mark._replace(rest=(*mark.rest, *others), is_whole=False) if mark else None


@dataclass(slots=True)
class _Growing:
    """A question whose answer is being gathered."""

    mark: Mark
    pinned: str
    sections: tuple[Heading, ...]
    base: int
    """The level of the innermost section that it stands in, 0 where it stands in none."""
    answer: list[Block]

    def finish(self, is_last: bool) -> PairBlocks:
        answer = drop_farewell(self.answer) if is_last else self.answer
        return PairBlocks(self.mark.heading, self.pinned, tuple(answer), self.sections, self.mark.line, self.mark.front)


def join_marks(elements: Sequence[Element]) -> Outline:
    """Give each question what follows it, to the next one or to the heading of another section."""
    title_place = _find_title(elements)
    title = None if title_place is None else read_heading(elements[title_place].block.tokens[1])
    if not any(element.mark for element in elements):
        return Outline(title=title)
    above: list[tuple[int, Heading]] = []
    found: list[_Growing] = []
    current: _Growing | None = None
    for n, element in enumerate(elements):
        block, mark = element.block, element.mark
        if mark:
            sections = tuple(heading for _, heading in above if heading.text)
            base = next((level for level, heading in reversed(above) if heading.text), 0)
            current = _Growing(mark, _find_pinned(elements, n, mark), sections, base, list(mark.rest))
            found.append(current)
            current = None if mark.is_whole else current
        elif block.type == "heading_open" and not (current and _belongs(elements, n, current)):
            level = int(block.tokens[0].tag[1])
            above = [entry for entry in above if entry[0] < level]
            heading = read_heading(block.tokens[1])
            if n != title_place and not is_contents(heading):
                above.append((level, heading))
            current = None
        elif current:
            current.answer.append(block)
    pairs = tuple(growing.finish(is_last=growing is found[-1]) for growing in found)
    return Outline(pairs, title)


def _find_title(elements: Sequence[Element]) -> int | None:
    """Return the place of the first ``#`` heading, unless others beside it have questions, too."""
    tops = [n for n, e in enumerate(elements) if e.block.type == "heading_open" and e.block.tokens[0].tag == "h1"]
    marks = [n for n, e in enumerate(elements) if e.mark]
    is_one_of_several = len(tops) > 1 and bool(marks) and tops[0] < marks[0] < tops[1] < marks[-1]
    return tops[0] if tops and not is_one_of_several and not elements[tops[0]].mark else None


def _belongs(elements: Sequence[Element], place: int, current: _Growing) -> bool:
    """Tell whether a heading below a question is part of its answer, and begins no section."""
    heading = read_heading(elements[place].block.tokens[1])
    level = int(elements[place].block.tokens[0].tag[1])
    if not heading.text or level <= current.base:
        return False
    if is_frame(heading) or leads_away(heading.text):  # the summary of an answer, or what ends the article
        return level > current.mark.level or _leads_to_question(elements, place, level)
    below = map(elements.__getitem__, range(place + 1, len(elements)))
    following = next((e for e in below if not is_empty(e.block)), None)
    is_bare = following is None or following.mark is not None or following.block.type == "heading_open"
    if is_part_of_answer(heading) or level > current.mark.level or (level == current.mark.level and not is_bare):
        return True
    is_deep = current.base > 0 or level > 2
    return not is_bare and is_deep and following is not None and not is_navigation(following.block)


def _leads_to_question(elements: Sequence[Element], place: int, level: int) -> bool:
    """Tell whether behind a heading a question comes before the next heading as high."""
    for element in map(elements.__getitem__, range(place + 1, len(elements))):
        if element.mark:
            return True
        if element.block.type == "heading_open" and int(element.block.tokens[0].tag[1]) <= level:
            return False
    return False


def _find_pinned(elements: Sequence[Element], place: int, mark: Mark) -> str:
    """Return the id in the question, else in a comment right below it, else right above."""
    if mark.heading.pinned:
        return mark.heading.pinned
    below = mark.rest[0] if mark.rest else elements[place + 1].block if place + 1 < len(elements) else None
    before = elements[place - 2].mark if place > 1 else None
    is_after_question = before is not None and not before.rest  # then a comment above belongs to that one
    above = elements[place - 1].block if place and not is_after_question else None
    ids = (find_id_comment(b.tokens[0].content) for b in (below, above) if b and is_comment(b))
    return next(filter(None, ids), "")
