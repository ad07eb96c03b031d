"""What a collection says about itself besides its notes: our notetype and the decks, in Anki's two schemas."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from mkdeck.apkg.protobuf import Value, read_message, read_text
from mkdeck.apkg.sqlite import Database
from mkdeck.apkg.untrusted import UnreadableError, clean_line, expect, expect_time, is_text, parse_object
from mkdeck.model import Notetype

FIELD_NAMES = ("Question", "Answer", "Extra", "Section", "Source", "Key")
"""The notetype's fields, frozen for ever: other ones are not those of a note of ours."""

_NOTETYPE = "its notetype"

_Template = TypeVar("_Template")


@dataclass(frozen=True, slots=True)
class Schema:
    """Our notetype and the decks."""

    notetype: Notetype
    decks: dict[int, str]
    """Full names, their parts joined by ``::``."""
    descriptions: tuple[tuple[str, str], ...]


def read_schema_11(database: Database, notetype_id: int) -> Schema:
    """Read notetypes and decks from the JSON of ``col``, as in ``collection.anki2`` and ``collection.anki21``."""
    version, models, decks = _read_col(database)
    if version != 11:
        raise UnreadableError(f"its collection has the schema {version}, not 11")
    model = parse_object(expect(models, str, _NOTETYPE), "its list of notetypes").get(str(notetype_id))
    named = dict(_read_decks_11(parse_object(expect(decks, str, "its list of decks"), "its list of decks")))
    return Schema(
        notetype=_read_notetype_11(_require(model), notetype_id),
        decks={id_: name for id_, (name, _) in named.items()},
        descriptions=tuple((name, text) for name, text in named.values() if text),
    )


def read_schema_18(database: Database, notetype_id: int) -> Schema:
    """Read notetypes and decks from their own tables, as in ``collection.anki21b``; descriptions are left out."""
    version, _, _ = _read_col(database)
    if version != 18:
        raise UnreadableError(f"its collection has the schema {version}, not 18")
    rows = database.read_table("decks", "id", "name")
    decks = {id_: clean_line(name.replace("\x1f", "::")) for id_, name in rows if isinstance(name, str)}
    return Schema(_read_notetype_18(database, notetype_id), decks, ())


def _read_col(database: Database) -> tuple[int, Any, Any]:
    rows = list(database.read_table("col", "ver", "models", "decks"))
    if len(rows) != 1:
        raise UnreadableError("its database has no single row that describes the collection")
    version, models, decks = rows[0]
    return expect(version, int, "its collection's version"), models, decks


def _require(notetype: object) -> object:
    if notetype is None:
        raise UnreadableError("mkdeck did not make it: it has no notetype of mkdeck's")
    return notetype


def _read_decks_11(decks: dict[str, Any]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield id, name and description of each deck; the notes of one without a name will be left out."""
    for id_, deck in decks.items():
        if isinstance(deck, dict) and is_text(name := deck.get("name")) and id_.isdecimal() and len(id_) < 20:
            description = deck.get("desc")
            yield int(id_), (clean_line(name), description if is_text(description) else "")


def _read_notetype_11(model: object, id_: int) -> Notetype:
    known = expect(model, dict, _NOTETYPE)
    fields = [expect(field, dict, _NOTETYPE) for field in expect(known.get("flds"), list, _NOTETYPE)]
    templates = [expect(template, dict, _NOTETYPE) for template in expect(known.get("tmpls"), list, _NOTETYPE)]
    template = _check_form([field.get("name") for field in fields], templates)
    return Notetype(
        id=id_,
        name=expect(known.get("name"), str, _NOTETYPE),
        # Ids are missing where an Anki that did not know them had the package in hand.
        fields=tuple(
            (expect(field.get("id") or 0, int, _NOTETYPE), name)
            for field, name in zip(fields, FIELD_NAMES, strict=True)
        ),
        template_id=expect(template.get("id") or 0, int, _NOTETYPE),
        template_name=expect(template.get("name"), str, _NOTETYPE),
        front=expect(template.get("qfmt"), str, _NOTETYPE),
        back=expect(template.get("afmt"), str, _NOTETYPE),
        css=expect(known.get("css"), str, _NOTETYPE),
        mod=expect_time(known.get("mod"), _NOTETYPE),
    )


def _read_notetype_18(database: Database, id_: int) -> Notetype:
    """Read Anki's messages ``Notetype.Config``, ``Notetype.Field.Config`` and ``Notetype.Template.Config``."""
    rows = database.read_table("notetypes", "id", "name", "mtime_secs", "config")
    own = [row for row in rows if row[0] == id_]
    _require(own[0] if own else None)
    (_, name, mod, config), fields = own[0], _read_parts(database, "fields", id_)
    template_name, template = _check_form([field for field, _ in fields], _read_parts(database, "templates", id_))
    return Notetype(
        id=id_,
        name=expect(name, str, _NOTETYPE),
        fields=tuple((_read_number(field.get(9, 0)), known) for known, field in fields),
        template_id=_read_number(template.get(8, 0)),
        template_name=template_name,
        front=read_text(template.get(1, b""), _NOTETYPE),
        back=read_text(template.get(2, b""), _NOTETYPE),
        css=read_text(_read_config(config).get(3, b""), _NOTETYPE),
        mod=expect_time(mod, _NOTETYPE),
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


def _check_form(fields: list[Any], templates: list[_Template]) -> _Template:
    """Return the only template of a notetype with our fields."""
    if tuple(fields) != FIELD_NAMES or len(templates) != 1:
        raise UnreadableError("its notetype has other fields or templates than mkdeck's")
    return templates[0]
