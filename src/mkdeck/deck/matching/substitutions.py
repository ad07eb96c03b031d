"""What a release replaces everywhere: "React" for "ReactJS" in many titles is one edit, not forty."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdeck.deck.matching.turns import Turns
from mkdeck.deck.wording import ASKING, find_words

_LONGEST = 2
"""Words that are replaced at once, at most."""
_LONGEST_TITLE = 40
"""Words of a title that is looked at."""
_TIMES = 2
"""So many titles with the same replacement, and no other change, make it an edit of the release."""
_STAYED = 0.2
"""What is replaced everywhere is left in this share of the titles that had it, at most."""

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that others were put in the place of."""

    old: str
    new: str

    def apply(self, text: str) -> str:
        """Return a text in which they are replaced."""
        return re.sub(rf"(?<![^\W\d]){re.escape(self.old)}(?![^\W\d])", lambda _: self.new, text, flags=re.IGNORECASE)


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
    for (gone, come), pairs in sorted(votes.items()):
        times = min(len({o for o, _ in pairs}), len({n for _, n in pairs}))
        is_kept = set(gone).issubset(come) or set(come).issubset(gone)
        if times < _TIMES or is_kept or turns.are_turned(gone, come) or ASKING.issuperset(gone + come):
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
    new_frames = _index_frames(new)
    for frame, olds in _index_frames(old).items():
        news = new_frames.get(frame, ())
        if len(olds) == len(news) == 1:
            (o, gone), (n, come) = olds[0], news[0]
            is_least = gone[0].casefold() != come[0].casefold() and gone[-1].casefold() != come[-1].casefold()
            if is_least or len(gone) != len(come):
                yield gone, come, (o, n)


def _index_frames(titles: Sequence[_Words]) -> dict[tuple[_Words, _Words], list[tuple[int, _Words]]]:
    """Return by what is left of titles without one or two words: which title it was, and these words."""
    frames: dict[tuple[_Words, _Words], list[tuple[int, _Words]]] = defaultdict(list)
    for place, words in enumerate(titles):
        folded = _fold(words[:_LONGEST_TITLE])
        for length in range(1, _LONGEST + 1):
            for start in range(len(folded) - length + 1):
                frame = folded[:start], folded[start + length :]
                if len(frame[0]) + len(frame[1]) > 1:
                    frames[frame].append((place, words[start : start + length]))
    return frames


def _is_everywhere(rule: Rule, old: Iterable[str], new: Iterable[str]) -> bool:
    """Tell whether what was replaced is hardly left."""
    had, has = (Counter(rule.apply(title) != title for title in titles)[True] for titles in (old, new))
    return has <= _STAYED * had
