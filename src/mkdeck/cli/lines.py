"""Text of anybody's, as a terminal or the log of a CI can show it."""

import re

_JOINERS = "\u200c\u200d"
"""They show nothing, and Persian words, Indian ones and families of emoji are made with them."""

_COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#\w*\[)")
"""How GitHub, Azure and TeamCity begin what their runners take for a command: ``::set-output``, ``##[group]``, ``##vso[``."""


def tame(text: str) -> str:
    """Return one line that steers neither a terminal nor a runner, whatever an article, a package or a file name holds."""
    shown = text
    if not text.isprintable():
        shown = "".join(c if c.isprintable() or c in _JOINERS else repr(c)[1:-1] for c in text)
    return _COMMAND.sub(lambda start: f"{start[0]}\\", shown)


def tame_json(value: object) -> str:
    """Return JSON, in ASCII and over several lines, of which none steers anything either."""
    import json

    return json.dumps(value, indent=2).replace("\x7f", "\\u007f").replace("##", "#\\u0023")


def cut(text: str, width: int) -> str:
    """Return a line that takes no more columns than ``width``; ``…`` says that there is more."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else f"{set_cell_size(text, max(width - 1, 0)).rstrip()}…"


def count(number: int, noun: str) -> str:
    """Return ``1 note``, ``2 notes``."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
