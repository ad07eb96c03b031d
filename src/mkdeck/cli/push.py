"""``mkdeck push``: a package -> a running Anki."""

import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mkdeck.cli.lines import count, tame
from mkdeck.cli.options import Json, Quiet, read_telling

if TYPE_CHECKING:
    from mkdeck.pushing import Pushed

Package = Annotated[Path, typer.Argument(metavar="PACKAGE", help="The package to import.", show_default=False)]
Address = Annotated[
    str | None,
    typer.Option(
        "--anki",
        metavar="HOST[:PORT]",
        help="Where AnkiConnect listens; by default on this machine alone, at 127.0.0.1:8765.",
        show_default=False,
    ),
]
_KEY_NAME = "ANKICONNECT_API_KEY"
Key = Annotated[
    str | None,
    typer.Option(
        "--api-key",
        metavar="KEY",
        envvar=_KEY_NAME,
        help="The apiKey of AnkiConnect's configuration, where it has one.",
        show_default=False,
    ),
]
Suspend = Annotated[
    bool,
    typer.Option("--suspend-removed", help="Suspend the cards of questions that the deck has no more, and tag them."),
]


def push(
    package: Package,
    suspend_removed: Suspend = False,
    anki: Address = None,
    api_key: Key = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Hand a package to a running Anki, through its add-on AnkiConnect.

    Anki opens the package by its path, so it has to run where the package lies. Nothing is deleted.
    """
    from mkdeck.ankiconnect import DEFAULT, Anki, parse_address
    from mkdeck.cli.console import Outcome, conclude
    from mkdeck.pushing import push_package

    telling = read_telling(quiet, verbose=False, style=None)
    address = parse_address(anki or DEFAULT)
    if not address:
        raise typer.BadParameter(f"'{tame(anki or '')}' is not of the form HOST or HOST:PORT.", param_hint="--anki")
    key = api_key or os.environ.get(_KEY_NAME)  # the oldest typer does not look there
    pushed = push_package(package, Anki(*address, key or None), is_suspending=suspend_removed)
    lines = list(_tell(package, pushed, is_suspended=suspend_removed)) if pushed.is_done else ()
    done = asdict(pushed) | {"package": str(package) if pushed.is_done else None, "suspended": suspend_removed}
    told = {name: done[name] for name in ("package", "notes", "new", "removed", "suspended", "back")}
    conclude(Outcome(pushed.problems, command="push", lines=lines, telling=telling, done=told), json)


def _tell(package: Path, pushed: "Pushed", *, is_suspended: bool) -> Iterator[str]:
    from mkdeck.pushing import TAG

    yield f"{package}  {count(pushed.notes, 'note')} handed to Anki, {pushed.new} of them new"
    if pushed.back:
        yield f"  {count(pushed.back, 'question')} came back and {_is(pushed.back)} learnt again"
    yield from (f"  removed: {gone.question}  (in Anki: {gone.search})" for gone in pushed.removed)
    if number := len(pushed.removed):
        end = f"suspended and tagged {TAG}" if is_suspended else "still learnt; --suspend-removed lets them rest"
        yield f"  {count(number, 'question')} that the deck has no more {_is(number)} {end}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
