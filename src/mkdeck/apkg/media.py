"""A package's pictures: the list of their names, and the members that hold them."""

import unicodedata
from collections.abc import Iterator
from itertools import islice
from zipfile import ZipFile

from mkdeck.apkg.archive import MAX_MEMBERS, read_member
from mkdeck.apkg.protobuf import read_fields, read_message, read_text
from mkdeck.apkg.untrusted import MAX_JSON, UnreadableError, expect, parse_object
from mkdeck.model import Media

MAX_MEDIA = 2 << 30
"""Bytes of all pictures together, which are held in memory at once."""

_MAX_NAME = 255
"""Bytes of a file's name on every disk in use."""

_LIST = "media"


def read_media(archive: ZipFile, *, is_modern: bool) -> tuple[Media, ...]:
    """Return every picture in the order of the list; ``is_modern`` for the format of ``collection.anki21b``."""
    data = bytes(read_member(archive, _LIST, MAX_JSON, is_zstd=is_modern))
    entries = list(islice(_list_modern(data) if is_modern else _list_legacy(data), MAX_MEMBERS + 1))
    if len(entries) > MAX_MEMBERS:
        raise UnreadableError(f"it lists more than {MAX_MEMBERS} pictures")
    names = {name for _, name in entries}
    if len(names) < len(entries):
        raise UnreadableError("two of its pictures have the same name")
    if not all(map(_is_file_name, names)):
        raise UnreadableError("one of its pictures has no name that a file can have")
    media, left = [], MAX_MEDIA
    for member, name in entries:
        content = bytes(read_member(archive, member, left, is_zstd=is_modern))
        left -= len(content)
        media.append(Media(name, content))
    return tuple(media)


def _list_legacy(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield members, which are numbers, and names of a list in JSON: ``{"0": "a.png"}``."""
    what = f"its member '{_LIST}'"
    for member, name in parse_object(data, what).items():
        if not (member.isascii() and member.isdecimal() and len(member) < 10):
            raise UnreadableError(f"{what} is not as Anki writes it")
        yield member, expect(name, str, what)


def _list_modern(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield members and names of a list in protobuf, Anki's ``MediaEntries``: the place in the list names the member."""
    what = f"its member '{_LIST}'"
    entries = (value for number, value in read_fields(data, what) if number == 1)
    for place, entry in enumerate(entries):
        if not isinstance(entry, bytes):
            raise UnreadableError(f"{what} is damaged")
        yield str(place), read_text(read_message(entry, what).get(1, b""), what)


def _is_file_name(name: str) -> bool:
    """Tell whether a picture can have the name on every disk and in no other folder; Anki refuses the others, too."""
    is_plain = not any(c in "/\\" or unicodedata.category(c) == "Cc" for c in name)
    return is_plain and name not in ("", ".", "..") and len(name.encode()) <= _MAX_NAME
