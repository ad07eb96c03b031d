"""Articles whose shape nobody named: the one that suits them best, and what other shapes find beside it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from mkdeck.article.answers import split_answers
from mkdeck.article.asking import asks_something, demands_something, ends_as_question
from mkdeck.article.blocks import Block
from mkdeck.article.cleaning import is_answered
from mkdeck.article.frame import is_project_title
from mkdeck.article.shapes import admonitions, bold, headings, inline, items, labels, slides, summary
from mkdeck.article.shapes.html import raw_lines
from mkdeck.article.shapes.outline import Outline, PairBlocks

FindPairs = Callable[[Sequence[Block], int | None, bool], Outline]
"""From an article's blocks, the question level that was set, if any, and whether the shape was, to what asks and answers."""

FORMS: dict[str, FindPairs] = {
    "headings": headings.find_pairs,
    "items": items.find_pairs,
    "summary": summary.find_pairs,
    "bold": bold.find_pairs,
    "labels": labels.find_pairs,
    "admonitions": admonitions.find_pairs,
    "inline": inline.find_pairs,
    "slides": slides.find_pairs,
}
"""The forms that a question may have, in the order in which they are tried."""

NEEDS = {
    "items": {"ordered_list_open", "bullet_list_open"},
    "summary": {"details_open"},
    "bold": {"strong_open", "html_inline"},
    "admonitions": {"details_open"},
    "inline": {"table_open", "dl_open", inline.MARK},
}
"""Signs of an article without any of which a form finds nothing, so that it is not tried."""

_PLAIN = frozenset({"summary", "admonitions", "labels"})
"""Those of which a single pair is no accident."""
_MARKED = frozenset({"inline", "summary", "admonitions", "labels"})
"""Those whose mark makes pairs of what does not ask, too, where others of the article ask."""


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find the pairs of an article, whatever their form."""
    signs = find_signs(blocks)
    forms = [name for name in FORMS if name not in NEEDS or NEEDS[name] & signs]
    names = ["headings"] if question_level else forms
    outlines = {name: part_answers(FORMS[name](blocks, question_level, False), name, blocks) for name in names}
    if "slides" in outlines and outlines["slides"].pairs:
        return outlines["slides"]
    main = _choose(outlines)
    outline = outlines[main]
    for name, other in outlines.items():
        outline = outline if name == main else _add(outline, other, name)
    return outline


def find_signs(blocks: Sequence[Block]) -> set[str]:
    """Return the types of all tokens, those within lines, too, and the mark of the form ``inline`` where one has its signs."""
    signs: set[str] = set()
    for block in blocks:
        for token in block.tokens:
            signs.add(token.type)
            for child in token.children or ():
                signs.add(child.type)
                if inline.MARK in child.content or child.content in inline.PARTING:
                    signs.add(inline.MARK)
    return signs


def find_parted(blocks: Sequence[Block], question_level: int | None, way: str) -> Outline:
    """Find the pairs whose front and answer are parted in a certain way."""
    outline = find_pairs(blocks, question_level)
    return replace(outline, pairs=tuple(pair for pair in outline.pairs if pair.split == way), shape=way)


def part_answers(outline: Outline, name: str, blocks: Sequence[Block]) -> Outline:
    """Return an outline with the fronts parted from the answers, and the name of the shape that this makes it."""
    split = split_answers([pair.answer for pair in outline.pairs])
    pairs = tuple(
        replace(pair, front=(*pair.front, *front), answer=answer, split=way) if way and not pair.split else pair
        for pair, (way, front, answer) in zip(outline.pairs, split, strict=True)
    )
    ways = Counter(pair.split for pair in pairs)
    way = next((way for way in ("choices", "details") if ways[way] > 0.5 * len(pairs)), name)
    raw = raw_lines(blocks) if way == "headings" else frozenset()
    is_raw = bool(pairs) and sum(pair.line in raw for pair in pairs) > 0.5 * len(pairs)
    return replace(outline, pairs=pairs, shape="html" if is_raw else way)


def _choose(outlines: dict[str, Outline]) -> str:
    """Return the shape that finds most questions with answers, but not one that finds them in another's answers."""
    counts = {name: _count(outline) for name, outline in outlines.items()}
    best = max(counts, key=lambda name: counts[name])
    around = (
        name
        for name, outline in outlines.items()
        if name != best
        and counts[name] >= max(2, counts[best] / 3)
        and _asks(outline)
        and _contains(outline, outlines[best])
    )
    return next(around, best)


def _count(outline: Outline) -> float:
    """Count the different questions that have answers; those that neither ask nor have a marked one are half as sure."""
    titles = {pair.heading.text: bool(pair.split) for pair in outline.pairs if is_answered(pair.answer)}
    return sum(1 if is_marked or asks_something(title) else 0.5 for title, is_marked in titles.items())


def _asks(outline: Outline) -> bool:
    return sum(pair.heading.looks_like_question for pair in outline.pairs) >= 0.5 * len(outline.pairs)


def _contains(outer: Outline, inner: Outline) -> bool:
    """Tell whether most questions of one outline stand in answers of another."""
    around = _Spans(outer.pairs)
    return sum(around.reach(pair.line, pair.line) for pair in inner.pairs) > 0.5 * len(inner.pairs)


class _Spans:
    """The lines over which pairs go."""

    def __init__(self, pairs: Sequence[PairBlocks]) -> None:
        ordered = sorted(pairs, key=lambda pair: pair.line)
        self._starts = [pair.line for pair in ordered]
        self._ends = list(accumulate((pair.end for pair in ordered), max))

    def reach(self, before: int, after: int) -> bool:
        """Tell whether one of them begins before a line and ends after another one."""
        place = bisect_left(self._starts, before)
        return place > 0 and self._ends[place - 1] > after


def _add(outline: Outline, other: Outline, name: str) -> Outline:
    """Return an outline with those pairs of another that lie outside its own, if they are so many."""
    if not outline.pairs or not other.pairs:
        return outline
    there = _Spans(outline.pairs)
    beside = [
        pair
        for pair in other.pairs
        if is_answered(pair.answer) and not there.reach(pair.end, pair.line)
        if not any(is_project_title(section.text) for section in pair.sections)
    ]
    sure = [pair for pair in beside if _is_sure(pair)]
    if len(sure) < (1 if name in _PLAIN else 2):
        return outline
    beside = beside if name in _MARKED else sure
    return replace(outline, pairs=tuple(sorted((*outline.pairs, *beside), key=lambda pair: pair.line)))


def _is_sure(pair: PairBlocks) -> bool:
    """Tell whether a pair is one beyond doubt: the headings of a manual around its FAQ often begin with How and Why."""
    text = pair.heading.text
    return bool(pair.split or pair.pinned) or ends_as_question(text) or demands_something(text)
