"""Keys and GUIDs. A change in the frozen table makes every learner's cards new ones: never make one casually."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path, PurePosixPath

import genanki
import pytest
from articles import load, notes, write
from hypothesis import given
from hypothesis import strategies as st

from mkdeck.apkg.write import write_apkg
from mkdeck.deck.identity import (
    article_slug,
    make_slug,
    note_guid,
    note_key,
    number_equal_ids,
    question_id,
    split_kind,
)
from mkdeck.model import CLOZE, KINDS

FROZEN = [
    # title, rest of the front, deck id, article slug -> key, GUID
    ("What is REST?", "", "", "backend", "backend/what-is-rest", "bsga!Y#tz`"),
    ("What is REST?", "", "acme", "backend", "acme/backend/what-is-rest", "ILTEu%-j7k"),
    ("What is REST?", "", "acme", "", "acme/what-is-rest", "F(t=V^rU8S"),
    ("Compare slices and arrays", "", "", "go", "go/compare-slices-and-arrays", "pX1jq~P3pc"),
    ("What is C++?", "", "", "langs", "langs/what-is-c", "r<heM)rw)["),
    ("¿Qué es un índice?", "", "", "sql", "sql/qué-es-un-índice", "bCCo3||Hx["),
    ("Was heißt »Straße«?", "", "", "de", "de/was-heisst-strasse", "Q&:s1E*/yD"),
    ("什么是闭包？", "", "", "js", "js/什么是闭包", "E>r,o1Mq.E"),
    ("ما هو الفهرس؟", "", "", "sql", "sql/ما-هو-الفهرس", "Ft)zTD#tb)"),
    ("हिन्दी क्या है?", "", "", "hi", "hi/हिन्दी-क्या-है", "z4oaPbiG-J"),
    ("ＨＴＴＰ／２ ①", "", "", "net", "net/http-2-1", "fPvBi]mZ%("),
    ("e\u0301tat", "", "", "fr", "fr/état", "svHq-MeJ=X"),
    ("What is React? ⚠️👶 ⭐⭐", "", "", "react", "react/what-is-react", "N,H]4H}17R"),
    ("What's the output?", "console.log(1)", "", "js", "js/what-s-the-output~0a286891", "la:akbpFds"),
    ("What's the output?", " console.log(1)\n", "", "js", "js/what-s-the-output~0a286891", "la:akbpFds"),
    ("What's the output?", "console.log(2)", "", "js", "js/what-s-the-output~f2ae6bd0", "uj1sHY:80v"),
    ("???", "", "", "odd", "odd/~a03b221c", "p>!^hFic3,"),
    ("snake_case and kebab-case", "", "", "x", "x/snake-case-and-kebab-case", "vdy+]3pC@|"),
]


@pytest.mark.parametrize(("title", "rest", "deck_id", "slug", "key", "guid"), FROZEN)
def test_the_frozen_table_stands(title: str, rest: str, deck_id: str, slug: str, key: str, guid: str) -> None:
    made = note_key(deck_id, slug, question_id(title, rest))
    assert (made, note_guid(made)) == (key, guid)


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/r/2025-04-09-backend-questions.md", "backend-questions"),
        ("/r/2025-04-09_SQL & NoSQL.md", "sql-nosql"),
        ("/r/2025-04-09.md", "2025-04-09"),
        ("/r/010-basics.md", "010-basics"),
        ("/content/sql/index.md", "sql"),
        ("/content/sql/_index.md", "sql"),
        ("/react-questions/README.md", "react-questions"),
        ("/react-questions/readme.markdown", "react-questions"),
        ("/r/数据库.md", "数据库"),
    ],
)
def test_an_articles_slug_comes_from_its_file_or_folder(path: str, slug: str) -> None:
    assert article_slug(PurePosixPath(path)) == slug


def test_beside_a_configuration_with_an_id_a_readme_needs_no_slug() -> None:
    assert article_slug(PurePosixPath("/clone/README.md"), beside_config=True) == ""
    assert article_slug(PurePosixPath("/clone/sql.md"), beside_config=True) == "sql"


@given(st.text())
def test_a_guid_is_what_genanki_makes_of_the_key(key: str) -> None:
    assert note_guid(key) == genanki.guid_for("mkdeck", key)


def test_an_id_with_a_slash_is_a_whole_key() -> None:
    assert note_key("acme", "sql", "old-name/what-is-sql") == "old-name/what-is-sql"


def test_a_slug_of_a_slug_is_itself() -> None:
    assert make_slug(make_slug("Ist 1 ≠ ½? — ﬁne!")) == make_slug("Ist 1 ≠ ½? — ﬁne!")


def test_equal_ids_are_numbered_in_order() -> None:
    assert number_equal_ids([("a", False), ("a", False), ("b", False), ("a", False)]) == ["a", "a-2", "b", "a-3"]


def test_a_written_id_keeps_its_name_before_an_equal_title() -> None:
    assert number_equal_ids([("a", False), ("a", True)]) == ["a-2", "a"]


def test_a_numbered_id_never_takes_the_name_of_another_question() -> None:
    assert number_equal_ids([("a", False), ("a", False), ("a-2", False)]) == ["a", "a-3", "a-2"]


ARTICLE = """+++
title = "Databases"
+++

## Basics

### 1. What is SQL?

A language.

### Q2: Compare joins

Inner and outer.
"""

SAME_IDENTITY = [
    pytest.param(ARTICLE.replace("Databases", "Data stores"), id="another title"),
    pytest.param(ARTICLE.replace("+++\n", '+++\nweight = 3\ndescription = "About data"\n', 1), id="more front matter"),
    pytest.param(ARTICLE.replace("## Basics", "## Advanced"), id="another section"),
    pytest.param(ARTICLE.replace("1. What", "17) What").replace("Q2: ", ""), id="other numbers"),
    pytest.param(ARTICLE.replace("A language.", "A query language, since 1974."), id="another answer"),
    pytest.param(ARTICLE.replace("What is SQL?", "what is **sql**"), id="other case, emphasis and marks in the title"),
    pytest.param(ARTICLE.replace("\n", "\r\n"), id="other line ends"),
    pytest.param("\ufeff" + ARTICLE, id="a byte order mark"),
    pytest.param(ARTICLE.replace("### ", "#### "), id="another level"),
]


@pytest.mark.parametrize("edited", SAME_IDENTITY)
def test_an_edit_that_asks_the_same_keeps_every_guid(tmp_path: Path, edited: str) -> None:
    before = {note.guid for note in load(write(tmp_path, "sql.md", ARTICLE)).deck.notes}
    after = {note.guid for note in load(write(tmp_path, "sql.md", edited)).deck.notes}
    assert len(before) == 2
    assert after == before


def test_order_of_questions_and_sources_changes_no_guid(tmp_path: Path) -> None:
    one = write(tmp_path, "one.md", "## What is A?\n\na\n\n## What is B?\n\nb\n")
    two = write(tmp_path, "two.md", "## What is A?\n\na\n")
    turned = write(tmp_path, "turned/one.md", "## What is B?\n\nb\n\n## What is A?\n\na\n")
    guids = [note.guid for note in load(one, two).deck.notes]
    assert [note.guid for note in load(two, one).deck.notes] == [guids[2], *guids[:2]]
    assert [note.guid for note in load(turned).deck.notes] == [guids[1], guids[0]]


def test_a_pinned_question_survives_any_rewording(tmp_path: Path) -> None:
    before = notes(write(tmp_path, "x.md", "## What is A? {#a}\n\na\n"))
    after = notes(write(tmp_path, "x.md", "## Explain A in one sentence {#a}\n\nIt is a.\n"))
    assert list(before) == list(after) == ["x/a"]


def test_a_question_that_stands_in_two_sections_is_one_note_with_the_tags_of_both(tmp_path: Path) -> None:
    text = "## Front end\n\n### What is CORS?\n\nA check.\n\n## Back end\n\n### What is CORS?\n\nA check.\n"
    loaded = load(write(tmp_path, "x.md", text))
    assert [note.key for note in loaded.deck.notes] == ["x/what-is-cors"]
    assert loaded.deck.notes[0].tags == ("front-end", "back-end")
    assert loaded.problems == ()


def test_the_same_title_with_another_answer_is_another_note_and_said_so(tmp_path: Path) -> None:
    text = "## A\n\n### What is CORS?\n\nOne.\n\n## B\n\n### What is CORS?\n\nTwo.\n"
    loaded = load(write(tmp_path, "x.md", text))
    assert [note.key for note in loaded.deck.notes] == ["x/what-is-cors", "x/what-is-cors-2"]
    assert [(p.code, p.location.line) for p in loaded.problems] == [("equal-ids", 9)]


FROZEN_KINDS = [
    # kind, deck id, article slug, question id -> key, GUID
    ("cloze", "", "backend", "what-is-rest", "backend/what-is-rest=cloze", "x->9SzogBC"),
    ("cloze", "acme", "backend", "what-is-rest", "acme/backend/what-is-rest=cloze", "vAn-ir!9t("),
    ("cloze", "acme", "backend", "other/rest", "other/rest=cloze", "OVbD^AvAy_"),
    ("cloze", "", "js", "什么是闭包", "js/什么是闭包=cloze", "C6><qX_3v)"),
    ("both-ways", "", "backend", "what-is-rest", "backend/what-is-rest=both-ways", "yVlhSH,{ej"),
    ("both-ways", "acme", "backend", "other/rest", "other/rest=both-ways", "k5)ITy}L:7"),
    ("typed", "", "backend", "what-is-rest", "backend/what-is-rest=typed", "JOI%&V4Uey"),
    ("typed", "acme", "backend", "other/rest", "other/rest=typed", "tBlq94b}fg"),
    ("question", "acme", "backend", "what-is-rest", "acme/backend/what-is-rest", "ILTEu%-j7k"),
]


@pytest.mark.parametrize(("kind", "deck_id", "slug", "id_", "key", "guid"), FROZEN_KINDS)
def test_the_frozen_table_of_kinds_stands(kind: str, deck_id: str, slug: str, id_: str, key: str, guid: str) -> None:
    made = note_key(deck_id, slug, id_, kind)
    assert (made, note_guid(made)) == (key, guid)
    assert split_kind(made) == (note_key(deck_id, slug, id_), kind)


FROZEN_NOTETYPES = [
    # id, name, Anki's type, id of the first field, templates
    (1732356000421, "mkdeck Question", 0, 7316640105021731001, [(7316640105021732001, "Question")]),
    (1732356104913, "mkdeck Cloze", 1, 7316640105021741001, [(7316640105021742001, "Cloze")]),
    (
        1732356218057,
        "mkdeck Question Both Ways",
        0,
        7316640105021751001,
        [(7316640105021752001, "Question"), (7316640105021752002, "Answer")],
    ),
    (1732356327749, "mkdeck Typed", 0, 7316640105021761001, [(7316640105021762001, "Typed")]),
]


def test_the_frozen_notetypes_stand(tmp_path: Path) -> None:
    """Another field or template makes Anki copy the notetype, and never update a learner's note again."""
    asked = "### What is it?\n\nIt\n\n"
    text = "".join(f"## {kind}\n<!-- kind: {kind} -->\n\n{asked}" for kind in KINDS if kind != CLOZE)
    write_apkg(load(write(tmp_path, "x.md", f"# X\n\n{{{{c1::It}}}} is it.\n\n{text}")).deck, tmp_path / "x.apkg")
    with zipfile.ZipFile(tmp_path / "x.apkg") as package, closing(sqlite3.connect(":memory:")) as collection:
        collection.deserialize(package.read("collection.anki2"))
        (models,) = collection.execute("SELECT models FROM col").fetchone()
    written = [
        (
            int(model["id"]),
            model["name"],
            model["type"],
            model["flds"][0]["id"],
            [(template["id"], template["name"]) for template in model["tmpls"]],
        )
        for model in json.loads(models).values()
    ]
    assert written == FROZEN_NOTETYPES
    for model in json.loads(models).values():
        first = model["flds"][0]["id"]
        names = ["Question", "Answer", "Extra", "Section", "Source", "Key"]
        assert [(f["ord"], f["name"], f["id"]) for f in model["flds"]] == [
            (n, name, first + n) for n, name in enumerate(names)
        ]
