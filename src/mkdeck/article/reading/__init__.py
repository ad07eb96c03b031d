"""Blocks of an article -> its questions and answers, one way: elements, evidence, choice, boundaries, roles."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mkdeck.article.answers import split_answers
from mkdeck.article.answers.key import Key, find_key
from mkdeck.article.answers.tools import take_signs
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import block_text
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_sections import Section, find_said
from mkdeck.article.reading.boundaries import Boundaries, Step
from mkdeck.article.reading.choice import choose
from mkdeck.article.reading.elements import read_elements
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.reading.forms import file, index, ruled, slides
from mkdeck.article.reading.furniture import drop_furniture
from mkdeck.article.reading.numbers import take_bare_numbers
from mkdeck.article.reading.outline import Outline, PairBlocks
from mkdeck.article.reading.roles import find_roles
from mkdeck.article.reading.sections import open_sections, read_bold_sections
from mkdeck.article.reading.slips import drop_slips, find_slips
from mkdeck.article.reading.titles import join_titles
from mkdeck.article.reading.verdicts import find_left_out
from mkdeck.article.reading.weighing import weigh_candidates
from mkdeck.article.signs.asking import ends_as_question
from mkdeck.article.signs.cleaning import is_answered
from mkdeck.article.signs.labels import names_one_question, names_tasks
from mkdeck.article.signs.question import promises_cards, read_heading
from mkdeck.article.signs.tags import NOTHING
from mkdeck.model import BOTH_WAYS, CLOZE, Role

_OF_LINES = ("inline", "tagged")
"""Forms in which a question and its answer are so near each other that a block's id is theirs."""
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
        return _name_all(index.find_pairs(blocks, None), blocks)
    opened = read_bold_sections(open_sections(blocks))
    outline = Outline()
    if written_for().note and shape is None and (note := ruled.find_file(blocks, is_told=True)).pairs:
        return _name_all(replace(_part_answers(note, blocks), shape="file"), blocks)
    if shape != "file":
        row = slides.find_pairs(opened, None) if shape in (None, "slides") else outline
        if row.pairs:
            return _name_all(_part_answers(row, blocks), blocks)
        outline = _read(blocks, opened, shape, question_level, title, name, kind)
    if outline.pairs or question_level or shape not in (None, "file"):
        return outline
    if (cards := ruled.find_cards(blocks)).pairs:
        return _part_answers(cards, blocks)
    if title and shape != "file" and not ends_as_question(read_heading(title.tokens[1]).text):
        title = None  # then the only heading may ask
    alone = file.find_pairs([title, *blocks] if title else blocks, None, shape is not None)
    if not alone.pairs:
        return replace(outline, shape="")
    return _name_all(replace(_part_answers(alone, blocks), shape="file"), blocks)


def _read(
    blocks: Sequence[Block],
    opened: Sequence[Block],
    shape: str | None,
    question_level: int | None,
    title: Block | None,
    name: str,
    kind: str | None,
) -> Outline:
    key = find_key(opened) if question_level is None and shape in (None, "choices") else None
    if key:
        first, last = opened[key.start].line, opened[key.end - 1].end
        rest = [block for block in blocks if not first <= block.line < last]
        above = (*opened[: key.start], *opened[key.end :])
        if outline := _answer_by_key(_read_all(rest, above, shape, question_level, title, name, kind, key), key):
            role = Role("key", first, last - 1, block_text([opened[key.start]])[:60])
            return replace(outline, roles=tuple(sorted((*outline.roles, role), key=lambda each: each.line)))
    return _read_all(blocks, opened, shape, question_level, title, name, kind)


def _answer_by_key(outline: Outline, key: Key) -> Outline | None:
    """Return an outline with the answers of the key, ``None`` where most questions have no answer there, or one of their own."""
    titles = {pair.number: pair.heading.text for pair in outline.pairs if pair.number is not None}
    without = [pair for pair in outline.pairs if not is_answered(pair.answer) and pair.number in key.answers]
    if len(titles) < len(outline.pairs) or 2 * len(without) < len(outline.pairs) or key.repeats(titles):
        return None
    answered = {id(pair): key.answers[pair.number] for pair in without if pair.number is not None}
    pairs = (
        replace(pair, answer=answered[id(pair)], is_keyed=True) if id(pair) in answered else pair
        for pair in outline.pairs
    )
    return replace(outline, pairs=tuple(pairs))


def _read_all(
    blocks: Sequence[Block],
    opened: Sequence[Block],
    shape: str | None,
    question_level: int | None,
    title: Block | None,
    name: str,
    kind: str | None,
    key: Key | None = None,
) -> Outline:
    elements = join_titles(take_bare_numbers(read_elements(opened, has_clozes=kind == CLOZE)))
    first = next((block for block in opened if block.type == "heading_open"), None)
    titles = [read_heading(block.tokens[1]).text for block in (title, first) if block]
    # Who wants cards in both directions has terms.
    is_list = kind == BOTH_WAYS or written_for().vocabulary
    name = re.sub(r"[\W_]+", " ", name)
    named = [*titles, "" if names_one_question(name) else name]
    is_list = is_list or any(promises_cards(said) for said in named if not ends_as_question(said))
    found = weigh_candidates(elements, frozenset(key.answers) if key else frozenset())
    question_level = question_level if shape in (None, "headings", "html", *PARTED) else None
    told = question_level is not None or shape not in (None, *PARTED)
    able = [e for e in found if _is_allowed(e, shape, question_level)]
    for evidence in able if question_level is not None else ():
        evidence.bar = evidence.bar if not evidence.text else ""
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
    outline = _part_answers(joined, opened, any(map(names_tasks, titles)))
    level = next((int(m.series[1]) for m in reading if m.is_headings), 0)
    left_out = find_left_out(found, levels, walk.steps, owners, outline.pairs, level, {m.series for m in reading})
    roles = find_roles(blocks, walk.steps, owners, outline.pairs, outline.title)
    is_assumed = any(m.is_assumed for m in reading)
    return replace(outline, left_out=tuple(left_out), roles=tuple(roles), is_assumed=is_assumed)


def _name_all(outline: Outline, blocks: Sequence[Block]) -> Outline:
    """Return the outline of an article with what its blocks became, where it has no candidates."""
    steps = [Step(block) for block in blocks]
    return replace(outline, roles=tuple(find_roles(blocks, steps, [None] * len(steps), outline.pairs, outline.title)))


def _is_allowed(evidence: Evidence, shape: str | None, question_level: int | None) -> bool:
    if question_level is not None:
        return evidence.is_heading and evidence.candidate.level == question_level
    if shape == "html":
        return evidence.candidate.form == "headings" and evidence.block.tokens[0].markup.startswith("<")
    return shape in (None, *PARTED, evidence.candidate.form)


def _part_answers(outline: Outline, blocks: Sequence[Block], are_tasks: bool = False) -> Outline:
    """Return an outline with the fronts parted from the answers, and the name of its main shape."""
    said = find_said(written_for().sections, [pair.line for pair in outline.pairs])
    found = [_take_signs(pair, sections) for pair, sections in zip(outline.pairs, said, strict=True)]
    split = split_answers(
        [p.answer for p in found], [p.heading.text for p in found], are_tasks, {p.form for p in found} == {"bold"}
    )
    pairs = tuple(
        replace(pair, front=(*pair.front, *front), answer=answer, split=way) if way and not pair.split else pair
        for pair, (way, front, answer) in zip(found, split, strict=True)
    )
    return replace(outline, pairs=drop_furniture(pairs), shape=_name_shape(pairs, blocks))


def _take_signs(pair: PairBlocks, sections: Sequence[Section]) -> PairBlocks:
    """Return a pair without what a flashcard tool wrote into its answer; tags and id are kept beside it, as are those of its sections."""
    answer, taken = take_signs(pair.answer, pair.form in _OF_LINES)
    told = tuple(tag for section in sections for tag in section.tags)
    kind = pair.kind or taken.kind or next((section.kind for section in sections if section.kind), "")
    if taken is NOTHING and len(answer) == len(pair.answer) and not sections:
        return pair
    tags = tuple(dict.fromkeys((*pair.tags, *taken.tags, *told)))
    return replace(pair, answer=answer, pinned=pair.pinned or taken.pinned, tags=tags, kind=kind)


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
