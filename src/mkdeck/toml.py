"""TOML text -> table, or the problem at its line; and the lines on which keys are set and lists go on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import tomli

from mkdeck.model import Location
from mkdeck.problem import Problem, Severity

_TOKEN = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|\"(?:\\.|[^\"\\\n])*+\"|'[^'\n]*'|\#[^\n]*|[][{},\n]|[^][{},\s\"'\#]+""",
    re.DOTALL,
)
"""Strings, comments, signs and words of well-formed TOML; a dot or an equals sign is part of a word."""


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
    return find_toml_lines(text, tuple(keys[:-1])).get(keys[-1], 1) if keys else 1


@lru_cache(maxsize=4)
def find_toml_lines(text: str, keys: tuple[str, ...]) -> Mapping[str, int]:
    """Return the 1-based line of each entry of the table at ``keys``: once for all of them, as an article may have many."""
    lines: dict[str, int] = {}
    for line, _, path, value in _read_statements(text):
        if path[: len(keys)] == keys and len(path) > len(keys):
            lines.setdefault(path[len(keys)], line)
        elif keys[: len(path)] == path:
            for key in keys[len(path) :]:
                value = value.get(key) if isinstance(value, Mapping) else None
            for key in value if isinstance(value, Mapping) else ():
                lines.setdefault(key, line)
    return lines


def find_toml_items(text: str, keys: Sequence[str]) -> list[int]:
    """Return the 1-based lines on which the elements of the list, or the entries of the table, at ``keys`` begin.

    The result is shorter than they are where a line holds several entries of a table.
    """
    wanted = tuple(keys)
    elements: list[int] = []
    for line, statement, path, value in _read_statements(text):
        if path == wanted and isinstance(value, list):
            elements += [line] if statement.startswith("[[") else _find_elements(statement, line)
    return elements or list(find_toml_lines(text, wanted).values())


def _read_statements(text: str) -> Iterator[tuple[int, str, tuple[str, ...], object]]:
    """Yield each header and each ``key = value``: its line, its text, the keys that it sets, and what is below them."""
    header: tuple[str, ...] = ()
    for line, statement in _split_statements(text):
        table, problems = parse_toml(statement, "")
        if problems or not table:
            continue
        path, value = _follow(table)
        if statement.startswith("["):
            header = path
            yield line, statement, path, value
        else:
            yield line, statement, (*header, *path), value


def _split_statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield what ends with a line on which no string, list or table is open, and the line on which it begins."""
    line = begins = 1
    start = depth = 0
    for token in _TOKEN.finditer(f"{text}\n"):
        depth += (token[0] in "[{") - (token[0] in "]}")
        line += token[0].count("\n")
        if token[0] == "\n" and depth == 0:
            yield begins, text[start : token.start()].strip()
            start, begins = token.end(), line


def _follow(table: object) -> tuple[tuple[str, ...], object]:
    """Return the keys of a statement, and what is below them."""
    path: list[str] = []
    while isinstance(table, Mapping) and len(table) == 1:
        ((key, table),) = table.items()
        path.append(key)
    return tuple(path), table


def _find_elements(statement: str, line: int) -> Iterator[int]:
    """Yield the line of each element of ``key = [ … ]``, which begins in ``line``."""
    depth, is_next = 0, False
    for token in _TOKEN.finditer(statement):
        sign = token[0]
        if is_next and sign not in "],\n" and sign[0] != "#":
            yield line
            is_next = False
        depth += (sign in "[{") - (sign in "]}")
        is_next = is_next or (depth == 1 and sign in "[,")
        line += sign.count("\n")
