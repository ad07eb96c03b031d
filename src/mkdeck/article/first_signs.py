"""The parser's rules for blocks, of which only those are tried that the first sign of a line allows.

The parser asks all of its seventeen rules at every line, and most of them again whether a paragraph ends there.
"""

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

_Rule = Callable[[StateBlock, int, int, bool], bool]

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


def try_by_first_sign(parser: MarkdownIt) -> None:
    """Let one rule stand for each chain of rules; to be called when the parser has all of them."""
    ruler = parser.block.ruler
    rules = [rule for rule in ruler.__rules__ if rule.enabled]
    names = {"", *(name for rule in rules for name in rule.alt)}
    chains = {
        name: [_join_rules([(rule.name, rule.fn) for rule in rules if not name or name in rule.alt])] for name in names
    }
    ruler.getRules = lambda chainName="": chains.get(chainName, [])  # type: ignore[method-assign]  # noqa: N803  # its own name


def _join_rules(rules: Sequence[tuple[str, _Rule]]) -> _Rule:
    signs = set("".join(_SIGNS.values()))
    by_sign = {sign: [rule for name, rule in rules if sign in _SIGNS.get(name, sign)] for sign in signs}
    others = [rule for name, rule in rules if name not in _SIGNS]

    def try_rules(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        place = state.bMarks[start] + state.tShift[start]
        for rule in by_sign.get(state.src[place : place + 1], others):  # noqa: SIM110  # any() takes twice as long
            if rule(state, start, end, silent):
                return True
        return False

    return try_rules
