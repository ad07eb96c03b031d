"""A learner's life with every kind of cards, in real Anki: two releases, imported one after the other."""

import re
from pathlib import Path
from typing import Any

import pytest
from articles import write
from commands import call
from test_anki import collection, take_in
from test_clozes import FIELDS as CLOZE_FIELDS

from mkdeck.apkg.read import read_apkg
from mkdeck.deck.notetype import make_notetypes
from mkdeck.model import BOTH_WAYS, CLOZE, QUESTION, TYPED
from mkdeck.preview.cards import fill_cards
from mkdeck.preview.templates import INPUT

__all__ = ["collection"]

FIRST = """# Waters

## Words
<!-- kind: both-ways -->

### Estuary

Where a river meets the sea.

### Delta

Land that a river builds, with `std::vector` and $\\frac{a}{\\sqrt{b}}$.

## Typing
<!-- kind: typed -->

### What is the longest river of Europe?

Volga

It rises northwest of Moscow.

### What is the deepest lake?

Baikal

## Texts
<!-- kind: cloze -->

{{c1::The Nile}} flows through {{c2::Egypt::a country}}, as `{{c9::no}}` does.

The ==Rhine== ends in the ==Netherlands==.

The formula is $a + {{c1::b^{2}}} = {{c3::\\frac{1}{c}}}$.

## Questions

### What is an estuary?

Where a river meets the tide.
"""
EDITS = {
    "Where a river meets the sea.": "Where a river meets the tide.",  # both ways, edited
    "Volga\n": "the Volga\n",  # typed, edited
    "### What is the deepest lake?\n": "### What is the deepest lake?\n<!-- kind: question -->\n",  # another kind
    "{{c1::The Nile}} flows through {{c2::Egypt::a country}}": "{{c1::The Nile}} flows {{c3::north}}, through {{c2::Egypt::land}}",
    "The ==Rhine== ends in the ==Netherlands==": "Every day the Rhine ends in the ==Netherlands==, by ==Rotterdam==",
}


def edit(text: str) -> str:
    for before, after in EDITS.items():
        assert before in text
        text = text.replace(before, after)
    return text


@pytest.fixture
def life(collection: Any, tmp_path: Path) -> "Life":
    return Life(collection, tmp_path)


class Life:
    """A learner with a collection, and a publisher in a folder."""

    def __init__(self, collection: Any, folder: Path) -> None:
        self.collection, self._folder, self.told = collection, folder, ""

    def release(self, text: str, number: int, *options: str) -> Any:
        """Build a release over the one before, and import it."""
        write(self._folder, "waters.md", text)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", str(1_700_000_000 + 100_000 * number))
            built = call(self._folder, "waters.md", "-o", "waters.apkg", *options)
        assert built.code == 0
        self.told = built.told
        return take_in(self.collection, self._folder / "waters.apkg")

    def card(self, search: str, number: int = 1) -> Any:
        """Return a card of the only note that a search finds."""
        (found,) = [card for card in self.cards(search) if card.ord == number - 1]
        return found

    def cards(self, search: str) -> list[Any]:
        (note,) = self.collection.find_notes(search)
        return list(self.collection.get_note(note).cards())

    def study(self, search: str, number: int = 1) -> tuple[Any, ...]:
        card = self.card(search, number)
        card.start_timer()
        self.collection.sched.answerCard(card, 3)
        return self.history(search, number)

    def history(self, search: str, number: int = 1) -> tuple[Any, ...]:
        card = self.card(search, number)
        reviews = self.collection.db.scalar("SELECT count() FROM revlog WHERE cid = ?", card.id)
        return card.id, card.due, card.ivl, card.type, card.reps, reviews


def test_cards_and_sides_are_those_of_the_preview(life: Life, tmp_path: Path) -> None:
    log = life.release(FIRST, 1)
    assert (len(log.new), len(log.conflicting), len(log.missing_notetype)) == (8, 0, 0)
    deck, _ = read_apkg(tmp_path / "waters.apkg", make_notetypes(0))
    assert deck is not None
    for note in deck.notes:
        cards = life.cards(f'"Key:{note.key}"')
        made = fill_cards(deck.find_notetype(note.kind), note)
        assert [card.number for card in made] == [card.ord + 1 for card in cards]
        for ours, theirs in zip(made, cards, strict=True):
            shown = theirs.render_output()
            assert [plain(side) for side in ours.sides] == [plain(shown.question_text), plain(shown.answer_text)]
            assert shown.css == deck.find_notetype(note.kind).css
    message, is_fine = life.collection.fix_integrity()
    assert (is_fine, message) == (True, "Database rebuilt and optimized.")
    assert life.collection.card_count() == 2 + 2 + 1 + 1 + 2 + 2 + 2 + 1


def plain(side: str) -> str:
    """Return a side without what only Anki's own program fills in."""
    side = re.sub(' data-cloze="[^"]*"', "", side)
    return re.sub(r'\[\[type:Answer\]\]|<code id="typeans">.*?</code>', "TYPED", side.replace(INPUT, "TYPED"))


def test_the_next_release_costs_nothing_and_brings_all(life: Life) -> None:
    life.release(FIRST, 1)
    estuary, nile, rhine = '"Key:waters/estuary=both-ways"', "Egypt", "Netherlands"
    kept = {
        (search, number): life.study(search, number)
        for search, number in ((estuary, 1), (nile, 1), (nile, 2), (rhine, 1), (rhine, 2), ("Key:*longest*", 1))
    }
    unstudied = life.history(estuary, 2)
    lake = life.study("Key:*deepest*")

    log = life.release(edit(FIRST), 2)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (1, 4, 0)
    assert life.collection.fix_integrity()[1]
    # Every history is where it was, and the side that was never studied is still new.
    assert {key: life.history(*key) for key in kept} == kept
    assert life.history(estuary, 2) == unstudied
    assert "meets the tide" in life.card(estuary, 2).question()
    assert life.card("Key:*longest*").note()["Answer"] == "the Volga"
    # What is hidden anew is a new card, and its number was nobody's.
    assert [card.ord + 1 for card in life.cards(nile)] == [1, 2, 3]
    assert life.history(nile, 3)[3:] == (0, 0, 0)
    assert "[land]" in life.card(nile, 2).question()
    # What is hidden no longer leaves an empty card, which Anki's own tool finds; the others keep their text.
    assert [card.ord + 1 for card in life.cards(rhine)] == [1, 2, 3]
    assert "[...]" in life.card(rhine, 2).question()
    assert "No cloze" in life.card(rhine, 1).question()
    assert "by [...]" in plain_text(life.card(rhine, 3).question())
    empty = life.collection.get_empty_cards()
    assert [list(note.card_ids) for note in empty.notes] == [[life.card(rhine, 1).id]]
    # Another kind is another note: the old one stays with its history, and the build has said so.
    assert life.history('"Key:waters/what-is-the-deepest-lake=typed"') == lake
    assert life.history('"Key:waters/what-is-the-deepest-lake"')[3:] == (0, 0, 0)
    assert "kind-changed: 1 question was of the kind typed, now question" in life.told

    # And the kind taken back is the note that it was.
    log = life.release(FIRST.replace("Baikal", "Lake Baikal"), 3)
    assert (len(log.new), len(log.conflicting)) == (0, 0)
    assert life.history('"Key:waters/what-is-the-deepest-lake=typed"') == lake
    assert life.card('"Key:waters/what-is-the-deepest-lake=typed"').note()["Answer"] == "Lake Baikal"
    assert {key: life.history(*key) for key in kept if key != (rhine, 1)} == {
        k: v for k, v in kept.items() if k != (rhine, 1)
    }


def plain_text(html: str) -> str:
    return re.sub("<[^<>]*>", "", html)


def test_a_rebuild_is_the_same_and_imports_as_nothing(life: Life, tmp_path: Path) -> None:
    life.release(FIRST, 1)
    before = (tmp_path / "waters.apkg").read_bytes()
    log = life.release(FIRST, 2)
    assert (len(log.new), len(log.updated)) == (0, 0)
    assert (tmp_path / "waters.apkg").read_bytes() == before


def test_what_anki_exports_is_read_back_with_all_kinds(life: Life, tmp_path: Path) -> None:
    from anki.collection import ExportAnkiPackageOptions

    life.release(FIRST, 1)
    for is_legacy in (True, False):
        file = tmp_path / f"export-{is_legacy}.apkg"
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_media=True, with_deck_configs=True, legacy=is_legacy
        )
        life.collection.export_anki_package(out_path=str(file), options=options, limit=None)
        deck, problems = read_apkg(file, make_notetypes(0))
        assert deck is not None
        assert [p.code for p in problems] == []
        assert [notetype.kind for notetype in deck.notetypes] == [QUESTION, CLOZE, BOTH_WAYS, TYPED]
        assert sorted(note.kind for note in deck.notes) == sorted([QUESTION] + [BOTH_WAYS, TYPED] * 2 + [CLOZE] * 3)
        built = call(tmp_path, "waters.md", "-o", f"next-{is_legacy}.apkg", "--previous", file.name)
        assert "8 unchanged" in built.out


def test_which_cards_a_note_gets_is_what_anki_would_make(life: Life) -> None:
    """Also of fields that no article of ours gives: the package is Anki's own."""
    assert CLOZE_FIELDS
    life.release(FIRST, 1)
    before = life.collection.card_count()
    notes = [life.collection.get_note(id_) for id_ in life.collection.find_notes("")]
    life.collection.update_notes(notes)  # which makes the cards that are missing
    assert life.collection.card_count() == before
    assert list(life.collection.get_empty_cards().notes) == []
