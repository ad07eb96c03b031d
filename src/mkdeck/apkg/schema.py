"""What a collection says about itself besides its notes: our notetypes and the decks, in Anki's two schemas."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mkdeck.apkg.protobuf import Value, read_message, read_text
from mkdeck.apkg.sqlite import Database
from mkdeck.apkg.untrusted import UnreadableError, clean_line, expect, expect_time, is_text, parse_object
from mkdeck.model import Notetype, Template

FIELD_NAMES = ("Question", "Answer", "Extra", "Section", "Source", "Key")
"""The fields of each notetype, frozen for ever: other ones are not those of a note of ours."""

_NOTETYPE = "its notetype"


@dataclass(frozen=True, slots=True)
class Schema:
    """Our notetypes and the decks."""

    notetypes: tuple[Notetype, ...]
    """In the order of those that were looked for."""
    decks: dict[int, str]
    """Full names, their parts joined by ``::``."""
    descriptions: tuple[tuple[str, str], ...]


def read_schema_11(database: Database, known: Sequence[Notetype]) -> Schema:
    """Read notetypes and decks from the JSON of ``col``, as in ``collection.anki2`` and ``collection.anki21``."""
    version, models, decks = _read_col(database)
    if version != 11:
        raise UnreadableError(f"its collection has the schema {version}, not 11")
    listed = parse_object(expect(models, str, _NOTETYPE), "its list of notetypes")
    named = dict(_read_decks_11(parse_object(expect(decks, str, "its list of decks"), "its list of decks")))
    return Schema(
        notetypes=_require(_read_notetype_11(listed[str(own.id)], own) for own in known if str(own.id) in listed),
        decks={id_: name for id_, (name, _) in named.items()},
        descriptions=tuple((name, text) for name, text in named.values() if text),
    )


def read_schema_18(database: Database, known: Sequence[Notetype]) -> Schema:
    """Read notetypes and decks from their own tables, as in ``collection.anki21b``; descriptions are left out."""
    version, _, _ = _read_col(database)
    if version != 18:
        raise UnreadableError(f"its collection has the schema {version}, not 18")
    rows = database.read_table("decks", "id", "name")
    decks = {id_: clean_line(name.replace("\x1f", "::")) for id_, name in rows if isinstance(name, str)}
    heads = {head[0]: head[1:] for head in database.read_table("notetypes", "id", "name", "mtime_secs", "config")}
    read = (_read_notetype_18(database, heads[own.id], own) for own in known if own.id in heads)
    return Schema(_require(read), decks, ())


def _read_col(database: Database) -> tuple[int, Any, Any]:
    rows = list(database.read_table("col", "ver", "models", "decks"))
    if len(rows) != 1:
        raise UnreadableError("its database has no single row that describes the collection")
    version, models, decks = rows[0]
    return expect(version, int, "its collection's version"), models, decks


def _require(notetypes: Iterable[Notetype]) -> tuple[Notetype, ...]:
    if found := tuple(notetypes):
        return found
    raise UnreadableError("mkdeck did not make it: it has no notetype of mkdeck's")


def _read_decks_11(decks: dict[str, Any]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield id, name and description of each deck; the notes of one without a name will be left out."""
    for id_, deck in decks.items():
        if isinstance(deck, dict) and is_text(name := deck.get("name")) and id_.isdecimal() and len(id_) < 20:
            description = deck.get("desc")
            yield int(id_), (clean_line(name), description if is_text(description) else "")


def _read_notetype_11(model: object, own: Notetype) -> Notetype:
    known = expect(model, dict, _NOTETYPE)
    fields = [expect(field, dict, _NOTETYPE) for field in expect(known.get("flds"), list, _NOTETYPE)]
    templates = [expect(template, dict, _NOTETYPE) for template in expect(known.get("tmpls"), list, _NOTETYPE)]
    _check_form([field.get("name") for field in fields], templates, own)
    return Notetype(
        id=own.id,
        name=expect(known.get("name"), str, _NOTETYPE),
        # Ids are missing where an Anki that did not know them had the package in hand.
        fields=tuple(
            (expect(field.get("id") or 0, int, _NOTETYPE), name)
            for field, name in zip(fields, FIELD_NAMES, strict=True)
        ),
        templates=tuple(
            Template(
                id=expect(template.get("id") or 0, int, _NOTETYPE),
                name=expect(template.get("name"), str, _NOTETYPE),
                front=expect(template.get("qfmt"), str, _NOTETYPE),
                back=expect(template.get("afmt"), str, _NOTETYPE),
            )
            for template in templates
        ),
        css=expect(known.get("css"), str, _NOTETYPE),
        mod=expect_time(known.get("mod"), _NOTETYPE),
        kind=own.kind,
    )


def _read_notetype_18(database: Database, head: Sequence[Any], own: Notetype) -> Notetype:
    """Read Anki's messages ``Notetype.Config``, ``Notetype.Field.Config`` and ``Notetype.Template.Config``."""
    name, mod, config = head
    fields, templates = (_read_parts(database, table, own.id) for table in ("fields", "templates"))
    _check_form([field for field, _ in fields], templates, own)
    return Notetype(
        id=own.id,
        name=expect(name, str, _NOTETYPE),
        fields=tuple((_read_number(field.get(9, 0)), known) for known, field in fields),
        templates=tuple(
            Template(
                id=_read_number(template.get(8, 0)),
                name=known,
                front=read_text(template.get(1, b""), _NOTETYPE),
                back=read_text(template.get(2, b""), _NOTETYPE),
            )
            for known, template in templates
        ),
        css=read_text(_read_config(config).get(3, b""), _NOTETYPE),
        mod=expect_time(mod, _NOTETYPE),
        kind=own.kind,
    )


def _read_parts(database: Database, table: str, id_: int) -> list[tuple[str, dict[int, Value]]]:
    """Return the names and configurations of the notetype's fields or templates, in their order."""
    rows = [row[1:] for row in database.read_table(table, "ntid", "ord", "name", "config") if row[0] == id_]
    ordered = sorted((expect(place, int, _NOTETYPE), name, config) for place, name, config in rows)
    return [(expect(name, str, _NOTETYPE), _read_config(config)) for _, name, config in ordered]


def _read_config(config: object) -> dict[int, Value]:
    if not isinstance(config, bytes):
        raise UnreadableError(f"{_NOTETYPE} is not as Anki writes it")
    return read_message(config, _NOTETYPE)


def _read_number(value: Value) -> int:
    return expect(value, int, _NOTETYPE)


def _check_form(fields: Sequence[Any], templates: Sequence[object], own: Notetype) -> None:
    """Refuse a notetype that has not our fields, or not as many templates as ours."""
    if tuple(fields) != FIELD_NAMES or len(templates) != len(own.templates):
        raise UnreadableError("its notetype has other fields or templates than mkdeck's")
