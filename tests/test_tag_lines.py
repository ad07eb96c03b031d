"""Tags of single questions, in every form, and whose they are; tags that nest, and tags that name decks."""

from pathlib import Path

import pytest
from articles import load, write
from commands import call, write_files

from mkdeck.article.tag_lines import read_tags

Tags = list[tuple[str, ...]]


def tags_of(text: str, folder: Path) -> Tags:
    return [note.tags for note in load(write(folder, "guide.md", text)).deck.notes]


FORMS = {
    "headings": ("### What is {0}?\n\nIt is {0}.\n{1}\n\n", "### What is {0}?\n{1}\n\nIt is {0}.\n\n"),
    "items": ("1. What is {0}?\n\n   It is {0}.\n\n   {1}\n\n", "1. What is {0}?\n   {1}\n\n   It is {0}.\n\n"),
    "bold": ("**What is {0}?**\n\nIt is {0}.\n\n{1}\n\n", "**What is {0}?**\n{1}\nIt is {0}.\n\n"),
    "labels": ("Q: What is {0}?\nA: It is {0}.\n{1}\n\n", "Q: What is {0}?\n\n{1}\n\nA: It is {0}.\n\n"),
    "inline": ("What is {0} :: It is {0}.\n{1}\n\n", "- What is {0} :: It is {0}.\n  {1}\n"),
    "summary": (
        "<details>\n<summary>What is {0}?</summary>\n\nIt is {0}.\n\n{1}\n\n</details>\n\n",
        "<details>\n<summary>What is {0}?</summary>\n\n{1}\n\nIt is {0}.\n\n</details>\n\n",
    ),
    "details": (
        "### What is {0}?\n\n<details><summary>Answer</summary>\n\nIt is {0}.\n\n</details>\n\n{1}\n\n",
        "### What is {0}?\n{1}\n\n<details><summary>Answer</summary>\n\nIt is {0}.\n\n</details>\n\n",
    ),
    "choices": (
        "### What is {0}?\n\n- [ ] No\n- [x] Yes\n\n{1}\n\n",
        "### What is {0}?\n{1}\n\n- [ ] No\n- [x] Yes\n\n",
    ),
    "admonitions": (
        '??? question "What is {0}?"\n    It is {0}.\n\n    {1}\n\n',
        '??? question "What is {0}?"\n    {1}\n\n    It is {0}.\n\n',
    ),
    "html": ("<h3>What is {0}?</h3>\n\nIt is {0}.\n\n{1}\n\n", "<h3>What is {0}?</h3>\n\n{1}\n\nIt is {0}.\n\n"),
}


@pytest.mark.parametrize("line", ["#first #{0}/deep", "<!-- tags: first, {0}/deep -->"])
@pytest.mark.parametrize("place", [0, 1], ids=["below the answer", "below the question"])
@pytest.mark.parametrize("form", FORMS)
def test_a_question_has_the_tags_beside_it_in_every_form(form: str, place: int, line: str, tmp_path: Path) -> None:
    text = "".join(FORMS[form][place].format(name, line.format(name)) for name in ("oak", "fir", "elm"))
    loaded = load(write(tmp_path, "guide.md", text))
    assert [note.tags for note in loaded.deck.notes] == [("first", f"{name}::deep") for name in ("oak", "fir", "elm")]
    assert not [field for note in loaded.deck.notes for field in note.fields[:2] if "first" in field]


def test_a_tag_amid_what_the_front_shows_is_no_part_of_the_key(tmp_path: Path) -> None:
    keys = set()
    for comment in ("", "<!-- tags: a -->\n\n", "<!-- tags: b -->\n\n"):
        text = f"### What is shown?\n\n```\n1\n```\n\n{comment}```\n2\n```\n\n<details><summary>Answer</summary>It.</details>\n"
        keys |= {note.key for note in load(write(tmp_path, "guide.md", text * 1)).deck.notes}
    assert len(keys) == 1
    assert "~" in keys.pop()


def test_a_tag_is_no_part_of_the_key_and_a_change_of_it_is_told(tmp_path: Path) -> None:
    plain, tagged = (
        load(write(tmp_path, "guide.md", f"### What is an oak?{line}\n\nA tree.\n")).deck.notes[0]
        for line in ("", "\n#wood")
    )
    assert (plain.guid, plain.fields) == (tagged.guid, tagged.fields)
    assert plain.digest != tagged.digest


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        pytest.param("#x\n### What is a?\n\nIt.\n\n#y\n### What is b?\n\nIt.\n", [("x",), ("y",)], id="right above"),
        pytest.param(
            "# T\n\n#x\n\n### What is a?\n\nIt.\n\n#y\n\n### What is b?\n\nIt.\n", [("x",), ("y",)], id="above, as all"
        ),
        pytest.param(
            "# T\n\n### What is a?\n\nIt.\n\n#x\n\n### What is b?\n\nIt.\n\n#y\n", [("x",), ("y",)], id="below, as all"
        ),
        pytest.param(
            "### What is a?\n\nIt.\n#x\n### What is b?\n\nIt.\n", [("x",), ()], id="between, without blank lines"
        ),
        pytest.param(
            "### What is a?\n\nIt.\n\n#y\n### What is b?\n\nIt.\n", [(), ("y",)], id="nearer to the question below"
        ),
        pytest.param("#n\n\n# T\n\n### What is a?\n\nIt.\n\n### What is b?\n\nIt.\n", [("n",), ("n",)], id="of a note"),
        pytest.param("# T\n#n\n\n### What is a?\n\nIt.\n\n### What is b?\n\nIt.\n", [("n",), ("n",)], id="of a title"),
        pytest.param(
            "### What is a?\n\nIt.\n\n#x\n\n## Part\n\n### What is b?\n\nIt.\n",
            [("x",), ("part",)],
            id="before a section",
        ),
        pytest.param(
            "### What is a?\n\n#x\n\n```c\n#y\n```\n\n### What is b?\n\nIt.\n", [("x",), ()], id="not within code"
        ),
        pytest.param("### What is a?\n\nOne.\n#x\nTwo.\n\n### What is b?\n\nIt.\n", [(), ()], id="not within a text"),
        pytest.param("### What is the sign?\n\n#x\n\n### What is b?\n\nIt.\n", [(), ()], id="not the only answer"),
        pytest.param(
            "### What is a? <!-- tags: x y -->\n\nIt.\n\n### What is b?\n\nIt.\n", [("x", "y"), ()], id="in its line"
        ),
        pytest.param(
            "### What is a?\n\nIt.\n\n<!-- tags: [x, two words] -->\n### What is b?\n\nIt.\n",
            [(), ("x", "two-words")],
            id="a comment right above",
        ),
        pytest.param(
            "---\nquestions:\n  - question: What is a?\n    answer: |\n      It.\n\n      #x\n"
            "  - question: What is b?\n    answer: It.\n---\n",
            [("x",), ()],
            id="in a list of front matter",
        ),
    ],
)
def test_whose_the_tags_are(text: str, tags: Tags, tmp_path: Path) -> None:
    assert tags_of(text, tmp_path) == tags


def test_an_id_beside_a_tag_is_found(tmp_path: Path) -> None:
    text = "### What is a?\n<!-- tags: x -->\n<!-- id: one -->\n\nIt.\n\n<!-- id: two -->\n<!-- tags: y -->\n### What is b?\n\nIt.\n"
    found = load(write(tmp_path, "guide.md", text)).deck.notes
    assert [(note.key, note.tags) for note in found] == [("guide/one", ("x",)), ("guide/two", ("y",))]


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("#a #b", ("a", "b")),
        ("#a, #b/c", ("a", "b/c")),
        ("#c++ #日本", ("c++", "日本")),
        ("#cafe", ("cafe",)),
        ("#card #a", ("a",)),
        ("#flashcards", ()),
        ("#12", None),
        ("#ff0000", None),
        ("#f0f", None),
        ("# a", None),
        ("##a", None),
        ("#a b", None),
        ("a #b", None),
        ("", None),
    ],
)
def test_a_line_of_tags_says_nothing_else(line: str, tags: tuple[str, ...] | None) -> None:
    assert read_tags(line) == tags


@pytest.mark.parametrize(
    ("setting", "tags"), [("", ("a::b", "c::d")), ('nested-tags = "keep"\n', ("a/b", "c/d"))], ids=["split", "kept"]
)
def test_nested_tags_nest_in_anki(setting: str, tags: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", setting)
    text = "---\ntags: [a/b, /]\n---\n\n### What is it?\n\nIt.\n\n#c/d\n"
    assert tags_of(text, tmp_path) == [tags if setting == "" else (*tags[:1], "/", *tags[1:])]


def test_how_tags_nest_is_no_change_of_a_note(tmp_path: Path) -> None:
    digests = set()
    for way in ("split", "keep"):
        write(tmp_path, "mkdeck.toml", f'nested-tags = "{way}"\n')
        article = write(tmp_path, "guide.md", "---\ntags: [a/b]\n---\n\n### What is it?\n\nIt.\n\n#c/d\n")
        digests |= {note.digest for note in load(article).deck.notes}
    assert len(digests) == 1


# --- decks


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


ASKED = "### What is {0}?\n\nIt is {0}.\n"


def decks_of(*sources: str) -> list[str]:
    return [note.deck for note in load(*map(Path, sources)).deck.notes]


def test_folders_become_decks(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", 'deck = "All"\ndecks = "folders"\n')
    write(tmp_path, "notes/go/basics/types.md", "# Types\n\n## Numbers\n\n" + ASKED.format("int"))
    write(tmp_path, "notes/go/README.md", "# Go\n\n" + ASKED.format("go"))
    write(tmp_path, "notes/top.md", ASKED.format("top"))
    assert decks_of("notes") == ["All::go", "All::go::basics::Types::Numbers", "All::top"]
    assert decks_of("notes/go") == ["All::Go", "All::basics::Types::Numbers"]
    assert decks_of("notes/top.md", "notes/go/basics/types.md") == ["All::top", "All::go::basics::Types::Numbers"]


def test_folders_are_no_decks_unless_told(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", "")
    write(tmp_path, "notes/go/types.md", "# Types\n\n" + ASKED.format("int"))
    assert decks_of("notes") == ["Types"]


def test_questions_that_are_files_are_in_the_deck_of_their_folder(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", 'decks = "folders"\nshape = "file"\n')
    for name in ("oak", "fir"):
        write(tmp_path, f"notes/trees/{name}.md", f"# What is a {name}?\n\nA tree.\n")
    assert set(decks_of("notes")) == {"trees"}


def test_decks_enter_no_key(tmp_path: Path) -> None:
    write(tmp_path, "notes/go/types.md", "# Types\n\n" + ASKED.format("int"))
    keys = []
    for setting in ("articles", "folders"):
        write(tmp_path, "mkdeck.toml", f'decks = "{setting}"\n')
        keys.append([(note.key, note.guid, note.digest) for note in load(Path("notes")).deck.notes])
    assert keys[0] == keys[1]


@pytest.mark.parametrize(
    ("text", "deck", "tags"),
    [
        ("#flashcards/history/rome #x\n\n# T\n\n### What is it?\n\nIt.\n", "history::rome", ("x",)),
        ("---\ntags: [flashcards/history]\n---\n# T\n\n### What is it?\n\nIt.\n", "history", ()),
        ("# T\n\n### What is it?\n\nIt.\n\n#flashcards/rome\n", "rome", ()),
        ("# T\n\n### What is it?\n\nIt.\n\n#cards/rome\n", "T", ("cards::rome",)),
    ],
)
def test_a_tag_of_spaced_repetition_names_the_deck(text: str, deck: str, tags: tuple[str, ...], tmp_path: Path) -> None:
    (note,) = load(write(tmp_path, "guide.md", text)).deck.notes
    assert (note.deck, note.tags) == (deck, tags)


def test_decks_of_another_way_are_a_warning_that_names_them(tmp_path: Path) -> None:
    write_files(tmp_path, {"mkdeck.toml": "", "notes/go/types.md": "# Types\n\n" + ASKED.format("int")})
    assert call(tmp_path, "notes", "-o", "out.apkg").code == 0
    write_files(tmp_path, {"mkdeck.toml": 'decks = "folders"\n'})
    told = call(tmp_path, "notes", "-o", "out.apkg")
    assert (told.code, "deck-renamed" in told.err, "'Types'" in told.err, "'go::Types'" in told.err) == (
        0,
        True,
        True,
        True,
    )
