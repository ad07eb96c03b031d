"""Code -> HTML with Pygments' classes, as a card has it; the notetype's style gives them their colours."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html import escape
from typing import Any, NamedTuple

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Whitespace
from pygments.util import ClassNotFound

from mkdeck.unicode import normalize

CLASSES = frozenset(STANDARD_TYPES.values()) - {""}
"""Every class that highlighted code may carry."""

MARK = "\0"
"""Stands for code in raw HTML; no text of an article has this sign, which the parser replaces."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_EMPTY = re.compile(r'<span class="\w+"></span>')
_NO_LANGUAGES = ("Text only", "Text output")
_LONGEST = 100_000
"""Characters; longer code is no card for reading, and some lexers are slow."""


class Raw(NamedTuple):
    """HTML as it was rendered, which may be anything."""

    html: str
    """With marks in the place of code."""
    code: Sequence[str] = ()
    """What stands there, safe as it is."""


def put_in(html: str, code: Sequence[str]) -> str:
    """Return raw HTML with something in the place of each mark."""
    return "".join(part for parts in zip(html.split(MARK), (*code, ""), strict=True) for part in parts)


def highlight_code(code: str, language: str) -> str:
    """Return a ``<pre>`` that a keyboard reaches, so that it can be scrolled, and that names the language where it is known; ``language`` is the fence's first word, such as ``python``.

    So are ``{.python}`` and ``python:app.py``. All that an author wrote in it is text: it is safe as it is.
    """
    lexer = _find_lexer(re.sub(r"[{}.,:].*", "", language.strip("{.}")).lower()) if len(code) <= _LONGEST else None
    inner = _colour(lexer.get_tokens(code)) if lexer else escape(code, quote=False)
    inner = _CONTROL.sub("", inner.rstrip()).replace("\xa0", "&nbsp;")
    if not inner.isascii():
        inner = re.sub("[^<>]+", lambda text: normalize("NFC", text[0]), inner)
    name = f' data-language="{escape(lexer.name)}"' if lexer and lexer.name not in _NO_LANGUAGES else ""
    return f'<pre class="code"{name} tabindex="0"><code>{inner}</code></pre>'


def _colour(tokens: Iterable[tuple[Any, str]]) -> str:
    """Return each run of text of one kind in its class, line by line."""
    parts: list[str] = []
    last = ""
    for kind, text in tokens:
        if not text:
            continue
        opening = "" if kind is Whitespace and text.isspace() else _write_opening(kind)
        if opening != last:
            parts.append(f"</span>{opening}" if last else opening)
            last = opening
        if text.isalnum():  # as most are: there is nothing to escape
            parts.append(text)
            continue
        shown = escape(text, quote=False)
        parts.append(shown.replace("\n", f"</span>\n{opening}") if opening else shown)
    coloured = "".join([*parts, "</span>" if last else ""])
    return _EMPTY.sub("", coloured) if '"></span>' in coloured else coloured


@cache
def _write_opening(kind: Any) -> str:
    """Return the tag before a kind of token; one that has no class has that of the kind above it."""
    if kind not in STANDARD_TYPES:
        return _write_opening(kind.parent)
    return f'<span class="{STANDARD_TYPES[kind]}">' if STANDARD_TYPES[kind] else ""


@lru_cache
def _find_lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None
