"""Blocks of an article -> its questions and answers, one way: elements, evidence, choice, boundaries, roles."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mkdeck.article.answers import split_answers
from mkdeck.article.asking import ends_as_question
from mkdeck.article.blocks import Block
from mkdeck.article.labels import names_tasks
from mkdeck.article.question import promises_cards, read_heading
from mkdeck.article.reading.boundaries import Boundaries
from mkdeck.article.reading.choice import choose
from mkdeck.article.reading.elements import read_elements
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.reading.forms import file, index, slides
from mkdeck.article.reading.furniture import drop_furniture
from mkdeck.article.reading.outline import Outline, PairBlocks
from mkdeck.article.reading.roles import find_left_out, find_roles
from mkdeck.article.reading.sections import open_sections, read_bold_sections
from mkdeck.article.reading.slips import drop_slips, find_slips
from mkdeck.article.reading.weighing import weigh_candidates
from mkdeck.model import BOTH_WAYS, CLOZE

PARTED = ("choices", "details")
"""The shapes that say how front and answer are parted, and not how a question looks."""


def find_outline(
    blocks: Sequence[Block],
    shape: str | None,
    question_level: int | None,
    title: Block | None = None,
    name: str = "",
    kind: str | None = None,
) -> Outline:
    """Read an article: find what asks, and what answers it.

    ``shape`` and ``question_level`` overrule; ``title`` is that of the front matter as a heading, ``name`` the file's;
    ``kind`` is that of the cards, where settings say one.
    """
    if shape == "index":
        return index.find_pairs(blocks, None)
    opened = read_bold_sections(open_sections(blocks))
    outline = Outline()
    if shape != "file":
        outline = slides.find_pairs(opened, None) if shape in (None, "slides") else Outline()
        outline = (
            _part_answers(outline, blocks) if outline.pairs else _read(opened, shape, question_level, title, name, kind)
        )
    if outline.pairs or question_level or shape not in (None, "file"):
        return outline
    if title and shape != "file" and not ends_as_question(read_heading(title.tokens[1]).text):
        title = None  # then the only heading may ask
    alone = file.find_pairs([title, *blocks] if title else blocks, None, shape is not None)
    return replace(_part_answers(alone, blocks), shape="file") if alone.pairs else replace(outline, shape="")


def _read(
    blocks: Sequence[Block],
    shape: str | None,
    question_level: int | None,
    title: Block | None,
    name: str,
    kind: str | None,
) -> Outline:
    elements = read_elements(blocks, has_clozes=kind == CLOZE)
    first = next((block for block in blocks if block.type == "heading_open"), None)
    titles = [read_heading(block.tokens[1]).text for block in (title, first) if block]
    # Who wants cards in both directions has terms.
    is_list = kind == BOTH_WAYS or any(map(promises_cards, (*titles, re.sub(r"[\W_]+", " ", name))))
    found = weigh_candidates(elements)
    question_level = question_level if shape in (None, "headings", "html", *PARTED) else None
    told = question_level is not None or shape not in (None, *PARTED)
    able = [e for e in found if _is_allowed(e, shape, question_level)]
    reading = choose(able, is_list, told)
    reading = reading if told else drop_slips(reading, found, is_list)
    chosen = {n for members in reading for n in members.places}
    levels = {e.place: e.candidate.level if e.is_heading else 7 for e in found if e.place in chosen}
    if not told and (slips := find_slips(found, chosen, is_list)):
        main = Counter(levels.values()).most_common(1)[0][0]
        levels |= dict.fromkeys(slips, main)
    numbered = frozenset(
        int(m.series[1]) for m in reading if m.is_numbered and m.series[0] == "headings" and m.series[1].isdecimal()
    )
    walk = Boundaries(elements, found, levels, numbered)
    joined, owners = walk.join()
    outline = _part_answers(joined, blocks, any(map(names_tasks, titles)))
    level = next((int(m.series[1]) for m in reading if m.is_headings), 0)
    left_out = find_left_out(walk.steps, owners, outline.pairs, level)
    roles = find_roles(walk.steps, owners, outline.pairs, outline.title)
    return replace(outline, left_out=tuple(left_out), roles=tuple(roles))


def _is_allowed(evidence: Evidence, shape: str | None, question_level: int | None) -> bool:
    if question_level is not None:
        return evidence.is_heading and evidence.candidate.level == question_level
    if shape == "html":
        return evidence.candidate.form == "headings" and evidence.block.tokens[0].markup.startswith("<")
    return shape in (None, *PARTED, evidence.candidate.form)


def _part_answers(outline: Outline, blocks: Sequence[Block], are_tasks: bool = False) -> Outline:
    """Return an outline with the fronts parted from the answers, and the name of its main shape."""
    split = split_answers([p.answer for p in outline.pairs], [p.heading.text for p in outline.pairs], are_tasks)
    pairs = tuple(
        replace(pair, front=(*pair.front, *front), answer=answer, split=way) if way and not pair.split else pair
        for pair, (way, front, answer) in zip(outline.pairs, split, strict=True)
    )
    return replace(outline, pairs=drop_furniture(pairs), shape=_name_shape(pairs, blocks))


def _name_shape(pairs: Sequence[PairBlocks], blocks: Sequence[Block]) -> str:
    if not pairs:
        return ""
    ways = Counter(pair.split for pair in pairs)
    for way in ("choices", "details", "slides"):
        if ways[way] > 0.5 * len(pairs):
            return way
    form = Counter(pair.form for pair in pairs).most_common(1)[0][0]
    raw = {b.line for b in blocks if b.type == "heading_open" and b.tokens[0].markup.startswith("<")}
    is_raw = form == "headings" and sum(pair.line in raw for pair in pairs) > 0.5 * len(pairs)
    return "html" if is_raw else form
