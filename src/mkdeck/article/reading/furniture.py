"""Blocks that stand alike with many questions: they are the page's, and on no card."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mkdeck.article.answers.options import has_options
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.reading.outline import PairBlocks

_SHORTEST = 3
"""Questions of an article in which something repeats."""
_LONGEST = 100
"""Characters; longer text or code that several questions share is what they ask about."""
_PAGE = ("paragraph_open", "html_block", "blockquote_open", "fence")


def drop_furniture(pairs: Sequence[PairBlocks]) -> tuple[PairBlocks, ...]:
    """Return the pairs without short blocks that at least half of the fronts show, or that end as many answers."""
    if len(pairs) < _SHORTEST:
        return tuple(pairs)
    fronts = Counter(source for pair in pairs for source in {_read(block) for block in pair.front})
    ends = Counter(_read(kept[-1]) for pair in pairs if len(kept := pair.shown_answer) > 1)
    on_fronts = {source for source, count in fronts.items() if source and count >= max(2, len(pairs) / 2)}
    at_ends = {source for source, count in ends.items() if source and count >= max(_SHORTEST, len(pairs) / 2)}
    return tuple(_drop(pair, on_fronts, at_ends) for pair in pairs) if on_fronts or at_ends else tuple(pairs)


def _drop(pair: PairBlocks, on_fronts: set[str], at_ends: set[str]) -> PairBlocks:
    front = tuple(block for block in pair.front if _read(block) not in on_fronts)
    kept = pair.shown_answer if at_ends else ()
    is_ended = len(kept) > 1 and _read(kept[-1]) in at_ends
    return replace(pair, front=front, answer=kept[:-1] if is_ended else pair.answer)


def _read(block: Block) -> str:
    """Return a block's text where it may be furniture, else nothing."""
    source = "" if has_options(block) else block.source.strip()  # many questions may ask "True or false?"
    return source if block.type in _PAGE and len(source) <= _LONGEST and not source.endswith((":", "：")) else ""
