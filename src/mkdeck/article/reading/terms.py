"""Headings that are terms, where the page promises such or questions, and none of them asks."""

from collections import Counter
from collections.abc import Sequence

from mkdeck.article.parsing.markdown import block_text
from mkdeck.article.reading import weights
from mkdeck.article.reading.evidence import Evidence, is_frame
from mkdeck.article.reading.leads import heads_leads
from mkdeck.article.reading.members import CELLS, ROWS, Members
from mkdeck.article.signs.emptiness import is_empty

_LONGEST_BEGIN = 200
"""Characters of a text that say what it is about."""


def find_terms(found: Sequence[Evidence], series: Sequence[Members]) -> Members | None:
    """Return the series of what is explained, the outermost of several that stand in each other."""
    best: Members | None = None
    outer: list[Evidence] = []
    below: set[int] = set()
    counts = Counter(e.candidate.series for e in found if e.is_term)
    holding = Counter(e.candidate.series for e in found if e.is_heading and e.leads_on and not e.has_content)
    divided = {
        m.series for m in series if holding[m.series] > weights.HALF * len(m.able)
    }  # sections, with or without an introduction
    for evidence in found:
        if evidence.is_heading:
            outer = [e for e in outer if e.candidate.level < evidence.candidate.level]
            below |= {evidence.place} if outer else set()
            is_outer = evidence.is_term and not evidence.is_title and evidence.candidate.series not in divided
            if is_outer and counts[evidence.candidate.series] > 1:
                outer.append(evidence)
    for members in series:
        if members.is_headings:
            terms = [e for e in members.able if e.is_term and e.place not in below]
            if 2 * len(terms) >= len(members.able):
                terms = [e for e in members.able if (e in terms or _is_parted(e)) and e.place not in below]
            if terms and (best is None or len(terms) > len(best.places)):
                best = Members(members.series, {e.place: weights.SIGNS["term"] for e in terms}, members.able)
    if best:
        _add_frames(best, [e for e in found if e.candidate.series == best.series])
    return best


def find_asked(found: Sequence[Evidence], reading: Sequence[Members], terms: Members | None) -> list[Evidence]:
    """Return the questions of a reading that speak against terms: no rows, and no headings that ask in words alone below one."""
    chosen = {n for m in reading if m.series not in (ROWS, CELLS) for n in m.places}
    asked: list[Evidence] = []
    level = 0
    for evidence in found:
        is_term = terms is not None and evidence.place in terms.places
        if evidence.is_heading and (is_term or evidence.candidate.level <= level):
            level = evidence.candidate.level if is_term else 0
        if evidence.place in chosen and (is_term or not level or evidence.is_plain or not evidence.is_heading):
            asked.append(evidence)
    return asked


def _is_parted(evidence: Evidence) -> bool:
    """Tell whether a term may have all its text below lower headings, or beside its own text some that ask in words alone."""
    return (evidence.leads_on and not evidence.holds) or (evidence.has_content and not evidence.holds_surely)


def are_sections(terms: Members | None, found: Sequence[Evidence], leads: Sequence[Evidence]) -> bool:
    """Tell whether of the headings that may be terms most are sections of bold ones."""
    headings = [e for e in found if terms and e.place in terms.places]
    sections = sum(heads_leads(e, leads) for e in headings)
    return len(headings) < weights.LEADS <= len(leads) or sections > weights.HALF * len(headings)


def _add_frames(terms: Members, there: Sequence[Evidence]) -> None:
    """Add what between terms only looks like a part of the page: "Index" is a term."""
    first, last = min(terms.places), max(terms.places)
    for evidence in there:
        is_like = is_frame(evidence.candidate.heading) and evidence.has_content and not evidence.in_frame
        if is_like and (first < evidence.place < last or _is_defined(evidence)):
            terms.places[evidence.place] = weights.SIGNS["term"]


def _is_defined(evidence: Evidence) -> bool:
    """Tell whether the text below a title begins with it, perhaps behind an article: "A community is …"."""
    shown = [block for block in evidence.body if not is_empty(block)]
    words = block_text(shown[:1])[:_LONGEST_BEGIN].casefold().split()
    title = evidence.text.casefold().split()
    return any(words[n : n + len(title)] == title and len(words) > n + len(title) for n in (0, 1))
