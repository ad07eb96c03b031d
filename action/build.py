"""mkdeck, as the action runs it: articles -> package, and what changed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from inputs import Inputs
from notes import describe_first
from runner import Stop, no_commands

REPORT = "report.json"
"""What the folder for a review has beside the package."""


def build_package(inputs: Inputs, previous: Path | None, report: Path) -> tuple[dict[str, Any], bool]:
    """Build the package; return what ``mkdeck build --json`` tells, kept in ``report``, and whether it was built."""
    options = [f"--output={inputs.output}", "--json", f"--previous={previous}" if previous else "--fresh"]
    options += [f"--config={inputs.config}"] if inputs.config else []
    options += ["--strict"] if inputs.strict else []
    options += [f"--release={inputs.tag}"] if inputs.publish else []
    code, said = _run_mkdeck("build", *options, "--format=text", "--", *inputs.sources)
    if not said.startswith("{"):
        raise stop_for_problems("build")
    report.write_text(said, encoding="utf-8")
    told: dict[str, Any] = json.loads(said)
    return told, code == 0


def write_changelog(base: Path | None, package: str, built: dict[str, Any], file: Path) -> None:
    """Write what changed since a package, in Markdown."""
    if base:
        file.write_text(_diff("--format=markdown", "--", str(base), package), encoding="utf-8")
    else:
        file.write_text(f"{describe_first(built['notes'], len(built['decks']))}\n", encoding="utf-8")


def tell_changes(base: Path, package: Path) -> str:
    """Return what changed since a package, in Markdown, with how that is known and what is doubtful."""
    return _diff("--format=markdown", "--verbose", "--", str(base), str(package))


def count_changes(base: Path, package: str) -> dict[str, int]:
    """Return how many questions changed since a package, by the kind of the change."""
    counts: dict[str, int] = json.loads(_diff("--json", "--", str(base), package))["counts"]
    return counts


def count_shared(package: str, other: Path) -> int:
    """Return how many notes two packages share: in a collection they would be one."""
    from mkdeck.previous import read_package

    decks = [read_package(path)[0] for path in (Path(package), other)]
    one, two = ({note.guid for note in deck.notes} if deck else set() for deck in decks)
    return len(one & two)


def stop_for_problems(command: str) -> Stop:
    """Return the end of the action where mkdeck has found problems."""
    hint = "nothing was published; correct them and run again"
    return Stop(f"mkdeck {command} found problems, listed above", hint)


def _diff(*arguments: str) -> str:
    code, said = _run_mkdeck("diff", *arguments)
    if code:
        raise stop_for_problems("diff")
    return said


def _run_mkdeck(*arguments: str) -> tuple[int, str]:
    """Return mkdeck's exit code and what it prints; what it finds goes to the log. No token is passed on."""
    environment = {name: value for name, value in os.environ.items() if name != "INPUT_TOKEN"}
    command = [sys.executable, "-I", "-X", "utf8", "-m", "mkdeck", *arguments]
    with no_commands():
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    return done.returncode, done.stdout
