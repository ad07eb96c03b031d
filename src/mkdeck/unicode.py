"""Text in one of Unicode's normal forms, in a time that grows with its length only."""

import re
import unicodedata
from typing import Literal

_MOST_MARKS = 30
"""Combining marks in a row, after Unicode Standard Annex #15, "Stream-Safe Text Format"; no language needs as many."""
_LONG_RUN = re.compile(rf"[^\w\s!-~]{{{_MOST_MARKS + 1},}}")
_JOINER = "\u034f"
"""Shows nothing, and parts marks as that annex wants it."""


def normalize(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return a text in a normal form; too many marks on one letter are parted, for sorting them would take for ever."""
    return text if text.isascii() else unicodedata.normalize(form, _LONG_RUN.sub(_part_marks, text))


def _part_marks(run: re.Match[str]) -> str:
    parted: list[str] = []
    count = 0
    for sign in run[0]:
        count = count + 1 if unicodedata.combining(sign) else 0
        if count > _MOST_MARKS:
            parted.append(_JOINER)
            count = 1
        parted.append(sign)
    return "".join(parted)
