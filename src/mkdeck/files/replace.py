"""A file replaced in one step: whoever reads it meets the old one or the new one, and an interruption leaves the old one."""

import contextlib
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from mkdeck.files.regular import check_kind, open_regular, real_path

try:
    import fcntl
except ImportError:  # Windows, where nobody can remove a file that is open
    fcntl = None  # type: ignore[assignment]

_PART = re.compile(r"\.mkdeck-[0-9a-f]{16}\.part")


def replace_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file in one step: an error or an interruption leaves what was there, and nothing beside it.

    A link stays, and the file that it leads to is replaced. What is left of one who was killed before is removed.
    ``OSError`` is the caller's to report.
    """
    check_replaceable(path)
    target = real_path(path)
    _remove_left(target.parent)
    file, part = _open_part(target.parent)
    try:
        with file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                part.chmod(target.stat().st_mode & 0o777)
            if fcntl is None:
                file.close()  # Windows moves no open file; elsewhere the lock is kept to the end
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def check_replaceable(path: Path) -> None:
    """Raise ``OSError`` where what is at the path, links followed, is no regular file, or its links lead in a circle."""
    with contextlib.suppress(FileNotFoundError):
        check_kind(path.stat())


def _open_part(folder: Path) -> tuple[BinaryIO, Path]:
    """Return a new file, locked while it is open, so that nobody takes it for one that was left."""
    while True:
        part = folder / f".mkdeck-{secrets.token_hex(8)}.part"
        file = part.open("xb")
        is_held = _lock(file.fileno()) is not False
        if is_held and os.fstat(file.fileno()).st_nlink:
            return file, part
        file.close()  # another one was quicker, and has removed it


def _remove_left(folder: Path) -> None:
    """Remove the parts that nobody is writing any more: a lock ends with the process that holds it."""
    with contextlib.suppress(OSError):
        for part in [path for path in folder.iterdir() if _PART.fullmatch(path.name)]:
            descriptor = open_regular(part)
            try:
                if fcntl is None or _lock(descriptor):
                    part.unlink()
            finally:
                os.close(descriptor)


def _lock(descriptor: int) -> bool | None:
    """Take the lock of an open file; ``False`` where another holds it, ``None`` where the disk or the system has none."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
