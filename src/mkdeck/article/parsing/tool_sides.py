"""Lines that part the sides of a card: ``?``, ``??``, ``%``, ``#card``; each is a paragraph of its own, whatever it is glued to."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_lines import TAG

FORTH, BACK_AND_FORTH, PERCENT, END = "?", "??", "%", "+++"
_LINES = frozenset({FORTH, BACK_AND_FORTH, PERCENT, END})
_MARKER = re.compile(rf"#(?:card|flashcard|fc)(?P<way>[/-]reversed?)?(?:\s++{TAG})*+\s*\Z", re.IGNORECASE)
_LONGEST = 200
"""Characters of such a line: a tag may have others behind it."""
_SPLIT = re.compile(r"\s*<!--\s*md2apkg split\s*-->\s*")


def add_sides(parser: MarkdownIt) -> None:
    """Teach the parser that such a line ends a paragraph, a list or a quote."""
    parser.block.ruler.before(
        "admonition", "side", _read_side, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _read_side(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    place, last = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if last - place > _LONGEST or state.is_code_block(start):
        return False
    content = state.src[place:last].rstrip()
    is_marker = content.startswith("#") and _MARKER.match(content) is not None
    if content not in _LINES and not is_marker:
        return False
    if silent:
        return True
    if is_marker and _mark_heading(state, start, content):
        state.line = start + 1
    else:
        state.push("paragraph_open", "p", 1).map = [start, start + 1]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = content, [start, start + 1], []
        state.push("paragraph_close", "p", -1)
        state.line = start + 1
    return True


def _mark_heading(state: StateBlock, line: int, tags: str) -> bool:
    """Add tags to the heading right above a line, if one stands there."""
    heading = state.tokens[-3:]
    is_above = len(heading) == 3 and heading[0].type == "heading_open" and (heading[0].map or [0, 0])[1] == line
    if is_above:
        heading[1].content += f" {tags}"
        heading[0].map = [(heading[0].map or [line])[0], line + 1]
    return is_above


def read_side(block: Block) -> str:
    """Return the line that a block is, if it parts the sides of a card, or ends one."""
    if block.type == "paragraph_open":
        content = block.tokens[1].content
        if content.startswith("#") and (found := _MARKER.match(content)):
            return BACK_AND_FORTH if found["way"] else FORTH
        return content if content in _LINES else ""
    is_split = block.type == "html_block" and _SPLIT.fullmatch(block.tokens[0].content)
    return PERCENT if is_split else ""
