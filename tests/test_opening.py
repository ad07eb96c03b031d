"""``--open``: what was written goes to the system's default program."""

import os
import sys
from pathlib import Path

import pytest
from commands import run, write_files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="opens as POSIX systems do, by a program")

RIVER = "## What is a river?\n\nWater that flows.\n"
OPENER = "open" if sys.platform == "darwin" else "xdg-open"


def install_opener(folder: Path, code: int = 0) -> dict[str, str]:
    """Put an opener of its own into the path that writes down what it is given."""
    write_files(folder, {f"bin/{OPENER}": f'#!/bin/sh\necho "$@" > "{folder}/opened"\nexit {code}\n'})
    (folder / "bin" / OPENER).chmod(0o755)
    return {"PATH": f"{folder / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin"}


@pytest.mark.parametrize(("command", "made"), [("build", "a.apkg"), ("preview", "a.html")])
def test_what_was_written_is_opened(tmp_path: Path, command: str, made: str) -> None:
    write_files(tmp_path, {"a.md": RIVER, "mkdeck.toml": 'id = "rivers"\n'})
    done = run(tmp_path, command, "a.md", "--open", **install_opener(tmp_path))
    assert (done.code, done.told, done.out) == (0, "", f"{made}  1 note in 1 deck\n")
    assert (tmp_path / "opened").read_text("utf-8") == f"{tmp_path / made}\n"


@pytest.mark.parametrize("command", ["build", "preview"])
def test_nothing_is_opened_after_an_error(tmp_path: Path, command: str) -> None:
    write_files(tmp_path, {"a.md": "+++\ntitle = \n+++\n"})
    assert run(tmp_path, command, "a.md", "--open", **install_opener(tmp_path)).code == 1
    assert not (tmp_path / "opened").exists()


def test_a_dry_run_opens_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": RIVER})
    assert run(tmp_path, "a.md", "--open", "--dry-run", **install_opener(tmp_path)).code == 0
    assert not (tmp_path / "opened").exists()


def test_an_opener_that_fails_is_told_and_the_package_stands(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": RIVER})
    done = run(tmp_path, "a.md", "--open", **install_opener(tmp_path, code=3))
    assert done.code == 0
    assert done.told.splitlines()[0] == f"a.apkg:1: not-opened: nothing opens 'a.apkg': '{OPENER}' ended with 3"
    assert (tmp_path / "a.apkg").exists()


def test_a_system_without_an_opener_is_told_and_the_package_stands(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": RIVER, "empty/": ""})
    done = run(tmp_path, "a.md", "--open", PATH=str(tmp_path / "empty"))
    assert done.code == 0
    assert f"nothing opens 'a.apkg': there is no program '{OPENER}'\n  hint: open it yourself" in done.told
    assert (tmp_path / "a.apkg").exists()


def test_a_program_that_goes_on_is_not_waited_for(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": RIVER})
    settings = install_opener(tmp_path)
    (tmp_path / "bin" / OPENER).write_text("#!/bin/sh\nexec sleep 6\n", encoding="utf-8")
    done = run(tmp_path, "a.md", "--open", **settings)
    assert (done.code, done.told) == (0, "")
