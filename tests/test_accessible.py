"""Cards and the preview, looked over by axe-core; and what Anki's own style leaves of that of the cards."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from reviewer import find_reviewer
from test_look import TORTURE, show, switch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = (900, 420)
NOT_OF_CARDS = {"document-title", "html-has-lang", "landmark-one-main", "page-has-heading-one", "region"}
"""Rules of axe for a whole page, which is Anki's."""
LEFT_TO_ANKI = (".mkdeck mjx-container",)
"""Math, which is MathJax's on a learner's screen."""


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    with closing(browser.new_page()) as opened:
        yield opened


def find_axe() -> str:
    """Return the script of axe-core, out of the package that brings it; no line of Python of it runs."""
    spec = find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("needs the package axe-playwright-python, for axe-core's script")
    return (Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8")


def look_over(page: "Page", but: Sequence[str] = ()) -> list[tuple[str, str, str]]:
    """Return each finding of axe that is serious or worse, with the first element that it concerns."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(find_axe())
    run = "but => axe.run({exclude: but.map(each => [each])}, {resultTypes: ['violations']})"
    found: Any = page.evaluate(run, [*but])
    grave = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    return [(each["id"], each["nodes"][0]["html"][:120], each["nodes"][0]["failureSummary"]) for each in grave]


def test_axe_finds_nothing_serious_on_cards(page: "Page", tmp_path: Path) -> None:
    show(page, TORTURE, tmp_path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for dark in (False, True):
            switch(page, dark=dark)
            found = look_over(page, LEFT_TO_ANKI)
            assert [each for each in found if each[0] not in NOT_OF_CARDS] == [], (width, dark)


def test_links_are_underlined_though_ankis_own_style_takes_that_away(page: "Page", tmp_path: Path) -> None:
    show(page, TORTURE, tmp_path)
    page.add_style_tag(content="a { text-decoration: none }")  # moved before the notetype's own
    page.evaluate("document.head.prepend(document.head.lastElementChild)")
    links = page.evaluate(
        "[...document.querySelectorAll('.mkdeck a')].map(link => getComputedStyle(link).textDecorationLine)"
    )
    assert len(links) > 5
    assert set(links) == {"underline"}


DIFFERING = """([theirs, ours, dark]) => {
  document.documentElement.className = dark ? 'linux night-mode' : 'linux'
  document.body.className = dark ? 'card card1 nightMode night_mode' : 'card card1'
  const kinds = new Map([...document.querySelectorAll('html, body, body *')].map(element =>
    [`${element.localName}.${element.className} in ${element.parentElement?.localName}`, element]))
  const [before, after] = [theirs, ours].map(style => {
    document.getElementById('around').textContent = style
    return [...kinds.values()].map(element => getComputedStyle(element)).map(computed =>
      [...computed].filter(name => !name.startsWith('--')).map(name => [name, computed.getPropertyValue(name)]))
  })
  const differing = [...kinds.keys()].flatMap((kind, n) => before[n].flatMap(([name, value], at) =>
    after[n][at][1] === value ? [] : [`${kind}: ${name}: ${value} there, ${after[n][at][1]} here`]))
  return [kinds.size, before[0].length, differing]
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_preview_has_the_rules_of_ankis_own_page_under_a_card(dark: bool, page: "Page", tmp_path: Path) -> None:
    web = find_reviewer()
    if web is None:
        pytest.skip("needs the package aqt, for Anki's own styles")
    show(page, TORTURE, tmp_path)
    page.evaluate("document.querySelectorAll('mjx-container').forEach(math => math.remove())")  # MathJax's own
    page.evaluate("document.querySelector('style').id = 'around'")
    typed = (
        '<input id="typeans"><code id="typeans"><span class="typeGood">a</span><span class="typeBad">b</span></code>'
    )
    page.evaluate(
        "html => document.body.insertAdjacentHTML('beforeend', html)", f"<h1>h</h1><hr><a href=x>a</a>{typed}"
    )
    anki = "".join((web / "css" / f"{name}.css").read_text("utf-8") for name in ("webview", "reviewer"))
    ours = (files("mkdeck.preview") / "card.css").read_text("utf-8")
    kinds, properties, differing = page.evaluate(DIFFERING, [anki, ours, dark])
    assert (kinds > 50, properties > 300) == (True, True)
    assert not differing, "\n".join(differing)
