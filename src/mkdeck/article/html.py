"""Raw HTML -> HTML that is safe in a field and that Anki shows as written."""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape

import nh3

from mkdeck.article.code import CLASSES
from mkdeck.article.nesting import flatten_html
from mkdeck.article.raw_html import DROPPED_WITH_CONTENT, SAFE_TAGS
from mkdeck.unicode import normalize

ResolveLink = Callable[[str], str | None]
"""From an address in the article to one that a card can follow, or nothing."""

ResolvePicture = Callable[[str, str, int, bool], str]
"""From a picture's address, alternative text, line and whether it stands in a link, to HTML in its place."""

_ALIGNED = {"align"}
_SANITISER = nh3.Cleaner(
    tags=set(SAFE_TAGS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={
        "*": {"dir", "lang"},
        "a": {"href", "title"},
        "abbr": {"title"},
        "details": {"open"},
        "div": _ALIGNED,
        "img": {"src", "alt", "title", "width", "height", "data-line"},
        "li": {"value"},
        "ol": {"start", "reversed", "type"},
        "p": _ALIGNED,
        "pre": {"data-language"},
        "td": {"align", "colspan", "rowspan", "style"},
        "th": {"align", "colspan", "rowspan", "scope", "style"},
        "time": {"datetime"},
    },
    allowed_classes={
        "div": {"markdown-alert"} | {f"markdown-alert-{k}" for k in ("note", "tip", "important", "warning", "caution")},
        "li": {"task-list-item"},
        "ol": {"footnotes"},
        "p": {"markdown-alert-title"},
        "pre": {"code"},
        "span": CLASSES | {"math", "math-display"},
        "sup": {"footnote"},
    },
    filter_style_properties={"text-align"},
    url_schemes={"http", "https", "mailto", "data"},  # data: pictures are unpacked below, data: links dropped
    link_rel=None,
)

# The sanitiser writes every tag as <name attribute="value">, so this finds them all.
_TAG = re.compile(r"<(/?)([a-z0-9]+)((?: [^\s=<>\"/]+=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r" ([^\s=<>\"/]+)=\"([^\"]*)\"")
_PLAIN = re.compile(r"[ !-%'-;=?-Z\]-~]*")
"""Text of ASCII that means the same in a card: without ``&``, ``<``, ``>``, ``[`` and backslashes."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_EATEN_BY_ANKI = re.compile(r"\[(?=sound:|/?anki:|/?latex\]|/?\$\$?\]|\[type:)", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary>.*?</summary>", re.DOTALL)
_NOTHING = re.compile(r"<[^>]*>|&nbsp;|\s")
_MATH_ENDS = {"math": r"\)", "math-display": r"\]"}
_MATH_STARTS = {r"\)": r"\(", r"\]": r"\["}
_MATHJAX_START = re.compile(r"\\([(\[])")


def finish_html(raw: str, resolve_link: ResolveLink, resolve_picture: ResolvePicture) -> str:
    """Return safe HTML with its links and pictures resolved, math in Anki's marks, and all else literal."""
    if _PLAIN.fullmatch(raw):
        return raw.strip()
    clean = normalize("NFC", _CONTROL.sub("", _SANITISER.clean(flatten_html(raw))).replace(' class=""', ""))
    out: list[str] = []
    position = literal = 0
    links: list[bool] = []
    math = ""
    for tag in _TAG.finditer(clean):
        text = clean[position : tag.start()]
        out.append(text if literal else _break_mathjax(text))
        position = tag.end()
        closing, name, attributes = tag[1] == "/", tag[2], dict(_ATTRIBUTE.findall(tag[3]))
        if name in ("pre", "code"):
            literal += -1 if closing else 1
        if name == "img":
            out.append(_place_picture(attributes, resolve_picture, any(links)))
        elif name == "a":
            out.append(_place_link(closing, attributes, links, resolve_link))
        elif name == "span" and (end := _MATH_ENDS.get(attributes.get("class", ""))):
            math, literal = end, literal + 1
            out.append(_MATH_STARTS[end])
        elif name == "span" and closing and math:
            out.append(math)
            math, literal = "", literal - 1
        else:
            out.append(tag[0])
    out.append(_break_mathjax(clean[position:]))
    return _EATEN_BY_ANKI.sub("&#91;", "".join(out)).strip()


@lru_cache
def escape_text(text: str) -> str:
    """Return plain text as HTML that Anki shows as written."""
    return finish_html(escape(text, quote=False), lambda _: None, lambda *_: "")


def is_blank(html: str) -> bool:
    """Tell whether HTML shows nothing: no text and no picture."""
    shown = _SUMMARY.sub("", html)  # a fold with nothing in it
    return "<img" not in shown and not _NOTHING.sub("", shown)


def _break_mathjax(text: str) -> str:
    return _MATHJAX_START.sub(r"\\<span>\1</span>", text) if "\\" in text else text


def _place_picture(attributes: dict[str, str], resolve: ResolvePicture, in_link: bool) -> str:
    line = attributes.pop("data-line", "")
    source, alt = unescape(attributes.pop("src", "")), unescape(attributes.get("alt", ""))
    shown = resolve(source, alt, int(line) if line.isdecimal() else 0, in_link)
    kept = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return shown.replace("<img", f"<img{kept}", 1) if shown.startswith("<img") else shown


def _place_link(closing: bool, attributes: dict[str, str], links: list[bool], resolve: ResolveLink) -> str:
    """Write a link, or nothing around its text where a card could not follow it."""
    if closing:
        return "</a>" if links and links.pop() else ""
    target = resolve(unescape(attributes["href"])) if "href" in attributes else None
    links.append(target is not None)
    title = f' title="{attributes["title"]}"' if "title" in attributes else ""
    return f'<a href="{escape(target)}"{title}>' if target is not None else ""
