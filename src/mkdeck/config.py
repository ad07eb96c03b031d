"""Settings out of ``mkdeck.toml``, ``pyproject.toml`` and front matter, checked."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import PurePath
from typing import Any

from mkdeck.limits import MAX_TAGS, MAX_URL
from mkdeck.model import KINDS, Location, Settings
from mkdeck.problem import Problem, Severity
from mkdeck.shapes import SHAPES
from mkdeck.toml import find_toml_line, parse_toml

DEFAULTS = Settings(sections="subdecks", decks="articles", nested_tags="split")

BUILD_ONLY = ("id", "media-root", "css", "decks", "exclude")
"""Keys that an article may not set: they name the deck, say what is read, or open folders of the builder's disk."""

ADDRESS_FIELDS = {"url": ("slug", "path"), "edit-url": ("slug", "path", "line")}
"""What an address may have in braces, for each article's or question's own."""

_ALLOWED = {
    "deck": "a text",
    "id": "a text without spaces and slashes",
    "tags": f"a list of at most {MAX_TAGS} texts",
    "nested-tags": '"split" or "keep"',
    "sections": '"subdecks" or "tags"',
    "decks": '"articles" or "folders"',
    "shape": " or ".join(f'"{shape}"' for shape in SHAPES),
    "question-level": "a number from 1 to 6",
    "url": f"an address that begins with https:// or http:// and has at most {MAX_URL} characters",
    "edit-url": f"an address that begins with https:// or http:// and has at most {MAX_URL} characters",
    "media-root": "a folder",
    "css": "a file",
    "exclude": "a list of patterns",
    "kind": " or ".join(f'"{kind}"' for kind in KINDS),
}


_EXAMPLES = {
    "deck": '"Backend"',
    "id": '"my-deck"',
    "tags": '["backend"]',
    "nested-tags": '"keep"',
    "sections": '"subdecks"',
    "decks": '"folders"',
    "shape": '"headings"',
    "question-level": "3",
    "url": '"https://example.org/{slug}/"',
    "edit-url": '"https://github.com/OWNER/REPOSITORY/edit/main/{path}"',
    "media-root": '"static"',
    "css": '"cards.css"',
    "exclude": '["drafts/"]',
    "kind": '"both-ways"',
}

_LONGEST_SHOWN = 60
"""Characters of a wrong value that a message repeats."""

Locate = Callable[[str], Location]
"""From a setting's key to its place; from ``""`` to that of their table."""


def parse_config(text: str, path: str) -> tuple[Settings | None, list[Problem]]:
    """Read a configuration file's text; ``None`` for a ``pyproject.toml`` without ``[tool.mkdeck]``."""
    table: Any
    table, problems = parse_toml(text, path)
    keys: tuple[str, ...] = ()
    if PurePath(path).name == "pyproject.toml":
        keys = ("tool", "mkdeck")
        tool = table.get("tool")
        table = tool.get("mkdeck") if isinstance(tool, Mapping) else None
        if table is None:
            return None, problems if "mkdeck" in text else []
    settings, wrong = check_settings(table, lambda key: _find_place(text, path, (*keys, key)))
    return settings, problems + wrong


def find_setting(text: str, path: str, key: str) -> Location:
    """Return the place of a setting in a configuration file."""
    keys = ("tool", "mkdeck") if PurePath(path).name == "pyproject.toml" else ()
    return _find_place(text, path, (*keys, key))


def check_settings(
    table: object, locate: Locate, sign: str = " = ", left_out: tuple[str, ...] = ()
) -> tuple[Settings, list[Problem]]:
    """Turn a table into settings; each key that is unknown or of a wrong type is a problem at its place.

    ``sign`` stands between key and value in the table's language; ``left_out`` are settings that it may not have.
    """
    if not isinstance(table, Mapping):
        message = f"the settings of mkdeck are {_name_type(table)}, not a table"
        return Settings(), [_report("wrong-setting", message, f"write key{sign}value on a line for each", locate(""))]
    said: dict[str, Any] = {}
    problems = []
    for key, value in table.items():
        if key not in _ALLOWED:
            problems.append(_report_unknown(str(key), left_out, locate(key)))
        elif key in left_out:
            message = f"'{key}' is a setting of the whole build, not of an article"
            problems.append(_report("wrong-setting", message, "move the line to mkdeck.toml", locate(key)))
        elif unknown := _find_unknown(key, value):
            message = f"'{key}' has {{{unknown}}}, and there are {_name_fields(key)} alone"
            near = difflib.get_close_matches(unknown.lower(), ADDRESS_FIELDS[key], n=1, cutoff=0)
            problems.append(_report("wrong-setting", message, f"did you mean {{{near[0]}}}?", locate(key)))
        elif not _is_valid(key, value):
            message = f"'{key}' is {_name_type(value)}, not {_ALLOWED[key]}"
            written = f'"{meant}"' if (meant := _find_near(key, value)) else _EXAMPLES[key]
            problems.append(_report("wrong-setting", message, f"write {key}{sign}{written}", locate(key)))
        else:
            said[key.replace("-", "_")] = tuple(value) if isinstance(value, list) else value
    return Settings(**said), problems


def _find_unknown(key: str, value: object) -> str:
    """Return the first field of an address that is none, without its braces."""
    known = ADDRESS_FIELDS.get(key)
    fields_ = re.findall(r"\{([^{}]*)\}", value) if known and isinstance(value, str) else []
    return next((name for name in fields_ if name not in (known or ())), "")


def _name_fields(key: str) -> str:
    *first, last = (f"{{{name}}}" for name in ADDRESS_FIELDS[key])
    return f"{', '.join(first)} and {last}"


def merge_settings(*layers: Settings) -> Settings:
    """Lay settings over each other: the first layer that says something wins, but tags add up."""
    said: dict[str, Any] = {
        f.name: next((v for s in layers if (v := getattr(s, f.name)) is not None), None) for f in fields(Settings)
    }
    tags = tuple(tag for layer in reversed(layers) for tag in layer.tags or ())
    return replace(Settings(), **{**said, "tags": tags})


def _is_valid(key: str, value: object) -> bool:
    match key:
        case "tags":
            return isinstance(value, list) and len(value) <= MAX_TAGS and all(isinstance(tag, str) for tag in value)
        case "exclude":
            return isinstance(value, list) and all(isinstance(pattern, str) for pattern in value)
        case "sections":
            return value in ("subdecks", "tags")
        case "decks":
            return value in ("articles", "folders")
        case "nested-tags":
            return value in ("split", "keep")
        case "shape":
            return value in SHAPES
        case "kind":
            return value in KINDS
        case "question-level":
            return type(value) is int and 1 <= value <= 6
        case "id":
            return (
                isinstance(value, str)
                and re.fullmatch('[^\\s/\x00-\x1f"<>\ufe64\ufe65\uff1c\uff1e]+', value) is not None
            )
        case "url" | "edit-url":
            return isinstance(value, str) and len(value) <= MAX_URL and re.match(r"https?://[^\s/]", value) is not None
        case _:
            return isinstance(value, str) and value.strip() != ""


def _find_near(key: str, value: object) -> str:
    """Return the kind that may be meant."""
    names = difflib.get_close_matches(value.replace("_", "-").lower(), KINDS, n=1) if isinstance(value, str) else []
    return names[0] if names and key == "kind" else ""


def _report_unknown(key: str, left_out: tuple[str, ...], where: Location) -> Problem:
    known = [k for k in _ALLOWED if k not in left_out]
    if key in ("tool", "mkdeck") and "id" not in left_out:
        hint = "delete the line: in mkdeck.toml the settings stand at the top, without a table"
        return _report("unknown-setting", f"there is no table '{key}'", hint, where)
    near = difflib.get_close_matches(key.replace("_", "-").lower(), known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"delete the line; known settings: {', '.join(known)}"
    return _report("unknown-setting", f"there is no setting '{key}'", hint, where)


def _report(code: str, message: str, hint: str, where: Location) -> Problem:
    return Problem(where, code, message, hint, Severity.ERROR)


def _find_place(text: str, path: str, keys: tuple[str, ...]) -> Location:
    return Location(path, find_toml_line(text, [key for key in keys if key]))


def _name_type(value: object) -> str:
    if isinstance(value, str):
        shown = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
        return f"'{shown}'" if value.strip() else "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, list):
        other = next((item for item in value if not isinstance(item, str)), None)
        return "a list" if other is None else f"a list with {_name_type(other)} in it"
    if value is None:
        return "empty"
    return "a table" if isinstance(value, Mapping) else f"'{value}'"
