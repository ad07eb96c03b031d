"""README's examples do what README says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from articles import build

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DRAFT = "# Draft\n\n## Indexes\n\n### What is an index?\n\n### What is a table?\n\nRows of one kind.\n"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def sessions() -> list[tuple[str, str]]:
    """Return each command of a console block with the output that README shows."""
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks("console")), re.MULTILINE)
    return [(command, output) for command, output in found]


@pytest.mark.parametrize(("command", "output"), sessions(), ids=[command for command, _ in sessions()])
def test_an_example_prints_what_readme_shows(command: str, output: str, tmp_path: Path) -> None:
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


def test_the_settings_that_readme_lists_are_all_there_are_and_are_valid(tmp_path: Path) -> None:
    from mkdeck.config import _ALLOWED, parse_config

    (listed,) = (block for block in blocks("toml") if "deck =" in block)
    settings, problems = parse_config(listed, "mkdeck.toml")
    assert problems == []
    assert settings is not None
    assert set(re.findall(r"^([a-z-]+) =", listed, re.MULTILINE)) == set(_ALLOWED) - {"shape"}


@pytest.mark.parametrize("command", ["make", "make test"])
def test_ci_runs_the_commands_that_readme_gives_to_contributors(command: str) -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert command in ci
    assert re.search(rf"^{command}\s+#", README, re.MULTILINE)


def test_links_to_files_of_the_repository_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
