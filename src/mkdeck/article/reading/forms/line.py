"""Questions are lines of plain or slanted text, each above what answers it: ``What is X?``, ``*What is X?*``, ``3、 X``."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph, split_at
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import plain_text, read_line
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms.marks import split_asked
from mkdeck.article.signs.asking import asks_something, ends_as_question
from mkdeck.article.signs.question import read_title

RANKS = frozenset({"line", "slanted"})
_LONGEST = 300
"""Characters of such a line."""
_SLANTED = ("em_open", "em_close"), ("<u>", "</u>"), ("<em>", "</em>"), ("<i>", "</i>")


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a paragraph whose first line may ask; nothing for another one."""
    return _read(block, is_sure=False)


def read_above_list(block: Block) -> Iterator[Element]:
    """Yield a line of an article in which such lines ask, if in other words."""
    return _read(block, is_sure=True)


def read_first(block: Block) -> Element:
    """Return a paragraph whose first line begins a question, however long and in whatever words."""
    children = block.tokens[1].children or []
    asked = list(read_line(children))
    said = children[len(asked) + 1 :]
    rest = (make_paragraph(block, said, block.line + 1, block.source.partition("\n")[2]),) if said else ()
    title = read_title(asked)
    return Element(block, Candidate("bold", "line", title, block.line, rest, number=title.number))


def has_words(line: Sequence[Token]) -> bool:
    """Tell whether inline tokens have text of their own, as a badge has not."""
    return any(token.type == "text" and token.content.strip() for token in line)


def part_glued(elements: Sequence[Element]) -> list[Element]:
    """Return the elements with each paragraph parted at the lines of it that ask, where an article is made of such lines."""
    texts = [e.block for e in elements if e.block.type == "paragraph_open" and _may_be_line(e)]
    parted = {id(block): parts for block in texts if len(parts := split_at(block, _is_question)) > 1}
    parted = {
        n: parts for n, parts in parted.items() if any("\n" in part.source for part in parts)
    }  # others list questions
    glued = sum(len(parts) - 1 for parts in parted.values())
    asking = glued + sum(_is_question([*read_line(block.tokens[1].children or [])]) for block in texts)
    least = weights.LINES if asking < weights.DOZEN else weights.LINES_OF_MANY
    if glued < weights.MANY or asking < least * sum(len(block.lines) for block in texts):
        return list(elements)
    return [part for e in elements for part in _read_parts(e, parted.get(id(e.block), ()))]


def _read_parts(element: Element, parts: Sequence[Block]) -> Iterator[Element]:
    """Yield the parts of an element, each of which a line that asks may begin."""
    if len(parts) < 2:
        yield element
        return
    for part in parts:
        yield next(read_elements(part), Element(part))._replace(whole=element.block)


def _is_question(said: Sequence[Token]) -> bool:
    """Tell whether a line is a question from its begin to its end, and no rest of a sentence."""
    text = plain_text(said).strip()
    return not text[:1].islower() and ends_as_question(text)


def _may_be_line(element: Element) -> bool:
    return element.whole is None and (element.candidate is None or element.candidate.rank == "line")


def _read(block: Block, *, is_sure: bool) -> Iterator[Element]:
    children = block.tokens[1].children or []
    asked = list(read_line(children))
    if not has_words(asked):
        return
    text = plain_text(asked)
    rank = "slanted" if _is_slanted(asked) else "line"
    if (
        (len(text) > _LONGEST and not split_asked(asked))
        or text.endswith((":", "："))
        or not any(sign.isalpha() for sign in text)
    ):
        return
    asks = ends_as_question(text) or split_asked(asked) or (asks_something(text) and not text.endswith((".", "。")))
    says_so = rank == "slanted" or is_sure or asks
    title = read_title(asked) if says_so or any(map(str.isdecimal, text)) else None
    if title is None or not (says_so or title.number is not None):
        return
    said, below, line = children[len(asked) + 1 :], block.source.partition("\n")[2], block.line + 1
    if not ends_as_question(text) and (parts := split_asked(asked)):
        title, said, below, line = read_title(parts[0]), [*parts[1], *children[len(asked) :]], block.source, block.line
    rest = (make_paragraph(block, said, line, below),) if said else ()
    yield Element(block, Candidate("bold", rank, title, block.line, rest, number=title.number))


def _is_slanted(line: Sequence[Token]) -> bool:
    """Tell whether a line is one run of slanted or underlined text."""
    seen = [token for token in line if token.content.strip() or token.type != "text"]
    signs = [token.content if token.type == "html_inline" else token.type for token in seen]
    shown = [sign for sign in signs if not sign.startswith("<!--")]  # an id does not stand within
    return any(
        len(shown) > 2 and shown[0] == begin and shown.index(end) == len(shown) - 1
        for begin, end in _SLANTED
        if end in shown
    )
