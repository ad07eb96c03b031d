"""Folds that hold questions, and are sections of the article, opened."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from mkdeck.article.answers.folded import is_answer_title
from mkdeck.article.blocks import Block, read_fold
from mkdeck.article.cleaning import is_navigation
from mkdeck.article.markdown import plain_text
from mkdeck.article.question import asks_something, read_heading, read_title
from mkdeck.article.shapes.bold import read_bold


def open_sections(blocks: Sequence[Block], level: int = 0, below_question: bool = False) -> list[Block]:
    """Return the blocks with each fold that is a section in the place of its title: as a heading, and its content.

    ``level`` is that of the heading above them; ``below_question`` says whether that one asks.
    """
    opened: list[Block] = []
    for block in blocks:
        if block.type == "heading_open":
            level = int(block.tokens[0].tag[1])
            below_question = read_heading(block.tokens[1]).looks_like_question
        if not below_question and _is_section(block):
            opened += _open(block, level)
        else:
            opened.append(block)
    return opened


def _open(block: Block, level: int) -> Iterator[Block]:
    fold = read_fold(block)
    body = fold.body if fold else ()
    inner = [int(b.tokens[0].tag[1]) for b in body if b.type == "heading_open"]
    own = min(6, max(level + 1, 1), *(n - 1 for n in inner if n > 1)) if inner else min(6, level + 1)
    yield _make_heading(block, own, list(fold.title.children or []) if fold and fold.title else [], block.line)
    yield from open_sections(body, own)
    yield _make_heading(block, own, [], block.end)


def _is_section(block: Block) -> bool:
    """Tell whether a fold's title does not ask, and at least two of what it holds do."""
    fold = read_fold(block)
    if fold is None or is_navigation(block):
        return False
    title = plain_text(fold.title.children or []) if fold.title else ""
    if asks_something(title) or is_answer_title(title):
        return False
    return sum(map(_asks, fold.body)) >= 2


def _asks(block: Block) -> bool:
    if block.type == "heading_open":
        return read_heading(block.tokens[1]).looks_like_question
    fold = read_fold(block)
    if fold:
        return bool(fold.title and read_title(fold.title.children or []).looks_like_question) or _is_section(block)
    bold = read_bold(block)
    return bool(bold and bold.is_alone and bold.heading.looks_like_question)


def _make_heading(block: Block, level: int, children: list[Token], line: int) -> Block:
    tag = f"h{level}"
    lines = [line - 1, line]
    opening = Token("heading_open", tag, 1, map=lines, markup="<", block=True)
    inline = Token("inline", "", 0, map=lines, children=children, block=True)
    return Block((opening, inline, Token("heading_close", tag, -1, block=True)), line, "")
