"""Options of which the right ones have a sign, and not a box: ``- Paris ✅``, ``- ✔ Paris``, ``B. Paris (correct)``, ``- **Paris**``."""

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it.token import Token

from mkdeck.article.answers.labelled import split_at
from mkdeck.article.answers.options import begins_as_option, has_options, is_item_bold
from mkdeck.article.parsing.blocks import Block, keep_per_block, list_items
from mkdeck.article.signs.labels import said_right

_RIGHT = r"[✅✔☑✓]\ufe0f?|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):"
_WRONG = r"[❌✗✘✖]\ufe0f?|:(?:x|heavy_multiplication_x):"
_FIRST = re.compile(rf"(?:(?P<right>{_RIGHT})|{_WRONG})\s*")
_LAST = re.compile(rf"(?:(?P<right>{_RIGHT}|<-{{1,3}}|←)|{_WRONG})\Z")
_SIGN = re.compile(rf"[ \t]?(?:{_RIGHT}|{_WRONG})")
_ANY = re.compile(rf"{_RIGHT}|{_WRONG}|←$", re.MULTILINE)
_OFFERING = ("paragraph_open", "ordered_list_open", "bullet_list_open")
_ENOUGH = 60
"""Characters at the end of an option, among which such a sign stands."""


@keep_per_block
def box_ticks(block: Block) -> Block:
    """Return options some of which have such a sign as a list of tasks, some of which are done, and any other block as it is."""
    options = _read_options(block) if block.type in _OFFERING and _may_tick(block) else ()
    return _box(block, options, [_take_sign(option) for option in options])


def _may_tick(block: Block) -> bool:
    if "<-" in block.source or any(line.endswith((")", "]")) for line in block.lines):
        return True
    return (":" in block.source or not block.source.isascii()) and _ANY.search(block.source) is not None


@keep_per_block
def box_bold(block: Block) -> Block:
    """Return options of which one, or of those with letters several, are bold with all their text as a list of tasks, of which these are done.

    Any other block is returned as it is.
    """
    options = _read_options(block) if "**" in block.source else ()
    marks = [(is_item_bold(option), _first_text(option)) for option in options]
    may_be_several = all(map(begins_as_option, (text for _, text in marks)))
    return _box(block, options, marks) if may_be_several or sum(is_right for is_right, _ in marks) == 1 else block


def _read_options(block: Block) -> Sequence[Block]:
    """Return the items of a list, or the lines of a paragraph that begin with letters."""
    if block.type != "paragraph_open":
        return list_items(block)
    return split_at(block, begins_as_option) if has_options(block) and begins_as_option(_first_text(block)) else ()


def _box(block: Block, options: Sequence[Block], marks: Sequence[tuple[bool, Sequence[Token]]]) -> Block:
    right = sum(is_right for is_right, _ in marks)
    if not 0 < right < len(options) or any("checked" in option.tokens[0].meta for option in options):
        return block
    tokens = [token for option, mark in zip(options, marks, strict=True) for token in _make_item(option, *mark)]
    kind = block.type.removesuffix("_list_open") if list_items(block) else "bullet"
    first = block.tokens[0] if list_items(block) else Token("bullet_list_open", "ul", 1, map=block.tokens[0].map)
    last = Token(f"{kind}_list_close", first.tag, -1)
    return Block((first, *tokens, last), block.line, "\n".join(map(_drop_sign, block.lines)))


def _drop_sign(line: str) -> str:
    """Return a line of the source of options, which is the same whichever of them is right."""
    found = _find_last(line.rstrip())
    shown = line[: found.start()].rstrip() if found else line
    return _SIGN.sub("", shown).replace("**", "")


def _find_last(line: str) -> re.Match[str] | None:
    """Return the sign at the end of a line, or what stands for it: ``(correct)``."""
    start = max(0, len(line) - _ENOUGH)
    return _LAST.search(line, start) or said_right().search(line, start)


def _make_item(option: Block, is_right: bool, shown: Sequence[Token]) -> Sequence[Token]:
    """Return an option as an item of a list of tasks, with another inside of its first text."""
    tokens: Sequence[Token] = option.tokens
    if option.type != "list_item_open":
        start = Token("list_item_open", "li", 1, map=[option.line - 1, option.end - 1])
        inside = [replace(token, hidden=True) if token.nesting else token for token in tokens]
        tokens = (start, *inside, Token("list_item_close", "li", -1))
    place = next((n for n, token in enumerate(tokens) if token.type == "inline"), None)
    boxed = [replace(token, children=list(shown)) if n == place else token for n, token in enumerate(tokens)]
    return [replace(boxed[0], meta={**boxed[0].meta, "checked": is_right}), *boxed[1:]]


def _take_sign(option: Block) -> tuple[bool, Sequence[Token]]:
    """Tell whether an option has the sign of a right one, with the inside of its first text without any sign."""
    shown = list(_first_text(option))
    written = [n for n, token in enumerate(shown) if token.content.strip()]
    for n, is_last in ((written[0], False), (written[-1], True)) if written else ():
        content = shown[n].content.strip()
        found = _find_last(content) if is_last else _FIRST.match(content)
        if shown[n].type == "text" and found:
            shown[n] = replace(shown[n], content=content[: found.start()].rstrip() + content[found.end() :])
            return found.groupdict().get("right", found[0]) is not None, shown
    return False, shown


def _first_text(option: Block) -> Sequence[Token]:
    return next((token.children or () for token in option.tokens if token.type == "inline"), ())
