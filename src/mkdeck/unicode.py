"""Text and HTML in one of Unicode's normal forms, in a time that grows with their length only."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal

_MOST_MARKS = 30
"""Combining marks in a row, after Unicode Standard Annex #15, "Stream-Safe Text Format"; no language needs as many."""
_LONG_RUN = re.compile(rf"[^\w\s!-~]{{{_MOST_MARKS + 1},}}")
_ACCENT, _LAST_ACCENT = "\u0300", "\u036f"
_JOINER = "\u034f"
"""Shows nothing, and parts marks as that annex wants it."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MARKUP = frozenset("<>&\"'")
_BEHIND_TAG = re.compile(r"(?:\A|(?<=>))[^\x00-\x7f]")
"""The first sign behind a tag; a template puts a tag before the whole field, too."""


def normalize(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Return a text in a normal form; too many marks on one letter are parted, for sorting them would take for ever."""
    return text if text.isascii() else unicodedata.normalize(form, _LONG_RUN.sub(_part_marks, text))


@lru_cache(4096)
def drop_accents(text: str) -> str:
    """Return a short text without the accents of Latin, Greek and Cyrillic letters; what marks of other scripts say, stays."""
    if text.isascii():
        return text
    return normalize(
        "NFC", "".join(sign for sign in unicodedata.normalize("NFD", text) if not _ACCENT <= sign <= _LAST_ACCENT)
    )


def seal_html(html: str) -> str:
    """Return safe HTML in NFC that has the same tags in every normal form, whoever makes it.

    A mark that would join with the end of a tag, and a sign that becomes ``<`` or the like in NFKC, is written as a
    character reference; the mark has a joiner before it, too, which keeps it apart when an editor writes the field anew.
    Control characters, which Anki drops, are dropped before they can part what joins.
    """
    html = _CONTROL.sub("", html)
    if html.isascii():
        return html
    html = normalize("NFC", _BEHIND_TAG.sub(_part_from_tag, html))
    return html.translate({ord(sign): _refer(sign) for sign in set(html) if _becomes_markup(sign)})


def _part_from_tag(found: re.Match[str]) -> str:
    return f"{_JOINER}{_refer(found[0])}" if _is_mark(found[0]) else found[0]


def _refer(sign: str) -> str:
    return f"&#{ord(sign)};"


@cache
def _is_mark(sign: str) -> bool:
    """Tell whether a sign joins, in some normal form, with what stands before it."""
    return unicodedata.combining(unicodedata.normalize("NFKD", sign)[0]) != 0


@cache
def _becomes_markup(sign: str) -> bool:
    return not sign.isascii() and not _MARKUP.isdisjoint(unicodedata.normalize("NFKC", sign))


def _part_marks(run: re.Match[str]) -> str:
    parted: list[str] = []
    count = 0
    for sign in run[0]:
        marks = unicodedata.normalize("NFD", sign)  # of some signs it makes two or three
        count = count + len(marks) if unicodedata.combining(marks[0]) else 0
        if count > _MOST_MARKS:
            parted.append(_JOINER)
            count = len(marks)
        parted.append(sign)
    return "".join(parted)
