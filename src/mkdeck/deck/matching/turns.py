"""Whether a question was turned into another one by a word: "not", "second", 308 for 301, right for left."""

from collections import Counter
from collections.abc import Collection, Sequence

from mkdeck.deck.matching.two import Two
from mkdeck.deck.wording import spell_not
from mkdeck.words import compile_words, find_languages, read_opposites

_NEARLY = 0.8
"""Of an answer so much stays when only what it says is turned."""
_OTHER_WORDS = 2
"""A negation that comes with so many other words stands in a clause of its own: "rows that have no partner"."""
_FEW = 4
"""So many words change when only what an answer says is turned."""
_CLAUSE = 0.2
_BESIDE = 0.45
"""Where the opposite came beside a word, or one of both went, less is sure."""

POLAR = frozenset("yes no true false not".split())


class Turns:
    """Finds them, in the languages of a deck; ``speak`` adds those of two texts."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = tuple(languages)

    def speak(self, *texts: Sequence[str]) -> "Turns":
        """Return one that knows the languages of some texts, too, whatever the rest of the deck is written in."""
        own = [language for words in texts for language in find_languages(words)]
        return Turns(sorted({*self._languages, *own}))

    def rate(self, two: Two) -> float:
        """Return how surely one of two questions asks for the opposite, for another number or the second of a kind."""
        if self._count("ordinals", two.old.title) != self._count("ordinals", two.new.title):
            return 1.0
        if self.are_turned(two.gone, two.come):
            # "Name 3 ways" over a list that got a fourth.
            has_grown = not two.lost and two.old.answer != two.new.answer
            return float(not (has_grown or _is_corrected(two)))
        if not (two.gone or two.come):
            return 0.0
        if self._count("negations", two.old.title).total() != self._count("negations", two.new.title).total():
            others = [word for word in two.gone | two.come if not self._is("negations", word)]
            is_clause = not (two.gone and two.come) and len(others) >= _OTHER_WORDS
            return _CLAUSE if is_clause else 1.0
        both = self._are_opposed(two.old.words, two.come) or self._are_opposed(two.gone, two.new.words)
        return _BESIDE if both else 0.0

    def are_turned(self, gone: Collection[str], come: Collection[str]) -> bool:
        """Tell whether words were put in the place of others that say the opposite, or numbers in the place of numbers."""
        is_number = [any(self._is_number(word) for word in words) for words in (gone, come)]
        return all(is_number) or self._are_opposed(gone, come)

    def is_answer_turned(self, two: Two) -> bool:
        """Tell whether the answer to another wording is the same but for a "not", a number or a yes for a no."""
        if two.kept < _NEARLY or not (two.gone or two.come):
            return False
        changed = two.lost | two.gained
        if len(changed) > _FEW:
            return False
        return (
            any(self._is("negations", word) for word in changed)
            or not POLAR.isdisjoint(changed)
            or self.are_turned(two.lost, two.gained)
        )

    def _are_opposed(self, olds: Collection[str], news: Collection[str]) -> bool:
        opposites = read_opposites(self._languages)
        return any((one, other) in opposites for one in olds for other in news)

    def _is_number(self, word: str) -> bool:
        return word.isdecimal() or self._is("numbers", word)

    def _is(self, kind: str, word: str) -> bool:
        return bool((found := compile_words(kind, self._languages).fullmatch(word)) and not found["harmless"])

    def _count(self, kind: str, text: str) -> Counter[str]:
        matches = compile_words(kind, self._languages).finditer(spell_not(text))
        return Counter(match[0] for match in matches if not match["harmless"])


def _is_corrected(two: Two) -> bool:
    """Tell whether the title was put right: the answer, which stayed, has the new words and never had the old ones."""
    words = set(two.new.answer_words)
    return (
        two.old.answer == two.new.answer
        and bool(two.come)
        and words.issuperset(two.come)
        and two.gone.isdisjoint(words)
    )
