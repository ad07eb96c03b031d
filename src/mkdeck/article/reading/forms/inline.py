"""Question and answer stand side by side: ``Question :: Answer``, ``Question → Answer``, in a row of a table headed so, as term and definition."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.labels import heads_answers, heads_questions
from mkdeck.article.markdown import inline_text, plain_text
from mkdeck.article.question import Heading, read_title
from mkdeck.article.reading.candidate import Candidate, Element

MARKS = ("::", "→")
_MARK = re.compile(r"(?<!\s)\s++(?P<mark>::|→):?\s+")
"""Three colons are a card in both directions to Obsidian; only the first is made."""
PARTING = ("?", "??")
"""A line that parts question and answer, to the same."""


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a table, a definition list, a paragraph or a list by its pairs; nothing where it has none."""
    match block.type:
        case "table_open":
            found = [*_read_table(block)]
        case "dl_open":
            found = [*_read_definitions(block)]
        case "paragraph_open":
            parted = _read_parted(block)
            return iter([Element(block, parted)]) if parted else _read_paragraph(block)
        case _:
            return _read_items(block)
    return (Element(block, candidate, block) for candidate in found)


def _read_items(block: Block) -> Iterator[Element]:
    items = list_items(block)
    inlines = [next((token for token in item.tokens if token.type == "inline"), None) for item in items]
    found = [[*_read_lines(item, inline)] if inline else [] for item, inline in zip(items, inlines, strict=True)]
    if any(found):
        for item, pairs in zip(items, found, strict=True):
            yield from (Element(item, candidate, block) for candidate in pairs)
            if not pairs:
                yield Element(item, None, block)


def _read_paragraph(block: Block) -> Iterator[Element]:
    """Yield the lines of a paragraph in which question and answer stand, and what stands between them."""
    children = block.tokens[1].children or []
    if not any(_has_mark(token) for token in children):
        return
    found = {candidate.line: candidate for candidate in _read_lines(block, block.tokens[1])}
    if not found:
        return
    first = (block.tokens[1].map or [block.line - 1])[0] + 1
    lines = _split_lines(children)
    for line, part in enumerate(lines, first):
        source = _source_line(block, line)
        shown = block if len(lines) == 1 else make_paragraph(block, part, line, source)
        yield Element(shown, found.get(line), block)


def _split_lines(children: Sequence[Token]) -> list[list[Token]]:
    lines: list[list[Token]] = [[]]
    for token in children:
        if token.type.endswith("break"):
            lines.append([])
        else:
            lines[-1].append(token)
    return lines


def _has_mark(token: Token) -> bool:
    return token.type == "text" and any(mark in token.content for mark in MARKS)


def _read_parted(block: Block) -> Candidate | None:
    """Return a question of one line and its answer, with a line ``?`` between them."""
    children = block.tokens[1].children or []
    breaks = [n for n, token in enumerate(children) if token.type.endswith("break")]
    if len(breaks) < 2 or plain_text(children[breaks[0] + 1 : breaks[1]]) not in PARTING:
        return None
    below = block.source.split("\n", 2)[-1]
    answer = make_paragraph(block, children[breaks[1] + 1 :], block.line + 2, below)
    return Candidate("inline", "parted", read_title(children[: breaks[0]]), block.line, (answer,))


def _read_lines(block: Block, inline: Token) -> Iterator[Candidate]:
    """Yield the pairs of a paragraph, each in a line of its own."""
    children = inline.children or []
    line = (inline.map or [block.line - 1])[0] + 1
    start = 0
    for n in range(len(children) + 1):
        if n == len(children) or children[n].type.endswith("break"):
            if mark := _read_line(block, children[start:n], line):
                yield mark
            start, line = n + 1, line + 1


def _read_line(block: Block, children: Sequence[Token], line: int) -> Candidate | None:
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
                shown = make_paragraph(_as_paragraph(block), answer, line, source)
                return Candidate("inline", found["mark"], title, line, (shown,), is_whole=True, group=block.line)
    return None


def question_cells(block: Block) -> Iterator[Token]:
    """Yield the inside of each cell that asks, in a table that has a column of questions and one of answers."""
    yield from (question for question, _ in _read_cells(block))


def _read_table(block: Block) -> Iterator[Candidate]:
    for question, answer in _read_cells(block):
        line = (question.map or [block.line - 1])[0] + 1
        source = _source_line(block, line)
        paragraph = make_paragraph(_as_paragraph(block), answer.children or [], line, source)
        yield Candidate("inline", "row", read_title(question.children or []), line, (paragraph,), is_whole=True)


def _read_cells(block: Block) -> Iterator[tuple[Token, Token]]:
    if block.type != "table_open":
        return
    head, *rows = _read_rows(block)
    columns = [inline_text(cell) for cell in head]
    question = next((n for n, text in enumerate(columns) if heads_questions(text)), None)
    answer = next((n for n, text in enumerate(columns) if heads_answers(text)), None)
    if question is None or answer is None:
        return
    for cells in rows:
        if len(cells) > max(question, answer) and inline_text(cells[question]):
            yield cells[question], cells[answer]


def _read_definitions(block: Block) -> Iterator[Candidate]:
    """Yield the terms of a definition list with all that is said of each."""
    title: Heading | None = None
    line = block.line
    said: list[Block] | None = None
    for part in (*inner_blocks(block), None):
        if part is None or part.type == "dt_open":
            if title and title.text and said is not None:
                yield Candidate("inline", "term", title, line, tuple(said), is_whole=True)
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
