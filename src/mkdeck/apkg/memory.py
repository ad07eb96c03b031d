"""``mkdeck.json``, the member of a package by which the next build knows what the author had written in this one.

Importers ignore it. Its form: ``{"version": 1, "notes": {guid: [present key, digest]}, "removed": {guid: [id, key, present key,
digest, mod]}, "seals": {guid: digest of what the note shows}}``. Of removed notes it holds no text: what an author takes back is gone.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from mkdeck.apkg.untrusted import UnreadableError, expect, expect_time, parse_object
from mkdeck.limits import LATEST
from mkdeck.model import Deck, Note, Removed

MEMBER = "mkdeck.json"

_VERSION = 1


def remember_notes(deck: Deck) -> bytes:
    """Return the member's content in UTF-8, the same for the same notes."""
    notes = {note.guid: [note.present, note.digest] for note in deck.notes}
    removed = {gone.guid: [gone.id, gone.key, gone.present, gone.digest, gone.mod] for gone in deck.removed}
    seals = {note.guid: _seal(note) for note in deck.notes}
    memory = {"version": _VERSION, "notes": notes, "removed": removed, "seals": seals}
    return json.dumps(memory, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Memory:
    """What a package remembers."""

    notes: dict[str, tuple[str, str]]
    """Each guid's present key and digest."""
    removed: tuple[Removed, ...]
    seals: dict[str, str] | None = None
    """Each guid's seal; ``None`` in the packages of 0.1.0."""


def read_memory(data: bytes | bytearray) -> Memory | None:
    """Return what the member holds, ``None`` where the content is not as a known version writes it."""
    try:
        memory = parse_object(data, MEMBER)
        if expect(memory.get("version"), int, MEMBER) != _VERSION:
            return None
        notes = expect(memory.get("notes"), dict, MEMBER)
        removed = expect(memory.get("removed", {}), dict, MEMBER)
        return Memory(
            {expect(guid, str, MEMBER): _read_note(entry) for guid, entry in notes.items()},
            tuple(_read_removed(expect(guid, str, MEMBER), removed[guid]) for guid in sorted(removed)),
            _read_seals(memory["seals"]) if "seals" in memory else None,
        )
    except UnreadableError:
        return None


def believe(memory: Memory, note: Note) -> Note:
    """Return a note with its digest as far as that can be believed: it was made for these fields, or it says nothing.

    Otherwise a note that was changed in the package, whoever did it, would count as what its author has written, and
    learners who have it would keep it.
    """
    if memory.seals is None:
        return replace(note, is_sealed=False)
    return note if memory.seals.get(note.guid) == _seal(note) else replace(note, digest="")


def _seal(note: Note) -> str:
    """Return 16 hex digits that stand for what the note shows; its last field, the key, is not shown."""
    shown = json.dumps([note.fields[:-1], note.tags]).encode()
    return hashlib.sha256(shown).hexdigest()[:16]


def _read_seals(seals: object) -> dict[str, str]:
    known = expect(seals, dict, MEMBER)
    return {guid: expect(seal, str, MEMBER) for guid, seal in known.items()}


def _read_note(entry: object) -> tuple[str, str]:
    present, digest = _read_list(entry, 2)
    return _read_key(present), expect(digest, str, MEMBER)


def _read_removed(guid: str, entry: object) -> Removed:
    id_, key, present, digest, mod = _read_list(entry, 5)
    if not 0 < expect(id_, int, MEMBER) <= LATEST * 1000:
        raise UnreadableError(f"{MEMBER} is not as mkdeck writes it")
    return Removed(guid, id_, _read_key(key), _read_key(present), expect(digest, str, MEMBER), expect_time(mod, MEMBER))


def _read_list(entry: object, length: int) -> list[Any]:
    items = expect(entry, list, MEMBER)
    if len(items) != length:
        raise UnreadableError(f"{MEMBER} is not as mkdeck writes it")
    return items


def _read_key(value: object) -> str:
    if key := expect(value, str, MEMBER):
        return key
    raise UnreadableError(f"{MEMBER} has an empty key")
