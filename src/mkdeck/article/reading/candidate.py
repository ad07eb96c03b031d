"""A place at which a question may begin, and the elements of an article with these places."""

from dataclasses import dataclass
from typing import NamedTuple

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.signs.question import Heading

NO_LEVEL = 7
"""The level of what is no heading: every heading is above it."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A place that looks as the begin of a question does in one of the forms; nothing is decided yet."""

    form: str
    """The shape that its sign belongs to: ``headings``, ``items``, ``bold``, ``labels`` …"""
    rank: str
    """What tells it from others of its form that are no siblings: the level of a heading, the kind of an item."""
    heading: Heading
    line: int
    rest: tuple[Block, ...] = ()
    """What of its element already answers."""
    front: tuple[Block, ...] = ()
    """What of its element is shown with it."""
    is_whole: bool = False
    """Whether its answer ends with its element."""
    level: int = NO_LEVEL
    """That of its heading, if it is one."""
    number: int | None = None
    """The number that the author, or the list, gave it."""
    group: int = 0
    """Tells the list apart in which it is an item."""
    siblings: int = 1
    """How many items that list has."""
    is_last: bool = True
    """Whether it is the last of them, so that what follows the list may be its answer."""
    is_announced: bool = False
    """Whether its label stands alone, above it: "Question 12"."""
    is_framed: bool = False
    """Whether a tool's frame stands around it, which nothing else has: ``START`` … ``END``."""
    path: tuple[Heading, ...] = ()
    """The titles above it within its list, outermost first."""
    kind: str = ""
    """The kind of cards that its form means, as in ``PairBlocks``."""
    cloze_signs: tuple[str, ...] = ()
    """What hides text in it, as in ``PairBlocks``."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of the article, and no part of a list or quote."""
        return self.form == "headings" and self.level < NO_LEVEL

    @property
    def series(self) -> tuple[str, str]:
        """What it has in common with its siblings."""
        return self.form, self.rank


class Element(NamedTuple):
    """A block of an article, or a part of one in which several questions may begin."""

    block: Block
    candidate: Candidate | None = None
    whole: Block | None = None
    """The block of which it is a part: a list, a paragraph, a table."""
