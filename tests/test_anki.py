"""The package in real Anki: what a learner gets, and what importing it again does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from articles import NOW, SHARED, build, write

pytest.importorskip("anki", reason="needs the package anki, whose wheel needs glibc 2.35 or newer")

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

ARTICLE = """+++
title = "Databases"
description = "Asked in interviews"

[taxonomies]
tags = ["backend", "system design"]
+++

## Basics

### 1. What is SQL?

A *query* language.

```sql
SELECT 1;
```

### 2. What is an index?

![a tree](tree.png)

## Advanced

### 3. Explain `MVCC` for Vec<String>

Readers see [sound:x] a snapshot; it costs \\\\(1\\\\) and {{c1::nothing}}.
"""


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "tree.png").write_bytes(b"\x89PNG a tree")
    return write(tmp_path, "db.md", ARTICLE)


def take_in(collection: Collection, package: Path) -> Any:
    """Import as nearly everybody does: with the dialog's defaults. Return Anki's own log."""
    request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    return collection.import_anki_package(request).log


def cards_in_order(collection: Collection) -> list[Any]:
    return [collection.get_card(id_) for id_ in collection.find_cards("", order="c.due")]


def test_every_question_becomes_one_note_with_one_card_in_its_sections_deck(
    collection: Collection, tmp_path: Path, article: Path
) -> None:
    log = take_in(collection, build(tmp_path / "x.apkg", article))
    assert (len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)) == (3, 0, 0, 0)
    seen = [(card.note().fields[5], card.due, collection.decks.name(card.did)) for card in cards_in_order(collection)]
    assert seen == [
        ("db/what-is-sql", 1, "Databases::Basics"),
        ("db/what-is-an-index", 2, "Databases::Basics"),
        ("db/explain-mvcc-for-vec-string", 3, "Databases::Advanced"),
    ]


def test_fields_tags_notetype_and_description_arrive(collection: Collection, tmp_path: Path, article: Path) -> None:
    take_in(collection, build(tmp_path / "x.apkg", article))
    note = cards_in_order(collection)[0].note()
    notetype = note.note_type()
    assert notetype is not None
    assert (notetype["name"], list(note.keys())) == (
        "mkdeck Question",
        ["Question", "Answer", "Extra", "Section", "Source", "Key"],
    )
    assert note.fields[0] == "What is SQL?"
    assert note.fields[1].startswith("<p>A <em>query</em> language.</p>")
    assert note.fields[2:5] == ["", "Basics", ""]
    assert sorted(note.tags) == ["backend", "basics", "system-design"]
    deck = collection.decks.by_name("Databases")
    assert deck is not None
    assert deck["desc"] == "Asked in interviews"


def test_check_database_finds_nothing(collection: Collection, tmp_path: Path, article: Path) -> None:
    take_in(collection, build(tmp_path / "x.apkg", article))
    before = collection.db.all("SELECT id, sfld, csum FROM notes ORDER BY id")  # type: ignore[union-attr]  # open
    message, is_fine = collection.fix_integrity()
    assert (is_fine, message) == (True, "Database rebuilt and optimized.")
    assert collection.db.all("SELECT id, sfld, csum FROM notes ORDER BY id") == before  # type: ignore[union-attr]  # open


def test_pictures_arrive_and_none_is_missing(collection: Collection, tmp_path: Path, article: Path) -> None:
    take_in(collection, build(tmp_path / "x.apkg", article))
    assert [p.read_bytes() for p in Path(collection.media.dir()).iterdir()] == [b"\x89PNG a tree"]
    report = collection.media.check()
    assert (list(report.missing), list(report.unused)) == ([], [])


def test_what_anki_would_eat_is_shown_as_written(collection: Collection, tmp_path: Path, article: Path) -> None:
    take_in(collection, build(tmp_path / "x.apkg", article))
    shown = cards_in_order(collection)[2].render_output()
    assert shown.answer_av_tags == []
    assert "Explain <code>MVCC</code> for Vec&lt;String&gt;" in shown.question_text
    assert r"&#91;sound:x] a snapshot; it costs \<span>(</span>1\) and {{c1::nothing}}." in shown.answer_text


def test_a_second_import_of_a_rebuild_adds_and_changes_nothing(
    collection: Collection, tmp_path: Path, article: Path
) -> None:
    take_in(collection, build(tmp_path / "1.apkg", article))
    log = take_in(collection, build(tmp_path / "2.apkg", article))
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 0, 0)
    assert collection.note_count() == 3


def test_an_edited_answer_reaches_its_note_and_no_note_is_added(
    collection: Collection, tmp_path: Path, article: Path
) -> None:
    take_in(collection, build(tmp_path / "1.apkg", article))
    ids = list(collection.find_notes(""))
    write(tmp_path, "db.md", ARTICLE.replace("A *query* language.", "A language for tables."))
    log = take_in(collection, build(tmp_path / "2.apkg", article, now=NOW + 60))
    assert len(log.new) == 0
    assert list(collection.find_notes("")) == ids
    assert cards_in_order(collection)[0].note().fields[1].startswith("<p>A language for tables.</p>")


def test_the_search_for_a_key_finds_its_note(collection: Collection, tmp_path: Path, article: Path) -> None:
    take_in(collection, build(tmp_path / "x.apkg", article))
    assert len(collection.find_notes('"Key:db/what-is-an-index"')) == 1


def test_a_sections_empty_field_leaves_no_trace_on_the_card(collection: Collection, tmp_path: Path) -> None:
    take_in(collection, build(tmp_path / "x.apkg", write(tmp_path, "x.md", "## What is X?\n\nx\n")))
    shown = cards_in_order(collection)[0].render_output()
    assert 'class="section"' not in shown.question_text
    assert 'class="extra"' not in shown.answer_text
    assert 'class="source"' not in shown.answer_text


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the articles of other people in ../shared")
def test_the_article_that_the_project_exists_for_is_a_deck_of_seven(collection: Collection, tmp_path: Path) -> None:
    log = take_in(collection, build(tmp_path / "x.apkg", SHARED / "seed" / "backend.md"))
    assert len(log.new) == 7
    decks = {collection.decks.name(card.did) for card in cards_in_order(collection)}
    assert decks == {"50 Popular Backend Developer Interview Questions and Answers::Beginner Level"}
    assert sorted(cards_in_order(collection)[0].note().tags) == ["backend", "beginner-level", "documentation"]
