"""What speaks for and against two notes being one question, computed once for each candidate."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import fsum

from mkdeck.deck.matching.rarity import Rarity
from mkdeck.deck.matching.rates import (
    asks_same,
    compare,
    compare_rests,
    has_moved_text,
    has_other_rest,
    has_whole,
    is_unlinked,
    rate_answer,
    rate_change,
    rate_following,
    rate_order,
    rate_other_kind,
    squeeze_title,
)
from mkdeck.deck.matching.turns import POLAR, Turns
from mkdeck.deck.matching.two import Two
from mkdeck.deck.matching.weights import WEIGHTS
from mkdeck.deck.wording import Wording

_SOFTENED = 0.25
"""Over an answer that is the same, letter for letter, other words in the title say less."""
_SWAPPED = 0.15
"""From this share of a title on, words that took the place of others count in full."""
_EXTENDED = 0.1
"""The same for words that came or went without others in their place."""
_MUCH_CODE = 6
"""A block of so many words is hardly written twice by chance."""
_SHORT = 1.0
"""What an answer of few words says, where it is the same and no other question has it."""
_PLAIN = re.compile(r"(?:[^\W\d_]|[\s.,;:!?'’\"-])*")
"""Letters and what parts them; digits and signs of code say more."""
_SHORTEST = 0.3
"""The same for "Yes." and its like."""
_AT_LEAST = 0.25
"""How much of the kind of a question counts, however much of the answer stayed."""
_TELLING = 20
"""An answer of so many words says enough to be told from others."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much of each kind of evidence there is, from 0 to 1; ``weights`` has what they mean."""

    amounts: Mapping[str, float]
    kept: float
    """The share of the answer that stayed; 1 where it is the same letter for letter."""
    rule: str = ""
    """What this release replaces everywhere, where the title has it."""

    @property
    def score(self) -> float:
        """What it all counts."""
        return fsum(WEIGHTS[name].points * amount for name, amount in self.amounts.items())  # the same in every Python


class Judge:
    """Gathers the evidence for candidates."""

    def __init__(
        self, rarity: Rarity, turns: Turns, is_own_answer: Callable[[str], bool], is_own_title: Callable[[str], bool]
    ) -> None:
        self._rarity = rarity
        self._turns = turns
        self._is_own_answer = is_own_answer
        self._is_own_title = is_own_title

    def gather(self, old: Wording, new: Wording) -> Evidence:
        """Return the evidence in the two wordings; where they stand is not looked at."""
        two = compare(old, new)
        is_same_answer = bool(new.answer) and old.answer == new.answer and self._is_own_answer(new.answer)
        turns = self._turns.speak(old.title_words, new.title_words)
        doubtful = rate_change(two)
        is_same_title = has_other_rest(old, new) and self._is_own_title(squeeze_title(new.title))
        is_same_code = bool(set(old.asked_code) & set(new.asked_code))
        asked = _SOFTENED if is_same_title else 1.0
        below = _SOFTENED if is_same_code else asked
        length = min(1.0, max(len(old.answer_words), len(new.answer_words)) / _TELLING)
        amounts = {
            "title": self._compare_titles(two),
            "asks_same": float(asks_same(two)),
            "same_title": is_same_title * compare_rests(old, new),
            "whole": float(has_whole(old, new)),
            "answer": rate_answer(two) * length,
            "same_answer": is_same_answer * max(length, self._rate_short(new)),
            "code": max(
                (min(1.0, len(block.split()) / _MUCH_CODE) for block in old.answer_code if block in new.answer_code),
                default=0,
            ),
            "asked_code": float(is_same_code),
            "pictures": float(bool(set(old.pictures) & set(new.pictures))),
            "moved_text": float(has_moved_text(old, new)),
            "other_kind": doubtful * max(_AT_LEAST, 1 - two.kept) * rate_other_kind(old, new),
            "other_order": doubtful * rate_order(two),
            "swapped": asked * doubtful * min(1.0, self._share_swapped(two) / _SWAPPED),
            "extended": below * (1 - two.kept) * min(1.0, self._share_extended(two) / _EXTENDED),
            "names_swapped": asked * bool(two.gone & old.names and two.come & new.names),
            # A cloze is its own answer, in which each of its words is changed, too.
            "followed": 0.0 if old.answer == old.question else below * rate_following(two),
            "turned": asked * turns.rate(two),
            "answer_turned": float(turns.is_answer_turned(two)),
            "unlinked": float(is_unlinked(two)),
            "bare": float(not (old.words and new.words)),
        }
        kept = 1.0 if old.answer == new.answer else min(two.kept, 0.99)
        return Evidence({name: amount for name, amount in amounts.items() if amount}, kept)

    def _rate_short(self, wording: Wording) -> float:
        """Return what a short answer says that no other question has: "8 bits." more than "Yes."."""
        has_signs = not _PLAIN.fullmatch(wording.answer)
        is_telling = has_signs or self._rarity.is_telling(set(wording.answer_words) - POLAR)
        return _SHORT if is_telling else _SHORTEST

    def _compare_titles(self, two: Two) -> float:
        """Return how much of two titles is the same, as a share of what both say."""
        akin = self._rarity.weigh(two.akin) / 2
        other = self._rarity.weigh(two.gone) + self._rarity.weigh(two.come) + akin
        same = self._rarity.weigh(set(two.old.words) - two.gone) + self._rarity.weigh(set(two.new.words) - two.come)
        same -= akin
        return same / (same + other) if same else float(two.old.title == two.new.title)

    def _share_swapped(self, two: Two) -> float:
        if not (two.gone and two.come):
            return 0.0
        whole = min(self._rarity.weigh(set(two.old.words)), self._rarity.weigh(set(two.new.words)))
        return min(self._rarity.weigh(two.gone), self._rarity.weigh(two.come)) / whole

    def _share_extended(self, two: Two) -> float:
        """Return how much of the longer question the shorter one has not, where words only came or only went."""
        if bool(two.gone) == bool(two.come):
            return 0.0
        whole = max(self._rarity.weigh(set(two.old.words)), self._rarity.weigh(set(two.new.words)))
        return self._rarity.weigh(two.gone | two.come) / whole
