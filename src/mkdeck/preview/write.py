"""Page -> file, in one step, and never over a file of somebody else's."""

import os
from pathlib import Path

from mkdeck.files.regular import open_regular, real_path, tell_reason
from mkdeck.files.replace import check_replaceable, replace_file
from mkdeck.model import Location
from mkdeck.preview.page import GENERATOR
from mkdeck.problem import Problem, Severity

_TYPES = (".html", ".htm")
_HEAD = 4096
"""Bytes at the top of a page that hold the name of its generator."""


def write_page(page: str, path: Path) -> list[Problem]:
    """Write the page; an error or an interruption leaves what was at ``path``, and nothing beside it."""
    try:
        replace_file(path, lambda file: file.write(page.encode("utf-8", "replace")))
    except OSError as error:
        return [_report_unwritable(path, error, Severity.ERROR)]
    return []


def check_target(path: Path) -> list[Problem]:
    """Return why a page cannot be put at ``path``, before any work is done for it."""
    where = Location(str(path), 1)
    real = real_path(path)
    if path.suffix.lower() not in _TYPES:
        message, hint = f"'{path}' is no name that a browser opens", f"name the page {path.stem or 'cards'}.html"
        return [Problem(where, "wrong-page-name", message, hint, Severity.USAGE)]
    if real.suffix.lower() not in _TYPES:  # a link's own name says nothing of what would be written
        message = f"'{path}' leads to '{real}', no name that a browser opens"
        hint = "name another file with -o, or remove the link"
        return [Problem(where, "wrong-page-name", message, hint, Severity.USAGE)]
    if not os.path.isdir(path.parent):
        message = f"there is no folder '{path.parent}' to write to"
        return [Problem(where, "unwritable-page", message, "make the folder, or name another one", Severity.USAGE)]
    if os.path.exists(path) and not _is_preview(path):
        message = f"'{path}' exists and is no page of mkdeck, so it is not overwritten"
        hint = "name another file with -o, or remove this one"
        return [Problem(where, "not-a-preview", message, hint, Severity.USAGE)]
    try:
        check_replaceable(path)
    except OSError as error:
        return [_report_unwritable(path, error, Severity.USAGE)]
    return []


def _is_preview(path: Path) -> bool:
    try:
        with os.fdopen(open_regular(path), "rb") as file:
            return GENERATOR.encode() in file.read(_HEAD)
    except OSError:
        return False


def _report_unwritable(path: Path, error: OSError, severity: Severity) -> Problem:
    message = f"cannot write '{path}': {tell_reason(error)}"
    hint = "check the folder's rights and the free space; what was there before is unchanged"
    return Problem(Location(str(path), 1), "unwritable-page", message, hint, severity)
