"""Code that a question is about: it stands below the title, and belongs to the front."""

import re
from collections import Counter
from collections.abc import Sequence

from mkdeck.article.answers.labelled import Parts
from mkdeck.article.parsing.blocks import Block

_REFERS = re.compile(
    r"\b(?:following|below|this|these)\s++(?:java\s++|python\s++|c\s++|sql\s++|js\s++|javascript\s++)?"
    r"(?:code|program|snippet|script|query|function|class|application|method|output|result)s?\b"
    r"|\b(?:is|are|be) (?:the output|printed|logged)\b|\b(?:of|is) the (?:following|below)\b",
    re.IGNORECASE,
)
_LONGEST = 300
"""Characters of a title that is looked at."""
_STATED = 2
"""Blocks of a task with its solution: a statement, and the code."""
_CODE = ("fence", "code_block")


def find_referring(titles: Sequence[str]) -> frozenset[int]:
    """Return the places of titles that speak of code below them, or that others have, too: that alone tells them apart."""
    counts = Counter(titles)
    return frozenset(n for n, title in enumerate(titles) if counts[title] > 1 or _REFERS.search(title[:_LONGEST]))


def split_at_solution(blocks: Sequence[Block]) -> Parts | None:
    """Part the blocks below a task before the code that ends them and solves it; what comes before states the task."""
    if len(blocks) < _STATED or blocks[-1].type not in _CODE or any(block.type in _CODE for block in blocks[:-1]):
        return None
    return tuple(blocks[:-1]), tuple(blocks[-1:])


def split_at_code(blocks: Sequence[Block]) -> Parts | None:
    """Part the blocks below such a title behind the code that begins them, if anything follows that."""
    place = next((n for n, block in enumerate(blocks) if block.type not in _CODE), len(blocks))
    if not place or place == len(blocks):
        return None
    return tuple(blocks[:place]), tuple(blocks[place:])
