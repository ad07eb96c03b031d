"""Marks of other tools in an article: attributes of Jekyll and Pandoc, comments of Liquid, ids and comments of Obsidian."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mkdeck.article.parsing.tool_lines import NOTHING, mark_reviewed, take_lines

_PINNED = re.compile(r"\{:?\s*#(?P<id>[^\s{}]++)[^{}]*\}")
_DOCSIFY = re.compile(r"\s:id=([\w-]++)\s*\Z")
_KRAMDOWN = re.compile(r"\{:[^{}]*\}\s*")
_ATTRIBUTES = re.compile(r"\{:?\s*(?:[.][\w-]+|[\w-]+=(?:\"[^\"{}]*\"|[\w-]+))(?:\s[^{}]*)?\}")
_OF_PICTURE = re.compile(r"\{:?\s*(?:[#.][\w-]|[\w-]+=)[^{}]*\}")
_LIQUID_MARK = re.compile(r"`|(?<!`)\{%-?\s*(?P<begin>comment)\s*-?%\}|\{%-?\s*endcomment\s*-?%\}")
"""What begins and ends a comment, and what hides the beginning of one."""
_HIDDEN = re.compile(r"%%.*%%|(?:\[[^\]\n]+\]:[ \t]*\{\{[<%][^\n]*(?:\n|\Z))+", re.DOTALL)
"""A comment of Obsidian; where links lead, with a shortcode in the place of the address."""
_LONGEST_ID = 200
_ANCHOR = re.compile(r"\[\]\{#[\w.:-]++\}")
"""A place that Pandoc lets a link lead to."""
_SHORTCODE = re.compile(r"`[^`]*+`|\{\{[<%]\s*+(?P<end>/?)(?P<name>[\w./-]*+)(?P<inside>[^{}`]*?)[>%]\}\}")
"""One of Hugo within a line; or code, which has none."""
_TEXT = re.compile(r"\b(?:text|label|content)\s*=\s*\"([^\"]*)\"")
_QUOTED = re.compile(r"\"([^\"]*)\"")
_KEY = re.compile(r"(?:kbd|key|badge|button|mark|abbr|label)\Z")
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}((?:(?!\{%).)*+)\{%-?\s*endraw\s*-?%\}", re.DOTALL)


def read_tool_marks(parser: MarkdownIt) -> None:
    """Teach the parser to leave them out, and to keep ids of headings; to be called after the rules for lines are there."""
    parser.core.ruler.after("block", "hidden_lines", _hide_lines)
    parser.core.ruler.push("pinned_ids", _take_pinned)
    parser.core.ruler.push("kramdown", _drop_attributes)


def _hide_lines(state: StateCore) -> None:
    """Take comments and ids out of what stands in lines, before it is read."""
    for n, token in enumerate(state.tokens):
        if token.type != "inline":
            continue
        mark_reviewed(token, state.tokens[n + 2] if n + 2 < len(state.tokens) else None)
        if "endcomment" in token.content:
            token.content = _drop_comments(token.content)
        if token.content.startswith(("%%", "[")) and _HIDDEN.fullmatch(token.content):
            token.content = NOTHING
        if "{{<" in token.content or "{{%" in token.content:
            token.content = _SHORTCODE.sub(_read_shortcode, token.content)
        if "raw" in token.content:
            token.content = _RAW.sub(r"\1", token.content)
        if "[]{#" in token.content:
            token.content = _ANCHOR.sub("", token.content)
        take_lines(token)


def _read_shortcode(found: re.Match[str]) -> str:
    """Return what a shortcode within a line shows, as far as it says so itself; code stays, and a mere name that may be meant as such."""
    if found[0].startswith("`") or not (found["inside"].strip() or found["end"]):
        return found[0]
    text = _TEXT.search(found["inside"]) or (_KEY.match(found["name"]) and _QUOTED.search(found["inside"]))
    return text[1] if text else ""


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
    """Take ``{#id}`` off the end of headings, as Zola, Hugo and Pandoc do, and docsify's ``:id=id``; it is kept in ``meta``."""
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type != "heading_open":
            continue
        last = next((child for child in reversed(inline.children or ()) if child.type != "html_inline"), None)
        if last is None or last.type != "text":
            continue
        if found := _DOCSIFY.search(last.content, max(0, len(last.content) - _LONGEST_ID)):
            last.content, inline.meta["pinned"] = last.content[: found.start()].rstrip(), found[1]
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
