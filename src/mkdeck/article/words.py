"""Which languages an article is written in, and what their words look like in its titles and lines."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from mkdeck.words import list_languages, read_phrases, read_vocabulary
from mkdeck.words.notation import any_of, longest_of

_ALWAYS = "en"
_LEAST = 0.01
"""The share of an article's words that a language must know, and English must not, to count."""
_ENOUGH = 2000
"""Texts of an article that tell its languages; of a longer one each second, third … is looked at."""
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    script: (re.compile(f"[{letters}]"), languages)
    for script, letters, languages in (
        ("Cyrillic", "\u0400-\u04ff", {"ru", "uk", "bg", "sr"}),
        ("Greek", "\u0370-\u03ff", {"el"}),
        ("Hebrew", "\u0590-\u05ff", {"he"}),
        ("Arabic", "\u0600-\u06ff", {"ar", "fa"}),
        ("Devanagari", "\u0900-\u097f", {"hi"}),
        ("Thai", "\u0e00-\u0e7f", {"th"}),
        ("Han", "\u3400-\u9fff", {"zh", "ja"}),
        ("Kana", "\u3040-\u30ff", {"ja"}),
        ("Hangul", "\u1100-\u11ff\uac00-\ud7af", {"ko"}),
    )
}
"""Letters whose languages count wherever one of them stands: no English word is mistaken for one of theirs."""
_OTHER_SCRIPT = frozenset().union(*(languages for _, languages in _SCRIPTS.values()))


@dataclass(frozen=True, eq=False)
class Words:
    """The words of some languages; the same object for the same languages, so that it may be the key of a cache."""

    languages: tuple[str, ...]

    @staticmethod
    def of(texts: Iterable[str]) -> "Words":
        """Return the words of the languages that texts are written in, and of English."""
        return _words_of(_vote(texts))

    def any(self, *kinds: str) -> str:
        """Return a pattern for any phrase of some kinds."""
        return any_of(self._phrases(kinds))

    def longest(self, *kinds: str) -> str:
        """Return a pattern for the longest phrase of some kinds that stands at a place."""
        return longest_of(self._phrases(kinds))

    def _phrases(self, kinds: Iterable[str]) -> Iterator[str]:
        for language in self.languages:
            table = read_phrases(language)
            for kind in kinds:
                yield from table[kind]


@cache
def _words_of(languages: tuple[str, ...]) -> Words:
    return Words(languages)


ALL = _words_of(list_languages())
_SPOKEN: ContextVar[Words] = ContextVar("words", default=ALL)


def spoken() -> Words:
    """Return the words of the article that is being read; where none is, of all languages."""
    return _SPOKEN.get()


@contextmanager
def speak(words: Words) -> Iterator[None]:
    """Let some words be those of the article that is being read."""
    token = _SPOKEN.set(words)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


class Compiled:
    """A pattern for some words, or for those that are spoken; compiled when it is first wanted."""

    def __init__(self, make: Callable[[Words], str], flags: re.RegexFlag) -> None:
        self.__module__, self.__doc__ = make.__module__, make.__doc__
        self._make, self._flags = make, flags
        self._kept: dict[Words, re.Pattern[str]] = {}

    def __call__(self, words: Words | None = None) -> re.Pattern[str]:
        """Return the pattern."""
        words = words or _SPOKEN.get()
        found = self._kept.get(words)
        if found is None:
            found = self._kept[words] = re.compile(self._make(words), self._flags)
        return found


def pattern(make: Callable[[Words], str], flags: re.RegexFlag = re.IGNORECASE) -> Compiled:
    """Return what compiles the pattern that ``make`` writes."""
    return Compiled(make, flags)


def _vote(texts: Iterable[str]) -> tuple[str, ...]:
    """Return English, the languages of which texts have words that English has not, and those of their letters."""
    texts = list(texts)
    whole = "".join(texts)
    letters = "" if whole.isascii() else "".join(set(whole))
    found = {_ALWAYS}.union(*(languages for sign, languages in _SCRIPTS.values() if sign.search(letters)))
    sample = texts[:: len(texts) // _ENOUGH + 1]
    counts = Counter(_WORD.findall(" ".join(sample).lower()))
    known = _evidence()
    votes: Counter[str] = Counter()
    for word in counts.keys() & known.keys():
        for language in known[word]:
            votes[language] += counts[word]
    least = _LEAST * counts.total()
    found |= {language for language, count in votes.items() if count >= least}
    return tuple(language for language in list_languages() if language in found)


@cache
def _evidence() -> dict[str, tuple[str, ...]]:
    """Return the languages of each word that is in their tables and not in that of English."""
    known: dict[str, tuple[str, ...]] = {}
    for language in list_languages():
        if language != _ALWAYS and language not in _OTHER_SCRIPT:
            for word in read_vocabulary(language) - read_vocabulary(_ALWAYS):
                known[word] = (*known.get(word, ()), language)
    return known
