"""What a reader sees of a note, as text."""

import re
from collections.abc import Iterator
from html import unescape

from mkdeck.deck.sides import read_front
from mkdeck.model import Note

FORMULA, FORMULA_END, FORMULA_SPACE = "\ud800", "\ud801", "\ud802"
"""Around a formula and for each space in it: halves of characters, which no text of a note can hold."""

_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")
_PICTURE = re.compile(r"<img([^<>]*+)>")
_MATH = re.compile(r"</?(?:code|pre)\b[^<>]*>|\\[()\[\]]|<")
_CONTEXT = '<div class="context">'
"""Begins what the front shows below the question."""


def question_text(note: Note) -> str:
    """Return the question as one line of text."""
    return " ".join(visible_text(read_front(note)).split())


def split_question(note: Note) -> tuple[str, list[str]]:
    """Return the HTML of the question, and that of the options below it, where it has any."""
    front = read_front(note)
    title, _, below = front.partition(_CONTEXT)
    parts = re.split(r"<li\b[^<>]*>", below)
    return (title, parts[1:]) if title and len(parts) > 1 else (front, [])


def visible_text(html: str) -> str:
    """Return what a reader sees of a field, pictures by their texts."""
    named = _PICTURE.sub(lambda tag: f"[{_read_picture(tag[1])[0]}]", html)
    broken = re.sub(r"<br>|<div\b[^<>]*>|</(?:p|li|tr|pre|h\d|dt|dd|summary|blockquote)>", "\n", named)
    return unescape(re.sub(r"<[^<>]*>", "", re.sub(r"</t[dh]>", " ", broken))).strip()


def list_pictures(html: str) -> list[tuple[str, str]]:
    """Return each picture's text and name."""
    return [_read_picture(tag[1]) for tag in _PICTURE.finditer(html)]


def list_sounds(note: Note) -> list[str]:
    """Return the names of the sounds that a note plays."""
    return [name for field in note.fields for name in _SOUND.findall(field)]


def mark_formulas(html: str) -> str:
    """Return a field in which formulas stand between signs of their own, as one word each."""
    return "".join(
        f"{FORMULA}{FORMULA_SPACE.join(text.split())}{FORMULA_END}" if is_formula else text
        for is_formula, text in _split_formulas(html)
    )


def _split_formulas(html: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of a field in order, and whether each is a formula; in code and across tags there is none."""
    done, begin, depth = 0, -1, 0
    for token in _MATH.finditer(html):
        sign = token[0]
        if sign.startswith("<"):
            begin = -1
            depth += 0 if sign == "<" else -1 if sign[1] == "/" else 1
        elif sign in (r"\(", r"\["):
            begin = token.end() if depth <= 0 else -1
        elif begin >= 0 and html[begin - 1] == {")": "(", "]": "["}[sign[1]]:
            yield False, html[done : begin - 2]
            yield True, html[begin : token.start()]
            done, begin = token.end(), -1
    yield False, html[done:]


def _read_picture(attributes: str) -> tuple[str, str]:
    text, name = (re.search(rf' {attribute}="([^"]*)"', attributes) for attribute in ("alt", "src"))
    return (text[1] if text and text[1] else "picture"), (name[1] if name else "")
