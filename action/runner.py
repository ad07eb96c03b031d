"""What GitHub's runner gives to an action and takes from it.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_SUMMARY_LIMIT = 1_000_000
"""Bytes; GitHub refuses a step's summary of more than 1 MiB."""


class Stop(Exception):  # noqa: N818  # it may be the caller's mistake or the network's
    """The action cannot go on: what is, and what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}\n  hint: {hint}")


def tell(level: str, message: str, file: str = "", line: int = 1) -> None:
    """Show an annotation, ``error``, ``warning`` or ``notice``, beside a line where a file is named."""
    place = f",file={_escape(file, ':,')},line={line}" if file else ""
    print(f"::{level} title=mkdeck{place}::{_escape(message)}", flush=True)


def _escape(text: str, also: str = "") -> str:
    """Return text that ends no command, and none of its properties where ``also`` names what would."""
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{also}" else sign for sign in text)


@contextmanager
def no_commands() -> Iterator[None]:
    """Let the runner read nothing of what is printed as a command: file names and texts may be anybody's."""
    word = secrets.token_hex(16)
    print(f"::stop-commands::{word}", flush=True)
    try:
        yield
    finally:
        sys.stderr.flush()
        print(f"::{word}::", flush=True)


def write_outputs(values: Mapping[str, str]) -> None:
    """Hand values to later steps; none can end its own value or begin another, whatever is in it."""
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8", newline="\n") as outputs:
        for name, value in values.items():
            end = secrets.token_hex(16)
            outputs.write(f"{name}<<{end}\n{value}\n{end}\n")


def write_summary(text: str) -> None:
    """Add Markdown to the page of the run."""
    with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("ab") as summary:
        summary.write(text.encode()[:_SUMMARY_LIMIT].decode(errors="ignore").encode() + b"\n")
