"""What authors and editors do to an article all the time, and what must not change its pairs."""

import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

import pytest
from articles import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reading import SHAPE_FILES, as_text, read, read_cases

from mkdeck.article.front_matter import split_front_matter
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import parse_markdown
from mkdeck.files.texts import read_text

CORPORA = SHARED / "corpora"


# An article on its way through mutations


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a copy."""

    text: str
    origin: int = 0
    """The line of the article that it comes from, 0 for one that a mutation added."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of an article, and how it is saved."""

    article: str
    lines: tuple[Line, ...]
    line_end: str = "\n"
    mark: str = ""
    """What stands before the first line: a byte order mark."""
    is_shifted: bool = False
    """Whether its headings have other levels than the article's."""

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def add(self, place: int, *texts: str) -> "Copy":
        """Return the copy with new lines before the one at ``place``."""
        return replace(self, lines=(*self.lines[:place], *map(Line, texts), *self.lines[place:]))

    def append(self, *texts: str) -> "Copy":
        return self.add(len(self.lines), "", *texts)

    def rewrite(self, change: Callable[[Line], str]) -> "Copy":
        return replace(self, lines=tuple(replace(line, text=change(line)) for line in self.lines))

    def find(self, origins: Iterable[int]) -> list[int]:
        """Return the places of some of the article's lines, ascending."""
        wanted = set(origins)
        return [n for n, line in enumerate(self.lines) if line.origin in wanted]


Mutation = Callable[[Copy], Copy | None]
"""Returns ``None`` where the mutation would rightly change what the article means, or has nothing to change."""


def copy_article(article: str) -> Copy:
    return Copy(article, tuple(Line(text, n) for n, text in enumerate(article.rstrip("\n").split("\n"), start=1)))


@dataclass(frozen=True, slots=True)
class Found:
    """A pair, as far as a mutation must leave it alone."""

    line: int
    sections: tuple[str, ...]
    title: str
    pinned: str
    front: str
    answer: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What is found in an article."""

    pairs: tuple[Found, ...]
    unanswered: tuple[int, ...]
    """The lines of questions without an answer."""
    codes: frozenset[str]
    shape: str


@cache
def read_whole(text: str) -> Reading:
    article, problems = read(text)
    assert article is not None
    pairs = tuple(
        Found(p.location.line, p.sections, p.title, p.pinned, as_text(p.question), as_text(p.answer))
        for p in article.pairs
    )
    unanswered = tuple(p.location.line for p in problems if p.code == "empty-answer")
    return Reading(pairs, unanswered, frozenset(p.code for p in problems), article.shape)


def find_in(copy: Copy) -> list[Found]:
    """Read a copy; the lines are those of the article."""
    pairs = read_whole(save_and_read(copy)).pairs
    return [replace(pair, line=copy.lines[pair.line - 1].origin) for pair in pairs]


def save_and_read(copy: Copy) -> str:
    """Return the text of a copy, by way of the disk where it is saved in a way of its own."""
    text = copy.mark + copy.line_end.join([*(line.text for line in copy.lines), ""])
    if (copy.mark, copy.line_end) == ("", "\n"):
        return text
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "guide.md")
        path.write_bytes(text.encode())
        read_back, problems = read_text(path)
    assert problems == []
    return read_back


def expect_in(copy: Copy) -> list[Found]:
    return list(read_whole(copy.article).pairs)


def without_title(pairs: Iterable[Found], copy: Copy) -> list[Found]:
    """Leave the article's first heading out of the sections: at the top level it is a title, below it a section."""
    headings = find_headings(copy_article(copy.article))
    first = plain(headings[0].text) if headings else ""
    return [replace(p, sections=tuple(s for s in p.sections if plain(s) != first)) for p in pairs]


def find_changes(copy: Copy) -> list[str]:
    """Return the pairs that the copy lacks, behind a ``-``, and those that only it has, behind a ``+``."""
    expected, found = expect_in(copy), find_in(copy)
    if copy.is_shifted:
        expected, found = without_title(expected, copy), without_title(found, copy)
    if found == expected:
        return []
    lost = [f"- {pair}" for pair in expected if pair not in found]
    new = [f"+ {pair}" for pair in found if pair not in expected]
    return [*lost, *new] or ["another order"]


# Where things stand in a copy


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the Markdown has, wherever it stands."""

    place: int
    level: int
    text: str
    markup: str


@cache
def parse(text: str) -> tuple[Block, ...]:
    body = split_front_matter(text, "guide.md")[1]
    return parse_markdown(body).blocks


def find_headings(copy: Copy) -> list[Heading]:
    found = []
    for block in parse(copy.text):
        for token, inline in zip(block.tokens, block.tokens[1:], strict=False):
            if token.type == "heading_open" and token.map:
                found.append(Heading(token.map[0], int(token.tag[1]), inline.content, token.markup))
    return found


def find_questions(copy: Copy) -> list[int]:
    """Return the places of all questions, answered or not."""
    original = read_whole(copy.article)
    return copy.find([*(pair.line for pair in original.pairs), *original.unanswered])


def find_block(blocks: Sequence[Block], place: int) -> int:
    """Return the index of the block of the whole article that a line stands in or above."""
    return bisect_right(blocks, place, key=lambda block: block.end - 1)


BELONGS_BELOW = re.compile(r"\s*(?:<!--|<a |---\Z|\W*Q(?:uestion)?\W*\Z)")
"""What begins a block that belongs to the question below it: a comment, an anchor, a rule, a label."""


def find_start(copy: Copy, blocks: Sequence[Block], place: int) -> int:
    """Return where a question begins, with the headings above it and all that belongs to it."""
    n = find_block(blocks, place)
    while n and (blocks[n - 1].type == "heading_open" or BELONGS_BELOW.match(blocks[n - 1].source)):
        n -= 1
    return blocks[n].line - 1 if n < len(blocks) else len(copy.lines)


def find_start_of_item(copy: Copy, place: int) -> int:
    """Return where an item of a list begins, with the comments above it."""
    while copy.lines[place - 1].text.startswith("<!--"):
        place -= 1
    return place


def has_front_matter(copy: Copy) -> bool:
    return split_front_matter(copy.text, "guide.md")[1] != copy.text


def front_matter_end(copy: Copy) -> int:
    """Return the place of the first line below the front matter."""
    front, _, _ = split_front_matter(copy.text, "guide.md")
    return front.lines_before + front.text.count("\n") + 1 if has_front_matter(copy) else 0


def find_title(copy: Copy) -> int | None:
    """Return the place of the ``#`` heading that the article begins with."""
    first = next(iter(find_headings(copy)), None)
    is_title = first and first.level == 1 and first.markup.startswith("#")
    return first.place if first and is_title else None


def is_open_at_end(copy: Copy) -> bool:
    """Tell whether what is appended becomes part of a fence or a comment that nobody closed."""
    return bool(read_whole(copy.article).codes & {"unclosed-fence", "unclosed-comment"})


def is_one_question(copy: Copy) -> bool:
    """Tell whether the rest of the file, whatever it is, answers one question."""
    is_alone = len(find_questions(copy)) == 1 and len(find_headings(copy)) <= 1
    return is_alone or read_whole(copy.article).shape == "file"


def closing_heading(copy: Copy, text: str) -> list[str]:
    """Write a heading that no answer reaches beyond."""
    places = find_questions(copy)
    asking = [heading.level for heading in find_headings(copy) if heading.place in places]
    heading = f"{'#' * min([2, *asking])} {text}"
    return ["---", "", heading] if read_whole(copy.article).shape == "slides" else [heading]


def plain(text: str) -> str:
    return re.sub(r"\W", "", text)


# The mutations


def with_windows_line_ends(copy: Copy) -> Copy:
    return replace(copy, line_end="\r\n")


def with_line_ends_of_old_macs(copy: Copy) -> Copy:
    return replace(copy, line_end="\r")


def with_a_byte_order_mark(copy: Copy) -> Copy:
    return replace(copy, mark="\ufeff")


def with_tabs(copy: Copy) -> Copy | None:
    """Indent by tabs where that leads to the same column; YAML knows no tabs."""
    top = front_matter_end(copy)
    indented = [re.sub(r"^(?: {4})+", lambda m: "\t" * (len(m[0]) // 4), line.text) for line in copy.lines]
    lines = [replace(line, text=text) for line, text in zip(copy.lines, indented, strict=True)]
    changed = (*copy.lines[:top], *lines[top:])
    return replace(copy, lines=changed) if changed != copy.lines else None


def with_tabs_in_headings(copy: Copy) -> Copy | None:
    """Write a tab between the signs of a heading and its text."""
    headings = {heading.place for heading in find_headings(copy) if heading.markup[0] == "#"}
    lines = [
        replace(line, text=re.sub(r"(#{1,6}) (?=\S)", r"\1\t", line.text, count=1)) if n in headings else line
        for n, line in enumerate(copy.lines)
    ]
    return replace(copy, lines=tuple(lines)) if headings else None


def with_trailing_spaces(copy: Copy) -> Copy:
    """Leave a space after every line: two are a line break within a paragraph, and none may follow a ``\\``."""
    return copy.rewrite(lambda line: line.text if line.text.endswith("\\") else f"{line.text} ")


def with_trailing_spaces_below_blocks(copy: Copy) -> Copy:
    """Leave spaces where no line of the same paragraph follows."""
    following = [*(line.text for line in copy.lines[1:]), ""]
    texts = [
        f"{line.text}   " if not below.strip() and not line.text.endswith("\\") else line.text
        for line, below in zip(copy.lines, following, strict=True)
    ]
    return replace(copy, lines=tuple(replace(line, text=text) for line, text in zip(copy.lines, texts, strict=True)))


def with_one_sign_more(copy: Copy) -> Copy | None:
    return shift_headings(copy, 1)


def with_one_sign_less(copy: Copy) -> Copy | None:
    return shift_headings(copy, -1)


def shift_headings(copy: Copy, by: int) -> Copy | None:
    """Change the level of every heading, unless some have no signs, or a setting names a level."""
    headings = find_headings(copy)
    if not headings or re.search("<h[1-6]|question-level", copy.text):
        return None
    if any(heading.markup[0] != "#" or not 1 <= heading.level + by <= 6 for heading in headings):
        return None
    lines = list(copy.lines)
    for heading in headings:
        line = lines[heading.place]
        signs = "#" * (heading.level + by)
        lines[heading.place] = replace(line, text=re.sub(r"#{1,6}(?=\s|\Z)", signs, line.text, count=1))
    return replace(copy, lines=tuple(lines), is_shifted=True)


NUMBERED_LINE = re.compile(
    r"(?P<before>\s{0,3}(?:(?:\d+[.)]|[-*+])\s+)?#{1,6}\s+"
    r"|(?:(?:\d+[.)]|[-*+])\s+)?(?:\*\*|<b>|<strong>)"
    r"|\s*(?:[-*] )?(?:<details[^>]*>)?\s*<summary[^>]*>(?:<\w+>)*(?=[^\s<])"
    r"|<h\d[^>]*>(?:<[^>]*>)*(?=[^\s<])"
    r'|\s*(?:\?{3}\+?|!{3}) \w+ "'
    r"|(?:> ?)+\[!\w+\][-+]? "
    r"|:{3,} \w+ "
    r"|(?=Q\d))"
    r"(?P<number>(?:Q|Question #?)?\d{1,3}(?:[.):]| [-–]) )?(?P<rest>.*)"
)
"""The places in which questions have numbers; a number before a paragraph or a setext heading would make it a list."""


def with_numbers(copy: Copy) -> Copy | None:
    """Number the questions, where none has a number or a prefix, and all stand where a number may.

    A heading beside them without a number would then belong to the answer above it, and one that continues the numbers
    at another level to the section of the others.
    """
    return None if has_headings_beside(copy) else renumber(copy, is_numbered=False, write=lambda n, number: f"{n}. ")


def with_other_numbers(copy: Copy) -> Copy | None:
    def write(n: int, number: str) -> str:
        return re.sub(r"\d+", lambda digits: str(int(digits[0]) + 10), number)

    return renumber(copy, is_numbered=True, write=write)


def without_numbers(copy: Copy) -> Copy | None:
    """Take the numbers off, where they do not tell the questions from other headings or paragraphs."""
    reading = read_whole(copy.article)
    if has_headings_beside(copy) or reading.shape == "labels":
        return None
    if any(not pair.title.endswith("?") for pair in reading.pairs):
        return None
    return renumber(copy, is_numbered=True, write=lambda n, number: "")


def with_other_numbers_of_items(copy: Copy) -> Copy | None:
    """Change the numbers of list items that ask, but not how many digits they have: what is indented hangs on that.

    Below a paragraph's last line only a 1 begins a list.
    """
    raised = str.maketrans("12345678", "23456789")
    lines = list(copy.lines)
    for place in find_questions(copy):
        found = re.match(r"\d+(?=[.)] )", lines[place].text)
        if found and not lines[place - 1].text.strip():
            text = found[0].translate(raised) + lines[place].text[found.end() :]
            lines[place] = replace(lines[place], text=text)
    return replace(copy, lines=tuple(lines)) if lines != list(copy.lines) else None


def has_headings_beside(copy: Copy) -> bool:
    """Tell whether headings stand at the questions' level that are none, or questions at several levels."""
    outer = {block.line - 1 for block in parse(copy.text) if block.type == "heading_open"}
    headings = [heading for heading in find_headings(copy) if heading.place in outer]
    places = find_questions(copy)
    levels = {heading.level for heading in headings if heading.place in places}
    return len(levels) > 1 or any(h.level in levels and h.place not in places for h in headings)


def renumber(copy: Copy, is_numbered: bool, write: Callable[[int, str], str]) -> Copy | None:
    titles = {pair.line: plain(pair.title) for pair in read_whole(copy.article).pairs}
    lines = list(copy.lines)
    for n, place in enumerate(find_questions(copy), start=1):
        found = NUMBERED_LINE.fullmatch(lines[place].text)
        if not found or bool(found["number"]) != is_numbered:
            return None
        rest = plain(re.sub(r"<[^<>]*>|\]\([^)]*\)", "", found["rest"]))
        if not rest.startswith(titles.get(lines[place].origin, "")[:3]):
            return None  # it has a prefix, or what looks like its number is none
        lines[place] = replace(lines[place], text=found["before"] + write(n, found["number"] or "") + found["rest"])
    return replace(copy, lines=tuple(lines)) if titles else None


def write_links(copy: Copy) -> list[str]:
    titles = (re.sub(r"([\\`*_\[\]<>|$])", r"\\\1", pair.title) for pair in read_whole(copy.article).pairs)
    return [f"[{title}](#{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-') or 'top'})" for title in titles]


def write_contents(copy: Copy) -> list[str]:
    """Write a list with a sign of its own, so that it is none with a list above or below."""
    return [f"+ {link}" for link in write_links(copy)]


def write_contents_table(copy: Copy) -> list[str]:
    rows = (f"| {n} | {link} |" for n, link in enumerate(write_links(copy), start=1))
    return ["| No. | Question |", "|-----|----------|", *rows]


def write_folded_contents(copy: Copy) -> list[str]:
    return ["<details>", "<summary>Table of contents</summary>", "", *write_contents(copy), "", "</details>"]


def with_contents(copy: Copy) -> Copy | None:
    return add_contents(copy, write_contents(copy))


def with_a_table_of_contents(copy: Copy) -> Copy | None:
    return add_contents(copy, write_contents_table(copy))


def with_folded_contents(copy: Copy) -> Copy | None:
    return add_contents(copy, write_folded_contents(copy))


def add_contents(copy: Copy, contents: list[str]) -> Copy | None:
    """Add them before the first heading below the title, or before the first question."""
    places = find_questions(copy)
    if not read_whole(copy.article).pairs or not places:
        return None
    title = find_title(copy)
    is_title = title is not None and title not in places
    headings = (h.place for h in find_headings(copy) if not (is_title and h.place == title))
    first = max(min([places[0], *headings]), front_matter_end(copy))
    blocks = parse(copy.text)
    n = find_block(blocks, first)
    while n and BELONGS_BELOW.match(blocks[n - 1].source):
        n -= 1
    return copy.add(blocks[n].line - 1 if n < len(blocks) else len(copy.lines), "", *contents, "")


def with_contents_at_the_end(copy: Copy) -> Copy | None:
    return append_contents(copy, write_contents(copy))


def with_a_table_of_contents_at_the_end(copy: Copy) -> Copy | None:
    return append_contents(copy, write_contents_table(copy))


def with_folded_contents_at_the_end(copy: Copy) -> Copy | None:
    return append_contents(copy, write_folded_contents(copy))


def append_contents(copy: Copy, contents: list[str]) -> Copy | None:
    if is_open_at_end(copy) or not read_whole(copy.article).pairs:
        return None
    return copy.append(*closing_heading(copy, "Contents"), "", *contents)


def with_yaml_front_matter(copy: Copy) -> Copy | None:
    return None if has_front_matter(copy) else copy.add(0, "---", 'title: "Collected notes"', "---", "")


def with_toml_front_matter(copy: Copy) -> Copy | None:
    return None if has_front_matter(copy) else copy.add(0, "+++", 'title = "Collected notes"', "+++", "")


def with_a_draft_in_a_comment(copy: Copy) -> Copy | None:
    draft = ["<!--", *closing_heading(copy, "What is a draft?"), "", "Nobody knows yet.", "-->"]
    return None if is_open_at_end(copy) else copy.append(*draft)


def with_a_copy_in_a_fence(copy: Copy) -> Copy | None:
    """Append the article as code below a heading that is no question's."""
    if is_open_at_end(copy) or is_one_question(copy):
        return None
    fence = "`" * 10
    return copy.append(*closing_heading(copy, "License"), "", f"{fence}markdown", *copy.article.split("\n"), fence)


TO_TOP = "[⬆ Back to top](#top)"


def with_links_to_the_top(copy: Copy) -> Copy | None:
    """Add a link below every answer that ends where a block of the whole article begins."""
    for place in reversed(ends_of_answers(copy)):
        copy = copy.add(place, "", TO_TOP, "")
    return None if is_open_at_end(copy) else copy.append(TO_TOP)


def with_links_to_the_top_glued_to_headings(copy: Copy) -> Copy | None:
    ends = [place for place in ends_of_answers(copy) if re.match("#{1,6} ", copy.lines[place].text)]
    for place in reversed(ends):
        copy = copy.add(place, TO_TOP) if not copy.lines[place - 1].text.strip() else copy
    return copy if ends else None


def ends_of_answers(copy: Copy) -> list[int]:
    """Return the places of the lines below answers, but for the last one, ascending."""
    blocks, top = parse(copy.text), front_matter_end(copy)
    answered = {*copy.find(pair.line for pair in read_whole(copy.article).pairs)}
    ends = []
    for question, following in pairwise(find_questions(copy)):
        is_item = re.match(r"\d+[.)] #", copy.lines[following].text)
        start = find_start_of_item(copy, following) if is_item else find_start(copy, blocks, following)
        is_apart = is_item or find_block(blocks, question) != find_block(blocks, following)
        if question in answered and is_apart and start > question and following >= top:
            ends.append(start)
    return ends


def with_a_badge(copy: Copy) -> Copy | None:
    title = find_title(copy)
    badge = "[![Build](https://img.example.org/build.svg)](https://example.org/build)"
    return None if title is None else copy.add(title + 1, "", badge, "")


def with_reference_definitions(copy: Copy) -> Copy | None:
    definitions = ["[unused]: https://example.org/unused", '[other one]: <https://example.org/other> "Other"']
    return None if is_open_at_end(copy) else copy.append(*definitions)


def with_more_blank_lines(copy: Copy) -> Copy:
    """Double the blank lines, those of code, too: the texts that are compared are one line each."""
    doubled = ((line,) if line.text.strip() else (line, Line("")) for line in copy.lines)
    return replace(copy, lines=tuple(line for lines in doubled for line in lines))


MUTATIONS: dict[str, Mutation] = {
    mutate.__name__.replace("_", " "): mutate
    for mutate in (
        with_windows_line_ends,
        with_line_ends_of_old_macs,
        with_a_byte_order_mark,
        with_tabs,
        with_tabs_in_headings,
        with_trailing_spaces,
        with_trailing_spaces_below_blocks,
        with_one_sign_more,
        with_one_sign_less,
        with_numbers,
        with_other_numbers,
        without_numbers,
        with_other_numbers_of_items,
        with_contents,
        with_a_table_of_contents,
        with_folded_contents,
        with_contents_at_the_end,
        with_a_table_of_contents_at_the_end,
        with_folded_contents_at_the_end,
        with_yaml_front_matter,
        with_toml_front_matter,
        with_a_draft_in_a_comment,
        with_a_copy_in_a_fence,
        with_links_to_the_top,
        with_links_to_the_top_glued_to_headings,
        with_a_badge,
        with_reference_definitions,
        with_more_blank_lines,
    )
}
_PARTS = 3
"""Each mutation tries a third of the cases, and each case a third of the mutations."""
CASES = {shape: {title: article for title, article, _ in read_cases(f"{shape}.md")} for shape in SHAPE_FILES}


def assert_none(changes: dict[str, list[str]]) -> None:
    """Name every article whose pairs have changed; a comparison would be cut short."""
    lines = [line for title, changed in changes.items() if changed for line in (title, *changed)]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


# The tests

TELLING = {
    (
        "without numbers",
        "Headings above the questions' level within an answer",
    ): "the numbers alone say that the answer goes on",
    (
        "with other numbers of items",
        "The answers stand in a key below the questions",
    ): "the numbers say whose each answer is",
    (
        "with a copy in a fence",
        "The level that is set, not the one that would be found",
    ): "its last heading, empty before, gets content",
    (
        "with other numbers of items",
        "Tasks of a list right below a heading are questions, too, as of a dozen others most are; what no one has answered is in no other's answer",
    ): "the numbers say which items follow each other",
    (
        "with one sign more",
        "A glossary whose terms are bold, in sections of letters, with their short names, and one that nobody has explained",
    ): "a title a level lower is none, and the page no glossary",
    (
        "with other numbers of items",
        "The first question is a heading, and the others are items that count on from it",
    ): "the numbers say that they do",
    ("with other numbers", "A key that is a table, a row a question"): "the numbers say whose each answer is",
    ("with one sign more", "Ids that a site gives to each heading"): "a title a level lower is a section",
    (
        "with one sign more",
        "Ids that a site gives to the title, and to all below it",
    ): "a title a level lower is a section",
    **{
        (mutation, title): "a page with contents or a license is taken for none where little asks"
        for title in (
            "Where nothing else asks, and three of the headings do, all are taken, with a warning",
            "Items that have their answers below, three of which ask",
            "Bold lines three of which ask, where nothing else does",
        )
        for mutation in (
            "with a table of contents at the end",
            "with folded contents at the end",
            "with a copy in a fence",
        )
    },
    **{
        (
            mutation,
            "Where nothing else asks, and three of the headings do, all are taken, with a warning",
        ): "a page with contents is taken for none where little asks"
        for mutation in (
            "with contents",
            "with a table of contents",
            "with folded contents",
            "with contents at the end",
        )
    },
}
"""Mutations of cases that change what the case is about."""


@pytest.mark.parametrize("shape", CASES)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutation_changes_no_pair_of_a_third_of_the_cases(mutation: str, shape: str) -> None:
    part = [*MUTATIONS].index(mutation) % _PARTS
    sample = [each for each in [*CASES[shape].items()][part::_PARTS] if (mutation, each[0]) not in TELLING]
    copies = {title: MUTATIONS[mutation](copy_article(article)) for title, article in sample}
    changes = {title: find_changes(copy) for title, copy in copies.items() if copy}
    assert_none(changes)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutation_has_something_to_change_in_many_cases(mutation: str) -> None:
    articles = (article for cases in CASES.values() for article in cases.values())
    copies = (copy for article in articles if (copy := MUTATIONS[mutation](copy_article(article))))
    assert len([*islice(copies, 15)]) == 15


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    st.sampled_from([(shape, title) for shape, cases in CASES.items() for title in cases]),
    st.lists(st.sampled_from([*MUTATIONS]), min_size=2, max_size=5, unique=True),
)
def test_several_mutations_change_no_pair(case: tuple[str, str], mutations: list[str]) -> None:
    shape, title = case
    copy = copy_article(CASES[shape][title])
    for mutation in mutations:
        copy = copy if (mutation, title) in TELLING else MUTATIONS[mutation](copy) or copy
    assert find_changes(copy) == []


@pytest.mark.parametrize("shape", CASES)
def test_an_article_within_a_comment_has_no_pairs(shape: str) -> None:
    copies = {title: wrap_in_comment(copy_article(article)) for title, article in CASES[shape].items()}
    assert_none({title: [f"+ {pair}" for pair in find_in(copy)] for title, copy in copies.items() if copy})


def wrap_in_comment(copy: Copy) -> Copy | None:
    """Put the article within a comment, unless one of its own would end it, or its front matter has the answers."""
    if "-->" in copy.text or read_whole(copy.article).shape == "index":
        return None
    return copy.add(front_matter_end(copy), "<!--").append("-->")


ARTICLES = {
    "backend": CORPORA.parent / "seed" / "backend.md",
    **{
        name: CORPORA / "files" / f"{name}.md"
        for name in ("gointerview_basics", "redox_faq", "faqguru_git", "ds_theory", "s30_interviews", "sudheerj_react")
    },
}
FOR_LARGE = {
    "sudheerj_react": ("with links to the top",),
    "s30_interviews": ("with folded contents", "with links to the top glued to headings", "with more blank lines"),
    "ds_theory": ("with contents", "with a copy in a fence", "with links to the top"),
}
"""The mutations of articles that take long to read: those that touch most of what they have."""


@pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the articles of other people in ../shared/corpora")
@pytest.mark.parametrize(
    ("mutation", "name"), [(mutation, name) for name in ARTICLES for mutation in FOR_LARGE.get(name, MUTATIONS)]
)
def test_a_mutation_changes_no_pair_of_a_real_article(mutation: str, name: str) -> None:
    copy = MUTATIONS[mutation](copy_article(ARTICLES[name].read_text(encoding="utf-8")))
    assert_none({name: find_changes(copy) if copy else []})
