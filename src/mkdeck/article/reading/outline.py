"""What a shape finds in an article; still tokens."""

from dataclasses import dataclass
from functools import cached_property

from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.origin import Origin
from mkdeck.article.signs.cleaning import clean_answer
from mkdeck.article.signs.question import Heading
from mkdeck.model import Role


@dataclass(frozen=True)
class PairBlocks:
    """A question, and the blocks of its front and of its answer."""

    heading: Heading
    pinned: str
    """The id that the author wrote, in the question or in a comment beside it."""
    answer: tuple[Block, ...]
    sections: tuple[Heading, ...]
    """Outermost first."""
    line: int
    front: tuple[Block, ...] = ()
    """What the front shows below the question: code, options, pictures."""
    form: str = ""
    """The form in which it asks."""
    split: str = ""
    """The shape that parted front and answer, where one did."""
    tags: tuple[str, ...] = ()
    """The question's own, as written in a line or comment beside it or by the sign of a tool, without ``#``."""
    kind: str = ""
    """The kind of cards that its form or a comment means, ``""`` where neither says."""
    guid: str = ""
    """The GUID that its note has in Anki already, where it comes from there."""
    cloze_signs: tuple[str, ...] = ()
    """What hides text besides ``{{c1::x}}`` and ``{{cloze x}}``, where its form means it: ``==``, ``[``, ``{``, ``{{``, ``**``, ``~~``."""
    number: int | None = None
    """The number that the author, or the list, gave it."""
    is_keyed: bool = False
    """Whether its answer stands in a key, away from it."""

    @cached_property
    def shown_front(self) -> tuple[Block, ...]:
        """What of the front is on its card."""
        return clean_answer(self.front)

    @cached_property
    def shown_answer(self) -> tuple[Block, ...]:
        """What of the answer is on its card."""
        return clean_answer(self.answer)

    @cached_property
    def end(self) -> int:
        """The line after its last one."""
        shown = self.front if self.is_keyed else (*self.front, *self.answer)
        return max((block.end for block in shown), default=self.line + 1)


@dataclass(frozen=True, slots=True)
class PlacedPair:
    """A question and its answer with the texts in which they stand."""

    found: PairBlocks
    asked: Origin
    answered: Origin
    topics: tuple[str, ...] = ()
    """The sections to which it belongs alike, the first of them its deck; ``found`` has none then."""


LIKE_OTHERS = "where it is a question, write it as the others are"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What looks like a question and is none."""

    text: str
    reason: str
    line: int
    is_lost: bool = False
    """Whether its text is on no card at all."""
    count: int = 1
    """How many items of a list it stands for."""
    hint: str = LIKE_OTHERS
    """What makes a card of it."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The questions of an article in order."""

    pairs: tuple[PairBlocks, ...] = ()
    title: Heading | None = None
    """The heading that names the whole article."""
    left_out: tuple[LeftOut, ...] = ()
    shape: str = ""
    """The main shape of the article."""
    roles: tuple[Role, ...] = ()
    """What each part of it became."""
    is_assumed: bool = False
    """Whether few of its questions ask, and they are taken because nothing else does."""
