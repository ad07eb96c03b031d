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


def build_package(inputs: Inputs, previous: Path | None) -> dict[str, Any]:
    """Build the package; return what ``mkdeck build --json`` tells."""
    options = [f"--output={inputs.output}", "--json", f"--previous={previous}" if previous else "--fresh"]
    options += [f"--config={inputs.config}"] if inputs.config else []
    options += ["--strict"] if inputs.strict else []
    told: dict[str, Any] = json.loads(_run_mkdeck("build", *options, "--format=text", "--", *inputs.sources))
    return told


def write_changelog(inputs: Inputs, previous: Path | None, built: dict[str, Any], file: Path) -> Path:
    """Write what changed since the previous package, in Markdown."""
    if previous:
        told = _run_mkdeck("diff", "--format=markdown", "--", str(previous), inputs.output)
        file.write_text(told, encoding="utf-8")
    else:
        file.write_text(f"{describe_first(built['notes'], len(built['decks']))}\n", encoding="utf-8")
    return file


def _run_mkdeck(*arguments: str) -> str:
    """Return what mkdeck prints; what it finds goes to the log, and an error ends the action. No token is passed on."""
    environment = {name: value for name, value in os.environ.items() if name != "INPUT_TOKEN"}
    command = [sys.executable, "-I", "-X", "utf8", "-m", "mkdeck", *arguments]
    with no_commands():
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        raise Stop(
            f"mkdeck {arguments[0]} found problems, listed above", "nothing was published; correct them and run again"
        )
    return done.stdout
