"""The pictures, sounds, links and formulas of one article, as its cards show them."""

import re
from collections.abc import Callable
from urllib.parse import quote, unquote, urljoin

from mkdeck.article.html.math import clean_math
from mkdeck.article.html.write import Shown
from mkdeck.article.parsing.origin import Origin, make_anchor
from mkdeck.media_types import find_type, is_limited, is_played
from mkdeck.model import Location, Media
from mkdeck.problem import Problem, Severity

FindMedia = Callable[[str, Location], Media | Problem]
"""From the address of a picture or a sound in the article to it, or to what is wrong with it."""

FindPage = Callable[[str], str | None]
"""From the name of another article, as links in double brackets have it, or from its path, to its address."""

_ABSOLUTE = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_REMOTE = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_ARTICLES = (".md", ".markdown")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class References:
    """Resolves what one text refers to.

    The pictures and sounds that it finds and what is wrong are added to ``media`` and ``problems``.
    """

    def __init__(
        self, origin: Origin, find: FindMedia, find_page: FindPage, media: dict[str, Media], problems: list[Problem]
    ) -> None:
        self._origin = origin
        self._find = find
        self._find_page = find_page
        self._media = media
        self._problems = problems

    def resolve_link(self, target: str) -> str | None:
        """Return where a link leads from a card, or nothing where it leads nowhere."""
        path, sign, part = target.partition("#")
        if path.casefold().endswith(_ARTICLES) and not _SCHEME.match(path) and (page := self._find_page(unquote(path))):
            return resolve_link(f"{page.partition('#')[0]}{sign}{part}", self._origin.url, frozenset())
        fragments = self._origin.page.fragments if target.startswith("#") else frozenset()
        return resolve_link(target, self._origin.url, fragments)

    def resolve_page(self, name: str) -> str | None:
        """Return where a link in double brackets leads: another article of the build, or a part of this one."""
        page, _, part = name.partition("#")
        anchor = f"#{quote(make_anchor(part))}" if part else ""
        if not page:
            return self.resolve_link(anchor)
        address = self._find_page(page)
        return self.resolve_link(f"{address.partition('#')[0]}{anchor}") if address else None

    def resolve_picture(self, source: str, alt: str, line: int, in_link: bool) -> Shown:
        """Return what stands for the picture or the sound: itself, or a link or text where it cannot be packed."""
        if not source:
            return Shown(alt)
        found = self._find(source, self._origin.locate(line))
        if isinstance(found, Problem):
            self._problems.append(found)
            return _show_link(source, alt) if is_remote(source) and not in_link else Shown(alt)
        if is_limited(found.name):
            self._problems.append(_report_limited(source, self._origin.locate(line)))
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

    def report_dropped(self, tag: str, line: int) -> None:
        """Say that an element is left out with all that it holds."""
        message = f"<{tag}> is left out: no card can have it"
        hint = "write a link, or a picture or a sound beside the article, in its place"
        self._problems.append(Problem(self._origin.locate(line), "left-out-html", message, hint, Severity.INFO))


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


def _report_limited(source: str, where: Location) -> Problem:
    type_ = find_type(source.partition("?")[0].partition("#")[0])
    if is_played(type_):
        message = f"'{source}' is packed, but not every client of Anki plays {type_.upper()}"
        hint = "convert it: every client plays MP3, M4A, WAV and FLAC, and of films MP4 (H.264)"
    else:
        message = f"'{source}' is packed, but most clients of Anki do not show {type_.upper()}"
        hint = "convert it to PNG, JPEG or WebP"
    return Problem(where, "limited-media", message, hint)


def _show_link(source: str, alt: str) -> Shown:
    address = f"https:{source}" if source.startswith("//") else source
    return Shown(alt or unquote(source.rsplit("/", 1)[-1]) or source, address=address)
