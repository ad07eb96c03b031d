"""``mkdeck.json``, the member of a package by which the next build knows what the author had written in this one.

Importers ignore it. Its form: ``{"version": 1, "notes": {guid: [present key, digest]}, "removed": {guid: [id, key, present key,
digest, mod]}}``. Of removed notes it holds no text: what an author takes back is gone.
"""

import json
from dataclasses import dataclass
from typing import Any

from mkdeck.apkg.untrusted import LATEST, UnreadableError, expect, expect_time, parse_object
from mkdeck.model import Deck, Removed

MEMBER = "mkdeck.json"

_VERSION = 1


def remember_notes(deck: Deck) -> bytes:
    """Return the member's content in UTF-8, the same for the same notes."""
    notes = {note.guid: [note.present, note.digest] for note in deck.notes}
    removed = {gone.guid: [gone.id, gone.key, gone.present, gone.digest, gone.mod] for gone in deck.removed}
    memory = {"version": _VERSION, "notes": notes, "removed": removed}
    return json.dumps(memory, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Memory:
    """What a package remembers."""

    notes: dict[str, tuple[str, str]]
    """Each guid's present key and digest."""
    removed: tuple[Removed, ...]


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
        )
    except UnreadableError:
        return None


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
