"""Which notes of two decks are the same question, each with its reason, and which ones may be."""

from mkdeck.deck.matching.match import match_notes
from mkdeck.deck.matching.result import Doubt, Match, Matching

__all__ = ["Doubt", "Match", "Matching", "match_notes"]
