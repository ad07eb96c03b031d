"""The parser's rules, of which only those are tried that the first sign allows: of a line, or of what stands in one.

The parser asks all of its seventeen rules for blocks at every line, and most of them again whether a paragraph ends
there; and all of its sixteen rules for what stands in lines at every sign that may begin something.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_T = TypeVar("_T")
_Rule = Callable[[StateBlock, int, int, bool], bool]
_RuleInLine = Callable[[StateInline, bool], bool]

_SIGNS = {
    "admonition": "!?",
    "blockquote": ">",
    "bold_line": "*",
    "container_block": ":",
    "collapse": "+",
    "component": "<",
    "directive": "`:",
    "fence": "`~",
    "footnote_def": "[",
    "frame": "S%",
    "frame_line": "S",
    "frame_fence": "`~",
    "heading": "#",
    "hr": "*-_",
    "html_block": "<",
    "list": "*+-0123456789",
    "math_block": "$",
    "reference": "[",
    "side": "?%+#",
    "tab": "=",
    "templates": "{%<",
}
"""What begins a line that the rule reads; the rules that are not named here read lines with any beginning."""
_SIGNS_IN_LINE = {
    "autolink": "<",
    "backticks": "`",
    "embed": "!",
    "emphasis": "*_",
    "entity": "&",
    "escape": "\\",
    "footnote_ref": "[",
    "gfm_autolink_email": "@",
    "gfm_autolink_protocol": ":",
    "gfm_autolink_www": "w",
    "html_inline": "<",
    "image": "!",
    "link": "[",
    "loose_picture": "!",
    "mark": "=",
    "math_inline": "$",
    "newline": "\n",
    "sound": "[",
    "strikethrough": "~",
    "vault_comment": "%",
    "wiki_link": "[",
}
"""The same for rules in lines."""
_END_OF_TEXT = re.compile(r"[\n$%&*<=@\[\\\]_`~]|!(?=\[)|(?<=[ops]):|w(?=ww\.)")
"""What ends plain text: a colon behind "http" or "mailto" alone, and no other w."""


def try_by_first_sign(parser: MarkdownIt) -> None:
    """Let one rule stand for each chain of rules; to be called when the parser has all of them."""
    ruler = parser.block.ruler
    rules = [rule for rule in ruler.__rules__ if rule.enabled]
    names = {"", *(name for rule in rules for name in rule.alt)}
    chains = {
        name: [_join_rules([(rule.name, rule.fn) for rule in rules if not name or name in rule.alt])] for name in names
    }
    ruler.getRules = lambda chainName="": chains.get(chainName, [])  # type: ignore[method-assign]  # noqa: N803  # its own name
    in_line = [_join_rules_in_line([(rule.name, rule.fn) for rule in parser.inline.ruler.__rules__ if rule.enabled])]
    parser.inline.ruler.getRules = lambda chainName="": in_line  # type: ignore[method-assign]  # noqa: N803
    assert {rule.name for rule in parser.inline.ruler.__rules__ if rule.enabled} == {*_SIGNS_IN_LINE, "text"}
    parser.inline.terminator_re = _END_OF_TEXT


def _join_rules(rules: Sequence[tuple[str, _Rule]]) -> _Rule:
    by_sign, others = _sort_by_sign(rules, _SIGNS)

    def try_rules(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        place = state.bMarks[start] + state.tShift[start]
        for rule in by_sign.get(state.src[place : place + 1], others):  # noqa: SIM110  # any() takes twice as long
            if rule(state, start, end, silent):
                return True
        return False

    return try_rules


def _join_rules_in_line(rules: Sequence[tuple[str, _RuleInLine]]) -> _RuleInLine:
    by_sign, others = _sort_by_sign(rules, _SIGNS_IN_LINE)

    def try_rules(state: StateInline, silent: bool) -> bool:
        for rule in by_sign.get(state.src[state.pos], others):  # noqa: SIM110  # any() takes twice as long
            if rule(state, silent):
                return True
        return False

    return try_rules


def _sort_by_sign(rules: Sequence[tuple[str, _T]], signs: Mapping[str, str]) -> tuple[dict[str, list[_T]], list[_T]]:
    """Return the rules that each sign allows, and those that any other sign does."""
    by_sign = {
        sign: [rule for name, rule in rules if sign in signs.get(name, sign)] for sign in set("".join(signs.values()))
    }
    return by_sign, [rule for name, rule in rules if name not in signs]
