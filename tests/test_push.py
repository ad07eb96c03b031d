"""A built deck handed to a running Anki: real Anki, behind a stand-in for the add-on AnkiConnect."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ankiconnect import Action, AddOn, act_on, open_add_on
from commands import Outcome, call, write_files

from mkdeck.ankiconnect import parse_address

TREES = "# Trees\n\n## What is a tree?\n\nA graph without circles.\n\n## What is a leaf?\n\nA node without children.\n"
ROOT = "\n## What is a root?\n\nThe first node, above all of the others.\n"
RESTING = "tag:mkdeck::removed is:suspended"


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    """What a real Anki has open."""
    pytest.importorskip("anki", reason="needs the package anki, whose wheel needs glibc 2.35 or newer")
    from anki.collection import Collection

    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def add_on(collection: Any) -> Iterator[AddOn]:
    """The add-on of that Anki."""
    with open_add_on(act_on(collection)) as opened:
        yield opened


@pytest.fixture
def canned() -> Iterator[AddOn]:
    """An add-on before an empty collection that takes every package."""
    actions: dict[str, Action] = {"version": lambda: 6, "findNotes": lambda query: [], "notesInfo": lambda notes: []}
    with open_add_on(actions | {"importPackage": lambda path: True}) as opened:
        yield opened


def release(folder: Path, text: str, time: int = 1_700_000_000) -> None:
    """Build ``web.apkg`` over the last release."""
    write_files(folder, {"trees.md": text})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(time))
        assert call(folder, "trees.md", "-o", "web.apkg").code == 0


def push(folder: Path, add_on: AddOn, *options: str) -> Outcome:
    return call(folder, "push", "web.apkg", "--anki", add_on.address, *options)


def find(add_on: AddOn, search: str) -> Any:
    return add_on.actions["findNotes"](search)


# --- with real Anki


def test_a_package_arrives_and_what_is_new_is_counted(tmp_path: Path, add_on: AddOn) -> None:
    release(tmp_path, TREES)
    pushed = push(tmp_path, add_on)
    assert (pushed.code, pushed.err) == (0, "")
    assert pushed.out == "web.apkg  2 notes handed to Anki, 2 of them new\n"
    release(tmp_path, TREES + ROOT, 1_700_100_000)
    assert push(tmp_path, add_on).out == "web.apkg  3 notes handed to Anki, 1 of them new\n"
    assert len(find(add_on, "deck:Trees")) == 3


def test_a_learner_keeps_schedule_tags_and_options_over_a_push(tmp_path: Path, add_on: AddOn, collection: Any) -> None:
    from test_learner import answer, note, schedule, tag

    release(tmp_path, TREES)
    push(tmp_path, add_on)
    answer(collection, "trees/what-is-a-leaf")
    tag(collection, "trees/what-is-a-tree", "exam", "marked")
    options = collection.decks.get_config(1)
    options["new"]["perDay"] = 77
    collection.decks.update_config(options)
    before = schedule(collection, "trees/what-is-a-leaf")
    release(tmp_path, TREES.replace("without children", "without any child"), 1_700_100_000)
    push(tmp_path, add_on)
    assert note(collection, "trees/what-is-a-leaf")["Answer"] == "<p>A node without any child.</p>"
    assert schedule(collection, "trees/what-is-a-leaf") == before
    assert sorted(note(collection, "trees/what-is-a-tree").tags) == ["exam", "marked"]
    assert collection.decks.get_config(1)["new"]["perDay"] == 77


def test_what_the_deck_has_no_more_is_listed_and_stays_as_it_is(tmp_path: Path, add_on: AddOn) -> None:
    release(tmp_path, TREES)
    push(tmp_path, add_on)
    release(tmp_path, TREES.partition("\n## What is a leaf?")[0], 1_700_100_000)
    for _ in range(2):
        assert push(tmp_path, add_on).out == (
            "web.apkg  1 note handed to Anki, 0 of them new\n"
            '  removed: What is a leaf?  (in Anki: "Key:trees/what-is-a-leaf")\n'
            "  1 question that the deck has no more is still learnt; --suspend-removed lets them rest\n"
        )
    assert find(add_on, "tag:mkdeck* OR is:suspended") == []


def test_it_is_suspended_and_tagged_where_that_is_asked_for_and_wakes_when_it_comes_back(
    tmp_path: Path, add_on: AddOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdeck.pushing._AT_ONCE", 1)  # so that there is more than is asked for at once
    monkeypatch.setattr("mkdeck.ankiconnect._TOGETHER", 1)
    release(tmp_path, TREES + ROOT)
    push(tmp_path, add_on)
    write_files(tmp_path, {"own.md": "# Own\n\n## What is a leaf?\n\nMine.\n"})
    assert call(tmp_path, "own.md", "-o", "own.apkg").code == 0  # another deck, with a question of that name
    assert call(tmp_path, "push", "own.apkg", "--anki", add_on.address).code == 0

    release(tmp_path, TREES.partition("\n## What is a leaf?")[0], 1_700_100_000)
    told = push(tmp_path, add_on, "--suspend-removed").out
    assert "2 questions that the deck has no more are suspended and tagged mkdeck::removed\n" in told
    assert len(find(add_on, f"{RESTING} (Key:trees/what-is-a-leaf OR Key:trees/what-is-a-root)")) == 2
    assert len(find(add_on, "is:suspended OR tag:mkdeck*")) == 2
    assert len(find(add_on, "deck:*")) == 4
    assert "removed" not in push(tmp_path, add_on).out

    release(tmp_path, TREES, 1_700_200_000)
    assert "1 question came back and is learnt again" in push(tmp_path, add_on).out
    assert find(add_on, "is:suspended OR tag:mkdeck*") == find(add_on, f"{RESTING} Key:trees/what-is-a-root") != []


def test_a_question_that_is_another_now_by_the_case_of_its_id_alone_is_not_taken_for_it(
    tmp_path: Path, add_on: AddOn
) -> None:
    release(tmp_path, TREES.replace("a leaf?", "a leaf? {#Leaf}"))
    push(tmp_path, add_on)
    release(
        tmp_path,
        TREES.partition("\n## What is a leaf?")[0] + "\n## Who sat in one? {#leaf}\n\nMerlin.\n",
        1_700_100_000,
    )
    assert "  removed: What is a leaf?  " in push(tmp_path, add_on, "--suspend-removed").out
    assert len(find(add_on, RESTING)) == 1


def test_no_push_deletes_anything(tmp_path: Path, add_on: AddOn) -> None:
    release(tmp_path, TREES)
    push(tmp_path, add_on)
    release(tmp_path, "# Trees\n" + ROOT, 1_700_100_000)
    push(tmp_path, add_on, "--suspend-removed")
    assert len(find(add_on, "deck:*")) == 3
    known = {"version", "findNotes", "importPackage", "notesInfo", "suspend", "addTags"}
    assert set(add_on.names) == known


# --- the way there


def test_anki_gets_the_whole_path_since_its_current_folder_is_another(tmp_path: Path, canned: AddOn) -> None:
    release(tmp_path, TREES)
    push(tmp_path, canned)
    assert dict(canned.asked)["importPackage"] == {"path": str((tmp_path / "web.apkg").resolve())}


def test_the_key_comes_from_the_environment_or_an_option_and_is_never_shown(
    tmp_path: Path, canned: AddOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(tmp_path, TREES)
    canned.key = "s3cret"
    without = push(tmp_path, canned)
    assert without.told.startswith("web.apkg:1: anki-key: this AnkiConnect wants a key\n")
    wrong = push(tmp_path, canned, "--api-key", "wr0ng")
    assert wrong.told.startswith("web.apkg:1: anki-key: the key of AnkiConnect is another one\n")
    assert "wr0ng" not in wrong.err
    assert "importPackage" not in canned.names
    monkeypatch.setenv("ANKICONNECT_API_KEY", "s3cret")
    assert push(tmp_path, canned).code == 0
    monkeypatch.delenv("ANKICONNECT_API_KEY")
    assert push(tmp_path, canned, "--api-key", "s3cret").code == 0


def test_where_nobody_listens_the_add_on_is_named(tmp_path: Path) -> None:
    release(tmp_path, TREES)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        pushed = call(tmp_path, "push", "web.apkg", "--anki", address)
    assert (pushed.code, pushed.out) == (1, "")
    assert pushed.told.startswith(f"web.apkg:1: no-anki: no Anki answers at {address}: ")
    assert "start Anki with the add-on AnkiConnect (2055492159)" in pushed.err


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>A router</html>", id="a page"),
        pytest.param(b"6", id="the protocol of version 4"),
        pytest.param(b'{"result": "6", "error": null}', id="a version that is no number"),
        pytest.param(b'{"result": 6, "error": null, "more": 1}', id="more than that"),
        pytest.param(b"[" * 100_000, id="lists in lists"),
    ],
)
def test_another_program_at_that_port_is_not_taken_for_anki(tmp_path: Path, canned: AddOn, raw: bytes) -> None:
    release(tmp_path, TREES)
    canned.raw = raw
    pushed = push(tmp_path, canned)
    assert (pushed.code, pushed.out) == (1, "")
    assert f"no-anki: what answers at {canned.address} is not AnkiConnect" in pushed.err


def test_more_than_an_answer_may_be_is_no_answer(
    tmp_path: Path, canned: AddOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(tmp_path, TREES)
    monkeypatch.setattr("mkdeck.ankiconnect._MOST", len(b'{"result": 6, "error": null}') - 1)
    assert "is not AnkiConnect" in push(tmp_path, canned).err


def test_an_anki_that_is_silent_is_not_waited_for_without_end(
    tmp_path: Path, canned: AddOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(tmp_path, TREES)
    over = threading.Event()
    canned.actions["version"] = over.wait
    monkeypatch.setattr("mkdeck.ankiconnect._ANSWERING", 0.05)
    pushed = push(tmp_path, canned)
    over.set()
    assert f"no-anki: no answer from Anki at {canned.address}\n" in pushed.err
    assert "look at Anki's window" in pushed.err


@pytest.mark.parametrize(
    ("action", "answer", "said"),
    [
        ("version", 5, "no-anki: the AnkiConnect at ADDRESS is of version 5, not 6"),
        ("importPackage", False, "anki-refused: it is refused by Anki: the package was not imported"),
        ("importPackage", None, "no-anki: what answers at ADDRESS is not AnkiConnect"),
        ("findNotes", ["1"], "no-anki: what answers at ADDRESS is not AnkiConnect"),
        ("findNotes", {"1": 1}, "no-anki: what answers at ADDRESS is not AnkiConnect"),
        ("notesInfo", [{"noteId": 1}], "no-anki: what answers at ADDRESS is not AnkiConnect"),
        ("notesInfo", [{"noteId": 1, "fields": [], "cards": []}], "no-anki: what answers at ADDRESS is not"),
    ],
)
def test_an_answer_of_another_form_ends_the_push(
    tmp_path: Path, canned: AddOn, action: str, answer: object, said: str
) -> None:
    release(tmp_path, TREES)
    canned.actions |= {"findNotes": lambda query: [1], action: lambda **parameters: answer}
    pushed = push(tmp_path, canned)
    assert (pushed.code, pushed.out) == (1, "")
    assert said.replace("ADDRESS", canned.address) in pushed.err


def test_what_anki_says_against_it_is_told_in_one_line(tmp_path: Path, canned: AddOn) -> None:
    def refuse(query: str) -> None:
        raise ValueError("collection is not\x1b[31m\n  available")

    release(tmp_path, TREES)
    canned.actions["findNotes"] = refuse
    pushed = push(tmp_path, canned)
    assert pushed.code == 1
    first, hint, _ = pushed.told.splitlines()
    assert first == "web.apkg:1: anki-refused: it is refused by Anki: collection is not\\x1b[31m available"
    assert "open a profile in Anki" in hint


def test_a_package_that_mkdeck_did_not_make_is_handed_to_nobody(tmp_path: Path, canned: AddOn) -> None:
    write_files(tmp_path, {"web.apkg": b"PK"})
    assert push(tmp_path, canned).code == 1
    assert call(tmp_path, "push", "no.apkg", "--anki", canned.address).code == 2
    assert canned.asked == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8765", ("127.0.0.1", 8765)),
        ("desk.local", ("desk.local", 8765)),
        ("[::1]:1", ("::1", 1)),
        ("[::1]", ("::1", 8765)),
        ("::1", None),
        ("http://127.0.0.1", None),
        ("a/b", None),
        ("a:0", None),
        ("a:65536", None),
        ("", None),
        ("a@b", None),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, address: tuple[str, int] | None) -> None:
    assert parse_address(text) == address


def test_an_address_of_another_form_is_wrong_usage(tmp_path: Path) -> None:
    told = call(tmp_path, "push", "web.apkg", "--anki", "http://localhost")
    assert (told.code, "'http://localhost' is not of the form HOST or HOST:PORT" in told.err) == (2, True)
