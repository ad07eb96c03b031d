"""What is known of a candidate: what says that it asks, and what bars it."""

from dataclasses import dataclass, field
from functools import cached_property

from mkdeck.article.parsing.blocks import Block, list_items
from mkdeck.article.parsing.markdown import inline_text
from mkdeck.article.reading.candidate import Candidate
from mkdeck.article.signs.asking import asks_something, ends_as_question
from mkdeck.article.signs.frame import is_frame_title
from mkdeck.article.signs.labels import names_part_of_answer
from mkdeck.article.signs.question import Heading

SAID_AGAIN = "says the question above in other words"
ANSWERS = "begins an answer"
ABOUT_PAGE = "is about the page"
FRAMES = "frames the page"
"""What bars a title by its words alone."""
HEADED = "stands below the heading of an answer"
ALONE = -2
"""The group of items each of which is the only one of its list."""
_COUNTS = frozenset({"number", "listed", "serial"})
"""Signs of what may as well be a section or a step."""
_EXPLAINING = frozenset({"bullet_list_open", "ordered_list_open", "fence", "code_block", "table_open", "math_block"})


@dataclass(eq=False)
class Evidence:
    """A candidate, and what is known of it."""

    place: int
    """Its place among the elements."""
    candidate: Candidate
    block: Block
    whole: Block | None
    body: tuple[Block, ...]
    """What stands below it, to the next heading or sibling."""
    signs: set[str] = field(default_factory=set)
    """What says that it asks; ``weights.SIGNS`` has them all."""
    bar: str = ""
    """Why it can be none."""
    has_content: bool = False
    has_only_links: bool = False
    leads_on: bool = False
    """Whether a lower heading that does not ask stands right below it."""
    group: int = 0
    """Tells its siblings of one section, or of one run of lists, from others."""
    listed: int | None = None
    """How deep in the table of contents it stands, ``None`` where it does not."""
    is_below: bool = False
    """Whether it stands in what may well be the answer to another one."""
    is_part: bool = False
    """Whether the heading right above it asks, and none of its siblings there does."""
    holds: int = 0
    """How many ask that stand below it and are no part of another's answer."""
    holds_surely: bool = False
    """Whether one of these asks beyond doubt."""
    is_explained: bool = False
    """Whether the next heading says that it answers."""
    counts_on: bool = False
    """Whether its number is the next one of a neighbour that asks."""
    counts: bool = False
    """Whether it is a heading that only counts, "Question 12", and the question stands below it."""
    begins_anew: bool = False
    """Whether what counts with letters begins a chapter: "C1."."""
    in_frame: bool = False
    is_promised: bool = False
    """Whether the title right above it promises questions: "FAQ"."""
    opens_section: bool = False
    """Whether its list stands right below a heading, so that it is no part of an answer above."""
    is_title: bool = False
    """Whether it is the only top heading, and the first."""

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of the article, and no part of a list or quote."""
        return self.candidate.is_heading

    @property
    def text(self) -> str:
        """Its title as plain text."""
        return self.candidate.heading.text

    @property
    def is_answered(self) -> bool:
        """Whether text, or the heading of a part of it, stands below it, and more than a list of links; a cloze answers itself."""
        is_below = self.leads_on or self.is_explained
        return (self.has_content and not self.has_only_links) or is_below or "cloze" in self.signs

    @property
    def asks(self) -> bool:
        """Whether it says that it is a question, by more than a number."""
        return not self.bar and bool(self.signs - _COUNTS - {"term"})

    @property
    def asks_by_id(self) -> bool:
        """Whether nothing but an id says that it asks: ids for some make no questions of the others."""
        return "pinned" in self.signs and self.signs <= _COUNTS | {"pinned"}

    @property
    def is_plain(self) -> bool:
        """Whether no doubt is left that it asks."""
        return bool(self.signs & {"ends", "label", "pinned", "marked", "option", "cloze", "told", "tagged", "card"})

    @property
    def is_sure(self) -> bool:
        """Whether a tool says that it is a card, also where it stands in the answer of another one."""
        return bool(self.signs & {"tagged", "card"})

    @property
    def is_term(self) -> bool:
        """Whether it may be a thing to explain, and is explained: below it stand no questions."""
        return (
            not self.bar
            and not self.is_below
            and self.has_content
            and not self.has_only_links
            and self.holds < 2
            and self._is_told
        )

    @cached_property
    def _is_told(self) -> bool:
        """Whether what stands below it does not ask."""
        items = [item for block in self.body for item in list_items(block)]
        asking = sum(asks_something(inline_text(t)) for i in items for t in i.tokens if t.type == "inline")
        texts = [inline_text(block.tokens[1]) for block in self.body if block.type == "paragraph_open"]
        only_asks = (
            bool(texts) and ends_as_question(texts[0]) and not any(block.type in _EXPLAINING for block in self.body)
        )
        return asking <= max(1, 0.3 * len(items)) and not only_asks


def is_frame(heading: Heading) -> bool:
    """Tell whether a heading belongs to the page and not to its subject: "Contents", "License"."""
    return is_frame_title(heading.text)


def is_part_of_answer(heading: Heading) -> bool:
    """Tell whether a heading names a part that any answer may have: "Example"."""
    return names_part_of_answer(heading.text)
