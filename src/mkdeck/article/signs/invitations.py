"""Titles of folds and of buttons that say that an answer is in them, or only what to do: "Show answer", "Click to expand"."""

from mkdeck.article.words import Words, pattern

_OF = r"(?:\([^()]{1,40}\))?"
"""Whose answer it is: "Answer (DNS)"."""
_LONGEST = 100
"""Characters of such titles."""


@pattern
def _invitation(words: Words) -> str:
    return _made_of(words.longest("show", "invitations"))


@pattern
def _answer_title(words: Words) -> str:
    kinds = ("answer_labels", "explanations", "show", "invitations", "fillers", "qualifiers")
    counted = r"\d+|[A-H](?!\w)"
    return rf"(?=.*{words.any('answer_labels', 'explanations')}){_made_of(f'{words.longest(*kinds)}|{counted}', _OF)}"


@pattern
def _invites(words: Words) -> str:
    return rf"\W*+(?:{words.any('show', 'invitations')}\W++){{0,3}}{words.any('show')}"


def _made_of(word: str, end: str = "") -> str:
    """Return what matches a title that has no other words, but perhaps at its ``end``."""
    return rf"(?:\W*+(?:{word}))++\s*+{end}\W*+\Z"


def is_answer_title(title: str, words: Words | None = None) -> bool:
    """Tell whether a fold's title says that the answer is in it."""
    return len(title) <= _LONGEST and _answer_title(words).match(title) is not None


def is_invitation(title: str, words: Words | None = None) -> bool:
    """Tell whether a fold's title only says what to do, and names nothing: "show", "Click to expand"."""
    return len(title) <= _LONGEST and _invitation(words).match(title) is not None


def invites(title: str, words: Words | None = None) -> bool:
    """Tell whether a fold's title begins with what to do, and so names no section: "Show the rest"."""
    return _invites(words).match(title[:_LONGEST]) is not None
