"""What somebody can do who puts a package in the place of the previous one: nothing that lasts."""

import os
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from commands import Outcome, call, read_package, write_files
from hostile import change_memory, change_notes, change_text

from mkdeck.apkg.read import read_apkg
from mkdeck.deck.notetype import make_notetype, make_notetypes
from mkdeck.limits import LATEST, MAX_NOTE
from mkdeck.model import Note

TREES = "## What is a tree?\n\nA graph without circles.\n\n## What is a leaf?\n\nA node without children.\n"
EDITED = TREES.replace("circles", "cycles")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with ``trees.md`` and ``out.apkg``, built from it."""
    write_files(tmp_path, {"trees.md": TREES})
    assert build(tmp_path).code == 0
    return tmp_path


def build(folder: Path, *arguments: str) -> Outcome:
    return call(folder, "trees.md", "-o", "out.apkg", *arguments)


def read_notes(folder: Path) -> dict[str, Note]:
    """Return the notes of the package by their keys."""
    deck, problems = read_apkg(folder / "out.apkg", make_notetypes(0))
    assert problems == []
    assert deck
    return {note.key: note for note in deck.notes}


def forget_seals(memory: dict[str, object]) -> None:
    """Make a memory as that of 0.1.0 was."""
    del memory["seals"]


@pytest.mark.parametrize("is_sealed", [True, False])
def test_what_was_changed_in_a_package_is_corrected_by_the_next_build(folder: Path, is_sealed: bool) -> None:
    before = read_notes(folder)
    change_text(folder / "out.apkg", "A graph without circles", "A graph of evil")
    if not is_sealed:
        change_memory(folder / "out.apkg", forget_seals)
    assert "1 edited, 1 unchanged" in build(folder).out
    after = read_notes(folder)
    assert after["trees/what-is-a-tree"].mod > before["trees/what-is-a-tree"].mod
    assert after["trees/what-is-a-leaf"] == before["trees/what-is-a-leaf"]


def test_a_seal_of_other_fields_is_believed_no_more_than_none(folder: Path) -> None:
    change_text(folder / "out.apkg", "A graph without circles", "A graph of evil")
    change_memory(folder / "out.apkg", lambda memory: memory.update(seals={}))
    assert "1 edited, 1 unchanged" in build(folder).out


@pytest.mark.parametrize("is_sealed", [True, False])
def test_another_rendering_is_no_change_whatever_made_the_package(folder: Path, is_sealed: bool) -> None:
    """The same words in other HTML, as another version of mkdeck would write them."""
    before = read_notes(folder)
    with zipfile.ZipFile(folder / "out.apkg") as package, closing(sqlite3.connect(":memory:")) as collection:
        collection.deserialize(package.read("collection.anki2"))
        assert collection.execute("SELECT count(*) FROM notes WHERE flds LIKE '%<p>A graph%'").fetchone() == (1,)
    change_text(folder / "out.apkg", "<p>A graph", "<p class='x'>A graph")
    change_memory(folder / "out.apkg", lambda memory: memory.pop("seals") and None)
    if is_sealed:  # sealed by that version
        seal_again(folder / "out.apkg")
    assert "2 unchanged" in build(folder).out
    assert {key: note.mod for key, note in read_notes(folder).items()} == {key: n.mod for key, n in before.items()}


def seal_again(package: Path) -> None:
    from mkdeck.apkg.memory import _seal

    deck, _ = read_apkg(package, make_notetypes(0))
    assert deck
    seals = {note.guid: _seal(note) for note in deck.notes}
    change_memory(package, lambda memory: memory.update(seals=seals))


HOSTILE_KEYS = {
    "markup": "trees/<img src=x onerror=alert(1)>",
    "a sound": "trees/[sound:x.mp3]",
    "escape codes": "trees/\x1b[31m\x9b0m",
    "lines": "trees/x\n::set-output name=a::b\u2028c",
}


@pytest.mark.parametrize("key", HOSTILE_KEYS.values(), ids=HOSTILE_KEYS)
def test_a_key_is_text_in_one_line_whatever_it_says(key: str, folder: Path) -> None:
    guids = {note.guid for note in read_notes(folder).values()}
    change_text(folder / "out.apkg", "trees/what-is-a-tree", key)
    told = build(folder)
    assert told.code == 0
    assert told.told == ""
    (field,) = {note.fields["Key"] for note in read_package(folder / "out.apkg").notes} - {"trees/what-is-a-leaf"}
    assert {note.guid for note in read_package(folder / "out.apkg").notes} == guids
    assert field.isprintable()
    assert not {"<", ">", "["} & set(field)
    assert build(folder).out == told.out  # it stays as it is


@pytest.mark.parametrize("slug", ["[sound:a.mp3]", "a&lt;b", "a & b", "C#"])
def test_a_slug_with_any_sign_makes_the_same_key_in_every_build(slug: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": f"---\nslug: '{slug}'\n---\n{TREES}"})
    assert build(tmp_path).code == 0
    keys = read_notes(tmp_path).keys()
    assert keys == {f"{slug}/what-is-a-tree", f"{slug}/what-is-a-leaf"}
    assert "2 unchanged" in build(tmp_path).out
    assert read_notes(tmp_path).keys() == keys
    fields = [note.fields["Key"] for note in read_package(tmp_path / "out.apkg").notes]
    assert not {"<", ">", "["} & set("".join(fields))


def test_a_time_at_the_end_of_all_times_loses_no_note(folder: Path) -> None:
    guids = {note.guid for note in read_notes(folder).values()}
    change_notes(folder / "out.apkg", f"UPDATE notes SET mod = {LATEST}")
    change_notes(
        folder / "out.apkg", f"UPDATE col SET models = json_set(models, '$.{make_notetype(0).id}.mod', {LATEST})"
    )
    for text in (EDITED, TREES, EDITED):
        write_files(folder, {"trees.md": text})
        told = build(folder)
        assert (told.code, told.told) == (0, "")
        assert {note.guid for note in read_notes(folder).values()} == guids
        assert {note.mod for note in read_notes(folder).values()} == {LATEST}


def test_a_note_larger_than_a_build_makes_any_is_damaged(folder: Path) -> None:
    change_text(folder / "out.apkg", "A graph without circles", "x" * MAX_NOTE)
    told = build(folder)
    assert "damaged-notes: 'out.apkg' has 1 note that cannot be read" in told.told
    assert "1 added, 1 unchanged" in told.out


def test_more_notes_than_a_build_makes_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdeck.apkg.collection.MAX_NOTES", 1)
    assert "unreadable-previous: cannot read 'out.apkg': it has more than 1 notes" in build(folder).told


def test_what_would_not_be_read_back_is_not_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "out.apkg").read_bytes()
    monkeypatch.setattr("mkdeck.apkg.write.MAX_DATABASE", 1 << 10)
    told = build(folder)
    assert told.code == 1
    assert "large-deck" in told.told
    assert (folder / "out.apkg").read_bytes() == before


posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes nor devices in folders")
PREVIOUS: dict[str, Callable[[Path], object]] = {
    "an empty folder": lambda path: path.mkdir(),
    "a pipe": lambda path: os.mkfifo(path),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a circle": lambda path: path.symlink_to(path.name),
}


@posix_only
@pytest.mark.parametrize("make", PREVIOUS.values(), ids=PREVIOUS)
def test_a_previous_package_that_is_none_is_refused_at_once(make: Callable[[Path], object], folder: Path) -> None:
    make(folder / "old.apkg")
    for arguments in (["trees.md", "-o", "out.apkg", "--previous", "old.apkg"], ["diff", "old.apkg", "out.apkg"]):
        told = call(folder, *arguments)
        assert told.code == 2
        assert told.told.startswith("old.apkg:1: unreadable-previous: ")
