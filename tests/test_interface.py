"""What other Python programs get from ``import mkdeck``."""

import re
import subprocess
import sys
import zipfile
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import assert_type

import pytest
from commands import call, read_package, write_files

import mkdeck
from mkdeck import Problem, Result, Severity, build

pytestmark = pytest.mark.usefixtures("tmp_path")  # each test builds in a folder of its own
QUEUE = "## What is a queue?\n\nA line of messages that wait.\n"
TREE = "\n## What is a tree?\n\nA graph without circles.\n"
DAY = 86_400


def test_a_build_writes_the_package_and_returns_what_it_did(capfd: pytest.CaptureFixture[str]) -> None:
    write_files(Path(), {"a.md": QUEUE + TREE})
    result = assert_type(build("a.md", "a.apkg"), Result)
    assert result == Result(Path("a.apkg"), is_written=True, notes=2, changes=None, problems=())
    assert len(read_package(Path("a.apkg")).notes) == 2
    assert capfd.readouterr() == ("", "")


def test_a_build_writes_the_same_bytes_as_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(Path(), {"a.md": QUEUE, "b/c.md": TREE, "mkdeck.toml": 'id = "plants"\n'})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert call(Path(), "a.md", "b", "-o", "command.apkg", "--deck", "Plants").code == 0
    build([Path("a.md"), "b"], "interface.apkg", deck="Plants")
    assert Path("interface.apkg").read_bytes() == Path("command.apkg").read_bytes()


@pytest.mark.parametrize("names_it", [True, False], ids=["the package named", "the package replaced"])
def test_changes_are_counted_since_the_previous_package(names_it: bool) -> None:
    write_files(Path(), {"a.md": QUEUE})
    build("a.md", "old.apkg")
    write_files(Path(), {"a.md": QUEUE + TREE})
    result = build("a.md", "new.apkg", previous="old.apkg") if names_it else build("a.md", "old.apkg")
    counts = {"added": 1, "reworded": 0, "edited": 0, "moved": 0, "unchanged": 1, "removed": 0}
    assert result.changes == counts


def test_the_time_is_an_argument() -> None:
    write_files(Path(), {"a.md": QUEUE})
    build("a.md", "a.apkg", now=DAY)
    first = Path("a.apkg").read_bytes()
    build("a.md", "a.apkg", now=2 * DAY)
    assert Path("a.apkg").read_bytes() == first
    build("a.md", "a.apkg", now=2 * DAY, touch=True)
    assert Path("a.apkg").read_bytes() != first


def test_a_problem_of_an_article_is_returned_and_not_raised(capfd: pytest.CaptureFixture[str]) -> None:
    write_files(Path(), {"a.md": QUEUE, "b.md": "---\nmkdeck: {tag: oak}\n---\n" + TREE})
    result = build(["b.md", "a.md", "gone.md"], "a.apkg")
    assert not result.is_written
    assert not Path("a.apkg").exists()
    assert [(p.location.path, p.code, p.severity) for p in result.problems] == [
        ("b.md", "unknown-setting", Severity.ERROR),
        ("gone.md", "missing-source", Severity.USAGE),
    ]
    assert capfd.readouterr() == ("", "")


def test_warnings_stop_a_strict_build_only() -> None:
    write_files(Path(), {"a.md": f"{QUEUE}\n## What is a tree?\n"})
    (problem,) = build("a.md", "a.apkg").problems
    assert (assert_type(problem, Problem).severity, Path("a.apkg").exists()) == (Severity.WARNING, True)
    assert not build("a.md", "b.apkg", strict=True).is_written


@pytest.mark.parametrize("target", ["a.zip", "gone/a.apkg", "mine.apkg"])
def test_a_package_that_cannot_be_written_is_a_problem(target: str) -> None:
    write_files(Path(), {"a.md": QUEUE, "mine.apkg": "my notes"})
    result = build("a.md", target)
    assert (result.is_written, result.notes, len(result.problems)) == (False, 0, 1)


def test_a_dry_run_writes_nothing() -> None:
    write_files(Path(), {"a.md": QUEUE})
    result = build("a.md", "a.apkg", dry_run=True)
    assert (result.is_written, result.notes, Path("a.apkg").exists()) == (False, 1, False)


def test_arguments_that_make_no_sense_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(Path(), {"a.md": QUEUE})
    with pytest.raises(ValueError, match="no sources"):
        build([], "a.apkg")
    with pytest.raises(ValueError, match="not both"):
        build("a.md", "a.apkg", previous="b.apkg", fresh=True)
    with pytest.raises(ValueError, match="'shape' is 'round'"):
        build("a.md", "a.apkg", shape="round")
    with pytest.raises(ValueError, match="'question-level' is the number 7"):
        build("a.md", "a.apkg", question_level=7)
    with pytest.raises(ValueError, match="download_images"):
        build("a.md", "a.apkg", private_hosts=["localhost"])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
        build("a.md", "a.apkg")
    assert not Path("a.apkg").exists()


def test_a_result_does_not_change() -> None:
    write_files(Path(), {"a.md": QUEUE})
    with pytest.raises(FrozenInstanceError):
        build("a.md", "a.apkg").notes = 3  # type: ignore[misc]  # as a type checker says, too


def test_the_interface_is_what_it_names() -> None:
    assert all(hasattr(mkdeck, name) for name in mkdeck.__all__)
    with pytest.raises(AttributeError, match="'bild'"):
        mkdeck.bild  # type: ignore[attr-defined]  # noqa: B018


def test_a_caller_is_type_checked_with_the_types_that_are_installed(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="needs mypy: pip install --group lint")
    caller = (
        'from mkdeck import build\n\nnotes: str = build("a.md", "a.apkg").notes\nbuild("a.md", "a.apkg", decks="A")\n'
    )
    write_files(tmp_path, {"caller.py": caller})
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--follow-imports=silent", "caller.py"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert re.findall(r":(\d+): error: .* \[(.+)\]$", told, re.MULTILINE) == [("3", "assignment"), ("4", "call-arg")]


def test_the_wheel_is_for_every_machine_and_has_types_and_templates(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="needs hatchling: pip install --group test")
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=root, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name == f"mkdeck_anki-{mkdeck.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("mkdeck/")}
    source = root / "src"
    here = {
        path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"
    }
    assert "mkdeck/py.typed" in packed
    assert packed == here
