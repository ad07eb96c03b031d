"""Tags of single questions: a line ``#tag #other``, or a comment ``<!-- tags: a, b -->``, above or below a question.

Whose they are is told by the lines of the file: those of the question to whose words or answer they are nearer, and all
questions', where they stand above the first one and not right at it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import accumulate

from markdown_it.token import Token

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import plain_text
from mkdeck.article.reading.outline import PlacedPair
from mkdeck.article.signs.cleaning import is_answered

_TAG = re.compile(r"[\w/+-]+")
_COLOUR = re.compile(r"[\da-f]{3}|[\da-f]{6}", re.IGNORECASE)
_SIGNS = frozenset({"card", "fc", "flashcard", "flashcards"})
"""Tags by which tools know cards."""
_COMMENT = re.compile(r"<!--\s*+tags?:(?P<tags>[^<>]*?)-->", re.IGNORECASE)
_ONLY_COMMENTS = re.compile(r"[\s>]*+<!--[^<>]*-->\s*")
_MARKS = re.compile(r"[\s>]*+")
"""What stands before a line in a quote or a list."""
_END = re.compile(r"\s{0,3}(?:(?P<heading>#{1,6}(?:\s|\Z))|(?:[-*_]\s*){3,}\Z|</|:::)")
"""A line at which an answer ends: a heading, a rule, the end of what holds it."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file that gives tags."""

    number: int
    tags: tuple[str, ...]
    text: str = ""
    """What it shows, in one spelling; ``""`` of a comment."""


def take_tags(placed: Sequence[PlacedPair], blocks: Sequence[Block]) -> list[PlacedPair]:
    """Return the pairs of an article, whose elements are ``blocks``, with their tags, and without the lines that say them."""
    own = [n for n, each in enumerate(placed) if each.asked is each.answered]
    found = list(_find_lines(blocks))
    shares = _Place(blocks, found, [placed[n].found.line for n in own]).share() if own and found else []
    lines: dict[int, list[_Line]] = {n: [] for n in own}
    for line, owners in shares:
        for n in owners:
            lines[own[n]].append(line)
    texts = frozenset(line.text for line, _ in shares)
    given = []
    for n, each in enumerate(placed):
        said = (
            lines[n] if n in lines else list(_find_lines(each.found.answer))
        )  # of a text that is all about its question
        tags = [tag for line in said for tag in line.tags]
        given.append(_give(each, tags, texts if n in lines else {line.text for line in said}))
    return given


def read_tags(text: str) -> tuple[str, ...] | None:
    """Return the tags of a line, without their signs and without what only says that there is a card; nothing for any other line.

    No number of an issue, and no colour, is a tag.
    """
    words = text.replace(",", " ").split()
    tags = [word[1:] for word in words if word.startswith("#") and _is_tag(word[1:])]
    if not words or len(tags) < len(words):
        return None
    return tuple(tag for tag in tags if tag.casefold() not in _SIGNS)


def _is_tag(text: str) -> bool:
    if not _TAG.fullmatch(text) or not any(map(str.isalpha, text)):
        return False
    return not (_COLOUR.fullmatch(text) and any(map(str.isdecimal, text)))


def _find_lines(blocks: Iterable[Block]) -> Iterator[_Line]:
    """Yield all lines and comments that may give tags, wherever they stand."""
    for block in blocks:
        for place, token in enumerate(block.tokens):
            first = token.map[0] + 1 if token.map else block.line
            if token.type == "html_block":
                yield from _read_comments(token.content, first)
            elif token.type == "inline":
                if "#" in token.content:
                    yield from _read_lines(
                        token.content, [t.type for t in block.tokens[max(place - 2, 0) : place]], first
                    )
                yield from _read_inline_comments(token, first)


def _read_lines(text: str, before: Sequence[str], first: int) -> Iterator[_Line]:
    """Yield the lines of tags in the inside of a paragraph; ``before`` are the types of the tokens before it."""
    lines = text.split("\n") if before[-1:] == ["paragraph_open"] else []
    if before[:1] == ["list_item_open"] and len(lines) == 1:  # an item of its own, and no line
        return
    said = [(n, read_tags(line)) for n, line in enumerate(lines)]
    yield from (_Line(first + n, tags, " ".join(lines[n].split())) for n, tags in said if tags is not None)


def _read_inline_comments(inline: Token, line: int) -> Iterator[_Line]:
    for token in inline.children or ():
        if token.type == "html_inline":
            yield from _read_comments(token.content, line)
        line += token.type.endswith("break")


def _read_comments(html: str, line: int) -> Iterator[_Line]:
    for found in _COMMENT.finditer(html):
        said = found["tags"].strip().strip("[]()")
        parts = said.split(",") if "," in said else said.split()
        tags = tuple(filter(None, (part.strip().strip("\"'").lstrip("#") for part in parts)))
        yield _Line(line + html.count("\n", 0, found.start()), tags)


class _Place:
    """The lines of an article, to tell whose tags a line gives."""

    def __init__(self, blocks: Sequence[Block], found: Sequence[_Line], questions: Sequence[int]) -> None:
        self._found = found
        self._questions = questions
        texts = {block.line + n: text for block in blocks for n, text in enumerate(block.lines)}
        numbers = {line.number for line in found}
        self._solid = [
            n for n, text in texts.items() if n not in numbers and text.strip() and not _ONLY_COMMENTS.fullmatch(text)
        ]
        self._ends = {n: match for n in self._solid if (match := _END.match(_MARKS.sub("", texts[n], count=1)))}
        last = max(texts, default=0)
        self._blanks = list(accumulate(not texts.get(n, "").strip() for n in range(last + 1)))
        self._is_above = self._are_above()

    def share(self) -> list[tuple[_Line, Sequence[int]]]:
        """Return each line that gives tags, with the questions that have them."""
        shares = ((line, self._find_owners(line.number)) for line in self._found)
        return [(line, owners) for line, owners in shares if owners]

    def _find_owners(self, n: int) -> Sequence[int]:
        place = bisect_right(self._questions, n)
        if n in self._questions[max(place - 1, 0) : place]:  # in the line of its words
            return [place - 1]
        before, after = self._count_blanks(n)
        if self._stands_above(n) and (after == 0 < before or (self._is_above and after <= before)):
            return [place]
        if place == 0:
            return range(len(self._questions))
        solid = bisect_left(self._solid, n)
        above = self._solid[solid - 1] if solid else 0
        below = self._solid[solid] if solid < len(self._solid) else 0
        is_in_section = above > self._questions[place - 1] and above in self._ends and self._ends[above]["heading"]
        is_edge = not below or below in self._ends or above == self._questions[place - 1] or self._begins(below)
        return [place - 1] if is_edge and not is_in_section else []

    def _are_above(self) -> bool:
        """Tell whether the article's questions have their tags above them: the first has, and the last has none below."""
        above = [line.number for line in self._found if self._stands_above(line.number)]
        is_first = bool(above) and above[0] < self._questions[0]
        return is_first and len(above) > 1 and self._found[-1].number < self._questions[-1]

    def _stands_above(self, n: int) -> bool:
        solid = bisect_left(self._solid, n)
        return solid < len(self._solid) and self._count_blanks(n)[1] <= 1 and self._begins(self._solid[solid])

    def _begins(self, n: int) -> bool:
        """Tell whether a question begins in a line, or right below it, as in a fold."""
        place = bisect_left(self._questions, n)
        return place < len(self._questions) and self._questions[place] <= n + 1

    def _count_blanks(self, n: int) -> tuple[int, int]:
        """Return how many blank lines stand between a line and what is said above and below it."""
        solid = bisect_left(self._solid, n)
        above = self._solid[solid - 1] if solid else 0
        below = self._solid[solid] if solid < len(self._solid) else n
        return self._blanks[n] - self._blanks[above], self._blanks[below] - self._blanks[n]


def _give(placed: PlacedPair, tags: Sequence[str], texts: Collection[str]) -> PlacedPair:
    """Return a pair with tags, and without the lines in its front and answer that give tags, if an answer is left."""
    if not tags and not texts:
        return placed
    found = placed.found
    front, answer = (_drop_lines(blocks, texts) for blocks in (found.front, found.answer))
    if not is_answered(answer) and is_answered(found.answer):
        return placed
    return replace(
        placed, found=replace(found, front=front, answer=answer, tags=tuple(dict.fromkeys((*found.tags, *tags))))
    )


def _drop_lines(blocks: tuple[Block, ...], texts: Collection[str]) -> tuple[Block, ...]:
    if not texts or not any("#" in block.source for block in blocks):
        return blocks
    return tuple(kept for block in blocks if (kept := _drop_from_block(block, texts)))


def _drop_from_block(block: Block, texts: Collection[str]) -> Block | None:
    tokens: list[Token] = []
    dropped = False
    for n, token in enumerate(block.tokens):
        if token.type == "inline" and n and block.tokens[n - 1].type == "paragraph_open":
            children = list(_drop_from_line(token.children or (), texts))
            if len(children) < len(token.children or ()):
                dropped, token = True, copy(token)
                token.children = children
                token.content = plain_text(children)
        tokens.append(token)
    if not dropped:
        return block
    kept = tuple(_drop_empty(tokens))
    lines = [line for line in block.lines if " ".join(_MARKS.sub("", line, count=1).split()) not in texts]
    return replace(block, tokens=kept, source="\n".join(lines).rstrip()) if kept else None


def _drop_from_line(children: Sequence[Token], texts: Collection[str]) -> Iterator[Token]:
    """Yield the inside of a paragraph without the lines of these texts."""
    lines: list[list[Token]] = [[]]
    for token in children:
        lines[-1].append(token)
        if token.type.endswith("break"):
            lines.append([])
    kept = [line for line in lines if plain_text(line) not in texts]
    yield from (token for n, line in enumerate(kept) for token in line if n < len(kept) - 1 or not _breaks(token))


def _breaks(token: Token) -> bool:
    return token.type.endswith("break")


def _drop_empty(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens without paragraphs that have nothing in them."""
    empty = {n for n, token in enumerate(tokens) if token.type == "inline" and not token.children}
    dropped = {m for n in empty for m in (n - 1, n, n + 1)}
    yield from (token for n, token in enumerate(tokens) if n not in dropped)
