"""Notes as Anki's text export has them, ``#separator:tab`` and a row a note -> an outline; each note keeps its GUID."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import PurePath
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.vault_marks import read_sound
from mkdeck.article.reading.outline import Outline, PairBlocks
from mkdeck.article.signs.question import Heading, read_title
from mkdeck.model import CLOZE

_HEADER = re.compile(
    r"#(?P<key>separator|html|tags|columns|notetype|deck|(?:notetype|deck|tags|guid) column|if matches)[ \t]*:(?P<value>.*)",
    re.IGNORECASE,
)
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
_TEXTS = frozenset({".txt", ".tsv", ".csv"})
_HTML = re.compile(
    r"<(?:br|div|p|b|i|u|em|strong|span|img|ul|ol|li|table|code|pre|sub|sup|a)\b[^<>]*>|&(?:nbsp|lt|gt|amp|quot|#\d+);",
    re.IGNORECASE,
)
_LONGEST_FIELD = 10_000_000
"""Characters; an article may have as many bytes."""
_EDGES: Sequence[tuple[str, Literal[1, -1]]] = (("open", 1), ("close", -1))
_MATH = re.compile(
    r"\\\((?P<inline>(?:(?!\\[()]).)++)\\\)|\\\[(?P<block>(?:(?!\\[\[\]]).)++)\\\]"
    r"|\[\$\](?P<latex>(?:(?!\[/?\$).)++)\[/\$\]|\[\$\$\](?P<display>(?:(?!\[/?\$).)++)\[/\$\$\]",
    re.DOTALL,
)
"""A formula as Anki's fields have them."""
_BREAK = re.compile(r"<br ?/?>|&nbsp;")
csv.field_size_limit(_LONGEST_FIELD)


@dataclass(frozen=True, slots=True)
class Export:
    """The rows of a file, and what it says of them."""

    header: Mapping[str, str]
    rows: Sequence[tuple[int, Sequence[str]]]
    """Each with the line on which it begins."""

    def column(self, name: str) -> int | None:
        """Return the place of a column that is no field."""
        value = self.header.get(f"{name} column", "").strip()
        return int(value) - 1 if re.fullmatch(r"[1-9]\d{0,3}", value) else None


def read_export(text: str, path: str) -> Export | None:
    """Return the notes of a text, ``None`` where it is an article; without a header only the file's name tells."""
    lines = text.split("\n")
    header: dict[str, str] = {}
    start = 0
    while start < len(lines) and (found := _HEADER.fullmatch(lines[start])):
        header[found["key"].lower()] = found["value"]
        start += 1
    is_named = PurePath(path).suffix.lower() in _TEXTS
    if not ({"separator", "guid column", "notetype column", "deck column", "tags column"} & {*header}) and not is_named:
        return None
    separator = _read_separator(header.get("separator", ""), lines[start:])
    if not separator:
        return None
    reader = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=separator)
    return Export(header, [(line + start, row) for line, row in _read_rows(reader)])


def _read_separator(value: str, lines: Sequence[str]) -> str:
    name = value.strip().lower()
    if value:
        return _SEPARATORS.get(name, value[:1])
    filled = [line for line in lines if line.strip() and not line.startswith("#")]
    shares = ((sum(sign in line for line in filled), sign) for sign in "\t;,")
    return next((sign for count, sign in shares if filled and count >= 0.9 * len(filled)), "")


def _read_rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    line = 1
    for row in reader:
        if any(field.strip() for field in row) and not row[0].startswith("#"):
            yield line, row
        line = int(reader.line_num) + 1  # type: ignore[attr-defined]  # it is a reader's


def find_pairs(export: Export) -> Outline:
    """Return the notes as an outline; what stands in further fields is below the answer."""
    others = {export.column(name) for name in ("guid", "notetype", "deck", "tags")}
    decks = [_deck_parts(export, row) for _, row in export.rows]
    common = int(len({parts[:1] for parts in decks}) == 1 and bool(decks[0]))
    is_html = _is_html(export)
    pairs = []
    for (line, row), parts in zip(export.rows, decks, strict=True):
        fields = [field for n, field in enumerate(row) if n not in others]
        if fields and fields[0].strip():
            pairs.append(_make(export, line, row, fields, parts[common:], is_html))
    title = read_title([_write_text(decks[0][0])]) if common else None
    return Outline(tuple(pairs), title, shape="rows")


def _deck_parts(export: Export, row: Sequence[str]) -> tuple[str, ...]:
    name = _cell(row, export.column("deck")) or export.header.get("deck", "")
    return tuple(filter(None, (part.strip() for part in name.split("::"))))


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _is_html(export: Export) -> bool:
    said = export.header.get("html", "").strip().lower()
    return said == "true" or (not said and any(_HTML.search(field) for _, row in export.rows for field in row))


def _make(
    export: Export, line: int, row: Sequence[str], fields: Sequence[str], sections: Sequence[str], is_html: bool
) -> PairBlocks:
    asked, *said = [field if is_html else escape(field, quote=False).replace("\n", "<br>") for field in fields]
    answer = [_make_block(html, line) for html in said if html.strip()]
    tags = f"{export.header.get('tags', '')} {_cell(row, export.column('tags'))}".split()
    is_cloze = "{{c" in asked and "::" in asked
    return PairBlocks(
        _read_title(asked),
        "",
        tuple(answer),
        tuple(read_title([_write_text(section)]) for section in sections),
        line,
        form="rows",
        kind=CLOZE if is_cloze else "",
        tags=tuple(tags),
        guid=_cell(row, export.column("guid")),
    )


def _read_title(html: str) -> Heading:
    return read_title(list(_read_field(html)))


def _read_field(html: str) -> Iterator[Token]:
    for token in _make_parser().parseInline(html)[0].children or []:
        if token.type == "html_inline":
            token.meta |= {"is_text": False, "html": token.content}
        elif token.type == "text_special":
            token.type = "text"
        yield token


@cache
def _make_parser() -> MarkdownIt:
    """Return a parser of what a field has beside its text: tags, entities, formulas and sounds."""
    parser = MarkdownIt("zero", {"html": True}).enable(["html_inline", "entity"])
    parser.inline.ruler.before("html_inline", "anki_math", _read_math)
    parser.inline.ruler.before("html_inline", "sound", read_sound)
    return parser


def _read_math(state: StateInline, silent: bool) -> bool:
    found = _MATH.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "\\[" else None
    if found and not silent:
        is_line = found["inline"] or found["latex"]
        token = state.push("math_inline" if is_line else "math_inline_double", "math", 0)
        token.content = unescape(_BREAK.sub(" ", found[found.lastgroup or 0]))
    state.pos = found.end() if found else state.pos
    return found is not None


def _make_block(html: str, line: int) -> Block:
    """Return a field, which may hold elements of any kind."""
    where = [line - 1, line]
    inline = Token("inline", "", 0, map=where, content=html, children=list(_read_field(html)), level=1)
    edges = (Token(f"paragraph_{end}", "p", way, map=where, hidden=True, block=True) for end, way in _EDGES)
    opening, closing = edges
    return Block((opening, inline, closing), line, html)


def _write_text(text: str) -> Token:
    return Token("text", "", 0, content=text)
