"""Whose the ids of headings are: a question's, by its author or ``mkdeck pin``, or those of a site that gives each one."""

from collections.abc import Sequence

from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.signs.asking import ends_as_question


def are_of_site(headings: Sequence[Evidence]) -> bool:
    """Tell whether what only holds headings with ids, the title or each section, has one as well.

    Then an id says nothing of what asks.
    """
    held = {e.group for e in headings if e.candidate.heading.pinned}
    holders = [e for e in headings if e.place in held and not ends_as_question(e.text)]
    titles = [e for e in holders if e.is_title]
    sections = [e for e in holders if not e.is_title]
    return any(bool(group) and all(e.candidate.heading.pinned for e in group) for group in (titles, sections))
