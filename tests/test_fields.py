"""A field is final: whoever brings it into a normal form, or sanitises it again, has the same tags and the same text."""

import sys
import unicodedata
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_properties import ANY_SETTINGS, ARTICLES, read
from test_shortcuts import ARTICLES as OWN_ARTICLES
from test_vectors import VECTORS

from mkdeck.article.html.code import Raw
from mkdeck.article.html.sanitiser import sanitise
from mkdeck.article.html.write import NOTHING, finish_html
from mkdeck.deck.assemble import assemble_deck
from mkdeck.unicode import seal_html

FORMS = ("NFC", "NFD", "NFKC", "NFKD")
CHANGING = [
    sign
    for sign in map(chr, range(0x80, sys.maxunicode + 1))
    if unicodedata.decomposition(sign) or unicodedata.combining(sign)
]
"""Every sign that is another one in some normal form, or joins with what stands before it."""
MARKS = [sign for sign in CHANGING if unicodedata.combining(unicodedata.normalize("NFKD", sign)[0])]
LIKE_MARKUP = [sign for sign in CHANGING if not set("<>&\"'=").isdisjoint(unicodedata.normalize("NFKC", sign))]

MARKUP = st.sampled_from(
    """* ** ` ``` ~~ _ [ ]( ) ![ > - | # $ $$ < > / = " ' & &lt; &#824; &amp; <b> </b> <b title=" <a href=" <img alt="
    "> <br> <wbr> <p> </p> <li> <td> <summary> <details> </details> \\ \\( \\[ \\) [sound: [latex] onfocus= autofocus""".split()
)
SOUP = st.lists(
    st.one_of(
        MARKUP, st.sampled_from(MARKS), st.sampled_from(LIKE_MARKUP), st.sampled_from(" \n.x0\u0338\u0338\u034f")
    ),
    max_size=30,
).map("".join)


class _Tree(HTMLParser):
    """Tags and texts, as a browser reads them."""

    def __init__(self, html: str, form: str = "") -> None:
        super().__init__()
        self._form = form
        self.parts: list[tuple[str, Any]] = []
        self.feed(html)
        self.close()

    def _fold(self, text: str) -> str:
        return unicodedata.normalize(self._form, text) if self._form else text  # type: ignore[arg-type]  # one of FORMS

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, [(name, self._fold(value or "")) for name, value in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append((f"/{tag}", ""))

    def handle_data(self, data: str) -> None:
        before = self.parts.pop()[1] if self.parts and self.parts[-1][0] == "" else ""
        self.parts.append(("", self._fold(f"{before}{data}")))

    def handle_comment(self, data: str) -> None:
        self.parts.append(("a comment", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("a declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.parts.append(("an instruction", data))


def assert_final(field: str) -> None:
    assert unicodedata.normalize("NFC", field) == field
    assert seal_html(field) == field
    for form in FORMS:
        assert _Tree(unicodedata.normalize(form, field), form).parts == _Tree(field, form).parts, form  # type: ignore[arg-type]
    assert _Tree(sanitise(field)).parts == _Tree(field).parts


def fields_of(text: str) -> Iterator[str]:
    article, _ = read(text)
    deck, _, _ = assemble_deck([article] if article else [], 0)
    for note in deck.notes:
        yield from note.fields[:-1]
        assert not set("<>").intersection(unicodedata.normalize("NFKC", note.fields[-1]))  # the key is text
    yield from (description for _, description in deck.descriptions)


def test_every_field_of_an_article_is_final() -> None:
    for text in OWN_ARTICLES:
        for field in fields_of(text):
            assert_final(field)


def test_every_field_of_a_hostile_article_is_final() -> None:
    count = 0
    for _, text in VECTORS.values():
        for field in fields_of(text):
            assert_final(field)
            count += 1
    assert count > 3000


@ANY_SETTINGS
@given(ARTICLES)
def test_every_field_of_any_article_is_final(text: str) -> None:
    for field in fields_of(text):
        assert_final(field)


@settings(ANY_SETTINGS, max_examples=200)
@given(SOUP)
def test_every_field_of_any_soup_of_marks_and_markup_is_final(soup: str) -> None:
    text = f"# {soup}\n\n## What is this: {soup} {{#x}}\n\nText.\n\n{soup}\n"
    for field in fields_of(text):
        assert_final(field)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        pytest.param("<b>", "</b>", id="behind a tag"),
        pytest.param("<br>", "x", id="behind a tag without an end"),
        pytest.param('<b title="', '">x</b>', id="at the begin of a value"),
        pytest.param('<b title="x', '">y</b>', id="within a value"),
        pytest.param("&amp;", "x", id="behind an entity"),
        pytest.param("a &lt;", "&gt; b", id="between escaped angles"),
        pytest.param("<b>x", "</b>", id="behind a letter"),
    ],
)
@pytest.mark.parametrize("following", ["", "\u0338", "\u0327\u0338"], ids=["alone", "before a mark", "before two"])
def test_no_sign_of_unicode_joins_with_markup_or_becomes_it(before: str, behind: str, following: str) -> None:
    lines = {sign: seal_html(f"{before}{sign}{following}{behind}") for sign in CHANGING}
    expected = {sign: count_markup(f"{before}{line.count('&#') * '&'}{behind}") for sign, line in lines.items()}
    for form in ("NFC", "NFKC"):
        found = {sign: count_markup(unicodedata.normalize(form, line)) for sign, line in lines.items()}
        assert [hex(ord(sign)) for sign in CHANGING if found[sign] != expected[sign]] == []


def test_no_mark_at_the_begin_of_a_field_joins_with_the_template_before_it() -> None:
    for form in ("NFC", "NFKC"):
        begins = {mark: unicodedata.normalize(form, f">{seal_html(f'{mark}{chr(0x338)}x')}") for mark in CHANGING}
        assert [hex(ord(mark)) for mark, begin in begins.items() if not begin.startswith(">")] == []


def count_markup(html: str) -> list[int]:
    return [html.count(sign) for sign in "<>&\"'"]


def test_a_key_is_the_same_text_in_its_field() -> None:
    article, _ = read("+++\nslug = 'q＆a'\n+++\n\n## What is this?\n\nIt.\n")
    deck, _, _ = assemble_deck([article] if article else [], 0)
    assert [(note.key, note.fields[-1]) for note in deck.notes] == [("q＆a/what-is-this",) * 2]


def test_text_without_such_signs_is_left_alone() -> None:
    text = "<p>Größe, 大小（中文），Привет, e\u0301 — “quotes” ｆｕｌｌ</p>"
    assert seal_html(text) == unicodedata.normalize("NFC", text)


def test_a_mark_behind_a_tag_is_a_reference_and_one_behind_a_letter_is_none() -> None:
    assert seal_html("<b>\u0338x\u0338 =\u0338 </b>\u0338") == "<b>\u034f&#824;x\u0338 \u2260 </b>\u034f&#824;"


def test_a_mark_stays_apart_from_a_tag_where_an_editor_decodes_references() -> None:
    edited = unescape(seal_html("<b>\u0338 onfocus=hit(1)</b>"))
    assert unicodedata.normalize("NFKC", edited).startswith("<b>")


def test_markup_in_the_text_of_code_is_kept() -> None:
    shown = finish_html(Raw('<code>&lt;p class=""&gt;</code> <b class="">x</b>'), NOTHING)
    assert shown == '<code>&lt;p class=""&gt;</code> <b>x</b>'
