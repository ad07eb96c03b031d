"""What the table of contents tells: which candidates it lists, and that what stands above it introduces the page."""

from collections.abc import Iterator, Sequence

from mkdeck.article.parsing.blocks import Block, list_items
from mkdeck.article.parsing.markdown import inline_text
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import Element
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.signs.navigation import fold_words, read_contents


def mark_contents(elements: Sequence[Element], found: Sequence[Evidence]) -> None:
    """Note what the tables of contents list, and bar the questions above one that lists others."""
    listed = read_contents([e.block for e in elements])
    for evidence in found:
        evidence.listed = listed.get(fold_words(evidence.text)) if listed else None
    headings = [e for e in found if e.is_heading]
    place, words = _find_list(elements, {fold_words(e.text) for e in headings})
    for evidence in headings:
        if evidence.place < place and fold_words(evidence.text) not in words:
            evidence.bar = "stands above the contents, which do not list it"


def _find_list(elements: Sequence[Element], titles: set[str]) -> tuple[int, set[str]]:
    """Return the place and the words of the first list of which most items are titles, and that has most titles of the article."""
    for n, block in _lists(elements):
        inlines = [token for token in block.tokens if token.type == "inline"]
        if len(inlines) <= max(weights.MANY, weights.HALF * len(titles)):
            continue
        words = {fold_words(inline_text(inline)) for inline in inlines} - {""}
        if len(words & titles) > max(weights.MANY, weights.HALF * len(words), weights.HALF * len(titles)):
            return n, words
    return 0, set()


def _lists(elements: Sequence[Element]) -> Iterator[tuple[int, Block]]:
    """Yield the lists of an article, each once, with their places."""
    before: Block | None = None
    for n, element in enumerate(elements):
        block = element.whole or element.block
        if block is not before and list_items(block):
            yield n, block
        before = block
