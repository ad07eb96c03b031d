"""The options that several commands share."""

import os
import time
from pathlib import Path
from typing import Annotated

import typer

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCES", help="Articles: files, folders (every *.md below) or patterns.", show_default=False
    ),
]
DeckName = Annotated[
    str | None, typer.Option("--deck", metavar="NAME", help="Parent deck of all articles.", show_default=False)
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration; otherwise the nearest mkdeck.toml, or pyproject.toml with [tool.mkdeck].",
        show_default=False,
    ),
]
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="PACKAGE",
        help="The release before; otherwise the file that is replaced.",
        show_default=False,
    ),
]
Drafts = Annotated[bool, typer.Option("--drafts", help="Take in articles marked as drafts.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]


def read_clock() -> int:
    """Return ``SOURCE_DATE_EPOCH`` where it is set, else the current time, in seconds since 1970.

    https://reproducible-builds.org/docs/source-date-epoch/
    """
    said = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not said:
        return int(time.time())
    if not said.isdecimal() or len(said) > 11:
        raise typer.BadParameter(f"SOURCE_DATE_EPOCH is '{said}', not a number of seconds since 1970")
    return int(said)
