"""Zstandard, the compression of Anki's newer packages; the one file that knows its library."""

from mkdeck.apkg.untrusted import UnreadableError

MAX_WINDOW = 8 << 20
"""Bytes that a frame may look back, which all have to be kept: what RFC 8878 asks of every reader. Anki writes 2 MiB."""

_STEP = 1 << 10
"""Bytes that go in at once: with four bytes for 128 KiB, the densest there is, 32 MiB come out before they are counted."""


def decompress(data: bytes | bytearray, limit: int, what: str) -> bytearray:
    """Return the content of one whole frame, at most ``limit`` bytes; its size need not be declared."""
    # Only packages that Anki itself exported need it.
    import zstandard

    frame = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()
    content = bytearray()
    view, done = memoryview(data), 0
    try:
        while done < len(view) and not frame.eof:
            content += frame.decompress(view[done : done + _STEP])
            done += _STEP
            if len(content) > limit:
                raise UnreadableError(f"{what} is too large")
    except zstandard.ZstdError as error:
        raise UnreadableError(f"{what} is damaged") from error
    if not frame.eof or frame.unused_data or done < len(view):
        raise UnreadableError(f"{what} is damaged")
    return content
