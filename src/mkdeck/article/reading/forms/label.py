"""Questions have labels: ``Q: …``, ``**Question:** …``; one that stands alone announces the paragraph below it."""

from collections.abc import Iterator, Sequence
from copy import copy

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph, measure_question, split_lines
from mkdeck.article.answers.options import split_option_lines
from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items
from mkdeck.article.parsing.markdown import inline_text, plain_text
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms import line
from mkdeck.article.reading.forms.bold import read_bold
from mkdeck.article.signs.asking import ends_as_question
from mkdeck.article.signs.labels import match_question_label
from mkdeck.article.signs.question import drop_start, read_title


def read_elements(block: Block) -> Iterator[Element]:
    """Yield the parts of a paragraph that begin with labels, or all of what its author calls a question; nothing where none does."""
    if block.tokens[0].meta.get("asks"):
        yield Element(block, _read(block, 0))
        return
    parts = split_lines(block)
    lengths = [_measure(part) for part in parts]
    if not any(lengths):
        return
    whole = block if len(parts) > 1 else None
    for part, length in zip(parts, lengths, strict=True):
        yield Element(part, _read(part, length) if length else None, whole)


def read_items(block: Block) -> Iterator[Element]:
    """Yield what stands in the items of a list in which questions have labels, nothing for another one."""
    items = list_items(block)
    if not items or not any(map(_begins_with_label, block.tokens)):
        return
    inside = [inner for item in items for inner in inner_blocks(item)]
    if not any(_measure(inner) for inner in inside):
        return
    for inner in inside:
        parts = [*read_elements(inner)] or [Element(inner)]
        yield from (part._replace(whole=block) for part in parts)


def announce(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield the elements with each paragraph below a label alone as the question, in the label's place."""
    label: Element | None = None
    for element in elements:
        block, candidate, whole = element
        is_plain = candidate is None or candidate.rank in line.RANKS
        if label and is_plain and block.type == "paragraph_open":
            yield Element(block, _read(block, 0, is_announced=True), whole)
            label = None
            continue
        if label:
            yield Element(label.block, None, label.whole)
        is_alone = candidate and candidate.form == "labels" and not candidate.heading.text
        label = element if is_alone else None
        if not is_alone:
            yield element
    if label:
        yield Element(label.block, None, label.whole)


def _read(block: Block, length: int, is_announced: bool = False) -> Candidate:
    """Return the question behind a label of some length; options in the lines below it are on the front."""
    children = block.tokens[1].children or []
    asked, options = split_option_lines(drop_start(children, length))
    below = block.source.partition("\n")[2]
    front = (make_paragraph(block, options, block.line + 1, below),) if options else ()
    asked, said = _split_question(asked)
    rest = (make_paragraph(block, said, block.line + 1, below),) if said else ()
    title = read_title(asked)
    bold = read_bold(block)
    if bold and bold.heading.text and bold.heading.is_numbered:
        return Candidate("labels", "", bold.heading, block.line, bold.rest, front, number=bold.heading.number)
    label = plain_text(children)[:length]
    digits = "".join(sign for sign in label if sign.isdigit())
    return Candidate(
        "labels",
        "abbreviated" if label.rstrip().endswith(".") and not digits else "",
        title,
        block.line,
        rest,
        front,
        number=int(digits) if digits else title.number,
        is_announced=is_announced,
    )


def _split_question(asked: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Part the inside of a paragraph behind its first line where that is a whole question: the next lines answer it.

    Stars at its end are what is left of bold text that has stars within.
    """
    end = next((n for n, token in enumerate(asked) if token.type.endswith("break")), len(asked))
    line, said = list(asked[:end]), list(asked[end + 1 :])
    if not said or not ends_as_question(plain_text(line)):
        return list(asked), []
    if line[-1].type == "text" and line[-1].content.endswith("**"):
        line[-1] = copy(line[-1])
        line[-1].content = line[-1].content[:-2]
    return line, said


def _begins_with_label(token: Token) -> bool:
    return token.type == "inline" and match_question_label(inline_text(token)) is not None


def _measure(block: Block) -> int:
    """Return the length of the question's label at the start of a paragraph, 0 where there is none."""
    return measure_question(block.tokens[1].children or []) if block.type == "paragraph_open" else 0
