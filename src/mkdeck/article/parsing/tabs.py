"""Names of tabs, which several tools hide in tags: ``<TabItem label="Linux">``, ``{% tab title="Linux" %}``, a fence ``sh [npm]``.

On a card all tabs stand below each other, so that each needs its name, as a bold line.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_TAG = re.compile(
    r"<(?:TabItem|Tab|tab-item|tab|CodeGroupItem|code-group-item)(?=\s)(?P<attributes>[^<>]*)>", re.IGNORECASE
)
_NAME = re.compile(r"\s(?:label|title|name|header)\s*=\s*\{?[\"'](?P<name>[^\"'<>]+)[\"']")
_VALUE = re.compile(r"\svalue\s*=\s*\{?[\"'](?P<name>[^\"'<>]+)[\"']")
_SHORTCODE = re.compile(
    r"\{[{%][%<]?-?\s*tab\s+(?:(?:title|name|header|label)\s*=\s*)?[\"“](?P<name>[^\"”]+)[\"”][^{}]*[%>]?[%}]\}\s*\Z"
)
_NAMED_FENCE = re.compile(r"\[(?P<name>[^\[\]]+)\](?:\s*\{[^{}]*\})?\s*\Z")


def add_tabs(parser: MarkdownIt) -> None:
    """Teach the parser to show the names."""
    parser.core.ruler.after("block", "tabs", _show_names)


def read_tab(line: str) -> str:
    """Return the name of the tab that a shortcode or tag of a template begins, ``""`` for any other line."""
    found = _SHORTCODE.match(line)
    return found["name"].strip() if found else ""


def make_name(name: str, token: Token) -> Iterator[Token]:
    """Yield a bold line in the place of a token."""
    opening = Token("strong_open", "strong", 1, markup="**")
    text = Token("text", "", 0, content=name)
    closing = Token("strong_close", "strong", -1, markup="**")
    yield Token("paragraph_open", "p", 1, map=token.map, level=token.level, block=True)
    yield Token("inline", "", 0, map=token.map, content=f"**{name}**", children=[opening, text, closing], block=True)
    yield Token("paragraph_close", "p", -1, level=token.level, block=True)


def _show_names(state: StateCore) -> None:
    if any(token.type in ("html_block", "fence") for token in state.tokens):
        state.tokens = list(_insert_names(state.tokens))


def _insert_names(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "html_block" and "<" in token.content:
            for name in _read_tags(token.content):
                yield from make_name(name, token)
        elif token.type == "fence" and "[" in token.info and (found := _NAMED_FENCE.search(token.info)):
            yield from make_name(found["name"].strip(), token)
        yield token


def _read_tags(html: str) -> Iterator[str]:
    for tag in _TAG.finditer(html):
        found = _NAME.search(tag["attributes"]) or _VALUE.search(tag["attributes"])
        if found:
            yield found["name"].strip()
