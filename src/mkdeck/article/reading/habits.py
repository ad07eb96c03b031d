"""What only many of one series together say: folds that just invite, options, quotes, titles that count on."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise, takewhile

from mkdeck.article.answers.folded import fold_title
from mkdeck.article.answers.labelled import begins_as_answer, has_answer_label
from mkdeck.article.answers.options import has_marked_option, has_one_right
from mkdeck.article.answers.sided import split_at_side
from mkdeck.article.answers.ticks import tick_signed
from mkdeck.article.answers.tools import take_signs
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading import weights
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.signs.asking import asks_something, ends_as_question
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.invitations import is_answer_title, is_invitation
from mkdeck.article.signs.labels import is_question_label

_SERIAL = re.compile(r"\W*+([^\W\d]++)\s++#?(\d{1,3})\b\W*+(?=\w)")

_CODE = re.compile(r"\W*+([^\W\d_]{1,3})[-.]?(\d{1,3})[.:)]\s*+(?=\S)")
"""What counts as "C12." does."""


def mark_habits(found: Sequence[Evidence]) -> None:
    """Note what only many of one series together say: folds that just invite, options, headings that explain, quotes."""
    for members in _by_series(found).values():
        numbered = [e for e in members if e.candidate.heading.is_numbered]
        bodies = {id(e): tick_signed(e.body) for e in members}
        options = [e for e in members if has_marked_option(bodies[id(e)])]
        with_options = sum(e.candidate.heading.is_numbered for e in options)
        if (options and with_options >= max(2, 0.5 * len(numbered))) or (
            len(options) >= max(2, 0.5 * len(members))
            and sum(has_one_right(bodies[id(e)]) for e in options) >= weights.MOSTLY * len(options)
        ):
            _sign(options, "option")
        folded = [e for e in members if _begins_folded(e.body)]
        asking = sum(asks_something(e.text) for e in folded)
        is_habit = len(folded) >= 5 and len(folded) >= 0.8 * sum(e.has_content for e in members)
        if len(folded) >= 3 and (asking >= len(folded) / 3 or is_habit):
            _sign(folded, "marked")
        quoted = [e for e in members if _is_quoted(e.body) and len(e.body) and e.candidate.form != "headings"]
        if len(quoted) >= max(3, 0.6 * len(members)):
            _sign(quoted, "marked")
        labelled = [e for e in members if e.candidate.form == "labels" and has_answer_label(e.body, is_short=True)]
        if len(labelled) >= 0.6 * len(members):
            answered = {evidence.place for evidence in labelled}
            for evidence in members:
                if not (evidence.place in answered or evidence.candidate.is_framed or asks_something(evidence.text)):
                    evidence.bar = "has no label of an answer, as the others have"
        _mark_neighbours(members)
        serial = _find_serial(members)
        if len(serial) >= 2:
            _sign(serial, "serial")
    _sign(_find_paired(found), "pair")
    headings = [e for e in found if e.is_heading]
    _sign(_find_deck(headings), "card")
    _sign(_find_amid(headings), "amid")
    for n, upper in enumerate(headings):
        upper.is_explained = any(map(_heads_answer, _find_next(upper, islice(headings, n + 1, None))))
    explained = [
        above
        for above, below in pairwise(headings)
        if above.is_explained and below.candidate.level > above.candidate.level
    ]
    counts, all_of = Counter(e.candidate.level for e in explained), Counter(e.candidate.level for e in headings)
    for evidence in explained:
        level = evidence.candidate.level
        if counts[level] >= max(3, 0.6 * all_of[level]):
            evidence.signs.add("marked")


def _find_next(heading: Evidence, below: Iterable[Evidence]) -> list[Evidence]:
    """Return the heading below one, if it is not higher; of "Question" all to the next such, as asides may stand before "Answer"."""
    level, is_label = heading.candidate.level, is_question_label(heading.text)
    within = takewhile(lambda e: e.candidate.level >= level and not is_question_label(e.text), below)
    return list(islice(within, None if is_label else 1))


def _heads_answer(heading: Evidence) -> bool:
    return is_answer_title(heading.text) or begins_as_answer(heading.text)


def _by_series(found: Sequence[Evidence]) -> dict[tuple[str, str], list[Evidence]]:
    members: dict[tuple[str, str], list[Evidence]] = {}
    for evidence in found:
        members.setdefault(evidence.candidate.series, []).append(evidence)
    return members


def _sign(members: Sequence[Evidence], sign: str) -> None:
    for evidence in members:
        evidence.signs.add(sign)


def _begins_folded(body: Sequence[Block]) -> bool:
    """Tell whether of the first blocks that show something one is a fold that invites: code may stand on the front."""
    shown = [block for block in body if not is_empty(block)][:3]
    return any(block.type == "details_open" and is_invitation(fold_title(block)) for block in shown)


def _is_quoted(body: Sequence[Block]) -> bool:
    """Tell whether a quote, perhaps below options or code, is the first text below a question."""
    shown = next((b for b in body if not is_empty(b) and b.type not in ("bullet_list_open", "fence")), None)
    return shown is not None and shown.type == "blockquote_open"


def _find_paired(found: Sequence[Evidence]) -> list[Evidence]:
    """Return those of lists all of whose items have a sign between two sides or above one, and one of which surely asks."""
    lists: dict[int, list[Evidence]] = {}
    for evidence in found:
        if evidence.candidate.form in ("inline", "tagged") and evidence.candidate.siblings > 1:
            lists.setdefault(evidence.candidate.group, []).append(evidence)
    whole = [there for there in lists.values() if there[0].candidate.siblings <= len(there)]
    asking = [there for there in whole if any(map(_surely_asks, there))]
    return [e for there in asking for e in there if e.candidate.form == "inline"]


def _surely_asks(evidence: Evidence) -> bool:
    is_sure = evidence.candidate.form == "tagged" or evidence.candidate.rank == "pair"
    return is_sure or ends_as_question(evidence.text)


def _mark_neighbours(members: Sequence[Evidence]) -> None:
    """Note which are numbered as a question right before or after them is: "9. Rapid-fire questions!"."""
    for before, after in pairwise(members):
        number, following = before.candidate.heading.number, after.candidate.heading.number
        if number is not None and following == number + 1:
            before.counts_on = before.counts_on or asks_something(after.text)
            after.counts_on = after.counts_on or asks_something(before.text)


def _find_serial(members: Sequence[Evidence]) -> list[Evidence]:
    """Return those whose titles begin with one word and count on: "Scenario 1: …", "Scenario 2: …"."""
    codes = [(evidence, match) for evidence in members if (match := _CODE.match(evidence.text))]
    counted = sum(a[1] == b[1] and int(b[2]) == int(a[2]) + 1 for (_, a), (_, b) in pairwise(codes))
    if len(codes) >= max(3, 0.6 * len(members)) and counted >= 0.6 * len(codes):
        for evidence, match in codes:
            evidence.begins_anew = match[2] == "1"
        return [evidence for evidence, _ in codes]
    found: dict[str, list[tuple[int, Evidence]]] = {}
    for evidence in members:
        if match := _SERIAL.match(evidence.text):
            found.setdefault(match[1].casefold(), []).append((int(match[2]), evidence))
    best = max(found.values(), key=len, default=[])
    steps = sum(b[0] == a[0] + 1 for a, b in pairwise(best))
    return [e for _, e in best] if steps and steps >= 0.8 * (len(best) - 1) else []


def _find_deck(headings: Sequence[Evidence]) -> list[Evidence]:
    """Return the headings that are cards to the tool for which the article was written, whatever they say."""
    answered = [e for e in headings if e.has_content]
    if written_for().nested:
        return answered
    if not written_for().headings:
        return []
    signed = [e for e in answered if split_at_side(e.body) or any(take_signs(e.body)[1][:2])]
    level = Counter(e.candidate.level for e in signed).most_common(1)[0][0] if signed else 0
    return [e for e in answered if e.candidate.level == level]


def _find_amid(headings: Sequence[Evidence]) -> list[Evidence]:
    """Return the headings that end as questions, as do those before and after them in their section."""
    last: dict[int, int] = {}  # by level, the place of the last heading of the section
    before: dict[int, int] = {}
    asking = {n for n, e in enumerate(headings) if ends_as_question(e.text)}
    for n, evidence in enumerate(headings):
        level = evidence.candidate.level
        if level in last:
            before[n] = last[level]
        last = {above: place for above, place in last.items() if above < level} | {level: n}
    return [headings[place] for n, place in before.items() if asking >= {n, place, before.get(place, -1)}]
