"""Clozes within a formula, ``$a^2 + {{c1::b^2}} = c^2$``: there braces come in pairs, and tell where each ends."""

import re
from typing import NamedTuple

from mkdeck.cloze import MOST_NUMBERS

_MARK = re.compile(r"\{\{c([0-9]{1,3})::")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


class MathCloze(NamedTuple):
    """One, none of which stands in another."""

    number: int
    text: str
    hint: str


def split_formula(source: str) -> list[str | MathCloze]:
    """Return what stands between clozes, and these; a mark without its end is part of the formula."""
    parts: list[str | MathCloze] = []
    position = 0
    ends = _find_ends(source) if "{{c" in source else {}
    for mark in _MARK.finditer(source):
        end = ends.get(mark.start(), -1)
        if mark.start() < position or end < 0 or not 0 < int(mark[1]) <= MOST_NUMBERS:
            continue
        text, _, hint = source[mark.end() : end].partition("::")
        parts += [source[position : mark.start()], MathCloze(int(mark[1]), text, hint)]
        position = end + 2
    return [part for part in (*parts, source[position:]) if part]


def open_formula(source: str) -> str:
    """Return the formula with nothing hidden."""
    return "".join(part if isinstance(part, str) else part.text for part in split_formula(source))


def _find_ends(source: str) -> dict[int, int]:
    """Return for each ``{{`` that ends with ``}}`` where that begins."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    closed = -2, -2
    for brace in _BRACE.finditer(source):
        if brace[0] == "{":
            opened.append(brace.start())
        elif brace[0] == "}" and opened:
            start = opened.pop()
            if closed == (start + 1, brace.start() - 1):
                ends[start] = brace.start() - 1
            closed = start, brace.start()
    return ends
