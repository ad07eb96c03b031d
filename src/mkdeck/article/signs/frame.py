"""Titles of what frames an article, as "License" and "Thanks" do, and not of its subject."""

import re

from mkdeck.article.signs.asking import ends_as_question, is_about_questions
from mkdeck.article.words import Words, pattern

_LONGEST = 300
"""Characters of such a title."""


@pattern
def _project_title(words: Words) -> str:
    return _titles(words, "project")


@pattern
def _away_title(words: Words) -> str:
    return _titles(words, "project", "away")


@pattern
def _frame_title(words: Words) -> str:
    return _titles(words, "project", "page", "contents", "away")


def _titles(words: Words, *kinds: str) -> str:
    """Return what matches one such title or several: "Credits & license", "Links and resources"."""
    one = words.any(*kinds)
    return rf"(?s)\W*+{one}(?:\W*+(?:{words.any('and')}\W*+)?{one})*\W*+\Z"


def leads_away(text: str, words: Words | None = None) -> bool:
    """Tell whether a title stands above what leads from the page to its makers or to other pages, and sums nothing up."""
    return _matches(_away_title(words), text) or (is_about_questions(text, words) and ends_as_question(text))


def is_frame_title(text: str, words: Words | None = None) -> bool:
    """Tell whether a title stands above a part of the page and not of its subject: "Contents", "License"."""
    return _matches(_frame_title(words), text)


def is_project_title(text: str, words: Words | None = None) -> bool:
    """Tell whether a title stands above what is said of the project, as do all below it: "Contributing"."""
    return _matches(_project_title(words), text)


def _matches(title: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and title.match(text) is not None
