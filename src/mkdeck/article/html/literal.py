"""Text that Anki shows as written: what Anki, or its MathJax, would read is parted or written as a character reference."""

import re
from html import unescape

from mkdeck.cloze import seal_clozes
from mkdeck.unicode import normalize

_BRACKET = re.compile("[\\[\ufe47\uff3b]")
"""All that is a ``[`` in Unicode's form NFKC."""
_EATEN = re.compile(r"sound:|/?anki:|/?latex\]|/?\$\$?\]|\[type:", re.IGNORECASE)
_LONGEST_EATEN = 8
_BACKSLASHES = "\\\ufe68\uff3c"
_MATH_START = re.compile(f"(?<=[{re.escape(_BACKSLASHES)}])[(\\[\u0080-\U0010ffff]")
"""What stands behind a backslash, or behind what is one in NFKC."""


def keep_brackets(html: str) -> str:
    """Return escaped text or a value in which no bracket begins what Anki plays, renders or asks for, in NFKC either."""
    if "[" not in html and html.isascii():
        return html
    return _BRACKET.sub(lambda found: _refer_to_bracket(html, found), html)


def break_math(html: str) -> str:
    r"""Return escaped text in which no ``\\(`` or ``\\[`` begins math, in NFKC either."""
    if "\\" not in html and html.isascii():
        return html
    return _MATH_START.sub(lambda sign: f"<span>{sign[0]}</span>" if _is_opening(sign[0]) else sign[0], html)


def keep_hint(html: str) -> str:
    """Return a cloze's hint, which Anki shows in brackets, so that it reads nothing in them."""
    behind = normalize("NFKC", unescape(html)[:_LONGEST_EATEN])
    sealed = seal_clozes(html)
    return f"<span>{sealed}</span>" if _EATEN.match(behind) else sealed


def _refer_to_bracket(html: str, found: re.Match[str]) -> str:
    behind = normalize("NFKC", html[found.end() : found.end() + _LONGEST_EATEN])
    return f"&#{ord(found[0])};" if _EATEN.match(behind) else found[0]


def _is_opening(sign: str) -> bool:
    return normalize("NFKC", sign)[0] in "(["
