"""Questions have the tag of a flashcard tool behind them, ``Q #card``, in a line of text or of a list of any depth."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.question import Heading, read_heading, read_title
from mkdeck.article.reading.candidate import Candidate, Element


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a paragraph by the lines that have such a tag, nothing where none has."""
    if "#" not in block.source:
        return
    children = block.tokens[1].children or []
    breaks = [n for n, token in enumerate(children) if token.type.endswith("break")]
    lines = [children[a + 1 : b] for a, b in zip([-1, *breaks], [*breaks, len(children)], strict=True)]
    marked = [n for n, line in enumerate(lines) if read_title(line).taken.is_marked]
    starts = [0, *marked[1:]]  # the first may have several lines
    for n, place in enumerate(marked):
        end = starts[n + 1] if n + 1 < len(marked) else len(lines)
        asked, said = _join(lines[starts[n] : place + 1]), _join(lines[place + 1 : end])
        source = block.lines[place + 1 : end]
        rest = (make_paragraph(block, said, block.line + place + 1, "\n".join(source)),) if said else ()
        title = read_title(asked)
        part = make_paragraph(block, asked, block.line + starts[n], "\n".join(block.lines[starts[n] : end]))
        yield Element(
            part,
            Candidate("tagged", "", title, part.line, rest, is_whole=bool(rest), kind=title.taken.kind),
            block if len(marked) > 1 else None,
        )


def read_items(block: Block) -> Iterator[Element]:
    """Yield a list by its items that have such a tag, and by those within others; nothing where none has."""
    if any(token.type == "inline" and "#" in token.content for token in block.tokens):
        found = list(_walk(block, block, ()))
        if any(element.candidate for element in found):
            yield from found


def _walk(block: Block, whole: Block, path: tuple[Heading, ...]) -> Iterator[Element]:
    for item in list_items(block):
        first, *below = inner_blocks(item) or (item,)
        candidate = _read_first(first)
        if candidate:
            yield Element(item, replace(candidate, rest=(*candidate.rest, *below), is_whole=True, path=path), whole)
        else:
            yield Element(first, None, whole)
        above = (*path, read_heading(first.tokens[1])) if first.type == "heading_open" else path
        for inner in below:
            within = _walk(inner, whole, above) if list_items(inner) else iter((Element(inner, None, whole),))
            yield from (element for element in within if element.candidate or not candidate)


def _read_first(first: Block) -> Candidate | None:
    """Return the question that an item begins with, if its line has such a tag."""
    if first.type == "paragraph_open":
        return next((element.candidate for element in read_elements(first)), None)
    title = read_heading(first.tokens[1]) if first.type == "heading_open" else None
    return Candidate("tagged", "", title, first.line, kind=title.taken.kind) if title and title.taken.is_marked else None


def _join(lines: Sequence[Sequence[Token]]) -> list[Token]:
    joined: list[Token] = []
    for line in lines:
        joined += [Token("softbreak", "br", 0), *line] if joined else line
    return joined
