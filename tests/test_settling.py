"""What a note keeps from the release before: identity, times, traces; decks in memory, a note or two in each."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from mkdeck.deck.history import compare_decks, is_unchanged, keep_history
from mkdeck.deck.identity import note_guid
from mkdeck.deck.notetype import make_notetype
from mkdeck.deck.returning import remember_note
from mkdeck.digest import digest_text
from mkdeck.limits import LATEST
from mkdeck.model import Change, Deck, Note, Notetype, Removed

NOW = 1000
LAKE = "<p>A body of water with land on all sides, larger than a pond.</p>"
TAX = "<p>What a state takes from each sale, each wage and each estate.</p>"


def note(key: str, front: str, back: str = LAKE, **more: object) -> Note:
    made = Note(5, note_guid(key), key, key, f"{front} {back}", (front, back, "", "", "", key), (), "D", 7)
    return replace(made, **more)  # type: ignore[arg-type]  # any of its fields


def deck(*notes: Note, removed: Sequence[Removed] = (), notetype: Notetype | None = None) -> Deck:
    return Deck(notes, (notetype or make_notetype(7),), (), (), tuple(removed))


def settle(before: Deck, *notes: Note, now: int = NOW, touch: bool = False) -> tuple[Deck, tuple[Change, ...]]:
    return keep_history(before, deck(*notes, notetype=make_notetype(now)), now, touch)


OLD = note("x/lake", "What is a lake?")
FRESH = replace(OLD, id=NOW * 1000, mod=NOW)


def test_an_unchanged_note_keeps_all_it_has() -> None:
    kept, (change,) = settle(deck(OLD), FRESH)
    assert kept.notes == (OLD,)
    assert (change.kind, change.is_again, change.is_held, change.left) == ("unchanged", False, False, None)


def test_touch_gives_it_the_time_and_says_so() -> None:
    kept, (change,) = settle(deck(OLD), FRESH, touch=True)
    assert kept.notes == (replace(OLD, mod=NOW),)
    assert (change.kind, change.is_again) == ("unchanged", True)


@pytest.mark.parametrize(
    ("mod", "expected"),
    [
        pytest.param(7, NOW, id="now"),
        pytest.param(NOW, NOW + 1, id="later than before"),
        pytest.param(NOW + 9, NOW + 10, id="also where the clock went back"),
        pytest.param(LATEST, LATEST, id="but not later than a package may say"),
    ],
)
def test_an_edited_note_is_newer(mod: int, expected: int) -> None:
    edited = replace(FRESH, digest="e", fields=(*FRESH.fields[:1], f"{LAKE}<p>More.</p>", *FRESH.fields[2:]))
    kept, (change,) = settle(deck(replace(OLD, mod=mod)), edited)
    assert (kept.notes[0].mod, kept.notes[0].guid, change.kind, change.is_again) == (
        expected,
        OLD.guid,
        "edited",
        False,
    )
    assert settle(deck(replace(OLD, mod=mod)), edited, touch=True)[1][0].is_again is False


def test_a_reworded_note_keeps_its_key_in_its_field_and_a_trace_of_each_former_wording() -> None:
    asked = note("x/what-a-lake-is", "Explain what a lake is")
    first, _ = settle(deck(OLD), asked)
    (kept,) = first.notes
    assert (kept.key, kept.guid, kept.fields[5], kept.present) == ("x/lake", OLD.guid, "x/lake", asked.present)
    assert [trace.key for trace in kept.former] == [digest_text("x/lake")]
    back, _ = settle(first, FRESH)
    assert [trace.key for trace in back.notes[0].former] == [digest_text(asked.present)]
    assert settle(first, asked)[0].notes[0].former == kept.former


@pytest.mark.parametrize(
    ("taken", "key"),
    [
        pytest.param([], "x/tax", id="its own"),
        pytest.param(["x/tax"], "x/tax-2", id="numbered, where a removed one has it"),
        pytest.param(["x/tax", "x/tax-2"], "x/tax-3", id="by the next number"),
    ],
)
def test_a_new_note_has_a_key_that_no_learner_has(taken: list[str], key: str) -> None:
    """Removed notes have them, of which nothing else is known."""
    gone = [replace(remember_note(note(each, "Which one?", "<p>No.</p>", present="x/z")), key="x/z") for each in taken]
    kept, changes = settle(deck(OLD, removed=gone), FRESH, note("x/tax", "What is a tax?", TAX))
    assert [(each.key, each.guid, each.fields[5]) for each in kept.notes[1:]] == [(key, note_guid(key), key)]
    assert changes[1].kind == "added"


def test_two_new_notes_of_one_key_are_numbered() -> None:
    twins = note("x/tax", "What is a tax?", TAX), note("x/tax", "Who pays a tax?", "<p>All.</p>")
    assert [each.key for each in settle(deck(OLD), FRESH, *twins)[0].notes[1:]] == ["x/tax", "x/tax-2"]


def test_a_new_note_has_an_id_that_no_other_had() -> None:
    gone = replace(remember_note(note("x/old", "Old?", "<p>Old.</p>")), id=NOW * 1000 + 1)
    before = deck(replace(OLD, id=NOW * 1000), removed=[gone])
    new = note("x/tax", "What is a tax?", TAX), note("x/vat", "Who pays a tax?", "<p>All.</p>")
    assert [each.id for each in settle(before, FRESH, *new)[0].notes] == [NOW * 1000 + n for n in (0, 2, 3)]


def test_a_notetype_is_newer_where_it_is_another_or_touched() -> None:
    before = deck(OLD)
    assert settle(before, FRESH)[0].notetypes[0].mod == 7
    assert settle(before, FRESH, touch=True)[0].notetypes[0].mod == NOW
    other = deck(FRESH, notetype=make_notetype(NOW, ".x {}"))
    assert keep_history(before, other, NOW)[0].notetypes[0].mod == NOW


def test_what_is_gone_is_remembered_by_guid_and_what_is_back_is_not() -> None:
    others = [note(f"x/{n}", f"{n}?", f"<p>{n * 9}.</p>") for n in "abc"]
    removed, changes = settle(deck(OLD, *others), FRESH)
    assert [gone.guid for gone in removed.removed] == sorted(each.guid for each in others)
    assert [change.kind for change in changes] == ["unchanged", "removed", "removed", "removed"]
    back, changes = settle(removed, FRESH, replace(others[0], mod=NOW))
    assert [gone.guid for gone in back.removed] == sorted(each.guid for each in others[1:])
    assert (changes[1].kind, changes[1].reason) == ("added", "the same question and answer as in an earlier release")
    assert back.notes[1] == others[0]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        pytest.param({}, "unchanged", id="nothing"),
        pytest.param({"deck": "E"}, "moved", id="another deck, while the old one is there"),
        pytest.param({"deck": "E", "digest": "e", "tags": ("t",)}, "moved", id="another deck and its tags"),
        pytest.param({"digest": "e", "fields": (*OLD.fields[:3], "S", "", "")}, "moved", id="another section"),
        pytest.param({"digest": "e", "tags": ("t",)}, "edited", id="other tags"),
        pytest.param(
            {"digest": "e", "fields": ("What is a lake?", TAX, "", "S", "", "")}, "edited", id="section, answer"
        ),
        pytest.param(
            {"digest": "e", "fields": ("Which water is a lake?", *OLD.fields[1:])}, "reworded", id="the front"
        ),
    ],
)
def test_each_change_has_a_name(more: dict[str, object], kind: str) -> None:
    new = replace(OLD, **more)  # type: ignore[arg-type]  # any of its fields
    beside = note("x/tax", "What is a tax?", TAX)
    assert [change.kind for change in compare_decks(deck(OLD, beside), deck(new, beside))] == [kind, "unchanged"]


def test_two_packages_are_compared_by_what_learners_have() -> None:
    tax = note("x/tax", "What is a tax?", TAX)
    swapped = deck(replace(tax, guid=OLD.guid, key=OLD.key), replace(OLD, guid=tax.guid, key=tax.key))
    changes = compare_decks(deck(OLD, tax), swapped)
    assert [change.old.guid == change.new.guid for change in changes if change.old and change.new] == [True, True]


def test_a_note_of_a_deck_that_has_another_name_has_not_moved() -> None:
    (change,) = compare_decks(deck(OLD), deck(replace(OLD, deck="E")))
    assert change.kind == "unchanged"


def test_a_note_that_stays_in_its_section_has_not_moved() -> None:
    old = replace(OLD, fields=(*OLD.fields[:3], "S", "", ""))
    (change,) = compare_decks(deck(old), deck(replace(old, digest="e", tags=("t",))))
    assert change.kind == "edited"


@pytest.mark.parametrize("is_known", [False, True])
def test_there_is_no_doubt_of_a_question_that_comes_back(is_known: bool) -> None:
    text = "It keeps the answer with the time until which it is fresh, {} when that has passed."
    old = note("x/cache", "How does a browser cache a page?", text.format("and asks the server again"))
    new = note("x/keep", "How does a browser keep pages that it may need again?", text.format("then asks anew"))
    earlier = [remember_note(replace(new, id=6))] if is_known else []
    _, changes = settle(deck(old, removed=earlier), new)
    assert [(change.kind, change.maybe) for change in changes] == [
        ("added", None if is_known else old),
        ("removed", None),
    ]


def test_what_a_question_was_meanwhile_is_left() -> None:
    """Its author writes the id that it had two releases ago."""
    first = note("x/lake", "What is a lake?", "<p>Water.</p>")
    meanwhile, _ = settle(deck(first), note("x/pools", "Name pools of any kind", "<p>Tarns, meres, lochs.</p>"))
    assert meanwhile.notes[0].guid != first.guid
    written = note("x/lake", "Name pools of any kind", "<p>Tarns, meres, lochs.</p>")
    kept, changes = settle(meanwhile, written)
    assert [(change.kind, change.left) for change in changes] == [("added", meanwhile.notes[0]), ("removed", None)]
    assert kept.notes[0].guid == first.guid


# --- whether a note changed

PLAIN = Note(1, "g", "x/a", "x/a", "d", ("A?", "<p>One.</p>", "", "", "", "x/a"), ("t",), "D", 1)
HIDDEN = replace(PLAIN, is_sealed=False)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(PLAIN, replace(PLAIN, fields=("B?",) * 6), True, id="rendered in another way"),
        pytest.param(PLAIN, replace(PLAIN, digest="e"), True, id="written in another way that shows the same"),
        pytest.param(PLAIN, replace(PLAIN, digest="e", fields=("B?", *PLAIN.fields[1:])), False, id="another front"),
        pytest.param(PLAIN, replace(PLAIN, digest="e", tags=()), False, id="other tags"),
        pytest.param(PLAIN, replace(PLAIN, digest="e", fields=(*PLAIN.fields[:5], "k")), True, id="another key"),
        pytest.param(PLAIN, replace(PLAIN, digest="e", fields=(*PLAIN.fields[:4], "", "s")), True, id="the same"),
        pytest.param(
            PLAIN, replace(PLAIN, digest="e", fields=(*PLAIN.fields[:4], "s", "")), False, id="another source"
        ),
        pytest.param(HIDDEN, replace(PLAIN, fields=("A?", "<p>One. </p>", *PLAIN.fields[2:])), True, id="not sealed"),
        pytest.param(HIDDEN, replace(PLAIN, fields=("B?", "<p>Two.</p>", *PLAIN.fields[2:])), False, id="nor the same"),
        pytest.param(
            HIDDEN, replace(PLAIN, fields=("A?", "<p>One. </p>", *PLAIN.fields[2:]), tags=()), False, id="nor tags"
        ),
        pytest.param(replace(PLAIN, digest=""), replace(PLAIN, digest="", tags=()), False, id="without any digest"),
    ],
)
def test_a_note_is_unchanged_where_its_author_changed_nothing_that_shows(old: Note, new: Note, expected: bool) -> None:
    assert is_unchanged(old, new) is expected
