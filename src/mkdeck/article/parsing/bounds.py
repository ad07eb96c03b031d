"""What no article that people read has: found early, so that the parser's work grows with the article's length only.

Its rules look ahead, for the end of a link from each ``[``, for the end of a list on each of its levels. Where that would
cost too much the text stays text; none is lost.
"""

import re
from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from functools import partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_DEEPEST = 60
"""Levels of lists, quotes and the like within each other; a list takes two. Deeper ones would need more than Python's own
depth of calls."""
_DEEPEST_QUOTE = 20
"""The same for quotes: each of them reads every line that goes on without a mark again."""
_NESTING = (
    "collapse",
    "component",
    "directive",
    "frame",
    "list",
    "container_block",
    "admonition",
    "tab",
    "deflist",
    "footnote_def",
)
_DEEPEST_INLINE = 6
"""Brackets within brackets; a picture in a link in a sentence in brackets takes three."""
_MOST_MARKS = 500
"""Signs of one paragraph that may begin something; a paragraph with more is read in pieces."""
_MARK = re.compile(r"[\n!$&*:<>@\[\\\]^_`~]")
_PLAIN = re.compile(r"(?!.*(?i:www\.))(?:[^\W_]++|[ ,.;?'\"()/-]++|&(?![\w#]))++(?<! )")
"""Words without any sign that a rule could read: much of what people write, which needs no rule at all."""
_LONGEST_ENTITY = 40
"""Characters; the longest name in HTML has 32."""
_MOST_REPEATED = 5_000_000
"""Characters that the links of an article may repeat of its definitions, beyond each of them once."""
_FOOTNOTE = re.compile(r"\[\^[^ \n\[\]]{1,999}\]")
"""Not longer than the label of a link may be."""
_PROTOCOLS = ("http", "https", "mailto", "xmpp")
_BEFORE_ADDRESS = " \t\n*_~("
_LONGEST_ADDRESS = 2_000
"""Characters of an address that becomes a link by itself; browsers take about as many."""
_ADDRESS_END = re.compile(r"[ \t\r\n\x00\x0b\x0c<]")


def bound_parser(parser: MarkdownIt) -> None:
    """Bound the parser's rules, once it has all of them."""
    parser.options["maxNesting"] = _DEEPEST + 3  # the parser itself would drop what lies deeper
    for name in _NESTING:
        _replace_rule(parser.block.ruler, name, lambda rule: _bound_nesting(rule, _DEEPEST))
    _replace_rule(parser.block.ruler, "blockquote", lambda rule: _bound_nesting(rule, _DEEPEST_QUOTE))
    for name, begins in (("www", _begins_site), ("protocol", _ends_protocol), ("email", _is_within_email)):
        _replace_rule(parser.inline.ruler, f"gfm_autolink_{name}", partial(_bound_address, begins=begins))
    _replace_rule(parser.inline.ruler, "entity", _bound_entity)
    _replace_rule(parser.inline.ruler, "footnote_ref", _bound_footnote)
    for name in ("link", "image"):
        _replace_rule(parser.inline.ruler, name, _bound_brackets)
    within_line = copy(parser)
    within_line.options = deepcopy(parser.options)
    within_line.options["maxNesting"] = _DEEPEST_INLINE

    def read_inlines(state: StateCore) -> None:
        state.env["repeated"] = -len(state.src)
        for token in state.tokens:
            if token.type == "inline" and token.content:
                token.children = read_inline(within_line, token.content, state.env)

    parser.core.ruler.at("inline", read_inlines)


def read_inline(parser: MarkdownIt, text: str, env: Any) -> list[Token]:
    """Return the tokens of what stands in one paragraph."""
    if _PLAIN.fullmatch(text):
        return [Token("text", "", 0, content=text)]
    tokens: list[Token] = []
    for piece in split_long(text):
        tokens += parser.inline.parse(piece, parser, env, [])
    return tokens


def split_long(text: str) -> Iterator[str]:
    """Yield a text in pieces of not too many marks, that end with a line or at least with a word, where they can."""
    start = end = 0
    for count, mark in enumerate(_MARK.finditer(text) if len(text) > _MOST_MARKS else ()):
        if count % _MOST_MARKS or not count:
            continue
        end = mark.start()
        cut = max(text.rfind("\n", start, end), 0) or max(text.rfind(" ", start, end), 0)
        yield text[start : cut + 1 if cut else end]
        start = cut + 1 if cut else end
    yield text[start:]


def _bound_nesting(rule: Callable[..., bool], deepest: int) -> Callable[..., bool]:
    """Return a rule that leaves as text what is nested too deeply."""

    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < deepest and rule(state, start, end, silent)

    return bounded


def _bound_brackets(rule: Callable[..., bool]) -> Callable[..., bool]:
    """Return a rule for links that gives up at once where no bracket is closed.

    What a short mark repeats of a long definition is counted, as other parsers do: where it is too much, marks stay text.
    """

    def bounded(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if state.src[start] not in "[!" or state.src.find("]", start) < 0:
            return False
        references = state.env.get("references", {})
        if state.env.get("repeated", 0) > _MOST_REPEATED:
            state.env["references"] = {}
        count = len(state.tokens)
        is_link = rule(state, silent)
        state.env["references"] = references
        if is_link and not silent:
            said = sum(len(str(value)) for token in state.tokens[count:] for value in token.attrs.values())
            state.env["repeated"] = state.env.get("repeated", 0) + max(said - (state.pos - start), 0)
        return is_link

    return bounded


def _bound_entity(rule: Callable[..., bool]) -> Callable[..., bool]:
    """Return the rule for ``&amp;``, which at each ``&`` copies all of the text behind it, for those that end soon."""

    def bounded(state: StateInline, silent: bool) -> bool:
        place = state.pos
        return (
            state.src[place] == "&" and state.src.find(";", place, place + _LONGEST_ENTITY) > 0 and rule(state, silent)
        )

    return bounded


def _bound_footnote(rule: Callable[..., bool]) -> Callable[..., bool]:
    """Return the rule for ``[^1]``, which at each ``[^`` looks for an end in all of the text behind it, for a label."""

    def bounded(state: StateInline, silent: bool) -> bool:
        return _FOOTNOTE.match(state.src, state.pos) is not None and rule(state, silent)

    return bounded


def _bound_address(rule: Callable[..., bool], begins: Callable[[str, int], bool]) -> Callable[..., bool]:
    """Return a rule for bare addresses, which copies and searches all of the text around, for those that end soon."""

    def bounded(state: StateInline, silent: bool) -> bool:
        start, last = state.pos, state.posMax
        if not begins(state.src, start):
            return False
        end = _ADDRESS_END.search(state.src, start, min(last, start + _LONGEST_ADDRESS))
        if end is None and last - start > _LONGEST_ADDRESS:
            return False
        state.posMax = end.end() if end else last
        is_address = rule(state, silent)
        state.posMax = last
        return is_address

    return bounded


def _begins_site(text: str, place: int) -> bool:
    return text.startswith("www.", place)


def _ends_protocol(text: str, place: int) -> bool:
    """Tell whether the colon at ``place`` stands behind the protocol of an address."""
    if text[place] != ":" or not text.endswith(_PROTOCOLS, 0, place):
        return False
    begins = place - next(len(name) for name in _PROTOCOLS if text.endswith(name, 0, place))
    is_site = text[begins] == "h"
    return (not begins or text[begins - 1] in _BEFORE_ADDRESS) and (not is_site or text.startswith("//", place + 1))


def _is_within_email(text: str, place: int) -> bool:
    return text[place] == "@" and place > 0 and (text[place - 1].isalnum() or text[place - 1] in ".+-_")


def _replace_rule(ruler: Any, name: str, change: Callable[[Callable[..., bool]], Callable[..., bool]]) -> None:
    """Put another function in a rule's place; the ruler has no other way to what it has."""
    rule = next(rule for rule in ruler.__rules__ if rule.name == name)
    ruler.at(name, change(rule.fn), {"alt": rule.alt})
