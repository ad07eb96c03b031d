"""Why a candidate can be no question at all."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mkdeck.article.answers.labelled import begins_as_answer
from mkdeck.article.parsing.blocks import Block, list_items
from mkdeck.article.parsing.markdown import block_text, inline_text
from mkdeck.article.reading.evidence import (
    ABOUT_PAGE,
    ANSWERS,
    FRAMES,
    HEADED,
    SAID_AGAIN,
    Evidence,
    is_frame,
    is_part_of_answer,
)
from mkdeck.article.signs.asking import ends_as_question, is_about_page, is_about_questions
from mkdeck.article.signs.emptiness import is_empty
from mkdeck.article.signs.frame import leads_away
from mkdeck.article.signs.invitations import is_answer_title, is_invitation
from mkdeck.article.signs.labels import another_wording, is_counting_label
from mkdeck.article.signs.navigation import is_contents_title, is_navigation

_IGNORED = re.compile(r"\s*<!--\s*md2apkg ignore-card\s*-->")


def set_bar(evidence: Evidence) -> None:
    """Say why a candidate can be no question at all, if so."""
    if not evidence.bar:
        evidence.bar = next((reason for reason, holds in _find_bars(evidence) if holds), "")


def bar_wordings(found: Sequence[Evidence]) -> None:
    """Say of what only says the question above in other words that it is none of its own."""
    for before, evidence in pairwise(e for e in found if not another_wording().match(e.text)):
        shown = [block for block in before.body if not is_empty(block)] if evidence.is_heading else []
        if len(shown) == 1 and another_wording().match(block_text(shown)):
            evidence.bar = SAID_AGAIN


def bar_headed(found: Sequence[Evidence]) -> None:
    """Say of headings between "Answer" and the next question that they are parts of the answer; where "Question" heads that, also those of its level."""
    headings = [e for e in found if e.is_heading]
    explained = [e for e in headings if e.is_explained]  # "Questions?" asks none
    asked = {e.place for e in explained if e.counts or (e.is_plain and e.candidate.heading.looks_like_question)}
    counting = [e for e in explained if e.counts]
    is_alone = bool(counting) and counting == headings[:1]  # then none stands above it
    level = 0
    for before, evidence in pairwise(headings):
        if before.place in asked and (before.counts or not is_alone):
            level = before.candidate.level + (not before.counts)
            if before.counts and evidence.bar != ANSWERS:
                evidence.bar = HEADED  # an aside above the answer
        elif (evidence.place in asked or evidence.counts or evidence.candidate.level < level) and not is_alone:
            level = 0
        elif level and not leads_away(evidence.text):
            evidence.bar = HEADED


def bar_glued(found: Sequence[Evidence]) -> None:
    """Say of a list glued to a numbered question that it answers: it is indented as for a shorter number than "10."."""
    for above, evidence in pairwise(found):
        item, below = above.candidate, evidence.candidate
        is_glued = evidence.place == above.place + 1 and evidence.block.line == item.line + 1
        is_list = item.form == below.form == "items" and item.number is not None and below.number is None
        if is_glued and is_list and above.asks and not item.rest and "ends" not in evidence.signs:
            evidence.bar = evidence.bar or "answers the question right above it"


def bar_clozes(found: Sequence[Evidence]) -> None:
    """Say of what hides something in the answer to a question that it is a part of that, however much there is of it."""
    asked: Evidence | None = None
    for evidence in found:
        if evidence.candidate.form == "cloze":
            evidence.bar = "stands in the answer to a question" if asked else evidence.bar
            continue
        if evidence.is_heading and not (
            asked and asked.is_heading and evidence.candidate.level > asked.candidate.level
        ):
            asked = None
        if evidence.asks and not evidence.candidate.is_whole:
            asked = evidence


def _find_bars(evidence: Evidence) -> Iterator[tuple[str, bool]]:
    text, heading, form = evidence.text, evidence.candidate.heading, evidence.candidate.form
    ends = "ends" in evidence.signs
    yield "has no text", not text
    # Words alone bar none that has the mark of a question.
    is_marked = bool(evidence.signs & {"number", "label", "pinned", "marked", "amid"})
    if evidence.counts or evidence.candidate.is_framed:
        return
    yield (
        "stands above questions, or speaks to the reader",
        is_about_questions(text)
        and not ((ends and evidence.signs & {"number", "label", "marked"}) or evidence.counts_on),
    )
    yield "belongs to what is said of the project", evidence.in_frame and not (ends and form == "headings")
    yield ANSWERS, begins_as_answer(text)
    yield ABOUT_PAGE, is_about_page(text) and not is_marked
    yield "is left out by a comment of its author", any(map(_leaves_out, evidence.body))
    if form == "headings":
        yield "names the article", evidence.is_title and "tagged" not in evidence.signs
        yield "only leads to another page", _is_link(evidence)
        yield "stands above a list of questions", _only_asks(evidence) and not evidence.is_explained
        yield "only counts", is_counting_label(text) and not evidence.counts
        yield "names a part of an answer", is_part_of_answer(heading) and "number" not in evidence.signs
        yield "stands above the contents", is_contents_title(text) and _begins_with_links(evidence)
        yield FRAMES, is_frame(heading) and not is_marked and not ends
        leads = any(is_navigation(block) for block in evidence.body)
        yield "only leads on", leads and not evidence.has_content and not heading.looks_like_question
    elif form in ("summary", "admonitions"):
        yield "says that it answers", is_answer_title(text)
        yield "only invites", is_invitation(text)
        yield FRAMES, is_frame(heading) and not ends
        yield "is an aside", evidence.candidate.rank == "aside" and not ends
    elif form == "bold":
        yield "names a part of an answer", is_part_of_answer(heading)
        yield "names a step", evidence.candidate.rank == "named" and "marked" not in evidence.signs
        yield FRAMES, is_frame(heading)


def _leaves_out(block: Block) -> bool:
    return block.type == "html_block" and _IGNORED.match(block.tokens[0].content) is not None


def _only_asks(evidence: Evidence) -> bool:
    """Tell whether all that stands below a heading are lists of which most items ask, without answers."""
    shown = [b for b in evidence.body if not is_empty(b) and not is_navigation(b)]
    items = [item for block in shown for item in list_items(block)]
    asking = sum(_asks_alone(item) for item in items)
    return bool(items) and asking > 0.5 * len(items) and all(list_items(block) for block in shown)


def _begins_with_links(evidence: Evidence) -> bool:
    """Tell whether what stands first below a heading is a list with links in it."""
    first = next((b for b in evidence.body if not is_empty(b)), None)
    children = (t.children or () for t in first.tokens if t.type == "inline") if first and list_items(first) else ()
    return any(token.type == "link_open" for inside in children for token in inside)


def _asks_alone(item: Block) -> bool:
    """Tell whether an item is a question of one line."""
    inlines = [t for t in item.tokens if t.type == "inline"]
    return len(inlines) == 1 and ends_as_question(inline_text(inlines[0]))


def _is_link(evidence: Evidence) -> bool:
    """Tell whether a heading is nothing but a link, with no text below it."""
    children = evidence.candidate.heading.children
    is_whole = len(children) > 2 and children[0].type == "link_open" and children[-1].type == "link_close"
    return is_whole and not evidence.has_content
