"""Package file -> deck: the order of steps. The file may be anybody's: it is read with care, or refused."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import ZipFile

from mkdeck.apkg.archive import open_archive, read_member
from mkdeck.apkg.collection import read_collection
from mkdeck.apkg.media import read_media
from mkdeck.apkg.memory import MEMBER, Memory, believe, read_memory
from mkdeck.apkg.protobuf import read_message
from mkdeck.apkg.untrusted import MAX_JSON, UnreadableError
from mkdeck.limits import MAX_DATABASE
from mkdeck.model import Deck, Location, Note, Notetype, Removed
from mkdeck.problem import Problem, Severity

_MAX_META = 1 << 10
"""Bytes of ``meta``: Anki writes two."""

_COLLECTIONS = {1: "collection.anki2", 2: "collection.anki21", 3: "collection.anki21b"}
"""Names by Anki's ``PackageMetadata.Version``; beside a later one, an earlier one only asks to update Anki."""

_MODERN = 3


def read_apkg(path: Path, known: Sequence[Notetype], with_media: bool = True) -> tuple[Deck | None, list[Problem]]:
    """Read a package's notes of known notetypes, told by their ids, as ``write_apkg`` takes them.

    Whatever the file is, nothing is raised, and time and memory are bounded. ``None`` comes with the one problem that
    says why. Notes come in the order of ``due``, media in that of the package's list. In Anki's format of 2022
    (``collection.anki21b``) decks have no descriptions. Without ``with_media`` the pictures are left packed.
    """
    try:
        with open_archive(path) as archive:
            return _read_deck(archive, path, known, with_media)
    except UnreadableError as reason:
        hint = "name an undamaged package that mkdeck made"
        message = f"cannot read '{path}': {reason}"
        return None, [Problem(Location(str(path), 1), "unreadable-previous", message, hint, Severity.ERROR)]


def _read_deck(archive: ZipFile, path: Path, known: Sequence[Notetype], with_media: bool) -> tuple[Deck, list[Problem]]:
    version = _find_version(archive)
    is_modern = version == _MODERN
    memory, problems = _read_memory(archive, path)
    data = read_member(archive, _COLLECTIONS[version], MAX_DATABASE, is_zstd=is_modern)
    collection = read_collection(data, known, memory.notes, is_modern=is_modern)
    del data  # before the pictures need the room
    media = read_media(archive, is_modern=is_modern) if with_media else ()
    if collection.foreign:
        problems.append(_report_foreign(path, collection.foreign))
    if collection.damaged:
        problems.append(_report_damaged(path, collection.damaged))
    return Deck(
        tuple(believe(memory, note) for note in collection.notes),
        collection.notetypes,
        media,
        collection.descriptions,
        _drop_present(memory.removed, collection.notes),
    ), problems


def _drop_present(removed: Iterable[Removed], notes: Iterable[Note]) -> tuple[Removed, ...]:
    """Return those that share neither GUID nor id with a note, or with one another."""
    guids, ids = {note.guid for note in notes}, {note.id for note in notes}
    kept = []
    for each in removed:
        if each.guid not in guids and each.id not in ids:
            ids.add(each.id)
            kept.append(each)
    return tuple(kept)


def _find_version(archive: ZipFile) -> int:
    """Return the package's format, as Anki finds it: the member ``meta`` tells, else the collection's name."""
    names = set(archive.namelist())
    if "meta" not in names:
        version = 2 if _COLLECTIONS[2] in names else 1
        if _COLLECTIONS[version] not in names:
            raise UnreadableError("it is no Anki package: no collection is in it")
        return version
    told = read_message(bytes(read_member(archive, "meta", _MAX_META)), "its member 'meta'").get(1)
    if not isinstance(told, int) or told not in _COLLECTIONS:
        raise UnreadableError("it is in a newer format than mkdeck knows")
    return told


def _read_memory(archive: ZipFile, path: Path) -> tuple[Memory, list[Problem]]:
    """Return what the package remembers, which is no reason to refuse it."""
    if MEMBER not in archive.namelist():
        return Memory({}, (), {}), []
    try:
        memory = read_memory(read_member(archive, MEMBER, MAX_JSON))
    except UnreadableError:
        memory = None
    if memory is not None:
        return memory, []
    message = f"'{path}' has a {MEMBER} that cannot be read, so its notes are compared by their fields"
    hint = "build with the version of mkdeck that made the package, or read on: the next build writes it anew"
    return Memory({}, (), {}), [Problem(Location(str(path), 1), "unreadable-memory", message, hint, Severity.INFO)]


def _report_foreign(path: Path, count: int) -> Problem:
    notes = "1 note of another notetype, which is" if count == 1 else f"{count} notes of other notetypes, which are"
    message = f"'{path}' has {notes} left out"
    hint = "keep notes that mkdeck did not make in a package of their own"
    return Problem(Location(str(path), 1), "foreign-notes", message, hint, Severity.INFO)


def _report_damaged(path: Path, count: int) -> Problem:
    notes = "1 note that cannot be read and is" if count == 1 else f"{count} notes that cannot be read and are"
    message = f"'{path}' has {notes} left out"
    hint = "name an undamaged package with --previous, so that these notes keep their history"
    return Problem(Location(str(path), 1), "damaged-notes", message, hint)
