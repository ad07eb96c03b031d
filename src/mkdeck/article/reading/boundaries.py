"""Where each answer begins and ends, for every form: to the next question, to what outranks it, or to the page's frame."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from mkdeck.article.answers.labelled import begins_as_answer
from mkdeck.article.parsing.blocks import Block, inner_blocks
from mkdeck.article.parsing.tool_lines import find_written_id
from mkdeck.article.reading import weights
from mkdeck.article.reading.candidate import Element
from mkdeck.article.reading.evidence import ANSWERS, HEADED, SAID_AGAIN, Evidence, is_frame, is_part_of_answer
from mkdeck.article.reading.forms.item import merge_items
from mkdeck.article.reading.outline import Outline, PairBlocks
from mkdeck.article.reading.telling import read_kind
from mkdeck.article.signs.cleaning import clean_answer, drop_farewell, has_inner_rule
from mkdeck.article.signs.emptiness import is_comment, is_empty
from mkdeck.article.signs.endings import drop_ending
from mkdeck.article.signs.frame import leads_away
from mkdeck.article.signs.invitations import is_answer_title
from mkdeck.article.signs.labels import is_counting_label
from mkdeck.article.signs.navigation import is_contents_title, is_navigation
from mkdeck.article.signs.question import Heading, find_id_comment, read_heading

_INTRODUCING = frozenset({"paragraph_open", "blockquote_open", "html_block", "hr"})
"""What stands between the title of a section and its first question."""


_SAID = ("paragraph_open", "blockquote_open")


class Step(NamedTuple):
    """A block on the way through the article, and the question that begins in it, if one does."""

    block: Block
    question: Evidence | None = None
    heading: Evidence | None = None
    """What is known of it, if it is a heading that is none."""


class Boundaries:
    """Walks through an article, and gives each question what answers it."""

    def __init__(
        self,
        elements: Sequence[Element],
        found: Sequence[Evidence],
        chosen: Mapping[int, int],
        numbered: Container[int],
    ) -> None:
        """``chosen`` has for the places of questions the level that each has among them; ``numbered`` are levels of these."""
        by_place = {e.place: e for e in found}
        self._steps = list(_gather(elements, by_place, chosen))
        self._levels = chosen
        self._numbered = numbered
        self._questions = [n for n, step in enumerate(self._steps) if step.question]
        asked = [step.question.candidate for step in self._steps if step.question]
        self._holding = {each.group for each in asked if each.form == "items" and each.rest}
        self._are_held = self._hold_answers()
        self._titles = Counter(e.text for e in found if e.is_heading)
        self._title = self._find_title()
        self._section_levels = self._find_section_levels()
        self._kind = ""
        """The kind that a comment below the title says."""
        self._kinds: dict[int, str] = {}
        """Those that comments below the headings of sections say."""
        self._levels_above = self._find_levels_above()

    @property
    def steps(self) -> Sequence[Step]:
        """The blocks of the article, in order, with the questions that begin in them."""
        return self._steps

    def join(self) -> tuple[Outline, list[int | None]]:
        """Return the questions with their answers and sections, and to which of them each step belongs."""
        title = None if self._title is None else read_heading(self._steps[self._title].block.tokens[1])
        above: list[tuple[float, Heading]] = []
        growing: list[_Growing] = []
        current: _Growing | None = None
        owners: list[int | None] = []
        for n, step in enumerate(self._steps):
            owners.append(len(growing) - 1 if current else None)
            if step.question:
                level = self._levels[step.question.place]
                above = [entry for entry in above if entry[0] < level]
                if self._is_split(n):
                    above.append((level, step.question.candidate.heading))
                    owners[-1] = current = None
                    continue
                kind = self._find_kind(n) or step.question.candidate.kind or self._find_section_kind(above)
                current = _Growing(step.question, self._find_pinned(n), above, level, kind)
                growing.append(current)
                owners[-1] = len(growing) - 1
                current = None if step.question.candidate.is_whole else current
            elif step.heading:
                if current and self._belongs(n, current):
                    current.answer.append(step.block)
                    current.interrupted = min(current.interrupted, step.heading.candidate.level)
                    continue
                depth = step.heading.candidate.level - 0.5 * self._divides(n)
                above = [entry for entry in above if entry[0] < depth]
                names_nothing = is_contents_title(step.heading.text) or is_counting_label(step.heading.text)
                if n == self._title:
                    self._kind = self._find_kind(n)
                elif not names_nothing:
                    above.append((depth, step.heading.candidate.heading))
                    self._kinds[id(step.heading.candidate.heading)] = self._find_kind(n)
                owners[-1] = current = None
            elif current and (self._is_sibling(step.block, current.question) or self._is_outside(step.block, current)):
                owners[-1] = None
            elif current and current.question.candidate.form == "tagged" and step.block.type == "hr":
                owners[-1] = current = None  # no tool's card in a line goes on behind a rule
            elif current:
                current.answer.append(step.block)
        ruled = sum(has_inner_rule(g.answer) for g in growing[:-1])
        are_ruled = len(growing) < weights.MANY or ruled > weights.RULED * len(growing)
        pairs = [g.finish(is_last=g is growing[-1], are_ruled=are_ruled) for g in growing]
        return Outline(tuple(pairs), title), owners

    def _is_sibling(self, block: Block, question: Evidence) -> bool:
        """Tell whether items are of a question's own list, in which numbered questions hold their answers: none of them is in another."""
        whole, candidate = question.whole, question.candidate
        is_own = whole is not None and block.tokens[0] is whole.tokens[0]
        if not is_own or candidate.number is None or candidate.group not in self._holding:
            return False
        return block.tokens[1].info == str(candidate.number + 1)

    def _is_outside(self, block: Block, current: "_Growing") -> bool:
        """Tell whether a text stands outside of the items of an article, all of which hold their answers: it is said of all of them."""
        return self._are_held and current.question.candidate.form == "items" and block.type in _SAID

    def _hold_answers(self) -> bool:
        """Tell whether all questions are items with their answers within, so that between two of them nothing stands but headings."""
        asked = [step.question.candidate for step in self._steps if step.question]
        if len(asked) < weights.MANY or not all(each.form == "items" and each.rest for each in asked):
            return False
        is_outside, is_next, following = False, False, 0
        for step in self._steps[self._questions[0] :]:
            if step.question and is_outside:
                return False
            following += step.question is not None and is_next
            is_text = not step.question and not step.heading and not is_empty(step.block)
            is_outside = (is_outside or is_text) and not step.heading
            is_next = not step.heading
        return following >= weights.MOSTLY * (len(asked) - 1)

    def _find_title(self) -> int | None:
        """Return the place of the first ``#`` heading, unless it asks, or others beside it have questions, too."""
        tops = [n for n, s in enumerate(self._steps) if s.heading and s.heading.candidate.level == 1]
        first = next(
            (n for n, s in enumerate(self._steps) if s.block.type == "heading_open" and s.block.tokens[0].tag == "h1"),
            None,
        )
        if not tops or first != tops[0]:
            return None
        asked = self._questions
        is_one_of_several = len(tops) > 1 and bool(asked) and tops[0] < asked[0] < tops[1] < asked[-1]
        return None if is_one_of_several else tops[0]

    def _find_section_levels(self) -> frozenset[int]:
        """Return the levels of which at least half of the headings stand right above a question."""
        bare: Counter[int] = Counter()
        every: Counter[int] = Counter()
        for n, step in enumerate(self._steps):
            if step.heading and n != self._title and not step.heading.bar:
                every[step.heading.candidate.level] += 1
                following = self._following(n)
                bare[step.heading.candidate.level] += following is not None and following.question is not None
        return frozenset(level for level, count in every.items() if 2 * bare[level] >= count)

    def _is_split(self, n: int) -> bool:
        """Tell whether all that stands below a question are lower ones, so that it is their section."""
        question = self._steps[n].question
        following = self._following(n)
        if (
            not question
            or not question.is_heading
            or question.candidate.rest
            or following is None
            or not following.question
        ):
            return False
        return self._levels[following.question.place] > self._levels[question.place]

    def _divides(self, n: int) -> bool:
        """Tell whether a heading stands right above a question of its own level, so that it is a section above it."""
        heading = self._steps[n].heading
        following = self._following(n)
        if not heading or not heading.text or following is None or not following.question:
            return False
        same = self._levels[following.question.place] == heading.candidate.level
        return (
            same
            and "words" not in heading.signs
            and "ends" not in heading.signs
            and not is_contents_title(heading.text)
        )

    def _following(self, n: int) -> Step | None:
        """Return the next step that shows something, and does not only lead around the page."""
        below = map(self._steps.__getitem__, range(n + 1, len(self._steps)))
        return next((s for s in below if not is_empty(s.block) and not is_navigation(s.block)), None)

    def _next_question(self, n: int) -> Evidence | None:
        place = bisect_right(self._questions, n)
        return self._steps[self._questions[place]].question if place < len(self._questions) else None

    def _belongs(self, n: int, current: "_Growing") -> bool:
        """Tell whether a heading below a question is part of its answer, and begins no section."""
        heading = self._steps[n].heading
        assert heading is not None
        if not heading.text:
            return False
        if heading.bar in (SAID_AGAIN, HEADED) or (heading.bar == ANSWERS and not is_answer_title(heading.text)):
            return True
        level, asked = heading.candidate.level, current.level
        if level <= current.base or (current.question.is_heading and level < asked):
            return self._interrupts(n, current)
        coming = self._next_question(n)
        if current.question.is_heading:
            if coming is None and leads_away(heading.text) and self._titles[heading.text] == 1:
                return False
            return level > asked or self._stands_in_answer(n, heading, current.question)
        return self._goes_on(n, heading, level, current)

    def _stands_in_answer(self, n: int, heading: Evidence, question: Evidence) -> bool:
        """Tell whether a heading of the questions' level, but none itself, is part of the answer above it."""
        answers = is_answer_title(heading.text) or begins_as_answer(heading.text)
        is_headed = question.counts or question.is_explained
        if is_part_of_answer(heading.candidate.heading) or (is_headed and answers):
            return True
        if heading.candidate.level not in self._numbered or not heading.has_content:
            return False
        if self._next_question(n):
            return True
        return not (heading.bar or heading.asks or self._stands_as_questions(n, heading.candidate.level))

    def _stands_as_questions(self, n: int, level: int) -> bool:
        """Tell whether a heading below the last of many questions is parted from it as these are, and none of its level stands among them."""
        first, *others = self._questions
        among = self._steps[first : self._questions[-1]]
        if len(others) < weights.MANY - 1 or any(s.heading and s.heading.candidate.level == level for s in among):
            return False
        questions = (self._steps[place].question for place in others)
        are_counted = all(question and question.counts for question in questions)
        return are_counted or all(self._steps[place - 1].block.type == "hr" for place in (*others, n))

    def _goes_on(self, n: int, heading: Evidence, level: int, current: "_Growing") -> bool:
        following = self._following(n)
        is_bare = following is None or following.question is not None or following.heading is not None
        own = current.question.candidate.level
        if is_frame(heading.candidate.heading) or leads_away(heading.text):
            return level > own or self._leads_to_question(n, level)
        if is_part_of_answer(heading.candidate.heading) or level > own or (level == own and not is_bare):
            return True
        is_deep = current.base > 0 or level > 2
        if is_bare:
            return False
        return is_deep or self._interrupts(n, current)

    def _interrupts(self, n: int, current: "_Growing") -> bool:
        """Tell whether a heading only interrupts questions that count on behind it: no section stands there."""
        heading, coming, following = self._steps[n].heading, self._next_question(n), self._following(n)
        assert heading is not None
        if coming is None or following is None or following.question:
            return False
        own, level = current.question.candidate, heading.candidate.level
        counts_on = own.number is not None and coming.candidate.number == own.number + 1
        if not counts_on or coming.candidate.series != own.series:
            return False
        if own.form == "items":
            return not following.heading and level not in self._section_levels
        return current.question.is_heading and (
            level not in self._levels_above or level >= current.interrupted or self._explains(n)
        )

    def _explains(self, n: int) -> bool:
        """Tell whether a heading above the questions begins no section: below it stand others, and a list or code below the last."""
        between = list(takewhile(lambda step: not step.question, self._steps[n:]))
        last = max(place for place, step in enumerate(between) if step.heading)
        shown = [step.block for step in between[last + 1 :] if not is_navigation(step.block)]
        return last > 0 and any(block.type not in _INTRODUCING for block in shown)

    def _find_levels_above(self) -> frozenset[int]:
        """Return the levels of the headings above the first question: those of sections are among them."""
        first = self._questions[0] if self._questions else 0
        above = (step.heading for n, step in enumerate(self._steps[:first]) if n != self._title)
        return frozenset(heading.candidate.level for heading in above if heading)

    def _leads_to_question(self, n: int, level: int) -> bool:
        """Tell whether behind a heading a question comes before the next heading as high."""
        for step in map(self._steps.__getitem__, range(n + 1, len(self._steps))):
            if step.question:
                return True
            if step.heading and step.heading.candidate.level <= level:
                return False
        return False

    def _find_section_kind(self, above: Sequence[tuple[float, Heading]]) -> str:
        """Return the kind that is said for the innermost of the sections of which any is."""
        kinds = (self._kinds.get(id(heading), "") for _, heading in reversed(above))
        return next(filter(None, kinds), "") or self._kind

    def _find_kind(self, n: int) -> str:
        """Return the kind in a comment right below a question or heading, which may have another comment above it."""
        question = self._steps[n].question
        rest = question.candidate.rest if question else ()
        return read_kind([*rest[:2], *(step.block for step in self._steps[n + 1 : n + 3])])

    def _find_pinned(self, n: int) -> str:
        """Return the id in the question, else in a comment right below it, else right above."""
        step = self._steps[n]
        assert step.question is not None
        candidate = step.question.candidate
        if candidate.heading.pinned:
            return candidate.heading.pinned
        below = takewhile(is_comment, candidate.rest or (step.block for step in self._steps[n + 1 : n + 3]))
        above = list(takewhile(is_comment, (self._steps[m].block for m in range(n - 1, max(n - 3, -1), -1))))
        before = self._steps[n - 1 - len(above)].question if n > len(above) else None
        if before is not None and not before.candidate.rest:  # then the comments belong to that one
            above = []
        ids = (find_id_comment(block.tokens[0].content) for block in (*below, *above))
        return next(filter(None, ids), "") or self._find_written(n, above[:1])

    def _find_written(self, n: int, above: Sequence[Block]) -> str:
        """Return the id that a tool wrote right above a question, and not below what stands before it."""
        ends_before = n < 2 or self._steps[n - 2].block.end < self._steps[n - 1].block.line
        return next((find_written_id(block.tokens[0].content) for block in above if ends_before), "")


class _Growing:
    """A question whose answer is being gathered."""

    def __init__(
        self, question: Evidence, pinned: str, above: Sequence[tuple[float, Heading]], level: int, kind: str
    ) -> None:
        self.question = question
        self.level = level
        self.base = next((level for level, heading in reversed(above) if heading.text), 0)
        self.answer = list(question.candidate.rest)
        self.interrupted = level
        """The highest level of the headings in its answer."""
        self._pinned = pinned
        self._kind = kind
        self._sections = tuple(heading for _, heading in above if heading.text)

    def finish(self, is_last: bool, are_ruled: bool) -> PairBlocks:
        candidate, answer = self.question.candidate, self.answer
        heading, line, pinned = candidate.heading, candidate.line, self._pinned
        if self.question.counts and answer:
            answer = list(clean_answer(answer))
            asked = inner_blocks(answer[0])[0] if answer[0].type == "blockquote_open" else answer[0]
            heading, line, answer = read_heading(asked.tokens[1]), asked.line, answer[1:]
            pinned = heading.pinned or pinned
        shown = tuple(drop_ending(drop_farewell(answer, are_ruled) if is_last else answer))
        return PairBlocks(
            heading,
            pinned,
            shown,
            (*self._sections, *candidate.path),
            line,
            candidate.front,
            form=candidate.form,
            tags=heading.taken.tags,
            kind=self._kind,
            number=candidate.number,
            cloze_signs=candidate.cloze_signs,
        )


def _gather(elements: Sequence[Element], by_place: Mapping[int, Evidence], chosen: Container[int]) -> Iterator[Step]:
    """Yield the elements, those parts of one block together again between which no question begins."""
    places = iter(range(len(elements)))
    for _, parts in groupby(elements, key=lambda e: id(e.whole) if e.whole else id(e.block)):
        group = [(next(places), e) for e in parts]
        first = group[0][1]
        if first.whole and not any(n in chosen for n, _ in group):
            yield Step(first.whole)
            continue
        items: list[Block] = []
        for n, element in group:
            if n not in chosen and first.whole and element.block.type == "list_item_open":
                items.append(element.block)
                continue
            if items and first.whole:
                yield Step(merge_items(first.whole, items))
                items = []
            evidence = by_place.get(n)
            heading = evidence if evidence and element.block.type == "heading_open" else None
            yield Step(element.block, evidence if n in chosen else None, None if n in chosen else heading)
        if items and first.whole:
            yield Step(merge_items(first.whole, items))
