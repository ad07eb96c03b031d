"""Names of articles, as links in double brackets have them, ``[[folder/page]]`` -> where the article is published."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path, PurePosixPath

FindAddress = Callable[[Path], str | None]
"""From an article's file to the address at which it is published, nothing where that is not known."""


class Pages:
    """The articles of one build by their names; each is opened when the first link leads to it."""

    def __init__(self, files: Iterable[Path], find_address: FindAddress) -> None:
        self._find_address = cache(find_address)
        self._files: dict[str, list[Path]] = {}
        for file in files:
            self._files.setdefault(file.stem.casefold(), []).append(file)

    def find(self, name: str, folder: Path) -> str | None:
        """Return the address of the article that a link in ``folder`` names: the one beside it, else the only one of that name.

        A name with its ending, ``../a/page.md``, is a path, and leads to that file alone.
        """
        if name.casefold().endswith((".md", ".markdown")):
            path = os.path.normpath(folder / name)
            named = (file for file in self._files.get(Path(path).stem.casefold(), ()) if os.path.normpath(file) == path)
            return next(map(self._find_address, named), None)
        parts = tuple(part.casefold() for part in PurePosixPath(name).parts)
        found = [file for file in self._files.get(parts[-1], ()) if _ends(file, parts)] if parts else []
        beside = [file for file in found if file.parent == folder]
        (file,) = beside or found if len(beside or found) == 1 else (None,)
        return self._find_address(file) if file else None


def _ends(file: Path, parts: tuple[str, ...]) -> bool:
    return tuple(part.casefold() for part in file.with_suffix("").parts)[-len(parts) :] == parts
