"""The settings block at the top of an article: TOML between ``+++``, YAML between ``---``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

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
_OPEN_TEXT = re.compile(
    r"^([\w-]++:[ \t]++)(?![\"'\[{&*!|>%@`#?-])((?=[^\n]*:(?:[ \t]|$))(?![^\n]*[ \t]#)[^\n]*+)$", re.MULTILINE
)
"""An entry whose text holds a colon and has no quotes, which YAML does not take: ``title: Oil: what is it?``."""
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
    elif (match := _YAML.match(text)) and (not match[2].strip() or _YAML_KEY.match(match[2])):
        table, problems = _parse_yaml(match[2], path, match[1].count("\n"))
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
    return _find_yaml_lines(front.text, keys) if front.is_yaml else find_toml_lines(front.text, keys)


class _TextLoader(yaml.SafeLoader):
    """YAML as its version 1.2 reads it: ``yes``, ``1.10``, ``007`` and ``2025-99-99`` are the texts that they look like."""

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        """Return the text; of characters that were written as two escapes, as JSON does, half a one stands for none."""
        text = super().construct_scalar(node)
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(text, str) else text


def _read_scalar(loader: _TextLoader, node: yaml.ScalarNode) -> object:
    text = str(loader.construct_scalar(node))
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    return int(text) if re.fullmatch(r"-?(?:0|[1-9]\d{0,17})", text) else text


_TextLoader.yaml_implicit_resolvers = {}
_TextLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""])
_TextLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"), [*"tTfF"]
)
_TextLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?\d+\Z"), [*"-0123456789"])
for _name in ("bool", "int", "float", "timestamp", "binary"):
    _TextLoader.add_constructor(f"tag:yaml.org,2002:{_name}", _read_scalar)


def _parse_yaml(text: str, path: str, lines_before: int) -> tuple[dict[Any, Any], list[Problem]]:
    line, reason = 0, "it is malformed"
    try:
        loader, node = _compose(text)
        table = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, reason = (mark.line if mark else 0), error.problem or error.context or reason
    except yaml.reader.ReaderError as error:
        line, reason = (
            text.count("\n", 0, error.position),
            f"the character {chr(error.character)!r} is not allowed in YAML",
        )
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).split("\n")[0] or "nested too deeply"
    else:
        if isinstance(table, Mapping) or table is None:
            return dict(table or {}), []
        reason = "it is no table of key: value lines"
    last = max(text.rstrip().count("\n"), 0)
    hint = "correct the line; quote a value that holds ': ' or begins with a sign"
    where = Location(path, lines_before + min(line, last) + 1)
    return {}, [Problem(where, "malformed-yaml", f"the front matter cannot be read: {reason}", hint, Severity.ERROR)]


@lru_cache(maxsize=1)
def _compose(text: str) -> tuple[_TextLoader, yaml.Node | None]:
    """Return the nodes of a text, which know their places: what it says and where is asked for again and again."""
    loader = _TextLoader(text)
    try:
        return loader, loader.get_single_node()
    except yaml.scanner.ScannerError:
        quoted = _OPEN_TEXT.sub(_quote, text)
        if quoted == text:
            raise
    loader = _TextLoader(quoted)
    return loader, loader.get_single_node()


def _quote(entry: re.Match[str]) -> str:
    """Return an entry with its text in quotes, as it was meant."""
    text = entry[2].rstrip().replace("'", "''")
    return f"{entry[1]}'{text}'"


@lru_cache(maxsize=4)
def _find_yaml_lines(text: str, keys: tuple[str, ...]) -> Mapping[str, int]:
    lines: dict[str, int] = {}
    try:
        node = _find_node(text, keys)
    except (yaml.YAMLError, ValueError, RecursionError):
        return lines  # it is malformed, and was reported as that
    for name, _ in _pairs(node):
        lines.setdefault(str(name.value), name.start_mark.line + 1)
    return lines


def _find_node(text: str, keys: tuple[str, ...]) -> yaml.Node | None:
    node = _compose(text)[1]
    for key in keys:
        node = next((value for name, value in reversed(_pairs(node)) if name.value == key), None)
    return node


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
        or (_text(table.get("name")) if len(table) == 1 else ""),
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
        return tuple(Item(key, value, lines_before + line) for key, value, line in _read_yaml_items(source[2], keys))
    items = found.items() if isinstance(found, Mapping) else [("", value) for value in found]
    lines = [line - 1 for line in find_toml_items(source[2], keys)]
    if len(lines) != len(items):
        lines = [find_toml_line(source[2], keys) - 1] * len(items)
    return tuple(Item(key, value, lines_before + line) for (key, value), line in zip(items, lines, strict=True))


def _read_yaml_items(text: str, keys: tuple[str, ...]) -> list[tuple[str, object, int]]:
    """Return key, value and line, counted from 0, of each item; a key that stands twice in a table is two of them."""
    loader, node = _compose(text)[0], _find_node(text, keys)
    if isinstance(node, yaml.SequenceNode):
        return [("", loader.construct_document(item), item.start_mark.line) for item in node.value]
    return [
        (str(loader.construct_document(name)), loader.construct_document(value), name.start_mark.line)
        for name, value in _pairs(node)
    ]


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


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
