"""A title that says how many questions there are: "50 Backend Interview Questions"."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mkdeck.article.signs.asking import ends_as_question
from mkdeck.article.words import Words, pattern
from mkdeck.model import Location
from mkdeck.problem import Problem, Severity

_LEADS_TO_END = re.compile(r"\d\s*(?:[–—-]|\bto)\Z", re.IGNORECASE)
"""What stands before the second number of a range: "questions 51 to 100"."""
_HAN_COUNT = re.compile(r"(?<![\w.])(?P<number>[1-9]\d{0,4})(?P<more>\s?\+)?\s?(?:[道个個].{0,16}?)?[题題问問]")
_ENOUGH = 300
"""Characters of a title; more are not looked at."""


@pattern
def _noun(words: Words) -> str:
    return rf"(?!{words.any('not_counted')}){words.any('counted')}"


@pattern
def _count(words: Words) -> str:
    word = rf"(?!{words.any('uncounted')})(?:[^\W\d][\w'’.#+/]*|(?<!and )(?<!& )(?<!, )\d+(?:\.\d+)*),?"
    return (
        r"(?<![\w.,/#+$€£–-])(?P<number>[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,4})(?P<more>\s?\+)?\]?"
        rf"(?:\s+(?:of\s+the\s+)?(?:{word}(?:\s+(?:&\s+)?|-)){{0,8}}?|-)(?!{words.any('not_counted')}){words.any('counted')}"
    )


@pattern
def _top(words: Words) -> str:
    return rf"{words.any('top')}\s+(?P<number>[1-9]\d{{0,4}})(?P<more>\+)?\s*(?=\Z|[])(\[:|–—-])"


@pattern
def _leads_to_count(words: Words) -> str:
    """Match before a number: after any other word it belongs to that: "Java 17 questions", "Chapter 3 questions"."""
    return rf"(?:[:(\[{{|–—!?\u4e00-\u9fff-]|{words.any('before_counts')})\Z"


@pattern
def _at_most(words: Words) -> str:
    return rf"{words.any('at_most')}\Z"


@pattern
def _at_least(words: Words) -> str:
    return rf"{words.any('at_least')}\s*\Z"


@pattern
def _is_part(words: Words) -> str:
    return rf"{words.any('volumes')}\W{{0,3}}(?:\d|[ivx]+\b)|第.{{1,3}}[部章篇]"


@dataclass(frozen=True, slots=True)
class Promise:
    """How many questions a title says that there are."""

    count: int
    is_least: bool
    """Whether there may be more: "50+ questions"."""

    def is_kept(self, found: Collection[int]) -> bool:
        """Tell whether one of several ways to count the questions comes to what is promised."""
        return self.count in found or (self.is_least and max(found) > self.count)


def check_promise(titles: Mapping[Location, str], found: int, counts: Collection[int]) -> list[Problem]:
    """Say so where a title names another number of questions than were found, by any way to count them.

    That is no warning: a title may well lag behind its article, and ``--strict`` shall not fail over it.
    """
    for where, title in titles.items():
        promise = read_promise(title)
        if promise and found and not promise.is_kept({found, *counts}):
            message = (
                f"the title promises {promise.count} questions, and {found} {'was' if found == 1 else 'were'} found"
            )
            hint = "see which with mkdeck check -v; where none is missing, correct the title"
            return [Problem(where, "other-count", message, hint, Severity.INFO)]
    return []


def read_promise(title: str) -> Promise | None:
    """Return what a title promises, ``None`` where it names no number, or it is not clear what that counts."""
    title = title[:_ENOUGH]
    if _is_part().search(title) or ends_as_question(title):
        return None
    about_questions = _noun().search(title)
    found = [m for m in (*_count().finditer(title), *_HAN_COUNT.finditer(title)) if _is_count(m, title)]
    found += [m for m in _top().finditer(title) if about_questions and _is_count(m, title)]
    promises = {_make_promise(match, title) for match in found}
    return promises.pop() if len(promises) == 1 else None


def _is_count(match: re.Match[str], title: str) -> bool:
    """Tell whether a number counts what follows, and is no year, course (101) or number of a version or chapter."""
    number = match["number"]
    is_year = re.fullmatch(r"(?:19|20)\d\d", number) is not None
    before = title[: match.start()].rstrip()
    follows = _leads_to_count().search(before) and not _at_most().search(before)
    leads = match.re is _top() or not re.search(r"\w", before) or follows
    is_taken = is_year or number == "101" or _LEADS_TO_END.search(before) is not None
    return bool(leads) and not is_taken and int(number.replace(",", "")) >= 3


def _make_promise(match: re.Match[str], title: str) -> Promise:
    is_least = bool(match["more"]) or _at_least().search(title[: match.start("number")]) is not None
    return Promise(int(match["number"].replace(",", "")), is_least)
