"""TOML text -> table, or the problem at its line; and the line on which a key is set."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import tomli

from mkdeck.model import Location
from mkdeck.problem import Problem, Severity


def parse_toml(text: str, path: str, lines_before: int = 0) -> tuple[dict[str, Any], list[Problem]]:
    """Parse TOML that starts after ``lines_before`` lines of the file at ``path``."""
    try:
        return tomli.loads(text), []
    except tomli.TOMLDecodeError as error:
        where = Location(path, error.lineno + lines_before)
        message = f"{error.msg[:1].lower()}{error.msg[1:]} (column {error.colno})"
    except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
        reason = "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
        where, message = Location(path, lines_before + 1), reason
    hint = 'correct the line; strings stand in double quotes: title = "…"'
    return {}, [Problem(where, "malformed-toml", message, hint, Severity.ERROR)]


def find_toml_line(text: str, keys: Sequence[str]) -> int:
    """Return the 1-based line of well-formed TOML on which the value at ``keys`` begins, else 1."""
    return find_line(text, lambda start: None if (parsed := parse_toml(start, ""))[1] else parsed[0], keys)


def find_line(text: str, parse: Callable[[str], Any], keys: Sequence[str]) -> int:
    """Return the 1-based line on which the value at ``keys`` begins, else 1.

    No parser at hand tells places, so the text is parsed line by line from its start, until the value is there.
    ``parse`` returns ``None`` for a start that ends within a value.
    """
    lines = text.split("\n")
    whole = 0  # lines that end with a value's end
    for count in range(1, len(lines) + 1):
        table = parse("\n".join(lines[:count]))
        if table is None:
            continue
        if _has(table, keys):
            begins = (n for n in range(whole, count) if lines[n].strip() and not lines[n].lstrip().startswith("#"))
            return next(begins, count - 1) + 1
        whole = count
    return 1


def _has(table: object, keys: Sequence[str]) -> bool:
    for key in keys:
        if not isinstance(table, Mapping) or key not in table:
            return False
        table = table[key]
    return True
