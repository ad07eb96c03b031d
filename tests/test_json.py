"""What ``--json`` prints on each command has the form that the package's own schema describes, and the documentation shows."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from ankiconnect import open_add_on
from commands import Outcome, call, write_files
from jsonschema import Draft202012Validator

from mkdeck.cli.as_json import VERSION

DOCS = Path(__file__).parents[1] / "docs"
SCHEMA = json.loads((files("mkdeck") / "cli" / "output.schema.json").read_text("utf-8"))
COMMANDS = ("build", "check", "diff", "preview", "pin", "push")

OLD = """---
title: HTTP
tags: [web]
---
## Methods

### What does GET do?

It reads a resource and changes nothing on the server.

### What does PUT do?

It replaces the resource at the URL with the body of the request.

### What is a teapot?

A joke of 1998.

## Codes

### What is `404`?

Nothing there.

```http
GET /
```
"""
NEW = (
    OLD.replace("PUT do", "a PUT request do")
    .replace("changes nothing", "changes *nothing*")
    .replace("teapot?\n\nA joke", "pot?\n\nA thing")
)


def close(schema: Any) -> Any:
    """Return the schema with no member allowed that it does not name: what is printed is to be described, all of it."""
    if isinstance(schema, list):
        return [close(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: close(value) for name, value in schema.items()}
    return {"additionalProperties": False} | closed if schema.get("type") == "object" else closed


STRICT = Draft202012Validator(close(SCHEMA))


def check(told: Outcome, command: str) -> Any:
    """Return what was printed, which has the form of its command."""
    printed = json.loads(told.out)
    assert (printed["schema"], printed["command"]) == (VERSION, command)
    strict = Draft202012Validator({**close(SCHEMA), "oneOf": [{"$ref": f"#/$defs/{command}"}]})
    assert [error.message for error in strict.iter_errors(printed)] == []
    assert STRICT.is_valid(printed)
    return printed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with ``old.apkg`` and the article as it is now."""
    write_files(tmp_path, {"http.md": OLD})
    assert call(tmp_path, "http.md", "-o", "old.apkg").code == 0
    write_files(tmp_path, {"http.md": NEW})
    return tmp_path


def test_the_schema_is_one_and_is_of_the_version_that_is_printed() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert [each["$ref"].rpartition("/")[2] for each in SCHEMA["oneOf"]] == [*COMMANDS]
    assert {SCHEMA["$defs"][name]["properties"]["schema"]["const"] for name in COMMANDS} == {VERSION}


def test_build(folder: Path) -> None:
    first = check(call(folder, "build", "http.md", "-o", "new.apkg", "--json"), "build")
    assert (first["package"], first["notes"], first["changes"]) == ("new.apkg", 4, None)
    assert first["decks"] == {"HTTP::Methods": 3, "HTTP::Codes": 1}
    assert first["costs"] == {"sent_again": 0, "twice": 0, "held": 0}
    told = check(call(folder, "http.md", "-o", "new.apkg", "--previous", "old.apkg", "--dry-run", "--json"), "build")
    assert told["package"] is None
    assert [change["kind"] for change in told["changes"]["changes"]] == ["edited", "reworded", "added", "removed"]


def test_a_build_that_fails_tells_why(folder: Path) -> None:
    write_files(folder, {"http.md": "+++\ntitle =\n+++\n"})
    failed = call(folder, "http.md", "-o", "new.apkg", "--json")
    told = check(failed, "build")
    assert (failed.code, told["package"], told["articles"][0]["shape"]) == (1, None, "")
    assert ("error", "malformed-toml", 2) in [(p["severity"], p["code"], p["line"]) for p in told["problems"]]
    check(call(folder, "http.md", "-o", "new.zip", "--json"), "build")
    check(call(folder, "no.md", "-o", "new.apkg", "--json"), "build")


def test_check_marks_questions_that_stand_there_again(folder: Path) -> None:
    again = "\n## More\n\n### What is `404`?\n\nNothing there.\n\n```http\nGET /\n```\n"
    write_files(folder, {"http.md": OLD + again, "empty.md": "## What?\n"})
    told = check(call(folder, "check", "http.md", "empty.md", "--json"), "check")
    article = told["articles"][0]
    assert [(each["line"], each["repeated"]) for each in article["questions"]][-2:] == [(21, False), (31, True)]
    assert len({each["key"] for each in article["questions"][-2:]}) == 1
    assert {problem["severity"] for problem in told["problems"]} == {"warning"}


def test_diff(folder: Path) -> None:
    assert call(folder, "http.md", "-o", "new.apkg", "--previous", "old.apkg").code == 0
    told = check(call(folder, "diff", "old.apkg", "new.apkg", "--json"), "diff")
    assert [(change["kind"], change.get("changed")) for change in told["changes"]] == [
        ("edited", ["answer"]),
        ("reworded", ["question"]),
        ("added", None),
        ("removed", None),
    ]
    failed = check(call(folder, "diff", "old.apkg", "no.apkg", "--json"), "diff")
    assert (failed["counts"], failed["changes"], failed["problems"][0]["code"]) == (None, None, "unreadable-previous")


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        pytest.param("tags: [web]", "tags: [net]", [["tags"]] * 4, id="tags alone"),
        pytest.param("## Codes", "## Status", [["section", "deck", "tags"]], id="a section of one question"),
        pytest.param("Nothing there.", "It is gone.", [["answer"]], id="an answer"),
    ],
)
def test_a_change_says_which_parts_are_others(folder: Path, before: str, after: str, changed: list[list[str]]) -> None:
    write_files(folder, {"http.md": OLD.replace(before, after)})
    told = check(call(folder, "http.md", "-o", "new.apkg", "--previous", "old.apkg", "--json"), "build")
    assert [change["changed"] for change in told["changes"]["changes"]] == changed
    if changed[0] == ["tags"]:
        assert told["changes"]["changes"][0]["tags"] == ["net", "methods"]
        assert told["changes"]["changes"][0]["old"]["tags"] == ["web", "methods"]


def test_preview(folder: Path) -> None:
    told = check(call(folder, "preview", "http.md", "-o", "page.html", "--json"), "preview")
    assert (told["page"], told["notes"], (folder / "page.html").exists()) == ("page.html", 4, True)
    assert check(call(folder, "preview", "http.md", "-o", "page.zip", "--json"), "preview")["page"] is None
    assert call(folder, "preview", "http.md", "--watch", "--json").code == 2


def test_pin(folder: Path) -> None:
    told = check(call(folder, "pin", "http.md", "--check", "--json"), "pin")
    assert (told["files"], {problem["code"] for problem in told["problems"]}) == ([], {"not-pinned", "slug-not-pinned"})
    told = check(call(folder, "pin", "http.md", "--previous", "old.apkg", "--json"), "pin")
    assert told["files"] == [{"path": "http.md", "questions": 4}]
    assert check(call(folder, "pin", "http.md", "--json"), "pin")["files"] == []
    assert check(call(folder, "pin", "http.md", "--previous", "no.apkg", "--json"), "pin")["files"] == []


def test_push(folder: Path) -> None:
    ids = iter([[], [], [1, 2]])
    note = {
        "noteId": 2,
        "cards": [3],
        "fields": {"Key": {"value": "http/what-is-a-teapot"}, "Question": {"value": "<b>Pot</b>?"}},
    }
    assert call(folder, "http.md", "-o", "new.apkg", "--previous", "old.apkg").code == 0
    with open_add_on(
        {
            "version": lambda: 6,
            "importPackage": lambda path: True,
            "findNotes": lambda query: next(ids, [2]),
            "notesInfo": lambda notes: [note] if notes else [],
            "suspend": lambda cards: True,
            "addTags": lambda notes, tags: None,
        }
    ) as add_on:
        told = check(call(folder, "push", "new.apkg", "--anki", add_on.address, "--suspend-removed", "--json"), "push")
    search = '"Key:http/what-is-a-teapot"'
    assert told["removed"] == [{"key": "http/what-is-a-teapot", "question": "Pot?", "search": search}]
    assert (told["package"], told["notes"], told["new"], told["suspended"], told["back"]) == ("new.apkg", 4, 2, True, 0)
    failed = check(call(folder, "push", "new.apkg", "--anki", "127.0.0.1:1", "--json"), "push")
    assert (failed["package"], failed["problems"][0]["code"]) == (None, "no-anki")


@pytest.mark.parametrize("command", COMMANDS)
def test_quiet_and_notices_leave_the_object_alone_on_standard_output(command: str, folder: Path) -> None:
    arguments = {"diff": ("old.apkg", "old.apkg"), "push": ("old.apkg", "--anki", "127.0.0.1:1")}.get(
        command, ("http.md",)
    )
    told = call(folder, command, *arguments, "--json", "--quiet")
    check(told, command)


def described(schema: Any) -> Iterator[str]:
    """Yield the name of each member without a word about it."""
    for name, member in schema.get("properties", {}).items():
        if "description" not in member:
            yield name
        yield from described(member)


def test_every_member_is_described() -> None:
    assert [name for part in SCHEMA["$defs"].values() for name in described(part)] == []


def test_the_page_shows_what_the_schema_says() -> None:
    script = run_path(str(DOCS / "make_json.py"))
    is_fresh = (DOCS / "json.md").read_text(encoding="utf-8") == script["write_page"]()
    assert is_fresh, "docs/json.md is out of date: run .venv/bin/python docs/make_json.py"
