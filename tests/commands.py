"""Runs mkdeck as its users do, and reads the packages that it writes."""

import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from contextlib import chdir, closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from mkdeck.cli.app import app

FIELDS = ("Question", "Answer", "Extra", "Section", "Source", "Key")

_NOT_PASSED_ON = (
    "SOURCE_DATE_EPOCH",
    "PYTHONUNBUFFERED",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "NO_COLOR",
    "COLUMNS",
    "LINES",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)
"""Variables of the developer's own that would change what a command does or shows."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """What stands on standard error, without how grave each finding is."""
        return re.sub(r"(?m)^(.*:\d+): (?:error|warning|notice): ", r"\1: ", self.err)


@dataclass(frozen=True, slots=True)
class PackedNote:
    """A note as it stands in a package."""

    guid: str
    fields: dict[str, str]
    tags: list[str]
    deck: str


@dataclass(frozen=True, slots=True)
class Package:
    """What a package holds."""

    notes: list[PackedNote]
    """In the order in which new cards are shown."""
    css: str
    descriptions: dict[str, str]
    """By the decks' names."""


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below ``folder``; a name that ends with a slash is an empty folder."""
    for name, content in files.items():
        file = folder / name
        if name.endswith("/"):
            file.mkdir(parents=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def clean_environment(**settings: str) -> dict[str, str]:
    """Return the variables for a command: those of the developer that matter to none, and ``settings``."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    return {**kept, "PYTHONIOENCODING": "utf-8", **settings}


def run(folder: Path, *arguments: str, **settings: str) -> Outcome:
    """Run the command in ``folder``, as a process of its own; ``settings`` are environment variables."""
    command = [sys.executable, "-m", "mkdeck", *arguments]
    done = subprocess.run(command, cwd=folder, env=clean_environment(**settings), capture_output=True, check=False)
    return Outcome(done.returncode, *(_decode(stream) for stream in (done.stdout, done.stderr)))


def call(folder: Path, *arguments: str) -> Outcome:
    """Run the command in ``folder``, within this process, where many are run; what it raises is the test's to see."""
    code: object = None
    with chdir(folder), redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            app(list(arguments), prog_name="mkdeck")
        except SystemExit as end:
            code = end.code
    return Outcome(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


def read_package(path: Path) -> Package:
    """Read a package with nothing but the standard library."""
    with zipfile.ZipFile(path) as package, closing(sqlite3.connect(":memory:")) as collection:
        collection.deserialize(package.read("collection.anki2"))
        decks, models = (json.loads(text) for text in collection.execute("SELECT decks, models FROM col").fetchone())
        rows = collection.execute(
            "SELECT guid, flds, tags, did FROM notes JOIN cards ON cards.nid = notes.id ORDER BY cards.due"
        ).fetchall()
    notes = [
        PackedNote(guid, dict(zip(FIELDS, fields.split("\x1f"), strict=True)), tags.split(), decks[str(deck)]["name"])
        for guid, fields, tags, deck in rows
    ]
    (css,) = {model["css"] for model in models.values()}
    return Package(notes, css, {deck["name"]: deck["desc"] for deck in decks.values()})


def _decode(stream: bytes) -> str:
    return stream.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
