"""The examples of README, and of the page on checking that goes on with them, do what these say."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from articles import build
from commands import call

from mkdeck.config import parse_config

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CHECKING = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
DRAFT = "# Draft\n\n## Indexes\n\n### What is an index?\n\n### What is a table?\n\nRows of one kind.\n"


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def sessions() -> list[tuple[str, str]]:
    """Return each command of a console block with the output that is shown."""
    shown = "".join([*blocks("console"), *blocks("console", CHECKING)])
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", shown, re.MULTILINE)
    return [(command, output) for command, output in found]


@pytest.mark.parametrize(("command", "output"), sessions(), ids=[command for command, _ in sessions()])
def test_an_example_prints_what_is_shown(command: str, output: str, tmp_path: Path) -> None:
    (tmp_path / "http.md").write_text(blocks("markdown")[0], encoding="utf-8")
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    program, *arguments = shlex.split(command)
    assert program == "mkdeck"
    if "--dry-run" in arguments:  # README says: after the first question was reworded
        build(tmp_path / "http.apkg", tmp_path / "http.md")
        reworded = blocks("markdown")[0].replace("What does a `304` response mean?", "When does a server answer `304`?")
        (tmp_path / "http.md").write_text(reworded, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mkdeck", *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout == output


def test_the_settings_that_readme_shows_are_valid() -> None:
    (listed,) = blocks("toml")
    settings, problems = parse_config(listed, "mkdeck.toml")
    assert (settings is not None, problems) == (True, [])


def test_every_command_in_a_shell_block_is_one_that_there_is(tmp_path: Path) -> None:
    """With a folder of articles in place of each name; installing is not for a test."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "http.md").write_text(blocks("markdown")[0], encoding="utf-8")
    lines = [line.partition("#")[0] for block in blocks("sh") for line in block.splitlines()]
    commands = [shlex.split(line) for line in lines if line.startswith("mkdeck ")]
    assert len(commands) == 3
    for _, *arguments in commands:
        assert call(tmp_path, *arguments).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles", "cards.html"]


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("command", ["make", "make test"])
def test_ci_runs_the_commands_that_readme_gives_to_contributors(command: str) -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert command in ci
    assert re.search(rf"^{command}\s+#", README, re.MULTILINE)
