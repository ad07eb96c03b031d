"""How far apart things stand on a card, and what fits into it, measured in a real browser."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from articles import load, write
from browser import open_with_scroll_bars
from test_look import OWN, PAGE, show

from mkdeck.preview.cards import fill_cards

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LISTS = """## What stands below what?

- A sentence before code:
  ```
  let x = 1
  ```
- A sentence before a list:
  - inner
  - another

1. inner

   of two paragraphs
2. another

<ul><li><pre>code before</pre>a sentence</li></ul>

<table><tr><td>A sentence<pre>code</pre></td></tr></table>

> A quote

> [!TIP]
> An alert
"""
TOPS = """([below, above]) => {
  const [under, over] = [below, above].map(path => document.querySelector(`.answer ${path}`))
  const {fontSize, lineHeight, paddingTop} = getComputedStyle(over)
  const line = over.contains(under) && over.firstChild.data?.trim() ? parseFloat(lineHeight) + parseFloat(paddingTop) : 0
  const start = over.contains(under) ? over.getBoundingClientRect().top + line : over.getBoundingClientRect().bottom
  return (under.getBoundingClientRect().top - start) / parseFloat(fontSize)
}"""
"""From the top of the first element to the line of text at the begin of the second one, or to its bottom, in its letters' size."""


@pytest.fixture(scope="module")
def only_page(browser: "Browser") -> "Iterator[Page]":
    with closing(browser.new_page()) as opened:
        yield opened


@pytest.fixture
def page(only_page: "Page") -> "Page":
    only_page.set_viewport_size({"width": 900, "height": 800})
    return only_page


@pytest.mark.parametrize(
    ("below", "above", "distance"),
    [
        pytest.param("li > pre", "li:has(> pre)", 0.8, id="code below a sentence in an item"),
        pytest.param("li li", "li:has(li)", 0.35, id="a list below a sentence in an item"),
        pytest.param("ol p + p", "ol p", 0.4, id="a paragraph below one in an item"),
        pytest.param("ol li + li", "ol li", 0.4, id="an item below one that ends with a paragraph"),
        pytest.param("td > pre", "td", 0.4, id="code below a sentence in a cell"),
        pytest.param("blockquote p", "blockquote", 0, id="a paragraph at the begin of a quote"),
        pytest.param(".markdown-alert p", ".markdown-alert", 0, id="the title at the begin of an alert"),
        pytest.param(".markdown-alert", "blockquote", 0.8, id="an alert below a quote"),
    ],
)
def test_what_stands_below_something_keeps_its_distance(
    below: str, above: str, distance: float, page: "Page", tmp_path: Path
) -> None:
    show(page, write(tmp_path, "lists.md", LISTS), tmp_path)
    assert page.evaluate(TOPS, [below, above]) == pytest.approx(distance, abs=0.03)


def test_a_sentence_below_code_in_an_item_keeps_its_distance(page: "Page", tmp_path: Path) -> None:
    show(page, write(tmp_path, "lists.md", LISTS), tmp_path)
    below = page.evaluate("""() => {
      const item = [...document.querySelectorAll('.answer li')].at(-1)
      const {fontSize, lineHeight} = getComputedStyle(item)
      const room = item.getBoundingClientRect().bottom - item.firstElementChild.getBoundingClientRect().bottom
      return (room - parseFloat(lineHeight)) / parseFloat(fontSize)
    }""")
    assert below == pytest.approx(0.8, abs=0.03)


def name_rows(page: "Page", code: str, folder: Path) -> float:
    """Return how many lines of code a block with some code and the name of its language is high."""
    show(page, write(folder, "code.md", f"## What does this do?\n\nIt runs.\n\n```python\n{code}\n```\n"), folder)
    rows: float = page.evaluate("""() => {
      const block = document.querySelector('.answer pre')
      const {height, paddingLeft} = getComputedStyle(block)
      const [at, code] = [block, block.firstElementChild].map(each => each.getBoundingClientRect().left)
      if (Math.abs(code - at - parseFloat(paddingLeft)) > 0.5) throw new Error('the code does not begin at the left')
      return parseFloat(height) / parseFloat(getComputedStyle(block.firstElementChild).lineHeight)
    }""")
    return rows


@pytest.mark.parametrize("width", [900, 420])
def test_the_name_of_a_language_takes_a_row_only_above_lines_that_reach_it(
    width: int, page: "Page", tmp_path: Path
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert name_rows(page, "x = 1", tmp_path) == pytest.approx(1, abs=0.05)
    assert name_rows(page, "x = 1\ny = 2", tmp_path) == pytest.approx(2, abs=0.05)
    assert 1.5 < name_rows(page, f"x = {'1' * 200}", tmp_path) < 2.1
    apart = page.evaluate("""() => {
      const block = document.querySelector('.answer pre')
      block.scrollLeft = 300
      return block.scrollLeft
    }""")
    assert apart == 300


def test_code_of_34_columns_fits_a_phone_of_360_pixels(browser: "Browser", tmp_path: Path) -> None:
    """As the code of this repository's deck has, but for three blocks with a line that cannot be broken."""
    context = browser.new_context(is_mobile=True, viewport={"width": 360, "height": 740})
    phone = context.new_page()
    show(phone, OWN, tmp_path)
    phone.evaluate(
        "document.head.insertAdjacentHTML('beforeend', '<meta name=viewport content=\"width=device-width\">')"
    )
    phone.wait_for_function("innerWidth === 360")
    wide = phone.evaluate("""() => [...document.querySelectorAll('pre')].map(block =>
      [Math.max(...block.textContent.split('\\n').map(line => line.length)), block.scrollWidth > block.clientWidth])""")
    context.close()
    assert len(wide) > 60
    assert [columns for columns, scrolls in wide if scrolls and columns <= 34] == []
    assert sum(scrolls for _, scrolls in wide) == 3


def test_the_answer_begins_below_a_short_question_in_view(page: "Page", tmp_path: Path) -> None:
    """Anki scrolls an answer that is longer than the window to the rule above it."""
    long = "Because it is so.\n\n" * 80
    article = write(tmp_path, "long.md", f"## Why?\n\n{long}## {'Why is it so? ' * 150}\n\n{long}")
    deck = load(article).deck
    seen = []
    for note in deck.notes:
        back = fill_cards(deck.notetypes[0], note)[0].sides[1]
        page.set_content(PAGE.format(css=deck.notetypes[0].css, sides=back))
        page.evaluate("document.getElementById('answer').scrollIntoView()")
        seen.append(
            page.evaluate(
                "['.question', '#answer'].map(each => document.querySelector(each).getBoundingClientRect().top)"
            )
        )
    (short, rule), (_, below) = seen
    assert short >= 0
    assert rule < 320
    assert below == pytest.approx(320, abs=1)  # the end of the question above the answer


def test_the_column_stays_where_it_is_when_the_answer_needs_a_scroll_bar(browser: "Browser", tmp_path: Path) -> None:
    deck = load(write(tmp_path, "long.md", "## Why?\n\n" + "Because it is so.\n\n" * 80)).deck
    sides = fill_cards(deck.notetypes[0], deck.notes[0])[0].sides
    with open_with_scroll_bars(browser) as other, closing(other.new_page()) as page:
        places = []
        for side in sides:
            page.set_content(PAGE.format(css=deck.notetypes[0].css, sides=side))
            places.append(page.evaluate("document.querySelector('.mkdeck').getBoundingClientRect().left"))
        assert page.evaluate("innerWidth - document.documentElement.clientWidth") > 5  # it has one
    assert places[0] == places[1]
