"""What matching finds: which notes of two lists are one question, and which may be."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """The note that a question was before, and how one knows."""

    old: int
    """Its place in the old list."""
    reason: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A removed note and an added one that may well be one question, but not surely."""

    old: int
    new: int
    reason: str


@dataclass(frozen=True, slots=True)
class Matching:
    """Which notes of two lists are the same question."""

    matches: Mapping[int, Match]
    """By the place in the new list, one to one."""
    doubts: tuple[Doubt, ...]
    """In the order of the new list, one to one."""
