"""``mkdeck preview --watch``: the page follows its sources."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NoReturn

import typer

from mkdeck.cli.console import Outcome, conclude, report
from mkdeck.cli.opening import open_target
from mkdeck.cli.preview import make_preview, write_preview
from mkdeck.config import parse_config
from mkdeck.files import PICTURE_TYPES, find_configs, read_text
from mkdeck.load import Loaded, Wish
from mkdeck.model import Location
from mkdeck.preview.page import make_page
from mkdeck.preview.server import PageServer
from mkdeck.preview.watch import watch_folders
from mkdeck.problem import Problem, Severity, worst_severity

_MOST_FOLDERS = 4_000
"""That are watched; systems allow some 8,000 to a user, and a source may lie in the folder of all that one has."""

_TYPES = {".css", ".md", ".toml", *(f".{type_}" for type_ in PICTURE_TYPES)}


def follow_sources(wish: Wish, page: Path | None, *, is_strict: bool, is_opened: bool, port: int) -> NoReturn:
    """Serve the page and make it anew after each change, until interrupted."""
    try:
        server = PageServer(port)
    except (OSError, OverflowError) as error:
        conclude(Outcome([_report_port(port, error)]), as_json=False)
    types = _TYPES | {Path(source).suffix for source in wish.sources}
    with server:
        is_first = True
        try:
            for _ in watch_folders(lambda: _find_folders(wish), lambda path: path.suffix.lower() in types):
                _renew(server, wish, page, is_strict=is_strict, is_first=is_first)
                if is_first:
                    opened = open_target(server.url) if is_opened else []
                    report(Outcome(opened, lines=[f"{server.url}  follows its sources; Ctrl+C ends it"]))
                is_first = False
        except OSError as error:
            conclude(Outcome([_report_unwatched(wish, error)]), as_json=False)
    raise typer.Exit(130)


def _renew(server: PageServer, wish: Wish, page: Path | None, *, is_strict: bool, is_first: bool) -> None:
    """Load the sources, show the page where nothing is wrong, and tell what was found."""
    outcome, text = make_preview(wish, is_strict=is_strict)
    if is_first and worst_severity(outcome.problems) is Severity.USAGE:
        conclude(outcome, as_json=False)
    outcome = write_preview(outcome, text, page)
    if outcome.loaded and (is_first or not outcome.is_stopped):
        _show(server, outcome.loaded, text, is_empty=outcome.is_stopped)
    report(replace(outcome, package=page or server.url))


def _show(server: PageServer, loaded: Loaded, text: str, *, is_empty: bool) -> None:
    version = hashlib.sha256(text.encode()).hexdigest()
    deck = replace(loaded.deck, notes=()) if is_empty else loaded.deck
    server.show(make_page(deck, loaded.places, version), version)


def _find_folders(wish: Wish) -> list[Path]:
    """Return the folders in which the deck's sources, pictures and settings lie or may come to lie."""
    places = [Path(source) for source in wish.sources]
    trees = [place if place.is_dir() else place.parent for place in places]
    configs = [wish.config] if wish.config else [*find_configs(Path.cwd())][:1]
    folders = [Path.cwd(), *(path.parent for path in configs)]
    for path in configs:
        settings, _ = parse_config(read_text(path)[0], str(path))
        if settings and settings.css:
            folders.append((path.parent / settings.css).parent)
        if settings and settings.media_root:
            trees.append(path.parent / settings.media_root)
    below = islice((folder for tree in trees for folder in _walk(tree)), _MOST_FOLDERS)
    return [folder for folder in dict.fromkeys([*folders, *below]) if folder.is_dir()]


def _walk(tree: Path) -> Iterator[Path]:
    """Yield a folder and those below it, hidden ones and other people's libraries left out."""
    for place, folders, _ in os.walk(tree):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        yield Path(place)


def _report_port(port: int, error: OSError | OverflowError) -> Problem:
    reason = str(getattr(error, "strerror", None) or "no such port").lower()
    hint = "name another port, or leave --port out"
    where = Location("--port", 1)
    return Problem(where, "unusable-port", f"cannot listen on port {port}: {reason}", hint, Severity.USAGE)


def _report_unwatched(wish: Wish, error: OSError) -> Problem:
    message = f"cannot watch the sources: {error.strerror or error}".lower()
    hint = "set WATCHFILES_FORCE_POLLING=1, or run mkdeck preview without --watch"
    return Problem(Location(wish.sources[0], 1), "unwatched", message, hint, Severity.USAGE)
