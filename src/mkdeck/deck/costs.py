"""What a release costs learners beyond what changed: ``--touch`` and ``--fresh``, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from mkdeck.model import Change, Deck


@dataclass(frozen=True, slots=True)
class Costs:
    """How many notes cost learners something for nothing, or would."""

    sent_again: int = 0
    """Did not change, and replace the learners' tags and edits all the same."""
    twice: int = 0
    """Learners have them, and get them once more as new ones."""
    held: int = 0
    """Only their section has another name, which learners who have them do not get: it would cost tags and edits."""


NO_COSTS = Costs()


def count_costs(changes: Iterable[Change]) -> Costs:
    """Return the costs of a build that remembers."""
    counted = list(changes)
    return Costs(sent_again=sum(change.is_again for change in counted), held=sum(change.is_held for change in counted))


def count_fresh_costs(known: Deck | None, fresh: Deck, now: int) -> Costs:
    """Return the costs of a build that does not remember the package that is known to be there."""
    if known is None:
        return NO_COSTS
    from mkdeck.deck.history import keep_history  # what only builds a note needs no matching

    guids = known.guids
    kept, changes = keep_history(known, fresh, now, touch=True)
    pairs = [(note, new, change) for note, new, change in zip(kept.notes, fresh.notes, changes, strict=False)]
    return Costs(
        sent_again=sum(change.is_again for note, new, change in pairs if note.guid == new.guid),
        twice=sum(note.guid != new.guid for note, new, _ in pairs if note.guid in guids),
    )
