"""Which packages a build remembers, and what it costs to forget: several of them, folders, ``--touch`` and ``--fresh``."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from articles import write
from commands import Outcome, call

import mkdeck
from mkdeck.apkg.read import read_apkg
from mkdeck.cli.console import NO_ID
from mkdeck.deck.merging import merge_decks
from mkdeck.deck.notetype import make_notetype, make_notetypes
from mkdeck.deck.returning import remember_note
from mkdeck.deck.sketch import trace_wording
from mkdeck.model import Deck, Note, Trace

FIRST = 1_700_000_000
INDEX = "## What is an index?\n\nA sorted copy of some columns that points to the rows of a table.\n\n"
VIEW = "## What is a view?\n\nA stored query that can be read from as if it were a table.\n\n"
QUEUE = "## What is a queue?\n\nA line of messages that wait for somebody to handle them.\n\n"
TREE = "## What is a tree?\n\nA graph in which one path, and no other, leads from each node to any other.\n\n"


def build(folder: Path, package: str, *options: str, number: int = 0, **files: str) -> Outcome:
    """Write articles, build a package of just these, and take them away again."""
    for name, text in files.items():
        write(folder, f"{name}.md", text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(FIRST + number))
        done = call(folder, *(f"{name}.md" for name in files), "-o", package, *options)
    for name in files:
        (folder / f"{name}.md").unlink()
    return done


def read(package: Path) -> Deck:
    deck, problems = read_apkg(package, make_notetypes(0))
    assert deck is not None
    assert problems == []
    return deck


def by_question(package: Path) -> dict[str, Note]:
    return {note.fields[0]: note for note in read(package).notes}


def lost(folder: Path) -> None:
    """Build two decks whose questions have been reworded, so that none keeps its history without the package."""
    build(folder, "sql.apkg", sql=INDEX)
    build(folder, "sql.apkg", number=1, sql=INDEX.replace("What is", "Explain in one sentence"))
    build(folder, "mq.apkg", mq=QUEUE)
    build(folder, "mq.apkg", number=1, mq=QUEUE.replace("What is", "Explain in one sentence"))


# --- several packages


@pytest.mark.parametrize("options", [("--previous", "sql.apkg", "--previous", "mq.apkg"), ("--previous", "old")])
def test_two_decks_made_one_keep_both_histories(tmp_path: Path, options: tuple[str, ...]) -> None:
    lost(tmp_path)
    before = by_question(tmp_path / "sql.apkg") | by_question(tmp_path / "mq.apkg")
    (tmp_path / "old").mkdir()
    if "old" in options:
        for name in ("sql.apkg", "mq.apkg"):
            (tmp_path / name).rename(tmp_path / "old" / name)
    sql, mq = (text.replace("What is", "Explain in one sentence") for text in (INDEX, QUEUE))
    done = build(tmp_path, "all.apkg", *options, number=2, sql=sql, mq=mq)
    assert "2 notes in 2 decks: 2 unchanged" in done.out
    after = by_question(tmp_path / "all.apkg")
    assert {q: (n.guid, n.key, n.mod) for q, n in after.items()} == {
        q: (n.guid, n.key, n.mod) for q, n in before.items()
    }
    assert len({note.id for note in after.values()}) == 2


def test_the_order_of_packages_is_no_matter(tmp_path: Path) -> None:
    lost(tmp_path)
    made = []
    for n, names in enumerate((("sql.apkg", "mq.apkg"), ("mq.apkg", "sql.apkg"))):
        options = [option for name in names for option in ("--previous", name)]
        build(tmp_path, f"{n}.apkg", *options, number=2, sql=INDEX.replace("rows", "lines"), mq=QUEUE)
        made.append([(note.guid, note.mod) for note in read(tmp_path / f"{n}.apkg").notes])
    assert made[0] == made[1]


def test_of_releases_of_one_deck_the_newest_counts_and_all_are_remembered(tmp_path: Path) -> None:
    build(tmp_path, "1.apkg", sql=INDEX + VIEW)
    build(tmp_path, "2.apkg", "--previous", "1.apkg", number=1, sql=INDEX.replace("rows", "lines"))
    build(tmp_path, "fresh.apkg", "--fresh", number=2, sql=TREE)
    for options in (("1.apkg", "2.apkg", "fresh.apkg"), ("fresh.apkg", "2.apkg", "1.apkg")):
        named = [option for name in options for option in ("--previous", name)]
        done = build(tmp_path, "3.apkg", *named, number=3, sql=INDEX.replace("rows", "lines") + VIEW + TREE)
        assert "3 notes in 1 deck: 3 unchanged" in done.out
        after = by_question(tmp_path / "3.apkg")
        assert after["What is an index?"].mod == FIRST + 1
        assert after["What is a view?"].mod == FIRST
        assert after["What is a tree?"].mod == FIRST + 2


def test_what_a_newer_release_removed_is_sent_when_its_older_text_comes_back(tmp_path: Path) -> None:
    """Whoever has the newer text would else keep it."""
    build(tmp_path, "1.apkg", sql=INDEX + VIEW)
    build(tmp_path, "2.apkg", "--previous", "1.apkg", number=1, sql=INDEX.replace("rows", "lines") + VIEW)
    build(tmp_path, "3.apkg", "--previous", "2.apkg", number=2, sql=VIEW)
    build(tmp_path, "4.apkg", "--previous", "1.apkg", "--previous", "3.apkg", number=3, sql=INDEX + VIEW)
    assert by_question(tmp_path / "4.apkg")["What is an index?"].mod == FIRST + 3


def test_two_publishers_notes_of_one_key_are_both_remembered(tmp_path: Path) -> None:
    """The second deck has it in place of another question, so that the GUIDs differ."""
    build(tmp_path, "one.apkg", sql=INDEX)
    shares = VIEW.replace("A stored", "How many points the prices of shares have risen since yesterday: a stored")
    build(tmp_path, "two.apkg", sql=shares.replace("What is a view", "Which number do the papers print"))
    build(tmp_path, "two.apkg", number=1, sql=shares.replace("What is a view", "What is an index"))
    one, two = read(tmp_path / "one.apkg").notes[0], read(tmp_path / "two.apkg").notes[0]
    assert (one.present, one.guid != two.guid) == (two.present, True)
    build(tmp_path, "all.apkg", "--previous", "one.apkg", "--previous", "two.apkg", number=2, sql=INDEX + shares)
    after = read(tmp_path / "all.apkg")
    assert {note.guid for note in after.notes} == {one.guid, two.guid}


def deck(*notes: Note) -> Deck:
    return Deck(notes, (make_notetype(FIRST),), (), ())


def note(guid: str, present: str, mod: int, former: tuple[Trace, ...] = ()) -> Note:
    fields = (f"What is {guid}?", f"<p>The answer of {guid}.</p>", "", "", "", guid)
    return Note(7, guid, guid, present, "", fields, (), "D", mod, former)


def test_of_two_notes_under_one_present_key_the_later_one_keeps_it() -> None:
    for decks in (
        [deck(note("a", "x", 1)), deck(note("b", "x", 2))],
        [deck(note("b", "x", 2)), deck(note("a", "x", 1))],
    ):
        merged = merge_decks(decks)
        assert ([each.guid for each in merged.notes], [each.guid for each in merged.removed]) == (["b"], ["a"])
        assert merged.notes[0].id != merged.removed[0].id
    tie = merge_decks([deck(note("b", "x", 1)), deck(note("a", "x", 1))])
    assert [each.guid for each in tie.notes] == ["b"]


def test_of_notes_with_one_id_the_first_keeps_it_and_the_others_get_free_ones() -> None:
    merged = merge_decks([deck(note(name, name, 1)) for name in "abc"])
    assert [(each.guid, each.id) for each in merged.notes] == [("a", 7), ("b", 8), ("c", 9)]


def test_the_wordings_that_a_note_had_in_any_package_are_remembered() -> None:
    one, two = Trace("aaaaaaaa", "bbbbbbbb"), Trace("cccccccc", "dddddddd")
    for decks in (
        [deck(note("g", "x", 1, (one,))), deck(note("g", "y", 2, (two,)))],
        [deck(note("g", "y", 2, (two,))), deck(note("g", "x", 1, (one,)))],
    ):
        (merged,) = merge_decks(decks).notes
        assert (merged.present, merged.former) == ("y", (one, trace_wording("x", merged), two))


def test_of_two_copies_that_changed_together_the_first_counts() -> None:
    first, second = note("g", "x", 1), replace(note("g", "x", 1), tags=("other",))
    assert merge_decks([deck(first), deck(second)]).notes[0].tags == ()
    assert merge_decks([deck(second), deck(first)]).notes[0].tags == ("other",)


def test_a_note_is_remembered_as_such_where_another_package_remembers_its_removal() -> None:
    gone = replace(deck(), removed=(remember_note(note("g", "x", 1)),))
    for decks in ([gone, deck(note("g", "x", 1))], [deck(note("g", "x", 1)), gone]):
        assert [each.guid for each in merge_decks(decks).notes] == ["g"]


def test_pin_remembers_several_packages(tmp_path: Path) -> None:
    lost(tmp_path)
    write(tmp_path, "sql.md", INDEX.replace("What is", "Explain in one sentence"))
    write(tmp_path, "mq.md", QUEUE.replace("What is", "Explain in one sentence"))
    done = call(tmp_path, "pin", "sql.md", "mq.md", "--previous", "sql.apkg", "--previous", "mq.apkg")
    assert done.code == 0, done.told
    assert "<!-- id: what-is-an-index -->" in (tmp_path / "sql.md").read_text(encoding="utf-8")
    assert "<!-- id: what-is-a-queue -->" in (tmp_path / "mq.md").read_text(encoding="utf-8")


def test_from_python_several_packages_are_a_list(tmp_path: Path) -> None:
    lost(tmp_path)
    write(tmp_path, "sql.md", INDEX)
    result = mkdeck.build("sql.md", "all.apkg", previous=["sql.apkg", "mq.apkg"], now=FIRST + 5)
    assert result.changes is not None
    assert (result.changes["reworded"], result.changes["removed"]) == (1, 1)


def test_one_unreadable_package_among_several_stops_the_build(tmp_path: Path) -> None:
    lost(tmp_path)
    (tmp_path / "bad.apkg").write_bytes(b"PK")
    done = build(tmp_path, "all.apkg", "--previous", "sql.apkg", "--previous", "bad.apkg", sql=INDEX)
    assert (done.code, (tmp_path / "all.apkg").exists()) == (1, False)
    assert "bad.apkg:1: unreadable-previous: " in done.told


def test_a_folder_without_a_package_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    done = build(tmp_path, "all.apkg", "--previous", "old", sql=INDEX)
    assert done.code == 2
    assert "old:1: unreadable-previous: there is no package in 'old'" in done.told


def test_a_history_that_only_the_replaced_package_has_is_not_lost_in_silence(tmp_path: Path) -> None:
    build(tmp_path, "1.apkg", sql=INDEX)
    build(tmp_path, "all.apkg", "--previous", "1.apkg", sql=INDEX + VIEW)
    said = build(tmp_path, "all.apkg", "--previous", "1.apkg", sql=INDEX + VIEW).told
    assert "all.apkg:1: forgotten-notes: 'all.apkg' has 1 note that no package named by --previous knows" in said
    assert "forgotten-notes" not in build(tmp_path, "1.apkg", "--previous", "all.apkg", sql=INDEX).told


# --- an id written after the loss


def test_the_report_says_who_has_a_rejoined_question_twice(tmp_path: Path) -> None:
    lost_text = "## Why are searches fast?\n\nBecause someone has thought of them in time.\n"
    build(tmp_path, "sql.apkg", sql=INDEX)
    build(tmp_path, "sql.apkg", number=1, sql=lost_text)
    done = build(tmp_path, "sql.apkg", number=2, sql=lost_text.replace("fast?", "fast?\n<!-- id: what-is-an-index -->"))
    assert done.code == 0
    assert "sql.md:1: history-rejoined: question 'Why are searches fast?' has the history of its id again" in done.told
    assert 'in Anki: "Key:sql/why-are-searches-fast"' in done.told
    assert read(tmp_path / "sql.apkg").notes[0].key == "sql/what-is-an-index"


def test_the_summary_says_how_many_come_back_with_their_history(tmp_path: Path) -> None:
    build(tmp_path, "sql.apkg", sql=INDEX + VIEW)
    build(tmp_path, "sql.apkg", number=1, sql=VIEW)
    done = build(tmp_path, "sql.apkg", "--dry-run", number=2, sql=INDEX + VIEW + TREE)
    assert "3 notes in 1 deck: 2 added, 1 unchanged" in done.out
    assert "  1 of the added is back, with the history from before\n" in done.out
    told = json.loads(build(tmp_path, "sql.apkg", "--json", number=2, sql=INDEX + VIEW + TREE).out)["changes"]
    assert [change.get("reason") for change in told["changes"]] == [
        "the same question and answer as in an earlier release",
        None,
    ]


# --- costs


def test_touch_says_how_many_notes_are_sent_again(tmp_path: Path) -> None:
    build(tmp_path, "sql.apkg", sql=INDEX + VIEW)
    for more in ([], ["--dry-run"]):
        done = build(tmp_path, "sql.apkg", "--touch", *more, number=1, sql=INDEX + VIEW)
        assert "2 unchanged" in done.out
        assert "  2 sent again to every learner (tags and edits on them are replaced)\n" in done.out
    told = json.loads(build(tmp_path, "sql.apkg", "--touch", "--json", number=2, sql=INDEX + VIEW + TREE).out)
    assert told["costs"] == {"sent_again": 2, "twice": 0, "held": 0}
    again = build(tmp_path, "sql.apkg", number=3, sql=INDEX + VIEW + TREE)
    assert "sent again" not in again.out


def test_an_edited_note_is_sent_but_not_again(tmp_path: Path) -> None:
    build(tmp_path, "sql.apkg", sql=INDEX + VIEW)
    done = build(tmp_path, "sql.apkg", "--touch", number=1, sql=INDEX.replace("rows", "lines") + VIEW)
    assert "  1 sent again to every learner" in done.out


def test_fresh_over_a_package_says_how_many_notes_learners_get_twice(tmp_path: Path) -> None:
    build(tmp_path, "sql.apkg", sql=INDEX + VIEW)
    reworded = INDEX.replace("What is", "Explain in one sentence")
    build(tmp_path, "sql.apkg", number=1, sql=reworded + VIEW)
    dry = build(tmp_path, "sql.apkg", "--fresh", "--dry-run", number=2, sql=reworded + VIEW)
    assert "  1 that learners will have twice, the new ones without history (--fresh forgets the old ones)\n" in dry.out
    assert "  1 sent again to every learner (tags and edits on them are replaced)\n" in dry.out
    told = json.loads(build(tmp_path, "sql.apkg", "--fresh", "--json", number=3, sql=reworded + VIEW).out)
    assert told["costs"] == {"sent_again": 1, "twice": 1, "held": 0}
    write(tmp_path, "sql.md", INDEX + VIEW)
    result = mkdeck.build("sql.md", "sql.apkg", fresh=True, dry_run=True, now=FIRST + 9)
    assert (result.sent_again, result.twice) == (1, 1)


def test_fresh_costs_nothing_for_what_is_not_asked_any_more(tmp_path: Path) -> None:
    build(tmp_path, "sql.apkg", sql=INDEX + VIEW)
    told = json.loads(build(tmp_path, "sql.apkg", "--fresh", "--dry-run", "--json", number=1, sql=VIEW).out)
    assert told["costs"] == {"sent_again": 1, "twice": 0, "held": 0}


def test_a_question_that_is_new_costs_nothing_whatever_its_key(tmp_path: Path) -> None:
    """It has taken over the wording of another, so that with the memory its key is numbered."""
    index = INDEX.replace(
        "table.", "table, so that a search need not read the whole of it, and finds its rows at once."
    )
    build(tmp_path, "sql.apkg", sql=index)
    shares = "## What is an index?\n\nA number that says how many points the prices of shares have risen.\n"
    reworded = index.replace("What is an index", "How does an index speed up a search") + shares
    told = json.loads(build(tmp_path, "sql.apkg", "--fresh", "--dry-run", "--json", number=2, sql=reworded).out)
    assert told["costs"] == {"sent_again": 0, "twice": 1, "held": 0}


def test_fresh_where_nothing_was_costs_nothing(tmp_path: Path) -> None:
    done = build(tmp_path, "sql.apkg", "--fresh", sql=INDEX)
    assert done.out == f"sql.apkg  1 note in 1 deck\n{NO_ID}\n"


# --- no id


def test_the_first_build_without_an_id_says_so_in_a_line_that_names_it(tmp_path: Path) -> None:
    for options in ((), ("--fresh",), ("--dry-run",)):
        (tmp_path / "sql.apkg").unlink(missing_ok=True)
        done = build(tmp_path, "sql.apkg", *options, sql=INDEX)
        assert [line for line in done.out.splitlines() if 'write id = "my-decks"' in line] == [NO_ID]
        assert done.told == ""


def test_a_later_build_or_one_with_an_id_does_not(tmp_path: Path) -> None:
    build(tmp_path, "sql.apkg", sql=INDEX)
    for options in ((), ("--fresh",), ("--previous", "sql.apkg", "-o", "other.apkg")):
        assert NO_ID not in build(tmp_path, "sql.apkg", *options, sql=INDEX).out
    write(tmp_path, "mkdeck.toml", 'id = "mine"\n')
    assert NO_ID not in build(tmp_path, "new.apkg", sql=INDEX).out


def test_json_tells_the_id(tmp_path: Path) -> None:
    assert json.loads(build(tmp_path, "sql.apkg", "--json", sql=INDEX).out)["id"] is None
    write(tmp_path, "mkdeck.toml", 'id = "mine"\n')
    assert json.loads(build(tmp_path, "new.apkg", "--json", sql=INDEX).out)["id"] == "mine"
