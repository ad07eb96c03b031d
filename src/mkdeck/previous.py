"""The previous package: what a build remembers, and what became of its decks."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mkdeck.apkg.read import read_apkg
from mkdeck.deck.history import find_renamed_decks
from mkdeck.deck.notetype import ID
from mkdeck.load import Loaded
from mkdeck.model import Change, Deck
from mkdeck.problem import Problem, Severity


def read_package(path: Path) -> tuple[Deck | None, list[Problem]]:
    """Read a package's notes, as far as mkdeck made them."""
    deck, problems = read_apkg(path, ID, with_media=False)
    if not path.is_file():  # a name mistyped, not a package damaged
        hint = "check the spelling; the path is looked up from the current folder"
        problems = [replace(problem, severity=Severity.USAGE, hint=hint) for problem in problems]
    return deck, problems


def recall_deck(package: Path, previous: Path | None, fresh: bool) -> tuple[Deck | None, list[Problem]]:
    """Return the deck that a build compares with, and what is wrong with it, or with the package to be replaced.

    That package is looked at in any case: one that mkdeck did not make is somebody's own, and is not replaced.
    """
    deck, problems = read_package(package) if os.path.exists(package) else (None, [])
    hint = "name another file with -o; or remove this one, and name the last good release with --previous"
    refused = [replace(p, hint=hint) for p in problems if p.severity >= Severity.ERROR]
    if refused or fresh:
        return None, refused
    return read_package(previous) if previous else (deck, problems)


def report_renamed_decks(changes: Sequence[Change], loaded: Loaded) -> list[Problem]:
    """Say which decks have another name than in the previous package, and which line keeps the old one."""
    titles = {article.path: article.title for article in loaded.articles}
    problems = []
    for (old, new), note in find_renamed_decks(changes).items():
        where = replace(loaded.places[note.present], line=1)
        parent, _, name = old.rpartition("::")
        is_title = new.rpartition("::")[2] != name and where.path in titles
        if old.startswith(f"{new}::"):
            hint = 'write sections = "subdecks" in mkdeck.toml'
        elif new.startswith(f"{old}::"):
            hint = 'write sections = "tags" in mkdeck.toml'
        elif is_title:
            hint = f'write title = "{name}" in the article\'s front matter'
        else:
            hint = (
                f'write deck = "{parent}" in mkdeck.toml' if parent else "name no parent deck: neither deck nor --deck"
            )
        message = f"the deck '{old}' is now '{new}': learners get a second deck, and cards they have stay in the first"
        problems.append(Problem(where, "deck-renamed", message, f"to keep the old name, {hint}"))
    return problems
