"""Anki's card templates, filled in as Anki does: ``{{Field}}``, ``{{cloze:Field}}``, ``{{type:Field}}``, ``{{#Field}}…{{/Field}}`` and ``{{^Field}}…{{/Field}}``.

``{{FrontSide}}`` is a field like the others, to be given with them; of a sound, Anki makes a button.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mkdeck.cloze import fill_clozes
from mkdeck.media_types import FILM_TYPES, find_type

_TAG = re.compile(r"\{\{([#^/]?)([^{}]+)\}\}")
_EMPTY = re.compile(r"(?:[\t\n\v\f\r ]|</?(?:br|div) ?/?>)*", re.IGNORECASE)
"""What Anki takes for an empty field, as seen in tests with its own library."""
_SOUND = re.compile(r"\[sound:([^\[\]]+)\]")
_LINE_END = re.compile(r"(?:\n|<br ?/?>|</?div>)+", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
INPUT = '<input id="typeans" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" aria-label="Your answer">'
"""Where one types."""


@dataclass(frozen=True, slots=True)
class Side:
    """Which one of a card is filled in."""

    number: int = 1
    """The card's, from 1: for clozes that of the one that is asked for."""
    is_back: bool = False


def fill_template(template: str, fields: Mapping[str, str], side: Side = Side()) -> str:
    """Return one side of a card as HTML; what the fields hold is never read as a template."""
    out: list[str] = []
    shown = [True]
    position = 0
    for tag in _TAG.finditer(template):
        if shown[-1]:
            out.append(template[position : tag.start()])
        position = tag.end()
        mark, name = tag[1], tag[2].strip()
        if mark == "/":
            shown.pop()
        elif mark:
            shown.append(shown[-1] and (mark == "#") != is_empty(fields[name]))
        elif shown[-1]:
            out.append(_fill(name, fields, side))
    return "".join([*out, template[position:]])


def is_empty(field: str) -> bool:
    """Tell whether a section of the template leaves the field out."""
    return _EMPTY.fullmatch(field) is not None


def _fill(name: str, fields: Mapping[str, str], side: Side) -> str:
    way, _, field = name.rpartition(":")
    if way == "cloze":
        return fill_clozes(fields[field], side.number, is_back=side.is_back)
    if way == "type":
        return f'<code id="typeans">{_read_typed(fields[field])}</code>' if side.is_back else INPUT
    return fields[field]


def _read_typed(field: str) -> str:
    """Return what Anki compares with what was typed, as HTML: the text alone, in one line."""
    return _MARKUP.sub("", _LINE_END.sub(" ", field)).strip()


def show_sounds(html: str) -> str:
    """Return HTML in which a browser plays the sounds and films that Anki plays."""
    return _SOUND.sub(_write_player, html)


def _write_player(found: re.Match[str]) -> str:
    tag = "video" if find_type(found[1]) in FILM_TYPES else "audio"
    return f'<{tag} controls preload="metadata" src="{found[1]}"></{tag}>'
