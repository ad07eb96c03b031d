"""Raw HTML -> the tags and attributes that a card may have."""

import nh3

from mkdeck.article.html.code import CLASSES
from mkdeck.article.html.nesting import flatten_html
from mkdeck.article.html.raw_html import DROPPED_WITH_CONTENT, PLAYERS, SAFE_TAGS

_ALIGNED = {"align"}
_SANITISER = nh3.Cleaner(
    tags={*SAFE_TAGS, *PLAYERS, "source"},  # these become sounds
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes={
        "*": {"dir", "lang"},
        "a": {"href", "title", "data-page"},
        "abbr": {"title"},
        "audio": {"src", "data-line"},
        "details": {"open"},
        "div": _ALIGNED,
        "img": {"src", "alt", "title", "width", "height", "data-line"},
        "li": {"value"},
        "ol": {"start", "reversed", "type"},
        "p": _ALIGNED,
        "pre": {"data-code", "data-language"},
        "source": {"src"},
        "span": {"data-line", "data-cloze", "data-hint"},
        "td": {"align", "colspan", "rowspan", "style"},
        "th": {"align", "colspan", "rowspan", "scope", "style"},
        "time": {"datetime"},
        "video": {"src", "data-line"},
    },
    tag_attribute_values={"pre": {"tabindex": {"0"}}, "table": {"tabindex": {"0"}}},  # a keyboard reaches what scrolls
    allowed_classes={
        "div": {"context", "markdown-alert", "marked-above"}
        | {f"markdown-alert-{k}" for k in ("note", "tip", "important", "warning", "caution")},
        "li": {"right", "task-list-item"},
        "ol": {"footnotes", "options"},
        "p": {"markdown-alert-title"},
        "pre": {"code"},
        "span": CLASSES | {"math", "math-display"},
        "sup": {"footnote"},
        "ul": {"options"},
    },
    filter_style_properties={"text-align"},
    url_schemes={"http", "https", "mailto", "data"},  # data: pictures are unpacked below, data: links dropped
    link_rel=None,
)


def sanitise(raw: str) -> str:
    """Return HTML of the allowed tags only, each written as ``<name attribute="value">``; entities are decoded where they can be."""
    return _SANITISER.clean(flatten_html(raw))
