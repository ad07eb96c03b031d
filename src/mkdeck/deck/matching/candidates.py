"""Which notes are compared at all, so that large decks need not be compared one with each."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

from mkdeck.deck.matching.place import Gap
from mkdeck.deck.wording import Wording

_MOST = 8
"""Of one side for a note of the other, by what they share."""
_COMMON = 40
"""What more notes than these have tells nothing about which is meant."""


def find_candidates(
    old: Mapping[int, Wording], new: Mapping[int, Wording], gaps: Iterable[Gap]
) -> Iterator[tuple[int, int]]:
    """Yield the places of notes that may be one question: they share rare words, an answer, or a small gap."""
    found: set[tuple[int, int]] = set()
    for gap in gaps:
        if gap.is_small():
            found.update(product(gap.olds, gap.news))
    places: dict[Hashable, list[int]] = defaultdict(list)
    for o, wording in old.items():
        for sign in _list_signs(wording):
            places[sign].append(o)
    for n, wording in new.items():
        shared: Counter[int] = Counter()
        for sign in _list_signs(wording):
            if len(having := places.get(sign, ())) <= _COMMON:
                shared.update(having)
        found.update((o, n) for o, _ in _take_most(shared))
    yield from sorted(found)


def _take_most(shared: Counter[int]) -> Sequence[tuple[int, int]]:
    return sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_MOST]


def _list_signs(wording: Wording) -> list[Hashable]:
    """Return what two notes that are one question are likely to share: title words, two words in a row, all of the answer."""
    return list(
        dict.fromkeys(
            [
                *wording.words,
                *pairwise(wording.words),
                *pairwise(wording.answer_words),
                (wording.answer,),
                (wording.title,),
            ]
        )
    )
