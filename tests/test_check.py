"""What ``mkdeck check`` tells: how each article was read, what it promises, and which questions ask nearly the same."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from articles import load
from commands import call, clean_environment, write_files

from mkdeck.cli.lines import cut
from mkdeck.deck import duplicates
from mkdeck.deck.duplicates import find_near_duplicates
from mkdeck.model import Article, Location, Pair, Settings
from mkdeck.shapes import SHAPES

QUEUE = "## What is a queue?\n\nA line.\n"
ITEMS = "# Trees\n\n## Parts\n\n1. ### What is a root?\n\n    The first.\n\n2. ### What is a leaf?\n\n    The last.\n"
WITHIN = (
    f"---\nmkdeck: {{question-level: 2}}\n---\n{QUEUE}\n### Why have one?\n\nOrder.\n\n### Who needs one?\n\nAll.\n"
)
SECTIONS = (
    "# Data\n\n## Reading\n\n### What is a scan?\n\nAll rows.\n\n### What is a seek? {#seek}\n\nOne row.\n\n"
    "## Writing\n\n### What is a log?\n\nAll changes.\n\n### What is a lock?\n"
)
QUIZ = "## What does this print?\n\n```js\nlog(1)\n```\n\n<details><summary>Answer</summary>\n\nIt prints 1.\n\n</details>\n"


def check(folder: Path, *arguments: str) -> list[str]:
    """Return the lines that a check prints on standard output."""
    told = call(folder, "check", *arguments)
    assert told.code == 0, told.told
    return told.out.splitlines()


def found(folder: Path, code: str, *arguments: str) -> list[str]:
    """Return the findings of one kind."""
    told = call(folder, "check", *arguments)
    return [line for line in told.told.splitlines() if f": {code}: " in line]


# --- how an article was read


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(QUEUE, "a.md  headings: 1 question", id="headings"),
        pytest.param(ITEMS, "a.md  items: 2 questions", id="items"),
        pytest.param("# Trees\n\nThey grow.\n", "a.md  0 questions", id="nothing that asks, and so no shape"),
        pytest.param(
            f"{QUEUE}\n## What is a log?\n", "a.md  headings: 1 question, 1 without an answer", id="no answer"
        ),
        pytest.param(
            WITHIN,
            "a.md  headings: 1 question, 2 left out",
            id="questions within an answer",
        ),
        pytest.param(
            "# Q\n\n## A\n\n### What is it?\n\nX.\n\n### Why is it?\n\nY.\n\n## B\n\n### What is it?\n\nX.\n",
            "a.md  headings: 3 questions, 1 of them again in another section",
            id="one question in two sections",
        ),
    ],
)
def test_an_article_is_told_by_its_shape_and_its_counts(text: str, line: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": text, "good.md": "## What is a map?\n\nA table.\n"})
    assert line in check(tmp_path, "a.md", "good.md")


def test_questions_are_counted_by_section(tmp_path: Path) -> None:
    write_files(tmp_path, {"data.md": SECTIONS})
    assert check(tmp_path, "data.md") == [
        "data.md  headings: 3 questions, 1 without an answer",
        "  Reading (2)",
        "  Writing (1)",
        "3 notes in 2 decks",
    ]


def test_questions_above_the_first_section_are_counted_too(tmp_path: Path) -> None:
    more = "### What is a page?\n\nA part of a file.\n\n## Reading"
    write_files(tmp_path, {"data.md": SECTIONS.replace("## Reading", more)})
    assert "  (no section) (1)" in check(tmp_path, "data.md")


def test_the_outline_shows_every_question_with_its_section_its_line_and_its_id(tmp_path: Path) -> None:
    write_files(tmp_path, {"data.md": SECTIONS, "quiz.md": QUIZ})
    assert check(tmp_path, "-v", "data.md", "quiz.md") == [
        "data.md  headings: 3 questions, 1 without an answer",
        "",
        "  Reading (2)",
        "  line    5  What is a scan?",
        "  line    9  What is a seek?  {#seek}",
        "",
        "  Writing (1)",
        "  line   15  What is a log?",
        "",
        "quiz.md  details: 1 question",
        "",
        "  line    1  What does this print?  + front",
        "",
        "4 notes in 3 decks",
    ]


def test_given_twice_verbose_shows_what_each_line_became(tmp_path: Path) -> None:
    write_files(tmp_path, {"data.md": SECTIONS})
    assert check(tmp_path, "-vv", "data.md") == [
        "data.md  headings: 3 questions, 1 without an answer",
        "            1  title       Data",
        "            3  section     Reading",
        "            5  question    What is a scan?",
        "            7  answer      All rows.",
        "            9  question    What is a seek?",
        "           11  answer      One row.",
        "           13  section     Writing",
        "           15  question    What is a log?",
        "           17  answer      All changes.",
        "           19  question    What is a lock?",
        "",
        "3 notes in 2 decks",
    ]


def test_a_repeated_question_is_marked_where_it_stands_again(tmp_path: Path) -> None:
    section = "\n### What is a scan?\n\nAll rows.\n"
    write_files(tmp_path, {"data.md": f"# Data\n\n## Reading\n{section}\n## Rows\n{section}"})
    shown = check(tmp_path, "--verbose", "data.md")
    assert [line for line in shown if "scan" in line] == [
        "  line    5  What is a scan?",
        "  line   11  What is a scan?  again, the same note",
    ]


def test_lines_stay_below_each_other_in_a_long_article(tmp_path: Path) -> None:
    text = "".join(f"## What is tree {n}?\n\nA tree.\n{n}\n\n" for n in range(2500))
    write_files(tmp_path, {"trees.md": f"# Trees\n\n{text}"})
    shown = [line for line in check(tmp_path, "-v", "trees.md") if "What is" in line]
    assert len(shown) == 2500
    assert {line.index("What is") for line in shown} == {14}


def test_a_pipe_gets_long_questions_whole(tmp_path: Path) -> None:
    title = f"Why is {'very ' * 60}long?"
    write_files(tmp_path, {"long.md": f"## {title}\n\nIt is.\n"})
    assert f"  line    1  {title}" in check(tmp_path, "-v", "long.md")


def test_a_terminal_gets_one_line_for_each_question_with_its_marks(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"long.md": f"## Why is {'very ' * 60}long? {{#long}}\n\nIt is.\n\n## 为什么{'很' * 60}？\n\n是。\n"}
    )
    shown = run_on_terminal(tmp_path, 40, "check", "-v", "long.md")
    (latin,) = [line for line in shown if "Why" in line]
    assert 35 <= len(latin) <= 40
    assert re.search(r"very.*…  \{#long\}$", latin)
    (chinese,) = [line for line in shown if "为什么" in line]
    assert len(chinese) < 30
    assert chinese.endswith("…")


def run_on_terminal(folder: Path, columns: int, *arguments: str) -> list[str]:
    """Return the lines of standard output that a terminal of so many columns sees."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "mkdeck", *arguments]
    environment = clean_environment(TERM="xterm", COLUMNS=str(columns))
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read_terminal(ours), b""))
        assert process.wait() == 0
    os.close(ours)
    return shown.decode().splitlines()


def _read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that nobody writes any more
        return b""


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("a bcd", 3, "a…"),
        ("很好吗", 6, "很好吗"),
        ("很好吗", 5, "很好…"),
        ("", 0, ""),
    ],
)
def test_a_line_is_cut_by_columns(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


def test_the_outline_cannot_steer_the_terminal(tmp_path: Path) -> None:
    steer = "\x1b[31mred\x1b[0m \x1b]0;or\x07 \x08\x7f \u202e"
    write_files(tmp_path, {"a.md": f"# A\n\n## Of {steer}\n\n### What is {steer}?\n\nX.\n\n### Why {steer}?\n\nY.\n"})
    told = call(tmp_path, "check", "-v", "a.md")
    assert "What is \\x1b[31mred" in told.out
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", told.out + told.told) == []


# --- for scripts


def json_articles(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return what ``--json`` says of the articles."""
    articles = json.loads(call(folder, *arguments, "--json").out)["articles"]
    assert isinstance(articles, list)
    return articles


def test_json_tells_the_shape_and_the_counts(tmp_path: Path) -> None:
    write_files(tmp_path, {"data.md": SECTIONS, "quiz.md": WITHIN})
    data, quiz = json_articles(tmp_path, "check", "data.md", "quiz.md")
    assert (data["path"], data["shape"], data["unanswered"], data["left_out"]) == ("data.md", "headings", 1, 0)
    assert (quiz["shape"], quiz["unanswered"], quiz["left_out"]) == ("headings", 0, 2)


def test_json_tells_keys_ids_and_fronts(tmp_path: Path) -> None:
    write_files(tmp_path, {"data.md": SECTIONS, "quiz.md": QUIZ})
    data, quiz = json_articles(tmp_path, "check", "data.md", "quiz.md")
    assert [(q["key"], q["id"], q["front"]) for q in data["questions"]] == [
        ("data/what-is-a-scan", None, False),
        ("data/seek", "seek", False),
        ("data/what-is-a-log", None, False),
    ]
    (question,) = quiz["questions"]
    assert question["front"] is True
    assert question["key"].startswith("quiz/what-does-this-print~")


def test_json_tells_one_key_for_a_question_in_two_sections(tmp_path: Path) -> None:
    section = "\n### What is a scan?\n\nAll rows.\n"
    write_files(tmp_path, {"data.md": f"# Data\n\n## Reading\n{section}\n## Rows\n{section}"})
    (data,) = json_articles(tmp_path, "check", "data.md")
    assert [q["key"] for q in data["questions"]] == ["data/what-is-a-scan"] * 2


def test_json_of_a_build_tells_the_keys_that_learners_have(tmp_path: Path) -> None:
    answer = "A line of messages that wait until somebody has the time to read them, one after the other."
    write_files(tmp_path, {"queues.md": f"## What is a queue?\n\n{answer}\n"})
    assert call(tmp_path, "queues.md").code == 0
    write_files(tmp_path, {"queues.md": f"## What is a message queue?\n\n{answer}\n"})
    (queues,) = json_articles(tmp_path, "build", "queues.md")
    assert [q["key"] for q in queues["questions"]] == ["queues/what-is-a-queue"]


# --- how articles ask, said on the command line

BOTH = (
    "# Trees\n\n## What is a tree?\n\n### Root\n\nThe first.\n\n### Leaf\n\nThe last.\n\n**What is bark?**\n\nSkin.\n"
)


def titles(folder: Path, *arguments: str) -> list[str]:
    (article,) = json_articles(folder, *arguments)
    return [question["title"] for question in article["questions"]]


@pytest.mark.parametrize("command", ["check", "build"])
def test_the_shape_and_the_level_may_be_given(command: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": BOTH})
    assert titles(tmp_path, command, "trees.md", "--question-level", "3") == ["Root", "Leaf"]
    assert titles(tmp_path, command, "trees.md", "--shape", "bold") == ["What is bark?"]


def test_the_command_line_wins_over_the_article(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": f"---\nmkdeck: {{question-level: 2, shape: headings}}\n---\n{BOTH}"})
    assert titles(tmp_path, "check", "trees.md") == ["What is a tree?"]
    assert titles(tmp_path, "check", "trees.md", "--question-level", "3") == ["Root", "Leaf"]
    assert titles(tmp_path, "check", "trees.md", "--shape", "bold") == ["What is bark?"]


def test_questions_of_the_level_that_is_given_are_pinned(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": BOTH})
    assert call(tmp_path, "pin", "trees.md", "--question-level", "3").code == 0
    text = (tmp_path / "trees.md").read_text(encoding="utf-8")
    assert re.findall(r"<!-- id: (.*) -->", text) == ["root", "leaf"]


@pytest.mark.parametrize("command", ["build", "check", "pin"])
@pytest.mark.parametrize(
    ("option", "named"),
    [
        pytest.param(("--shape", "heading"), ["did you mean 'headings'?", *SHAPES], id="a shape, mistyped"),
        pytest.param(("--shape", "zigzag"), ["no shape 'zigzag'", *SHAPES], id="a shape that there is not"),
        pytest.param(("--question-level", "7"), ["'7' is no number from 1 to 6"], id="a level that there is not"),
        pytest.param(("--question-level", "two"), [], id="a level that is no number"),
    ],
)
def test_a_wrong_value_is_wrong_usage(command: str, option: tuple[str, str], named: list[str], tmp_path: Path) -> None:
    write_files(tmp_path, {"queues.md": QUEUE})
    told = call(tmp_path, command, "queues.md", *option)
    assert told.code == 2
    assert option[0] in told.told
    assert [name for name in named if name not in " ".join(told.told.split())] == []


# --- titles that promise another number

PROMISING = {
    "50 Backend Interview Questions": 50,
    "Top 25 React Interview Questions": 25,
    "Top 100 JavaScript Interview Questions and Answers (2024)": 100,
    "JavaScript Interview Questions – Top 50": 50,
    "JavaScript Interview Questions (50 questions)": 50,
    "The 30 Most Asked SQL Questions": 30,
    "Glossary: 40 SQL Terms": 40,
    "1,000 DevOps Interview Questions": 1000,
    "A 20-Question Quiz": 20,
    "300 HTML, CSS & Node.js questions": 300,
    "Over 80 FAQs": 80,
    "🚀 75 Must-Know C++ Questions": 75,
    "50+ Questions about Go": 50,
    "[60] Vue 3 Interview Questions": 60,
    "Top 10 Java 17 Interview Questions": 10,
    "60 of the best Git questions": 60,
    "Collection of 45 interview questions": 45,
    "2024: 50 Questions": 50,
    "Top 20: Kubernetes FAQs": 20,
    "25 Flashcards": 25,
    "10 Q&A": 10,
    "50 preguntas de entrevista": 50,
    "100道 Python 面试题": 100,
    "前端面试 50 问": 50,
}

NOT_PROMISING = [
    "Interview Questions",
    "Backend Interview Questions 2024",
    "2025 React Interview Questions",
    "Java 17 questions",
    "Angular 2 Interview Questions",
    "Django 4.2 Questions",
    "C++ 20 Interview Questions",
    "ES2015 Questions",
    "Web 2.0 FAQs",
    "24/7 FAQs",
    "Exam AZ-900 Questions",
    "JavaScript 101 Questions",
    "101 Questions",
    "SQL in 10 minutes: FAQ",
    "10 Minutes of Interview Questions",
    "5 Years Experience Java Interview Questions",
    "Top 10 Companies and Their Interview Questions",
    "Top 10 Mistakes in Interviews",
    "Chapter 3 Questions",
    "Java Interview Questions (Part 2): 50 Questions",
    "Questions 51-100",
    "Questions 1 to 50 questions",
    "100 HTML and 50 CSS Questions",
    "3-Tier Architecture Questions",
    "404 Not Found: Questions",
    "About 100 questions",
    "3 terms and conditions FAQ",
    "Java 8 面试题",
    "2 Interview Questions",
]


@pytest.mark.parametrize(("title", "number"), PROMISING.items())
@pytest.mark.parametrize("where", ["front matter", "heading"])
def test_a_title_that_promises_another_number_is_told(where: str, title: str, number: int, tmp_path: Path) -> None:
    heading = f"# {title}\n\n" if where == "heading" else f"---\ntitle: '{title}'\n---\n"
    write_files(tmp_path, {"a.md": f"{heading}{QUEUE}\n## What is a log?\n\nLines.\n"})
    (problem,) = [p for p in load(tmp_path / "a.md").problems if p.code == "other-count"]
    assert problem.message == f"the title promises {number} questions, and 2 were found"
    assert problem.location.line == (1 if where == "heading" else 2)
    assert "mkdeck check -v" in problem.hint


@pytest.mark.parametrize("title", NOT_PROMISING)
def test_other_numbers_in_a_title_promise_nothing(title: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": f"# {title}\n\n{QUEUE}\n## What is a log?\n\nLines.\n"})
    assert [p.message for p in load(tmp_path / "a.md").problems if p.code == "other-count"] == []


@pytest.mark.parametrize(
    ("title", "questions"),
    [
        pytest.param("3 Questions", 3, id="the number that is found"),
        pytest.param("3+ Questions", 4, id="more than the least"),
        pytest.param("More than 3 questions", 5, id="more than the least, in words"),
    ],
)
def test_a_promise_that_is_kept_is_not_told(title: str, questions: int, tmp_path: Path) -> None:
    text = "".join(f"## What is tree {n}?\n\nTree {n}.\n\n" for n in range(questions))
    write_files(tmp_path, {"a.md": f"# {title}\n\n{text}"})
    assert found(tmp_path, "other-count", "a.md") == []


def test_questions_without_an_answer_keep_a_promise(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": f"# 3 Questions\n\n{QUEUE}\n## What is a log?\n\nLines.\n\n## What is a lock?\n"})
    assert found(tmp_path, "other-count", "a.md") == []


def test_an_article_without_any_question_is_told_so_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "# 50 Questions\n\nThey follow.\n", "b.md": QUEUE})
    assert found(tmp_path, "other-count", "a.md", "b.md") == []


def test_a_broken_promise_is_told_by_a_build_and_stops_none(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": f"# 50 Questions\n\n{QUEUE}"})
    built = call(tmp_path, "a.md", "--strict")
    assert built.code == 0
    assert "a.md:1: other-count: the title promises 50 questions, and 1 was found" in built.told


# --- questions that are nearly the same

ALIKE = [
    ("What is TCP?", "What is TCP"),
    ("What is REST?", "what is rest?"),
    ("What is “currying”?", 'What is "currying"?'),
    ("What is a database index? 🚀", "What is a database index?"),
    ("What is a closure?", "What are closures?"),
    ("What is a cookie?", "What are cookies?"),
    ("What is a closure?", "Explain closures."),
    ("What is a closure?", "What's a closure?"),
    ("Can you explain what a monad is?", "What is a monad?"),
    ("What do you mean by polymorphism?", "What is polymorphism?"),
    ("What is setState?", "What is setState()?"),
    ("What is server-side rendering?", "What is server side rendering?"),
    ("What is Node.js?", "What is NodeJS?"),
    ("What is the difference between state and props?", "What is the difference between props and state?"),
    ("TCP vs UDP", "What is the difference between TCP and UDP?"),
    ("Compare TCP and UDP", "How does TCP differ from UDP?"),
    ("In Java, what is a thread?", "What is a thread in Java?"),
    ("How do you reverse a list?", "How to reverse a list?"),
    ("When should you use Redux?", "When to use Redux?"),
    ("Why do we use Docker?", "Why use Docker?"),
    ("What are the types of joins?", "What are the different types of joins?"),
    ("What are the lifecycle methods of React?", "What are the React lifecycle methods?"),
    ("What are the benefits of caching?", "What are the advantages of caching?"),
    ("What happens when a promise is rejected?", "What happens when a promise rejects?"),
    ("Why is the main server thread rejected?", "Why does the main server thread reject?"),
    ("How do you optimise a query?", "How do you optimize a query?"),
    ("什么是闭包？", "什么是闭包?"),
    ("What does `flat` do?", "What does flat do?"),
]

UNLIKE = [
    ("What is TCP?", "What is UDP?"),
    ("What is INNER JOIN?", "What is OUTER JOIN?"),
    ("What is C?", "What is C++?"),
    ("What is C?", "What is C#?"),
    ("What is .NET?", "What is net?"),
    ("What is HTTP?", "What is HTTPS?"),
    ("What is `==`?", "What is `===`?"),
    ("What is `Map`?", "What is `map`?"),
    ("What is `*args`?", "What is `**args`?"),
    ("What is `::before`?", "What is `:before`?"),
    ("What does git branch -d do?", "What does git branch -D do?"),
    ("How to convert text to number?", "How to convert number to text?"),
    ("Can a class extend an interface?", "Can an interface extend a class?"),
    ("Is Python faster than Java?", "Is Java faster than Python?"),
    ("What is a set of lists?", "What is a list of sets?"),
    ("What is a function pointer?", "What is a pointer function?"),
    ("Why use Redux?", "Why not use Redux?"),
    ("Why is it not safe to cancel a task?", "Why is it safe to cancel a task?"),
    ("When to use Redux?", "What is Redux?"),
    ("Why use Redux?", "When to use Redux?"),
    ("Can you cancel a promise?", "Should you cancel a promise?"),
    ("What is npm?", "What does npm do?"),
    ("What is Redox?", "What does Redox mean?"),
    ("What is new in React 18?", "What is new in React 19?"),
    ("What is the difference between 301 and 302?", "What is the difference between 301 and 307?"),
    ("What is 1.5?", "What is 15?"),
    ("What is polling?", "What is pooling?"),
    ("What is content?", "What is context?"),
    ("What is mutable data?", "What is immutable data?"),
    ("What is a stateless component?", "What are stateful components?"),
    ("What is a foreign key?", "What is a primary key?"),
    ("What is a thread in Java?", "What is a thread in Python?"),
    ("What is the main method?", "What is a method?"),
    ("What does the A in ACID stand for?", "What does the I in ACID stand for?"),
    ("What is a type I error?", "What is a type error?"),
    ("Why is the main thread blocked here today?", "Why is the main thread blocking here today?"),
    ("Why is the main thread rejected?", "Why does the main thread reject?"),
    ("Why is the map server thread rejected?", "Why does the map server thread reject?"),
    ("How does sorted() work with Python lists?", "How does sort() work with Python lists?"),
    ("How does it work?", "How does it work?"),
    ("What are the advantages?", "What are the advantages?"),
]


def near_duplicates(folder: Path, first: str, second: str, title: str = "Notes") -> list[str]:
    """Return what is said of two questions in two articles, the shape of which is set."""
    settings = f"---\ntitle: {title}\nmkdeck: {{question-level: 2}}\n---\n"
    write_files(folder, {"a.md": f"{settings}## {first}\n\nOne.\n", "b.md": f"{settings}## {second}\n\nTwo.\n"})
    loaded = load(folder / "a.md", folder / "b.md")
    assert len(loaded.deck.notes) == 2
    return [problem.message for problem in find_near_duplicates(loaded.articles)]


@pytest.mark.parametrize(("first", "second"), ALIKE)
def test_questions_that_ask_the_same_in_other_words_are_told(first: str, second: str, tmp_path: Path) -> None:
    assert len(near_duplicates(tmp_path, first, second)) == 1
    assert len(near_duplicates(tmp_path, second, first)) == 1


@pytest.mark.parametrize(("first", "second"), UNLIKE)
def test_questions_that_ask_something_else_are_not(first: str, second: str, tmp_path: Path) -> None:
    assert near_duplicates(tmp_path, first, second) == []
    assert near_duplicates(tmp_path, second, first) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("What is a component?", "What is a component in React?"),
        ("What are the lifecycle methods in React?", "What are the lifecycle methods of React?"),
    ],
)
def test_the_topic_of_the_article_goes_without_saying(first: str, second: str, tmp_path: Path) -> None:
    assert near_duplicates(tmp_path, first, second) == []
    for title in ("React", "React Questions"):
        assert len(near_duplicates(tmp_path, first, second, title)) == 1
        assert len(near_duplicates(tmp_path, second, first, title)) == 1


def test_the_finding_stands_at_the_second_question_and_names_the_first(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {"z.md": f"{QUEUE}\n## Why are there queues?\n\nOrder.\n", "a.md": "# A\n\n## Explain queues.\n\nX.\n"},
    )
    assert found(tmp_path, "near-duplicate", "z.md", "a.md") == [
        "a.md:3: near-duplicate: question 'Explain queues.' is nearly the same as 'What is a queue?' in z.md:1"
    ]


def test_the_same_question_in_two_articles_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": QUEUE, "b.md": f"# B\n\n{QUEUE}"})
    assert found(tmp_path, "near-duplicate", ".") == [
        "b.md:3: near-duplicate: question 'What is a queue?' is the same as the one in a.md:1"
    ]


def test_what_the_front_shows_beyond_the_title_is_compared_too(tmp_path: Path) -> None:
    other = QUIZ.replace("log(1)", "log(2)")
    write_files(tmp_path, {"a.md": QUIZ, "b.md": other, "c.md": QUIZ.replace("It prints 1", "One, of course")})
    assert [line.split(": ")[0] for line in found(tmp_path, "near-duplicate", ".")] == ["c.md:1"]


def test_one_note_is_no_duplicate_of_itself(tmp_path: Path) -> None:
    section = "\n### What is a scan?\n\nAll rows.\n"
    write_files(tmp_path, {"data.md": f"# Data\n\n## Reading\n{section}\n## Rows\n{section}"})
    assert found(tmp_path, "near-duplicate", "data.md") == []


def test_equal_ids_are_not_told_twice(tmp_path: Path) -> None:
    write_files(tmp_path, {"data.md": "## What is a scan?\n\nAll rows.\n\n## What is a scan?\n\nOf a page.\n"})
    assert len(found(tmp_path, "equal-ids", "data.md")) == 1
    assert found(tmp_path, "near-duplicate", "data.md") == []


def test_near_duplicates_are_told_by_check_alone_and_stop_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": QUEUE, "b.md": f"# B\n\n{QUEUE}"})
    assert call(tmp_path, "check", ".", "--strict").code == 0
    built = call(tmp_path, ".", "-o", "out.apkg", "--strict")
    assert (built.code, built.told) == (0, "")


def ask(title: str, *sections: str, shown: str = "") -> Pair:
    return Pair(title, "", "", ("", ""), shown or title, "", sections, "", "", Location("a.md", 1), ())


@pytest.mark.parametrize(
    ("sections", "count"),
    [
        pytest.param(("Caches", "Caches"), 1, id="in one section"),
        pytest.param(("Caches", "Queues"), 0, id="in two"),
    ],
)
def test_a_question_that_needs_its_section_is_the_same_in_that_section_alone(
    sections: tuple[str, str], count: int
) -> None:
    pairs = ask("How does it work?", sections[0]), ask("How does it work", sections[1])
    assert len(find_near_duplicates([Article("a.md", "a", "Parts", "", (), Settings(), pairs)])) == count


@pytest.mark.parametrize(("place", "count"), [(19, 1), (20, 0)])
def test_twenty_questions_that_differ_in_their_code_alone_are_compared_with_another(place: int, count: int) -> None:
    asked = [ask("What is a call?", shown=f"What is <code>{n}</code>?") for n in range(21)]
    again = ask("What is a call", shown=f"What is <code>{place}</code>")
    articles = [Article("a.md", "a", "Parts", "", (), Settings(), (*asked, again))]
    assert len(find_near_duplicates(articles)) == count


@pytest.mark.parametrize(
    ("title", "shown", "most"),
    [
        pytest.param("How do you test part {0} with Go?", "How do you test part {0} with Go?", 0, id="with none"),
        pytest.param("What is a call?", "What is <code>{0}</code>?", 20 * 3, id="with few that differ in their code"),
    ],
)
def test_each_of_many_questions_is_compared(title: str, shown: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    is_same = duplicates._is_same

    def count(first: duplicates._Asked, second: duplicates._Asked) -> bool:
        nonlocal compared
        compared += 1
        return is_same(first, second)

    monkeypatch.setattr(duplicates, "_is_same", count)
    pairs = tuple(ask(title.format(n), "Parts", shown=shown.format(n)) for n in range(500))
    assert find_near_duplicates([Article("a.md", "a", "Parts", "", (), Settings(), pairs)]) == []
    assert compared <= most * len(pairs)
