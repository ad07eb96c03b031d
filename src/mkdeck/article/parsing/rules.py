"""Where articles in the wild mean something else than CommonMark reads: rules of the parser, wrapped.

Each wrapper calls the parser's own rule and looks at what it made of the text.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_BLANK_LINE_ENDS = re.compile(r"<(?!!--|\?|!|(?:pre|script|style|textarea)[\s>])", re.IGNORECASE)
_ATX_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_LOOSE_HEADING = re.compile(
    r"(?P<signs>#{1,6})(?:(?<=##)|(?=[^\S\t\n ])|(?=[^\n]*[?？]\s*\Z))(?P<title>(?=\s*(?![#\d])\w)[^\n]*?|\s*\d+[.)][^\n]*?)(?:\s#+)?\s*\Z"
)
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_NUMBERED_ITEM = re.compile(r"(\d{1,9})[.)][ \t]+\S")
_ITEM_WITH_HEADING = re.compile(r"\d{1,9}[.)][ \t]+#{1,6}[ \t]+\S")
_STRUCTURE_END = re.compile(r"</(?:summary|details|h[1-6])\s*>\s*(?:<br\s*/?>\s*)*\Z", re.IGNORECASE)

_NO_SPACES = "\u2e80"
"""From it on letters are of scripts that put no space before math."""
_QUOTED_MATH = re.compile(r"(?<![\w$`])\$`([^`\n]+)`\$(?![\w$`])")
_NO_MATH_START = re.compile(r"\$\$?(?:[ \t@#?!*_\])}:,.;]|\Z)")
_MATH_END = re.compile(r"[\s.,;:!?)\]}>'\"’”»\-–—/|*~<\u2e80-\uffef]|\Z")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,}")

_NO_TITLE = re.compile(r"\n|[.:;,]\s*\Z|\A\W*\[[^\[\]\n]*\]\(#[^)\s]*\)\W*\Z")
"""What stands in no underlined heading: several lines, a sentence, a link around the page."""
_LABELLED_LINES = re.compile(
    r"\W{0,3}\w{1,12}\s?\d{0,4}\W{0,3}[:：].*\n(?:.*\n)*?\W{0,3}\w{1,12}\s?\d{0,4}\W{0,3}[:：]"
)
"""Lines that begin with labels, ``Q: …`` and ``A: …``: no title has several."""
_LOOSE_BOLD = re.compile(r"\A\*\*(?P<text>(?:(?!\*\*)[^\n])++)\*\*(?=(?:[ \t]*+<!--[^\n]*?-->)?[ \t]*+(?:\n|\Z))")
_LINK_SCHEMES = ("http:", "https:", "mailto:", "ftp:", "tel:", "xmpp:")


def read_as_people_write(parser: MarkdownIt) -> None:
    """Wrap the parser's rules."""
    _wrap_html(parser)
    _wrap_list(parser)
    _wrap_inline(parser, "math_inline", _is_math)
    _wrap_inline(parser, "backticks", _count_lines)
    _wrap_heading(parser)
    parser.core.ruler.after("block", "glued_rules", _free_glued_rules)
    parser.core.ruler.after("glued_rules", "numbered_titles", _read_numbered_titles)
    parser.core.ruler.after("numbered_titles", "loose_bold", _close_loose_bold)
    parser.core.ruler.after("loose_bold", "quoted_math", _read_quoted_math)
    parser.core.ruler.push("written_names", _unlink_names)
    plain_check = parser.validateLink
    parser.validateLink = lambda url: url.lower().startswith("data:image/") or plain_check(url)  # type: ignore[method-assign]  # the documented way


def _wrap_html(parser: MarkdownIt) -> None:
    rule = find_rule(parser.block.ruler, "html_block")

    def wrapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent:
            return bool(rule(state, start, end, silent))
        if not rule(state, start, start + 1, silent):
            return False
        state.tokens.pop()  # so far it has the first line alone
        return bool(rule(state, start, _find_html_end(state, start, end), silent))

    parser.block.ruler.at("html_block", wrapped, {"alt": ["paragraph", "reference", "blockquote"]})


def _wrap_list(parser: MarkdownIt) -> None:
    """Let ``12. ### Title`` right below a line begin an item, and ``5. Title`` where item 4 came last; in CommonMark only the number 1 may."""
    rule = find_rule(parser.block.ruler, "list")

    def wrapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if rule(state, start, end, silent):
            if not silent and state.tokens[-1].type == "ordered_list_close":
                state.env.setdefault("last_items", {})[state.level] = _read_last_number(state.tokens)
            return True
        if not silent or state.parentType != "paragraph" or state.is_code_block(start):
            return False
        place = state.bMarks[start] + state.tShift[start]
        item = _NUMBERED_ITEM.match(state.src, place)
        counts_on = item and int(item[1]) == state.env.get("last_items", {}).get(state.level, 0) + 1
        return bool(counts_on) or _ITEM_WITH_HEADING.match(state.src, place) is not None

    parser.block.ruler.at("list", wrapped, {"alt": ["paragraph", "reference", "blockquote"]})


def _read_last_number(tokens: Sequence[Token]) -> int:
    """Return the number of the last item of the list that the tokens end with."""
    level = tokens[-1].level + 1
    return next(int(t.info) for t in reversed(tokens) if t.level == level and t.type == "list_item_open")


def _wrap_heading(parser: MarkdownIt) -> None:
    """Read ``##Title`` and ``## Title`` with a space of another kind as headings; CommonMark wants a plain space."""
    rule = find_rule(parser.block.ruler, "heading")

    def wrapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if rule(state, start, end, silent):
            return True
        place = state.bMarks[start] + state.tShift[start]
        found = None if state.is_code_block(start) else _LOOSE_HEADING.match(state.src, place, state.eMarks[start])
        if not found:
            return False
        if not silent:
            _write_heading(state, start, found)
        return True

    parser.block.ruler.at("heading", wrapped, {"alt": ["paragraph", "reference", "blockquote"]})


def _write_heading(state: StateBlock, line: int, found: re.Match[str]) -> None:
    state.line = line + 1
    tag = f"h{len(found['signs'])}"
    opening = state.push("heading_open", tag, 1)
    inline = state.push("inline", "", 0)
    closing = state.push("heading_close", tag, -1)
    opening.markup = closing.markup = found["signs"]
    opening.map = inline.map = [line, line + 1]
    inline.content, inline.children = found["title"].strip(), []


def _find_html_end(state: StateBlock, start: int, end: int) -> int:
    """Return the line before which raw HTML ends at the latest, so that Markdown goes on there.

    That is a heading or fence glued to it, or the line after a ``</summary>`` or the like. Where that one is indented like code, it
    stays: people indent what stands in a tag.
    """
    if not _BLANK_LINE_ENDS.match(_read_line(state, start).lstrip()):
        return end
    for n in range(start, end):
        line = _read_line(state, n)
        if state.isEmpty(n) or (n > start and (_ATX_HEADING.match(line) or _FENCE.match(line))):
            return n
        if _STRUCTURE_END.search(line) and not _is_indented(state, n + 1):
            return n + 1
    return end


def _is_indented(state: StateBlock, n: int) -> bool:
    return n < state.lineMax and not state.isEmpty(n) and state.sCount[n] - state.blkIndent >= 4


def _read_line(state: StateBlock, n: int) -> str:
    return state.getLines(n, n + 1, state.blkIndent, False)


def _is_math(state: StateInline, start: int) -> bool:
    """Tell whether ``$…$`` is math: no letter before it, none after it, and neither two prices nor shell variables."""
    text = state.src[start : state.pos]
    content = text.strip("$")
    return (
        not (start and state.src[start - 1].isalnum() and state.src[start - 1] < _NO_SPACES)
        and _NO_MATH_START.match(text) is None
        and _MATH_END.match(state.src, state.pos) is not None
        and not _is_between_prices(content)
        and not content.endswith((" ", "\t"))
    )


def _is_between_prices(content: str) -> bool:
    """Tell whether ``5 or 10`` stood in ``$5 or 10$``: words between digits."""
    return content[:1].isdecimal() and content[-1:].isdecimal() and _WORD.search(content) is not None


def _count_lines(state: StateInline, start: int) -> bool:
    """Keep how many lines a code span goes over: its content no longer tells."""
    if state.tokens and state.tokens[-1].type == "code_inline":
        state.tokens[-1].meta.setdefault("lines", state.src.count("\n", start, state.pos))
    return True


def _free_glued_rules(state: StateCore) -> None:
    """Make a sentence with ``---`` right below it a paragraph and a rule, where most of the article's headings have ``#``."""
    headings = [(token, inline) for token, inline in pairwise(state.tokens) if token.type == "heading_open"]
    marked = sum(token.markup.startswith("#") for token, _ in headings)
    underlined = sum(token.markup in ("-", "=") and not _NO_TITLE.search(inline.content) for token, inline in headings)
    in_titles = bool(marked) and underlined <= marked
    tokens: list[Token] = []
    for n, token in enumerate(state.tokens):
        tokens.append(token)
        if token.type != "heading_close" or token.markup != "-":
            continue
        content = state.tokens[n - 1].content
        if (in_titles and _NO_TITLE.search(content)) or _LABELLED_LINES.match(content):
            start = state.tokens[n - 2]
            start.type, start.tag, start.markup = "paragraph_open", "p", ""
            token.type, token.tag, token.markup = "paragraph_close", "p", ""
            first, last = start.map or [0, 0]
            start.map = [first, last - 1]
            tokens.append(Token("hr", "hr", 0, map=[last - 1, last], level=start.level, markup="---", block=True))
    state.tokens = tokens


def _read_numbered_titles(state: StateCore) -> None:
    """Make ``2. USAGE`` underlined with as many dashes a heading: to CommonMark it is a list and a rule."""
    tokens: list[Token] = []
    all_lines: list[str] = []
    for token in state.tokens:
        tokens.append(token)
        if token.type != "hr" or len(tokens) < 8 or [t.type for t in tokens[-8:-1]] != _NUMBERED_TITLE:
            continue
        all_lines = all_lines or state.src.split("\n")
        start, inline = tokens[-8], tokens[-5]
        first, end = start.map or [0, 0], token.map or [0, 0]
        lines = all_lines[first[0] : end[1]] if end[0] == first[0] + 1 else []
        if len(lines) == 2 and abs(len(lines[0].rstrip()) - len(lines[1].rstrip())) <= 2:
            number = lines[0].lstrip().partition(inline.content)[0]
            inline.content, inline.level = f"{number}{inline.content}", start.level + 1
            opening = Token("heading_open", "h2", 1, map=[first[0], end[1]], level=start.level, markup="-", block=True)
            closing = Token("heading_close", "h2", -1, level=start.level, markup="-", block=True)
            tokens[-8:] = [opening, inline, closing]
    state.tokens = tokens


_NUMBERED_TITLE = [
    "ordered_list_open",
    "list_item_open",
    "paragraph_open",
    "inline",
    "paragraph_close",
    "list_item_close",
    "ordered_list_close",
]


def _close_loose_bold(state: StateCore) -> None:
    """Read ``**2. What is that ? **`` as bold: CommonMark wants no space within the stars."""
    for token in state.tokens:
        if token.type == "inline" and token.content.startswith("**"):
            found = _LOOSE_BOLD.match(token.content)
            if found and found["text"].strip() not in ("", found["text"]):
                token.content = f"**{found['text'].strip()}**{token.content[found.end() :]}"


def _read_quoted_math(state: StateCore) -> None:
    """Read math as GitHub writes it, `` $`x`$ `` and a fence ``math``."""
    for token in state.tokens:
        if token.type == "inline" and "$`" in token.content:
            token.content = _QUOTED_MATH.sub(r"$\1$", token.content)
        elif token.type == "fence" and token.info.strip() == "math":
            token.type, token.tag, token.markup = "math_block", "math", "$$"


def _unlink_names(state: StateCore) -> None:
    """Make ``<std::string>`` text again: to CommonMark it is the address of an unknown scheme."""
    for token in _with_children(state.tokens):
        as_text = False
        for child in token.children or ():
            if child.type == "link_open" and child.markup == "autolink":
                as_text = not str(child.attrGet("href") or "").lower().startswith(_LINK_SCHEMES)
            if as_text and child.type in ("link_open", "link_close"):
                child.type, child.tag, child.content = "text", "", "<" if child.nesting == 1 else ">"
                as_text, child.nesting = child.nesting == 1, 0


def _with_children(tokens: Iterable[Token]) -> Iterable[Token]:
    return (token for token in tokens if token.children)


def _wrap_inline(parser: MarkdownIt, name: str, accepts: Callable[[StateInline, int], bool]) -> None:
    rule = find_rule(parser.inline.ruler, name)

    def wrapped(state: StateInline, silent: bool) -> bool:
        start, pending, count = state.pos, state.pending, len(state.tokens)
        if rule(state, silent) and accepts(state, start):
            return True
        state.pos, state.pending = start, pending
        del state.tokens[count:]
        return False

    parser.inline.ruler.at(name, wrapped)


def find_rule(ruler: Any, name: str) -> Callable[..., bool]:
    """Return a rule's function; the ruler has no other way to it."""
    found: Callable[..., bool] = next(rule.fn for rule in ruler.__rules__ if rule.name == name)
    return found
