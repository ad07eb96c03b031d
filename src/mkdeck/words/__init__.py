"""Words of many languages, a table each: ``en.toml``, ``de.toml`` …; read when first needed.

A table has lists of words by the kind that they are of. A word may begin or end in ``*``: any letters may stand there. In the list
``opposites`` each entry is a pair. ``letters`` are those by which one knows a language, or some few. ``harmless`` are words that only contain one of another list.

The kinds below those, with which articles ask and answer, have phrases; ``en.toml`` says what each is. In them there may be, too

- ``answers?``: the sign before it may be missing; ``(the )?answer``: all in brackets may;
- ``(show|view)``: one of these;
- ``…``: any words, or none; at most one in a phrase;
- ``#``: a number; ``$``: the end of the text.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""A sign of a script that puts no space between words."""
_TOKEN = re.compile(r"[\w()|?*]{2,}")
_SIGNS = "()|?"
_SHARE = 0.4
"""How often the common words of a language come, beside those of the most frequent one, in a text that has some of it."""


@cache
def list_languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a table, in order."""
    names = sorted(entry.name for entry in files(__package__).iterdir())
    return tuple(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def _read_table(language: str) -> dict[str, Any]:
    return tomli.loads((files(__package__) / f"{language}.toml").read_text("utf-8"))


@cache
def read_phrases(language: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a language by their kind, as they are written."""
    return {kind: tuple(words) for kind, words in tomli.loads(_read(language)).items()}


@cache
def read_words(language: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a language by their kind, case folded."""
    return {
        kind: tuple(word.casefold() for word in words)
        for kind, words in read_phrases(language).items()
        if kind != "letters"
    }


@cache
def read_vocabulary(language: str) -> frozenset[str]:
    """Return the words that stand whole in a table, in lower case; that takes a fraction of the time of reading it."""
    tokens = {token.strip(_SIGNS) for token in _TOKEN.findall(_read(language).lower())}
    return frozenset(
        word for token in tokens for word in token.split("|") if len(word) > 1 and token.replace("|", "").isalpha()
    )


def _read(language: str) -> str:
    return (files(__package__) / f"{language}.toml").read_text("utf-8")


def find_languages(words: Iterable[str]) -> tuple[str, ...]:
    """Return the languages that a text is in, by their letters and common words; English is always one, as most code is."""
    known, words = _index_common_words(), list(words)
    votes = Counter(language for word in words for language in known.get(word, ()))
    least = _SHARE * max(votes.values(), default=0)
    likely = {language for language, count in votes.items() if count >= least}
    text = " ".join(words)
    lettered = {language for language, letters in _list_letters() if letters.search(text)}
    return tuple(sorted({"en"} | likely | lettered))


@cache
def _list_letters() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the languages that have letters of their own, with what finds these."""
    tables = {language: _read_table(language) for language in list_languages()}
    return tuple(
        (language, re.compile(f"[{table['letters']}]")) for language, table in tables.items() if "letters" in table
    )


@cache
def _index_common_words() -> dict[str, tuple[str, ...]]:
    """Return which languages have each common word."""
    found: dict[str, list[str]] = defaultdict(list)
    for language in list_languages():
        for word in read_words(language)["common"]:
            found[word].append(language)
    return {word: tuple(languages) for word, languages in found.items()}


@cache
def compile_words(kind: str, languages: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the words of a kind in folded text; the group ``harmless`` has what only looks like one."""
    tables = [read_words(language) for language in languages]
    words = sorted({word for table in tables for word in table[kind]}, key=lambda word: (-len(word), word))
    harmless = sorted({word for table in tables for word in table.get("harmless", ())} - set(words))
    return re.compile("|".join([f"(?P<harmless>{_join(harmless) or '(?!)'})", *filter(None, map(_join, _part(words)))]))


def _part(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the words of scripts that put spaces between them, and the others."""
    spaced: list[str] = []
    unspaced: list[str] = []
    for word in words:
        (unspaced if UNSPACED.match(word) else spaced).append(word)
    return spaced, unspaced


def _join(words: list[str]) -> str:
    joined = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return joined if not words or UNSPACED.match(words[0]) else rf"(?<!\w)(?:{joined})(?!\w)"


@cache
def read_opposites(languages: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Return the pairs of words that say the opposite of each other, each in both orders."""
    pairs = [pair.split() for language in languages for pair in read_words(language)["opposites"]]
    return frozenset(pair for one, other in pairs for pair in ((one, other), (other, one)))
