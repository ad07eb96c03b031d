"""Articles whose front matter lists the questions: where answers are taken from, and from where they never are.

How entries may be spelled stands in ``cases/index.md``.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from articles import NOW, build, load, write
from commands import call, write_files
from test_reading import read

from mkdeck.load import Loaded
from mkdeck.model import Note
from mkdeck.problem import Severity
from mkdeck.toml import find_toml_items

PNG = b"\x89PNG\r\n\x1a\n"
YAML = "---\ntitle: Trees\nquestions:\n  - question: What is an oak?\n    answer: {}\n---\n"
TOML = '+++\ntitle = "Trees"\n\n[[questions]]\nquestion = "What is an oak?"\nanswer = {}\n+++\n'
OAK = YAML.format("oak.md")


def load_files(folder: Path, files: dict[str, str | bytes]) -> Loaded:
    """Write the files and load ``trees.md``."""
    write_files(folder, files)
    return load(folder / "trees.md")


def fields(loaded: Loaded) -> list[tuple[str, str]]:
    """Return question and answer of every note, as HTML."""
    return [note.fields[:2] for note in loaded.deck.notes]  # type: ignore[misc]


def answer(loaded: Loaded) -> str:
    """Return the answer of the only note."""
    ((_, html),) = fields(loaded)
    return html.strip()


def problems(loaded: Loaded, folder: Path, least: Severity = Severity.WARNING) -> list[str]:
    """Return the problems as ``file:line code``."""
    return [
        f"{Path(p.location.path).relative_to(folder).as_posix()}:{p.location.line} {p.code}"
        for p in loaded.problems
        if p.severity >= least
    ]


# what answers


@pytest.mark.parametrize("front", [pytest.param(YAML, id="YAML"), pytest.param(TOML, id="TOML")])
def test_a_file_answers_and_a_text_does(front: str, tmp_path: Path) -> None:
    told = load_files(tmp_path, {"trees.md": front.format('"oak.md"'), "oak.md": "A **tree**.\n"})
    assert fields(told) == [("What is an oak?", "<p>A <strong>tree</strong>.</p>")]
    told = load_files(tmp_path, {"trees.md": front.format('"A **tree**."')})
    assert fields(told) == [("What is an oak?", "<p>A <strong>tree</strong>.</p>")]
    assert told.articles[0].shape == "index"
    assert problems(told, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "file"),
    [
        pytest.param("oak.md", "oak.md", id="beside the article"),
        pytest.param("./oak.md", "oak.md", id="with a dot before it"),
        pytest.param("big/old/oak.md", "big/old/oak.md", id="in a folder below"),
        pytest.param("big/../oak.md", "oak.md", id="by a way round that stays inside"),
        pytest.param("an oak.MD", "an oak.MD", id="with a space and an upper-case suffix"),
        pytest.param("oak.markdown", "oak.markdown", id="with a long suffix"),
        pytest.param("100%25.md", "100%25.md", id="with a percent sign in its very name"),
        pytest.param("|\n      oak.md\n", "oak.md", id="in a block of one line"),
    ],
)
def test_an_answer_that_ends_as_a_markdown_file_is_one(name: str, file: str, tmp_path: Path) -> None:
    told = load_files(tmp_path, {"trees.md": YAML.format(name), "big/x.md": "", file: "A tree.\n"})
    assert answer(told) == "<p>A tree.</p>"
    assert problems(told, tmp_path) == []


def test_an_answer_of_several_lines_is_no_file(tmp_path: Path) -> None:
    told = load_files(
        tmp_path, {"trees.md": YAML.format("|\n      A tree. See\n      oak.md\n"), "oak.md": "A plant.\n"}
    )
    assert answer(told) == "<p>A tree. See\noak.md</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("---\ntitle: Oak\n---\nA tree.\n", "<p>A tree.</p>", id="YAML front matter is not shown"),
        pytest.param("+++\ntitle = 'Oak'\n+++\nA tree.\n", "<p>A tree.</p>", id="TOML front matter is not shown"),
        pytest.param("# What is an oak?\n\nA tree.\n", "<p>A tree.</p>", id="a heading that repeats the question goes"),
        pytest.param("## 3. What is an *Oak*\n\nA tree.\n", "<p>A tree.</p>", id="also with a number and without its sign"),
        pytest.param("# Oaks\n\nA tree.\n", "<h1>Oaks</h1>\n<p>A tree.</p>", id="another heading stays"),
        pytest.param(
            "# Oaks\n\n## What is an oak?\n\nA tree.\n",
            "<h1>Oaks</h1>\n<h2>What is an oak?</h2>\n<p>A tree.</p>",
            id="a later heading stays",
        ),
        pytest.param("[Back](#top)\n\nA [tree][t].\n\n[t]: https://t.example\n", '<p>A <a href="https://t.example">tree</a>.</p>',
                     id="definitions work and links back to the top go"),
        pytest.param("A tree[^1].\n\n[^1]: Big.\n", '<p>A tree<sup class="footnote">1</sup>.</p>\n<ol class="footnotes"><li><p>Big.</p>\n</li></ol>',
                     id="footnotes stand below"),
    ],
)  # fmt: skip
def test_the_file_of_an_answer_shows_only_what_answers(text: str, shown: str, tmp_path: Path) -> None:
    assert answer(load_files(tmp_path, {"trees.md": OAK, "oak.md": text})) == shown


@pytest.mark.parametrize("text", ["", "# What is an oak?\n", "---\ntitle: Oak\n---\n\n<!-- soon -->\n", "TBD\n"])
def test_a_file_without_an_answer_is_told_at_its_entry(text: str, tmp_path: Path) -> None:
    told = load_files(tmp_path, {"trees.md": OAK, "oak.md": text})
    assert problems(told, tmp_path)[:1] == ["trees.md:4 empty-answer"]
    assert fields(told) == []


def test_a_question_may_have_code_and_emphasis(tmp_path: Path) -> None:
    text = "---\nquestions:\n  - question: What is `Vec<T>` in *Rust*, and `<b>`?\n    answer: A list.\n---\n"
    assert fields(load_files(tmp_path, {"trees.md": text})) == [
        ("What is <code>Vec&lt;T&gt;</code> in <em>Rust</em>, and <code>&lt;b&gt;</code>?", "<p>A list.</p>")
    ]


def test_links_of_an_answer_lead_on_from_its_own_file(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "mkdeck.toml": 'url = "https://example.org/{path}"\n',
            "trees.md": YAML.format("big/oak.md"),
            "big/oak.md": "A [tree](../tree.md), [old](#age).\n\n## Age\n",
        },
    )
    told = load(tmp_path / "trees.md")
    assert '<a href="https://example.org/tree.md">tree</a>' in answer(told)
    assert '<a href="https://example.org/big/oak.md#age">old</a>' in answer(told)
    assert told.deck.notes[0].fields[4].startswith('<a href="https://example.org/trees.md#">')


# pictures


def test_pictures_are_looked_up_from_the_answers_own_folder(tmp_path: Path) -> None:
    told = load_files(
        tmp_path,
        {
            "trees.md": YAML.format("big/oak.md"),
            "big/oak.md": "![an oak](oak.png) ![a leaf](../img/leaf.png)\n",
            "big/oak.png": PNG + b"oak",
            "oak.png": PNG + b"another oak",
            "img/leaf.png": PNG + b"leaf",
        },
    )
    assert {picture.content for picture in told.deck.media} == {PNG + b"oak", PNG + b"leaf"}
    assert problems(told, tmp_path) == []


def test_pictures_of_a_question_and_of_a_text_are_looked_up_from_the_articles_folder(tmp_path: Path) -> None:
    text = "---\nquestions:\n  - question: What is ![this](img/a.png)?\n    answer: |\n      One\n\n      ![of](img/b.png) ![c](img/c.png)\n---\n"
    told = load_files(tmp_path, {"trees.md": text, "img/a.png": PNG + b"a", "img/b.png": PNG + b"b"})
    assert {picture.content for picture in told.deck.media} == {PNG + b"a", PNG + b"b"}
    assert problems(told, tmp_path) == ["trees.md:3 missing-media"]


def test_a_picture_outside_the_articles_folder_is_not_packed(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.png": PNG, "notes/trees.md": YAML.format("big/oak.md"), "notes/big/oak.md": "A tree. ![](../../secret.png)\n"})  # fmt: skip
    told = load(tmp_path / "notes" / "trees.md")
    assert problems(told, tmp_path) == ["notes/big/oak.md:1 outside-media"]
    assert told.deck.media == ()


# what no article may read


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../secret.md", id="in the folder above"),
        pytest.param("big/../../secret.md", id="in the folder above, by a way round"),
        pytest.param("../notes/../secret.md", id="through the folder above"),
        pytest.param("../gone.md", id="in the folder above, where it is not"),
        pytest.param("{absolute}", id="from the top of the disk"),
        pytest.param("/etc/passwd.md", id="from the top of the disk, where it is not"),
        pytest.param("//secret.md", id="from the top of the disk, twice"),
        pytest.param("link.md", id="by a link"),
        pytest.param("chain.md", id="by a link to a link"),
        pytest.param("out/secret.md", id="through a folder that is a link"),
        pytest.param("out/../secret.md", id="above a folder that is a link"),
    ],
)
@pytest.mark.parametrize("front", [pytest.param(YAML, id="YAML"), pytest.param(TOML, id="TOML")])
def test_a_file_outside_the_articles_folder_is_not_read(front: str, name: str, tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.md", "The secret.\n")
    write(tmp_path, "else/where/secret.md", "The secret.\n")
    notes = tmp_path / "notes"
    write_files(notes, {"big/": "", "trees.md": front.format(f'"{name.format(absolute=secret.as_posix())}"')})
    (notes / "link.md").symlink_to(secret)
    (notes / "chain.md").symlink_to("link.md")
    (notes / "out").symlink_to(tmp_path / "else" / "where")
    told = load(notes / "trees.md")
    if name == "out/../secret.md":  # the system's way leads to else/, where no such file is
        assert problems(told, tmp_path)[0].split()[1] in ("outside-answer", "missing-answer")
    else:
        assert problems(told, tmp_path)[0] == "notes/trees.md:4 outside-answer"
    assert "secret." not in str(fields(told))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("gone.md", id="not there"),
        pytest.param("folder.md", id="a folder"),
        pytest.param("loop.md", id="a link to itself"),
        pytest.param("dangling.md", id="a link to nothing"),
        pytest.param("https://example.org/oak.md", id="on the network"),
        pytest.param("~/oak.md", id="in the builder's home"),
        pytest.param("an%20oak.md", id="percent-encoded"),
        pytest.param("a" * 300 + ".md", id="too long for a file"),
        pytest.param("a/" * 5000 + "b.md", id="too long for a path"),
        pytest.param('"a\\0b.md"', id="with a NUL"),
        pytest.param('"\\ud800.md"', id="that is no text"),
        pytest.param("pipe.md", id="a pipe"),
    ],
)
def test_a_file_that_cannot_be_had_is_missing_and_no_text(name: str, tmp_path: Path) -> None:
    write_files(tmp_path, {"folder.md/": "", "an oak.md": "A tree.\n"})
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "dangling.md").symlink_to("nowhere.md")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.md")
    told = load_files(tmp_path, {"trees.md": YAML.format(name)})
    assert problems(told, tmp_path)[0] == "trees.md:4 missing-answer"
    assert all(p.hint for p in told.problems)
    assert fields(told) == []


def test_links_within_the_articles_folder_are_followed(tmp_path: Path) -> None:
    write_files(tmp_path, {"texts/big/oak.md": "A tree.\n"})
    (tmp_path / "oak.md").symlink_to("texts/big/oak.md")
    (tmp_path / "big").symlink_to("texts/big")
    assert answer(load_files(tmp_path, {"trees.md": OAK})) == "<p>A tree.</p>"
    assert answer(load_files(tmp_path, {"trees.md": YAML.format("big/oak.md")})) == "<p>A tree.</p>"


# places of problems


def test_each_problem_stands_at_its_entry_and_the_rest_is_built(tmp_path: Path) -> None:
    entries = ['"oak.md"', '"gone.md"', '"../out.md"', '""', '"A tree."']
    yaml = "---\n# ours\nquestions:\n" + "".join(
        f"\n  - answer: {name}\n    question: What is {n}?\n" for n, name in enumerate(entries)
    )
    toml = "+++\n" + "".join(
        f"\n[[questions]]\nquestion = 'What is {n}?'\nanswer = {name}\n" for n, name in enumerate(entries)
    )
    write_files(tmp_path, {"oak.md": "A tree.\n"})
    told = load_files(tmp_path, {"trees.md": f"{yaml}---\n"})
    assert problems(told, tmp_path) == [
        "trees.md:8 missing-answer",
        "trees.md:11 outside-answer",
        "trees.md:14 empty-answer",
    ]
    assert [note.key for note in told.deck.notes] == ["trees/what-is-0", "trees/what-is-4"]
    told = load_files(tmp_path, {"trees.md": f"{toml}+++\n"})
    assert problems(told, tmp_path) == [
        "trees.md:7 missing-answer",
        "trees.md:11 outside-answer",
        "trees.md:15 empty-answer",
    ]
    assert [pair.location.line for pair in told.articles[0].pairs] == [3, 19]


def test_problems_in_an_answers_file_have_its_path_and_lines(tmp_path: Path) -> None:
    told = load_files(
        tmp_path,
        {
            "trees.md": YAML.format("big/oak.md"),
            "big/oak.md": "---\ntitle: Oak\n---\n# What is an oak?\n\nA tree.\n![](oak.png)\n\n```\nopen\n",
        },
    )
    assert sorted(problems(told, tmp_path)) == ["big/oak.md:7 missing-media", "big/oak.md:9 unclosed-fence"]


def test_a_text_that_leaves_something_open_is_told_at_its_entry(tmp_path: Path) -> None:
    told = load_files(tmp_path, {"trees.md": YAML.format("|\n      A tree.\n\n      ```\n      open\n")})
    assert problems(told, tmp_path) == ["trees.md:4 unclosed-fence"]


def test_an_answers_file_in_another_encoding_is_told_at_its_line(tmp_path: Path) -> None:
    told = load_files(tmp_path, {"trees.md": OAK, "oak.md": b"A tree.\n\nUn ch\xeane.\n"})
    assert problems(told, tmp_path)[0] == "oak.md:3 not-utf8"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_answers_file_that_may_not_be_read_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "oak.md", "A tree.\n").chmod(0)
    assert problems(load_files(tmp_path, {"trees.md": OAK}), tmp_path)[0] == "trees.md:4 missing-answer"


def test_what_the_text_below_asks_beside_the_list_is_named(tmp_path: Path) -> None:
    body = "# Trees\n\nRead on.\n\n- [What is an oak?](oak.md)\n\n## What is a birch?\n\nWhite.\n"
    told = load_files(tmp_path, {"trees.md": YAML.format("A tree.") + body})
    assert problems(told, tmp_path, Severity.INFO) == ["trees.md:13 left-out"]
    assert len(fields(told)) == 1


def test_a_text_below_that_asks_nothing_is_ignored(tmp_path: Path) -> None:
    body = "Read on.\n\n- [What is an oak?](oak.md)\n\n```\nnot closed\n"
    told = load_files(tmp_path, {"trees.md": YAML.format("A tree.") + body})
    assert problems(told, tmp_path, Severity.INFO) == []


@pytest.mark.parametrize(
    ("front", "lines"),
    [
        pytest.param("questions = [{a = 1}, {a = 2},\n# c ]\n{a = 3}\n, {a = '''\n]''' } ] # ]", [1, 1, 3, 4], id="inline"),
        pytest.param("x = [\n'[[questions]]'\n]\n[[questions]]\n[questions.a]\n[[questions]]", [4, 6], id="tables"),
        pytest.param("[questions]\na = '''\nb = 1'''\n[questions.c]\nd = 1\n[questions.c.e]\n[f]\ng = 1", [2, 4], id="keys"),
        pytest.param("questions.a = 1\nquestions.b.c = 2\nquestions.b.d = 3\n", [1, 2], id="dotted keys"),
    ],
)  # fmt: skip
def test_items_of_toml_are_found_where_they_begin(front: str, lines: list[int]) -> None:
    assert find_toml_items(front, ["questions"]) == lines


def test_thousands_of_entries_have_their_lines(tmp_path: Path) -> None:
    entries = "".join(f"\n[[questions]]\nq = 'What is {n}?'\na = '''\n{n}\n'''\n" for n in range(3000))
    told = load_files(tmp_path, {"trees.md": f"+++\n{entries}+++\n"})
    assert [pair.location.line for pair in told.articles[0].pairs] == list(range(3, 18003, 6))


# decks, tags, identity


def test_the_first_topic_is_the_deck_and_all_are_tags_of_one_note(tmp_path: Path) -> None:
    entries = "topics: [Big trees, Europe]\n"
    told = load_files(tmp_path, {"trees.md": YAML.format(f"A tree.\n    {entries}")})
    (note,) = told.deck.notes
    assert (note.deck, note.tags, note.fields[3]) == ("Trees::Big trees", ("big-trees", "europe"), "Big trees")


@pytest.mark.parametrize("name", ["topics", "topic", "section", "category", "Topic"])
def test_a_topic_may_be_one_text(name: str, tmp_path: Path) -> None:
    told = load_files(tmp_path, {"trees.md": YAML.format(f"A tree.\n    {name}: Big trees")})
    assert [(note.deck, note.tags) for note in told.deck.notes] == [("Trees::Big trees", ("big-trees",))]


def test_an_id_pins_the_question(tmp_path: Path) -> None:
    told = load_files(tmp_path, {"trees.md": YAML.format("A tree.\n    id: oak")})
    assert [note.key for note in told.deck.notes] == ["trees/oak"]
    told = load_files(tmp_path, {"trees.md": YAML.format("A tree.\n    id: plants/7")})
    assert [note.key for note in told.deck.notes] == ["plants/7"]
    told = load_files(tmp_path, {"trees.md": YAML.format("A tree.\n    id: an oak")})
    assert problems(told, tmp_path) == ["trees.md:4 wrong-id"]


def test_the_title_is_that_of_the_front_matter_or_of_the_text(tmp_path: Path) -> None:
    told = load_files(tmp_path, {"trees.md": YAML.format("A tree.") + "# Plants\n"})
    assert told.articles[0].title == "Trees"
    told = load_files(tmp_path, {"trees.md": YAML.format("A tree.").replace("title: Trees\n", "") + "# Plants\n"})
    assert told.articles[0].title == "Plants"


def notes_by_key(notes: Iterable[Note]) -> dict[str, tuple[str, str]]:
    return {note.key: (note.guid, note.digest) for note in notes}


def test_a_rebuild_of_an_unchanged_index_gives_the_same_bytes(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": OAK, "oak.md": "A tree.\n"})
    assert call(tmp_path, "trees.md", "-o", "out.apkg").code == 0
    before = (tmp_path / "out.apkg").read_bytes()
    told = call(tmp_path, "trees.md", "-o", "out.apkg")
    assert "1 unchanged" in told.out
    assert (tmp_path / "out.apkg").read_bytes() == before


def test_an_edit_of_an_answers_file_is_an_edit_of_its_note_alone(tmp_path: Path) -> None:
    text = OAK.replace("questions:\n", "questions:\n  - question: What is a leaf?\n    answer: A node.\n")
    write_files(tmp_path, {"trees.md": text, "oak.md": "A tree.\n"})
    before = notes_by_key(load(tmp_path / "trees.md").deck.notes)
    build(tmp_path / "out.apkg", tmp_path / "trees.md")
    write(tmp_path, "oak.md", "A big tree.\n")
    after = notes_by_key(load(tmp_path / "trees.md").deck.notes)
    assert after["trees/what-is-a-leaf"] == before["trees/what-is-a-leaf"]
    assert after["trees/what-is-an-oak"][0] == before["trees/what-is-an-oak"][0]
    assert after["trees/what-is-an-oak"][1] != before["trees/what-is-an-oak"][1]
    assert "1 edited, 1 unchanged" in call(tmp_path, "trees.md", "-o", "out.apkg").out


def test_a_text_moved_to_a_file_changes_nothing_for_learners(tmp_path: Path) -> None:
    inline = load_files(tmp_path, {"trees.md": YAML.format("A tree.")})
    in_file = load_files(tmp_path, {"trees.md": OAK, "oak.md": "---\ntitle: Oak\n---\n# What is an oak?\n\nA tree.\n"})
    assert notes_by_key(in_file.deck.notes) == notes_by_key(inline.deck.notes)


# answers among the sources


def test_an_answers_file_among_the_sources_is_no_article_of_its_own(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "trees.md": YAML.format("answers/oak.md").replace("    answer", "    id: oak\n    answer"),
            "answers/oak.md": "# What is an oak?\n\nA tree. ![](oak.png)\n",
            "answers/ash.md": "# Ash\n\n## What is an ash?\n\nA tree.\n\n## What is a rowan?\n\nAnother.\n",
        },
    )
    told = load(tmp_path)
    assert [note.key for note in told.deck.notes] == ["ash/what-is-an-ash", "ash/what-is-a-rowan", "trees/oak"]
    assert problems(told, tmp_path) == ["answers/oak.md:3 missing-media"]
    write(tmp_path, "answers/oak.md", "A tree.\n")
    assert problems(load(tmp_path), tmp_path) == []


def test_an_answers_file_that_asks_more_is_an_article_too(tmp_path: Path) -> None:
    text = "# Oaks\n\n## What is an acorn?\n\nA fruit.\n\n## What is bark?\n\nSkin.\n"
    write_files(tmp_path, {"trees.md": OAK, "oak.md": text})
    assert [note.key for note in load(tmp_path).deck.notes] == [
        "oak/what-is-an-acorn",
        "oak/what-is-bark",
        "trees/what-is-an-oak",
    ]


# pinning


def test_pin_leaves_an_index_alone_and_tells_the_ids_to_write(tmp_path: Path) -> None:
    text = "---\nquestions: [{q: 'What is a leaf?', a: A node.}, {q: 'What is a root?', a: A top., id: root}, {q: 'Why?', a: So.}]\n---\n# What is a leaf?\n"
    write_files(tmp_path, {"trees.md": text, "other.md": "## What is A?\n\na\n"})
    told = call(tmp_path, "pin", ".")
    assert (tmp_path / "trees.md").read_text() == text
    assert (told.code, told.out) == (1, "other.md  1 question pinned\n")
    assert [line for line in told.told.splitlines() if "unpinnable" in line or "write id" in line] == [
        "trees.md:2: unpinnable: question 'What is a leaf?' cannot be pinned as 'what-is-a-leaf', so the article is left as it was",
        '  hint: write id: what-is-a-leaf in its entry of the front matter (in TOML, id = "what-is-a-leaf")',
        "trees.md:2: unpinnable: question 'Why?' cannot be pinned as 'why', so the article is left as it was",
        '  hint: write id: why in its entry of the front matter (in TOML, id = "why")',
    ]


def test_pin_tells_the_id_that_the_last_release_gave(tmp_path: Path) -> None:
    text = "An oak is a tree that lives for a thousand years and more, and bears acorns."
    build(tmp_path / "old.apkg", write(tmp_path, "trees.md", YAML.format(text)))
    write(tmp_path, "trees.md", YAML.format(text).replace("What is an oak?", "Explain oaks"))
    told = call(tmp_path, "pin", "trees.md", "--previous", "old.apkg")
    assert "cannot be pinned as 'what-is-an-oak'" in told.told


@pytest.mark.parametrize(
    ("front", "slug"),
    [
        pytest.param(YAML.format("oak.md\n    id: oak"), 'slug: "trees"\n', id="YAML"),
        pytest.param(TOML.format('"oak.md"\nid = "oak"'), 'slug = "trees"\n', id="TOML"),
    ],
)
def test_pin_writes_the_slug_of_an_index_whose_questions_have_ids(front: str, slug: str, tmp_path: Path) -> None:
    before = load_files(tmp_path, {"trees.md": f"{front}# Trees\n", "oak.md": "A tree.\n"})
    assert call(tmp_path, "pin", "--check", "trees.md").code == 1
    assert call(tmp_path, "pin", "trees.md").out == "trees.md  slug pinned\n"
    assert (tmp_path / "trees.md").read_text() == f"{front[:4]}{slug}{front[4:]}# Trees\n"
    assert call(tmp_path, "pin", "--check", "trees.md").code == 0
    assert notes_by_key(load(tmp_path / "trees.md", now=NOW).deck.notes) == notes_by_key(before.deck.notes)


def test_an_entry_says_the_kind_of_its_cards_and_their_tags() -> None:
    text = """---
questions:
  - question: hemp
    answer: Hanf
    kind: both-ways
    tags: [fibre, "#plant"]
  - question: 麻的德语词
    answer: Hanf
    kind: typed
  - question: Was ist Hanf?
    answer: Eine Faser.
  - question: Tau
    answer: rope
    kind: typd
---
"""
    article, wrong = read(text)
    assert article is not None
    assert [(pair.kind, pair.tags) for pair in article.pairs] == [
        ("both-ways", ("fibre", "plant")),
        ("typed", ()),
        ("question", ()),
        ("question", ()),
    ]
    assert [(problem.location.line, problem.code) for problem in wrong] == [(12, "wrong-kind")]
