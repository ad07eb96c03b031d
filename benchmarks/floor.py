"""The least that a tool of this kind does: ``python benchmarks/floor.py OUT.apkg ARTICLE…``.

Every heading of the third level is a question, all below it the answer, as the parser renders it: nothing is decided,
made safe, coloured or remembered. What mkdeck takes beyond this is the price of what it does.
"""

import sys
from pathlib import Path

import genanki
from markdown_it import MarkdownIt

NOTETYPE = genanki.Model(
    1607392319,
    "Floor",
    fields=[{"name": "Question"}, {"name": "Answer"}],
    templates=[{"name": "Card", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr>{{Answer}}"}],
)


def read_notes(text: str) -> list[genanki.Note]:
    """Return a note for each question of an article."""
    parser = MarkdownIt("commonmark").enable("table")
    env: dict[str, object] = {}
    tokens = parser.parse(text, env)
    starts = [n for n, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h3"]
    notes = []
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        question = parser.renderer.render(tokens[start + 1 : start + 2], parser.options, env)
        answer = parser.renderer.render(tokens[start + 3 : end], parser.options, env)
        notes.append(genanki.Note(model=NOTETYPE, fields=[question, answer]))
    return notes


def main() -> None:
    target, *articles = map(Path, sys.argv[1:])
    decks = []
    for number, article in enumerate(articles, 1):
        deck = genanki.Deck(2059400110 + number, article.stem)
        for note in read_notes(article.read_text(encoding="utf-8")):
            deck.add_note(note)
        decks.append(deck)
    genanki.Package(decks).write_to_file(target)


if __name__ == "__main__":
    main()
