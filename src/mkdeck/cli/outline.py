"""What articles were read as, so that their author can tell at a glance whether mkdeck understood them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from mkdeck.cli.lines import count, cut, tame
from mkdeck.load import Loaded
from mkdeck.model import QUESTION, Article, Location, Pair, Role
from mkdeck.problem import Problem

_ON_NO_CARD = frozenset({"text", "frame", "navigation", "comment"})
_NARROWEST = 16
"""Columns that are left to a question however narrow the terminal is."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many questions of an article became no note of their own."""

    unanswered: int
    left_out: int
    """Findings, of which one may stand for a whole list."""
    repeated: int
    """Pairs that stand in several sections and are one note."""


def write_outline(loaded: Loaded, problems: Iterable[Problem]) -> Iterator[str]:
    """Yield a line for each article and, indented, one for each of its sections with the number of its questions."""
    for article, counts in _count_all(loaded, problems):
        yield _write_article(article, counts)
        sections = Counter(_name_sections(article.pairs))
        yield from (tame(f"  {section} ({number})") for section, number in sections.items() if section)


def write_questions(loaded: Loaded, problems: Iterable[Problem], width: int | None) -> Iterator[str]:
    """Yield the same with every question below its section, and its line; cut to ``width`` columns, if that is given."""
    for article, counts in _count_all(loaded, problems):
        yield _write_article(article, counts)
        yield from _write_questions(article, width)
        yield from _write_others(article, width)
        yield ""


def write_lines(loaded: Loaded, problems: Iterable[Problem], width: int | None) -> Iterator[str]:
    """Yield what each line of the articles became, those together that became the same."""
    for article, counts in _count_all(loaded, problems):
        yield _write_article(article, counts)
        for role in article.roles:
            lines = f"{role.line}-{role.end}" if role.end > role.line else str(role.line)
            shown = tame(f"  {lines:>11}  {role.kind:<10}  {role.text}").rstrip()
            yield cut(shown, width) if width is not None else shown
        yield ""


def _write_questions(article: Article, width: int | None) -> Iterator[str]:
    digits = max((len(_name_line(article, pair)) for pair in article.pairs), default=0)
    repeated = _find_repeated(article.pairs)
    questions = enumerate(zip(_name_sections(article.pairs), article.pairs, strict=True))
    for section, group in groupby(questions, lambda question: question[1][0]):
        lines = [_write_pair(article, pair, n in repeated, digits, width) for n, (_, pair) in group]
        yield ""
        yield from [tame(f"  {section} ({len(lines)})")] if section else []
        yield from lines


def _write_others(article: Article, width: int | None) -> Iterator[str]:
    """Yield what stands on no card, each once with its first line and its role."""
    others: dict[tuple[str, str], list[Role]] = {}
    for role in article.roles:
        if role.kind in _ON_NO_CARD:
            others.setdefault((role.kind, role.text), []).append(role)
    if others:
        yield from ("", tame(f"  On no card ({sum(map(len, others.values()))})"))
    for (kind, text), same in others.items():
        start, end = tame(f"  line {same[0].line:>4}  {kind}"), f"  ({len(same)} times)" if len(same) > 1 else ""
        shown = cut(tame(f": {text}"), max((width or 100) - len(start) - len(end), _NARROWEST)) if text else ""
        yield start + shown + end


def describe_articles(loaded: Loaded, problems: Iterable[Problem], kept: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what ``--json`` says of each article; ``kept`` are the keys that learners have, by the present ones."""
    keys: dict[Location, list[str]] = defaultdict(list)  # a line of front matter may have several questions
    for key, place in loaded.places.items():
        keys[place].append(kept.get(key, key))
    return [
        {
            "path": article.path,
            "slug": article.slug,
            "title": article.title,
            "shape": article.shape,
            "unanswered": counts.unanswered,
            "left_out": counts.left_out,
            "questions": _describe_pairs(article.pairs, keys),
        }
        for article, counts in _count_all(loaded, problems)
    ]


def _describe_pairs(pairs: Sequence[Pair], keys: Mapping[Location, list[str]]) -> list[dict[str, Any]]:
    """Describe the pairs; one that stands in several sections has one key in all of them."""
    unused = {place: iter(found) for place, found in keys.items()}
    first: dict[tuple[str, ...], str | None] = {}
    for pair in pairs:
        if pair.content not in first:
            first[pair.content] = next(unused.get(pair.location, iter(())), None)
    repeated = _find_repeated(pairs)
    return [
        {
            "title": pair.title,
            "line": pair.location.line,
            "sections": pair.sections,
            "id": pair.pinned or None,
            "key": first[pair.content],
            "front": bool(pair.rest),
            "kind": pair.kind,
            "repeated": n in repeated,
        }
        for n, pair in enumerate(pairs)
    ]


def _count_all(loaded: Loaded, problems: Iterable[Problem]) -> Iterator[tuple[Article, _Counts]]:
    found = Counter((problem.location.path, problem.code) for problem in dict.fromkeys(problems))
    for article in loaded.articles:
        unanswered, left_out = found[article.path, "empty-answer"], found[article.path, "left-out"]
        yield article, _Counts(unanswered, left_out, len(_find_repeated(article.pairs)))


def _find_repeated(pairs: Iterable[Pair]) -> set[int]:
    """Return the places of pairs that have stood in the article before."""
    first: dict[tuple[str, ...], int] = {}
    return {n for n, pair in enumerate(pairs) if first.setdefault(pair.content, n) != n}


def _write_article(article: Article, counts: _Counts) -> str:
    shape = f"{article.shape}: " if article.shape else ""
    others = [
        f"{counts.repeated} of them again in another section" if counts.repeated else "",
        f"{counts.unanswered} without an answer" if counts.unanswered else "",
        f"{counts.left_out} left out" if counts.left_out else "",
    ]
    return tame(f"{article.path}  {', '.join([shape + count(len(article.pairs), 'question'), *filter(None, others)])}")


def _name_sections(pairs: Sequence[Pair]) -> list[str]:
    """Return the sections of each question in one line; all are ``""`` where none has any."""
    without = "(no section)" if any(pair.sections for pair in pairs) else ""
    return [" › ".join(pair.sections) or without for pair in pairs]


def _name_line(article: Article, pair: Pair) -> str:
    where = pair.location
    return f"line {where.line:>4}" if where.path == article.path else f"{where.path}:{where.line}"


def _write_pair(article: Article, pair: Pair, is_again: bool, digits: int, width: int | None) -> str:
    start = f"  {_name_line(article, pair):>{digits}}  "
    marks = [
        f"{{#{pair.pinned}}}" if pair.pinned else "",
        pair.kind if pair.kind != QUESTION else "",
        "+ front" if pair.rest else "",
        "again, the same note" if is_again else "",
    ]
    end = tame("".join(f"  {mark}" for mark in marks if mark))
    title = tame(pair.title)
    if width is not None:
        title = cut(title, max(width - len(start) - len(end), _NARROWEST))
    return tame(start) + title + end
