r"""Math between ``\(…\)`` and ``\[…\]`` -> MathML, which browsers show without MathJax and the network."""

import re
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element, tostring  # writes only: nothing is parsed

from latex2mathml.converter import convert_to_element

_TAG = re.compile(r"(<(/?)([a-z0-9]++)(?:[^<>\"]|\"[^\"]*\")*>)")
_MATH = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_LONGEST = 2_000
"""Characters of a formula; no article has a longer one, and the converter's time grows with the square."""
_UNSAFE = ("class", "href", "id", "style")
"""Attributes that the writer of a formula may set freely."""


def show_math(html: str) -> str:
    """Return HTML with its math as MathML; Anki's MathJax, too, leaves code and ``pre`` alone."""
    if "\\" not in html:
        return html
    out = []
    literal = 0
    parts = _TAG.split(html)  # text, then tag, slash and name, again and again
    for text, tag, slash, name in zip(
        parts[::4], [*parts[1::4], ""], [*parts[2::4], ""], [*parts[3::4], ""], strict=True
    ):
        out += [text if literal else _MATH.sub(_convert, text), tag]
        if name in ("code", "pre"):
            literal += -1 if slash else 1
    return "".join(out)


def _convert(found: re.Match[str]) -> str:
    """Return the formula in the element that MathJax makes, so that the notetype's style counts for it."""
    is_block = found[1] is None
    math = _render(unescape(found[2] if is_block else found[1]), "block" if is_block else "inline")
    display = ' display="true"' if is_block else ""
    return f'<mjx-container tabindex="0"{display}>{math}</mjx-container>' if math else found[0]


@lru_cache(maxsize=10_000)
def _render(latex: str, display: str) -> str:
    """Return MathML, ``""`` where the converter does not know all of the formula."""
    if len(latex) > _LONGEST:
        return ""
    try:
        math = convert_to_element(latex, display=display)
    except Exception:  # it raises what it stumbles over, RecursionError and IndexError too: the source is shown instead
        return ""
    for element in math.iter():
        _clean(element)
        if element.tag == "mi" and re.match(r"\\.", element.text or ""):
            return ""  # an unknown command, which it takes for a name
    return tostring(math, encoding="unicode")


def _clean(element: Element) -> None:
    """Decode the entities that the converter writes as text, and drop attributes that could lead out of the page."""
    element.text = unescape(element.text or "")
    for name in _UNSAFE:
        element.attrib.pop(name, None)
    if element.tag in ("mi", "mo") and len(element.text) > 1 and element.text.isalpha():
        # The name of a function stands apart from what is around it, by TeX's thin space.
        element.tag = "mo"
        element.attrib |= {"lspace": "0.167em", "rspace": "0.167em"}
