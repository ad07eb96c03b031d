"""Packages changed by somebody who means harm."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

MEMORY = "mkdeck.json"


def change_member(package: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Write a package anew with one member changed."""
    with zipfile.ZipFile(package) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)


def change_notes(package: Path, statement: str, *values: object) -> None:
    """Run SQL on the collection of a package, with its values."""

    def execute(content: bytes) -> bytes:
        with closing(sqlite3.connect(":memory:")) as collection:
            collection.deserialize(content)
            collection.execute(statement, values)
            collection.commit()
            return collection.serialize()

    change_member(package, "collection.anki2", execute)


def change_text(package: Path, old: str, new: str) -> None:
    """Replace a text in the fields of all notes and in the names of decks."""
    change_notes(package, "UPDATE notes SET flds = replace(flds, ?, ?)", old, new)
    change_notes(package, "UPDATE col SET decks = replace(decks, ?, ?)", json.dumps(old)[1:-1], json.dumps(new)[1:-1])


def change_memory(package: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change what a package remembers."""

    def rewrite(content: bytes) -> bytes:
        memory = json.loads(content)
        change(memory)
        return json.dumps(memory).encode()

    change_member(package, MEMORY, rewrite)
