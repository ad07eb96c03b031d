"""The headings of an article, each with what stands right below it and what its neighbours tell of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from mkdeck.article.answers import has_marked_answer
from mkdeck.article.answers.folded import fold_title, is_answer_title, is_invitation
from mkdeck.article.answers.options import has_marked_option
from mkdeck.article.asking import asks_something, ends_as_question, is_about_page, is_about_questions
from mkdeck.article.blocks import Block, list_items
from mkdeck.article.emptiness import is_empty, is_list_of_links
from mkdeck.article.frame import is_frame_title, is_project_title
from mkdeck.article.labels import is_counting_label, names_part_of_answer
from mkdeck.article.markdown import plain_text
from mkdeck.article.navigation import fold_words, is_contents_title, is_navigation, read_contents
from mkdeck.article.question import Heading, promises_cards, read_heading, take_bare_number

_EXPLAINING = frozenset({"bullet_list_open", "ordered_list_open", "fence", "code_block", "table_open", "math_block"})


@dataclass(frozen=True)
class Entry:
    """A heading, where it stands, and what stands right below it."""

    index: int
    """Its place among the blocks."""
    level: int
    heading: Heading
    body: tuple[Block, ...]
    """The blocks up to the next heading of any level."""
    line: int
    in_contents: bool = False
    """Whether it stands below the heading of a table of contents."""
    in_frame: bool = False
    """Whether it stands below the heading of a part that is about the page: "Contributing"."""
    in_quiz: bool = False
    """Whether many of the article's headings have options of which some are marked."""
    is_folded: bool = False
    """Whether below it, as below others like it, all is in a fold that only invites to open it, and so is an answer."""
    is_explained: bool = False
    """Whether the heading below it says that it answers, "Explanation", as below most of its level."""
    listed: int | None = None
    """How deep in the table of contents it stands, ``None`` where it does not."""
    is_amid: bool = False
    """Whether it ends with a question mark, as do the headings before and after it in its section."""
    leads_on: bool = False
    """Whether a lower heading that does not ask stands right below it."""

    @cached_property
    def has_content(self) -> bool:
        """Whether text stands right below it."""
        return any(not is_empty(block) and not is_navigation(block) for block in self.body)

    @cached_property
    def has_only_links(self) -> bool:
        """Whether all that stands right below it are lists of links."""
        shown = [block for block in self.body if not is_empty(block) and not is_navigation(block)]
        return bool(shown) and all(map(is_list_of_links, shown))

    @property
    def is_answered(self) -> bool:
        """Whether text, or the heading of a part of it, stands right below it."""
        return self.has_content or self.leads_on

    @cached_property
    def has_marked_answer(self) -> bool:
        """Whether an answer that is marked as one stands right below it: folded or labelled."""
        return self.is_folded or self.is_explained or has_marked_answer(self.body)

    @property
    def is_part_of_answer(self) -> bool:
        """Whether it names a part that any answer may have."""
        return is_part_of_answer(self.heading)

    @cached_property
    def is_candidate(self) -> bool:
        """Whether it may be a question at all: it is no part of the page's frame, and more than a list of links below it."""
        text = self.heading.text
        if not text or self.is_part_of_answer or self.in_contents:
            return False
        if is_about_questions(text) and not (self.heading.is_numbered and ends_as_question(text)):
            return False
        if not self.is_amid and (is_about_page(text) or (is_frame(self.heading) and not self.heading.is_numbered)):
            return False
        if self.in_frame and not ends_as_question(text):
            return False
        return (
            self.heading.looks_like_question or not any(is_navigation(block) for block in self.body) or self.has_content
        )

    @cached_property
    def asks(self) -> bool:
        """Whether it says that it is a question."""
        return self.is_candidate and (
            self.heading.looks_like_question
            or self.is_amid
            or self.is_label
            or bool(self.heading.pinned)
            or self.has_marked_answer
            or (self.in_quiz and has_marked_option(self.body))
        )

    @property
    def is_label(self) -> bool:
        """Whether it only counts, "Question 12", and the question stands below it."""
        return is_counting_label(self.heading.text) and self.body[:1] != () and self.body[0].type == "paragraph_open"

    @property
    def is_plain(self) -> bool:
        """Whether no doubt is left that it asks."""
        return (
            ends_as_question(self.heading.text)
            or self.is_label
            or bool(self.heading.pinned)
            or self.has_marked_answer
            or has_marked_option(self.body)
        )

    @property
    def is_term(self) -> bool:
        """Whether it may be a thing to explain, and is explained: below it stand no questions."""
        items = [item for block in self.body for item in list_items(block)]
        asking = sum(
            asks_something(plain_text(t.children or ())) for i in items for t in i.tokens if t.type == "inline"
        )
        texts = [plain_text(block.tokens[1].children or ()) for block in self.body if block.type == "paragraph_open"]
        only_asks = (
            bool(texts) and ends_as_question(texts[0]) and not any(block.type in _EXPLAINING for block in self.body)
        )
        return self.is_candidate and self.has_content and asking <= 0.3 * len(items) and not only_asks

    @property
    def counts(self) -> bool:
        """Whether it may be one of a numbered list of questions."""
        return self.is_candidate and self.heading.is_numbered


def is_frame(heading: Heading) -> bool:
    """Tell whether a heading belongs to the page and not to its subject: "Contents", "License"."""
    return is_frame_title(heading.text)


def is_contents(heading: Heading) -> bool:
    """Tell whether a heading stands above a table of contents."""
    return is_contents_title(heading.text)


def is_part_of_answer(heading: Heading) -> bool:
    """Tell whether a heading names a part that any answer may have: "Example"."""
    return names_part_of_answer(heading.text)


def read_line(block: Block) -> int:
    """Return the line on which the words of a heading begin."""
    return (block.tokens[1].map or [block.line - 1])[0] + 1


def read_entries(blocks: Sequence[Block]) -> list[Entry]:
    """Return the headings of an article."""
    entries = _take_bare_numbers(list(_read_bare(blocks)))
    listed = read_contents(blocks)
    numbered = [entry for entry in entries if entry.heading.is_numbered]
    in_quiz = sum(has_marked_option(entry.body) for entry in numbered) >= max(2, 0.5 * len(numbered))
    amid, folded, explained = _find_amid(entries), _find_folded(entries), _find_explained(entries)
    entries = [
        replace(
            entry,
            in_quiz=in_quiz,
            is_amid=n in amid,
            is_folded=n in folded,
            is_explained=n in explained,
            listed=listed.get(fold_words(entry.heading.text)),
        )
        if in_quiz or listed or n in amid or n in folded or n in explained
        else entry
        for n, entry in enumerate(entries)
    ]
    return [
        replace(entry, leads_on=True) if following.level > entry.level and not following.asks else entry
        for entry, following in pairwise(entries)
    ] + entries[-1:]


def _read_bare(blocks: Sequence[Block]) -> Iterator[Entry]:
    """Yield the headings without what their neighbours tell of them."""
    places = [n for n, block in enumerate(blocks) if block.type == "heading_open"]
    contents = frame = 7  # the levels of such headings above
    for n, end in pairwise([*places, len(blocks)]):
        level, heading = int(blocks[n].tokens[0].tag[1]), read_heading(blocks[n].tokens[1])
        if level <= contents:
            contents = level if is_contents(heading) else 7
        if level <= frame:
            frame = level if is_project_title(heading.text) else 7
        in_contents, in_frame = level > contents, level > frame
        entry = Entry(n, level, heading, tuple(blocks[n + 1 : end]), read_line(blocks[n]), in_contents, in_frame)
        if in_contents and entry.has_content:
            contents = 7  # what follows is no table any more
            entry = replace(entry, in_contents=False)
        yield entry


def _take_bare_numbers(entries: list[Entry]) -> list[Entry]:
    """Return the entries without numbers that have no mark, where these count the questions of a level: ``4 Page cache``."""
    taken = {n: take_bare_number(entry.heading) for n, entry in enumerate(entries)}
    counted: dict[int, list[int]] = {}
    for n, heading in taken.items():
        if heading.number is not None:
            counted.setdefault(entries[n].level, []).append(n)
    all_of = Counter(entry.level for entry in entries)
    is_list = promises_cards(entries[0].heading if entries else None)
    for level, places in counted.items():
        numbers = [taken[n].number or 0 for n in places]
        steps = sum(b in (a + 1, 1) for a, b in pairwise(numbers))
        asks = is_list or any(asks_something(taken[n].text) for n in places)
        if asks and len(places) >= max(3, 0.6 * all_of[level]) and steps >= 0.6 * (len(places) - 1):
            for n in places:
                entries[n] = replace(entries[n], heading=taken[n])
    return entries


def _find_amid(entries: Sequence[Entry]) -> frozenset[int]:
    """Return the places of the headings that end as questions, as do those before and after them in their section."""
    last: dict[int, int] = {}  # by level, the place of the last heading of the section
    before: dict[int, int] = {}
    asking = {n for n, entry in enumerate(entries) if ends_as_question(entry.heading.text)}
    for n, entry in enumerate(entries):
        if entry.level in last:
            before[n] = last[entry.level]
        last = {level: place for level, place in last.items() if level < entry.level} | {entry.level: n}
    return frozenset(place for n, place in before.items() if asking >= {n, place, before.get(place, -1)})


def _find_folded(entries: Sequence[Entry]) -> frozenset[int]:
    """Return the places of the headings below which a fold invites to open it: "show".

    At least three of one level have such a fold, and a third of these ask: READMEs fold long parts away, too.
    """
    there = {n: entry.level for n, entry in enumerate(entries) if _begins_folded(entry.body)}
    counts = Counter(there.values())
    asking = Counter(level for n, level in there.items() if asks_something(entries[n].heading.text))
    levels = {level for level, count in counts.items() if count >= 3 and asking[level] >= count / 3}
    return frozenset(n for n, level in there.items() if level in levels)


def _find_explained(entries: Sequence[Entry]) -> frozenset[int]:
    """Return the places of the headings right below which a lower one says that it answers, if most of a level are so."""
    there = {
        n: entry.level
        for n, (entry, following) in enumerate(pairwise(entries))
        if following.level > entry.level and is_answer_title(following.heading.text)
    }
    counts, all_of = Counter(there.values()), Counter(entry.level for entry in entries)
    return frozenset(n for n, level in there.items() if counts[level] >= max(3, 0.6 * all_of[level]))


def _begins_folded(body: Sequence[Block]) -> bool:
    """Tell whether of the first blocks that show something one is such a fold: code may stand on the front."""
    shown = [block for block in body if not is_empty(block)][:3]
    return any(block.type == "details_open" and is_invitation(fold_title(block)) for block in shown)


def mostly_marked(entries: Sequence[Entry], places: Sequence[int]) -> bool:
    """Tell whether the answers of most headings are marked as such: one without is none."""
    return sum(entries[n].has_marked_answer for n in places) >= 0.8 * len(places)
