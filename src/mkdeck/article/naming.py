"""What an article is called: by its front matter, a heading, its file and the folder in which that lies."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from markdown_it.token import Token

from mkdeck.article.front_matter import FrontMatter, find_title
from mkdeck.article.parsing.blocks import Block, make_heading
from mkdeck.article.parsing.markdown import inline_text, shown_text
from mkdeck.article.parsing.origin import Origin
from mkdeck.article.reading.outline import Outline
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.frame import is_frame_title
from mkdeck.article.signs.labels import names_part_of_answer
from mkdeck.model import Location, Settings

_LONGEST_TITLE = 300
"""Characters of an article's or a section's title."""


def find_names(front: FrontMatter, origin: Origin) -> Iterator[str]:
    """Yield what an article is called, and the folder in which it lies."""
    yield from (
        front.title,
        *front.tags,
        *(re.sub(r"[\W_]+", " ", name) for name in (find_stem(origin.path), find_folder(origin.path))),
    )
    first = next((block for block in origin.parsed.blocks if block.type == "heading_open"), None)
    if first and first.tokens[0].tag == "h1":
        yield inline_text(first.tokens[1])


def make_page_title(front: FrontMatter, origin: Origin, settings: Settings) -> Block | None:
    """Return what the page is called, if no heading says so: the front matter's title, or of one question the file's name."""
    title = front.title
    if settings.shape == "file" and not title and not _has_title(origin.parsed.blocks):
        title = " ".join(re.split(r"[\s_-]+", find_stem(origin.path)))
    return make_heading([Token("text", "", 0, content=title)], 1, find_title(front)) if title else None


def _has_title(blocks: Sequence[Block]) -> bool:
    """Tell whether the first heading of a text is its title: a top one, or one that begins the text and is above all others."""
    levels = [int(block.tokens[0].tag[1]) for block in blocks if block.type == "heading_open"]
    first = next((block for block in blocks if not is_empty(block)), None)
    if not levels or levels[0] == 1 or first is None or first.type != "heading_open":
        return levels[:1] == [1]
    text = inline_text(first.tokens[1])
    return min(levels[1:], default=7) > levels[0] and not (is_frame_title(text) or names_part_of_answer(text))


def name_deck(name: str, title: str, settings: Settings) -> tuple[str, Settings]:
    """Return title and settings that give an article the deck that another tool's line in it names."""
    *parents, last = [part.strip() for part in name.split("::") if part.strip()] or [""]
    deck = "::".join(filter(None, (settings.deck, *parents)))
    return (last, replace(settings, deck=deck or None)) if last else (title, settings)


def find_article_title(front: FrontMatter, outline: Outline, path: str) -> str:
    """Return the title that the front matter gives, else the first ``#`` heading, else the file's name.

    An article that is one question is in the deck of its folder.
    """
    name = find_stem(path)
    if outline.shape == "file":
        return find_folder(path) or name
    return shorten_title(front.title or (shown_text(outline.title.children) if outline.title else "")) or name


def find_titles(front: FrontMatter, origin: Origin, outline: Outline) -> dict[Location, str]:
    """Return what names the article as a whole, by place; nothing where that is its only question."""
    if outline.shape == "file":
        return {}
    titles = {Location(origin.path, find_title(front)): front.title} if front.title else {}
    tops = (
        block.line for block in origin.parsed.blocks if block.type == "heading_open" and block.tokens[0].tag == "h1"
    )
    if outline.title:
        titles[Location(origin.path, next(tops, 1))] = outline.title.anchor_text
    return titles


def shorten_title(title: str) -> str:
    """Return a title that every note below it repeats, in its section, deck and tags, no longer than people write one."""
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"


def find_stem(path: str) -> str:
    """Return the name of a file without its end."""
    # A name that is no UTF-8 reaches Python as lone surrogates, which no database takes.
    return PurePath(path).stem.encode("utf-8", "replace").decode()


def find_folder(path: str) -> str:
    """Return the name of the folder in which a file lies."""
    return PurePath(path).parent.name.encode("utf-8", "replace").decode()
