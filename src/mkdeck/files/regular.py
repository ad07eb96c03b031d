"""Regular files of bounded size, the only ones that are read: a device or a pipe may have no end, or none yet.

This is the one door to the disk. ``OSError`` and ``ValueError`` say why a file cannot be had, and ``tell_reason`` says it in words.
"""

import os
import stat
from pathlib import Path

_STEP = 1 << 20
"""Bytes that are read at once, so that a file costs no more memory than it has bytes."""

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe would wait for somebody to write into it
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class UnfitError(OSError):
    """The file is there, and is none to be read; the reason follows its name."""

    def __init__(self, reason: str) -> None:
        super().__init__(0, reason)


class LargeError(UnfitError):
    """The file has more bytes than may be read."""


def check_kind(status: os.stat_result) -> None:
    """Raise ``UnfitError`` for what is no regular file."""
    if not stat.S_ISREG(status.st_mode):
        raise UnfitError("is a folder" if stat.S_ISDIR(status.st_mode) else "is no ordinary file")


def open_regular(path: str | os.PathLike[str]) -> int:
    """Open a regular file, also through a link, to be read, and return its descriptor."""
    check_kind(Path(path).stat())  # before it is opened: that alone makes some devices act
    descriptor = os.open(path, _FLAGS)
    try:
        check_kind(os.fstat(descriptor))  # another file may have taken the name meanwhile
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def read_regular(path: str | os.PathLike[str], limit: int) -> bytes:
    """Return the content of a regular file, also through a link; one of more than ``limit`` bytes is not read."""
    content = bytearray()
    with os.fdopen(open_regular(path), "rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        # What the system makes up as it is read says that it has 0 bytes, and a file may grow.
        while size <= limit and (piece := file.read(_STEP)):
            content += piece
            size = max(size, len(content))
    if size > limit:
        raise LargeError(f"has more than {tell_size(limit)}")
    return bytes(content)


def tell_size(size: int) -> str:
    """Return ``10 MB``."""
    return f"{size / 1_000_000:g} MB"


def tell_reason(error: OSError | ValueError) -> str:
    """Return why a file cannot be had, as what follows its name: ``is a folder``, ``permission denied``."""
    if isinstance(error, UnfitError):
        return str(error.strerror)
    if isinstance(error, ValueError):  # a NUL in it
        return "no file can have that name"
    return (error.strerror or "the system gives no reason").lower()


def real_path(path: str | os.PathLike[str]) -> Path:
    """Return where a path leads, links followed as far as that can be; a circle of links ends where it began."""
    return Path(os.path.realpath(path))


def is_below(path: Path, *roots: Path | None) -> bool:
    """Tell whether a path, links followed, lies in the tree of one of the folders."""
    real = real_path(path)
    return any(real.is_relative_to(real_path(root)) for root in roots if root)
