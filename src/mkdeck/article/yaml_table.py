"""YAML text -> table, and where in it each key stands."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml

from mkdeck.model import Location
from mkdeck.problem import Problem, Severity

_OPEN_TEXT = re.compile(
    r"^([\w-]++:[ \t]++)(?![\"'\[{&*!|>%@`#?-])((?=[^\n]*:(?:[ \t]|$))(?![^\n]*[ \t]#)[^\n]*+)$", re.MULTILINE
)
"""An entry whose text holds a colon and has no quotes, which YAML does not take: ``title: Oil: what is it?``."""


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


def parse_yaml(text: str, path: str, lines_before: int) -> tuple[dict[Any, Any], list[Problem]]:
    """Return the table that a text is; above it the file has ``lines_before`` lines."""
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
def find_yaml_lines(text: str, keys: tuple[str, ...]) -> Mapping[str, int]:
    """Return the line of each entry of the table at ``keys``, counted from 1."""
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


def read_yaml_items(text: str, keys: tuple[str, ...]) -> list[tuple[str, object, int]]:
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
