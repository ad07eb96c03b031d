"""Pictures, sounds and films: each file read once in a build, and all of them together within bounds."""

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from mkdeck.files.regular import LargeError, is_below, read_regular, real_path, tell_reason, tell_size
from mkdeck.files.tree import Tree
from mkdeck.media_types import FILM_TYPES, PICTURE_TYPES, SOUND_TYPES
from mkdeck.model import Location, Media
from mkdeck.problem import Problem

MAX_PICTURE = 50_000_000
"""Bytes of one, and of a sound."""

MAX_FILM = 100_000_000
"""Bytes of one: larger files AnkiWeb does not take."""

MAX_PICTURES = 500_000_000
"""Bytes of all in a build, which are held in memory; a preview needs several times that."""

_DATA_TYPES = {"image/jpeg": "jpg", "image/svg+xml": "svg", "image/x-icon": "ico"}


@dataclass(slots=True)
class PictureFiles:
    """The files of pictures, sounds and films of one build."""

    tree: Tree | None = None
    """What the build's sources have in common; a file that does not lie beside the article is searched there."""
    known: dict[tuple[Path, str], Media] = field(default_factory=dict)
    """By where the file lies, links followed, and the type that its name gives it."""
    size: int = 0
    """Bytes of all."""

    def find(
        self, reference: str, folder: Path, media_root: Path | None, where: Location, top: Path | None = None
    ) -> Media | Problem:
        """Return the picture, sound or film that a file in ``folder`` refers to, or why it cannot be had.

        Only files below ``top``, the article's folder where that is another one, and ``media_root`` are read, and what is
        found by its name in the tree of the build, links followed: an article must not be a way to read the builder's disk.
        """
        if reference[:5].lower() == "data:":
            return _decode_picture(reference, where)
        names = _read_reference(reference)
        file, roots = _look_up(names, folder, media_root), (top or folder, media_root)
        if file is None and self.tree:
            others = self.tree.search(names)
            if len(others) > 1:
                return _report_ambiguous(reference, [str(f.relative_to(self.tree.folder)) for f in others], where)
            file, roots = next(iter(others), None), (self.tree.folder, None)
        if file is None:
            return self._report_missing(reference, folder, media_root, where)
        if not is_below(file, *roots):
            message = f"'{reference}' lies outside the article's folder, so it is not packed"
            return Problem(where, "outside-media", message, "move the file below the article, or set media-root")
        return self._take(file, reference, where)

    def _report_missing(self, reference: str, folder: Path, media_root: Path | None, where: Location) -> Problem:
        if not reference.startswith("/"):
            message, hint = f"no file '{reference}' beside the article", f"the path is looked up from {folder}{os.sep}"
        elif media_root:
            message, hint = f"no file '{reference}' in media-root", f"the path is looked up from {media_root}{os.sep}"
        else:
            message = f"'{reference}' begins at the top of a site, and no folder is known for it"
            hint = "set media-root to the folder that holds the site's files"
        if self.tree and self.tree.folder != real_path(folder):
            hint += f"; it was searched by its name below {os.path.relpath(self.tree.folder)}{os.sep}, too"
        return Problem(where, "missing-media", message, hint)

    def _take(self, file: Path, reference: str, where: Location) -> Media | Problem:
        real, suffix = real_path(file), file.suffix[1:].lower()
        # A link's own name says nothing of what it leads to.
        if not any({suffix, real.suffix[1:].lower()} <= types for types in (PICTURE_TYPES, SOUND_TYPES, FILM_TYPES)):
            message = f"'{reference}' is no picture that Anki shows"
            types = ", ".join(sorted(PICTURE_TYPES | SOUND_TYPES | FILM_TYPES))
            return Problem(where, "wrong-media", message, f"use one of: {types}")
        try:
            return self._read(real, suffix)
        except LargeError as error:
            message = f"'{reference}' {tell_reason(error)}, so it is not packed"
            return Problem(where, "large-media", message, "make it smaller, or part the sources into several packages")
        except OSError as error:
            message = f"cannot read '{reference}': {tell_reason(error)}"
            return Problem(where, "missing-media", message, "check the file and its rights")

    def _read(self, file: Path, suffix: str) -> Media:
        if (file, suffix) not in self.known:
            limit = MAX_FILM if suffix in FILM_TYPES else MAX_PICTURE
            if MAX_PICTURES - self.size < file.stat().st_size <= limit:
                kinds = "pictures" if suffix in PICTURE_TYPES else "pictures and sounds"
                raise LargeError(f"would make the {kinds} of the build more than {tell_size(MAX_PICTURES)}")
            media = name_media(read_regular(file, limit), suffix)
            self.known[file, suffix] = media
            self.size += len(media.content)
        return self.known[file, suffix]


def name_media(content: bytes, suffix: str, *, is_downloaded: bool = False) -> Media:
    """Return a picture or a sound under a name that its content alone decides, in letters that Anki keeps."""
    return Media(f"mkdeck-{hashlib.sha256(content).hexdigest()[:24]}.{suffix}", content, is_downloaded)


def _read_reference(reference: str) -> tuple[str, ...]:
    """Return what a reference may mean: as written, without percent escapes, and without ``?query`` and ``#fragment``."""
    bare = re.split(r"[?#]", reference, maxsplit=1)[0]
    return tuple(dict.fromkeys((reference, unquote(reference), unquote(bare))))


def _look_up(names: tuple[str, ...], folder: Path, media_root: Path | None) -> Path | None:
    for name in names:
        # A leading slash means the top of a site, never the top of the disk.
        start = media_root if name.startswith("/") else folder
        # What is no folder: whether it can be read is said by whoever reads it.
        if start and name and os.path.exists(file := start / name.lstrip("/")) and not os.path.isdir(file):
            return file
    return None


def _report_ambiguous(reference: str, files: Sequence[str], where: Location) -> Problem:
    more = f" and {len(files) - 2} more" if len(files) > 2 else ""
    message = f"'{reference}' may be '{files[0]}' or '{files[1]}'{more}, so none is packed"
    return Problem(where, "ambiguous-media", message, "write the path, as far as it tells the files apart")


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
