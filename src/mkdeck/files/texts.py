"""Texts: articles, answers, settings and styles, each within bounds."""

import os
import re
from pathlib import Path

from mkdeck.files.regular import LargeError, is_below, read_regular, real_path, tell_reason
from mkdeck.model import Location
from mkdeck.problem import Problem, Severity

MAX_ARTICLE = 10_000_000
"""Bytes of an article, which takes some seconds for each million; the longest that is known has half of one."""

MAX_SETTINGS = 1_000_000
"""Bytes of a configuration or a style."""

_ZIP = b"PK\x03\x04"
_ANSWER_TYPES = (".md", ".markdown")


def read_text(path: Path, limit: int = MAX_ARTICLE) -> tuple[str, list[Problem]]:
    """Read UTF-8 text with or without BOM; every line end becomes a line feed."""
    where = Location(str(path), 1)
    try:
        data = read_regular(path, limit)
    except LargeError as error:
        hint = "part the file, or leave it out"
        return "", [Problem(where, "large-file", f"'{path}' {tell_reason(error)}", hint, Severity.ERROR)]
    except (OSError, ValueError) as error:
        message, hint = f"cannot read '{path}': {tell_reason(error)}", "check the file's name and rights"
        return "", [Problem(where, "unreadable-file", message, hint, Severity.USAGE)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [_report_bytes(path, data, error.start)]
    if data.count(0) > len(data) / 10:  # UTF-16, or a file that holds nothing
        return "", [_report_bytes(path, data, data.index(0))]
    return re.sub(r"\r\n?", "\n", text), []


def _report_bytes(path: Path, data: bytes, place: int) -> Problem:
    if data.startswith(_ZIP):
        message = f"'{path.name}' is a zip archive, as packages of flashcard programs are, and no article"
        hint = "export its cards as Markdown or text in the program that made it"
        return Problem(Location(str(path), 1), "not-utf8", message, hint, Severity.ERROR)
    line = len(re.findall(rb"\r\n?|\n", data[:place])) + 1
    message, hint = f"byte 0x{data[place]:02x} is not UTF-8", "save the file as UTF-8"
    if data[place] == 0:
        message = "byte 0x00 is no text, and a tenth of the file and more are such bytes"
    return Problem(Location(str(path), line), "not-utf8", message, hint, Severity.ERROR)


def find_text(name: str, folder: Path, where: Location) -> str | Problem:
    """Return the text of a file that an article in ``folder`` names as an answer, or why it cannot be had.

    Only Markdown below ``folder`` is read, links followed, and none is looked for elsewhere.
    """
    path = Path(os.path.normpath(name))
    is_outside = bool(path.anchor) or path.parts[:1] == ("..",)
    try:
        is_there = not is_outside and os.path.exists(folder / name) and not os.path.isdir(folder / name)
        is_outside = is_outside or (is_there and not is_below(folder / name, folder))
        real = real_path(folder / name)
    except (OSError, ValueError):  # a name that no file can have: too long, a NUL in it
        is_there, real = False, path
    if is_outside:
        message = f"'{name}' lies outside the article's folder, so it is not read"
        return Problem(where, "outside-answer", message, "move the file below the article")
    if not is_there:
        hint = f"the path is looked up from {folder}{os.sep}; an answer that ends in .md is always a file's name"
        return Problem(where, "missing-answer", f"no file '{name}' below the article's folder", hint)
    if real.suffix.lower() not in _ANSWER_TYPES:
        message = f"'{name}' is a link to '{real.name}', which is no Markdown by its name"
        return Problem(where, "missing-answer", message, "put the answer itself in the link's place")
    text, problems = read_text(folder / name)
    if problems and problems[0].code in ("unreadable-file", "large-file"):
        return Problem(where, "missing-answer", problems[0].message, problems[0].hint)
    return problems[0] if problems else text
