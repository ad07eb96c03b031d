"""Raw HTML that gives an article its structure: ``<details>``, ``<summary>``, ``<h2>`` -> tokens as Markdown has them.

What stands between such tags is Markdown to its author, also where CommonMark leaves it raw.
"""

import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from mkdeck.article.parsing.bounds import split_long

_PART = re.compile(
    r"<!--.*?(?:-->|\Z)|(?<!`)(`++)[^`]+\1(?!`)|<(?P<end>/?)(?P<name>details|summary|dl|dt|dd|h[1-6])(?=[\s/>])[^<>]*>"
    r"|<(?P<box>p|div|span)\s[^<>]*?\bclass=[\"'](?:[^\"'<>]*[\s_-])?question(?:[_-](?:title|text|head(?:er|ing)?))?(?:\s[^\"'<>]*)?[\"'][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_LINE = re.compile(
    r"\s*<(?P<name>p|div)(?:\s(?![^<>]*\bclass=)[^<>]*)?>(?P<inside>(?:\s*<(?P<bold>b|strong)>(?:(?!</(?P=bold)>).)*</(?P=bold)>\W*|(?:(?!</(?P=name)>).)*[?？]\s*(?:</(?!(?P=name)>)[a-z]{1,6}>\s*)*)(?:<!--[^<>]*-->)?)</(?P=name)>\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
"""A raw paragraph that is bold or ends as a question does, and of which no class says what it is."""
_HOLDS_BLOCKS = re.compile(r"<(?:p|div|h[1-6]|[uod]l|table|pre|details|blockquote|img)[\s>]", re.IGNORECASE)
_CONTAINERS = ("details", "dl", "dd")
_DEFINITION = ("dl", "dt", "dd")
_LITERAL = re.compile(r"\s*<(?:pre|script|style|textarea)[\s>]", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"(?:\s*<br\s*/?>)+(?=\s*[^<\s])", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:h[1-6]|p|div|center)(?:\s[^<>]*)?>", re.IGNORECASE)
_RAW_HEADING = re.compile(
    r"(?:<a\s[^<>]*>\s*+(?:</a>\s*+)?+)?<(?P<name>h[1-6])(?:\s[^<>]*)?>.*</(?P=name)>\s*\Z", re.IGNORECASE | re.DOTALL
)
_AT_LINE = re.compile(
    r"^[^\S\n]*<details(?:\s[^<>]*)?>|</details\s*>\s*$|<summary(?:\s[^<>]*)?>[^<>\n]*</summary\s*>",
    re.IGNORECASE | re.MULTILINE,
)

_TAG = re.compile(r"<[^<>]*>")
_LEADING = re.compile(r"(?:\s|<[^<>]*>)*")
_RULES = ["backticks", "emphasis", "balance_pairs", "fragments_join", "entity", "html_inline", "newline"]
_INLINE = MarkdownIt("zero", {"html": True}).enable(_RULES)
"""Reads text in raw tags: people write marks of code and stars there, and an underscore means itself."""
_UNDERSCORE = "\ue000"


def structure_raw_html(state: StateCore) -> None:
    """Split raw HTML, and paragraphs with such tags in them, at the tags that give structure."""
    tokens: list[Token] = []
    for token in state.tokens:
        line = _LINE.match(token.content) if token.type == "html_block" else None
        if line and not _HOLDS_BLOCKS.search(line["inside"]):
            tokens += _write_paragraph(line["name"], line["inside"], token.map or [0, 1], token.level)
        elif token.type == "html_block" and not _LITERAL.match(token.content):
            tokens += _split(state, token.content, token)
        elif token.type == "inline" and tokens[-1].type == "paragraph_open" and _has_structure(token.content):
            paragraph = tokens.pop()
            tokens += _split(state, token.content, paragraph)
        elif token.type != "paragraph_close" or (tokens and tokens[-1].type == "inline"):
            tokens.append(token)
    state.tokens = tokens


def read_raw_inlines(state: StateCore) -> None:
    """Give the text of raw headings and summaries its children, once the parser has read the others."""
    for token in state.tokens:
        if token.type == "raw_inline":
            text = _BLOCK_TAG.sub("", token.content).strip().replace("_", _UNDERSCORE)
            parsed = (_INLINE.parseInline(piece)[0] for piece in split_long(text))
            children = [child for inline in parsed for child in inline.children or ()]
            for child in children:
                child.content = child.content.replace(_UNDERSCORE, "_")
            token.type, token.children = "inline", children


def _has_structure(text: str) -> bool:
    """Tell whether a paragraph is more than a sentence about such tags."""
    return "<" in text and (
        _is_asked(text) or _AT_LINE.search(text) is not None or _RAW_HEADING.match(text) is not None
    )


def _is_asked(text: str) -> bool:
    """Tell whether a text begins with what its author calls a question."""
    found = _PART.match(text.lstrip())
    return found is not None and found["box"] is not None


def _split(state: StateCore, text: str, origin: Token) -> Iterator[Token]:
    """Yield the tokens of a text that begins where ``origin`` does."""
    position = 0
    parts = list(_PART.finditer(text))
    if origin.type == "html_block" and not any(part["name"] or part["box"] for part in parts):
        yield origin
        return
    line_at = _count_lines(text, origin.map[0] if origin.map else 0)
    find_end = _find_ends(text)
    in_definition = False
    for part in parts:
        name = (part["name"] or part["box"] or "").lower()
        if not name or part.start() < position:
            continue
        end = find_end(name, part.end()) if name not in _CONTAINERS and not part["end"] else None
        if (name.startswith("h") or (name == "dt" and not part["end"]) or part["box"]) and not end:
            continue
        if part["box"] and end and _HOLDS_BLOCKS.search(text, part.end(), end.start()):
            continue  # it holds the answer, too
        yield from _read_text(state, text[position : part.start()], line_at(position), origin.level, in_definition)
        in_definition = name == "dd" and not part["end"] if name in _DEFINITION else in_definition
        start, inside = line_at(part.start()), line_at(part.end())
        last = line_at((end.start() if name == "dt" else end.end()) if end else part.end())
        if part["box"] and end:
            inner, lines = text[part.end() : end.start()], [start, last + 1]
            yield from _write_paragraph(name, inner, lines, origin.level, asks=True)
        elif end:
            lines = [start, last + 1]
            yield from _write_inside(name, text[part.end() : end.start()], lines, inside, origin.level)
        else:
            yield _tag(name, -1 if part["end"] else 1, [start, last + 1], origin.level, part[0])
        position = end.end() if end else part.end()
    yield from _read_text(state, text[position:], line_at(position), origin.level, in_definition)


def _count_lines(text: str, first: int) -> Callable[[int], int]:
    """Return what tells the line of each place in a text; it is asked for one place after the other."""
    known = (0, first)

    def line_at(place: int) -> int:
        nonlocal known
        known = (place, known[1] + text.count("\n", known[0], place))
        return known[1]

    return line_at


def _find_ends(text: str) -> Callable[[str, int], re.Match[str] | None]:
    """Return what finds the first end of a tag from a place on; it is asked for one place after the other."""
    missing: set[str] = set()

    def find_end(name: str, start: int) -> re.Match[str] | None:
        tag = r"\s*(?:</dt\s*>|(?=<d[dt][\s>]))" if name == "dt" else rf"</{name}\s*>"  # a term needs no end
        end = None if name in missing else re.compile(tag, re.IGNORECASE).search(text, start)
        if end is None:
            missing.add(name)  # else an article of tags without end would be searched from each
        return end

    return find_end


def _write_inside(name: str, inside: str, lines: list[int], line: int, level: int) -> Iterator[Token]:
    """Yield a raw heading or a whole summary."""
    if skipped := _LEADING.match(inside):
        line += inside.count("\n", 0, skipped.end())
    kind = "heading" if name.startswith("h") else name
    opening = Token(f"{kind}_open", name, 1, map=lines, level=level, markup=f"<{name}>", block=True)
    yield opening
    yield Token("raw_inline", "", 0, map=[line, lines[1]], level=level + 1, content=inside, block=True)
    yield Token(f"{kind}_close", name, -1, level=level, markup=opening.markup, block=True)


def _write_paragraph(name: str, inside: str, lines: list[int], level: int, *, asks: bool = False) -> Iterator[Token]:
    """Yield a raw line as a paragraph; ``asks`` says that its author calls it a question."""
    if _TAG.sub("", inside).strip():
        meta = {"asks": asks}
        yield Token("paragraph_open", "p", 1, map=lines, level=level, markup=f"<{name.lower()}>", block=True, meta=meta)
        yield Token("raw_inline", "", 0, map=lines, level=level + 1, content=inside, block=True)
        yield Token("paragraph_close", "p", -1, level=level, block=True)


def _tag(name: str, nesting: Literal[1, -1], lines: list[int], level: int, tag: str) -> Token:
    token = Token(f"{name}_{'open' if nesting == 1 else 'close'}", name, nesting, map=lines, level=level, block=True)
    token.content = tag
    if nesting == 1 and re.search(r"\sopen\b", tag):
        token.attrSet("open", "")
    return token


def _read_text(state: StateCore, text: str, line: int, level: int, is_raw: bool) -> Iterator[Token]:
    """Yield what stands between the tags: Markdown, but for what begins with another tag, or in a definition, ``is_raw``."""
    if breaks := _LINE_BREAKS.match(text):
        line += breaks[0].count("\n")
        text = text[breaks.end() :]
    if not text.strip():
        return
    if is_raw or (text.lstrip().startswith("<") and not text.lstrip().startswith("<!--")):
        end = line + text.rstrip().count("\n") + 1
        shown = text.strip() if text.lstrip().startswith("<") else f"<p>{text.strip()}"
        yield Token("html_block", "", 0, map=[line, end], level=level, content=f"{shown}\n", block=True)
        return
    tokens: list[Token] = []
    state.md.block.parse(f"{textwrap.dedent(text)}\n", state.md, state.env, tokens)
    for token in tokens:
        token.level += level
        if token.map:
            token.map = [token.map[0] + line, token.map[1] + line]
        yield token
