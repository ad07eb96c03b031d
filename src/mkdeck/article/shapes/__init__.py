"""The shapes in which articles ask, one file each: blocks -> where questions and answers are."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from mkdeck.article.answers import split_answers
from mkdeck.article.blocks import Block
from mkdeck.article.cleaning import clean_answer
from mkdeck.article.shapes import admonitions, bold, headings, inline, items, labels, slides, summary
from mkdeck.article.shapes.outline import Outline, PairBlocks
from mkdeck.article.shapes.sections import open_sections

FindPairs = Callable[[Sequence[Block], int | None], Outline]
"""From an article's blocks and the question level that was set, if any, to what asks and what answers."""

SHAPES: dict[str, FindPairs] = {
    "headings": headings.find_pairs,
    "items": items.find_pairs,
    "summary": summary.find_pairs,
    "bold": bold.find_pairs,
    "labels": labels.find_pairs,
    "admonitions": admonitions.find_pairs,
    "inline": inline.find_pairs,
    "slides": slides.find_pairs,
}
"""Every way to ask by its name, in the order in which they are tried."""


def find_outline(blocks: Sequence[Block], shape: str | None, question_level: int | None) -> Outline:
    """Read an article by the shape that is named, else by the one that suits it best, with what others find beside it."""
    opened = open_sections(blocks)
    names = [shape] if shape else ["headings"] if question_level else list(SHAPES)
    outlines = {name: _read(name, opened, question_level) for name in names}
    main = _choose(outlines)
    outline = outlines[main]
    for name, other in outlines.items():
        outline = outline if name == main else _add(outline, other)
    return outline


def _read(name: str, blocks: Sequence[Block], question_level: int | None) -> Outline:
    outline = SHAPES[name](blocks, question_level)
    split = split_answers([pair.answer for pair in outline.pairs])
    pairs = [
        pair if pair.split else replace(pair, front=front, answer=answer, split=way)
        for pair, (way, front, answer) in zip(outline.pairs, split, strict=True)
    ]
    ways = Counter(pair.split for pair in pairs)
    way = next((way for way in ("choices", "details") if ways[way] > 0.5 * len(pairs)), "")
    return replace(outline, pairs=tuple(pairs), shape=way or name)


def _choose(outlines: dict[str, Outline]) -> str:
    """Return the shape that finds most questions with answers, but not one that finds them in another's answers."""
    counts = {name: _count(outline) for name, outline in outlines.items()}
    best = max(counts, key=lambda name: counts[name])
    around = (
        name
        for name, outline in outlines.items()
        if name != best and counts[name] >= max(2, counts[best] / 3) and _contains(outline, outlines[best])
    )
    return next(around, best)


def _count(outline: Outline) -> int:
    return len({pair.heading.text for pair in outline.pairs if clean_answer(pair.answer)})


def _contains(outer: Outline, inner: Outline) -> bool:
    """Tell whether most questions of one outline stand in answers of another."""
    lines = [pair.line for pair in inner.pairs]
    return sum(_is_within(line, outer.pairs) for line in lines) > 0.5 * len(lines)


def _is_within(line: int, pairs: Sequence[PairBlocks]) -> bool:
    return any(pair.line < line < pair.end for pair in pairs)


def _add(outline: Outline, other: Outline) -> Outline:
    """Return an outline with those pairs of another that lie outside its own, if they are at least two."""
    beside = [p for p in other.pairs if clean_answer(p.answer) and not _overlaps(p, outline.pairs)]
    if len(beside) < 2 or not outline.pairs:
        return outline
    return replace(outline, pairs=tuple(sorted((*outline.pairs, *beside), key=lambda pair: pair.line)))


def _overlaps(pair: PairBlocks, pairs: Sequence[PairBlocks]) -> bool:
    return any(pair.line < other.end and other.line < pair.end for other in pairs)
