"""``mkdeck pin`` writes into the articles what identity hangs on, and nothing else."""

import os
import tempfile
from pathlib import Path

import pytest
from articles import build, load, write
from commands import call, run, write_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_reading import SHAPE_FILES, read_cases

from mkdeck.article.pin import pin_questions, pin_slug
from mkdeck.load import Loaded

TOML, YAML = '+++\nslug = "x"\n+++\n', "---\nslug: x\n---\n"

PINNED = [
    # The file x.md before and after.
    pytest.param(
        "# FAQ\n\n## What is A?\n\nIt is a.\n",
        "# FAQ\n\n## What is A?\n<!-- id: what-is-a -->\n\nIt is a.\n",
        id="without front matter ids are comments",
    ),
    pytest.param(
        '+++\ntitle = "X"\n+++\n\n## What is A?\n\nIt is a.\n',
        '+++\nslug = "x"\ntitle = "X"\n+++\n\n## What is A? {#what-is-a}\n\nIt is a.\n',
        id="below TOML ids are attributes",
    ),
    pytest.param(
        "---\ntitle: X\n---\n\n## What is A?\n\nIt is a.\n",
        '---\nslug: "x"\ntitle: X\n---\n\n## What is A?\n<!-- id: what-is-a -->\n\nIt is a.\n',
        id="below YAML ids are comments",
    ),
    pytest.param(
        "---\n{title: X}\n---\n\n## What is A?\n\nIt is a.\n",
        "---\n{title: X}\n---\n\n## What is A?\n<!-- id: what-is-a -->\n\nIt is a.\n",
        id="front matter in braces takes no slug",
    ),
    pytest.param(
        '+++\nslug = ""\n+++\n## What is A?\n\nIt is a.\n',
        '+++\nslug = ""\n+++\n## What is A? {#what-is-a}\n\nIt is a.\n',
        id="an empty slug is not written twice",
    ),
    pytest.param(
        "# FAQ {#top}\n\n## What is A?\n\nIt is a.\n\n## What is B? {#b .wide}\n\nIt is b.\n",
        "# FAQ {#top}\n\n## What is A? {#what-is-a}\n\nIt is a.\n\n## What is B? {#b .wide}\n\nIt is b.\n",
        id="where headings have attributes, the others get them, too",
    ),
    pytest.param(
        f"{TOML}- [A](#1-what-is-a)\n- [B](#what-is-b)\n\n## 1. What is A?\n\na\n\n## What is B?\n\nb\n\n## 3. What is C?\n\nc\n",
        f"{TOML}- [A](#1-what-is-a)\n- [B](#what-is-b)\n\n## 1. What is A?\n<!-- id: what-is-a -->\n\na\n\n"
        "## What is B? {#what-is-b}\n\nb\n\n## 3. What is C? {#what-is-c}\n\nc\n",
        id="a heading that the article links to keeps its anchor",
    ),
    pytest.param(
        f"{TOML}## What is A? ##  \n\nIt is a.\n\n##\tWhat is # ? #\n\nIt is #.\n",
        f"{TOML}## What is A? {{#what-is-a}} ##  \n\nIt is a.\n\n##\tWhat is # ? {{#what-is}} #\n\nIt is #.\n",
        id="an attribute stands before closing signs and trailing spaces",
    ),
    pytest.param(
        f"{TOML}What is A?\n---\n\nIt is a.\n\nWhat is B,\nand why?  \n---\n\nIt is b.\n",
        f"{TOML}What is A? {{#what-is-a}}\n---\n\nIt is a.\n\nWhat is B,\nand why? {{#what-is-b-and-why}}  \n---\n\nIt is b.\n",
        id="an attribute stands above the underline",
    ),
    pytest.param(
        "What is A?\n==========\nIt is a.\n",
        "What is A?\n==========\n<!-- id: what-is-a -->\nIt is a.\n",
        id="a comment stands below the underline",
    ),
    pytest.param(
        f"{YAML}## What is A?\r\n\r\nIt is a.\r\n## What is B?\rIt is b.\n",
        f"{YAML}## What is A?\r\n<!-- id: what-is-a -->\r\n\r\nIt is a.\r\n## What is B?\r<!-- id: what-is-b -->\rIt is b.\n",
        id="a new line ends as the line before it",
    ),
    pytest.param(
        "+++\r\n+++\r\n\r\n## What is A?\r\n\r\nIt is a.",
        '+++\r\nslug = "x"\r\n+++\r\n\r\n## What is A? {#what-is-a}\r\n\r\nIt is a.',
        id="a file without a last line end stays so",
    ),
    pytest.param(
        "\ufeff---\ntitle: X\n---\n## What is A?\n\n\tcode  \n \n",
        '\ufeff---\nslug: "x"\ntitle: X\n---\n## What is A?\n<!-- id: what-is-a -->\n\n\tcode  \n \n',
        id="a byte order mark, tabs and trailing spaces stay",
    ),
    pytest.param(
        f"{TOML}## 1. What is A?\n\na\n\n## Q2: What is B?\n\nb\n",
        f"{TOML}## 1. What is A? {{#what-is-a}}\n\na\n\n## Q2: What is B? {{#what-is-b}}\n\nb\n",
        id="numbers are no part of an id",
    ),
    pytest.param(
        f"{TOML}# One\n\n## What is A?\n\n1\n\n# Two\n\n## What is A?\n\n2\n\n# Three\n\n## What is A?\n\n1\n",
        f"{TOML}# One\n\n## What is A? {{#what-is-a}}\n\n1\n\n# Two\n\n## What is A? {{#what-is-a-2}}\n\n2\n\n"
        "# Three\n\n## What is A? {#what-is-a}\n\n1\n",
        id="equal titles are pinned as they are numbered, and one question in two sections is pinned twice",
    ),
    pytest.param(
        f"{TOML}## 什么是闭包？\n\n函数。\n\n## Was heißt »Straße«?\n\nWeg.\n",
        f"{TOML}## 什么是闭包？ {{#什么是闭包}}\n\n函数。\n\n## Was heißt »Straße«? {{#was-heisst-strasse}}\n\nWeg.\n",
        id="ids have the letters of the question",
    ),
    pytest.param(
        f'{TOML}## <a name="a"></a>What is A?\n\na\n\n## What is **B**<a name="b"></a>\n\nb\n\n## What is `C`\n\nc\n',
        f'{TOML}## <a name="a"></a>What is A? {{#what-is-a}}\n\na\n\n## What is **B**<a name="b"></a> {{#what-is-b}}\n\nb\n\n'
        "## What is `C` {#what-is-c}\n\nc\n",
        id="a heading may hold tags, emphasis and code",
    ),
    pytest.param(
        "## What is A?\n\n<!-- id: a -->\n\nIt is a.\n\n## What is B?\n<details>\n\nIt is b.\n\n</details>\n\n## What is C?\n",
        "## What is A?\n\n<!-- id: a -->\n\nIt is a.\n\n## What is B?\n<!-- id: what-is-b -->\n<details>\n\nIt is b.\n\n</details>\n\n"
        "## What is C?\n",
        id="a question that has an id, or no answer, stays",
    ),
    pytest.param(
        f"{TOML}```\n## What is A?\n```\n\n## What is B?\n\n    ## What is C?\n",
        f"{TOML}```\n## What is A?\n```\n\n## What is B? {{#what-is-b}}\n\n    ## What is C?\n",
        id="code is no question",
    ),
    pytest.param(
        "**1. What is A?**\n\nIt is a.\n\n**What is B?** It is b.  \nAnd more.\n",
        "**1. What is A?** <!-- id: what-is-a -->\n\nIt is a.\n\n**What is B?** <!-- id: what-is-b --> It is b.  \nAnd more.\n",
        id="an id stands behind bold words",
    ),
    pytest.param(
        "<details><summary><b>What is A?</b></summary>It is a.</details>\n",
        "<details><summary><b>What is A?</b> <!-- id: what-is-a --></summary>It is a.</details>\n",
        id="an id stands at the end of a summary",
    ),
    pytest.param(
        "<h3>What is A?</h3>\nIt is a.\n",
        "<h3>What is A? <!-- id: what-is-a --></h3>\nIt is a.\n",
        id="an id stands at the end of a raw heading",
    ),
    pytest.param(
        '??? question "What is A?"\n    It is a.\n\n> [!question]- What is B?\n> It is b.\n',
        '??? question "What is A?"\n    <!-- id: what-is-a -->\n    It is a.\n\n> [!question]- What is B?\n> <!-- id: what-is-b -->\n> It is b.\n',
        id="an id stands within an admonition",
    ),
    pytest.param(
        "Q: What is A?\nA: It is a.\n",
        "Q: What is A? <!-- id: what-is-a -->\nA: It is a.\n",
        id="an id stands in the line of Q",
    ),
    pytest.param(
        "What is A? :: It is a.\n\n| Question | Answer |\n|---|---|\n| What is B? | It is b. |\n",
        "What is A? <!-- id: what-is-a --> :: It is a.\n\n| Question | Answer |\n|---|---|\n| What is B? <!-- id: what-is-b --> | It is b. |\n",
        id="an id stands before two colons and in a cell",
    ),
    pytest.param(
        "1. ### What is A?\n\n   It is a.\n\n## More\n\n- What is B?\n\n  It is b.\n\n- What is C?\n\n  It is c.\n",
        "1. ### What is A?\n   <!-- id: what-is-a -->\n\n   It is a.\n\n## More\n\n- What is B? <!-- id: what-is-b -->\n\n  It is b.\n\n- What is C? <!-- id: what-is-c -->\n\n  It is c.\n",
        id="an id stands in the item that asks",
    ),
    pytest.param(
        "- Why a? So it is.\n- Why b? It is b.\n- Who is c? It is c.\n",
        "- Why a? So it is. <!-- id: why-a -->\n- Why b? It is b. <!-- id: why-b -->\n- Who is c? It is c. <!-- id: who-is-c -->\n",
        id="an id stands behind question and answer in one line",
    ),
    pytest.param(
        "- Why a? So it is.\n- Why b? <!-- id: b --> It is b.\n- 谁？<!-- id: c -->他。\n",
        "- Why a? So it is. <!-- id: why-a -->\n- Why b? <!-- id: b --> It is b.\n- 谁？<!-- id: c -->他。\n",
        id="an id that stands between question and answer in one line stays",
    ),
    pytest.param(
        "<p>What is A?</p>\n\nIt is a.\n\n<p>Why <i>b</i>?</p>\n\nIt is b.\n\n<div>What is C?</div>\n\nIt is c.\n",
        "<p>What is A? <!-- id: what-is-a --></p>\n\nIt is a.\n\n<p>Why <i>b</i>? <!-- id: why-b --></p>\n\nIt is b.\n\n"
        "<div>What is C? <!-- id: what-is-c --></div>\n\nIt is c.\n",
        id="an id stands within a raw line that asks",
    ),
    pytest.param(
        "<div class='question'>\nWhat is A?\n</div>\n\nIt is a.\n\n<div class='question'>B</div>\n\nIt is b.\n",
        "<div class='question'>\nWhat is A? <!-- id: what-is-a -->\n</div>\n\nIt is a.\n\n<div class='question'>B <!-- id: b --></div>\n\nIt is b.\n",
        id="an id stands within a box, behind its words",
    ),
    pytest.param(
        "<p><b>1. A</b></p>\n\nIt is a.\n\n<p><b>2. B</b></p>\n\nIt is b.\n",
        "<p><b>1. A</b> <!-- id: a --></p>\n\nIt is a.\n\n<p><b>2. B</b> <!-- id: b --></p>\n\nIt is b.\n",
        id="an id stands within a raw line that is bold",
    ),
    pytest.param(
        "# Glossary\n\n- **A:** It is a.\n- **B**: It is b.\n- **C** - It is c.\n",
        "# Glossary\n\n- **A:** <!-- id: a --> It is a.\n- **B**: <!-- id: b --> It is b.\n- **C** <!-- id: c --> - It is c.\n",
        id="an id stands behind a term and its colon",
    ),
    pytest.param(
        "# Glossary\n\n**Berth** \\\nA place.\n\n**Fairway** (FW) \\\nThe deep part.\n\n**Bow** \\\nThe front.\n",
        "# Glossary\n\n**Berth** <!-- id: berth --> \\\nA place.\n\n**Fairway** (FW) <!-- id: fairway-fw --> \\\nThe deep part.\n\n"
        "**Bow** <!-- id: bow --> \\\nThe front.\n",
        id="an id stands behind a term's short name",
    ),
    pytest.param(
        "**1. True or False:** A is b.\n* **Answer:** True\n\n**2. True or False:** B is c.\n* **Answer:** False\n",
        "**1. True or False:** <!-- id: true-or-false-a-is-b --> A is b.\n* **Answer:** True\n\n"
        "**2. True or False:** <!-- id: true-or-false-b-is-c --> B is c.\n* **Answer:** False\n",
        id="an id within a question changes nothing in it",
    ),
    pytest.param(
        "# Interview questions\n\n**1. A**\n\na\n\n**More of a**\n\nm\n\n**2. B**\n\n**What are b?**\n\nb\n\n**B vs c**\n\nb\n\n"
        "**3. C**\n\nc\n\n**4. D**\n\nd\n\n**5. E**\n\ne\n",
        "# Interview questions\n\n**1. A** <!-- id: a -->\n\na\n\n**More of a**\n\nm\n\n**2. B** <!-- id: b -->\n\n**What are b?**\n\nb\n\n**B vs c**\n\nb\n\n"
        "**3. C** <!-- id: c -->\n\nc\n\n**4. D** <!-- id: d -->\n\nd\n\n**5. E** <!-- id: e -->\n\ne\n",
        id="ids for those that count make no questions of bold lines in their answers",
    ),
    pytest.param(
        "# Quiz\n\n1. ______ keeps a ship.\n\nAnswer: An anchor\n\n2. ______ steers it.\n\nAnswer: A rudder\n",
        "# Quiz\n\n1. ______ keeps a ship. <!-- id: keeps-a-ship -->\n\nAnswer: An anchor\n\n2. ______ steers it. <!-- id: steers-it -->\n\nAnswer: A rudder\n",
        id="an id stands in no gap",
    ),
    pytest.param(
        '---\nslug: x\ntitle: "What is A?"\n---\nIt is a.\n',
        '---\nslug: x\ntitle: "What is A?"\n---\n<!-- id: what-is-a -->\nIt is a.\n',
        id="an id stands below front matter that asks",
    ),
    pytest.param(
        "# Notes\n\nNothing asked.\n", "# Notes\n\nNothing asked.\n", id="an article without a question stays"
    ),
]


def identity(*sources: Path) -> list[tuple[str, str, str]]:
    """Return what a build makes of the articles: whose history, and whether anything on the cards changed."""
    return [(note.key, note.guid, note.digest) for note in load(*sources).deck.notes]


def codes(loaded: Loaded) -> list[str]:
    return [problem.code for problem in loaded.problems]


@pytest.mark.parametrize(("before", "after"), PINNED)
def test_pinning_writes_ids_and_slug_and_leaves_every_other_byte(tmp_path: Path, before: str, after: str) -> None:
    article = write(tmp_path, "x.md", before)
    identities = identity(article)
    call(tmp_path, "pin", "x.md")
    assert article.read_bytes().decode() == after
    assert identity(article) == identities


@pytest.mark.parametrize("after", [pytest.param(param.values[1], id=param.id) for param in PINNED])
def test_pinning_twice_changes_nothing(tmp_path: Path, after: str) -> None:
    article = write(tmp_path, "x.md", after)
    call(tmp_path, "pin", "x.md")
    assert article.read_bytes().decode() == after


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(source, id=f"{shape}: {title}")
        for shape in SHAPE_FILES
        for title, source, _ in read_cases(f"{shape}.md")[::3]
    ],
)
def test_questions_of_every_shape_can_be_pinned(tmp_path: Path, article: str) -> None:
    file = write(tmp_path, "x.md", article)
    identities = identity(file)
    call(tmp_path, "pin", "x.md")
    assert identity(file) == identities
    if r"\|" not in article:  # a bar in a cell is written otherwise than it is shown
        others = (article for article in load(file).articles if article.shape != "index")  # see test_index.py
        assert all(pair.pinned for article in others for pair in article.pairs)
    pinned = file.read_bytes()
    call(tmp_path, "pin", "x.md")
    assert file.read_bytes() == pinned


LINES = st.sampled_from(
    [
        "# Title",
        "## Basics",
        "### What is X?",
        "### What is X?",
        "### 2. Why? ##  ",
        "#### Q3: How `so`? {#so}",
        "### How <a name='h'></a>**now**?",
        "### What is $5$ \\",
        "**What is bold?**",
        "Setext question?\n---",
        "Two lines of\n a question?\n===",
        "Some *text* with <b>tags</b>, <T> and [links](#2-why).",
        "- item\n  - nested",
        "1. ### What is in a list?",
        "> ### What is quoted?",
        "```python",
        "```",
        "    indented",
        "<details>",
        "</details>",
        "<!-- id: a/b -->",
        "<!-- id: c -->",
        "<!--",
        "-->",
        "| a | b |\n|---|---|",
        "[^1]: note [^1]",
        "Term\n: definition",
        "---",
        "An answer.",
        "Another answer.",
        "\t",
        "",
        "",
        "",
        "",
    ]
)
FRONTS = st.sampled_from(
    ["", "+++\ntitle = 'T'\n+++\n", "+++\nslug = ''\n+++\n", "---\ntitle: T\n---\n", "---\n{a: b}\n---\n"]
)
ENDS = st.lists(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]), min_size=1, max_size=5)


@st.composite
def articles(draw: st.DrawFn) -> bytes:
    """Return an article's bytes: any lines, any line ends."""
    text = draw(FRONTS) + "\n".join(draw(st.lists(st.one_of(LINES, LINES, st.text(max_size=12)), max_size=25)))
    ends = draw(ENDS)
    lines = text.split("\n")
    mixed = "".join(line + ends[n % len(ends)] for n, line in enumerate(lines[:-1])) + lines[-1]
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + mixed.encode("utf-8", "ignore")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_pinning_any_article_adds_text_keeps_identity_and_is_done_at_once(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "x.md")
        article.write_bytes(content)
        before = identity(article)
        first = call(Path(folder), "pin", "x.md")
        pinned = article.read_bytes()
        assert identity(article) == before
        rest = iter(pinned)
        assert all(byte in rest for byte in content)  # in their order
        second = call(Path(folder), "pin", "x.md")
        assert article.read_bytes() == pinned
        assert second.out == ("nothing to pin\n" if first.code == 0 else "")
        assert first.code == 0 or pinned == content


def test_a_pinned_article_survives_any_rewording_and_renaming_without_the_previous_package(tmp_path: Path) -> None:
    article = write(tmp_path, "sql.md", "+++\n+++\n## What is A?\n\nIt is a.\n\n## What is B?\n\nIt is b.\n")
    before = identity(article)
    call(tmp_path, "pin", "sql.md")
    edited = article.read_text().replace("What is A?", "Explain A").replace("What is B?", "And B?")
    after = identity(write(tmp_path, "databases.md", edited.replace("It is", "That is")))
    assert [note[:2] for note in after] == [note[:2] for note in before]


INDEX = "An index is a sorted copy of some columns, so that the database finds rows without reading the whole table.\n"
LOCK = "A lock makes other transactions wait until the one that holds it has ended, so that they see whole changes.\n"


def test_the_previous_package_tells_the_id_of_a_reworded_question(tmp_path: Path) -> None:
    article = write(tmp_path, "x.md", f"## What is an index?\n\n{INDEX}")
    before = identity(article)
    build(tmp_path / "old.apkg", article)
    write(tmp_path, "x.md", f"## What does an index do for a query?\n\n{INDEX}\n## What is a lock?\n\n{LOCK}")
    assert call(tmp_path, "pin", "x.md", "--previous", "old.apkg").out == "x.md  2 questions pinned\n"
    assert "## What does an index do for a query?\n<!-- id: what-is-an-index -->\n\n" in article.read_text()
    assert "## What is a lock?\n<!-- id: what-is-a-lock -->\n\n" in article.read_text()
    assert identity(article)[0][:2] == before[0][:2]


def test_a_question_from_another_article_is_pinned_by_its_whole_key(tmp_path: Path) -> None:
    old = write(tmp_path, "a.md", f"## What is an index?\n\n{INDEX}")
    new = write(tmp_path, "b.md", f"## What is a lock?\n\n{LOCK}")
    before = {guid for _, guid, _ in identity(old, new)}
    build(tmp_path / "old.apkg", old, new)
    write(tmp_path, "a.md", "# Moved\n")
    write(tmp_path, "b.md", f"+++\n+++\n## What is a lock?\n\n{LOCK}\n## What is an index?\n\n{INDEX}")
    call(tmp_path, "pin", "a.md", "b.md", "--previous", "old.apkg")
    assert "## What is a lock? {#what-is-a-lock}\n" in new.read_text()
    assert "## What is an index? {#a/what-is-an-index}\n" in new.read_text()
    assert {guid for _, guid, _ in identity(old, new)} == before


def test_a_pin_that_the_previous_package_does_not_know_stays_and_is_named(tmp_path: Path) -> None:
    article = write(tmp_path, "x.md", f"## What is an index?\n\n{INDEX}")
    build(tmp_path / "old.apkg", article)
    pinned = write(tmp_path, "x.md", f"## What is an index? {{#a}}\n\n{INDEX}").read_bytes()
    done = call(tmp_path, "pin", "x.md", "--previous", "old.apkg")
    assert article.read_bytes() == pinned
    assert (done.code, done.out) == (0, "nothing to pin\n")
    assert done.told.startswith(
        "x.md:1: pinned-otherwise: question 'What is an index?' is pinned as 'a', but learners have it as 'x/what-is-an-index'\n"
        "  hint: write the id what-is-an-index in its place"
    )


def test_an_id_that_cannot_be_read_back_is_an_error_and_its_article_stays(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", 'id = "a(b"\n')
    old = write(tmp_path, "old.md", f"## What is an index?\n\n{INDEX}")
    build(tmp_path / "old.apkg", old)
    old.unlink()
    new = write(tmp_path, "new.md", f"## What is an index?\n\n{INDEX}")
    kept = new.read_bytes()
    write(tmp_path, "other.md", f"## What is a lock?\n\n{LOCK}")
    done = call(tmp_path, "pin", "new.md", "other.md", "--previous", "old.apkg")
    assert (done.code, done.out) == (1, "other.md  1 question pinned\n")
    assert done.told.startswith(
        "new.md:1: unpinnable: question 'What is an index?' cannot be pinned as 'a(b/old/what-is-an-index', so the article is left as it was\n"
    )
    assert new.read_bytes() == kept


def test_an_article_named_by_the_deck_id_alone_gets_no_slug(tmp_path: Path) -> None:
    write_files(tmp_path, {"mkdeck.toml": 'id = "acme"\n', "README.md": "+++\n+++\n## What is A?\n\na\n"})
    call(tmp_path, "pin", ".")
    assert (tmp_path / "README.md").read_text() == "+++\n+++\n## What is A? {#what-is-a}\n\na\n"


def test_ids_and_slugs_solve_what_a_build_warns_of(tmp_path: Path) -> None:
    text = "+++\n+++\n# One\n\n## What is A?\n\n1\n\n# Two\n\n## What is A?\n\n2\n"
    article = write(tmp_path, "faq/README.md", text)
    assert codes(load(article)) == ["folder-slug", "equal-ids"]
    assert "equal-ids" not in call(tmp_path, "pin", "faq").told
    assert codes(load(article)) == []


def test_check_names_what_is_not_pinned_and_writes_nothing(tmp_path: Path) -> None:
    text = "+++\n+++\n## What is A?\n\na\n\n## What is B? {#b}\n\nb\n"
    article = write(tmp_path, "x.md", text)
    done = call(tmp_path, "pin", "--check", "x.md")
    assert (done.code, done.out) == (1, "")
    assert done.told == (
        "x.md:1: slug-not-pinned: the slug 'x' comes from the file's name, not from the front matter\n"
        "  hint: run mkdeck pin, which writes it there\n"
        "x.md:3: not-pinned: question 'What is A?' has no id of its own\n"
        "  hint: run mkdeck pin, which writes the id what-is-a\n"
        "2 errors\n"
    )
    assert article.read_text() == text
    assert call(tmp_path, "pin", "x.md").code == 0
    assert call(tmp_path, "pin", "--check", "x.md").code == 0


def test_changed_files_are_named_and_others_are_not(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "one.md": "## What is A?\n\na\n",
            "pinned.md": "## What is B?\n<!-- id: b -->\n\nb\n",
            "slug.md": "---\n---\n## What is C?\n<!-- id: c -->\n\nc\n",
            "two.md": "## What is D?\n\nd\n\n## What is E?\n\ne\n",
        },
    )
    done = run(tmp_path, "pin", ".")
    assert (done.code, "one.md:1: no-previous: " in done.told) == (0, True)
    assert done.out == "one.md  1 question pinned\nslug.md  slug pinned\ntwo.md  2 questions pinned\n"
    done = run(tmp_path, "pin", ".")
    assert (done.code, done.out, done.told) == (0, "nothing to pin\n", "")


def test_an_article_with_errors_is_left_alone_and_named(tmp_path: Path) -> None:
    bad = {"latin.md": b"## Was hei\xdft A?\n\na\n", "toml.md": b"+++\na = \n+++\n## What is A?\n\na\n"}
    write_files(tmp_path, {**bad, "good.md": "## What is A?\n\na\n"})
    done = call(tmp_path, "pin", ".")
    assert (done.code, done.out) == (1, "good.md  1 question pinned\n")
    assert "latin.md:1: not-utf8: " in done.told
    assert "toml.md:2: malformed-toml: " in done.told
    assert {name: (tmp_path / name).read_bytes() for name in bad} == bad


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        pytest.param({"mkdeck.toml": "id = 3\n"}, (), 1, id="a configuration that cannot be read"),
        pytest.param({}, ("none.md",), 2, id="a source that is missing"),
        pytest.param({}, ("--previous", "none.apkg"), 2, id="a previous package that is missing"),
        pytest.param({"b.md": b"\xff"}, ("b.md", "--previous", "x.apkg"), 1, id="an unreadable article, and a memory"),
    ],
)
def test_where_identities_cannot_be_known_nothing_is_written(
    tmp_path: Path, files: dict[str, str | bytes], arguments: tuple[str, ...], code: int
) -> None:
    article = write(tmp_path, "x.md", "## What is A?\n\na\n")
    build(tmp_path / "x.apkg", article)
    write_files(tmp_path, files)
    done = call(tmp_path, "pin", "x.md", *arguments)
    assert (done.code, done.out) == (code, "")
    assert article.read_text() == "## What is A?\n\na\n"


def test_drafts_are_pinned_only_when_asked_for(tmp_path: Path) -> None:
    text = "+++\nslug = 'x'\ndraft = true\n+++\n## What is A?\n\na\n"
    article = write(tmp_path, "x.md", text)
    write(tmp_path, "y.md", "## What is B? {#b}\n\nb\n")
    assert call(tmp_path, "pin", ".").out == "nothing to pin\n"
    assert article.read_text() == text
    assert call(tmp_path, "pin", "--drafts", ".").out == "x.md  1 question pinned\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_is_replaced_in_its_place_with_its_mode_and_leaves_no_litter(tmp_path: Path) -> None:
    target = write(tmp_path, "real/x.md", "## What is A?\n\na\n")
    target.chmod(0o640)
    link = tmp_path / "x.md"
    link.symlink_to(target)
    assert call(tmp_path, "pin", "x.md").out == "x.md  1 question pinned\n"
    assert link.is_symlink()
    assert "<!-- id: what-is-a -->" in target.read_text()
    assert target.stat().st_mode & 0o777 == 0o640
    assert os.listdir(target.parent) == ["x.md"]  # noqa: PTH208  # hidden files, too


def test_a_file_that_cannot_be_written_stays_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    article = write(tmp_path, "x.md", "## What is A?\n\na\n")
    done = call(tmp_path, "pin", "x.md")
    assert (done.code, done.out) == (1, "")
    assert "x.md:1: unwritable-file: cannot write 'x.md': no space left on device\n" in done.told
    assert article.read_text() == "## What is A?\n\na\n"
    assert os.listdir(tmp_path) == ["x.md"]  # noqa: PTH208  # hidden files, too


@pytest.mark.parametrize(
    ("text", "line", "pinned"),
    [
        pytest.param("What is A?", 1, "What is A? <!-- id: a -->", id="at the end of a file"),
        pytest.param("x\r\n\r\n# What?", 3, "x\r\n\r\n# What?\r\n<!-- id: a -->", id="at the end of a file with CRLF"),
        pytest.param(
            "1. b\n2. ## What?\n\n   a\n", 2, "1. b\n2. ## What?\n   <!-- id: a -->\n\n   a\n", id="in a list"
        ),
        pytest.param("> - **What?**\n>\n>   a\n", 1, "> - **What?** <!-- id: a -->\n>\n>   a\n", id="in a quote"),
        pytest.param(f"{TOML}**What?**\na\n", 4, f"{TOML}**What?** <!-- id: a -->\na\n", id="a paragraph, below TOML"),
        pytest.param("```\n# What?\n```\n", 2, "```\n# What?\n```\n", id="code has no question"),
    ],
)
def test_a_question_of_any_shape_is_pinned_where_it_stands(text: str, line: int, pinned: str) -> None:
    assert pin_questions(text, {line: "a"}) == pinned


def test_a_slug_is_quoted_for_its_front_matter() -> None:
    assert pin_slug("+++\n+++\n", 'a"\\b') == '+++\nslug = "a\\"\\\\b"\n+++\n'
    assert pin_slug("---\n---\n", "2024") == '---\nslug: "2024"\n---\n'
    assert pin_slug("No front matter\n", "x") == "No front matter\n"
