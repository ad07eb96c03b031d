"""Folds that hold questions, and are sections of the article, opened."""

from collections.abc import Iterator, Sequence

from mkdeck.article.answers.labelled import begins_as_answer
from mkdeck.article.parsing.blocks import Block, keep_per_block, make_heading, read_fold
from mkdeck.article.parsing.markdown import inline_text, plain_text
from mkdeck.article.reading.forms.bold import read_bold
from mkdeck.article.signs.asking import asks_something
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.invitations import invites, is_answer_title
from mkdeck.article.signs.navigation import is_navigation
from mkdeck.article.signs.question import read_heading, read_title

_HOLDERS = ("details_open", "alert_open")


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


def read_bold_sections(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with bold lines that stand for headings of sections, right above questions, as such headings."""
    levels = {n: _level_below(blocks, n) for n, block in enumerate(blocks) if _is_bold_line(block)}
    titles = {n: level for n, level in levels.items() if level > 1}
    if len(titles) < 2:
        return list(blocks)
    return [
        make_heading(bold.heading.children, titles[n] - 1, block.line)
        if n in titles and (bold := read_bold(block))
        else block
        for n, block in enumerate(blocks)
    ]


def _is_bold_line(block: Block) -> bool:
    bold = read_bold(block)
    if bold is None or not bold.is_alone or bold.rest or is_navigation(block):
        return False
    text = bold.heading.text
    return bool(text) and not text.endswith((":", "：", ".", "。")) and not asks_something(text)


def _level_below(blocks: Sequence[Block], place: int) -> int:
    """Return the level of the heading that asks right below a block, 0 where none stands there."""
    following = next((block for block in blocks[place + 1 : place + 3] if not is_empty(block)), None)
    if following is None or following.type != "heading_open":
        return 0
    return int(following.tokens[0].tag[1]) if read_heading(following.tokens[1]).looks_like_question else 0


def _open(block: Block, level: int) -> Iterator[Block]:
    fold = read_fold(block, _HOLDERS)
    body = fold.body if fold else ()
    inner = [int(b.tokens[0].tag[1]) for b in body if b.type == "heading_open"]
    title = list(fold.title.children or []) if fold and fold.title else []
    own = min(6, level + 1, *(n - 1 for n in inner if n > 1))
    if invites(plain_text(title)):
        own = min([6, *inner])
    else:
        yield make_heading(title, own, ((fold and fold.title and fold.title.map) or [block.line - 1])[0] + 1)
    yield from open_sections(body, own)
    yield make_heading([], own, block.end)


@keep_per_block
def _is_section(block: Block) -> bool:
    """Tell whether a fold's title does not ask, and at least two of what it holds do."""
    fold = read_fold(block, _HOLDERS)
    if fold is None or is_navigation(block):
        return False
    title = inline_text(fold.title) if fold.title else ""
    if asks_something(title) or is_answer_title(title) or begins_as_answer(title):
        return False
    asking = [_asks(inner) for inner in fold.body if not is_empty(inner)]
    return sum(asking) >= 2 or asking[:1] == [True]


def _asks(block: Block) -> bool:
    if block.type == "heading_open":
        return read_heading(block.tokens[1]).looks_like_question
    fold = read_fold(block, _HOLDERS)
    if fold:
        return bool(fold.title and read_title(fold.title.children or []).looks_like_question) or _is_section(block)
    bold = read_bold(block)
    return bool(bold and bold.is_alone and bold.heading.looks_like_question)
