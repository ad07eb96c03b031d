"""Texts with gaps, ``C: [Paris] is a city``, in articles that have them between their questions."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from mkdeck.article.answers.labelled import split_at
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import plain_text
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms import label
from mkdeck.article.signs.question import drop_start, read_title
from mkdeck.model import CLOZE

_LABEL = "C:"
_SIGNS = ("[",)


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a paragraph by its lines that begin so, and the questions between them; nothing where no line does."""
    if not written_for().clozes or not any(line.startswith(_LABEL) for line in block.lines):
        return
    parts = split_at(block, _begins)
    whole = block if len(parts) > 1 else None
    for part in parts:
        children = part.tokens[1].children or []
        if _begins(children):
            title = read_title(drop_start(children, len(_LABEL)))
            yield Element(
                part,
                Candidate("labels", "gap", title, part.line, kind=CLOZE, cloze_signs=_SIGNS, is_framed=True),
                whole,
            )
        else:
            found = [*label.read_elements(part)] or [Element(part)]
            yield from (element._replace(whole=whole) for element in found)


def _begins(line: Sequence[Token]) -> bool:
    return plain_text(line[:1]).startswith(_LABEL)
