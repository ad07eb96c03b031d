"""A learner's life, played in real Anki: what every release costs and brings."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from articles import write

pytest.importorskip("anki", reason="needs the package anki, whose wheel needs glibc 2.35 or newer")

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

WEEK = 7 * 24 * 3600
FIRST = 1_700_000_000
"""In the past, so that what the learner does is later, as in life."""

HTTP = """---
title: HTTP
tags: [web]
---
## Methods

### 1. What does GET do?

It reads a resource and changes nothing on the server.

### 2. What does PUT do?

It replaces the resource at the URL with the body of the request.

### 3. Why is PUT idempotent?

Sending the same body twice leaves the same resource as sending it once.

### 4. Explain POST

The resource decides what the body means; often it makes a new one.

## Codes

### 5. When does a server answer 304?

The client's cached copy is still good, so no body is sent.

### 6. What does 418 mean?

A joke of 1998: the server is a teapot.

### 7. What does HEAD do?

It asks for what GET would send, without the body.
"""
SQL = """---
title: SQL
---
## Joins

### What is an inner join?

Only rows that have a partner in both tables.
"""


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def release(folder: Path, number: int, *options: str, package: str = "web.apkg") -> Path:
    """Build the articles of a folder as week ``number``'s release, over the last one, and keep a copy."""
    sources = sorted(path.name for path in folder.glob("*.md"))
    command = [sys.executable, "-m", "mkdeck", *sources, "-o", package, *options]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(FIRST + number * WEEK)}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    copy = folder / f"release-{number}.apkg"
    copy.write_bytes((folder / package).read_bytes())
    return copy


def take_in(collection: Collection, package: Path) -> tuple[int, int]:
    """Import with the dialog's defaults; return how many notes Anki calls new, and how many updated."""
    request = ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())
    log = collection.import_anki_package(request).log
    assert (len(log.conflicting), len(log.first_field_match), len(log.missing_notetype)) == (0, 0, 0)
    return len(log.new), len(log.updated)


def note(collection: Collection, key: str) -> Any:
    (id_,) = collection.find_notes(f'"Key:{key}"')
    return collection.get_note(id_)


def card(collection: Collection, key: str) -> Any:
    (found,) = note(collection, key).cards()
    return found


def answer(collection: Collection, key: str) -> None:
    studied = card(collection, key)
    studied.start_timer()
    collection.sched.answerCard(studied, 3)


def schedule(collection: Collection, key: str) -> tuple[Any, ...]:
    """Return all that is the learner's own about a card."""
    c = card(collection, key)
    reviews = collection.db.list("SELECT id FROM revlog WHERE cid = ?", c.id)  # type: ignore[union-attr]  # open
    return c.id, c.did, c.due, c.ivl, c.queue, c.type, c.flags, c.reps, tuple(reviews)


def tag(collection: Collection, key: str, *tags: str) -> None:
    collection.tags.bulk_add([note(collection, key).id], " ".join(tags))


def edit(collection: Collection, key: str, field: str, text: str) -> None:
    own = note(collection, key)
    own[field] = text
    collection.update_note(own)


def test_a_release_with_every_kind_of_change_costs_nothing_and_brings_all(
    collection: Collection, tmp_path: Path
) -> None:
    write(tmp_path, "http.md", HTTP)
    write(tmp_path, "sql.md", SQL)
    assert take_in(collection, release(tmp_path, 1)) == (8, 0)
    keys = [f"http/{id_}" for id_ in ("what-does-get-do", "what-does-put-do", "why-is-put-idempotent", "explain-post")]
    get, put, idempotent, post = keys
    cached, teapot, join = "http/when-does-a-server-answer-304", "http/what-does-418-mean", "sql/what-is-an-inner-join"
    head = "http/what-does-head-do"

    # The learner's life with it.
    for key in (get, put, post, head, join):
        answer(collection, key)
    collection.sched.suspend_cards([card(collection, idempotent).id])
    collection.set_user_flag_for_cards(3, [card(collection, cached).id])
    own_deck = collection.decks.id("Mine")
    assert own_deck is not None
    collection.set_deck([card(collection, teapot).id], own_deck)
    tag(collection, get, "marked", "exam")
    tag(collection, join, "mine")
    edit(collection, get, "Extra", "my own note")
    style = collection.models.by_name("mkdeck Question")
    assert style is not None
    style["css"] += "\n.card { font-size: 30px; }"
    collection.models.update_dict(style)
    every = [*keys, cached, teapot, head, join]
    before = {key: schedule(collection, key) for key in every}
    kept_mod = {key: note(collection, key).mod for key in (get, join)}

    # The author's second release: renumbered, one answer edited, one question reworded, one moved to another section,
    # one to another article, one removed, one added, and one that stands twice.
    second = (
        HTTP.replace("1. What does GET do?", "3. What does GET do?")
        .replace("2. What does PUT do?", "4. What is the effect of a PUT request?")
        .replace("leaves the same resource as", "has the same effect as")
        .replace("### 4. Explain POST\n\nThe resource decides what the body means; often it makes a new one.\n\n", "")
        .replace("### 6. What does 418 mean?\n\nA joke of 1998: the server is a teapot.\n\n", "")
        .replace("### 5. When", "### 2. When")
    )
    cached_pair = second[second.index("### 2. When") : second.index("### 7.")]
    second = second.replace(cached_pair, "").replace("## Codes\n", f"{cached_pair}\n## Codes\n")
    second += "\n### 9. What does 404 mean?\n\nThe server has nothing at this URL.\n"
    second += "\n## Again\n\n### 8. What does HEAD do?\n\nIt asks for what GET would send, without the body.\n"
    write(tmp_path, "http.md", second)
    write(tmp_path, "sql.md", SQL)
    write(
        tmp_path, "more.md", "## Explain POST\n\nThe resource decides what the body means; often it makes a new one.\n"
    )
    new, updated = take_in(collection, release(tmp_path, 2))

    # PUT was reworded, idempotent edited, 304 moved to another section, POST lost its section and tags by moving, HEAD got
    # the tag of a second section. GET was renumbered and the join left alone.
    assert (new, updated) == (1, 5)
    assert sorted(note(collection, get).tags) == ["exam", "marked", "methods", "web"]
    assert note(collection, get)["Extra"] == "my own note"
    assert sorted(note(collection, head).tags) == ["again", "codes", "web"]
    assert collection.note_count() == 9
    assert {key: schedule(collection, key) for key in every} == before
    assert note(collection, put)["Question"] == "What is the effect of a PUT request?"
    assert "has the same effect as" in note(collection, idempotent)["Answer"]
    assert note(collection, cached)["Section"] == "Methods"
    assert "teapot" in note(collection, teapot)["Answer"]
    assert note(collection, "http/what-does-404-mean")["Section"] == "Codes"
    assert note(collection, join).tags == ["joins", "mine"]
    assert {key: note(collection, key).mod for key in (get, join)} == kept_mod
    style = collection.models.by_name("mkdeck Question")
    assert style is not None
    assert "font-size: 30px" in style["css"]
    assert collection.fix_integrity()[1]


def test_tags_marks_and_edits_stay_on_notes_that_did_not_change(collection: Collection, tmp_path: Path) -> None:
    write(tmp_path, "http.md", HTTP)
    take_in(collection, release(tmp_path, 1))
    tag(collection, "http/what-does-get-do", "marked", "exam")
    edit(collection, "http/what-does-418-mean", "Extra", "RFC 2324")
    write(tmp_path, "http.md", HTTP.replace("2. What", "9. What").replace("often it makes", "it often makes"))
    assert take_in(collection, release(tmp_path, 2)) == (0, 1)
    assert sorted(note(collection, "http/what-does-get-do").tags) == ["exam", "marked", "methods", "web"]
    assert note(collection, "http/what-does-418-mean")["Extra"] == "RFC 2324"
    assert "it often makes" in note(collection, "http/explain-post")["Answer"]


def test_a_learners_own_tag_on_a_note_that_did_change_is_replaced(collection: Collection, tmp_path: Path) -> None:
    """Anki replaces all tags of a note that it updates: this is what README admits."""
    write(tmp_path, "http.md", HTTP)
    take_in(collection, release(tmp_path, 1))
    # Tagging sets the note's time to today: only a release of a later day can reach it.
    tag(collection, "http/explain-post", "exam")
    write(tmp_path, "http.md", HTTP.replace("often it makes", "it often makes"))
    assert take_in(collection, release(tmp_path, 2)) == (0, 0)
    assert take_in(collection, release(tmp_path, 4000, "--touch"))[1] == 7
    assert note(collection, "http/explain-post").tags == ["methods", "web"]


def test_three_releases_in_a_row_and_a_skipped_one_end_the_same(tmp_path: Path) -> None:
    texts = [
        HTTP,
        HTTP.replace("What does PUT do?", "What is the effect of PUT?"),
        HTTP.replace("What does PUT do?", "What does a PUT request change?").replace("a teapot", "a short teapot"),
    ]
    packages = []
    for number, text in enumerate(texts, start=1):
        write(tmp_path, "http.md", text)
        packages.append(release(tmp_path, number))
    seen = []
    for name, taken in (("all", packages), ("skipping", [packages[0], packages[2]])):
        (tmp_path / name).mkdir()
        collection = Collection(str(tmp_path / name / "collection.anki2"))
        answered = None
        for package in taken:
            new, _ = take_in(collection, package)
            assert new in (7, 0)
            if answered is None:
                answer(collection, "http/what-does-put-do")
                answered = schedule(collection, "http/what-does-put-do")
        assert schedule(collection, "http/what-does-put-do") == answered
        seen.append(sorted((n.guid, n.mod, *n.fields) for n in map(collection.get_note, collection.find_notes(""))))
        collection.close()
    assert seen[0] == seen[1]


NO_CHANGE = [
    pytest.param({"http.md": HTTP}, id="the same articles on another day"),
    pytest.param({"protocol.md": HTTP}, id="a renamed article"),
    pytest.param({"http.md": HTTP.replace("title: HTTP", "title: The web's protocol")}, id="another title"),
    pytest.param({"http.md": HTTP.replace("1. ", "11. ").replace("2. ", "12. ")}, id="other numbers"),
    pytest.param({"http.md": HTTP.replace("\n", "\r\n")}, id="other line ends"),
    pytest.param({"http.md": HTTP, "mkdeck.toml": 'deck = "Web"\n'}, id="a parent deck"),
]


@pytest.mark.parametrize("files", NO_CHANGE)
def test_what_changes_no_note_updates_none(collection: Collection, tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, "http.md", HTTP)
    take_in(collection, release(tmp_path, 1))
    (tmp_path / "http.md").unlink()
    for name, text in files.items():
        write(tmp_path, name, text)
    assert take_in(collection, release(tmp_path, 2)) == (0, 0)
    assert collection.note_count() == 7


def test_unchanged_articles_give_the_same_bytes_on_another_day(tmp_path: Path) -> None:
    write(tmp_path, "http.md", HTTP)
    assert release(tmp_path, 1).read_bytes() == release(tmp_path, 2).read_bytes()


def test_another_rendering_of_the_same_articles_updates_nobody(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer library may write other HTML for the same Markdown; that is no change of the author's."""

    from mkdeck.apkg.read import read_apkg
    from mkdeck.apkg.write import write_apkg
    from mkdeck.article.html import code
    from mkdeck.article.parsing import markdown
    from mkdeck.deck.history import keep_history
    from mkdeck.deck.notetype import make_notetypes
    from mkdeck.load import Wish, load_deck
    from mkdeck.model import Settings

    article = write(tmp_path, "http.md", HTTP.replace("It reads", "```python\nx = 1\n```\n\nIt *reads*"))
    take_in(collection, release(tmp_path, 1))
    monkeypatch.setattr(code, "_write_opening", lambda _: '<span class="other">')
    monkeypatch.setitem(markdown._PARSER.renderer.rules, "paragraph_open", lambda *_: "<p dir='ltr'>")  # type: ignore[attr-defined]  # of its class
    previous, _ = read_apkg(tmp_path / "web.apkg", make_notetypes(0))
    assert previous is not None
    present = load_deck(Wish((str(article),), Settings(), now=FIRST + WEEK)).deck
    assert present.notes[0].fields[1] != previous.notes[0].fields[1]
    write_apkg(keep_history(previous, present, FIRST + WEEK)[0], tmp_path / "next.apkg")
    assert take_in(collection, tmp_path / "next.apkg") == (0, 0)


def test_a_package_without_its_memory_is_compared_by_its_fields(collection: Collection, tmp_path: Path) -> None:
    write(tmp_path, "http.md", HTTP)
    take_in(collection, release(tmp_path, 1))
    with zipfile.ZipFile(tmp_path / "web.apkg") as old, zipfile.ZipFile(tmp_path / "bare.apkg", "w") as bare:
        for name in old.namelist():
            if name != "mkdeck.json":
                bare.writestr(name, old.read(name))
    (tmp_path / "bare.apkg").replace(tmp_path / "web.apkg")
    write(tmp_path, "http.md", HTTP.replace("a teapot", "no teapot").replace("5. ", "15. "))
    assert take_in(collection, release(tmp_path, 2)) == (0, 1)


def test_a_fresh_build_keeps_guids_but_not_times(tmp_path: Path) -> None:
    write(tmp_path, "http.md", HTTP)
    first, second = release(tmp_path, 1), release(tmp_path, 2, "--fresh")
    assert first.read_bytes() != second.read_bytes()
    collection = Collection(str(tmp_path / "collection.anki2"))
    assert (take_in(collection, first), take_in(collection, second)) == ((7, 0), (0, 7))
    collection.close()


def test_a_question_that_one_release_lacks_comes_back_as_it_was(collection: Collection, tmp_path: Path) -> None:
    """A draft, a forgotten source, a change of mind: the release after it costs nothing either."""
    write(tmp_path, "http.md", HTTP)
    write(tmp_path, "sql.md", SQL)
    take_in(collection, release(tmp_path, 1))
    write(tmp_path, "sql.md", SQL.replace("What is an inner join?", "What does an inner join return?"))
    assert take_in(collection, release(tmp_path, 2)) == (0, 1)
    answer(collection, "sql/what-is-an-inner-join")
    before = schedule(collection, "sql/what-is-an-inner-join")
    (tmp_path / "sql.md").rename(tmp_path / "sql.txt")
    assert take_in(collection, release(tmp_path, 3)) == (0, 0)
    (tmp_path / "sql.txt").rename(tmp_path / "sql.md")
    assert take_in(collection, release(tmp_path, 4)) == (0, 0)
    assert schedule(collection, "sql/what-is-an-inner-join") == before
    write(tmp_path, "sql.md", (tmp_path / "sql.md").read_text(encoding="utf-8").replace("a partner", "one partner"))
    assert take_in(collection, release(tmp_path, 5)) == (0, 1)


def test_another_question_under_a_wording_that_was_given_up_is_another_note(
    collection: Collection, tmp_path: Path
) -> None:
    write(tmp_path, "http.md", HTTP)
    take_in(collection, release(tmp_path, 1))
    write(tmp_path, "http.md", HTTP.replace("2. What does PUT do?", "2. What is the effect of PUT?"))
    assert take_in(collection, release(tmp_path, 2)) == (0, 1)
    answer = "It replaces the resource at the URL with the body of the request."
    write(tmp_path, "http.md", HTTP.replace(f"### 2. What does PUT do?\n\n{answer}\n\n", ""))
    assert take_in(collection, release(tmp_path, 3)) == (0, 0)
    write(tmp_path, "http.md", HTTP.replace(answer, "In golf, it moves the ball along the green with a putter."))
    assert take_in(collection, release(tmp_path, 4)) == (1, 0)
    assert "replaces the resource" in note(collection, "http/what-does-put-do")["Answer"]
    assert "golf" in note(collection, "http/what-does-put-do-2")["Answer"]


GERMAN = """---
title: HTTP
tags: [web]
---
## Methoden

### 1. Was macht GET?

Es liest eine Ressource und ändert auf dem Server nichts.

### 2. Was macht PUT?

Es ersetzt die Ressource unter der Adresse durch den Inhalt der Anfrage.

### 3. Warum ist PUT idempotent?

Zweimal dasselbe zu senden hinterlässt dieselbe Ressource wie einmal.
"""


def keys_of(collection: Collection) -> list[str]:
    return sorted(collection.get_note(id_)["Key"] for id_ in collection.find_notes(""))


def test_an_article_that_one_release_translated_is_as_it_was_in_the_next(
    collection: Collection, tmp_path: Path
) -> None:
    write(tmp_path, "http.md", HTTP)
    take_in(collection, release(tmp_path, 1))
    keys = keys_of(collection)
    for key in keys:
        answer(collection, key)
    before = {key: schedule(collection, key) for key in keys}
    write(tmp_path, "http.md", GERMAN)
    new, updated = take_in(collection, release(tmp_path, 2))
    assert new + updated == 3
    write(tmp_path, "http.md", HTTP)
    assert take_in(collection, release(tmp_path, 3)) == (0, updated)
    assert {key: schedule(collection, key) for key in keys} == before
    assert collection.note_count() == 7 + new
    for key in keys:
        assert note(collection, key)["Section"] in ("Methods", "Codes")


def test_a_question_comes_back_under_a_wording_from_before_the_last_with_its_history(
    collection: Collection, tmp_path: Path
) -> None:
    join = "sql/what-is-an-inner-join"
    write(tmp_path, "http.md", HTTP)
    write(tmp_path, "sql.md", SQL)
    take_in(collection, release(tmp_path, 1))
    answer(collection, join)
    before = schedule(collection, join)
    for number, wording in enumerate(("What does an inner join return?", "Which rows has an inner join?"), start=2):
        write(tmp_path, "sql.md", SQL.replace("What is an inner join?", wording))
        assert take_in(collection, release(tmp_path, number)) == (0, 1)
    write(tmp_path, "sql.md", "# SQL\n\n## Views\n\n### What is a view?\n\nA query under a name of its own.\n")
    assert take_in(collection, release(tmp_path, 4)) == (1, 0)
    write(tmp_path, "sql.md", SQL.replace("What is an inner join?", "What does an inner join return?"))
    assert take_in(collection, release(tmp_path, 5)) == (0, 1)
    assert schedule(collection, join) == before
    assert note(collection, join)["Question"] == "What does an inner join return?"


def test_two_decks_made_one_are_the_same_notes_to_who_has_both(collection: Collection, tmp_path: Path) -> None:
    texts = {"http": HTTP, "sql": SQL}
    for name, text in texts.items():
        write(tmp_path, f"{name}/{name}.md", text)
        release(tmp_path / name, 1, package=f"{name}.apkg")
        write(
            tmp_path,
            f"{name}/{name}.md",
            text.replace("What does PUT", "How does PUT").replace("an inner", "the inner"),
        )
        take_in(collection, release(tmp_path / name, 2, package=f"{name}.apkg"))
    answer(collection, "sql/what-is-an-inner-join")
    tag(collection, "http/what-does-put-do", "mine")
    before = schedule(collection, "sql/what-is-an-inner-join")
    (tmp_path / "all").mkdir()
    for name in texts:
        (tmp_path / name / f"{name}.md").rename(tmp_path / "all" / f"{name}.md")
    previous = [f"--previous={tmp_path / name / name}.apkg" for name in texts]
    assert take_in(collection, release(tmp_path / "all", 3, *previous, package="all.apkg")) == (0, 0)
    assert collection.note_count() == 8
    assert schedule(collection, "sql/what-is-an-inner-join") == before
    assert "mine" in note(collection, "http/what-does-put-do").tags
    assert collection.fix_integrity()[1]


def test_an_id_written_after_the_loss_brings_the_old_card_back_and_names_the_copy(
    collection: Collection, tmp_path: Path
) -> None:
    write(tmp_path, "sql.md", SQL)
    take_in(collection, release(tmp_path, 1))
    answer(collection, "sql/what-is-an-inner-join")
    before = schedule(collection, "sql/what-is-an-inner-join")
    lost = "# SQL\n\n## Joins\n\n### Explain NATURAL to a child\n\nColumns of the same name find each other.\n"
    write(tmp_path, "sql.md", lost)
    assert take_in(collection, release(tmp_path, 2)) == (1, 0)
    write(tmp_path, "sql.md", lost.replace("child\n", "child\n<!-- id: what-is-an-inner-join -->\n"))
    assert take_in(collection, release(tmp_path, 3)) == (0, 1)
    assert schedule(collection, "sql/what-is-an-inner-join") == before
    assert "find each other" in note(collection, "sql/what-is-an-inner-join")["Answer"]
    copy = note(collection, "sql/explain-natural-to-a-child")  # which the report names
    collection.remove_notes([copy.id])
    assert take_in(collection, release(tmp_path, 4)) == (0, 0)


def test_a_corrected_heading_costs_no_tag_and_comes_with_the_next_edit(collection: Collection, tmp_path: Path) -> None:
    misspelled = HTTP.replace("## Methods", "## Methodes")
    write(tmp_path, "http.md", misspelled)
    take_in(collection, release(tmp_path, 1))
    get, post = "http/what-does-get-do", "http/explain-post"
    tag(collection, get, "marked", "exam")
    edit(collection, get, "Extra", "my own note")
    write(tmp_path, "http.md", HTTP)
    assert take_in(collection, release(tmp_path, 2)) == (0, 0)
    assert sorted(note(collection, get).tags) == ["exam", "marked", "methodes", "web"]
    assert note(collection, get)["Extra"] == "my own note"
    extended = HTTP.replace("often it makes", "it often makes").replace(
        "## Codes", "### 8. What does PATCH do?\n\nIt changes a part of the resource.\n\n## Codes"
    )
    write(tmp_path, "http.md", extended)
    assert take_in(collection, release(tmp_path, 3)) == (1, 1)
    assert (note(collection, post)["Section"], note(collection, post).tags) == ("Methods", ["methods", "web"])
    assert collection.decks.name(card(collection, post).did) == "HTTP::Methodes"
    assert collection.decks.name(card(collection, "http/what-does-patch-do").did) == "HTTP::Methods"


GO = "# Go\n\n## What is a type?\n\nA set of values, and the methods that belong to them.\n"
JAVA = "# Java\n\n## What is a type?\n\nA class, an interface, or one of eight primitive types.\n"


def test_two_articles_of_one_name_are_two_notes_whichever_came_first(collection: Collection, tmp_path: Path) -> None:
    write(tmp_path, "java/basics.md", JAVA)

    def publish(number: int) -> Path:
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(FIRST + number * WEEK)}
        command = [sys.executable, "-m", "mkdeck", ".", "-o", "types.apkg"]
        subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
        return tmp_path / "types.apkg"

    assert take_in(collection, publish(1)) == (1, 0)
    answer(collection, "basics/what-is-a-type")
    before = schedule(collection, "basics/what-is-a-type")
    write(tmp_path, "go/basics.md", GO)  # which comes first by name
    assert take_in(collection, publish(2)) == (1, 0)
    assert "primitive" in note(collection, "basics/what-is-a-type")["Answer"]
    assert "methods" in note(collection, "go/basics/what-is-a-type")["Answer"]
    assert schedule(collection, "basics/what-is-a-type") == before
    (tmp_path / "java/basics.md").unlink()
    assert take_in(collection, publish(3)) == (0, 0)
    write(tmp_path, "java/basics.md", JAVA)
    assert take_in(collection, publish(4)) == (0, 0)


def test_two_publishers_with_an_id_each_do_not_overwrite_each_other(collection: Collection, tmp_path: Path) -> None:
    for name, text in (("one", JAVA), ("two", GO)):
        write(tmp_path, f"{name}/basics.md", text)
        write(tmp_path, f"{name}/mkdeck.toml", f'id = "{name}"\n')
        assert take_in(collection, release(tmp_path / name, 1)) == (1, 0)
    assert keys_of(collection) == ["one/basics/what-is-a-type", "two/basics/what-is-a-type"]


def test_what_touch_and_fresh_cost_is_what_anki_then_does(collection: Collection, tmp_path: Path) -> None:
    def tell(number: int, option: str) -> dict[str, int]:
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(FIRST + number * WEEK)}
        command = [sys.executable, "-m", "mkdeck", "http.md", "-o", "web.apkg", option, "--dry-run", "--json"]
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
        costs: dict[str, int] = json.loads(done.stdout)["costs"]
        return costs

    write(tmp_path, "http.md", HTTP)
    take_in(collection, release(tmp_path, 1))
    write(tmp_path, "http.md", HTTP.replace("What does PUT do?", "What is the effect of a PUT request?"))
    take_in(collection, release(tmp_path, 2))
    assert tell(3, "--touch") == {"sent_again": 7, "twice": 0, "held": 0}
    assert take_in(collection, release(tmp_path, 3, "--touch")) == (0, 7)
    assert tell(4, "--fresh") == {"sent_again": 6, "twice": 1, "held": 0}
    assert take_in(collection, release(tmp_path, 4, "--fresh")) == (1, 6)


CACHED = """# Browsers

## Pages

### How does a browser cache a page?

It keeps the answer with the time until which it is fresh, and asks the server again when that has passed.
"""


def test_the_line_that_a_doubt_names_keeps_the_learners_card(collection: Collection, tmp_path: Path) -> None:
    write(tmp_path, "web.md", CACHED)
    take_in(collection, release(tmp_path, 1))
    key = "web/how-does-a-browser-cache-a-page"
    answer(collection, key)
    before = schedule(collection, key)
    title = "How does a browser keep pages that it may need again?"
    reworded = CACHED.replace("How does a browser cache a page?", title)
    reworded = reworded.replace(
        "and asks the server again when that has passed", "then asks the server whether it has changed"
    )
    write(tmp_path, "web.md", reworded)
    command = [sys.executable, "-m", "mkdeck", "web.md", "-o", "web.apkg", "--dry-run", "--json"]
    told = json.loads(subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout)
    (line,) = [change["maybe"]["line"] for change in told["changes"]["changes"] if "maybe" in change]
    write(tmp_path, "web.md", reworded.replace(f"{title}\n", f"{title}\n{line}\n"))
    assert take_in(collection, release(tmp_path, 2)) == (0, 1)
    assert schedule(collection, key) == before
    assert note(collection, key)["Question"] == title
    assert take_in(collection, release(tmp_path, 3)) == (0, 0)


def test_a_name_replaced_everywhere_is_new_to_nobody(collection: Collection, tmp_path: Path) -> None:
    subjects = ("state", "portals", "refs", "context", "fragments")
    article = "# Web\n" + "".join(
        f"\n## What are {each} in ReactJS?\n\nThere is much to say of {each} there, number {n}.\n"
        for n, each in enumerate(subjects)
    )
    write(tmp_path, "web.md", article)
    assert take_in(collection, release(tmp_path, 1)) == (5, 0)
    for each in subjects:
        answer(collection, f"web/what-are-{each}-in-reactjs")
    before = [schedule(collection, f"web/what-are-{each}-in-reactjs") for each in subjects]
    write(tmp_path, "web.md", article.replace("ReactJS", "React"))
    assert take_in(collection, release(tmp_path, 2)) == (0, 5)
    assert [schedule(collection, f"web/what-are-{each}-in-reactjs") for each in subjects] == before
    assert collection.note_count() == 5
