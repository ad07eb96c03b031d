"""Choices: options have letters; the front tells nothing, the back marks the right ones and then explains."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from articles import load, write
from test_look import CONTRASTS, LEAST_CONTRAST, PAGE, switch
from test_reading import read_pairs

from mkdeck.preview.cards import fill_cards

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLD = "\n\n<details><summary>Answer</summary>\n\n{}\n\n</details>"
LETTERED = "- A. oak\n- B. elm\n- C. fir"
BOLD = "- A. oak\n- **B. elm**\n- C. fir"


@pytest.fixture(scope="module")
def page(browser: "Browser") -> "Iterator[Page]":
    with closing(browser.new_page()) as opened:
        yield opened


def show(page: "Page", folder: Path, choice: str, width: int = 900) -> list[str]:
    """Return what the two sides of a card show, as people read them, letters of lists and marks included; the back stays open."""
    deck = load(write(folder, "exam.md", f"# Exam\n\n### Which tree?\n\n{choice}\n")).deck
    page.set_viewport_size({"width": width, "height": 800})
    texts = []
    for side in fill_cards(deck.notetypes[0], deck.notes[0])[0].sides:
        page.set_content(PAGE.format(css=deck.notetypes[0].css, sides=side))
        texts.append(page.evaluate(READ))
    return texts


READ = """() => {
  const card = document.querySelector('.mkdeck')
  for (const item of card.querySelectorAll('.options > li')) {
    const first = item.querySelector(':scope > p:first-child') ?? item
    const sign = getComputedStyle(first, '::before').content
    const isMarked = sign !== 'none' && sign !== 'normal'
    if (isMarked !== (Number(getComputedStyle(item).fontWeight) >= 600)) throw new Error('a sign without weight, or weight without a sign')
    const letter = item.parentElement.matches('ol[type=A]') ? String.fromCharCode(64 + [...item.parentElement.children].indexOf(item) + 1) + '. ' : ''
    first.prepend(letter + (isMarked ? JSON.parse(sign) : ''))
  }
  for (const bold of card.querySelectorAll('.question .context :is(b, strong)')) bold.prepend('**')
  return card.innerText.split(/\\n+/).map(line => line.trim()).filter(Boolean).slice(1).join(' | ')
}"""


@pytest.mark.parametrize(
    ("choice", "front", "back"),
    [
        pytest.param(
            "- [ ] oak\n- [x] elm\n- [ ] fir\n\nSince it is an elm.",
            "A. oak | B. elm | C. fir",
            "A. oak | B. ✓ elm | C. fir | Since it is an elm.",
            id="boxes become letters",
        ),
        pytest.param(
            "- [x] oak\n- [ ] elm\n- [x] fir",
            "A. oak | B. elm | C. fir",
            "A. ✓ oak | B. elm | C. ✓ fir | oak | fir",
            id="several are right, and nothing explains it",
        ),
        pytest.param(
            f"{BOLD}\n\nIt is an elm.",
            "A. oak | B. elm | C. fir",
            "A. oak | ✓ B. elm | C. fir | It is an elm.",
            id="the right one is bold",
        ),
        pytest.param(
            BOLD + FOLD.format("It is an elm."),
            "A. oak | B. elm | C. fir",
            "A. oak | ✓ B. elm | C. fir | It is an elm.",
            id="the right one is bold, and a fold explains it",
        ),
        pytest.param(
            "- A. oak\n- **B. elm**\n- **C. fir**" + FOLD.format("B and C. Both are trees."),
            "A. oak | B. elm | C. fir",
            "A. oak | ✓ B. elm | ✓ C. fir | B and C. Both are trees.",
            id="two are bold",
        ),
        pytest.param(
            "A. oak\n**B. elm**\nC. fir" + FOLD.format("Correct answer: B\n\nIt is an elm."),
            "A. oak | B. elm | C. fir",
            "A. oak | ✓ B. elm | C. fir | It is an elm.",
            id="options in lines, one of them bold",
        ),
        pytest.param(
            "1. oak\n2. **elm**" + FOLD.format("elm\n\nIt is one."),
            "oak | elm",
            "oak | ✓ elm | It is one.",
            id="options with numbers, and the bold one is the answer",
        ),
        pytest.param(
            "1. oak\n2. **elm**" + FOLD.format("2\n\nIt is one."),
            "oak | elm",
            "oak | ✓ elm | It is one.",
            id="options with numbers, and the answer is the number of the bold one",
        ),
        pytest.param(
            "- A. oak\n- **B.** **elm**.\n- C. fir" + FOLD.format("It is an elm."),
            "A. oak | B. elm. | C. fir",
            "A. oak | ✓ B. elm. | C. fir | It is an elm.",
            id="letter and text are bold, each by itself",
        ),
        pytest.param(
            "- **A.** oak\n- **B.** elm" + FOLD.format("It is an elm."),
            "**A. oak | **B. elm",
            "**A. oak | **B. elm | It is an elm.",
            id="all letters are bold",
        ),
        pytest.param(
            LETTERED + FOLD.format("#### Answer: C\n\nIt is a fir."),
            "A. oak | B. elm | C. fir",
            "A. oak | B. elm | ✓ C. fir | It is a fir.",
            id="a heading names the letter",
        ),
        pytest.param(
            LETTERED + FOLD.format("**C.** It is a fir."),
            "A. oak | B. elm | C. fir",
            "A. oak | B. elm | ✓ C. fir | C. It is a fir.",
            id="a letter begins the explanation",
        ),
        pytest.param(
            LETTERED + FOLD.format("B) elm\n\nIt is one."),
            "A. oak | B. elm | C. fir",
            "A. oak | ✓ B. elm | C. fir | It is one.",
            id="letter and text stand above the explanation",
        ),
        pytest.param(
            LETTERED + FOLD.format("A tree is a plant."),
            "A. oak | B. elm | C. fir",
            "A. oak | B. elm | C. fir | A tree is a plant.",
            id="an article is no letter",
        ),
        pytest.param(
            LETTERED + FOLD.format("D"),
            "A. oak | B. elm | C. fir",
            "A. oak | B. elm | C. fir | D",
            id="a letter that no option has",
        ),
        pytest.param(
            "- [ ]\n```py\noak()\n```\n- [x]\n```py\nelm()\n```",
            "A. | oak() | B. | elm()",
            "A. | oak() | B. ✓ | elm() | elm()",
            id="options that are code",
        ),
        pytest.param(
            "- light\n- **heavy**\n- old" + FOLD.format("An oak is all of them."),
            "light | **heavy | old",
            "light | **heavy | old | An oak is all of them.",
            id="a list with a bold item is no choice",
        ),
    ],
)
def test_the_front_tells_nothing_and_the_back_marks_what_is_right(
    choice: str, front: str, back: str, page: "Page", tmp_path: Path
) -> None:
    assert show(page, tmp_path, choice) == [front, back]


def test_the_field_of_the_answer_keeps_what_the_marks_make_needless(tmp_path: Path) -> None:
    deck = load(write(tmp_path, "exam.md", f"# Exam\n\n### Which tree?\n\n{BOLD}\n\nIt is an elm.\n")).deck
    assert "B. elm" in deck.notes[0].fields[1]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [900, 420])
def test_options_are_legible_in_both_modes(width: int, dark: bool, page: "Page", tmp_path: Path) -> None:
    show(page, tmp_path, f"{BOLD}\n\nIt is an elm.", width)
    switch(page, dark=dark)
    contrasts: dict[str, float] = page.evaluate(CONTRASTS)
    assert contrasts
    assert min(contrasts.values()) >= LEAST_CONTRAST
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_an_author_wrote_for_a_bold_option_among_letters_stays_as_packages_have_it() -> None:
    article = "# Ports\n\n1. HTTPS?\n   - a) 80\n   - **b) 443**\n\n2. SSH?\n   - **a) 22**\n   - b) 443\n"
    assert [pair.source for pair in read_pairs(article)] == [
        ("HTTPS?- a) 80\n- b) 443", "- **b) 443**"),
        ("SSH?- a) 22\n- b) 443", "- **a) 22**"),
    ]
