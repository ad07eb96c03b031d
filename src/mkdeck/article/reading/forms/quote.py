"""Questions begin quotes: a heading, ``> #### Q``, or a line that asks, ``> *What is X?*``, with the answer in the quote or below it."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from mkdeck.article.answers.labelled import make_paragraph
from mkdeck.article.parsing.blocks import Block, inner_blocks
from mkdeck.article.parsing.markdown import plain_text, read_line
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms import heading
from mkdeck.article.signs.asking import ends_as_question
from mkdeck.article.signs.question import read_heading, read_title


def read_elements(block: Block) -> Iterator[Element]:
    """Yield a quote as the place of a question where it begins with one."""
    first, *rest = inner_blocks(block) or (block,)
    if first.type == "heading_open":
        title = read_heading(first.tokens[1])
        rank, line = f"quoted {first.tokens[0].tag}", heading.read_line(first)
        yield Element(block, Candidate("headings", rank, title, line, tuple(rest), number=title.number))
    else:
        yield Element(block, _read_line(first, rest, _is_one_line(block)) if first.type == "paragraph_open" else None)


def _is_one_line(block: Block) -> bool:
    """Tell whether only the first line of a quote has its sign: the next ones are glued to it, and its answer goes on below."""
    return not any(line.lstrip().startswith(">") for line in block.lines[1:])


def _read_line(first: Block, rest: list[Block], is_one_line: bool) -> Candidate | None:
    """Return the question that the first paragraph of a quote is, or its first line: then the next lines answer it."""
    children = first.tokens[1].children or []
    is_whole = bool(rest) and (_is_emphasised(children) or ends_as_question(plain_text(children)))
    asked = children if is_whole else list(read_line(children))
    is_alone = not rest and (is_one_line or len(asked) == len(children))  # siblings say whether it asks
    if not is_whole and not is_alone and not ends_as_question(plain_text(asked)):
        return None
    said = children[len(asked) + 1 :]
    below = (make_paragraph(first, said, first.line + 1, first.source.partition("\n")[2]),) if said else ()
    title = read_title(asked)
    inside = (*below, *rest)
    return Candidate(
        "bold", "quoted", title, first.line, inside, is_whole=bool(inside) and not is_one_line, number=title.number
    )


def _is_emphasised(children: Sequence[Token]) -> bool:
    """Tell whether a line is one run of emphasis, perhaps with an id beside it."""
    shown = [t for t in children if t.type != "html_inline" and (t.content.strip() or t.nesting)]
    ends = [n for n, token in enumerate(shown) if token.level == shown[0].level and token.nesting == -1]
    return len(shown) > 2 and shown[0].type in ("em_open", "strong_open") and ends[:1] == [len(shown) - 1]
