"""Questions that may be removed ones: every command says so, with the line that joins them."""

import json
from pathlib import Path

import pytest
from articles import write
from commands import call

OLD = """# Browsers

## Who looks after this list?

A handful of volunteers, most of them from the same town by the sea.

## How does a browser cache a page?

It keeps the answer with the time until which it is fresh, and asks the server again when that has passed.

## Where may one report a mistake?

In the tracker that is linked from the foot of every page.
"""
NEW = OLD.replace("How does a browser cache a page?", "How does a browser keep pages that it may need again?").replace(
    "and asks the server again when that has passed", "then asks the server whether it has changed"
)
LINE = "<!-- id: how-does-a-browser-cache-a-page -->"
CODE = "x.md:7: maybe-reworded: "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with ``old.apkg``, and the article as it is now."""
    write(tmp_path, "mkdeck.toml", 'id = "me"\n')
    write(tmp_path, "x.md", OLD)
    assert call(tmp_path, "x.md", "-o", "old.apkg").code == 0
    write(tmp_path, "x.md", NEW)
    return tmp_path


@pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=["build", "dry run"])
def test_a_build_tells_both_titles_both_places_and_the_line_that_joins_them(
    folder: Path, more: tuple[str, ...]
) -> None:
    told = call(folder, "x.md", "-o", "new.apkg", "--previous", "old.apkg", *more)
    assert told.code == 0
    assert CODE in told.told
    for part in (
        "How does a browser keep pages that it may need again?",
        "How does a browser cache a page?",
        "'me/x/how-does-a-browser-cache-a-page'",
        f"write it below the question: {LINE}",
    ):
        assert part in told.told


def test_strict_stops_on_a_doubt(folder: Path) -> None:
    told = call(folder, "x.md", "-o", "new.apkg", "--previous", "old.apkg", "--strict")
    assert (told.code, (folder / "new.apkg").exists()) == (1, False)
    assert CODE in told.told


def test_json_has_the_doubt_beside_the_added_question(folder: Path) -> None:
    told = json.loads(call(folder, "x.md", "-o", "new.apkg", "--previous", "old.apkg", "--json").out)
    added = next(change for change in told["changes"]["changes"] if change["kind"] == "added")
    assert added["maybe"] == {
        "key": "me/x/how-does-a-browser-cache-a-page",
        "question": "How does a browser cache a page?",
        "line": LINE,
    }
    assert added["reason"].startswith("same place, title ")
    assert "maybe-reworded" in [problem["code"] for problem in told["problems"]]


def test_diff_tells_the_doubt_below_the_added_question(folder: Path) -> None:
    assert call(folder, "x.md", "-o", "new.apkg", "--previous", "old.apkg").code == 0
    lines = call(folder, "diff", "old.apkg", "new.apkg").out.splitlines()
    place = lines.index("  + added: How does a browser keep pages that it may need again?")
    assert lines[place + 1].startswith(
        "      or is it: How does a browser cache a page?  (me/x/how-does-a-browser-cache-a-page; "
    )
    assert lines[place + 2] == f"      if so, write {LINE} below it, and build again"


def test_pin_tells_the_doubt_before_its_new_id_parts_the_two_for_good(folder: Path) -> None:
    told = call(folder, "pin", "x.md", "--previous", "old.apkg")
    assert "maybe-reworded" in told.told
    assert f"put it in the place of the new id: {LINE}" in told.told


def test_the_line_joins_them(folder: Path) -> None:
    write(folder, "x.md", NEW.replace("need again?\n", f"need again?\n{LINE}\n"))
    told = call(folder, "x.md", "-o", "new.apkg", "--previous", "old.apkg")
    assert "maybe-reworded" not in told.told
    assert "1 reworded, 2 unchanged" in told.out


def test_another_article_is_named_by_the_whole_key(folder: Path) -> None:
    (folder / "x.md").rename(folder / "y.md")
    told = call(folder, "y.md", "-o", "new.apkg", "--previous", "old.apkg")
    assert "<!-- id: me/x/how-does-a-browser-cache-a-page -->" in told.told


def test_what_is_plainly_another_question_is_not_told(folder: Path) -> None:
    kept = OLD.partition("## How does")[0]
    write(folder, "x.md", f"{kept}## What is a set?\n\nA bag in which nothing lies twice.\n")
    told = call(folder, "x.md", "-o", "new.apkg", "--previous", "old.apkg")
    assert "1 added, 1 unchanged, 2 removed" in told.out
    assert "maybe-reworded" not in told.told


def test_diff_says_how_each_note_was_known_only_when_asked(folder: Path) -> None:
    write(folder, "x.md", OLD.replace("does a browser cache", "do browsers cache"))
    assert call(folder, "x.md", "-o", "new.apkg", "--previous", "old.apkg").code == 0
    quiet, verbose = (call(folder, "diff", "old.apkg", "new.apkg", *more).out for more in ((), ("-v",)))
    assert "known by" not in quiet
    assert "      known by: " in verbose
    assert "same answer\n" in verbose
