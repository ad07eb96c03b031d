"""Words of many languages, a table each: ``en.toml``, ``de.toml`` …; read when first needed.

A table has lists of phrases by their kind; ``en.toml`` says what each kind is. Beside letters a phrase may have

- ``answers?``: the sign before it may be missing; ``(the )?answer``: all in brackets may;
- ``(show|view)``: one of these;
- ``contribut*``: any letters;
- ``…``: any words, or none; at most one in a phrase;
- ``#``: a number; ``$``: the end of the text.
"""

import re
from functools import cache
from importlib.resources import files

import tomli

_WORD = re.compile(r"(?<![\w()|?*])[^\W\d_]{2,}(?![\w()|?*])")
"""One that no sign makes another."""


@cache
def list_languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a table, in order."""
    names = sorted(entry.name for entry in files(__package__).iterdir())
    return tuple(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


@cache
def read_words(language: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases of a language by their kind."""
    return {kind: tuple(phrases) for kind, phrases in tomli.loads(_read(language)).items()}


@cache
def read_vocabulary(language: str) -> frozenset[str]:
    """Return the words that stand whole in a table, in lower case; that takes a fraction of the time of reading it."""
    return frozenset(_WORD.findall(_read(language).lower()))


def _read(language: str) -> str:
    return (files(__package__) / f"{language}.toml").read_text("utf-8")
