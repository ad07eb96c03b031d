"""Cards between lines that a tool reads, ``START`` … ``END``, or within one, ``STARTI [Basic] Q Back: A ENDI`` -> folds that ask."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from mkdeck.article.parsing.components import find_line, read_inside, read_line, write_line
from mkdeck.article.parsing.tool_lines import find_own_id, find_written_id
from mkdeck.model import BOTH_WAYS, CLOZE, TYPED

CARD = "card"
"""The kind of such a fold."""
_ENDS = {"START": "END", "%%ANKI": "END%%"}
_ENDED = ("paragraph", "reference", "blockquote", "list")
_INLINE = re.compile(r"STARTI[ \t]++\[(?P<type>[^\]\n]++)\]")
_FIELD = re.compile(r"(?P<name>[^\W\d_][\w ]{0,30}?):(?:[ \t]++|\Z)")
_NEXT_FIELD = re.compile(r"\s(?P<name>Back|Extra|Back Extra):\s")
_FIELDS = {"basic": {"Front", "Back"}, "cloze": {"Text", "Extra", "Back Extra"}}
_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*+flashcard")
_KEYS = {"front", "back", "type", "tags", "content"}
_SECOND = ("Back", "Extra", "Back Extra")
_ID = re.compile(r"(?:<!--\s*+)?ID:\s*+(?P<id>\d{6,20})\s*+(?:-->\s*+)?")


class _Field(NamedTuple):
    """Where a field of a card stands."""

    name: str
    line: int
    offset: int
    """Characters of the line that come before it."""


def add_frames(parser: MarkdownIt) -> None:
    """Teach the parser their syntax."""
    parser.block.ruler.before("html_block", "frame", _read_frame, {"alt": [*_ENDED]})
    parser.block.ruler.before("html_block", "frame_line", _read_frame_line, {"alt": [*_ENDED]})
    parser.block.ruler.before("fence", "frame_fence", _read_fence, {"alt": [*_ENDED]})


def _read_frame(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    close = _ENDS.get(read_line(state, start).rstrip())
    if not close or state.is_code_block(start):
        return False
    last = find_line(state, start + 1, end, close)
    kind = next((n for n in range(start + 1, last) if not state.isEmpty(n)), last)
    if last == end or kind == last:
        return False
    if silent:
        return True
    if any(read_line(state, n).rstrip() == "DELETE" for n in range(kind, last)):
        token = state.push("html_block", "", 0)  # no card, as if its author had commented it out
        token.content, token.map = "<!-- DELETE -->\n", [start, last + 1]
        state.line = last + 1
        return True
    names = next((names for word, names in _FIELDS.items() if word in read_line(state, kind).casefold()), None)
    fields = list(_find_fields(state, kind + 1, last, names))
    tags = [tag for field in fields if field.name == "Tags" for tag in read_line(state, field.line)[5:].split()]
    id_ = next((found["id"] for n in range(kind, last) if (found := _ID.fullmatch(read_line(state, n)))), "")
    ends = [*(field.line for field in fields[1:]), last]
    parts = [(f, end) for f, end in zip(fields, ends, strict=True) if f.name != "Tags"]
    _write(state, start, last, read_line(state, kind), parts, (tags, id_))
    state.line = last + 1
    return True


def _read_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a fence ``flashcard`` whose lines name the sides, each by a key as in YAML."""
    fence = _FENCE.fullmatch(read_line(state, start).rstrip())
    last = find_line(state, start + 1, end, fence["mark"]) if fence and not state.is_code_block(start) else end
    if last == end:
        return False
    found = list(_find_fields(state, start + 1, last, _KEYS))
    ends = [*(field.line for field in found[1:]), last]
    parts = {f.name: (_skip_bar(state, f), n) for f, n in zip(found, ends, strict=True)}
    if "front" not in parts:
        return False
    if silent:
        return True
    kind = read_line(state, parts["type"][0].line).partition(":")[2] if "type" in parts else ""
    tags = read_line(state, parts["tags"][0].line).partition(":")[2] if "tags" in parts else ""
    sides = [parts[key] for key in ("front", "back") if key in parts]
    _write(state, start, last, kind, sides, (tags.strip(" []").replace(",", " ").split(), ""))
    state.line = last + 1
    return True


def _skip_bar(state: StateBlock, field: _Field) -> _Field:
    """Return where a field's text begins: behind its key, or in the next line where that has only ``|``."""
    text = read_line(state, field.line)[field.offset :].strip()
    return field._replace(line=field.line + 1, offset=0) if text in ("|", ">", "|-", ">-") else field


def _find_fields(state: StateBlock, start: int, end: int, names: set[str] | None) -> Iterator[_Field]:
    """Yield the fields of a card; the first needs no name. ``names`` are those that its notetype has, if that is known."""
    first = next((n for n in range(start, end) if not state.isEmpty(n)), end)
    for n in range(first, end):
        found = _FIELD.match(read_line(state, n))
        is_field = found is not None and (found["name"] == "Tags" or names is None or found["name"] in names)
        if found and is_field:
            yield _Field(found["name"], n, found.end())
        elif n == first:
            yield _Field("", n, 0)


def _write(
    state: StateBlock,
    start: int,
    last: int,
    type_: str,
    fields: Sequence[tuple[_Field, int]],
    signs: tuple[Sequence[str], str],
) -> None:
    """Write a card, of whose fields, each with the line behind it, the first asks and the others answer."""
    second = next((n for n, (field, _) in enumerate(fields) if n and (field.name in _SECOND or n == 1)), len(fields))
    opening = state.push("details_open", "details", 1)
    opening.map, opening.meta = [start, last + 1], _meta(type_, *signs)
    summary = state.push("summary_open", "summary", 1)
    summary.map = [start, start + 1]
    for n, (field, end) in enumerate(fields):
        if n == second:
            state.push("summary_close", "summary", -1)
        _read_field(state, field, end)
    if second >= len(fields):
        state.push("summary_close", "summary", -1)
    state.push("details_close", "details", -1).map = [start, last + 1]


def _read_field(state: StateBlock, field: _Field, end: int) -> None:
    """Read the text of a field, which may begin behind its name."""
    while end > field.line and _is_sign(read_line(state, end - 1)):
        end -= 1
    line = field.line
    kept = state.bMarks[line], state.tShift[line], state.sCount[line]
    if field.offset:
        state.bMarks[line] += state.tShift[line] + field.offset
        state.tShift[line] = 0
        state.sCount[line] = state.blkIndent
    read_inside(state, line, end)
    state.bMarks[line], state.tShift[line], state.sCount[line] = kept


def _is_sign(line: str) -> bool:
    return not line.strip() or line.startswith("Tags:") or _ID.fullmatch(line) is not None


def _read_frame_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = read_line(state, start)
    found, last = _INLINE.match(line), line.rfind("ENDI")
    if not found or last < 0 or state.is_code_block(start):
        return False
    if silent:
        return True
    text, _, id_ = line[found.end() : last].partition("<!--")
    own = find_own_id(f"<!--{id_}")
    text, _, tags = text.partition(" Tags:")
    asked, said = _part(text)
    opening = state.push("details_open", "details", 1)
    opening.map = [start, start + 1]
    opening.meta = _meta(found["type"], tags.split(), own or find_written_id(f"<!--{id_}"))
    state.push("summary_open", "summary", 1).map = [start, start + 1]
    write_line(state, asked.strip(), start)
    state.push("summary_close", "summary", -1)
    if said.strip():
        state.push("paragraph_open", "p", 1).map = [start, start + 1]
        write_line(state, said.strip(), start)
        state.push("paragraph_close", "p", -1)
    state.push("details_close", "details", -1).map = [start, start + 1]
    state.line = start + 1
    return True


def _part(text: str) -> tuple[str, str]:
    found = _NEXT_FIELD.search(text)
    asked = (text[: found.start()] if found else text).strip()
    return asked.removeprefix("Front:").removeprefix("Text:"), text[found.end() :] if found else ""


def _meta(type_: str, tags: Sequence[str], id_: str) -> dict[str, object]:
    name = type_.casefold()
    kind = CLOZE if "cloze" in name else BOTH_WAYS if "reverse" in name else TYPED if "type" in name else ""
    return {"kind": CARD, "tags": tuple(tag.strip(",") for tag in tags), "tool_id": id_, "cards": kind}
