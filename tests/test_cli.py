"""The command line, as a process of its own: what its users type, see and get."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from commands import Outcome, call, clean_environment, read_package, run, write_files

from mkdeck import __version__
from mkdeck.cli.console import NO_ID
from mkdeck.load import Wish, load_deck
from mkdeck.model import Settings

QUEUES = "# Queues\n\n## What is a queue?\n\nA line of messages that wait.\n"
TREES = "# Trees\n\n## What is a tree?\n\nA graph without circles.\n\n## What is a leaf?\n\nA node without children.\n"
UNANSWERED = "# Locks\n\n## What is a lock?\n\nIt keeps others out.\n\n## What is a latch?\n"
DRAFT = "+++\ntitle = 'Caches'\ndraft = true\n+++\n\n## What is a cache?\n\nA copy that is near.\n"
TIME = "1700000000"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such thing")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one article in it."""
    write_files(tmp_path, {"queues.md": QUEUES})
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def articles(folder: Path, *sources: str) -> list[str]:
    """Return the paths of the articles that the sources mean, in order."""
    checked = call(folder, "check", "--json", *sources)
    assert checked.code == 0, checked.told
    return [Path(article["path"]).as_posix() for article in json.loads(checked.out)["articles"]]


def assert_no_traceback(outcome: Outcome) -> None:
    assert [mark for mark in ("Traceback", "Exception ignored", "Errno") if mark in outcome.out + outcome.told] == []


# --- commands


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["queues.md", "-o", "out.apkg"], id="the source first"),
        pytest.param(["-o", "out.apkg", "queues.md"], id="an option first"),
        pytest.param(["--strict", "queues.md", "-o", "out.apkg"], id="a switch first"),
        pytest.param(["--output=out.apkg", "queues.md"], id="an option with an equals sign first"),
        pytest.param(["-o", "out.apkg", "--", "queues.md"], id="the source after a double dash"),
    ],
)
def test_a_command_line_without_a_command_builds(folder: Path, arguments: list[str]) -> None:
    assert run(folder, "build", "queues.md", "-o", "named.apkg", SOURCE_DATE_EPOCH=TIME).code == 0
    built = run(folder, *arguments, SOURCE_DATE_EPOCH=TIME)
    assert (built.code, built.told) == (0, "")
    assert (folder / "out.apkg").read_bytes() == (folder / "named.apkg").read_bytes()


def test_a_first_word_that_is_a_command_is_the_command_even_beside_a_file_of_that_name(tmp_path: Path) -> None:
    write_files(tmp_path, {"check": QUEUES})
    checked = run(tmp_path, "check", "check")
    assert checked.code == 0
    assert checked.out.startswith("check  headings: 1 question\n")
    assert names(tmp_path) == ["check"]


def test_a_path_that_begins_with_a_dot_is_the_file_and_not_the_command(tmp_path: Path) -> None:
    write_files(tmp_path, {"check": QUEUES})
    assert run(tmp_path, "./check").code == 0
    assert names(tmp_path) == ["check", "check.apkg"]


def test_a_folder_in_the_place_of_a_command_is_built(tmp_path: Path) -> None:
    write_files(tmp_path, {"notes/queues.md": QUEUES})
    assert run(tmp_path, "notes").code == 0
    assert names(tmp_path) == ["notes", "notes.apkg"]


@pytest.mark.parametrize("typed", ["chekc", "chek", "checks"])
def test_a_mistyped_command_is_answered_with_the_one_that_was_meant(folder: Path, typed: str) -> None:
    answered = run(folder, typed, "queues.md")
    assert answered.code == 2
    assert "Did you mean 'check'?" in answered.told
    assert names(folder) == ["queues.md"]


@pytest.mark.parametrize("command", [[], ["build"], ["check"]], ids=["no command", "build", "check"])
def test_a_mistyped_source_is_named(folder: Path, command: list[str]) -> None:
    answered = run(folder, *command, "queue.md")
    assert answered.code == 2
    assert answered.told.startswith("queue.md:1: missing-source: no file 'queue.md'\n  hint: ")


def test_a_mistyped_option_is_answered_with_the_one_that_was_meant(folder: Path) -> None:
    answered = run(folder, "queues.md", "--dek", "Backend")
    assert answered.code == 2
    assert "--deck" in answered.told
    assert names(folder) == ["queues.md"]


def test_both_words_for_help_show_the_usage_and_every_command(tmp_path: Path) -> None:
    short, long = run(tmp_path, "-h"), run(tmp_path, "--help")
    assert short == long
    assert (short.code, short.told) == (0, "")
    assert "SOURCES... -o PACKAGE" in short.out
    assert {"build", "check"} <= {line.split()[0] for line in short.out.splitlines() if line.strip()}


def test_help_shows_every_option_of_build(tmp_path: Path) -> None:
    shown = run(tmp_path, "build", "-h")
    assert (shown.code, shown.told) == (0, "")
    options = ("-o", "--output", "--deck", "--config", "--drafts", "--strict", "--json", "-h")
    assert [option for option in options if option not in shown.out] == []


def test_help_names_no_python_types(tmp_path: Path) -> None:
    assert [name for name in ("list[str]", "<", "{") if name in run(tmp_path, "build", "--help").out] == []


def test_the_version_is_one_line(tmp_path: Path) -> None:
    assert run(tmp_path, "--version") == Outcome(0, f"mkdeck {__version__}\n", "")


def test_no_arguments_show_the_help_and_are_wrong_usage(tmp_path: Path) -> None:
    shown = run(tmp_path)
    assert shown.code == 2
    assert "SOURCES... -o PACKAGE" in shown.out + shown.told


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_command_without_sources_asks_for_them(tmp_path: Path, command: str) -> None:
    asked = run(tmp_path, command)
    assert asked.code == 2
    assert "SOURCES" in asked.told
    assert_no_traceback(asked)


@pytest.mark.parametrize("asked", ["--version", "--help"])
def test_what_needs_no_article_loads_no_library_for_articles(tmp_path: Path, asked: str) -> None:
    loaded = run(tmp_path, asked, PYTHONPROFILEIMPORTTIME="1").told
    assert "mkdeck.cli.app" in loaded
    assert [name for name in ("markdown_it", "genanki", "pygments", "nh3", "sqlite3") if name in loaded] == []


# --- completion


@pytest.mark.parametrize(
    ("shell", "typed", "offered", "not_offered"),
    [
        pytest.param("bash", "mkdeck ", ["build", "check"], [], id="bash offers every command"),
        pytest.param("bash", "mkdeck ch", ["check"], ["build"], id="bash offers the command that was begun"),
        pytest.param("bash", "mkdeck build --dr", ["--drafts"], ["--deck"], id="bash offers the option that was begun"),
        pytest.param("zsh", "mkdeck ch", ["check"], ['"build"'], id="zsh offers the command that was begun"),
        pytest.param("fish", "mkdeck ch", ["check"], ["build\t"], id="fish offers the command that was begun"),
    ],
)
def test_completion(tmp_path: Path, shell: str, typed: str, offered: list[str], not_offered: list[str]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    asked = {"_TYPER_COMPLETE_ARGS": typed, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    shown = complete(tmp_path, _MKDECK_COMPLETE=f"complete_{shell}", **words, **asked)
    assert [word for word in offered if word not in shown] == []
    assert [word for word in not_offered if word in shown] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_asks_mkdeck(tmp_path: Path, shell: str) -> None:
    script = complete(tmp_path, _MKDECK_COMPLETE=f"source_{shell}")
    assert "_MKDECK_COMPLETE=complete" in script


def complete(folder: Path, **variables: str) -> str:
    """Return what the installed script answers to a shell."""
    script = shutil.which("mkdeck", path=sysconfig.get_path("scripts"))
    if script is None:
        pytest.skip("the script is not installed beside this Python")
    environment = clean_environment(**variables)
    done = subprocess.run([script], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.stdout


# --- the package's name


@pytest.mark.parametrize(
    ("source", "package"),
    [
        pytest.param("queues.md", "queues.apkg", id="a file"),
        pytest.param("notes/trees.md", "trees.apkg", id="a file elsewhere gives its name, not its place"),
        pytest.param("notes", "notes.apkg", id="a folder"),
        pytest.param("notes/", "notes.apkg", id="a folder with a slash behind it"),
        pytest.param("./notes/..", "here.apkg", id="the current folder"),
        pytest.param("my notes.v2.md", "my notes.v2.apkg", id="a name with spaces and dots"),
        pytest.param("[draft].md", "[draft].apkg", id="a name that could be a pattern"),
    ],
)
def test_the_only_source_names_the_package(tmp_path: Path, source: str, package: str) -> None:
    here = tmp_path / "here"
    write_files(here, {"queues.md": QUEUES, "notes/trees.md": TREES, "my notes.v2.md": TREES, "[draft].md": TREES})
    built = call(here, source)
    assert (built.code, built.told) == (0, "")
    assert [name for name in names(here) if name.endswith(".apkg")] == [package]
    assert built.out.startswith(f"{package}  ")


@posix_only
def test_a_link_names_the_package_as_it_names_the_article(tmp_path: Path) -> None:
    write_files(tmp_path, {"elsewhere/queues-2024.md": QUEUES})
    (tmp_path / "queues.md").symlink_to("elsewhere/queues-2024.md")
    assert call(tmp_path, "queues.md").code == 0
    assert names(tmp_path) == ["elsewhere", "queues.apkg", "queues.md"]


def test_several_sources_without_a_package_are_wrong_usage(folder: Path) -> None:
    write_files(folder, {"trees.md": TREES})
    asked = call(folder, "queues.md", "trees.md")
    assert asked.code == 2
    assert "-o" in asked.told
    assert names(folder) == ["queues.md", "trees.md"]


# --- sources


def test_a_folder_gives_its_articles_in_name_order_without_hidden_ones_and_other_files(tmp_path: Path) -> None:
    shown = ["a.md", "b.md", "c/d.md", "c/e/f.md"]
    hidden = [".git/x.md", "c/.obsidian/x.md", ".x.md", "picture.png", "notes.txt"]
    write_files(tmp_path, {f"notes/{name}": QUEUES for name in [*reversed(shown), *hidden]})
    assert articles(tmp_path, "notes") == [f"notes/{name}" for name in shown]


def test_files_and_folders_of_a_folder_stand_in_one_name_order(tmp_path: Path) -> None:
    ordered = ["notes/1-start.md", "notes/2-middle/a.md", "notes/2-middle/b.md", "notes/3-end.md"]
    write_files(tmp_path, dict.fromkeys(ordered, QUEUES))
    assert articles(tmp_path, "notes") == ordered
    assert articles(tmp_path, "notes/**/*.md") == ordered


def test_a_pattern_that_the_shell_did_not_expand_is_expanded(tmp_path: Path) -> None:
    write_files(tmp_path, dict.fromkeys(("notes/b.md", "notes/a.md", "notes/c/d.md", "notes/.x.md"), QUEUES))
    assert articles(tmp_path, "notes/*.md") == ["notes/a.md", "notes/b.md"]
    assert articles(tmp_path, "notes/**/*.md") == ["notes/a.md", "notes/b.md", "notes/c/d.md"]
    assert articles(tmp_path, "n?tes/[bc].md") == ["notes/b.md"]


def test_a_file_whose_name_could_be_a_pattern_is_the_file(tmp_path: Path) -> None:
    write_files(tmp_path, {"[ab].md": QUEUES, "a.md": TREES})
    assert articles(tmp_path, "[ab].md") == ["[ab].md"]


def test_an_article_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"notes/a.md": QUEUES, "notes/b.md": TREES})
    sources = [
        "notes/b.md",
        "./notes/b.md",
        "notes/../notes/b.md",
        str(tmp_path / "notes" / "b.md"),
        "notes",
        "notes/*.md",
    ]
    assert articles(tmp_path, *sources) == ["notes/b.md", "notes/a.md"]


def test_cards_come_in_the_order_in_which_the_articles_were_given(folder: Path) -> None:
    write_files(folder, {"trees.md": TREES})
    assert call(folder, "trees.md", "queues.md", "-o", "out.apkg").code == 0
    questions = [note.fields["Question"] for note in read_package(folder / "out.apkg").notes]
    assert questions == ["What is a tree?", "What is a leaf?", "What is a queue?"]


@pytest.mark.parametrize("source", ["gone.md", "gone/*.md", "empty", "gone/"])
def test_a_source_without_articles_leaves_everything_unwritten(folder: Path, source: str) -> None:
    (folder / "empty").mkdir()
    asked = call(folder, "queues.md", source, "-o", "out.apkg")
    assert asked.code == 2
    assert f"{source}:1: missing-source: " in asked.told
    assert names(folder) == ["empty", "queues.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a file's name be no text")
def test_a_file_name_that_is_no_text_is_built(tmp_path: Path) -> None:
    source = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))
    source.write_text(QUEUES)
    for options in ([], ["--json"]):
        built = call(tmp_path, source.name, *options)
        assert (built.code, built.told) == (0, "")


@pytest.mark.parametrize("place", ["source", "package", "configuration"])
def test_a_name_too_long_for_the_disk_is_a_problem_like_others(folder: Path, place: str) -> None:
    long = "x" * 300
    options = {
        "source": [f"{long}.md", "-o", "out.apkg"],
        "package": ["queues.md", "-o", f"{long}.apkg"],
        "configuration": ["queues.md", "--config", f"{long}.toml"],
    }
    asked = call(folder, *options[place])
    assert_no_traceback(asked)
    assert asked.code in (1, 2)
    assert "  hint: " in asked.told


def test_a_package_may_have_the_longest_name_that_the_disk_takes(folder: Path) -> None:
    longest = os.pathconf(folder, "PC_NAME_MAX") if hasattr(os, "pathconf") else 255
    package = "x" * (longest - len(".apkg")) + ".apkg"
    assert call(folder, "queues.md", "-o", package).code == 0
    assert package in names(folder)


# --- options


def test_deck_names_the_parent_of_every_article(folder: Path) -> None:
    write_files(folder, {"trees.md": TREES})
    assert call(folder, "queues.md", "trees.md", "--deck", "Backend::Basics", "-o", "out.apkg").code == 0
    decks = {note.deck for note in read_package(folder / "out.apkg").notes}
    assert decks == {"Backend::Basics::Queues", "Backend::Basics::Trees"}


def test_a_draft_is_left_out_and_said_so(folder: Path) -> None:
    write_files(folder, {"caches.md": DRAFT})
    built = call(folder, "queues.md", "caches.md", "-o", "out.apkg")
    assert built.code == 0
    assert built.told.startswith("caches.md:1: draft: ")
    assert "--drafts" in built.told
    assert [note.deck for note in read_package(folder / "out.apkg").notes] == ["Queues"]


def test_drafts_are_taken_in_on_request(folder: Path) -> None:
    write_files(folder, {"caches.md": DRAFT})
    built = call(folder, "queues.md", "caches.md", "--drafts", "-o", "out.apkg")
    assert (built.code, built.told) == (0, "")
    assert [note.deck for note in read_package(folder / "out.apkg").notes] == ["Queues", "Caches"]


def test_a_left_out_draft_is_no_warning_to_be_strict_about(folder: Path) -> None:
    write_files(folder, {"caches.md": DRAFT})
    assert call(folder, "queues.md", "caches.md", "--strict", "-o", "out.apkg").code == 0


def test_a_warning_does_not_stop_a_build(tmp_path: Path) -> None:
    write_files(tmp_path, {"locks.md": UNANSWERED})
    built = call(tmp_path, "locks.md")
    assert built.code == 0
    assert built.told.startswith("locks.md:7: empty-answer: ")
    assert "nothing written" not in built.told
    assert built.out == f"locks.apkg  1 note in 1 deck\n{NO_ID}\n"


def test_a_strict_build_stops_at_a_warning_and_keeps_the_old_package(tmp_path: Path) -> None:
    write_files(tmp_path, {"locks.md": UNANSWERED})
    assert run(tmp_path, "locks.md", SOURCE_DATE_EPOCH=TIME).code == 0
    before = (tmp_path / "locks.apkg").read_bytes()
    stopped = call(tmp_path, "locks.md", "--strict")
    assert (stopped.code, stopped.out) == (1, "")
    assert stopped.told.endswith("1 warning in 1 of 1 article; --strict takes warnings for errors; nothing written\n")
    assert (tmp_path / "locks.apkg").read_bytes() == before
    assert names(tmp_path) == ["locks.apkg", "locks.md"]


def test_a_strict_check_fails_at_a_warning(tmp_path: Path) -> None:
    write_files(tmp_path, {"locks.md": UNANSWERED})
    assert call(tmp_path, "check", "locks.md").code == 0
    assert call(tmp_path, "check", "locks.md", "--strict").code == 1


def test_check_shows_articles_and_sections_with_their_questions_counted_and_writes_nothing(tmp_path: Path) -> None:
    sections = "# Data\n\n## Reading\n\n### What is a scan?\n\nAll rows.\n\n### What is a seek?\n\nOne row.\n"
    write_files(tmp_path, {"data.md": f"{sections}\n## Writing\n\n### What is a log?\n\nAll changes.\n"})
    checked = call(tmp_path, "check", "data.md")
    assert (checked.code, checked.told) == (0, "")
    lines = [line.split() for line in checked.out.splitlines()]
    assert lines[:3] == [["data.md", "headings:", "3", "questions"], ["Reading", "(2)"], ["Writing", "(1)"]]
    assert names(tmp_path) == ["data.md"]


def test_the_configuration_that_is_named_is_used(folder: Path) -> None:
    write_files(folder, {"mkdeck.toml": 'deck = "Near"\n', "settings/far.toml": 'deck = "Far"\n'})
    assert call(folder, "queues.md", "--config", "settings/far.toml").code == 0
    assert [note.deck for note in read_package(folder / "queues.apkg").notes] == ["Far::Queues"]


def test_the_time_is_the_one_that_reproducible_builds_set(folder: Path) -> None:
    for package in ("1.apkg", "2.apkg"):
        assert run(folder, "queues.md", "-o", package, SOURCE_DATE_EPOCH=TIME).code == 0
    assert (folder / "1.apkg").read_bytes() == (folder / "2.apkg").read_bytes()


@pytest.mark.parametrize("said", ["yesterday", "-1", "1.5", "9" * 30])
def test_a_time_that_is_none_is_wrong_usage(folder: Path, said: str) -> None:
    asked = run(folder, "queues.md", SOURCE_DATE_EPOCH=said)
    assert asked.code == 2
    assert "SOURCE_DATE_EPOCH" in asked.told
    assert_no_traceback(asked)
    assert names(folder) == ["queues.md"]


# --- what is said


def test_the_summary_counts_notes_and_decks(folder: Path) -> None:
    write_files(folder, {"trees.md": TREES})
    built = run(folder, "queues.md", "trees.md", "-o", "out.apkg")
    assert built == Outcome(0, f"out.apkg  3 notes in 2 decks\n{NO_ID}\n", "")


def test_problems_are_counted_in_the_last_line_with_the_articles_they_are_in(folder: Path) -> None:
    write_files(folder, {"locks.md": f"{UNANSWERED}\n## What is a semaphore?\n", "trees.md": TREES})
    stopped = run(folder, ".", "-o", "out.apkg", "--strict")
    assert stopped.told.splitlines()[-1].startswith("2 warnings in 1 of 3 articles; --strict")


def json_of(outcome: Outcome) -> dict[str, Any]:
    """Return the one object that standard output holds."""
    said = json.loads(outcome.out)
    assert isinstance(said, dict)
    return said


def test_json_tells_what_was_built(folder: Path) -> None:
    write_files(folder, {"trees.md": TREES})
    built = run(folder, "queues.md", "trees.md", "-o", "out.apkg", "--json")
    assert (built.code, built.told) == (0, "")
    said = json_of(built)
    assert (said["package"], said["notes"], said["problems"]) == ("out.apkg", 3, [])
    assert said["decks"] == {"Queues": 1, "Trees": 2}
    assert [article["title"] for article in said["articles"]] == ["Queues", "Trees"]
    question = {"title": "What is a leaf?", "line": 7, "sections": []}
    assert said["articles"][1]["questions"][1].items() >= question.items()


def test_json_tells_what_was_checked_and_names_no_package(folder: Path) -> None:
    said = json_of(run(folder, "check", "queues.md", "--json"))
    assert ("package" in said, said["notes"]) == (False, 1)
    assert names(folder) == ["queues.md"]


def test_json_of_what_stopped_a_build_stands_on_standard_output_and_its_words_on_standard_error(tmp_path: Path) -> None:
    write_files(tmp_path, {"locks.md": UNANSWERED})
    stopped = run(tmp_path, "locks.md", "--json", "--strict")
    assert stopped.code == 1
    assert stopped.told.startswith("locks.md:7: empty-answer: ")
    said = json_of(stopped)
    assert said["package"] is None
    (problem,) = said["problems"]
    assert (problem["path"], problem["line"], problem["code"]) == ("locks.md", 7, "empty-answer")
    assert problem["hint"]
    assert problem["message"] in stopped.told


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["gone.md", "-o", "out.apkg"], id="a missing source"),
        pytest.param(["queues.md", "-o", "gone/out.apkg"], id="a missing folder for the package"),
        pytest.param(["check", "gone.md"], id="a missing source of a check"),
        pytest.param(["queues.md", "--config", "gone.toml"], id="a missing configuration"),
    ],
)
def test_json_is_there_also_where_the_command_cannot_be_carried_out(folder: Path, arguments: list[str]) -> None:
    asked = run(folder, *arguments, "--json")
    assert asked.code == 2
    assert len(json_of(asked)["problems"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["queues.md"], 0, id="done"),
        pytest.param(["check", "queues.md"], 0, id="nothing found"),
        pytest.param(["locks.md"], 0, id="only warnings"),
        pytest.param(["check", "locks.md"], 0, id="only warnings, checked"),
        pytest.param(["locks.md", "--strict"], 1, id="warnings, strictly"),
        pytest.param(["latin.md"], 1, id="an article that is no UTF-8"),
        pytest.param(["check", "latin.md"], 1, id="an article that is no UTF-8, checked"),
        pytest.param(["empty.md"], 1, id="no note at all"),
        pytest.param(["check", "empty.md"], 1, id="no note at all, checked"),
        pytest.param(["latin.md", "gone.md", "-o", "out.apkg"], 2, id="problems and a missing file"),
        pytest.param(["check", "gone.md"], 2, id="a missing file, checked"),
        pytest.param(["queues.md", "--colour"], 2, id="an option that there is not"),
        pytest.param(["queues.md", "-o"], 2, id="an option without its value"),
    ],
)
def test_exit_codes(folder: Path, arguments: list[str], code: int) -> None:
    write_files(folder, {"locks.md": UNANSWERED, "latin.md": "# Café\n".encode("latin-1"), "empty.md": ""})
    ended = run(folder, *arguments)
    assert ended.code == code
    assert_no_traceback(ended)
    assert any(name.endswith(".apkg") for name in names(folder)) is (code == 0 and "check" not in arguments)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_knows_few_letters_gets_what_it_can_show(tmp_path: Path, encoding: str) -> None:
    write_files(
        tmp_path, {"ключи.md": "# Ключи\n\n## Раздел\n\n### Что такое ключ?\n\nОтвет.\n\n### Что такое замок?\n"}
    )
    checked = run(tmp_path, "check", "ключи.md", PYTHONIOENCODING=encoding)
    assert checked.code == 0
    assert_no_traceback(checked)
    assert "empty-answer" in checked.told


# --- terminals and pipes


def run_on_terminal(folder: Path, *arguments: str) -> tuple[Outcome, str]:
    """Run the command with a terminal for standard error; return what the terminal got, too."""
    pty = pytest.importorskip("pty", reason="there is no terminal to pretend")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mkdeck", *arguments]
    environment = clean_environment(TERM="xterm-256color")
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read_terminal(ours), b""))
        out, _ = process.communicate()
    os.close(ours)
    return Outcome(process.returncode, out.decode(), ""), shown.decode()


def _read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody writes any more
        return b""


def test_a_terminal_sees_how_far_the_work_is(folder: Path) -> None:
    write_files(folder, {f"trees-{n}.md": TREES for n in range(20)})
    built, shown = run_on_terminal(folder, ".", "-o", "out.apkg")
    assert (built.code, built.out) == (0, f"out.apkg  41 notes in 2 decks\n{NO_ID}\n")
    assert "21/21" in shown


def test_a_pipe_sees_no_progress(folder: Path) -> None:
    write_files(folder, {f"trees-{n}.md": TREES for n in range(20)})
    built = run(folder, ".", "-o", "out.apkg", TERM="xterm-256color")
    assert built == Outcome(0, f"out.apkg  41 notes in 2 decks\n{NO_ID}\n", "")


def test_progress_on_a_terminal_does_not_get_into_json_nor_hide_problems_which_have_colours(tmp_path: Path) -> None:
    write_files(tmp_path, {"locks.md": UNANSWERED})
    built, shown = run_on_terminal(tmp_path, "locks.md", "--json")
    assert json_of(built)["notes"] == 1
    assert "\x1b[33mwarning\x1b[0m: empty-answer: question 'What is a latch?' has no answer" in shown


def test_progress_moves_within_a_large_article_and_counts_articles_whole(tmp_path: Path) -> None:
    questions = "".join(f"## What is {n}?\n\nA number.\n\n" for n in range(99))
    write_files(tmp_path, {"large.md": f"# Large\n\n{questions}", "small.md": "# Small\n\n## What is x?\n\ny\n"})
    told: list[float] = []
    load_deck(Wish((str(tmp_path),), Settings()), lambda done, count: told.append(done))
    assert told == sorted(told)
    assert [done for done in told if done == int(done)] == [0, 1, 2]
    assert len([done for done in told if 0 < done < 1]) == 99


@posix_only
@pytest.mark.parametrize("count", [1, 3000], ids=["a little to say", "more to say than a pipe holds"])
def test_a_reader_that_went_away_gets_no_traceback(tmp_path: Path, count: int) -> None:
    questions = "".join(f"## What is {n}?\n\nA number, namely {n}.\n\n" for n in range(count))
    write_files(tmp_path, {"numbers.md": f"# Numbers\n\n{questions}"})
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "mkdeck", "check", "numbers.md", "--json"]
    done = subprocess.run(
        command, cwd=tmp_path, env=clean_environment(), stdout=writer, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(writer)
    assert done.stderr == ""


# --- the package's place


@pytest.mark.parametrize(
    ("package", "content"),
    [
        pytest.param("notes.apkg", b"my notes", id="a text"),
        pytest.param("empty.apkg", b"", id="an empty file"),
        pytest.param("half.apkg", b"PK\x03\x04 and then nothing", id="a broken zip"),
    ],
)
def test_a_file_that_is_no_package_is_not_overwritten(folder: Path, package: str, content: bytes) -> None:
    write_files(folder, {package: content})
    refused = call(folder, "queues.md", "-o", package)
    assert refused.code == 2
    assert refused.told.startswith(f"{package}:1: not-a-package: ")
    assert (folder / package).read_bytes() == content
    assert names(folder) == sorted([package, "queues.md"])


def test_a_zip_that_is_no_package_is_not_overwritten(folder: Path) -> None:
    with zipfile.ZipFile(folder / "backup.apkg", "w") as backup:
        backup.writestr("letter.txt", "Dear reader")
    before = (folder / "backup.apkg").read_bytes()
    assert call(folder, "queues.md", "-o", "backup.apkg").code == 2
    assert (folder / "backup.apkg").read_bytes() == before


def test_a_folder_is_no_place_for_a_package(folder: Path) -> None:
    write_files(folder, {"out/kept.txt": "kept", "out.apkg/kept.txt": "kept"})
    for package in ("out", "out/", "out.apkg", "."):
        refused = call(folder, "queues.md", "-o", package)
        assert refused.code == 2
        assert_no_traceback(refused)
        assert "  hint: " in refused.told
    assert (names(folder / "out"), names(folder / "out.apkg")) == (["kept.txt"], ["kept.txt"])


def test_a_missing_folder_is_not_made(folder: Path) -> None:
    refused = call(folder, "queues.md", "-o", "dist/out.apkg")
    assert refused.code == 2
    assert "unwritable-package" in refused.told
    assert "'dist'" in refused.told
    assert names(folder) == ["queues.md"]


def test_a_file_is_no_folder_to_put_a_package_into(folder: Path) -> None:
    refused = call(folder, "queues.md", "-o", "queues.md/out.apkg")
    assert refused.code == 2
    assert "unwritable-package" in refused.told
    assert (folder / "queues.md").read_text() == QUEUES


@pytest.mark.parametrize("package", ["out", "out.zip", "queues.md"])
def test_a_name_that_anki_does_not_open_is_refused_with_one_that_it_does(folder: Path, package: str) -> None:
    refused = call(folder, "queues.md", "-o", package)
    assert refused.code == 2
    assert refused.told.startswith(f"{package}:1: wrong-package-name: ")
    assert f"{Path(package).stem}.apkg" in refused.told
    assert names(folder) == ["queues.md"]
    assert (folder / "queues.md").read_text() == QUEUES


def test_a_folder_without_the_right_to_write_is_a_problem(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    if sys.platform == "win32" or os.access(closed, os.W_OK):
        pytest.skip("whoever runs this test may write everywhere")
    refused = call(folder, "queues.md", "-o", "closed/out.apkg")
    closed.chmod(0o755)
    assert refused.code == 1
    assert "unwritable-package" in refused.told
    assert_no_traceback(refused)
    assert names(closed) == []


@posix_only
def test_a_replaced_package_keeps_its_rights(folder: Path) -> None:
    assert call(folder, "queues.md").code == 0
    package = folder / "queues.apkg"
    for mode in (0o640, 0o604):
        package.chmod(mode)
        assert call(folder, "queues.md").code == 0
        assert package.stat().st_mode & 0o777 == mode


@posix_only
def test_a_new_package_gets_the_rights_of_any_new_file(folder: Path) -> None:
    (folder / "any").touch()
    assert call(folder, "queues.md").code == 0
    assert (folder / "queues.apkg").stat().st_mode == (folder / "any").stat().st_mode


@posix_only
def test_a_package_behind_a_link_is_replaced_where_it_lies(folder: Path) -> None:
    (folder / "releases").mkdir()
    (folder / "latest.apkg").symlink_to("releases/1.apkg")
    for _ in range(2):
        assert call(folder, "queues.md", "-o", "latest.apkg").code == 0
    assert (folder / "latest.apkg").is_symlink()
    assert names(folder / "releases") == ["1.apkg"]


# --- no litter


def test_a_build_leaves_only_the_package(folder: Path) -> None:
    picture = random.Random(0).randbytes(100_000)
    write_files(folder, {"tree.png": picture, "trees.md": f"{TREES}\n![a tree](tree.png)\n", "temporary/": b""})
    temporary = str(folder / "temporary")
    built = run(folder, "trees.md", TMPDIR=temporary, TMP=temporary, TEMP=temporary)
    assert (built.code, built.told) == (0, "")
    assert names(folder) == ["queues.md", "temporary", "tree.png", "trees.apkg", "trees.md"]
    assert names(folder / "temporary") == []


def interrupt_build(folder: Path, signal_name: str, seconds: float = 0) -> tuple[int, bytes]:
    """Build a big package over a small one, send a signal while it is written; return exit code and the old package.

    ``seconds`` is how long it has been writing by then.

    The writing takes long because the picture cannot be made smaller.
    """
    write_files(folder, {"noise.png": random.Random(0).randbytes(8_000_000), "temporary/": b""})
    write_files(folder, {"big.md": "# Noise\n\n## What is noise?\n\n![noise](noise.png)\n"})
    assert run(folder, "queues.md", "-o", "out.apkg", SOURCE_DATE_EPOCH=TIME).code == 0
    package, temporary = folder / "out.apkg", folder / "temporary"
    old, before = package.read_bytes(), names(folder)
    with subprocess.Popen(
        [sys.executable, "-m", "mkdeck", "big.md", "-o", "out.apkg"],
        cwd=folder,
        env=clean_environment(TMPDIR=str(temporary)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and package.stat().st_size == len(old) and names(folder) == before:
            if names(temporary):
                break
            time.sleep(0.001)  # until it begins to write, wherever that is
        time.sleep(seconds)
        process.send_signal(getattr(signal, signal_name))
        return process.wait(), old


def assert_old_or_done(package: Path, code: int, old: bytes) -> None:
    """A signal that comes too late finds the new package in its place; a half of one is never there."""
    if code == 0 or package.read_bytes() != old:
        assert [note.fields["Question"] for note in read_package(package).notes] == ["What is noise?"]


@posix_only
@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupted_build_leaves_the_old_package_and_no_litter(folder: Path, signal_name: str) -> None:
    code, old = interrupt_build(folder, signal_name)
    assert names(folder) == ["big.md", "noise.png", "out.apkg", "queues.md", "temporary"]
    assert_old_or_done(folder / "out.apkg", code, old)


@posix_only
def test_a_killed_build_leaves_the_old_package_and_nothing_in_the_temporary_folder(folder: Path) -> None:
    code, old = interrupt_build(folder, "SIGKILL")
    assert_old_or_done(folder / "out.apkg", code, old)
    assert names(folder / "temporary") == []


@posix_only
@pytest.mark.parametrize("seconds", [0, 0.05, 0.1])
def test_an_interruption_is_no_problem_of_the_articles(folder: Path, seconds: float) -> None:
    code, _ = interrupt_build(folder, "SIGINT", seconds)
    assert code in (128 + signal.SIGINT, 0)  # 0: a fast machine was done


def run_on_full_disk(folder: Path, arguments: Sequence[str], out: Path | None = None) -> Outcome:
    """Run the command where no file can grow beyond 1000 bytes; ``out`` takes standard output."""
    pytest.importorskip("resource", reason="the system does not limit the size of files")
    limited = (
        "import resource, runpy;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "runpy.run_module('mkdeck', run_name='__main__', alter_sys=True)"
    )
    command = [sys.executable, "-B", "-c", limited, *arguments]
    with (out or folder / "ignored").open("wb") as file:
        stdout = file if out else subprocess.PIPE
        done = subprocess.run(
            command, cwd=folder, env=clean_environment(), stdout=stdout, stderr=subprocess.PIPE, text=True, check=False
        )
    (folder / "ignored").unlink(missing_ok=True)
    return Outcome(done.returncode, done.stdout or "", done.stderr)


def test_a_full_disk_leaves_the_old_package_and_no_litter(folder: Path) -> None:
    assert run(folder, "queues.md", SOURCE_DATE_EPOCH=TIME).code == 0
    before = (folder / "queues.apkg").read_bytes()
    stopped = run_on_full_disk(folder, ["queues.md"])
    assert (stopped.code, stopped.out) == (1, "")
    assert stopped.told.startswith("queues.apkg:1: unwritable-package: cannot write 'queues.apkg': ")
    assert stopped.told.endswith("1 error; nothing written\n")
    assert_no_traceback(stopped)
    assert (folder / "queues.apkg").read_bytes() == before
    assert names(folder) == ["queues.apkg", "queues.md"]


def test_a_full_disk_leaves_no_half_of_a_new_package(folder: Path) -> None:
    assert run_on_full_disk(folder, ["queues.md"]).code == 1
    assert names(folder) == ["queues.md"]


def test_a_report_that_finds_no_room_is_no_success_and_no_traceback(folder: Path) -> None:
    questions = "".join(f"## What is {n}?\n\nA number.\n\n" for n in range(100))
    write_files(folder, {"numbers.md": questions})
    stopped = run_on_full_disk(folder, ["check", "numbers.md", "--json"], out=folder / "report.json")
    assert stopped.code != 0
    assert_no_traceback(stopped)


@pytest.mark.parametrize("options", [(), ("--fresh",)], ids=["by default", "also with --fresh"])
def test_somebodys_own_package_is_never_replaced(tmp_path: Path, options: tuple[str, ...]) -> None:
    write_files(tmp_path, {"queues.md": "## What is a queue?\n\nA line.\n"})
    genanki = pytest.importorskip("genanki")
    model = genanki.Model(1, "Own", fields=[{"name": "F"}], templates=[{"name": "C", "qfmt": "{{F}}", "afmt": "{{F}}"}])
    deck = genanki.Deck(2, "Own")
    deck.add_note(genanki.Note(model, ["a life's work"]))
    genanki.Package(deck).write_to_file(tmp_path / "queues.apkg")
    before = (tmp_path / "queues.apkg").read_bytes()
    done = call(tmp_path, "queues.md", *options)
    assert done.code in (1, 2)
    assert "queues.apkg:1: unreadable-previous: " in done.told
    assert (tmp_path / "queues.apkg").read_bytes() == before


def test_a_deck_that_had_no_parent_is_not_told_to_name_an_empty_one(tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": "## What is a queue?\n\nA line.\n"})
    assert call(tmp_path, "queues.md").code == 0
    done = call(tmp_path, "queues.md", "--deck", "Lines")
    assert "the deck 'queues' is now 'Lines::queues'" in done.told
    assert "hint: to keep the old name, name no parent deck: neither deck nor --deck\n" in done.told
