"""Answers with a label: ``A: …``, ``**Answer:** …``, ``#### Solution``; what stands before it may be the front."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import replace
from itertools import islice, pairwise

from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block, inner_blocks, keep_per_block, list_items
from mkdeck.article.parsing.markdown import inline_text, plain_text, read_line
from mkdeck.article.signs.cleaning import clean_answer
from mkdeck.article.signs.labels import (
    answer_label,
    bare_question_label,
    bold_answer_label,
    cause_label,
    counted_answer_label,
    match_question_label,
    other_answer_label,
    short_answer_label,
)
from mkdeck.article.signs.question import drop_start

Parts = tuple[tuple[Block, ...], tuple[Block, ...]]
"""Front and answer."""

_NAMES_OPTION = re.compile(r"\W*(?:[A-H]{1,6}|[a-h])(?:(?:\W|and)+[A-Ha-h])*\W*\Z")
_NUMBERS_OPTION = re.compile(r"\W*\d{1,2}(?:(?:\W|and)+\d{1,2})*\W*\Z")
_OPTIONS = re.compile(r"^[^\w\n]*B\d{0,3}[:：.)]", re.MULTILINE)
_NUMBER = re.compile(r"\d{1,3}[.)]\s*")
_OPEN_TAGS = re.compile(r"\s*+(?:<(?:p|div|span|b|strong|em|i|font)\b[^<>]*>\s*+)++(?=[^<\s])", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_MOST_IN_LINE = 20
"""Labels of answers within a line, each of which has the whole line for its source."""


def measure_question(children: Sequence[Token]) -> int:
    """Return the length of the question's label at the start of a line, 0 where there is none, or in a picture's name."""
    if next((token.type for token in children if token.content or token.nesting == 0), "") == "image":
        return 0
    found = match_question_label(plain_text(children))
    if found or len(children) < 3:
        return found.end() if found else 0
    first = [token for token in children[:4] if token.content or token.nesting][:3]
    if [token.type for token in first] == ["strong_open", "text", "strong_close"]:
        found = bare_question_label().fullmatch(first[1].content)
    return found.end() if found else 0


@keep_per_block
def split_lines(block: Block) -> tuple[Block, ...]:
    """Return a paragraph, some lines of which begin with labels, as several."""
    if block.type != "paragraph_open":
        return (block,)
    children = block.tokens[1].children or []
    breaks = [n for n, token in enumerate(children) if token.type.endswith("break")]
    within = _find_labels_within(children)
    if not breaks and not within:
        return (block,)
    below = (n + 1 for n in breaks if _is_labelled(children, n + 1) or _is_below_label(children, breaks, n))
    return _cut(block, breaks, sorted({0, *below, *within}))


def split_at(block: Block, begins: Callable[[Sequence[Token]], bool]) -> tuple[Block, ...]:
    """Return a paragraph as several, each of which but the first begins with a line of a certain kind."""
    children = block.tokens[1].children or []
    breaks = [n for n, token in enumerate(children) if token.type.endswith("break")]
    below = [n + 1 for n in breaks if n + 1 < len(children) and begins([*read_line(children, n + 1)])]
    return _cut(block, breaks, [0, *below])


def _cut(block: Block, breaks: Sequence[int], starts: Sequence[int]) -> tuple[Block, ...]:
    """Return a paragraph as several that begin at some of its inline tokens, or whole where that would tear what is nested."""
    children = block.tokens[1].children or []
    if len(starts) == 1 or any(sum(t.nesting for t in children[a:b]) for a, b in pairwise(starts)):
        return (block,)
    parts = []
    for start, end in pairwise([*starts, len(children)]):
        first, last = bisect_left(breaks, start), bisect_left(breaks, end - 1)
        shown = children[start:end]
        while shown and shown[-1].type.endswith("break"):
            shown.pop()
        parts.append(make_paragraph(block, shown, block.line + first, "\n".join(block.lines[first : last + 1])))
    return tuple(parts)


def _find_labels_within(children: Sequence[Token]) -> list[int]:
    """Return where bold labels of answers stand within a line that begins with one of a question: ``**Q:** … **A:** …``."""
    if len(children) < 4 or not measure_question(children[:4]):
        return []
    starts = (n for n, token in enumerate(children) if n and token.type == "strong_open")
    return list(
        islice((n for n in starts if bold_answer_label().fullmatch(plain_text(children[n : n + 2]))), _MOST_IN_LINE)
    )


def _is_labelled(children: Sequence[Token], start: int) -> bool:
    text = plain_text(read_line(children, start))
    return bool(match_question_label(text) or short_answer_label().match(text) or answer_label().match(text))


def _is_below_label(children: Sequence[Token], breaks: Sequence[int], end: int) -> bool:
    """Tell whether a line that ends at a break is a label alone, such as ``QUESTION 12``, with the question below it."""
    place = bisect_left(breaks, end)
    text = plain_text(children[breaks[place - 1] + 1 if place else 0 : end])
    found = match_question_label(text)
    return found is not None and found.end() == len(text)


def split_at_label(blocks: Sequence[Block], is_common: bool) -> Parts | None:
    """Part the blocks below a question where one begins with ``A:`` or ``Answer:``.

    What comes before is the front, where it looks like one, or where the article is like that, ``is_common``.
    """
    opened = [(block, part) for block in blocks for inner in _open(block) for part in split_lines(inner)]
    parts = [part for _, part in opened]
    counted = [part for part in parts if part.type == "heading_open" and counted_answer_label().match(_text(part))]
    for n, part in enumerate(parts):
        if len(counted) > 1 and part in counted:
            continue  # "Solution 1", "Solution 2": both are parts of the answer
        length = measure_label(part, parts[n + 1].source if n + 1 < len(parts) else "")
        if length is None or (n + 1 == len(parts) and _is_word(part, length)):
            continue
        before = clean_answer(parts[:n])
        if any(cause_label().match(_text(block)) for block in before):
            return None  # "Cause: …", then "Solution: …": both answer
        is_front = is_front_like(before) if _begins_with_word(part) else not any(map(_text, before))
        if not is_common and not is_front:
            return None
        line = _text(part) if part.type == "html_block" else plain_text(read_line(part.tokens[1].children or ()))
        is_needed = _names_option(line[length:], before) or any(map(_is_other_answer, parts[n + 1 :]))
        is_named = _begins_with_word(part) and bool(list_items(opened[n][0]))  # as what follows in the list is
        answer = (part,) if is_needed or is_named else drop_label(part, length)
        return tuple(before), (*answer, *parts[n + 1 :])
    return None


def _is_other_answer(block: Block) -> bool:
    """Tell whether a block has the label of another answer than the one above it: "Long answer:"."""
    return block.type == "paragraph_open" and other_answer_label().match(_text(block)) is not None


def _open(block: Block) -> tuple[Block, ...]:
    """Return what stands in a quote or list that begins with the word answer, and any other block alone."""
    first, *others = list_items(block) or (block,)
    is_open = block.type == "blockquote_open" or first is not block
    inside = inner_blocks(first) if is_open else ()
    if not inside or not begins_as_answer(_text(inside[0])):
        return (block,)
    tokens = [token for item in others for token in item.tokens]
    rest = (Block((block.tokens[0], *tokens, block.tokens[-1]), others[0].line, _join(others)),) if others else ()
    return (*inside, *rest)


def _join(blocks: Sequence[Block]) -> str:
    return "\n".join(block.source for block in blocks)


def _names_option(text: str, front: Sequence[Block]) -> bool:
    """Tell whether an answer only names an option, so that it needs its label: "Answer: B", below a numbered list "2"."""
    has_numbers = any(block.type == "ordered_list_open" for block in front)
    return bool(_NAMES_OPTION.match(text) or (has_numbers and _NUMBERS_OPTION.match(text)))


def _is_word(block: Block, length: int) -> bool:
    """Tell whether a block is the word "Answer" alone, without a colon: it may be the answer itself."""
    return not drop_label(block, length) and not _text(block).endswith((":", "：", ")"))


def has_answer_label(blocks: Iterable[Block], is_short: bool = False) -> bool:
    """Tell whether one of the blocks begins with the word answer, or, where that ``is_short``, with its letter."""
    return any(map(_has_word, blocks)) or (is_short and any(map(_has_letter, blocks)))


@keep_per_block
def _has_word(block: Block) -> bool:
    return any(map(answer_label().match, _read_lines(block)))


def _has_letter(block: Block) -> bool:
    return any(map(short_answer_label().match, _read_lines(block)))


def _read_lines(block: Block) -> list[str]:
    """Return the texts of a block's lines that begin with labels; of one that has questions with labels, the first."""
    texts = [_text(line) for inner in _open(block)[:1] for line in split_lines(inner)]
    return texts[:1] if any(map(match_question_label, texts)) else texts


def begins_as_answer(text: str) -> bool:
    """Tell whether a text begins with the word answer, as a label, or with its letter and a colon."""
    letter = short_answer_label().match(text)
    return answer_label().match(text) is not None or (letter is not None and letter[0].rstrip().endswith((":", "：")))


def measure_label(block: Block, following: str = "") -> int | None:
    """Return the length of the answer's label at the start of a block, ``None`` where there is none.

    ``A)`` is an option where ``B)`` comes below, in the block or in the text ``following`` it.
    """
    text = _text(block)
    if not text:
        return None
    if found := _begins_with_word(block):
        return found.end()
    found = short_answer_label().match(text)
    is_option = found and (_OPTIONS.search(block.source) or _OPTIONS.match(following))
    return found.end() if found and not is_option else None


def _begins_with_word(block: Block) -> re.Match[str] | None:
    """Return the word answer at the start of a block, as a label; of a heading behind a number, too."""
    text = _text(block)
    number = _NUMBER.match(text) if block.type == "heading_open" else None
    return answer_label().match(text, number.end() if number else 0)


def drop_label(block: Block, length: int) -> tuple[Block, ...]:
    """Return a block without its label, or nothing where nothing is left."""
    if block.type == "html_block":
        return _drop_in_html(block, length)
    rest = drop_start(block.tokens[1].children or [], length)
    if not any(token.content or token.type == "image" for token in rest):
        return ()
    return (make_paragraph(block, rest, block.line, block.source),)


def _drop_in_html(block: Block, length: int) -> tuple[Block, ...]:
    """Return raw HTML without the first characters of its text."""
    tags, rest = _OPEN_TAGS.match(block.tokens[0].content), ""
    if tags:
        rest = block.tokens[0].content[tags.end() :].lstrip()[length:]
    if not tags or not _TAG.sub("", rest).strip():
        return ()
    token = copy(block.tokens[0])
    token.content = f"{tags[0]}{rest}"
    return (replace(block, tokens=(token,)),)


def is_front_like(blocks: Sequence[Block]) -> bool:
    """Tell whether blocks may stand with a question on the front: code, options, pictures, some lines of text."""
    paragraphs = [block for block in blocks if block.type == "paragraph_open"]
    allowed = {"paragraph_open", "fence", "code_block", "table_open", "bullet_list_open", "ordered_list_open"}
    is_short = sum(len(_text(block)) for block in paragraphs) <= 500 and len(paragraphs) <= 3
    return is_short and all(block.type in allowed or block.type in ("html_block", "hr") for block in blocks)


def make_paragraph(origin: Block, children: Sequence[Token], line: int, source: str) -> Block:
    """Return a paragraph of inline tokens that are part of another block."""
    opening = Token("paragraph_open", "p", 1, map=[line - 1, line], block=True)
    inline = Token("inline", "", 0, map=origin.tokens[1].map, children=list(children), block=True)
    return Block((opening, inline, Token("paragraph_close", "p", -1, block=True)), line, source)


def _text(block: Block) -> str:
    """Return the text of a paragraph, of a heading, or of raw HTML that begins with a tag around text."""
    if block.type == "html_block" and (tags := _OPEN_TAGS.match(block.tokens[0].content)):
        return _TAG.sub("", block.tokens[0].content[tags.end() :]).strip()
    if block.type not in ("paragraph_open", "heading_open"):
        return ""
    return inline_text(block.tokens[1])
