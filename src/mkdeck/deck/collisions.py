"""Equal keys of several articles, told apart by the folders in which these lie.

``java/basics.md`` and ``go/basics.md`` have one slug. Where both ask the same, one of them keeps the key that it would have alone, and
the other's key begins with its folder: ``go/basics/what-is-a-type``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdeck.deck.identity import note_key
from mkdeck.deck.sketch import split_answer
from mkdeck.model import QUESTION, Article, Note, Pair


@dataclass(frozen=True, slots=True)
class Claim:
    """A question, and the id by which its article knows it."""

    article: Article
    id: str
    same: Sequence[Pair]
    """The question, once for each section in which it stands."""
    kind: str = QUESTION

    @property
    def key(self) -> str:
        """The key that it has where no other article claims it."""
        return note_key(self.article.settings.id or "", self.article.slug, self.id, self.kind)

    def list_longer(self) -> Iterator[tuple[int, str]]:
        """Yield with how many folders in front which key it may have instead, the nearest folder first."""
        for count, _ in enumerate(self.article.folders, start=1):
            slug = "/".join(filter(None, (*reversed(self.article.folders[:count]), self.article.slug)))
            key = note_key(self.article.settings.id or "", slug, self.id, self.kind)
            if key != self.key:  # no whole key was written
                yield count, key


def settle_claims(claims: Sequence[Claim], previous: Sequence[Note]) -> list[str | None]:
    """Return the key of each question, ``None`` where nothing tells it from another one.

    Who had a key in the previous package keeps it, whatever comes first now.
    """
    had = {note.present: note for note in previous}
    wanted: dict[str, list[int]] = defaultdict(list)
    keys: list[str | None] = [None] * len(claims)
    alone = {claim.key for claim in claims}
    for n, claim in enumerate(claims):
        kept = (key for _, key in claim.list_longer() if key in had and key not in alone)
        wanted[(next(kept, None) if had else None) or claim.key].append(n)
    for key, places in wanted.items():
        keys[_choose(key, places, claims, had)] = key
    taken = {key for key in keys if key}
    for places in wanted.values():
        for n in places:
            if keys[n] is None:
                keys[n] = _tell_apart(claims[n], [claims[k] for k in places if k != n], taken)
                taken.add(keys[n] or "")
    return keys


def _choose(key: str, places: Sequence[int], claims: Sequence[Claim], had: Mapping[str, Note]) -> int:
    """Return who keeps a key: who is most like the note that had it, else who lies in no folder, else the first.

    The folder of all articles is no name to tell one by: a clone may have another.
    """

    def rank(n: int) -> tuple[float, ...]:
        likeness = _compare(had[key], claims[n].same[0]) if key in had else ()
        return *likeness, not claims[n].article.is_in_folder

    return places[0] if len(places) == 1 else max(places, key=rank)


def _compare(note: Note, pair: Pair) -> tuple[float, ...]:
    """Return how much of two answers is the same, and whether the sections are."""
    old, new = split_answer(note.fields[1]), split_answer(pair.answer)
    return len(old & new) / max(len(old | new), 1), note.fields[3] == pair.section


def _tell_apart(claim: Claim, others: Sequence[Claim], taken: Collection[str]) -> str | None:
    """Return the shortest key that names a folder in which none of the others lies."""
    for count, key in claim.list_longer():
        folders = claim.article.folders[:count]
        if key not in taken and all(other.article.folders[: len(folders)] != folders for other in others):
            return key
    return None
