"""Admonitions and callouts of other dialects -> folds, where they open by a touch or ask, else GitHub's alerts.

``??? question "Q"`` and ``!!! note`` (MkDocs), ``> [!question]- Q`` (Obsidian), ``::: details Q`` (VuePress), ``:::tip``
(Docusaurus).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.admon.index import admonition
from mdit_py_plugins.container import container_plugin

from mkdeck.article.words import Words, pattern

ASKING_KINDS = frozenset({"question", "faq", "help", "quiz", "exercise", "card", "flashcard"})
_FOLDED_KINDS = ASKING_KINDS | {"details", "collapse", "spoiler", "answer", "solution", "toggle"}
_ALERTS = {
    "tip": ("tip", "hint", "success", "check", "done"),
    "important": ("important", "example"),
    "warning": ("warning", "attention"),
    "caution": ("caution", "danger", "error", "bug", "failure", "fail"),
}
_ALERT_OF = {kind: alert for alert, kinds in _ALERTS.items() for kind in kinds}
_KINDS = frozenset(_ALERT_OF) | _FOLDED_KINDS | {"note", "info", "abstract", "summary", "tldr", "todo", "quote", "cite"}
_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)(?:\|[^\]]*)?\](?P<fold>[-+]?)(?:[ \t]++(?P<title>.*))?\Z")
_CONTAINER = re.compile(
    r"\s*+(?:\{\s*+)?\.?(?P<kind>[\w-]++)\s*+(?:\[(?P<label>.*)\]|(?P<title>|\S|\S.*?\S))\s*+(?:\{[^{}]*\}\s*+)?(?:\}\s*+)?\Z"
)
_QUOTED_CALLOUT = re.compile(r">[ \t]?\[![\w-]+(?:\|[^\]\n]*)?\]")
_TAB = re.compile(r"===[!+]?[ \t]+\"(?P<title>[^\"]+)\"\s*")


@pattern
def _answer(words: Words) -> str:
    return rf"(?:{words.any('show', 'qualifiers')}\s*)?{words.any('answer_labels')}"


def add_admonitions(parser: MarkdownIt) -> None:
    """Teach the parser their syntax."""
    parser.use(admon_plugin)
    parser.block.ruler.at("admonition", _go_over_blank_lines, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.use(container_plugin, "block", validate=lambda params, _: _CONTAINER.match(params) is not None)
    parser.block.ruler.before("admonition", "tab", _read_tab, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    quote = next(rule.fn for rule in parser.block.ruler.__rules__ if rule.name == "blockquote")
    parser.block.ruler.at(
        "blockquote", _part_callouts(quote), {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


_Rule = Callable[[StateBlock, int, int, bool], bool]


def _part_callouts(quote: _Rule) -> _Rule:
    """Let a callout right below another begin a quote of its own, though no blank line stands between them."""

    def parted(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent or not _begins_callout(state, start):
            return quote(state, start, end, silent)
        for n in range(start + 1, end):
            if state.src[state.bMarks[n] + state.tShift[n] : state.eMarks[n]][:1] != ">":
                break
            if _begins_callout(state, n):
                return quote(state, start, n, silent)
        return quote(state, start, end, silent)

    return parted


def _begins_callout(state: StateBlock, n: int) -> bool:
    return _QUOTED_CALLOUT.match(state.src, state.bMarks[n] + state.tShift[n]) is not None


def _read_tab(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read ``=== "Title"`` of MkDocs and what is indented below it as a bold line and that content."""
    found = _TAB.fullmatch(state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]])
    if not found or state.is_code_block(start):
        return False
    if silent:
        return True
    last = start + 1
    for n in range(start + 1, end):
        if not state.isEmpty(n) and state.sCount[n] < state.sCount[start] + 4:
            break
        last = last if state.isEmpty(n) else n + 1
    state.push("paragraph_open", "p", 1).map = [start, start + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = f"**{found['title']}**", [start, start + 1], []
    state.push("paragraph_close", "p", -1)
    kept = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax, state.blkIndent = "admonition", last, state.sCount[start] + 4
    state.level += 1
    state.md.block.tokenize(state, start + 1, last)
    state.level -= 1
    state.parentType, state.lineMax, state.blkIndent = kept
    state.line = last
    return True


def _go_over_blank_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Let an admonition go on as long as what follows is indented, as MkDocs does; the plugin ends at two blank lines."""
    if not silent and state.src[state.bMarks[start] + state.tShift[start]] in "!?":
        blank: list[int] = []
        for n in range(start + 1, end):
            if state.isEmpty(n):
                blank.append(n)
            elif state.sCount[n] < state.sCount[start] + 4:
                break
            else:
                for line in blank:
                    state.sCount[line] = state.sCount[n]
                blank = []
    return admonition(state, start, end, silent)


@dataclass(frozen=True, slots=True)
class _Admonition:
    form: str
    """``details``, ``alert``, or nothing where it only sets a style."""
    kind: str
    title: str
    is_open: bool
    is_closed: bool
    lines: list[int]
    level: int
    skipped: int
    """How many tokens of it are replaced."""


_HOLDING = frozenset({"admonition_open", "container_block_open", "blockquote_open"})


def read_admonitions(state: StateCore) -> None:
    """Replace the tokens of admonitions, callouts and containers, before what stands in lines is read."""
    if _HOLDING.isdisjoint(token.type for token in state.tokens):
        return
    tokens: list[Token] = []
    closes: list[str] = []
    n = 0
    while n < len(state.tokens):
        token = state.tokens[n]
        n += 1
        if token.type in _HOLDING:
            found = _read_opening(state.tokens, n - 1)
            closes.append("blockquote" if found is None else found.form if found.is_closed else "")
            tokens += _write_opening(found) if found else [token]
            n += found.skipped if found else 0
        elif token.type in ("admonition_close", "container_block_close", "blockquote_close"):
            tokens += _write_closing(closes.pop(), token)
        else:
            tokens.append(token)
    state.tokens = tokens


def _read_opening(tokens: Sequence[Token], place: int) -> _Admonition | None:
    token = tokens[place]
    start = token.map or [0, 0]
    if token.type == "admonition_open":
        kind = str(token.meta["tag"])
        skipped = 3 if tokens[place + 1].type == "admonition_title_open" else 0
        title = token.content if skipped else ""
        title = "" if title == kind.title() else title
        return _make(kind, title, token.markup.startswith("?"), token.markup.endswith("+"), token, skipped)
    if token.type == "container_block_open":
        found = _CONTAINER.match(token.info)
        kind, title = (found["kind"].lower(), found["label"] or found["title"] or "") if found else ("", "")
        return _make(kind, title, False, False, token, 0, _is_closed(tokens, place))
    inline = tokens[place + 2] if len(tokens) > place + 2 else token
    if inline.type != "inline" or tokens[place + 1].type != "paragraph_open":
        return None
    first, _, rest = inline.content.partition("\n")
    callout = _CALLOUT.match(first)
    if not callout:
        return None
    if rest:  # the paragraph goes on below the title
        inline.content = rest
        tokens[place + 1].map = inline.map = [start[0] + 1, (inline.map or start)[1]]
    sign = callout["fold"]
    skipped = 0 if rest else 3
    return _make(callout["kind"].lower(), callout["title"] or "", bool(sign), sign == "+", token, skipped)


def _make(
    kind: str, title: str, folds: bool, is_open: bool, token: Token, skipped: int, closed: bool = True
) -> _Admonition:
    is_fold = folds or kind in _FOLDED_KINDS or _answer().match(title) is not None
    is_known = kind in _KINDS or token.type != "container_block_open"
    form = "details" if is_fold else "alert" if is_known and closed else ""
    title = title.lstrip(": ") if kind in ("card", "flashcard") else title
    shown = title.strip().strip('"') or kind.replace("-", " ").capitalize()
    return _Admonition(form, kind, shown, is_open, closed, list(token.map or [0, 0]), token.level, skipped)


def _is_closed(tokens: Sequence[Token], place: int) -> bool:
    depth = 0
    for n in range(place, len(tokens)):
        token = tokens[n]
        depth += token.nesting
        if depth == 0:
            return token.markup.strip().strip(":") == "" and len(token.markup.strip()) >= 3
    return False


def _write_opening(found: _Admonition) -> Iterator[Token]:
    lines, level = found.lines, found.level
    title_lines = [lines[0], lines[0] + 1]
    if found.form == "details":
        attrs: dict[str, str | int | float] = {"open": ""} if found.is_open else {}
        meta = {"kind": found.kind}
        yield Token("details_open", "details", 1, attrs, map=lines, level=level, block=True, meta=meta)
        yield Token("summary_open", "summary", 1, map=title_lines, level=level + 1, block=True)
        yield Token("inline", "", 0, map=title_lines, level=level + 2, content=found.title, children=[], block=True)
        yield Token("summary_close", "summary", -1, level=level + 1, block=True)
    elif found.form == "alert":
        alert = _ALERT_OF.get(found.kind, "note")
        style: dict[str, str | int | float] = {"class": f"markdown-alert markdown-alert-{alert}"}
        yield Token("alert_open", "div", 1, attrs=style, map=lines, level=level, block=True)
        yield Token("alert_title_open", "p", 1, attrs={"class": "markdown-alert-title"}, level=level + 1, block=True)
        yield Token("inline", "", 0, map=title_lines, level=level + 2, content=found.title, children=[], block=True)
        yield Token("alert_title_close", "p", -1, level=level + 1, block=True)


def _write_closing(kind: str, token: Token) -> Iterator[Token]:
    if kind == "details":
        yield Token("details_close", "details", -1, level=token.level, block=True)
    elif kind == "alert":
        yield Token("alert_close", "div", -1, level=token.level, block=True)
    elif kind == "blockquote":
        yield token
