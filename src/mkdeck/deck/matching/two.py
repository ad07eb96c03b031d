"""Two wordings beside each other, and how they differ."""

from dataclasses import dataclass

from mkdeck.deck.wording import Wording


@dataclass(frozen=True, slots=True)
class Two:
    """Two notes that may be one question."""

    old: Wording
    new: Wording
    gone: set[str]
    """The words that only the old question has, those aside that are just written in another way."""
    come: set[str]
    lost: set[str]
    """The words that the answer has less often than before."""
    gained: set[str]
    kept: float
    """How much of the answer stayed."""
    akin: set[str]
    """Words of both questions that have another ending there: linter, linting; they are neither gone nor come."""
