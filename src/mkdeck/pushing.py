"""A built deck handed to a running Anki: what is done, and what to say of it. Nothing is deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from mkdeck.ankiconnect import Anki, AnkiError, Copy
from mkdeck.deck.changelog import search_key
from mkdeck.deck.notetype import make_notetypes
from mkdeck.deck.seen import visible_text
from mkdeck.model import Deck, Location
from mkdeck.previous import read_package
from mkdeck.problem import Problem, Severity, stops_build

TAG = "mkdeck::removed"
"""Of notes that were suspended since their questions are gone; by it they are known should these come back."""
_AT_ONCE = 50
"""Keys in one search of Anki's."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A question that the deck has no more, and its owner still has."""

    key: str
    question: str
    search: str
    """What finds it in Anki's browser."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of it."""

    problems: Sequence[Problem]
    is_done: bool = False
    """Whether Anki took the package."""
    notes: int = 0
    """In the package."""
    new: int = 0
    """That Anki did not have."""
    removed: Sequence[Gone] = ()
    """That are not tagged as such yet."""
    back: int = 0
    """That were suspended as removed, and are learnt again."""


def push_package(package: Path, anki: Anki, *, is_suspending: bool) -> Pushed:
    """Import a package, and look for what it has no more; ``is_suspending`` lets that rest, with a tag."""
    deck, problems = read_package(package)
    if not deck or stops_build(problems):
        return Pushed(problems)
    try:
        anki.check_version()
        before = set(anki.find_notes("deck:*"))
        resting = anki.find_notes(f"tag:{TAG}")
        anki.import_package(str(package.resolve()))
        new = len(set(anki.find_notes("deck:*")) - before)
        removed = _find_removed(anki, deck)
        if is_suspending:
            _let_rest(anki, removed)
        back = _wake(anki, deck, anki.read_notes(resting))
    except AnkiError as error:
        code = error.code
        return Pushed([*problems, Problem(Location(str(package), 1), code, str(error), error.hint, Severity.ERROR)])
    return Pushed(problems, True, len(deck.notes), new, [_describe(note) for note in removed], back)


def _find_removed(anki: Anki, deck: Deck) -> list[Copy]:
    """Return the owner's copies of what earlier releases had, without those that are tagged already."""
    keys = {gone.key for gone in deck.removed} - {note.key for note in deck.notes}
    searches = [search_key(key) for key in sorted(keys)]
    kinds = " OR ".join(f"mid:{notetype.id}" for notetype in make_notetypes(0))
    found: list[int] = []
    for start in range(0, len(searches), _AT_ONCE):
        some = " OR ".join(searches[start : start + _AT_ONCE])
        found += anki.find_notes(f"({kinds}) ({some}) -tag:{TAG}")
    return [note for note in anki.read_notes(found) if _read_key(note) in keys]


def _let_rest(anki: Anki, notes: Sequence[Copy]) -> None:
    if notes:
        anki.suspend([card for note in notes for card in note.cards])
        anki.add_tag([note.id for note in notes], TAG)


def _wake(anki: Anki, deck: Deck, resting: Iterable[Copy]) -> int:
    """Undo that for notes whose questions the deck has again."""
    keys = {note.key for note in deck.notes}
    if back := [note for note in resting if _read_key(note) in keys]:
        anki.unsuspend([card for note in back for card in note.cards])
        anki.remove_tag([note.id for note in back], TAG)
    return len(back)


def _read_key(note: Copy) -> str:
    return unescape(note.fields.get("Key", ""))


def _describe(note: Copy) -> Gone:
    key = _read_key(note)
    return Gone(key, " ".join(visible_text(note.fields.get("Question", "")).split()), search_key(key))
