"""Which notes of two decks are the same question, each with its reason, and which ones may be."""

from mkdeck.deck.matching.match import Doubt, Match, Matching, match_notes

__all__ = ["Doubt", "Match", "Matching", "match_notes"]
