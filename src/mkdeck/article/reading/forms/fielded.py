"""The sides of a card stand below headings of their own: "Front" above what asks, "Back" above what answers."""

from collections.abc import Iterable, Iterator, Sequence

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import inline_text
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.signs.asking import is_about_questions
from mkdeck.article.signs.labels import heads_answers, heads_questions, is_question_label
from mkdeck.article.signs.question import read_title


def group(parts: Iterable[Block | Element]) -> Iterator[Block | Element]:
    """Yield the blocks of an article, those below two such headings as the place of a question."""
    parts = list(parts)
    headings = [n for n, part in enumerate(parts) if _level(part)]
    ends = dict(zip(headings, [*headings[1:], len(parts)], strict=False))
    start = named = 0
    for n in headings:
        back = ends[n]
        if n < start or back == len(parts) or _level(parts[back]) != _level(parts[n]):
            continue
        # mankidown names the sides of the first card alone
        is_bare = named == _level(parts[n]) and not _text(parts[n]) and not _text(parts[back])
        is_card = is_bare or (_is_front(_text(parts[n])) and heads_answers(_text(parts[back])))
        if is_card and (element := _make(_list_blocks(parts[n : ends[back]]), back - n)):
            yield from parts[start:n]
            yield element
            start, named = ends[back], _level(parts[n])
    yield from parts[start:]


def _level(part: Block | Element) -> int:
    """Return the level of a heading, 0 of all else."""
    return int(part.tokens[0].tag[1]) if isinstance(part, Block) and part.type == "heading_open" else 0


def _text(part: Block | Element) -> str:
    return inline_text(part.tokens[1]) if isinstance(part, Block) else ""


def _is_front(text: str) -> bool:
    """Tell whether a heading names the front of a card, and not questions."""
    return heads_questions(text) and not is_question_label(text) and not is_about_questions(text)


def _list_blocks(parts: Iterable[Block | Element]) -> list[Block]:
    return [part.block if isinstance(part, Element) else part for part in parts]


def _make(blocks: Sequence[Block], back: int) -> Element | None:
    """Return the question below the first of some blocks, answered below the one at ``back``; nothing where no text asks."""
    front = blocks[1:back]
    place = next((n for n, block in enumerate(front) if block.type == "paragraph_open"), None)
    if place is None:
        return None
    title = read_title(front[place].tokens[1].children or [])
    whole = Block(
        tuple(token for block in blocks for token in block.tokens),
        blocks[0].line,
        "\n".join(block.source for block in blocks),
    )
    shown = (*front[:place], *front[place + 1 :])
    candidate = Candidate(
        "labels", "fielded", title, front[place].line, tuple(blocks[back + 1 :]), shown, is_whole=True, is_framed=True
    )
    return Element(whole, candidate)
