"""Questions are paragraphs that are bold, or that begin so: ``**What is X?**``, ``**6) Title**. text``; or code, quoted below."""

import itertools
import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph, split_at
from mkdeck.article.parsing.blocks import Block, keep_per_block
from mkdeck.article.parsing.markdown import plain_text, read_line
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.signs.asking import ends_as_question
from mkdeck.article.signs.question import Heading, read_title, take_ids

_GLUED = re.compile(r"\n[ \t]*\*\*(?:Q|\d)")
_COUNTED = re.compile(r"Q\s*+(?:\d{1,4}\s*+)?[.:)]|\d{1,3}\s*[.)]")
_OTHER_NAME = re.compile(r"\s*+\([^()]{1,40}\)\s*+")


@dataclass(frozen=True, slots=True)
class Bold:
    """A paragraph that begins with bold text."""

    heading: Heading
    rest: tuple[Block, ...]
    """What follows the bold text in the paragraph."""
    line: int
    is_alone: bool
    """Whether the bold text fills its line."""

    @property
    def name(self) -> Heading:
        """What is bold, in a glossary without the colon between a term and what it means."""
        if not (self.rest and written_for().vocabulary and self.heading.text.endswith((":", "："))):
            return self.heading
        *before, last = self.heading.children
        last = copy(last)
        last.content = last.content.rstrip().rstrip(":：")
        return self.heading._replace(children=(*before, last), text=self.heading.text.rstrip(":： "))


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a paragraph that begins with bold text as the place of a question, one by one where several are glued; nothing for another."""
    parts = _free_glued(block)
    found = [read_bold(part) for part in parts]
    for part, bold in zip(parts, found, strict=True) if any(found) else ():
        candidate = (_make(bold) or _read_named(part, bold)) if bold else None
        yield Element(part, candidate, block if len(parts) > 1 else None)


def _read_named(part: Block, bold: Bold) -> Candidate | None:
    """Return a number and a name with a colon, and what it says in its line, as a question: ``**3. Scenario:** A tug …``."""
    name = bold.heading
    if name.number is None or not name.text.endswith((":", "：")) or not bold.rest:
        return None
    children = part.tokens[1].children or []
    line = list(read_line(children))
    said = children[len(line) + 1 :]
    below = part.source.partition("\n")[2]
    rest = (make_paragraph(part, said, part.line + 1, below),) if said else ()
    ids, words = take_ids(line)
    return Candidate("bold", "named", read_title([*ids, *words]), part.line, rest, number=name.number)


def _make(bold: Bold) -> Candidate | None:
    heading = bold.name
    if not heading.text or (heading.text.endswith((":", "：")) and not (bold.is_alone and heading.is_numbered)):
        return None
    is_sure = bold.is_alone or heading.is_numbered or ends_as_question(heading.text)
    return Candidate("bold", "" if is_sure else "lead", heading, bold.line, bold.rest, number=heading.number)


def _free_glued(block: Block) -> tuple[Block, ...]:
    """Return a paragraph as several where a line below the first is a bold question with a number or label: ``**4. What …**``."""
    if block.type != "paragraph_open" or not _GLUED.search(block.source):
        return (block,)
    return split_at(block, _begins_counted)


def _begins_counted(line: Sequence[Token]) -> bool:
    """Tell whether a line begins with bold text that has a number or label."""
    first = next((token for token in line if token.content or token.nesting), None)
    return first is not None and first.type == "strong_open" and _COUNTED.match(plain_text(line)) is not None


@keep_per_block
def read_bold(block: Block) -> Bold | None:
    """Take a paragraph that begins with bold text apart."""
    if block.type != "paragraph_open":
        return None
    children = [*(block.tokens[1].children or [])]
    start, end = _find_bold(children)
    is_number = bool(end) and not any(c.isalpha() for c in plain_text(children[: end + 1]))
    if is_number and not (written_for().vocabulary and _fills_line(children[end + 1 :])):
        first, last = _find_bold(children[end + 1 :])
        if not last:
            return _read_number(block, children)
        start, end = end + 1 + first, end + 1 + last
    if not end:
        return None
    before, inside, after = children[:start], children[start + 1 : end], children[end + 1 :]
    tail = _until_break(after)
    rest = after[len(tail) :]
    breaks = itertools.takewhile(lambda token: token.type.endswith("break") or _is_line_break(token), rest)
    rest = rest[sum(1 for _ in breaks) :]
    is_alone = not any(c.isalnum() for c in plain_text(tail)) and all(t.type != "image" for t in tail)
    is_alone = is_alone or (bool(rest) and _is_other_name(tail) and not read_title([*before, *inside]).is_numbered)
    comments = [token for token in tail if _is_comment(token)]
    title = read_title([*before, *inside, *tail] if is_alone else [*comments, *before, *inside])
    shown = rest if is_alone else _trim_start([token for token in after if token not in comments])
    has_more = any(token.content.strip() or token.type == "image" for token in shown)
    return Bold(
        title, (make_paragraph(block, shown, block.line, block.source),) if has_more else (), block.line, is_alone
    )


def _read_number(block: Block, children: Sequence[Token]) -> Bold | None:
    """Return a paragraph of which only the number is bold: all of it asks."""
    title = read_title(children)
    return Bold(title, (), block.line, is_alone=True) if title.number is not None else None


def _find_bold(children: Sequence[Token]) -> tuple[int, int]:
    """Return the places of the tokens that begin and end bold text at the start of a paragraph; 0, 0 where none does."""
    for n, token in enumerate(children):
        if token.type == "strong_open" or (
            token.type == "html_inline" and token.content.lower() in ("<b>", "<strong>")
        ):
            ends = ("strong_close",) if token.type == "strong_open" else ("</b>", "</strong>")
            depth = 0
            for end in range(n, len(children)):
                depth += children[end].nesting if token.type == "strong_open" and children[end].tag == "strong" else 0
                name = children[end].type if token.type == "strong_open" else children[end].content.lower()
                if name in ends and depth == 0:
                    return n, end
            return 0, 0
        if token.type not in ("em_open", "html_inline", "s_open") and any(c.isalpha() for c in token.content):
            return 0, 0
    return 0, 0


def _until_break(children: Sequence[Token]) -> list[Token]:
    line: list[Token] = []
    for token in children:
        if token.type.endswith("break") or _is_line_break(token):
            break
        line.append(token)
    return line


def _fills_line(after: Sequence[Token]) -> bool:
    """Tell whether nothing follows in the line, and something below it: in a glossary a number is a term, too."""
    tail = _until_break(after)
    return len(tail) < len(after) and not plain_text(tail).strip()


def _is_other_name(tail: Sequence[Token]) -> bool:
    """Tell whether what follows a term in its line is only its short or other name: "(ADR)"."""
    return (
        all(token.type == "text" or _is_comment(token) for token in tail)
        and _OTHER_NAME.fullmatch(plain_text(tail)) is not None
    )


def _is_comment(token: Token) -> bool:
    return token.type == "html_inline" and token.content.startswith("<!--")


def _is_line_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content.lower().startswith("<br")


def _trim_start(children: Sequence[Token]) -> list[Token]:
    """Return what follows bold text, without the mark between them: ``. text``, ``: text``, ``- text``."""
    if children and children[0].type == "text":
        first = copy(children[0])
        first.content = first.content.lstrip(" .:-–—")
        return [first, *children[1:]]
    return list(children)
