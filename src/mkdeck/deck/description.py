"""What a deck says of itself in Anki, where its author wrote nothing: what it is, from where, how new, and where the next release is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from itertools import accumulate
from pathlib import PurePath
from types import MappingProxyType

from mkdeck.deck.assemble import name_deck
from mkdeck.emoji_names import show_emoji
from mkdeck.model import Article, Deck, Note
from mkdeck.release import Release
from mkdeck.unicode import seal_html


def describe_decks(
    deck: Deck, articles: Sequence[Article], release: Release, kept: Mapping[str, str] = MappingProxyType({})
) -> Deck:
    """Return a deck in which that of each article has a description, and that of all together where they have one.

    The day is that of the last change, and ``kept`` has what decks say that are as they were, so that a rebuild of unchanged articles
    gives the same text.
    """
    written = {name.casefold(): (name, text) for name, text in deck.descriptions}
    within: dict[str, list[Note]] = {}
    for note in deck.notes:
        for name in accumulate(note.deck.split("::"), "{}::{}".format):
            within.setdefault(name.casefold(), []).append(note)
    for name, of in _group_articles(articles).items():
        if notes := within.get(name.casefold()):
            spelled = "::".join(notes[0].deck.split("::")[: name.count("::") + 1])
            text = kept.get(spelled) or seal_html(" ".join(_describe(spelled, notes, of, release)))
            written.setdefault(name.casefold(), (spelled, text))
    return replace(deck, descriptions=tuple(written.values()))


def _group_articles(articles: Sequence[Article]) -> dict[str, list[Article]]:
    """Return the articles by the names of their decks, and of the deck that the settings put above several."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(name_deck(article, ()), []).append(article)
        if article.settings.deck:
            groups.setdefault(name_deck(replace(article, title="", deck_folders=()), ()), []).append(article)
    parents = {name for name, of in groups.items() if len({article.path for article in of}) > 1}
    own = {name_deck(article, ()) for article in articles}
    return {name: of for name, of in groups.items() if name in parents | own}


def _describe(name: str, notes: Sequence[Note], articles: Sequence[Article], release: Release) -> Iterator[str]:
    count = "1 question with its answer" if len(notes) == 1 else f"{len(notes)} questions with answers"
    day = datetime.fromtimestamp(max(note.mod for note in notes), UTC).date()
    title = escape(show_emoji(name.split("::")[-1]))
    source = f"{len(articles)} articles" if len(articles) > 1 else _name_source(articles[0])
    yield f"<b>{title}</b>: {count}, from {source}; last changed on {day}."
    if release.name:
        yield f"Release {escape(release.name)}."
    if release.url:
        yield f"The next release will be at {_link(release.url)}."
    elif len(articles) == 1 and articles[0].settings.url:
        yield "Look there for the next release."
    yield "Import it over this one: what you have learned stays."


def _name_source(article: Article) -> str:
    return _link(article.settings.url) if article.settings.url else escape(PurePath(article.path).name)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(re.sub(r"^https?://", "", address))}</a>'
