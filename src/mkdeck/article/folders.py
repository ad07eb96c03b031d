"""Folders in which every file is one question: no file says so alone, but its neighbours look alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from mkdeck.article.signs.asking import ends_as_question
from mkdeck.model import Article

_LEAST = 3
"""Files of a folder that can be alike."""
_FEW = 2
"""Questions that a file may seem to have which is one itself: its parts may ask, too."""
_FEW_PARTS = 4
"""The same in a folder of such files, of what does not end as a question."""
_ALIKE = 0.7
"""The share of a folder's files that have so few."""
_PARTS = 0.4
"""The share of a folder's files from which on what all of them seem to ask is a part that each has."""
_ASKED = 0.5
"""The share of these with a question mark, above which they are questions that every file answers."""
_SAYING = frozenset({"text", "question", "front", "answer", "key"})
"""Roles of what says something."""
_FRAMES = frozenset("readme index _index summary contributing license changelog code_of_conduct security".split())
"""Names of files that are about the others."""


def find_single_questions(articles: Sequence[Article]) -> set[str]:
    """Return the paths of the articles that are one question each, by their title or name.

    They are most files of a folder, and read alone they have fewer questions together than there are files.
    """
    telling = [article for article in articles if not _only_leads_on(article)]
    return {path for group, few in _group(telling) for path in _find_alike(group) & few}


def _only_leads_on(article: Article) -> bool:
    """Tell whether an article says nothing itself, as an index of its folder does."""
    kinds = {role.kind for role in article.roles}
    return "navigation" in kinds and not kinds & _SAYING


def _group(articles: Iterable[Article]) -> Iterable[tuple[list[Article], set[str]]]:
    """Yield the files of each folder, twice: those of a folder that has few are judged with those of the folders beside it."""
    folders: dict[PurePath, list[Article]] = {}
    for article in articles:
        path = PurePath(article.path)
        is_free = article.settings.shape is None and article.settings.question_level is None and not article.answers
        if is_free and path.stem.casefold() not in _FRAMES:
            folders.setdefault(path.parent, []).append(article)
    beside: dict[PurePath, list[Article]] = {}
    for folder, group in folders.items():
        beside.setdefault(folder.parent, []).extend(group)
    for folder, group in folders.items():
        yield (group if len(group) >= _LEAST else beside[folder.parent]), {article.path for article in group}


def _find_alike(group: Sequence[Article]) -> set[str]:
    """Return the paths of those files that have few questions of their own, if these are alike."""
    files = Counter(title for article in group for title in {pair.title.casefold() for pair in article.pairs})
    least = max(_LEAST, _PARTS * len(group))
    shared = [pair.title for article in group for pair in article.pairs if files[pair.title.casefold()] >= least]
    if sum(map(ends_as_question, shared)) > _ASKED * len(shared):
        least = len(group) + 1
    # Nobody gives an id to a part of an answer.
    own = [
        sum(
            files[pair.title.casefold()] < least or bool(pair.pinned)
            for pair in article.pairs
            if not article.is_assumed
        )
        for article in group
    ]
    few = {article.path for article, count in zip(group, own, strict=True) if count <= _FEW}
    parted = {
        article.path
        for article, count in zip(group, own, strict=True)
        if count <= _FEW_PARTS and not any(ends_as_question(pair.title) for pair in article.pairs)
    }
    if len(few) < max(_LEAST, _ALIKE * len(group)):
        return set()
    titled = {article.path for article in group if _answers_title(article)}
    alike = few | parted if sum(own) < len(group) else set()
    return alike | titled if len(titled) >= _ALIKE * len(group) else alike


def _answers_title(article: Article) -> bool:
    """Tell whether a file asks what its title does, or has little else on cards than what answers that."""
    if article.shape == "file":
        return any(ends_as_question(pair.title) for pair in article.pairs)
    lengths = Counter[str]()
    for role in article.roles:
        lengths[role.kind] += role.end - role.line + 1
    return ends_as_question(article.title) and lengths["text"] > lengths["answer"]
