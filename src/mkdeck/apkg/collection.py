"""A collection's database -> its notes of our notetypes, and what else is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from mkdeck.apkg.memory import Remembered
from mkdeck.apkg.schema import FIELD_NAMES, read_schema_11, read_schema_18
from mkdeck.apkg.sqlite import Database, open_database
from mkdeck.apkg.untrusted import UnreadableError, clean_line
from mkdeck.limits import LATEST, MAX_NOTE, MAX_NOTES
from mkdeck.model import Note, Notetype

MAX_TAGS = 5_000_000
"""Of all notes together: five for each of a million; each takes fifty bytes of memory, and two in the database."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What the database holds."""

    notes: tuple[Note, ...]
    """In the order in which new cards are shown."""
    notetypes: tuple[Notetype, ...]
    descriptions: tuple[tuple[str, str], ...]
    foreign: int
    """How many notes have another notetype."""
    damaged: int
    """How many notes of our notetypes could not be read."""


def read_collection(
    data: bytearray, known: Sequence[Notetype], memory: Mapping[str, Remembered], *, is_modern: bool
) -> Collection:
    """Read the bytes of a database, which change; ``known`` are our notetypes, ``memory`` is by guid."""
    read_schema = read_schema_18 if is_modern else read_schema_11
    with open_database(data) as database:
        schema = read_schema(database, known)
        rows, foreign = _read_rows(database, {notetype.id: notetype.kind for notetype in schema.notetypes})
        cards = _read_first_cards(database, {id_ for _, id_, *_ in rows})
    notes = []
    for kind, *row in rows:
        due, deck = cards.get(row[0], (0, 0))
        if note := _make_note(kind, row, schema.decks.get(deck), memory):
            notes.append((due, note))
    _check_unique([note for _, note in notes])
    notes.sort(key=lambda each: (each[0], each[1].id))
    ordered = tuple(note for _, note in notes)
    return Collection(ordered, schema.notetypes, schema.descriptions, foreign, len(rows) - len(notes))


def _read_rows(database: Database, kinds: Mapping[int, str]) -> tuple[list[tuple[Any, ...]], int]:
    """Return kind, id, guid, mod, tags and fields of our notes, and how many others there are."""
    rows, foreign, tags_left = [], 0, MAX_TAGS
    for notetype, *row in database.read_table("notes", "mid", "id", "guid", "mod", "tags", "flds"):
        if notetype not in kinds:
            foreign += 1
            continue
        rows.append((kinds[notetype], *row))
        if len(rows) > MAX_NOTES:
            raise UnreadableError(f"it has more than {MAX_NOTES} notes")
        tags_left -= row[3].count(" ") if isinstance(row[3], str) else 0
        if tags_left < 0:
            raise UnreadableError(f"its notes have more than {MAX_TAGS} tags")
    return rows, foreign


def _read_first_cards(database: Database, notes: set[object]) -> dict[int, tuple[int, int]]:
    """Return place and deck of each note's first card."""
    first: dict[int, tuple[int, int, int, int]] = {}
    for card in database.read_table("cards", "nid", "ord", "id", "due", "did", "odid"):
        if card[0] not in notes or not all(isinstance(value, int) for value in card):
            continue
        note, ord_, id_, due, deck, home = card
        # A card that a filtered deck has borrowed knows its home.
        candidate = (ord_, id_, due, home or deck)
        first[note] = min(candidate, first.get(note, candidate))
    return {note: (due, deck) for note, (_, _, due, deck) in first.items()}


def _make_note(kind: str, row: Sequence[Any], deck: str | None, memory: Mapping[str, Remembered]) -> Note | None:
    """Return the note, ``None`` where a value is missing, of the wrong kind, or out of all bounds."""
    id_, guid, mod, tags, text = row
    if not (isinstance(id_, int) and isinstance(mod, int) and 0 < id_ <= LATEST * 1000 and 0 <= mod <= LATEST):
        return None
    if not (isinstance(guid, str) and isinstance(tags, str) and isinstance(text, str)):
        return None
    if len(text.encode("utf-8", "replace")) > MAX_NOTE + len(FIELD_NAMES):
        return None
    fields = tuple(text.split("\x1f", len(FIELD_NAMES)))
    key = clean_line(unescape(fields[-1]))
    if not guid or not deck or len(fields) != len(FIELD_NAMES) or not key:
        return None
    known = memory.get(guid, Remembered(key, ""))
    split = tuple(filter(None, tags.split(" ")))
    return Note(
        id_,
        guid,
        key,
        known.present,
        known.digest,
        fields,
        split,
        deck,
        mod,
        known.former,
        kind=kind,
        highest=known.highest,
    )


def _check_unique(notes: list[Note]) -> None:
    """Refuse a package in which it is not clear whose history is whose."""
    for name, values in (("guid", {note.guid for note in notes}), ("id", {note.id for note in notes})):
        if len(values) < len(notes):
            raise UnreadableError(f"two of its notes have the same {name}")
