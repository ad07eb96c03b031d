"""What authors tell of the cards that they want: a comment ``<!-- kind: both-ways -->`` makes what it stands at a question, or a section of them."""

from collections.abc import Iterator, Sequence

from mkdeck.article.blocks import Block
from mkdeck.article.emptiness import is_comment
from mkdeck.article.question import find_kind_comment
from mkdeck.article.reading.candidate import Element
from mkdeck.article.reading.evidence import Evidence
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
            else:
                evidence.signs.add("told")


def find_clozes(blocks: Sequence[Block], has_clozes: bool) -> Iterator[bool]:
    """Yield for each block whether it stands where clozes are told: in such a section, or, as ``has_clozes`` says, in all."""
    told = [(0, has_clozes)]
    for n, block in enumerate(blocks):
        if block.type == "heading_open":
            level = int(block.tokens[0].tag[1])
            told = [section for section in told if section[0] < level]
            kind = next(filter(None, map(_read_comment, blocks[n + 1 : n + 3])), "")
            told += [(level, kind == CLOZE)] if kind else []
        yield told[-1][1]


def _read_comment(block: Block) -> str:
    return find_kind_comment(block.tokens[0].content) if is_comment(block) else ""


def _has_comment(elements: Sequence[Element], evidence: Evidence) -> bool:
    below = [
        *evidence.candidate.rest[:2],
        *(element.block for element in elements[evidence.place + 1 : evidence.place + 3]),
    ][:2]
    return any(map(_read_comment, below))
