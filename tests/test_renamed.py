"""Sections and decks under another name: what is said, and what learners get."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from articles import write
from commands import call

from mkdeck.apkg.read import read_apkg
from mkdeck.deck.notetype import make_notetypes
from mkdeck.deck.renamed import differs_by_section_alone, find_renamed_decks
from mkdeck.model import Change, Note

QUESTIONS = ["index", "view", "trigger", "cursor", "lock", "join"]


def article(*sections: tuple[str, list[str]], title: str = "SQL", tail: str = "") -> str:
    text = f"# {title}\n\n"
    for heading, asked in sections:
        text += f"## {heading}\n\n"
        text += "".join(
            f"### What does the word {name} mean?\n\nThe meaning of {name} in one line{tail}.\n\n" for name in asked
        )
    return text


def notes(folder: Path) -> dict[str, Note]:
    deck, _ = read_apkg(folder / "sql.apkg", make_notetypes(0))
    assert deck is not None
    return {note.guid: note for note in deck.notes}


def build(folder: Path, text: str, *options: str, number: int = 0) -> str:
    """Build over the last package; return what is said on standard error."""
    write(folder, "sql.md", text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(1_700_000_000 + number))
        done = call(folder, "sql.md", *options)
    assert done.code == 0, done.told
    return done.out + done.told


def warnings(said: str) -> list[str]:
    return [line for line in said.splitlines() if ": deck-renamed: " in line]


BEFORE = article(("Beginer", QUESTIONS[:4]), ("Advanced", QUESTIONS[4:]))
RENAMED = [
    pytest.param(
        article(("Beginner", QUESTIONS[:4]), ("Advanced", QUESTIONS[4:])),
        ["the deck 'SQL::Beginer' is now 'SQL::Beginner' for 4 of 4 questions"],
        id="a heading corrected",
    ),
    pytest.param(
        article(("First steps", QUESTIONS[:4]), ("Advanced", QUESTIONS[4:])),
        ["the deck 'SQL::Beginer' is now 'SQL::First steps' for 4 of 4 questions"],
        id="another heading",
    ),
    pytest.param(
        article(("Beginner", QUESTIONS[:4]), ("Expert", QUESTIONS[4:])),
        [
            "the deck 'SQL::Beginer' is now 'SQL::Beginner' for 4 of 4 questions",
            "the deck 'SQL::Advanced' is now 'SQL::Expert' for 2 of 2 questions",
        ],
        id="both headings",
    ),
    pytest.param(
        article(("Beginner", ["select", *QUESTIONS[1:4]]), ("Advanced", QUESTIONS[4:])),
        ["the deck 'SQL::Beginer' is now 'SQL::Beginner' for 3 of 3 questions"],
        id="and another question in it",
    ),
    pytest.param(
        article(("Beginner", QUESTIONS[:4]), ("Advanced", QUESTIONS[4:]), title="Tables"),
        ["the deck 'SQL::Beginer' is now 'Tables::Beginner' for 4 of 4 questions", "the deck 'SQL' is now 'Tables'"],
        id="and the title",
    ),
]
MOVED = [
    pytest.param(article(("Beginer", QUESTIONS[:3]), ("Advanced", QUESTIONS[3:])), id="one moved to another section"),
    pytest.param(article(("Advanced", QUESTIONS)), id="two sections made one"),
    pytest.param(
        article(("Beginer", QUESTIONS[:2]), ("Middle", QUESTIONS[2:4]), ("Advanced", QUESTIONS[4:])),
        id="a section split",
    ),
    pytest.param(
        article(("Beginer", QUESTIONS[:1]), ("Middle", QUESTIONS[1:3]), ("Advanced", QUESTIONS[3:])),
        id="most of a section gone, to two others",
    ),
    pytest.param(
        article(("Beginer", QUESTIONS[:1]), ("Middle", QUESTIONS[1:4]), ("Advanced", QUESTIONS[4:])),
        id="three of four moved to a new section",
    ),
]


@pytest.mark.parametrize(("after", "expected"), RENAMED)
def test_a_section_under_another_name_is_a_renamed_deck(tmp_path: Path, after: str, expected: list[str]) -> None:
    build(tmp_path, BEFORE)
    found = [
        line.partition("deck-renamed: ")[2].partition(": learners")[0] for line in warnings(build(tmp_path, after))
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("after", MOVED)
def test_questions_that_move_rename_no_deck(tmp_path: Path, after: str) -> None:
    build(tmp_path, BEFORE)
    assert warnings(build(tmp_path, after)) == []


def test_a_section_that_moves_to_another_article_is_no_renamed_deck(tmp_path: Path) -> None:
    def publish(sql: str, more: str) -> str:
        write(tmp_path, "sql.md", sql)
        write(tmp_path, "more.md", more)
        done = call(tmp_path, "sql.md", "more.md", "-o", "all.apkg")
        return done.told

    views = article(("Views", ["scan", "plan"]), title="More")
    publish(BEFORE, views)
    moved = article(("Views", ["scan", "plan"]), ("Basics", QUESTIONS[:4]), title="More")
    assert warnings(publish(article(("Advanced", QUESTIONS[4:])), moved)) == []


@pytest.mark.parametrize("count", [5, 6])
def test_four_of_five_of_a_section_are_enough(tmp_path: Path, count: int) -> None:
    asked = QUESTIONS[:count]
    build(tmp_path, article(("Beginer", asked)))
    (warning,) = warnings(build(tmp_path, article(("Beginner", asked[:-1]), ("Beginer", asked[-1:]))))
    assert f"'SQL::Beginer' is now 'SQL::Beginner' for {count - 1} of {count} questions" in warning


def test_a_section_above_others_is_one_renamed_deck(tmp_path: Path) -> None:
    nested = "# SQL\n\n## Beginer\n\n### Tables\n\n#### What is a row?\n\nA line.\n\n### Views\n\n#### What is a view?\n\nA query.\n"
    build(tmp_path, nested)
    (warning,) = warnings(build(tmp_path, nested.replace("Beginer", "Beginner")))
    assert "the deck 'SQL::Beginer' is now 'SQL::Beginner' for 2 of 2 questions" in warning


def test_where_sections_are_tags_no_deck_is_renamed(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", 'sections = "tags"\n')
    build(tmp_path, BEFORE)
    said = build(tmp_path, BEFORE.replace("Beginer", "Beginner"))
    assert warnings(said) == []
    assert "4 not sent to learners who have them" in said


def test_the_place_of_the_warning_is_the_first_question_of_the_section(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    (warning,) = warnings(build(tmp_path, BEFORE.replace("Advanced", "Expert")))
    assert warning.startswith("sql.md:23: ")


def went(old: str, new: str, *, section: str = "") -> Change:
    """Return what became of a note that went from one deck to another, in a section of the same name."""
    before = Note(1, old, old, old, "", ("Q", "A", "", section, "", old), (), old, 1)
    return Change("moved", before, replace(before, deck=new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("SQL", "My::SQL", ("SQL", "My::SQL"), id="below a parent"),
        pytest.param("My::SQL", "SQL", ("My::SQL", "SQL"), id="below none any more"),
        pytest.param("SQL::Basics", "Tables::Basics", ("SQL", "Tables"), id="the parent alone"),
        pytest.param("A::B::C", "X::B::C", ("A", "X"), id="the one at the top alone"),
    ],
)
def test_a_deck_is_told_without_what_stayed_the_same_below_it(old: str, new: str, expected: tuple[str, str]) -> None:
    (found,) = find_renamed_decks([went(old, new)])
    assert ((found.old, found.new), found.moved, found.total, found.is_section) == (expected, 1, 1, False)


# --- what it costs


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param(1, False, id="the answer"),
        pytest.param(2, False, id="more"),
        pytest.param(3, True, id="the section"),
        pytest.param(4, False, id="the address of the source"),
        pytest.param(5, True, id="the key, which shows on no card"),
    ],
)
def test_what_else_is_another_beside_the_name_of_the_section_is_sent(field: int, expected: bool) -> None:
    old = went("SQL", "SQL", section="Beginer").old
    assert old is not None
    fields = ["Beginner" if n in (3, field) else text for n, text in enumerate(old.fields)]
    assert differs_by_section_alone(old, replace(old, fields=tuple(fields))) is expected


def test_a_corrected_heading_is_not_sent_to_those_who_have_the_notes(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    before = notes(tmp_path)
    said = build(tmp_path, BEFORE.replace("Beginer", "Beginner"), number=9)
    after = notes(tmp_path)
    assert {guid: note.mod for guid, note in after.items()} == {guid: note.mod for guid, note in before.items()}
    assert {note.fields[3] for note in after.values()} == {"Beginner", "Advanced"}
    assert {note.tags for note in after.values()} == {("beginner",), ("advanced",)}
    assert "4 moved, 2 unchanged\n  4 not sent to learners who have them: only their section has another name\n" in said
    assert "not sent" not in build(tmp_path, BEFORE.replace("Beginer", "Beginner"), number=10)


def test_nor_is_another_heading_over_several_questions(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    assert "4 not sent" in build(tmp_path, BEFORE.replace("Beginer", "First steps"), number=9)


def test_nor_is_another_heading_over_two(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    assert "2 not sent" in build(tmp_path, BEFORE.replace("Advanced", "Expert"), number=9)


def test_questions_that_leave_others_behind_are_sent(tmp_path: Path) -> None:
    build(tmp_path, article(("Beginer", QUESTIONS)))
    text = article(("Beginner", QUESTIONS[:5]), ("Beginer", QUESTIONS[5:]))
    assert "not sent" not in build(tmp_path, text, number=9)


def test_a_section_that_joins_another_is_sent(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    assert "not sent" not in build(tmp_path, article(("Advanced", [*QUESTIONS[4:], *QUESTIONS[:4]])), number=9)
    assert {note.mod for note in notes(tmp_path).values()} == {1_700_000_000, 1_700_000_009}


def test_a_note_that_changed_as_well_is_sent_with_the_new_name(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    before = notes(tmp_path)
    text = BEFORE.replace("Beginer", "Beginner").replace("meaning of index", "sense of index")
    said = build(tmp_path, text, number=9)
    changed = [note for guid, note in notes(tmp_path).items() if note.mod != before[guid].mod]
    assert [(note.fields[3], note.mod) for note in changed] == [("Beginner", 1_700_000_009)]
    assert "3 not sent" in said


def test_a_tag_that_is_none_of_a_sections_is_sent(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    text = f"---\ntags: [exam]\n---\n{BEFORE.replace('Beginer', 'Beginner')}"
    build(tmp_path, text, number=9)
    assert {note.mod for note in notes(tmp_path).values()} == {1_700_000_009}


def test_one_question_alone_that_moves_to_a_new_section_is_sent(tmp_path: Path) -> None:
    alone = article(("Basics", QUESTIONS[:1]), ("Advanced", QUESTIONS[1:]))
    build(tmp_path, alone)
    assert "not sent" not in build(tmp_path, alone.replace("Basics", "Further reading"), number=9)
    assert sorted({note.mod for note in notes(tmp_path).values()}) == [1_700_000_000, 1_700_000_009]


@pytest.mark.parametrize(
    ("heading", "corrected", "is_sent"),
    [
        pytest.param("Beginer", "Beginner", False, id="a letter more"),
        pytest.param("Sets", "Nets", False, id="one of four letters"),
        pytest.param("Cat", "Car", True, id="one of three"),
    ],
)
def test_but_a_name_corrected_over_one_question_is_not(
    tmp_path: Path, heading: str, corrected: str, is_sent: bool
) -> None:
    alone = article((heading, QUESTIONS[:1]), ("Advanced", QUESTIONS[1:]))
    build(tmp_path, alone)
    assert ("1 not sent" not in build(tmp_path, alone.replace(heading, corrected), number=9)) is is_sent


def test_touch_sends_the_new_name_as_well(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    said = build(tmp_path, BEFORE.replace("Beginer", "Beginner"), "--touch", number=9)
    assert "6 sent again to every learner (tags and edits on them are replaced)" in said
    assert "not sent" not in said
    assert {note.mod for note in notes(tmp_path).values()} == {1_700_000_009}


def test_json_tells_how_many_are_held_back(tmp_path: Path) -> None:
    build(tmp_path, BEFORE)
    write(tmp_path, "sql.md", BEFORE.replace("Beginer", "Beginner"))
    told = json.loads(call(tmp_path, "sql.md", "--dry-run", "--json").out)
    assert told["costs"] == {"sent_again": 0, "twice": 0, "held": 4}
