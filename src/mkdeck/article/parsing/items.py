"""Items of lists that mean something else than CommonMark reads: boxes with other spaces, numbers that are the whole text."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_SPACES = r"\u00a0\u2000-\u200a\u202f\u3000"
_BOX = re.compile(rf"\[[ {_SPACES}]?(?P<mark>[xX✓✔]?)[ {_SPACES}]?\](?![(\[:])\s*")
_NUMBER = re.compile(r"(?<!\d)\d++[.)]\s*+\Z")
_WIDE = re.compile(r"^\d{3,9}[.)] (?=\S)", re.MULTILINE)
_BOLD_LINE = re.compile(r"\*\*[^*\n]++\*\*\W*?(?:<!--[^\n]*)?\Z")
_LONE = ["list_item_open", "list_item_close", "ordered_list_close"]


def read_loose_items(parser: MarkdownIt) -> None:
    """Teach the parser to read them; to be called after the rules for lines are there."""
    parser.block.ruler.before("paragraph", "bold_line", _ends_item, {"alt": ["paragraph"]})
    parser.core.ruler.before("block", "wide_numbers", _indent_below_wide_numbers)
    parser.core.ruler.after("block", "loose_boxes", _read_boxes)
    parser.core.ruler.after("loose_boxes", "lone_numbers", _read_lone_numbers)


def _ends_item(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Let a bold line right below an item, and not indented as its text, begin a paragraph: to CommonMark it goes on with the item."""
    if not silent or state.parentType != "paragraph" or state.sCount[start] >= state.blkIndent:
        return False
    return _BOLD_LINE.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start]) is not None


def _indent_below_wide_numbers(state: StateCore) -> None:
    """Indent what stands four spaces deep below ``100. Title`` by the fifth: below ``99.`` it was right, and people go on."""
    if not _WIDE.search(state.src):
        return
    lines = state.src.split("\n")
    n = 0
    while n < len(lines):
        found = _WIDE.match(lines[n])
        start = n = n + 1
        while found and n < len(lines) and (not lines[n].strip() or lines[n].startswith("    ")):
            n += 1
        if not found:
            continue
        depth = min((len(line) - len(line.lstrip(" ")) for line in lines[start:n] if line.strip()), default=0)
        missing = len(found[0]) - depth if depth else 0
        for place in range(start, n if missing > 0 else start):
            lines[place] = " " * missing + lines[place] if lines[place].strip() else lines[place]
    state.src = "\n".join(lines)


def _read_boxes(state: StateCore) -> None:
    """Read ``- [ ]option`` and ``- [] option``, with whatever space, as tasks where such a list has a box, too."""
    open_items: list[list[tuple[Token, Token]]] = []
    tokens = state.tokens
    for n, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            open_items.append([])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            _take_boxes(open_items.pop())
        elif token.type == "list_item_open" and n + 2 < len(tokens):
            open_items[-1].append((token, tokens[n + 2]))


def _take_boxes(items: Sequence[tuple[Token, Token]]) -> None:
    """Take the boxes off the items of one list, if all have one, or one is a task already."""
    found = [
        (item, text, _BOX.match(text.content))
        for item, text in items
        if text.type == "inline" and "checked" not in item.meta
    ]
    boxes = [(item, text, box) for item, text, box in found if box and text.content[box.end() :]]
    is_known = any("checked" in item.meta for item, _ in items)
    if not is_known and len(boxes) < max(2, len(items)):
        return
    for item, text, box in boxes:
        item.meta["checked"] = bool(box["mark"])
        text.content = text.content[box.end() :]


def _read_lone_numbers(state: StateCore) -> None:
    """Make a list that is nothing but ``1989.`` a paragraph: who writes a number and no text means the number."""
    if any(token.type == "ordered_list_open" for token in state.tokens):
        state.tokens = list(_free_numbers(state.tokens, state.src.split("\n")))


def _free_numbers(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Token]:
    n = 0
    while n < len(tokens):
        token = tokens[n]
        if token.type != "ordered_list_open" or [t.type for t in tokens[n + 1 : n + 4]] != _LONE:
            yield token
            n += 1
            continue
        number = _NUMBER.search(lines[token.map[0]] if token.map else "")
        text = number[0].strip() if number else ""
        is_hidden = n > 0 and tokens[n - 1].type == "list_item_open"
        yield Token("paragraph_open", "p", 1, map=token.map, level=token.level, block=True, hidden=is_hidden)
        yield Token("inline", "", 0, map=token.map, level=token.level + 1, content=text, children=[], block=True)
        yield Token("paragraph_close", "p", -1, level=token.level, block=True, hidden=is_hidden)
        n += 4
