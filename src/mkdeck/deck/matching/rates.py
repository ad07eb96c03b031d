"""How much two wordings have in common, and in what they differ, each from 0 to 1 or yes and no."""

import re
from collections import Counter
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
from mkdeck.deck.matching.two import Two
from mkdeck.deck.wording import ASKING, Wording, split_words
from mkdeck.unicode import normalize

_SOFTENED = 0.25
"""Over an answer that is the same, letter for letter, other words in the title say less."""
_NEARLY_ALL = 0.9
_MANY = 20
"""So much of an answer of so many words or more: it is the same, polished."""
_LONG_ANSWER = 120
"""Characters of an answer that needs no link to the question."""
_WHOLE = 0.25
"""How much it counts that what an answer said before is still there."""
_REARRANGED = 0.4
"""What another order says where not just two words changed places."""
_AKIN = 0.5
"""Linting that becomes linters does so in the answer, too; but an operator is no operation."""
_LONG = 25
"""From so many words on an answer is so long that a word may change in it and in the question by chance."""
_YES_OR_NO = frozenset("is do has can will should".split())
"""Kinds of questions that have yes or no for an answer."""


def compare(old: Wording, new: Wording) -> Two:
    """Return two wordings beside each other."""
    gone, come = compare_words(old, new)
    akin = find_akin(old, new, gone, come)
    return Two(old, new, gone - akin, come - akin, *compare_answers(old, new), keep_share(old, new), akin)


def rate_answer(two: Two) -> float:
    """Return how much of an answer stayed.

    One that grew counts in full, one that shrank does not: where a question was split, its main part goes on.
    """
    before, after = Counter(two.old.answer_words), Counter(two.new.answer_words)
    left = (before & after).total() / max(before.total(), 1)
    shrunk = min(1.0, after.total() / max(before.total(), 1))
    return _WHOLE * left + (1 - _WHOLE) * two.kept * (1 + shrunk) / 2


def rate_order(two: Two) -> float:
    """Return how much another order of the words says: all where two changed places, little in a new sentence."""
    if not has_other_order(two.old, two.new) or _read_gist(two.old) == _read_gist(two.new):
        return 0.0
    return 1.0 if have_changed_places(two.old.title_words, two.new.title_words) else _REARRANGED


def rate_following(two: Two) -> float:
    """Return how surely the answer changed with the words that changed in the question.

    The less is left of a long answer the surer; in a short one a single word is enough.
    """
    gone, come = (two.gone | two.akin) & two.lost, (two.come | two.akin) & two.gained
    is_swap = bool(two.akin or (two.gone and two.come))
    follows = (gone and come) if is_swap else two.lost and two.gained and (gone or come)
    if not follows:
        return 0.0
    share = min(1.0, 2 * (1 - two.kept)) if _is_long(two) else 1.0
    return share if two.gone or two.come else share * _AKIN


def rate_change(two: Two) -> float:
    """Return how much other words in the title say: less over an answer that stayed, and that does not talk about them."""
    if two.old.answer == two.new.answer:
        return _SOFTENED
    is_nearly = two.kept >= _NEARLY_ALL and len(two.old.answer_words) >= _MANY
    # Of a long answer that is nearly the same one word says little, even one that was asked for.
    return 0.5 if is_nearly and (_is_long(two) or not rate_following(two)) else 1.0


def _is_long(two: Two) -> bool:
    return min(len(two.old.answer_words), len(two.new.answer_words)) >= _LONG


def is_unlinked(two: Two) -> bool:
    """Tell whether only a short answer speaks for a pair, and it says nothing of what is asked now: "Write to us."."""
    is_shared = bool(set(two.old.words) - two.gone or two.come.intersection(two.new.answer_words))
    return not is_shared and len(two.new.answer) < _LONG_ANSWER


def has_other_rest(old: Wording, new: Wording) -> bool:
    """Tell whether only what stands below the title differs: code, options."""
    return old.question != new.question and squeeze_title(old.title) == squeeze_title(new.title)


@lru_cache(4096)
def squeeze_title(title: str) -> str:
    """Return a title without its spaces, which some put between scripts and some do not, with "?" for a wide one."""
    return "".join(normalize("NFKC", title).split())


def compare_rests(old: Wording, new: Wording) -> float:
    """Return how alike code and options below equal titles are; all, where one of both has none."""
    one, other = (Counter(split_words(wording.question[len(wording.title) :])) for wording in (old, new))
    return 2 * (one & other).total() / (one.total() + other.total()) if one and other else 1.0


def has_whole(old: Wording, new: Wording) -> bool:
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


def asks_same(two: Two) -> bool:
    """Tell whether two questions differ in nothing that counts."""
    if two.gone or two.come or two.akin or not two.old.words or rate_order(two):
        return False
    return not rate_other_kind(two.old, two.new)


def rate_other_kind(old: Wording, new: Wording) -> float:
    """Return how surely one asks what, and the other how; those with yes or no for an answer differ less."""
    one, other = (_read_gist(wording).kind for wording in (old, new))
    if not one or not other or one == other or has_whole(old, new):
        return 0.0
    return 0.5 if _YES_OR_NO.issuperset((one, other)) else 1.0


def has_moved_text(old: Wording, new: Wording) -> bool:
    """Tell whether text went from the front to the back, or the other way round."""
    if not has_other_rest(old, new):
        return False
    whole, other = (Counter((*w.words, *(x for x in w.answer_words if x not in ASKING))) for w in (old, new))
    return (whole & other).total() >= 0.9 * max(whole.total(), other.total())
