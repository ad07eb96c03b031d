"""What speaks for and against each candidate; computed once, before anything is chosen."""

from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise

from mkdeck.article.answers import has_marked_answer
from mkdeck.article.answers.folded import count_answer_folds
from mkdeck.article.cloze import has_cloze
from mkdeck.article.parsing.blocks import Block, inner_blocks
from mkdeck.article.parsing.markdown import block_text
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading import weights
from mkdeck.article.reading.bars import bar_clozes, bar_glued, bar_headed, bar_wordings, set_bar
from mkdeck.article.reading.candidate import NO_LEVEL, Candidate, Element
from mkdeck.article.reading.contents import mark_contents
from mkdeck.article.reading.evidence import ALONE, Evidence
from mkdeck.article.reading.habits import mark_habits
from mkdeck.article.reading.ids import are_of_site
from mkdeck.article.reading.numbers import join_leads, join_numbered_headings, join_numbered_items, open_lists
from mkdeck.article.reading.passing import drop_passing
from mkdeck.article.reading.telling import mark_told
from mkdeck.article.signs.asking import asks_something, ends_as_question, is_about_questions
from mkdeck.article.signs.cleaning import clean_answer
from mkdeck.article.signs.emptiness import is_empty, is_list_of_links
from mkdeck.article.signs.frame import is_project_title
from mkdeck.article.signs.labels import is_counting_label, is_question_label, match_question_label
from mkdeck.article.signs.navigation import is_contents_title, is_navigation
from mkdeck.article.signs.question import promises_cards
from mkdeck.model import CLOZE


def weigh_candidates(elements: Sequence[Element], answered: Container[int] = ()) -> list[Evidence]:
    """Return the evidence of each candidate, in order; ``answered`` are the numbers that a key answers."""
    elements = join_leads(join_numbered_items(open_lists(join_numbered_headings(elements))))
    elements = drop_passing(elements)
    found = [
        Evidence(n, e.candidate, e.block, e.whole, body)
        for n, (e, body) in enumerate(zip(elements, _find_bodies(elements), strict=True))
        if e.candidate
    ]
    _mark_title([e for e in found if e.is_heading], len(found))
    for evidence in found:
        shown = [b for b in evidence.body if not is_empty(b) and not is_navigation(b)]
        is_in_key = evidence.candidate.number in answered
        evidence.has_content = bool(shown) or is_in_key
        evidence.signs |= {"marked"} if is_in_key else set()
        evidence.has_only_links = evidence.is_heading and bool(shown) and all(map(is_list_of_links, shown))
    mark_contents(elements, found)
    _mark_places(found)
    mark_told(elements, found)
    mark_habits(found)
    has_own_ids = not are_of_site([e for e in found if e.is_heading])
    for evidence in found:
        _read_signs(evidence, has_own_ids)
        set_bar(evidence)
    bar_clozes(found)
    bar_glued(found)
    bar_headed(found)
    bar_wordings(found)
    _mark_neighbours(found)
    return found


def _mark_title(headings: Sequence[Evidence], count: int) -> None:
    """Note which heading names the article: the first one, if it is the only top one, or promises what comes below it."""
    tops = [e for e in headings if e.candidate.level == 1]
    first = next(iter(headings), None)
    if first and not tops:
        first.is_title = promises_cards(first.text) and not asks_something(first.text)
    elif tops and tops[0] is first and not any(asks_something(e.text) for e in tops[1:]):
        first.is_title = len(tops) == 1 or not asks_something(first.text) or count > len(tops)
    elif tops and tops[0] is first and len(tops) > 2:
        first.is_title = promises_cards(first.text) and not asks_something(first.text)


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
            evidence.is_promised = bool(above) and is_about_questions(above[-1].text)
            if level <= contents:
                contents = level if is_contents_title(evidence.text) else NO_LEVEL
            if level <= frame:
                frame = level if is_project_title(evidence.text) else NO_LEVEL
            if level > contents:
                contents = NO_LEVEL if evidence.has_content else contents
                evidence.bar = evidence.bar if evidence.has_content else "stands in the table of contents"
            evidence.in_frame = level > frame
            evidence.group = above[-1].place if above else -1
            above.append(evidence)
            continue
        evidence.in_frame = frame < NO_LEVEL
        evidence.is_promised = bool(above) and is_about_questions(above[-1].text)
        if candidate.rank == "bold bullet" and candidate.siblings == 1:
            evidence.group = ALONE
        elif candidate.form == "items":
            if candidate.group != run and candidate.number != last_number + 1:
                run = candidate.group
                evidence.opens_section = candidate.number is not None and _opens_section(above, candidate)
            last_number = candidate.number or 0
            evidence.group = run
        else:
            evidence.group = above[-1].place if above else -1


def _opens_section(above: Sequence[Evidence], candidate: Candidate) -> bool:
    """Tell whether a candidate stands first below a heading."""
    body = above[-1].body if above else ()
    return candidate.line == next((block.line for block in body if not is_empty(block)), 0)


def _read_signs(evidence: Evidence, has_own_ids: bool) -> None:
    candidate, heading = evidence.candidate, evidence.candidate.heading
    evidence.counts = _is_counter(evidence)
    signs = {
        "ends": ends_as_question(heading.text),
        "words": heading.looks_like_question,
        "label": (candidate.form == "labels" and not _may_abbreviate(candidate))
        or heading.is_labelled
        or evidence.counts,
        "pinned": bool(heading.pinned) and (has_own_ids or not evidence.is_heading),
        "cloze": candidate.kind == CLOZE or has_cloze(heading.children),
        "marked": has_marked_answer(evidence.body),
        "number": heading.is_numbered or (candidate.rank == "heading" and candidate.number is not None),
        "listed": evidence.listed is not None,
        "pair": candidate.form == "inline" and candidate.rank in ("pair", "row", "parted"),
        "tagged": heading.taken.is_marked or candidate.is_framed or _is_line_of_tool(candidate),
    }
    evidence.signs |= {sign for sign, is_there in signs.items() if is_there}
    if "ends" in evidence.signs:
        evidence.signs.discard("words")


def _is_line_of_tool(candidate: Candidate) -> bool:
    """Tell whether a line is a card to the tool for which its article was written, wherever it stands."""
    return written_for().cards and candidate.form == "inline" and candidate.rank in ("pair", "parted")


def _may_abbreviate(candidate: Candidate) -> bool:
    """Tell whether a label such as "Q." may be an abbreviation, as what it stands before does not ask."""
    return candidate.rank == "abbreviated" and not candidate.heading.looks_like_question


def _is_counter(evidence: Evidence) -> bool:
    """Tell whether a heading only counts, "Question 12", and the question stands below it, perhaps as a quote."""
    if evidence.candidate.heading.pinned:
        return False
    is_label = is_counting_label(evidence.text) or (is_question_label(evidence.text) and evidence.is_explained)
    if not is_label or evidence.candidate.form != "headings":
        return False
    body = clean_answer(evidence.body[: weights.FIRST])
    is_line = bool(body) and body[0].type == "paragraph_open" and not match_question_label(block_text(body[:1]))
    return is_line or (bool(body) and _is_one_line(body[0]))


def _is_one_line(block: Block) -> bool:
    """Tell whether a block is a quote of one paragraph."""
    return block.type == "blockquote_open" and [inner.type for inner in inner_blocks(block)] == ["paragraph_open"]


def _mark_neighbours(found: Sequence[Evidence]) -> None:
    """Note what those around a candidate tell of it."""
    headings = [e for e in found if e.is_heading]
    for above, below in pairwise(headings):
        above.leads_on = not above.bar and below.candidate.level > above.candidate.level and not below.asks
    _mark_parts(headings)
    _count_held(found)
    _bar_repeated(headings)
    counts = Counter(e.candidate.series for e in found if e.asks)
    several = [e for e in found if e.asks and counts[e.candidate.series] > 1]
    asking = {id(block) for e in several if not e.is_heading for block in (e.block, e.whole)}
    _mark_below(found, {e.place for e in several if _opens(e, asking)})


def _mark_below(found: Sequence[Evidence], opening: Container[int]) -> None:
    """Note which candidates stand below one of those that open an answer; a label stands as high as its section, where what is below does not ask."""
    over: list[tuple[float, Evidence]] = []
    level = 0
    for evidence in found:
        depth: float = _depth(evidence)
        above = [e for own, e in over if own < depth and (_depth(e) < depth or not evidence.asks)]
        evidence.is_below = any(e.place in opening for e in above)
        for label in above if evidence.is_heading else ():
            label.leads_on = label.leads_on or not label.is_heading
        level = evidence.candidate.level if evidence.is_heading else level
        depth = level + weights.HALF if evidence.candidate.form == "labels" else depth
        over = [(own, e) for own, e in over if own < depth]
        if not (evidence.is_heading and evidence.candidate.is_whole):  # else the id of its card ends it
            over.append((depth, evidence))


def _mark_parts(headings: Sequence[Evidence]) -> None:
    """Note which headings are parts of what the heading right above them asks."""
    asking = {e.place for e in headings if e.asks and e.is_plain}
    siblings: dict[tuple[int, int], list[Evidence]] = {}
    for evidence in headings:
        if evidence.group in asking:
            siblings.setdefault((evidence.group, evidence.candidate.level), []).append(evidence)
    for together in siblings.values():
        is_part = not any(e.asks for e in together)
        for evidence in together:
            evidence.is_part = is_part


def _count_held(found: Sequence[Evidence]) -> None:
    """Count for each candidate those below it that ask; where these are several, marked answers there are theirs."""
    over: list[Evidence] = []
    for evidence in found:
        over = [e for e in over if _depth(e) < _depth(evidence)]
        for above in over if evidence.asks and evidence.is_answered else ():
            above.holds += 1
            above.holds_surely = above.holds_surely or evidence.is_plain
        over.append(evidence)
    for evidence in found:
        if evidence.holds > 1 and count_answer_folds(evidence.body) != 1:
            evidence.signs.discard("marked")


def _bar_repeated(headings: Sequence[Evidence]) -> None:
    """Bar the headings of a list of answers, in which the titles of sections come again."""
    sections = {e.text for e in headings if e.holds > 1}
    for evidence in headings:
        if evidence.text in sections and not evidence.holds:
            evidence.bar = evidence.bar or "repeats the title of a section"


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
