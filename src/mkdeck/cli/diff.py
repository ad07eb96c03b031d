"""``mkdeck diff``: two packages -> what changed, in words."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mkdeck.cli.options import Json


class Format(StrEnum):
    """How the changes are written."""

    TEXT = "text"
    MARKDOWN = "markdown"


Old = Annotated[Path, typer.Argument(metavar="OLD", help="The earlier package.", show_default=False)]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The later package.", show_default=False)]
Style = Annotated[Format, typer.Option("--format", metavar="text|markdown", help="For people, or for release notes.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 where anything changed.")]


def diff(old: Old, new: New, format: Style = Format.TEXT, exit_code: ExitCode = False, json: Json = False) -> None:  # noqa: A002  # names the option
    """Tell what changed between two packages."""
    from mkdeck.cli.console import conclude_diff
    from mkdeck.deck.history import compare_decks
    from mkdeck.previous import read_package

    earlier, problems = read_package(old)
    later, more = read_package(new)
    changes = compare_decks(earlier, later) if earlier and later else ()
    conclude_diff([*problems, *more], changes, as_json=json, as_markdown=format is Format.MARKDOWN, exit_code=exit_code)
