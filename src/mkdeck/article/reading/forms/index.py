"""Front matter lists the questions, each with its answer or the Markdown file in which that stands."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import quote, urljoin

from markdown_it.token import Token

from mkdeck.article.front_matter import Item, split_front_matter
from mkdeck.article.parsing.blocks import Block, make_heading
from mkdeck.article.parsing.markdown import Parsed, parse_markdown
from mkdeck.article.parsing.origin import Origin, make_origin, make_value_origin
from mkdeck.article.parsing.unclosed import find_unclosed
from mkdeck.article.reading.outline import Outline, PairBlocks, PlacedPair
from mkdeck.article.signs.asking import asks_something
from mkdeck.article.signs.question import read_heading
from mkdeck.model import Location
from mkdeck.problem import Problem

FindText = Callable[[str, Location], str | Problem]
"""From the name of an answer's file, as the article has it, to the file's text, or to why it cannot be had."""

_QUESTION = ("question", "title", "q", "name")
_FILE = ("file", "path")
_ANSWER = ("answer", "a", *_FILE)
_TOPICS = ("topics", "topic", "section", "category")
_ID = ("id",)
_KIND = ("kind",)
_TAGS = ("tags", "tag")
_KNOWN = frozenset({*_QUESTION, *_ANSWER, *_TOPICS, *_ID, *_KIND, *_TAGS})


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of the list."""

    question: str
    """Markdown."""
    answer: str
    """Markdown, or the name of a file."""
    topics: tuple[str, ...]
    id: str
    line: int
    is_plain: bool
    """Whether the question is the key of its answer, and no other word says that it is one."""
    kind: str
    """That of its cards, ``""`` where it says none."""
    tags: tuple[str, ...]

    @property
    def is_file(self) -> bool:
        """Whether the answer is a file's name."""
        return _names_file(self.answer)

    @property
    def is_sure(self) -> bool:
        """Whether no doubt is left that a question and its answer are meant, and not a setting of a site's theme."""
        return bool(self.answer) and (not self.is_plain or self.is_file or asks_something(self.question))


def find_pairs(blocks: Sequence[Block], question_level: int | None, is_told: bool = False) -> Outline:
    """Find nothing that asks: the text below such front matter is for readers. Its title is that of the article."""
    tops = (block for block in blocks if block.type == "heading_open" and block.tokens[0].tag == "h1")
    title = next(tops, None)
    return Outline(title=read_heading(title.tokens[1]) if title else None, shape="index")


def read_entries(items: Sequence[Item], path: str) -> tuple[list[Entry], list[Problem]]:
    """Return the questions that front matter lists, each spelled in one of several ways, and what is wrong with others."""
    if items and {item.key.casefold() for item in items} <= _KNOWN:
        items = [Item("", {item.key: item.value for item in items}, items[0].line)]  # a list of one without its dash
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, item in enumerate(items, 1):
        where = Location(path, item.line)
        for found in _read_item(item, f"entry {number} of 'questions'"):
            if isinstance(found, Entry):
                entries.append(found)
            else:
                problems.append(_report_wrong(found, where))
    return entries, problems


def _read_item(item: Item, name: str) -> Iterator[Entry | str]:
    """Yield the entry, or nothing, and what is wrong with it."""
    fields = _read_fields(item)
    if fields is None:
        yield f"{name} is {_name_value(item.value)}, not a table with a question and its answer"
        return
    question, answer = _pick(fields, _QUESTION), _pick(fields, _ANSWER)
    for key, value in (question, answer):
        if value is not None and _read_text(value) is None:
            yield f"{name} has {_name_value(value)} for its {key}"
            return
    title, text = _read_text(question[1]), _read_text(answer[1]) or ""
    if not title:
        yield f"{name} has no question"
        return
    if text and answer[0] in _FILE and not _names_file(text):
        yield f"{name} has '{' '.join(text.split())}' for its {answer[0]}, which is no name of a Markdown file"
        return
    topics = [topic for key in _TOPICS for topic in _read_texts(fields.get(key))]
    yield from (f"{name} has {_name_value(fields[key])} for its {key}" for key in _TOPICS if _is_table(fields.get(key)))
    id_ = _read_text(_pick(fields, _ID)[1]) or ""
    kind = _read_text(_pick(fields, _KIND)[1]) or ""
    tags = [tag.lstrip("#") for key in _TAGS for text in _read_texts(fields.get(key)) for tag in text.split(",")]
    shown = tuple(filter(None, map(str.strip, tags)))
    yield Entry(title, text, tuple(dict.fromkeys(topics)), id_, item.line, "" in fields, kind, shown)


def _read_fields(item: Item) -> Mapping[str, object] | None:
    """Return the fields of an entry by their names; the name ``""`` says that the question is the key of its answer."""
    value = item.value
    fields = {str(key).strip().casefold(): inner for key, inner in value.items()} if isinstance(value, Mapping) else {}
    if item.key:
        return {"": None, "question": item.key, **(fields if isinstance(value, Mapping) else {"answer": value})}
    if isinstance(value, Mapping) and len(value) == 1 and not fields.keys() & _KNOWN:
        ((key, inner),) = value.items()
        return _read_fields(Item(str(key), inner, item.line))
    return fields if isinstance(value, Mapping) else None


def _pick(fields: Mapping[str, object], names: Iterable[str]) -> tuple[str, object]:
    """Return the first of the fields that says something, with its name."""
    return next(((name, fields[name]) for name in names if fields.get(name) is not None), ("", None))


def _read_text(value: object) -> str | None:
    if value is None or isinstance(value, Mapping | list | tuple | set | bytes):
        return None
    return (str(value).lower() if isinstance(value, bool) else str(value)).strip()


def _read_texts(value: object) -> list[str]:
    """Return the texts of a list, or the only one, each as one line."""
    texts = map(_read_text, value if isinstance(value, list) else [value])
    return [" ".join(text.split()) for text in texts if text]


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping)


def _names_file(text: str) -> bool:
    return "\n" not in text and text.casefold().endswith((".md", ".markdown"))


def _name_value(value: object) -> str:
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = _read_text(value)
    return f"'{' '.join(text.split())}'" if text else "empty"


def place_pairs(
    entries: Iterable[Entry], article: Origin, find_text: FindText
) -> tuple[list[PlacedPair], list[Problem]]:
    """Return the questions with their answers, of which the files are looked up now, and what is wrong with those."""
    pairs: list[PlacedPair] = []
    problems: list[Problem] = []
    for entry in entries:
        answered, wrong = _open_answer(entry, article, find_text)
        problems += wrong
        if answered:
            pairs.append(_place_pair(entry, article, answered))
    return pairs, problems


def _place_pair(entry: Entry, article: Origin, answered: Origin) -> PlacedPair:
    asked = make_value_origin(_parse_question(entry.question), article, entry.line)
    first, *front = asked.parsed.blocks
    heading = read_heading(first.tokens[1])
    answer = answered.parsed.blocks
    if entry.is_file:
        answer = _drop_title(answer, heading.text)
    id_ = entry.id or heading.pinned
    found = PairBlocks(heading, id_, answer, (), entry.line, tuple(front), tags=entry.tags, kind=entry.kind)
    return PlacedPair(found, asked, answered, entry.topics)


def _open_answer(entry: Entry, article: Origin, find_text: FindText) -> tuple[Origin | None, list[Problem]]:
    """Return the text that answers, parsed; ``None`` where its file cannot be had."""
    where = Location(article.path, entry.line)
    if not entry.is_file:
        parsed = parse_markdown(entry.answer)
        unclosed = [replace(problem, location=where) for problem in find_unclosed(parsed, article.path)]
        return make_value_origin(parsed, article, entry.line), unclosed
    text = find_text(entry.answer, where)
    if isinstance(text, Problem):
        return None, [text]
    path = str(PurePath(article.path).parent / entry.answer)
    _, body, problems = split_front_matter(text, path)
    parsed = parse_markdown(body)
    url = urljoin(article.url, quote(entry.answer, errors="replace")) if article.url else ""
    return make_origin(parsed, path, url), problems + find_unclosed(parsed, path)


def _parse_question(text: str) -> Parsed:
    """Parse a question: its first paragraph is the heading, and below it may stand code or a picture."""
    title, *below = re.split(r"\n\s*\n|\n(?=\s*(?:```|~~~))", text, maxsplit=1)
    line = " ".join(title.split())
    # With a closing sign, so that the one of "What is C #" is not taken for it.
    parsed = parse_markdown("\n\n".join([f"# {line} #", *below]))
    if parsed.blocks and parsed.blocks[0].type == "heading_open":
        return parsed
    return Parsed((make_heading([Token("text", "", 0, content=line)], 1, 1), *parsed.blocks[1:]), parsed.env)


def _drop_title(blocks: tuple[Block, ...], question: str) -> tuple[Block, ...]:
    """Return the blocks of an answer's file without its first heading, where that only repeats the question."""
    place = next((n for n, block in enumerate(blocks) if block.type == "heading_open"), None)
    if place is None or _fold(read_heading(blocks[place].tokens[1]).text) != _fold(question):
        return blocks
    return (*blocks[:place], *blocks[place + 1 :])


def _fold(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum()) or text


def _report_wrong(message: str, where: Location) -> Problem:
    hint = "write a question and its answer, both as texts; the answer may be the name of a .md file"
    return Problem(where, "wrong-index", message, hint)
