"""Clozes in what an article asks: ``{{c1::text::hint}}`` as in Anki, ``{{cloze text}}`` as in Logseq, and the signs that other tools have for them."""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from typing import Literal

from markdown_it.token import Token

from mkdeck.article.html.cloze_math import MathCloze, open_formula, split_formula
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import plain_text
from mkdeck.cloze import MOST_LEVELS, MOST_NUMBERS

SIGNS = {
    "{{c1::": (r"\{\{c(?P<anki>[0-9]{1,6}(?:,[0-9]{1,6})*)::", "}}"),
    "{{cloze": (r"\{\{cloze[ \t]+", "}}"),
    "==": ("==", "=="),
    "[": (r"\[", "]"),
    "{{": (r"\{\{(?:(?P<mochi>[0-9]{1,3})::)?", "}}"),
    "{1:": (r"\{c?(?P<curly>[0-9]{1,3})[:|]", "}"),
    "{": (r"\{(?:c?(?P<number>[0-9]{1,3})[:|])?", "}"),
    "**": ("", ""),
    "~~": ("", ""),
}
"""What begins a cloze and what ends it in text, by the sign's name; ``**``, ``~~`` and, where the parser reads it, ``==`` are tokens of their own."""
OWN_SIGNS = ("{{c1::", "{{cloze")
"""Those that mean nothing else, wherever clozes are looked for."""

_TOKENS = {"mark_open": "==", "strong_open": "**", "s_open": "~~"}
_HINTS = {"{{c1::": re.compile("::"), "{{cloze": re.compile(r"(?<=\s)\\{1,2}\s")}
"""What stands between text and hint, of those signs that have one."""
_LEADING = re.compile(r"([1-9][0-9]?)[ \t]++(?=\S)")
_UNREAD = re.compile(r"\{\{(?:c[0-9]{1,6}(?:,[0-9]{1,6})*::|cloze[ \t])")
_MARK = re.compile(r"==[^=\s](?:[^=]*+)==|\{c?[0-9]{1,3}[:|][^{}\s][^{}]*+\}")
_MARKS = ("==", "{1:")
"""What hides something in articles of clozes, where nothing else does."""
_CLOZE = re.compile(r"\{\{(?:c[0-9]{1,3}(?:,[0-9]{1,3})*::|cloze[ \t]+)[^}\s]")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a pair shows, its clozes as tags."""

    asked: tuple[Token, ...]
    front: tuple[Block, ...]
    """With the whole answer in it, where a cloze stands there: it is part of the text."""
    answer: tuple[Block, ...]
    title: str
    """The text of its first line, with nothing hidden."""
    is_counted: bool
    """Whether each has the place for a number that it has among them."""
    is_unread: bool
    """Whether a mark of one is left over."""


def has_cloze(children: Sequence[Token]) -> bool:
    """Tell whether inline text hides something by a sign that means nothing else."""
    if all("{{" not in token.content for token in children):
        return False
    text = _join_texts(children)
    found = _CLOZE.search(text)
    return found is not None and text.find("}}", found.end()) >= 0


def has_mark(children: Sequence[Token]) -> bool:
    """Tell the same of an article of clozes, where text between ``==`` is one, too, and ``{1:x}``."""
    is_marked = any(token.type == "mark_open" for token in children) or _MARK.search(_join_texts(children))
    return bool(is_marked) or has_cloze(children)


def can_hide(children: Sequence[Token], signs: Sequence[str]) -> bool:
    """Tell whether something stands between some of these signs."""
    finder = _Finder(signs)
    finder.find(children)
    return finder.found > 0


def _join_texts(children: Sequence[Token]) -> str:
    """Return text and formulas, with a sign that is none for all else."""
    return "".join(
        t.content if t.type.startswith(("text", "math")) else "\N{OBJECT REPLACEMENT CHARACTER}" for t in children
    )


def hide_clozes(
    asked: Sequence[Token], front: Sequence[Block], answer: Sequence[Block], signs: Sequence[str] = ()
) -> Hidden:
    """Find the clozes of a pair, by the signs that its form has for them; without any, ``==`` and ``{1:x}`` are some where nothing else is."""
    finder = _Finder(tuple(dict.fromkeys((*OWN_SIGNS, *signs))))
    hidden = _hide(asked, front, answer, finder)
    return hidden if finder.found or signs else _hide(asked, front, answer, _Finder((*OWN_SIGNS, *_MARKS)))


def _hide(asked: Sequence[Token], front: Sequence[Block], answer: Sequence[Block], finder: "_Finder") -> Hidden:
    children = tuple(finder.find(asked))
    shown = tuple(map(finder.find_in_block, front))
    before = finder.found
    below = tuple(map(finder.find_in_block, answer))
    if finder.found > before:
        shown, below = (*shown, *below), ()
    return Hidden(
        children,
        shown,
        below,
        plain_text(map(_open_formula, children)),
        finder.is_counted and finder.found > 0,
        finder.is_unread,
    )


@dataclass(slots=True)
class _Open:
    """A cloze of which the end has not come yet."""

    sign: str
    numbers: tuple[int, ...]
    """None where it takes the next one."""
    place: int
    """Of what begins it among the tokens that are made."""
    parent: int
    """What stands around it."""
    braces: int = 0
    """How many that are text are open within it."""


@dataclass(slots=True)
class _Finder:
    """Walks through the inline tokens of one pair, and counts its clozes."""

    signs: Sequence[str]
    found: int = 0
    """How many clozes."""
    highest: int = 0
    """Of their numbers."""
    is_counted: bool = True
    is_unread: bool = False
    _out: list[Token] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _around: list[int] = field(default_factory=lambda: [-1])
    """What stands around the token at hand, each element by a number of its own."""

    def find_in_block(self, block: Block) -> Block:
        """Return a block with its clozes as tags."""
        tokens = []
        for token in block.tokens:
            self._count_formula(token)
            if token.type == "inline":
                token = copy(token)
                token.children = self.find(token.children or ())
            tokens.append(token)
        return replace(block, tokens=tuple(tokens))

    def find(self, children: Iterable[Token]) -> list[Token]:
        """Return inline tokens in which each cloze stands between two tags."""
        self._out, self._open, self._around = [], [], [-1]
        for n, token in enumerate(children):
            if token.nesting < 0 and len(self._around) > 1:
                self._around.pop()
            sign = _TOKENS.get(token.type.replace("close", "open"), "")
            if token.nesting and sign in self.signs:
                self._add_token(token, sign)
            elif token.type == "text":
                self._add_text(token.content)
            else:
                self._count_formula(token)
                self._out.append(token)
            if token.nesting > 0:
                self._around.append(n)
        texts = "".join(token.content if token.type == "text" else " " for token in self._out)
        self.is_unread = self.is_unread or _UNREAD.search(texts) is not None
        return self._out

    def _count_formula(self, token: Token) -> None:
        if token.type.startswith("math"):
            found = [part.number for part in split_formula(token.content) if isinstance(part, MathCloze)]
            self._count(found)
            self.is_counted = self.is_counted and not found

    def _count(self, numbers: Sequence[int]) -> None:
        self.found += len(numbers)
        self.highest = max([self.highest, *numbers])

    def _add_token(self, token: Token, sign: str) -> None:
        """Begin or end a cloze whose signs the parser has read."""
        if token.nesting > 0:
            self._begin(sign, (), "")
        elif self._open and self._open[-1].sign == sign:
            self._end(len(self._open) - 1)

    def _add_text(self, text: str) -> None:
        """Walk through one text, from sign to sign."""
        beginnings, position, written = _compile(tuple(self.signs)), 0, 0
        while found := _SIGN.search(text, position):
            position = found.start()
            end, place = self._find_end(text, position)
            mark = None if end else beginnings.match(text, position)
            if end or mark:
                self._out.append(_make_text(text[written:position]))
            if end and not self._end(place):
                self._out.append(_make_text(end))
            if mark:
                self._begin(*_read_mark(mark, self.signs), mark[0])
            position += len(end or (mark[0] if mark else "x"))
            written = position if end or mark else written
            if not (end or mark):
                self._count_brace(found[0])
        self._out.append(_make_text(text[written:]))

    def _find_end(self, text: str, position: int) -> tuple[str, int]:
        """Return what ends a cloze here, and the place of the cloze among the open ones; ``""`` where nothing does."""
        for place in range(len(self._open) - 1, -1, -1):
            opened = self._open[place]
            end = SIGNS[opened.sign][1]
            if not end or opened.parent != self._around[-1] or not text.startswith(end, position):
                continue
            is_text = opened.braces and end[0] == "}" and (end == "}" or text.startswith("}}}", position))
            return ("", 0) if is_text else (end, place)
        return "", 0

    def _count_brace(self, sign: str) -> None:
        if self._open and sign in "{}":
            top = self._open[-1]
            top.braces = max(top.braces + (1 if sign == "{" else -1), 0)

    def _begin(self, sign: str, numbers: tuple[int, ...], mark: str) -> None:
        if len(self._open) >= MOST_LEVELS:
            del self._open[0]
        self._open.append(_Open(sign, numbers, len(self._out), self._around[-1]))
        self._out.append(_make_text(mark))

    def _end(self, place: int) -> bool:
        """End an open cloze: what began within it and has no end is text; so is one with nothing in it, or with a number that Anki does not read."""
        opened = self._open[place]
        del self._open[place:]
        inside, hint = _split_hint(self._out[opened.place + 1 :], opened.sign)
        if opened.sign == "~~":
            inside, given = _take_number(inside)
            opened.numbers = given
        numbers = opened.numbers or (self.highest + 1,)
        is_valid = all(0 < number <= MOST_NUMBERS for number in numbers) and len(numbers) <= MOST_LEVELS
        if not is_valid or all(token.type == "text" and not token.content.strip() for token in inside):
            return False
        self.is_counted = self.is_counted and not opened.numbers
        self._count(numbers)
        tags = [_make_tag(f'<span data-cloze="{number}" data-hint="{escape(hint)}">', 1) for number in numbers]
        self._out[opened.place :] = [*tags, *inside, *(_make_tag("</span>", -1) for _ in numbers)]
        return True


_SIGN = re.compile(r"[\[\]{}]|==")
"""At which a cloze may begin or end."""


@lru_cache
def _compile(signs: tuple[str, ...]) -> re.Pattern[str]:
    """Return what begins any of the clozes; the group that matched last tells the sign by its place."""
    parts = (f"{SIGNS[sign][0]}(?P<s{n}>)" for n, sign in enumerate(signs) if SIGNS[sign][0])
    return re.compile("|".join(parts))


def _read_mark(mark: re.Match[str], signs: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return the sign that a mark is, and the numbers in it."""
    known = mark.groupdict()
    numbers = next((known[name] for name in ("anki", "mochi", "curly", "number") if known.get(name)), "")
    sign = next(sign for n, sign in enumerate(signs) if known.get(f"s{n}") is not None)
    return sign, tuple(map(int, filter(None, numbers.split(","))))


def _split_hint(tokens: Sequence[Token], sign: str) -> tuple[list[Token], str]:
    """Return what a cloze hides, and its hint as plain text: that stands in no other element and in no other cloze."""
    if sign == "~~":
        return _split_emphasis(tokens)
    depth = 0
    for n, token in enumerate(tokens):
        depth += token.nesting
        found = _HINTS[sign].search(token.content) if sign in _HINTS and not depth and token.type == "text" else None
        if found:
            before, behind = _make_text(token.content[: found.start()]), _make_text(token.content[found.end() :])
            before.content = before.content.rstrip() if sign == "{{cloze" else before.content
            return [*tokens[:n], before], plain_text([behind, *tokens[n + 1 :]])
    return list(tokens), ""


def _split_emphasis(tokens: Sequence[Token]) -> tuple[list[Token], str]:
    """Return what is struck through, and as its hint what is emphasised at its end, behind something else."""
    shown = [token for token in tokens if token.type != "text" or token.content]
    opening = next((n for n, token in enumerate(shown) if token.type == "em_open"), 0)
    if not opening or shown[-1].type != "em_close" or sum(token.type == "em_open" for token in shown) > 1:
        return shown, ""
    before = copy(shown[opening - 1])
    before.content = before.content.rstrip() if before.type == "text" else before.content
    return [*shown[: opening - 1], before], plain_text(shown[opening:])


def _take_number(tokens: list[Token]) -> tuple[list[Token], tuple[int, ...]]:
    """Return what is struck through without the number that it begins with, ``~~1 text~~``."""
    found = _LEADING.match(tokens[0].content) if tokens and tokens[0].type == "text" else None
    if not found:
        return tokens, ()
    return [_make_text(tokens[0].content[found.end() :]), *tokens[1:]], (int(found[1]),)


def _open_formula(token: Token) -> Token:
    if token.type.startswith("math"):
        token = copy(token)
        token.content = open_formula(token.content)
    return token


def _make_text(text: str) -> Token:
    return Token("text", "", 0, content=text)


def _make_tag(html: str, nesting: Literal[1, -1]) -> Token:
    return Token("html_inline", "", nesting, content=html, meta={"html": html})
