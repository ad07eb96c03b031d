"""Keys and GUIDs: what a learner's history hangs on.

A change to any result of this file makes every learner's cards new ones; ``tests/test_identity.py`` holds a frozen table.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from html import escape
from pathlib import PurePath

from mkdeck.cloze import seal_clozes
from mkdeck.model import CLOZE, KINDS, QUESTION
from mkdeck.unicode import normalize

GUID_WORD = "mkdeck"
"""Keeps our GUIDs apart from those of other tools that hash a short text."""

_GUID_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"
_FOLDER_NAMES = frozenset({"index", "_index", "readme"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}[-_ ]+(?=.)")
_VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f]")


def make_slug(text: str) -> str:
    """Return ``text`` with letters, marks and digits of every script kept, folded, and all else as single ``-``."""
    folded = normalize("NFKC", normalize("NFKC", text).casefold())
    folded = _VARIATION_SELECTOR.sub("", folded)  # marks to Unicode, but of emoji
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return "-".join("".join(kept).split())


def article_slug(path: PurePath, beside_config: bool = False) -> str:
    """Return the slug of an article that has none of its own.

    ``path`` is absolute. ``beside_config`` says that the article lies beside the configuration file that gives the
    deck's id; that id alone then names an ``index`` or ``README``, and the slug is ``""``.
    """
    stem = _DATE.sub("", path.stem, count=1)
    if stem.casefold() not in _FOLDER_NAMES:
        return make_slug(stem) or _digest(path.stem)
    return "" if beside_config else make_slug(path.parent.name) or _digest(path.parent.name)


def telling_folder(path: PurePath, slug: str) -> PurePath:
    """Return the folder that tells an article from others of the same slug; ``path`` is absolute."""
    return path.parent.parent if is_named_by_folder(path) and slug == article_slug(path) else path.parent


def folder_slugs(folder: PurePath) -> tuple[str, ...]:
    """Return the slugs of a folder and of those above it, the nearest first."""
    return tuple(make_slug(each.name) or _digest(each.name) for each in (folder, *folder.parents) if each.name)


def is_named_by_folder(path: PurePath) -> bool:
    """Tell whether a file has the name of its folder: an ``index``, ``_index`` or ``README``."""
    return path.stem.casefold() in _FOLDER_NAMES


def question_id(title: str, rest: str = "") -> str:
    """Return the id of a question from its title, without number or prefix, and what else its front shows."""
    slug, rest = make_slug(title), " ".join(rest.split())
    if rest or not slug:
        return f"{slug}~{_digest(rest or title)}"
    return slug


def number_equal_ids(ids: Iterable[tuple[str, bool]]) -> list[str]:
    """Give equal ids of one article ``-2``, ``-3``, … in order; the flag says that the author wrote the id.

    Written ids come first, then the first of each other id, so that a new equal question never renames one that was
    alone.
    """
    wanted = list(ids)
    taken: set[str] = set()
    result = [""] * len(wanted)
    for written in (True, False):
        for n, (id_, is_written) in enumerate(wanted):
            if is_written is written and id_ not in taken:
                taken.add(id_)
                result[n] = id_
    latest: dict[str, int] = {}
    for n, (id_, _) in enumerate(wanted):
        if not result[n]:
            number = latest.get(id_, 1) + 1
            while f"{id_}-{number}" in taken:
                number += 1
            latest[id_] = number
            result[n] = f"{id_}-{number}"
            taken.add(result[n])
    return result


def note_key(deck_id: str, slug: str, id_: str, kind: str = QUESTION) -> str:
    """Return the key ``[deck id/]article slug/question id[=kind]``; an id with a ``/`` is a whole key.

    Anki's notes never change their notetype, so cards of another kind are another note. No id has a ``=``.
    """
    key = id_ if "/" in id_ else "/".join(part for part in (deck_id, slug, id_) if part)
    return join_kind(key, kind)


def join_kind(key: str, kind: str) -> str:
    """Return a key with the kind that it is of; that of a question has none."""
    return key if kind == QUESTION else f"{key}={kind}"


def split_kind(key: str) -> tuple[str, str]:
    """Return a key as it would be of a question, and its kind."""
    before, _, kind = key.rpartition("=")
    return (before, kind) if kind in KINDS else (key, QUESTION)


def is_written(key: str, front: str) -> bool:
    """Tell whether the author wrote the id in a key, as it is not made of what the front shows."""
    made, tilde, _ = re.sub(r"-\d+\Z", "", split_kind(key)[0].rpartition("/")[2]).partition("~")
    slug = re.sub(r"-\d+\Z", "", make_slug(front))
    return not (slug.startswith(made) if tilde else slug == made)


def note_guid(key: str) -> str:
    """Return the GUID of the note with this key: what genanki's ``guid_for`` makes of the two texts."""
    number = int.from_bytes(hashlib.sha256(f"{GUID_WORD}__{key}".encode()).digest()[:8], "big")
    signs = []
    while number:
        number, place = divmod(number, len(_GUID_SIGNS))
        signs.append(_GUID_SIGNS[place])
    return "".join(reversed(signs))


def key_field(key: str) -> str:
    """Return the key as the field ``Key`` holds it, in HTML: a slug or an id of the deck may have any sign."""
    html = escape(key, quote=False).replace("[", "&#91;")
    return seal_clozes(html) if split_kind(key)[1] == CLOZE else html


def digest_inputs(*inputs: str) -> str:
    """Return 32 hex digits that stand for all that an author wrote for a note."""
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()[:32]


def _digest(text: str) -> str:
    return hashlib.sha256(normalize("NFC", text).encode("utf-8", "surrogatepass")).hexdigest()[:8]
