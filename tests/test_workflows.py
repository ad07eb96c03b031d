"""This repository's own workflows. What zizmor and check-jsonschema look for, `make lint` tells."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from commands import write_files
from composite import ACTION, ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
USED = re.compile(r"uses: (\S+)(?: # (\S+))?$", re.MULTILINE)
NOTES = "### Added\n\n- A command.\n"


def workflow(name: str) -> Any:
    return yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "file",
    [ROOT / "action.yml", ROOT / "comment" / "action.yml", *sorted(WORKFLOWS.glob("*.yml"))],
    ids=lambda file: file.relative_to(ROOT).as_posix(),
)
def test_actions_of_others_are_pinned_by_hash_with_the_tag_beside_it(file: Path) -> None:
    used = USED.findall(file.read_text(encoding="utf-8"))
    assert used
    for name, tag in used:
        assert name.startswith("$/") or (
            re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) and re.fullmatch(r"v\d+\.\d+\.\d+", tag)
        )


def test_ci_tests_every_python_that_the_package_says_it_supports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)]
    matrix = workflow("ci.yml")["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == named
    assert [system.partition("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]


def test_a_release_publishes_the_deck_that_make_builds() -> None:
    (step,) = [step for step in workflow("release.yml")["jobs"]["deck"]["steps"] if step.get("uses") == "$/"]
    assert step["with"].keys() <= ACTION["inputs"].keys()
    command = f"$(BIN)/mkdeck {step['with']['sources']} -o $@"
    assert f"{step['with']['output']}: " in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert command in (ROOT / "Makefile").read_text(encoding="utf-8")


def tell_notes(folder: Path, tag: str, changelog: str) -> subprocess.CompletedProcess[str]:
    module = '"""mkdeck."""\n\n__version__ = "1.2.0"\n'
    write_files(folder, {"src/mkdeck/__init__.py": module, "CHANGELOG.md": changelog, ".ci/": ""})
    shutil.copy(ROOT / ".ci" / "release_notes.py", folder / ".ci")
    command = [sys.executable, ".ci/release_notes.py", tag]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_notes_of_a_release_are_its_section_of_the_changelog(tmp_path: Path) -> None:
    changelog = f"# Changelog\n\nWords.\n\n## 1.2.0 - 2026-12-31\n\n{NOTES}\n## 1.1.0 - 2026-11-30\n\n- Older.\n"
    told = tell_notes(tmp_path, "v1.2.0", changelog)
    assert (told.returncode, told.stdout) == (0, NOTES)


@pytest.mark.parametrize(
    ("tag", "changelog", "said"),
    [
        ("v1.2.1", f"## 1.2.1 - 2026-12-31\n\n{NOTES}", "the tag is 'v1.2.1', but the package is of version 1.2.0"),
        ("1.2.0", f"## 1.2.0 - 2026-12-31\n\n{NOTES}", "tag it v1.2.0"),
        ("v1.2.0", f"## Unreleased\n\n{NOTES}", "begins with 'Unreleased'"),
        ("v1.2.0", f"## 1.1.0 - 2026-12-31\n\n{NOTES}", "begins with '1.1.0 - 2026-12-31'"),
        ("v1.2.0", f"## 1.2.0 - 2026-13-31\n\n{NOTES}", "'2026-13-31' in CHANGELOG.md is no day"),
        ("v1.2.0", f"## 1.2.0\n\n{NOTES}", "'' in CHANGELOG.md is no day"),
        ("v1.2.0", "## 1.2.0 - 2026-12-31\n\n## 1.1.0 - 2026-11-30\n\n- Older.\n", "says nothing of 1.2.0"),
        ("v1.2.0", "# Changelog\n", "has no section"),
    ],
)
def test_nothing_is_released_where_versions_differ(tmp_path: Path, tag: str, changelog: str, said: str) -> None:
    told = tell_notes(tmp_path, tag, changelog)
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("not released: ")
    assert said in told.stderr


def test_the_script_reads_the_version_where_it_is() -> None:
    module = (ROOT / "src" / "mkdeck" / "__init__.py").read_text(encoding="utf-8")
    assert len(re.findall(r'^__version__ = "(.+)"$', module, re.MULTILINE)) == 1
