"""Answers that stand together below the questions, under a heading of their own, each with the number of its question."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph, split_at
from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items, table_rows
from mkdeck.article.parsing.markdown import inline_text, plain_text
from mkdeck.article.signs.cleaning import drop_farewell
from mkdeck.article.signs.labels import heads_key, is_counting_label
from mkdeck.article.signs.navigation import fold_words
from mkdeck.article.signs.question import drop_start, read_heading, read_title

_LEAST = 3
"""Answers that make a key."""
_NUMBERED = re.compile(
    r"\W*+(?:[^\W\d]{1,12}\.?\s*+)?#?(?P<number>\d{1,3})\s*+(?:[.):：]|[–—-]+(?=\s)|\*\*)[\s*.):：–—-]*+(?=\S)"
)
"""The begin of a line of a key: ``1. B``, ``**Q12 — C.** Because …``."""
_ROW = re.compile(r"(?:[^\W\d]{1,12}\.?\s*+)?#?(?P<number>\d{1,3})[.)]?")
"""The first cell of a key's row: ``1``, ``Q12``."""
_IN_ROW = re.compile(
    r"\W*+\d{1,3}\s*+[.):：–—-]?\s*+\(?[A-Ha-h]\b\)?(?:[\s|,;·/]++\d{1,3}\s*+[.):：–—-]?\s*+\(?[A-Ha-h]\b\)?)++\W*+"
)
_OF_ROW = re.compile(r"(\d{1,3})\s*+[.):：–—-]?\s*+\(?([A-Ha-h])\b")
"""Several in a line: ``1: B | 2: C``."""
_LONGEST = 100
"""Characters of its heading."""


@dataclass(frozen=True, slots=True)
class Key:
    """The answers of an article that stand below its questions."""

    start: int
    """The place of its heading among the blocks; it goes on to ``end``."""
    end: int
    answers: Mapping[int, tuple[Block, ...]]
    """By the number of the question."""

    def repeats(self, titles: Mapping[int, str]) -> bool:
        """Tell whether it is a list of the questions, with their titles again, and no key."""
        begins = {n: fold_words(_first_text(blocks)) for n, blocks in self.answers.items()}
        same = sum(begins[n].startswith(fold_words(title)[:40]) for n, title in titles.items() if n in begins)
        return 2 * same >= len(begins)


def find_key(blocks: Sequence[Block]) -> Key | None:
    """Return the key of an article, if one heading may begin it: one below each question is an answer's."""
    titles = [n for n in range(1, len(blocks)) if _heads_key(blocks[n])]
    level = min((_level(blocks[n]) for n in titles), default=0)
    start, *others = [n for n in titles if _level(blocks[n]) == level] or [0]
    if not start or others:
        return None
    end = next((n for n in range(start + 1, len(blocks)) if _level(blocks[n]) <= level), len(blocks))
    entries = list(_read_entries(blocks[start + 1 : end]))
    answers = dict(entries)
    if len(answers) < max(_LEAST, len(entries)):
        return None  # few, or numbers that begin anew and name no question
    last, answer = entries[-1]
    return Key(start, end, answers | {last: tuple(drop_farewell(answer, are_ruled=False))})


def _heads_key(block: Block) -> bool:
    title = read_heading(block.tokens[1]).text if block.type == "heading_open" else ""
    return bool(title) and len(title) <= _LONGEST and heads_key(title)


def _level(block: Block) -> int:
    return int(block.tokens[0].tag[1]) if block.type == "heading_open" else 7


def _first_text(blocks: Sequence[Block]) -> str:
    first = next((b for b in blocks if b.type in ("paragraph_open", "heading_open")), None)
    return read_title(first.tokens[1].children or ()).text if first else ""


def _read_entries(blocks: Sequence[Block]) -> Iterator[tuple[int, tuple[Block, ...]]]:
    """Yield the numbers of a key, each with what answers."""
    number, answer = 0, list[Block]()
    for block in blocks:
        for begun, part in _read_parts(block):
            if begun is not None or part is None:
                if number:
                    yield number, tuple(answer)
                number, answer = begun or 0, []
            if part is not None and number:
                answer.append(part)
    if number:
        yield number, tuple(answer)


def _read_parts(block: Block) -> Iterator[tuple[int | None, Block | None]]:
    """Yield the parts of a block, each with the number that begins it; a heading without one ends an answer."""
    if items := list_items(block):
        for item in items if block.type == "ordered_list_open" else ():
            inside = inner_blocks(item)
            yield int(item.tokens[0].info or 0), inside[0] if inside else None
            yield from ((None, inner) for inner in inside[1:])
        if block.type != "ordered_list_open":
            yield None, block
    elif block.type == "heading_open":
        heading = read_heading(block.tokens[1])
        yield (
            heading.number,
            block if heading.number is not None and not is_counting_label(heading.anchor_text) else None,
        )
    elif block.type == "paragraph_open":
        yield from _read_paragraph(block)
    elif block.type == "table_open":
        yield from _read_table(block)
    else:
        yield None, block


def _read_table(block: Block) -> Iterator[tuple[int | None, Block | None]]:
    """Yield the cells of rows that begin with a number, or the whole table where not all do; the first row may name the columns."""
    rows = table_rows(block)
    numbers = [_ROW.fullmatch(inline_text(cells[0])) for cells in rows]
    if not all(numbers[1:]):
        yield None, block
        return
    for number, cells in zip(numbers, rows, strict=True):
        for n, cell in enumerate(cells[1:] if number else ()):
            said = make_paragraph(block, cell.children or [], (cell.map or [block.line])[0] + 1, cell.content)
            yield int(number["number"]) if number and not n else None, said


def _read_paragraph(block: Block) -> Iterator[tuple[int | None, Block]]:
    text = inline_text(block.tokens[1])
    if _IN_ROW.fullmatch(text):
        for number, letter in _OF_ROW.findall(text):
            yield int(number), make_paragraph(block, [Token("text", "", 0, content=letter)], block.line, letter)
        return
    for part in split_at(block, lambda line: _NUMBERED.match(plain_text(line)) is not None):
        children = part.tokens[1].children or ()
        found = _NUMBERED.match(plain_text(children))
        if not found:
            yield None, part
            continue
        yield int(found["number"]), make_paragraph(part, drop_start(children, found.end()), part.line, part.source)
