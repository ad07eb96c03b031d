"""Marks of other tools in an article: attributes of Jekyll and Pandoc, comments of Liquid, ids and comments of Obsidian."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mkdeck.article.tools.lines import take_lines

_PINNED = re.compile(r"\{:?\s*#(?P<id>[^\s{}]++)[^{}]*\}")
_KRAMDOWN = re.compile(r"\{:[^{}]*\}\s*")
_ATTRIBUTES = re.compile(r"\{:?\s*(?:[.][\w-]+|[\w-]+=(?:\"[^\"{}]*\"|[\w-]+))(?:\s[^{}]*)?\}")
_OF_PICTURE = re.compile(r"\{:?\s*(?:[#.][\w-]|[\w-]+=)[^{}]*\}")
_LIQUID_MARK = re.compile(r"`|(?<!`)\{%-?\s*(?P<begin>comment)\s*-?%\}|\{%-?\s*endcomment\s*-?%\}")
"""What begins and ends a comment, and what hides the beginning of one."""
_HIDDEN = re.compile(r"%%.*%%|(?:\[[^\]\n]+\]:[ \t]*\{\{[<%][^\n]*(?:\n|\Z))+", re.DOTALL)
"""A comment of Obsidian; where links lead, with a shortcode in the place of the address."""
_NOTHING = "<!-- -->"


def read_tool_marks(parser: MarkdownIt) -> None:
    """Teach the parser to leave them out, and to keep ids of headings; to be called after the rules for lines are there."""
    parser.core.ruler.after("block", "hidden_lines", _hide_lines)
    parser.core.ruler.push("pinned_ids", _take_pinned)
    parser.core.ruler.push("kramdown", _drop_attributes)


def _hide_lines(state: StateCore) -> None:
    """Take comments and ids out of what stands in lines, before it is read."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if "endcomment" in token.content:
            token.content = _drop_comments(token.content)
        if token.content.startswith(("%%", "[")) and _HIDDEN.fullmatch(token.content):
            token.content = _NOTHING
        take_lines(token)


def _drop_comments(text: str) -> str:
    """Return a text without Liquid's comments; those within code are about Liquid."""
    kept: list[str] = []
    begin, end = -1, 0
    for mark in _LIQUID_MARK.finditer(text):
        if mark[0] == "`":
            begin = -1
        elif mark["begin"]:
            begin = mark.start() if begin < 0 else begin
        elif begin >= 0:
            kept.append(text[end:begin])
            begin, end = -1, mark.end()
    return "".join(kept) + text[end:]


def _take_pinned(state: StateCore) -> None:
    """Take ``{#id}`` off the end of headings, as Zola, Hugo and Pandoc do; it is kept in ``meta``."""
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type != "heading_open":
            continue
        last = next((child for child in reversed(inline.children or ()) if child.type != "html_inline"), None)
        if last is None or last.type != "text":
            continue
        before, brace, attributes = last.content.rpartition("{")
        block = f"{brace}{attributes.rstrip()}"
        if found := _PINNED.fullmatch(block):
            last.content, inline.meta["pinned"] = before.rstrip(), found["id"]
        elif _ATTRIBUTES.fullmatch(block):
            last.content = before.rstrip()


def _drop_attributes(state: StateCore) -> None:
    """Drop a last line ``{: .class }`` of a paragraph, which Jekyll reads as attributes of it."""
    has_row = False
    for token in _with_children(state.tokens):
        children = token.children or []
        has_row = has_row or token.content.startswith("{:")
        if len(children) > 1 and children[-2].type == "softbreak" and _KRAMDOWN.fullmatch(children[-1].content):
            del children[-2:]
        for before, child in pairwise(children):
            if (
                before.type in ("image", "link_close")
                and child.type == "text"
                and (found := _OF_PICTURE.match(child.content))
            ):
                child.content = child.content[found.end() :]
    state.tokens = list(_drop_rows(state.tokens)) if has_row else state.tokens


def _drop_rows(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens without a row of a table that is attributes of the table."""
    row: list[Token] | None = None
    for token in tokens:
        if token.type == "tr_open":
            row = []
        if row is None:
            yield token
            continue
        row.append(token)
        if token.type == "tr_close":
            texts = [t.content for t in row if t.type == "inline" and t.content]
            if len(texts) != 1 or not _KRAMDOWN.fullmatch(texts[0]):
                yield from row
            row = None


def _with_children(tokens: Iterable[Token]) -> Iterable[Token]:
    return (token for token in tokens if token.children)
