"""Every regular expression: its work grows with a text's length only, as far as a look at it can tell.

Python's engine counts no steps, so the patterns themselves are looked at. Two repeats in a row that both take a sign
share a run of it in as many ways as it is long, and where the rest does not match all of them are tried; a repeat
within a repeat has them at each turn, and tries twice as many for each sign.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as code  # type: ignore[attr-defined]  # Python's own parser has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import mkdeck
from mkdeck.article.words import ALL, Compiled

SIGNS = "".join(map(chr, range(128))) + "éß。？：、（）日か한жة\xa0\u3000\u0301"
REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT)
CATEGORIES = {
    code.CATEGORY_DIGIT: r"\d",
    code.CATEGORY_NOT_DIGIT: r"\D",
    code.CATEGORY_SPACE: r"\s",
    code.CATEGORY_NOT_SPACE: r"\S",
    code.CATEGORY_WORD: r"\w",
    code.CATEGORY_NOT_WORD: r"\W",
}


def find_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(mkdeck.__path__, "mkdeck."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.name}.{name}", value
                elif isinstance(value, Compiled) and value.__module__ == module.name:
                    yield f"{module.name}.{name}", value(ALL)


def signs_of(op: Any, argument: Any, flags: int) -> set[str]:
    """Return the signs that one item of a pattern may begin with; none for what has no length."""
    match op:
        case code.LITERAL:
            return {chr(argument)}
        case code.NOT_LITERAL:
            return set(SIGNS) - {chr(argument)}
        case code.ANY:
            return set(SIGNS) if flags & re.DOTALL else set(SIGNS) - {"\n"}
        case code.IN:
            return in_class(argument)
        case code.MAX_REPEAT | code.MIN_REPEAT | code.POSSESSIVE_REPEAT:
            return first_signs(list(argument[2]), flags)
        case code.SUBPATTERN:
            return first_signs(list(argument[3]), flags)
        case code.ATOMIC_GROUP:
            return first_signs(list(argument), flags)
        case code.BRANCH:
            return set().union(*(first_signs(list(branch), flags) for branch in argument[1]))
    return set()


def in_class(items: Any) -> set[str]:
    signs: set[str] = set()
    for op, argument in items:
        if op is code.LITERAL:
            signs.add(chr(argument))
        elif op is code.RANGE:
            signs.update(sign for sign in SIGNS if argument[0] <= ord(sign) <= argument[1])
        elif op is code.CATEGORY:
            signs.update(re.findall(CATEGORIES[argument], SIGNS))
    return set(SIGNS) - signs if items[0][0] is code.NEGATE else signs


def first_signs(items: list[Any], flags: int) -> set[str]:
    signs: set[str] = set()
    for op, argument in items:
        signs |= signs_of(op, argument, flags)
        if least_length(op, argument):
            break
    return signs


def least_length(op: Any, argument: Any) -> int:
    return 0 if op is code.GROUPREF else int(parser.SubPattern(parser.State(), [(op, argument)]).getwidth()[0])


def without_groups(items: Any) -> list[Any]:
    """Return the items in a row, those of groups in the place of the groups."""
    flat: list[Any] = []
    for op, argument in items:
        flat += without_groups(argument[3]) if op is code.SUBPATTERN else [(op, argument)]
    return flat


def is_endless(op: Any, argument: Any) -> bool:
    return op in REPEATS and argument[1] is code.MAXREPEAT


def find_shared(items: list[Any], flags: int) -> Iterator[str]:
    """Yield what two repeats in a row share, and what a repeat shares with the one at its own end."""
    for n, (op, argument) in enumerate(items):
        if is_endless(op, argument):
            inside = without_groups(argument[2])
            own = signs_of(op, argument, flags)
            for after, later in items[n + 1 :]:
                if is_endless(after, later) and len(inside) == 1 and (both := own & signs_of(after, later, flags)):
                    yield f"repeats in a row share {''.join(sorted(both))[:20]!r}"
                if least_length(after, later) or after is code.AT:
                    break
            last = inside[-1]
            if len(inside) > 1 and is_endless(*last) and (both := own & signs_of(last[0], last[1], flags)):
                yield f"a repeat within a repeat shares {''.join(sorted(both))[:20]!r}"
        for below in parts_of(op, argument):
            yield from find_shared(without_groups(below), flags)


def parts_of(op: Any, argument: Any) -> list[Any]:
    match op:
        case code.MAX_REPEAT | code.MIN_REPEAT | code.POSSESSIVE_REPEAT:
            return [argument[2]]
        case code.ATOMIC_GROUP:
            return [argument]
        case code.BRANCH:
            return list(argument[1])
        case code.ASSERT | code.ASSERT_NOT:
            return [argument[1]]
    return []


def read_items(pattern: re.Pattern[str]) -> list[Any]:
    return without_groups(parser.parse(pattern.pattern, pattern.flags))


def begins_endless(items: list[Any]) -> bool:
    """Tell whether a pattern begins with a run that is in vain where the rest of the pattern does not follow."""
    (op, argument), *rest = items
    if op is code.BRANCH:
        return any(begins_endless(without_groups(branch) + rest) for branch in argument[1] if len(branch))
    may_fail = any(least_length(*item) or item[0] in (code.AT, code.ASSERT, code.ASSERT_NOT) for item in rest)
    return may_fail and op in (*REPEATS, code.POSSESSIVE_REPEAT) and argument[1] is code.MAXREPEAT


def is_sought(module: str, name: str) -> bool:
    """Tell whether a pattern may begin anywhere in a text, not only where one looks."""
    source = inspect.getsource(importlib.import_module(module))
    return (
        re.search(rf"\b{name}(?:\(\w*\))?(?: [^.\n]*\))?\.(?:search|sub|split|findall|finditer)\(", source) is not None
    )


PATTERNS = [pytest.param(pattern, id=name) for name, pattern in find_patterns()]
SOUGHT = [pytest.param(pattern, id=name) for name, pattern in find_patterns() if is_sought(*name.rsplit(".", 1))]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_run_of_signs_is_shared_between_two_repeats(pattern: re.Pattern[str]) -> None:
    assert list(find_shared(read_items(pattern), pattern.flags)) == []


@pytest.mark.parametrize("pattern", SOUGHT)
def test_what_is_sought_anywhere_begins_with_no_run_of_signs(pattern: re.Pattern[str]) -> None:
    """From each sign of a run it would be followed to the run's end; behind a look back, ``(?<!\\s)\\s+``, from its first."""
    assert not begins_endless(read_items(pattern))


@pytest.mark.parametrize(
    "broken", [r"Q\s*[-.]?\s*:", r"(?P<id>\w+)[^{}]*\}", r"ad(?:[-_]\w+)*>", r"a(?:\s*b?\s*)c", r"(?:a|x\W*,?\W*)\Z"]
)
def test_a_shared_run_is_found(broken: str) -> None:
    assert list(find_shared(read_items(re.compile(broken)), 0)) != []


@pytest.mark.parametrize(
    "sound", [r"Q\s*+(?:[-.]\s*+)?:", r"(?P<id>\w++)[^{}]*\}", r"ad(?:[-_]\w++)*+>", r"\s*\w+", r"(?:\w+\s+)*"]
)
def test_what_can_be_parted_in_one_way_only_is_left_alone(sound: str) -> None:
    assert list(find_shared(read_items(re.compile(sound)), 0)) == []
