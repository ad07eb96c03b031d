"""Phrases of the tables -> patterns, each of which takes time in proportion to the text."""

import re
from collections.abc import Iterable

_MOST_BETWEEN = 40
"""Characters that ``…`` stands for between words; at either end of a phrase, ``_MOST_BESIDE``."""
_MOST_BESIDE = 300
_SIGNS = {
    "(": "(?:",
    ")": ")",
    "|": "|",
    "?": "?",
    " ": r"(?:\s++)",
    "'": "['’]",
    "*": r"\w*",
    "#": r"\d{1,4}",
    "$": r"\W*\Z",
    "…": rf".{{0,{_MOST_BETWEEN}}}",
}
_STARTS = {"… ": rf"(?:.{{0,{_MOST_BESIDE}}}\s)?", "…": rf".{{0,{_MOST_BESIDE}}}"}
_ENDS = {" …": rf"(?:\s.{{0,{_MOST_BESIDE}}}+)?+", "…": rf".{{0,{_MOST_BESIDE}}}+"}
_CHOICE = re.compile(r"\((?P<choices>[^()]*)\)\??|(?P<letter>[^()|])\?")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
"""Letters between whose words no space stands, or that take endings: Thai, Kana, Han, Hangul."""


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases as whole words; behind one a digit may stand, no letter."""
    all_of = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    if not all_of:
        return "(?!)"
    unspaced = [phrase for phrase in all_of if _UNSPACED.search(phrase)]
    spaced = [phrase for phrase in all_of if not _UNSPACED.search(phrase)]
    parts = [rf"(?<!\w)(?:{'|'.join(map(_translate, spaced))})(?![^\W\d])"] if spaced else []
    return f"(?:{'|'.join([*parts, *map(_translate, unspaced)])})"


def longest_of(phrases: Iterable[str]) -> str:
    """Return a pattern for the longest of the phrases that stands at a place, where ``any_of`` may try a shorter one first."""
    return any_of(text for phrase in phrases for text in _expand(phrase))


def _expand(phrase: str) -> set[str]:
    """Return all that a phrase stands for."""
    found = _CHOICE.search(phrase)
    if not found:
        return {phrase}
    choices = found["choices"].split("|") if found["choices"] is not None else [found["letter"]]
    choices += [""] if phrase[found.end() - 1] == "?" else []
    start, end = phrase[: found.start()], phrase[found.end() :]
    return set().union(*(_expand(f"{start}{choice}{end}") for choice in choices))


def _translate(phrase: str) -> str:
    start = next((sign for sign in _STARTS if phrase.startswith(sign)), "")
    end = next((sign for sign in _ENDS if phrase.endswith(sign) and len(phrase) > len(start) + len(sign)), "")
    inside = phrase[len(start) : len(phrase) - len(end)].replace("… ", "\0")
    between = "".join(_SIGNS.get(sign) or re.escape(sign) for sign in inside)
    between = between.replace(re.escape("\0"), rf"(?:.{{0,{_MOST_BETWEEN}}}\s)?")
    return _STARTS.get(start, "") + between + _ENDS.get(end, "")
