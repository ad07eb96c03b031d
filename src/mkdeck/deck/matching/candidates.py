"""Which notes are compared at all, so that large decks need not be compared one with each."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import pairwise, product

from mkdeck.deck.matching.place import Gap
from mkdeck.deck.wording import Wording

_MOST = 8
"""Of one side for a note of the other, by what they share."""
_SHARE = 0.2
"""Who shares less than this part of what the first one shares is not looked at."""
_COMMON = 40
"""What more notes than these have tells nothing about which is meant."""


def find_candidates(old: Mapping[int, Wording], new: Mapping[int, Wording]) -> Iterator[tuple[int, int]]:
    """Yield the places of notes that share what few have."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for o, wording in old.items():
        for sign in _list_signs(wording):
            places[sign].append(o)
    for n, wording in new.items():
        shared: Counter[int] = Counter()
        for sign in _list_signs(wording):
            if len(having := places.get(sign, ())) <= _COMMON:
                shared.update(having)
        yield from ((o, n) for o in _take_most(shared))


def _take_most(shared: Counter[int]) -> list[int]:
    ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    return [place for place, count in ranked if count >= _SHARE * ranked[0][1]]


def find_neighbours(gaps: Iterable[Gap]) -> Iterator[tuple[int, int]]:
    """Yield the places of notes that stand in the same small gap."""
    for gap in gaps:
        if gap.is_small():
            yield from product(gap.olds, gap.news)


def _list_signs(wording: Wording) -> dict[Hashable, None]:
    """Return what two notes that are one question are likely to share."""
    texts = (wording.answer,), (wording.title,)
    return dict.fromkeys((*wording.words, *pairwise(wording.words), *pairwise(wording.answer_words), *texts))
