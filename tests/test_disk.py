"""What lies on the builder's disk: sources that never end, links that lead astray, and what a kill leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import BinaryIO

import pytest
from commands import Outcome, call, clean_environment, read_package, run, write_files

from mkdeck.files.replace import replace_file
from mkdeck.files.sources import expand_sources

TREE = "## What is a tree?\n\nA graph without circles.\n"
SECRET = "## What is the password?\n\nIt is swordfish.\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither pipes nor devices in folders")


def link_to_pipe(path: Path) -> None:
    pipe = path.with_name(f"pipe{path.suffix}")
    os.mkfifo(pipe)
    path.symlink_to(pipe.name)


Make = Callable[[Path], object]
ODD: dict[str, Make] = {
    "a pipe": lambda path: os.mkfifo(path),
    "a link to a pipe": lambda path: link_to_pipe(path),
    "an endless device": lambda path: path.symlink_to("/dev/zero"),
    "a full device": lambda path: path.symlink_to("/dev/full"),
    "a circle of links": lambda path: path.symlink_to(path.name),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a file of gigabytes": lambda path: os.truncate(os.open(path, os.O_RDWR | os.O_CREAT), 3 << 30),
}
"""What is no file to read, though its name says so; each way to read it whole takes for ever, or all memory."""
odd = pytest.mark.parametrize("make", ODD.values(), ids=ODD)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a sound article beside what is not."""
    write_files(
        tmp_path,
        {"work/good.md": TREE, "secret.md": SECRET, "secret.png": b"PNG", "secret.css": ".card { color: red }"},
    )
    return tmp_path / "work"


def codes(told: Outcome) -> set[str]:
    """Return the codes of the problems that were told."""
    return {line.split(": ")[1] for line in told.told.splitlines() if not line.startswith(" ") and ": " in line}


@odd
@pytest.mark.parametrize("source", ["odd.md", ".", "*.md"])
def test_an_odd_source_is_refused_and_nothing_written(make: Make, source: str, folder: Path) -> None:
    make(folder / "odd.md")
    told = call(folder, source, "-o", "out.apkg")
    # What a folder holds is left out where it leads out of it; all else stops the build.
    assert codes(told) & {"unreadable-file", "large-file", "outside-source"}
    assert told.code in (1, 2) or codes(told) == {"outside-source"}
    assert (folder / "out.apkg").exists() is (told.code == 0)


@odd
@pytest.mark.parametrize("name", ["mkdeck.toml", "pyproject.toml"])
def test_an_odd_configuration_is_not_passed_over(make: Make, name: str, folder: Path) -> None:
    make(folder / name)
    told = call(folder, "check", ".")
    assert codes(told) & {"unreadable-file", "large-file"}
    assert told.code in (1, 2)


@odd
@pytest.mark.parametrize(
    ("name", "files", "is_needed"),
    [
        pytest.param("odd.css", {"mkdeck.toml": 'css = "odd.css"'}, True, id="a style"),
        pytest.param("odd.png", {"good.md": f"{TREE}\n![an oak](odd.png)\n"}, False, id="a picture"),
        pytest.param("odd.png", {"good.md": f"{TREE}\n<img src='odd.png'>\n"}, False, id="a picture in HTML"),
        pytest.param(
            "odd.md",
            {"good.md": "---\nquestions:\n  What is a leaf?: A node.\n  What is an oak?: odd.md\n---\n"},
            False,
            id="an answer",
        ),
    ],
)
def test_an_odd_file_that_an_article_or_a_setting_names_is_not_read(
    make: Make, name: str, files: dict[str, str], is_needed: bool, folder: Path
) -> None:
    write_files(folder, files)
    make(folder / name)
    told = call(folder, "check", "good.md")
    assert len(codes(told)) == 1, told.told
    assert (told.code > 0) is is_needed


@odd
@pytest.mark.parametrize("arguments", [["-o", "out.apkg"], ["preview", "-o", "out.html"]])
def test_nothing_is_written_over_what_is_odd(make: Make, arguments: list[str], folder: Path) -> None:
    out = folder / arguments[-1]
    make(out)
    before = os.lstat(out)[:3]  # kind, number and disk
    command = arguments[:-2] or ["build"]
    told = call(folder, *command, "good.md", *arguments[-2:])
    assert told.code == 2
    assert codes(told) & {
        "not-a-package",
        "not-a-preview",
        "unwritable-package",
        "unwritable-page",
        "wrong-package-name",
        "wrong-page-name",
    }
    assert os.lstat(out)[:3] == before


LEAKS = {
    "an article": ("leak.md", "secret.md", {}),
    "a picture": ("leak.png", "secret.png", {"good.md": f"{TREE}\n![](leak.png)\n"}),
    "a style": ("leak.css", "secret.css", {"mkdeck.toml": 'css = "leak.css"'}),
    "an answer": (
        "leak.md",
        "secret.md",
        {"good.md": "---\nquestions:\n  What is a leaf?: A node.\n  What?: leak.md\n---\n"},
    ),
}


@pytest.mark.parametrize(("name", "target", "files"), LEAKS.values(), ids=LEAKS)
@pytest.mark.parametrize("is_within", [False, True])
def test_no_link_publishes_what_is_elsewhere_or_something_else(
    name: str, target: str, files: dict[str, str], is_within: bool, folder: Path
) -> None:
    """Out of the folder, or to a file of another kind within it, as the configuration of a clone, which may hold a token."""
    write_files(folder, {**files, ".git/config": (folder.parent / target).read_bytes()})
    (folder / name).symlink_to(".git/config" if is_within else f"../{target}")
    told = call(folder, ".", "-o", "out.apkg")
    assert codes(told) & {
        "outside-source",
        "outside-media",
        "wrong-media",
        "outside-setting",
        "wrong-setting",
        "outside-answer",
        "missing-answer",
    }
    if told.code == 0:
        package = read_package(folder / "out.apkg")
        assert "swordfish" not in str(package.notes)
        assert "<img" not in str(package.notes)


@pytest.mark.parametrize("source", [".", "*.md", "sub", "**/*.md"])
def test_pin_writes_through_no_link_out_of_a_folder(source: str, folder: Path) -> None:
    (folder / "sub").mkdir()
    for link in (folder / "leak.md", folder / "sub/leak.md"):
        link.symlink_to(folder.parent / "secret.md")
    (folder / "elsewhere").symlink_to("..")  # a folder, into which a pattern would go
    told = call(folder, "pin", source)
    assert "outside-source" in codes(told)
    assert (folder.parent / "secret.md").read_text() == SECRET


PATTERNS = {
    "*.md": "a.md",
    "**/*.md": "a.md one/b.md one/two/c.md",
    "**": "a.md one/b.md one/two/c.md",
    "one/**": "one/b.md one/two/c.md",
    "*/*/*.md": "a.md one/b.md one/two/c.md",
    "o?e/[ab].md": "one/b.md",
    "**/two/**/c.md": "one/two/c.md",
    "*": "a.md one/b.md one/two/c.md",
    ".h*/*.md": ".hidden/d.md",
    "[!al]*": "one/b.md one/two/c.md",
    "./one/../*.md": "a.md",
}


@pytest.mark.parametrize(("pattern", "found"), PATTERNS.items(), ids=PATTERNS)
@pytest.mark.parametrize("is_absolute", [False, True])
def test_a_pattern_finds_articles_through_no_link_that_leads_back(
    pattern: str, found: str, is_absolute: bool, folder: Path
) -> None:
    """Two such links are two ways at each of forty levels, which a pattern of Python's own would all go."""
    (folder / "good.md").unlink()
    write_files(folder, dict.fromkeys(("a.md", "one/b.md", "one/two/c.md", ".hidden/d.md", "one/.e.md"), TREE))
    for link in ("loop", "one/loop", "one/two/up"):
        (folder / link).symlink_to(folder)
    with chdir(folder):
        files, _ = expand_sources([f"{folder}/{pattern}" if is_absolute else pattern])
        real = sorted({os.path.relpath(os.path.realpath(file), os.path.realpath(folder)) for file in files})
    assert real == sorted(found.split())


def test_a_link_that_is_named_itself_is_read(folder: Path) -> None:
    (folder / "mine.md").symlink_to("../secret.md")
    assert call(folder, ".", "mine.md", "-o", "out.apkg").told == ""
    assert len(read_package(folder / "out.apkg").notes) == 2


def test_links_within_a_folder_are_read_once(folder: Path) -> None:
    (folder / "again.md").symlink_to("good.md")
    assert "1 note in 1 deck" in call(folder, ".", "-o", "out.apkg").out


def test_a_folder_with_a_name_of_an_article_is_a_folder(folder: Path) -> None:
    write_files(folder, {"notes.md/trees.md": SECRET})
    for source in (".", "*.md"):
        assert "2 notes" in call(folder, "check", source).out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_not_passed_over(folder: Path) -> None:
    write_files(folder, {"notes/trees.md": TREE})
    (folder / "notes").chmod(0)
    try:
        told = call(folder, "check", ".")
    finally:
        (folder / "notes").chmod(0o755)
    assert "unreadable-file: cannot read the folder" in told.told
    assert told.code == 2


@pytest.mark.parametrize("media_root", ["..", "/", "link"])
def test_the_folder_of_pictures_is_below_the_configuration(media_root: str, folder: Path) -> None:
    (folder / "link").symlink_to("..")
    write_files(folder, {"mkdeck.toml": f'media-root = "{media_root}"', "good.md": f"{TREE}\n![](/secret.png)\n"})
    told = call(folder, "good.md", "-o", "out.apkg")
    assert "outside-setting" in codes(told)
    assert told.code == 1


def test_a_picture_is_read_once_however_often_it_is_shown(folder: Path) -> None:
    """Else an article of some kilobytes would take all memory."""
    (folder / "oak.png").write_bytes(b"PNG")
    os.truncate(folder / "oak.png", 40_000_000)
    write_files(folder, {"good.md": "".join(f"## What is oak {n}?\n\n![oak](oak.png)\n\n" for n in range(300))})
    assert call(folder, "check", "good.md").told == ""


def test_all_pictures_together_are_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdeck.files.pictures.MAX_PICTURES", 10)
    write_files(folder, {f"{n}.png": f"PNG {n}" for n in range(4)})
    write_files(folder, {"good.md": f"{TREE}\n![](0.png) ![](1.png) ![](0.png) ![](2.png)\n"})
    told = call(folder, "check", "good.md")
    assert told.told.count("large-media") == 1
    assert "'2.png' would make the pictures of the build more than 1e-05 MB, so it is not packed" in told.told


def test_a_name_that_is_no_utf8_becomes_cards(folder: Path) -> None:
    (folder / "good.md").rename(folder / os.fsdecode(b"\xff\xe9t\xe9.md"))
    write_files(folder, {"mkdeck.toml": 'url = "https://example.org/{path}"\n'})
    for arguments in (
        ["check", "."],
        [".", "-o", "out.apkg"],
        ["preview", ".", "-o", "out.html"],
        ["check", "--json", "."],
    ):
        told = run(folder, *arguments)
        assert (told.code, "Traceback" in told.told) == (0, False), told.told
    assert len(read_package(folder / "out.apkg").notes) == 1
    assert run(folder, ".", "-o", "out.apkg").out.endswith("1 unchanged\n")


CLOSED = (">&-", "2>&-", "<&-", "<&- >&- 2>&-")


@pytest.mark.parametrize("closed", CLOSED)
def test_a_closed_stream_stops_no_build(closed: str, folder: Path) -> None:
    command = f"'{sys.executable}' -m mkdeck good.md -o out.apkg {closed}"
    ended = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=clean_environment(), capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert len(read_package(folder / "out.apkg").notes) == 1


def test_two_full_streams_end_without_a_trace(folder: Path) -> None:
    command = f"'{sys.executable}' -m mkdeck check good.md gone.md >/dev/full 2>/dev/full"
    ended = subprocess.run(["/bin/sh", "-c", command], cwd=folder, env=clean_environment(), check=False)
    assert ended.returncode == 1


def test_a_folder_that_was_deleted_is_said_to_be_gone(folder: Path) -> None:
    command = f"rmdir ../gone; '{sys.executable}' -m mkdeck check ."
    (folder.parent / "gone").mkdir()
    ended = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder.parent / "gone",
        env=clean_environment(),
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (2, b"mkdeck: the current folder is not there any more\n")


# What is left behind

KILLED = """
import os, signal, sys
from pathlib import Path
from mkdeck.files.replace import replace_file
from mkdeck.files.sources import expand_sources
replace_file(Path(sys.argv[1]), lambda file: (file.write(b"half"), file.flush(), os.kill(os.getpid(), signal.SIGKILL)))
"""


def leave_part(path: Path) -> None:
    """Kill somebody who is writing a file."""
    ended = subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert ended.returncode == -signal.SIGKILL


def test_what_a_killed_build_left_is_removed_by_the_next(folder: Path) -> None:
    leave_part(folder / "out.apkg")
    assert len(list(folder.glob(".*.part"))) == 1
    assert call(folder, "good.md", "-o", "out.apkg").code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["good.md", "out.apkg"]


def test_what_another_build_is_writing_is_left_alone(folder: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"one")
        replace_file(folder / "other.html", lambda other: other.write(b"other"))
        assert len(list(folder.glob(".*.part"))) == 1

    replace_file(folder / "out.html", write)
    assert sorted(path.name for path in folder.iterdir()) == ["good.md", "other.html", "out.html"]
    assert (folder / "out.html").read_bytes() == b"one"


def test_a_part_that_is_none_stops_nobody(folder: Path) -> None:
    os.mkfifo(folder / ".mkdeck-0123456789abcdef.part")
    (folder / ".mkdeck-fedcba9876543210.part").symlink_to("good.md")
    (folder / ".mkdeck-mine.part").write_text("mine")
    assert call(folder, "good.md", "-o", "out.apkg").code == 0
    assert (folder / "good.md").read_text() == TREE
    assert (folder / ".mkdeck-mine.part").read_text() == "mine"


def test_a_build_that_is_killed_at_any_time_leaves_the_old_package_or_the_new_one(folder: Path) -> None:
    write_files(folder, {"good.md": "".join(f"## What is tree {n}?\n\nNumber {n}.\n\n" for n in range(300))})
    assert call(folder, "good.md", "-o", "out.apkg").code == 0
    command = [sys.executable, "-m", "mkdeck", "good.md", "-o", "out.apkg", "--touch"]
    for delay in (0.35, 0.5, 0.65, 0.8):
        build = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        build.kill()
        build.wait()
        assert len(read_package(folder / "out.apkg").notes) == 300
    assert call(folder, "good.md", "-o", "out.apkg").code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["good.md", "out.apkg"]


@pytest.mark.parametrize("name", ["out.apkg", "out.html"])
def test_what_would_be_written_has_the_name_that_a_link_leads_to(name: str, folder: Path) -> None:
    (folder / name).symlink_to("../profile")
    told = call(folder, *(["preview"] if name == "out.html" else []), "good.md", "-o", name)
    assert f"'{name}' leads to '{os.path.realpath(folder.parent / 'profile')}', no name that " in told.told
    assert not (folder.parent / "profile").exists()
