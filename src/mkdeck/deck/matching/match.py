"""The steps of matching: what is sure first, then all that is left at once."""

from collections.abc import Sequence

from mkdeck.deck.matching.guess import Guess
from mkdeck.deck.matching.result import Match, Matching
from mkdeck.deck.matching.sure import match_sure
from mkdeck.model import Note


def match_notes(old: Sequence[Note], new: Sequence[Note], guids_first: bool) -> Matching:
    """Return which old note each new one was.

    ``guids_first`` is for two packages, whose GUIDs are what learners have; notes fresh from articles have none yet
    that counts.
    """
    sure = match_sure(old, new, guids_first)
    if len(sure.matches) in (len(old), len(new)):
        return Matching({n: Match(o, reason) for n, (o, reason) in sure.matches.items()}, ())
    return Guess(old, new, sure).run()
