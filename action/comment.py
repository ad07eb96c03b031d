"""The comment on a pull request: what it changes for learners, made of what its run has built.

That run may have run anything: what it left is read as anybody's package and anybody's text. Which pull request it was for, GitHub says.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from build import REPORT, tell_changes
from inputs import name_asset, read_review
from pulls import find_pulls, put_comment
from releases import download, find_previous, list_releases
from runner import Stop, tell

_MOST_CHANGES, _MOST_PROBLEMS = 40_000, 20_000
"""Characters; GitHub refuses comments of more than 65,536."""
_LONGEST = 500
"""Characters of one finding's text."""
_MOST = 200
"""Findings that are looked at."""
_MOST_BYTES = 20_000_000
"""Of a report."""


def comment() -> None:
    """Write the comment of each pull request that the run was for, or write it anew."""
    inputs = read_review(os.environ)
    pulls = find_pulls(json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8")))
    if not pulls:
        tell("notice", "there is nothing to comment on: the pull request is closed, or has a newer commit")
        return
    changes, is_changed = _tell_package(inputs.folder / inputs.name, inputs.name)
    problems = _tell_problems(inputs.folder / REPORT)
    marker = f"<!-- mkdeck {name_asset(inputs.name)} -->"
    parts = [f"{marker}\n## `{inputs.name}`", _cut(changes, _MOST_CHANGES), _cut(problems, _MOST_PROBLEMS)]
    body = "\n\n".join(part for part in parts if part)
    for number in pulls:
        # A change that nobody notices needs no comment; one that is there is brought up to date.
        put_comment(number, marker, body, only_replace=not (is_changed or problems))


def _tell_package(package: Path, name: str) -> tuple[str, bool]:
    """Return what learners get by the package, compared with the last release, and whether that is anything."""
    if not package.is_file():
        return "Nothing was built, so nothing can be compared.", False
    found = find_previous(list_releases(), "", name_asset(name))
    if not found:
        return f"No release has `{name}` yet, so all of its questions are new.", True
    with tempfile.TemporaryDirectory(dir=os.environ["RUNNER_TEMP"]) as folder:
        previous = Path(folder) / "previous.apkg"
        download(found[1], previous)
        told = tell_changes(previous, package).strip()
    return told, "\n" in told  # below the line that counts


def _tell_problems(report: Path) -> str:
    """Return the errors and warnings of the run as a list."""
    read = _read_problems(report)
    problems = [each for severity in ("error", "warning") for each in read if each["severity"] == severity]
    if not problems:
        return ""
    return "\n".join(["### Problems", "", *(line for problem in problems[:_MOST] for line in _write_problem(problem))])


def _cut(text: str, limit: int) -> str:
    """Return no more of a text than its first whole lines."""
    return text if len(text) <= limit else text[:limit].rpartition("\n")[0] + "\n\n… The rest is on the run's own page."


def _read_problems(report: Path) -> list[dict[str, Any]]:
    if not report.is_file():
        return []
    try:
        with report.open("rb") as file:
            problems = json.loads(file.read(_MOST_BYTES))["problems"]
        texts = ("severity", "path", "code", "message", "hint")
        return [{text: str(each[text]) for text in texts} | {"line": int(each["line"])} for each in problems]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise Stop("what the run has found cannot be read", "let it hand over the folder 'review' as it is") from None


def _write_problem(problem: dict[str, Any]) -> list[str]:
    from mkdeck.deck.inert import write_code

    place = write_code(_tame(f"{problem['path']}:{problem['line']}"))
    return [
        f"- **{problem['severity'].capitalize()}** {place} {_write(problem['code'])}: {_write(problem['message'])}",
        f"  - {_write(problem['hint'])}",
    ]


def _write(text: str) -> str:
    from mkdeck.deck.inert import write_inert

    return write_inert(_tame(text))


def _tame(text: str) -> str:
    from mkdeck.cli.lines import tame

    return tame(" ".join(text[:_LONGEST].split()))
