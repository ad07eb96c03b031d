"""Choices, as a card has them: options with letters, of which the back marks the right ones; below it only what explains them is shown."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from string import ascii_uppercase

from markdown_it.token import Token

from mkdeck.article.answers.options import LETTER, first_text, has_options, is_bold, is_ticked, without_bold
from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items
from mkdeck.article.parsing.markdown import plain_text, read_line
from mkdeck.article.signs.labels import answer_label

_NAMES = re.compile(
    r"\W*+((?:[A-Ha-h]|\d)\b(?:(?:\s*+[,;/&+]\s*+(?:[^\W\d]{1,3}\s++)?|\s++[^\W\d]{1,3}\s++)(?:[A-Ha-h]|\d)\b)*+)"
    r"(?:[^\w\s'’-]++|\s++[–—-]++(?=\s)|\Z)"
)
"""The begin of an answer that names options: ``B``, ``(B)``, ``A, C and D``, ``B. Because …``, or by its number ``2``."""
_LETTER = re.compile(r"\b[A-Ha-h\d]\b")
_CODE = ("fence", "code_block")

Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Option:
    """One of the options that a front offers."""

    tokens: tuple[Token, ...]
    """What stands in its item."""
    letter: str
    """Before its text, ``""`` where there is none."""
    said: frozenset[str]
    """Its texts and its code, without the letter, for comparison."""
    ticked: bool | None
    """Whether its author ticked it, ``None`` where it had no box."""


def show_choices(front: Blocks, answer: Blocks) -> tuple[Blocks, Blocks]:
    """Return what stands on the sides of a card; without options on the front that is what was given.

    The right options have a class that shows on the back alone. Where the answer begins by no more than naming them, so has that begin,
    which the marks make needless; it stays in the field for who searches it, and for a style that knows no marks.
    """
    start = next((n for n, block in enumerate(front) if _may_offer(block)), len(front))
    intro, options, end = _read_offer(front, start)
    if len(options) < 2:
        return front, answer
    ticked = {n for n, option in enumerate(options) if option.ticked}
    bold = {n for n, option in enumerate(options) if is_bold(option.tokens)}
    bold = bold if len(bold) < len(options) else set()
    named = _find_named(answer, options)
    is_choice = all(option.letter for option in options) or all(option.ticked is not None for option in options)
    if not is_choice and not (bold and bold == named):
        return front, answer  # a list, some of which is bold
    right = ticked or bold or named
    right = right if len(right) < len(options) else set()
    plain = [list(without_bold(option.tokens)) if n in bold else option.tokens for n, option in enumerate(options)]
    shown = (
        *front[:start],
        *intro,
        _make_list(front[start], plain, right, any(option.letter for option in options)),
        *front[end:],
    )
    return shown, _part_named(answer, options, right)


def _may_offer(block: Block) -> bool:
    return has_options(block) or any(is_ticked(item) is not None or is_bold(item.tokens) for item in list_items(block))


def _read_offer(front: Blocks, start: int) -> tuple[Blocks, list[_Option], int]:
    """Return what a paragraph of options says above them, the options, and where they end; code below one belongs to it."""
    intro: Blocks = ()
    options: list[_Option] = []
    for n in range(start, len(front)):
        block, items = front[n], list_items(front[n])
        if items and _may_offer(block):
            options += [_read_option(item.tokens[1:-1], inner_blocks(item), is_ticked(item)) for item in items]
        elif options and block.type in _CODE and len(list_items(front[n - 1])) == 1:
            last = options[-1]
            options[-1] = replace(last, tokens=last.tokens + block.tokens, said=last.said | {_say(block)})
        elif not options and _may_offer(block):
            above, *lines = _split_lines(block)
            intro = (above,) if first_text(above.tokens) else ()
            options = [_read_option(line.tokens[1:2], (line,), None) for line in lines]
        else:
            return intro, options, n
    return intro, options, len(front)


def _split_lines(block: Block) -> Iterator[Block]:
    """Yield what a paragraph has above its options, perhaps nothing, and then each of these, which are lines of it."""
    parts: list[list[Token]] = [[]]
    children = first_text(block.tokens)
    starts = [0, *(n + 1 for n, token in enumerate(children) if token.type.endswith("break"))]
    for start in starts:
        line = list(read_line(children, start))
        if LETTER.match(plain_text(line)):
            parts.append(line)
        else:
            parts[-1] += [*children[start - 1 : start], *line] if parts[-1] else line
    return (_make_paragraph(block, part) for part in parts)


def _make_paragraph(origin: Block, children: Sequence[Token]) -> Block:
    opening, inline, closing = origin.tokens
    return replace(origin, tokens=(opening, replace(inline, children=list(children)), closing))


def _read_option(tokens: tuple[Token, ...], inside: Iterable[Block], ticked: bool | None) -> _Option:
    sign = LETTER.match(plain_text(first_text(tokens)))
    return _Option(tokens, sign[1].upper() if sign else "", frozenset(map(_say, inside)) - {""}, ticked)


def _say(block: Block) -> str:
    """Return the text or the code of a block without letter and label, for comparison."""
    if block.type in _CODE:
        return block.tokens[0].content.strip()
    text = plain_text(first_text(block.tokens))
    label = answer_label().match(text)
    text = text[label.end() :] if label else text
    sign = LETTER.match(text)
    return " ".join(text[sign.end() if sign else 0 :].split()).rstrip(".").casefold()


# --- which are right


def _find_named(answer: Blocks, options: Sequence[_Option]) -> set[int]:
    """Return which options an answer begins by naming: by their letters, or by what they say."""
    if not answer:
        return set()
    said = {n for n, option in enumerate(options) if _say(answer[0]) in option.said}
    return said if len(said) == 1 else _read_letters(answer[0], _find_letters(options))[0]


def _find_letters(options: Sequence[_Option]) -> dict[str, int]:
    """Return the places of the options by the letters, or numbers, by which an answer may name them."""
    places = {option.letter or ascii_uppercase[n : n + 1]: n for n, option in enumerate(options)}
    if not any(option.letter for option in options):
        places |= {str(n): n - 1 for n in range(1, len(options) + 1)}
    return places


def _read_letters(block: Block, places: Mapping[str, int]) -> tuple[set[int], str]:
    """Return the options whose letters a block begins with, and what it says behind these."""
    text = plain_text(first_text(block.tokens)) if block.type in ("paragraph_open", "heading_open") else ""
    label = answer_label().match(text)
    text = text[label.end() :] if label else text
    names = _NAMES.match(text)
    letters = [letter.upper() for letter in _LETTER.findall(names[1])] if names else []
    if not names or not places.keys() >= set(letters):
        return set(), ""
    return {places[letter] for letter in letters}, text[names.end() :].strip(" *")


def _part_named(answer: Blocks, options: Sequence[_Option], right: set[int]) -> Blocks:
    """Return an answer with its begin in an element of its own, where that only says which options are right and more follows."""
    said = frozenset(chain.from_iterable(options[n].said for n in right))
    places = _find_letters(options)
    for n, block in enumerate(answer):
        inside = [inner for item in list_items(block) for inner in inner_blocks(item)] or [block]
        if not all(_only_names(each, places, right, said) for each in inside):
            return (
                (_make_html('<div class="marked-above">'), *answer[:n], _make_html("</div>"), *answer[n:])
                if n
                else answer
            )
    return answer


def _only_names(block: Block, places: Mapping[str, int], right: set[int], said: frozenset[str]) -> bool:
    named, rest = _read_letters(block, places)
    return _say(block) in said or (named <= right and bool(named) and not rest)


# --- how they are shown


def _make_list(origin: Block, options: Sequence[Sequence[Token]], right: Iterable[int], have_letters: bool) -> Block:
    """Return the list of all options, the right ones with a class; who has no letter or number gets a letter."""
    is_numbered = origin.type == "ordered_list_open"
    is_list = is_numbered or have_letters
    opening = Token("ordered_list_open", "ol", 1, attrs={"type": "A"}, block=True)
    if is_list:
        type_, tag = ("ordered_list", "ol") if is_numbered else ("bullet_list", "ul")
        opening = Token(f"{type_}_open", tag, 1, attrs=dict(origin.tokens[0].attrs), block=True)
    opening.attrs["class"] = "options"
    tokens = [opening]
    for n, option in enumerate(options):
        item = Token("list_item_open", "li", 1, attrs={"class": "right"} if n in right else {}, block=True)
        tokens += [item, *option, Token("list_item_close", "li", -1, block=True)]
    closing = Token(opening.type.replace("open", "close"), opening.tag, -1, block=True)
    return Block((*tokens, closing), origin.line, origin.source)


def _make_html(tag: str) -> Block:
    return Block((Token("html_block", "", 0, content=tag, block=True),), 0, "")
