"""Notes -> cards, as the page holds them."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from mkdeck.model import Deck, Location, Note, Notetype
from mkdeck.preview.mathml import show_math
from mkdeck.preview.templates import fill_template

_BELOW = " › "
_REST = r'(?:[^<>"]|"[^"]*")*'
_PICTURE = re.compile(rf'<img{_REST}? alt="([^"]*)"')
_WITHIN_WORDS = re.compile(rf"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|s|samp|span|strong|sub|sup|u)(?: {_REST})?>")
_TAG = re.compile(rf"<{_REST}>")


def group_cards(deck: Deck, places: Mapping[str, Location], top: str) -> list[dict[str, Any]]:
    """Return the cards by deck and section below the deck ``top``, in the order in which new cards are shown."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for note in deck.notes:
        fields = _name_fields(deck.notetype, note)
        name = _name_group(note.deck.removeprefix(f"{top}::"), _plain(fields["Section"]))
        place = places.get(note.present)
        groups.setdefault(name, []).append(
            {
                "key": note.key,
                "title": _find_title(fields["Question"]) or note.key,
                "text": " ".join(_plain(fields[name]) for name in ("Question", "Answer", "Extra")),
                "tags": note.tags,
                "place": f"{place.path}:{place.line}" if place else "",
                "sides": [show_math(side) for side in fill_card(deck.notetype, note)],
            }
        )
    return [{"name": name, "cards": cards} for name, cards in groups.items()]


def fill_card(notetype: Notetype, note: Note) -> tuple[str, str]:
    """Return front and back of a note's card, as Anki puts them into its own page."""
    fields = _name_fields(notetype, note)
    return fill_template(notetype.front, fields), fill_template(notetype.back, fields)


def _name_fields(notetype: Notetype, note: Note) -> dict[str, str]:
    return dict(zip((name for _, name in notetype.fields), note.fields, strict=True))


def _name_group(deck: str, section: str) -> str:
    """Return deck and section; the section once, where it is a deck of its own."""
    name = deck.replace("::", _BELOW)
    is_named = f"{_BELOW}{name}".endswith(f"{_BELOW}{section}")
    return name if is_named or not section else f"{name}{_BELOW}{section}"


def _find_title(question: str) -> str:
    """Return the question without what the front shows below it, where it has words of its own."""
    title, _, context = question.partition('<div class="context">')
    return _plain(title) or _plain(context)


def _plain(html: str) -> str:
    """Return the words of HTML, and what stands for its pictures."""
    shown = _PICTURE.sub(r"\1 <", html)
    return " ".join(unescape(_TAG.sub(" ", _WITHIN_WORDS.sub("", shown))).split())
