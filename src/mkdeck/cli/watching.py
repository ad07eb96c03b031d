"""``mkdeck preview --watch``: the page follows its sources."""

import glob
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
from mkdeck.cli.preview import Showing, make_preview, write_preview
from mkdeck.config import parse_config
from mkdeck.files.regular import real_path, tell_reason
from mkdeck.files.sources import ARTICLES, expand_sources, find_configs
from mkdeck.files.texts import MAX_SETTINGS, read_text
from mkdeck.load import Wish
from mkdeck.media_types import FILM_TYPES, PICTURE_TYPES, SOUND_TYPES
from mkdeck.preview.server import PageServer
from mkdeck.preview.watch import watch_folders
from mkdeck.problem import Severity, worst_severity

_NAME = "preview"
"""What is told of a page that has no file."""

_MOST_FOLDERS = 4_000
"""That are watched; systems allow some 8,000 to a user, and a source may lie in the folder of all that one has."""

_TYPES = {".css", ".toml", *ARTICLES, *(f".{type_}" for type_ in PICTURE_TYPES | SOUND_TYPES | FILM_TYPES)}


def follow_sources(showing: Showing, page: Path | None, *, is_opened: bool, port: int) -> NoReturn:
    """Serve the page and make it anew after each change, until interrupted."""
    try:
        server = PageServer(port)
    except OSError as error:
        reason = tell_reason(error)
        raise typer.BadParameter(f"cannot listen on port {port}: {reason}", param_hint="--port") from error
    wish = showing.wish
    named = [*map(Path, wish.sources), *([wish.config] if wish.config else [])]
    types = _TYPES | {path.suffix.lower() for path in named}
    is_first = True
    with server:
        for _ in watch_folders(lambda: _find_folders(wish), lambda path: path.suffix.lower() in types):
            _renew(server, showing, page, is_first=is_first)
            if is_first:
                opened = open_target(server.url) if is_opened else []
                report(Outcome(opened, lines=[f"{server.url}  follows the sources; Ctrl+C ends it"]))
            is_first = False
    raise typer.Exit(130)


def _renew(server: PageServer, showing: Showing, page: Path | None, *, is_first: bool) -> None:
    """Load the sources, show the page where nothing is wrong, and tell what was found."""
    shown = make_preview(showing)
    outcome, text = shown.outcome, shown.write()
    if is_first and worst_severity(outcome.problems) is Severity.USAGE:
        conclude(outcome, as_json=False)
    outcome = write_preview(outcome, text, page)
    if is_first or not outcome.is_stopped:
        version = hashlib.sha256(text.encode()).hexdigest()
        server.show(shown.write(version, is_empty=outcome.is_stopped), version)
    report(replace(outcome, package=page or _NAME))


def _find_folders(wish: Wish) -> list[Path]:
    """Return the folders in which the deck's sources, pictures and settings lie or may come to lie."""
    folders = [Path.cwd(), *(real_path(file).parent for file in expand_sources(wish.sources)[0])]
    trees = [_find_tree(Path(source)) for source in wish.sources]
    for path in [wish.config] if wish.config else find_configs(Path.cwd()):
        folders.append(path.parent)
        settings, _ = parse_config(read_text(path, MAX_SETTINGS)[0], str(path))
        if settings:
            folders += [(path.parent / settings.css).parent] if settings.css else []
            trees += [path.parent / settings.media_root] if settings.media_root else []
            break
    below = islice((folder for tree in trees for folder in _walk(tree)), _MOST_FOLDERS)
    return [folder for folder in dict.fromkeys([*folders, *below]) if folder.is_dir()]


def _find_tree(source: Path) -> Path:
    """Return the folder in which a source lies: its articles, and what belongs to them."""
    if source.is_dir():
        return source
    magic = [place for place in (source, *source.parents) if glob.has_magic(str(place))]
    return (magic or [source])[-1].parent


def _walk(tree: Path) -> Iterator[Path]:
    """Yield a folder and those below it, hidden ones and other people's libraries left out."""
    for place, folders, _ in os.walk(tree):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        yield Path(place)
