"""The previous package: what a build remembers, and what became of its decks."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdeck.apkg.read import read_apkg
from mkdeck.deck.changelog import anki_search
from mkdeck.deck.identity import is_written
from mkdeck.deck.notetype import make_notetypes
from mkdeck.deck.seen import question_text
from mkdeck.load import Loaded
from mkdeck.model import Change, Deck, Location, Note
from mkdeck.problem import Problem, Severity, stops_build

if TYPE_CHECKING:
    from mkdeck.deck.renamed import Renamed


def read_package(path: Path, with_media: bool = False) -> tuple[Deck | None, list[Problem]]:
    """Read a package's notes, as far as mkdeck made them."""
    deck, problems = read_apkg(path, make_notetypes(0), with_media)
    if not path.is_file():  # a name mistyped, not a package damaged
        hint = "check the spelling; the path is looked up from the current folder"
        problems = [replace(problem, severity=Severity.USAGE, hint=hint) for problem in problems]
    return deck, problems


def read_packages(paths: Iterable[Path], with_media: bool = False) -> tuple[Deck | None, list[Problem]]:
    """Read packages, and all of a folder, as one; ``None`` where one of them cannot be read."""
    decks: list[Deck] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files = _list_packages(path)
        except OSError as error:
            problems.append(
                _report_folder(path, f"cannot read '{path}': {(error.strerror or 'unknown error').lower()}")
            )
            continue
        if not files:
            problems.append(_report_folder(path, f"there is no package in '{path}'"))
        for file in files:
            deck, wrong = read_package(file, with_media)
            decks += [deck] if deck else []
            problems += wrong
    if stops_build(problems) or not decks:
        return None, problems
    from mkdeck.deck.merging import merge_decks  # with what matches notes, which a first build has no use for

    media = {picture.name: picture for deck in decks for picture in deck.media}
    return replace(merge_decks(decks), media=tuple(media.values())), problems


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a build remembers."""

    deck: Deck | None
    """What it compares with."""
    replaced: Deck | None
    """The package in its place, whether it compares with that or not."""
    problems: tuple[Problem, ...]


def recall_decks(package: Path, previous: Sequence[Path], fresh: bool) -> Recalled:
    """Return what a build compares with, and what is wrong with that, or with the package to be replaced.

    That package is looked at in any case: one that mkdeck did not make is somebody's own, and is not replaced.
    """
    replaced, problems = read_package(package) if os.path.exists(package) else (None, [])
    hint = "name another file with -o; or remove this one, and name the last good release with --previous"
    refused = tuple(replace(p, hint=hint) for p in problems if p.severity >= Severity.ERROR)
    if refused or fresh:
        return Recalled(None, replaced, refused)
    if not previous:
        return Recalled(replaced, replaced, tuple(problems))
    deck, problems = read_packages(previous)
    return Recalled(deck, replaced, (*problems, *_report_forgotten(package, replaced, deck)))


def _report_forgotten(package: Path, replaced: Deck | None, deck: Deck | None) -> Iterator[Problem]:
    """Say so where the package that is replaced has notes that none of those named by ``--previous`` knows."""
    if not (replaced and deck):
        return
    if lost := len({note.guid for note in replaced.notes} - deck.guids):
        notes = "1 note" if lost == 1 else f"{lost} notes"
        message = f"'{package}' has {notes} that no package named by --previous knows, so their history ends here"
        hint = f"if learners have it, name it, too: --previous {package}"
        yield Problem(Location(str(package), 1), "forgotten-notes", message, hint, Severity.INFO)


def _list_packages(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix.lower() == ".apkg")


def _report_folder(folder: Path, message: str) -> Problem:
    hint = "name a folder with files NAME.apkg, or a package"
    return Problem(Location(str(folder), 1), "unreadable-previous", message, hint, Severity.USAGE)


def report_rejoined(changes: Iterable[Change], loaded: Loaded) -> Iterator[Problem]:
    """Say which written ids gave questions a history that they had lost, and who has them twice."""
    for change in changes:
        if change.new and change.left and is_written(change.new.present, question_text(change.new)):
            question = question_text(change.new)
            message = f"question '{question}' has the history of its id again: who has the last release has it twice"
            hint = f"tell learners to delete the copy without that history; in Anki: {anki_search(change.left)}"
            where = loaded.places[change.new.present]
            yield Problem(where, "history-rejoined", message, hint, Severity.INFO)


def report_turned(changes: Iterable[Change], loaded: Loaded) -> Iterator[Problem]:
    """Say which questions are of another kind than in the previous package, once an article and kind."""
    found: dict[tuple[str, str, str], list[tuple[Note, Note]]] = defaultdict(list)
    for change in changes:
        if change.new and change.turned:
            path = loaded.places[change.new.present].path
            found[path, change.turned.kind, change.new.kind].append((change.new, change.turned))
    for (_, old, new), notes in found.items():
        first, before = notes[0]
        questions = "1 question was" if len(notes) == 1 else f"{len(notes)} questions were"
        message = f"{questions} of the kind {old}, now {new}: learners get new cards, and keep the old ones with their history"
        search = (
            anki_search(before) if len(notes) == 1 else f"{anki_search(before)}, and so on, as mkdeck diff has them"
        )
        hint = f"to keep the history, leave the kind as it was; else tell learners to delete the old cards: {search}"
        yield Problem(loaded.places[first.present], "kind-changed", message, hint)


def report_renamed_decks(changes: Sequence[Change], loaded: Loaded) -> list[Problem]:
    """Say which decks have another name than in the previous package, and which line keeps the old one."""
    if not changes:
        return []
    from mkdeck.deck.renamed import find_renamed_decks

    return [_report_renamed(found, loaded) for found in find_renamed_decks(changes)]


def _report_renamed(found: "Renamed", loaded: Loaded) -> Problem:
    where = loaded.places[found.note.present]
    count = f" for {found.moved} of {found.total} questions" if found.is_section else ""
    what = f"the deck '{found.old}' is now '{found.new}'{count}"
    message = f"{what}: learners get a second deck, and cards they have stay in the first"
    hint = f"to keep the old name, {_name_line(found, where, loaded)}"
    return Problem(where if found.is_section else replace(where, line=1), "deck-renamed", message, hint)


def _name_line(found: "Renamed", where: Location, loaded: Loaded) -> str:
    """Return what to write where."""
    parent, _, name = found.old.rpartition("::")
    if found.is_section:
        return f"write '{name}' as the section's heading; or tell learners to rename the deck before they import"
    if found.old.startswith(f"{found.new}::"):
        return 'write sections = "subdecks" in mkdeck.toml'
    if found.new.startswith(f"{found.old}::"):
        return 'write sections = "tags" in mkdeck.toml'
    if found.new.rpartition("::")[2] != name and any(article.path == where.path for article in loaded.articles):
        return f'write title = "{name}" in the article\'s front matter'
    return f'write deck = "{parent}" in mkdeck.toml' if parent else "name no parent deck: neither deck nor --deck"
