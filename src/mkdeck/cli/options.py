"""The options that several commands share."""

import difflib
import glob
import os
import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from mkdeck import clock
from mkdeck.cli.findings import Style, Telling, choose_style
from mkdeck.cli.lines import tame
from mkdeck.problem import Severity
from mkdeck.shapes import SHAPES

_Choice = TypeVar("_Choice", bound=StrEnum)


def _check_shape(name: str | None) -> str | None:
    if name is not None and name not in SHAPES:
        near = difflib.get_close_matches(name.lower(), SHAPES, n=1)
        meant = f", did you mean '{near[0]}'?" if near else "."
        raise typer.BadParameter(f"there is no shape '{tame(name)}'{meant} There are {', '.join(SHAPES)}.")
    return name


def read_number(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a number between two, and says in our own words where there is none."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise typer.BadParameter(f"'{tame(text)}' is no number from {least} to {most}.")
        return int(text)

    return read


def read_choice(kind: type[_Choice]) -> Callable[[str], _Choice]:
    """Return what reads one of several words, and names them where it is another."""

    def read(text: str) -> _Choice:
        if text not in list(kind):
            raise typer.BadParameter(f"'{tame(text)}' is none of {', '.join(kind)}.")
        return kind(text)

    return read


Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCES", help="Articles: files, folders (every Markdown file below) or patterns.", show_default=False
    ),
]
DeckName = Annotated[
    str | None, typer.Option("--deck", metavar="NAME", help="Parent deck of all articles.", show_default=False)
]
Shape = Annotated[
    str | None,
    typer.Option(
        "--shape",
        metavar="NAME",
        help=f"How all articles ask, where that is not found by itself: {', '.join(SHAPES)}.",
        callback=_check_shape,
        autocompletion=lambda: list(SHAPES),
        show_default=False,
    ),
]
QuestionLevel = Annotated[
    int | None,
    typer.Option(
        "--question-level",
        metavar="N",
        parser=read_number(1, 6),
        help="Questions are the headings of this level, whatever they look like.",
        show_default=False,
    ),
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
DownloadImages = Annotated[
    bool, typer.Option("--download-images", help="Fetch remote pictures and pack them; otherwise they become links.")
]
PrivateHosts = Annotated[
    list[str] | None,
    typer.Option(
        "--private-host",
        metavar="HOST[:PORT]",
        help="Where --download-images may fetch from though the address is private; may be repeated.",
        show_default=False,
    ),
]
Drafts = Annotated[bool, typer.Option("--drafts", help="Take in articles marked as drafts.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print warnings and errors alone.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Give each finding a line of its own, and its hint.")]
Format = Annotated[
    Style | None,
    typer.Option(
        "--format",
        metavar="text|github",
        parser=read_choice(Style),
        help="How findings are written; github, which its runners show beside the change, is found by itself there.",
        show_default=False,
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]


def read_telling(quiet: bool, verbose: bool, style: Style | None, least: Severity = Severity.INFO) -> Telling:
    """Return how findings are to be told."""
    if quiet and verbose:
        raise typer.BadParameter("either more or less, not both", param_hint="--quiet")
    return Telling(least, verbose, quiet, style or choose_style(os.environ))


def read_hosts(download_images: bool, private_hosts: list[str] | None) -> tuple[str, ...]:
    """Return the hosts that ``--private-host`` names, which have a meaning for downloads only."""
    if private_hosts and not download_images:
        raise typer.BadParameter("it needs --download-images", param_hint="--private-host")
    return tuple(private_hosts or ())


def read_clock() -> int:
    """Return the time of the build; a malformed ``SOURCE_DATE_EPOCH`` is wrong usage."""
    try:
        return clock.read_clock()
    except ValueError as error:
        raise typer.BadParameter(tame(str(error))) from None


def name_output(sources: list[str], suffix: str) -> Path:
    """Return the name that the only source gives, also one that is mistyped and will be missed."""
    source = Path(os.path.abspath(sources[0]))
    if len(sources) > 1 or (glob.has_magic(sources[0]) and not os.path.exists(source)):
        what = "package" if suffix == "apkg" else "page"
        raise typer.BadParameter(f"name the {what} to write: -o NAME.{suffix}", param_hint="-o")
    return Path(f"{source.name if os.path.isdir(source) else source.stem}.{suffix}")
