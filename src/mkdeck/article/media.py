"""The pictures, links and formulas of one article, as its cards show them."""

import re
from collections.abc import Callable
from urllib.parse import unquote, urljoin

from mkdeck.article.html import Shown
from mkdeck.article.math import clean_math
from mkdeck.article.origin import Origin
from mkdeck.model import Location, Media
from mkdeck.problem import Problem

FindMedia = Callable[[str, Location], Media | Problem]
"""From a picture's address in the article to the picture, or to what is wrong with it."""

_ABSOLUTE = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_REMOTE = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class References:
    """Resolves what one text refers to.

    The pictures that it finds and what is wrong are added to ``media`` and ``problems``.
    """

    def __init__(self, origin: Origin, find: FindMedia, media: dict[str, Media], problems: list[Problem]) -> None:
        self._origin = origin
        self._find = find
        self._media = media
        self._problems = problems

    def resolve_link(self, target: str) -> str | None:
        """Return where a link leads from a card, or nothing where it leads nowhere."""
        return resolve_link(target, self._origin.url, self._origin.page.fragments)

    def resolve_picture(self, source: str, alt: str, line: int, in_link: bool) -> Shown:
        """Return what stands for the picture: itself, or a link or text where it cannot be packed."""
        if not source:
            return Shown(alt)
        found = self._find(source, self._origin.locate(line))
        if isinstance(found, Problem):
            self._problems.append(found)
            return _show_link(source, alt) if is_remote(source) and not in_link else Shown(alt)
        if found.name not in self._media or not found.is_downloaded:  # the author's own counts, see is_downloaded
            self._media[found.name] = found
        return Shown(alt, name=found.name)

    def resolve_math(self, source: str, line: int) -> str | None:
        """Return a formula, or nothing where something in it may not reach a card."""
        shown, wrong = clean_math(source)
        if wrong:
            message = f"a formula has {wrong} and is shown as its source"
            hint = "write it with other commands, or as a picture"
            self._problems.append(Problem(self._origin.locate(line), "unsafe-math", message, hint))
        return None if wrong else shown


def is_remote(reference: str) -> bool:
    """Tell whether a picture's address leads to the network."""
    return _REMOTE.match(reference) is not None


def resolve_link(target: str, url: str, anchors: frozenset[str]) -> str | None:
    """Return where a link leads from a card, or ``None`` where it leads nowhere.

    ``url`` is the published article's address or ``""``; ``anchors`` are the fragments that the article has.
    """
    if _ABSOLUTE.match(target):
        return target
    if target.startswith("#") and unquote(target[1:]) not in anchors:
        return None
    if not url or not target or _SCHEME.match(target):
        return None
    try:
        joined = urljoin(url, target)
    except ValueError:  # an address like //[x
        return None
    return joined if _ABSOLUTE.match(joined) else None


def _show_link(source: str, alt: str) -> Shown:
    address = f"https:{source}" if source.startswith("//") else source
    return Shown(alt or unquote(source.rsplit("/", 1)[-1]) or source, address=address)
