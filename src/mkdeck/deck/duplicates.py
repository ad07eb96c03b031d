"""Questions of one build that are nearly the same: learners would learn them twice, or could not tell them apart.

Precise rather than greedy, and fast: questions are compared by what is made to be equal, never one with each other one.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from mkdeck.deck.gist import Gist, drop_topic, read_gist, split_question, stem_word
from mkdeck.model import Article, Location, Pair
from mkdeck.problem import Problem, Severity

_CANDIDATES = 20
"""Questions with which another one is compared at most."""
_MANY_WORDS = 3
"""So many other words say that a question with a word in another form is the same."""

_POINTERS = frozenset("it its they their this that these those here above below following".split())
"""A question with such a word takes its subject from the text around it."""
_GENERAL = frozenset(
    "advantage disadvantage definition description difference example feature function install installation introduction"
    " limitation method note overview parameter property purpose require requirement return summary syntax type usage use"
    " work and or".split()
)
"""Words that say nothing without the section in which the question stands."""
_SHOWN_AS_WRITTEN = re.compile(r"<code>(.*?)</code>|\ssrc=\"([^\"]*)\"", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question and what it asks."""

    path: str
    pair: Pair
    gist: Gist
    short: Gist
    """Without what only names the topic: "in React"."""
    topic: frozenset[str]
    """The words of the article's title and of the sections."""
    dropped: frozenset[str]
    """Those of them that ``short`` leaves out."""


def find_near_duplicates(articles: Iterable[Article], told: Collection[Location] = ()) -> list[Problem]:
    """Return a problem at each question that asks nearly what one before it does.

    ``told`` are places of questions of which another problem says so: equal ids, equal keys.
    """
    known: dict[Hashable, list[_Asked]] = defaultdict(list)
    problems = []
    for article in articles:
        for pair in _each_once(article.pairs):
            asked = _read_asked(article, pair)
            keys = list(_make_keys(asked))
            first = next((other for key in keys for other in known[key] if _is_same(other, asked)), None)
            if first and pair.location not in told:
                problems.append(_report(pair, first.pair))
            for key in keys:
                if len(known[key]) < _CANDIDATES:
                    known[key].append(asked)
    return problems


def _each_once(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the pairs of an article, each once that stands in several sections."""
    once: dict[tuple[str, ...], Pair] = {}
    for pair in pairs:
        once.setdefault(pair.content, pair)
    yield from once.values()


def _read_asked(article: Article, pair: Pair) -> _Asked:
    words = split_question(pair.title)
    topic = _split_topic((article.title, *pair.sections))
    short = drop_topic(words, topic)
    gist = read_gist(words)
    dropped = frozenset(words[len(short) :].split()[1:])
    return _Asked(article.path, pair, gist, read_gist(short) if dropped else gist, topic, dropped)


@lru_cache
def _split_topic(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for title in titles for word in split_question(title).split())


def _make_keys(asked: _Asked) -> Iterator[Hashable]:
    """Yield what two questions of which one is nearly the other have in common, the surest first."""
    gist, rest = asked.gist, " ".join(asked.pair.rest.split())
    if not gist.words:
        return
    yield gist, rest
    yield gist.kind, tuple(stem_word(word)[0] for word in gist.words), rest
    if asked.short.words:
        yield "short", asked.short, rest


def _is_same(first: _Asked, second: _Asked) -> bool:
    is_inflected = first.gist.kind == second.gist.kind and _is_inflected(first, second)
    asks_same = first.gist == second.gist or is_inflected
    leaves_out = first.short == second.short and first.dropped <= second.topic and second.dropped <= first.topic
    if not asks_same and not leaves_out:
        return False
    return _shows_same(first.pair, second.pair) and (_has_same_context(first, second) or _stands_alone(second))


def _is_inflected(first: _Asked, second: _Asked) -> bool:
    """Tell whether one word has another ending in one of two questions that are equal but for that."""
    one, other = first.gist.words, second.gist.words
    differing = [(a, b) for a, b in zip(one, other, strict=False) if a != b]
    if len(one) != len(other) or len(differing) != 1 or any(map(_has_code, (first.pair, second.pair))):
        return False
    (_, ending), (_, another) = map(stem_word, differing[0])
    # "blocked" and "blocking" say the opposite of each other.
    return (not ending or not another) and sum(len(word) > 3 for word in one) > _MANY_WORDS


def _has_code(pair: Pair) -> bool:
    return "()" in pair.title or "<code>" in pair.question


def _shows_same(one: Pair, other: Pair) -> bool:
    """Tell whether code and pictures in two questions are the same, letter by letter, where both have some."""
    shown, others = (sorted(_SHOWN_AS_WRITTEN.findall(pair.question)) for pair in (one, other))
    return not (shown and others) or shown == others


def _has_same_context(first: _Asked, second: _Asked) -> bool:
    return first.path == second.path and first.pair.sections == second.pair.sections


def _stands_alone(asked: _Asked) -> bool:
    """Tell whether a question says what it is about."""
    words = set(asked.gist.words)
    return bool(asked.pair.rest) or (bool(words - _GENERAL) and words.isdisjoint(_POINTERS))


def _report(pair: Pair, first: Pair) -> Problem:
    same = "the same as the one" if pair.title == first.title else f"nearly the same as '{first.title}'"
    message = f"question '{pair.title}' is {same} in {first.location.path}:{first.location.line}"
    hint = "keep one of the two, or say in each what makes it another question"
    return Problem(pair.location, "near-duplicate", message, hint, Severity.DETAIL)
