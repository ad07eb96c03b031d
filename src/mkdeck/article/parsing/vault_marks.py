"""Marks of Obsidian and its like within lines: links, embeds, sounds, marked words and comments.

``[[page|alias]]``, ``![[x.png|300]]``, ``![a](my pic.png)``, ``[sound:a.mp3]``, ``==mark==``, ``%%comment%%``. What a reader sees
of them is not what they are called by: a question's key is made of the marks as they are written, as ever.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from mkdeck.media_types import FILM_TYPES, PICTURE_TYPES, SOUND_TYPES, find_type

_MEDIA = "|".join(sorted(PICTURE_TYPES | SOUND_TYPES | FILM_TYPES))
_WIKI = re.compile(
    r"\[\[(?![\s\]])(?P<page>[^\[\]|#:*?\"<>\n\\]{0,300})(?:#(?P<part>[^\[\]|\n]{0,300}))?(?:\\?\|(?P<alias>[^\[\]\n]{0,300}))?\]\](?![(\[])"
)
"""Not what is a link to CommonMark: ``[[1]](https://…)``, ``[[1]][a]``."""
_SIZE = re.compile(r"\A(?P<alt>.*?)(?:\A|\|)[ \t]*+(?P<width>\d{1,4})(?:x(?P<height>\d{1,4}))?[ \t]*\Z")
_SIZED_ALT = re.compile(r"\|[ \t]*+(?P<width>\d{1,4})(?:x(?P<height>\d{1,4}))?[ \t]*\Z")
_LOOSE_PICTURE = re.compile(
    rf"!\[(?P<alt>[^\[\]\n]{{0,300}})\]\((?P<source>(?:[^()<>\n]|\([^()<>\n]*\)){{1,300}}?\.(?:{_MEDIA}))"
    r"(?:[ \t]++=(?P<width>\d{1,4})?x(?P<height>\d{1,4})?)?(?:[ \t]++\"[^\"\n]*\")?[ \t]*\)",
    re.IGNORECASE,
)
"""A picture whose name has spaces, or which says its size, ``=300x``: to CommonMark it is text."""
_SOUND = re.compile(
    rf"\[sound:(?P<source>[^\[\]\n]{{1,300}}\.(?:{'|'.join(sorted(SOUND_TYPES | FILM_TYPES))}))\]", re.IGNORECASE
)
_COMMENT = re.compile(r"(?<![\w%])%%(?!%|ANKI)(?:(?!%%).){1,2000}+%%(?![\w%])", re.DOTALL)
_TABLE_HEAD = re.compile(r"\[\[[a-z\d_.-]+\]\]")
_NUMBER = re.compile(r"\d{1,3}")
"""The number of a source, which is no page."""
_JOINED = re.compile(r"[A-Za-z0-9_)\]]")
"""What stands right before ``[[1]]`` where that takes a part out of a value, and beside ``==`` where that compares."""


def add_vault_marks(parser: MarkdownIt) -> None:
    """Teach the parser their syntax."""
    parser.core.ruler.after("block", "table_heads", _keep_table_heads)
    parser.inline.ruler.before("link", "wiki_link", _read_wiki_link)
    parser.inline.ruler.before("link", "sound", read_sound)
    parser.inline.ruler.before("image", "embed", _read_embed)
    parser.inline.ruler.after("image", "loose_picture", _read_loose_picture)
    parser.inline.ruler.before("emphasis", "mark", _read_mark_sign)
    parser.inline.ruler.before("emphasis", "vault_comment", _read_comment)
    parser.inline.ruler2.after("balance_pairs", "mark", _pair_marks)


def read_size(alt: str) -> tuple[str, dict[str, str]]:
    """Return a picture's text without the size at its end, and that size: ``a tree|300x200``."""
    found = _SIZED_ALT.search(alt[-20:])
    return (alt[: len(alt[:-20]) + found.start()], _read_sides(found)) if found else (alt, {})


def _keep_table_heads(state: StateCore) -> None:
    """Keep a paragraph ``[[questions]]`` as text: it is the head of a table in TOML, as often as a link."""
    for token in state.tokens:
        if token.type == "inline" and token.level == 1 and _TABLE_HEAD.fullmatch(token.content):
            token.content = f"\\{token.content}"


def _read_wiki_link(state: StateInline, silent: bool) -> bool:
    place = state.pos
    if state.src[place] != "[" or (place and _JOINED.match(state.src[place - 1])):
        return False
    found = _match_wiki(state, place)
    if not found:
        return False
    if not silent:
        _push_wiki_link(state, found, found[0])
    state.pos = found.end()
    return True


def _read_embed(state: StateInline, silent: bool) -> bool:
    """Read ``![[x.png]]`` as a picture, also where it is a sound; another article's embed is a link to it."""
    found = _match_wiki(state, state.pos + 1) if state.src.startswith("![[", state.pos) else None
    if not found:
        return False
    if not silent:
        written, page = f"!{found[0]}", found["page"].strip()
        if find_type(page) in PICTURE_TYPES | SOUND_TYPES | FILM_TYPES:
            said = _SIZE.match(found["alias"] or "")
            alt = said["alt"] if said else found["alias"]
            _push_picture(state, page, (alt or "").strip() or page, written, _read_sides(said) if said else {})
        else:
            _push_wiki_link(state, found, written)
    state.pos = found.end()
    return True


def _match_wiki(state: StateInline, place: int) -> re.Match[str] | None:
    found = _WIKI.match(state.src, place, state.posMax)
    if not found or not (found["page"] or found["part"]):
        return None
    label = found[0][2:-2]
    is_defined = normalizeReference(label) in state.env.get("references", {})
    return None if is_defined or _NUMBER.fullmatch(label) else found


def _push_wiki_link(state: StateInline, found: re.Match[str], written: str) -> None:
    page, part = found["page"].strip().removesuffix(".md"), (found["part"] or "").strip()
    part = part.partition("^")[0].strip(" #")  # the id of a block is nothing to read
    token = state.push("wiki_link", "a", 0)
    token.content = written
    shown = (found["alias"] or "").strip() or " > ".join(filter(None, (page, *part.split("#"))))
    token.meta = {"page": f"{page}#{part.rpartition('#')[2].strip()}" if part else page, "shown": shown or written}


def read_sound(state: StateInline, silent: bool) -> bool:
    """Read ``[sound:a.mp3]``, as Anki's editor writes it; where there is no such file, it stays the text that it is."""
    found = _SOUND.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if found and not silent:
        _push_picture(state, found["source"], found[0], found[0], {})
    state.pos = found.end() if found else state.pos
    return found is not None


def _read_loose_picture(state: StateInline, silent: bool) -> bool:
    found = _LOOSE_PICTURE.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "!" else None
    if found and not silent:
        _push_picture(state, found["source"].strip(), found["alt"], found[0], _read_sides(found))
    state.pos = found.end() if found else state.pos
    return found is not None


def _push_picture(state: StateInline, source: str, alt: str, written: str, sides: dict[str, str]) -> None:
    token = state.push("image", "img", 0)
    token.attrs = {"src": source, "alt": "", **sides}
    token.content, token.children = alt, [Token("text", "", 0, content=alt)]
    token.meta = {"written": written}


def _read_sides(found: re.Match[str]) -> dict[str, str]:
    return {side: found[side] for side in ("width", "height") if found[side]}


def _read_comment(state: StateInline, silent: bool) -> bool:
    found = _COMMENT.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "%" else None
    if found and not silent:
        token = state.push("html_inline", "", 0)
        token.content = "<!--" + "\n" * found[0].count("\n") + "-->"
    state.pos = found.end() if found else state.pos
    return found is not None


def _read_mark_sign(state: StateInline, silent: bool) -> bool:
    """Read ``==`` as what may begin or end a mark, as the parser's own ``~~`` does; ``a==b`` and ``===`` compare."""
    start = state.pos
    if silent or state.src[start] != "=":
        return False
    scanned = state.scanDelims(start, True)
    state.pos += scanned.length
    token = state.push("text", "", 0)
    token.content = "=" * scanned.length
    if scanned.length == 2:
        begins = scanned.can_open and not (start and _JOINED.match(state.src[start - 1]))
        ends = scanned.can_close and not _JOINED.match(state.src[state.pos : state.pos + 1])
        state.delimiters.append(Delimiter(ord("="), 0, len(state.tokens) - 1, -1, begins, ends))
    return True


def _pair_marks(state: StateInline) -> None:
    _write_marks(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _write_marks(state, meta["delimiters"])


def _write_marks(state: StateInline, delimiters: Sequence[Delimiter]) -> None:
    for begin in delimiters:
        if begin.marker == ord("=") and begin.end >= 0:
            opening, closing = state.tokens[begin.token], state.tokens[delimiters[begin.end].token]
            opening.type, opening.nesting = "mark_open", 1
            closing.type, closing.nesting = "mark_close", -1
            for token in (opening, closing):
                token.tag, token.markup, token.content = "mark", "==", ""
