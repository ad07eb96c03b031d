"""Deck -> package file: the zip, and its place on disk."""

import json
import os
import zipfile
from pathlib import Path
from typing import BinaryIO

from mkdeck.apkg.archive import MAX_MEMBERS, open_file
from mkdeck.apkg.database import build_database
from mkdeck.apkg.memory import MEMBER, remember_notes
from mkdeck.apkg.untrusted import UnreadableError
from mkdeck.files.regular import real_path, tell_reason
from mkdeck.files.replace import check_replaceable, replace_file
from mkdeck.limits import MAX_DATABASE
from mkdeck.model import Deck, Location
from mkdeck.problem import Problem, Severity

_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that zip knows: the same for every member of every package."""

_COLLECTION_NAMES = frozenset({"collection.anki2", "collection.anki21", "collection.anki21b"})


MAX_PICTURES = MAX_MEMBERS - 3
"""The other members are the collection, the list of pictures and the memory."""


def write_apkg(deck: Deck, path: Path) -> list[Problem]:
    """Write the package in one step: an error or an interruption leaves what was at ``path``, and nothing beside it."""
    database = build_database(deck)
    if len(database) > MAX_DATABASE or len(deck.media) > MAX_PICTURES:
        return [_report_large(path)]
    try:
        replace_file(path, lambda file: _write_zip(deck, database, file))
    except OSError as error:
        return [_report_unwritable(path, error, Severity.ERROR)]
    return []


def check_target(path: Path) -> list[Problem]:
    """Return why a package cannot be put at ``path``, before any work is done for it."""
    where = Location(str(path), 1)
    real = real_path(path)
    if path.suffix.lower() != ".apkg":
        message, hint = f"'{path}' is no name that Anki opens", f"name the package {path.stem or 'deck'}.apkg"
        return [Problem(where, "wrong-package-name", message, hint, Severity.USAGE)]
    if real.suffix.lower() != ".apkg":  # a link's own name says nothing of what would be written
        message, hint = (
            f"'{path}' leads to '{real}', no name that Anki opens",
            "name another file with -o, or remove the link",
        )
        return [Problem(where, "wrong-package-name", message, hint, Severity.USAGE)]
    if not os.path.isdir(path.parent):
        message = f"there is no folder '{path.parent}' to write to"
        return [Problem(where, "unwritable-package", message, "make the folder, or name another one", Severity.USAGE)]
    if os.path.exists(path) and not is_package(path):
        message = f"'{path}' exists and is no Anki package, so it is not overwritten"
        return [
            Problem(where, "not-a-package", message, "name another file with -o, or remove this one", Severity.USAGE)
        ]
    try:
        check_replaceable(path)
    except OSError as error:
        return [_report_unwritable(path, error, Severity.USAGE)]
    return []


def is_package(path: Path) -> bool:
    """Tell whether the file is a zip with one of Anki's databases in it."""
    try:
        with open_file(path) as file, zipfile.ZipFile(file) as package:
            return not _COLLECTION_NAMES.isdisjoint(package.namelist())
    except (UnreadableError, OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return False


def _write_zip(deck: Deck, database: bytes, file: BinaryIO) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        _add_member(package, "collection.anki2", database)
        names = {str(n): media.name for n, media in enumerate(deck.media)}
        _add_member(package, "media", json.dumps(names).encode())
        _add_member(package, MEMBER, remember_notes(deck))
        for n, media in enumerate(deck.media):
            _add_member(package, str(n), media.content)


def _add_member(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, _MEMBER_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = 0o644 << 16
    package.writestr(member, content)


def _report_unwritable(path: Path, error: OSError, severity: Severity) -> Problem:
    message = f"cannot write '{path}': {tell_reason(error)}"
    hint = "check the folder's rights and the free space; what was there before is unchanged"
    return Problem(Location(str(path), 1), "unwritable-package", message, hint, severity)


def _report_large(path: Path) -> Problem:
    message = f"the package would have more than {MAX_DATABASE >> 20} MB of text or {MAX_PICTURES} pictures"
    hint = "part the sources into several packages"
    return Problem(Location(str(path), 1), "large-deck", message, hint, Severity.ERROR)
