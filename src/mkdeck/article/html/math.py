"""Math, which is a language that Anki runs: the part of it that only shows something, within bounds."""

import re

from mkdeck.article.html import math_table as table
from mkdeck.unicode import normalize

_LONGEST = 5_000
"""Characters of a formula."""
_DEEPEST = 30
"""Braces, brackets that grow and environments within each other."""
_WIDEST = 40
"""Em of all the space that a formula asks for."""
_FARTHEST = 3
"""Em by which a formula may move back, up and down, all taken together."""
_MOST_GROWTH = 2
"""Commands for larger letters: each of them multiplies the size of what it stands in."""

_TOKEN = re.compile(r"\\(?:([A-Za-z]+)|(.)|\Z)|[{}]", re.DOTALL)
_LABEL = re.compile(r"\\label\s*\{[^{}\\]*\}")
_DIMENSION = rf"([-+]?[0-9]{{0,3}}(?:\.[0-9]{{1,6}})?)\s*({'|'.join(table.EMS)})(?![A-Za-z])"
_LENGTH = re.compile(rf"\s*+(?:\[\s*+{_DIMENSION}\s*\]\s*+)?(?:\{{\s*+{_DIMENSION}\s*\}}|{_DIMENSION})")
_LINE_SPACE = re.compile(r"\s*+(?:\*\s*+)?\[\s*+[-+]?[0-9.,]+\s*[a-z]+\s*\]")
_ENVIRONMENT = re.compile(r"\s*\{([A-Za-z]+\*?)\}")
_COLUMNS = re.compile(r"\s*(?:\[[tcb]\]\s*)?\{(?:[lcr|:\s]|@\{\}){0,60}\}|\s*(?:\[[tcb]\]\s*)?\{[0-9]{1,2}\}")
_COLOR = re.compile(r"\s*(?:\[(?:rgb|RGB|gray|HTML)\]\s*)?\{\s*#?[\w.,\s]{1,40}\}", re.ASCII)
_ADDRESS = re.compile(r"\s*\{https?://[\w./:?=@,+~-]+\}", re.ASCII)
_ARGUMENTS = {
    "color": _COLOR,
    "textcolor": _COLOR,
    "colorbox": _COLOR,
    "fcolorbox": re.compile(_COLOR.pattern * 2, re.ASCII),
    "href": _ADDRESS,
}
"""What must follow a command that is harmless with some arguments only."""
_SHOWN_SPACE = {"quad": 1.0, "qquad": 2.0, "enspace": 0.5}


def clean_math(source: str) -> tuple[str, str]:
    r"""Return a formula without labels, which show nothing, and what in it may not reach a card, ``""`` where all may.

    It is read as it is and as it would be in Unicode's form NFKC, in which ``＼ｈｒｅｆ`` is a command.
    """
    shown = _LABEL.sub("", source).strip()
    folded = normalize("NFKC", shown)
    return shown, _find_unsafe(shown) or ("" if folded == shown else _find_unsafe(folded))


def _find_unsafe(source: str) -> str:
    if len(source) > _LONGEST:
        return f"more than {_LONGEST:,} characters"
    reader = _Reader(source)
    return next((wrong for token in _TOKEN.finditer(source) if (wrong := reader.read(token))), "") or reader.measure()


class _Reader:
    """Reads one formula and adds up what it asks for."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._depth = self._growth = 0
        self._space = self._moved = 0.0

    def read(self, token: re.Match[str]) -> str:
        """Return what is wrong with a command or a brace, ``""`` where nothing is."""
        name, sign = token[1] or "", token[2] or ""
        if token[0] in ("{", "}") or name in ("left", "right", "begin", "end"):
            self._depth += 1 if token[0] in ("{", r"\left", r"\begin") else -1
            if self._depth > _DEEPEST:
                return f"more than {_DEEPEST} braces within each other"
        if token[0] in ("{", "}") or name in table.SYMBOLS or name in table.SHRINKING:
            return ""
        is_fine = self._read_name(name, token.end()) if name else self._read_sign(sign, token.end())
        return "" if is_fine else f"'{token[0]}'"

    def measure(self) -> str:
        """Return which bound the formula as a whole exceeds, ``""`` where none."""
        if self._growth > _MOST_GROWTH:
            return f"more than {_MOST_GROWTH} commands for larger letters"
        if self._space > _WIDEST:
            return f"more than {_WIDEST}em of space"
        return f"more than {_FARTHEST}em backwards, up or down" if self._moved > _FARTHEST else ""

    def _read_name(self, name: str, end: int) -> bool:
        if name in ("begin", "end"):
            return self._read_environment(name, end)
        if name in _ARGUMENTS:
            return _ARGUMENTS[name].match(self._source, end) is not None
        if name in table.DIMENSIONS:
            return self._read_lengths(name, end)
        self._growth += name in table.GROWING
        self._moved += 0.3 * (name in table.NEGATIVE)
        self._space += _SHOWN_SPACE.get(name, 0)
        return name in table.LAYOUT or name in table.GROWING or name in table.NEGATIVE

    def _read_sign(self, sign: str, end: int) -> bool:
        self._moved += 0.3 * (sign in table.NEGATIVE)
        space = _LINE_SPACE.match(self._source, end) if sign == "\\" else None
        return sign in table.SIGNS and sign != "" and (space is None or self._read_lengths("", space.start()))

    def _read_environment(self, name: str, end: int) -> bool:
        found = _ENVIRONMENT.match(self._source, end)
        if not found or found[1] not in table.ENVIRONMENTS:
            return False
        needs_columns = name == "begin" and found[1] in table.WITH_COLUMNS
        return not needs_columns or _COLUMNS.match(self._source, found.end()) is not None

    def _read_lengths(self, name: str, end: int) -> bool:
        """Read the lengths behind a command, or those in brackets behind a line's end."""
        pattern = _LENGTH if name else _IN_BRACKETS
        for _ in range(table.DIMENSIONS.get(name, 1)):
            found = pattern.match(self._source, end)
            if not found:
                return False
            end = found.end()
            groups = iter(found.groups())
            for number, unit in zip(groups, groups, strict=True):
                self._add(number or "", table.EMS[unit] if unit else 0, is_vertical=name in ("raise", "lower"))
        return True

    def _add(self, number: str, ems: float, *, is_vertical: bool) -> None:
        length = float(number) * ems if number.strip("+-") else 0.0
        if is_vertical or length < 0:
            self._moved += abs(length)
        else:
            self._space += length


_IN_BRACKETS = re.compile(rf"\s*+(?:\*\s*+)?\[\s*+{_DIMENSION}\s*\]")
