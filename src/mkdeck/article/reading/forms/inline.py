"""Question and answer stand side by side: ``Question :: Answer``, ``Question → Answer``, in a row of a table headed so, as term and definition."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.labels import heads_answers, heads_questions, names_language
from mkdeck.article.markdown import plain_text
from mkdeck.article.question import Heading, read_heading, read_title
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms.marks import has_mark, split_line
from mkdeck.article.tools.evidence import written_for
from mkdeck.article.tools.tags import take_tags


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a table, a definition list, a paragraph or a list by its pairs; nothing where it has none."""
    match block.type:
        case "table_open":
            found = [*_read_table(block)]
        case "dl_open":
            found = [*_read_definitions(block)]
        case "paragraph_open":
            return _read_paragraph(block)
        case _:
            return _read_items(block)
    return (Element(block, candidate, block) for candidate in found)


def _read_items(block: Block) -> Iterator[Element]:
    """Yield a list by the pairs in its items, and in those within others."""
    if any(token.type == "inline" and any(map(has_mark, token.children or ())) for token in block.tokens):
        found = list(_walk(block, block, ()))
        if any(element.candidate for element in found):
            yield from found


def _walk(block: Block, whole: Block, path: tuple[Heading, ...]) -> Iterator[Element]:
    items = list_items(block)
    for item in items:
        first, *below = inner_blocks(item) or (item,)
        pairs = list(_read_lines(first, first.tokens[1])) if first.type == "paragraph_open" else []
        inner = [list(_walk(each, whole, _deepen(path, first))) for each in below]
        has_inner = any(element.candidate for found in inner for element in found)
        if pairs and not has_inner:
            pairs[-1] = replace(pairs[-1], rest=(*pairs[-1].rest, *below))
        yield from (Element(item, replace(pair, siblings=len(items), group=block.line, path=path), whole) for pair in pairs)
        if has_inner:
            yield from [] if pairs else [Element(first, None, whole)]
            yield from (element for found in inner for element in found)
        elif not pairs:
            yield Element(item, None, whole)


def _deepen(path: tuple[Heading, ...], first: Block) -> tuple[Heading, ...]:
    """Return the titles above what stands within an item."""
    is_title = first.type in ("paragraph_open", "heading_open") and "\n" not in first.source
    return (*path, read_heading(first.tokens[1])) if is_title else path


def _read_paragraph(block: Block) -> Iterator[Element]:
    """Yield the lines of a paragraph in which question and answer stand, and what stands between them."""
    children = block.tokens[1].children or []
    if not any(map(has_mark, children)):
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
    found = split_line(children) if any(map(has_mark, children)) else None
    if not found:
        return None
    title, source = read_title(found.asked), _source_line(block, line)
    said, tags = take_tags(found.said)
    shown = make_paragraph(_as_paragraph(block), said, line, source)
    title = title._replace(taken=title.taken.join(tags))
    kind = found.kind or title.taken.kind
    return Candidate("inline", found.rank, title, line, (shown,), is_whole=True, group=block.line, kind=kind)


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
    columns = [plain_text(cell.children or []) for cell in head]
    question = next((n for n, text in enumerate(columns) if heads_questions(text)), None)
    answer = next((n for n, text in enumerate(columns) if heads_answers(text)), None)
    if len(columns) == 2 and (all(map(names_language, columns)) or written_for().vocabulary):
        question, answer = 0, 1
    if question is None or answer is None:
        return
    for cells in rows:
        if len(cells) > max(question, answer) and plain_text(cells[question].children or []):
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
