"""Whether a question was turned into another one by a word, and whether its answer was."""

import pytest
from test_rates import put, words

from mkdeck.deck.matching.turns import Turns

TURNS = Turns(("en",))


@pytest.mark.parametrize(
    ("old", "answer", "new", "new_answer", "amount"),
    [
        pytest.param("The first oak", "a", "The second oak", "a", 1.0, id="an ordinal"),
        pytest.param("Oak 1", "a", "Oak 2", "b", 1.0, id="a number"),
        pytest.param("Three oaks", "a", "Four oaks", "b", 1.0, id="a number in words"),
        pytest.param("Oak 1", "elm", "Oak fir", "elm", 0.0, id="a number that went for a word"),
        pytest.param("Left oak", "a", "Right oak", "b", 1.0, id="an opposite"),
        pytest.param("Three oaks", "fir elm", "Four oaks", "fir elm ash", 0.0, id="a number over a list that grew"),
        pytest.param("Three oaks", "fir elm", "Four oaks", "fir ash", 1.0, id="over a list that did not only grow"),
        pytest.param("Three oaks", "fir", "Four oaks", "fir", 1.0, id="over a list that stayed"),
        pytest.param("Oak 1", "2 elms", "Oak 2", "2 elms", 0.0, id="what the answer has had all along"),
        pytest.param("Oak 1", "1 or 2 elms", "Oak 2", "1 or 2 elms", 1.0, id="what the answer has, as well as the old one"),
        pytest.param("Oak 1", "2 elms", "Oak 2", "2 firs", 1.0, id="what another answer has"),
        pytest.param("Red oaks", "a", "Red oaks", "b", 0.0, id="no word"),
        pytest.param("Use oaks", "a", "Not use oaks", "a", 1.0, id="a not"),
        pytest.param("Use red oaks", "a", "Not use blue oaks", "a", 1.0, id="a not among other words"),
        pytest.param("Red oaks", "a", "Red oaks that fir not", "a", 1.0, id="a not with one more word"),
        pytest.param("Red oaks", "a", "Red oaks that fir elm not", "a", 0.2, id="a not in a clause"),
        pytest.param("Red oaks that fir elm not", "a", "Red oaks", "a", 0.2, id="a clause that went"),
        pytest.param("Red oaks", "a", "Blue oaks that fir elm not", "a", 1.0, id="a clause in another question"),
        pytest.param("Left oak", "a", "Left oak, right", "a", 0.45, id="the opposite came beside"),
        pytest.param("Left oak, right", "a", "Left oak", "a", 0.45, id="one of both went"),
        pytest.param("Left oak", "a", "Left elm", "a", 0.0, id="other words"),
    ],
)  # fmt: skip
def test_a_question_is_turned(old: str, answer: str, new: str, new_answer: str, amount: float) -> None:
    assert TURNS.rate(put(old, answer, new, new_answer)) == amount


@pytest.mark.parametrize(
    ("answer", "new_answer", "is_turned"),
    [
        pytest.param(f"{words(0, 8)} oak elm", f"{words(0, 8)} not fir", True, id="a not, and eight words of ten stayed"),
        pytest.param(f"{words(0, 3)} oak elm", f"{words(0, 3)} not fir", False, id="three words of five"),
        pytest.param(f"{words(0, 20)} oak elm ash", f"{words(0, 20)} not fir", False, id="five words changed"),
        pytest.param(f"{words(0, 20)} not", words(0, 20), True, id="a not that went"),
        pytest.param(f"{words(0, 20)} yes", f"{words(0, 20)} no", True, id="a yes for a no"),
        pytest.param(f"{words(0, 20)} 7", f"{words(0, 20)} 8", True, id="a number for a number"),
        pytest.param(words(0, 20), f"{words(0, 20)} 8", False, id="a number that came"),
        pytest.param(f"{words(0, 20)} left", f"{words(0, 20)} right", True, id="an opposite"),
        pytest.param(f"{words(0, 20)} oak", f"{words(0, 20)} elm", False, id="another word"),
    ],
)  # fmt: skip
def test_an_answer_is_turned(answer: str, new_answer: str, is_turned: bool) -> None:
    assert TURNS.is_answer_turned(put("A red box", answer, "A blue box", new_answer)) is is_turned
    assert TURNS.is_answer_turned(put("A red box", answer, "A red box and elm", new_answer)) is is_turned
    assert TURNS.is_answer_turned(put("A red box and elm", answer, "A red box", new_answer)) is is_turned
    assert not TURNS.is_answer_turned(put("A red box", answer, "A red box", new_answer))


def test_both_questions_are_understood_whatever_the_deck_is_written_in() -> None:
    german = put("Was ist die linke Seite von einem Baum", "a", "Was ist die rechte Seite von einem Baum", "b")
    assert TURNS.rate(german) == 0
    assert TURNS.speak(german.old.title_words, german.new.title_words).rate(german) == 1
