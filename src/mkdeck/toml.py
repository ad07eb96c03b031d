"""TOML text -> table, or the problem at its line; and the lines on which keys are set and lists go on."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import tomli

from mkdeck.model import Location
from mkdeck.problem import Problem, Severity

_ARRAY = re.compile(r"[^=#\[]*=\s*\[")
_ARRAY_END = re.compile(r"\]\s*(?:#.*)?\Z")
_FARTHEST = 500
_LONG_STRING = re.compile(r"\"{3}|'{3}")


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

    No parser at hand tells places, so the text is parsed line by line from its start, until the value is there, or it took
    too many lines.
    ``parse`` returns ``None`` for a start that ends within a value.
    """
    lines = text.split("\n")
    whole = 0  # lines that end with a value's end
    for count in range(1, min(len(lines), _FARTHEST) + 1):
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


def find_toml_items(text: str, keys: Sequence[str]) -> list[int]:
    """Return the 1-based lines on which the elements of the list, or the entries of the table, at ``keys`` begin.

    The result is shorter than they are where a line holds several entries of a table.
    """
    wanted = tuple(keys)
    elements: list[int] = []
    entries: dict[str, int] = {}
    header: tuple[str, ...] = ()
    for line, statement, table in _split_statements(text):
        path, value = _follow(table)
        if statement.startswith("["):
            header = path
        else:
            path = (*header, *path)
        if path == wanted and isinstance(value, list):
            elements += [line] if statement.startswith("[[") else _find_elements(statement, line)
        elif path[: len(wanted)] == wanted and len(path) > len(wanted):
            entries.setdefault(path[len(wanted)], line)
    return elements or list(entries.values())


def _split_statements(text: str) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Yield each header and each ``key = value`` with its line and what it says by itself."""
    lines = text.split("\n")
    start = 0
    for n in range(len(lines)):
        if n > start and not _may_end(lines[start], lines[n]):
            continue  # else a list of a thousand lines would be parsed a thousand times
        statement = "\n".join(lines[start : n + 1])
        table, problems = parse_toml(statement, "")
        if not problems:
            if table:
                yield start + 1, statement.lstrip(), table
            start = n + 1


def _may_end(first: str, line: str) -> bool:
    """Tell whether the value that begins in the line ``first`` may end in a later one."""
    if _ARRAY.match(first):
        return _ARRAY_END.search(line) is not None
    mark = _LONG_STRING.search(first)
    return mark is None or mark[0] in line


def _follow(table: object) -> tuple[tuple[str, ...], object]:
    """Return the keys of a statement, and what is below them."""
    path: list[str] = []
    while isinstance(table, Mapping) and len(table) == 1:
        ((key, table),) = table.items()
        path.append(key)
    return tuple(path), table


def _find_elements(statement: str, line: int) -> Iterator[int]:
    """Yield the line of each element of ``key = [ … ]``, which begins in ``line``."""
    inside = _ARRAY_END.sub("", statement.partition("[")[2].rstrip()).split("\n")
    start = 0
    for n in range(len(inside)):
        part = "\n".join(inside[start : n + 1]).strip().removeprefix(",")
        table, problems = parse_toml(f"x = [{part}\n]", "")
        if not problems:
            begins = (at for at in range(start, n) if inside[at].strip() and not inside[at].lstrip().startswith("#"))
            yield from [line + next(begins, n)] * len(table["x"])
            start = n + 1
