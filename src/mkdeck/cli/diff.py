"""``mkdeck diff``: two packages -> what changed, in words."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mkdeck.cli.options import Json, Quiet, read_choice, read_telling


class Format(StrEnum):
    """How the changes are written."""

    TEXT = "text"
    MARKDOWN = "markdown"


Old = Annotated[Path, typer.Argument(metavar="OLD", help="The earlier package.", show_default=False)]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The later package.", show_default=False)]
Style = Annotated[
    Format,
    typer.Option(
        "--format", metavar="text|markdown", parser=read_choice(Format), help="For people, or for release notes."
    ),
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where anything changed.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say of each note how it was known again.")]


def diff(
    old: Old,
    new: New,
    format: Style = Format.TEXT,  # noqa: A002  # names the option
    exit_code: ExitCode = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Tell what changed between two packages."""
    from mkdeck.cli.console import conclude_diff
    from mkdeck.deck.history import compare_decks
    from mkdeck.previous import read_package

    earlier, problems = read_package(old)
    later, more = read_package(new)
    changes = compare_decks(earlier, later) if earlier and later else ()
    as_markdown = format is Format.MARKDOWN
    conclude_diff(
        [*problems, *more],
        changes,
        as_json=json,
        as_markdown=as_markdown,
        with_reasons=verbose,
        exit_code=exit_code,
        telling=read_telling(quiet, verbose, None),
    )
