"""How much each kind of evidence counts, at each bound: ``cases/evidence.md`` has the kinds themselves."""

import pytest
from test_likeness import WORDS, ask

from mkdeck.deck.matching.candidates import find_candidates, find_neighbours
from mkdeck.deck.matching.evidence import Evidence, Judge
from mkdeck.deck.matching.place import Gap
from mkdeck.deck.matching.rarity import Rarity
from mkdeck.deck.matching.rates import (
    asks_same,
    compare,
    compare_rests,
    has_moved_text,
    has_other_rest,
    has_whole,
    is_unlinked,
    rate_answer,
    rate_change,
    rate_following,
    rate_order,
    rate_other_kind,
)
from mkdeck.deck.matching.reasons import tell_reason
from mkdeck.deck.matching.turns import Turns
from mkdeck.deck.matching.two import Two
from mkdeck.deck.wording import Wording


def words(first: int, end: int) -> str:
    return " ".join(WORDS[first:end])


def put(old: str, answer: str, new: str, new_answer: str) -> Two:
    return compare(ask(old, answer), ask(new, new_answer))


@pytest.mark.parametrize(
    ("answer", "new_answer", "amount"),
    [
        pytest.param(words(0, 19), f"{words(0, 19)} red", 1.0, id="a short one says what changed"),
        pytest.param(f"{words(0, 18)} oak", f"{words(0, 18)} elm", 1.0, id="of nineteen words one other"),
        pytest.param(f"{words(0, 19)} oak", f"{words(0, 19)} elm", 0.5, id="of twenty"),
        pytest.param(f"{words(0, 18)} oak ash", f"{words(0, 18)} elm fir", 0.5, id="of twenty two"),
        pytest.param(f"{words(0, 17)} oak ash yew", f"{words(0, 17)} elm fir box", 1.0, id="of twenty three"),
        pytest.param(words(0, 20), words(0, 20), 0.25, id="the same"),
        pytest.param(f"{words(0, 23)} stack", f"{words(0, 23)} queue", 1.0, id="of 24 words the one asked for"),
        pytest.param(f"{words(0, 24)} stack", f"{words(0, 24)} queue", 0.5, id="of 25 words the one asked for"),
    ],
)  # fmt: skip
def test_other_words_say_less_over_an_answer_that_stayed(answer: str, new_answer: str, amount: float) -> None:
    assert rate_change(put("A stack?", answer, "A queue?", new_answer)) == amount


@pytest.mark.parametrize(
    ("old", "answer", "new", "new_answer", "amount"),
    [
        pytest.param("stack", "stack", "queue", "queue", 1.0, id="with the words that took the place of others"),
        pytest.param("stack", "stack", "queue", "heap", 0.0, id="only the old one was in it"),
        pytest.param("stack", "heap", "queue", "queue", 0.0, id="only the new one is in it"),
        pytest.param("stack", "heap", "stack queue", "queue", 1.0, id="with a word that came"),
        pytest.param("stack", "heap", "stack queue", "heap queue", 0.0, id="it has only grown"),
        pytest.param("stack queue", "heap queue", "stack", "heap", 0.0, id="it has only shrunk"),
        pytest.param("stack queue", "queue", "stack", "heap", 1.0, id="with a word that went"),
        pytest.param("red linters", "linters", "red linting", "linting", 0.5, id="with an ending"),
        pytest.param("linters", f"{words(0, 23)} linters", "linting", f"{words(0, 23)} linting", 0.5, id="of 24 words"),
        pytest.param("stack", f"{words(0, 23)} stack", "queue", f"{words(0, 23)} queue", 1.0, id="24 words"),
        pytest.param("stack", f"{words(0, 24)} stack", "queue", f"{words(0, 24)} queue", 0.08, id="25 words"),
        pytest.param("stack", f"{words(0, 24)} stack", "queue", f"{words(0, 23)} queue", 1.0, id="24 words now"),
        pytest.param("stack", f"{words(0, 24)} stack", "queue", f"{words(24, 48)} queue", 1.0, id="25 new words"),
    ],
)
def test_an_answer_follows_its_question(old: str, answer: str, new: str, new_answer: str, amount: float) -> None:
    assert rate_following(put(old, answer, new, new_answer)) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("old", "new", "answer", "is_it"),
    [
        pytest.param("A stack?", "A queue?", "Yes.", True, id="a short one"),
        pytest.param("A stack?", "A queue?", "y" * 119, True, id="that is just short"),
        pytest.param("A stack?", "A queue?", "y" * 120, False, id="that is just long"),
        pytest.param("A stack?", "A queue?", "A queue.", False, id="that has a word of the question"),
        pytest.param("A red stack?", "A red queue?", "Yes.", False, id="under a title that has a word of the old one"),
    ],
)
def test_an_answer_has_no_link_to_its_question(old: str, new: str, answer: str, is_it: bool) -> None:
    assert is_unlinked(put(old, answer, new, answer)) is is_it


@pytest.mark.parametrize(
    ("old", "new", "amount"),
    [
        ("Turn text into number", "Turn number into text", 1.0),
        ("Turn text into number", "Number, out of text, turn", 0.4),
        ("Turn text into number", "Turn text into number", 0.0),
        ("State and props", "Props and state", 0.0),
    ],
)
def test_another_order_says_all_or_little(old: str, new: str, amount: float) -> None:
    assert rate_order(put(old, "", new, "")) == amount


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("What is a stack?", "Please explain stacks", True),
        ("What is a stack?", "How is a stack?", False),
        ("What is a stack?", "What is a red stack?", False),
        ("What is a red stack?", "What is a stack?", False),
        ("Are linters good?", "Is linting good?", False),
        ("What is it?", "What is it for?", False),
        ("Turn text into number", "Turn number into text", False),
    ],
)
def test_two_questions_ask_the_same(old: str, new: str, is_same: bool) -> None:
    assert asks_same(put(old, "", new, "")) is is_same


@pytest.mark.parametrize(
    ("old", "new", "amount"),
    [
        ("What is a stack?", "How is a stack?", 1.0),
        ("Is a stack red?", "Should a stack be red?", 0.5),
        ("Is a stack red?", "Why is a stack red?", 1.0),
        ("What is a stack?", "What is a queue?", 0.0),
        ("A stack", "How is a stack?", 0.0),
        ("How is a stack?", "A stack", 0.0),
        ("What is a stack?", "What is a stack? How is a queue?", 0.0),
        ("How is it? What is a stack?", "What is a stack?", 0.0),
    ],
)
def test_two_questions_are_of_another_kind(old: str, new: str, amount: float) -> None:
    assert rate_other_kind(ask(old), ask(new)) == amount


@pytest.mark.parametrize(
    ("old", "new", "is_whole"),
    [
        ("See a stack?", "See a stack? Or so?", True),
        ("A stack?", "A stack? Or so?", False),
        ("See a stack?", "See a stack!", True),
        ("See a stack?", "See a stack?", False),
        ("See a stack?", "See a queue? Or so?", False),
    ],
)
def test_a_question_of_three_words_is_found_whole(old: str, new: str, is_whole: bool) -> None:
    assert has_whole(ask(old), ask(new)) is is_whole


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("Which?<p>red oak elm</p>", "Which?<p>red oak fir</p>", 2 / 3),
        ("Which?<p>red oak elm</p>", "Which?<p>red</p>", 0.5),
        ("Which?", "Which?<p>red</p>", 1.0),
        ("Which?<p>red</p>", "Which?", 1.0),
    ],
)
def test_what_stands_below_a_title_is_alike(old: str, new: str, alike: float) -> None:
    assert compare_rests(ask(old), ask(new)) == alike


@pytest.mark.parametrize(
    ("old", "answer", "new", "new_answer", "has_moved"),
    [
        pytest.param("Oak?", words(0, 9), f"Oak?<p>{words(0, 9)}</p>", "", True, id="all"),
        pytest.param("Oak?", words(0, 9), f"Oak?<p>{words(0, 8)}</p>", "elm", True, id="nine words of ten"),
        pytest.param("Oak?", words(0, 9), f"Oak?<p>{words(0, 7)}</p>", "elm fir", False, id="eight words of ten"),
        pytest.param("Oak?", words(0, 9), f"Oak?<p>{words(0, 9)}</p>", "elm fir", False, id="and more came"),
        pytest.param(f"Oak?<p>{words(0, 9)}</p>", "elm fir", "Oak?", words(0, 9), False, id="and more went"),
        pytest.param("Oak?", words(0, 9), "Oak?", words(0, 9), False, id="nothing"),
        pytest.param("Oak?", "a b c d e f", "Oak?<p>elm</p>", "", False, id="fill words say nothing"),
    ],
)  # fmt: skip
def test_text_moved_between_front_and_back(old: str, answer: str, new: str, new_answer: str, has_moved: bool) -> None:
    assert has_moved_text(ask(old, answer), ask(new, new_answer)) is has_moved


@pytest.mark.parametrize(
    ("before", "after", "amount"),
    [
        pytest.param(10, 10, 1.0, id="it stayed"),
        pytest.param(10, 20, 1.0, id="it grew"),
        pytest.param(20, 10, 0.25 * 0.5 + 0.75 * (1 + 0.5) / 2, id="half is left"),
        pytest.param(0, 10, 0.0, id="it was empty"),
    ],
)
def test_how_much_of_an_answer_stayed(before: int, after: int, amount: float) -> None:
    assert rate_answer(put("A", f"({words(0, before)})", "A", words(0, after))) == amount


# What a whole pair has, in a deck where all words are equally rare


def gather(old: Wording, new: Wording, own_answer: bool = False, own_title: bool = False) -> Evidence:
    judge = Judge(Rarity([], frozenset()), Turns(("en",)), lambda _: own_answer, lambda _: own_title)
    return judge.gather(old, new)


def amount_of(name: str, old: Wording, new: Wording, own_answer: bool = False, own_title: bool = False) -> float:
    return gather(old, new, own_answer, own_title).amounts.get(name, 0)


CODE = "<pre>{}</pre>"
SAME = words(0, 20)


@pytest.mark.parametrize(
    ("name", "old", "new", "amount"),
    [
        pytest.param("swapped", ask(words(0, 20) + " oak"), ask(words(0, 20) + " elm", "so"), 1 / 21 / 0.15, id="one word of many"),
        pytest.param("swapped", ask(words(0, 3) + " oak"), ask(words(0, 3) + " elm", "so"), 1.0, id="one word of four"),
        pytest.param("swapped", ask(words(0, 3)), ask(words(0, 4)), 0.0, id="no word in the place of another"),
        pytest.param("swapped", ask("oak"), ask("elm " + words(0, 9), "so"), 1.0, id="the shorter one is what counts"),
        pytest.param("extended", ask(words(0, 20)), ask(words(0, 21), "so"), 1 / 21 / 0.1, id="by one word of many"),
        pytest.param("extended", ask(words(0, 21)), ask(words(0, 20), "so"), 1 / 21 / 0.1, id="cut by one"),
        pytest.param("extended", ask("red"), ask("red oak", "so"), 1.0, id="by one word of two"),
        pytest.param("extended", ask("red elm"), ask("red oak", "so"), 0.0, id="other words are no extension"),
        pytest.param("extended", ask("red<pre>oak</pre>"), ask("red<pre>oak</pre><p>elm</p>", "so"), 0.25, id="over the same code"),
        pytest.param("code", ask("A", CODE.format(words(0, 9))), ask("B", CODE.format(words(0, 9)) + "x"), 1.0, id="much"),
        pytest.param("code", ask("A", CODE.format(words(0, 3))), ask("B", CODE.format(words(0, 3)) + "x"), 0.5, id="little"),
        pytest.param("code", ask("A", CODE.format("red oak")), ask("B", CODE.format("red elm") + "x"), 0.0, id="other"),
        pytest.param("other_kind", ask("What is red?", SAME), ask("How is red?", SAME), 0.25 * 0.25, id="the same answer"),
        pytest.param("other_kind", ask("What is red?", "oak"), ask("How is red?", "elm"), 1.0, id="another answer"),
        pytest.param("bare", ask("What is it?"), ask("What is red?"), 1.0, id="the old one said nothing"),
        pytest.param("bare", ask("What is red?"), ask("What is it?"), 1.0, id="the new one says nothing"),
        pytest.param("bare", ask("What is red?"), ask("What is blue?"), 0.0, id="both say something"),
        pytest.param("names_swapped", ask("why Oak"), ask("why Elm"), 1.0, id="a name for a name"),
        pytest.param("names_swapped", ask("why Oak"), ask("why elm"), 0.0, id="a word for a name"),
        pytest.param("names_swapped", ask("why oak"), ask("why Elm"), 0.0, id="a name for a word"),
        pytest.param("followed", ask("oak<pre>x</pre>", "oak"), ask("elm<pre>x</pre>", "elm"), 0.25, id="over the same code"),
        pytest.param("title", ask("red oak"), ask("red elm"), 0.5, id="half"),
        pytest.param("title", ask("red linters"), ask("red linting"), 0.75, id="an ending counts half"),
        pytest.param("title", ask("Is it?"), ask("Is it?"), 1.0, id="fill words alone"),
        pytest.param("title", ask("Is it?"), ask("Was it?"), 0.0, id="other ones"),
        pytest.param("answer", ask("A", words(0, 10)), ask("A", words(0, 10)), 0.5, id="half as long as would tell it from others"),
        pytest.param("answer", ask("A", words(0, 10)), ask("A", words(0, 25)), 1.0, id="the longer one is what counts"),
        pytest.param("same_answer", ask("A", "red"), ask("A", "red"), 0.0, id="that others have, too"),
    ],
)  # fmt: skip
def test_how_much_there_is_of_a_kind(name: str, old: Wording, new: Wording, amount: float) -> None:
    assert amount_of(name, old, new) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("answer", "new_answer", "amount"),
    [
        ("Oak", "Oak", 1.0),
        ("Yes", "Yes", 0.3),
        ("8 bits", "8 bits", 1.0),
        ("f(x)", "f(x)", 1.0),
        ("Oak", "Elm", 0.0),
    ],
)
def test_an_answer_that_no_other_question_has(answer: str, new_answer: str, amount: float) -> None:
    assert amount_of("same_answer", ask("A", answer), ask("B", new_answer), own_answer=True) == amount


def test_a_title_that_no_other_question_has() -> None:
    old, new = ask("Red?<p>oak 7</p>", "x"), ask("Red?<p>oak 8</p>", "y")
    for own, same_title, softened in ((False, 0.0, 1.0), (True, 0.5, 0.25)):
        amounts = gather(old, new, own_title=own).amounts
        assert amounts.get("same_title", 0) == same_title
        assert amounts["turned"] == softened
    assert amount_of("same_title", ask("Red?"), ask("Blue?"), own_title=True) == 0
    old, new = ask("Red?<p>what Oak</p>", "x"), ask("Red?<p>what Elm</p>", "y")
    for own, amount in ((False, 1.0), (True, 0.25)):
        assert [gather(old, new, own_title=own).amounts[name] for name in ("swapped", "names_swapped")] == [amount] * 2
    assert amount_of("extended", ask("Red?"), ask("Red?<p>oak</p>", "x"), own_title=True) == 0.25
    assert amount_of("extended", ask("Red?"), ask("Red?<p>oak</p>", "x")) == 1


@pytest.mark.parametrize(
    ("old", "new", "is_it"),
    [
        pytest.param(
            "用Vue吗？<p>oak</p>", "用 Vue 吗?<p>elm</p>", True, id="with spaces between scripts, and wide signs"
        ),
        pytest.param("red == oak?<p>oak</p>", "red == oak?<p>elm</p>", True, id="letter for letter"),
        pytest.param("red == oak?<p>oak</p>", "red === oak?<p>elm</p>", False, id="with other signs"),
        pytest.param("用Vue吗？<p>oak</p>", "用Vue吗？<p>oak</p>", False, id="with the same below it"),
    ],
)
def test_only_what_stands_below_a_title_differs(old: str, new: str, is_it: bool) -> None:
    assert has_other_rest(ask(old), ask(new)) == is_it


@pytest.mark.parametrize(("share", "told"), [(0.999, "99 %"), (0.5, "50 %"), (0.0, "0 %")])
def test_a_reason_tells_shares(share: float, told: str) -> None:
    assert tell_reason(Evidence({"title": share}, share)) == f"title {told} alike, answer {told} alike"


def test_a_reason_tells_what_is_wholly_there() -> None:
    assert tell_reason(Evidence({"title": 1.0, "place": 0.5}, 1.0)) == "title 100 % alike, same answer"
    assert (
        tell_reason(Evidence({"same_title": 0.5, "place": 1.0}, 0.5, "A is B"))
        == "A is B, same place, answer 50 % alike"
    )


@pytest.mark.parametrize(
    ("answer", "new_answer", "kept"),
    [("Oak, elm", "Oak, elm", 1.0), ("Oak, elm", "Oak elm", 0.99), ("Oak, elm", "Oak, fir", 0.5)],
)
def test_what_is_kept_wholly_is_the_same_letter_for_letter(answer: str, new_answer: str, kept: float) -> None:
    assert gather(ask("A", answer), ask("A", new_answer)).kept == kept


# Who is compared at all


def find(old: list[Wording], new: list[Wording]) -> list[tuple[int, int]]:
    return sorted(find_candidates(dict(enumerate(old)), dict(enumerate(new))))


def ask_each(first: str, count: int) -> list[Wording]:
    return [ask(f"{first} {word}", word) for word in WORDS[:count]]


def test_notes_are_compared_with_the_eight_that_share_most() -> None:
    assert find(ask_each("red", 10), [ask("red")]) == [(n, 0) for n in range(8)]


def test_of_those_that_share_as_much_the_first_come_first() -> None:
    old = [ask("oak", "x"), *ask_each("red", 8)]
    assert find(old, [ask("red oak elm", "y")]) == [(n, 0) for n in range(8)]


def test_what_more_than_forty_notes_have_tells_nothing() -> None:
    assert len(find(ask_each("red", 40), [ask("red")])) == 8
    assert find(ask_each("red", 41), [ask("red")]) == []


@pytest.mark.parametrize(("shared", "found"), [(3, [(0, 0), (1, 0)]), (4, [(0, 0)])])
def test_who_shares_less_than_a_fifth_of_what_the_first_shares_is_left_out(
    shared: int, found: list[tuple[int, int]]
) -> None:
    """Each word counts, and each two that are neighbours."""
    title = words(0, shared)
    assert find([ask(title, "oak"), ask("red elm", "fir")], [ask(f"{title} red", "elm")]) == found


@pytest.mark.parametrize(("size", "count"), [(12, 144), (13, 0)])
def test_in_a_small_gap_each_is_compared_with_each(size: int, count: int) -> None:
    assert len(list(find_neighbours([Gap(tuple(range(size)), tuple(range(size)))]))) == count


def test_an_answer_alone_makes_two_notes_be_compared() -> None:
    assert find([ask("Is it?", "Yes."), ask("Is it?", "No.")], [ask("Was it?", "No.")]) == [(1, 0)]
