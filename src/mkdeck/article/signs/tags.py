"""Tags and ids that tools read in a line: ``#card #geo``, ``{=:geo:=}``, ``(uuid)``; taken off what is shown."""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from typing import NamedTuple

from markdown_it.token import Token

from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_lines import TAG, UUID
from mkdeck.model import BOTH_WAYS, CLOZE, QUESTION, TYPED

_WORD = r"(?:card|flashcards?|fc)"
_TAG = rf"{TAG}(?![\w(.])"
_TAGS = re.compile(rf"(?:{_TAG})++")
"""A word that is nothing but tags: ``#a``, ``#a#b``."""
_AT_START = re.compile(rf"\s*+#{_WORD}(?:/[\w/-]++)?(?!\S)\s*+(?:{_TAG}\s++)*+", re.IGNORECASE)
_MARKER = re.compile(rf"{_WORD}(?:[/-](?P<way>reversed?|both|bidirectional))?(?P<below>/[\w/-]++)?\Z", re.IGNORECASE)
_CODE = re.compile(r"\{=:(?P<tags>[^{}]*):=\}|\{=<md2anki_type_(?P<model>cloze|cloze_extra|answer|default)>=\}")
_MODELS = {"cloze": CLOZE, "cloze_extra": CLOZE, "answer": TYPED, "default": QUESTION}
OPENINGS = (";;", ">>>", "::>")
_OPENS = re.compile(r"(?<=\S)\s++(?:;{2,3}|>>>|::>|↓)\s*\Z")
"""What says that the lines or items below answer."""
_DECK_ID = re.compile(r"\(\d{6,12}\)\Z")
"""What md2anki writes behind the name of a deck."""
_WRITTEN_AT_END = re.compile(r"(?<=\S)[ \t]\^(?P<id>\d{13}|q-\w+)[ \t]*\Z")
_ID_AT_END = re.compile(rf"\((?P<id>{UUID})\)\Z")


class Taken(NamedTuple):
    """What was taken off a line."""

    tags: tuple[str, ...] = ()
    """Without ``#``, and without the one that only says that the line is a card."""
    pinned: str = ""
    kind: str = ""
    is_marked: bool = False
    """Whether one of them says that the line is a card."""

    def join(self, other: "Taken") -> "Taken":
        """Return both together."""
        if other is NOTHING:
            return self
        return Taken(
            tuple(dict.fromkeys((*self.tags, *other.tags))),
            self.pinned or other.pinned,
            self.kind or other.kind,
            self.is_marked or other.is_marked,
        )


NOTHING = Taken()


def take_tags(children: Sequence[Token]) -> tuple[list[Token], Taken]:
    """Return the inside of a line without the tags and ids of tools that it begins or ends with, and these.

    Tags that only name a subject are taken where the article was written for a tool.
    """
    shown, taken = list(children), NOTHING
    if any(token.type == "code_inline" and token.content.startswith("{=") for token in shown):
        shown, taken = _take_code(shown)
    last = next((n for n in range(len(shown) - 1, -1, -1) if shown[n].type != "html_inline"), -1)
    if last >= 0 and shown[last].type == "text":
        rest, more = _take_end(shown[last].content)
        taken = taken.join(more)
        shown = shown if rest == shown[last].content else _replace(shown, last, rest)
    first = next((n for n, token in enumerate(shown) if token.type != "html_inline"), -1)
    if first >= 0 and shown[first].type == "text" and (found := _AT_START.match(shown[first].content)):
        rest = shown[first].content[found.end() :]
        if rest or len(shown) > first + 1:
            taken = taken.join(read_tags(found[0]))
            shown = _replace(shown, first, rest)
    return shown, taken


def read_tags(text: str) -> Taken:
    """Return the tags that a run of them has: ``#card #geo/sea``."""
    tags: list[str] = []
    kind, is_marked = "", False
    for word in text.split():
        found = _MARKER.match(word[1:])
        if not found:
            tags.append(word[1:].strip("/-"))
            continue
        is_marked = True
        kind = BOTH_WAYS if found["way"] else kind
        # ``#flashcards/sea`` names a deck, which whoever makes notes of it knows
        is_deck = word[1:].lower().startswith("flashcard")
        tags += [word[1:] if is_deck else found["below"].strip("/")] if found["below"] else []
    return Taken(tuple(tags), "", kind, is_marked)


def _take_end(text: str) -> tuple[str, Taken]:
    """Return a text without what it ends with."""
    taken = NOTHING
    for pattern in (
        _WRITTEN_AT_END,
        _ID_AT_END,
        _WRITTEN_AT_END,
    ):  # one of each, in either order
        if found := pattern.search(text):
            text, taken = text[: found.start()].rstrip(), Taken(pinned=found["id"]).join(taken)
    rest, more = _take_signs(text)
    return rest, more.join(taken)


def _take_signs(text: str) -> tuple[str, Taken]:
    """Return a text without the signs and tags that it ends with."""
    if text.endswith(")") and written_for().rules and (found := _DECK_ID.search(text)):
        return text[: found.start()].rstrip().removeprefix("Subdeck: "), NOTHING
    ends = (*OPENINGS, "↓") if written_for().arrows else OPENINGS
    if found := _OPENS.search(text) if text.rstrip().endswith(ends) else None:
        return text[: found.start()], Taken(is_marked=True)
    start = _find_tags(text) if "#" in text else 0
    taken = read_tags(text[start:]) if 0 < start < len(text) else NOTHING
    return (
        (text[:start].rstrip(), taken) if taken.is_marked or (taken.tags and written_for().cards) else (text, NOTHING)
    )


def _find_tags(text: str) -> int:
    """Return the place from which on there are only tags, the text's end where there is none."""
    start = len(text)
    for word in reversed([*re.finditer(r"\S+", text)]):
        if not _TAGS.fullmatch(word[0]):
            break
        start = word.start()
    return start


def _take_code(children: Sequence[Token]) -> tuple[list[Token], Taken]:
    """Return the children without the code spans of md2anki."""
    kept, taken = list[Token](), NOTHING
    for token in children:
        said = read_code(token.content) if token.type == "code_inline" else None
        if said is None:
            kept.append(token)
        else:
            taken = taken.join(said)
    return kept, taken


def read_code(text: str) -> Taken | None:
    """Return what a code span says to md2anki, nothing where it is code."""
    found = _CODE.fullmatch(text)
    if not found:
        return None
    return Taken(kind=_MODELS[found["model"]]) if found["model"] else Taken(tuple(_split(found["tags"])))


def _split(tags: str) -> Iterator[str]:
    return (tag for tag in map(str.strip, tags.split(",")) if tag)


def _replace(children: list[Token], place: int, content: str) -> list[Token]:
    shortened = copy(children[place])
    shortened.content = content
    return [*children[:place], *([shortened] if content else []), *children[place + 1 :]]
