"""Questions are numbered items and quotes below them answer, in the parts of an article that inka reads."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from mkdeck.article.parsing.blocks import Block, inner_blocks, list_items
from mkdeck.article.parsing.tool_evidence import written_for
from mkdeck.article.parsing.tool_lines import find_written_id
from mkdeck.article.reading.candidate import Candidate, Element
from mkdeck.article.reading.forms.item import merge_items
from mkdeck.article.signs.question import read_title


def group(parts: Iterable[Block | Element]) -> Iterator[Block | Element]:
    """Yield the blocks of an article, an item with the quote below it as the place of a question."""
    lines = deque(range(section.start, section.end) for section in written_for().sections if section.is_quoted)
    waiting: list[Block] = []
    id_ = ""
    for part in parts:
        block = part.block if isinstance(part, Element) else part
        while lines and block.line >= lines[0].stop:
            lines.popleft()
        if not lines or block.line not in lines[0] or isinstance(part, Element) or _ends(part, waiting):
            yield from waiting
            waiting = []
        if waiting and not isinstance(part, Element) and part.type == "blockquote_open":
            yield _make(waiting, part, id_)
            waiting, id_ = [], ""
        elif waiting and not isinstance(part, Element):
            waiting.append(part)
        elif lines and block.line in lines[0] and block.type == "ordered_list_open":
            *others, last = list_items(block)  # those before it have no quote
            if others:
                yield merge_items(block, others)
                id_ = ""
            waiting = [merge_items(block, [last]) if others else block]
        else:
            id_ = _read_id(block)
            yield part
    yield from waiting


def _ends(block: Block, waiting: Sequence[Block]) -> bool:
    """Tell whether a question that waits for its quote has none: the next one begins, or its id."""
    return bool(waiting) and (block.type == "ordered_list_open" or bool(_read_id(block)))


def _read_id(block: Block) -> str:
    return find_written_id(block.tokens[0].content) if block.type == "html_block" else ""


def _make(asked: Sequence[Block], quote: Block, id_: str) -> Element:
    first, *below = inner_blocks(list_items(asked[0])[0])
    whole = Block(
        (*(t for block in asked for t in block.tokens), *quote.tokens),
        asked[0].line,
        "\n".join(b.source for b in (*asked, quote)),
    )
    title = read_title(first.tokens[1].children or [] if first.type == "paragraph_open" else [], id_)
    candidate = Candidate(
        "items",
        "quoted",
        title,
        first.line,
        tuple(inner_blocks(quote)),
        front=(*below, *asked[1:]),
        is_whole=True,
        is_framed=True,
    )
    return Element(whole, candidate)
