"""Files in which ki keeps a collection, ``# Note`` with GUID, tags and a heading a field -> the rows of an export."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from mkdeck.article.anki_text import Export

_NOTE = re.compile(
    r"^# Note[ \t]*+\n+```\nguid: (?P<guid>\S[^\n]*)\n(?:notetype: (?P<notetype>[^\n]*)\n)?```\n\s*+"
    r"(?:### Tags[ \t]*+\n```\n(?P<tags>(?:(?!```)[^\n]*\n)*+)```\n)?",
    re.MULTILINE,
)
_FIELD = re.compile(r"^## [^\n]*\n", re.MULTILINE)
_OF_BLOCKS = re.compile(r"<(?:p|div|[uo]l|dl|table|pre|h\d|blockquote)\b", re.IGNORECASE)
_COLUMNS = {"html": "true", "guid column": "1", "notetype column": "2", "tags column": "3"}


def read_note_files(text: str, path: str) -> Export | None:
    """Return the notes of a file, in the deck that its folder is; ``None`` where it is an article."""
    if not text.startswith("# Note"):
        return None
    rows = list(_read_notes(text))
    return Export({**_COLUMNS, "deck": PurePath(path).parent.name}, rows) if rows else None


def _read_notes(text: str) -> Iterator[tuple[int, list[str]]]:
    found = list(_NOTE.finditer(text))
    line, last = 1, 0
    for n, note in enumerate(found):
        line, last = line + text.count("\n", last, note.start()), note.start()
        end = found[n + 1].start() if n + 1 < len(found) else len(text)
        if fields := list(_read_fields(text[note.end() : end])):
            yield line, [note["guid"], note["notetype"] or "", note["tags"] or "", *fields]


def _read_fields(text: str) -> Iterator[str]:
    """Yield what stands below the headings of a note; its lines are those of the field, unless elements part it."""
    for field in _FIELD.split(text)[1:]:
        yield field.strip() if _OF_BLOCKS.search(field) else field.strip().replace("\n", "<br>")
