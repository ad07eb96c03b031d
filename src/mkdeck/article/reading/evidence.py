"""What speaks for and against each candidate; computed once, before anything is chosen."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mkdeck.article.answers import has_marked_answer
from mkdeck.article.answers.folded import fold_title, is_answer_title, is_invitation
from mkdeck.article.answers.labelled import begins_as_answer, has_answer_label
from mkdeck.article.answers.options import has_marked_option
from mkdeck.article.asking import asks_something, ends_as_question, is_about_page, is_about_questions
from mkdeck.article.blocks import Block, inner_blocks, list_items
from mkdeck.article.cleaning import clean_answer
from mkdeck.article.emptiness import is_empty, is_list_of_links
from mkdeck.article.frame import is_frame_title, is_project_title
from mkdeck.article.labels import is_counting_label, is_question_label, match_question_label, names_part_of_answer
from mkdeck.article.markdown import block_text, plain_text
from mkdeck.article.navigation import fold_words, is_contents_title, is_navigation, read_contents
from mkdeck.article.question import Heading, take_bare_number
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import NO_LEVEL, Candidate, Element

_SERIAL = re.compile(r"\W*+([^\W\d]++)\s++#?(\d{1,3})\b\W*+(?=\w)")
_EXPLAINING = frozenset({"bullet_list_open", "ordered_list_open", "fence", "code_block", "table_open", "math_block"})


@dataclass(slots=True)
class Evidence:
    """A candidate, and what is known of it."""

    place: int
    """Its place among the elements."""
    candidate: Candidate
    block: Block
    whole: Block | None
    body: tuple[Block, ...]
    """What stands below it, to the next heading or sibling."""
    signs: set[str] = field(default_factory=set)
    """What says that it asks; ``weights.SIGNS`` has them all."""
    bar: str = ""
    """Why it can be none."""
    has_content: bool = False
    has_only_links: bool = False
    leads_on: bool = False
    """Whether a lower heading that does not ask stands right below it."""
    group: int = 0
    """Tells its siblings of one section, or of one run of lists, from others."""
    listed: int | None = None
    """How deep in the table of contents it stands, ``None`` where it does not."""
    is_below: bool = False
    """Whether it stands in what may well be the answer to another one."""
    holds: int = 0
    """How many ask that stand below it and are no part of another's answer."""
    is_explained: bool = False
    """Whether the next heading says that it answers."""
    counts: bool = False
    """Whether it is a heading that only counts, "Question 12", and the question stands below it."""
    in_frame: bool = False
    is_title: bool = False
    """Whether it is the only top heading, and the first."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of the article, and no part of a list or quote."""
        return self.candidate.form == "headings" and self.candidate.level < NO_LEVEL

    @property
    def text(self) -> str:
        """Its title as plain text."""
        return self.candidate.heading.text

    @property
    def is_answered(self) -> bool:
        """Whether text, or the heading of a part of it, stands below it, and more than a list of links."""
        return (self.has_content and not self.has_only_links) or self.leads_on

    @property
    def asks(self) -> bool:
        """Whether it says that it is a question, by more than a number."""
        return not self.bar and bool(self.signs - {"number", "listed", "term", "serial"})

    @property
    def is_plain(self) -> bool:
        """Whether no doubt is left that it asks."""
        return bool(self.signs & {"ends", "label", "pinned", "marked", "option"})

    @property
    def is_term(self) -> bool:
        """Whether it may be a thing to explain, and is explained: below it stand no questions."""
        items = [item for block in self.body for item in list_items(block)]
        asking = sum(
            asks_something(plain_text(t.children or ())) for i in items for t in i.tokens if t.type == "inline"
        )
        texts = [plain_text(block.tokens[1].children or ()) for block in self.body if block.type == "paragraph_open"]
        only_asks = (
            bool(texts) and ends_as_question(texts[0]) and not any(block.type in _EXPLAINING for block in self.body)
        )
        return (
            not self.bar
            and not self.is_below
            and self.has_content
            and self.holds < 2
            and asking <= 0.3 * len(items)
            and not only_asks
        )


def is_frame(heading: Heading) -> bool:
    """Tell whether a heading belongs to the page and not to its subject: "Contents", "License"."""
    return is_frame_title(heading.text)


def is_part_of_answer(heading: Heading) -> bool:
    """Tell whether a heading names a part that any answer may have: "Example"."""
    return names_part_of_answer(heading.text)


def weigh_candidates(elements: Sequence[Element]) -> list[Evidence]:
    """Return the evidence of each candidate, in order."""
    elements = _take_bare_numbers(elements)
    found = [
        Evidence(n, e.candidate, e.block, e.whole, body)
        for n, (e, body) in enumerate(zip(elements, _find_bodies(elements), strict=True))
        if e.candidate
    ]
    tops = [e for e in found if e.is_heading and e.candidate.level == 1]
    if tops and not any(asks_something(e.text) for e in tops[1:]) and tops[0] is next(e for e in found if e.is_heading):
        tops[0].is_title = len(tops) == 1 or not asks_something(tops[0].text) or len(found) > len(tops)
    listed = read_contents([e.block for e in elements])
    for evidence in found:
        shown = [b for b in evidence.body if not is_empty(b) and not is_navigation(b)]
        evidence.has_content = bool(shown)
        evidence.has_only_links = evidence.is_heading and bool(shown) and all(map(is_list_of_links, shown))
        evidence.listed = listed.get(fold_words(evidence.text)) if listed else None
    _mark_places(found)
    _mark_habits(found)
    for evidence in found:
        _read_signs(evidence)
        _bar(evidence)
    _mark_neighbours(found)
    return found


def _find_bodies(elements: Sequence[Element]) -> list[tuple[Block, ...]]:
    """Return for each element what stands below it to the next heading or sibling, with what of it already answers."""
    bodies: list[tuple[Block, ...]] = [()] * len(elements)
    ends: dict[tuple[str, str], int] = {}
    heading = len(elements)
    for n in range(len(elements) - 1, -1, -1):
        candidate, block = elements[n].candidate, elements[n].block
        if candidate:
            end = min(heading, ends.get(candidate.series, heading))
            is_closed = candidate.is_whole or not candidate.is_last
            below = [] if is_closed else _join_parts(elements[n + 1 : end], elements[n].whole)
            bodies[n] = (*candidate.rest, *below)
            ends[candidate.series] = n
        if block.type == "heading_open":
            heading, ends = n, {}
    return bodies


def _join_parts(elements: Sequence[Element], own: Block | None) -> list[Block]:
    """Return the blocks that elements are parts of, each once; parts of ``own`` stay apart."""
    blocks = [e.whole if e.whole and e.whole is not own else e.block for e in elements]
    return [block for n, block in enumerate(blocks) if not n or block is not blocks[n - 1]]


def _take_bare_numbers(elements: Sequence[Element]) -> list[Element]:
    """Return the elements without numbers that have no mark, where these count the headings of a level: ``4 Page cache``."""
    headings = [n for n, e in enumerate(elements) if e.candidate and e.candidate.form == "headings"]
    taken = {n: take_bare_number(elements[n].candidate.heading) for n in headings}  # type: ignore[union-attr]
    result = list(elements)
    for series in {elements[n].candidate.series for n in headings}:  # type: ignore[union-attr]
        there = [n for n in headings if elements[n].candidate.series == series]  # type: ignore[union-attr]
        counted = [n for n in there if taken[n].number is not None]
        numbers = [taken[n].number or 0 for n in counted]
        steps = sum(b in (a + 1, 1) for a, b in pairwise(numbers))
        if len(counted) >= max(3, 0.6 * len(there)) and steps >= 0.8 * (len(counted) - 1):
            for n in counted:
                candidate = replace(elements[n].candidate, heading=taken[n], number=taken[n].number)  # type: ignore
                result[n] = elements[n]._replace(candidate=candidate)
    return result


def _mark_places(found: Sequence[Evidence]) -> None:
    """Tell each candidate its group, and whether it stands in the table of contents or in the page's frame."""
    above: list[Evidence] = []
    contents = frame = NO_LEVEL
    run = last_number = -1
    for evidence in found:
        candidate = evidence.candidate
        if evidence.is_heading:
            level = candidate.level
            above = [each for each in above if each.candidate.level < level]
            if level <= contents:
                contents = level if is_contents_title(evidence.text) else NO_LEVEL
            if level <= frame:
                frame = level if is_project_title(evidence.text) else NO_LEVEL
            if level > contents:
                contents = NO_LEVEL if evidence.has_content else contents
                evidence.bar = "" if evidence.has_content else "stands in the table of contents"
            evidence.in_frame = level > frame
            evidence.group = above[-1].place if above else -1
            above.append(evidence)
            continue
        evidence.in_frame = frame < NO_LEVEL
        if candidate.form == "items":
            if candidate.group != run and candidate.number != last_number + 1:
                run = candidate.group
            last_number = candidate.number or 0
            evidence.group = run
        else:
            evidence.group = above[-1].place if above else -1


def _mark_habits(found: Sequence[Evidence]) -> None:
    """Note what only many of one series together say: folds that just invite, options, headings that explain, quotes."""
    for members in _by_series(found).values():
        numbered = [e for e in members if e.candidate.heading.is_numbered]
        options = [e for e in members if has_marked_option(e.body)]
        if options and sum(has_marked_option(e.body) for e in numbered) >= max(2, 0.5 * len(numbered)):
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
                if evidence.place not in answered and not asks_something(evidence.text):
                    evidence.bar = "has no label of an answer, as the others have"
        serial = _find_serial(members)
        if len(serial) >= 2:
            _sign(serial, "serial")
    headings = [e for e in found if e.is_heading]
    _sign(_find_amid(headings), "amid")
    for upper, lower in pairwise(headings):
        upper.is_explained = is_answer_title(lower.text)
    explained = [
        above
        for above, below in pairwise(headings)
        if below.candidate.level > above.candidate.level and is_answer_title(below.text)
    ]
    counts, all_of = Counter(e.candidate.level for e in explained), Counter(e.candidate.level for e in headings)
    for evidence in explained:
        level = evidence.candidate.level
        if counts[level] >= max(3, 0.6 * all_of[level]):
            evidence.signs.add("marked")


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


def _find_serial(members: Sequence[Evidence]) -> list[Evidence]:
    """Return those whose titles begin with one word and count on: "Scenario 1: …", "Scenario 2: …"."""
    found: dict[str, list[tuple[int, Evidence]]] = {}
    for evidence in members:
        if match := _SERIAL.match(evidence.text):
            found.setdefault(match[1].casefold(), []).append((int(match[2]), evidence))
    best = max(found.values(), key=len, default=[])
    steps = sum(b[0] == a[0] + 1 for a, b in pairwise(best))
    return [e for _, e in best] if steps and steps >= 0.8 * (len(best) - 1) else []


def _read_signs(evidence: Evidence) -> None:
    candidate, heading = evidence.candidate, evidence.candidate.heading
    evidence.counts = _is_counter(evidence)
    signs = {
        "ends": ends_as_question(heading.text),
        "words": heading.looks_like_question,
        "label": (candidate.form == "labels" and not _may_abbreviate(candidate))
        or heading.is_labelled
        or evidence.counts,
        "pinned": bool(heading.pinned),
        "marked": has_marked_answer(evidence.body),
        "number": heading.is_numbered or (candidate.rank == "heading" and candidate.number is not None),
        "listed": evidence.listed is not None,
        "pair": candidate.form == "inline" and candidate.rank not in ("→", "term"),
    }
    evidence.signs |= {sign for sign, is_there in signs.items() if is_there}
    if "ends" in evidence.signs:
        evidence.signs.discard("words")


def _may_abbreviate(candidate: Candidate) -> bool:
    """Tell whether a label such as "Q." may be an abbreviation, as what it stands before does not ask."""
    return candidate.rank == "abbreviated" and not candidate.heading.looks_like_question


def _only_asks(evidence: Evidence) -> bool:
    """Tell whether all that stands below a heading are lists of which most items ask, without answers."""
    shown = [b for b in evidence.body if not is_empty(b) and not is_navigation(b)]
    items = [item for block in shown for item in list_items(block)]
    asking = sum(_asks_alone(item) for item in items)
    return bool(items) and asking > 0.5 * len(items) and all(list_items(block) for block in shown)


def _asks_alone(item: Block) -> bool:
    """Tell whether an item is a question of one line."""
    inlines = [t for t in item.tokens if t.type == "inline"]
    return len(inlines) == 1 and ends_as_question(plain_text(inlines[0].children or ()))


def _is_link(evidence: Evidence) -> bool:
    """Tell whether a heading is nothing but a link, with no text below it."""
    children = evidence.candidate.heading.children
    is_whole = len(children) > 2 and children[0].type == "link_open" and children[-1].type == "link_close"
    return is_whole and not evidence.has_content


def _is_counter(evidence: Evidence) -> bool:
    """Tell whether a heading only counts, "Question 12", and the question stands below it, perhaps as a quote."""
    body = clean_answer(evidence.body[: weights.FIRST])
    is_label = is_counting_label(evidence.text) or (is_question_label(evidence.text) and evidence.is_explained)
    is_line = bool(body) and body[0].type == "paragraph_open" and not match_question_label(block_text(body[:1]))
    is_above = is_line or (bool(body) and _is_one_line(body[0]))
    return bool(is_label) and evidence.candidate.form == "headings" and is_above


def _is_one_line(block: Block) -> bool:
    """Tell whether a block is a quote of one paragraph."""
    return block.type == "blockquote_open" and [inner.type for inner in inner_blocks(block)] == ["paragraph_open"]


def _bar(evidence: Evidence) -> None:
    """Say why a candidate can be no question at all, if so."""
    if not evidence.bar:
        evidence.bar = next((reason for reason, holds in _find_bars(evidence) if holds), "")


def _find_bars(evidence: Evidence) -> Iterator[tuple[str, bool]]:
    text, heading, form = evidence.text, evidence.candidate.heading, evidence.candidate.form
    ends = "ends" in evidence.signs
    yield "has no text", not text
    # Words alone bar none that has the mark of a question.
    is_marked = bool(evidence.signs & {"number", "label", "pinned", "marked", "amid"})
    if evidence.counts:
        return
    yield (
        "stands above questions, or speaks to the reader",
        is_about_questions(text) and not (ends and evidence.signs & {"number", "label", "marked"}),
    )
    yield "belongs to what is said of the project", evidence.in_frame and not (ends and form == "headings")
    yield "begins an answer", begins_as_answer(text)
    yield "is about the page", is_about_page(text) and not is_marked
    if form == "headings":
        yield "names the article", evidence.is_title
        yield "only leads to another page", _is_link(evidence)
        yield "stands above a list of questions", _only_asks(evidence)
        yield "only counts", is_counting_label(text) and not evidence.counts
        yield "names a part of an answer", is_part_of_answer(heading)
        yield "frames the page", is_frame(heading) and not is_marked
        leads = any(is_navigation(block) for block in evidence.body)
        yield "only leads on", leads and not evidence.has_content and not heading.looks_like_question
    elif form in ("summary", "admonitions"):
        yield "says that it answers", is_answer_title(text)
        yield "frames the page", is_frame(heading) and not ends
        yield "is an aside", evidence.candidate.rank == "aside" and not ends
    elif form == "bold":
        yield "names a part of an answer", is_part_of_answer(heading)
        yield "frames the page", is_frame(heading)


def _mark_neighbours(found: Sequence[Evidence]) -> None:
    """Note what those around a candidate tell of it."""
    headings = [e for e in found if e.is_heading]
    for above, below in pairwise(headings):
        above.leads_on = not above.bar and below.candidate.level > above.candidate.level and not below.asks
    _count_held(found)
    counts = Counter(e.candidate.series for e in found if e.asks)
    several = [e for e in found if e.asks and counts[e.candidate.series] > 1]
    asking = {id(block) for e in several if not e.is_heading for block in (e.block, e.whole)}
    opening = {e.place for e in several if _opens(e, asking)}
    over: list[Evidence] = []
    for evidence in found:
        depth = _depth(evidence)
        over = [e for e in over if _depth(e) < depth]
        evidence.is_below = any(e.place in opening for e in over)
        over.append(evidence)


def _count_held(found: Sequence[Evidence]) -> None:
    """Count for each candidate those below it that ask; where these are several, marked answers there are theirs."""
    over: list[Evidence] = []
    for evidence in found:
        over = [e for e in over if _depth(e) < _depth(evidence)]
        for above in over if evidence.asks and evidence.is_answered else ():
            above.holds += 1
        over.append(evidence)
    for evidence in found:
        if evidence.holds > 1:
            evidence.signs.discard("marked")


def _depth(evidence: Evidence) -> int:
    """Return how deep a candidate stands: that of a heading is its level, and a list stands below a line."""
    if evidence.is_heading:
        return evidence.candidate.level
    return NO_LEVEL + (evidence.candidate.form == "items")


def _opens(evidence: Evidence, asking: Container[int]) -> bool:
    """Tell whether text of its own stands right below a question, and not another question."""
    if evidence.leads_on:
        return True
    first = next((b for b in evidence.body if not is_empty(b) and not is_navigation(b)), None)
    return first is not None and id(first) not in asking


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
