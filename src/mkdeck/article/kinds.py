"""What a pair shows on each side, by the kind of its cards."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from mkdeck.article.answers.choices import show_choices
from mkdeck.article.cloze import has_cloze, hide_clozes
from mkdeck.article.html.write import escape_text
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import plain_text
from mkdeck.article.reading.outline import PairBlocks
from mkdeck.model import CLOZE, KINDS, QUESTION, TYPED, Location
from mkdeck.problem import Problem, Severity

_MOST_TYPED = 100
"""Characters of an answer that somebody would still type."""
_IN_LINE = frozenset(
    {"text", "code_inline", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close"}
)
"""What a line of text has that says no more than its letters."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands where."""

    title: str
    """The question as plain text."""
    asked: tuple[Token, ...]
    front: tuple[Block, ...]
    answer: tuple[Block, ...] = ()
    typed: str | None = None
    """What is to be typed, as HTML, in the place of an answer."""
    extra: tuple[Block, ...] = ()
    is_counted: bool = False
    """Whether the author gave its clozes no numbers."""
    wrong: str = ""
    """What cannot be as its author meant it."""


def find_kind(found: PairBlocks, wanted: str | None) -> str:
    """Return the kind that form or comment say, else the settings; a question with a cloze in it is one."""
    said = found.kind if found.kind in KINDS else ""
    return said or wanted or (CLOZE if has_cloze(found.heading.children) else QUESTION)


def part_sides(kind: str, found: PairBlocks) -> Sides:
    """Return what stands on the sides of a pair."""
    heading = found.heading
    title = heading.text or plain_text(heading.children)
    if kind == CLOZE:
        hidden = hide_clozes(heading.children, found.shown_front, found.shown_answer, found.cloze_signs)
        wrong = "has a mark of a cloze that is none" if hidden.is_unread else ""
        return Sides(hidden.title, hidden.asked, hidden.front, hidden.answer, None, (), hidden.is_counted, wrong)
    front, answer = show_choices(found.shown_front, found.shown_answer)
    if kind == TYPED and found.shown_answer:
        typed, extra, wrong = _part_typed(found.shown_answer)
        return Sides(title, heading.children, front, (), escape_text(typed), extra, wrong=wrong)
    return Sides(title, heading.children, front, answer)


def _part_typed(answer: Sequence[Block]) -> tuple[str, tuple[Block, ...], str]:
    """Return what is to be typed, what the back shows below it, and why nobody will type it.

    Anki compares the text alone, in one line; what that does not show stands below the comparison.
    """
    first, *others = answer
    is_line = _is_line(first)
    typed = _read_text([first] if is_line or first.type in ("fence", "code_block") else answer)
    extra = tuple(others if is_line else answer)
    if not typed:
        return "", extra, "has no text to be typed"
    if len(typed) > _MOST_TYPED:
        return typed, extra, f"has {len(typed)} characters to be typed"
    is_code = first.type in ("fence", "code_block")
    if is_code and first.tokens[0].content.strip().count("\n") == 0:
        return typed, tuple(others), ""
    is_text = first.type == "paragraph_open"
    return typed, extra, "" if is_text else "has more than a line to be typed"


def _read_text(blocks: Sequence[Block]) -> str:
    """Return the text of blocks in one line, without that of pictures and sounds, which nobody types."""
    tokens = (token for block in blocks for token in block.tokens if token.type != "html_block")
    texts = (
        plain_text(child for child in token.children if child.type != "image") if token.children else token.content
        for token in tokens
    )
    return " ".join(" ".join(texts).split())


def _is_line(block: Block) -> bool:
    children = block.tokens[1].children or () if block.type == "paragraph_open" else ()
    return bool(children) and all(token.type in _IN_LINE for token in children)


def report_kind(found: PairBlocks, where: Location) -> Iterator[Problem]:
    """Say of a comment that it names no kind."""
    if found.kind and found.kind not in KINDS:
        near = difflib.get_close_matches(found.kind.replace("_", "-").lower(), KINDS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"the kinds are {', '.join(KINDS)}"
        yield Problem(where, "wrong-kind", f"there is no kind of cards '{found.kind}'", hint, Severity.ERROR)


def report_sides(kind: str, sides: Sides, where: Location, has_cloze: bool) -> Iterator[Problem]:
    """Say what on the sides of a pair is not as its author will have meant it."""
    if kind == CLOZE and not has_cloze:
        message = f"question '{sides.title}' hides nothing, so it becomes no card"
        yield Problem(where, "no-cloze", message, "write {{c1::…}} around what is to be hidden, or take its kind off")
    elif kind == CLOZE and sides.wrong:
        hint = (
            "write {{c1::text}} within one paragraph, with a number from 1 to 500, and no more than four in one another"
        )
        yield Problem(where, "unread-cloze", f"question '{sides.title}' {sides.wrong}", hint)
    elif kind == TYPED and sides.wrong:
        hint = "begin the answer with a short line, which is what is typed; or give the question another kind"
        yield Problem(where, "untypable-answer", f"the answer to '{sides.title}' {sides.wrong}", hint)
