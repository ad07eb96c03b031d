"""Packages that earlier versions of mkdeck made, kept as they were: for the version at hand they are memory.

``packages/articles`` are the articles of each package's last release. In its first, 2023-11-14, a question had another
wording, and there was one more.
"""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from articles import NOW, load
from commands import call

from mkdeck.apkg.read import read_apkg
from mkdeck.deck.history import compare_decks, keep_history
from mkdeck.deck.notetype import make_notetypes
from mkdeck.model import Deck

FOLDER = Path(__file__).parent / "packages"
KEPT = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.apkg"))]
FIRST, SECOND = 1_700_000_000, 1_701_000_000

IDENTITIES = {
    "o01o[->mAc": ("web/what-does-get-ask-for", FIRST),
    "q=_1C{<clc": ("web/what-makes-a-method-safe", SECOND),
    "KW:UwlUO/K": ("web/what-is-shown~6d88858a", FIRST),
    "D)~,=>+s7s": ("web/way", FIRST),
    "Ms>2g]tNtB": ("web/what-is-a-header", FIRST),
    "J@.#0hxiCr": ("web/what-is-a-header-2", FIRST),
    "h>9l+ty[iD": ("basics/what-is-a-class", FIRST),
    "*PHBf;=I{": ("basics/what-does-final-mean-for-a-variable", FIRST),
    "kj8|dphaH<": ("basics/what-is-a-goroutine", FIRST),
    "P])&3ZZIMz": ("basics/wie-wird-aus-grösse-ein-öffentlicher-name", FIRST),
}
"""Key and time of change by GUID, in order."""
TEAPOT = "### 7. What does 418 mean?\n\nThe server is a teapot and brews no coffee: a joke of 1998.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return shutil.copytree(FOLDER / "articles", tmp_path, dirs_exist_ok=True)


def read(path: Path) -> Deck:
    deck, problems = read_apkg(path, make_notetypes(0))
    assert deck is not None
    assert problems == []
    return deck


def identities(deck: Deck) -> dict[str, tuple[str, int]]:
    return {note.guid: (note.key, note.mod) for note in deck.notes}


@pytest.mark.parametrize("package", KEPT)
def test_a_kept_package_is_read_as_it_was_made(package: Path) -> None:
    deck = read(package)
    assert identities(deck) == IDENTITIES
    assert [(gone.guid, gone.key, gone.mod) for gone in deck.removed] == [
        ("mfbG%-?uAn", "web/what-does-418-mean", FIRST)
    ]


@pytest.mark.parametrize("package", KEPT)
def test_upon_a_kept_package_the_same_articles_change_no_note(package: Path, articles: Path) -> None:
    previous = read(package)
    kept, changes = keep_history(previous, load(articles / "web.md", articles / "java", articles / "go").deck, NOW)
    assert Counter(change.kind for change in changes) == {"unchanged": 10}
    assert identities(kept) == IDENTITIES
    assert [note.id for note in kept.notes] == [note.id for note in previous.notes]
    (own,), (before,) = kept.notetypes, previous.notetypes
    looks = [(notetype.css, [(each.front, each.back) for each in notetype.templates]) for notetype in (own, before)]
    assert own.mod == (NOW if looks[0] != looks[1] else before.mod)  # the looks alone may a release change
    bare = [replace(each, mod=0, css="", templates=()) for each in (own, before)]
    assert bare[0] == bare[1]
    assert [(each.id, each.name) for each in own.templates] == [(each.id, each.name) for each in before.templates]
    assert Counter(change.kind for change in compare_decks(previous, kept)) == {"unchanged": 10}


@pytest.mark.parametrize("package", KEPT)
def test_a_question_that_a_kept_package_lacks_comes_back_with_its_history(package: Path, articles: Path) -> None:
    with (articles / "web.md").open("a", encoding="utf-8") as web:
        web.write(f"\n{TEAPOT}")
    done = call(articles, "web.md", "java", "go", "-o", "next.apkg", "--previous", str(package))
    assert done.code == 0, done.told
    deck = read(articles / "next.apkg")
    assert identities(deck) == IDENTITIES | {"mfbG%-?uAn": ("web/what-does-418-mean", FIRST)}
    assert deck.removed == ()
