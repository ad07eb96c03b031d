"""The preview does not lie: its cards are those that real Anki makes of the package."""

from pathlib import Path
from typing import Any

import pytest
from articles import build, load, write
from test_anki import cards_in_order, collection, take_in

from mkdeck.preview.cards import fill_cards
from mkdeck.preview.templates import is_empty

__all__ = ["collection"]

SOURCES = Path(__file__).parents[1] / "sources"

RICH = r"""+++
title = "Algorithms"
[extra.mkdeck]
url = "https://example.org/{slug}/"
+++

### Has this one a section? {#none}

No; it has {{braces}}, {{#Source}}, [sound:x.mp3] and \(no math\).

## Sorting

### How fast is merge sort?

$O(n \log n)$, since $$T(n) = 2T(n/2) + n < \infty$$ and `$x$`.

| best | worst |
| --- | --- |
| a | b |

### What does this print?

```python
print("a < b")
```

<details><summary>Answer</summary>

![a tree](tree.png) [there](other.md) <kbd>x</kbd>

</details>
"""


@pytest.mark.parametrize(
    ("text", "config"),
    [
        pytest.param(RICH, "", id="math, code, tables, pictures and links to the source"),
        pytest.param(RICH, 'sections = "tags"\n', id="sections as tags"),
        pytest.param(RICH.replace("url", "#"), "", id="no link to the source"),
        pytest.param((SOURCES / "backend.md").read_text("utf-8"), "", id="the project's own deck"),
    ],
)
def test_front_and_back_are_those_of_anki(collection: Any, tmp_path: Path, text: str, config: str) -> None:
    (tmp_path / "tree.png").write_bytes(b"\x89PNG a tree")
    write(tmp_path, "mkdeck.toml", config)
    deck = load(write(tmp_path, "article.md", text)).deck
    take_in(collection, build(tmp_path / "x.apkg", tmp_path / "article.md"))
    made = [card.sides for note in deck.notes for card in fill_cards(deck.find_notetype(note.kind), note)]
    shown = [card.render_output() for card in cards_in_order(collection)]
    assert made == [(card.question_text, card.answer_text) for card in shown]
    assert {card.css for card in shown} == {deck.notetypes[0].css}


def test_a_field_is_empty_where_anki_takes_it_for_empty(collection: Any) -> None:
    models = collection.models
    notetype = models.new("sections")
    for name in ("First", "Second"):
        models.add_field(notetype, models.new_field(name))
    template = models.new_template("card") | {
        "qfmt": "{{First}}{{#Second}}full{{/Second}}{{^Second}}empty{{/Second}}",
        "afmt": "-",
    }
    models.add_template(notetype, template)
    models.add(notetype)
    fields = "|\n \t|<br>|<BR/>|<br />|<br  />|<div> <br></div>|</div>|<p></p>|<div dir>|&nbsp;|\u00a0|\u3000|0".split(
        "|"
    )
    anki_says = []
    for field in fields:
        note = collection.new_note(notetype)
        note.fields = ["?", field]
        collection.add_note(note, collection.decks.id("d"))
        anki_says.append(note.cards()[0].render_output().question_text == "?empty")
    assert [is_empty(field) for field in fields] == anki_says
