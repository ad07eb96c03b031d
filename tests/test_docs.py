"""The documentation is true: its examples do what it says, and it names all that there is."""

import re
import subprocess
import sys
from dataclasses import fields
from inspect import signature
from os import sep
from pathlib import Path
from runpy import run_path

import pytest
from commands import write_files
from test_problems import CASES, OPENER, find_codes
from test_reading import as_text, read, read_pairs
from test_roles import KNOTS

import mkdeck
from mkdeck import Result, build
from mkdeck.article.front_matter import split_front_matter
from mkdeck.cli.app import app
from mkdeck.config import _ALLOWED, BUILD_ONLY, parse_config
from mkdeck.shapes import SHAPES

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = re.compile(
    r"^## (\S+)\n(?:(?!^## ).)*?^````markdown\n(.*?)^````\n\n\| Line .*?\n\|[-|]+\n((?:\|[^\n]*\n)+)", re.M | re.S
)
EXAMPLES = EXAMPLE.findall((DOCS / "shapes.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("article", "table"), [pytest.param(*example[1:], id=example[0]) for example in EXAMPLES])
def test_an_example_becomes_the_cards_of_its_table(article: str, table: str) -> None:
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()]
    cards = [
        [str(pair.location.line), " › ".join(pair.sections), as_text(pair.question), as_text(pair.answer)]
        for pair in read_pairs(article)
    ]
    assert cards == rows


def test_every_shape_has_an_example() -> None:
    assert [shape for shape, *_ in EXAMPLES] == [*dict.fromkeys(shape for shape, *_ in EXAMPLES)]
    assert {shape for shape, *_ in EXAMPLES} == {*SHAPES}


def test_the_glossary_has_every_word_that_check_shows_beside_a_line() -> None:
    (glossary,) = re.findall(r"^## Words\n(.*?)^## ", (DOCS / "shapes.md").read_text(encoding="utf-8"), re.M | re.S)
    words = {*re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.*?) \|", glossary, re.M)))}
    articles = [read(text)[0] for text in (KNOTS, *(text for _, text, _ in EXAMPLES))]
    shown = {role.kind for article in articles if article for role in article.roles}
    assert shown <= words
    assert len(shown) > 8


# --- commands.md


def test_the_page_of_commands_says_what_help_says() -> None:
    script = run_path(str(DOCS / "make_commands.py"))
    is_fresh = (DOCS / "commands.md").read_text(encoding="utf-8") == script["write_page"]()
    assert is_fresh, "docs/commands.md is out of date: run .venv/bin/python docs/make_commands.py"
    assert {*script["COMMANDS"]} == {
        command.callback.__name__ for command in app.registered_commands if command.callback
    }


# --- settings.md


def test_every_setting_has_a_chapter_and_a_row() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    chapters = re.findall(r"^## ([a-z-]+)\n\n```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in chapters] == [*_ALLOWED]
    for name, example in chapters:
        settings, problems = parse_config(example, "mkdeck.toml")
        assert problems == []
        assert getattr(settings, name.replace("-", "_")) is not None
    rows = re.findall(r"^\| \[`(.*?)`\]\(#(.*?)\) \| (yes|no)", page, re.MULTILINE)
    assert [(name, link) for name, link, _ in rows] == [(name, name) for name in _ALLOWED]
    assert {name for name, _, where in rows if where == "no"} == {*BUILD_ONLY}


def test_the_examples_of_settings_mean_the_same_in_every_place() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    whole, project, article = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[:3]
    (as_yaml,) = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert parse_config(whole, "mkdeck.toml") == parse_config(project, "pyproject.toml")
    said = [split_front_matter(text, "a.md")[0] for text in (f"+++\n{article}+++\n", f"---\n{as_yaml}---\n")]
    assert [(front.title, front.settings) for front in said] == [
        ("SQL", {"deck": "Databases", "question-level": 3}),
    ] * 2


# --- errors.md

CHAPTER = re.compile(r"^### (\S+)\n\n```text\n(.*)\n```\n\n\*\*(Usage|Error|Warning|Notice)\.\*\* \S", re.MULTILINE)


def test_every_code_has_a_chapter_with_a_line_that_mkdeck_writes() -> None:
    chapters = CHAPTER.findall((DOCS / "errors.md").read_text(encoding="utf-8"))
    codes = {code for file in Path(mkdeck.__file__).parent.rglob("*.py") for code in find_codes(file)}
    assert sorted(code for code, _, _ in chapters) == sorted(codes)
    written = {
        (case.code, case.problem.replace(sep, "/").replace(f"'{OPENER}'", "'xdg-open'"), case.exit_code)
        for case in CASES.values()
    }
    exits = {"Usage": 2, "Error": 1, "Warning": 0, "Notice": 0}
    words = {"Usage": "error"}
    shown = {
        (code, line.replace(f": {words.get(gravity, gravity.lower())}: ", ": ", 1), exits[gravity])
        for code, line, gravity in chapters
    }
    assert shown - written == set()


# --- python.md


def test_the_example_in_python_prints_what_the_page_shows(tmp_path: Path) -> None:
    page = (DOCS / "python.md").read_text(encoding="utf-8")
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    shown = re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (article, *_) = re.findall(r"^```markdown\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    write_files(tmp_path, {"articles/http.md": article})
    command = [sys.executable, "-c", program]
    assert [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in shown] == shown


def test_the_page_on_python_names_every_argument_and_attribute() -> None:
    page = (DOCS / "python.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    arguments = [name for name in signature(build).parameters if name not in ("sources", "output")]
    assert named == [*arguments, *(field.name for field in fields(Result))]
