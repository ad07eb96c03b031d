"""Question and answer stand side by side: ``Question :: Answer``, in a row of a table headed so, as term and definition."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.labels import heads_answers, heads_questions
from mkdeck.article.markdown import plain_text
from mkdeck.article.question import Heading, promises_cards, read_heading, read_title
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.sequence import Element, Mark, join_marks

MARK = "::"
_MARK = re.compile(rf"(?<!\s)\s++{MARK}:?\s+")
"""Three colons are a card in both directions to Obsidian; only the first is made."""
PARTING = ("?", "??")
"""A line that parts question and answer, to the same."""


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article that stand in one line each."""
    headings = (read_heading(block.tokens[1]) for block in blocks if block.type == "heading_open")
    is_list = promises_cards(next(headings, None))
    return join_marks([element for block in blocks for element in _read_block(block, is_list or is_told)])


def _read_block(block: Block, is_list: bool) -> Iterator[Element]:
    marks: list[Mark] = []
    if block.type == "table_open":
        marks = list(_read_table(block))
    elif block.type == "dl_open":
        marks = list(_read_definitions(block))
        asking = [mark for mark in marks if mark.heading.looks_like_question]
        marks = marks if is_list or len(asking) > 0.5 * len(marks) else asking
    elif block.type == "paragraph_open":
        parted = _read_parted(block)
        marks = [parted] if parted else list(_read_lines(block, block.tokens[1]))
    else:
        for item in list_items(block):
            inline = next((token for token in item.tokens if token.type == "inline"), None)
            marks += _read_lines(item, inline) if inline else ()
    yield from (Element(block, mark) for mark in marks)
    if not marks:
        yield Element(block)


def _read_parted(block: Block) -> Mark | None:
    """Return a question of one line and its answer, with a line ``?`` between them."""
    children = block.tokens[1].children or []
    breaks = [n for n, token in enumerate(children) if token.type.endswith("break")]
    if len(breaks) < 2 or plain_text(children[breaks[0] + 1 : breaks[1]]) not in PARTING:
        return None
    below = block.source.split("\n", 2)[-1]
    answer = make_paragraph(block, children[breaks[1] + 1 :], block.line + 2, below)
    return Mark(read_title(children[: breaks[0]]), block.line, (answer,))


def _read_lines(block: Block, inline: Token) -> Iterator[Mark]:
    """Yield the pairs of a paragraph, each in a line of its own."""
    children = inline.children or []
    line = (inline.map or [block.line - 1])[0] + 1
    start = 0
    for n in range(len(children) + 1):
        if n == len(children) or children[n].type.endswith("break"):
            if mark := _read_line(block, children[start:n], line):
                yield mark
            start, line = n + 1, line + 1


def _read_line(block: Block, children: Sequence[Token], line: int) -> Mark | None:
    depth = 0
    for n, token in enumerate(children):
        depth += token.nesting
        found = _MARK.search(token.content) if token.type == "text" else None
        if found and depth == 0:
            before, after = (
                Token("text", "", 0, content=text, meta=dict(token.meta))
                for text in (token.content[: found.start()], token.content[found.end() :])
            )
            title = read_title([*children[:n], before])
            answer = [after, *children[n + 1 :]]
            if title.text and (after.content.strip() or children[n + 1 :]):
                source = _source_line(block, line)
                return Mark(title, line, (make_paragraph(_as_paragraph(block), answer, line, source),), is_whole=True)
    return None


def question_cells(block: Block) -> Iterator[Token]:
    """Yield the inside of each cell that asks, in a table that has a column of questions and one of answers."""
    yield from (question for question, _ in _read_cells(block))


def _read_table(block: Block) -> Iterator[Mark]:
    for question, answer in _read_cells(block):
        line = (question.map or [block.line - 1])[0] + 1
        source = _source_line(block, line)
        paragraph = make_paragraph(_as_paragraph(block), answer.children or [], line, source)
        yield Mark(read_title(question.children or []), line, (paragraph,), is_whole=True)


def _read_cells(block: Block) -> Iterator[tuple[Token, Token]]:
    if block.type != "table_open":
        return
    head, *rows = _read_rows(block)
    columns = [plain_text(cell.children or []) for cell in head]
    question = next((n for n, text in enumerate(columns) if heads_questions(text)), None)
    answer = next((n for n, text in enumerate(columns) if heads_answers(text)), None)
    if question is None or answer is None:
        return
    for cells in rows:
        if len(cells) > max(question, answer) and plain_text(cells[question].children or []):
            yield cells[question], cells[answer]


def _read_definitions(block: Block) -> Iterator[Mark]:
    """Yield the terms of a definition list with all that is said of each."""
    title: Heading | None = None
    line = block.line
    said: list[Block] | None = None
    for part in (*inner_blocks(block), None):
        if part is None or part.type == "dt_open":
            if title and title.text and said is not None:
                yield Mark(title, line, tuple(said), is_whole=True)
            said = None
            title = read_title(part.tokens[1].children or []) if part else None
            line = (part.tokens[1].map or [part.line - 1])[0] + 1 if part else line
        else:
            said = [] if said is None else said
            said += inner_blocks(part)


def _read_rows(block: Block) -> list[list[Token]]:
    rows: list[list[Token]] = []
    line = block.line - 1
    for token in block.tokens:
        if token.type == "tr_open":
            rows.append([])
            line = token.map[0] if token.map else line
        elif token.type == "inline" and rows:
            rows[-1].append(replace(token, map=token.map or [line, line + 1]))
    return rows


def _as_paragraph(block: Block) -> Block:
    """Return a block whose second token is an inline one, to be copied."""
    inline = next(token for token in block.tokens if token.type == "inline")
    return Block((block.tokens[0], inline), block.line, block.source)


def _source_line(block: Block, line: int) -> str:
    lines = block.lines
    return lines[line - block.line].strip() if 0 <= line - block.line < len(lines) else block.source
