"""What a stranger's article can do on a learner's card, after a way through real Anki, in real Chromium: nothing.

The table stands in ``vectors/``. Each line is put wherever text of an article goes: an answer, a question, a section, the
title, the description, tags and the address of the source.
"""

import json
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from articles import load, write
from reviewer import find_reviewer, look_at_preview, open_reviewer

from mkdeck.apkg.write import write_apkg
from mkdeck.load import Loaded
from mkdeck.model import CLOZE
from mkdeck.preview.cards import fill_cards
from mkdeck.preview.page import make_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
FILES = sorted((HERE / "vectors").glob("*.toml"))
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
AT_ONCE = 12
"""Cards that are shown at once; one at a time where something is wrong."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as Anki gives it to its reviewer."""

    vector: str
    question: str
    answer: str
    sounds: Sequence[object]


def batched(cards: Sequence[Shown], size: int) -> Iterator[Sequence[Shown]]:
    return (cards[n : n + size] for n in range(0, len(cards), size))


def read_vectors() -> dict[str, tuple[str, str]]:
    """Return by name the file and the text of each vector's article."""
    found = {}
    for file in FILES:
        for group, vectors in tomllib.loads(file.read_text("utf-8")).items():
            for name, text in vectors.items():
                if group == "articles":
                    if os.name == "nt" and set(name) & set('<>:"|?*\\'):
                        continue  # no file there can have the name
                    found[f"an article: {name}"] = (name, text)
                else:
                    path = f"{file.stem}-{group}-{len(found)}.md"
                    found[f"{group}: {name}"] = (path, write_article(text, is_math=file.stem == "math"))
    return found


def write_article(text: str, *, is_math: bool) -> str:
    """Put a vector wherever an article's text can stand."""
    if is_math:
        text = f"x ${text}$ y"
        more = f"\n\n$$\n{text[3:-3]}\n$$\n"
    elif "\n" in text:
        return f"## What does the answer show? {{#answer}}\n\nBefore.\n\n{text}\n"
    else:
        more = ""
    quoted = quote(text)
    return f"""+++
title = {quoted}
description = {quoted}
tags = [{quoted}]

[extra.mkdeck]
url = {quote("https://example.org/{path}?" + text)}
+++

# Section {text}

## What does the answer show? {{#answer}}

Before.

{text}{more}

## What does the question show? {text} {{#question}}

A plain one.
"""


def quote(text: str) -> str:
    """Return a text as TOML has it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


VECTORS = read_vectors()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """All vectors as one deck."""
    folder = tmp_path_factory.mktemp("vectors")
    (folder / "tree.png").write_bytes(PICTURE)
    return load(*(write(folder, path, text) for path, text in VECTORS.values()))


@pytest.fixture(scope="module")
def cards(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """Every card after a way through a package and a collection, where Anki can be had."""
    names = {path: name for name, (path, _) in VECTORS.items()}
    vectors = {note.key: names[Path(loaded.places[note.present].path).name] for note in loaded.deck.notes}
    anki = pytest.importorskip("anki.collection", reason="needs the package anki")
    folder = tmp_path_factory.mktemp("collection")
    assert write_apkg(loaded.deck, folder / "vectors.apkg") == []
    collection = anki.Collection(str(folder / "collection.anki2"))
    request = anki.ImportAnkiPackageRequest(
        package_path=str(folder / "vectors.apkg"), options=anki.ImportAnkiPackageOptions()
    )
    collection.import_anki_package(request)
    found = []
    for id_ in collection.find_cards(""):
        card = collection.get_card(id_)
        shown = card.render_output()
        sounds = [*shown.question_av_tags, *shown.answer_av_tags]
        found.append(Shown(vectors[card.note().fields[5]], card.question(), card.answer(), sounds))
    collection.close()
    return found


def test_each_vector_is_on_a_card(cards: list[Shown]) -> None:
    assert len(VECTORS) > 250
    assert {card.vector for card in cards} == set(VECTORS)


def test_anki_plays_renders_and_asks_for_nothing(cards: list[Shown]) -> None:
    eaten = [card.vector for card in cards if card.sounds or "class=latex" in card.answer]
    assert eaten == []
    assert [card.vector for card in cards if "[anki:" in card.answer or "[[type:" in card.answer] == []


def test_in_ankis_reviewer_nothing_runs_and_nothing_leaves_its_card(
    cards: list[Shown], loaded: Loaded, browser: "Browser"
) -> None:
    media = {picture.name: picture.content for picture in loaded.deck.media}
    wrong: dict[str, list[str]] = {}
    with open_reviewer(browser, media) as reviewer:
        for together in batched(cards, AT_ONCE):
            if reviewer.show([(card.question, card.answer) for card in together]):
                for card in together:
                    if found := reviewer.show([(card.question, card.answer)]):
                        wrong.setdefault(card.vector, []).extend(found)
    assert wrong == {}


def test_in_the_preview_nothing_runs_and_nothing_leaves_its_card(loaded: Loaded, browser: "Browser") -> None:
    names = {path: name for name, (path, _) in VECTORS.items()}
    wrong = look_at_preview(browser, make_page(loaded.deck, loaded.places))
    assert [(names.get(Path(loaded.places[key].path).name), what) for key, what in wrong] == []


HARM = {
    "a handler": "<img src=x onerror=hit(1)>",
    "a script ran": "<b onfocus=hit(1) tabindex=0>x</b>",
    "an element that no card has": "<form></form>",
    "a link that is none": r"\(\href{javascript:hit(1)}{x}\)",
    "an attribute id": "<b id=qa>x</b>",
    "an attribute name": "<a name=pycmd>x</a>",
    "a style": '<p style="color:red">x</p>',
    "a position absolute": '<p style="position:absolute">x</p>',
    "fixed": r"\(\style{position:fixed}{x}\)",
    "an address in a style": r"\(\style{background:url(http://evil.test/a.png)}{x}\)",
    "asked for http://evil.test/a.png": '<img src="http://evil.test/a.png">',
    "a class of others": '<p class="nightMode">x</p>',
    "letters that cover the card": "<h1 style=font-size:999px>x</h1>",
    "huge": r"\(\kern99999em x\)",
    "something stands beside the card": "</div></div><p>x</p>",
    "the template is not whole": '<div class="mkdeck">x</div>',
    "a joined tag": "<b\u226f onfocus=hit(1) autofocus tabindex=0>x</b>",
}


def test_the_vectors_of_clozes_are_clozes(loaded: Loaded) -> None:
    wanted = sum(name.startswith("clozes: ") for name in VECTORS)
    assert wanted > 20
    assert sum(note.kind == CLOZE for note in loaded.deck.notes) >= wanted


@pytest.mark.parametrize(("harm", "html"), HARM.items(), ids=HARM)
def test_harm_is_seen(harm: str, html: str, loaded: Loaded, browser: "Browser") -> None:
    """The tests above would see it: each harm is put into a card as it is."""
    if "\\(" in html and not find_reviewer():
        pytest.skip("needs the package aqt, for Anki's MathJax")
    front, back = fill_cards(loaded.deck.notetypes[0], loaded.deck.notes[0])[0].sides
    style = f"<style>{loaded.deck.notetypes[0].css}</style>"
    with open_reviewer(browser, {}) as reviewer:
        assert reviewer.show([(style + front, style + back)]) == []
        found = reviewer.show([(style + front, style + back.replace("<p>Before.</p>", html))])
    assert any(what.startswith("a script ran" if harm == "a joined tag" else harm) for what in found), found
