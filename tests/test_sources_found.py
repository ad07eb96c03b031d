"""Which files of folders and patterns are articles: those that are the author's own."""

from pathlib import Path

import pytest
from commands import call, write_files

from mkdeck.files.sources import expand_sources

TREE = "## What is a tree?\n\nA graph without circles.\n"


def names(folder: Path, *exclude: str, source: str = ".") -> list[str]:
    files, problems = expand_sources([str(folder / source)], exclude, folder)
    assert {problem.code for problem in problems} <= {"ignored-source"}
    return [file.relative_to(folder).as_posix() for file in files]


def test_every_ending_that_articles_have_is_read(tmp_path: Path) -> None:
    write_files(
        tmp_path, dict.fromkeys(["a.md", "b.MD", "c.markdown", "d.mdx", "e.mkd", "f.mdown", "g.txt", "h.md.bak"], TREE)
    )
    assert names(tmp_path) == ["a.md", "b.MD", "c.markdown", "d.mdx", "e.mkd", "f.mdown"]


@pytest.mark.parametrize(
    ("rules", "left_out"),
    [
        pytest.param({".gitignore": "b.md\n"}, {"b.md", "sub/b.md"}, id="a name"),
        pytest.param({".gitignore": "/b.md\n"}, {"b.md"}, id="a name at the top"),
        pytest.param({".gitignore": "sub/\n"}, {"sub/a.md", "sub/b.md"}, id="a folder"),
        pytest.param({".gitignore": "*.md\n!a.md\n"}, {"b.md", "sub/b.md"}, id="all but one"),
        pytest.param({"sub/.gitignore": "*\n"}, {"sub/a.md", "sub/b.md"}, id="a folder of its own"),
        pytest.param({".gitignore": "b.md\n", "sub/.gitignore": "!b.md\n"}, {"b.md"}, id="undone further down"),
        pytest.param({".gitignore": "# b.md\n"}, set(), id="a comment"),
    ],
)
def test_what_git_ignores_is_no_source_of_a_folder(tmp_path: Path, rules: dict[str, str], left_out: set[str]) -> None:
    files = ["a.md", "b.md", "sub/a.md", "sub/b.md"]
    write_files(tmp_path, dict.fromkeys(files, TREE) | rules)
    assert set(files) - set(names(tmp_path)) == left_out
    assert set(files) - set(names(tmp_path, source="**/*.md")) == left_out


def test_the_rules_of_the_repository_above_hold_in_its_folders(tmp_path: Path) -> None:
    write_files(tmp_path, {".git/": "", ".gitignore": "b.md\n", "sub/a.md": TREE, "sub/b.md": TREE})
    assert names(tmp_path, source="sub") == ["sub/a.md"]
    (tmp_path / ".git").rmdir()
    assert names(tmp_path, source="sub") == ["sub/a.md", "sub/b.md"]


def test_an_ignored_folder_that_is_named_is_read(tmp_path: Path) -> None:
    write_files(tmp_path, {".git/": "", ".gitignore": "sub/\n", "sub/a.md": TREE})
    assert names(tmp_path, source="sub") == ["sub/a.md"]


def test_other_peoples_libraries_are_left_out(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": TREE, "node_modules/left/README.md": TREE})
    assert names(tmp_path) == ["a.md"]


@pytest.mark.parametrize(
    ("pattern", "left_out"),
    [("drafts/", {"drafts/c.md"}), ("*.md", {"a.md", "drafts/c.md"}), ("/a.*", {"a.md"}), ("nothing", set())],
)
def test_the_settings_exclude_what_their_patterns_match(tmp_path: Path, pattern: str, left_out: set[str]) -> None:
    write_files(tmp_path, {"a.md": TREE, "drafts/c.md": TREE, "b.mdx": TREE})
    assert {"a.md", "b.mdx", "drafts/c.md"} - set(names(tmp_path, pattern)) == left_out


def test_a_build_leaves_out_what_is_excluded_but_not_what_is_named(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"mkdeck.toml": 'exclude = ["old.md"]\n', "a.md": TREE, "old.md": TREE.replace("tree", "bush")}
    )
    assert "1 note" in call(tmp_path, "check", ".").out
    assert "2 notes" in call(tmp_path, "check", ".", "old.md").out
    assert "1 note " in call(tmp_path, "check", "old.md").out


def test_a_mistyped_file_gets_the_nearest_name(tmp_path: Path) -> None:
    write_files(tmp_path, {"http.md": TREE})
    assert "hint: did you mean 'http.md'?" in call(tmp_path, "check", "htpp.md").told


def test_standard_input_is_refused_with_a_reason(tmp_path: Path) -> None:
    assert "standard input is no article" in call(tmp_path, "check", "-").told
