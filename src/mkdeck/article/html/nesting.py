"""Raw HTML made shallow where its tags lie too deeply within each other: a sanitiser, like a browser, takes minutes then."""

import re
from collections import Counter
from collections.abc import Iterator

from mkdeck.article.html.raw_html import DROPPED_WITH_CONTENT, SAFE_TAGS, VOID_TAGS

_DEEPEST = 200
"""Elements within each other, twice as many as Markdown may have. Browsers show 512."""
_MOST_LEFT = 10
"""Elements that end in the wrong place, or stand in one: a browser repeats them in each paragraph that follows."""

_ATTRIBUTE = (
    r"[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    r"(?:[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f>\"'][^ \t\n\r\f>]*+)?+)?+"
)
_MARKUP = re.compile(
    rf"<(?P<end>/?)(?P<name>[a-z][^ \t\n\r\f/>]*+)(?P<attributes>(?:[ \t\n\r\f/]++|{_ATTRIBUTE})*+)(?:>|\Z)"
    r"|<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?/][^>]*+(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""A tag or a comment as browsers read it; an unclosed one goes on to the end of the text."""
_OPENING = re.compile(r"<[a-z]", re.IGNORECASE)
_INNERMOST = re.compile(
    r"<(p|li|[ou]l|h[1-6]|blockquote|d[dlt]|details|summary|em|strong|code)(?: [a-z-]++=\"[^\"<>]*+\")*+>[^<]*+</\1>"
)
"""An element as the renderer writes it, with nothing but text in it."""
_LEVELS = 10
"""Levels of such elements that are looked for; people write three or four."""

_READ_OTHERWISE = DROPPED_WITH_CONTENT | frozenset("math noembed noframes plaintext select textarea xmp".split())
"""Tags in which a browser reads by other rules."""
_SAME = {"dt": "dd", "th": "td", "thead": "tbody", "tfoot": "tbody", "rp": "rt"}
_WITHOUT_END = frozenset("dd li p rt tbody td tr".split())
"""Elements that the next one like them ends, or the end of what they stand in."""
_HOLDERS = frozenset("blockquote dd details div dl figcaption figure li ol ruby section table tbody td tr ul".split())
_TABLE = frozenset("table tbody tr".split())
_IN_TABLE = frozenset("caption col colgroup tbody td tr".split())


def flatten_html(html: str) -> str:
    """Return HTML in which few elements lie within each other; the same where that is so already."""
    if len(_OPENING.findall(html)) <= _DEEPEST or _has_few_levels(html):
        return html
    shallow = _Shallow()
    parts = "".join(shallow.write(html))
    return parts if shallow.is_needed else html


def _has_few_levels(html: str) -> bool:
    """Tell whether the innermost elements are all that there is, once they are taken away a few times."""
    for _ in range(_LEVELS):
        if "<" not in html:
            return True
        html = _INNERMOST.sub("", html)
    return False


class _Shallow:
    """Writes HTML again: every element ends in its place, and of those that lie too deeply only the text is left."""

    def __init__(self) -> None:
        self.is_needed = False
        """Whether the HTML cannot be left as it is."""
        self._open: list[tuple[str, str]] = []
        """The elements around what comes next, outermost first: their kind, and the tag that is to end them."""
        self._counts: Counter[str] = Counter()
        """How many of each kind are open."""
        self._left = 0

    def write(self, html: str) -> Iterator[str]:
        """Yield the parts of the HTML, written again."""
        position = 0
        while markup := _MARKUP.search(html, position):
            yield html[position : markup.start()].replace("<", "&lt;")
            position = markup.end()
            name = (markup["name"] or "").lower()
            if markup["end"]:
                yield from self._end(_SAME.get(name, name))
            elif name in DROPPED_WITH_CONTENT and not markup[0].endswith("/>"):
                end = re.compile(rf"</{name}(?=[ \t\n\r\f/>])", re.IGNORECASE).search(html, position)
                position = end.start() if end else len(html)
            elif name:
                yield self._begin(name, markup[0])
            self.is_needed |= name in _READ_OTHERWISE or self._left > _MOST_LEFT or len(self._open) > _DEEPEST
        yield html[position:].replace("<", "&lt;")
        yield self._close(len(self._open))

    def _begin(self, name: str, tag: str) -> str:
        kind = _SAME.get(name, name)
        before = self._close(self._count_ended(kind))
        is_misplaced = bool(self._open) and self._open[-1][0] in _TABLE and kind not in _IN_TABLE
        self._left += is_misplaced
        is_shown = name in SAFE_TAGS and not is_misplaced and len(self._open) < _DEEPEST
        if name not in VOID_TAGS:
            self._open.append((kind, f"</{name}>" if is_shown else ""))
            self._counts[kind] += 1
        return f"{before}{tag}" if is_shown else before

    def _count_ended(self, kind: str) -> int:
        """Return how many elements end where one of a kind begins: ``<li>`` ends the ``<li>`` before it."""
        if kind in _WITHOUT_END:
            for count, (other, _) in enumerate(reversed(self._open), 1):
                if other == kind:
                    return count
                if other not in _WITHOUT_END:
                    break
        return 0

    def _end(self, kind: str) -> Iterator[str]:
        """Yield the end of the innermost element of a kind, and before it those of the elements in it."""
        while self._counts[kind]:
            inner = self._open[-1][0]
            yield self._close(1)
            if inner == kind:
                break
            self._left += not (inner in _WITHOUT_END and kind in _HOLDERS)

    def _close(self, count: int) -> str:
        ended = [self._open.pop() for _ in range(count)]
        self._counts.subtract(kind for kind, _ in ended)
        return "".join(tag for _, tag in ended)
