"""Which signs of flashcard tools an article has: what might be anything in another one is theirs in it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields

from mkdeck.article.blocks import Block
from mkdeck.article.tools.lines import BLOCK_ID, UUID, is_written_id


@dataclass(frozen=True, slots=True)
class Tools:
    """What an article says of how it was written."""

    cards: bool = False
    """That it was written for a flashcard tool: lines such as ``a::b`` are cards in it."""
    rules: bool = False
    """That a rule parts the sides of a card."""
    headings: bool = False
    """That all headings of a level are cards."""
    clozes: bool = False
    """That ``C:`` stands before a text with gaps."""


_SIGNS = {
    "cards": re.compile(
        r"^#(?:flashcards?|card)(?:/|\s|\Z)|\s#(?:flashcards?|card(?:[/-]reversed?)?|fc)(?:/[\w/-]++)?(?:\s++#[\w/-]++)*+\s*$|<!--\s*+(?:SR|ID):|^TARGET DECK\b|^FILE TAGS\b",
        re.MULTILINE,
    ),
    "rules": re.compile(rf"\({UUID}\)\s*\Z|\{{=:[^{{}}\n]*:=\}}"),
    "headings": re.compile(r"\A%\Z|<!--\s*+md2apkg |^\[#[^\]\n]++\]\([^()\n]*\)", re.MULTILINE),
    "clozes": re.compile(r"^C:.*\[[^\]\n]++\]", re.MULTILINE),
}
_FRONT = {
    "cards": re.compile(r"^(?:cards-deck|anki[-_]deck|tags?)\s*+:.*", re.MULTILINE | re.IGNORECASE),
    "rules": re.compile(r"^noteId\s*+:", re.MULTILINE),
}
_NEEDLES = ("#card", "#flashcard", "#fc", "<!--", "TARGET DECK", "FILE TAGS", "{=", "%\n", "[#", "C:", "-")
_WORD = re.compile(r"(?i)cards-deck|anki[-_]deck|flash-?cards?\b")
NONE = Tools()
_WRITTEN_FOR: ContextVar[Tools] = ContextVar("tools", default=NONE)


def find_tools(text: str, front: str, tags: Iterable[str], blocks: Iterable[Block]) -> Tools:
    """Return what the text of an article, its front matter and its tags say."""
    found = {name: bool(sign.search(front)) for name, sign in _FRONT.items() if name != "cards"}
    found["cards"] = any(_WORD.search(tag) for tag in tags) or bool(re.search(r"(?m)^(?:cards-deck|anki[-_]deck)\s*+:", front))
    if any(needle in text for needle in _NEEDLES):
        for content in _contents(blocks):
            for name, sign in _SIGNS.items():
                found[name] = found.get(name, False) or sign.search(content) is not None
        found["cards"] = found["cards"] or _has_written_id(blocks)
    return Tools(**{each.name: found.get(each.name, False) for each in fields(Tools)})


def _contents(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield what stands in the lines and tags of blocks, without their code."""
    for block in blocks:
        yield from (token.content for token in block.tokens if token.type in ("inline", "html_block"))


def _has_written_id(blocks: Iterable[Block]) -> bool:
    return any(is_written_id(token.meta.get(BLOCK_ID, "")) for block in blocks for token in block.tokens)


def written_for() -> Tools:
    """Return what the article says that is being read."""
    return _WRITTEN_FOR.get()


@contextmanager
def write_for(tools: Tools) -> Iterator[None]:
    """Let an article be read as one that says this."""
    token = _WRITTEN_FOR.set(tools)
    try:
        yield
    finally:
        _WRITTEN_FOR.reset(token)
