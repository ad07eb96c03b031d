"""Articles that were written for another flashcard tool: what its cards are, with their tags, ids and kinds."""

import re
from pathlib import Path

import pytest
from markdown_it.utils import read_fixture_file
from test_reading import as_text, read, start_and_end

from mkdeck.article.pin import pin_questions, pin_slug
from mkdeck.deck.assemble import assemble_deck
from mkdeck.model import QUESTION, Article, Note, Pair
from mkdeck.problem import Severity

CASES = Path(__file__).parent / "cases" / "tools"
PAGE = Path(__file__).parents[1] / "docs" / "from-other-tools.md"
TOOLS = [path.stem for path in sorted(CASES.glob("*.md"))]


def describe(pair: Pair) -> str:
    """Write a pair as ``line sections | front {id} #tags (kind) -> answer``."""
    place = " ".join([str(pair.location.line), " / ".join(pair.sections)]).rstrip()
    answer = " ".join(filter(None, map(as_text, (pair.answer, pair.extra))))
    front = " ".join([as_text(pair.question), *list_signs(pair)])
    return f"{place} | {front} -> {start_and_end(answer)}".rstrip()


def list_signs(pair: Pair) -> list[str]:
    """Write what a tool said of a card: its id, its tags, its kind."""
    signs = [f"{{{pair.pinned}}}"] if pair.pinned else []
    signs += [f"#{tag}" for tag in pair.tags]
    return signs + ([f"({pair.kind})"] if pair.kind != QUESTION else [])


def outline_tools(text: str) -> list[str]:
    """Write what an article is called, its tags and pairs, and what is wrong with it."""
    article, problems = read(text)
    assert article is not None
    named = [f"deck {article.settings.deck or ''} :: {article.title}"] if article.title != "guide" else []
    tags = [f"tags {' '.join(article.tags)}"] if article.tags else []
    wrong = [f"! {p.location.line} {p.code}" for p in problems if p.severity >= Severity.WARNING]
    return [*named, *tags, *map(describe, article.pairs), *wrong]


def read_cases(tool: str) -> list[tuple[str, str, str]]:
    return [(title, source, expected) for _, title, source, expected in read_fixture_file(CASES / f"{tool}.md")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(source, expected, id=f"{tool}: {title}")
        for tool in TOOLS
        for title, source, expected in read_cases(tool)
    ],
)
def test_the_cards_of_a_tool_are_read(source: str, expected: str) -> None:
    assert outline_tools(source) == expected.splitlines()


@pytest.mark.parametrize(
    "source",
    [pytest.param(source, id=f"{tool}: {title}") for tool in TOOLS for title, source, _ in read_cases(tool)],
)
def test_every_line_of_an_article_of_a_tool_has_a_role(source: str) -> None:
    """Nothing is lost silently: what is on no card is named by ``check -v``."""
    article, _ = read(source)
    assert article is not None
    body = re.sub(r"\A---\n.*?^---\n", lambda front: "\n" * front[0].count("\n"), source, flags=re.S | re.M)
    lines = {n for n, line in enumerate(body.splitlines(), 1) if line.strip() and line.lstrip()[0] not in "<`:+"}
    told = {n for role in article.roles for n in range(role.line, role.end + 1)}
    assert article.shape in ("file", "slides", "") or not article.roles or lines <= told


# --- signs are no part of what a card is

REVIEWED = {
    "spaced repetition": ("#flashcards\n\na::b{}\n", "\n<!--SR:!2021-08-16,7,150-->", "\n<!--SR:!2024-01-01,90,270-->"),
    "spaced repetition of several lines": (
        "What is a?\n?\nb{}\n",
        "\n<!--SR:!2021-08-16,7,150-->",
        "\n<!--SR:!2024-01-01,90,270-->",
    ),
    "Logseq": (
        "- a #card{}\n\t- b\n",
        "\n  card-last-interval:: 4\n  card-repeats:: 1",
        "\n  collapsed:: true\n  card-last-interval:: 30\n  card-repeats:: 7",
    ),
    "Logseq, within an answer": ("- a #card\n\t- b{}\n", "", "\n\t  collapsed:: true"),
    "Obsidian to Anki": ("START\nBasic\nWhat is a?\nBack: b\n{}END\n", "", "Tags:\n"),
}


@pytest.mark.parametrize(("text", "before", "after"), [pytest.param(*case, id=id_) for id_, case in REVIEWED.items()])
def test_what_a_tool_remembers_of_reviews_changes_no_note(text: str, before: str, after: str) -> None:
    (first,), (second,) = (make_notes(text.format(signs)) for signs in (before, after))
    assert (first.key, first.digest, first.fields) == (second.key, second.digest, second.fields)


def make_notes(text: str) -> tuple[Note, ...]:
    article, _ = read(text)
    assert isinstance(article, Article)
    deck, _, _ = assemble_deck([article], 0)
    return deck.notes


def test_a_tag_or_an_id_of_a_tool_is_no_part_of_a_key() -> None:
    plain, tagged = (make_notes(text)[0].key for text in ("## What is a?\n\nb\n", "## What is a? #card #geo\n\nb\n"))
    assert plain == tagged == "guide/what-is-a"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# T (1234567890)\n\n## {} (66b3661f-e22e-4986-a50d-569fdac454ad)\n\nb\n", id="md2anki"),
        pytest.param("## {} #card\n\nb\n^1607361487244\n", id="flashcards-obsidian"),
        pytest.param("START\nBasic\n{}\nBack: b\n<!--ID: 1566052191670-->\nEND\n", id="Obsidian to Anki"),
        pytest.param("---\nnoteId: 1723402938475\n---\n\n{}\n\n---\n\nb\n", id="yanki"),
        pytest.param("- {} #card\n  id:: 66c2b37c-4e6f-47dc-a816-6830524773f1\n\t- b\n", id="Logseq"),
    ],
)
def test_a_card_with_the_id_of_a_tool_may_be_reworded(text: str) -> None:
    first, second = (make_notes(text.format(asked))[0].key for asked in ("What is a?", "Whatever may a be?"))
    assert first == second


@pytest.mark.parametrize(
    "source",
    [pytest.param(source, id=f"{tool}: {title}") for tool in TOOLS for title, source, _ in read_cases(tool)],
)
def test_every_card_of_a_tool_can_be_pinned_and_stays_what_it_is(source: str) -> None:
    article, _ = read(source)
    assert article is not None
    ids = {pair.location.line: f"x{pair.location.line}" for pair in article.pairs if not pair.pinned}
    again, _ = read(pin_slug(pin_questions(source, ids), article.slug))
    assert again is not None
    assert [pair.pinned for pair in again.pairs] == [p.pinned or ids[p.location.line] for p in article.pairs]
    assert list(map(tell, again.pairs)) == list(map(tell, article.pairs))
    assert (again.title, again.tags) == (article.title, article.tags)


def tell(pair: Pair) -> tuple[object, ...]:
    """Return all of a card that an id beside it must not change."""
    return pair.source, pair.sections, pair.tags, pair.kind


# --- how many signs make a deck of an article


@pytest.mark.parametrize(
    ("item", "least"),
    [
        pytest.param("- What is {}?―It is so.\n", 2, id="a bar behind questions"),
        pytest.param("- Kinds of {} ↓\n  - one\n", 5, id="an arrow behind what does not ask"),
    ],
)
def test_signs_that_may_be_ornaments_count_where_there_are_several(item: str, least: int) -> None:
    found = [len(make_notes("".join(map(item.format, "abcdefg"[:count])))) for count in (least - 1, least)]
    assert found == [0, least]


@pytest.mark.parametrize(("count", "is_named"), [(1, False), (2, True)])
def test_a_separator_is_named_that_several_cards_have(count: int, is_named: bool) -> None:
    _, problems = read("#flashcards\n\n" + "Oak =>> a tree\n<!--SR:!2021-08-16,7,150-->\n\n" * count)
    assert ["=>>" in problem.hint for problem in problems if problem.code == "unread-sign"] == [is_named]


# --- Anki's text export

EXPORT = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
    "Ab#1xY\tBasic\tSea::Depth\tHow deep is it?\tEleven <b>km</b>\tgeo water\n"
    'zz!9\tBasic\tSea::Life\t"Which ""fish""<br>is grey?"\t"Ling\nor cod"\t\n'
    "c,3\tCloze\tSea::Life\t{{c1::Ling}} is grey\tand long\t\n"
)


def test_notes_that_anki_exported_keep_guids_decks_tags_and_markup() -> None:
    notes = make_notes(EXPORT)
    assert [note.guid for note in notes] == ["Ab#1xY", "zz!9", "c,3"]
    assert [note.deck for note in notes] == ["Sea::Depth", "Sea::Life", "Sea::Life"]
    assert [note.kind for note in notes] == ["question", "question", "cloze"]
    assert notes[0].tags[-2:] == ("geo", "water")
    assert "<b>km</b>" in notes[0].fields[1]


def test_rows_of_text_without_markup_show_their_signs() -> None:
    notes = make_notes("#separator:;\n#html:false\n#deck:Sea\n#tags:geo\na <b>;c & d\n")
    assert [(note.fields[:2], note.tags) for note in notes] == [(("a &lt;b&gt;", "c &amp; d"), ("geo",))]


def test_an_article_that_begins_with_tags_is_no_export() -> None:
    article, _ = read("#deck #tags\n\n## What is a?\n\nb\n")
    assert article is not None
    assert [pair.title for pair in article.pairs] == ["What is a?"]


def test_formulas_and_sounds_of_exported_fields_stay_what_they_are_in_anki() -> None:
    (note,) = make_notes(
        "#separator:tab\n#html:true\n"
        "What is \\(a &lt; b\\)?\t\\[x<br>y\\] and [$]z[/$], [$$]t[/$$]; [sound:a.mp3], \\( costs $5$\n"
    )
    assert note.fields[0] == "What is \\(a &lt; b\\)?"
    assert note.fields[1].startswith("\\[x y\\] and \\(z\\), \\[t\\]; <img ")
    assert note.fields[1].endswith("\\<span>(</span> costs $5$")


KI = """# Note
```
guid: Jp_](Rw~al
notetype: Basic-d7a3e
```

### Tags
```
sea
sea::depth
```

## Front
How <b>deep</b> is it?
In km.

## Back
<p>Eleven
km.</p>

# Note
```
guid: zz!9
notetype: Cloze
```

### Tags
```
```

## Text
The {{c1::ling}} is \\(x\\) long.

## Extra
"""


def test_notes_that_ki_keeps_in_files_keep_guids_and_tags_in_the_deck_of_their_folder() -> None:
    notes = make_notes(KI)
    assert [(note.guid, note.kind, note.deck) for note in notes] == [
        ("Jp_](Rw~al", "question", "guide"),
        ("zz!9", "cloze", "guide"),
    ]
    assert notes[0].fields[:2] == ("How <b>deep</b> is it?<br>In km.", "<p>Eleven\nkm.</p>")
    assert notes[0].tags[-2:] == ("sea", "sea::depth")
    assert notes[1].fields[0] == "The {{c1::ling}} is \\(x\\) long."


def test_an_article_with_the_title_note_is_none_of_ki() -> None:
    assert [note.key for note in make_notes("# Note\n\n## What is a?\n\nb\n")] == ["guide/what-is-a"]


# --- the page for those who come from another tool

CHAPTERS = re.findall(
    r"^## ([^\n]+)\n\n(Read.*?)(?=^## [^\n]+\n\nRead|\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S
)
EXAMPLE = re.compile(r"^````markdown\n(.*?)^````\n\n\| Line \|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)", re.M | re.S)
EXAMPLES = [(name, *example) for name, text in CHAPTERS for example in EXAMPLE.findall(text)]


@pytest.mark.parametrize(("article", "table"), [pytest.param(*e[1:], id=f"{e[0]} {n}") for n, e in enumerate(EXAMPLES)])
def test_an_example_of_a_tool_becomes_the_cards_of_its_table(article: str, table: str) -> None:
    assert write_rows(article) == table


def write_rows(article: str) -> str:
    """Write the table of an example: line, front, back, and what the tool says besides."""
    found, _ = read(article)
    assert found is not None
    rows = (
        (
            str(pair.location.line),
            as_text(pair.question),
            " ".join(filter(None, map(as_text, (pair.answer, pair.extra)))),
            " ".join(sign if sign.startswith("(") else f"`{sign}`" for sign in list_signs(pair)),
        )
        for pair in found.pairs
    )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def test_every_tool_has_a_chapter_with_an_example() -> None:
    tools = (
        "mdanki, Anki for VS Code, markdown-anki-decks, md2apkg, md2anki, Obsidian_to_Anki, Obsidian Spaced Repetition,"
        " flashcards-obsidian, hashcards, Logseq, RemNote, Mochi, yanki, ankivalenz, anki-panky, ankdown, ki, inka, NeuraCache"
    )
    with_example = {name for name, *_ in EXAMPLES}
    assert set(tools.split(", ")) <= with_example
    assert "Anki's text export" in {name for name, _ in CHAPTERS}
