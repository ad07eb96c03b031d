"""Terms of a glossary that are nothing but bold: ``**Berth**: a place for a ship``, as paragraphs or as items of a list."""

from collections.abc import Sequence

from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading import weights
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.signs.emptiness import is_empty

_PARAGRAPHS = (("bold", ""), ("bold", "lead"))
_ITEMS = (("items", "bold bullet"), ("items", "bold numbered"))


def find_leads(found: Sequence[Evidence]) -> list[Evidence]:
    """Return the terms of an article that calls itself a glossary, none where bold words only begin its paragraphs."""
    if not written_for().vocabulary:
        return []
    leads = max((_find(found, series) for series in (_PARAGRAPHS, _ITEMS)), key=len)
    are_dense = bool(leads) and leads[-1].place - leads[0].place <= weights.LEAD_BLOCKS * (len(leads) - 1)
    are_names = len({e.text.casefold() for e in leads}) >= weights.NEARLY_ALL * len(leads)  # and not "Use", "Origin"
    return leads if len(leads) >= weights.LEADS and are_dense and are_names else []


def _find(found: Sequence[Evidence], series: Sequence[tuple[str, str]]) -> list[Evidence]:
    return [e for e in found if e.candidate.series in series and e.is_term]


def heads_leads(evidence: Evidence, leads: Sequence[Evidence]) -> bool:
    """Tell whether a heading stands right above such a term, so that it is a section of these."""
    first = next((block for block in evidence.body if not is_empty(block)), None)
    return first is not None and any(first is block for e in leads for block in (e.block, e.whole))
