"""Which files are read: what the command line names, and what lies in the folders and patterns that it names.

A file that is named itself is its user's will, wherever it leads. What is found is not: a folder may be anybody's, and a link
in it must not be a way to read, or to pin, a file elsewhere on the builder's disk.
"""

import difflib
import fnmatch
import glob
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from mkdeck.files.ignored import LIBRARIES, Ignored
from mkdeck.files.regular import is_below, real_path, tell_reason
from mkdeck.model import Location
from mkdeck.problem import Problem, Severity

ARTICLES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
"""How the names of articles end, whatever the case of their letters."""


@dataclass(slots=True)
class _Found:
    """What one source of the command line stands for."""

    files: list[Path] = field(default_factory=list)
    outside: list[Path] = field(default_factory=list)
    """Links that lead out of the folder, or to what is no article by its name."""
    ignored: list[Path] = field(default_factory=list)
    """Articles, and folders of some, that Git's rules or the settings leave out."""
    problems: list[Problem] = field(default_factory=list)


def expand_sources(
    sources: Sequence[str], exclude: Sequence[str] = (), base: Path | None = None
) -> tuple[list[Path], list[Problem]]:
    """Return the articles' files in the order given: a file, a folder's articles, or what a pattern finds; each once.

    ``exclude`` are patterns, as in ``.gitignore``, of what is no article below ``base``, the folder of the configuration.
    """
    kept: dict[Path, Path] = {}
    outside: dict[Path, tuple[Path, str]] = {}
    problems = []
    for source in sources:
        found = _expand_source(source, lambda top: Ignored(top, exclude, base))
        problems += found.problems
        problems += [_report_ignored(found.ignored, source)] if found.ignored else []
        if not (found.files or found.outside or found.problems):
            problems.append(_report_missing(source))
        for file in found.files:
            kept.setdefault(_identify(file), file)
        outside |= {_identify(file): (file, source) for file in found.outside}
    problems += [_report_outside(file, source) for real, (file, source) in outside.items() if real not in kept]
    return list(kept.values()), problems


def find_tops(sources: Sequence[str]) -> list[Path]:
    """Return the folder that each source names: itself, that of a file, or the last one of a pattern that has no sign in it."""
    return [_find_top(Path(source)) for source in sources]


def _find_top(path: Path) -> Path:
    if os.path.isdir(path):
        return path
    if os.path.lexists(path) or not glob.has_magic(str(path)):
        return path.parent
    return next(place for place in path.parents if not glob.has_magic(str(place)))


def _identify(file: Path) -> Path:
    try:
        return real_path(file)
    except (OSError, ValueError):  # a name that no file can have: whoever reads it will say so
        return file


def _expand_source(source: str, ignore: Callable[[Path], Ignored]) -> _Found:
    path = Path(source)
    found = _Found()
    if os.path.isdir(path):
        _walk(path, path, found, ignore(path))
    elif os.path.lexists(path):
        found.files.append(path)
    elif glob.has_magic(source):
        # Patterns reach mkdeck where no shell expands them: on Windows, and in quotes.
        top = _find_top(path)
        ignored = ignore(top)
        for match in sorted(set(_match(top, path.relative_to(top).parts))):
            if ignored.leaves_out(match, is_folder=os.path.isdir(match)):
                found.ignored += [match] if _is_source(match) else []
                continue
            if not os.path.isdir(match):
                _take(match, top, found)
            elif is_below(match, top):
                _walk(match, top, found, ignored)
            else:
                found.outside.append(match)
    return found


def _match(place: Path, parts: Sequence[str]) -> Iterator[Path]:
    """Yield what a pattern finds below a folder, hidden names left out unless it names them.

    ``**`` stands for any folders, but goes through no link: two that lead back would lead to more folders than time has.
    """
    if not parts:
        yield place
        return
    first, rest = parts[0], parts[1:]
    if not glob.has_magic(first):
        yield from _match(place / first, rest) if os.path.lexists(place / first) else ()
        return
    if first == "**":
        yield from _match(place, rest) if rest else ()
    try:
        entries = sorted(place.iterdir())
    except OSError:  # no folder
        return
    for below in entries:
        name = below.name
        if first == "**" and not name.startswith("."):
            yield from _match(below, parts) if below.is_dir() and not below.is_symlink() else ()
            yield from () if rest else [below]
        elif fnmatch.fnmatch(name, first) and (first.startswith(".") or not name.startswith(".")):
            yield from _match(below, rest)


def _walk(folder: Path, top: Path, found: _Found, ignored: Ignored) -> None:
    """Take every article below a folder, in name order; hidden folders and files, and ignored ones, are left out."""
    files = []
    for place, folders, names in os.walk(folder, onerror=lambda error: found.problems.append(_report_folder(error))):
        below = [Path(place, name) for name in sorted(folders) if not name.startswith(".")]
        articles = [Path(place, name) for name in sorted(names) if is_article(name) and not name.startswith(".")]
        left_out = {path for path in below if ignored.leaves_out(path, is_folder=True)}
        left_out |= {path for path in articles if ignored.leaves_out(path, is_folder=False)}
        folders[:] = [path.name for path in below if path not in left_out]
        files += [path for path in articles if path not in left_out]
        found.ignored += filter(_is_source, [path for path in (*below, *articles) if path in left_out])
    for file in sorted(files, key=lambda path: path.parts):
        _take(file, top, found)


def is_article(name: str) -> bool:
    """Tell whether a file is an article by its name."""
    return PurePath(name).suffix.lower() in ARTICLES


def _is_source(path: Path) -> bool:
    """Tell whether a path is an article, or a folder with some right in it that is nobody's library."""
    if not os.path.isdir(path):
        return is_article(path.name)
    with suppress(OSError):
        return path.name != LIBRARIES and any(is_article(entry.name) for entry in path.iterdir())
    return False


def _take(file: Path, top: Path, found: _Found) -> None:
    """Take a file that was found; a link has to lead to another article below ``top``."""
    try:
        is_own = is_below(file, top) and (
            not file.is_symlink() or real_path(file).suffix.lower() == file.suffix.lower()
        )
    except (OSError, ValueError):  # whoever reads it will say so
        is_own = True
    (found.files if is_own else found.outside).append(file)


def find_configs(folder: Path) -> Iterator[Path]:
    """Yield each ``mkdeck.toml`` and ``pyproject.toml`` in ``folder`` and above, the nearest first.

    What is there and no file is yielded, too: without its settings, every question might have another key.
    """
    for place in (folder, *folder.parents):
        paths = (place / name for name in ("mkdeck.toml", "pyproject.toml"))
        yield from (path for path in paths if os.path.lexists(path) and not os.path.isdir(path))


def _report_missing(source: str) -> Problem:
    if os.path.isdir(source):
        hint = "name a folder with Markdown files in it that neither .gitignore nor exclude leaves out"
        message = f"no article in the folder '{source}'"
    elif source == "-":
        message = "standard input is no article: its file's name is part of each question's identity"
        hint = "write it to a file, and name that"
    elif glob.has_magic(source):
        message, hint = f"the pattern '{source}' finds no file", "check the pattern from the current folder"
    else:
        message, hint = f"no file '{source}'", _guess_file(source)
    return Problem(Location(source, 1), "missing-source", message, hint, Severity.USAGE)


def _report_ignored(paths: Sequence[Path], source: str) -> Problem:
    first = min(paths, key=lambda path: path.parts)
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    verb = "are" if more else "is"
    message = f"'{first}'{more} below '{source}' {verb} left out, as .gitignore or the setting exclude say"
    hint = "name a file on the command line to have it read all the same"
    return Problem(Location(str(first), 1), "ignored-source", message, hint, Severity.DETAIL)


def _guess_file(source: str) -> str:
    """Return a hint with the nearest name that there is in the folder."""
    folder = Path(source).parent
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    near = difflib.get_close_matches(Path(source).name, names, n=1)
    return (
        f"did you mean '{folder / near[0]}'?"
        if near
        else "check the spelling; the path is looked up from the current folder"
    )


def _report_outside(file: Path, source: str) -> Problem:
    message = f"'{file}' is a link that leads to no article below '{source}', so it is left out"
    hint = "if it is to be read, name it on the command line, too, or put the article itself in its place"
    return Problem(Location(str(file), 1), "outside-source", message, hint)


def _report_folder(error: OSError) -> Problem:
    message = f"cannot read the folder '{error.filename}': {tell_reason(error)}"
    hint = "check the folder's rights, or name the folders beside it"
    return Problem(Location(str(error.filename), 1), "unreadable-file", message, hint, Severity.USAGE)
