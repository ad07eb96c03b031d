"""Which files of a folder are nobody's articles: what Git ignores, other people's libraries, and what the settings exclude."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mkdeck.files.texts import MAX_SETTINGS, read_text

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

LIBRARIES = "node_modules"


class Ignored:
    """Tells of each path below a folder whether it is left out; patterns are written and read as in ``.gitignore``.

    ``exclude`` holds for paths below ``base``. The folder itself was named by the user: what would ignore all of it does not count.
    """

    def __init__(self, top: Path, exclude: Sequence[str] = (), base: Path | None = None) -> None:
        self._top = _absolute(top)
        self._patterns = exclude
        self._base = _absolute(base) if base else self._top
        self._specs: dict[Path, GitIgnoreSpec] = {}

    def leaves_out(self, path: Path, *, is_folder: bool) -> bool:
        """Tell whether a path below the folder is left out."""
        if is_folder and path.name == LIBRARIES:
            return True
        place = _absolute(path)
        if place.is_relative_to(self._base) and self._exclude.match_file(_name(place, self._base, is_folder)):
            return True
        return self._is_ignored(place, is_folder)

    def _is_ignored(self, place: Path, is_folder: bool) -> bool:
        folders = [
            folder
            for folder in (*reversed(place.parents), place)
            if folder in self._above or self._top in (folder, *folder.parents)
        ]
        verdicts = (
            self._read(folder).check_file(_name(place, folder, is_folder)).include
            for folder in folders
            if folder != place
        )
        return next((verdict for verdict in reversed(list(verdicts)) if verdict is not None), False)

    @cached_property
    def _above(self) -> frozenset[Path]:
        """The folders of the repository above, whose rules hold here, unless they ignore the folder as a whole."""
        repository = next((folder for folder in self._top.parents if (folder / ".git").exists()), None)
        if repository is None or (self._top / ".git").exists():
            return frozenset()
        above = [folder for folder in self._top.parents if folder.is_relative_to(repository)]
        is_whole = any(self._read(folder).match_file(_name(self._top, folder, True)) for folder in above)
        return frozenset() if is_whole else frozenset(above)

    @cached_property
    def _exclude(self) -> "GitIgnoreSpec":
        return _read_patterns(self._patterns)

    def _read(self, folder: Path) -> "GitIgnoreSpec":
        if folder not in self._specs:
            file = folder / ".gitignore"
            text = read_text(file, MAX_SETTINGS)[0] if os.path.isfile(file) else ""
            self._specs[folder] = _read_patterns(text.splitlines())
        return self._specs[folder]


def _read_patterns(lines: Sequence[str]) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec  # what is named itself is not looked for

    return GitIgnoreSpec.from_lines(lines)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _name(place: Path, folder: Path, is_folder: bool) -> str:
    return place.relative_to(folder).as_posix() + "/" * is_folder
