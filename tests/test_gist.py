"""What a question asks for, whichever way it says so: two that ask the same have one gist, and two that do not have two."""

import pytest

from mkdeck.deck.gist import Gist, drop_topic, read_gist, split_question, stem_word


def find_gist(title: str) -> str:
    gist = read_gist(split_question(title))
    return f"{gist.kind}: {' '.join(gist.words)}"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("What's  a CLOSURE?", "what is a closure"),
        ("Why can’t it, or won't it; doesn't it?", "why can not it or will not it does not it"),
        ("Node's modules, we're told, they've got", "node modules we are told they have got"),
        ("Server-side TCP/IP of Node.js", "server side tcp ip of nodejs"),
        ("5-10, 1/2, 3.5 and .NET", "5-10 1/2 3.5 and .net"),
        ("git branch -d or git branch -D", "git branch -d or git branch -D"),
        ("In React, what is a hook?", "what is a hook in react"),
        ("In React, hooks", "in react hooks"),
        ("Why?!", "why"),
        ("Why ?", "why"),
        ("Why !", "why"),
        ("Why ??", "why ??"),
        ("What is map! or a?.b", "what is map! or a?.b"),
        ('"Quoted", (bracketed), [x], f(x), call() and x: y', "quoted bracketed x f(x) call and x y"),
        ("What is f(x", "what is f(x"),
        ("What is b] here", "what is b here"),
        ("A colour, our hour, organises organisations", "a color our hour organizes organizations"),
        ("Ｗhat is 🚀 it\u200b?", "what is it"),
        ("什么是索引？", "什么是索引"),
    ],
)
def test_a_question_is_split_into_words(title: str, words: str) -> None:
    assert split_question(title) == words


@pytest.mark.parametrize(
    ("title", "gist"),
    [
        ("What is an index?", "what: index"),
        ("Please explain what an index is", "what: index"),
        ("Can you briefly describe the event loop?", "what: event loop"),
        ("Explain hoisting", "what: hoisting"),
        ("Explain why it is hoisted", "why: it hoisted"),
        ("What hoisting is", "what: hoisting"),
        ("What do you understand by hoisting?", "what: hoisting"),
        ("What event loop means", "what: event loop"),
        ("How does one use it?", "how: use it"),
        ("How can you use it?", "how: use it"),
        ("What does it do?", "what: it do"),
        ("Does it run?", "do: it run"),
        ("Has it run?", "has: it run"),
        ("Run it", ": run it"),
        ("Difference between a stack and a queue", "difference: queue stack"),
        ("What is the main difference between a queue and a stack?", "difference: queue stack"),
        (
            "What is the difference between text to number and number to text?",
            "difference: text to number number to text",
        ),
        ("Compare and contrast stacks with queues", "difference: queue stack"),
        ("How is a stack different from a queue?", "difference: queue stack"),
        ("How do stacks and queues differ?", "difference: queue stack"),
        ("Stack vs. queue", "difference: queue stack"),
        ("Which is better: stack vs queue?", "which: better stack vs queue"),
        ("What are the different types of joins?", "what: join type"),
        ("What different joins are there?", "what: different join"),
        ("Kinds of joins", ": join type"),
        ("The A in ACID", ": a in acid"),
        ("Run a program", ": run program"),
        ("Type a", ": type a"),
        ("What is a", "what: a"),
        ("Lifecycle methods of React", ": react lifecycle method"),
        ("Methods of the lifecycle of React", ": method of lifecycle of react"),
        ("Methods in the lifecycle of React", ": method in lifecycle of react"),
        ("Of React", ": of react"),
        ("Parts of", ": part of"),
        ("Size of x", ": x size"),
        ("Of all keys", ": of all key"),
        ("State and props", ": prop and state"),
        ("Props & state", ": prop & state"),
        ("Or state", ": or state"),
        ("State or", ": state or"),
        ("One two and three", ": one three and two"),
    ],
)
def test_a_question_has_a_gist(title: str, gist: str) -> None:
    assert find_gist(title) == gist


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        ("types", "type"),
        ("keys", "key"),
        ("bits", "bit"),
        ("skys", "sky"),
        ("gas", "gas"),
        ("ifs", "ifs"),
        ("https", "https"),
        ("yams", "yam"),
        ("classes", "class"),
        ("matches", "match"),
        ("boxes", "box"),
        ("categories", "category"),
        ("categorie", "category"),
        ("analysis", "analysis"),
        ("status", "status"),
        ("x-rays", "x-rays"),
        ("größes", "größes"),
        ("utf8s", "utf8s"),
    ],
)
def test_a_plural_is_as_good_as_its_singular(word: str, singular: str) -> None:
    assert read_gist(word).words == (singular,)


@pytest.mark.parametrize(
    ("word", "stem", "ending"),
    [
        ("testing", "test", "ing"),
        ("tested", "test", "ed"),
        ("test", "test", ""),
        ("running", "run", "ing"),
        ("rolling", "roll", "ing"),
        ("caching", "cach", "ing"),
        ("cached", "cach", "ed"),
        ("cache", "cach", ""),
        ("use", "use", ""),
        ("case", "cas", ""),
        ("sing", "sing", ""),
        ("being", "being", ""),
        ("typing", "typ", "ing"),
        ("need", "need", ""),
        ("added", "ad", "ed"),
        ("class", "class", ""),
    ],
)
def test_a_verb_has_a_stem(word: str, stem: str, ending: str) -> None:
    assert stem_word(word) == (stem, ending)


@pytest.mark.parametrize(
    ("words", "topic", "left"),
    [
        pytest.param("hooks in react", "react", "hooks", id="one word"),
        pytest.param("parts of a deck of cards", "deck cards of", "parts of a deck", id="the last words"),
        pytest.param("use of vue in react", "react", "use of vue", id="the topic alone"),
        pytest.param("hooks within one two three", "one two three", "hooks", id="three words"),
        pytest.param("hooks in one two three four", "one two three four", "hooks in one two three four", id="four words"),
        pytest.param("hooks for react", "react", "hooks for react", id="another preposition"),
        pytest.param("hooks in vue", "react", "hooks in vue", id="another topic"),
        pytest.param("in react", "react", "in react", id="nothing else"),
    ],
)  # fmt: skip
def test_what_only_names_the_topic_is_dropped(words: str, topic: str, left: str) -> None:
    assert drop_topic(words, frozenset(topic.split())) == left


def test_a_very_long_question_is_taken_as_it_is() -> None:
    most = " ".join(["What", "are", *["points"] * 58]) + "?"
    assert find_gist(most) == "what: " + " ".join(["point"] * 58)
    assert find_gist(f"Please {most}") == f": please {most.casefold()}"
    assert read_gist("what are" + " points" * 58) == Gist("what", ("point",) * 58)
    assert read_gist("what are" + " points" * 59) == Gist("", ("what are" + " points" * 59,))
