"""What a picture's bytes say that it is."""

from xml.parsers import expat

from mkdeck.media_types import PICTURE_TYPES

_OTHER_NAMES = frozenset({"svg+xml", "vnd.microsoft.icon", "x-icon", "x-ms-bmp"})
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
)
"""https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm and, for TIFF, its own specification."""


def is_picture_type(type_: str) -> bool:
    """Tell whether a media type, in lower case, is that of a picture that Anki shows."""
    name = type_.removeprefix("image/")
    return name != type_ and name in PICTURE_TYPES | _OTHER_NAMES


def find_suffix(content: bytes) -> str:
    """Return the suffix of a file with this content, ``""`` where it is no picture."""
    for start, suffix in _STARTS:
        if content.startswith(start):
            return suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and b"avif" in content[8:64]:
        return "avif"
    return "svg" if _is_svg(content) else ""


def _is_svg(content: bytes) -> bool:
    """Tell whether the content is XML to its end, with the root that web views know as a drawing."""
    names: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: names.append(name) if not names else None
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):  # also an encoding that Python does not know
        return False
    return names == ["http://www.w3.org/2000/svg svg"]
