"""Which signs of flashcard tools an article has.

Some of what they write (tags, ids, the state of reviews, lines between the sides of a card) means the same wherever it
stands; what might be something else in an ordinary article counts only where the article says by signs of its own that
it was written for such a tool.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_lines import BLOCK_ID, SPARK, TAG, UUID, is_written_id
from mkdeck.article.parsing.tool_sections import SIGNS as SECTION_SIGNS
from mkdeck.article.parsing.tool_sections import Section, find_sections


@dataclass(frozen=True, slots=True)
class Tools:
    """What an article says of how it was written."""

    cards: bool = False
    """That it was written for a flashcard tool: lines such as ``a::b`` are cards in it."""
    rules: bool = False
    """That a rule parts the sides of a card."""
    headings: bool = False
    """That all headings of a level are cards."""
    nested: bool = False
    """That all headings of any level are cards, those within others, too."""
    pauses: bool = False
    """That each top heading is a card, with a pause between its sides or none."""
    clozes: bool = False
    """That ``C:`` stands before a text with gaps."""
    vocabulary: bool = False
    """That all of it is to be learned: its title, a tag, its name or folder calls it a vocabulary, or flashcards."""
    deck: str = ""
    """The name of its deck."""
    tags: tuple[str, ...] = ()
    """Those of all its cards."""
    arrows: bool = False
    """That ``↓`` or ``―`` stands behind its questions, as RemNote exports them, and ``{{gaps}}`` in its texts."""
    letters: bool = False
    """That ``Q:`` and ``A:`` stand before all its questions and answers."""
    tick: str = ""
    """What stands at the right option of its quizzes, whatever it means elsewhere."""
    note: str = ""
    """The id that the whole file has as a note in Anki."""
    sections: tuple[Section, ...] = ()
    """Its parts of whose cards something is said."""
    said: frozenset[int] = frozenset()
    """The lines of the blocks that say so: they are on no card."""


_SIGNS = {
    "cards": re.compile(
        rf"^#(?:flashcards?|card)(?:/|\s|\Z)|\s#(?:flashcards?|card(?:[/-]reversed?)?|fc)(?:/[\w/-]++)?(?:\s++{TAG})*+\s*$|<!--\s*+(?:SR|ID):|^TARGET DECK\b|^FILE TAGS\b",
        re.MULTILINE,
    ),
    "rules": re.compile(rf"\({UUID}\)\s*\Z|\{{=:[^{{}}\n]*:=\}}"),
    "headings": re.compile(r"\A%\Z|^\[#[^\]\n]++\]\([^()\n]*\)|<!--\s*+notecardId:", re.MULTILINE),
    "nested": re.compile(r"<!--\s*+md2apkg "),
    "pauses": re.compile(r"^<AnkiTags\s", re.MULTILINE),
    "clozes": re.compile(r"^C:[ \t]*+(?:\Z|\n|[^\n]*?\[[^\]\n]++\])", re.MULTILINE),
}
_DECK = re.compile(r"^(?:cards-deck|anki[-_]deck|TARGET DECK)\s*+:", re.MULTILINE | re.IGNORECASE)
_ANSWER = re.compile(r"^A:", re.MULTILINE)
_TARGET = re.compile(r"^TARGET DECK(?::[ \t]*+|[ \t]*+\n)(?P<deck>[^\n]++)", re.MULTILINE)
_FILE_TAGS = re.compile(r"^FILE TAGS(?::[ \t]*+|[ \t]*+\n)(?P<tags>[^\n]++)", re.MULTILINE)
_NAMED = re.compile(r"\s*+(?:slug\s*+:[^\n]*+\s*+)?name\s*+:[^\n]*+\s*+")
"""Front matter that has the name of the deck alone, as anki-panky reads it, and the slug that ``mkdeck pin`` writes."""
_NOTE = re.compile(r"^noteId\s*+:\s*+(?P<id>\d{6,20})\s*$", re.MULTILINE)
_NEEDLES = {
    "cards": ("#card", "[[card]]", "[[flashcard", "#flashcard", "#fc", "SR:", "ID:", "TARGET DECK", "FILE TAGS"),
    "rules": (")", "{=:"),
    "headings": ("%", "[#", "notecardId:"),
    "nested": ("md2apkg",),
    "pauses": ("<AnkiTags",),
    "clozes": ("C:",),
}
"""One of which an article has that has the sign."""
_MAY_BE_ID = re.compile(r"\^(?:\d{13}|q-)")
_TAG = re.compile(r"#?flash-?cards?(?:/.*)?", re.IGNORECASE)
_ASKS = re.compile(r"[?？؟] ?[:：] ")
_ARROWS = ("↓", "―")
_ID = r"(?:<!--[^<>]*-->[ \t]*+)?"
_ARROW = re.compile(rf"(?P<asks>[?？؟])[ \t]*+{_ID}(?:↓[ \t]*+{_ID}$|―(?!―))|[ \t]↓[ \t]*+{_ID}$", re.MULTILINE)
_ASKED, _OPENED = 2, 5
"""How many questions with such a sign, or lines with ``↓``, say that it is no ornament."""
_SPARKS = ("⚡", "🧠")
_LONGEST_TAGS = 200
"""Characters of a line that may be tags."""
NONE = Tools()
_WRITTEN_FOR: ContextVar[Tools] = ContextVar("tools", default=NONE)


def find_tools(text: str, front: str, tags: Iterable[str], blocks: Sequence[Block]) -> Tools:
    """Return what the text of an article, its front matter and its tags say."""
    found = dict.fromkeys((*_SIGNS, "arrows"), False)
    found["cards"] = any(_TAG.fullmatch(tag) for tag in tags) or _DECK.search(front) is not None
    found["rules"] = _NOTE.search(front) is not None
    found["pauses"] = _NAMED.fullmatch(front) is not None
    deck, file_tags = "", ""
    asked = answered = 0
    arrows: list[str] = []
    signs = {name: sign for name, sign in _SIGNS.items() if any(needle in text for needle in _NEEDLES[name])}
    if signs or any(sign in text for sign in ("Q:", *_ARROWS)):
        for content in _contents(blocks):
            if content.startswith(("TARGET", "FILE")) or "\nFILE TAGS" in content:
                deck = deck or _find(_TARGET, content, "deck")
                file_tags = file_tags or _find(_FILE_TAGS, content, "tags")
            asked += content.startswith("Q:")
            answered += len(_ANSWER.findall(content)) if "A:" in content else 0
            arrows += _ARROW.findall(content) if any(sign in content for sign in _ARROWS) else []
            for name, sign in signs.items():
                found[name] = found[name] or sign.search(content) is not None
        found["letters"] = asked > 1 and answered >= asked
        found["arrows"] = sum(map(bool, arrows)) >= _ASKED or len(arrows) >= _OPENED
        found["cards"] = found["cards"] or found["arrows"]
    found["cards"] = found["cards"] or (_MAY_BE_ID.search(text) is not None and _has_written_id(blocks))
    found["cards"] = found["cards"] or (
        any(sign in text for sign in _SPARKS) and any(map(_has_spark, _contents(blocks)))
    )
    sections = tuple(find_sections(blocks)) if any(sign in text for sign in SECTION_SIGNS) else ()
    deck = deck or next((section.deck for section in sections if section.deck), "")
    told = (tag for section in sections if section.is_whole for tag in section.tags)
    words = (*(tag.strip(",#") for tag in file_tags.split()), *told)
    return Tools(
        **found,
        deck=deck,
        tick="",  # found when the blocks are read
        tags=tuple(filter(None, words)),
        note=_find(_NOTE, front, "id"),
        sections=sections,
        said=frozenset(line for section in sections for line in section.said),
    )


def _has_spark(content: str) -> bool:
    """Tell whether a line asks, answers behind a colon, and has NeuraCache's sign of a card at its end."""
    lines = (line for line in content.split("\n") if SPARK.search(line, max(0, len(line) - _LONGEST_TAGS)))
    return any(_ASKS.search(line) for line in lines)


def _find(pattern: re.Pattern[str], text: str, group: str) -> str:
    found = pattern.search(text)
    return found[group].strip() if found else ""


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
