"""What every reader of a package needs that anybody may have made: the refusal, and values that are what they claim."""

import json
import re
import unicodedata
from typing import Any, TypeGuard, TypeVar

from mkdeck.limits import LATEST

MAX_JSON = 64 << 20
"""Characters or bytes of one JSON text: the memory of 200,000 notes takes half of it."""

MAX_JSON_VALUES = 3_000_000
"""Commas and brackets of one JSON text: three a note for a million notes. Each value takes up to 70 bytes once parsed."""

_MAX_NUMBER = (1 << 63) - 1
"""The largest that SQLite can store."""

_SURROGATE = re.compile("[\ud800-\udfff]")

_T = TypeVar("_T", str, int, dict[str, Any], list[Any])


class UnreadableError(Exception):
    """Why a package cannot be used, told about "it"; raised and caught in this room only."""


def parse_object(text: str | bytes | bytearray, what: str) -> dict[str, Any]:
    """Return a JSON object, given as text or in UTF-8."""
    if len(text) > MAX_JSON:
        raise UnreadableError(f"{what} is too large")
    try:
        decoded = text if isinstance(text, str) else text.decode()
        if sum(map(decoded.count, ",[{")) > MAX_JSON_VALUES:
            raise UnreadableError(f"{what} is too large")
        value = json.loads(decoded)
    # A ValueError is also bytes that are no UTF-8, and a number of thousands of digits.
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{what} is no JSON") from error
    if not isinstance(value, dict):
        raise UnreadableError(f"{what} is no JSON object")
    return value


def is_text(value: object) -> TypeGuard[str]:
    """Tell whether the value is text that UTF-8 can hold: JSON can write half a character, and no file can store it."""
    return isinstance(value, str) and not _SURROGATE.search(value)


def clean_line(text: str) -> str:
    """Return text in one line and without control characters, as Anki keeps names."""
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Zl", "Zp"))


def expect(value: object, kind: type[_T], what: str) -> _T:
    """Return the value, which has to be of that very type: UTF-8 text, or a number from 0 to SQLite's largest."""
    is_sound = type(value) is kind and (kind is not str or is_text(value))
    if not is_sound or (isinstance(value, int) and not 0 <= value <= _MAX_NUMBER):
        raise UnreadableError(f"{what} is not as Anki writes it")
    return value  # type: ignore[return-value]  # mypy does not follow type(…) is kind


def expect_time(value: object, what: str) -> int:
    """Return seconds since 1970, up to the year 9999."""
    seconds = expect(value, int, what)
    if seconds > LATEST:
        raise UnreadableError(f"{what} is not as Anki writes it")
    return seconds
