"""The package file itself: its bytes, its database, its place on disk."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from articles import NOW, build, load, write

from mkdeck.apkg.write import is_package, write_apkg
from mkdeck.deck.notetype import make_notetype

ARTICLE = """---
title: HTTP
description: About <requests>
tags: [net]
---
## Methods

### What is GET?

It reads. ![a dot](dot.png)

### What is POST?

It `writes`.

## Codes

### What is 404?

Nothing there.
"""
DOT = b"\x89PNG\r\n\x1a\n a dot"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "dot.png").write_bytes(DOT)
    return write(tmp_path, "http.md", ARTICLE)


@contextmanager
def opened(package: Path) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(package) as members:
        connection = sqlite3.connect(members.extract("collection.anki2", folder))
        try:
            yield connection
        finally:
            connection.close()


def stored(package: Path, column: str) -> Any:
    with opened(package) as connection:
        return json.loads(connection.execute(f"SELECT {column} FROM col").fetchone()[0])


def test_the_same_articles_give_the_same_bytes(tmp_path: Path, article: Path) -> None:
    first = build(tmp_path / "1.apkg", article).read_bytes()
    assert build(tmp_path / "2.apkg", article).read_bytes() == first


def test_the_command_gives_the_same_bytes_on_another_day_with_source_date_epoch(tmp_path: Path, article: Path) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(NOW), "PYTHONHASHSEED": "1"}
    for name, seed in (("1.apkg", "1"), ("2.apkg", "2")):
        command = [sys.executable, "-m", "mkdeck", article.name, "-o", name]
        subprocess.run(
            command, cwd=tmp_path, env=environment | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        )
    assert (tmp_path / "1.apkg").read_bytes() == (tmp_path / "2.apkg").read_bytes()
    assert (tmp_path / "1.apkg").read_bytes() == build(tmp_path / "3.apkg", article).read_bytes()


def test_four_times_the_decks_take_about_four_times_the_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0
    connect = sqlite3.connect

    def connect_counting(name: str) -> sqlite3.Connection:
        def count(statement: str) -> None:
            nonlocal written
            written += len(statement)

        connection = connect(name)
        connection.set_trace_callback(count)
        return connection

    def count_signs(decks: int) -> int:
        nonlocal written
        written = 0
        article = write(tmp_path, "many.md", "".join(f"## {n}\n\n### What is {n}?\n\na\n\n" for n in range(decks)))
        deck = load(article).deck
        with monkeypatch.context() as patched:
            patched.setattr("mkdeck.apkg.database.sqlite3.connect", connect_counting)
            assert write_apkg(deck, tmp_path / "many.apkg") == []
        return written

    assert count_signs(200) < 6 * count_signs(50)


class _OtherSqlite:
    """A second SQLite in the place of Python's own, as far as the writer uses it."""

    def __init__(self, apsw: Any) -> None:
        self._connection = apsw.Connection(":memory:")
        self.execute = self._connection.execute
        self.close = self._connection.close

    def cursor(self) -> "_OtherCursor":
        return _OtherCursor(self._connection.cursor())

    def commit(self) -> None:
        """Every statement is committed on its own."""

    def serialize(self) -> bytes:
        return bytes(self._connection.serialize("main"))


class _OtherCursor:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.lastrowid = 0

    def execute(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        return self._cursor.execute(sql, values)

    def executescript(self, sql: str) -> Any:
        return self._cursor.execute(sql)


def test_another_sqlite_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apsw = pytest.importorskip("apsw", reason="needs apsw, which brings a second SQLite")
    if apsw.sqlite_lib_version() == sqlite3.sqlite_version:
        pytest.skip(f"the second SQLite is {sqlite3.sqlite_version}, too: nothing to compare")
    sections = "".join(f"## Part {n}\n\n### What is {n}?\n\n{f'Number {n}. ' * n}\n\n" for n in range(200))
    article = write(tmp_path, "long.md", sections)
    first = build(tmp_path / "1.apkg", article).read_bytes()
    monkeypatch.setattr("mkdeck.apkg.database.sqlite3.connect", lambda _: _OtherSqlite(apsw))
    assert build(tmp_path / "2.apkg", article).read_bytes() == first


def test_every_member_is_deflated_and_has_a_fixed_time(tmp_path: Path, article: Path) -> None:
    with zipfile.ZipFile(build(tmp_path / "x.apkg", article)) as package:
        members = package.infolist()
    assert [m.filename for m in members] == ["collection.anki2", "media", "mkdeck.json", "0"]
    assert {m.compress_type for m in members} == {zipfile.ZIP_DEFLATED}
    assert {m.date_time for m in members} == {(1980, 1, 1, 0, 0, 0)}


def test_a_picture_is_packed_under_a_name_of_its_content(tmp_path: Path, article: Path) -> None:
    with zipfile.ZipFile(build(tmp_path / "x.apkg", article)) as package:
        names = json.loads(package.read("media"))
        assert package.read("0") == DOT
    assert list(names.values()) == ["mkdeck-dacc0784e4dd4f4a76eafff3.png"]


def test_notes_are_due_in_the_order_of_the_questions(tmp_path: Path, article: Path) -> None:
    with opened(build(tmp_path / "x.apkg", article)) as connection:
        rows = connection.execute("SELECT sfld, due FROM notes JOIN cards ON nid = notes.id ORDER BY due").fetchall()
    assert rows == [("What is GET?", 1), ("What is POST?", 2), ("What is 404?", 3)]


def test_each_section_is_a_subdeck_with_an_id_of_its_own(tmp_path: Path, article: Path) -> None:
    decks = stored(build(tmp_path / "x.apkg", article, deck="Web::Basics"), "decks")
    made = {deck["name"]: deck for id_, deck in decks.items() if id_ != "1"}
    assert set(made) == {"Web::Basics::HTTP", "Web::Basics::HTTP::Methods", "Web::Basics::HTTP::Codes"}
    assert len({deck["id"] for deck in made.values()}) == 3
    assert made["Web::Basics::HTTP"]["desc"] == "About &lt;requests&gt;"


DECK_NAMES = [
    pytest.param("C++: std::vector", "Types:", "C++: std: :vector::Types", id="colons never split a title"),
    pytest.param("A:", ":B", "A::B", id="a colon at a title's end does not join the separator"),
    pytest.param("  A   b ", "C", "A b::C", id="spaces are folded"),
]


@pytest.mark.parametrize(("title", "section", "name"), DECK_NAMES)
def test_a_title_is_one_part_of_a_decks_name(tmp_path: Path, title: str, section: str, name: str) -> None:
    article = write(tmp_path, "x.md", f'+++\ntitle = "{title}"\n+++\n## {section}\n\n### What is X?\n\nx\n')
    assert [note.deck for note in load(article).deck.notes] == [name]


def test_two_spellings_of_a_section_are_one_deck_as_anki_sees_it(tmp_path: Path) -> None:
    one = write(tmp_path, "1.md", "# T\n\n## Basics\n\n### What is A?\n\na\n")
    two = write(tmp_path, "2.md", "# T\n\n## BASICS\n\n### What is B?\n\nb\n")
    assert {note.deck for note in load(one, two).deck.notes} == {"T::Basics"}


TAGS = [
    pytest.param('["system design"]', ("system-design",), id="spaces become hyphens"),
    pytest.param('["marked", "Leech", "ok"]', ("ok",), id="Anki's own tags are left out"),
    pytest.param('["a", "", "A", "a"]', ("a",), id="none is empty or doubled"),
    pytest.param('["a\\u3000b", "c\\td"]', ("a-b", "c-d"), id="no space of any kind is left"),
    pytest.param('["Q\\u0000x", "\\u001f"]', ("Qx",), id="control characters are dropped"),
]


@pytest.mark.parametrize(("written", "tags"), TAGS)
def test_tags_are_such_as_anki_keeps(tmp_path: Path, written: str, tags: tuple[str, ...]) -> None:
    article = write(tmp_path, "x.md", f"+++\ntags = {written}\n+++\n## What is X?\n\nx\n")
    assert [note.tags for note in load(article).deck.notes] == [tags]


def test_the_notetypes_schema_is_frozen(tmp_path: Path, article: Path) -> None:
    """A change here makes Anki copy the notetype and never update a learner's note again."""
    (notetype,) = stored(build(tmp_path / "x.apkg", article), "models").values()
    assert (notetype["id"], notetype["name"]) == ("1732356000421", "mkdeck Question")
    assert [(f["ord"], f["name"], f["id"]) for f in notetype["flds"]] == [
        (0, "Question", 7316640105021731001),
        (1, "Answer", 7316640105021731002),
        (2, "Extra", 7316640105021731003),
        (3, "Section", 7316640105021731004),
        (4, "Source", 7316640105021731005),
        (5, "Key", 7316640105021731006),
    ]
    assert [(t["ord"], t["name"], t["id"]) for t in notetype["tmpls"]] == [(0, "Question", 7316640105021732001)]
    assert "{{Question}}" in notetype["tmpls"][0]["qfmt"]


def test_the_notetype_is_written_once_for_all_decks(tmp_path: Path, article: Path) -> None:
    with opened(build(tmp_path / "x.apkg", article)) as connection:
        (models,) = connection.execute("SELECT models FROM col").fetchone()
    assert models.count('"mkdeck Question"') == 1


def test_each_note_and_the_notetype_keep_a_time_of_change_of_their_own(tmp_path: Path, article: Path) -> None:
    deck = load(article).deck
    old = replace(deck.notes[0], mod=5)
    write_apkg(replace(deck, notes=(old, *deck.notes[1:]), notetypes=(make_notetype(mod=7),)), tmp_path / "x.apkg")
    with opened(tmp_path / "x.apkg") as connection:
        assert connection.execute("SELECT mod FROM notes ORDER BY id").fetchall() == [(5,), (NOW,), (NOW,)]
    (notetype,) = stored(tmp_path / "x.apkg", "models").values()
    assert notetype["mod"] == 7


def test_the_article_title_is_in_no_field(article: Path) -> None:
    assert not any("HTTP" in field for note in load(article).deck.notes for field in note.fields)


def test_the_temporary_folder_stays_empty(tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (temporary := tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    build(tmp_path / "x.apkg", article)
    assert list(temporary.iterdir()) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dot.png", "http.md", "tmp", "x.apkg"]


def test_a_package_is_told_from_any_other_file(tmp_path: Path, article: Path) -> None:
    assert is_package(build(tmp_path / "x.apkg", article))
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", "no deck")
    assert not is_package(tmp_path / "other.zip")
    assert not is_package(article)
    assert not is_package(tmp_path)


def test_an_error_while_writing_leaves_the_old_package_and_no_litter(tmp_path: Path, article: Path) -> None:
    old = build(tmp_path / "x.apkg", article).read_bytes()
    deck = load(article).deck
    broken = replace(deck, notes=(replace(deck.notes[0], fields=("too", "few")),))
    with pytest.raises(ValueError, match="fields"):
        write_apkg(broken, tmp_path / "x.apkg")
    assert (tmp_path / "x.apkg").read_bytes() == old
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dot.png", "http.md", "x.apkg"]


def test_a_linked_package_is_written_where_the_link_leads(tmp_path: Path, article: Path) -> None:
    (tmp_path / "releases").mkdir()
    (tmp_path / "x.apkg").symlink_to(tmp_path / "releases" / "real.apkg")
    build(tmp_path / "x.apkg", article)
    assert (tmp_path / "x.apkg").is_symlink()
    assert is_package(tmp_path / "releases" / "real.apkg")


LONG = "word " * 2_000
NAMES = {
    "a title": f"# {LONG}\n\n## What is a tree?\n\nA graph.\n",
    "a section": f"# Trees\n\n## {LONG}\n\n### What is a tree?\n\nA graph.\n\n### What is a leaf?\n\nA node.\n",
    "a slug": f"---\nslug: {LONG}\n---\n## What is a tree?\n\nA graph.\n",
    "a parent deck": f"---\nmkdeck: {{deck: {LONG}}}\n---\n## What is a tree?\n\nA graph.\n",
    "a tag": f"---\ntags: ['{LONG}']\n---\n## What is a tree?\n\nA graph.\n",
}


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_what_stands_in_every_note_has_a_bounded_length(text: str, tmp_path: Path) -> None:
    """Else a long title above many questions is as many long titles."""
    write(tmp_path, "a.md", text)
    for note in load(tmp_path / "a.md").deck.notes:
        for part in (note.deck, *note.fields, *note.tags):
            assert len(part) < 1_100
