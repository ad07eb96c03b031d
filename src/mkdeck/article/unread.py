"""Signs of flashcard tools of which no card was made: each kind of them is told once, with what to do."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_evidence import Tools
from mkdeck.article.parsing.tool_lines import UUID
from mkdeck.model import Location
from mkdeck.problem import Problem

_CODE = ("fence", "code_block", "math_block")
_MARK = re.compile(r"<!--\s*+SR:!|<!--\s*+ID:\s*+\d{6,20}\s*+-->|(?<!\S)\^\d{13}(?!\S)")
"""What a tool writes once at each of its cards."""
_BELOW = re.compile(r"<!--\s*+SR:!|(?<!\S)\^\d{13}(?!\S)")
"""Those marks that never stand above a card."""
_DROPPED = "DELETE"
"""A line above the id of a card that is to be deleted."""
_ID_LINE = re.compile(r"(?:<!--\s*+)?ID:\s*+\d{6,20}")
_SPAN = re.compile(r"`[^`\n]++`")
_COMMENT = re.compile(r"<!--[^<>]*-->")
_PARTING = re.compile(r"(?<!\S)[^\w\s\"'()\[\]{}*`$#]{2,12}(?!\S)")
"""What may part the sides of a card in a line: two signs and more."""
_LEAST = 2
"""Cards that must have a sign alike, before it is called theirs."""


_Found = tuple[int, str, str]
"""A line, what is, and what to do."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A sign that is not read."""

    pattern: re.Pattern[str]
    one: str
    several: str
    hint: str
    is_for: Callable[[Tools], bool] = lambda tools: True


_SIGNS = (
    _Sign(
        re.compile(r"(?<!\S)#card[-/](?:spaced|reminder)(?!\S)|^type:\s*+reminder\s*$", re.IGNORECASE),
        "a line with #card-spaced or #card-reminder asks nothing and becomes no card",
        "{} lines with #card-spaced or #card-reminder ask nothing and become no cards",
        "write a question above each and #card behind it, or hide a part of each with {{c1::…}}",
    ),
    _Sign(
        re.compile(r"(?<!\S)#spaced(?!\S)"),
        "a line with #spaced asks nothing and becomes no card",
        "{} lines with #spaced ask nothing and become no cards",
        "write a question above each and #flashcard behind it, or hide a part of each with {{c1::…}}",
        lambda tools: tools.cards,
    ),
    _Sign(
        re.compile(r"^FROZEN - [^\n]{1,60}"),
        "a FROZEN field is on no card",
        "{} FROZEN fields are on no card",
        "write its text into each card, or into one of its own",
    ),
    _Sign(
        re.compile(r"^\s*+<div\s[^<>]*\bdata-question\b"),
        "a <div data-question> stands in the answer and not on the front",
        "{} times <div data-question> stands in the answer and not on the front",
        "take its tags off and write a line % where it ended: what is above that is the front",
    ),
    _Sign(
        re.compile(rf"^[\s>*+-]*+\(\({UUID}\)\)\s*+#(?:card|flashcard)\b"),
        "a card is a reference to a block of another page and is not read",
        "{} cards are references to blocks of other pages and are not read",
        "write the question in the place of the reference ((…))",
    ),
)


def report_unread(blocks: Sequence[Block], asked: Sequence[int], tools: Tools, path: str) -> Iterator[Problem]:
    """Say of an article, whose questions begin in the lines ``asked``, which signs stand at no card."""
    lines = list(_read_lines(blocks))
    for line, message, hint in (*_find_signs(lines, tools), *_find_unmarked(lines, asked), *_find_decks(tools)):
        yield Problem(Location(path, line), "unread-sign", message, hint)


def _find_signs(lines: Sequence[tuple[int, str]], tools: Tools) -> Iterator[_Found]:
    for sign in _SIGNS:
        found = [line for line, text in lines if sign.pattern.search(text)] if sign.is_for(tools) else []
        if found:
            yield found[0], sign.one if len(found) == 1 else sign.several.format(len(found)), sign.hint


def _find_unmarked(lines: Sequence[tuple[int, str]], asked: Sequence[int]) -> Iterator[_Found]:
    """Yield what is said of the marks that a tool wrote once at each of its cards."""
    dropped = [n for (_, text), (n, after) in pairwise(lines) if text.rstrip() == _DROPPED and _ID_LINE.match(after)]
    if dropped:
        said = "a card with DELETE is" if len(dropped) == 1 else f"{len(dropped)} cards with DELETE are"
        yield dropped[0] - 1, f"{said} left out", "take DELETE off to keep a card, or delete the card here, too"
    marks = [line for line, text in lines if _MARK.search(text) and line not in dropped]
    lost = _find_lost(marks, sorted(asked), is_below=any(_BELOW.search(text) for _, text in lines))
    if lost:
        parting = _find_parting(lines, lost)
        be = "is" if len(lost) == 1 else "are"
        message = f"{len(lost)} of {len(marks)} cards that a flashcard tool has marked here {be} read as none"
        message += f": they have '{parting}' between their sides" if parting else ""
        hint = "write them as 'question :: answer', or in another form that mkdeck reads"
        yield lost[0], message, f"write :: in the place of {parting}" if parting else hint


def _find_decks(tools: Tools) -> Iterator[_Found]:
    decks = {section.deck for section in tools.sections if section.deck}
    if len(decks) > 1:
        message = f"its parts name {len(decks)} decks, and all cards are in '{tools.deck}'"
        yield 1, message, "write an article for each deck"


def _read_lines(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Yield the lines of an article that are no code, with their numbers."""
    for block in blocks:
        hidden = {line + 1 for token in block.tokens if token.type in _CODE and token.map for line in range(*token.map)}
        shown = ((n, text) for n, text in enumerate(block.lines, block.line) if n not in hidden)
        yield from ((n, _SPAN.sub("", text) if "`" in text else text) for n, text in shown)


def _find_lost(marks: Sequence[int], asked: Sequence[int], *, is_below: bool) -> list[int]:
    """Return the lines of marks that stand at no question of their own: of a tool, all stand below their questions, or all above."""
    below = _leave(marks, asked)
    if is_below:
        return below
    above = [-line for line in _leave([-line for line in reversed(marks)], [-line for line in reversed(asked)])]
    return min(below, sorted(above), key=len)


def _leave(marks: Sequence[int], asked: Sequence[int]) -> list[int]:
    """Return the marks behind which none of the lines is that comes before the mark and behind the last one."""
    left, place, last = [], 0, None
    for mark in marks:
        while place < len(asked) and asked[place] <= mark:
            place, last = place + 1, asked[place]
        if last is None:
            left.append(mark)
        last = None
    return left


def _find_parting(lines: Sequence[tuple[int, str]], lost: Sequence[int]) -> str:
    """Return the sign that most of the cards have between their sides that were lost."""
    texts = dict(lines)
    near = (f"{texts.get(line - 1, '')}\n{texts.get(line, '')}" for line in lost)
    signs = Counter(sign for text in near for sign in set(_PARTING.findall(_COMMENT.sub("", text))))
    sign, count = max(signs.items(), key=lambda each: each[1], default=("", 0))
    return sign if count >= max(_LEAST, len(lost) / 2) else ""
