"""One file, one question: its title or its first heading asks, and the rest of it answers."""

from collections.abc import Sequence

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.reading.forms import ruled
from mkdeck.article.reading.forms.heading import read_line
from mkdeck.article.reading.outline import Outline, PairBlocks
from mkdeck.article.reading.telling import read_kind
from mkdeck.article.signs.asking import asks_something, ends_as_question
from mkdeck.article.signs.emptiness import is_comment
from mkdeck.article.signs.frame import leads_away
from mkdeck.article.signs.navigation import is_contents_title
from mkdeck.article.signs.question import find_id_comment, read_heading


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pair of an article whose only heading asks; one in front matter stands as a heading before the blocks."""
    headings = {n: read_heading(b.tokens[1]) for n, b in enumerate(blocks) if b.type == "heading_open"}
    if not headings:
        return ruled.find_file(blocks, is_told)
    title = next(iter(headings.values()))
    place = max(n for n, heading in headings.items() if heading.text == title.text)  # below that in the front matter
    heading = headings[place]
    asks = asks_something(heading.text) and len(headings) == len([h for h in headings.values() if h.text == title.text])
    if not is_told and not (asks or ends_as_question(heading.text)):
        return Outline()
    before = (block for n, block in enumerate(blocks[:place]) if n not in headings or headings[n].text != title.text)
    answer = (*before, *blocks[place + 1 : _find_end(blocks, place)])
    beside = (find_id_comment(b.tokens[0].content) for b in blocks[max(place - 1, 0) : place + 2] if is_comment(b))
    pinned = heading.pinned or next(filter(None, beside), "")
    kind = read_kind(blocks[place + 1 : place + 3])
    return Outline((PairBlocks(heading, pinned, answer, (), read_line(blocks[place]), kind=kind),))


def _find_end(blocks: Sequence[Block], place: int) -> int:
    """Return the place behind the answer, of which the last headings may lead from the page: "Related articles"."""
    end = len(blocks)
    for n in range(len(blocks) - 1, place, -1):
        if blocks[n].type == "heading_open":
            text = read_heading(blocks[n].tokens[1]).text
            if not leads_away(text) and not is_contents_title(text):
                break
            end = n
    return end
