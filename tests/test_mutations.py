"""What authors and editors do to an article all the time, and what must not change its pairs."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from articles import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reading import SHAPE_FILES, as_text, read, read_cases

from mkdeck.article.blocks import Block
from mkdeck.article.front_matter import split_front_matter
from mkdeck.article.markdown import parse_markdown
from mkdeck.files import read_text

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

    def find(self, origin: int) -> int:
        """Return the place of one of the article's lines."""
        return next(n for n, line in enumerate(self.lines) if line.origin == origin)


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


def read_reading(text: str) -> Reading:
    article, problems = read(text)
    assert article is not None
    pairs = tuple(
        Found(p.location.line, p.sections, p.title, p.pinned, as_text(p.question), as_text(p.answer))
        for p in article.pairs
    )
    unanswered = tuple(p.location.line for p in problems if p.code == "empty-answer")
    return Reading(pairs, unanswered, frozenset(p.code for p in problems), article.shape)


read_original = cache(read_reading)


def find_in(copy: Copy) -> list[Found]:
    """Read a copy from the disk; the lines are those of the article."""
    content = copy.mark + copy.line_end.join(line.text for line in copy.lines) + copy.line_end
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "guide.md")
        path.write_bytes(content.encode())
        text, problems = read_text(path)
    assert problems == []
    pairs = read_reading(text).pairs
    return [replace(pair, line=copy.lines[pair.line - 1].origin) for pair in pairs]


def expect_in(copy: Copy) -> list[Found]:
    return list(read_original(copy.article).pairs)


def without_title(pairs: Iterable[Found], copy: Copy) -> list[Found]:
    """Leave the article's first heading out of the sections: at the top level it is a title, below it a section."""
    headings = find_headings(copy_article(copy.article))
    first = plain(headings[0].text) if headings else ""
    return [replace(p, sections=tuple(s for s in p.sections if plain(s) != first)) for p in pairs]


def assert_unchanged(copy: Copy) -> None:
    expected, found = expect_in(copy), find_in(copy)
    if copy.is_shifted:
        expected, found = without_title(expected, copy), without_title(found, copy)
    assert found == expected


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
    _, body, _ = split_front_matter(text, "guide.md")
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
    original = read_original(copy.article)
    return sorted(map(copy.find, {*(pair.line for pair in original.pairs), *original.unanswered}))


def find_block(copy: Copy, place: int) -> int:
    """Return the index of the block of the whole article that a line stands in."""
    return next(n for n, block in enumerate(parse(copy.text)) if place < block.end - 1)


def find_start(copy: Copy, place: int) -> int:
    """Return where a question begins with the headings, comments and anchors right above it."""
    blocks = parse(copy.text)
    n = find_block(copy, place)
    while n and (blocks[n - 1].type == "heading_open" or re.match(r"<!--|<a ", blocks[n - 1].source.lstrip())):
        n -= 1
    return blocks[n].line - 1


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
    return bool(read_original(copy.article).codes & {"unclosed-fence", "unclosed-comment"})


def is_one_question(copy: Copy) -> bool:
    """Tell whether the rest of the file, whatever it is, answers one question."""
    return read_original(copy.article).shape == "file"


def closing_heading(copy: Copy, text: str) -> list[str]:
    """Write a heading that no answer reaches beyond."""
    places = find_questions(copy)
    asking = [heading.level for heading in find_headings(copy) if heading.place in places]
    heading = f"{'#' * min([2, *asking])} {text}"
    return ["---", "", heading] if read_original(copy.article).shape == "slides" else [heading]


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
    r"(?P<before>\s{0,3}(?:(?:\d+[.)]|[-*+])\s+)?#{1,6}\s+\W*"
    r"|(?:(?:\d+[.)]|[-*+])\s+)?(?:\*\*|<b>|<strong>)"
    r"|\s*(?:[-*] )?(?:<details[^>]*>)?\s*<summary[^>]*>(?:<\w+>)*(?=[^\s<])"
    r"|<h\d[^>]*>(?:<[^>]*>)*(?=[^\s<])"
    r'|\s*(?:\?{3}\+?|!{3}) \w+ "'
    r"|(?:> ?)+\[!\w+\][-+]? "
    r"|:{3,} \w+ )"
    r"(?P<number>\d{1,2}[.)] )?(?P<rest>.*)"
)
"""The places in which questions have numbers; a number before a paragraph or a setext heading would make it a list."""


def with_numbers(copy: Copy) -> Copy | None:
    """Number the questions, where none has a number or a prefix, and all stand where a number may."""
    return renumber(copy, is_numbered=False, write=lambda n, number: f"{n}. ")


def with_other_numbers(copy: Copy) -> Copy | None:
    return renumber(copy, is_numbered=True, write=lambda n, number: f"{int(number[:-2]) + 10}{number[-2:]}")


def without_numbers(copy: Copy) -> Copy | None:
    """Take the numbers off, where they do not tell the questions from other headings."""
    headings = find_headings(copy)
    places = find_questions(copy)
    levels = {heading.level for heading in headings if heading.place in places}
    if any(not pair.title.endswith("?") for pair in read_original(copy.article).pairs):
        return None  # the numbers say that these are questions
    if any(heading.level in levels and heading.place not in places for heading in headings):
        return None  # the numbers say that those are none
    return renumber(copy, is_numbered=True, write=lambda n, number: "")


def renumber(copy: Copy, is_numbered: bool, write: Callable[[int, str], str]) -> Copy | None:
    titles = {copy.find(pair.line): plain(pair.title) for pair in read_original(copy.article).pairs}
    lines = list(copy.lines)
    for n, place in enumerate(find_questions(copy), start=1):
        found = NUMBERED_LINE.fullmatch(lines[place].text)
        if not found or bool(found["number"]) != is_numbered:
            return None
        if not plain(re.sub(r"<[^<>]*>|\]\([^)]*\)", "", found["rest"])).startswith(titles.get(place, "")[:3]):
            return None
        lines[place] = replace(
            lines[place], text=found["before"] + write(n, found["number"] or "") + found["rest"]
        )
    return replace(copy, lines=tuple(lines)) if titles else None


def write_links(copy: Copy) -> list[str]:
    titles = (re.sub(r"([\\`*_\[\]<>|$])", r"\\\1", pair.title) for pair in read_original(copy.article).pairs)
    return [f"[{title}](#{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-') or 'top'})" for title in titles]


def write_contents(copy: Copy) -> list[str]:
    return [f"- {link}" for link in write_links(copy)]


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
    """Add them before the first heading below the title, or before the first question, but not within a list."""
    places = find_questions(copy)
    if not read_original(copy.article).pairs or not places:
        return None
    title = find_title(copy)
    is_title = title is not None and title not in places
    headings = (h.place for h in find_headings(copy) if not (is_title and h.place == title))
    first = min([places[0], *headings])
    if first < front_matter_end(copy):
        first = front_matter_end(copy)  # the front matter's title asks
    blocks = parse(copy.text)
    n = find_block(copy, first)
    while n and re.match(r"<!--|<a ", blocks[n - 1].source.lstrip()):
        n -= 1
    around = blocks[max(n - 1, 0) : n + 1]
    if any(block.type == "bullet_list_open" for block in around):
        return None
    return copy.add(blocks[n].line - 1, "", *contents, "")


def with_contents_at_the_end(copy: Copy) -> Copy | None:
    return append_contents(copy, write_contents(copy))


def with_a_table_of_contents_at_the_end(copy: Copy) -> Copy | None:
    return append_contents(copy, write_contents_table(copy))


def with_folded_contents_at_the_end(copy: Copy) -> Copy | None:
    return append_contents(copy, write_folded_contents(copy))


def append_contents(copy: Copy, contents: list[str]) -> Copy | None:
    if is_open_at_end(copy) or is_one_question(copy) or not read_original(copy.article).pairs:
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
    answered = {copy.find(pair.line) for pair in read_original(copy.article).pairs}
    places = find_questions(copy)
    ends = []
    for question, following in zip(places, places[1:], strict=False):
        is_item = re.match(r"\d+[.)] #", copy.lines[following].text)
        start = following if is_item else find_start(copy, following)
        is_apart = is_item or find_block(copy, question) != find_block(copy, following)
        if question in answered and is_apart and start > question:
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
    """Double the blank lines; those of code stay what they are, as far as this test looks."""
    doubled = ((line,) if line.text.strip() else (line, Line("")) for line in copy.lines)
    return replace(copy, lines=tuple(line for lines in doubled for line in lines))


MUTATIONS: tuple[Mutation, ...] = (
    with_windows_line_ends,
    with_line_ends_of_old_macs,
    with_a_byte_order_mark,
    with_tabs,
    with_trailing_spaces,
    with_trailing_spaces_below_blocks,
    with_one_sign_more,
    with_one_sign_less,
    with_numbers,
    with_other_numbers,
    without_numbers,
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
CASES = {f"{shape}: {title}": article for shape in SHAPE_FILES for title, article, _ in read_cases(f"{shape}.md")}
