"""The pictures and links of one article, as its cards show them."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import unquote, urljoin

from mkdeck.model import Location, Media
from mkdeck.problem import Problem

FindMedia = Callable[[str, Location], Media | Problem]
"""From a picture's address in the article to the picture, or to what is wrong with it."""

_ABSOLUTE = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_REMOTE = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Pictures:
    """Resolves the pictures of one pair, and keeps what it found and what is wrong."""

    def __init__(self, find: FindMedia) -> None:
        self._find = find
        self.media: dict[str, Media] = {}
        self.problems: list[Problem] = []

    def resolve(self, source: str, alt: str, where: Location, in_link: bool) -> str:
        """Return the HTML that stands for the picture: itself, or a link or text where it cannot be packed."""
        if not source:
            return escape(alt)
        found = self._find(source, where)
        if isinstance(found, Problem):
            self.problems.append(found)
            return _link_picture(source, alt) if is_remote(source) and not in_link else escape(alt)
        if found.name not in self.media or not found.is_downloaded:  # the author's own counts, see is_downloaded
            self.media[found.name] = found
        return f'<img src="{found.name}">'


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
        return urljoin(url, target)
    except ValueError:  # an address like //[x
        return None


def _link_picture(source: str, alt: str) -> str:
    address = f"https:{source}" if source.startswith("//") else source
    return f'<a href="{escape(address)}">{escape(alt or unquote(source.rsplit("/", 1)[-1]) or source)}</a>'
