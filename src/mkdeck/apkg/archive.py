"""The zip of a package that anybody may have made: opened with care, and read piece by piece."""

import errno
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mkdeck.apkg.untrusted import UnreadableError
from mkdeck.apkg.zstd import decompress
from mkdeck.files.regular import UnfitError, open_regular, tell_reason

MAX_MEMBERS = 200_000
"""Far more pictures than a phone has files; each takes about a kilobyte before any is read."""

MAX_DIRECTORY = 16 << 20
"""Bytes of the zip's directory, which zipfile reads and takes apart at once: 80 for each of the members above."""

_STEP = 1 << 20
"""Bytes that are read at once."""

_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13

_READ_BY_ANKI = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Neither bzip2 nor lzma, whose members Python cannot unpack piece by piece either."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError)
"""What zipfile raises: for wrong signatures, data, lengths, versions, names and offsets."""


class _File(io.FileIO):
    """A file whose zip directory has a bounded length: zipfile reads it in one piece, and nothing else that is long."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size and size > MAX_DIRECTORY:
            raise zipfile.BadZipFile("the directory is too long")
        return super().read(size) or b""


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a package, whose members are all plainly named, and compressed as Anki reads them."""
    with open_file(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise UnreadableError("it is no zip file, or a damaged one") from error
        except OSError as error:
            raise _report_unreadable(error) from error
        with archive:
            _check_members(archive.infolist())
            yield archive


def read_member(archive: zipfile.ZipFile, name: str, limit: int, *, is_zstd: bool = False) -> bytearray:
    """Return a member's content, at most ``limit`` bytes; ``is_zstd`` where it is compressed once more within."""
    what = f"its member '{name}'"
    try:
        member = archive.getinfo(name)
    except KeyError:
        raise UnreadableError(f"it has no member '{name}'") from None
    if member.file_size > limit:
        raise UnreadableError(f"{what} is too large")
    content = bytearray()
    try:
        with archive.open(member) as file:
            # Never more than the size declared, whatever the compressed data would give.
            while piece := file.read(_STEP):
                content += piece
    except _DAMAGE as error:
        raise UnreadableError(f"{what} is damaged") from error
    except OSError as error:
        raise _report_unreadable(error) from error
    if len(content) != member.file_size:
        raise UnreadableError(f"{what} is damaged")
    return decompress(content, limit, what) if is_zstd else content


def open_file(path: Path) -> io.FileIO:
    """Open an ordinary file, also through a link, for zipfile."""
    try:
        return _File(open_regular(path))
    except UnfitError as error:
        raise UnreadableError(f"it {tell_reason(error)}") from error
    except (FileNotFoundError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadableError("there is no file") from error
    except OSError as error:
        raise _report_unreadable(error) from error


def _check_members(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise UnreadableError(f"it has more than {MAX_MEMBERS} members")
    names = {member.orig_filename for member in members}
    if len(names) < len(members):
        raise UnreadableError("two of its members have the same name")
    if any("/" in name or "\\" in name or "\0" in name or name in ("", ".", "..") for name in names):
        raise UnreadableError("one of its members has a path for a name")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableError("it is encrypted")
    if any(member.compress_type not in _READ_BY_ANKI for member in members):
        raise UnreadableError("it is compressed in a way that Anki does not read")


def _report_unreadable(error: OSError) -> UnreadableError:
    if error.errno == errno.EINVAL:  # a zip that leads to a place before its start
        return UnreadableError("it is no zip file, or a damaged one")
    return UnreadableError(tell_reason(error))
