"""The preview as who looks a deck over uses it: both sides as a list, filters, what changed, and by keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from articles import load, write
from commands import call, write_files
from test_accessible import look_over

from mkdeck.model import Location
from mkdeck.preview.cards import Beside, group_cards
from mkdeck.problem import Problem, Severity

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

RIVERS = """---
tags: [water]
---
# Rivers

## What is a delta?

Land at the mouth.

## What is a meander?

A bend. ![a bend](bend.png)

## What is a ford?

A shallow place.
"""
LATER = RIVERS.replace("Land at the mouth.", "Land that a river brings.").replace(
    "## What is a ford?\n\nA shallow place.", "## What is a weir?\n\nA low dam."
)
Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Return what writes a preview with the command, and opens it."""
    opened = []

    def open_page(
        *arguments: str, text: str = RIVERS, width: int = 1280, scheme: Literal["light", "dark"] = "light"
    ) -> "Page":
        write_files(tmp_path, {"rivers.md": text})
        done = call(tmp_path, "preview", "rivers.md", *arguments)
        assert done.code == 0, done.err
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.set_default_timeout(10_000)
        opened.append(page)
        page.goto((tmp_path / "rivers.html").as_uri())
        card(page).locator("#qa").wait_for()
        return page

    yield open_page
    for page in opened:
        page.close()


def card(page: "Page") -> "FrameLocator":
    return page.frame_locator("#card")


def rows(page: "Page") -> list[list[str]]:
    """Return the text of each side in each row of the list, its name first."""
    found: list[list[str]] = (
        card(page)
        .locator("body")
        .evaluate(
            """body => [...body.querySelectorAll('.row')].map(row =>
          [...row.querySelectorAll('.sides > section')].map(side => side.innerText.replace(/\\s+/g, ' ')))"""
        )
    )
    return found


def test_both_sides_of_all_cards_stand_in_a_list(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("l")
    assert rows(page) == [
        ["Front What is a delta?", "Back What is a delta? Land at the mouth."],
        ["Front What is a meander?", "Back What is a meander? A bend. a bend"],
        ["Front What is a ford?", "Back What is a ford? A shallow place."],
    ]
    page.get_by_role("link", name="What is a ford?").click()
    assert "What is a ford?" in card(page).locator(".row.current").inner_text()
    page.fill("#query", "bend")
    assert [row[0] for row in rows(page)] == ["Front What is a meander?"]
    page.get_by_role("button", name="List").click()
    assert card(page).locator(".question").inner_text() == "What is a meander?"


def test_a_long_list_is_made_as_far_as_it_is_looked_at(open_page: Open) -> None:
    many = "# Many\n\n" + "".join(f"## What is {n}?\n\nA number.\n\n" for n in range(200))
    page = open_page(text=many)
    page.keyboard.press("l")
    assert 5 < len(rows(page)) < 100
    card(page).locator("html").evaluate("html => html.ownerDocument.defaultView.scrollBy(0, 1e6)")
    before = len(rows(page))
    page.wait_for_function(
        "before => document.getElementById('card').contentDocument.querySelectorAll('.row').length > before",
        arg=before - 1,
    )
    page.locator("#list a").last.click()
    assert "What is 199?" in card(page).locator(".row.current").inner_text()
    assert len(rows(page)) == 200


def test_a_filter_finds_the_cards_with_a_warning(open_page: Open) -> None:
    page = open_page()
    warnings = page.get_by_label("Warning")
    assert warnings.locator("option").all_inner_texts() == [
        "With and without warnings",
        "with a warning (1)",
        "missing-media (1)",
    ]
    warnings.select_option("missing-media")
    assert page.locator("#list a:visible").all_inner_texts() == ["What is a meander?"]
    assert page.locator("#findings").inner_text().startswith("missing-media: no file 'bend.png'")
    assert not page.get_by_label("Change").is_visible()  # nothing to compare with
    page.get_by_label("Tag").select_option("water")
    assert page.locator("#count").inner_text() == "1 of 3 cards"


def test_only_a_warning_within_its_lines_is_a_questions(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, "rivers.md", RIVERS))
    path = str(tmp_path / "rivers.md")
    told = [("above", 1), ("first", 6), ("second", 12), ("notice", 12)]
    problems = [
        Problem(Location(path, line), name, name, "", Severity.INFO if name == "notice" else Severity.WARNING)
        for name, line in told
    ]
    (group,) = group_cards(loaded.deck, loaded.places, "", Beside(problems))
    assert [card["findings"] for card in group["cards"]] == [[("first", "first")], [("second", "second")], []]


def test_what_changed_is_shown_beside_what_it_was(open_page: Open, tmp_path: Path) -> None:
    write_files(tmp_path, {"rivers.md": RIVERS})
    assert call(tmp_path, "rivers.md", "-o", "old.apkg").code == 0
    page = open_page("--previous", "old.apkg", text=LATER)
    assert page.locator("#count").inner_text() == "3 cards"  # none that is gone
    changes = page.get_by_label("Change")
    assert changes.locator("option").all_inner_texts() == [
        "Changed or not",
        "changed (3)",
        "edited (1)",
        "unchanged (1)",
        "added (1)",
        "removed (1)",
    ]
    changes.select_option("changed")
    assert rows(page) == [
        ["Before What is a delta? Land at the mouth.", "Now What is a delta? Land that a river brings."],
        ["Now What is a weir? A low dam."],
        ["Before What is a ford? A shallow place."],
    ]
    before, now = (
        box
        for box in card(page)
        .locator(".row")
        .first.locator("section")
        .evaluate_all("sides => sides.map(side => side.getBoundingClientRect().toJSON())")
    )
    assert before["top"] == now["top"]
    assert before["right"] <= now["left"]
    page.set_viewport_size({"width": 420, "height": 800})
    assert card(page).locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")
    changes.select_option("", force=True)
    assert card(page).locator(".question").inner_text() == "What is a delta?"


def test_pictures_of_the_earlier_release_are_shown(open_page: Open, tmp_path: Path) -> None:
    write_files(tmp_path, {"rivers.md": RIVERS, "bend.png": bytes.fromhex("89504e470d0a1a0a")})
    assert call(tmp_path, "rivers.md", "-o", "old.apkg").code == 0
    (tmp_path / "bend.png").unlink()
    page = open_page("--previous", "old.apkg", text=RIVERS.replace("A bend.", "A curve."))
    page.get_by_label("Change").select_option("edited")
    assert str(card(page).locator(".row img").get_attribute("src")).startswith("data:image/png;base64,")


def test_who_turns_a_card_can_scroll_it_at_once(open_page: Open) -> None:
    page = open_page(text="# Rivers\n\n## What is a delta?\n\n" + "Land.\n\n" * 200)
    page.get_by_role("button", name="Show answer").click()
    page.keyboard.press("PageDown")
    page.wait_for_function("() => document.getElementById('card').contentWindow.scrollY > 300")


def test_one_key_leads_past_the_list_to_the_card(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the card")
    assert skip.evaluate("link => [link === document.activeElement, getComputedStyle(link).clipPath]") == [True, "none"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press(" ")
    assert card(page).locator(".answer").count() == 1


def test_a_search_without_hits_shows_no_card(open_page: Open) -> None:
    page = open_page()
    page.fill("#query", "desert")
    assert card(page).locator("body").inner_text() == "No card has this."
    assert page.locator("#key").inner_text() == "–"
    assert page.get_by_role("button", name="Show answer").is_disabled()
    page.fill("#query", "ford")
    assert card(page).locator(".question").inner_text() == "What is a ford?"


@pytest.mark.parametrize("address", ["rivers.apkg", "https://example.org/releases/latest/download/rivers.apkg"])
def test_a_published_page_links_to_the_package(address: str, open_page: Open) -> None:
    assert open_page("--download", address).get_by_role("link", name="Download").get_attribute("href") == address


def test_a_page_that_names_no_package_has_no_such_link(open_page: Open) -> None:
    assert open_page().get_by_role("link", name="Download").count() == 0


@pytest.mark.parametrize("address", ["javascript:alert(1)", "a b", "ftp://example.org/x.apkg"])
def test_a_link_to_the_package_is_a_path_or_an_address(address: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"rivers.md": RIVERS})
    done = call(tmp_path, "preview", "rivers.md", "--download", address)
    assert (done.code, "--download" in done.err) == (2, True)


@pytest.mark.parametrize(("width", "scheme"), [(900, "light"), (420, "dark")])
def test_axe_finds_nothing_serious_in_the_page(width: int, scheme: Literal["light", "dark"], open_page: Open) -> None:
    page = open_page("--download", "rivers.apkg", width=width, scheme=scheme)
    for key in (" ", "l", "?"):
        page.keyboard.press(key)
        assert look_over(page) == [], key
