"""Writes commands.md, beside this file, from what --help says: python docs/make_commands.py."""

import os
import subprocess
import sys
from pathlib import Path

COMMANDS = ("build", "check", "diff", "preview", "pin", "push")
PAGE = Path(__file__).with_name("commands.md")
START = """# Commands

What `--help` says of each command. The page is made by `python docs/make_commands.py`, and a test compares it.

| exit code | means |
| --- | --- |
| 0 | all is done; there may be warnings |
| 1 | an error in articles, settings or packages, a warning with `--strict`, something to pin with `pin --check`, a change with `diff --exit-code`, an Anki that does not answer `push`; `build` and `preview` write nothing then, and `pin` leaves out what it cannot write |
| 2 | the command cannot be carried out as it was given: an unknown option, a source or a previous package that is not there, an output that cannot be written |

A folder as a source stands for the files below it whose names end in `.md`, `.markdown`, `.mdown`, `.mkd` or `.mdx`. Where somebody looks at a terminal, a bar shows how far the reading is, also within a long article.
"""


def write_page() -> str:
    """Return the page, 80 columns wide whatever terminal it is made in."""
    chapters = [_write_chapter("mkdeck"), *(_write_chapter("mkdeck", name) for name in COMMANDS)]
    return "\n".join([START, *chapters])


def _write_chapter(*command: str) -> str:
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    arguments = [sys.executable, "-m", *command, "--help"]
    said = subprocess.run(arguments, env=environment, capture_output=True, encoding="utf-8", check=True).stdout
    lines = "\n".join(line.rstrip() for line in said.strip("\n").splitlines())
    usage = lines.replace("python -m mkdeck", "mkdeck")
    return f"## {' '.join(command)}\n\n```text\n{usage}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
