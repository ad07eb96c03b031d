"""How alike two notes are: whether words are the same but for their form, and how much of an answer stayed."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA, LCSseq

from mkdeck.deck.wording import ASKING, Wording, split_words
from mkdeck.unicode import drop_accents

# How much of an answer is still there, as a share of its words.
_RELATED = 0.3
_ALIKE = 0.5
_NEARLY_EQUAL = 0.9
_GROWTH = 5
"""How many times as long an answer may become; in a longer text any sentence can be found."""

# Words or characters that make an answer say enough to be told from others.
_FEW_WORDS = 3
_SOME_WORDS = 8
_SHORT_ANSWER = 40

_POINTERS = frozenset("it its they their this these here 它".split())
"""A question with such a word takes its subject from the article around it."""
_DERIVED = frozenset("al er ers or ors ion ions ing able ability le ility ed s es ly ment ness".split())
"""Endings that make another word of the same stem: linter, linting."""
_ENDINGS = ("", "s", "es", "d", "ed", "e", "ing", "y", "ies", "ied")
_GENDERS = frozenset("o a os as".split())
"""Endings by which Spanish, Portuguese and Italian words agree with others: colorido, colorida; but puerto, puerta."""
_NAME_ENDING = "js"
"""What names of tools are written with and without: ReactJS; but ``next`` is not NextJS."""


def is_related(old: Wording, new: Wording) -> bool:
    """Tell whether two answers have so much in common that nothing speaks against an equal key."""
    return keep_share(old, new) >= _RELATED


def is_moved(old: Wording, new: Wording) -> bool:
    """Tell whether an equal question elsewhere is the same."""
    return keep_share(old, new) >= _ALIKE and says_enough(old, new)


def says_enough(old: Wording, new: Wording) -> bool:
    """Tell whether a question with its answer can be told from all others: not so "Is it free?" with "Yes."."""
    if len(new.answer) >= _SHORT_ANSWER:
        return True
    telling = {*old.words, *old.answer_words}.intersection(new.words + new.answer_words) - ASKING
    return len(telling) >= _FEW_WORDS and _POINTERS.isdisjoint(split_words(new.question))


def compare_answers(old: Wording, new: Wording) -> tuple[set[str], set[str]]:
    """Return the words that the answer has less often than before, and those that it has more often."""
    before, after = Counter(old.answer_words), Counter(new.answer_words)
    return set(before - after), set(after - before)


def has_other_order(old: Wording, new: Wording) -> bool:
    """Tell whether the same words stand in another order: text to number, number to text."""
    olds, news = list(dict.fromkeys(old.words)), list(dict.fromkeys(new.words))
    return [word for word in olds if word in news] != [word for word in news if word in olds]


def have_changed_places(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether two words, and nothing else, changed places: text to number, number to text."""
    other = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]]
    return len(old) == len(new) and len(other) == 2 and other[0] == other[1][::-1]


def compare_words(old: Wording, new: Wording) -> tuple[set[str], set[str]]:
    """Return the words that only one of two questions has, those aside that are just written in another way."""
    gone, come = _find_missing(old, new), _find_missing(new, old)
    same = _spell_out(gone & old.names, new.words) | _spell_out(come & new.names, old.words)
    same |= _join_words(old.title_words, come) | _join_words(new.title_words, gone)
    return gone - same, come - same


def find_akin(old: Wording, new: Wording, gone: set[str], come: set[str]) -> set[str]:
    """Return the words on both sides that have a partner of the same stem on the other; names do with "js" alone."""
    return {
        word
        for one in gone
        for other in come
        if f"{one}{_NAME_ENDING}" == other
        or f"{other}{_NAME_ENDING}" == one
        or (one not in old.names and other not in new.names and _is_derived(one, other))
        for word in (one, other)
    }


def _is_derived(word: str, other: str) -> bool:
    stem = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    ends = word[stem:], other[stem:]
    return stem >= 4 and (all(not end or end in _DERIVED for end in ends) or _GENDERS.issuperset(ends))


def _find_missing(one: Wording, other: Wording) -> set[str]:
    codes = one.codes | other.codes
    return {
        word
        for word in set(one.words) - set(other.words)
        if not any(
            _differs_by_accents(word, another)
            or (not codes.intersection((word, another)) and _is_variant(word, another))
            for another in other.words
        )
    }


def _differs_by_accents(word: str, other: str) -> bool:
    """Tell whether two words are one that some write with accents and some without."""
    return not (word.isascii() and other.isascii()) and drop_accents(word) == drop_accents(other)


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


def _join_words(words: Sequence[str], missing: Iterable[str]) -> set[str]:
    """Return the words that are written as several in a title, and these: DevTools, "dev tools"."""
    runs = (run for length in (2, 3) for run in zip(*(words[n:] for n in range(length)), strict=False))
    parts = {drop_accents("".join(run)): run for run in runs}
    found = ((word, parts.get(drop_accents(word))) for word in missing)
    return {each for word, run in found if run for each in (word, *run)}


def keep_share(old: Wording, new: Wording) -> float:
    """Return how much of the answers is the same, in the same order; one that only grew or shrank counts in full."""
    if old.answer == new.answer:
        return 1
    shorter, longer = sorted((len(old.answer_words), len(new.answer_words)))
    common = LCSseq.similarity(old.answer_words, new.answer_words)
    if shorter >= _SOME_WORDS and longer <= _GROWTH * shorter and common >= _NEARLY_EQUAL * shorter:
        return common / shorter
    return 2 * common / (shorter + longer) if common else 0
