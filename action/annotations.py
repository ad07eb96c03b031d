"""What a build has found, on the page of the run and beside the lines of the articles."""

from typing import Any

from runner import tell

COSTLY = ("deck-renamed", "history-rejoined")
"""Codes of findings that cost learners something: told first, whatever their severity."""
MOST = 9
"""Annotations of a level: GitHub shows ten a step."""


def annotate(built: dict[str, Any]) -> None:
    """Show on the run's page what was found, first what costs learners something and is seldom looked for in a log."""
    if built["changes"] is None and built["id"] is None:
        message = "no id is set, so another publisher's file of the same name replaces these cards in a collection"
        tell(
            "warning",
            f'{message}\n  hint: before learners have the deck, write id = "my-decks" or the like in mkdeck.toml',
        )
    problems = sorted(built["problems"], key=lambda problem: problem["code"] not in COSTLY)
    for level in ("error", "warning"):
        told = [problem for problem in problems if _find_level(problem) == level]
        for problem in told[:MOST]:
            tell(level, f"{problem['message']}\n  hint: {problem['hint']}", problem["path"], problem["line"])
        if len(told) > MOST:
            tell("notice", f"{len(told) - MOST} more findings of this kind, {level}, are in the log")


def _find_level(problem: dict[str, Any]) -> str:
    return "warning" if problem["code"] in COSTLY else str(problem["severity"])
