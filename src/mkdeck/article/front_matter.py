"""The settings block at the top of an article: TOML between ``+++``, YAML between ``---``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mkdeck.limits import MAX_NAME, MAX_TAGS
from mkdeck.model import Location
from mkdeck.problem import Problem, Severity
from mkdeck.toml import find_toml_items, find_toml_line, find_toml_lines, parse_toml

_TOML = re.compile(r"\A(\s*\+\+\+[ \t]*\n)(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML_START = re.compile(r"\A(\s*)\+\+\+[ \t]*(?:\n|\Z)")
_YAML = re.compile(r"\A(\s*---[ \t]*\n)(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DECKS = ("cards-deck", "anki-deck", "anki_deck", "deck")
_TOML_KEY = re.compile(r"\s*name\s*=\s*[\"']")
"""What hashcards writes between the marks of YAML."""
_TITLES = ("title", "question")
"""Keys of what the article is called; of one that is a single question some generators want that."""
_CARDS = re.compile(r"\s*+(?:(?:Deck|Tags):[^\n]*\n\s*+)++(?:<!--[^<>]*-->\s*+)?\d++\. ")
_QUOTE = re.compile(r"^> ", re.MULTILINE)
"""Inka's questions between the marks of YAML, and their answers."""
_YAML_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\w\"'-][\w \"'.-]*+:(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class Item:
    """One element of a list, or one entry of a table, not yet checked."""

    key: str
    """``""`` in a list."""
    value: object
    line: int
    """That of the file on which it begins."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an article says about itself."""

    title: str = ""
    description: str = ""
    slug: str = ""
    draft: bool = False
    tags: tuple[str, ...] = ()
    deck: str = ""
    """The whole name of the deck of its cards, as other tools have it there."""
    settings: object = field(default_factory=dict)
    """The table of mkdeck's own settings, not yet checked."""
    settings_keys: tuple[str, ...] = ("mkdeck",)
    """Where in the front matter that table is."""
    text: str = ""
    """The source between the two marks."""
    lines_before: int = 0
    """How many lines of the file come before ``text``."""
    is_yaml: bool = False
    questions: tuple[Item, ...] = ()
    """What stands in its list or table of questions, if it has one."""


def split_front_matter(text: str, path: str) -> tuple[FrontMatter, str, list[Problem]]:
    """Return the front matter, and the article with blank lines in its place, so that line numbers stay true."""
    if match := _TOML.match(text):
        table, problems = parse_toml(match[2], path, match[1].count("\n"))
    elif start := _TOML_START.match(text):
        where = Location(path, start[1].count("\n") + 1)
        hint = "write +++ on a line of its own below the front matter"
        problem = Problem(where, "malformed-toml", "the front matter is not closed", hint, Severity.ERROR)
        return FrontMatter(), text, [problem]
    elif (match := _YAML.match(text)) and _TOML_KEY.match(match[2]):
        table, problems = parse_toml(match[2], path, match[1].count("\n"))
    elif (match := _YAML.match(text)) and _CARDS.match(match[2]) and _QUOTE.search(match[2]):
        return FrontMatter(), text, []
    elif (match := _YAML.match(text)) and (not match[2].strip() or _YAML_KEY.match(match[2])):
        from mkdeck.article.yaml_table import parse_yaml  # most articles have none

        table, problems = parse_yaml(match[2], path, match[1].count("\n"))
    else:
        return FrontMatter(), text, []
    blanked = "\n" * match[0].count("\n") + text[match.end() :]
    front = _pick(table, match, is_yaml=match.re is _YAML)
    return front, blanked, problems + _check_tags(front, path)


def _check_tags(front: FrontMatter, path: str) -> list[Problem]:
    if len(front.tags) <= MAX_TAGS:
        return []
    where = Location(path, front.lines_before + _find_lines(front, ()).get("tags", 1))
    message = f"the article has {len(front.tags)} tags, more than {MAX_TAGS}, and every note would carry them all"
    return [Problem(where, "many-tags", message, "keep those that learners search by", Severity.ERROR)]


def find_setting(front: FrontMatter, path: str, key: str) -> Location:
    """Return the place of one of mkdeck's settings in the front matter, that of their table for the key ``""``."""
    lines = _find_lines(front, front.settings_keys)
    table = _find_lines(front, front.settings_keys[:-1]).get(front.settings_keys[-1], 1)
    return Location(path, front.lines_before + (lines.get(str(key), table) if key else table))


def find_title(front: FrontMatter) -> int:
    """Return the line of the file on which the title stands."""
    lines = _find_lines(front, ())
    return front.lines_before + next((lines[key] for key in _TITLES if key in lines), 1)


def _find_lines(front: FrontMatter, keys: tuple[str, ...]) -> Mapping[str, int]:
    """Return the line of each entry of the table at ``keys``, counted from 1 in the front matter."""
    if not front.is_yaml:
        return find_toml_lines(front.text, keys)
    from mkdeck.article.yaml_table import find_yaml_lines

    return find_yaml_lines(front.text, keys)


def _pick(table: Mapping[Any, Any], source: re.Match[str], is_yaml: bool) -> FrontMatter:
    taxonomies = _table(table.get("taxonomies"))
    tags = [tag for key in ("tags", "categories") for place in (table, taxonomies) for tag in _texts(place.get(key))]
    extra = _table(table.get("extra"))
    is_extra = "mkdeck" in extra
    settings = extra["mkdeck"] if is_extra else table.get("mkdeck")
    # Zola takes no key at the top that it does not know.
    questions = ("questions",) if "questions" in table else ("extra", "questions")
    return FrontMatter(
        title=next(filter(None, (_text(table.get(key)) for key in _TITLES)), "")
        or (_text(table.get("name")) if {*table} <= {"name", "slug"} else ""),
        description=_text(table.get("description")),
        slug=_text(table.get("slug"))[:MAX_NAME],
        draft=_text(table.get("draft")).lower() in ("true", "yes", "on"),
        tags=tuple(tags),
        deck=next(filter(None, (_text(table.get(key)) for key in _DECKS)), ""),
        settings={} if settings is None else settings,
        settings_keys=("extra", "mkdeck") if is_extra else ("mkdeck",),
        text=source[2],
        lines_before=source[1].count("\n"),
        is_yaml=is_yaml,
        questions=_read_items(table, questions, source, is_yaml),
    )


def _read_items(
    table: Mapping[Any, Any], keys: tuple[str, ...], source: re.Match[str], is_yaml: bool
) -> tuple[Item, ...]:
    """Return the items of the list or table at ``keys``, each with its line, or nothing where there is neither."""
    found: Any = table
    for key in keys:
        found = _table(found).get(key)
    if not isinstance(found, Mapping | list):
        return ()
    lines_before = source[1].count("\n") + 1
    if is_yaml:
        from mkdeck.article.yaml_table import read_yaml_items

        return tuple(Item(key, value, lines_before + line) for key, value, line in read_yaml_items(source[2], keys))
    items = found.items() if isinstance(found, Mapping) else [("", value) for value in found]
    lines = [line - 1 for line in find_toml_items(source[2], keys)]
    if len(lines) != len(items):
        lines = [find_toml_line(source[2], keys) - 1] * len(items)
    return tuple(Item(key, value, lines_before + line) for (key, value), line in zip(items, lines, strict=True))


def _table(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    if value is None or isinstance(value, Mapping | list | set | tuple | bytes):
        return ""
    return " ".join((str(value).lower() if isinstance(value, bool) else str(value)).split())


def _texts(value: object) -> list[str]:
    """Return the texts of a list; one text alone is split at commas and spaces, as Jekyll and Obsidian do."""
    if isinstance(value, str):
        return re.split(r"[,\s]+", value)
    return [_text(item) for item in value] if isinstance(value, list) else []
