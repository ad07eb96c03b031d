"""Whether a title asks, whom, and about what; in the languages of articles."""

import re
from functools import lru_cache

from mkdeck.article.words import Words, pattern, spoken

_ENDS_AS_QUESTION = re.compile(r"[?？؟](?:[(\[（](?>[^()]*[)\]）])|@[\w-]++|\W)*+\Z")
_ENDS_AS_CALL = re.compile(r"\w\([^()]*[?]\)\W*\Z")
MOST_KEPT = 2**18
"""Titles of which it is remembered whether they ask: every shape wants to know it of each."""
_LONGEST = 300
"""Characters of a title that stands above questions or speaks to the reader."""
_LONGEST_END = 200
"""Characters behind a question mark, such as ``(and why)``, that leave it at the end."""


@pattern
def _begins_as_question(words: Words) -> str:
    return rf"[¿\W]*+(?:{words.any('polite')}\s*)?{words.any('interrogatives', 'openers', 'demands')}"


@pattern
def _asks_within(words: Words) -> str:
    return words.any("within")


@pattern
def _tells(words: Words) -> str:
    """Match "How we moved": a story."""
    return rf"\W*+{words.any('stories')}"


@pattern
def _title_of_questions(words: Words) -> str:
    """Match "Interview questions", "FAQ": a title above questions."""
    return rf"(?!.*[?？؟])\W*+{words.any('titles_of_questions')}\W*\Z"


@pattern
def _asks_reader(words: Words) -> str:
    """Match "Any questions left?", "Need help?", "Found a mistake?", "Want to contribute?"."""
    wish = rf"{words.any('wishes')}(?!.*{words.any('interrogatives')}).{{0,25}}{words.any('wished')}"
    return rf"\W*+(?:{words.any('to_reader')}|{wish})\W*\Z"


@pattern
def _about_itself(words: Words) -> str:
    """Match "How to use this list": the article talks about itself."""
    return rf"{words.any('about_text')}|\A\W*+{words.any('how_it_works')}\W*\Z"


@pattern
def _asks_about_itself(words: Words) -> str:
    """Match such a title with a question mark: "Is this project still alive?" is none, but a question of a FAQ."""
    return rf"\A\W*+(?:{words.any('asks_about_text')}|{words.any('how_it_works')}\W*\Z)"


def is_about_questions(text: str, words: Words | None = None) -> bool:
    """Tell whether a title stands above questions, or invites them, and is none itself."""
    return _is_about_questions(text, words or spoken())


@lru_cache(MOST_KEPT)
def _is_about_questions(text: str, words: Words) -> bool:
    if len(text) > _LONGEST:
        return False
    is_title = _title_of_questions(words).match(text) and not _begins_as_question(words).match(text)
    return bool(is_title or _asks_reader(words).match(text))


def is_about_page(text: str, words: Words | None = None) -> bool:
    """Tell whether a title is about the article itself: "How to use this list"."""
    return (_asks_about_itself if ends_as_question(text) else _about_itself)(words).search(text) is not None


def ends_as_question(text: str) -> bool:
    """Tell whether a text ends with a question mark, but not as ``find(name?)`` does."""
    end = text[-_LONGEST_END:]
    return _ENDS_AS_QUESTION.search(end) is not None and not _ENDS_AS_CALL.search(end)


def asks_something(text: str, words: Words | None = None) -> bool:
    """Tell whether a title looks like a question or a task."""
    return _asks(text, words or spoken())


@lru_cache(MOST_KEPT)
def _asks(text: str, words: Words) -> bool:
    if is_about_questions(text, words) or is_about_page(text, words):
        return False
    if ends_as_question(text):
        return True
    asks = _begins_as_question(words).match(text) or _asks_within(words).search(text)
    return bool(asks) and not _tells(words).match(text)
