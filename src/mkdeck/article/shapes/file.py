"""One file, one question: its title or its first heading asks, and the rest of it answers."""

from collections.abc import Sequence

from mkdeck.article.asking import ends_as_question
from mkdeck.article.blocks import Block
from mkdeck.article.emptiness import is_comment
from mkdeck.article.frame import leads_away
from mkdeck.article.question import Heading, find_id_comment, read_heading
from mkdeck.article.shapes.entries import read_line
from mkdeck.article.shapes.outline import Outline, PairBlocks


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pair of an article whose only heading asks; one in front matter stands as a heading before the blocks."""
    place = next((n for n, block in enumerate(blocks) if block.type == "heading_open"), None)
    if place is None:
        return Outline()
    heading = read_heading(blocks[place].tokens[1])
    if not is_told and not ends_as_question(heading.text):
        return Outline()
    others = (*blocks[:place], *blocks[place + 1 : _find_end(blocks, place)])
    answer = tuple(block for block in others if not _repeats(block, heading))
    beside = (find_id_comment(b.tokens[0].content) for b in blocks[max(place - 1, 0) : place + 2] if is_comment(b))
    pinned = heading.pinned or next(filter(None, beside), "")
    return Outline((PairBlocks(heading, pinned, answer, (), read_line(blocks[place])),))


def _repeats(block: Block, heading: Heading) -> bool:
    """Tell whether a block is a heading that says the same as the title in the front matter."""
    return block.type == "heading_open" and read_heading(block.tokens[1]).text == heading.text


def _find_end(blocks: Sequence[Block], place: int) -> int:
    """Return the place behind the answer, of which the last headings may lead from the page: "Related articles"."""
    end = len(blocks)
    for n in range(len(blocks) - 1, place, -1):
        if blocks[n].type == "heading_open":
            if not leads_away(read_heading(blocks[n].tokens[1]).text):
                break
            end = n
    return end
