"""Options of a quiz of which the right one has a mark behind it, ``b) Rome X``, ``- Rome ✅``, ``B. Rome (correct)`` -> ticked ones.

Which mark it is the quiz itself tells: in nearly each of its lists one option has it, and the others have not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_LETTER = re.compile(r"[*_]{0,3}\(?[A-Ha-h][.:)\]]\s*+\S")
_SYMBOLS = r"[\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?"
_MARK = re.compile(
    rf"\A(?:{_SYMBOLS})\s*+(?=\S)|(?<=\S)(?:\s++[xv*+]|\s*+[*_]{{0,2}}[(\[][^()\[\]\n]{{1,25}}[)\]][*_]{{0,2}}|\s*+(?:{_SYMBOLS}))\s*\Z",
    re.IGNORECASE,
)
_LAST_SIGNS = tuple("xvXV*+)]_")
"""One of which ends what has a mark, if that is no symbol."""
_WRONG = frozenset("❌✗✘✖❎⛔🔴👎")
"""What stands before the others, where each has a mark."""
_NEARLY_ALL = 0.8
"""The share of a quiz's lists of which some options have a mark, from which on it is that of the right ones."""
_FEWEST = 2
"""Lists of which one option alone has it, from which on it is a habit."""


@dataclass(slots=True)
class _Options:
    """What may be the options of a question."""

    texts: Sequence[str]
    items: Sequence[Token] = ()
    """The tokens of a list; options that are lines of a paragraph have none yet."""
    have_letters: bool = True
    """Whether letters or numbers stand before them."""


def tick_right_options(state: StateCore) -> None:
    """Tick the options that have the mark of the right ones, and take it off them."""
    found = {n: options for n, options in _find_options(state.tokens) if len(options.texts) > 1}
    if mark := _find_mark(list(found.values())):
        state.tokens = list(_tick(state.tokens, found, mark))


def drop_mark(source: str, mark: str) -> str:
    """Return the Markdown of such options without their marks."""
    if mark.isascii():
        return "\n".join(_MARK.sub("", line) if _read_mark(line) == mark else line for line in source.split("\n"))
    return re.sub(rf"[ \t]*+(?:{re.escape(mark)}|[{''.join(_WRONG)}])\ufe0f?", "", source)


def _find_options(tokens: Sequence[Token]) -> Iterator[tuple[int, _Options]]:
    """Yield lists of one line an item, and the last lines of paragraphs that have letters, with the place at which they begin."""
    for n, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            items = list(_read_items(tokens, n + 1))
            is_flat = tokens[n + 1 + 5 * len(items)].type.endswith("list_close")
            if is_flat and not any("checked" in item.meta or "\n" in text.content for item, text in items):
                texts, letters = [text.content for _, text in items], token.type == "ordered_list_open"
                yield n, _Options(texts, [item for item, _ in items], letters or _have_letters(texts))
        elif token.type == "inline" and "\n" in token.content and tokens[n - 1].type == "paragraph_open":
            if not _LETTER.match(token.content, token.content.rindex("\n") + 1):
                continue
            lines = token.content.split("\n")
            first = next((k for k in range(len(lines)) if _have_letters(lines[k:])), len(lines))
            yield n - 1, _Options(lines[first:])


def _read_items(tokens: Sequence[Token], n: int) -> Iterator[tuple[Token, Token]]:
    """Yield the items of a list that are a paragraph each, with their texts, to the first one that is not."""
    while tokens[n].type == "list_item_open" and tokens[min(n + 4, len(tokens) - 1)].type == "list_item_close":
        yield tokens[n], tokens[n + 2]
        n += 5


def _have_letters(texts: Sequence[str]) -> bool:
    return all(map(_LETTER.match, texts))


def _find_mark(found: Sequence[_Options]) -> str:
    """Return what stands behind one option of nearly each question, ``""`` where nothing does."""
    marks = Counter(mark for options in found for mark in {_read_mark(text) for text in options.texts} if mark)
    for mark in (mark for mark, _ in marks.most_common() if mark[0] not in _WRONG):
        counts = [
            (sum(_read_mark(text) == mark for text in options.texts), len(options.texts))
            for options in found
            if options.have_letters or not mark.isascii()
        ]
        having = [count for count, of in counts if 0 < count < of]
        if having.count(1) >= _FEWEST and len(having) >= _NEARLY_ALL * len(counts):
            return mark
    return ""


def _read_mark(text: str) -> str:
    """Return the mark before or behind an option, in small letters."""
    may_end = not text.isascii() or text.rstrip().endswith(_LAST_SIGNS)
    found = _MARK.search(text) if may_end else None
    return found[0].strip(" \t*_").casefold() or "*" if found else ""


def _tick(tokens: Sequence[Token], found: Mapping[int, _Options], mark: str) -> Iterator[Token]:
    """Yield the tokens with the options ticked that have the mark, lines as lists, as far as one has it."""
    n = 0
    while n < len(tokens):
        options = found.get(n)
        right = [_read_mark(text) == mark for text in options.texts] if options else []
        if not options or not any(right) or all(right):
            yield tokens[n]
            n += 1
        elif options.items:
            for item, text, is_right in zip(options.items, tokens[n + 3 :: 5], right, strict=False):
                item.meta |= {"checked": is_right, "mark": mark}
                text.content = (
                    _MARK.sub("", text.content) if is_right or _read_mark(text.content)[:1] in _WRONG else text.content
                )
            yield tokens[n]
            n += 1
        else:
            yield from _write_list(tokens[n : n + 3], options.texts, right, mark)
            n += 3


def _write_list(paragraph: Sequence[Token], texts: Sequence[str], right: Sequence[bool], mark: str) -> Iterator[Token]:
    """Yield a paragraph without its last lines, and these as a list."""
    opening, inline, closing = paragraph
    lines = inline.content.split("\n")
    first, last = opening.map or [0, 0]
    start = last - len(texts)
    if len(lines) > len(texts):
        above = "\n".join(lines[: -len(texts)])
        yield replace(opening, map=[first, start])
        yield replace(inline, content=above, map=[first, start])
        yield closing
    yield Token("bullet_list_open", "ul", 1, map=[start, last], level=opening.level, markup="-", block=True)
    for n, (text, is_right) in enumerate(zip(texts, right, strict=True), start):
        at, level = [n, n + 1], opening.level
        meta = {"checked": is_right, "mark": mark}
        yield Token("list_item_open", "li", 1, map=at, level=level + 1, markup="-", block=True, meta=meta)
        yield Token("paragraph_open", "p", 1, map=at, level=level + 2, block=True, hidden=True)
        shown = _MARK.sub("", text) if is_right else text
        yield Token("inline", "", 0, map=at, level=level + 3, content=shown.strip(), children=[], block=True)
        yield Token("paragraph_close", "p", -1, level=level + 2, block=True, hidden=True)
        yield Token("list_item_close", "li", -1, level=level + 1, markup="-", block=True)
    yield Token("bullet_list_close", "ul", -1, level=opening.level, markup="-", block=True)
