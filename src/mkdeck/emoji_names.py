"""Names of emoji, as GitHub and others write them, ``:rocket:`` -> emoji, on cards and in names of decks.

What a text is called by keeps the names: keys, tags and digests are made of what the author wrote.
"""

import re
from functools import cache

_NAMES = re.compile(r"(?<![A-Za-z0-9_:/])(?::[a-z0-9_+-]++:)++(?![A-Za-z0-9_:/])")
"""One or several in a row, ``:tada::rocket:``; not within ``12:30:45``, ``std::x::y`` and addresses."""
_NAME = re.compile(r":[a-z0-9_+-]+:")


def show_emoji(text: str) -> str:
    """Return a text with emoji for their names; a name that is none stays."""
    return _NAMES.sub(lambda found: _NAME.sub(_find, found[0]), text) if text.count(":") > 1 else text


def _find(found: re.Match[str]) -> str:
    return _find_emoji(found[0])


@cache
def _find_emoji(name: str) -> str:
    from emoji import emojize  # its table takes longer to read than most articles, which have none

    return emojize(name, language="alias")
