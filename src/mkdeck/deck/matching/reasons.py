"""Why two notes are one question, or may be, in words."""

from mkdeck.deck.matching.evidence import Evidence


def tell_reason(evidence: Evidence) -> str:
    """Return what speaks most for a match: ``same answer``, ``same place, title 82 % alike``."""
    return ", ".join(_tell(evidence))


def tell_doubt(evidence: Evidence) -> str:
    """Return what speaks for a match that is not sure, and what against it."""
    return ", ".join(_tell(evidence))


def _tell(evidence: Evidence) -> list[str]:
    amounts = evidence.amounts
    told = [evidence.rule] if evidence.rule else []
    if amounts.get("same_answer"):
        told.append("same answer")
    if amounts.get("place", 0.0) == 1.0:
        told.append("same place")
    if amounts.get("asks_same"):
        told.append("asks the same")
    else:
        told.append(f"title {amounts.get('title', 0.0):.0%} alike".replace("%", " %"))
    if not amounts.get("same_answer"):
        told.append(f"answer {amounts.get('kept', amounts.get('answer', 0.0)):.0%} alike".replace("%", " %"))
    return told
