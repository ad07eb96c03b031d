"""What is told of an article as a whole, and what would help."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.reading.outline import LeftOut, Outline
from mkdeck.model import Location, Settings
from mkdeck.problem import Problem, Severity

_SEVERAL = 3
"""Headings of a level that may be terms."""


def report_draft(path: str) -> Problem:
    """Report that the article is left out as a whole."""
    hint = "take it in with --drafts, or set draft = false"
    return Problem(Location(path, 1), "draft", "the article is a draft and left out", hint, Severity.INFO)


def report_empty(title: str, where: Location) -> Problem:
    """Report a question that nobody has answered."""
    message = f"question '{title}' has no answer"
    return Problem(where, "empty-answer", message, "write the answer below the question, or delete the question")


def report_repetitive(path: str) -> Problem:
    """Report footnotes that would stand on every card."""
    message = "the footnotes of the article are so long, and used so often, that they do not fit on the cards"
    hint = "write what many answers need once, as an answer of its own"
    return Problem(Location(path, 1), "large-footnotes", message, hint, Severity.ERROR)


def report_left_out(left: LeftOut, path: str) -> Problem:
    """Report what looks like a question and is none; it is a detail where it stands on another card."""
    severity = Severity.INFO if left.is_lost else Severity.DETAIL
    return Problem(Location(path, left.line), "left-out", f"'{left.text}' {left.reason}", left.hint, severity)


def report_assumed(path: str, outline: Outline) -> Problem:
    """Report that questions were taken for some that do not ask."""
    asking = sum(pair.heading.looks_like_question for pair in outline.pairs)
    what = {"bold": "bold lines", "items": "items"}.get(outline.shape, "headings")
    message = f"{asking} of {len(outline.pairs)} {what} ask, and all of them were taken as questions"
    hint = f'set shape = "{outline.shape}" if that is right'
    return Problem(Location(path, outline.pairs[0].line), "assumed-questions", message, hint)


def _count_explained(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return the level of most headings with text right below them, and how many it has."""
    levels = Counter(int(a.tokens[0].tag[1]) for a, b in pairwise(blocks) if a.type == "heading_open" != b.type)
    return max(levels.items(), key=lambda each: (each[1], each[0]), default=(0, 0))


def report_no_pair(
    path: str, settings: Settings, left_out: Sequence[LeftOut], blocks: Sequence[Block], without: int
) -> Problem:
    """Report that nothing is a question; ``without`` the settings of the reading, that many are found."""
    asking = sum(left.count for left in left_out if left.is_lost)
    level, count = _count_explained(blocks)
    hint = "write questions as headings, or set shape or question-level if they do not look like questions"
    if settings.shape:
        message = f"the article does not ask in the shape {settings.shape}"
    elif settings.question_level:
        message = f"the article has no heading with {'#' * settings.question_level}"
    elif asking:
        message = f"{asking} of the article's lines ask, but no answer stands below them"
        hint = "write an answer below each question"
    elif count >= _SEVERAL:
        message = f"none of the {count} headings with {'#' * level} asks"
    else:
        message = "nothing in the article asks and is answered"
    if without:
        hint = f"delete the setting: without it mkdeck finds {without} by itself"
    elif count >= _SEVERAL and not asking:
        way = f"delete shape and set question-level = {level}" if settings.shape else f"set question-level = {level}"
        hint = f"{way}, if each of them is one, as a term is; that makes {count} cards"
    return Problem(Location(path, 1), "no-question", f"no question found: {message}", hint)
