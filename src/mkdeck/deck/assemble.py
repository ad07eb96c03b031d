"""Articles -> the deck that a package holds."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from mkdeck.deck.identity import digest_inputs, key_field, make_slug, note_guid, note_key, number_equal_ids, question_id
from mkdeck.deck.notetype import make_notetype
from mkdeck.limits import MAX_NAME, MAX_NOTE, MAX_NOTES
from mkdeck.model import Article, Deck, Location, Media, Note, Pair
from mkdeck.problem import Problem, Severity
from mkdeck.unicode import normalize, seal_html

_RESERVED_TAGS = frozenset({"marked", "leech"})


def assemble_deck(
    articles: Sequence[Article], now: int, css: str = ""
) -> tuple[Deck, dict[str, Location], list[Problem]]:
    """Make the notes of all articles, in order; ``now`` is in seconds since 1970.

    The second result is the place of each key's question.
    """
    notes: dict[str, Note] = {}
    places: dict[str, Location] = {}
    media: dict[str, Media] = {}
    descriptions: dict[str, str] = {}
    spelling = _Spelling()
    problems = []
    for article in articles:
        keyed, wrong = _key_pairs(article)
        problems += wrong
        if article.description:
            descriptions.setdefault(spelling.settle(_deck_name(article, ())), seal_html(escape(article.description)))
        for key, same in keyed:
            if key in notes:
                problems.append(_report_double(key, same[0], places[key]))
                continue
            note = _make_note(article, key, same, now, len(notes), spelling)
            if sum(len(field.encode("utf-8", "replace")) for field in note.fields) > MAX_NOTE:
                problems.append(_report_large(same[0]))
                continue
            notes[key] = note
            places[key] = same[0].location
            media |= {picture.name: picture for pair in same for picture in pair.media}
    if len(notes) > MAX_NOTES:
        problems.append(_report_many(len(notes), list(places.values())[MAX_NOTES]))
    deck = Deck(
        notes=tuple(notes.values()),
        notetype=make_notetype(now, css),
        media=tuple(media[name] for name in sorted(media)),
        descriptions=tuple(descriptions.items()),
    )
    return deck, places, problems


def _key_pairs(article: Article) -> tuple[list[tuple[str, list[Pair]]], list[Problem]]:
    """Return the pairs of an article by their keys; a pair that stands in several sections comes as one."""
    merged: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in article.pairs:
        merged.setdefault((pair.pinned, pair.question, pair.answer), []).append(pair)
    groups = list(merged.values())
    wanted = [
        (group[0].pinned or question_id(group[0].title, group[0].rest), bool(group[0].pinned)) for group in groups
    ]
    ids = number_equal_ids(wanted)
    first = {id_: group[0] for id_, group in zip(ids, groups, strict=True)}
    problems = [
        _report_equal(group[0], first[want], id_)
        for id_, (want, _), group in zip(ids, wanted, groups, strict=True)
        if id_ != want
    ]
    deck_id = article.settings.id or ""
    return [(note_key(deck_id, article.slug, id_), group) for id_, group in zip(ids, groups, strict=True)], problems


def _make_note(
    article: Article, key: str, same: Sequence[Pair], now: int, position: int, spelling: "_Spelling"
) -> Note:
    pair = same[0]
    shown = (pair.question, pair.answer, "", pair.section, pair.link)
    sections = [section for each in same for section in each.sections]
    tags = tuple(_clean_tags([*article.tags, *(article.settings.tags or ()), *map(make_slug, sections)]))
    # What a server sends, or fails to send, is no change of the author's: their address of it stands in the source.
    own = sorted(picture.name for picture in pair.media if not picture.is_downloaded)
    return Note(
        id=now * 1000 + position,
        guid=note_guid(key),
        key=key,
        present=key,
        digest=digest_inputs(*pair.source, *own, *tags, pair.section, article.settings.url or ""),
        fields=(*map(seal_html, shown), normalize("NFC", key_field(key))),  # the key is text that stands on no card
        tags=tags,
        deck=spelling.settle(_deck_name(article, pair.sections)),
        mod=now,
    )


def _deck_name(article: Article, sections: Iterable[str]) -> str:
    """Return ``[parent ::] title [:: section …]``; only the parent may itself be made of several parts."""
    parents = (article.settings.deck or "")[:MAX_NAME].split("::")
    below = sections if article.settings.sections == "subdecks" and article.shape != "file" else ()
    parts = [_deck_part(part) for part in (*parents, article.title, *below)]
    return "::".join(part for part in parts if part)


def _deck_part(text: str) -> str:
    """Return a title as one part of a deck's name: Anki would split it at ``::``, also together with its neighbours."""
    kept = "".join(c for c in normalize("NFC", text) if unicodedata.category(c) != "Cc")
    return re.sub(":(?=:)", ": ", " ".join(kept.split()).strip(": "))


def _clean_tags(tags: Iterable[str]) -> Iterator[str]:
    """Yield each tag once, as Anki can keep it."""
    seen = set(_RESERVED_TAGS)
    for tag in tags:
        kept = "".join(
            " " if c.isspace() else c for c in normalize("NFC", tag[:MAX_NAME]) if c.isspace() or c.isprintable()
        )
        clean = "-".join(kept.replace('"', "").split()).lstrip("#")  # Obsidian writes #exam
        if clean and clean.casefold() not in seen:
            seen.add(clean.casefold())
            yield clean


class _Spelling:
    """Keeps the first spelling of each part of a deck's name: to Anki, two that differ in case are one deck."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def settle(self, name: str) -> str:
        settled = ""
        for part in name.split("::"):
            wanted = f"{settled}::{part}" if settled else part
            settled = self._first.setdefault(wanted.casefold(), wanted)
        return settled


def _report_equal(pair: Pair, first: Pair, id_: str) -> Problem:
    message = f"question '{pair.title}' has the same id as the one in line {first.location.line}, so it gets '{id_}'"
    hint = "give each a lasting id: ### Question {#id}, <!-- id: … --> below it, or id in its entry of a list"
    return Problem(pair.location, "equal-ids", message, hint)


def _report_double(key: str, pair: Pair, first: Location) -> Problem:
    message = f"question '{pair.title}' has the key '{key}', as in {first.path}:{first.line}"
    hint = "give one of the two articles another slug in its front matter, or pin another id"
    return Problem(pair.location, "double-key", message, hint, Severity.ERROR)


def _report_large(pair: Pair) -> Problem:
    message = f"question '{pair.title}' and its answer have more than {MAX_NOTE >> 20} MB, so they become no card"
    return Problem(pair.location, "large-note", message, "part the question, or leave out what no card needs")


def _report_many(count: int, first: Location) -> Problem:
    message = f"there are {count} questions, and a package holds {MAX_NOTES}"
    return Problem(first, "large-deck", message, "part the sources into several packages", Severity.ERROR)
