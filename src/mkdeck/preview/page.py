"""Deck -> one HTML page that needs no other file."""

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from mkdeck.media_types import FILM_TYPES, SOUND_TYPES, find_type, is_played
from mkdeck.model import Deck, Location, Media
from mkdeck.preview.cards import NOTHING, Beside, group_cards

GENERATOR = '<meta name="generator" content="mkdeck">'
"""Stands in every page, so that mkdeck overwrites no other."""

_OTHER_NAMES = dict(
    word.split("=")
    for word in (
        "ico=x-icon jpg=jpeg svg=svg+xml tif=tiff mp3=mpeg m4a=mp4 m4v=mp4 mov=mp4 oga=ogg opus=ogg spx=ogg ogv=ogg aif=aiff"
        " mkv=x-matroska mpg=mpeg wma=x-ms-wma wmv=x-ms-wmv avi=x-msvideo"
    ).split()
)
"""Media types that have another name than the ends of their files."""


def make_page(
    deck: Deck, places: Mapping[str, Location], version: str = "", beside: Beside = NOTHING, download: str = ""
) -> str:
    """Return the page of all cards.

    ``places`` holds where each question stands, by the note's present key; ``download`` is where the package is to be had. A page with
    a version asks its server for a newer one; one without asks nobody anything.
    """
    tops = {note.deck.split("::")[0] for note in deck.notes}
    top = tops.pop() if len(tops) == 1 else ""
    old, pictures = (beside.previous.notetypes, beside.previous.media) if beside.previous else ((), ())
    data: dict[str, Any] = {
        "css": {notetype.kind: f"{_read('card.css')}\n{notetype.css}" for notetype in (*old, *deck.notetypes)},
        "groups": group_cards(deck, places, top, beside),
        "listCss": _read("list.css"),
        "media": {media.name: _make_address(media) for media in (*pictures, *deck.media)},
        "version": version,
    }
    script = _read("page.js")
    return Template(_read("page.html")).substitute(
        generator=GENERATOR,
        policy=_make_policy(
            script, is_served=bool(version), plays=any(is_played(m.name) for m in (*pictures, *deck.media))
        ),
        title=escape(top or "All decks"),
        download=f'  <a id="download" href="{escape(download)}" download>Download</a>\n' if download else "",
        style=_read("page.css"),
        script=script,
        data=_write_json(data),
    )


def _make_address(media: Media) -> str:
    suffix = find_type(media.name)
    kind = "audio" if suffix in SOUND_TYPES else "video" if suffix in FILM_TYPES else "image"
    content = base64.b64encode(media.content).decode()
    return f"data:{kind}/{_OTHER_NAMES.get(suffix, suffix)};base64,{content}"


def _make_policy(script: str, *, is_served: bool, plays: bool) -> str:
    """Return the content security policy: this one script, and nothing from anywhere else."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rules = (
        "default-src 'none'",
        f"script-src 'sha256-{digest}'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        *(["media-src data:"] if plays else []),
        "base-uri 'none'",
        "form-action 'none'",
        *(["connect-src 'self'"] if is_served else []),
    )
    return "; ".join(rules)


def _write_json(data: Mapping[str, Any]) -> str:
    """Return JSON that can stand in a script element: no ``<``, so that nothing in it ends or begins one."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _read(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")
