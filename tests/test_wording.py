"""What of a note is a word, a title and a name."""

from dataclasses import replace

import pytest
from test_matching import make_note

from mkdeck.deck.wording import is_reworded, plain_text, read_title, read_wording, spell_not, split_words


@pytest.mark.parametrize(
    ("question", "names", "codes"),
    [
        pytest.param("Red oak", "", "", id="the first word is always written so"),
        pytest.param("why Red oak", "red", "", id="a name"),
        pytest.param("why REST iOS", "rest ios", "rest ios", id="capitals"),
        pytest.param("why <code>oak</code>", "oak", "oak", id="code"),
        pytest.param("Why Red Oak Elm", "red oak elm", "", id="three names"),
        pytest.param("Why Red Oak Elm Fir", "", "", id="a headline"),
        pytest.param("Why Red Oak Elm Fir REST", "rest", "rest", id="capitals in a headline"),
        pytest.param("Why Red Oak Elm Fir are so tall", "", "", id="most words of a sentence"),
        pytest.param("Why Red Oak Elm Fir grow tall old big", "red oak elm fir", "", id="half the words of a sentence"),
        pytest.param("Why It Is The One", "", "", id="fill words"),
    ],
)
def test_names_are_what_is_written_as_such(question: str, names: str, codes: str) -> None:
    wording = read_wording(make_note(question, "a"))
    assert (wording.names, wording.codes) == (frozenset(names.split()), frozenset(codes.split()))


def test_words_are_what_a_question_is_about() -> None:
    note = make_note(
        'What is an Oak?<pre>so  <b>tall</b></pre><img src="a.png">', '<pre>1 2</pre>Elm &amp; <img src="b.png">'
    )
    wording = read_wording(note)
    assert (wording.title, wording.question, wording.title_words) == (
        "what is an oak?",
        "what is an oak? so tall a.png",
        ("what", "is", "an", "oak"),
    )
    assert wording.words == ("oak", "so", "tall", "png")
    assert (wording.asked_code, wording.answer_code) == (("so tall",), ("1 2",))
    assert (wording.pictures, wording.answer) == (("a.png", "b.png"), "1 2 elm & b.png")
    assert read_title(make_note("<pre>so</pre>", "a")) == "so"
    assert read_title(make_note("Oak<p>elm</p><p>fir</p>", "a")) == "Oak"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("a  b", "a b"),
        ("a &lt; b", "a < b"),
        ("<b>a</b>", "a"),
        ("a&lt;<b>b</b>", "a< b"),
        ('<a href="x">y</a>', "xy"),
    ],
)
def test_text_is_what_a_field_shows(field: str, text: str) -> None:
    assert plain_text(field) == text


def test_no_text_takes_long() -> None:
    assert len(split_words("oak " * 500)) == len(split_words("oak " * 501)) == 500
    assert len(split_words("1" + "2" * 30_000)[0]) == 20_000


def test_not_is_spelled_out() -> None:
    assert spell_not("one can't or cannot, don't") == "one can not or can not, do not"
    assert split_words("索引 is 3x") == ("索", "引", "is", "3", "x")


def test_a_note_is_reworded_where_the_front_says_something_else() -> None:
    note = make_note("What is red?", "a")
    fronts = {"What is red?": False, "what  is <b>red?</b>": False, "What is blue?": True}
    assert {front: is_reworded(note, replace(note, fields=(front, *note.fields[1:]))) for front in fronts} == fronts
