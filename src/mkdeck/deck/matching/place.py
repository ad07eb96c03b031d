"""Where unmatched questions stand between those that did match."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_Run: TypeAlias = "tuple[tuple[int, int], _Run | None]"
"""The last pair of some that rise, and those before it."""
_SMALL = 12
"""A gap with more unmatched questions on a side says little about which is which."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The unmatched questions between two neighbours that matched in the same order, on both sides."""

    olds: tuple[int, ...]
    news: tuple[int, ...]

    def is_small(self) -> bool:
        """Tell whether one may compare each with each."""
        return max(len(self.olds), len(self.news)) <= _SMALL

    def rate(self, old: int, new: int) -> float:
        """Return how much the place says for a pair: 1 where nothing else can have gone there, less in a larger gap."""
        o, n = self.olds.index(old), self.news.index(new)
        is_level = o == n or len(self.olds) - o == len(self.news) - n
        share = 1 / max(len(self.olds), len(self.news))
        return max(share, 0.5 if is_level and self.is_small() else 0.0)


def find_gaps(old: Sequence[str], new: Sequence[str], matches: Mapping[int, int]) -> Iterator[Gap]:
    """Yield the gaps that have unmatched questions on both sides.

    ``old`` and ``new`` are the articles of all questions in order, under one name where an article was renamed; ``matches``
    has the place in the old list for places in the new one.
    """
    anchors = _find_anchors(old, new, matches)
    old_gaps = _list_gaps(old, {o: n for n, o in matches.items()}, {o: (o, n) for o, n in anchors})
    new_gaps = _list_gaps(new, matches, {n: (o, n) for o, n in anchors})
    for name, news in new_gaps.items():
        if name in old_gaps:
            yield Gap(tuple(old_gaps[name]), tuple(news))


def _list_gaps(
    articles: Sequence[str], matches: Mapping[int, int], anchors: Mapping[int, tuple[int, int]]
) -> dict[object, list[int]]:
    """Return the unmatched places by their article and the anchor before them."""
    gaps: dict[object, list[int]] = defaultdict(list)
    last: dict[str, tuple[int, int] | None] = {}
    for place, article in enumerate(articles):
        if place in anchors:
            last[article] = anchors[place]
        elif place not in matches:
            gaps[article, last.get(article)].append(place)
    return gaps


def _find_anchors(old: Sequence[str], new: Sequence[str], matches: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return the matched places that have kept their order, as many as there can be: what moved is none."""
    by_article: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n in sorted(matches):
        if old[matches[n]] == new[n]:
            by_article[new[n]].append((matches[n], n))
    return [anchor for pairs in by_article.values() for anchor in keep_rising(pairs)]


def keep_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of the pairs, which rise in the second place, that rises in the first as well, last first."""
    tops: list[int] = []
    runs: list[_Run | None] = [None]
    for pair in pairs:
        length = bisect_left(tops, pair[0])
        run = pair, runs[length]
        if length == len(tops):
            tops.append(pair[0])
            runs.append(run)
        else:
            tops[length], runs[length + 1] = pair[0], run
    rising = []
    last = runs[-1]
    while last:
        pair, last = last
        rising.append(pair)
    return rising
