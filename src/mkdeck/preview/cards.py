"""Notes -> cards, as the page holds them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from mkdeck.cloze import fill_clozes, list_numbers, open_clozes
from mkdeck.model import CLOZE, Deck, Location, Note, Notetype, Template
from mkdeck.preview.mathml import show_math
from mkdeck.preview.templates import Side, fill_template, show_sounds

_BELOW = " › "
_REST = r'(?:[^<>"]|"[^"]*")*'
_PICTURE = re.compile(rf'<img{_REST}? alt="([^"]*)"')
_SOUND = re.compile(r"\[sound:[^\[\]]+\]")
_WITHIN_WORDS = re.compile(rf"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|s|samp|span|strong|sub|sup|u)(?: {_REST})?>")
_TAG = re.compile(rf"<{_REST}>")


def group_cards(deck: Deck, places: Mapping[str, Location], top: str) -> list[dict[str, Any]]:
    """Return the cards by deck and section below the deck ``top``, in the order in which new cards are shown."""
    groups: dict[str, list[dict[str, Any]]] = {}
    notetypes = {notetype.kind: notetype for notetype in deck.notetypes}
    for note in deck.notes:
        fields = _name_fields(notetypes[note.kind], note)
        name = _name_group(note.deck.removeprefix(f"{top}::"), _plain(fields["Section"]))
        place = places.get(note.present)
        words = [_plain(open_clozes(fields["Question"])), *(_plain(fields[name]) for name in ("Answer", "Extra"))]
        groups.setdefault(name, []).extend(
            {
                "key": note.key,
                "address": f"{note.key}#{card.number}" if n else note.key,
                "kind": note.kind,
                "number": card.number,
                "label": card.name,
                "title": _find_title(card.asked) or note.key,
                "text": " ".join(words),
                "tags": note.tags,
                "place": f"{place.path}:{place.line}" if place else "",
                "sides": [show_sounds(show_math(side)) for side in card.sides],
            }
            for n, card in enumerate(fill_cards(notetypes[note.kind], note))
        )
    return [{"name": name, "cards": cards} for name, cards in groups.items()]


@dataclass(frozen=True, slots=True)
class Card:
    """One of a note's cards."""

    number: int
    """Its place among those that the note may have, from 1."""
    name: str
    """What tells it from the others of its note, ``""`` where a note has no others."""
    asked: str
    """The HTML that asks."""
    sides: tuple[str, str]
    """Front and back, as Anki puts them into its own page."""


def fill_cards(notetype: Notetype, note: Note) -> list[Card]:
    """Return the cards that Anki makes of a note."""
    fields = _name_fields(notetype, note)
    if note.kind == CLOZE:
        return [_fill_cloze(notetype.templates[0], fields, number) for number in list_numbers(fields["Question"])]
    asking = ("Question", "Answer")
    return [
        Card(n, each.name if len(notetype.templates) > 1 else "", fields[asking[n - 1]], _fill_sides(each, fields, n))
        for n, each in enumerate(notetype.templates, start=1)
    ]


def _fill_cloze(template: Template, fields: Mapping[str, str], number: int) -> Card:
    asked = fill_clozes(fields["Question"], number, is_back=False)
    return Card(number, f"Cloze {number}", asked, _fill_sides(template, fields, number))


def _fill_sides(template: Template, fields: Mapping[str, str], number: int) -> tuple[str, str]:
    front, back = Side(number), Side(number, is_back=True)
    shown = fill_template(template.front, fields, front)
    return shown, fill_template(template.back, {**fields, "FrontSide": shown}, back)


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
    """Return the words of HTML, and what stands for its pictures and sounds."""
    shown = _SOUND.sub("♪", _PICTURE.sub(r"\1 <", html))
    return " ".join(unescape(_TAG.sub(" ", _WITHIN_WORDS.sub("", shown))).split())
