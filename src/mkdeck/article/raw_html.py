"""Raw HTML in Markdown: which tags are markup, and which are text that only looks so."""

import itertools
import re
from collections.abc import Sequence
from html import escape

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
_VOID_SAFE = frozenset({"br", "hr", "img", "wbr"})
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*)")
_PICTURE = re.compile(r"<img(?=[\s/>])", re.IGNORECASE)
_COMPONENT = re.compile(r"<(?:[A-Z]\w*|[a-z]\w*(?:-\w+)+)\s(?=[^<>=]*=)[^<>]*>")
"""A component of MDX or Vue, with properties: markup where it is closed."""
_COMMENT_OR_TAG = re.compile(rf"<!--.*?(?:-->|\Z)|{_TAG.pattern}|<[!?]", re.DOTALL)


def escape_unknown_tags(html: str) -> str:
    """Turn the ``<`` of every tag that HTML does not know into text; comments stay as they are."""

    def escape_unknown(found: re.Match[str]) -> str:
        is_markup = _is_known(found[2]) if found[2] else found[0].startswith("<!--")
        return found[0] if is_markup else f"&lt;{found[0][1:]}"

    return _COMMENT_OR_TAG.sub(escape_unknown, html)


def mark_pictures(html: str, line: int) -> str:
    """Write the line of the file into each ``<img>``, for messages about it; ``line`` is that of the text's start."""
    before, *others = _PICTURE.split(html)
    result = before
    for count, other in zip(itertools.accumulate(part.count("\n") for part in (before, *others)), others, strict=False):
        result += f'<img data-line="{line + count}"{other}'
    return result


def mark_inline_tags(children: Sequence[tuple[str, str]]) -> list[tuple[bool, str]]:
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
        is_text = type_ == "html_inline" and not is_component and not _is_markup(content, n in closed, glued)
        result.append((is_text, escape(content) if is_text else "" if is_component else content))
    return result


def _is_markup(content: str, is_closed: bool, glued: bool) -> bool:
    tag = _TAG.match(content)
    if not tag:
        return content.startswith("<!--")  # a DOCTYPE or <?php in a sentence is text about it
    name = tag[2]
    if not _is_known(name):
        return False
    if is_closed or name.lower() in _VOID_SAFE:
        return True
    if tag[1]:  # what it closes may have been opened in another block
        return name.lower() in SAFE_TAGS
    return not glued and name.lower() in (SAFE_TAGS | VOID_TAGS) - _BLOCK_TAGS


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
