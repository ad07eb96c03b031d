"""How alike two notes are: what stayed of an answer, and which words are the same but for their form, at each bound."""

from itertools import product

import pytest
from test_matching import make_note

from mkdeck.deck.likeness import (
    compare_words,
    find_akin,
    has_other_order,
    have_changed_places,
    is_moved,
    is_related,
    keep_share,
    says_enough,
)
from mkdeck.deck.wording import Wording, read_wording

WORDS = ["".join(letters) for letters in product("bcdfg", "aeiou", "klmnp")]
"""As many as a test needs, none of which says anything."""


def ask(question: str, answer: str = "") -> Wording:
    return read_wording(make_note(question, answer))


def answer_in(first: int, count: int, question: str = "What is a stack?") -> Wording:
    """Return a note whose answer has so many words, from one of the list on."""
    return ask(question, " ".join(WORDS[first : first + count]))


@pytest.mark.parametrize(
    ("old", "new", "common", "share"),
    [
        pytest.param(10, 10, 5, 0.5, id="half is the same"),
        pytest.param(8, 40, 8, 1.0, id="it grew to five times its length"),
        pytest.param(8, 41, 8, 16 / 49, id="in a text that is longer yet any sentence can be found"),
        pytest.param(7, 20, 7, 14 / 27, id="seven words say too little to be found again"),
        pytest.param(20, 10, 9, 0.9, id="one of ten words changed in what shrank"),
        pytest.param(20, 10, 8, 16 / 30, id="two of ten words changed"),
        pytest.param(0, 10, 0, 0.0, id="it was empty"),
    ],
)
def test_what_stays_of_an_answer(old: int, new: int, common: int, share: float) -> None:
    assert keep_share(answer_in(0, old), answer_in(old - common, new)) == share
    assert keep_share(answer_in(old - common, new), answer_in(0, old)) == share


def test_signs_alone_have_nothing_in_common() -> None:
    assert keep_share(ask("Why?", "…"), ask("Why?", "!")) == 0
    assert keep_share(ask("Why?", "…"), ask("Why?", "…")) == 1


def test_answers_are_related_from_three_tenths_on_and_moved_from_a_half_on() -> None:
    assert [is_related(answer_in(0, 10), answer_in(10 - n, 10)) for n in (2, 3)] == [False, True]
    assert [is_moved(answer_in(0, 20), answer_in(20 - n, 20)) for n in (8, 10)] == [False, True]


@pytest.mark.parametrize(
    ("question", "answer", "is_enough"),
    [
        pytest.param("Is it free?", "y" * 40, True, id="a long answer"),
        pytest.param("Is it free?", "y" * 39, False, id="one that is a letter too short"),
        pytest.param("Is red hot?", "Sure.", True, id="three words"),
        pytest.param("Is red?", "Sure.", False, id="two words"),
        pytest.param("Is red hot, and it?", "Sure.", False, id="a word that points to the text around"),
    ],
)
def test_a_question_says_enough_to_be_told_from_others(question: str, answer: str, is_enough: bool) -> None:
    assert says_enough(ask(question, answer), ask(question, answer)) is is_enough


@pytest.mark.parametrize(
    ("old", "new", "is_other"),
    [
        ("text to number", "number to text", True),
        ("text to number", "number to number", False),
        ("text to number", "number to text there", False),
        ("a b c", "b c a", False),
        ("a b", "a c", False),
        ("a b c", "b a c", True),
        ("a b c d", "b a d c", False),
        ("a b", "c d", False),
        ("a b", "b d", False),
        ("a b", "c a", False),
    ],
)
def test_two_words_changed_places(old: str, new: str, is_other: bool) -> None:
    assert have_changed_places(old.split(), new.split()) is is_other


@pytest.mark.parametrize(
    ("old", "new", "is_other"),
    [
        ("Turn text into number", "Turn number into text", True),
        ("Turn text into number", "Turn big text into number", False),
        ("Turn big text into number", "Turn text into number", False),
        ("Red, red and green", "Red, green and red", False),
    ],
)
def test_words_have_another_order(old: str, new: str, is_other: bool) -> None:
    assert has_other_order(ask(old), ask(new)) is is_other


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        pytest.param("red cache", "red cacche", "", "", id="a typo in five letters"),
        pytest.param("red lock", "red lick", "lock", "lick", id="in four it may be another word"),
        pytest.param("red cursor", "red corsar", "cursor", "corsar", id="two typos"),
        pytest.param("red rendering", "red renderign", "rendering", "renderign", id="a typo at the end"),
        pytest.param("red foriegn keys", "red foreign keys", "", "", id="letters that changed places"),
        pytest.param("red cater", "red later", "cater", "later", id="another start"),
        pytest.param("red proto", "red prott", "proto", "prott", id="another end"),
        pytest.param("red prott", "red proto", "prott", "proto", id="another end, the other way round"),
        pytest.param("red key", "red keys", "", "", id="an ending after three letters"),
        pytest.param("red key", "red keyable", "key", "keyable", id="an ending that makes another word"),
        pytest.param("red gos", "red goes", "gos", "goes", id="an ending after two letters"),
        pytest.param("red lintr", "red lints", "lintr", "lints", id="an ending in the place of none"),
        pytest.param("red lint", "red linter", "lint", "linter", id="one end is none"),
        pytest.param("why OS here", "why operating systems here", "", "", id="initials"),
        pytest.param("OS why", "operating systems why", "", "", id="initials at the start"),
        pytest.param("operating systems run", "the OS run", "", "", id="initials of the first words"),
        pytest.param("why R", "why rust", "r", "rust", id="one letter is no abbreviation"),
        pytest.param("why dev tools", "why devtools", "", "", id="two words joined"),
        pytest.param("why onthefly", "why on the fly", "", "", id="three words parted"),
        pytest.param("why ontherunfly", "why on the run fly", "ontherunfly", "run fly", id="four"),
        pytest.param("red `iloc`", "red iloc", "", "", id="code or not"),
        pytest.param("why nextTick", "why nextTicks", "nexttick", "nextticks", id="what is written as code has no typos"),
        pytest.param("que fué", "qué fue", "", "", id="accents"),
        pytest.param("why `sesión`", "why `sesion`", "", "", id="accents of code"),
        pytest.param("тёс", "тес", "", "", id="accents in Cyrillic"),
        pytest.param("ぱり", "はり", "ぱ", "は", id="what marks of other scripts say"),
        pytest.param("red porqué", "red por que", "", "", id="two words joined without an accent"),
        pytest.param("see puerto", "see puerta", "puerto", "puerta", id="a gender is no form"),
        pytest.param("see React", "see ReactJS", "react", "reactjs", id="a name with js is no form"),
    ],
)  # fmt: skip
def test_words_are_gone_and_come_but_for_their_form(old: str, new: str, gone: str, come: str) -> None:
    assert compare_words(ask(old), ask(new)) == (set(gone.split()), set(come.split()))


@pytest.mark.parametrize(
    ("old", "new", "akin"),
    [
        pytest.param("linters", "linting", "linters linting", id="another ending of one stem"),
        pytest.param("test", "tester", "test tester", id="an ending where none was"),
        pytest.param("pined", "pinal", "", id="a stem of three letters"),
        pytest.param("linters", "lintfree", "", id="no ending"),
        pytest.param("lintfree", "linters", "", id="none on the other side"),
        pytest.param("see React", "see reaction", "", id="a name"),
        pytest.param("see reaction", "see React", "", id="a name on the other side"),
        pytest.param("rojo colorido", "roja colorida", "colorido colorida", id="a gender behind four letters"),
        pytest.param("see colorida", "see coloridos", "colorida coloridos", id="a gender of several"),
        pytest.param("color", "colora", "", id="a gender where none was"),
        pytest.param("see React", "see ReactJS", "react reactjs", id="a name with js"),
        pytest.param("see ReactJS", "see React", "react reactjs", id="a name without js"),
        pytest.param("see React", "see ReactTS", "", id="a name with something else"),
    ],
)
def test_words_of_one_stem_are_akin(old: str, new: str, akin: str) -> None:
    one, other = ask(old), ask(new)
    assert find_akin(one, other, set(one.words), set(other.words)) - {"see"} == set(akin.split())
