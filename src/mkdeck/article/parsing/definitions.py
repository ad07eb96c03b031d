"""Lists of definitions in raw HTML, ``<dl>``, made well nested, so that each is one block as one of Markdown is."""

from collections.abc import Iterator, Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_TAGS = frozenset({"dl_open", "dl_close", "dd_open", "dd_close", "dt_close"})


def close_definitions(state: StateCore) -> None:
    """Give every ``<dd>`` its end; a list that is not closed where it was opened stays raw HTML."""
    if _TAGS.isdisjoint(token.type for token in state.tokens):
        return
    state.tokens = list(_close_lists(state.tokens))


def _close_lists(tokens: Sequence[Token]) -> Iterator[Token]:
    ends = _find_ends(tokens)
    place = 0
    while place < len(tokens):
        if place in ends:
            yield from _close_parts(tokens[place : ends[place] + 1])
            place = ends[place]
        elif _is_raw(tokens[place]):
            yield _make_raw(tokens[place])
        else:
            yield tokens[place]
        place += 1


def _find_ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the places at which lists begin and end in one and the same block, those that hold no other list."""
    ends: dict[int, int] = {}
    start, depth = -1, 0
    for n, token in enumerate(tokens):
        if token.type == "dl_open" and _is_raw(token):
            start, depth = n, 0
        elif token.type == "dl_close" and _is_raw(token):
            if start >= 0 and depth == 0:
                ends[start] = n
            start = -1
        elif not _is_raw(token):
            depth += token.nesting
        start = start if depth >= 0 else -1
    return ends


def _is_raw(token: Token) -> bool:
    """Tell whether a token is such a tag; those of lists in Markdown have no text of their own."""
    return token.type in _TAGS and token.content.startswith("<")


def _close_parts(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield a list with an end for each of its definitions; what stands in none is in one, too."""
    opening, *inside, closing = tokens
    if opening.map and closing.map:
        opening.map = [opening.map[0], closing.map[1]]  # all of it is the block's source, an edit within it is one
    yield opening
    is_open = False
    depth = 0
    for token in inside:
        is_part = depth == 0 and token.type in ("dt_open", "dd_open", "dd_close")
        if is_part:
            if is_open:
                yield _end(token)
            is_open = token.type == "dd_open"
        elif depth == 0 and not is_open:
            yield Token("dd_open", "dd", 1, map=token.map, level=opening.level, block=True)
            is_open = True
        if not is_part and _is_raw(token):
            yield _make_raw(token)
        elif token.type != "dd_close" or not is_part:
            depth += 0 if is_part and is_open else token.nesting
            yield token
    if is_open:
        yield _end(closing)
    yield closing


def _end(token: Token) -> Token:
    return Token("dd_close", "dd", -1, map=token.map, level=token.level, block=True)


def _make_raw(token: Token) -> Token:
    """Return a tag of a list as it was written."""
    return Token("html_block", "", 0, map=token.map, level=token.level, content=f"{token.content}\n", block=True)
