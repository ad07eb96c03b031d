"""The house, as ARCHITECTURE.md draws it: which room may know which, and where each library lives."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import mkdeck

PACKAGE = Path(mkdeck.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT = {
    "__init__": {"interface", "model", "problem"},
    "__main__": {"cli"},
    "model": set(),
    "problem": {"model"},
    "clock": set(),
    "limits": set(),
    "shapes": set(),
    "unicode": set(),
    "media_types": set(),
    "emoji_names": set(),
    "pages": set(),
    "digest": set(),
    "release": set(),
    "words": set(),
    "cloze": set(),
    "toml": {"model", "problem"},
    "config": {"model", "problem", "limits", "shapes", "toml"},
    "files": {"model", "problem", "media_types"},
    "download": {"__init__", "model", "problem", "files", "media_types"},
    "article": {"model", "problem", "limits", "toml", "unicode", "words", "cloze", "media_types", "emoji_names"},
    "deck": {"model", "problem", "limits", "unicode", "digest", "words", "cloze", "emoji_names", "release"},
    "apkg": {"model", "problem", "limits", "files", "digest", "cloze"},
    "preview": {"model", "problem", "files", "cloze", "media_types"},
    "pinning": {"model", "problem", "files", "article", "deck"},
    "config_file": {"model", "problem", "config", "files"},
    "load": {
        "model",
        "problem",
        "config",
        "config_file",
        "files",
        "download",
        "article",
        "deck",
        "pages",
        "media_types",
    },
    "previous": {"model", "problem", "load", "deck", "apkg"},
    "ankiconnect": {"files"},
    "pushing": {"model", "problem", "ankiconnect", "previous", "deck"},
    "doubts": {"model", "problem", "deck"},
    "building": {"doubts", "model", "problem", "load", "previous", "deck", "apkg", "release"},
    "interface": {"model", "problem", "limits", "clock", "config", "load", "building", "deck", "release"},
    "cli": {
        *(
            "__init__",
            "model",
            "problem",
            "doubts",
            "clock",
            "config",
            "load",
            "files",
            "pinning",
            "pushing",
            "ankiconnect",
            "previous",
            "building",
            "media_types",
            "release",
        ),
        *("deck", "apkg", "preview", "shapes"),
    },
}

LAYERS = ("html", "parsing", "signs", "answers", "reading")
"""The rooms of ``article``: each may know those before it, and of the files beside them these."""
BESIDE = {
    "html": set(),
    "parsing": {"words"},
    "signs": {"words"},
    "answers": set(),
    "reading": {"cloze", "front_matter"},
}

HOMES = {
    "tomli": {"toml", "words"},
    "pathspec": {"files"},
    "yaml": {"article"},
    "markdown_it": {"article"},
    "mdit_py_plugins": {"article"},
    "nh3": {"article"},
    "pygments": {"article"},
    "rapidfuzz": {"deck"},
    "zstandard": {"apkg"},
    "emoji": {"emoji_names"},
    "latex2mathml": {"preview"},
    "watchfiles": {"preview"},
    "genanki": {"apkg"},
    "typer": {"cli"},
    "rich": {"cli"},
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def walk(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each imported module, with the name that is taken from it."""
    for node in walk(path):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from ((str(node.module), alias.name) for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_the_rooms_it_may_know(path: Path) -> None:
    for module, name in imports(path):
        if module == "mkdeck" or module.startswith("mkdeck."):
            parts = module.split(".")
            other = parts[1] if len(parts) > 1 else "__init__" if name.startswith("__") else name
            assert other == room(path) or other in MAY_IMPORT[room(path)], f"{path} imports {module}"


PLAN = Path(__file__).parent.parent / "ARCHITECTURE.md"


@pytest.mark.skipif(not PLAN.exists(), reason="the tests run without the project around them")
def test_the_plan_names_each_file_of_the_house_and_no_other() -> None:
    plan = PLAN.read_text(encoding="utf-8").split("Beside the package")[0]
    named = set(re.findall(r"\b(\w+\.py)\b", plan)) - {Path(__file__).name}
    there = {path.name for path in FILES if not path.name.startswith("__")}
    forms = {path.name for path in FILES if path.parent.name == "forms"}  # one sentence says what is in each
    assert (there - forms - named, named - there) == (set(), set())


@pytest.mark.parametrize("layer", LAYERS)
def test_within_article_a_room_imports_only_what_comes_before_it(layer: str) -> None:
    before = {*LAYERS[: LAYERS.index(layer) + 1], *BESIDE[layer]}
    for path in (PACKAGE / "article" / layer).rglob("*.py"):
        for module, name in imports(path):
            if module.startswith("mkdeck.article"):
                inner = (*module.split(".")[2:], name)[0]
                assert inner in before, f"{path} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_library_is_named_in_its_own_room_only(path: Path) -> None:
    for module, _ in imports(path):
        top = module.split(".")[0]
        if top == "mkdeck" or top in sys.stdlib_module_names:
            continue
        assert room(path) in HOMES[top], f"{path} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints_and_exits(path: Path) -> None:
    if room(path) == "cli":
        return
    names = {node.id for node in walk(path) if isinstance(node, ast.Name)}
    assert names.isdisjoint({"print", "exit", "quit", "SystemExit"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_are_opened_where_files_are_the_business(path: Path) -> None:
    if (
        room(path) in ("files", "apkg", "preview", "pinning", "cli")
        or path.name == "notetype.py"
        or room(path) == "words"
    ):
        return  # the templates of notetype and the tables of words are package data
    tree = walk(path)
    calls = {ast.unparse(node.func).split(".")[-1] for node in tree if isinstance(node, ast.Call)}
    assert calls.isdisjoint(
        {"open", "read_text", "read_bytes", "write_text", "write_bytes"} - OWN_READERS.get(room(path), set())
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_two_rooms_reach_the_network(path: Path) -> None:
    if room(path) not in ("download", "ankiconnect"):
        network = {"asyncio", "ftplib", "http", "http.client", "socket", "ssl", "urllib.request", "xmlrpc.client"}
        assert network.isdisjoint(module for module, _ in imports(path))


OWN_READERS = {"load": {"read_text"}, "config_file": {"read_text"}}  # their read_text comes from mkdeck.files


HEAVY = (
    "mkdeck.load",
    "mkdeck.apkg",
    "mkdeck.preview",
    "genanki",
    "nh3",
    "yaml",
    "latex2mathml",
    "watchfiles",
    "http.server",
)


def test_importing_mkdeck_loads_no_room_before_one_is_used() -> None:
    code = "import sys, mkdeck; print(sorted(name for name in sys.modules if name.startswith('mkdeck')))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown == "['mkdeck']\n"


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["preview", "--help"]])
def test_help_and_version_load_no_parser_and_no_writer(arguments: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['mkdeck', *{arguments}]\n"
        "from mkdeck.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[-1] == "[]"


UNUSED = {
    "check": (
        "genanki",
        "rapidfuzz",
        "sqlite3",
        "ssl",
        "http.client",
        "yaml",
        "pathspec",
        "rich",
        "mkdeck.deck.history",
    ),
    "build": (
        "rapidfuzz",
        "http.client",
        "pathspec",
        "rich",
        "mkdeck.preview",
        "mkdeck.download.pictures",
        "mkdeck.deck.matching",
    ),
}
"""What a command has no use for where it reads an article without settings or pictures, and replaces nothing."""


@pytest.mark.parametrize("command", UNUSED)
def test_a_command_loads_nothing_that_it_does_not_use(command: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n## What is b?\n\nc\n\n## What is d?\n\ne\n", encoding="utf-8")
    code = (
        f"import sys; sys.argv = ['mkdeck', '{command}', 'a.md']\n"
        "from mkdeck.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {UNUSED[command]} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "2 notes" in run.stdout
    assert run.stdout.splitlines()[-1] == "[]"
