"""What was made, handed to the system's default program for it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from mkdeck.problem import Problem

Open = Annotated[bool, typer.Option("--open", help="Open what was written with the system's default program for it.")]

_PATIENCE = 2
"""Seconds in which an opener says that it cannot; some run as long as the program that they start."""


def open_target(target: Path | str) -> "list[Problem]":
    """Open a file or an address, and return why that cannot be."""
    from mkdeck.files.regular import tell_reason
    from mkdeck.model import Location
    from mkdeck.problem import Problem, Severity

    name = str(target.absolute()) if isinstance(target, Path) else target
    try:
        reason = _start(name)
    except OSError as error:
        reason = tell_reason(error)
    if not reason:
        return []
    hint = "open it yourself; it is written" if isinstance(target, Path) else "open the address in a browser"
    return [Problem(Location(str(target), 1), "not-opened", f"nothing opens '{target}': {reason}", hint, Severity.INFO)]


def _start(name: str) -> str:
    """Start the program and return what is wrong, ``""`` where nothing is.

    ``typer.launch`` calls on Windows what only a shell knows, and does not hear what xdg-open complains of.
    """
    if sys.platform == "win32":
        os.startfile(name)  # noqa: S606  # a file that mkdeck wrote, or its own address
        return ""
    command = "open" if sys.platform == "darwin" else "xdg-open"
    quiet = subprocess.DEVNULL
    try:
        program = subprocess.Popen(  # noqa: S603  # as above
            [command, name], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except FileNotFoundError:
        return f"there is no program '{command}'"
    try:
        code = program.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        program.returncode = 0  # it goes on without mkdeck
        return ""
    return f"'{command}' ended with {code}" if code else ""
