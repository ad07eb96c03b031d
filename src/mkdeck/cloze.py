"""Anki's marks of clozes in a field, ``{{c1::text::hint}}``: written, found, filled in, and kept from being read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MOST_NUMBERS = 500
"""Anki puts all clozes with a larger number on one card."""
MOST_LEVELS = 4
"""Of clozes in one another; Anki copies the inside of each into the one around it, so that ten would be megabytes."""
_MOST_READ = 8
"""The same of fields that others have written, which is less than Anki reads."""
_LARGEST = 65_535
"""Anki reads no larger number."""
_MARK = re.compile(r"\{\{c([0-9]{1,5}(?:,[0-9]{1,5})*)::|\}\}")
_READ = re.compile("(?<=\\{)\\{|\\{(?=\\{|\\Z)|\\A\\{|(?<=\\})\\}|\\}(?=\\}|\\Z)|\\A\\}|(?<=:):|:(?=:|\\Z)|\\A:")
"""What Anki might read in a stretch of HTML between two marks, or together with one of these."""
_TAG = re.compile(r"<[^<>]*>")
_MATH = re.compile(r"(\\[(\[])(.*?)(\\[)\]])", re.DOTALL)


@dataclass(slots=True)
class Cloze:
    """One, as it stands in a field; all of it HTML."""

    numbers: tuple[int, ...]
    parts: "list[str | Cloze]" = field(default_factory=list)
    hint: str = ""
    start: int = 0
    """Where it begins."""


def seal_clozes(html: str) -> str:
    """Return HTML in which Anki reads neither the begin nor the end of a cloze, nor of a hint, wherever it may stand."""
    return _READ.sub(lambda sign: f"&#{ord(sign[0])};", html)


def open_mark(number: int) -> str:
    """Return what begins a cloze."""
    return f"{{{{c{number}::"


def close_mark(hint: str) -> str:
    """Return what ends one; the hint is sealed HTML."""
    return f"::{hint}}}}}" if hint else "}}"


def list_numbers(field: str) -> tuple[int, ...]:
    """Return the numbers of the cards that Anki makes of a field, in order."""
    numbers = {min(number, MOST_NUMBERS) for cloze in _walk(_read(field)) for number in cloze.numbers if number}
    return tuple(sorted(numbers))


def list_hidden(field: str) -> list[tuple[int, str]]:
    """Return number and HTML of each cloze, in the order in which they begin."""
    return [(number, "".join(_open(c.parts))) for c in _walk(_read(field)) for number in c.numbers]


def open_clozes(field: str) -> str:
    """Return the field with nothing hidden."""
    return "".join(_open(_read(field)))


def renumber_clozes(field: str, numbers: Iterable[int]) -> str:
    """Return the field with other numbers, in the order in which the clozes begin; none has several."""
    coming = iter(numbers)
    return _MARK.sub(lambda mark: open_mark(next(coming)) if mark[1] else mark[0], field)


def fill_clozes(field: str, number: int, *, is_back: bool) -> str:
    """Return what Anki shows of a field on one side of the card with that number."""
    shown = "".join(_fill(_read(field), number, is_back=is_back))
    return _MATH.sub(lambda math: math[1] + _TAG.sub("", math[2]) + math[3], shown)


def _read(field: str) -> list[str | Cloze]:
    """Return text and clozes as Anki finds them; a mark that belongs to none is text."""
    stack = [Cloze(())]
    position = 0
    for mark in _MARK.finditer(field):
        numbers = tuple(map(int, mark[1].split(","))) if mark[1] else ()
        if len(stack) == (1 if not numbers else _MOST_READ + 1) or any(number > _LARGEST for number in numbers):
            continue
        _add_text(stack, field[position : mark.start()])
        position = mark.end()
        if numbers:
            stack.append(Cloze(numbers, start=mark.start()))
        else:
            done = stack.pop()
            stack[-1].parts.append(done)
    whole, *unclosed = stack
    return [*whole.parts, field[unclosed[0].start if unclosed else position :]]


def _add_text(stack: list[Cloze], text: str) -> None:
    if len(stack) > 1:
        text, mark, hint = text.partition("::")
        stack[-1].hint = hint if mark else stack[-1].hint
    if text:
        stack[-1].parts.append(text)


def _walk(parts: Iterable[str | Cloze]) -> Iterator[Cloze]:
    for part in parts:
        if isinstance(part, Cloze):
            yield part
            yield from _walk(part.parts)


def _open(parts: Iterable[str | Cloze]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Cloze):
            yield from _open(part.parts)
        else:
            yield part


def _fill(parts: Iterable[str | Cloze], number: int, *, is_back: bool) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
            continue
        is_asked = number in part.numbers
        inside = "".join(_fill(part.parts, number, is_back=is_back))
        shown = inside if is_back or not is_asked else f"[{part.hint or '...'}]"
        kind, numbers = "cloze" if is_asked else "cloze-inactive", ",".join(map(str, part.numbers))
        yield f'<span class="{kind}" data-ordinal="{numbers}">{shown}</span>'
