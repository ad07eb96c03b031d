"""Lines that ask in passing, as prose does: no places of questions, unless the article is made of such lines."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mkdeck.article.parsing.blocks import Block, list_items
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import Element
from mkdeck.article.reading.forms import line
from mkdeck.article.reading.forms.line import RANKS
from mkdeck.article.signs.asking import ends_as_question
from mkdeck.article.signs.emptiness import is_empty, is_link
from mkdeck.article.signs.labels import is_counting_label
from mkdeck.article.signs.navigation import fold_words, is_navigation


def drop_passing(elements: Sequence[Element]) -> list[Element]:
    """Return the elements without the candidates among plain lines, where these are few, or where another form asks, too."""
    elements = list(elements)
    _drop_quotes(elements)
    _drop_within(elements)
    _find_glued(elements)
    _find_parted(elements)
    _find_listed(elements)
    lines = [n for n, e in enumerate(elements) if _rank(e) in RANKS]
    if not lines:
        return elements
    # What is asked again and again is about the code below, and counts once.
    asking = len({e.candidate.heading.text for e in map(elements.__getitem__, lines) if e.candidate and _asks(e)})
    slanted = [n for n in lines if _rank(elements[n]) == "slanted"]
    if 2 * sum(_asks(elements[n]) for n in slanted) > len(slanted):
        asking = len(slanted) + sum(_asks(elements[n]) for n in lines if n not in slanted)
    elif _count_on(counted := [n for n in lines if _number(elements[n]) is not None], elements):
        asking = len(counted)
    others = sum(_asks(e) or _counts(e) for e in elements if _rank(e) not in RANKS and _shows(e))
    answered = sum(_is_answered(elements, n) for n in lines)
    shown = {id(e.whole or e.block) for e in elements if e.block.type != "heading_open" and _shows(e)}
    share = asking / len(shown)
    least = weights.LINES if asking < weights.DOZEN else weights.LINES_OF_MANY
    are_glued = sum(_is_glued(*elements[n : n + 2]) for n in lines) >= weights.MOSTLY * len(lines)
    is_form = share >= least and answered >= weights.HALF * len(lines) and (are_glued or _begin_sections(elements))
    if is_form and asking >= max(weights.FEWEST_LINES, others if are_glued else 2 * others):
        return elements
    dropped = set(lines)
    return [e._replace(candidate=None) if n in dropped else e for n, e in enumerate(elements)]


def _drop_quotes(elements: list[Element]) -> None:
    """Take the candidates from quotes of one line that do not ask, unless most such quotes do."""
    quotes = [n for n, e in enumerate(elements) if _rank(e) == "quoted"]
    others = [n for n in quotes if not _asks(elements[n])]
    if len(others) > weights.HALF * len(quotes):
        for n in others:
            if not _holds(elements[n]):
                elements[n] = elements[n]._replace(candidate=None)


def _drop_within(elements: list[Element]) -> None:
    """Take the candidates from lines that only begin with a question, ``Why? It holds.``, unless the article is made of them."""
    begun = [n for n, e in enumerate(elements) if _rank(e) in RANKS and _is_answered_beside(e)]
    if not begun:
        return
    blocks = {id(e.whole or e.block) for e in elements if e.block.type != "heading_open" and _shows(e)}
    if len(begun) < max(weights.FEWEST_LINES, weights.HALF * len(blocks)):
        for n in begun:
            elements[n] = elements[n]._replace(candidate=None)


def _is_answered_beside(element: Element) -> bool:
    """Tell whether the answer to a candidate begins in its own line."""
    rest = element.candidate.rest if element.candidate else ()
    return bool(rest) and element.candidate is not None and rest[0].line == element.candidate.line


def _holds(element: Element) -> bool:
    """Tell whether a candidate's own block answers it."""
    return element.candidate is not None and element.candidate.is_whole


def _begin_sections(elements: Sequence[Element]) -> bool:
    """Tell whether sections that hold such lines begin with them, but the first, in which the page may be introduced.

    Headings of which one comes to a dozen lines are none of sections, but comments of code that stands in no fence.
    """
    begun: list[bool] = []
    firsts = [n for n, e in enumerate(elements) if e.block.type == "heading_open"]
    for start, end in pairwise([*firsts, len(elements)]):
        shown = [e for e in elements[start + 1 : end] if _shows(e)]
        if any(_rank(e) in RANKS for e in shown):
            begun.append(_rank(shown[0]) in RANKS)
    others = len(begun[1:]) - sum(begun[1:])
    return others <= weights.HALF * len(begun[1:]) or weights.DOZEN * len(firsts) <= sum(map(_is_line, elements))


def _is_line(element: Element) -> bool:
    return _rank(element) in RANKS


def _find_glued(elements: list[Element]) -> None:
    """Take each line right above a list or quote, without a blank line between them, for the place of a question, where most that ask stand so."""
    glued = [n for n, (e, below) in enumerate(pairwise(elements)) if _is_glued(e, below)]
    asking = [n for n in glued if _asks(elements[n])]
    every = sum(_asks(e) and _rank(e) == "line" for e in elements)
    if len(asking) >= weights.MANY and len(asking) > weights.HALF * max(every, len(glued)):
        for n in glued:
            elements[n] = next(line.read_above_list(elements[n].block), elements[n])


def _find_parted(elements: list[Element]) -> None:
    """Take each text above a list of one item for a question, where an article is made of these in turns."""
    runs = list(_find_runs(elements))
    lists = {id(block): block for e in elements if list_items(block := e.whole or e.block)}
    asking = sum(any(_asks(elements[n]) for n in run) for run in runs)
    if len(runs) < weights.MANY or len(runs) < weights.MOSTLY * len(lists) or asking < weights.HALF * len(runs):
        return
    for first, *below in runs:
        elements[first] = line.read_first(elements[first].block)
        for n in below:
            elements[n] = elements[n]._replace(candidate=None)


def _find_listed(elements: list[Element]) -> None:
    """Take each text whose first line an article lists above for the place of a question, and none of the list for one, where it has most of them."""
    firsts = {fold_words(_first_words(e.block)): n for n, e in enumerate(elements) if _may_be_line(e)}
    for block in list({id(e.whole or e.block): e.whole or e.block for e in elements}.values()):
        items = [item.lines[0].lstrip("-*+0123456789.) ") for item in list_items(block)]
        said = items or (block.lines if block.type == "paragraph_open" else [])
        places = {firsts.get(fold_words(text), -1) for text in said}
        below = [n for n in places if n >= 0 and elements[n].block.line > block.end]
        if len(below) >= max(weights.MANY, weights.HALF * len(said)):
            for n in below:
                elements[n] = line.read_first(elements[n].block)
            elements[:] = [e._replace(candidate=None) if (e.whole or e.block) is block else e for e in elements]
            return


def _first_words(block: Block) -> str:
    """Return the first line of a text as it is written, without an id behind it."""
    return block.lines[0].partition("<!--")[0]


def _may_be_line(element: Element) -> bool:
    return element.block.type == "paragraph_open" and element.whole is None and _rank(element) in ("", "line")


def _find_runs(elements: Sequence[Element]) -> Iterator[list[int]]:
    """Yield the places of paragraphs and what is below them, from a list or heading to a list of one item."""
    run: list[int] = []
    for n, element in enumerate(elements):
        items = list_items(element.whole or element.block)
        if not items and element.block.type != "heading_open" and _rank(element) in ("", "line"):
            run += [n] if run or _has_words(element.block) else []
            continue
        if run and len(items) == 1:
            yield run
        run = []


def _has_words(block: Block) -> bool:
    return block.type == "paragraph_open" and line.has_words(block.tokens[1].children or [])


def _is_glued(element: Element, *following: Element) -> bool:
    """Tell whether a list or quote stands in the line right below one."""
    block = element.block
    below = [e.whole or e.block for e in following if _rank(e) not in RANKS]
    is_line = block.type == "paragraph_open" and _rank(element) in ("", "line") and "\n" not in block.source
    is_below = any(b.line == block.line + 1 and (list_items(b) or b.type == "blockquote_open") for b in below)
    return is_line and is_below


def _count_on(counted: Sequence[int], elements: Sequence[Element]) -> bool:
    """Tell whether numbered lines, some of which ask, count on from each other."""
    numbers = [_number(elements[n]) or 0 for n in counted]
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    asking = sum(_asks(elements[n]) for n in counted)
    return steps >= weights.MOSTLY * (len(counted) - 1) and asking >= max(1, weights.PROMISED * len(counted))


def _number(element: Element) -> int | None:
    return element.candidate.number if element.candidate else None


def _rank(element: Element) -> str:
    return element.candidate.rank if element.candidate else ""


def _asks(element: Element) -> bool:
    return element.candidate is not None and ends_as_question(element.candidate.heading.text)


def _counts(element: Element) -> bool:
    """Tell whether a candidate counts as questions do, "Question 12": what stands below is its text."""
    heading = element.candidate.heading if element.candidate else None
    return heading is not None and (heading.is_labelled or is_counting_label(heading.text))


def _is_answered(elements: Sequence[Element], n: int) -> bool:
    """Tell whether text follows a line, and not another one, or only a link."""
    candidate = elements[n].candidate
    if candidate and candidate.rest:
        return True
    following = next((e for e in map(elements.__getitem__, range(n + 1, len(elements))) if _shows(e)), None)
    return bool(
        following
        and following.block.type != "heading_open"
        and _rank(following) not in RANKS
        and not is_link(following.block)
    )


def _shows(element: Element) -> bool:
    return not is_empty(element.block) and not is_navigation(element.block)
