"""What a release replaces everywhere: "React" for "ReactJS" in many titles is one edit, not forty."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdeck.deck.matching.turns import Turns
from mkdeck.deck.wording import ASKING, find_words

_LONGEST = 5
"""Words that are replaced at once, at most: the names of products may be as long."""
_LONGEST_TITLE = 40
"""Words of a title that is looked at."""
_TIMES = 2
"""So many titles with the same replacement, and no other change, make it an edit of the release."""
_STAYED = 0.2
"""What is replaced everywhere is left in this share of the titles that had it, at most."""

_BETWEEN = r"\W{0,3}"
"""What may stand between words that are replaced: a space, or ``" ("``; nothing in scripts without spaces."""

_Words = tuple[str, ...]
_Frames = dict[tuple[int, int], tuple[int, _Words] | None]
"""By what is left of a title without some words: which title it is, and these words; ``None`` where several are."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that others were put in the place of."""

    old: str
    new: str

    def apply(self, text: str) -> str:
        """Return a text in which they are replaced."""
        words = _BETWEEN.join(map(re.escape, self.old.split()))
        return re.sub(rf"(?<![^\W\d]){words}(?![^\W\d])", lambda _: self.new, text, flags=re.IGNORECASE)


def find_rules(
    old: Sequence[str], new: Sequence[str], all_new: Sequence[str], turns: Turns, is_related: Callable[[int, int], bool]
) -> list[Rule]:
    """Return what was replaced in several titles, and is hardly left in any.

    ``old`` and ``new`` are the titles that have no match yet; ``is_related`` tells of two of their places whether the
    answers have much in common.
    """
    votes: dict[tuple[_Words, _Words], dict[tuple[int, int], Rule]] = defaultdict(dict)
    for gone, come, pair in _find_replacements([find_words(t) for t in old], [find_words(t) for t in new]):
        votes[_fold(gone), _fold(come)][pair] = Rule(" ".join(gone), " ".join(come))
    rules = []
    for (gone, come), pairs in sorted(votes.items(), key=lambda vote: (-len(vote[0][0]), vote[0])):
        times = min(len({o for o, _ in pairs}), len({n for _, n in pairs}))
        is_other = set(gone) != set(come) and not turns.are_turned(gone, come)
        if times < _TIMES or not is_other or ASKING.issuperset(gone + come):
            continue
        if 2 * sum(is_related(o, n) for o, n in pairs) > len(pairs):
            rules.append(min(pairs.values(), key=lambda rule: (rule.old, rule.new)))
    return [rule for rule in rules if _is_everywhere(rule, old, all_new)]


def _fold(words: _Words) -> _Words:
    return tuple(word.casefold() for word in words)


def _find_replacements(
    old: Sequence[_Words], new: Sequence[_Words]
) -> Iterator[tuple[_Words, _Words, tuple[int, int]]]:
    """Yield what was replaced, and by what, in each two titles that are equal but for that, and their places."""
    olds = _index_frames(old, lambda frame: True)
    news = _index_frames(new, olds.__contains__)
    for frame, one in news.items():
        other = olds[frame]
        if one and other:
            (n, come), (o, gone) = one, other
            if gone[0].casefold() != come[0].casefold() and gone[-1].casefold() != come[-1].casefold():
                yield gone, come, (o, n)


def _index_frames(titles: Sequence[_Words], is_wanted: Callable[[tuple[int, int]], bool]) -> _Frames:
    """Return the wanted frames of titles, of which two words or more are left."""
    frames: _Frames = {}
    for place, words in enumerate(titles):
        folded = _fold(words[:_LONGEST_TITLE])
        size = len(folded)
        for length in range(1, min(_LONGEST, size - 2) + 1):
            for start in range(size - length + 1):
                # Numbers that stand for the words, which would take much memory themselves.
                frame = hash(folded[:start]), hash(folded[start + length :])
                if is_wanted(frame):
                    frames[frame] = None if frame in frames else (place, words[start : start + length])
    return frames


def _is_everywhere(rule: Rule, old: Iterable[str], new: Iterable[str]) -> bool:
    """Tell whether what was replaced is hardly left."""
    had, has = (Counter(rule.apply(title) != title for title in titles)[True] for titles in (old, new))
    return has <= _STAYED * had
