"""A package read back: what was written comes back, and whatever else the file is, it does no harm."""

import json
import os
import random
import sqlite3
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdeck.apkg.memory import Memory, Remembered, read_memory, remember_notes
from mkdeck.apkg.read import read_apkg
from mkdeck.apkg.schema import FIELD_NAMES
from mkdeck.apkg.write import write_apkg
from mkdeck.deck.identity import key_field
from mkdeck.deck.notetype import FIELD_NAMES as OURS
from mkdeck.deck.notetype import make_notetype, make_notetypes
from mkdeck.model import Deck, Media, Note, Removed, Trace
from mkdeck.problem import Problem, Severity

NOW = 1_790_000_000
MIB = 1 << 20


def note(number: int, deck: str = "Web::HTTP", answer: str = "<p>It reads.</p>") -> Note:
    fields = (f"What is {number}?", answer, "", "HTTP", "", f"http/what-is-{number}")
    return Note(
        id=NOW * 1000 + number,
        guid=f"guid-{number}",
        key=f"http/what-is-{number}",
        present=f"http/what-was-{number}",
        digest=f"digest {number}",
        fields=fields,
        tags=("net", "web"),
        deck=deck,
        mod=NOW + number,
    )


DECK = Deck(
    notes=(note(3, answer='<img src="dot.png">'), note(1), note(2, deck="Web")),
    notetypes=(make_notetype(NOW),),
    media=(Media("dot.png", b"\x89PNG a dot"),),
    descriptions=(("Web", "About &lt;requests&gt;"),),
)
WITHOUT_MEMORY = replace(DECK, notes=tuple(replace(note, present=note.key, digest="") for note in DECK.notes))

ID = DECK.notetypes[0].id

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def _legacy(tmp_path_factory: pytest.TempPathFactory) -> Members:
    return unpack(write(DECK, tmp_path_factory.mktemp("legacy") / "x.apkg"))


@pytest.fixture
def legacy(_legacy: Members) -> Members:
    """The members of a package that mkdeck wrote."""
    return dict(_legacy)


@pytest.fixture
def modern(_legacy: Members) -> Members:
    """The members of the same package as Anki exports it since 2022."""
    media = b"".join(protobuf((1, protobuf((1, m.name.encode()), (2, len(m.content))))) for m in DECK.media)
    return {
        "meta": protobuf((1, 3)),
        "collection.anki21b": compress(altered(_legacy["collection.anki2"], to_schema_18)),
        "collection.anki2": b"an older Anki shows that it is too old",
        "media": compress(media),
        "0": compress(DECK.media[0].content),
    }


def write(deck: Deck, path: Path) -> Path:
    assert write_apkg(deck, path) == []
    return path


def unpack(package: Path) -> Members:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(members: Members, path: Path, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def altered(database: bytes, change: Callable[[sqlite3.Connection], object]) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.deserialize(database)
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        change(connection)
        return connection.serialize()


def compress(content: bytes) -> bytes:
    """Return a frame as Anki writes it, which does not say how long its content is."""
    frame = zstandard.ZstdCompressor().compressobj()
    return frame.compress(content) + frame.flush()


def protobuf(*fields: tuple[int, bytes | int]) -> bytes:
    return b"".join(
        varint(number << 3) + varint(value)
        if isinstance(value, int)
        else varint(number << 3 | 2) + varint(len(value)) + value
        for number, value in fields
    )


def varint(number: int) -> bytes:
    return bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80]) + varint(number >> 7)


def to_schema_18(connection: sqlite3.Connection) -> None:
    """Move notetype and decks from JSON into tables, as Anki does."""
    decks = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
    (own,) = DECK.notetypes
    template = protobuf((1, own.templates[0].front.encode()), (2, own.templates[0].back.encode()))
    connection.executescript(
        "UPDATE col SET ver = 18, models = '', decks = '';"
        "CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs, usn, config blob);"
        "CREATE TABLE fields (ntid, ord, name text COLLATE unicase, config);"
        "CREATE TABLE templates (ntid, ord, name, mtime_secs, usn, config, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;"
        "CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs, usn, common, kind);"
    )
    css = protobuf((1, 0), (3, own.css.encode()))
    connection.execute("INSERT INTO notetypes VALUES (?, ?, ?, 0, ?)", (own.id, own.name, own.mod, css))
    connection.execute("INSERT INTO notetypes VALUES (1, 'Basic', 0, 0, x'')")
    for place, (id_, name) in reversed(list(enumerate(own.fields))):
        config = protobuf((3, b"Arial"), (9, id_))
        connection.execute("INSERT INTO fields VALUES (?, ?, ?, ?)", (own.id, place, name, config))
    config = template + protobuf((8, own.templates[0].id))
    connection.execute("INSERT INTO templates VALUES (?, 0, ?, 0, 0, ?)", (own.id, own.templates[0].name, config))
    for id_, deck in decks.items():
        name = deck["name"].replace("::", "\x1f")
        connection.execute("INSERT INTO decks VALUES (?, ?, 0, 0, x'', x'')", (int(id_), name))


def accepted(package: Path) -> Deck:
    deck, problems = read_apkg(package, make_notetypes(0))
    assert problems == []
    assert deck is not None
    return deck


def refused(package: Path) -> str:
    """Return the reason."""
    deck, problems = read_apkg(package, make_notetypes(0))
    assert deck is None
    (problem,) = problems
    before = f"cannot read '{package}': "
    assert (problem.code, problem.severity, problem.location.path) == (
        "unreadable-previous",
        Severity.ERROR,
        str(package),
    )
    assert problem.message.startswith(before)
    assert problem.hint == "name an undamaged package that mkdeck made"
    return problem.message.removeprefix(before)


# What comes back


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    assert accepted(write(DECK, tmp_path / "x.apkg")) == DECK


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1f"), max_size=30)
WORD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1f "), min_size=1, max_size=20)
LINE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=" "), min_size=1, max_size=20
)
FILE_NAME = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=40)
NOTES = st.lists(
    st.builds(
        Note,
        id=st.integers(1, 4_000_000_000_000),
        guid=WORD,
        key=LINE,
        present=WORD,
        digest=TEXT,
        fields=st.tuples(WORD, TEXT, TEXT, TEXT, TEXT),
        tags=st.lists(WORD, max_size=4).map(tuple),
        deck=LINE | LINE.map("A::{}".format),
        mod=st.integers(0, 4_000_000_000),
    ).map(lambda note: replace(note, fields=(*note.fields, key_field(note.key)))),
    min_size=1,
    max_size=6,
    unique_by=(lambda note: note.id, lambda note: note.guid),
)
PICTURES = st.lists(
    st.builds(Media, FILE_NAME.filter(lambda name: name not in (".", "..")), st.binary(max_size=50)),
    max_size=4,
    unique_by=lambda media: media.name,
)


@given(notes=NOTES, pictures=PICTURES, css=TEXT, description=WORD)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100)
def test_any_notes_and_pictures_come_back(notes: list[Note], pictures: list[Media], css: str, description: str) -> None:
    notetype = replace(DECK.notetypes[0], css=css)
    deck = Deck(tuple(notes), (notetype,), tuple(pictures), ((notes[0].deck, description),))
    with TemporaryDirectory() as folder:
        assert accepted(write(deck, Path(folder, "x.apkg"))) == deck


def test_a_package_without_its_memory_gives_what_its_fields_tell(tmp_path: Path, legacy: Members) -> None:
    del legacy["mkdeck.json"]
    assert accepted(pack(legacy, tmp_path / "x.apkg")) == WITHOUT_MEMORY


def test_beside_the_successor_the_old_database_is_not_read(tmp_path: Path, legacy: Members) -> None:
    successor = {"collection.anki21": legacy["collection.anki2"], "collection.anki2": b"nothing"}
    assert accepted(pack(legacy | successor, tmp_path / "x.apkg")) == DECK


def test_the_modern_format_gives_the_same_but_descriptions(tmp_path: Path, modern: Members) -> None:
    assert accepted(pack(modern, tmp_path / "x.apkg")) == replace(WITHOUT_MEMORY, descriptions=())


@pytest.mark.parametrize("is_legacy", [False, True], ids=["the modern format", "the format for older clients"])
def test_what_anki_imported_and_exported_comes_back(tmp_path: Path, is_legacy: bool) -> None:
    pytest.importorskip("anki", reason="needs the package anki, whose wheel needs glibc 2.35 or newer")
    from anki.collection import (
        Collection,
        ExportAnkiPackageOptions,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    collection = Collection(str(tmp_path / "collection.anki2"))
    package = str(write(DECK, tmp_path / "in.apkg"))
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions()))
    collection.export_anki_package(
        out_path=str(tmp_path / "out.apkg"),
        options=ExportAnkiPackageOptions(with_media=True, legacy=is_legacy),
        limit=None,
    )
    collection.close()
    expected = WITHOUT_MEMORY if is_legacy else replace(WITHOUT_MEMORY, descriptions=())
    assert accepted(tmp_path / "out.apkg") == expected


def test_a_link_to_a_package_is_followed(tmp_path: Path) -> None:
    write(DECK, tmp_path / "real.apkg")
    (tmp_path / "x.apkg").symlink_to("real.apkg")
    assert accepted(tmp_path / "x.apkg") == DECK


def test_notes_come_in_the_order_of_their_cards_even_where_that_is_negative(tmp_path: Path, legacy: Members) -> None:
    change = "UPDATE cards SET due = CASE WHEN nid % 1000 = 2 THEN -9223372036854775808 ELSE 7 END"
    deck = accepted(with_database(change, legacy, tmp_path))
    assert [note.id % 1000 for note in deck.notes] == [2, 1, 3]


def test_the_first_of_several_cards_tells_the_deck_and_a_borrowed_one_its_home(tmp_path: Path, legacy: Members) -> None:
    change = (
        "INSERT INTO cards SELECT id + 100, nid, 1, 1, mod, usn, type, queue, -5, ivl, factor, reps, lapses, left,"
        " odue, odid, flags, data FROM cards; UPDATE cards SET odid = did, did = 1 WHERE ord = 0"
    )
    assert accepted(with_database(change, legacy, tmp_path)) == DECK


def test_notes_of_other_notetypes_are_left_out_and_counted(tmp_path: Path, legacy: Members) -> None:
    package = with_database("UPDATE notes SET mid = 5, guid = 'x' WHERE id % 1000 < 3", legacy, tmp_path)
    deck, (problem,) = read_apkg(package, make_notetypes(0))
    assert deck is not None
    assert [note.guid for note in deck.notes] == ["guid-3"]
    assert (problem.code, problem.severity) == ("foreign-notes", Severity.INFO)
    assert problem.message == f"'{package}' has 2 notes of other notetypes, which are left out"


def test_the_fields_that_are_looked_for_are_those_of_the_notetype() -> None:
    assert OURS == FIELD_NAMES


# The memory

LAST = (Trace("aaaaaaaa", ""),)


def test_the_memory_is_the_same_for_the_same_notes_in_any_order() -> None:
    backwards = replace(DECK, notes=DECK.notes[::-1])
    assert remember_notes(DECK) == remember_notes(backwards)
    assert remember_notes(replace(DECK, notes=(replace(note(1), present="ö"),))) == (
        '{"notes":{"guid-1":["ö","digest 1"]},"removed":{},"seals":{"guid-1":"1b62232192cee449"},"version":2}'.encode()
    )


def test_the_memory_gives_each_notes_present_key_and_digest() -> None:
    expected = {note.guid: Remembered(note.present, note.digest) for note in DECK.notes}
    memory = read_memory(remember_notes(DECK))
    assert memory is not None
    assert memory == Memory(expected, (), memory.seals)


def test_the_memory_gives_the_traces_of_each_notes_former_wordings() -> None:
    former = (Trace("aaaaaaa-", ""), Trace("bbbbbbb_", "cccccccc"))
    memory = read_memory(remember_notes(replace(DECK, notes=(replace(note(1), former=former),))))
    assert memory is not None
    assert memory.notes["guid-1"].former == former


def test_the_memory_keeps_what_is_known_of_removed_notes() -> None:
    last, first = Trace("aaaaaaaa", "bbbbbbbb"), Trace("cccccccc", "")
    removed = (Removed("a", 1, "x/a", "d", 7, (first, last), "0" * 63 + "f"), Removed("b", 2, "y/é", "", 9, (last,)))
    memory = read_memory(remember_notes(replace(DECK, removed=removed)))
    assert memory is not None
    assert memory.removed == removed


def test_of_a_note_that_version_1_remembers_the_last_key_is_known() -> None:
    memory = read_memory('{"notes":{"g":["ö","d"]},"removed":{"h":[1,"x/a","x/ö","d",7]},"version":1}'.encode())
    assert memory == Memory({"g": Remembered("ö", "d")}, (Removed("h", 1, "x/a", "d", 7, (Trace("mBUTVhGN", ""),)),))


def test_a_removed_note_that_claims_the_guid_or_id_of_another_is_forgotten(tmp_path: Path) -> None:
    """Two notes with one GUID would be one note to a learner, and two with one id break the next build."""
    present = note(1)
    claims = (
        Removed(present.guid, 9, "x/a", "", 7, LAST),
        Removed("other", present.id, "x/b", "", 7, LAST),
        Removed("third", 77, "x/c", "", 7, LAST),
        Removed("twin", 77, "x/d", "", 7, LAST),
    )
    write_apkg(replace(DECK, removed=claims), tmp_path / "x.apkg")
    deck, _ = read_apkg(tmp_path / "x.apkg", make_notetypes(0))
    assert deck is not None
    assert [each.guid for each in deck.removed] == ["third"]


MEMORIES = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"{", id="half an object"),
    pytest.param(b"\xff", id="no UTF-8"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b'{"notes":{}}', id="no version"),
    pytest.param(b'{"notes":{},"version":3}', id="a later version"),
    pytest.param(b'{"notes":{},"removed":[],"version":1}', id="removed notes in a list"),
    pytest.param(b'{"notes":{},"removed":{"g":[1,"k","p","d"]},"version":1}', id="a removed note that is too short"),
    pytest.param(
        b'{"notes":{},"removed":{"g":[-1,"k","p","d",1]},"version":1}', id="a removed note with an id below zero"
    ),
    pytest.param(b'{"notes":{},"removed":{"g":[9e99,"k","p","d",1]},"version":1}', id="a removed note with a fraction"),
    pytest.param(
        b'{"notes":{},"removed":{"g":[9000000000000000000,"k","p","d",1]},"version":1}', id="an id after all time"
    ),
    pytest.param(b'{"notes":{},"removed":{"g":[1,"","p","d",1]},"version":1}', id="a removed note without a key"),
    pytest.param(b'{"notes":{"guid-1":["k","d","abc"]},"version":2}', id="half a trace"),
    pytest.param(b'{"notes":{},"removed":{"g":[1,"k","d",1,""]},"version":2}', id="a removed note without a trace"),
    pytest.param(
        b'{"notes":{},"removed":{"g":[1,"k","d",1,"0f","aaaaaaaa"]},"version":2}', id="a sketch that is too short"
    ),
    pytest.param(b'{"notes":{},"version":true}', id="true for a version"),
    pytest.param(b'{"notes":[],"version":1}', id="notes in a list"),
    pytest.param(b'{"notes":{"guid-1":"k"},"version":1}', id="text for an entry"),
    pytest.param(b'{"notes":{"guid-1":["k"]},"version":1}', id="an entry that is too short"),
    pytest.param(b'{"notes":{"guid-1":["k","d","x"]},"version":1}', id="an entry that is too long"),
    pytest.param(b'{"notes":{"guid-1":["",""]},"version":1}', id="an empty key"),
    pytest.param(b'{"notes":{"guid-1":["k",null]},"version":1}', id="null for a digest"),
    pytest.param(b'{"notes":{"guid-1":["\\ud800","d"]},"version":1}', id="half a character for a key"),
    pytest.param(b'{"notes":{"\\udfff":["k","d"]},"version":1}', id="half a character for a guid"),
    pytest.param(b'{"version":' + b"1" * 5000 + b"}", id="a number of 5000 digits"),
    pytest.param(b"[" * 100_000, id="a depth of 100,000"),
    pytest.param(b'{"notes":{},"version":1,"more":[' + b"[]," * 2_000_000 + b"[]]}", id="millions of values"),
]


@pytest.mark.parametrize("memory", MEMORIES)
def test_a_memory_that_cannot_be_read_is_ignored_and_said_so(tmp_path: Path, legacy: Members, memory: bytes) -> None:
    package = pack(legacy | {"mkdeck.json": memory}, tmp_path / "x.apkg")
    deck, (problem,) = read_apkg(package, make_notetypes(0))
    assert deck == WITHOUT_MEMORY
    assert (problem.code, problem.severity) == ("unreadable-memory", Severity.INFO)


# Files that are no packages


def make_damaged(path: Path) -> None:
    whole = write(DECK, path).read_bytes()
    path.write_bytes(whole[:40] + bytes([whole[40] ^ 0xFF]) + whole[41:])


FILES = [
    pytest.param(lambda path: None, "there is no file", id="nothing"),
    pytest.param(lambda path: path.mkdir(), "it is a folder", id="a folder"),
    pytest.param(lambda path: os.mkfifo(path), "it is no ordinary file", id="a pipe that nobody writes into"),
    pytest.param(lambda path: path.symlink_to("/dev/zero"), "it is no ordinary file", id="a link to an endless file"),
    pytest.param(lambda path: path.symlink_to("nowhere"), "there is no file", id="a link to nowhere"),
    pytest.param(lambda path: path.symlink_to(path.name), "too many levels of symbolic links", id="a link to itself"),
    pytest.param(lambda path: path.write_bytes(b""), "it is no zip file, or a damaged one", id="an empty file"),
    pytest.param(lambda path: path.write_text("# Q\n"), "it is no zip file, or a damaged one", id="an article"),
    pytest.param(
        lambda path: path.write_bytes(write(DECK, path).read_bytes()[:-30]),
        "it is no zip file, or a damaged one",
        id="a package cut off",
    ),
    pytest.param(make_damaged, "its member 'collection.anki2' is damaged", id="a package with one byte changed"),
]


@pytest.mark.parametrize(("make", "reason"), FILES)
def test_a_file_that_is_no_package_is_refused(tmp_path: Path, make: Callable[[Path], object], reason: str) -> None:
    make(tmp_path / "x.apkg")
    assert refused(tmp_path / "x.apkg") == reason


def test_a_path_that_no_file_can_have_is_refused() -> None:
    assert refused(Path("x" * 5000)) == "file name too long"
    assert refused(Path("x\0.apkg")) == "there is no file"


# Zips that are no packages

MEMBERS: list[object] = [
    pytest.param({"collection.anki2": None}, "it is no Anki package: no collection is in it", id="no collection"),
    pytest.param({"media": None}, "it has no member 'media'", id="no list of pictures"),
    pytest.param({"0": None}, "it has no member '0'", id="a picture that is listed and missing"),
    pytest.param({"../x": b""}, "one of its members has a path for a name", id="a member above the folder"),
    pytest.param({"a\\b": b""}, "one of its members has a path for a name", id="a member in a folder of Windows"),
    pytest.param({"/etc/passwd": b""}, "one of its members has a path for a name", id="a member at the disk's top"),
    pytest.param({"meta": b""}, "it is in a newer format than mkdeck knows", id="no format in meta"),
    pytest.param({"meta": b"\x08\x63"}, "it is in a newer format than mkdeck knows", id="a format to come"),
    pytest.param({"meta": b"\x08"}, "its member 'meta' is damaged", id="a meta cut off"),
    pytest.param({"meta": b"\x0b"}, "its member 'meta' is damaged", id="a meta of an unknown kind"),
    pytest.param({"meta": bytes(MIB)}, "its member 'meta' is too large", id="a large meta"),
    pytest.param({"meta": b"\x08\x03"}, "it has no member 'collection.anki21b'", id="a format that is not there"),
    pytest.param({"collection.anki2": b""}, "its collection is no SQLite database", id="an empty database"),
    pytest.param({"collection.anki2": b"-" * 9999}, "its collection is no SQLite database", id="no database"),
    pytest.param({"collection.anki2": b"SQLite format 3\0"}, "its database is damaged", id="a database cut off"),
    pytest.param({"media": b"x"}, "its member 'media' is no JSON", id="a list of pictures that is none"),
    pytest.param({"media": b"[]"}, "its member 'media' is no JSON object", id="pictures in a list"),
    pytest.param({"media": b'{"0":5}'}, "its member 'media' is not as Anki writes it", id="a number for a name"),
    pytest.param({"media": b'{"0":"\\ud800"}'}, "its member 'media' is not as Anki writes it", id="half a character"),
    pytest.param({"media": b'{"\\u001b[2J":"a"}'}, "its member 'media' is not as Anki writes it", id="an odd number"),
    pytest.param({"media": b'{"1234567890":"a"}'}, "its member 'media' is not as Anki writes it", id="a huge number"),
    pytest.param({"media": b'{"0":"a","00":"a"}'}, "two of its pictures have the same name", id="equal names"),
    *(
        pytest.param(
            {"media": json.dumps({"0": name}).encode()},
            "one of its pictures has no name that a file can have",
            id=f"a picture named {name[:9]!r}",
        )
        for name in ("", ".", "..", "../x.png", "a\\b.png", "/x.png", "a\0b", "a\x1b[2J", "x" * 256, "ö" * 128)
    ),
]


@pytest.mark.parametrize(("change", "reason"), MEMBERS)
def test_a_zip_with_wrong_members_is_refused(
    tmp_path: Path, legacy: Members, change: dict[str, bytes | None], reason: str
) -> None:
    changed = {name: content for name, content in (legacy | change).items() if content is not None}
    assert refused(pack(changed, tmp_path / "x.apkg")) == reason


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_members_that_anki_cannot_unpack_are_refused(tmp_path: Path, legacy: Members, compression: int) -> None:
    package = pack(legacy, tmp_path / "x.apkg", compression)
    assert refused(package) == "it is compressed in a way that Anki does not read"


def test_an_encrypted_package_is_refused(tmp_path: Path, legacy: Members) -> None:
    package = pack(legacy, tmp_path / "x.apkg")
    data = bytearray(package.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    package.write_bytes(data)
    assert refused(package) == "it is encrypted"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path, legacy: Members) -> None:
    package = pack(legacy, tmp_path / "x.apkg")
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("collection.anki2", b"another")
    assert refused(package) == "two of its members have the same name"


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdeck.apkg.archive.MAX_MEMBERS", 3)
    assert refused(write(DECK, tmp_path / "x.apkg")) == "it has more than 3 members"


def test_too_many_bytes_of_pictures_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdeck.apkg.media.MAX_MEDIA", 20)
    deck = replace(DECK, media=(Media("a", b"x" * 15), Media("b", b"x" * 15)))
    assert refused(write(deck, tmp_path / "x.apkg")) == "its member '1' is too large"


def test_a_member_that_is_shorter_than_it_says_is_refused(tmp_path: Path) -> None:
    package = write(replace(DECK, media=(Media("dot.png", bytes(54_321)),)), tmp_path / "x.apkg")
    package.write_bytes(package.read_bytes().replace(struct.pack("<L", 54_321), struct.pack("<L", 54_322)))
    assert refused(package) == "its member '0' is damaged"


def test_a_directory_that_leads_to_a_place_before_the_file_is_refused(tmp_path: Path) -> None:
    data = bytearray(write(DECK, tmp_path / "x.apkg").read_bytes())
    data[-6:-2] = struct.pack("<L", 1_000_000_000)  # where the directory is, in its end record
    (tmp_path / "x.apkg").write_bytes(data)
    assert refused(tmp_path / "x.apkg") == "it is no zip file, or a damaged one"


# Zips that grow


def peak_memory(package: Path) -> int:
    """Return the bytes that Python, zlib's and zstd's results included, took at once to refuse the package."""
    tracemalloc.start()
    try:
        refused(package)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_member_that_says_it_is_huge_is_not_unpacked(tmp_path: Path, legacy: Members) -> None:
    package = pack(legacy | {"collection.anki2": bytes(50 * MIB)}, tmp_path / "x.apkg")
    declared = package.read_bytes().replace(struct.pack("<L", 50 * MIB), struct.pack("<L", 513 * MIB))
    package.write_bytes(declared)
    assert refused(package) == "its member 'collection.anki2' is too large"
    assert peak_memory(package) < MIB


def test_a_member_that_grows_beyond_what_it_says_is_not_unpacked_further(tmp_path: Path, legacy: Members) -> None:
    package = pack(legacy | {"collection.anki2": bytes(50 * MIB)}, tmp_path / "x.apkg")
    declared = package.read_bytes().replace(struct.pack("<L", 50 * MIB), struct.pack("<L", 12345))
    package.write_bytes(declared)
    assert refused(package) == "its member 'collection.anki2' is damaged"
    assert peak_memory(package) < 4 * MIB


def test_a_huge_directory_is_not_read(tmp_path: Path) -> None:
    package = tmp_path / "x.apkg"
    with package.open("wb") as file:
        file.truncate(200 * MIB)  # takes no room on the disk
        file.seek(0, os.SEEK_END)
        file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 200 * MIB, 0, 0))
    assert refused(package) == "it is no zip file, or a damaged one"
    assert peak_memory(package) < MIB


def zstd_bomb(blocks: int) -> bytes:
    """Return a frame without a size in which four bytes stand for 128 KiB."""
    header = b"\x28\xb5\x2f\xfd" + bytes([0, (21 - 10) << 3])
    sizes = [1 << 17 << 3 | 1 << 1 | (n == blocks - 1) for n in range(blocks)]
    return header + b"".join(size.to_bytes(3, "little") + b"\0" for size in sizes)


def test_a_zstd_frame_that_grows_is_not_unpacked_further(tmp_path: Path, modern: Members) -> None:
    package = pack(modern | {"media": zstd_bomb(8 * 1024)}, tmp_path / "x.apkg")  # 1 GiB
    assert refused(package) == "its member 'media' is too large"
    assert peak_memory(package) < 192 * MIB  # 64 MiB are allowed, and 32 come at once


# The modern format

FRAMES = [
    pytest.param(lambda frame: b"", id="nothing"),
    pytest.param(lambda frame: b"junk" + frame, id="another signature"),
    pytest.param(lambda frame: frame[:3], id="half a signature"),
    pytest.param(lambda frame: frame[:-4], id="a frame cut off"),
    pytest.param(lambda frame: frame + b"more", id="bytes after the frame"),
    pytest.param(lambda frame: frame + frame, id="two frames"),
    pytest.param(lambda frame: frame[:5] + b"\x70" + frame[6:], id="a window of 16 MiB"),
    pytest.param(lambda frame: frame[:10] + b"\xff" * 20 + frame[30:], id="bytes changed"),
]


@pytest.mark.parametrize("change", FRAMES)
def test_a_damaged_zstd_frame_is_refused(tmp_path: Path, modern: Members, change: Callable[[bytes], bytes]) -> None:
    modern["collection.anki21b"] = change(modern["collection.anki21b"])
    assert refused(pack(modern, tmp_path / "x.apkg")) == "its member 'collection.anki21b' is damaged"


def test_bytes_after_a_frame_that_ends_where_a_step_does_are_refused(tmp_path: Path, modern: Members) -> None:
    frames = (compress(random.Random(1).randbytes(size)) for size in range(2000, 4000))
    round_one = next(frame for frame in frames if len(frame) % 1024 == 0)
    assert refused(pack(modern | {"0": round_one + b"more"}, tmp_path / "x.apkg")) == "its member '0' is damaged"


LISTS = [
    pytest.param(b"\x0a", "its member 'media' is damaged", id="an entry without a length"),
    pytest.param(b"\x0a\xff", "its member 'media' is damaged", id="half a length"),
    pytest.param(b"\x0a\x05abc", "its member 'media' is damaged", id="a length beyond the end"),
    pytest.param(b"\x0a" + b"\xff" * 10 + b"\1", "its member 'media' is damaged", id="an endless length"),
    pytest.param(b"\x08\x01", "its member 'media' is damaged", id="a number for an entry"),
    pytest.param(b"\x0b\x0c", "its member 'media' is damaged", id="a group"),
    pytest.param(protobuf((1, protobuf((1, 5)))), "its member 'media' is damaged", id="a number for a name"),
    pytest.param(protobuf((1, protobuf((1, b"\xff")))), "its member 'media' is damaged", id="a name that is no UTF-8"),
    pytest.param(protobuf((1, b"")), "one of its pictures has no name that a file can have", id="no name"),
    pytest.param(
        protobuf((1, protobuf((1, b"a"))), (1, protobuf((1, b"b")))), "it has no member '1'", id="one entry too many"
    ),
    pytest.param(b"\x10\x00" * 1_100_000, "its member 'media' is too large", id="a million fields"),
    pytest.param(b"\x0a\x00" * 300_000, "it lists more than 200000 pictures", id="300,000 entries"),
]


@pytest.mark.parametrize(("listed", "reason"), LISTS)
def test_a_wrong_list_of_pictures_is_refused(tmp_path: Path, modern: Members, listed: bytes, reason: str) -> None:
    assert refused(pack(modern | {"media": compress(listed)}, tmp_path / "x.apkg")) == reason


ODD = "its notetype is not as Anki writes it"
MODERN_DATABASES = [
    pytest.param("UPDATE col SET ver = 11", "its collection has the schema 11, not 18", id="the older schema"),
    pytest.param("DROP TABLE decks", "its database has no table 'decks'", id="no decks"),
    pytest.param(f"UPDATE notetypes SET id = 9 WHERE id = {ID}", "", id="another notetype"),
    pytest.param("UPDATE notetypes SET name = NULL", ODD, id="a notetype without a name"),
    pytest.param("UPDATE notetypes SET config = 'text'", ODD, id="text for a configuration"),
    pytest.param("UPDATE notetypes SET config = x'1aff'", "its notetype is damaged", id="a configuration cut off"),
    pytest.param("UPDATE notetypes SET config = x'1a01ff'", "its notetype is damaged", id="a style that is no UTF-8"),
    pytest.param("UPDATE notetypes SET mtime_secs = 1e300", ODD, id="a fraction for a time"),
    pytest.param("UPDATE fields SET ord = 'x' WHERE ord = 2", ODD, id="a field at no place"),
    pytest.param("UPDATE fields SET ord = -1 WHERE ord = 5", ODD, id="a field before the first"),
    pytest.param("UPDATE fields SET ord = 9 WHERE ord = 2", "", id="fields in another order"),
    pytest.param("UPDATE fields SET config = x'48ffffffffffffffffff7f'", ODD, id="an absurd id of a field"),
    pytest.param("DELETE FROM fields", "", id="no fields"),
    pytest.param("DELETE FROM templates", "", id="no template"),
]


@pytest.mark.parametrize(("change", "reason"), MODERN_DATABASES)
def test_a_modern_database_that_is_not_ankis_is_refused(
    tmp_path: Path, modern: Members, change: str, reason: str
) -> None:
    database = zstandard.ZstdDecompressor().decompressobj().decompress(modern["collection.anki21b"])
    frame = compress(altered(database, lambda connection: connection.executescript(change)))
    expected = reason or (
        "mkdeck did not make it: it has no notetype of mkdeck's"
        if "id = 9" in change
        else "its notetype has other fields or templates than mkdeck's"
    )
    assert refused(pack(modern | {"collection.anki21b": frame}, tmp_path / "x.apkg")) == expected


# Databases


def with_database(change: str, members: Members, folder: Path) -> Path:
    """Pack the package with a script run on its database; ``{model}`` stands for the notetype's path in JSON."""

    def run(connection: sqlite3.Connection) -> None:
        # genanki writes the notetype once for each deck: readers see the last, SQLite would change the first.
        (models,) = connection.execute("SELECT models FROM col").fetchone()
        connection.execute("UPDATE col SET models = ?", (json.dumps(json.loads(models)),))
        connection.executescript(change.replace("{model}", f'$."{ID}"'))

    database = altered(members["collection.anki2"], run)
    return pack(members | {"collection.anki2": database}, folder / "x.apkg")


FORGE = "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES "
NOT_PLAIN = "its database has views, triggers or virtual tables, which Anki's never has"
OTHER_FIELDS = "its notetype has other fields or templates than mkdeck's"
DATABASES = [
    pytest.param("DROP TABLE cards", "its database has no table 'cards'", id="no cards"),
    pytest.param(
        "ALTER TABLE notes RENAME TO x; CREATE VIEW notes AS SELECT * FROM x", NOT_PLAIN, id="a view of notes"
    ),
    pytest.param("CREATE VIEW x AS SELECT 1", NOT_PLAIN, id="a view beside"),
    pytest.param("CREATE TRIGGER x INSERT ON notes BEGIN SELECT 1; END", NOT_PLAIN, id="a trigger"),
    pytest.param(FORGE + "('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING y')", NOT_PLAIN, id="a virtual table"),
    pytest.param(
        FORGE + "('table', 'x', 'x', 0, 'CREATE VIEW x AS SELECT 1')",
        "its database is damaged",
        id="a view called a table",
    ),
    pytest.param(FORGE + "('table', 'x', 'x', 9999, 'nonsense')", "its database is damaged", id="a forged schema"),
    pytest.param(
        FORGE + "('table', CAST(x'ff' AS TEXT), 'x', 2, 'nonsense')",
        "its database is damaged",
        id="a schema that is no UTF-8",
    ),
    pytest.param(
        "ALTER TABLE notes DROP COLUMN flds; ALTER TABLE notes ADD COLUMN flds AS (printf('%.*c', 99999999, 'x'))",
        "its table 'notes' has no column 'flds'",
        id="fields that are computed",
    ),
    pytest.param(
        "ALTER TABLE notes RENAME COLUMN flds TO x", "its table 'notes' has no column 'flds'", id="another column"
    ),
    pytest.param(
        "PRAGMA writable_schema = ON; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
        "INSERT INTO sqlite_master SELECT 'table', 't' || i, 't' || i, 2, 'CREATE TABLE t' || i || '(x)' FROM n",
        "its database is damaged",
        id="20,000 tables",
    ),
    pytest.param("DELETE FROM col", "its database has no single row that describes the collection", id="no collection"),
    pytest.param(
        "INSERT INTO col SELECT 2, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags FROM col",
        "its database has no single row that describes the collection",
        id="two collections",
    ),
    pytest.param("UPDATE col SET ver = 18", "its collection has the schema 18, not 11", id="another schema"),
    pytest.param(
        "UPDATE col SET ver = 'x'", "its collection's version is not as Anki writes it", id="text for a version"
    ),
    pytest.param(
        "UPDATE col SET models = '{}'", "mkdeck did not make it: it has no notetype of mkdeck's", id="no notetype"
    ),
    pytest.param("UPDATE col SET models = 'x'", "its list of notetypes is no JSON", id="notetypes that are no JSON"),
    pytest.param("UPDATE col SET models = x'ff'", ODD, id="bytes for notetypes"),
    pytest.param("UPDATE col SET models = CAST(x'ff' AS TEXT)", ODD, id="notetypes that are no UTF-8"),
    pytest.param(
        "UPDATE col SET models = replace(printf('%.*c', 99999, 'x'), 'x', '[')",
        "its list of notetypes is no JSON",
        id="a depth of 100,000",
    ),
    pytest.param("UPDATE col SET models = json_set(models, '{model}', 5)", ODD, id="a number for a notetype"),
    pytest.param("UPDATE col SET models = json_set(models, '{model}.css', 5)", ODD, id="a number for a style"),
    pytest.param("UPDATE col SET models = json_set(models, '{model}.mod', -1)", ODD, id="a time before 1970"),
    pytest.param("UPDATE col SET models = json_set(models, '{model}.mod', 1e9)", ODD, id="a fraction for a time"),
    pytest.param("UPDATE col SET models = json_set(models, '{model}.mod', 1 << 60)", ODD, id="a time after 9999"),
    pytest.param("UPDATE col SET models = json_set(models, '{model}.flds', 5)", ODD, id="a number for fields"),
    pytest.param("UPDATE col SET models = json_set(models, '{model}.flds[0]', 5)", ODD, id="a number for a field"),
    pytest.param(
        "UPDATE col SET models = json_set(models, '{model}.flds[0].id', 'x')", ODD, id="text for a field's id"
    ),
    pytest.param("UPDATE col SET models = json_remove(models, '{model}.flds[3]')", OTHER_FIELDS, id="a field less"),
    pytest.param(
        "UPDATE col SET models = json_set(models, '{model}.flds[6]', json('{}'))", OTHER_FIELDS, id="a field more"
    ),
    pytest.param("UPDATE col SET models = replace(models, '\"Key\"', '\"ID\"')", OTHER_FIELDS, id="a field renamed"),
    pytest.param(
        "UPDATE col SET models = json_set(models, '{model}.tmpls[1]', json('{}'))", OTHER_FIELDS, id="a template more"
    ),
    pytest.param("UPDATE col SET decks = '[]'", "its list of decks is no JSON object", id="decks in a list"),
    pytest.param("UPDATE notes SET guid = 'x'", "two of its notes have the same guid", id="one guid for all"),
    pytest.param(
        "CREATE TABLE x AS SELECT * FROM notes; DROP TABLE notes; ALTER TABLE x RENAME TO notes;"
        "UPDATE notes SET id = (SELECT min(id) FROM notes)",
        "two of its notes have the same id",
        id="one id for all",
    ),
    pytest.param(
        "UPDATE notes SET tags = printf('%5000001s', '')", "its notes have more than 5000000 tags", id="too many tags"
    ),
    pytest.param(
        "UPDATE notes SET flds = zeroblob(70000000) WHERE id % 1000 = 1", "its database is damaged", id="a huge value"
    ),
]


@pytest.mark.parametrize(("change", "reason"), DATABASES)
def test_a_database_that_is_not_ankis_is_refused(tmp_path: Path, legacy: Members, change: str, reason: str) -> None:
    assert refused(with_database(change, legacy, tmp_path)) == reason


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdeck.apkg.sqlite.MAX_ROWS", 5)
    assert refused(write(DECK, tmp_path / "x.apkg")) == "its database has more than 5 rows"


def test_a_statement_that_takes_too_long_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdeck.apkg.sqlite._MAX_STEPS", 5_000)
    deck = replace(DECK, notes=tuple(note(n) for n in range(1000)))
    assert refused(write(deck, tmp_path / "x.apkg")) == "its database is damaged"


def test_pages_that_are_read_again_and_again_are_refused(tmp_path: Path, legacy: Members) -> None:
    """A tree whose branches all lead to one leaf gives more text than the file has bytes."""
    fill = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO notes SELECT"
        f" i, 'g' || i, {ID}, 0, 0, '', printf('%.*c', CASE i WHEN 1 THEN 99999 ELSE 999 END, 'x'), '', 0, 0, '' FROM n"
    )
    database = bytearray(altered(legacy["collection.anki2"], lambda connection: connection.executescript(fill)))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'notes'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    start = (page - 1) * size
    count = int.from_bytes(database[start + 3 : start + 5])
    cells = [start + int.from_bytes(database[start + 12 + 2 * n : start + 14 + 2 * n]) for n in range(count)]
    assert database[start] == 5, "the root is no branch"
    assert count > 20
    for cell in cells:
        database[cell : cell + 4] = database[cells[0] : cells[0] + 4]
    package = pack(legacy | {"collection.anki2": bytes(database)}, tmp_path / "x.apkg")
    assert refused(package) == "its database is damaged: it gives more text than it has bytes"


# Single notes

NULLABLE = "CREATE TABLE x AS SELECT * FROM notes; DROP TABLE notes; ALTER TABLE x RENAME TO notes;"
ONE = "WHERE id % 1000 = 1"
NOTES_ALONE = [
    pytest.param(f"UPDATE notes SET flds = 'a' || char(31) || 'b' {ONE}", id="too few fields"),
    pytest.param(f"UPDATE notes SET flds = flds || char(31) {ONE}", id="too many fields"),
    pytest.param(f"UPDATE notes SET flds = rtrim(flds, 'abcdefghijklmnopqrstuvwxyz0123456789/-') {ONE}", id="no key"),
    pytest.param(f"UPDATE notes SET flds = CAST(flds AS BLOB) {ONE}", id="bytes for fields"),
    pytest.param(f"UPDATE notes SET flds = CAST(x'ff' || flds AS TEXT) {ONE}", id="fields that are no UTF-8"),
    pytest.param(f"{NULLABLE} UPDATE notes SET flds = NULL {ONE}", id="no fields"),
    pytest.param(f"{NULLABLE} UPDATE notes SET tags = NULL {ONE}", id="no tags"),
    pytest.param(f"{NULLABLE} UPDATE notes SET id = NULL {ONE}", id="no id"),
    pytest.param(f"{NULLABLE} UPDATE notes SET id = id || 'x' {ONE}", id="text for an id"),
    pytest.param(f"UPDATE notes SET guid = '' {ONE}", id="an empty guid"),
    pytest.param(f"UPDATE notes SET guid = x'00' {ONE}", id="bytes for a guid"),
    pytest.param(f"UPDATE notes SET mod = -1 {ONE}", id="a time before 1970"),
    pytest.param(f"UPDATE notes SET mod = 9223372036854775807 {ONE}", id="a time after 9999"),
    pytest.param(f"UPDATE notes SET mod = 1.5 {ONE}", id="a fraction for a time"),
    pytest.param(f"UPDATE cards SET nid = 0 {ONE}; UPDATE notes SET id = 0 {ONE}", id="zero for an id"),
    pytest.param(f"UPDATE cards SET nid = -5 {ONE}; UPDATE notes SET id = -5 {ONE}", id="a negative id"),
    pytest.param(f"UPDATE cards SET nid = 1 << 62 {ONE}; UPDATE notes SET id = 1 << 62 {ONE}", id="an absurd id"),
    pytest.param(f"DELETE FROM cards {ONE}", id="no card"),
    pytest.param(f"UPDATE cards SET did = 12345 {ONE}", id="a card in no deck"),
    pytest.param(f"UPDATE cards SET due = 'x' {ONE}", id="text for a place"),
    pytest.param(
        "UPDATE col SET decks = (SELECT json_group_object(key, json(CASE json_extract(value, '$.name')"
        " WHEN 'Web' THEN value ELSE '5' END)) FROM json_each(decks));"
        "UPDATE cards SET did = (SELECT did FROM cards WHERE id % 1000 = 2) WHERE id % 1000 = 3",
        id="a deck that is a number",
    ),
]


@pytest.mark.parametrize("change", NOTES_ALONE)
def test_a_note_that_cannot_be_read_is_left_out_and_counted(tmp_path: Path, legacy: Members, change: str) -> None:
    package = with_database(change, legacy, tmp_path)
    deck, (problem,) = read_apkg(package, make_notetypes(0))
    assert deck is not None
    assert [note.guid for note in deck.notes] == ["guid-3", "guid-2"]
    assert problem.message == f"'{package}' has 1 note that cannot be read and is left out"
    assert (problem.code, problem.severity) == ("damaged-notes", Severity.WARNING)


# Anything else

PLACES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8)


def scatter(content: bytes, places: Iterable[tuple[float, int]]) -> bytes:
    changed = bytearray(content)
    for place, byte in places:
        changed[int(place * len(changed))] = byte
    return bytes(changed)


def is_answer(answer: tuple[Deck | None, list[Problem]]) -> bool:
    deck, problems = answer
    return deck is not None or [problem.code for problem in problems] == ["unreadable-previous"]


FUZZ = settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(places=PLACES)
@FUZZ
def test_a_zip_with_any_bytes_changed_raises_nothing(legacy: Members, places: list[tuple[float, int]]) -> None:
    with TemporaryDirectory() as folder:
        package = pack(legacy, Path(folder, "x.apkg"))
        package.write_bytes(scatter(package.read_bytes(), places))
        assert is_answer(read_apkg(package, make_notetypes(0)))


@given(member=st.sampled_from(["collection.anki2", "media", "mkdeck.json"]), places=PLACES)
@FUZZ
def test_a_member_with_any_bytes_changed_raises_nothing(
    legacy: Members, member: str, places: list[tuple[float, int]]
) -> None:
    changed = legacy | {member: scatter(legacy[member], places)}
    with TemporaryDirectory() as folder:
        assert is_answer(read_apkg(pack(changed, Path(folder, "x.apkg")), make_notetypes(0)))


@given(member=st.sampled_from(["meta", "collection.anki21b", "media", "0"]), places=PLACES, is_inside=st.booleans())
@FUZZ
def test_a_modern_member_with_any_bytes_changed_raises_nothing(
    modern: Members, member: str, places: list[tuple[float, int]], is_inside: bool
) -> None:
    if is_inside and member != "meta":
        content = zstandard.ZstdDecompressor().decompressobj().decompress(modern[member])
        changed = compress(scatter(content, places))
    else:
        changed = scatter(modern[member], places)
    with TemporaryDirectory() as folder:
        assert is_answer(read_apkg(pack(modern | {member: changed}, Path(folder, "x.apkg")), make_notetypes(0)))
