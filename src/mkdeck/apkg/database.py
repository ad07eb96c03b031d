"""Deck -> the collection's database, through genanki, whose classes are extended where Anki needs more of them."""

import hashlib
import html
import itertools
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import genanki

from mkdeck.cloze import list_numbers
from mkdeck.model import CLOZE, Deck, Note, Notetype


class _Notetype(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A notetype with its own time of change, and fields and templates with ids."""

    def __init__(self, notetype: Notetype) -> None:
        fields = [{"name": name, "id": id_} for id_, name in notetype.fields]
        templates = [
            {"name": each.name, "id": each.id, "qfmt": each.front, "afmt": each.back} for each in notetype.templates
        ]
        # As text: genanki would write an id that is a number once for the first deck, and once for all others.
        super().__init__(
            str(notetype.id),
            notetype.name,
            fields=fields,
            templates=templates,
            css=notetype.css,
            model_type=genanki.Model.CLOZE if notetype.kind == CLOZE else genanki.Model.FRONT_BACK,
        )
        self._mod = notetype.mod
        self.kind = notetype.kind

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        return {**super().to_json(self._mod, deck_id), "did": None}


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with its own id and time of change, and with those cards that Anki makes of it."""

    def __init__(self, note: Note, notetype: _Notetype, due: int, free: Iterator[int]) -> None:
        super().__init__(notetype, list(note.fields), tags=list(note.tags), guid=note.guid, due=due)
        self._id = note.id
        self._mod = note.mod
        self._places = _list_places(note, len(notetype.templates))
        self._free = free

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        """Write the note and its cards, of which the first has the same id."""
        self._check_number_model_fields_matches_num_fields()
        sort_field = _strip_html(self.fields[0])
        checksum = int(hashlib.sha1(sort_field.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        row = (self._id, self.guid, self.model.model_id, self._mod, -1, self._format_tags(), self._format_fields())
        cursor.execute("INSERT INTO notes VALUES(?,?,?,?,?,?,?,?,?,?,?)", (*row, sort_field, checksum, 0, ""))
        for place, id_ in zip(self._places, itertools.chain([self._id], self._free), strict=False):
            card = genanki.Card(place)
            card.write_to_db(cursor, self._mod, deck_id, self._id, itertools.repeat(id_), self.due)


def _list_places(note: Note, templates: int) -> Sequence[int]:
    """Return the places of a note's cards: of clozes one a number, else one a template; none of ours has an empty front."""
    if note.kind == CLOZE:
        return [number - 1 for number in list_numbers(note.fields[0])] or [0]
    return range(templates)


class _Deck(genanki.Deck):  # type: ignore[misc]  # genanki has no types
    """A deck that writes its notes only: genanki's would read and write all decks again for each of them."""

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        for note in self.notes:
            note.write_to_db(cursor, timestamp, self.deck_id, id_gen)


def build_database(deck: Deck) -> bytes:
    """Return the collection's SQLite file, the same bytes for the same deck whichever SQLite writes it."""
    latest = max((note.mod for note in deck.notes), default=deck.notetypes[0].mod)
    # A database in memory carries neither SQLite's version nor a count of changes, as a file would.
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        notetypes = {notetype.kind: _Notetype(notetype) for notetype in deck.notetypes}
        decks = _build_decks(deck, notetypes)
        genanki.Package(decks).write_to_db(connection.cursor(), latest, itertools.repeat(0))
        if deck.notes:
            _write_heads(connection, decks, notetypes.values())
        connection.execute("UPDATE col SET crt = 0, mod = ?, scm = ?", (latest * 1000, latest * 1000))
        connection.commit()
        connection.execute("VACUUM")
        roots = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_master")]
        page_size = next(iter(connection.execute("PRAGMA page_size")))[0]
        data = bytearray(connection.serialize())
    _blank_gaps(data, [1, *roots], page_size)
    return bytes(data)


def _blank_gaps(data: bytearray, roots: Iterable[int], page_size: int) -> None:
    """Zero the unused middle of every tree page, where versions of SQLite leave different traces of moved cells.

    The layout is that of https://www.sqlite.org/fileformat2.html#b_tree_pages.
    """

    def number_at(place: int, length: int) -> int:
        return int.from_bytes(data[place : place + length])

    pages = list(roots)
    while pages:
        page = pages.pop()
        start = (page - 1) * page_size
        header = start + (100 if page == 1 else 0)
        is_interior = data[header] in (2, 5)
        pointers, cells = header + (12 if is_interior else 8), number_at(header + 3, 2)
        gap, content = pointers + 2 * cells, start + (number_at(header + 5, 2) or 65536)
        data[gap:content] = bytes(content - gap)
        if is_interior:
            pages.append(number_at(header + 8, 4))
            pages += (number_at(start + number_at(pointers + 2 * n, 2), 4) for n in range(cells))


def _write_heads(connection: sqlite3.Connection, decks: Iterable[_Deck], notetypes: Iterable[_Notetype]) -> None:
    """Write the notetypes, and add the decks to the one that genanki's empty collection has."""
    (stored,) = next(iter(connection.execute("SELECT decks FROM col")))
    known = json.loads(stored) | {str(deck.deck_id): deck.to_json() for deck in decks}
    written = {notetype.model_id: notetype.to_json(0, 0) for notetype in notetypes}
    connection.execute("UPDATE col SET decks = ?, models = ?", (json.dumps(known), json.dumps(written)))


def _build_decks(deck: Deck, notetypes: Mapping[str, _Notetype]) -> list[_Deck]:
    descriptions = dict(deck.descriptions)
    names = dict.fromkeys([*descriptions, *(note.deck for note in deck.notes)])
    decks: dict[str, _Deck] = {}
    taken = {1}  # Anki's own deck "Default"
    for name in names:
        taken.add(id_ := _deck_id(name, taken))
        decks[name] = _Deck(id_, name, descriptions.get(name, ""))
    free = itertools.count(max((note.id for note in deck.notes), default=0) + 1)  # no id of a first card
    for position, note in enumerate(deck.notes, start=1):
        decks[note.deck].add_note(_Note(note, notetypes[note.kind], position, free))
    return list(decks.values())


def _deck_id(name: str, taken: set[int]) -> int:
    """Return an id that the name alone decides, unless another deck of the package has it."""
    digest = hashlib.sha256(name.casefold().encode()).digest()
    id_ = 1_000_000_000_000 + int.from_bytes(digest[:5])
    while id_ in taken:
        id_ += 1
    return id_


def _strip_html(field: str) -> str:
    """Return a field's text as Anki compares and sorts it: without tags, pictures by their names."""
    with_names = re.sub(r'<img[^<>]* src="([^"<>]*)"[^<>]*>', r" \1 ", field)
    return html.unescape(re.sub(r"<[^<>]*>", "", with_names)).replace("\xa0", " ").strip()
