"""What speaks for and against two notes being one question, computed once for each candidate."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mkdeck.deck.gist import Gist, read_gist, split_question
from mkdeck.deck.likeness import (
    compare_answers,
    compare_words,
    find_akin,
    has_other_order,
    have_changed_places,
    keep_share,
)
from mkdeck.deck.matching.turns import POLAR, Turns
from mkdeck.deck.matching.two import Two
from mkdeck.deck.matching.weights import WEIGHTS
from mkdeck.deck.wording import ASKING, Wording, split_words

_SOFTENED = 0.25
"""Over an answer that is the same, letter for letter, other words in the title say less."""
_SWAPPED = 0.15
"""From this share of a title on, words that took the place of others count in full."""
_NEARLY_ALL = 0.9
_MANY = 20
_HARDLY = 0.2
_LONG_ANSWER = 120
"""Characters of an answer that needs no link to the question."""
_EXTENDED = 0.1
"""The same for words that came or went without others in their place."""
_MUCH_CODE = 6
"""A block of so many words is hardly written twice by chance."""
_WHOLE = 0.25
"""How much it counts that what an answer said before is still there."""
_REARRANGED = 0.4
_AKIN = 0.5
"""Linting that becomes linters does so in the answer, too; but an operator is no operation."""
_SHORT = 1.0
"""What an answer of few words says, where it is the same and no other question has it."""
_PLAIN = re.compile(r"(?:[^\W\d_]|[\s.,;:!?'’\"-])*")
"""Letters and what parts them; digits and signs of code say more."""
_SHORTEST = 0.3
"""The same for "Yes." and its like."""
_LONG = 25
"""From so many words on an answer is so long that a word may change in it and in the question by chance."""
_YES_OR_NO = frozenset("is do has can will should".split())
_TELLING = 20
"""An answer of so many words says enough to be told from others."""
_LITTLE = 0.25
"""What a word counts that comes in every text of its language."""


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
        return sum(WEIGHTS[name].points * amount for name, amount in self.amounts.items())


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
        return not words <= self._common

    def _weigh_word(self, word: str) -> float:
        weight = math.log(1 + (self._size + 8) / (self._counts[word] + 1))
        return weight * _LITTLE if word in self._common else weight


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
        two = _compare(old, new)
        is_same_answer = old.answer == new.answer and self._is_own_answer(new.answer)
        turns = self._turns.speak(old.title_words, new.title_words)
        doubtful = _rate_doubt(two)
        is_same_title = _has_other_rest(old, new) and self._is_own_title(new.title)
        is_same_code = bool(set(old.asked_code) & set(new.asked_code))
        below = _SOFTENED if is_same_title or is_same_code else 1.0
        length = min(1.0, max(len(old.answer_words), len(new.answer_words)) / _TELLING)
        amounts = {
            "title": self._compare_titles(two),
            "asks_same": float(_asks_same(two)),
            "same_title": is_same_title * _compare_rests(old, new),
            "whole": float(_has_whole(old, new)),
            "answer": _rate_answer(two) * length,
            "same_answer": is_same_answer * max(length, self._rate_short(new)),
            "code": max(
                (min(1.0, len(block.split()) / _MUCH_CODE) for block in old.answer_code if block in new.answer_code),
                default=0,
            ),
            "asked_code": float(is_same_code),
            "pictures": float(bool(set(old.pictures) & set(new.pictures))),
            "moved_text": float(_has_moved_text(old, new)),
            "other_kind": doubtful * max(_LITTLE, 1 - two.kept) * _rate_other_kind(old, new),
            "other_order": doubtful * _rate_order(two),
            "swapped": doubtful * min(1.0, self._share_swapped(two) / _SWAPPED),
            "extended": below * (1 - two.kept) * min(1.0, self._share_extended(two) / _EXTENDED),
            "names_swapped": float(bool(two.gone & old.names and two.come & new.names)),
            "followed": below * _rate_following(two),
            "turned": below * turns.rate(two),
            "answer_turned": float(turns.is_answer_turned(two)),
            "unlinked": float(_is_unlinked(two)),
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
        if two.gone and two.come:
            return 0.0
        whole = max(self._rarity.weigh(set(two.old.words)), self._rarity.weigh(set(two.new.words)))
        return self._rarity.weigh(two.gone | two.come) / max(whole, 1)


def _compare(old: Wording, new: Wording) -> Two:
    gone, come = compare_words(old, new)
    akin = find_akin(old, new, gone, come)
    return Two(old, new, gone - akin, come - akin, *compare_answers(old, new), keep_share(old, new), akin)


def _rate_answer(two: Two) -> float:
    """Return how much of an answer stayed.

    One that grew counts in full, one that shrank does not: where a question was split, its main part goes on.
    """
    before, after = Counter(two.old.answer_words), Counter(two.new.answer_words)
    left = (before & after).total() / max(before.total(), 1)
    shrunk = min(1.0, after.total() / max(before.total(), 1))
    return _WHOLE * left + (1 - _WHOLE) * two.kept * (1 + shrunk) / 2


def _rate_order(two: Two) -> float:
    """Return how much another order of the words says: all where two changed places, little in a new sentence."""
    if not has_other_order(two.old, two.new) or _read_gist(two.old) == _read_gist(two.new):
        return 0.0
    return 1.0 if have_changed_places(two.old.title_words, two.new.title_words) else _REARRANGED


def _rate_following(two: Two) -> float:
    """Return how surely the answer changed with the words that changed in the question.

    The less is left of a long answer the surer; in a short one a single word is enough.
    """
    gone, come = (two.gone | two.akin) & two.lost, (two.come | two.akin) & two.gained
    is_swap = bool(two.akin or (two.gone and two.come))
    follows = (gone and come) if is_swap else two.lost and two.gained and (gone or come)
    if not follows:
        return 0.0
    is_long = min(len(two.old.answer_words), len(two.new.answer_words)) >= _LONG
    share = min(1.0, 2 * (1 - two.kept)) if is_long else 1.0
    return share if two.gone or two.come else share * _AKIN


def _rate_doubt(two: Two) -> float:
    """Return how much other words in the title say: less over an answer that stayed, and that does not talk about them."""
    if two.old.answer == two.new.answer:
        return _SOFTENED
    is_nearly = two.kept >= _NEARLY_ALL and len(two.old.answer_words) >= _MANY
    return 0.5 if is_nearly and _rate_following(two) <= _HARDLY else 1.0


def _is_unlinked(two: Two) -> bool:
    """Tell whether only a short answer speaks for a pair, and it says nothing of what is asked now: "Write to us."."""
    is_shared = bool(set(two.old.words) - two.gone or two.come.intersection(two.new.answer_words))
    return not is_shared and len(two.new.answer) < _LONG_ANSWER


def _has_other_rest(old: Wording, new: Wording) -> bool:
    """Tell whether only what stands below the title differs: code, options."""
    return old.title == new.title and old.question != new.question


def _compare_rests(old: Wording, new: Wording) -> float:
    """Return how alike code and options below equal titles are; all, where one of both has none."""
    one, other = (Counter(split_words(wording.question[len(wording.title) :])) for wording in (old, new))
    return 2 * (one & other).total() / (one.total() + other.total()) if one and other else 1.0


def _has_whole(old: Wording, new: Wording) -> bool:
    """Tell whether a whole question is part of the other, with another one beside it."""
    sentences = [
        {" ".join(found) for part in re.split(r"[?？!.,;]", wording.title) if len(found := split_words(part)) > 2}
        for wording in (old, new)
    ]
    return bool(sentences[0] & sentences[1]) and old.title != new.title


@lru_cache(4096)
def _read_title(title: str) -> Gist:
    return read_gist(split_question(title))


def _read_gist(wording: Wording) -> Gist:
    return _read_title(wording.title)


def _asks_same(two: Two) -> bool:
    """Tell whether two questions differ in nothing that counts."""
    if two.gone or two.come or two.akin or not (two.old.words and two.new.words) or _rate_order(two):
        return False
    return not _rate_other_kind(two.old, two.new)


def _rate_other_kind(old: Wording, new: Wording) -> float:
    """Return how surely one asks what, and the other how; those with yes or no for an answer differ less."""
    one, other = (_read_gist(wording).kind for wording in (old, new))
    if not one or not other or one == other or _has_whole(old, new):
        return 0.0
    return 0.5 if {one, other} <= _YES_OR_NO else 1.0


def _has_moved_text(old: Wording, new: Wording) -> bool:
    """Tell whether text went from the front to the back, or the other way round."""
    if not _has_other_rest(old, new):
        return False
    whole, other = (Counter((*w.words, *(x for x in w.answer_words if x not in ASKING))) for w in (old, new))
    return (whole & other).total() >= 0.9 * max(whole.total(), other.total())
