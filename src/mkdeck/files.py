"""What is read from the disk: sources, configuration, texts, pictures; and how a file is replaced."""

import base64
import binascii
import glob
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, unquote_to_bytes

from mkdeck.model import Location, Media
from mkdeck.problem import Problem, Severity

PICTURE_TYPES = frozenset({"apng", "avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"})
"""The file types that Anki's web view shows as pictures."""

_DATA_TYPES = {"image/jpeg": "jpg", "image/svg+xml": "svg", "image/x-icon": "ico"}


def expand_sources(sources: Sequence[str]) -> tuple[list[Path], list[Problem]]:
    """Return the articles' files in the order given: a file, a folder's ``*.md``, or what a pattern finds; each once."""
    found: dict[Path, Path] = {}
    problems = []
    for source in sources:
        files = _expand_source(source)
        if not files:
            problems.append(_report_missing(source))
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values()), problems


def _expand_source(source: str) -> list[Path]:
    path = Path(source)
    if os.path.isdir(path):
        return _walk(path)
    if os.path.exists(path):
        return [path]
    # Patterns reach mkdeck where no shell expands them: on Windows, and in quotes.
    matches = sorted(Path(match) for match in glob.glob(source, recursive=True))  # noqa: PTH207  # Path has no pattern with a root
    return [file for match in matches for file in (_walk(match) if os.path.isdir(match) else [match])]


def _walk(folder: Path) -> list[Path]:
    """Return every article below a folder, in name order; hidden folders and files are left out."""
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in files if name.endswith(".md") and not name.startswith(".")]
    return sorted(found, key=lambda path: path.parts)


def _report_missing(source: str) -> Problem:
    if os.path.isdir(source):
        message, hint = f"no article in the folder '{source}'", "name a folder with *.md files in it"
    elif glob.has_magic(source):
        message, hint = f"the pattern '{source}' finds no file", "check the pattern from the current folder"
    else:
        message, hint = f"no file '{source}'", "check the spelling; the path is looked up from the current folder"
    return Problem(Location(source, 1), "missing-source", message, hint, Severity.USAGE)


def find_configs(folder: Path) -> Iterator[Path]:
    """Yield each ``mkdeck.toml`` and ``pyproject.toml`` in ``folder`` and above, the nearest first."""
    for place in (folder, *folder.parents):
        yield from (path for name in ("mkdeck.toml", "pyproject.toml") if (path := place / name).is_file())


def read_text(path: Path) -> tuple[str, list[Problem]]:
    """Read UTF-8 text with or without BOM; every line end becomes a line feed."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = str(getattr(error, "strerror", None) or "no file can have that name").lower()
        reason = "is a folder" if isinstance(error, IsADirectoryError) else reason
        message, hint = f"cannot read '{path}': {reason}", "check the file's name and rights"
        return "", [Problem(Location(str(path), 1), "unreadable-file", message, hint, Severity.USAGE)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n?|\n", data[: error.start])) + 1
        message, hint = f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8"
        return "", [Problem(Location(str(path), line), "not-utf8", message, hint, Severity.ERROR)]
    return re.sub(r"\r\n?", "\n", text), []


def replace_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file in one step: an error or an interruption leaves what was there, and nothing beside it.

    A link stays, and the file that it leads to is replaced. ``OSError`` is the caller's to report.
    """
    target = path.resolve()
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def find_media(
    reference: str, folder: Path, media_root: Path | None, where: Location, top: Path | None = None
) -> Media | Problem:
    """Return the picture that a file in ``folder`` refers to, or why it cannot be had.

    Only files below ``top``, the article's folder where that is another one, and ``media_root`` are read, links
    followed: an article must not be a way to read the builder's disk.
    """
    if reference[:5].lower() == "data:":
        return _decode_picture(reference, where)
    file = _look_up(reference, folder, media_root)
    if file is None:
        hint = f"the path is looked up from {folder}{os.sep}"
        return Problem(where, "missing-media", f"no file '{reference}' beside the article", hint)
    if not _is_below(file, top or folder, media_root):
        message = f"'{reference}' lies outside the article's folder, so it is not packed"
        return Problem(where, "outside-media", message, "move the file below the article, or set media-root")
    suffix = file.suffix[1:].lower()
    if suffix not in PICTURE_TYPES:
        message = f"'{reference}' is no picture that Anki shows"
        return Problem(where, "wrong-media", message, f"use one of: {', '.join(sorted(PICTURE_TYPES))}")
    try:
        return name_media(file.read_bytes(), suffix)
    except OSError as error:
        message = f"cannot read '{reference}': {(error.strerror or 'unknown error').lower()}"
        return Problem(where, "missing-media", message, "check the file's rights")


def find_text(name: str, folder: Path, where: Location) -> str | Problem:
    """Return the text of a file that an article in ``folder`` names as an answer, or why it cannot be had.

    Only files below ``folder`` are read, links followed, and none is looked for elsewhere.
    """
    path = Path(os.path.normpath(name))
    hint = f"the path is looked up from {folder}{os.sep}; an answer that ends in .md is always a file's name"
    try:
        is_outside = bool(path.anchor) or path.parts[:1] == ("..",)
        is_file = not is_outside and (folder / name).is_file()
        is_outside = is_outside or (is_file and not _is_below(folder / name, folder))
    except (
        OSError,
        ValueError,
        RuntimeError,
    ):  # a name that no file can have: too long, a NUL in it, links in a circle
        is_outside = is_file = False
    if is_outside:
        message = f"'{name}' lies outside the article's folder, so it is not read"
        return Problem(where, "outside-answer", message, "move the file below the article")
    if not is_file:
        return Problem(where, "missing-answer", f"no file '{name}' below the article's folder", hint)
    text, problems = read_text(folder / name)
    if problems and problems[0].code == "unreadable-file":
        return Problem(where, "missing-answer", problems[0].message, problems[0].hint)
    return problems[0] if problems else text


def _is_below(file: Path, *roots: Path | None) -> bool:
    """Tell whether a file, links followed, lies in the tree of one of the folders."""
    return any(file.resolve().is_relative_to(root.resolve()) for root in roots if root)


def name_media(content: bytes, suffix: str, *, is_downloaded: bool = False) -> Media:
    """Return the picture under a name that its content alone decides, in letters that Anki keeps."""
    return Media(f"mkdeck-{hashlib.sha256(content).hexdigest()[:24]}.{suffix}", content, is_downloaded)


def _look_up(reference: str, folder: Path, media_root: Path | None) -> Path | None:
    """Return the file, read as written, without percent escapes, or without ``?query`` and ``#fragment``."""
    bare = re.split(r"[?#]", reference, maxsplit=1)[0]
    for name in dict.fromkeys((reference, unquote(reference), unquote(bare))):
        # A leading slash means the top of a site, never the top of the disk.
        start = media_root if name.startswith("/") else folder
        try:
            if start and name and (file := start / name.lstrip("/")).is_file():
                return file
        except (OSError, ValueError):  # a name that no file can have: too long, a NUL in it
            continue
    return None


def _decode_picture(reference: str, where: Location) -> Media | Problem:
    head, _, body = reference.partition(",")
    kind = head[5:].split(";")[0].strip().lower()
    suffix = _DATA_TYPES.get(kind, kind.removeprefix("image/"))
    try:
        content = base64.b64decode(unquote(body) + "==") if head.lower().endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        content = b""
    if suffix not in PICTURE_TYPES or not content:
        message = f"'{reference[:40]}…' holds no picture that Anki shows"
        return Problem(where, "wrong-media", message, "put the picture into a file beside the article")
    return name_media(content, suffix)
