"""Code fences whose end people write otherwise than CommonMark reads it, or not at all."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from mkdeck.article.parsing.rules import find_rule

_OPENING = re.compile(r"\s*+`{3,}[\w+#.-]++\s*\Z")
_HEADING = re.compile(r" {0,3}#{2,6}[ \t]+\S")
_HOLDING = ("", "md", "markdown", "mdx", "text", "txt")
"""Languages of code that may have headings and fences within."""
_MOST_SHORTENED = 100
"""Fences of an article that end before the parser says so: it reads each to that end first."""


def read_loose_fences(parser: MarkdownIt) -> None:
    """Let a fence end where its marks stand behind the last line of code, and one that is not closed before the next heading."""
    rule = find_rule(parser.block.ruler, "fence")

    def wrapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        if not silent and state.env.get("shortened_fences", 0) < _MOST_SHORTENED:
            _shorten(state, start)
        return True

    parser.block.ruler.at("fence", wrapped, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _shorten(state: StateBlock, start: int) -> None:
    """End the fence that was just read before lines that are no code, if there are such."""
    fence = state.tokens[-1]
    lines = fence.content.split("\n")[:-1]
    end = _find_end(fence.info, fence.markup, lines, is_closed=state.line > start + 1 + len(lines))
    if end is None:
        return
    state.env["shortened_fences"] = state.env.get("shortened_fences", 0) + 1
    state.line = start + 1 + end
    fence.map = [start, state.line]
    code = lines[:end]
    if _closes_behind_code(code[-1], fence.markup):  # then code may stand beside the marks that open it as well
        code[-1] = code[-1].rstrip().rstrip("`")
        fence.info, _, beside = fence.info.partition(" ")
        code[:0] = [beside] if beside.strip() else []
    fence.content = "".join(f"{line}\n" for line in code)


def _find_end(language: str, markup: str, lines: Sequence[str], *, is_closed: bool) -> int | None:
    """Return how many of the lines in a fence are code, ``None`` where all are.

    Who opens another one within has forgotten to close the first.
    """
    if is_closed:
        opened = (n for n, line in enumerate(lines) if _OPENING.match(line))
        lines = lines[: next(opened, 0) if language.strip().lower() not in _HOLDING else 0]
    for n, line in enumerate(lines):
        if _closes_behind_code(line, markup):
            return n + 1
        if n and not lines[n - 1].strip() and _HEADING.match(line):
            return n
    return None


def _closes_behind_code(line: str, markup: str) -> bool:
    code = line.rstrip().removesuffix(markup)
    return code != line.rstrip() and bool(code.strip()) and "`" not in code
