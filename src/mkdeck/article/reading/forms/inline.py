"""Question and answer stand side by side: ``Question :: Answer``, ``Question → Answer``, in a row of a table headed so, as term and definition."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.parsing.blocks import Block, inner_blocks, table_rows
from mkdeck.article.parsing.markdown import inline_text
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms.marks import has_mark, split_line
from mkdeck.article.signs.asking import ends_as_question
from mkdeck.article.signs.labels import heads_answers, heads_questions, names_language
from mkdeck.article.signs.question import Heading, read_title
from mkdeck.article.signs.tags import take_tags

WEAK = ("tight", "arrow")
"""Ranks of signs that may mean something else."""


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a table, a definition list or a paragraph by its pairs; nothing where it has none."""
    match block.type:
        case "table_open":
            found = [*_read_table(block)]
        case "dl_open":
            found = [*_read_definitions(block)]
        case _:
            return _read_paragraph(block)
    return (Element(block, candidate, block) for candidate in found)


def read_sure(block: Block) -> Iterator[Element]:
    """Yield a paragraph by its pairs, if one of them has a sign that means nothing else."""
    found = list(_read_paragraph(block))
    if any(element.candidate and element.candidate.rank not in WEAK for element in found):
        yield from found


def _read_paragraph(block: Block) -> Iterator[Element]:
    """Yield the lines of a paragraph in which question and answer stand, and what stands between them."""
    children = block.tokens[1].children or []
    if not any(map(has_mark, children)):
        return
    found = {candidate.line: candidate for candidate in read_lines(block, block.tokens[1])}
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


def read_lines(block: Block, inline: Token) -> Iterator[Candidate]:
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
    found = split_line(children) if any(map(has_mark, children)) else None
    if not found:
        return None
    title, source = read_title(found.asked), _source_line(block, line)
    said, tags = take_tags(found.said)
    shown = make_paragraph(_as_paragraph(block), said, line, source)
    title = title._replace(taken=title.taken.join(tags), pinned=title.pinned or tags.pinned)
    kind = found.kind or title.taken.kind
    return Candidate("inline", found.rank, title, line, (shown,), is_whole=True, group=block.line, kind=kind)


def question_cells(block: Block) -> Iterator[Token]:
    """Yield the inside of each cell that asks, in a table that has a column of questions and one of answers."""
    yield from (question for question, _ in _read_cells(block))


def _read_table(block: Block) -> Iterator[Candidate]:
    columns = _find_columns(block)
    for question, answer in _read_cells(block):
        line = (question.map or [block.line - 1])[0] + 1
        source = _source_line(block, line)
        paragraph = make_paragraph(_as_paragraph(block), answer.children or [], line, source)
        rank = columns.rank if columns else ""
        yield Candidate("inline", rank, read_title(question.children or []), line, (paragraph,), is_whole=True)


def _read_cells(block: Block) -> Iterator[tuple[Token, Token]]:
    columns = _find_columns(block)
    for cells in table_rows(block)[1:] if columns else ():
        if columns and len(cells) > max(columns[:2]) and inline_text(cells[columns.question]):
            yield cells[columns.question], cells[columns.answer]


class _Columns(NamedTuple):
    """Which columns of a table ask and answer."""

    question: int
    answer: int
    rank: str
    """``row`` where their heads say so, ``cell`` where only the article does."""


def _find_columns(block: Block) -> _Columns | None:
    rows = table_rows(block) if block.type == "table_open" else []
    heads = [inline_text(cell) for cell in rows[0]] if rows else []
    question = next((n for n, text in enumerate(heads) if heads_questions(text)), None)
    answer = next((n for n, text in enumerate(heads) if heads_answers(text)), None)
    if question is None and answer is None:
        question, answer = _find_asking_column(rows[1:])
    if question is not None and answer is not None:
        return _Columns(question, answer, "row")
    if len(heads) == 2 and all(map(names_language, heads)):
        return _Columns(0, 1, "row")
    return _Columns(0, 1, "cell") if len(heads) == 2 and written_for().vocabulary else None


def _find_asking_column(rows: Sequence[Sequence[Token]]) -> tuple[int | None, int | None]:
    """Return the first column of which most cells ask, and the one beside it, where such a table has several rows."""
    for n in range(min(map(len, rows), default=0) - 1):
        asking = sum(ends_as_question(inline_text(cells[n])) for cells in rows)
        if asking >= max(weights.FEWEST_LINES, weights.MOSTLY * len(rows)):
            return n, n + 1
    return None, None


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


def _as_paragraph(block: Block) -> Block:
    """Return a block whose second token is an inline one, to be copied."""
    inline = next(token for token in block.tokens if token.type == "inline")
    return Block((block.tokens[0], inline), block.line, block.source)


def _source_line(block: Block, line: int) -> str:
    lines = block.lines
    return lines[line - block.line].strip() if 0 <= line - block.line < len(lines) else block.source
