"""How much a word says in this deck."""

import math
from collections import Counter
from collections.abc import Sequence

_LITTLE = 0.25
"""What a word counts that comes in every text of its language."""


class Rarity:
    """Tells how much a word says in this deck: the fewer titles have it, the more."""

    def __init__(self, titles: Sequence[frozenset[str]], common: frozenset[str]) -> None:
        self._counts = Counter(word for title in titles for word in title)
        self._size = len(titles)
        self._common = common

    def weigh(self, words: Sequence[str] | set[str] | frozenset[str]) -> float:
        """Return how much some words say together."""
        return sum(map(self._weigh_word, sorted(words)))

    def is_telling(self, words: set[str]) -> bool:
        """Tell whether there is a word that does not come in every text."""
        return bool(words - self._common)

    def _weigh_word(self, word: str) -> float:
        weight = math.log(1 + (self._size + 8) / (self._counts[word] + 1))
        return weight * _LITTLE if word in self._common else weight
