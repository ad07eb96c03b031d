"""How alike two notes are: whether one may be the other, reworded.

Precise rather than greedy: a wrong match hands one question's history to another, a missed one costs a new card.
Likeness alone does not tell a rewording from a sibling ("left join" and "right join", 301 and 308), so what was put in
the place of what counts for more than how much.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from rapidfuzz.distance import OSA, LCSseq

from mkdeck.deck.wording import ASKING, Wording, split_words

# How much of an answer is still there, as a share of its words.
_RELATED = 0.3
_ALIKE = 0.5
_NEARLY_EQUAL = 0.9
_GROWTH = 5
"""How many times as long an answer may become; in a longer text any sentence can be found."""

# Words or characters that make an answer say enough to be told from others.
_FEW_WORDS = 3
_SOME_WORDS = 8
_MANY_WORDS = 20
_SHORT_ANSWER = 40
_LONG_ANSWER = 120

# Which notes are compared at all, and when one of them is the clear choice.
_CANDIDATES = 8
_COMMON = 40
"""Two words that stand side by side in more notes than these tell nothing about which is meant."""
_SHARED = 0.1
_MARGIN = 0.1

_POINTERS = frozenset("it its they their this these here 它".split())
"""A question with such a word takes its subject from the article around it."""
_NEGATIONS = frozenset("except neither never no nobody non none nor not nothing without".split())
_ORDINALS = frozenset("first second third last".split())
_ENDINGS = ("", "s", "es", "d", "ed", "e", "ing", "y", "ies", "ied")


def is_related(old: Wording, new: Wording) -> bool:
    """Tell whether two answers have so much in common that nothing speaks against an equal key."""
    return _kept(old, new) >= _RELATED


def is_moved(old: Wording, new: Wording) -> bool:
    """Tell whether an equal question elsewhere is the same."""
    return _kept(old, new) >= _ALIKE and _says_enough(old, new)


def is_reworded(old: Wording, new: Wording) -> bool:
    """Tell whether the same answer still answers the same question."""
    gone, come = _compare_words(old, new)
    shared = set(old.words) - gone
    if _is_turned(gone, come):
        return False
    if shared and not (gone and come):
        return _says_enough(old, new)
    if len(new.answer) < _LONG_ANSWER:
        has_link = bool(shared or come.intersection(new.answer_words))
        return has_link and len(new.answer) >= _SHORT_ANSWER and not (gone & old.names and come & new.names)
    return True


def _says_enough(old: Wording, new: Wording) -> bool:
    """Tell whether a question with its answer can be told from all others: not so "Is it free?" with "Yes."."""
    if len(new.answer) >= _SHORT_ANSWER:
        return True
    telling = {*old.words, *old.answer_words}.intersection(new.words + new.answer_words) - ASKING
    return len(telling) >= _FEW_WORDS and _POINTERS.isdisjoint(split_words(new.question))


def find_likeliest(old: Sequence[Wording], new: Sequence[Wording]) -> list[tuple[int, int]]:
    """Return the places of those that are clearly the same question, one to one."""
    ranked = [(_rank(old[o], new[n]), o, n) for o, n in _find_candidates(old, new)]
    by_old: dict[int, list[_Rank]] = defaultdict(list)
    by_new: dict[int, list[_Rank]] = defaultdict(list)
    for rank, o, n in ranked:
        by_old[o].append(rank)
        by_new[n].append(rank)
    return [
        (o, n) for rank, o, n in ranked if rank[0] and _stands_out(rank, by_old[o]) and _stands_out(rank, by_new[n])
    ]


_Rank = tuple[int, float]
"""How sure the kind of change is, and how alike the two are."""


def _stands_out(rank: _Rank, rivals: Sequence[_Rank]) -> bool:
    """Tell whether no other is as sure, or nearly as alike: of two parts of a question split, none has its history."""
    return sum(sureness >= rank[0] or rank[1] - score < _MARGIN for sureness, score in rivals) == 1


def _rank(old: Wording, new: Wording) -> _Rank:
    gone, come = _compare_words(old, new)
    kept = _kept(old, new)
    count = len(old.words) + len(new.words)
    score = (1 - (len(gone) + len(come)) / max(count, 1) + kept) / 2
    if _is_turned(gone, come) or not set(old.words) - gone or not _says_enough(old, new):
        return 0, score
    if (gone and come) or _has_other_order(old, new):
        return (1 if _are_synonyms(gone, come, old, new) else 0), score
    return (2 if kept >= _ALIKE and not _follows(gone | come, old, new) else 0), score


def _follows(words: set[str], old: Wording, new: Wording) -> bool:
    """Tell whether the answer may have changed because of words that were put into or taken out of the question.

    More about them is no matter, other words for what was said are; of few words or code one never knows:
    ``git branch`` and ``git branch -r``.
    """
    lost, gained = _compare_answers(old, new)
    if not words or min(old.prose, new.prose) < _SOME_WORDS:
        return bool(words)
    is_turned = _kept(old, new) >= _NEARLY_EQUAL and not _NEGATIONS.isdisjoint(lost | gained)
    return bool(lost and gained) and (is_turned or not words.isdisjoint(lost | gained))


def _are_synonyms(gone: set[str], come: set[str], old: Wording, new: Wording) -> bool:
    """Tell whether words took the place of others without another thing being meant.

    The answers of siblings name what they are about, so there the words come up, too.
    """
    lost, gained = _compare_answers(old, new)
    return (
        min(len(old.answer_words), len(new.answer_words)) >= _MANY_WORDS
        and _kept(old, new) >= _NEARLY_EQUAL
        and not (gone & old.names and come & new.names)
        and not (gone and come and (gone | come).intersection(old.answer_words + new.answer_words))
        and (lost | gained).isdisjoint({*old.words, *new.words, *_NEGATIONS})
        and not any(word.isdecimal() for word in lost | gained)
    )


def _compare_answers(old: Wording, new: Wording) -> tuple[set[str], set[str]]:
    """Return the words that the answer has less often than before, and those that it has more often."""
    before, after = Counter(old.answer_words), Counter(new.answer_words)
    return set(before - after), set(after - before)


def _has_other_order(old: Wording, new: Wording) -> bool:
    """Tell whether the same words stand in another order: text to number, number to text."""
    olds, news = list(dict.fromkeys(old.words)), list(dict.fromkeys(new.words))
    return [word for word in olds if word in news] != [word for word in news if word in olds]


def _is_turned(gone: set[str], come: set[str]) -> bool:
    """Tell whether a question asks for the opposite, for another number or for the second of a kind."""
    numbers = [{word for word in words if any(sign.isdecimal() for sign in word)} for words in (gone, come)]
    return not (gone | come).isdisjoint(_NEGATIONS | _ORDINALS) or all(numbers)


def _compare_words(old: Wording, new: Wording) -> tuple[set[str], set[str]]:
    """Return the words that only one of two questions has, those aside that are just written in another way."""
    gone, come = _find_missing(old, new), _find_missing(new, old)
    spelt_out = _spell_out(gone & old.names, new.words) | _spell_out(come & new.names, old.words)
    return gone - spelt_out, come - spelt_out


def _find_missing(one: Wording, other: Wording) -> set[str]:
    names = one.names | other.names
    return {
        word
        for word in set(one.words) - set(other.words)
        if word in names or not any(_is_variant(word, another) for another in other.words if another not in names)
    }


def _is_variant(word: str, other: str) -> bool:
    """Tell whether two words are one, but for the ending, a typo, or a British and an American spelling.

    All these leave the start alone, unlike what makes another word: encode, decode; mutable, immutable; loc, iloc.
    """
    if word[0] != other[0]:
        return False
    short, long = sorted((word, other), key=len)
    if len(short) >= 5 and short[-1] == long[-1] and OSA.distance(short, long) == 1:
        return True
    stem = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return stem >= 3 and short[stem:] in _ENDINGS and long[stem:] in _ENDINGS


def _spell_out(abbreviations: Iterable[str], words: Sequence[str]) -> set[str]:
    """Return the abbreviations that are the initials of some of the words, and these."""
    initials = "".join(word[0] for word in words)
    starts = {each: initials.find(each) for each in abbreviations if len(each) > 1}
    return {word for each, start in starts.items() if start >= 0 for word in (each, *words[start : start + len(each)])}


def _kept(old: Wording, new: Wording) -> float:
    """Return how much of the answers is the same, in the same order; one that only grew or shrank counts in full."""
    if old.answer == new.answer:
        return 1
    shorter, longer = sorted((len(old.answer_words), len(new.answer_words)))
    common = LCSseq.similarity(old.answer_words, new.answer_words)
    if shorter >= _SOME_WORDS and longer <= _GROWTH * shorter and common >= _NEARLY_EQUAL * shorter:
        return common / shorter
    return 2 * common / max(shorter + longer, 1)


def _find_candidates(old: Sequence[Wording], new: Sequence[Wording]) -> Iterable[tuple[int, int]]:
    """Yield the few pairs that share rare pairs of words, so that large decks need not be compared one with each."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for o, wording in enumerate(old):
        for two in _word_pairs(wording):
            places[two].append(o)
    for n, wording in enumerate(new):
        telling = [found for two in _word_pairs(wording) if len(found := places.get(two, [])) <= _COMMON]
        shared = Counter(chain.from_iterable(telling)).most_common(_CANDIDATES)
        yield from ((o, n) for o, count in shared if count >= _SHARED * len(telling))


def _word_pairs(wording: Wording) -> set[tuple[str, str]]:
    return {*pairwise(wording.words), *pairwise(wording.answer_words)}
