"""Questions have the tag of a flashcard tool behind them, ``Q #card``, or a sign that what is below answers, ``Q ;;``."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_lines import BLOCK_ID, WRITTEN_ID
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms.marks import split_line
from mkdeck.article.signs.question import read_title

_MARK = re.compile(r"#|;;|>>>|::>|↓|\[\[card\]\]|\[\[flashcards?\]\]", re.IGNORECASE)


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a paragraph by the lines that have such a tag, nothing where none has."""
    if not _MARK.search(block.source):
        return
    children = block.tokens[1].children or []
    breaks = [n for n, token in enumerate(children) if token.type.endswith("break")]
    lines = [children[a + 1 : b] for a, b in zip([-1, *breaks], [*breaks, len(children)], strict=True)]
    marked = [n for n, line in enumerate(lines) if read_title(line).taken.is_marked and not split_line(line)]
    starts = [0, *marked[1:]]  # the first may have several lines
    for n, place in enumerate(marked):
        end = starts[n + 1] if n + 1 < len(marked) else len(lines)
        asked, said = _join(lines[starts[n] : place + 1]), _join(lines[place + 1 : end])
        source = block.lines[place + 1 : end]
        rest = (make_paragraph(block, said, block.line + place + 1, "\n".join(source)),) if said else ()
        if rest and place == marked[-1] and BLOCK_ID in block.tokens[1].meta:  # the id stands behind the last one
            rest[0].tokens[1].meta[BLOCK_ID] = block.tokens[1].meta[BLOCK_ID]
        title = read_title(asked, str(block.tokens[1].meta.get(WRITTEN_ID, "")) if not n else "")
        part = make_paragraph(block, asked, block.line + starts[n], "\n".join(block.lines[starts[n] : end]))
        yield Element(
            part,
            Candidate("tagged", "", title, part.line, rest, is_whole=bool(rest), kind=title.taken.kind),
            block if len(marked) > 1 else None,
        )


def _join(lines: Sequence[Sequence[Token]]) -> list[Token]:
    joined: list[Token] = []
    for line in lines:
        joined += [Token("softbreak", "br", 0), *line] if joined else line
    return joined
