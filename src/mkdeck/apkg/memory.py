"""``mkdeck.json``, the member of a package by which the next build knows what the author had written in this one.

Importers ignore it. Its form: ``{"version": 2, "notes": {guid: [present key, digest, *traces]}, "removed": {guid: [id, key, digest,
mod, sketch, *traces]}, "seals": {guid: digest of what the note shows}, "kinds": {guid: kind}, "numbers": {guid: number}}``, the kinds of those removed that are no questions, and the highest number that a cloze has had where the note has none as high. A trace is what is kept of a wording, eight characters of
its key's digest and eight of its answer's; of removed notes the last trace is that of the last wording. Of what an author took back it
holds no text but the note's own key, which learners have. Version 1 had neither traces nor sketches, and of removed notes the last key;
0.1.0 had no seals.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from mkdeck.apkg.untrusted import UnreadableError, expect, expect_time, parse_object
from mkdeck.cloze import MOST_NUMBERS, list_numbers
from mkdeck.digest import digest_text
from mkdeck.limits import LATEST
from mkdeck.model import KINDS, QUESTION, Deck, Note, Removed, Trace

MEMBER = "mkdeck.json"

_VERSION = 2
_TRACE = re.compile(r"([\w-]{8})([\w-]{8})?", re.ASCII)
_SKETCH = re.compile(r"(?:[\da-f]{64})?", re.ASCII)


def remember_notes(deck: Deck) -> bytes:
    """Return the member's content in UTF-8, the same for the same notes."""
    notes = {note.guid: [note.present, note.digest, *_write_traces(note.former)] for note in deck.notes}
    removed = {
        gone.guid: [gone.id, gone.key, gone.digest, gone.mod, gone.sketch, *_write_traces(gone.former)]
        for gone in deck.removed
    }
    seals = {note.guid: _seal(note) for note in deck.notes}
    memory: dict[str, Any] = {"version": _VERSION, "notes": notes, "removed": removed, "seals": seals}
    if kinds := {gone.guid: gone.kind for gone in deck.removed if gone.kind != QUESTION}:
        memory["kinds"] = kinds
    if numbers := {
        note.guid: note.highest for note in deck.notes if note.highest > max(list_numbers(note.fields[0]), default=0)
    }:
        memory["numbers"] = numbers
    return json.dumps(memory, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of a note beside what stands in the collection."""

    present: str
    digest: str
    former: tuple[Trace, ...] = ()
    highest: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """What a package remembers."""

    notes: dict[str, Remembered]
    """By guid."""
    removed: tuple[Removed, ...]
    seals: dict[str, str] | None = None
    """Each guid's seal; ``None`` in the packages of 0.1.0."""


def read_memory(data: bytes | bytearray) -> Memory | None:
    """Return what the member holds, ``None`` where the content is not as a known version writes it."""
    try:
        memory = parse_object(data, MEMBER)
        version = expect(memory.get("version"), int, MEMBER)
        if version not in (1, _VERSION):
            return None
        read_removed = _read_first_removed if version == 1 else _read_removed
        notes = expect(memory.get("notes"), dict, MEMBER)
        removed = expect(memory.get("removed", {}), dict, MEMBER)
        numbers = {
            guid: min(max(expect(number, int, MEMBER), 0), MOST_NUMBERS)
            for guid, number in expect(memory.get("numbers", {}), dict, MEMBER).items()
        }
        kinds = {guid: _read_kind(kind) for guid, kind in expect(memory.get("kinds", {}), dict, MEMBER).items()}
        return Memory(
            {
                expect(guid, str, MEMBER): replace(_read_note(entry), highest=numbers.get(guid, 0))
                for guid, entry in notes.items()
            },
            tuple(
                replace(read_removed(expect(guid, str, MEMBER), removed[guid]), kind=kinds.get(guid, QUESTION))
                for guid in sorted(removed)
            ),
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


def _write_traces(traces: Iterable[Trace]) -> list[str]:
    return [trace.key + trace.answer for trace in traces]


def _read_note(entry: object) -> Remembered:
    (present, digest), traces = _read_list(entry, 2)
    return Remembered(_read_key(present), expect(digest, str, MEMBER), _read_traces(traces))


def _read_removed(guid: str, entry: object) -> Removed:
    (id_, key, digest, mod, sketch), traces = _read_list(entry, 5)
    former = _read_traces(traces)
    if not former or not _SKETCH.fullmatch(expect(sketch, str, MEMBER)):
        raise _refuse()
    return Removed(
        guid, _read_id(id_), _read_key(key), expect(digest, str, MEMBER), expect_time(mod, MEMBER), former, sketch
    )


def _read_first_removed(guid: str, entry: object) -> Removed:
    """Read what version 1 kept: the last key as it was, and nothing of the answer."""
    (id_, key, present, digest, mod), more = _read_list(entry, 5)
    if more:
        raise _refuse()
    former = (Trace(digest_text(_read_key(present)), ""),)
    return Removed(guid, _read_id(id_), _read_key(key), expect(digest, str, MEMBER), expect_time(mod, MEMBER), former)


def _read_list(entry: object, length: int) -> tuple[list[Any], list[Any]]:
    """Return the items that a list has to have, and those that may follow."""
    items = expect(entry, list, MEMBER)
    if len(items) < length:
        raise _refuse()
    return items[:length], items[length:]


def _read_traces(items: Iterable[object]) -> tuple[Trace, ...]:
    found = [_TRACE.fullmatch(expect(item, str, MEMBER)) for item in items]
    if not all(found):
        raise _refuse()
    return tuple(Trace(each[1], each[2] or "") for each in found if each)


def _read_kind(value: object) -> str:
    if value in KINDS:
        return str(value)
    raise _refuse()


def _read_id(value: object) -> int:
    if 0 < (id_ := expect(value, int, MEMBER)) <= LATEST * 1000:
        return id_
    raise _refuse()


def _read_key(value: object) -> str:
    if key := expect(value, str, MEMBER):
        return key
    raise UnreadableError(f"{MEMBER} has an empty key")


def _refuse() -> UnreadableError:
    return UnreadableError(f"{MEMBER} is not as mkdeck writes it")
