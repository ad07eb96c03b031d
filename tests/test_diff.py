"""What changed between two packages, in words."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from articles import load, write
from commands import call
from hostile import change_text

from mkdeck.cli.lines import tame
from mkdeck.deck.changelog import anki_search, id_line, list_changes, write_text
from mkdeck.deck.details import diff_words
from mkdeck.model import Change, Note

OLD = """---
title: HTTP
tags: [web]
---
## Methods

### What does GET do?

It reads a resource and changes nothing on the server, so a client may repeat it whenever it likes to.

### What does PUT do?

It replaces the resource at the URL with the body of the request.

### What is a teapot?

A joke of 1998.

## Codes

### What is `404`?

Nothing there.
"""
NEW = (
    OLD.replace("changes nothing on the server", "changes *nothing* at all on the server")
    .replace("What does PUT do?", "What does a PUT request change?")
    .replace("### What is a teapot?\n\nA joke of 1998.\n\n", "### What is `TRACE`?\n\nA loop-back.\n\n")
    .replace("## Codes", "## Status codes")
)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with ``old.apkg`` and ``new.apkg``, built one after the other as releases are."""
    write(tmp_path, "http.md", OLD)
    assert call(tmp_path, "http.md", "-o", "old.apkg").code == 0
    write(tmp_path, "http.md", NEW)
    assert call(tmp_path, "http.md", "-o", "new.apkg", "--previous", "old.apkg").code == 0
    return tmp_path


def test_text_tells_people_which_words_changed(packages: Path) -> None:
    assert call(packages, "diff", "old.apkg", "new.apkg").out == (
        "1 added, 1 reworded, 1 edited, 1 moved, 1 removed\n"
        "\n"
        "HTTP::Methods\n"
        "  ~ edited: What does GET do?\n"
        "      … resource and changes nothing {+at all+} on the server, so …\n"
        "  ~ reworded: What does a PUT request change?\n"
        "      was: What does PUT do?\n"
        "  + added: What is TRACE?\n"
        "  - removed: What is a teapot?\n"
        '      learners keep their copy; in Anki it is found by "Key:http/what-is-a-teapot"\n'
        "\n"
        "HTTP::Status codes\n"
        "  > moved: What is 404?\n"
        "      was in HTTP::Codes\n"
    )


def test_markdown_is_fit_for_release_notes(packages: Path) -> None:
    assert call(packages, "diff", "old.apkg", "new.apkg", "--format", "markdown").out == (
        "1 added, 1 reworded, 1 edited, 1 moved, 1 removed.\n"
        "\n"
        "### HTTP › Methods\n"
        "\n"
        "- **Edited:** What does GET do?\n"
        "  - … resource and changes nothing **at all** on the server, so …\n"
        "- **Reworded:** What does a PUT request change?\n"
        "  - was: What does PUT do?\n"
        "- **Added:** What is TRACE?\n"
        "- **Removed:** What is a teapot?\n"
        '  - learners keep their copy; in Anki it is found by "Key:http/what-is-a-teapot"\n'
        "\n"
        "### HTTP › Status codes\n"
        "\n"
        "- **Moved:** What is 404?\n"
        "  - was in HTTP::Codes\n"
    )


def test_json_tells_programs_the_same(packages: Path) -> None:
    told = json.loads(call(packages, "diff", "old.apkg", "new.apkg", "--json").out)
    assert told["counts"] == {"added": 1, "reworded": 1, "edited": 1, "moved": 1, "unchanged": 0, "removed": 1}
    assert [(c["kind"], c["key"]) for c in told["changes"]] == [
        ("edited", "http/what-does-get-do"),
        ("reworded", "http/what-does-put-do"),
        ("added", "http/what-is-trace"),
        ("moved", "http/what-is-404"),
        ("removed", "http/what-is-a-teapot"),
    ]
    assert told["changes"][4]["search"] == '"Key:http/what-is-a-teapot"'
    assert told["changes"][1]["old"]["question"] == "What does PUT do?"


def test_a_package_differs_in_nothing_from_itself(packages: Path) -> None:
    same = call(packages, "diff", "new.apkg", "new.apkg", "--exit-code")
    assert (same.code, same.out) == (0, "4 unchanged\n")


def test_the_exit_code_tells_scripts_only_when_asked(packages: Path) -> None:
    assert call(packages, "diff", "old.apkg", "new.apkg").code == 0
    assert call(packages, "diff", "old.apkg", "new.apkg", "--exit-code").code == 1


def test_the_signs_of_markdown_in_a_question_stay_signs(tmp_path: Path) -> None:
    write(tmp_path, "x.md", "## What is a?\n\na\n")
    call(tmp_path, "x.md", "-o", "old.apkg")
    write(tmp_path, "x.md", "## What is a?\n\na\n\n## What does `*p = <T>[0]_` mean?\n\nb\n")
    call(tmp_path, "x.md", "-o", "new.apkg", "--previous", "old.apkg")
    told = call(tmp_path, "diff", "old.apkg", "new.apkg", "--format", "markdown").out
    assert r"- **Added:** What does \*p = \<T\>\[0\]\_ mean?" in told


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("What does @Override do?", "What does `@Override` do?"),
        ("Is `@app.route` a call?", "Is `@app.route` a call?"),
        ("Why (@types/node_2)?", "Why (`@types/node_2`)?"),
        ("Is a_b@example.org an address?", "Is `a_b@example.org` an address?"),
        ("What is @ for?", "What is @ for?"),
    ],
)
def test_release_notes_mention_nobody(text: str, written: str, tmp_path: Path) -> None:
    write(tmp_path, "x.md", "## What is a?\n\na\n")
    call(tmp_path, "x.md", "-o", "old.apkg")
    write(tmp_path, "x.md", f"## What is a?\n\na\n\n## {text}\n\nb\n")
    call(tmp_path, "x.md", "-o", "new.apkg", "--previous", "old.apkg")
    told = call(tmp_path, "diff", "old.apkg", "new.apkg", "--format", "markdown").out
    assert f"- **Added:** {written}\n" in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a b c", "a x c", "a [-b-] {+x+} c"),
        ("a", "a b", "a {+b+}"),
        ("a b", "b", "[-a-] b"),
        ("same", "same", ""),
        ("", "new", "{+new+}"),
        ("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 x", "… 5 6 7 8 [-9-] {+x+}"),
        ("a 1 2 3 4 5 6 7 8 9 z", "b 1 2 3 4 5 6 7 8 9 y", "[-a-] {+b+} 1 2 3 4 … 6 7 8 9 [-z-] {+y+}"),
    ],
)
def test_words_that_changed_stand_with_a_few_around_them(old: str, new: str, told: str) -> None:
    assert diff_words(old, new, "[-{}-]", "{{+{}+}}") == told


@pytest.mark.parametrize("key", ["x/go_or_golang", "x/what-is-rest", "x/c++", "x/a.b:c~d"])
def test_the_search_for_a_key_finds_that_note_alone(tmp_path: Path, key: str) -> None:
    collection_of = pytest.importorskip("anki.collection", reason="needs the package anki")
    others = "".join(f"## What is {n}? {{#{key.rpartition('/')[2]}{n}}}\n\n{n}\n\n" for n in "ab")
    look_alike = "## Which one? {#goXorYgolang}\n\nnone\n\n"
    write(tmp_path, "x.md", f"## What is it? {{#{key.rpartition('/')[2]}}}\n\nit\n\n{others}{look_alike}")
    assert call(tmp_path, "x.md").code == 0
    collection = collection_of.Collection(str(tmp_path / "collection.anki2"))
    collection.import_anki_package(
        collection_of.ImportAnkiPackageRequest(
            package_path=str(tmp_path / "x.apkg"), options=collection_of.ImportAnkiPackageOptions()
        )
    )
    (note,) = (note for note in load(tmp_path / "x.md").deck.notes if note.key == key)
    assert len(collection.find_notes(anki_search(note))) == 1
    collection.close()


STEERING = "x\x1b[31m\x9b31m\x07\x7f\x85\n\r# y\u2028::z\u202e##[set-output name=package]"
"""Escape codes, ends of lines, another direction, and commands of a CI's runner."""


@pytest.mark.parametrize("format_", ["--format=text", "--format=markdown", "--json"])
@pytest.mark.parametrize("place", ["HTTP", "http/what-is-a-teapot", "A joke", "Methods", "TRACE"])
def test_no_package_steers_a_terminal_or_adds_a_line(place: str, format_: str, packages: Path) -> None:
    lines = call(packages, "diff", "old.apkg", "new.apkg", format_).out.count("\n")
    for name in ("old.apkg", "new.apkg"):
        change_text(packages / name, place, f"{place}{STEERING}")
    told = call(packages, "diff", "old.apkg", "new.apkg", format_)
    assert told.code == 0
    assert [c for c in told.out if not c.isprintable() and c != "\n"] == []
    assert len(told.out.splitlines()) == lines
    assert re.search(r"^\s*::|##\w*\[", told.out, re.MULTILINE) is None


def test_references_of_html_in_a_question_notify_nobody(tmp_path: Path) -> None:
    write(tmp_path, "http.md", OLD)
    assert call(tmp_path, "http.md", "-o", "old.apkg").code == 0
    write(tmp_path, "http.md", f"{OLD}\n### What does `&#64;octocat` mean?\n\nA name.\n")
    assert call(tmp_path, "http.md", "-o", "new.apkg", "--previous", "old.apkg").code == 0
    told = call(tmp_path, "diff", "old.apkg", "new.apkg", "--format=markdown").out
    assert "What does `&#64;octocat` mean?" in told


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍💻", "a ## b", "::", "C#"])
def test_texts_of_all_languages_are_printed_as_they_are(text: str) -> None:
    assert tame(f"- {text}") == f"- {text}"


# --- without packages


def note(key: str, question: str, answer: str = "<p>One.</p>", *, deck: str = "D", section: str = "") -> Note:
    return Note(1, key, key, key, "", (question, answer, "", section, "", key), (), deck, 1)


INDEX, VIEW, JOIN = (note(f"x/{name}", f"What is <em>{name}</em>?") for name in ("index", "view", "join"))
EVERY_KIND = (
    Change("unchanged", INDEX, INDEX),
    Change("reworded", INDEX, replace(INDEX, fields=("Which one?", *INDEX.fields[1:])), "same answer"),
    Change("edited", VIEW, replace(VIEW, fields=(VIEW.fields[0], "<p>One. <b>Two</b></p>", *VIEW.fields[2:]))),
    Change("edited", JOIN, replace(JOIN, fields=(JOIN.fields[0], "<p><b>One.</b></p>", *JOIN.fields[2:]))),
    Change("moved", VIEW, replace(VIEW, deck="D::A", tags=("a",))),
    Change("added", None, note("x/lock", "A lock?"), "nearly", INDEX),
    Change("removed", note("x/old_one", "Old?"), None),
)
REASONED = [
    "1 added, 1 reworded, 2 edited, 1 moved, 1 unchanged, 1 removed",
    "",
    "D",
    "  ~ reworded: Which one?",
    "      was: What is index?",
    "      known by: same answer",
    "  ~ edited: What is view?",
    "      One. {+Two+}",
    "  ~ edited: What is join?",
    "      the answer looks different, its words are the same",
    "  + added: A lock?",
    "      or is it: What is index?  (x/index; nearly)",
    "      if so, write <!-- id: index --> below it, and build again",
    "  - removed: Old?",
    '      learners keep their copy; in Anki it is found by "Key:x/old\\_one"',
    "",
    "D::A",
    "  > moved: What is view?",
    "      was in D",
    "      tags: {+a+}",
]


def test_every_kind_of_change_is_told_with_what_belongs_to_it() -> None:
    assert write_text(EVERY_KIND, with_reasons=True) == REASONED
    assert write_text(EVERY_KIND) == [line for line in REASONED if "known by" not in line]


def test_json_tells_of_each_kind_what_belongs_to_it() -> None:
    told = list_changes(EVERY_KIND)["changes"]
    common = {"kind", "cards", "key", "deck", "question", "tags"}
    assert [(each["kind"], sorted(each.keys() - common)) for each in told] == [
        ("reworded", ["answer", "changed", "old", "reason"]),
        ("edited", ["answer", "changed", "old"]),
        ("edited", ["answer", "changed", "old"]),
        ("moved", ["answer", "changed", "old"]),
        ("added", ["maybe", "reason"]),
        ("removed", ["search"]),
    ]
    assert told[1]["old"] == {"deck": "D", "question": "What is view?", "answer": "One.", "tags": ()}
    assert [each["changed"] for each in told[:4]] == [["question"], ["answer"], ["answer"], ["deck", "tags"]]
    assert told[1]["answer"] == "One. Two"
    assert told[4]["maybe"] == {"key": "x/index", "question": "What is index?", "line": "<!-- id: index -->"}


@pytest.mark.parametrize(
    ("deck", "section", "place"),
    [
        pytest.param("D", "", "D", id="no section"),
        pytest.param("D::Basics", "Basics", "D::Basics", id="a section that is the deck"),
        pytest.param("D", "Basics &amp; more", "D::Basics & more", id="a section that is a tag"),
        pytest.param("D", "A › B", "D::A::B", id="a section in another one"),
    ],
)
def test_changes_stand_by_deck_and_section(deck: str, section: str, place: str) -> None:
    assert write_text([Change("added", None, note("x/a", "A?", deck=deck, section=section))])[2] == place


def test_the_line_that_joins_names_the_article_where_it_is_another() -> None:
    assert id_line(note("x/new", "New?"), INDEX) == "<!-- id: index -->"
    assert id_line(note("y/new", "New?"), INDEX) == "<!-- id: x/index -->"


def test_words_that_stand_often_are_compared_like_others() -> None:
    text = "the " * 300
    assert diff_words(f"a {text}", f"b {text}", "[-{}-]", "{{+{}+}}") == "[-a-] {+b+} the the the the …"
