"""Articles -> the deck that a package holds."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from mkdeck.cloze import list_hidden, seal_clozes
from mkdeck.deck.collisions import Claim, settle_claims
from mkdeck.deck.identity import digest_inputs, key_field, make_slug, note_guid, number_equal_ids, question_id
from mkdeck.deck.notetype import make_notetypes
from mkdeck.emoji_names import show_emoji
from mkdeck.limits import MAX_NAME, MAX_NOTE, MAX_NOTES
from mkdeck.model import CLOZE, KINDS, QUESTION, Article, Deck, Location, Note, Pair
from mkdeck.problem import Problem, Severity
from mkdeck.unicode import normalize, seal_html

_RESERVED_TAGS = frozenset({"marked", "leech"})
_DECK_TAGS = frozenset({"flashcard", "flashcards"})
"""What begins a tag that names a deck, as Obsidian's spaced repetition has it: ``#flashcards/history/rome``."""


def assemble_deck(
    articles: Sequence[Article], now: int, css: str = "", previous: Sequence[Note] = ()
) -> tuple[Deck, dict[str, Location], list[Problem]]:
    """Make the notes of all articles, in order; ``now`` is in seconds since 1970.

    Of articles that claim one key the one keeps it that had it in the ``previous`` package. The second result is the place of
    each key's question.
    """
    descriptions: dict[str, str] = {}
    spelling = _Spelling()
    claims: list[Claim] = []
    problems = []
    for article in articles:
        found, wrong = _claim_keys(article)
        claims += found
        problems += wrong
        if article.description:
            descriptions.setdefault(
                spelling.settle(name_deck(article, ())), seal_html(show_emoji(escape(article.description)))
            )
    keys = settle_claims(claims, previous)
    problems += _report_collisions(claims, keys)
    settled = {key: claim for key, claim in zip(keys, claims, strict=True) if key}
    made = {key: _make_note(claim, key, now, n, spelling) for n, (key, claim) in enumerate(settled.items())}
    problems += [_report_large(settled[key].same[0]) for key, note in made.items() if _is_large(note)]
    settled = {key: claim for key, claim in settled.items() if not _is_large(made[key])}
    notes = tuple(made[key] for key in settled)
    if len(notes) > MAX_NOTES:
        problems.append(_report_many(len(notes), settled[notes[MAX_NOTES].key].same[0].location))
    media = {picture.name: picture for claim in settled.values() for pair in claim.same for picture in pair.media}
    deck = Deck(
        notes=notes,
        notetypes=make_notetypes(now, css, {note.kind for note in notes} or {QUESTION}),
        media=tuple(media[name] for name in sorted(media)),
        descriptions=tuple(descriptions.items()),
    )
    return deck, {key: claim.same[0].location for key, claim in settled.items()}, problems


def _claim_keys(article: Article) -> tuple[list[Claim], list[Problem]]:
    """Return the questions of an article with their ids; a pair that stands in several sections comes as one."""
    merged: dict[tuple[str, ...], list[Pair]] = {}
    for pair in article.pairs:
        merged.setdefault(pair.content, []).append(pair)
    groups = list(merged.values())
    wanted = [group[0].pinned or question_id(group[0].title, group[0].rest) for group in groups]
    ids: dict[int, str] = {}
    for kind in KINDS:  # a key has its kind in it, so ids of two kinds are never equal
        places = [n for n, group in enumerate(groups) if group[0].kind == kind]
        numbered = number_equal_ids((wanted[n], bool(groups[n][0].pinned)) for n in places)
        ids.update(zip(places, numbered, strict=True))
    claims = [Claim(article, ids[n], group, group[0].kind) for n, group in enumerate(groups)]
    first = {claim.key: claim.same[0] for claim in claims}
    problems = [
        _report_equal(claim.same[0], first[replace(claim, id=want).key], claim.id)
        for claim, want in zip(claims, wanted, strict=True)
        if claim.id != want
    ]
    return claims, problems


def _is_large(note: Note) -> bool:
    return sum(len(field.encode("utf-8", "replace")) for field in note.fields) > MAX_NOTE


def _make_note(claim: Claim, key: str, now: int, position: int, spelling: "_Spelling") -> Note:
    article, pair = claim.article, claim.same[0]
    shown = (pair.question, pair.answer, pair.extra, show_emoji(pair.section), pair.link)
    fields = (*map(seal_html, shown), normalize("NFC", key_field(key)))  # the key is text that stands on no card
    if pair.kind == CLOZE:
        fields = (fields[0], *map(seal_clozes, fields[1:]))  # some of Anki's clients look for clozes in every field
    sections = [section for each in claim.same for section in each.sections]
    own = [tag for each in claim.same for tag in each.tags]
    written = [*article.tags, *(article.settings.tags or ()), *map(make_slug, sections), *own]
    tags, decks = _read_tags(written, is_split=article.settings.nested_tags == "split")
    # What a server sends, or fails to send, is no change of the author's: their address of it stands in the source.
    pictures = sorted(picture.name for picture in pair.media if not picture.is_downloaded)
    return Note(
        id=now * 1000 + position,
        guid=pair.guid or note_guid(key),
        key=key,
        present=key,
        digest=digest_inputs(
            *pair.source,
            *pictures,
            *_clean_tags(written),
            pair.section,
            article.settings.url or "",
            *_list_hidden(pair),
        ),
        fields=fields,
        tags=tags,
        deck=spelling.settle(name_deck(article, pair.sections, decks)),
        mod=now,
        kind=pair.kind,
        is_counted=pair.is_counted,
    )


def _list_hidden(pair: Pair) -> list[str]:
    """Return what the author hides in a cloze, which what is written there does not always say, with the numbers that he gave."""
    hidden = list_hidden(pair.question) if pair.kind == CLOZE else []
    return [text if pair.is_counted else f"{number}:{text}" for number, text in hidden]


def name_deck(article: Article, sections: Iterable[str], decks: Sequence[str] = ()) -> str:
    """Return the name of an article's deck, ``[parent ::] [folder :: …] title [:: section …]``; only the parent may itself be made of several parts.

    Where a tag names ``decks``, they stand below the parent, and nothing else.
    """
    parents = (article.settings.deck or "")[:MAX_NAME].split("::")
    below = sections if article.settings.sections == "subdecks" and article.shape != "file" else ()
    folders = article.deck_folders if article.settings.decks == "folders" else ()
    # The page of a folder, and the questions that are its files, are in the folder's own deck.
    title = () if folders and make_slug(folders[-1]) == make_slug(article.title) else (article.title,)
    parts = [_deck_part(show_emoji(part)) for part in (*parents, *(decks or (*folders, *title, *below)))]
    return "::".join(part for part in parts if part)


def _deck_part(text: str) -> str:
    """Return a title as one part of a deck's name: Anki would split it at ``::``, also together with its neighbours."""
    kept = "".join(c for c in normalize("NFC", text) if unicodedata.category(c) != "Cc")
    return re.sub(":(?=:)", ": ", " ".join(kept.split()).strip(": "))


def _read_tags(written: Iterable[str], *, is_split: bool) -> tuple[tuple[str, ...], Sequence[str]]:
    """Return the tags as Anki nests them, ``a::b`` for ``a/b``, and the decks that the last tag ``flashcards/a/b`` names."""
    tags: list[str] = []
    decks: Sequence[str] = ()
    for tag in written:
        first, *below = [part for part in tag.split("/") if part.strip()] or [""]
        if below and first.lstrip("#").casefold() in _DECK_TAGS:
            decks = below
        else:
            tags.append("::".join((first, *below)) if is_split else tag)
    return tuple(_clean_tags(tags)), decks


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


def _report_collisions(claims: Sequence[Claim], keys: Sequence[str | None]) -> Iterator[Problem]:
    """Yield a notice for each article of which keys had to be told apart, and a warning for each question left out."""
    holders = {key: claim for key, claim in zip(keys, claims, strict=True) if key}
    told: dict[str, list[tuple[Claim, str]]] = {}
    for claim, key in zip(claims, keys, strict=True):
        if key is None:
            yield _report_double(claim, holders[claim.key])
        elif key != claim.key and claim.key in holders:
            told.setdefault(claim.article.path, []).append((claim, key))
    for path, found in told.items():
        claim, key = found[0]
        yield _report_told_apart(path, len(found), key, holders[claim.key].article.path)


def _report_double(claim: Claim, first: Claim) -> Problem:
    pair, where = claim.same[0], first.same[0].location
    message = f"question '{pair.title}' has the key '{claim.key}', as in {where.path}:{where.line}, and is left out"
    hint = "give one of the two articles another slug in its front matter, or pin another id"
    return Problem(pair.location, "double-key", message, hint)


def _report_large(pair: Pair) -> Problem:
    message = f"question '{pair.title}' and its answer have more than {MAX_NOTE >> 20} MB, so they become no card"
    return Problem(pair.location, "large-note", message, "part the question, or leave out what no card needs")


def _report_many(count: int, first: Location) -> Problem:
    message = f"there are {count} questions, and a package holds {MAX_NOTES}"
    return Problem(first, "large-deck", message, "part the sources into several packages", Severity.ERROR)


def _report_told_apart(path: str, count: int, key: str, other: str) -> Problem:
    questions = "1 question is" if count == 1 else f"{count} questions are"
    message = f"{questions} asked in {other} of the same slug, too, and told apart by the folder, as in the key '{key}'"
    hint = "write another slug into the article's front matter, if the folder may get another name"
    return Problem(Location(path, 1), "shared-slug", message, hint, Severity.INFO)
