"""What authors tell of the cards that they want: a comment ``<!-- kind: both-ways -->`` makes what it stands at a question, or a section of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.reading.candidate import Element
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.signs.emptiness import is_comment
from mkdeck.article.signs.question import find_kind_comment
from mkdeck.model import CLOZE


def mark_told(elements: Sequence[Element], found: Sequence[Evidence]) -> None:
    """Mark what has such a comment below it, and, where that is a heading above others, the highest of these."""
    sections: list[tuple[int, int]] = []  # the level of a section, and that of its questions, 0 until one is met
    for n, evidence in enumerate(found):
        has_comment = _has_comment(elements, evidence)
        if not evidence.is_heading:
            evidence.signs |= {"told"} if has_comment else set()
            continue
        level = evidence.candidate.level
        sections = [section for section in sections if section[0] < level]
        if sections and sections[-1][1] in (0, level):
            sections[-1] = sections[-1][0], level
            evidence.signs |= {"told"} if evidence.has_content else set()
        if has_comment:
            coming = next((found[k].candidate.level for k in range(n + 1, len(found)) if found[k].is_heading), 0)
            if coming > level:
                sections.append((level, 0))
            elif not _has_clozes(found, n):
                evidence.signs.add("told")


def _has_clozes(found: Sequence[Evidence], place: int) -> bool:
    """Tell whether paragraphs or items below a heading are clozes of their own, so that it is a section."""
    below = takewhile(lambda evidence: not evidence.is_heading, found[place + 1 :])
    return any(evidence.candidate.form == "cloze" for evidence in below)


def find_clozes(blocks: Sequence[Block], has_clozes: bool) -> Iterator[bool]:
    """Yield for each block whether it stands where clozes are told: in such a section, or, as ``has_clozes`` says, in all."""
    told = [(0, has_clozes)]
    for n, block in enumerate(blocks):
        if block.type == "heading_open":
            level = int(block.tokens[0].tag[1])
            told = [section for section in told if section[0] < level]
            kind = read_kind(blocks[n + 1 : n + 3])
            told += [(level, kind == CLOZE)] if kind else []
        yield told[-1][1]


def read_kind(below: Iterable[Block]) -> str:
    """Return the kind that a comment right below something says, if with another comment above it; ``""`` where none does."""
    comments = takewhile(is_comment, islice(below, 2))
    return next(filter(None, (find_kind_comment(block.tokens[0].content) for block in comments)), "")


def _has_comment(elements: Sequence[Element], evidence: Evidence) -> bool:
    below = (element.block for element in islice(elements, evidence.place + 1, evidence.place + 3))
    return bool(read_kind([*evidence.candidate.rest[:2], *below]))
