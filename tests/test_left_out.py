"""What looks like a question and is no card is told with the reason; what frames an article is neither."""

import pytest
from test_reading import read

from mkdeck.problem import Severity

TITLE = "# Tides\n\n"
FIRST = "## What pulls at the sea?\n\nThe moon.\n\n"
MOON = TITLE + FIRST
SALT = "## Why is the sea salty?\n\nRivers bring it.\n\n"


def found(article: str) -> list[tuple[str, int]]:
    """Return the titles of the cards and their lines."""
    read_, _ = read(article)
    assert read_ is not None
    return [(pair.title, pair.location.line) for pair in read_.pairs]


def left_out(article: str) -> list[tuple[int, str]]:
    """Return the lines that are told to be left out, and what is said of them."""
    _, problems = read(article)
    return [(problem.location.line, problem.message) for problem in problems if problem.code == "left-out"]


LEFT_OUT = {
    "a lower heading in an answer": (
        MOON + "### Why twice a day?\n\nThe earth turns.\n\n" + SALT,
        (7, "'Why twice a day?' asks, but it belongs to the answer in line 3"),
    ),
    "a fold in an answer": (
        MOON + "<details><summary>Why twice?</summary>\n\nIt turns.\n\n</details>\n\n" + SALT,
        (7, "'Why twice?' asks, but it belongs to the answer in line 3"),
    ),
    "a bold line in an answer": (
        MOON + "**Why twice?**\n\nIt turns.\n\n" + SALT,
        (7, "'Why twice?' asks, but it belongs to the answer in line 3"),
    ),
    "one item in an answer": (
        MOON + "- The sun does, too.\n- What about the wind?\n\n" + SALT,
        (8, "'What about the wind?' asks, but it belongs to the answer in line 3"),
    ),
    "items in an answer": (
        MOON + "- Which tide is high?\n- It goes on.\n- Which is low?\n- Which is none?\n\n" + SALT,
        (7, "'Which tide is high?' and 2 more of the list ask, but belong to the answer in line 3"),
    ),
    "a numbered item in an answer": (
        MOON + "- 1\\. Which tide is high (and when)?\n- It goes on.\n\n" + SALT,
        (7, "'Which tide is high (and when)?' asks, but it belongs to the answer in line 3"),
    ),
    "a list that leads around the page": (
        MOON + SALT + "## More\n\n- [What is neap tide?](#neap)\n- [What is a bore?](#bore)\n",
        (13, "'What is neap tide?' and 1 more of the list ask, but only lead to other places"),
    ),
    "a list few of which are asked below": (
        "# Tides\n\n- What pulls at the sea?\n- What is neap tide?\n- What is a bore?\n\n" + FIRST + SALT,
        (3, "'What pulls at the sea?' and 2 more of the list ask, but no answer follows"),
    ),
    "a list without answers": (
        "# Tides\n\n- What is neap tide?\n- What is a bore?\n- Where is none?\n\n" + FIRST + SALT,
        (3, "'What is neap tide?' and 2 more of the list ask, but no answer follows"),
    ),
    "a bold line above the questions": (
        "# Tides\n\n**Who reads this?**\n\nSailors.\n\n" + FIRST + SALT,
        (3, "'Who reads this?' asks, but not in the way of the article's questions"),
    ),
    "a summary between the questions": (
        MOON + "## Summary\n\nIt is all the moon.\n\n" + SALT,
        (7, "'Summary' stands beside the questions, but does not ask, so it is no card"),
    ),
}


@pytest.mark.parametrize(("article", "told"), [pytest.param(*case, id=name) for name, case in LEFT_OUT.items()])
def test_what_asks_and_is_no_card_is_told_with_the_reason(article: str, told: tuple[int, str]) -> None:
    assert [title for title, _ in found(article)] == ["What pulls at the sea?", "Why is the sea salty?"]
    assert left_out(article) == [told]


@pytest.mark.parametrize("item", ["- {}", "- [{}](#a)", "1. {}"])
def test_a_table_of_contents_is_not_left_out(item: str) -> None:
    items = "\n".join(item.format(title) for title in ("What pulls at the sea?", "What is a bore?"))
    assert left_out(f"# Tides\n\n{items}\n\n{FIRST}{SALT}") == []


@pytest.mark.parametrize("name", ["a list without answers", "a summary between the questions"])
def test_what_is_on_no_card_at_all_is_more_than_a_detail(name: str) -> None:
    _, problems = read(LEFT_OUT[name][0])
    assert [problem.severity for problem in problems] == [Severity.INFO]


def test_an_item_that_demands_something_is_not_left_out() -> None:
    assert left_out(f"{MOON}- Explain the moon\n- Describe the sun\n\n{SALT}") == []


LEVEL_3 = "---\nmkdeck: {question-level: 3}\n---\n"
HELPS = {
    "a question mark": (
        LEFT_OUT["a summary between the questions"][0],
        "end it with a question mark",
        "## Summary",
        "## Summary?",
    ),
    "question-level": (
        LEFT_OUT["a summary between the questions"][0],
        "set question-level = 2",
        "# Tides\n",
        "---\nmkdeck: {question-level: 2}\n---\n# Tides\n",
    ),
    "the questions' level": (f"{LEVEL_3}{FIRST}#{SALT}", "write it with '### '", "## What", "### What"),
    "the form of the others": (
        LEFT_OUT["a bold line above the questions"][0],
        "write it as the others are",
        "**Who reads this?**",
        "## Who reads this?",
    ),
    "answers": (
        LEFT_OUT["a list without answers"][0],
        "write an answer below each",
        "?\n",
        "?\n\n  So.\n\n",
    ),
}


@pytest.mark.parametrize(
    ("article", "hint", "old", "new"), [pytest.param(*case, id=name) for name, case in HELPS.items()]
)
def test_the_hint_says_what_makes_a_card(article: str, hint: str, old: str, new: str) -> None:
    _, problems = read(article)
    assert [hint in problem.hint for problem in problems if problem.code == "left-out"] == [True]
    assert len(found(article.replace(old, new))) > len(found(article))
    assert left_out(article.replace(old, new)) == []


TERMS = "# Tides\n\n## Ebb\n\nIt falls.\n\n## Flood\n\nIt rises.\n\n## Slack\n\nIt stands.\n"


def set_reading(article: str, reading: str) -> str:
    return f"---\nmkdeck: {{{reading}}}\n---\n{article}"


@pytest.mark.parametrize(
    ("article", "reading", "hint", "better", "cards"),
    [
        (TERMS, "", "set question-level = 2, if each", "question-level: 2", 3),
        (TERMS, "question-level: 3", "set question-level = 2, if each", "question-level: 2", 3),
        (TERMS, "shape: bold", "delete shape and set question-level = 2, if each", "question-level: 2", 3),
        (MOON + SALT, "shape: bold", "delete the setting: without it mkdeck finds 2 by itself", "", 2),
        (MOON + SALT, "question-level: 3", "delete the setting: without it mkdeck finds 2 by itself", "", 2),
    ],
)
def test_where_nothing_is_found_the_hint_says_what_finds_how_many(
    article: str, reading: str, hint: str, better: str, cards: int
) -> None:
    _, problems = read(set_reading(article, reading))
    assert [problem.hint.startswith(hint) for problem in problems if problem.code == "no-question"] == [True]
    assert len(found(set_reading(article, better))) == cards


# --- what frames an article

FRAMES = [
    "Contents",
    "📝 License",
    "License & credits",
    "Credits, sponsors and authors",
    "Contributing guidelines",
    "Thanks!",
    "Special thanks to all divers",
    "Star history",
    "Buy me a coffee ☕",
    "Copyright 2031 by the divers",
    "About the author",
    "Code of Conduct",
    "Changelog",
    "Version history",
    "Further reading",
    "More resources",
    "Useful links and resources",
    "In summary",
    "Wrapping up",
    "Final words",
    "Key takeaways",
    "TL;DR",
    "Happy diving!",
    "Next steps",
    "Get in touch",
    "Getting started",
    "How to use this list",
    "Fazit",
    "Quellen",
    "Conclusión",
    "Remerciements",
    "Referências",
    "Источники",
    "参考资料",
    "まとめ",
]


@pytest.mark.parametrize("title", FRAMES)
def test_a_part_of_the_page_is_no_card(title: str) -> None:
    part = f"## {title}\n\nSome words to whoever came here.\n\n"
    begins = f"# Tides\n\n{part}{FIRST}{SALT}"
    asked = ["What pulls at the sea?", "Why is the sea salty?"]
    for article in (begins, MOON + SALT + part):
        assert [name for name, _ in found(article)] == asked
        assert left_out(article) == []


@pytest.mark.parametrize("title", FRAMES)
def test_a_part_of_the_page_below_numbered_questions_is_no_part_of_the_last_answer(title: str) -> None:
    article = (
        f"# Tides\n\n## 1. Explain tides\n\nThe moon.\n\n## 2. Explain salt\n\nRivers.\n\n## {title}\n\nTo whoever.\n"
    )
    read_, _ = read(article)
    assert read_ is not None
    assert ["whoever" in pair.answer for pair in read_.pairs] == [False, False]


@pytest.mark.parametrize(
    "title",
    [
        "Thanksgiving",
        "Licensed spectrum",
        "Creditors",
        "Reading a chart",
        "Linked lists",
        "Star schema",
        "Support vectors",
        "Index scans",
        "Happy path",
        "Joining tables",
        "Contact forces",
        "Summary statistics",
        "Next step of a tide",
        "Author of Hamlet",
        "Good practices",
        "Indices",
    ],
)
def test_a_subject_of_such_words_is_a_card_among_questions(title: str) -> None:
    article = f"{MOON}{SALT}## {title}\n\nThat is one.\n\n## Who dives?\n\nWhales.\n"
    assert (title, 11) in found(article)


BETWEEN = {
    "bold": "**What is foam?**\n\nBubbles.\n\n#### {}\n\nIn short, air.\n\n**What is salt?**\n\nRock.\n\n**What is sand?**\n\nRock.\n",
    "labels": "Q: What is foam?\n\nA: Bubbles.\n\n#### {}\n\nIn short, air.\n\nQ: What is salt?\n\nA: Rock.\n",
    "items": "1. ### What is foam?\n\nBubbles.\n\n#### {}\n\nIn short, air.\n\n2. ### What is salt?\n\nRock.\n",
    "headings": "### What is foam?\n\nBubbles.\n\n#### {}\n\nIn short, air.\n\n### What is salt?\n\nRock.\n",
}


@pytest.mark.parametrize("shape", BETWEEN)
@pytest.mark.parametrize("title", ["Summary", "Further reading", "TL;DR"])
def test_the_summary_of_an_answer_belongs_to_it(shape: str, title: str) -> None:
    read_, problems = read("# Sea\n\n## Parts\n\n" + BETWEEN[shape].format(title))
    assert read_ is not None
    assert (read_.shape, problems) == (shape, [])
    assert [("In short" in pair.answer) for pair in read_.pairs][:2] == [True, False]


@pytest.mark.parametrize("shape", ["bold", "labels"])
def test_a_part_of_the_page_below_the_last_question_is_no_part_of_its_answer(shape: str) -> None:
    article = "# Sea\n\n## Parts\n\n" + BETWEEN[shape].format("Summary") + "\n### Thanks\n\nTo whoever.\n"
    read_, _ = read(article)
    assert read_ is not None
    assert not any("whoever" in pair.answer for pair in read_.pairs)
