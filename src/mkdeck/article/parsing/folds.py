"""Folds - ``<details>`` and what other dialects write for it - made well nested, so that each is one block."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_FOLDING = frozenset({"details_open", "details_close", "summary_open", "summary_close"})
_PARTING = frozenset({"details_open", "details_close", "summary_open", "heading_open"})
_DEEPEST = 50
"""Folds within folds; a reader opens far fewer."""
_LONGEST_SUMMARY = 500
"""Tokens; one without an end would take in what follows it."""


def close_folds(state: StateCore) -> None:
    """Give every fold its end; an unclosed one ends before the next heading or fold beside it.

    ``env["unclosed_folds"]`` has the lines, counted from 0, of those that were never closed.
    """
    state.env["unclosed_folds"] = []
    if _FOLDING.isdisjoint(token.type for token in state.tokens):
        return
    tokens = list(_gather_summaries(list(_open_forgotten(state.tokens))))
    ends, unclosed = _match(tokens)
    state.env["unclosed_folds"] = unclosed
    state.tokens = list(_nest(tokens, ends))


@dataclass(slots=True)
class _Open:
    """A fold that is open at some point."""

    place: int
    depth: int
    heading_level: int
    """That of the last heading before it."""


def _gather_summaries(tokens: Sequence[Token]) -> Iterator[Token]:
    """Make the lines within each ``<summary>`` one, with what else stands there below it; without a fold, a paragraph."""
    ends = _find_summary_ends(tokens)
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token.type == "summary_open":
            is_first = place > 0 and tokens[place - 1].type == "details_open"
            inside, place = _read_summary(tokens, place, ends[place])
            title, below = _part_summary(inside)
            yield from _write_summary(token, title, is_first)
            yield from below
            continue
        if token.type != "summary_close":
            yield token
        place += 1


def _open_forgotten(tokens: Sequence[Token]) -> Iterator[Token]:
    """Begin a fold at a title without one, behind which comes an end before another fold, title or heading does."""
    depth = 0
    for n, token in enumerate(tokens):
        if token.type == "summary_open" and depth == 0 and tokens[n - 1].type != "details_open":
            coming = (t.type for t in islice(tokens, n + 1, None) if t.type in _PARTING)
            if next(coming, "") == "details_close":
                yield Token(
                    "details_open", "details", 1, map=token.map, level=token.level, markup=token.markup, block=True
                )
        depth = max(0, depth + (token.nesting if token.tag == "details" else 0))
        yield token


def _find_summary_ends(tokens: Sequence[Token]) -> list[int]:
    """Return for each place that of the next token at which a summary ends."""
    ends = [len(tokens)] * len(tokens)
    for place in range(len(tokens) - 2, -1, -1):
        ends[place] = place + 1 if tokens[place + 1].type in _FOLDING else ends[place + 1]
    return ends


def _read_summary(tokens: Sequence[Token], place: int, end: int) -> tuple[list[Token], int]:
    """Return the tokens within the summary that begins at a place, and the place behind it.

    An end that slipped into a list is behind it.
    """
    if end == len(tokens) or end - place > _LONGEST_SUMMARY:
        return [], place + 1
    inside = list(tokens[place + 1 : end])
    depth = sum(int(token.nesting) for token in inside)
    if end < len(tokens) and tokens[end].type == "summary_close":
        end += 1
    while depth > 0 and end < len(tokens) and tokens[end].nesting == -1 and tokens[end].type not in _FOLDING:
        inside.append(tokens[end])
        depth -= 1
        end += 1
    return (inside, end) if depth == 0 else ([], place + 1)


def _part_summary(inside: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Return the lines that a summary begins with, and the lists, code and the like below them, with what follows these."""
    title: list[Token] = []
    below: list[Token] = []
    for run in _split_runs(inside):
        inlines = [inline for token in run if (inline := _as_inline(token))]
        is_comment = run[0].type == "html_block" and bool(inlines)
        is_line = run[0].type in ("inline", "paragraph_open", "heading_open")
        begins = not title and run[0].nesting == 1  # a list may be all that a summary has
        if not is_comment and (below or not (is_line or begins)):
            run[0].meta["in_summary"] = True
            below += run
        else:
            title += inlines
    return title, below


def _split_runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each block."""
    run: list[Token] = []
    depth = 0
    for token in tokens:
        run.append(token)
        depth += token.nesting
        if depth == 0:
            yield run
            run = []


def _as_inline(token: Token) -> Token | None:
    """Return what of a summary is shown in its line, and comments, which may give an id."""
    if token.type == "html_block" and token.content.lstrip().startswith("<!--"):
        comment = Token("html_inline", "", 0, content=token.content.strip())
        return Token("inline", "", 0, map=token.map, children=[comment])
    return token if token.type == "inline" else None


def _write_summary(opening: Token, inlines: Sequence[Token], is_first: bool) -> Iterator[Token]:
    if not inlines:
        return
    first = inlines[0]
    first.children = list(first.children or ())
    for other in inlines[1:]:
        first.children += [Token("softbreak", "br", 0), *(other.children or ())]
    kind, tag = ("summary", "summary") if is_first else ("paragraph", "p")
    yield Token(f"{kind}_open", tag, 1, map=opening.map, level=opening.level, markup=opening.markup, block=True)
    yield first
    yield Token(f"{kind}_close", tag, -1, level=opening.level, markup=opening.markup, block=True)


def _match(tokens: Sequence[Token]) -> tuple[dict[int, int], list[int]]:
    """Return the place of each closed fold's end, and the lines of those that end nowhere.

    An end that slipped into a list, as its lazy last line, is moved behind the list.
    """
    ends: dict[int, int] = {}
    stack: list[tuple[int, int]] = []
    unclosed: list[int] = []
    depth = stray = slipped = 0
    for n, token in enumerate(tokens):
        if token.type == "details_open":
            stack.append((n, depth))
        elif token.type == "details_close":
            if stack and stack[-1][1] == depth:
                ends[stack.pop()[0]] = n
            elif stack and stack[-1][1] < depth:
                slipped += 1
            else:
                stray += 1
        else:
            depth += token.nesting
        while stack and stack[-1][1] > depth:
            unclosed.append(stack.pop()[0])
        while slipped and stack and stack[-1][1] == depth and token.type != "details_open":
            ends[stack.pop()[0]] = n
            slipped -= 1
    unclosed += [n for n, _ in stack]
    # One that is closed outside the list item it stands in is broken, but not forgotten.
    forgotten = sorted(unclosed)[: len(unclosed) - min(stray + slipped, len(unclosed))]
    return ends, [(tokens[n].map or [0])[0] for n in forgotten]


def _nest(tokens: Sequence[Token], ends: dict[int, int]) -> Iterator[Token]:
    """Yield the tokens with each fold closed in its place, and with those that are too deep opened."""
    closing: dict[int, list[int]] = {}
    for start, end in ends.items():
        closing.setdefault(end, []).append(start)
    stack: list[_Open] = []
    depth = reached = 0
    heading = 6
    for n, token in enumerate(tokens):
        if token.type == "details_close":
            reached = max(reached, (token.map or [0, 0])[1])
            yield from _close_all(tokens, stack, closing.get(n, ()), reached)
            continue
        while stack and stack[-1].place not in ends and _ends_unclosed(stack[-1], token, depth):
            yield _close(tokens, stack, reached)
        if token.type == "details_open":
            if len(stack) >= _DEEPEST:
                continue
            stack.append(_Open(n, depth, heading))
        else:
            depth += token.nesting
            if token.type == "heading_open":
                heading = int(token.tag[1])
        if token.map and token.nesting == 0:
            reached = max(reached, token.map[1])
        yield token
        if n in closing:
            yield from _close_all(tokens, stack, closing[n], reached)
    while stack:
        yield _close(tokens, stack, reached)


def _close_all(tokens: Sequence[Token], stack: list[_Open], places: Sequence[int], reached: int) -> Iterator[Token]:
    for place in places:
        if stack and stack[-1].place == place:
            yield _close(tokens, stack, reached)


def _ends_unclosed(fold: _Open, token: Token, depth: int) -> bool:
    if depth + min(token.nesting, 0) < fold.depth:
        return True
    is_heading = token.type == "heading_open" and int(token.tag[1]) <= fold.heading_level
    return depth == fold.depth and (is_heading or token.type == "details_open")


def _close(tokens: Sequence[Token], stack: list[_Open], reached: int) -> Token:
    """Close the innermost fold, whose last line is the one before ``reached``."""
    opening = tokens[stack.pop().place]
    start, end = opening.map or [0, 0]
    opening.map = [start, max(end, reached)]
    return Token("details_close", "details", -1, level=opening.level, block=True)
