"""Options of which the right ones have a sign, as the others have none or a cross: ``- Paris ✅``, ``- ✔ Paris``."""

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block, keep_per_block, list_items

_RIGHT = r"[✅✔☑✓]\ufe0f?|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):"
_WRONG = r"[❌✗✘✖]\ufe0f?|:(?:x|heavy_multiplication_x):"
_SIGN = rf"(?:(?P<right>{_RIGHT})|{_WRONG})"
_FIRST = re.compile(rf"{_SIGN}\s*")
_LAST = re.compile(rf"{_SIGN}\Z")
_IN_SOURCE = re.compile(rf"[ \t]?(?:{_RIGHT}|{_WRONG})")


@keep_per_block
def box_ticks(block: Block) -> Block:
    """Return a list of options some of which have the sign as a list of tasks, some of which are done; any other block as it is."""
    items = list_items(block) if _IN_SOURCE.search(block.source) else ()
    taken = {id(item.tokens[0]): _take_sign(item) for item in items}
    if not 0 < sum(is_right for is_right, _, _ in taken.values()) < len(items):
        return block
    texts = {id(text): shown for _, text, shown in taken.values() if text}
    tokens = [replace(t, children=list(texts[id(t)])) if id(t) in texts else t for t in block.tokens]
    tokens = [replace(t, meta={**t.meta, "checked": taken[id(t)][0]}) if id(t) in taken else t for t in tokens]
    return Block(tuple(tokens), block.line, _IN_SOURCE.sub("", block.source))


def _take_sign(item: Block) -> tuple[bool, Token | None, Sequence[Token]]:
    """Tell whether an option has the sign of a right one, with its first text, and the inside of that without any sign."""
    text = next((token for token in item.tokens if token.type == "inline"), None)
    shown = list(text.children or ()) if text else []
    written = [n for n, token in enumerate(shown) if token.content.strip()]
    for n, sign in ((written[0], _FIRST.match), (written[-1], _LAST.search)) if written else ():
        content = shown[n].content.strip()
        if shown[n].type == "text" and (found := sign(content)):
            shown[n] = replace(shown[n], content=content[: found.start()].rstrip() + content[found.end() :])
            return found["right"] is not None, text, shown
    return False, text, shown
