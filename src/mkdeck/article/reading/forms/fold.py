"""Questions are titles of folds, ``<details><summary>Q</summary>``, and of admonitions, ``??? question "Q"``."""

import itertools
from collections.abc import Iterator

from markdown_it.token import Token

from mkdeck.article.parsing.admonitions import ASKING_KINDS
from mkdeck.article.parsing.blocks import Block, read_fold
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.question import Heading, read_heading
from mkdeck.article.signs.tags import Taken

CARDS = frozenset({"card", "flashcard"})
"""Kinds of folds that are cards of a tool."""


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a fold with a title as the place of a question."""
    fold = read_fold(block)
    if fold is None or fold.title is None:
        yield Element(block)
        return
    heading = _read_title(block, fold.title)
    line = (fold.title.map or [block.line - 1])[0] + 1
    front = tuple(itertools.takewhile(lambda inner: inner.tokens[0].meta.get("in_summary"), fold.body))
    form, rank = ("admonitions", _rank(fold.kind)) if fold.kind else ("summary", "")
    rest = fold.body[len(front) :]
    # Below an admonition of MkDocs in which nothing is indented, the answer follows; a callout's is quoted as it is.
    is_whole = not (block.source.lstrip().startswith(("???", "!!!")) and all(map(is_empty, fold.body)))
    is_framed = fold.kind in CARDS
    yield Element(
        block,
        Candidate(
            form,
            rank,
            heading,
            line,
            rest,
            front,
            is_whole=is_whole,
            number=heading.number,
            is_framed=is_framed,
            kind=heading.taken.kind,
        ),
    )


def _read_title(block: Block, title: Token) -> Heading:
    """Return the title of a fold with what a tool wrote around it."""
    heading, meta = read_heading(title), block.tokens[0].meta
    written = Taken(tuple(meta.get("tags", ())), str(meta.get("tool_id", "")), str(meta.get("cards", "")))
    return heading._replace(pinned=heading.pinned or written.pinned, taken=heading.taken.join(written))


def _rank(kind: str) -> str:
    """Return what sets the kinds apart that do not ask: ``> [!example]-``."""
    return "" if kind in ASKING_KINDS or kind == "details" else "aside"
