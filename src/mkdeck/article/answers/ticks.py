"""Which options of a quiz are right, by a sign on them and not by a box: ``- Paris ✅``, ``b) Rome X``, ``B. Paris (correct)``, ``- **Paris**``.

There is one rule: what an article's habit says is believed first, then a sign that all know, then bold text.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import dedent

from markdown_it.token import Token

from mkdeck.article.answers.labelled import has_answer_label, split_at
from mkdeck.article.answers.options import (
    begins_as_option,
    first_text,
    has_marked_option,
    has_one_right,
    has_options,
    is_bold,
)
from mkdeck.article.parsing.blocks import Block, inner_blocks, keep_per_block, list_items
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.signs.cleaning import clean_answer
from mkdeck.article.signs.labels import said_right

_RIGHT = re.compile(r"[✅✔☑✓←]\ufe0f?|<-{1,3}|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):")
_WRONG = re.compile(r"[❌✗✘✖❎⛔🔴👎]\ufe0f?|:(?:x|heavy_multiplication_x):")
_SYMBOL = r"[\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?|:[a-z_]{1,25}:"
_SIGN = re.compile(rf"[ \t]?({_SYMBOL})")
_FIRST = re.compile(rf"\s*+(?:{_SYMBOL})\s*+")
_LAST = re.compile(rf"(?:(?<=\s)[xv*+]|[(\[][^()\[\]\n]{{1,25}}[)\]]|<-{{1,3}}|{_SYMBOL})\Z", re.IGNORECASE)
_LAST_SIGNS = tuple("xvXV*+)]_-")
"""One of which an option ends with that has a sign, if that is no symbol and no word between colons."""
_LONGEST = 60
"""Characters at the end of an option, among which a sign stands."""
_OFFERING = ("paragraph_open", "ordered_list_open", "bullet_list_open")
_OPENED = ("blockquote_open", "details_open")
_FLAT = 5
"""Tokens of an item that is one paragraph."""
_NEARLY_ALL = 0.8
"""The share of a quiz's lists of which some options have a mark, from which on it is that of the right ones."""
_FEWEST = 2
"""Lists of which one option alone has it, from which on it is a habit; and questions that have a sign, from which on that tells."""

Blocks = Sequence[Block]
Children = Sequence[Token]
Sign = tuple[str, Children]
"""What stands before or behind an option, and the option without it."""
Judge = Callable[[str], bool | None]
"""Tells whether a sign is that of a right option or of a wrong one, ``None`` of any other."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """What may be the options of a question."""

    above: Blocks
    """The lines above the options, where these are lines of a paragraph."""
    options: Blocks
    signs: Sequence[Sequence[Sign]]
    """Those of each."""
    has_letters: bool
    is_flat: bool
    """Whether each is one line and nothing else."""


def tick_signed(blocks: Blocks) -> Blocks:
    """Return the blocks below what may be a question, with options as lists of tasks, the done ones being those with a sign."""
    return [ticked for block in blocks for part in _tick_usual(block) for ticked in _tick_known(part)]


def tick_options(below: Sequence[Blocks]) -> Sequence[Blocks]:
    """Return the blocks below questions so: by the sign that the article always uses, and by others where most of them have these.

    In a single answer these may say what is good and what is not, or important.
    """
    below = [_tick_first(blocks, _tick_usual) for blocks in below]
    for tick in (_tick_known, _tick_bold):
        ticked = [_tick_first(blocks, tick) for blocks in below]
        if sum(map(has_marked_option, ticked)) >= max(_FEWEST, len(below) / 2):
            below = ticked
    return below


def _tick_first(blocks: Blocks, tick: Callable[[Block], Blocks]) -> Blocks:
    """Tick the first options below a question; below the word "Answer" a list only explains.

    Several in bold say nothing where text below them answers.
    """
    n, ticked = next(
        ((n, ticked) for n, block in enumerate(blocks) if (ticked := tick(block))[0] is not block), (0, ())
    )
    if not ticked or has_answer_label(blocks[:n]):
        return blocks
    if tick is _tick_bold and not has_one_right(ticked) and clean_answer(blocks[n + 1 :]):
        return blocks
    return (*blocks[:n], *ticked, *blocks[n + 1 :])


# --- signs


def find_usual_sign(blocks: Blocks) -> str:
    """Return what stands at one option of nearly each list of an article, and not at the others, ``""`` where nothing does."""
    told = list(_count_signs(filter(_may_have_sign, blocks)))
    alone = Counter(sign for signs, _ in told for sign, n in signs.items() if n == 1 and not _WRONG.match(sign))
    likely = [sign for sign, n in alone.most_common() if n >= _FEWEST]
    if likely:
        told += _count_signs(block for block in blocks if not _may_have_sign(block))
    for sign in likely:
        counts = [(n[sign], len(o.options)) for n, o in told if o.has_letters or not sign.isascii()]
        having = [count for count, of in counts if 0 < count < of]
        if having.count(1) >= _FEWEST and len(having) >= _NEARLY_ALL * len(counts):
            return sign
    return ""


def _count_signs(blocks: Iterable[Block]) -> Iterator[tuple[Counter[str], _Offer]]:
    """Yield of each list of short options how many have a sign, for each sign."""
    for block in _open_lists(blocks):
        if (offer := _read_offer(block)) and offer.is_flat:
            yield Counter(sign for signs in offer.signs for sign in {sign.casefold() for sign, _ in signs}), offer


def _open_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with all that stand in them."""
    for block in blocks:
        yield block
        for item in list_items(block) or ((block,) if block.type in _OPENED else ()):
            yield from _open_lists(inner_blocks(item))


def _judge_usual(sign: str) -> bool | None:
    return True if sign.casefold() == written_for().tick else False if _WRONG.fullmatch(sign) else None


def _judge_known(sign: str) -> bool | None:
    return True if _RIGHT.fullmatch(sign) or said_right().match(sign) else False if _WRONG.fullmatch(sign) else None


@keep_per_block
def _may_have_sign(block: Block) -> bool:
    may_show = not block.source.isascii() or ":" in block.source
    return any(line.rstrip().endswith(_LAST_SIGNS) for line in block.lines) or (
        may_show and bool(_SIGN.search(block.source))
    )


@keep_per_block
def _read_offer(block: Block) -> _Offer | None:
    """Return the items of a list, or the lines of a paragraph from the first on that has a letter."""
    above: Blocks = ()
    options: Blocks = list_items(block)
    if block.type == "paragraph_open" and has_options(block):
        lines = split_at(block, begins_as_option)
        start = not begins_as_option(first_text(lines[0].tokens))
        above, options = lines[:start], lines[start:]
    if len(options) < 2 or any("checked" in option.tokens[0].meta for option in options):
        return None
    texts = [first_text(option.tokens) for option in options]
    has_letters = block.type == "ordered_list_open" or all(map(begins_as_option, texts))
    is_flat = all(len(option.tokens) <= _FLAT for option in options) and not any(
        token.type.endswith("break") for text in texts for token in text
    )
    return _Offer(above, options, [list(_find_signs(text)) for text in texts], has_letters, is_flat)


def _find_signs(children: Sequence[Token]) -> Iterator[Sign]:
    """Yield the signs before and behind an option, each with the option without it."""
    written = [n for n, token in enumerate(children) if token.content.strip()]
    for n, is_last in ((written[0], False), (written[-1], True)) if written else ():
        content = children[n].content.rstrip()
        found = _find_last(content) if is_last else _FIRST.match(content)
        if found and children[n].type == "text" and (len(written) > 1 or found[0] != content):
            rest = (content[: found.start()] + content[found.end() :]).rstrip()
            yield found[0].strip(), [*children[:n], replace(children[n], content=rest), *children[n + 1 :]]


def _find_last(line: str) -> re.Match[str] | None:
    if line.isascii() and not line.endswith((*_LAST_SIGNS, ":")):
        return None
    return _LAST.search(line, max(0, len(line) - _LONGEST))


# --- options that are ticked


@keep_per_block
def _tick_usual(block: Block) -> Blocks:
    """Return options with the article's sign as a list of tasks, and any other block as it is."""
    return _tick(block, _judge_usual) if written_for().tick else (block,)


@keep_per_block
def _tick_known(block: Block) -> Blocks:
    """Return options with a sign that all know as such a list, and any other block as it is."""
    return _tick(block, _judge_known)


@keep_per_block
def _tick_bold(block: Block) -> Blocks:
    """Return options of which one, or of those with letters several, are bold as such a list, and any other block as it is."""
    # One bold option among letters is read as it is: what an author wrote for it is in the digests of packages.
    offer = _read_offer(block) if "**" in block.source and not has_marked_option([block]) else None
    marks = [(is_bold(option.tokens), first_text(option.tokens)) for option in offer.options] if offer else []
    may_be_several = all(begins_as_option(text) for _, text in marks)
    tells = offer and (may_be_several or sum(is_right for is_right, _ in marks) == 1)
    return _make_tasks(block, offer, marks, lambda sign: None) if offer and tells else (block,)


def _tick(block: Block, judge: Judge) -> Blocks:
    """Return options with such signs as a list of tasks, without the signs, and any other block as it is."""
    offer = _read_offer(block) if block.type in _OFFERING and _may_have_sign(block) else None
    if not offer:
        return (block,)
    marks = []
    for option, signs in zip(offer.options, offer.signs, strict=True):
        judged = [(is_right, shown) for sign, shown in signs if (is_right := judge(sign)) is not None]
        marks.append(judged[0] if judged else (False, first_text(option.tokens)))
    return _make_tasks(block, offer, marks, judge)


def _make_tasks(block: Block, offer: _Offer, marks: Sequence[tuple[bool, Children]], judge: Judge) -> Blocks:
    if not 0 < sum(is_right for is_right, _ in marks) < len(marks):
        return (block,)
    tokens = [token for option, mark in zip(offer.options, marks, strict=True) for token in _make_item(option, *mark)]
    start, first = offer.options[0].line, block.tokens[0]
    if first.type == "paragraph_open":
        first = Token("bullet_list_open", "ul", 1, map=[start - 1, block.end - 1], block=True)
    last = Token(first.type.replace("open", "close"), first.tag, -1, block=True)
    source = dedent("\n".join(_drop_signs(line, judge) for line in block.lines[start - block.line :]))
    return *offer.above, Block((first, *tokens, last), start, source)


def _drop_signs(line: str, judge: Judge) -> str:
    """Return a line of the source of options, which is the same whichever of them is right."""
    found = _find_last(line.rstrip())
    shown = line[: found.start()].rstrip() if found and judge(found[0]) is not None else line
    shown = _SIGN.sub(lambda sign: sign[0] if judge(sign[1]) is None else "", shown)
    return shown.replace("**", "")


def _make_item(option: Block, is_right: bool, shown: Children) -> Sequence[Token]:
    """Return an option as an item of a list of tasks, with another inside of its first text."""
    tokens: Sequence[Token] = option.tokens
    if option.type != "list_item_open":
        start = Token("list_item_open", "li", 1, map=[option.line - 1, option.end - 1])
        inside = [replace(token, hidden=True) if token.nesting else token for token in tokens]
        tokens = (start, *inside, Token("list_item_close", "li", -1))
    place = next((n for n, token in enumerate(tokens) if token.type == "inline"), None)
    ticked = [replace(token, children=list(shown)) if n == place else token for n, token in enumerate(tokens)]
    return [replace(ticked[0], meta={**ticked[0].meta, "checked": is_right}), *ticked[1:]]
