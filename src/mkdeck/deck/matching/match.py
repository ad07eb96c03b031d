"""The steps of matching: what is sure first, then all that is left at once."""

from collections.abc import Sequence
from dataclasses import replace

from mkdeck.deck.matching.guess import Guess
from mkdeck.deck.matching.result import Doubt, Match, Matching
from mkdeck.deck.matching.sure import SAME_NOTE, match_sure
from mkdeck.deck.wording import is_reworded
from mkdeck.model import KINDS, Note


def match_notes(old: Sequence[Note], new: Sequence[Note], guids_first: bool) -> Matching:
    """Return which old note each new one was.

    ``guids_first`` is for two packages, whose GUIDs are what learners have; notes fresh from articles have none yet
    that counts. A note is one of its kind for ever, so notes of two kinds are never the same.
    """
    matches: dict[int, Match] = {}
    doubts: list[Doubt] = []
    for kind in KINDS:
        olds, news = ([n for n, note in enumerate(notes) if note.kind == kind] for notes in (old, new))
        found = _match_kind([old[o] for o in olds], [new[n] for n in news], guids_first)
        matches |= {news[n]: replace(match, old=olds[match.old]) for n, match in found.matches.items()}
        doubts += (replace(doubt, old=olds[doubt.old], new=news[doubt.new]) for doubt in found.doubts)
    return Matching(matches, tuple(sorted(doubts, key=lambda doubt: doubt.new)))


def _match_kind(old: Sequence[Note], new: Sequence[Note], guids_first: bool) -> Matching:
    sure = match_sure(old, new, guids_first)
    reworded = [n for n, (o, reason) in sure.matches.items() if reason == SAME_NOTE and is_reworded(old[o], new[n])]
    if not reworded and len(sure.matches) in (len(old), len(new)):
        return Matching({n: Match(o, reason) for n, (o, reason) in sure.matches.items()}, ())
    guess = Guess(old, new, sure)
    found = guess.run()
    told = {n: guess.explain(sure.matches[n][0], n) for n in reworded}
    return replace(found, matches={**found.matches, **told})
