"""Raw HTML in Markdown: which tags are markup, and which are text that only looks so."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import zip_longest

SAFE_TAGS = frozenset(
    (
        "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
        "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span "
        "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
    ).split()
)
"""The tags that reach a card."""

DROPPED_WITH_CONTENT = frozenset("iframe object script style svg template title".split())
"""The tags whose content is no text of the article."""

PLAYERS = ("audio", "video")
"""The tags whose sources a card plays."""

_OTHER_TAGS = frozenset(
    # https://html.spec.whatwg.org/multipage/indices.html#elements-3 and, after them, the obsolete ones.
    (
        "address area article aside audio base bdi bdo body button canvas data datalist dialog embed fieldset footer form"
        " head header hgroup html input label legend link main map math menu meta meter nav noscript optgroup option"
        " output param picture progress search select slot source textarea track video"
        " acronym applet basefont big center dir font frame frameset marquee nobr noembed noframes plaintext strike tt xmp"
    ).split()
)

_KNOWN_TAGS = SAFE_TAGS | _OTHER_TAGS | DROPPED_WITH_CONTENT
VOID_TAGS = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""The tags that hold nothing and are not closed."""
_BLOCK_TAGS = frozenset("blockquote details dl figure h1 h2 h3 h4 h5 h6 ol pre section summary table ul".split())
"""Opened within a line and closed nowhere in it, they are what the line is about."""
_IN_TITLE = frozenset(
    "a abbr b br code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup tt u var".split()
)
"""Tags that authors write in titles to shape them."""
_VOID_SAFE = frozenset({"br", "hr", "img", "wbr"})
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*)")
_PLACED = re.compile(r"<(img|audio|video|iframe|svg|object|embed)(?=[\s/>])", re.IGNORECASE)
_DROPPED = re.compile(
    r"<!--(?:.*?-->|.*\Z)|<(?P<name>iframe|svg|object|embed) data-line=\"(?P<line>\d+)\"", re.DOTALL | re.IGNORECASE
)
_PLAYER = re.compile(rf"<(?P<end>/?)(?P<name>{'|'.join(PLAYERS)})(?=[\s/>])(?P<rest>[^<>]*>?)", re.IGNORECASE)
_COMPONENT = re.compile(r"<(?:[A-Z]\w*|[a-z]\w*(?:-\w+)+)\s(?=[^<>=]*=)[^<>]*>")
"""A component of MDX or Vue, with properties: markup where it is closed."""
_SHAPES = re.compile(r"<\w+\s(?:[^<>]*\s)?(?:class|style|align)=", re.IGNORECASE)
"""A tag that shapes what is in it, and is not talked about."""
_COMMENT_OR_TAG = re.compile(rf"<!--.*?(?:-->|\Z)|{_TAG.pattern}|<[!?]", re.DOTALL)


def escape_unknown_tags(html: str) -> str:
    """Turn the ``<`` of every tag that HTML does not know into text; comments stay as they are."""

    def escape_unknown(found: re.Match[str]) -> str:
        is_markup = _is_known(found[2]) if found[2] else found[0].startswith("<!--")
        return found[0] if is_markup else f"&lt;{found[0][1:]}"

    return _COMMENT_OR_TAG.sub(escape_unknown, html)


def mark_pictures(html: str, line: int) -> str:
    """Write the line of the file into each picture, player and what is dropped, for messages; ``line`` is that of the text's start."""
    place = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal line, place
        line, place = line + html.count("\n", place, found.start()), found.start()
        return f'<{found[1]} data-line="{line}"'

    return _PLACED.sub(mark, html)


def find_dropped(html: str) -> Iterator[tuple[str, int]]:
    """Yield the name and the line of each element that no card has, and that a reader would miss."""
    if "<" in html:
        yield from ((found["name"].lower(), int(found["line"])) for found in _DROPPED.finditer(html) if found["name"])


def close_players(html: str) -> str:
    """Close each ``<video …/>`` and ``<video …>`` that is closed nowhere: to HTML, all that follows would be in it."""
    found = list(_PLAYER.finditer(html))
    place, parts = 0, []
    for tag, following in zip_longest(found, found[1:]):
        closes = bool(following and following["end"]) and following["name"].lower() == tag["name"].lower()
        is_closed = tag["end"] or (closes and not tag["rest"].endswith("/>"))
        parts += [html[place : tag.end()], "" if is_closed else f"</{tag['name']}>"]
        place = tag.end()
    return "".join([*parts, html[place:]])


def mark_inline_tags(children: Sequence[tuple[str, str]], in_title: bool = False) -> list[tuple[bool, str]]:
    """Decide for each inline token, given as type and content, whether it is text, and give the HTML of tags.

    ``Vec<String>`` and ``Box<A>`` are text: HTML does not know the one, and the other is glued to a word and closed
    nowhere.
    """
    closed = _find_closed(children)
    result = []
    for n, (type_, content) in enumerate(children):
        glued = n > 0 and children[n - 1][0] == "text" and re.search(r"\w\Z", children[n - 1][1]) is not None
        opening = children[min(n, closed.get(n, n))][1]
        is_closed = n in closed or content.endswith("/>")
        is_component = type_ == "html_inline" and is_closed and _COMPONENT.fullmatch(opening) is not None
        is_named = in_title and _is_named(content, n in closed) and not (n in closed and _SHAPES.search(opening))
        is_markup = _is_markup(content, n in closed, glued) and not is_named
        is_text = type_ == "html_inline" and not is_component and not is_markup
        result.append((is_text, escape(content) if is_text else "" if is_component else content))
    return result


def _is_markup(content: str, is_closed: bool, glued: bool) -> bool:
    tag = _TAG.match(content)
    if not tag:
        return content.startswith("<!--")  # a DOCTYPE or <?php in a sentence is text about it
    name = tag[2]
    if not _is_known(name):
        return False
    if is_closed or name.lower() in _VOID_SAFE or (name.lower() in PLAYERS and content.endswith("/>")):
        return True
    if tag[1]:  # what it closes may have been opened in another block
        return name.lower() in SAFE_TAGS
    return not glued and name.lower() in (SAFE_TAGS | VOID_TAGS) - _BLOCK_TAGS


def _is_named(content: str, is_closed: bool) -> bool:
    """Tell whether a tag in a title is talked about: none is made of sections, lists or links of a page."""
    tag = _TAG.match(content)
    if not tag or (is_closed and tag[2].lower() in DROPPED_WITH_CONTENT):
        return False
    return tag[2].lower() not in _IN_TITLE


def _is_known(name: str) -> bool:
    """Tell whether HTML knows the tag; ``<Link>`` and ``<Object>`` are names from a program."""
    folded = name.lower()
    return folded in _KNOWN_TAGS and (folded in SAFE_TAGS or name in (folded, name.upper()))


def _find_closed(children: Sequence[tuple[str, str]]) -> dict[int, int]:
    """Return the places of the tags that open and close within these tokens, each with that of the other."""
    open_tags: dict[str, list[int]] = {}
    closed: dict[int, int] = {}
    for n, (type_, content) in enumerate(children):
        tag = _TAG.match(content) if type_ == "html_inline" else None
        if tag and tag[1]:
            if places := open_tags.get(tag[2].lower()):
                start = places.pop()
                closed |= {start: n, n: start}
        elif tag:
            open_tags.setdefault(tag[2].lower(), []).append(n)
    return closed
