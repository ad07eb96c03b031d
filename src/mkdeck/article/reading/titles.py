"""Questions written over several headings or bold lines: ``3. A header is shown.``, ``What does it belong to?``, ``Who defines it?``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mkdeck.article.answers.labelled import begins_as_answer, make_paragraph
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.signs.asking import asks_something
from mkdeck.article.signs.emptiness import is_comment
from mkdeck.article.signs.frame import is_frame_title
from mkdeck.article.signs.invitations import is_answer_title
from mkdeck.article.signs.labels import is_counting_label, names_part_of_answer
from mkdeck.article.signs.navigation import is_contents_title

_NUMBER = re.compile(r"\W*+\d{1,3}\W*\Z")


def join_titles(elements: Sequence[Element]) -> list[Element]:
    """Return the elements with each numbered title and those of its form right below it, which have no number, as one question.

    They are sections of unnumbered questions where most of these begin otherwise.
    """
    runs = list(_find_runs(elements))
    joined = {n for run in runs for n in run[1:]}
    series = {_series(elements[run[0]]) for run in runs}
    alike = [_is_numbered(e.candidate) for e in elements if _series(e) in series and not _is_of_page(e)]
    if sum(alike) < 2 or len(joined) < weights.MOSTLY * alike.count(False):
        return list(elements)
    whole = {run[0]: _join([elements[n] for n in run]) for run in runs}
    return [whole.get(n, element) for n, element in enumerate(elements) if n not in joined]


def _find_runs(elements: Sequence[Element]) -> Iterator[list[int]]:
    """Yield the places of such headings, where something stands below the last."""
    run: list[int] = []
    for n, element in enumerate(elements):
        if is_comment(element.block):
            continue
        is_title = _is_title(element.candidate)
        if is_title and run and _series(element) == _series(elements[run[0]]) and _goes_on(element.candidate):
            run.append(n)
            continue
        if len(run) > 1 and not is_title:
            yield run
        run = [n] if is_title and _is_numbered(element.candidate) else []


def _is_title(candidate: Candidate | None) -> bool:
    """Tell whether a candidate is a heading, or a bold line alone."""
    return candidate is not None and (candidate.is_heading or (candidate.series == ("bold", "") and not candidate.rest))


def _series(element: Element) -> tuple[str, str] | None:
    return element.candidate.series if element.candidate else None


def _is_of_page(element: Element) -> bool:
    text = element.candidate.heading.text if element.candidate else ""
    return is_frame_title(text) or is_contents_title(text)


def _only_counts(text: str) -> bool:
    """Tell whether a title is nothing but a number: "12.", "Question 12"."""
    return _NUMBER.match(text) is not None or is_counting_label(text)


def _is_numbered(candidate: Candidate | None) -> bool:
    return candidate is not None and (candidate.number is not None or _only_counts(candidate.heading.text))


def _goes_on(candidate: Candidate | None) -> bool:
    """Tell whether a heading may be more of what the one above it asks, and neither its answer nor the page's frame."""
    text = candidate.heading.text if candidate and not _is_numbered(candidate) else ""
    is_other = begins_as_answer(text) or is_answer_title(text) or names_part_of_answer(text) or is_frame_title(text)
    is_bold = candidate is not None and not candidate.is_heading  # it may answer
    return bool(text) and not is_other and (not is_bold or asks_something(text))


def _join(run: Sequence[Element]) -> Element:
    """Return headings as one question: the first that says something is its title, the others are on its front."""
    asked = [e.candidate for e in run if e.candidate and not _only_counts(e.candidate.heading.text)]
    blocks = [element.block for element in run]
    tokens = tuple(token for block in blocks for token in block.tokens)
    whole = Block(tokens, blocks[0].line, "\n".join(block.source for block in blocks))
    number = asked[0].number or next(int(n) for n in re.findall(r"\d+", blocks[0].source))
    heading = asked[0].heading._replace(number=number, is_numbered=True)
    front = [_as_paragraph(block) for block in blocks[-len(asked) :][1:]]
    return Element(whole, replace(asked[0], heading=heading, number=number, front=tuple(front)))


def _as_paragraph(block: Block) -> Block:
    return make_paragraph(block, block.tokens[1].children or [], block.line, block.source.lstrip("# "))
