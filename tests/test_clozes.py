"""Clozes: what an article may write, what a field then holds, and that Anki reads from it just that."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from articles import load, write

from mkdeck.article.cloze import hide_clozes
from mkdeck.article.html.cloze_math import split_formula
from mkdeck.article.html.write import finish_cloze
from mkdeck.article.parsing.markdown import parse_markdown, render_inline
from mkdeck.cloze import MOST_LEVELS, fill_clozes, list_hidden, list_numbers, open_clozes, renumber_clozes, seal_clozes

SYNTAX = [
    # sign of a tool, Markdown -> the field, the title
    pytest.param("", "Rome is in {{c1::Italy}}.", "Rome is in {{c1::Italy}}.", "Rome is in Italy.", id="one"),
    pytest.param(
        "", "{{c1::Rome::city}}, {{c2::Italy}}", "{{c1::Rome::city}}, {{c2::Italy}}", "Rome, Italy", id="a hint"
    ),
    pytest.param(
        "", "{{c2::b}} {{c2::b}} {{c10::c}}", "{{c2::b}} {{c2::b}} {{c10::c}}", "b b c", id="numbers of the author's"
    ),
    pytest.param(
        "", "{{c500::a}} {{c01::b}}", "{{c500::a}} {{c1::b}}", "a b", id="the largest number, and one with a nought"
    ),
    pytest.param("", "{{c1::a {{c2::b::h}} c}}", "{{c1::a {{c2::b::h}} c}}", "a b c", id="one in another"),
    pytest.param("", "{{c1,3::both}}", "{{c1::{{c3::both}}}}", "both", id="several numbers"),
    pytest.param(
        "",
        "{{c1::`std::vector`::a type}}",
        "{{c1::<code>std&#58;&#58;vector</code>::a type}}",
        "std::vector",
        id="colons in code",
    ),
    pytest.param(
        "",
        "`{{c1::no}}` {{c1::yes}}",
        "<code>&#123;&#123;c1&#58;&#58;no&#125;&#125;</code> {{c1::yes}}",
        "{{c1::no}} yes",
        id="a mark in code",
    ),
    pytest.param(
        "",
        "a::b {{c1::c}} }} {{",
        "a&#58;&#58;b {{c1::c}} &#125;&#125; &#123;&#123;",
        "a::b c }} {{",
        id="signs outside",
    ),
    pytest.param(
        "", r"{{c1::$\sqrt{x^{2}}$}}", r"{{c1::\(\sqrt{x^{2&#125;&#125;\)}}", r"\sqrt{x^{2}}", id="braces of a formula"
    ),
    pytest.param(
        "",
        r"$a + {{c1::b^{2}::term}} = {{c2::c}}$",
        r"\(a + {{c1::b^{2&#125;::term}} = {{c2::c}}\)",
        "a + b^{2} = c",
        id="in a formula",
    ),
    pytest.param(
        "", r"$\frac{a}{{{c1::b}}}$", r"\(\frac{a}&#123;{{c1::b}}&#125;\)", r"\frac{a}{b}", id="in a brace of a formula"
    ),
    pytest.param(
        "",
        "{{c1::{a}}} and {{c2::f() {}}}",
        "{{c1::&#123;a&#125;}} and {{c2::f() {&#125;}}",
        "{a} and f() {}",
        id="braces of text",
    ),
    pytest.param("", "{{c1::a}}} b", "{{c1::a}}&#125; b", "a} b", id="a brace behind it"),
    pytest.param("", "{{c1::at 10:}}", "{{c1::at 10&#58;}}", "at 10:", id="a colon at its end"),
    pytest.param("", "{{c1::a::}}", "{{c1::a}}", "a", id="an empty hint"),
    pytest.param("", "{{c1::**a** *b*}}", "{{c1::<strong>a</strong> <em>b</em>}}", "a b", id="emphasis within"),
    pytest.param(
        "", "**{{c1::a}}** ~~{{c2::b}}~~", "<strong>{{c1::a}}</strong> <s>{{c2::b}}</s>", "a b", id="emphasis around"
    ),
    pytest.param("", "{{c1::[a](https://x.org)}}", '{{c1::<a href="https://x.org">a</a>}}', "a", id="a link"),
    pytest.param("", "{{c1::https://x.org}} b", "{{c1::https://x.org}} b", "https://x.org b", id="an address"),
    pytest.param("", "{{c1::Map<K, V>}}", "{{c1::Map&lt;K, V&gt;}}", "Map<K, V>", id="a tag that is none"),
    pytest.param("", "{{c1::two\nlines}}", "{{c1::two\nlines}}", "two lines", id="over two lines"),
    pytest.param("", "首都是{{c1::北京::城市}}。", "首都是{{c1::北京::城市}}。", "首都是北京。", id="Chinese"),
    pytest.param(
        "", "{{c1::القاهرة::مدينة}} عاصمة مصر", "{{c1::القاهرة::مدينة}} عاصمة مصر", "القاهرة عاصمة مصر", id="Arabic"
    ),
    pytest.param("", "{{cloze Rome}} {{cloze Italy}}", "{{c1::Rome}} {{c2::Italy}}", "Rome Italy", id="Logseq's"),
    pytest.param("", r"{{cloze Rome \\ a city}}", "{{c1::Rome::a city}}", "Rome", id="Logseq's with a hint"),
    pytest.param(
        "",
        "The ==capital== of ==Italy==",
        "The {{c1::capital}} of {{c2::Italy}}",
        "The capital of Italy",
        id="marked text",
    ),
    pytest.param("", "{{c1::a}} ==b==", "{{c1::a}} <mark>b</mark>", "a ==b==", id="marked text beside a cloze"),
    pytest.param("==", "{{c1::a}} ==b==", "{{c1::a}} {{c2::b}}", "a b", id="both, as a tool has them"),
    pytest.param(
        "[",
        "The [capital] of [Italy](x) [ ]",
        "The {{c1::capital}} of Italy [ ]",
        "The capital of Italy [ ]",
        id="brackets",
    ),
    pytest.param(
        "{",
        "The {capital} of {2:Italy} {c1|x}",
        "The {{c1::capital}} of {{c2::Italy}} {{c1::x}}",
        "The capital of Italy x",
        id="braces",
    ),
    pytest.param(
        "{{",
        "The {{capital}} of {{1::Italy}}",
        "The {{c1::capital}} of {{c1::Italy}}",
        "The capital of Italy",
        id="double braces",
    ),
    pytest.param(
        "**",
        "The **capital** of **`it`**",
        "The {{c1::capital}} of {{c2::<code>it</code>}}",
        "The capital of it",
        id="bold text",
    ),
]


class Nowhere:
    """What a text refers to that refers to nothing but the network."""

    def resolve_link(self, target: str) -> str | None:
        return target if target.startswith("https:") else None

    def resolve_math(self, source: str, line: int) -> str | None:
        return source


def read(text: str, *signs: str) -> tuple[str, str, bool]:
    """Return field, title, and whether a mark is left over."""
    parsed = parse_markdown(text)
    hidden = hide_clozes(parsed.blocks[0].tokens[1].children or (), (), (), signs)
    field = finish_cloze(render_inline(hidden.asked, parsed.env), Nowhere())  # type: ignore[arg-type]  # no pictures
    return field, hidden.title, hidden.is_unread


@pytest.mark.parametrize(("sign", "text", "field", "title"), SYNTAX)
def test_what_is_written_is_hidden(sign: str, text: str, field: str, title: str) -> None:
    assert read(text, *filter(None, [sign])) == (field, title, False)


UNREAD = [
    pytest.param("{{c0::a}}", id="no such number"),
    pytest.param("{{c501::a}}", id="too large a number"),
    pytest.param("{{c1,0::a}}", id="one number of two"),
    pytest.param("{{c1::a", id="no end"),
    pytest.param("{{c1::}}", id="nothing in it"),
    pytest.param("{{c1:: ::hint}}", id="nothing but a hint"),
    pytest.param("**{{c1::a** b}}", id="an end outside of bold text"),
    pytest.param("{{c1::a `b}}` c", id="an end in code"),
    pytest.param("{{cloze a", id="no end of Logseq's"),
]


@pytest.mark.parametrize("text", UNREAD)
def test_a_mark_that_hides_nothing_stays_text_and_is_told(text: str) -> None:
    field, _, is_unread = read(text)
    assert is_unread
    assert list_numbers(field) == ()


def test_at_most_four_clozes_stand_in_one_another() -> None:
    """Anki copies each into the one around it, entities and all: ten would be megabytes."""
    field, title, is_unread = read("{{c1::" * 6 + "x" + "}}" * 6)
    assert field.count("{{c1::") == MOST_LEVELS == 4
    assert is_unread
    assert title == "{{c1::{{c1::x}}}}"
    assert read("{{c1::" * 4 + "x" + "}}" * 4) == ("{{c1::" * 4 + "x" + "}}" * 4, "x", False)


HINTS = [
    pytest.param("sound:x.mp3", "<span>sound:x.mp3</span>", id="a sound"),
    pytest.param("anki:tts lang=en_US", "<span>anki:tts lang=en_US</span>", id="speech"),
    pytest.param("latex]x", "<span>latex]x</span>", id="LaTeX"),
    pytest.param("a city", "a city", id="a hint"),
]


@pytest.mark.parametrize(("hint", "shown"), HINTS)
def test_a_hint_is_nothing_that_anki_reads_in_its_brackets(hint: str, shown: str) -> None:
    assert read(f"{{{{c1::x::{hint}}}}}")[0] == f"{{{{c1::x::{shown}}}}}"


def test_a_formula_without_pairs_of_braces_is_one() -> None:
    assert split_formula(r"{{c1::a \} b") == [r"{{c1::a \} b"]
    assert split_formula(r"{{c1::\{a\}}}") == [(1, r"\{a\}", "")]


def test_sealed_text_is_sealed_wherever_it_is_put() -> None:
    for text in ("{", "}", ":", "{{", "}}", "::", "{{{", ":::", "a:b", "{a}", "a{", "}a", "", "{{c1::x}}"):
        sealed = seal_clozes(text)
        assert seal_clozes(sealed) == sealed
        for around in ("{{c1::$}}", "{{c1::x::$}}", "{$}", "{{$", "$::h}}"):
            field = around.replace("$", sealed)
            assert open_clozes(field) == {"{{c1::$}}": sealed, "{{c1::x::$}}": "x", "{{$": field, "$::h}}": field}.get(
                around, field
            )


FIELDS = [
    "{{c1::a}} {{c2::b::h}}",
    "{{c1::x {{c2::y::h2}} z::h}} {{c5::w}}",
    "{{c1,2::x}} k",
    "{{c1::{{c2::x}}}} k",
    "{{c0::x}} {{c3::y}}",
    "{{c500::x}} {{c501::y}} {{c02::z}}",
    "{{c1::a&#58;&#58;b::h}} a::b",
    "{{c1::a:::h}} {{c1::b::c::d}}",
    "{{c1::a}}} {{{c2::b}} }} {{",
    "&#123;&#123;c9::no}} {{c1::a&#125;&#125;b}}",
    r"{{c1::\(\frac{1}{\sqrt{2}&#125;\)}} \[a + {{c2::b}}\] z",
    "{{c1::<b>x</b>::<i>hi</i>}} {{c2::}} {{c3::<img src=x.png>}}",
    "{{c1::<p>a</p>\n<p>b</p>}} {{c1 ::x}} {{C7::y}}",
    "{{c4::open {{c2::b}}",
    "{{c1::首都::城}} {{c2::عاصمة}}",
    "{{c99999::a}} {{c1::b}}",
]


@pytest.fixture(scope="module")
def shown_by_anki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[dict[int, tuple[str, str]]]]:
    """Front and back of each card that Anki makes of the fields, by the card's number."""
    api = pytest.importorskip("anki.collection", reason="needs the package anki")
    collection = api.Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    notetype = collection.models.by_name("Cloze")
    notetype["tmpls"][0] |= {"qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}"}
    collection.models.update_dict(notetype)
    found = []
    for field in FIELDS:
        note = collection.new_note(notetype)
        note.fields[0] = field
        collection.add_note(note, collection.decks.id("Clozes"))
        outputs = [(card.ord + 1, card.render_output()) for card in note.cards()]
        found.append({number: (shown.question_text, shown.answer_text) for number, shown in outputs})
    yield found
    collection.close()


@pytest.mark.parametrize("place", range(len(FIELDS)), ids=FIELDS)
def test_cards_and_their_sides_are_those_of_anki(place: int, shown_by_anki: list[dict[int, tuple[str, str]]]) -> None:
    field, theirs = FIELDS[place], shown_by_anki[place]
    ours = {
        number: (fill_clozes(field, number, is_back=False), fill_clozes(field, number, is_back=True))
        for number in list_numbers(field)
    }
    # What a card hides is also in an attribute, for scripts of templates: ours have none.
    plain = {n: tuple(re.sub(' data-cloze="[^"]*"', "", side) for side in sides) for n, sides in theirs.items()}
    plain = {n: sides for n, sides in plain.items() if not sides[0].startswith("<div>No cloze")}  # the card of none
    assert ours == plain


def test_numbers_are_given_in_the_order_in_which_clozes_begin() -> None:
    field = "{{c1::a {{c2::b::h}} c}} {{c3::d}}"
    assert renumber_clozes(field, [7, 1, 2]) == "{{c7::a {{c1::b::h}} c}} {{c2::d}}"
    assert list_hidden(field) == [(1, "a b c"), (2, "b"), (3, "d")]


PROBLEMS = [
    pytest.param(
        "It is `{{c1::Rome}}`.",
        "no-cloze",
        "question 'It is {{c1::Rome}}.' hides nothing, so it becomes no card",
        id="in code alone",
    ),
    pytest.param(
        "{{c1::Rome}} and {{c2::a",
        "unread-cloze",
        "question 'Rome and {{c2::a' has a mark of a cloze that is none",
        id="one of two",
    ),
    pytest.param("{{c1::Rome}} `{{c2::`", "", "", id="a mark in code is none"),
]


@pytest.mark.parametrize(("text", "code", "message"), PROBLEMS)
def test_a_mark_is_lost_with_a_word_to_its_author(tmp_path: Path, text: str, code: str, message: str) -> None:
    loaded = load(write(tmp_path, "rome.md", f"# Rome\n\n### {text}\n<!-- kind: cloze -->\n\n### {{{{c1::x}}}} y\n"))
    found = [(p.location.line, p.code, p.message) for p in loaded.problems if "cloze" in p.code]
    assert found == ([(3, code, message)] if code else [])
    assert len(loaded.deck.notes) == (1 if code == "no-cloze" else 2)


def test_only_the_text_of_a_note_has_clozes(tmp_path: Path) -> None:
    """Some of Anki's clients look for them in every field."""
    text = "---\ntitle: R\nmkdeck:\n  url: https://x.org/{{c3::a}}\n---\n\n## {{c8::Sec\n\n### {{c1::Rome}}\n\nIt is `{{c9::old}}`.\n"
    (note,) = load(write(tmp_path, "rome.md", text)).deck.notes
    assert list_numbers(note.fields[0]) == (1,)
    assert [list_numbers(field) for field in note.fields[1:]] == [()] * 5
    assert "c9" in note.fields[1]
