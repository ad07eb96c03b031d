"""What asks in an article in which little says so, and nothing else does."""

from collections.abc import Sequence

from mkdeck.article.reading import weights
from mkdeck.article.reading.evidence import FRAMES, Evidence
from mkdeck.article.reading.members import Members, group_series
from mkdeck.article.reading.terms import find_terms

_ASSUMED = frozenset(
    {("bold", ""), *(("items", f"{look} {kind}") for look in ("bold", "plain") for kind in ("numbered", "bullet"))}
)
"""What may ask though little of it says so, if nothing else in an article does."""


def find_items(found: Sequence[Evidence]) -> list[Members]:
    """Return the numbered items with text in them, or below one that is alone, where nothing else asks on a page that promises questions."""
    items = [e for e in found if e.candidate.form == "items" and e.candidate.number is not None and not e.bar]
    held = [e for e in items if e.is_answered and (e.candidate.rest or e.candidate.siblings == 1)]
    sizes = {e.candidate.group: e.candidate.siblings for e in items}
    if len(held) < max(weights.MANY, weights.ITEMS_AMID * sum(sizes.values())):
        return []
    return [Members(held[0].candidate.series, {e.place: weights.SIGNS["number"] for e in held}, held)]


def assume_questions(found: Sequence[Evidence], series: Sequence[Members]) -> list[Members]:
    """Return the series of which several ask in an article in which nothing else does: then it tells what all of them are.

    A page with contents or a license is about something else.
    """
    if any(e.bar == FRAMES or e.listed is not None for e in found if e.is_heading):
        return []
    terms = find_terms(found, series)
    assumed = [terms] if terms else []
    for name, there in group_series(found).items():
        able = [e for e in there if not e.bar and e.is_answered and not e.is_below]
        lists = {e.candidate.group: e.candidate.siblings for e in there}
        count = sum(lists.values()) if name[0] == "items" else len(there)
        if name in _ASSUMED and len(able) >= weights.MOSTLY * count:
            assumed.append(Members(name, {e.place: weights.SIGNS["term"] for e in able}, able))
    best = max(filter(_is_assumed, assumed), key=lambda m: len(m.places), default=None)
    if best:
        best.is_assumed = True
    return [best] if best else []


def _is_assumed(members: Members) -> bool:
    """Tell whether enough of a series ask to tell what all of it is."""
    asking = {e.text for e in members.able if e.place in members.places and e.asks}
    return len(asking) >= max(weights.SPREAD, weights.SOME * len(members.places))
