"""What a heading that asks something says: its text, its number, its id."""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from copy import copy
from functools import lru_cache, partial
from typing import NamedTuple, cast

from markdown_it.token import Token

from mkdeck.article.parsing.markdown import plain_text
from mkdeck.article.signs.asking import MOST_KEPT, asks_something
from mkdeck.article.signs.tags import NOTHING, OPENINGS, Taken, take_tags
from mkdeck.article.words import Words, pattern, spoken

_SMALL = "a-zß-öø-ÿа-џ"
"""Letters that no title begins with."""
_BARE_NUMBER = re.compile(r"\s*(\d{1,3})(?:[.、．]|\s+)(?=\S)")
_ID_COMMENT = re.compile(r"<!--\s*+id:(.*?)-->", re.DOTALL)
_KIND_COMMENT = re.compile(r"<!--\s*+kind:\s*+([^\s<>]{1,40})\s*-->")
_ID_SIGNS = frozenset("-_.~:+")

_TOOL_ENDS = (")", "↓", *OPENINGS)
_OPENING = {"]": "[", ")": "("}
_SENTENCE_ENDS = tuple(".?!？。؟:")


@partial(pattern, flags=re.NOFLAG)
def _number_prefix(words: Words) -> str:
    """Match a number and a mark, ``12.  12)  3.2.  (4)  [5]  7:  7 -  7-``; before what can only be a title, none: ``1.1 Trees, 1 What …``.

    But "404:" is a status code, "2.x" a version and "127.0.0.1:" an address.
    """
    asking = rf"(?i:{words.any('interrogatives', 'openers', 'demands')})"
    return (
        r"\s*(?:[(\[]?[#№]?(?P<number>\d{1,4})(?:(?:\.\d{1,3})*\s*(?:\.(?![\da-z])|[)\]．）、](?!\d))"
        r"|(?<!\d\d\d)(?:\s*[:：]|\s*[-–—](?=\s))(?!\s*[\da-z]))"
        r"|[#№](?P<hash>\d{1,4})(?=\s+[^\W\d])"
        rf"|(?P<part>\d{{1,3}})(?:(?:\.\d{{1,3}})+(?=\s+(?:[A-Z]\w|\d+[A-Z]|[\u2e80-\uffef]))|(?:\.\d{{1,3}}){{2}}(?!\.\d)(?=\s+[^\W\d])|(?=\s+(?![{_SMALL}]){asking}))"
        r"|(?P<keycap>(?:\d\ufe0f?\u20e3)+|🔟))"
    )


@pattern
def _word_prefix(words: Words) -> str:
    """Match ``Q:  Q.  Q4:  Q12)  Question 3.  Q7 What …``; a single letter of another language only before a full question."""
    return (
        rf"\s*(?:{words.any('question_labels')}|{words.any('question_letters')}(?=\s*+(?:\d{{1,4}}\s*+)?[:：].*[?？؟]))"
        r"(?:\s*+(?:[-#.№]\s*+)?(?P<counted>\d{1,4}))?"
        r"\s*(?:[.:)．：）]+|(?<=\d)\s*[-–—](?=\s)|(?<=\d)(?=\s+[^\W\d]))"
    )


@pattern
def _source(words: Words) -> str:
    """Match the text of a link that only tells where a question comes from, or leads away from it."""
    return rf"\W*+(?:{words.any('source_links')}\W*)?\Z"


@pattern
def _list_title(words: Words) -> str:
    return words.any("lists")


class Heading(NamedTuple):
    """A heading's inside, taken apart."""

    children: tuple[Token, ...]
    """What is shown: without number, prefix and id."""
    text: str
    """The same as plain text."""
    number: int | None
    """The number that the author wrote before it."""
    pinned: str
    """The id that the author wrote, ``""`` where there is none."""
    anchor_text: str
    """The whole text as a renderer sees it that makes anchors from headings."""
    is_numbered: bool = False
    """Whether a number or a prefix such as ``Q:`` was taken off."""
    is_labelled: bool = False
    """Whether that was such a prefix."""
    taken: Taken = NOTHING
    """The tags and ids of tools that were taken off."""

    @property
    def looks_like_question(self) -> bool:
        """Whether it asks or demands something, and is no title above questions."""
        return asks_something(self.text)


def read_heading(inline: Token) -> Heading:
    """Take the inside of a heading apart, once: every shape asks for it."""
    if "heading" not in inline.meta:
        inline.meta["heading"] = read_title(inline.children or [], str(inline.meta.get("pinned", "")))
    return cast("Heading", inline.meta["heading"])


def read_title(children: Sequence[Token], pinned: str = "") -> Heading:
    """Take the inside of whatever asks apart; ``pinned`` is an id that was found beside it."""
    if not children:
        return Heading((), "", None, pinned, "")
    in_comments = (find_id_comment(token.content) for token in children if token.type == "html_inline")
    text = plain_text(children)
    children, taken = (
        take_tags(children)
        if "#" in text or "{=" in text or text.rstrip().endswith(_TOOL_ENDS)
        else (children, NOTHING)
    )
    shown_text = text if taken is NOTHING else plain_text(children)
    children = _drop_sources(children)
    before_code = itertools.takewhile(lambda token: token.type != "code_inline", children)
    length, number, is_labelled = _measure_prefix(shown_text, len(plain_text(before_code)))
    if taken is not NOTHING and not any(sign.isalpha() for sign in shown_text[length:]):
        length, number, is_labelled = 0, None, False  # "Question 1.1" is what a tool would show
    shown = drop_start(children, length) if length else children
    pinned = pinned or next(filter(None, in_comments), "") or taken.pinned
    return Heading(tuple(shown), plain_text(shown), number, pinned, text, length > 0, is_labelled, taken)


def promises_cards(title: str) -> bool:
    """Tell whether a title says that the article is a list of things to learn: "25 terms", "Interview questions"."""
    return _list_title().search(title) is not None


def find_id_comment(html: str) -> str:
    """Return the id in a comment ``<!-- id: x -->``, or ``""``."""
    found = _ID_COMMENT.search(html, 0, html.rfind("-->") + 3)  # one that is not closed would be sought to the end
    return found[1].strip() if found else ""


def take_ids(children: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Part the inside of a line into the comments in it that give an id, and what it says, as it was without them."""
    ids: list[Token] = []
    said: list[Token] = []
    is_behind = False
    for token in children:
        is_id = token.type == "html_inline" and find_id_comment(token.content) != ""
        if is_id:
            ids.append(token)
        if said and said[-1].type == "text" and (is_id or (is_behind and token.type == "text")):
            said[-1] = copy(said[-1])
            said[-1].content = said[-1].content.rstrip() if is_id else f"{said[-1].content}{token.content}"
        elif not is_id:
            said.append(token)
        is_behind = is_id
    return ids, said


def find_kind_comment(html: str) -> str:
    """Return the kind of cards in a comment ``<!-- kind: x -->``, or ``""``."""
    found = _KIND_COMMENT.search(html)
    return found[1] if found else ""


def is_valid_id(id_: str) -> bool:
    """Tell whether an id has only letters, marks, digits and ``- _ . : ~ +``, and ``/`` between its parts."""
    return all(part and all(_may_be_in_id(sign) for sign in part) for part in id_.split("/"))


def _may_be_in_id(sign: str) -> bool:
    return sign in _ID_SIGNS or unicodedata.category(sign)[0] in "LMN"


def asks_below_number(text: str) -> bool:
    """Tell whether one line of plain text looks like a question when its number and prefix are taken off."""
    return _asks_below_number(text, spoken())


@lru_cache(MOST_KEPT)
def _asks_below_number(text: str, words: Words) -> bool:
    return asks_something(text[_measure_prefix(text, len(text))[0] :], words)


def take_bare_number(heading: Heading) -> Heading:
    """Return a heading without a number that has no mark behind it: ``4 Page cache``."""
    found = _BARE_NUMBER.match(heading.text)
    if not found or heading.is_numbered:
        return heading
    shown = tuple(drop_start(heading.children, found.end()))
    return heading._replace(children=shown, text=plain_text(shown), number=int(found[1]), is_numbered=True)


def drop_start(children: Sequence[Token], length: int) -> list[Token]:
    """Return the tokens without the first ``length`` characters of their text, and without emphasis left empty."""
    kept: list[Token] = []
    for token in children:
        if length > 0 and token.type in ("text", "code_inline"):
            shortened = copy(token)
            shortened.content = token.content[length:].lstrip()
            length -= len(token.content)
            if shortened.content:
                kept.append(shortened)
        elif length > 0 and token.type == "softbreak":
            length -= 1
        elif token.nesting == -1 and kept and kept[-1].nesting == 1 and kept[-1].tag == token.tag:
            kept.pop()
        else:
            kept.append(token)
    return kept


def _drop_sources(children: Sequence[Token]) -> list[Token]:
    """Return a title without last links to where it comes from, ``[[src](…)]``, or around the page, ``[⬆](#top)``."""
    shown = list(children)
    if not _ends_with_link(shown):
        return shown
    first = next((n for n, token in enumerate(shown) if any(sign.isalnum() for sign in token.content)), len(shown))
    while _ends_with_link(shown):
        bracket = shown[-1].content.strip() if shown[-1].type == "text" else ""
        end = len(shown) - 1 - bool(bracket)
        start = next(n for n in range(end, -1, -1) if shown[n].type == "link_open")
        inside, before = shown[start + 1 : end], shown[start - 1]
        is_source = _source().match(plain_text(inside)) is not None and all(t.type != "code_inline" for t in inside)
        if start <= first or before.type not in ("text", "link_close"):
            break
        if bracket and before.content.endswith(_OPENING[bracket]) and (is_source or bracket == "]"):
            rest = copy(before)
            rest.content = before.content[:-1].rstrip()
            shown[start - 1 :] = [rest]
        elif is_source and not bracket and before.content.rstrip()[-1:] in _SENTENCE_ENDS:
            del shown[start:]
        else:
            break
    return shown


def _ends_with_link(shown: list[Token]) -> bool:
    """Tell whether a title ends with a link, perhaps in brackets; spaces behind it are dropped."""
    while shown and shown[-1].type in ("text", "softbreak") and not shown[-1].content.strip():
        shown.pop()
    if not shown:
        return False
    place = -2 if shown[-1].type == "text" and shown[-1].content.strip() in _OPENING else -1
    return len(shown) > 2 and shown[place].type == "link_close"


def _measure_prefix(text: str, limit: int) -> tuple[int, int | None, bool]:
    """Return how many characters of numbers and prefixes begin the text, up to ``limit``, the number, and whether a word is among them.

    A title must be left: a number alone is one.
    """
    end, number = _measure_signs(text), None
    start, is_labelled = end, False
    for prefix in (_number_prefix(), _word_prefix(), _number_prefix()):
        found = prefix.match(text, end)
        if found and found.end() <= limit and text[found.end() :].strip():
            end, is_labelled = found.end(), is_labelled or prefix is _word_prefix()
            digits = re.sub(r"\D", "", next((d for d in found.groupdict().values() if d), ""))
            number = int(digits) if digits else number
    return (end + len(text[end:]) - len(text[end:].lstrip()) if end > start else 0), number, is_labelled


def _measure_signs(text: str) -> int:
    """Return the length of the pictures that stand before a number: ``🔥 1. What …``."""
    found = re.match(r"[^\w\s\"'`“”«»(\[{¿#№/<\\.:*_$+-]+\s*(?=\d|Q)", text)
    return found.end() if found else 0
