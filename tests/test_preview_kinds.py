"""Kinds of cards as people see them: in the preview, and in Anki's own reviewer."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from articles import load, write
from reviewer import find_reviewer, open_reviewer

from mkdeck.apkg.write import write_apkg
from mkdeck.preview.page import make_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

ARTICLE = """# Waters

{{c1::The Nile}} flows through {{c3::Egypt::a country}}.

## Words
<!-- kind: both-ways -->

### Estuary

Where a river meets the sea.

## Typing
<!-- kind: typed -->

### What is the longest river?

Volga

It rises near Moscow.

## Questions
<!-- kind: question -->

### What is a delta?

Land.
"""


@pytest.fixture
def page(browser: "Browser", tmp_path: Path) -> Iterator["Page"]:
    loaded = load(write(tmp_path, "waters.md", ARTICLE))
    file = write(tmp_path, "page.html", make_page(loaded.deck, loaded.places))
    with closing(browser.new_page()) as opened:
        opened.set_default_timeout(10_000)
        complaints: list[str] = []
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.goto(file.as_uri())
        card(opened).locator("#qa").wait_for()
        yield opened
        assert complaints == []


def card(page: "Page") -> "FrameLocator":
    return page.frame_locator("#card")


def walk(page: "Page", steps: int) -> None:
    for _ in range(steps):
        page.keyboard.press("j")


def shown(page: "Page") -> str:
    return " ".join(card(page).locator("#qa").inner_text().split())


def test_each_card_of_a_note_has_a_place_a_name_and_an_address_of_its_own(page: "Page") -> None:
    assert page.locator("#list a").all_text_contents() == [
        "[...] flows through Egypt.",
        "The Nile flows through [a country].",
        "Estuary",
        "Where a river meets the sea.",
        "What is the longest river?",
        "What is a delta?",
    ]
    assert page.locator("#count").inner_text() == "6 cards"
    places = []
    for _ in range(6):
        places.append(page.locator("#position").inner_text())
        walk(page, 1)
    assert places == ["1 of 6, Cloze 1", "2 of 6, Cloze 3", "3 of 6, Question", "4 of 6, Answer", "5 of 6", "6 of 6"]
    page.goto(f"{page.url.partition('#')[0]}#waters/estuary=both-ways%232")
    page.get_by_text("4 of 6").wait_for()


def test_a_cloze_hides_what_its_card_asks_for_and_nothing_else(page: "Page") -> None:
    assert shown(page) == "[...] flows through Egypt."
    assert card(page).locator("body").get_attribute("class") == "card card1"
    page.keyboard.press(" ")
    assert shown(page) == "The Nile flows through Egypt."
    assert card(page).locator(".cloze").inner_text() == "The Nile"
    walk(page, 1)
    assert shown(page) == "The Nile flows through [a country]."
    assert card(page).locator("body").get_attribute("class") == "card card3"
    accent = card(page).locator(".cloze").evaluate("one => getComputedStyle(one).color")
    assert accent != card(page).locator(".question").evaluate("one => getComputedStyle(one).color")


def test_both_directions_are_two_cards(page: "Page") -> None:
    walk(page, 2)
    assert shown(page) == "Words Estuary"
    page.keyboard.press(" ")
    assert shown(page) == "Words Estuary Where a river meets the sea."
    walk(page, 1)
    assert shown(page) == "Words Where a river meets the sea."
    page.keyboard.press(" ")
    assert shown(page) == "Words Where a river meets the sea. Estuary"


def test_an_answer_is_typed_and_compared(page: "Page") -> None:
    walk(page, 4)
    field = card(page).locator("input#typeans")
    field.click()
    page.keyboard.type("jolly k")  # which are no keys of the page here
    assert field.input_value() == "jolly k"
    page.keyboard.press("Enter")
    assert shown(page) == "Typing What is the longest river? jolly k ↓ Volga It rises near Moscow."
    assert card(page).locator(".typeBad").inner_text() == "jolly k"
    page.keyboard.press(" ")
    assert field.input_value() == "jolly k"
    field.fill("Volga")
    page.locator("#flip").click()
    assert card(page).locator("#typeans .typeGood").inner_text() == "Volga"
    assert card(page).locator(".typeBad").count() == 0
    walk(page, 1)
    assert card(page).locator(".question").evaluate("one => getComputedStyle(one).fontWeight") == "600"
    page.keyboard.press("k")
    assert field.input_value() == ""
    page.keyboard.press(" ")
    assert card(page).locator("#typeans").inner_text() == "Volga"


def test_a_search_finds_a_note_by_what_it_hides(page: "Page") -> None:
    page.fill("#query", "egypt")
    assert page.locator("#count").inner_text() == "2 of 6 cards"
    assert page.locator("#list a:visible").count() == 2


def test_ankis_reviewer_shows_them_whole(browser: "Browser", tmp_path: Path) -> None:
    """Every side, with what Anki itself makes of a typed answer, right or wrong, in the style of its notetype."""
    if not find_reviewer():
        pytest.skip("needs the package aqt, for Anki's own scripts")
    api = pytest.importorskip("anki.collection", reason="needs the package anki")
    assert write_apkg(load(write(tmp_path, "waters.md", ARTICLE)).deck, tmp_path / "w.apkg") == []
    collection = api.Collection(str(tmp_path / "collection.anki2"))
    options = api.ImportAnkiPackageOptions()
    collection.import_anki_package(api.ImportAnkiPackageRequest(package_path=str(tmp_path / "w.apkg"), options=options))
    with open_reviewer(browser, {}) as reviewer:
        for id_ in collection.find_cards("note:*Cloze OR note:*Ways"):
            wrong = reviewer.show([render(collection.get_card(id_))])
            assert [each for each in wrong if not each.startswith("not one .answer")] == []  # of a cloze
        (typed,) = collection.find_cards("note:*Typed")
        front, back = render(collection.get_card(typed))
        for said, kinds in (("Volga", {"typeGood"}), ("Wolga", {"typeGood", "typeBad", "typeMissed"}), ("", set())):
            compared = collection.compare_answer(collection.get_card(typed).note()["Answer"], said)
            field = "<input type=text id=typeans>"
            reviewer.show([(front.replace("[[type:Answer]]", field), back.replace("[[type:Answer]]", compared))])
            found = reviewer.ask(
                "() => [...document.querySelectorAll('#typeans [class^=type]')].map(each => [each.className, getComputedStyle(each).color])"
            )
            assert {name for name, _ in found} == kinds
            assert len({colour for _, colour in found}) == len(kinds)
    collection.close()


def render(shown_card: Any) -> tuple[str, str]:
    output = shown_card.render_output()
    style = f"<style>{output.css}</style>"
    return style + output.question_text, style + output.answer_text
