"""Folders in which every file is one question: no file says so alone, but its neighbours look alike."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from mkdeck.model import Article

_LEAST = 3
"""Files of a folder that can be alike."""
_FEW = 2
"""Questions that a file may seem to have which is one itself: its parts may ask, too."""
_ALIKE = 0.7
"""The share of a folder's files that have so few."""
_FRAMES = frozenset("readme index _index summary contributing license changelog code_of_conduct security".split())
"""Names of files that are about the others."""


def find_single_questions(articles: Sequence[Article]) -> set[str]:
    """Return the paths of the articles that are one question each, by their title or name.

    They are most files of a folder, and read alone they have fewer questions together than there are files.
    """
    return {path for group in _group(articles) for path in _find_alike(group)}


def _group(articles: Iterable[Article]) -> Iterable[list[Article]]:
    folders: dict[PurePath, list[Article]] = {}
    for article in articles:
        path = PurePath(article.path)
        is_free = article.settings.shape is None and article.settings.question_level is None and not article.answers
        if is_free and path.stem.casefold() not in _FRAMES:
            folders.setdefault(path.parent, []).append(article)
    return folders.values()


def _find_alike(group: Sequence[Article]) -> set[str]:
    few = [article for article in group if len(article.pairs) <= _FEW]
    count = sum(len(article.pairs) for article in group)
    if len(few) < max(_LEAST, _ALIKE * len(group)) or count >= len(group):
        return set()
    return {article.path for article in few}
