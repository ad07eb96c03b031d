"""What a file is by the end of its name: a picture, a sound or a film; and which of them every client of Anki shows or plays."""

PICTURE_TYPES = frozenset("apng avif bmp gif ico jpeg jpg png svg tif tiff webp".split())
"""What Anki's importer takes for a picture."""
SOUND_TYPES = frozenset("3gp aac aif aiff flac m4a mp3 oga ogg opus spx wav wma".split())
FILM_TYPES = frozenset("avi flv m4v mkv mov mp4 mpeg mpg ogv webm wmv".split())

_LIMITED = frozenset("tif tiff 3gp aif aiff oga ogg opus spx wma avi flv mkv mov mpeg mpg ogv webm wmv".split())
"""Types that some client does not show or play: the desktop knows no TIFF, iOS neither Ogg nor WebM, Android no AIFF."""


def find_type(name: str) -> str:
    """Return the type of a file, as the end of its name says it, in lower case."""
    return name.rpartition(".")[2].lower()


def is_played(name: str) -> bool:
    """Tell whether a name is that of a sound or a film, which cards play."""
    return find_type(name) in SOUND_TYPES | FILM_TYPES


def is_limited(name: str) -> bool:
    """Tell whether some client of Anki does not show or play such a file."""
    return find_type(name) in _LIMITED
