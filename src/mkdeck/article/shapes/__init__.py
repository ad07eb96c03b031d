"""The shapes in which articles ask, one file each: blocks -> where questions and answers are."""

from collections.abc import Sequence
from dataclasses import replace

from mkdeck.article.blocks import Block
from mkdeck.article.shapes import choices, details, file, html, index, mixed
from mkdeck.article.shapes.mixed import FORMS, FindPairs, part_answers
from mkdeck.article.shapes.outline import Outline
from mkdeck.article.shapes.sections import open_sections, read_bold_sections

SHAPES: dict[str, FindPairs] = {
    **FORMS,
    "details": details.find_pairs,
    "choices": choices.find_pairs,
    "html": html.find_pairs,
    "file": file.find_pairs,
    "index": index.find_pairs,
}
"""Every shape by the name that users may give it."""


def find_outline(
    blocks: Sequence[Block], shape: str | None, question_level: int | None, title: Block | None = None
) -> Outline:
    """Read an article by the shape that is named, else by the one that suits it best, with what others find beside it.

    ``title`` is that of the front matter as a heading.
    """
    opened = read_bold_sections(open_sections(blocks))
    outline = Outline()
    if shape != "file":
        find_pairs = SHAPES[shape] if shape else mixed.find_pairs
        outline = find_pairs(opened, question_level, shape is not None)
        outline = part_answers(outline, shape, blocks) if shape in FORMS or shape == "html" else outline
    if outline.pairs or question_level or shape not in (None, "file"):
        return outline
    whole = [title, *blocks] if title else blocks
    alone = file.find_pairs(whole, None, shape is not None)
    return part_answers(alone, "file", blocks) if alone.pairs else replace(outline, shape="")
