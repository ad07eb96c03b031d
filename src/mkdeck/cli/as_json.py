"""What ``--json`` prints: one object a command, of the form that output.schema.json describes and docs/json.md shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mkdeck.cli.findings import NAMES
from mkdeck.cli.outline import describe_articles
from mkdeck.deck.changelog import list_changes
from mkdeck.model import Change
from mkdeck.problem import Problem, sort_problems, stops_build

if TYPE_CHECKING:
    from mkdeck.cli.console import Outcome

VERSION = 1
"""Of the form; another one where a program that reads it would have to be changed."""


def describe_outcome(outcome: "Outcome") -> dict[str, Any]:
    """Return what a command tells; of one that reads articles what it read, unless it says what it did instead."""
    if outcome.done is not None:
        return _describe(outcome.command, outcome.problems, outcome.done)
    loaded = outcome.loaded
    notes = loaded.deck.notes if loaded else ()
    kept = {change.new.present: change.new.key for change in outcome.changes or () if change.new}
    read = {
        "id": loaded.id if loaded else None,
        "notes": len(notes),
        "decks": dict(Counter(note.deck for note in notes)),
        "media": len(loaded.deck.media) if loaded else 0,
        "articles": describe_articles(loaded, outcome.problems, kept) if loaded else [],
    }
    return _describe(outcome.command, outcome.problems, read | _describe_written(outcome))


def describe_diff(problems: Sequence[Problem], changes: Sequence[Change]) -> dict[str, Any]:
    """Return what changed between two packages, ``null`` where one of them cannot be read."""
    told = {"counts": None, "changes": None} if stops_build(problems) else list_changes(changes)
    return _describe("diff", problems, told)


def _describe(command: str, problems: Sequence[Problem], told: Mapping[str, object]) -> dict[str, Any]:
    listed = [
        asdict(p.location) | {"severity": NAMES[p.severity], "code": p.code, "message": p.message, "hint": p.hint}
        for p in sort_problems(problems)
    ]
    return {"schema": VERSION, "command": command, **told, "problems": listed}


def _describe_written(outcome: "Outcome") -> dict[str, object]:
    written = str(outcome.package) if outcome.package and not outcome.is_stopped and not outcome.is_dry else None
    if outcome.command == "preview":
        return {"page": written}
    if outcome.command == "check":
        return {}
    changes = None if outcome.changes is None else list_changes(outcome.changes)
    return {"package": written, "changes": changes, "costs": asdict(outcome.costs)}
