"""Articles of one slug that ask the same: who keeps the key, and what the others are called."""

from pathlib import Path

import pytest
from articles import load, write
from commands import call

from mkdeck.apkg.read import read_apkg
from mkdeck.deck.collisions import Claim, settle_claims
from mkdeck.deck.notetype import make_notetypes
from mkdeck.model import Article, Deck, Settings

JAVA = "# Java\n\n## What is a type?\n\nA class, an interface, or one of eight primitive types.\n"
GO = "# Go\n\n## What is a type?\n\nA set of values, and the methods that belong to them.\n"
RUST = "# Rust\n\n## What is a type?\n\nWhat the compiler knows of a value before the program runs.\n"


def keys(folder: Path, *sources: str) -> list[tuple[str, str]]:
    """Return article and key of each note, in order."""
    loaded = load(*(folder / source for source in sources or [""]))
    return [(loaded.places[note.key].path.removeprefix(f"{folder}/"), note.key) for note in loaded.deck.notes]


def release(folder: Path, *sources: str) -> dict[str, str]:
    """Build a package over the last one; return the guid by the deck of each question."""
    done = call(folder, *sources, "-o", "all.apkg")
    assert done.code == 0, done.told
    return {note.deck: note.guid for note in read(folder / "all.apkg").notes}


def read(package: Path) -> Deck:
    deck, _ = read_apkg(package, make_notetypes(0))
    assert deck is not None
    return deck


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"go/basics.md": GO, "java/basics.md": JAVA},
            ["basics/what-is-a-type", "java/basics/what-is-a-type"],
            id="the later one is named by its folder",
        ),
        pytest.param(
            {"basics.md": RUST, "go/basics.md": GO, "java/basics.md": JAVA},
            ["basics/what-is-a-type", "go/basics/what-is-a-type", "java/basics/what-is-a-type"],
            id="each by its own",
        ),
        pytest.param(
            {"a/zoo.md": GO, "zoo.md": JAVA},
            ["a/zoo/what-is-a-type", "zoo/what-is-a-type"],
            id="what lies in no folder keeps its key, since a clone may have another name",
        ),
        pytest.param(
            {"go/de/basics.md": GO, "java/de/basics.md": JAVA},
            ["basics/what-is-a-type", "java/de/basics/what-is-a-type"],
            id="by more folders where one does not tell",
        ),
        pytest.param(
            {"a/go/basics.md": GO, "b/go/basics.md": JAVA, "c/java/basics.md": RUST},
            ["basics/what-is-a-type", "b/go/basics/what-is-a-type", "java/basics/what-is-a-type"],
            id="by as few as tell",
        ),
        pytest.param(
            {"go/intro/README.md": GO, "java/intro/README.md": JAVA},
            ["intro/what-is-a-type", "java/intro/what-is-a-type"],
            id="a README by the folder above the one that names it",
        ),
        pytest.param(
            {"go/intro/README.md": f"---\nslug: x\n---\n{GO}", "java/intro/README.md": f"---\nslug: x\n---\n{JAVA}"},
            ["x/what-is-a-type", "java/intro/x/what-is-a-type"],
            id="a README with a slug of its own by the folder that it lies in",
        ),
        pytest.param(
            {"go/a.md": f"---\nslug: x\n---\n{GO}", "java/b.md": f"---\nslug: x\n---\n{JAVA}"},
            ["x/what-is-a-type", "java/x/what-is-a-type"],
            id="a slug of front matter, too",
        ),
        pytest.param(
            {"go/basics.md": GO, "java/basics.md": JAVA.replace("type?", "type? {#what-is-a-type}")},
            ["basics/what-is-a-type", "java/basics/what-is-a-type"],
            id="a written id, too",
        ),
        pytest.param(
            {"go/basics.md": GO, "java/basics.md": JAVA.replace("What is a type", "What is a class")},
            ["basics/what-is-a-type", "basics/what-is-a-class"],
            id="who asks something else keeps the key that he has always had",
        ),
        pytest.param(
            {"go/basics.md": GO, "java/basics.md": JAVA, "x.md": RUST.replace("?", "? {#java/basics/what-is-a-type}")},
            ["basics/what-is-a-type", "{folder}/java/basics/what-is-a-type", "java/basics/what-is-a-type"],
            id="a whole key that somebody wrote is his",
        ),
    ],
)
def test_equal_keys_are_told_apart_by_folders(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    for name, text in files.items():
        write(tmp_path, f"all/{name}", text)
    assert [key for _, key in keys(tmp_path / "all")] == [key.format(folder="all") for key in expected]


def test_a_build_of_equal_questions_needs_no_setting_and_says_what_it_did(tmp_path: Path) -> None:
    write(tmp_path, "go/basics.md", GO)
    write(tmp_path, "java/basics.md", JAVA)
    done = call(tmp_path, ".", "-o", "all.apkg")
    assert done.code == 0
    assert "2 notes in 2 decks" in done.out
    assert "java/basics.md:1: shared-slug: 1 question is asked in go/basics.md" in done.told


def test_what_nothing_tells_apart_is_left_out_with_a_warning(tmp_path: Path) -> None:
    write(tmp_path, "basics.md", GO)
    write(tmp_path, "2024-05-06-basics.md", JAVA + "\n## What is a field?\n\nA variable of an object.\n")
    done = call(tmp_path, ".", "-o", "all.apkg")
    assert done.code == 0
    assert "basics.md:3: double-key: question 'What is a type?' has the key 'basics/what-is-a-type'" in done.told
    assert len(read(tmp_path / "all.apkg").notes) == 2
    assert call(tmp_path, ".", "-o", "all.apkg", "--strict").code == 1


def test_a_whole_key_that_is_written_twice_cannot_be_told_apart(tmp_path: Path) -> None:
    for name, text in (("go/basics.md", GO), ("java/basics.md", JAVA)):
        write(tmp_path, name, text.replace("type?", "type? {#types/what}"))
    assert [problem.code for problem in load(tmp_path).problems] == ["double-key"]


def claim(slug: str, *folders: str, deck_id: str | None = None) -> Claim:
    return Claim(Article("a.md", slug, "", "", (), Settings(id=deck_id), (), folders=folders), "q", ())


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param(
            [claim("x", "go", deck_id="my"), claim("x", "java", deck_id="my")],
            ["my/x/q", "my/java/x/q"],
            id="folders stand behind the deck's id",
        ),
        pytest.param(
            [claim("b", "c"), claim("b", "a", "z"), claim("a/b", "y"), claim("a/b", "z")],
            ["b/q", "z/a/b/q", "a/b/q", None],
            id="a key that was found for one is found for no other",
        ),
    ],
)
def test_claims_are_settled_by_id_slug_and_folders(claims: list[Claim], expected: list[str | None]) -> None:
    assert settle_claims(claims, ()) == expected


# --- who had a key keeps it


def test_an_article_that_comes_first_by_order_steals_no_key(tmp_path: Path) -> None:
    write(tmp_path, "java/basics.md", JAVA)
    before = release(tmp_path, "java/basics.md")
    write(tmp_path, "go/basics.md", GO)
    after = release(tmp_path, ".")
    assert after["Java"] == before["Java"]
    assert release(tmp_path, "java", "go") == release(tmp_path, "go", "java") == after


def test_nor_does_it_where_the_answers_are_short_or_nearly_the_same(tmp_path: Path) -> None:
    write(tmp_path, "java/basics.md", JAVA.replace("A class, an interface, or one of eight primitive types.", "Six."))
    before = release(tmp_path, ".")
    write(tmp_path, "go/basics.md", GO.replace("A set of values, and the methods that belong to them.", "Six again."))
    assert release(tmp_path, ".")["Java"] == before["Java"]


def test_where_the_answers_are_the_same_the_section_tells_whose_the_key_is(tmp_path: Path) -> None:
    write(tmp_path, "java/basics.md", "# Java\n\n## Values\n\n### What is a type?\n\nA set of values.\n")
    before = release(tmp_path, ".")
    write(tmp_path, "go/basics.md", "# Go\n\n## Words\n\n### What is a type?\n\nA set of values.\n")
    assert release(tmp_path, ".")["Java::Values"] == before["Java::Values"]


def test_who_was_told_apart_stays_so_when_the_other_is_gone(tmp_path: Path) -> None:
    write(tmp_path, "go/basics.md", GO)
    write(tmp_path, "java/basics.md", JAVA)
    before = release(tmp_path, ".")
    (tmp_path / "go/basics.md").unlink()
    assert call(tmp_path, ".", "-o", "all.apkg", "--dry-run").told == ""
    assert release(tmp_path, ".") == {"Java": before["Java"]}
    write(tmp_path, "go/basics.md", GO)
    assert release(tmp_path, ".") == before


def test_nor_does_it_get_the_history_of_the_other_when_its_answer_changes_as_well(tmp_path: Path) -> None:
    write(tmp_path, "go/basics.md", "# Go\n\n## What is a type?\n\nA set.\n")
    write(tmp_path, "java/basics.md", "# Java\n\n## What is a type?\n\nA class.\n")
    before = release(tmp_path, ".")
    (tmp_path / "go/basics.md").unlink()
    write(tmp_path, "java/basics.md", "# Java\n\n## What is a type?\n\nA set of classes.\n")
    assert release(tmp_path, ".") == {"Java": before["Java"]}


def test_a_key_that_was_told_apart_goes_to_whoever_writes_it(tmp_path: Path) -> None:
    write(tmp_path, "go/basics.md", GO)
    write(tmp_path, "java/basics.md", JAVA)
    release(tmp_path, ".")
    write(tmp_path, "x.md", RUST.replace("type?", "type? {#java/basics/what-is-a-type}"))
    done = call(tmp_path, ".", "-o", "all.apkg")
    assert "3 notes in 3 decks" in done.out
    assert "double-key" not in done.told


def test_a_renamed_folder_resets_nobody(tmp_path: Path) -> None:
    write(tmp_path, "go/basics.md", GO)
    write(tmp_path, "java/basics.md", JAVA)
    before = release(tmp_path, ".")
    (tmp_path / "java").rename(tmp_path / "jvm")
    assert release(tmp_path, ".") == before


def test_pin_writes_the_key_that_was_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "go/basics.md", GO)
    write(tmp_path, "java/basics.md", JAVA)
    before = release(tmp_path, ".")
    done = call(tmp_path, "pin", ".")
    assert done.code == 0, done.told
    assert "<!-- id: java/basics/what-is-a-type -->" in (tmp_path / "java/basics.md").read_text(encoding="utf-8")
    assert [key for _, key in keys(tmp_path, "java")] == ["java/basics/what-is-a-type"]
    assert release(tmp_path, ".") == before
    assert call(tmp_path, "pin", "--check", ".").code == 0


def test_pin_leaves_an_article_with_a_question_that_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "basics.md", GO)
    write(tmp_path, "2024-05-06-basics.md", JAVA)
    done = call(tmp_path, "pin", ".")
    assert done.code == 1
    assert "double-key" in done.told


def test_a_slug_without_an_equal_question_changes_no_key(tmp_path: Path) -> None:
    write(tmp_path, "go/basics.md", GO)
    write(tmp_path, "java/basics.md", JAVA)
    write(tmp_path, "rust/basics.md", RUST.replace("a type", "a lifetime"))
    assert keys(tmp_path)[2] == ("rust/basics.md", "basics/what-is-a-lifetime")
