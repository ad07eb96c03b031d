"""Notes -> cards, as the page holds them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from mkdeck.cloze import fill_clozes, list_numbers, open_clozes
from mkdeck.model import CLOZE, Change, Deck, Location, Note, Notetype, Template
from mkdeck.preview.mathml import show_math
from mkdeck.preview.templates import Side, fill_template, show_sounds
from mkdeck.problem import Problem, Severity, sort_problems

_BELOW = " › "
_REST = r'(?:[^<>"]|"[^"]*")*'
_PICTURE = re.compile(rf'<img{_REST}? alt="([^"]*)"')
_SOUND = re.compile(r"\[sound:[^\[\]]+\]")
_WITHIN_WORDS = re.compile(rf"</?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|s|samp|span|strong|sub|sup|u)(?: {_REST})?>")
_TAG = re.compile(rf"<{_REST}>")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page tells of its cards besides what they are."""

    problems: Sequence[Problem] = ()
    changes: Sequence[Change] | None = None
    """Since an earlier release, ``None`` where there is none to compare with."""
    previous: Deck | None = None
    """That release, with the pictures of its cards."""


NOTHING = Beside()


def group_cards(deck: Deck, places: Mapping[str, Location], top: str, beside: Beside = NOTHING) -> list[dict[str, Any]]:
    """Return the cards by deck and section below the deck ``top``, in the order in which new cards are shown, and then those that are gone."""
    groups: dict[str, list[dict[str, Any]]] = {}
    findings = _find_findings(places, beside.problems)
    changes = {change.new.guid: change for change in beside.changes or () if change.new}
    for note in deck.notes:
        fields = _name_fields(deck.find_notetype(note.kind), note)
        name = _name_group(note.deck.removeprefix(f"{top}::"), _plain(fields["Section"]))
        place, change = places.get(note.present), changes.get(note.guid)
        facts = {
            "place": f"{place.path}:{place.line}" if place else "",
            "findings": findings.get(note.present, []),
            "change": change.kind if change else "",
        }
        before = _fill_old(change.old, beside.previous) if change and change.kind != "unchanged" else {}
        for card in _describe_cards(deck, note, facts):
            old = before.get(card["number"])
            groups.setdefault(name, []).append(card | ({"old": old} if old else {}))
    for change in beside.changes or ():
        if change.old and not change.new and beside.previous:
            facts = {"place": "", "findings": [], "change": "removed"}
            groups.setdefault("Removed", []).extend(_describe_cards(beside.previous, change.old, facts))
    return [{"name": name, "cards": cards} for name, cards in groups.items()]


def _describe_cards(deck: Deck, note: Note, facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    notetype = deck.find_notetype(note.kind)
    fields = _name_fields(notetype, note)
    words = [_plain(open_clozes(fields["Question"])), *(_plain(fields[name]) for name in ("Answer", "Extra"))]
    for n, card in enumerate(fill_cards(notetype, note)):
        yield {
            "key": note.key,
            "address": f"{note.key}#{card.number}" if n else note.key,
            "kind": note.kind,
            "number": card.number,
            "label": card.name,
            "title": _find_title(card.asked) or note.key,
            "text": " ".join(words),
            "tags": note.tags,
            "sides": _show_sides(card),
            **facts,
        }


def _show_sides(card: "Card") -> list[str]:
    return [show_sounds(show_math(side)) for side in card.sides]


def _fill_old(note: Note | None, previous: Deck | None) -> dict[int, list[str]]:
    """Return the sides of an earlier release's cards, by their numbers."""
    if not note or not previous:
        return {}
    return {card.number: _show_sides(card) for card in fill_cards(previous.find_notetype(note.kind), note)}


def _find_findings(places: Mapping[str, Location], problems: Iterable[Problem]) -> dict[str, list[tuple[str, str]]]:
    """Return code and message of what is wrong, by the key of the question in whose lines it is found."""
    starts: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, place in sorted(places.items(), key=lambda each: each[1].line):
        starts[place.path].append((place.line, key))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for problem in sort_problems(problems):
        of_article = starts[problem.location.path]
        above = bisect_right(of_article, problem.location.line, key=lambda start: start[0])
        if above and problem.severity >= Severity.WARNING:
            found[of_article[above - 1][1]].append((problem.code, problem.message))
    return found


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
    # where one types on the front, Anki compares on the back
    again = fill_template(template.front, fields, back) if "{{type:" in template.front else shown
    return shown, fill_template(template.back, {**fields, "FrontSide": again}, back)


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
