"""Words of many languages, a table each: ``en.toml``, ``de.toml`` …; read when first needed.

A table has lists of phrases by their kind; ``en.toml`` says what each kind is. Beside letters a phrase may have

- ``answers?``: the sign before it may be missing; ``(the )?answer``: all in brackets may;
- ``(show|view)``: one of these;
- ``contribut*``: any letters;
- ``…``: any words, or none; at most one in a phrase;
- ``#``: a number; ``$``: the end of the text.
"""

from functools import cache
from importlib.resources import files

import tomli


@cache
def list_languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a table, in order."""
    names = sorted(entry.name for entry in files(__package__).iterdir())
    return tuple(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


@cache
def read_words(language: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases of a language by their kind."""
    table = tomli.loads((files(__package__) / f"{language}.toml").read_text("utf-8"))
    return {kind: tuple(phrases) for kind, phrases in table.items()}
