"""Why two notes are one question, or may be, in words."""

from mkdeck.deck.matching.evidence import Evidence


def tell_reason(evidence: Evidence) -> str:
    """Return what speaks for two notes being one question: ``same place, title 82 % alike, answer 95 % alike``."""
    amounts = evidence.amounts
    told = [evidence.rule] if evidence.rule else []
    told += [words for name, words in _TOLD.items() if amounts.get(name) == 1.0]
    if not (amounts.get("asks_same") or amounts.get("same_title")):
        told.append(f"title {_percent(amounts.get('title', 0.0))} alike")
    told.append("same answer" if evidence.kept == 1.0 else f"answer {_percent(evidence.kept)} alike")
    return ", ".join(told)


_TOLD = {
    "place": "same place",
    "asks_same": "asks the same",
    "same_title": "same title",
    "asked_code": "same code in the question",
    "code": "same code",
    "pictures": "same picture",
    "moved_text": "text moved between front and back",
}


def _percent(share: float) -> str:
    """Return a share in words; what is not all is never 100 %."""
    return f"{int(100 * share)} %"
