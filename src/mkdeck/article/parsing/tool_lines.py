"""Lines and marks of tools within a text: what they remember of reviews, ids, places; taken out, and kept beside it."""

import re

from markdown_it.token import Token

UUID = r"[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}"
_EMOJI = "\\u200d\\ufe0f\\u2600-\\u27bf\\u2b00-\\u2bff\\U0001f000-\\U0001faff"
TAG = rf"#(?:[^\W\d_]|[{_EMOJI}])[\w/{_EMOJI}-]*+"
"""A tag, which may have emoji in it."""
_PROPERTY = re.compile(
    rf"[ \t]*+(?:id:: *+(?P<id>{UUID})|collapsed:: *+(?:true|false)|heading:: *+(?:true|\d)|deck:: *+(?P<deck>\S.*)"
    r"|card-direction:: *+(?P<direction>\S.*)"
    r"|(?:card-(?:last|repeats|ease|next|scheduled)[\w-]*|background-color|logseq\.[\w.-]++|ls-type|hl-[\w-]++):: .*+)[ \t]*"
)
"""A line of Logseq that says something of the block above it."""
_REFERENCE = re.compile(rf"!?\(\({UUID}\)\)|(?<!\S)%%[^%\n]++%%(?!\S)")
"""A block that stands elsewhere, a comment within a line."""
_BLOCK_ID = re.compile(
    r"(?:\A|[ \t\n]|(?<=>))\^(?P<id>(?:[A-Za-z\d][\w-]{3,}|(?<=[.!?。 ]\^)[a-z\d]{2,3}))\s*(?P<after>\Z|<!--)"
)
_REMEMBERED = re.compile(
    r"(?<![ \t])[ \t]*<!--\s*+(?:SR:[^<>]*|CARD\s*|ID:\s*\d++\s*|NID:[^<>]*|(?:note)?cardId:[^<>]*|md2apkg (?:split|tags)[^<>]*)-->"
    r"|(?<!\S)\^(?:\d{13}|q-\w++)(?!\S)"
)
"""What a tool wrote beside a card, for itself."""
_WRITTEN_ID = re.compile(
    r"<!--\s*+(?:ID:\s*+(?P<id>\d{6,20})\s*+|(?:note)?cardId:\s*+(?P<card>\d{6,20})\s*+|NID:\s*+(?P<nid>\S++)\s*+)-->"
)
STATE = "<!--SR:"
_CARD_PAGE = re.compile(r"(?<!\S)#?\[\[(?P<tag>card|flashcards?)\]\](?!\S)", re.IGNORECASE)
"""A tag as the page that it is to Logseq."""
_GLUED_TAG = re.compile(r"(?<=[^\x00-\x7f])#(?P<tag>card|flashcards?)(?=[\s/]|\Z)", re.IGNORECASE)
"""A tag right behind a text that has no spaces between its words."""
NOTHING = "<!-- -->"
SPARK = re.compile(rf"\s(?P<sign>[⚡🧠]\ufe0f?)(?P<tags>(?:\s++{TAG})*+)\s*\Z")
"""What NeuraCache has behind a card of one line, ``Q : A ⚡️ #tag``."""
_OWN_ID = re.compile(r"<!--\s*+id:\s*+(?P<id>[^\s<>]++)\s*+-->")
LINES_TAKEN, BLOCK_ID, WRITTEN_ID, REVIEWED = "tool_lines", "block_id", "tool_id", "reviewed"
"""Keys of ``meta``, at what stands in a paragraph or heading."""


def mark_reviewed(token: Token, after: Token | None) -> None:
    """Note of what stands in lines that a tool remembers reviews of it, within them or right below."""
    is_below = after is not None and after.type == "html_block" and after.content.startswith(STATE)
    is_glued = is_below and after and after.map and token.map and after.map[0] == token.map[1]
    if is_glued or STATE in token.content:
        token.meta[REVIEWED] = True


def take_lines(token: Token) -> None:
    """Take what tools wrote out of what stands in lines, before it is read; ids are kept in its ``meta``."""
    if "::" in token.content:
        _take_properties(token)
    if "#" in token.content:
        token.content = _GLUED_TAG.sub(r" #\g<tag>", token.content)
    if "[[" in token.content:
        token.content = _CARD_PAGE.sub(r"#\g<tag>", token.content)
    if "((" in token.content or "%%" in token.content:
        token.content = _REFERENCE.sub("", token.content)
    if "^" in token.content and (found := _BLOCK_ID.search(token.content)):
        token.meta[BLOCK_ID] = found["id"]
        token.content = f"{token.content[: found.start()]}{token.content[found.start('after') :]}"


def _take_properties(token: Token) -> None:
    lines = token.content.split("\n")
    # What stands first is what the others are said of, unless that is a heading above it.
    first = [] if _PROPERTY.fullmatch(lines[0]) else [lines[0]]
    kept = list(first)
    for line in lines[len(first) :]:
        found = _PROPERTY.fullmatch(line)
        if not found:
            kept.append(line)
            continue
        token.meta |= {WRITTEN_ID: found["id"]} if found["id"] else {}
        token.meta |= {"direction": found["direction"].strip()} if found["direction"] else {}
    if len(kept) < len(lines):
        token.meta[LINES_TAKEN] = True
        token.content = "\n".join(kept) or NOTHING


def find_written_id(html: str) -> str:
    """Return the id of a note in Anki that a tool wrote in a comment, or ``""``."""
    found = _WRITTEN_ID.search(html)
    return found["id"] or found["card"] or found["nid"] if found else ""


def find_own_id(html: str) -> str:
    """Return the id in a comment ``<!-- id: x -->`` that stands alone, or ``""``."""
    found = _OWN_ID.search(html)
    return found["id"] if found else ""


def is_written_id(id_: str) -> bool:
    """Tell whether a block's id is one that a tool wrote, and none to which its author links."""
    return re.fullmatch(r"\d{13}|q-\w+", id_) is not None


def drop_written(source: str) -> str:
    """Return Markdown without what tools wrote into it for themselves: it is no part of what the author says."""
    if "::" in source:
        lines = source.split("\n")
        source = "\n".join(line for n, line in enumerate(lines) if not n or not _PROPERTY.fullmatch(line))
    return _REMEMBERED.sub("", source).strip("\n") if "<!--" in source or "^" in source else source
