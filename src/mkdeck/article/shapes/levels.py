"""The headings of an article, and the level at which they ask."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from mkdeck.article.answers import has_marked_answer
from mkdeck.article.answers.options import has_marked_option
from mkdeck.article.asking import asks_something, ends_as_question, is_about_page, is_about_questions
from mkdeck.article.blocks import Block, list_items
from mkdeck.article.emptiness import is_empty
from mkdeck.article.frame import is_frame_title, is_project_title
from mkdeck.article.markdown import plain_text
from mkdeck.article.navigation import is_contents_title, is_navigation
from mkdeck.article.question import Heading, read_heading

_LABEL = re.compile(
    r"(?:Question|Q|Exercise|Problem|Task|Scenario|Frage|Pregunta|Pergunta|Вопрос|问题|题目)\s*[-#№.]?\s*\d{1,4}\W*\Z",
    re.IGNORECASE,
)
_LIST_TITLE = re.compile(
    r"\b(?:questions?|terms|concepts|glossary|vocabulary|definitions|flash ?cards|faqs?|q\s*&\s*a|interview)\b|面试|問題|问题|глоссарий|glosario|glossar",
    re.IGNORECASE,
)
_PART_OF_ANSWER = re.compile(
    r"\W*(?:(?:code |for )?examples?|(?:the )?answers?|solutions?|notes?|explanation|output|syntax|usage|tips?|sources?)\W*+\d*+\W*\Z",
    re.IGNORECASE,
)


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
    is_amid: bool = False
    """Whether it ends with a question mark, as do the headings before and after it in its section."""
    leads_on: bool = False
    """Whether a lower heading that does not ask stands right below it."""

    @cached_property
    def has_content(self) -> bool:
        """Whether text stands right below it."""
        return any(not is_empty(block) and not is_navigation(block) for block in self.body)

    @property
    def is_answered(self) -> bool:
        """Whether text, or the heading of a part of it, stands right below it."""
        return self.has_content or self.leads_on

    @property
    def is_part_of_answer(self) -> bool:
        """Whether it names a part that any answer may have."""
        return is_part_of_answer(self.heading)

    @cached_property
    def is_candidate(self) -> bool:
        """Whether it may be a question at all: it is no part of the page's frame, and more than a list of links below it."""
        text = self.heading.text
        if not text or is_about_questions(text) or self.is_part_of_answer or self.in_contents:
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
            or has_marked_answer(self.body)
            or (self.in_quiz and has_marked_option(self.body))
        )

    @property
    def is_label(self) -> bool:
        """Whether it only counts, "Question 12", and the question stands below it."""
        return (
            _LABEL.match(self.heading.text) is not None
            and self.body[:1] != ()
            and self.body[0].type == "paragraph_open"
        )

    @property
    def is_plain(self) -> bool:
        """Whether no doubt is left that it asks."""
        return (
            ends_as_question(self.heading.text)
            or self.is_label
            or bool(self.heading.pinned)
            or has_marked_answer(self.body)
            or has_marked_option(self.body)
        )

    @property
    def is_term(self) -> bool:
        """Whether it may be a thing to explain, and is explained: below it stand no questions."""
        items = [item for block in self.body for item in list_items(block)]
        asking = sum(
            asks_something(plain_text(t.children or ())) for i in items for t in i.tokens if t.type == "inline"
        )
        return self.is_candidate and self.has_content and asking <= 0.3 * len(items)

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
    return _PART_OF_ANSWER.match(heading.text) is not None


def read_line(block: Block) -> int:
    """Return the line on which the words of a heading begin."""
    return (block.tokens[1].map or [block.line - 1])[0] + 1


def read_entries(blocks: Sequence[Block]) -> list[Entry]:
    """Return the headings of an article."""
    places = [n for n, block in enumerate(blocks) if block.type == "heading_open"]
    entries = []
    contents = frame = 7  # the levels of such headings above
    for n, end in pairwise([*places, len(blocks)]):
        level, heading = int(blocks[n].tokens[0].tag[1]), read_heading(blocks[n].tokens[1])
        if level <= contents:
            contents = level if is_contents(heading) else 7
        if level <= frame:
            frame = level if is_project_title(heading.text) else 7
        entries.append(
            Entry(
                n,
                level,
                heading,
                tuple(blocks[n + 1 : end]),
                read_line(blocks[n]),
                in_contents=level > contents,
                in_frame=level > frame,
            )
        )
    numbered = [entry for entry in entries if entry.heading.is_numbered]
    in_quiz = sum(has_marked_option(entry.body) for entry in numbered) >= max(2, 0.5 * len(numbered))
    entries = [replace(entry, in_quiz=True) for entry in entries] if in_quiz else entries
    amid = _find_amid(entries)
    entries = [replace(entry, is_amid=True) if n in amid else entry for n, entry in enumerate(entries)]
    return [
        replace(entry, leads_on=True) if following.level > entry.level and not following.asks else entry
        for entry, following in pairwise(entries)
    ] + entries[-1:]


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


def promises_cards(title: Heading | None) -> bool:
    """Tell whether a title says that the article is a list of things to learn: "25 terms", "Interview questions"."""
    return title is not None and _LIST_TITLE.search(title.text) is not None


def find_level(entries: Sequence[Entry]) -> int | None:
    """Return the level at which most different headings ask and are answered, or ``None``.

    A higher level wins where most of those questions only divide its answers: "Why?" below each of ten questions.
    """
    scores = {level: _score(entries, level, lambda e: e.asks) for level in range(1, 7)}
    is_list = promises_cards(entries[0].heading if entries else None)
    if is_list or not any(scores.values()):
        counting = {level: _score(entries, level, lambda e: e.counts) for level in range(1, 7)}
        scores = max(scores, counting, key=lambda s: max(s.values()))
    if is_list and not any(scores.values()):
        scores = {level: _score(entries, level, lambda e: e.is_term) for level in range(2, 7)} | {1: 0}
    best = max(scores, key=lambda level: scores[level])
    if not scores[best]:
        return None
    above = (
        level
        for level in range(1, best)
        if scores[level] >= 2 and (scores[level] >= scores[best] / 3 or _mostly_asks(entries, level))
    )
    return next((level for level in above if _divides(entries, level, best)), best)


def _mostly_asks(entries: Sequence[Entry], level: int) -> bool:
    there = [entry for entry in entries if entry.level == level and entry.is_candidate]
    return sum(entry.asks and entry.is_answered for entry in there) > 0.5 * len(there)


def _score(entries: Sequence[Entry], level: int, is_question: Callable[[Entry], bool]) -> float:
    """Count the different answered questions of a level, less where the level has other headings, too."""
    there = [n for n, e in enumerate(entries) if e.level == level and e.is_candidate]
    if len(there) == 1 and ((level == 1 and there[0] == 0) or _has_asking_below(entries, there[0])):
        return 0  # a title; the one question of its file is another shape
    asking = [entries[n] for n in there if is_question(entries[n])]
    if len(asking) < 0.5 * len(there) and not any(entry.is_plain or entry.counts for entry in asking):
        return 0  # "How to install" among the headings of a manual
    titles = {entry.heading.text for entry in asking if entry.is_answered}
    return len(titles) ** 2 / len(there) if there else 0


def _has_asking_below(entries: Sequence[Entry], n: int) -> bool:
    for entry in entries[n + 1 :]:
        if entry.level <= entries[n].level:
            return False
        if entry.heading.looks_like_question:
            return True
    return False


def _divides(entries: Sequence[Entry], level: int, below: int) -> bool:
    """Tell whether most questions of the level ``below`` stand in the answers to questions of ``level``."""
    inside = outside = 0
    in_answer = False
    for entry in entries:
        if entry.level <= level:
            in_answer = entry.level == level and entry.asks and entry.is_answered
        elif entry.level == below and entry.asks:
            inside += in_answer
            outside += not in_answer
    return inside > outside
