"""One line of text, as a terminal can show it."""


def tame(text: str) -> str:
    """Return one line that cannot steer a terminal, whatever an article or a file name holds."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def cut(text: str, width: int) -> str:
    """Return a line that takes no more columns than ``width``; ``…`` says that there is more."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= width else f"{set_cell_size(text, max(width - 1, 0)).rstrip()}…"


def count(number: int, noun: str) -> str:
    """Return ``1 note``, ``2 notes``."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
