"""How cards look in a real browser: nothing scrolls sideways, all is legible, nothing comes from the network."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from articles import SHARED, load

from mkdeck.preview.cards import fill_cards
from mkdeck.preview.mathml import show_math

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
TORTURE = HERE / "look" / "torture.md"
OWN = HERE.parent / "sources" / "backend.md"
NAMES = ("faqguru_git", "ds_theory", "gointerview_basics", "redox_faq", "s30_interviews", "sudheerj_react")
WIDTHS = (320, 390, 768, 1280)
LEAST_CONTRAST = 4.5
PICTURES = os.environ.get("MKDECK_PICTURES")
"""A folder that takes pictures of cards, to be looked at."""

PAGE = """<!doctype html><meta charset="utf-8">
<style>body {{ margin: 20px; overflow-wrap: break-word }} body.nightMode {{ background: #2c2c2c; color: #fcfcfc }}
mjx-container[display="true"] {{ display: block; text-align: center }}</style>
<style>{css}</style><body class="card card1">{sides}</body>"""
"""What Anki's own page sets around a card, and all cards one below the other."""

WIDEST = """() => {
  const own = element => element.closest('pre, table, mjx-container[display], p:has(> mjx-container), dd:has(> mjx-container)')
  const out = [...document.querySelectorAll('.mkdeck *')].filter(element =>
    element.getBoundingClientRect().right > innerWidth + 0.5 && (!own(element) || own(element) === element))
  const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls'] : []
  return wide.concat(out.slice(0, 5).map(element => element.outerHTML.slice(0, 200)))
}"""

# WCAG 2.2, relative luminance and contrast ratio; of each text, against the backgrounds behind it.
CONTRASTS = """() => {
  const parse = color => { const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number); return {rgb: [r, g, b], a} }
  const light = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const {rgb, a} = parse(getComputedStyle(e).backgroundColor)
      if (a === 1) return rgb
      if (a > 0) throw new Error('a background that is half transparent')
    }
    return [255, 255, 255]
  }
  const found = {}
  const note = (element, color, what) => {
    const pair = [light(parse(color).rgb), light(behind(element))].sort((a, b) => b - a)
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05)
    if (!(what in found) || found[what] > ratio) found[what] = ratio
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (walker.currentNode.data.trim()) {
      note(element, getComputedStyle(element).color, `${element.tagName} .${element.className} in ${element.parentElement.tagName}`)
    }
  }
  for (const code of document.querySelectorAll('pre[data-language]')) {
    note(code, getComputedStyle(code, '::before').color, 'the name of a language')
  }
  for (const item of document.querySelectorAll('li')) {
    note(item, getComputedStyle(item, '::marker').color, 'the mark of an item')
  }
  return found
}"""


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    opened = browser.new_page()
    yield opened
    opened.close()


def show(page: "Page", article: Path, folder: Path) -> list[str]:
    """Show all cards of an article as Anki does, its pictures beside the page; return what the page asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    deck = load(article).deck
    for media in deck.media:
        (folder / media.name).write_bytes(media.content)
    sides = "".join(
        show_math(side)
        for note in deck.notes
        for card in fill_cards(deck.find_notetype(note.kind), note)
        for side in card.sides
    )
    (folder / "cards.html").write_text(PAGE.format(css=deck.notetypes[0].css, sides=sides), encoding="utf-8")
    page.goto((folder / "cards.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    return asked


def switch(page: "Page", *, dark: bool) -> None:
    page.evaluate("dark => { document.body.className = dark ? 'card card1 nightMode night_mode' : 'card card1' }", dark)


def article_of(name: str) -> Path:
    path = {"torture": TORTURE, "own deck": OWN, "backend": SHARED / "seed" / "backend.md"}.get(
        name, SHARED / "corpora" / "files" / f"{name}.md"
    )
    if not path.exists():
        pytest.skip(f"other people's article {name} is not on this machine")
    return path


@pytest.mark.parametrize("name", ["torture", "own deck", "backend", *NAMES])
def test_no_card_scrolls_sideways_or_is_hard_to_read_or_asks_the_network(
    name: str, page: "Page", tmp_path: Path
) -> None:
    asked = show(page, article_of(name), tmp_path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(WIDEST) == [], width
    for dark in (False, True):
        switch(page, dark=dark)
        found: dict[str, float] = page.evaluate(CONTRASTS)
        assert len(found) > 3
        assert {what: ratio for what, ratio in found.items() if ratio < LEAST_CONTRAST} == {}
    assert all(url.startswith("file:") for url in asked)


def test_wide_code_tables_and_math_scroll_in_themselves(page: "Page", tmp_path: Path) -> None:
    show(page, TORTURE, tmp_path)
    page.set_viewport_size({"width": 320, "height": 800})
    scrolling = page.evaluate(
        """() => ['pre', 'table', 'mjx-container[display]', 'p:has(> mjx-container)'].map(kind =>
          [...document.querySelectorAll(`.mkdeck ${kind}`)].some(e =>
            e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === 'auto'))"""
    )
    assert scrolling == [True] * 4


def test_pictures_fit_and_keep_their_proportions(page: "Page", tmp_path: Path) -> None:
    show(page, TORTURE, tmp_path)
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.locator("img[alt^='a bar']").last.bounding_box()
    assert wide is not None
    assert wide["width"] <= 320
    assert wide["width"] / wide["height"] == pytest.approx(50, rel=0.05)


@pytest.mark.parametrize("size", [12, 16, 24, 40])
def test_the_learners_font_size_is_followed(size: int, page: "Page", tmp_path: Path) -> None:
    show(page, TORTURE, tmp_path)
    page.set_viewport_size({"width": 390, "height": 800})
    page.evaluate("size => { document.documentElement.style.fontSize = `${size}px` }", size)
    shown = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.answer p')).fontSize)")
    assert shown == pytest.approx(1.125 * size)
    assert page.evaluate(WIDEST) == []


def test_each_script_runs_in_its_own_direction_and_code_from_the_left(page: "Page", tmp_path: Path) -> None:
    show(page, TORTURE, tmp_path)
    aligned = page.evaluate(
        """() => [...document.querySelectorAll('.back')].filter(e => /[֐-ۿ]/.test(e.querySelector('.question').textContent))
          .map(e => [e.querySelector('.question'), e.querySelector('.answer p'), e.querySelector('pre')].map(e => e && getComputedStyle(e).direction))"""
    )
    assert aligned == [["rtl", "rtl", "ltr"], ["rtl", "rtl", None]]


def test_a_known_language_is_named_and_an_unknown_one_is_plain_code(page: "Page", tmp_path: Path) -> None:
    show(page, TORTURE, tmp_path)
    named = page.evaluate(
        "[...document.querySelectorAll('.back pre')].map(e => getComputedStyle(e, '::before').content.replaceAll('\"', ''))"
    )
    assert named[:10] == ["Python", "SQL", "Diff", "Bash Session", "YAML", "HTML", "none", "none", "none", "C"]


def test_print_is_black_on_white_and_cuts_no_code_off(page: "Page", tmp_path: Path) -> None:
    show(page, TORTURE, tmp_path)
    switch(page, dark=True)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    colors = page.evaluate(
        "(() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color] })()"
    )
    assert colors == ["rgb(255, 255, 255)", "rgb(29, 33, 39)"]
    assert page.evaluate("[...document.querySelectorAll('.mkdeck pre')].every(e => e.scrollWidth <= e.clientWidth)")


def test_a_fold_opens_by_touch(browser: "Browser", tmp_path: Path) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 800})
    touched = context.new_page()
    show(touched, TORTURE, tmp_path)
    fold = touched.locator(".back details:not(:has(details))").first
    fold.evaluate("fold => { fold.open = false }")
    summary = fold.locator("summary")
    summary.tap()
    assert fold.evaluate("fold => fold.open")
    box = summary.bounding_box()
    assert box is not None
    assert box["height"] >= 40  # a finger's width
    context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 900], ids=["phone", "desktop"])
def test_pictures_of_cards_are_kept_where_they_are_asked_for(
    width: int, dark: bool, page: "Page", tmp_path: Path
) -> None:
    if not PICTURES:
        pytest.skip("MKDECK_PICTURES names no folder for them")
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    show(page, TORTURE, tmp_path)
    page.set_viewport_size({"width": width, "height": 800})
    switch(page, dark=dark)
    cards = page.locator(".mkdeck.back")
    for n in range(cards.count()):
        cards.nth(n).screenshot(path=folder / f"{n + 1:02}-{width}-{'dark' if dark else 'light'}.png")
    assert len(list(folder.glob(f"*-{width}-{'dark' if dark else 'light'}.png"))) >= 10
