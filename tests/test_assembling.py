"""What a deck is made of, from articles that have been read: names, tags, limits, and who comes first."""

from typing import Any

import pytest

from mkdeck.deck import assemble
from mkdeck.deck.assemble import assemble_deck
from mkdeck.deck.notetype import make_notetype
from mkdeck.limits import MAX_NAME, MAX_NOTE
from mkdeck.model import Article, Deck, Location, Media, Pair, Settings
from mkdeck.problem import Problem


def pair(title: str, answer: str = "One.", *, line: int = 1, sections: tuple[str, ...] = (), **more: Any) -> Pair:
    section = " › ".join(sections)
    known: dict[str, Any] = {
        "pinned": "",
        "rest": "",
        "source": (title, answer),
        "question": title,
        "link": "",
        "media": (),
    }
    place = Location("a.md", line)
    return Pair(title=title, answer=answer, sections=sections, section=section, location=place, **known | more)


def article(*pairs: Pair, title: str = "T", path: str = "a.md", **more: Any) -> Article:
    known: dict[str, Any] = {"slug": "x", "description": "", "tags": (), "settings": Settings()}
    return Article(path=path, title=title, pairs=pairs, **known | more)


def assembled(*articles: Article) -> tuple[Deck, list[Problem]]:
    deck, _, problems = assemble_deck(articles, 1)
    return deck, problems


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param(["#exam", "Exam", "EXAM"], ["exam"], id="each once, whatever its case"),
        pytest.param(["Marked", "leech"], [], id="none that Anki has for itself"),
        pytest.param(["two  words\t", 'a"b'], ["two-words", "ab"], id="without spaces and quotes"),
        pytest.param(["", "#", "\u200b"], [], id="none of nothing"),
        pytest.param(["a\u200bb\x07"], ["ab"], id="without signs that do not show"),
        pytest.param(["x" * (MAX_NAME + 1)], ["x" * MAX_NAME], id="of a length that Anki takes"),
    ],
)
def test_tags_are_such_as_anki_can_keep(written: list[str], kept: list[str]) -> None:
    deck, _ = assembled(article(pair("Q?"), tags=tuple(written)))
    assert list(deck.notes[0].tags) == kept


def test_tags_come_from_article_settings_and_sections() -> None:
    made = article(pair("Q?", sections=("First Steps", "B")), tags=("a",), settings=Settings(tags=("s",)))
    assert assembled(made)[0].notes[0].tags == ("a", "s", "first-steps", "b")


@pytest.mark.parametrize(
    ("title", "settings", "more", "name"),
    [
        pytest.param("T", Settings(), {}, "T", id="the title"),
        pytest.param("T", Settings(deck="A::B"), {}, "A::B::T", id="below its parents"),
        pytest.param("a::b", Settings(), {}, "a: :b", id="of one part, whatever it holds"),
        pytest.param(
            " :a\x07  b: ", Settings(), {}, "a b", id="without control codes, and spaces and colons at its ends"
        ),
        pytest.param("T", Settings(sections="subdecks"), {}, "T::S", id="with its section"),
        pytest.param(
            "T", Settings(sections="subdecks"), {"shape": "file"}, "T", id="without, where it is one question"
        ),
        pytest.param("T", Settings(sections="tags"), {}, "T", id="without, where sections are tags"),
        pytest.param(
            "T", Settings(deck="x" * (MAX_NAME + 1)), {}, f"{'x' * MAX_NAME}::T", id="below a parent cut short"
        ),
    ],
)
def test_a_deck_has_the_name_of_its_article(title: str, settings: Settings, more: dict[str, Any], name: str) -> None:
    deck, _ = assembled(article(pair("Q?", sections=("S",)), title=title, settings=settings, **more))
    assert deck.notes[0].deck == name


def test_decks_that_differ_in_case_are_one_by_its_first_name_and_its_first_description() -> None:
    one, two = article(pair("A?"), title="SQL", description="<1>"), article(pair("B?"), title="sql", description="2")
    deck, _ = assembled(article(pair("C?"), title="Other"), one, two)
    assert [note.deck for note in deck.notes] == ["Other", "SQL", "SQL"]
    assert deck.descriptions == (("SQL", "&lt;1&gt;"),)


def test_notes_have_ids_in_order_from_the_time_on() -> None:
    assert [note.id for note in assembled(article(pair("A?"), pair("B?")))[0].notes] == [1000, 1001]


def test_a_question_in_two_sections_is_one_note_and_in_another_wording_two_with_a_warning() -> None:
    asked = [pair("A?", line=1, sections=("S",)), pair("A?", line=2, sections=("U",)), pair("A?", "Two.", line=3)]
    deck, (problem,) = assembled(article(*asked))
    assert [(note.key, note.tags) for note in deck.notes] == [("x/a", ("s", "u")), ("x/a-2", ())]
    assert (problem.code, problem.location.line) == ("equal-ids", 3)
    assert "the one in line 1, so it gets 'a-2'" in problem.message


def test_a_written_id_wins_over_an_equal_title() -> None:
    deck, (problem,) = assembled(article(pair("A?", line=1), pair("B?", line=2, pinned="a")))
    assert [note.key for note in deck.notes] == ["x/a-2", "x/a"]
    assert "'A?' has the same id as the one in line 2, so it gets 'a-2'" in problem.message


@pytest.mark.parametrize(("size", "count"), [(9, 1), (10, 0)])
def test_a_note_of_more_than_the_limit_becomes_none(monkeypatch: pytest.MonkeyPatch, size: int, count: int) -> None:
    """Question, answer and key have thirteen bytes with an answer of nine."""
    monkeypatch.setattr(assemble, "MAX_NOTE", 13)
    deck, problems = assembled(article(pair("A", "x" * size)))
    assert (len(deck.notes), [problem.code for problem in problems]) == (count, ["large-note"] * (1 - count))


def test_a_large_note_takes_its_pictures_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "MAX_NOTE", 13)
    pictures = [Media(name, b"") for name in ("b.png", "a.png", "c.png")]
    large = pair("B", "x" * 99, media=(pictures[2],))
    assert assembled(article(pair("A", media=tuple(pictures[:2])), large))[0].media == (pictures[1], pictures[0])


def test_the_limit_of_a_note_is_told_in_megabytes() -> None:
    _, (problem,) = assembled(article(pair("A", "x" * (MAX_NOTE + 1))))
    assert f"more than {MAX_NOTE // 1024**2} MB" in problem.message


@pytest.mark.parametrize(("count", "lines"), [(2, []), (3, [3]), (4, [3])])
def test_more_notes_than_the_limit_are_told_at_the_first_of_them(
    monkeypatch: pytest.MonkeyPatch, count: int, lines: list[int]
) -> None:
    monkeypatch.setattr(assemble, "MAX_NOTES", 2)
    _, problems = assembled(article(*(pair(f"A{n}?", line=n) for n in range(1, count + 1))))
    assert [problem.location.line for problem in problems] == lines


def test_what_comes_from_the_network_is_no_change_of_the_authors() -> None:
    one, other, own = (
        assembled(article(pair("A", media=(Media(name, b"", is_downloaded=name != "c"),))))[0].notes[0].digest
        for name in "abc"
    )
    assert one == other != own


@pytest.mark.parametrize(("count", "told"), [(1, "1 question is asked in a.md"), (2, "2 questions are asked in a.md")])
def test_articles_of_one_slug_are_told_apart_with_one_notice(count: int, told: str) -> None:
    asked = [pair(f"A{n}?") for n in range(count)]
    deck, (problem,) = assembled(article(*asked, folders=("f",)), article(*asked, path="b.md", folders=("g",)))
    assert [note.key for note in deck.notes[count:]] == [f"g/x/a{n}" for n in range(count)]
    assert (problem.code, problem.location) == ("shared-slug", Location("b.md", 1))
    assert told in problem.message


def test_what_cannot_be_told_apart_is_left_out() -> None:
    deck, (problem,) = assembled(article(pair("A?", line=3)), article(pair("A?", "Two.", line=4), path="b.md"))
    assert [note.fields[1] for note in deck.notes] == ["One."]
    assert (problem.code, problem.location.line) == ("double-key", 4)
    assert "as in a.md:3" in problem.message


@pytest.mark.parametrize(("css", "more"), [("", ""), (" \n", ""), ("\n.x {}\n\n", "\n.x {}\n")])
def test_style_of_the_authors_stands_behind_our_own(css: str, more: str) -> None:
    assert make_notetype(1, css).css == make_notetype(1).css + more


def test_another_address_of_the_articles_is_a_change_of_their_notes() -> None:
    digests = [
        assembled(article(pair("A"), settings=Settings(url=url)))[0].notes[0].digest
        for url in (None, "https://example.org", "https://example.com")
    ]
    assert len(set(digests)) == 3
