"""``mkdeck preview``: the page, as a browser shows it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal

import pytest
from articles import load, write
from commands import call, write_files

from mkdeck.model import Deck
from mkdeck.preview.cards import group_cards
from mkdeck.preview.mathml import show_math
from mkdeck.preview.page import make_page
from mkdeck.preview.templates import fill_template

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf00000003010100"
    "18dd8db00000000049454e44ae426082"
)
ARTICLE = r"""+++
title = "Waters"
tags = ["nature"]
+++

## Rivers

### What is an estuary?

Where a river meets the tide.

### What is a *meander*?

A bend. ![a bend](bend.png) See [more](https://example.org/meander).

## Numbers

### How much water falls?

It is $\frac{a}{b}$, in full:

$$\sum_{i=1}^{n} x_i < y$$

And this nobody knows: $\ce{H2O}$.
"""
CODE = '+++\ntitle = "Code"\ntags = ["craft"]\n+++\n\n### What is a sluice in code?\n\nA gate.\n'
SIZES = [(320, 600), (390, 844), (768, 900), (1280, 800)]


@dataclass(frozen=True, slots=True)
class Preview:
    """An open page."""

    page: "Page"
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def card(self) -> "FrameLocator":
        return self.page.frame_locator("#card")

    @property
    def position(self) -> str:
        return self.page.locator("#position").inner_text()

    @property
    def question(self) -> str:
        return self.card.locator(".question").inner_text()

    @property
    def is_flipped(self) -> bool:
        return self.card.locator(".answer").count() == 1

    def entries(self) -> list[str]:
        return self.page.locator("#list a:visible").all_text_contents()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def style(self, selector: str, name: str) -> str:
        return str(self.card.locator(selector).evaluate(f"(one) => getComputedStyle(one)['{name}']"))


Open = Callable[..., Preview]
Scheme = Literal["light", "dark"]


@pytest.fixture
def show(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Return what writes a deck's page, and opens it from the disk in a browser of its own."""
    contexts = []

    def show(deck: Deck | None = None, size: tuple[int, int] = (1280, 800), scheme: Scheme = "light") -> Preview:
        loaded = load(*make_articles(tmp_path))
        path = write(tmp_path, "page.html", make_page(deck or loaded.deck, loaded.places))
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        context.set_default_timeout(10_000)
        contexts.append(context)
        preview = Preview(context.new_page())
        preview.page.on("request", lambda request: preview.requests.append(request.url))
        preview.page.on("console", lambda message: preview.complaints.append(message.text))
        preview.page.on("pageerror", lambda error: preview.complaints.append(str(error)))
        preview.page.goto(path.as_uri())
        if not deck or deck.notes:
            preview.card.locator("#qa").wait_for()
        return preview

    yield show
    for context in contexts:
        context.close()


def make_articles(folder: Path) -> tuple[Path, Path]:
    (folder / "bend.png").write_bytes(PIXEL)
    return write(folder, "waters.md", ARTICLE), write(folder, "code.md", CODE)


# --- finding cards


def test_the_list_has_every_card_below_its_deck_and_section(show: Open) -> None:
    preview = show()
    assert preview.page.locator("#list h2").all_inner_texts() == ["Waters › Rivers", "Waters › Numbers", "Code"]
    assert preview.entries() == [
        "What is an estuary?",
        "What is a meander?",
        "How much water falls?",
        "What is a sluice in code?",
    ]


def test_a_section_that_is_no_deck_is_told_too(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", 'sections = "tags"\n')
    loaded = load(*make_articles(tmp_path))
    groups = group_cards(loaded.deck, loaded.places, "")
    assert [group["name"] for group in groups] == ["Waters › Rivers", "Waters › Numbers", "Code"]


def test_every_card_is_reached_by_keys_and_the_ends_are_ends(show: Open) -> None:
    preview = show()
    seen = [preview.question]
    for key in ("j", "ArrowRight", "j", "j"):
        preview.press(key)
        seen.append(preview.question)
    assert seen == [*preview.entries(), preview.entries()[-1]]
    preview.press("k", "ArrowLeft")
    assert preview.question == "What is a meander?"


def test_a_card_says_its_key_tags_and_place(show: Open, tmp_path: Path) -> None:
    preview = show()
    preview.press("j")
    facts = {name: preview.page.locator(f"#{name}").inner_text() for name in ("position", "key", "tags", "place")}
    assert facts == {
        "position": "2 of 4",
        "key": "waters/what-is-a-meander",
        "tags": "nature rivers",
        "place": f"{tmp_path / 'waters.md'}:12",
    }


def test_space_and_enter_turn_the_card_and_turn_it_back(show: Open) -> None:
    preview = show()
    for key in (" ", "Enter"):
        assert not preview.is_flipped
        preview.press(key)
        assert preview.is_flipped
        assert preview.card.locator(".answer").inner_text() == "Where a river meets the tide."
        preview.press(key)
        assert not preview.is_flipped


def test_keys_work_where_the_card_has_the_focus(show: Open) -> None:
    preview = show()
    preview.card.locator("body").click()
    preview.press(" ")
    assert preview.is_flipped
    preview.press("j")
    assert (preview.question, preview.is_flipped) == ("What is a meander?", False)


def test_buttons_and_entries_do_what_keys_do(show: Open) -> None:
    preview = show()
    preview.page.get_by_role("link", name="How much water falls?").click()
    assert preview.position == "3 of 4"
    preview.page.get_by_role("button", name="Show answer").click()
    assert preview.is_flipped
    preview.page.get_by_role("button", name="Previous").click()
    assert (preview.position, preview.is_flipped) == ("2 of 4", False)
    preview.page.get_by_role("button", name="Next").press("Enter")
    assert (preview.position, preview.is_flipped) == ("3 of 4", False)


def test_the_search_finds_words_of_question_answer_and_key_in_any_order_and_case(show: Open) -> None:
    preview = show()
    found = {}
    for query in ("estuary", "A GATE", "bend a", "what meander", "waters/how", "desert"):
        preview.page.fill("#query", query)
        found[query] = preview.entries()
        assert preview.page.locator("#count").inner_text() == f"{len(found[query])} of 4 cards"
        assert not found[query] or preview.question == found[query][0]
    assert found == {
        "estuary": ["What is an estuary?"],
        "A GATE": ["What is a sluice in code?"],
        "bend a": ["What is a meander?"],
        "what meander": ["What is a meander?"],
        "waters/how": ["How much water falls?"],
        "desert": [],
    }


def test_escape_ends_the_search_and_gives_the_keys_back(show: Open) -> None:
    preview = show()
    preview.press("/", "g", "a", "t", "e", "Enter", " ")
    assert (preview.position, preview.is_flipped) == ("1 of 1", True)
    preview.press("/", "Escape")
    assert len(preview.entries()) == 4
    preview.press("Escape", "k")
    assert preview.position == "3 of 4"


def test_a_tag_leaves_its_cards_and_joins_with_the_search(show: Open) -> None:
    preview = show()
    tags = preview.page.get_by_label("Tag")
    assert tags.locator("option").all_inner_texts() == [
        "All tags",
        "craft (1)",
        "nature (3)",
        "numbers (1)",
        "rivers (2)",
    ]
    tags.select_option("rivers")
    assert preview.entries() == ["What is an estuary?", "What is a meander?"]
    preview.page.fill("#query", "tide")
    assert preview.entries() == ["What is an estuary?"]


def test_the_address_names_the_card_and_a_reload_keeps_all(show: Open) -> None:
    preview = show()
    preview.page.fill("#query", "water")
    preview.page.get_by_label("Tag").select_option("numbers")
    preview.page.locator("h1").click()
    preview.press("p", "d", " ")
    preview.page.wait_for_url("**/page.html#waters/how-much-water-falls")
    preview.page.wait_for_function("history.state.flipped")  # the last key's change has been kept
    preview.page.reload()
    preview.card.locator(".answer").wait_for()
    assert preview.entries() == ["How much water falls?"]
    assert preview.card.locator("html").get_attribute("class") == "mobile android"
    assert preview.card.locator("body").get_attribute("class") == "card card1 nightMode night_mode"


def test_an_address_opens_its_card(show: Open) -> None:
    preview = show()
    # Chromium drops an address opened from outside at the moment in which the page writes its own.
    preview.page.wait_for_url("**#waters/what-is-an-estuary")
    preview.page.goto(f"{preview.page.url.partition('#')[0]}#code/what-is-a-sluice-in-code")
    preview.page.get_by_text("4 of 4").wait_for()
    preview.page.goto(f"{preview.page.url.partition('#')[0]}#%zz")
    assert preview.position == "4 of 4"


def test_an_address_opens_its_card_though_the_page_writes_its_own_at_that_moment(show: Open) -> None:
    preview = show()
    # The browser tells of the change only after the script, so the page's delayed write can come before it.
    preview.page.evaluate(
        """() => {
            const before = location.href;
            location.hash = "#code/what-is-a-sluice-in-code";
            history.replaceState(history.state, "", before);
        }"""
    )
    preview.page.get_by_text("4 of 4").wait_for()
    preview.page.wait_for_url("**#code/what-is-a-sluice-in-code")


def test_the_keys_are_told(show: Open) -> None:
    preview = show()
    preview.press("?")
    assert preview.page.get_by_role("dialog", name="Keys").is_visible()
    preview.press("j", "Escape")
    assert not preview.page.get_by_role("dialog").is_visible()
    assert preview.position == "1 of 4"


# --- the look of a card


def test_a_card_is_dressed_by_its_own_style_alone(show: Open) -> None:
    loaded_css = show().style(".question", "font-weight")
    assert loaded_css == "600"
    plain = show(recolour("body.card { color: rgb(1, 2, 3) } h1 { display: none }"))
    assert plain.style("body", "color") == "rgb(1, 2, 3)"
    assert plain.page.locator("h1").is_visible()


def recolour(css: str) -> Deck:
    deck = load(*make_articles(Path.cwd())).deck
    return replace(deck, notetypes=(replace(deck.notetypes[0], css=css),))


def test_dark_is_what_the_system_wants_until_it_is_switched(show: Open) -> None:
    preview = show(scheme="dark")
    assert preview.style("body", "backgroundColor") == "rgb(44, 44, 44)"
    assert preview.card.locator("body").get_attribute("class") == "card card1 nightMode night_mode"
    preview.page.get_by_role("button", name="Dark").click()
    assert preview.card.locator("body").get_attribute("class") == "card card1"
    assert preview.style("body", "backgroundColor") == "rgb(255, 255, 255)"
    assert (
        preview.page.locator("body").evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    )


def test_a_phone_is_390_pixels_wide(show: Open) -> None:
    preview = show()
    assert preview.card.locator("html").get_attribute("class") == "linux"
    preview.page.get_by_role("button", name="Phone").click()
    assert preview.card.locator("html").evaluate("(one) => one.ownerDocument.defaultView.innerWidth") == 390
    assert preview.card.locator("html").get_attribute("class") == "mobile android"
    preview.press("p")
    assert preview.card.locator("html").evaluate("(one) => one.ownerDocument.defaultView.innerWidth") > 800


def test_math_is_shown_and_what_cannot_be_is_told_as_it_is_written(show: Open) -> None:
    preview = show()
    preview.press("j", "j", " ")
    assert preview.card.locator("math").count() == 2
    assert preview.card.locator("mjx-container[display] math[display=block]").bounding_box()
    assert preview.card.locator("mfrac").bounding_box()
    assert r"nobody knows: \(\ce{H2O}\)." in preview.card.locator(".answer").inner_text()


def test_a_picture_is_shown_out_of_the_page(show: Open) -> None:
    preview = show()
    preview.press("j", " ")
    picture = preview.card.locator("img")
    assert str(picture.get_attribute("src")).startswith("data:image/png;base64,")
    picture.evaluate("(one) => one.decode()")
    assert picture.evaluate("(one) => one.naturalWidth") == 1


def test_a_link_is_followed_by_a_click_alone_and_in_a_page_of_its_own(show: Open) -> None:
    preview = show()
    preview.press("j", " ")
    link = preview.card.get_by_role("link", name="more")
    assert [link.get_attribute(name) for name in ("href", "target", "rel")] == [
        "https://example.org/meander",
        "_blank",
        "noopener noreferrer",
    ]


def test_a_long_answer_begins_below_a_short_question_as_in_anki(show: Open) -> None:
    deck = load(*make_articles(Path.cwd())).deck
    note = replace(deck.notes[0], fields=("Q" * 30, "<p>a</p>" * 200, *deck.notes[0].fields[2:]))
    preview = show(replace(deck, notes=(note,)))
    preview.press(" ")
    assert preview.card.locator("#answer").evaluate("(one) => one.getBoundingClientRect().top") < 200
    assert preview.card.locator(".question").evaluate("(one) => one.getBoundingClientRect().top") >= 0


# --- what the page must never do


def test_nothing_is_asked_for_but_the_file_itself(show: Open) -> None:
    preview = show()
    for _ in range(4):
        preview.press(" ", "j")
    assert [url for url in preview.requests if not url.startswith("data:")] == [preview.page.url.partition("#")[0]]


def test_not_even_what_a_card_refers_to_is_loaded(show: Open) -> None:
    hits = []

    class Stranger(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        tags = f"""<img src="{url}/1"><img srcset="{url}/2"><link rel="stylesheet" href="{url}/3"><video src="{url}/4"></video>
            <iframe src="{url}/5"></iframe><object data="{url}/6"></object><svg><image href="{url}/7"/></svg>
            <meta http-equiv="refresh" content="0;url={url}/8"><form action="{url}/9"><button>go</button></form>"""
        deck = recolour(
            f"body {{ background: url({url}/10); font-family: x }} @font-face {{ font-family: x; src: url({url}/11) }}"
        )
        note = replace(deck.notes[0], fields=(tags, tags, *deck.notes[0].fields[2:]))
        preview = show(replace(deck, notes=(note,)))
        preview.card.get_by_role("button").click()
        preview.press(" ")
        # Something that does arrive, after all that must not have.
        preview.page.goto(f"{url}/arrived", wait_until="commit")
        server.shutdown()
    assert {hit for hit in hits if hit != "/favicon.ico"} == {"/arrived"}


HOSTILE = """</script><script>top.hit = 1</script><img src=x onerror="top.hit = 1"><svg onload="top.hit = 1"></svg>
<iframe srcdoc="<script>top.hit = 1</script>"></iframe><a href="javascript:top.hit = 1" id="bait">bait</a>"""
UNCLOSED = f"{HOSTILE}<!-- <script> ${{data}} $data \u2028"


def test_no_text_runs_as_a_script(show: Open) -> None:
    deck = load(*make_articles(Path.cwd())).deck
    note = replace(
        deck.notes[0],
        key=UNCLOSED,
        fields=(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        tags=(UNCLOSED,),
        deck=UNCLOSED,
    )
    preview = show(replace(deck, notes=(note,), notetypes=(replace(deck.notetypes[0], css=UNCLOSED),)))
    preview.press(" ")
    preview.card.locator(".answer #bait").click()
    preview.page.fill("#query", "bait")
    assert preview.page.locator("h1").inner_text().startswith("</script><script>top.hit")
    assert preview.page.evaluate("window.hit") is None
    assert [url for url in preview.requests if not url.startswith(("file:", "data:", "about:"))] == []


def test_a_page_has_one_script_and_leaves_nothing_else_to_run() -> None:
    page = make_page(load(*make_articles(Path.cwd())).deck, {})
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert len(policy) == 1
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[^']+'; style-src 'unsafe-inline'; img-src data:;"
        r" base-uri 'none'; form-action 'none'",
        policy[0],
    )
    assert not re.search(
        r'(?:src|href)=(?!"#)', page.partition('<script type="application/json"')[0].replace("srcset", "")
    )


def test_the_page_complains_of_nothing(show: Open) -> None:
    preview = show()
    preview.press(*" jj j?")
    preview.page.reload()
    preview.card.locator("#qa").wait_for()
    assert preview.complaints == []


# --- readable everywhere


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]} px")
def test_the_page_never_scrolls_sideways(show: Open, size: tuple[int, int]) -> None:
    deck = load(*make_articles(Path.cwd())).deck
    long = replace(deck.notes[0], key="k" * 300, deck=f"{'d' * 300}::{'e' * 300}", tags=("t" * 300,))
    preview = show(replace(deck, notes=(long,)), size)
    for keys in ("?", ["Escape"], "/", ["Escape"], " ", "p"):
        preview.press(*keys)
        width = preview.page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= size[0], keys
        assert preview.card.locator("html").evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0


def test_on_a_narrow_screen_the_list_unfolds_and_folds_away_again(show: Open) -> None:
    preview = show(size=(390, 844))
    assert not preview.page.locator("#query").is_visible()
    preview.page.get_by_role("button", name="Cards").click()
    preview.page.get_by_role("link", name="How much water falls?").click()
    assert not preview.page.locator("#query").is_visible()
    assert preview.question == "How much water falls?"


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => {
    const [r, g, b] = rgb(colour).map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (one) => (rgb(getComputedStyle(one).backgroundColor)[3] ? one : behind(one.parentElement));
  const poor = [];
  for (const one of document.querySelectorAll("body *")) {
    if (!one.checkVisibility() || ![...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    if (["SCRIPT", "NOSCRIPT", "OPTION"].includes(one.tagName)) continue;
    const pair = [light(getComputedStyle(one).color), light(getComputedStyle(behind(one)).backgroundColor)].sort();
    const ratio = (pair[1] + 0.05) / (pair[0] + 0.05);
    if (ratio < 4.5) poor.push([one.outerHTML.slice(0, 80), ratio]);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_of_the_page_has_contrast(show: Open, scheme: str) -> None:
    preview = show(scheme=scheme)
    assert preview.page.evaluate(CONTRAST) == []
    preview.press("?")
    assert preview.page.evaluate(CONTRAST) == []


def test_everything_that_is_operated_has_a_name_and_shows_its_focus(show: Open) -> None:
    preview = show()
    seen = []
    for _ in range(16):
        preview.press("Tab")
        seen.append(
            preview.page.evaluate("[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]")
        )
    assert {"dark", "phone", "help", "query", "tag", "flip", "next"} <= {name for name, _ in seen}
    assert {style for name, style in seen if name not in ("", "card")} == {"solid"}
    for role, name in [("searchbox", "Search"), ("combobox", "Tag"), ("navigation", "Cards"), ("button", "Keys")]:
        assert preview.page.get_by_role(role, name=name).count() == 1  # type: ignore[arg-type]  # role is a literal


def test_two_thousand_cards_are_listed_and_searched(show: Open) -> None:
    deck = load(*make_articles(Path.cwd())).deck
    one = deck.notes[0]
    notes = tuple(
        replace(one, key=f"many/{n}", fields=(f"Question {n}", f"Answer a{n % 100}b of many", "", "", "", f"many/{n}"))
        for n in range(2000)
    )
    preview = show(replace(deck, notes=notes))
    assert preview.page.locator("#list a").count() == 2000
    preview.page.fill("#query", "answer a42b")
    assert preview.page.locator("#count").inner_text() == "20 of 2000 cards"
    preview.page.fill("#query", "")
    preview.page.locator("#list a").last.click()
    assert preview.position == "2000 of 2000"


def test_a_page_without_cards_says_so(show: Open) -> None:
    preview = show(replace(load(*make_articles(Path.cwd())).deck, notes=()))
    assert preview.page.locator("#count").inner_text() == "0 cards"
    preview.press("j", " ", "d")
    assert preview.complaints == []


# --- its parts


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        pytest.param(r"<code>\(a\)</code> <pre>\(a\)</pre>", None, id="in code it is none"),
        pytest.param(r"\<span>(</span>a\)", None, id="broken up it is none"),
        pytest.param(r'<img alt="\(a\)">', None, id="in an attribute it is none"),
        pytest.param(r"\(\frac{a\)", "<mfrac>", id="what the converter mends is shown"),
        pytest.param(r"\(x^\)", None, id="what it cannot read stays"),
        pytest.param("\\(" + "x" * 3000 + "\\)", None, id="what is too long stays"),
        pytest.param(r"\(a &lt; b\)", "<mo>&lt;</mo>", id="a sign of HTML stays escaped"),
        pytest.param(r"\(\text{&lt;script&gt;}\)", "<mtext>&lt;script&gt;</mtext>", id="text stays text"),
        pytest.param(r"\(\href{javascript:a}{x}\)", "<mrow><mi>x</mi>", id="a link in math is dropped"),
        pytest.param(r"\(\log n\)", '<mo lspace="0.167em" rspace="0.167em">log</mo><mi>n</mi>', id="names stand apart"),
        pytest.param(r"\(\style{position:fixed}{x}\)", "<mrow><mi>x</mi>", id="a style in math is dropped"),
    ],
)
def test_math_becomes_mathml_where_anki_would_show_it(html: str, shown: str | None) -> None:
    made = show_math(html)
    assert made == html if shown is None else (shown in made and made.startswith('<mjx-container tabindex="0"><math'))
    assert "href" not in made.replace(html, "")


def test_depth_ends_no_build() -> None:
    assert "x" in show_math("\\(" + "{" * 999 + "x" + "}" * 999 + "\\)")


def test_what_a_field_holds_is_no_template() -> None:
    fields = {"A": "{{B}}{{#B}}", "B": "b", "C": "<br>"}
    template = "{{A}}|{{#A}}{{#C}}never{{#A}}never{{/A}}never{{/C}}{{^C}}{{ B }}{{/C}}{{/A}}"
    assert fill_template(template, fields) == "{{B}}{{#B}}|b"


def test_the_same_deck_gives_the_same_page(tmp_path: Path) -> None:
    pages = [make_page((loaded := load(*make_articles(tmp_path), now=now)).deck, loaded.places) for now in (1, 2)]
    assert pages[0] == pages[1]


# --- the command


def test_one_source_names_the_page(tmp_path: Path) -> None:
    make_articles(tmp_path)
    done = call(tmp_path, "preview", "waters.md")
    assert (done.code, done.told, done.out) == (0, "", "waters.html  3 notes in 2 decks\n")
    assert '"place":"waters.md:8"' in (tmp_path / "waters.html").read_text("utf-8")


def test_options_are_those_of_build(tmp_path: Path) -> None:
    make_articles(tmp_path)
    write_files(
        tmp_path,
        {
            "own.toml": 'css = "own.css"\n',
            "own.css": ".mine {}\n",
            "late.md": "+++\ndraft=true\n+++\n# L\n\n## A?\n\nb\n",
        },
    )
    arguments = ("code.md", "late.md", "-o", "p.html", "--deck", "Top", "--config", "own.toml", "--drafts")
    assert call(tmp_path, "preview", *arguments).out == "p.html  2 notes in 2 decks\n"
    page = (tmp_path / "p.html").read_text("utf-8")
    assert ".mine {}" in page
    assert "<h1>Top</h1>" in page


def test_several_sources_need_a_name(tmp_path: Path) -> None:
    make_articles(tmp_path)
    done = call(tmp_path, "preview", "waters.md", "code.md")
    assert done.code == 2
    assert "-o NAME.html" in done.told


def test_a_page_is_written_over_a_page_of_mkdeck_alone(tmp_path: Path) -> None:
    make_articles(tmp_path)
    write(tmp_path, "own.html", "<p>mine</p>")
    refused = call(tmp_path, "preview", "waters.md", "-o", "own.html")
    assert refused.code == 2
    assert "own.html:1: not-a-preview: " in refused.told
    assert (tmp_path / "own.html").read_text("utf-8") == "<p>mine</p>"
    assert call(tmp_path, "preview", "waters.md").code == 0
    assert call(tmp_path, "preview", "code.md", "-o", "waters.html").code == 0
    assert "sluice" in (tmp_path / "waters.html").read_text("utf-8")


@pytest.mark.parametrize("arguments", [["bad.md"], ["warned.md", "--strict"]])
def test_errors_write_nothing_and_leave_what_was_there(tmp_path: Path, arguments: list[str]) -> None:
    make_articles(tmp_path)
    write_files(tmp_path, {"bad.md": "+++\ntitle = \n+++\n", "warned.md": "## What?\n\n![x](y.png) a\n"})
    call(tmp_path, "preview", "waters.md", "-o", "page.html")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    failed = call(tmp_path, "preview", *arguments, "-o", "page.html")
    assert failed.code == 1
    assert "nothing written" in failed.told
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_port_is_for_watching(tmp_path: Path) -> None:
    make_articles(tmp_path)
    done: Any = call(tmp_path, "preview", "waters.md", "--port", "8000")
    assert done.code == 2
    assert "--watch" in done.told
