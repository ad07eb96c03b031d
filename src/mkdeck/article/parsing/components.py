"""Parts of a page that open by a touch, of several sites' dialects -> folds; tabs and steps -> lines above what they hold.

``<Accordion title="Q">`` and ``<TabItem label="Linux">`` (MDX), ``+++ Q`` (Adobe), a fence ``{dropdown} Q`` (MyST). What stands within is Markdown,
however deep its author indented it.
"""

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Z]\w*+)(?P<attributes>(?:\s[^<>]*)?)>\s*\Z")
_FOLDS = frozenset(
    "Accordion AccordionItem Collapse Collapsible Details Dropdown Expandable FAQItem FaqItem Spoiler Toggle".split()
)
_TITLED = frozenset("Step Tab TabItem TabPanel".split())
_GROUPS = frozenset("AccordionGroup Accordions Columns FAQ Steps TabGroup Tabs".split())
_TITLES = ("title", "label", "question", "summary", "header", "name", "value")
_ATTRIBUTE = re.compile(r"(?<!\S)(?P<name>[A-Za-z]++)=\{?(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_COLLAPSE = re.compile(r"\+\+\+[ \t]++(?P<title>\S.*)")
_DIRECTIVE = re.compile(r"(?P<fence>`{3,}|:{3,})\{dropdown\}[ \t]*+(?P<title>\S.*)")
_OPTION = re.compile(r":[\w-]++:.*")
_ENDED = ("paragraph", "reference", "blockquote", "list")
_CODE = re.compile(r"\s*+(?:```|~~~)")


def add_components(parser: MarkdownIt) -> None:
    """Teach the parser their syntax."""
    parser.block.ruler.before("container_block", "directive", _read_directive, {"alt": [*_ENDED]})
    parser.block.ruler.before("html_block", "component", _read_component, {"alt": [*_ENDED]})
    parser.block.ruler.before("list", "collapse", _read_collapse, {"alt": [*_ENDED]})


def write_fold(
    state: StateBlock, title: str, start: int, inside: tuple[int, int], meta: Mapping[str, object] | None = None
) -> None:
    """Write a fold whose title stands in the line ``start``; what it holds are the lines ``inside``."""
    lines = [start, inside[1] + 1]
    opening = state.push("details_open", "details", 1)
    opening.map, opening.meta = lines, dict(meta or {"kind": "details"})
    summary = state.push("summary_open", "summary", 1)
    summary.map = [start, start + 1]
    write_line(state, title, start)
    state.push("summary_close", "summary", -1)
    read_inside(state, *inside)
    state.push("details_close", "details", -1).map = lines


def write_line(state: StateBlock, text: str, line: int) -> Token:
    """Write a line of text that stands in the article's line ``line``."""
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text, [line, line + 1], []
    return inline


def read_inside(state: StateBlock, start: int, end: int) -> None:
    """Read some lines as what stands within something, from the indent on that all of them have."""
    indents = [state.sCount[n] for n in range(start, end) if not state.isEmpty(n)]
    kept = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax = "admonition", end
    state.blkIndent = min(indents, default=state.blkIndent)
    state.level += 1
    state.md.block.tokenize(state, start, end)
    state.level -= 1
    state.parentType, state.lineMax, state.blkIndent = kept


def read_line(state: StateBlock, n: int) -> str:
    """Return a line without its indent."""
    return state.src[state.bMarks[n] + state.tShift[n] : state.eMarks[n]]


def find_line(state: StateBlock, start: int, end: int, text: str, is_whole: bool = True) -> int:
    """Return the next line that is a text, or begins with it, as deep as where it is looked for; ``end`` where there is none."""
    if _find_last(state, text) < start:
        return end  # else it would be looked for from each line
    for n in range(start, end):
        if state.sCount[n] < state.blkIndent and not state.isEmpty(n):
            return end
        line = read_line(state, n).rstrip()
        if line == text or (not is_whole and line.startswith(text)):
            return n
    return end


def _find_last(state: StateBlock, text: str) -> int:
    """Return the last line of the whole text that is nothing but ``text``, -1 where none is."""
    if state.env.get("last_lines_src") is not state.src:
        lines = enumerate(line.strip(" \t>") for line in state.src.split("\n"))
        state.env["last_lines"], state.env["last_lines_src"] = {line: n for n, line in lines}, state.src
    return int(state.env["last_lines"].get(text, -1))


def _read_component(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _TAG.match(read_line(state, start))
    if not found or found["end"] or found["name"] not in _FOLDS | _TITLED | _GROUPS:
        return False
    last = _find_ends(state).get(start, end)
    if last >= end:
        return False
    if silent:
        return True
    title = _read_title(found["attributes"])
    if found["name"] in _FOLDS and title:
        write_fold(state, title, start, (start + 1, last))
    else:
        if found["name"] in _TITLED and title:
            state.push("paragraph_open", "p", 1).map = [start, start + 1]
            write_line(state, f"**{title}**", start)
            state.push("paragraph_close", "p", -1)
        read_inside(state, start + 1, last)
    state.line = last + 1
    return True


def _read_title(attributes: str) -> str:
    said = {found["name"]: found["double"] or found["single"] or "" for found in _ATTRIBUTE.finditer(attributes)}
    return next((said[name].strip() for name in _TITLES if said.get(name, "").strip()), "")


def _find_ends(state: StateBlock) -> dict[int, int]:
    """Return for each line with the begin of a component that with its end; found once for the whole text."""
    ends: dict[int, int] | None = state.env.get("component_ends")
    if ends is None or state.env["component_src"] is not state.src:
        ends = {}
        opened: dict[str, list[int]] = {}
        in_code = False
        for n, line in enumerate(state.src.split("\n")):
            in_code ^= _CODE.match(line) is not None
            found = None if in_code else _TAG.match(line.lstrip())
            if found and not found["end"]:
                opened.setdefault(found["name"], []).append(n)
            elif found and opened.get(found["name"]):
                ends[opened[found["name"]].pop()] = n
        state.env["component_ends"], state.env["component_src"] = ends, state.src
    return ends


def _read_collapse(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _COLLAPSE.match(read_line(state, start))
    if not found or state.is_code_block(start):
        return False
    last = find_line(state, start + 1, end, "+++", is_whole=False)
    if last == end or read_line(state, last).rstrip() != "+++":
        return False
    if not silent:
        write_fold(state, found["title"].strip(), start, (start + 1, last))
        state.line = last + 1
    return True


def _read_directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _DIRECTIVE.match(read_line(state, start))
    if not found or state.is_code_block(start):
        return False
    last = find_line(state, start + 1, end, found["fence"])
    if last == end:
        return False
    if not silent:
        first = start + 1
        while first < last and _OPTION.match(read_line(state, first)):
            first += 1
        write_fold(state, found["title"].strip(), start, (first, last))
        state.line = last + 1
    return True
