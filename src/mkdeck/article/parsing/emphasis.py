"""Bold text that CommonMark leaves open: ``**答：**后``, ``**Why?**Because``.

To CommonMark, stars between a punctuation mark and a letter belong to the letter. Chinese, Japanese and Korean put no space between
them, and in other languages people forget it.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Letters and marks of scripts that put no space between words, or set as wide as theirs."""
_SENTENCE_ENDS = "?!.:"


def close_emphasis(parser: MarkdownIt) -> None:
    """Let stars begin and end emphasis beside wide letters, and end bold text behind the end of a sentence."""
    rule = next(rule.fn for rule in parser.inline.ruler.__rules__ if rule.name == "emphasis")

    def wrapped(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.delimiters)
        if not rule(state, silent):
            return False
        if state.src[start] == "*":
            _mend(state, start, count)
        return True

    parser.inline.ruler.at("emphasis", wrapped)


def _mend(state: StateInline, start: int, count: int) -> None:
    """Correct what the delimiters from ``count`` on may do, which begin at ``start``."""
    before, after = state.src[start - 1 : start].strip(), state.src[state.pos : state.pos + 1].strip()
    is_wide = _WIDE.match(before) is not None or _WIDE.match(after) is not None
    follows_open = count > 1 and state.delimiters[count - 1].open and not state.delimiters[count - 1].close
    ends = state.pos - start == 2 and follows_open and before in _SENTENCE_ENDS
    for delimiter in state.delimiters[count:]:
        delimiter.open = delimiter.open or bool(after and is_wide)
        delimiter.close = delimiter.close or bool(before and (is_wide or ends))
