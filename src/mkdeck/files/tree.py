"""The folder that a build's sources have in common: a vault, in which a file is found by its name alone, as Obsidian does it."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from mkdeck.files.ignored import Ignored
from mkdeck.files.regular import real_path
from mkdeck.media_types import FILM_TYPES, PICTURE_TYPES, SOUND_TYPES, find_type

_MOST_FOLDERS = 20_000
"""That are looked through; a vault has some hundreds."""


@dataclass(frozen=True)
class Tree:
    """A folder, and the pictures, sounds and films below it, which are listed when the first is sought."""

    folder: Path
    ignored: Ignored | None = None
    """Says in which folders nothing is sought: a site's output has everything twice."""

    def search(self, names: Sequence[str]) -> tuple[Path, ...]:
        """Return the files that the first of the names which any has may mean.

        That is the one with this path from the top of the tree, else all whose paths end so, in whatever case. Nothing
        is found by a path that leads up, hidden, or behind a link to another folder.
        """
        for name in names:
            parts = tuple(part.casefold() for part in PurePosixPath(name).parts)
            ending = [
                path for path in self._files.get(parts[-1] if parts else "", ()) if _fold(path)[-len(parts) :] == parts
            ]
            if found := [path for path in ending if len(path.parts) == len(parts)] or ending:
                return tuple(self.folder / path for path in found)
        return ()

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        """The files by their names in small letters, each with its path below the folder."""
        found: dict[str, list[Path]] = {}
        for count, (place, folders, names) in enumerate(os.walk(self.folder)):
            if count >= _MOST_FOLDERS:
                break
            folders[:] = sorted(name for name in folders if not self._leaves_out(Path(place, name)))
            for name in sorted(names):
                if find_type(name) in PICTURE_TYPES | SOUND_TYPES | FILM_TYPES and not name.startswith("."):
                    found.setdefault(name.casefold(), []).append(Path(place, name).relative_to(self.folder))
        return found

    def _leaves_out(self, folder: Path) -> bool:
        is_ignored = self.ignored is not None and self.ignored.leaves_out(folder, is_folder=True)
        return folder.name.startswith(".") or is_ignored


def _fold(path: Path) -> tuple[str, ...]:
    return tuple(part.casefold() for part in path.parts)


def find_tree(tops: Iterable[Path], exclude: Sequence[str] = (), base: Path | None = None) -> Tree | None:
    """Return the tree that sources have in common; ``tops`` are the folders that were named, and those of named files.

    None where it would open more than was named: what articles of two folders have in common may be the whole disk. So
    it is one of these folders itself, or lies in the current folder; and it never is, or holds, the user's home.
    ``exclude`` are patterns of what is left out of it, below ``base``.
    """
    real = [real_path(top) for top in tops]
    common = find_common(real)
    if common is None or real_path(Path.home()).is_relative_to(common):
        return None
    is_open = common in real or common.is_relative_to(real_path(Path.cwd()))
    return Tree(common, Ignored(common, exclude, base)) if is_open else None


def find_common(folders: Sequence[Path]) -> Path | None:
    """Return the folder that holds all of them, none where they lie on several drives."""
    try:
        return Path(os.path.commonpath(folders)) if folders else None
    except ValueError:
        return None
