"""Kinds of cards: what makes a question one, what then stands on its note, and what becomes of it in the next release."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from articles import NOW, load, write
from commands import call

from mkdeck.apkg.memory import read_memory, remember_notes
from mkdeck.apkg.read import read_apkg
from mkdeck.apkg.write import write_apkg
from mkdeck.cloze import list_hidden
from mkdeck.deck.history import compare_decks, keep_history
from mkdeck.deck.merging import merge_decks
from mkdeck.deck.notetype import make_notetypes
from mkdeck.model import BOTH_WAYS, CLOZE, KINDS, QUESTION, TYPED, Change, Deck, Note

ESTUARY = "### Estuary\n\nWhere a river meets the sea.\n"
PARIS = "### What is the capital of France?\n\nParis\n"
SAID = "<!-- kind: {} -->\n\n"


def find_kinds(folder: Path, text: str, name: str = "waters.md") -> list[tuple[str, str]]:
    """Return front and kind of each note."""
    return [(note.fields[0], note.kind) for note in load(write(folder, name, text)).deck.notes]


WAYS = [
    pytest.param(f"# Waters\n\n{PARIS}", QUESTION, id="nothing said"),
    pytest.param(f"---\nmkdeck: {{kind: typed}}\n---\n\n# Waters\n\n{PARIS}", TYPED, id="front matter"),
    pytest.param(f"# Waters\n\n{SAID.format(TYPED)}{PARIS}", TYPED, id="a comment below the title"),
    pytest.param(f"# Waters\n\n## Seas\n{SAID.format(TYPED)}{PARIS}", TYPED, id="a comment below the section"),
    pytest.param(
        f"# Waters\n\n## A\n{SAID.format(TYPED)}{ESTUARY}\n## B\n\n{PARIS}", QUESTION, id="one below another section"
    ),
    pytest.param(
        "# Waters\n\n" + PARIS.replace("\n\n", f"\n{SAID.format(TYPED)}"), TYPED, id="a comment below the question"
    ),
    pytest.param(
        "# Waters\n\n" + PARIS.replace("\n\n", f"\n<!-- id: x -->\n{SAID.format(TYPED)}"), TYPED, id="one below an id"
    ),
    pytest.param(
        f"---\nmkdeck: {{kind: typed}}\n---\n\n# Waters\n\n## A\n{SAID.format(BOTH_WAYS)}{PARIS}",
        BOTH_WAYS,
        id="the nearest counts",
    ),
    pytest.param(
        f"---\nmkdeck: {{kind: typed}}\n---\n\n# Waters\n\n## A\n{SAID.format(QUESTION)}{PARIS}",
        QUESTION,
        id="back to a question",
    ),
    pytest.param(
        f"# What is the capital of France?\n{SAID.format(TYPED)}Paris\n", TYPED, id="an article that is one question"
    ),
    pytest.param(
        f"# What is the capital of France?\n{SAID.format(TYPED)}. . .\n\nParis\n\n---\n\n# And of Italy?\n{SAID.format(TYPED)}. . .\n\nRome\n",
        TYPED,
        id="slides",
    ),
    pytest.param("# Waters\n\n### Paris is in {{c1::France}}.\n", CLOZE, id="a cloze in the question"),
    pytest.param(
        "---\nmkdeck: {kind: both-ways}\n---\n\n# Waters\n\n### What is {{c1::x}}?\n\nA mark.\n",
        BOTH_WAYS,
        id="a setting over a cloze",
    ),
    pytest.param(
        "# Waters\n\n### What is a cloze?\n\nIt is {{c1::this}}.\n", QUESTION, id="a cloze in the answer is text"
    ),
]


@pytest.mark.parametrize(("text", "kind"), WAYS)
def test_the_nearest_that_says_a_kind_is_believed(tmp_path: Path, text: str, kind: str) -> None:
    assert find_kinds(tmp_path, text)[-1][1] == kind


def test_a_configuration_says_it_for_all(tmp_path: Path) -> None:
    write(tmp_path, "mkdeck.toml", 'kind = "both-ways"\n')
    assert find_kinds(tmp_path, f"# Words\n\n{ESTUARY}\n### Delta\n\nLand that a river builds.\n") == [
        ("Estuary", BOTH_WAYS),
        ("Delta", BOTH_WAYS),
    ]


def test_terms_below_a_comment_are_cards_though_they_do_not_ask(tmp_path: Path) -> None:
    text = f"# Waters\n\n## Notes\n\n### Sources\n\nMany.\n\n## Words\n{SAID.format(BOTH_WAYS)}{ESTUARY}\n#### Etymology\n\nLatin.\n"
    assert find_kinds(tmp_path, text) == [("Estuary", BOTH_WAYS)]
    assert find_kinds(tmp_path, text.replace("<!-- kind: both-ways -->", "")) == []


def test_paragraphs_and_items_with_clozes_are_notes_of_their_own(tmp_path: Path) -> None:
    text = "# R\n\nAbout.\n\nRome: {{c1::Italy}}.\n\n- {{cloze Oslo}} is north.\n  - more\n- no\n  - {{c1::Lima}} is west.\n"
    assert [field for field, _ in find_kinds(tmp_path, text)] == [
        "Rome: {{c1::Italy}}.",
        "{{c1::Oslo}} is north.",
        "{{c1::Lima}} is west.",
    ]
    told = "---\nmkdeck: {kind: cloze}\n---\n\n# R\n\nRome is in ==Italy==.\n\nNo mark.\n"
    assert find_kinds(tmp_path, told) == [("Rome is in {{c1::Italy}}.", CLOZE)]
    assert find_kinds(tmp_path, told.replace("kind: cloze", "tags: []")) == []


def test_what_is_hidden_in_an_answer_is_on_the_front_and_an_answer_without_on_the_back(tmp_path: Path) -> None:
    text = f"# R\n\n### What of Rome?\n{SAID.format(CLOZE)}In {{{{c1::Italy}}}}.\n\nOld.\n\n### {{{{c1::Oslo}}}}\n\nIn the north.\n"
    first, second = load(write(tmp_path, "r.md", text)).deck.notes
    assert first.fields[:2] == ('What of Rome?<div class="context"><p>In {{c1::Italy}}.</p>\n<p>Old.</p></div>', "")
    assert second.fields[:2] == ("{{c1::Oslo}}", "<p>In the north.</p>")


TYPING = [
    # the answer -> what is typed, what stands below the comparison, what is said
    pytest.param("Paris", "Paris", "", "", id="a word"),
    pytest.param("**Paris**, `x < y`", "Paris, x &lt; y", "", "", id="letters are all that they say"),
    pytest.param("two\nlines", "two lines", "", "", id="one line of two"),
    pytest.param("`git status`\n\nIt shows.", "git status", "<p>It shows.</p>", "", id="what goes on below it"),
    pytest.param("```sh\ngit status\n```", "git status", "", "", id="a line of code"),
    pytest.param("[Paris](https://x.org)", "Paris", '<p><a href="https://x.org">Paris</a></p>', "", id="a link"),
    pytest.param("$x^2$", "x^2", r"<p>\(x^2\)</p>", "", id="a formula"),
    pytest.param("[sound:x.mp3]", "", "<p>&#91;sound:x.mp3]</p>", "has no text to be typed", id="a sound"),
    pytest.param(
        "Paris ![on a map](https://x.org/p.png)",
        "Paris",
        '<p>Paris <a href="https://x.org/p.png">on a map</a></p>',
        "",
        id="a picture beside it",
    ),
    pytest.param("x" * 100, "x" * 100, "", "", id="as much as one types"),
    pytest.param("x" * 101, "x" * 101, "", "has 101 characters to be typed", id="more than one types"),
    pytest.param(
        "- a\n- b", "a b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "has more than a line to be typed", id="a list"
    ),
    pytest.param(
        "```\na\nb\n```",
        "a b",
        '<pre class="code" tabindex="0"><code>a\nb</code></pre>',
        "has more than a line to be typed",
        id="code",
    ),
    pytest.param(
        "![](https://x.org/p.png)",
        "",
        '<p><a href="https://x.org/p.png">p.png</a></p>',
        "has no text to be typed",
        id="a picture",
    ),
]


@pytest.mark.parametrize(("answer", "typed", "extra", "wrong"), TYPING)
def test_what_is_typed_is_the_first_line_as_text(
    tmp_path: Path, answer: str, typed: str, extra: str, wrong: str
) -> None:
    loaded = load(write(tmp_path, "q.md", f"# Q\n\n{SAID.format(TYPED)}### What is it?\n\n{answer}\n"))
    (note,) = loaded.deck.notes
    assert note.fields[1:3] == (typed, extra)
    said = [problem.message for problem in loaded.problems if problem.code == "untypable-answer"]
    assert said == ([f"the answer to 'What is it?' {wrong}"] if wrong else [])


def test_what_anki_compares_is_what_stands_there(tmp_path: Path) -> None:
    api = pytest.importorskip("anki.collection", reason="needs the package anki")
    collection = api.Collection(str(tmp_path / "collection.anki2"))
    for answer, right in (
        ("`a < b` & *c*", "a < b & c"),
        (r"\(x\)", "(x)"),
        ("[sound:x]", "[sound:x]"),
        ("e\u0301té", "été"),
    ):
        loaded = load(write(tmp_path, "q.md", f"# Q\n\n{SAID.format(TYPED)}### What is it?\n\n{answer}\n"))
        shown = collection.compare_answer(loaded.deck.notes[0].fields[1], right)
        assert "typeBad" not in shown
        assert "typeMissed" not in shown
    collection.close()


def test_check_tells_the_kind_of_each_question(tmp_path: Path) -> None:
    write(
        tmp_path,
        "w.md",
        f"# W\n\n{ESTUARY.replace('Estuary', 'What is an estuary?')}\n## T\n{SAID.format(TYPED)}{PARIS}",
    )
    told = call(tmp_path, "check", "-v", "w.md").out
    assert "  What is an estuary?\n" in told
    assert "  What is the capital of France?  typed\n" in told
    (article,) = json.loads(call(tmp_path, "check", "--json", "w.md").out)["articles"]
    assert [question["kind"] for question in article["questions"]] == [QUESTION, TYPED]


def test_diff_tells_programs_and_people_of_another_kind(tmp_path: Path) -> None:
    for name, text in (("old", PARIS), ("new", f"{SAID.format(TYPED)}{PARIS}")):
        write(tmp_path, "w.md", f"# W\n\n{text}")
        call(tmp_path, "w.md", "-o", f"{name}.apkg")
    added, removed = json.loads(call(tmp_path, "diff", "old.apkg", "new.apkg", "--json").out)["changes"]
    assert (added["cards"], removed["cards"]) == (TYPED, QUESTION)
    assert added["turned"] == {"cards": QUESTION, "key": "w/what-is-the-capital-of-france"}
    line = "was of the kind question: learners get new cards, and keep the old ones"
    for style in ("text", "markdown"):
        assert line in call(tmp_path, "diff", "old.apkg", "new.apkg", "--format", style).out


def test_pin_writes_ids_without_the_kind(tmp_path: Path) -> None:
    text = f"# W\n\n## T\n{SAID.format(TYPED)}{PARIS}\n## C\n{SAID.format(CLOZE)}- {{{{c1::Oslo}}}} is north.\n"
    write(tmp_path, "w.md", text)
    call(tmp_path, "w.md", "-o", "w.apkg")
    assert call(tmp_path, "pin", "w.md", "--previous", "w.apkg").code == 0
    pinned = (tmp_path / "w.md").read_text("utf-8")
    assert "id: what-is-the-capital-of-france" in pinned
    assert "- {{c1::Oslo}} is north. <!-- id: oslo-is-north -->" in pinned
    assert call(tmp_path, "pin", "--check", "w.md", "--previous", "w.apkg").code == 0
    assert "2 unchanged" in call(tmp_path, "w.md", "-o", "w.apkg").out


def test_ids_of_two_kinds_are_never_equal(tmp_path: Path) -> None:
    text = (
        f"# W\n\n### What is a delta? {{#delta}}\n\nLand.\n\n### Is this a delta? {{#delta}}\n{SAID.format(TYPED)}Yes\n"
    )
    loaded = load(write(tmp_path, "w.md", text))
    assert [note.key for note in loaded.deck.notes] == ["w/delta", "w/delta=typed"]
    assert "equal-ids" not in {problem.code for problem in loaded.problems}


def test_a_package_has_the_notetypes_of_its_notes(tmp_path: Path) -> None:
    text = f"# W\n\n{PARIS}\n## T\n{SAID.format(TYPED)}{PARIS}\n## C\n\n### {{{{c1::x}}}} y {{{{c3::z}}}}\n"
    deck = load(write(tmp_path, "w.md", text)).deck
    assert [notetype.kind for notetype in deck.notetypes] == [QUESTION, CLOZE, TYPED]
    assert write_apkg(deck, tmp_path / "w.apkg") == []
    read, problems = read_apkg(tmp_path / "w.apkg", make_notetypes(0))
    assert problems == []
    assert read is not None
    assert read.notetypes == deck.notetypes
    assert [replace(note, is_counted=False) for note in deck.notes] == list(read.notes)


# --- from release to release


def release(folder: Path, text: str, number: int) -> tuple[Deck, tuple[Change, ...]]:
    """Build an article over the package of the release before, and return what the new package holds."""
    package = folder / "w.apkg"
    changes: tuple[Change, ...] = ()
    made = load(write(folder, "w.md", f"# W\n\n{text}"), now=NOW + number).deck
    if package.exists():
        previous, problems = read_apkg(package, make_notetypes(0))
        assert previous is not None
        assert problems == []
        made, changes = keep_history(previous, made, NOW + number)
    assert write_apkg(made, package) == []
    return made, changes


@pytest.mark.parametrize("kind", KINDS[1:])
def test_another_kind_is_another_note_and_the_old_kind_the_old_one(tmp_path: Path, kind: str) -> None:
    other = PARIS.replace("Paris", "{{c1::Paris}}") if kind == CLOZE else PARIS
    (first,) = release(tmp_path, PARIS, 0)[0].notes
    (second,), changes = (
        release(tmp_path, f"{SAID.format(kind)}{other}", 1)[0].notes,
        release(tmp_path, f"{SAID.format(kind)}{other}", 1)[1],
    )
    assert (first.kind, second.kind) == (QUESTION, kind)
    assert second.key == f"{first.key}={kind}"
    assert first.guid != second.guid
    assert [change.kind for change in changes] == ["unchanged"]
    (third,), changes = release(tmp_path, PARIS, 2)[0].notes, compare_decks(*[release(tmp_path, PARIS, 2)[0]] * 2)
    assert (third.guid, third.id, third.mod, third.kind) == (first.guid, first.id, first.mod, QUESTION)
    (fourth,) = release(tmp_path, f"{SAID.format(kind)}{other}", 3)[0].notes
    assert (fourth.guid, fourth.kind) == (second.guid, kind)


def test_a_change_of_kind_joins_the_two_notes_in_words_alone(tmp_path: Path) -> None:
    release(tmp_path, f"{PARIS}\n{ESTUARY.replace('Estuary', 'What is an estuary?')}", 0)
    _, changes = release(
        tmp_path, f"{SAID.format(TYPED)}{PARIS}\n{ESTUARY.replace('Estuary', 'What is an estuary? {#e}')}", 1
    )
    turned = [(change.kind, change.turned.kind if change.turned else "") for change in changes]
    assert turned == [("added", QUESTION), ("added", QUESTION), ("removed", ""), ("removed", "")]


def test_a_mark_that_was_text_and_is_a_cloze_is_another_kind(tmp_path: Path) -> None:
    """As earlier releases have it."""
    deck, _ = release(tmp_path, "### Is {{c1::Rome}} in Italy?\n\nYes.\n", 0)
    (new,) = deck.notes
    old = replace(new, kind=QUESTION, key="w/is-c1-rome-in-italy", present="w/is-c1-rome-in-italy", guid="old")
    _, changes = keep_history(replace(deck, notes=(old,), notetypes=make_notetypes(0, kinds={QUESTION})), deck, NOW)
    assert [(change.kind, change.turned) for change in changes] == [("added", old), ("removed", None)]


def test_notes_of_two_kinds_are_never_the_same(tmp_path: Path) -> None:
    """Not by key, GUID, answer or place: Anki would refuse the note."""
    (old,), (new,) = (
        release(tmp_path, PARIS, 0)[0].notes,
        release(tmp_path, f"{SAID.format(BOTH_WAYS)}{PARIS}", 1)[0].notes,
    )
    for one, other in ((old, new), (old, replace(old, kind=TYPED)), (replace(new, kind=CLOZE), new)):
        decks = [Deck((note,), make_notetypes(0), (), ()) for note in (one, other)]
        assert [change.kind for change in compare_decks(*decks)] == ["added", "removed"]
        kept, changes = keep_history(decks[0], decks[1], NOW)
        assert [change.kind for change in changes] == ["added", "removed"]
        assert kept.notes[0].guid not in {one.guid}


COUNTED = [
    # releases -> number and text of each cloze in the last
    pytest.param(["==a== ==b==", "==new== ==a== ==b=="], [(3, "new"), (1, "a"), (2, "b")], id="one before"),
    pytest.param(["==a== ==b== ==c==", "==a== b ==c=="], [(1, "a"), (3, "c")], id="one less"),
    pytest.param(["==a== ==b==", "==b== then ==a=="], [(2, "b"), (1, "a")], id="turned round"),
    pytest.param(
        ["==Rome== ==Italy==", "==Italy.== ==Romes=="], [(2, "Italy."), (1, "Romes")], id="corrected and turned round"
    ),
    pytest.param(["==a== ==b==", "==a==", "==a== ==z=="], [(1, "a"), (3, "z")], id="no number is given again"),
    pytest.param(
        ["==a== ==b==", "==a==", "==a==", "==y== ==z=="], [(3, "y"), (4, "z")], id="not after a release either"
    ),
    pytest.param(["==a== ==a==", "==a== ==x== ==a=="], [(1, "a"), (3, "x"), (2, "a")], id="the same twice"),
    pytest.param(
        ["{{c1::a}} {{c2::b}}", "{{c1::new}} {{c2::a}} {{c3::b}}"],
        [(1, "new"), (2, "a"), (3, "b")],
        id="the author's own",
    ),
    pytest.param(["==abcde== ==x==", "==x== ==abcyz=="], [(2, "x"), (1, "abcyz")], id="three letters of five stayed"),
    pytest.param(["==abcdefg== ==x==", "==x== ==abcdxyz=="], [(2, "x"), (3, "abcdxyz")], id="four of seven"),
]


@pytest.mark.parametrize(("texts", "numbers"), COUNTED)
def test_a_cloze_without_a_number_keeps_the_card_that_it_has(
    tmp_path: Path, texts: list[str], numbers: list[tuple[int, str]]
) -> None:
    notes = [
        release(tmp_path, f"### Which pairs?\n{SAID.format(CLOZE)}{text}\n", n)[0].notes[0]
        for n, text in enumerate(texts)
    ]
    assert len({note.guid for note in notes}) == 1
    assert list_hidden(notes[-1].fields[0]) == numbers


def test_a_note_is_newer_where_something_else_is_hidden(tmp_path: Path) -> None:
    text = f"### Which pairs?\n{SAID.format(CLOZE)}a ==b== c\n"
    (first,) = release(tmp_path, text, 0)[0].notes
    (second,) = release(tmp_path, text, 1)[0].notes
    (third,) = release(tmp_path, text.replace("a ==b==", "{{c1::a}} ==b=="), 2)[0].notes
    assert (first.guid, first.mod, second.mod) == (third.guid, second.mod, first.mod)
    assert third.mod == NOW + 2


def test_clozes_are_known_again_by_their_words(tmp_path: Path) -> None:
    rome = "The capital of {{c1::Italy}} is {{c2::Rome}} on the Tiber."
    release(tmp_path, f"{rome}\n\nOslo is in {{{{c1::Norway}}}}.\n", 0)
    _, changes = release(
        tmp_path, f"Oslo is in {{{{c1::Norway}}}}.\n\n{rome.replace('The capital', 'The old capital')}\n", 1
    )
    assert [change.kind for change in changes] == ["unchanged", "reworded"]


KNOWN = [
    # a cloze, the same in the next release, what becomes of it
    (
        "The ==Rhine== ends in the ==Netherlands==.",
        "Daily the Rhine ends in the ==Netherlands==, by ==Rotterdam==.",
        "known",
    ),
    ("The capital of ==Italy== is ==Rome==.", "The capital of Italy since 1871 is ==Rome==.", "known"),
    (
        "A ==B-tree== keeps ==sorted== keys in pages and is wide.",
        "A B-tree keeps its keys ==sorted==, in wide pages on disk.",
        "asked",
    ),
    ("The capital of ==Italy== is ==Rome==.", "The capital of ==Spain== is ==Madrid==.", "new"),
    ("Water boils at ==100== degrees.", "Water boils at ==212== degrees.", "new"),
    ("==TCP== is reliable.", "==TCP== is not reliable.", "new"),
]


@pytest.mark.parametrize(("before", "after", "became"), KNOWN)
def test_a_cloze_is_known_again_by_its_text_at_its_place(tmp_path: Path, before: str, after: str, became: str) -> None:
    around = f"## Facts\n{SAID.format(CLOZE)}Oslo is in ==Norway==.\n\n{{}}\n\nThe moon is ==round==.\n"
    release(tmp_path, around.format(before), 0)
    _, changes = release(tmp_path, around.format(after), 1)
    added = [change for change in changes if change.kind == "added"]
    assert became == ("known" if not added else "asked" if added[0].maybe else "new")


def test_the_memory_knows_the_kind_of_what_is_gone(tmp_path: Path) -> None:
    release(tmp_path, f"{PARIS}\n## T\n{SAID.format(TYPED)}{PARIS}", 0)
    release(tmp_path, "### What is left?\n\nThis.\n", 1)
    with zipfile.ZipFile(tmp_path / "w.apkg") as package:
        memory = json.loads(package.read("mkdeck.json"))
    assert list(memory["kinds"].values()) == [TYPED]
    previous, _ = read_apkg(tmp_path / "w.apkg", make_notetypes(0))
    assert previous is not None
    assert sorted(gone.kind for gone in previous.removed) == [QUESTION, TYPED]


def test_what_comes_back_as_another_kind_is_not_what_is_gone(tmp_path: Path) -> None:
    answer = "Land that a river builds of sand where it meets a calm sea\n"
    (gone,) = release(tmp_path, f"{SAID.format(BOTH_WAYS)}### What is a delta?\n\n{answer}", 0)[0].notes
    release(tmp_path, "### What is left?\n\nThis.\n", 1)
    (other,) = release(tmp_path, f"### How does a mouth of a river look?\n\n{answer}", 2)[0].notes
    assert other.guid != gone.guid
    (back,) = release(tmp_path, f"{SAID.format(BOTH_WAYS)}### How does a mouth of a river look?\n\n{answer}", 3)[
        0
    ].notes
    assert back.guid == gone.guid


@pytest.mark.parametrize("part", [{"kinds": {"x": "other"}}, {"kinds": []}, {"numbers": {"x": "1"}}, {"numbers": 3}])
def test_a_memory_of_other_kinds_is_not_read(part: dict[str, object]) -> None:
    whole: dict[str, object] = {"version": 2, "notes": {}, "removed": {}, "seals": {}}
    assert read_memory(json.dumps(whole).encode()) is not None
    assert read_memory(json.dumps(whole | part).encode()) is None


def test_the_memory_of_questions_alone_is_what_it_was(tmp_path: Path) -> None:
    deck, _ = release(tmp_path, PARIS, 0)
    assert set(json.loads(remember_notes(deck))) == {"version", "notes", "removed", "seals"}


def test_several_packages_keep_the_latest_notetype_of_each_kind() -> None:
    one = Deck((), make_notetypes(5, kinds={QUESTION, CLOZE}), (), ())
    other = Deck((), make_notetypes(7, kinds={TYPED, CLOZE}), (), ())
    assert [(n.kind, n.mod) for n in merge_decks([one, other]).notetypes] == [(QUESTION, 5), (CLOZE, 7), (TYPED, 7)]


def test_each_notetype_keeps_its_own_time_of_change(tmp_path: Path) -> None:
    release(tmp_path, PARIS, 0)
    deck, _ = release(tmp_path, f"{PARIS}\n## T\n{SAID.format(TYPED)}{PARIS}", 5)
    assert [(notetype.kind, notetype.mod) for notetype in deck.notetypes] == [(QUESTION, NOW), (TYPED, NOW + 5)]


def test_a_free_key_keeps_its_kind(tmp_path: Path) -> None:
    """Where a reworded note has kept the key, the new one is numbered before its kind."""
    release(tmp_path, f"{SAID.format(TYPED)}### What is a delta?\n\nLand that a river builds\n", 0)
    text = f"{SAID.format(TYPED)}### What is a river's delta?\n\nLand that a river builds\n\n### What is a delta?\n\nThe Greek letter D\n"
    deck, _ = release(tmp_path, text, 1)
    assert [note.key for note in deck.notes] == ["w/what-is-a-delta=typed", "w/what-is-a-delta-2=typed"]
    assert all(isinstance(note, Note) and note.kind == TYPED for note in deck.notes)


SIGNS = [
    pytest.param("A {{c1::**bold**}} one", True, id="bold text within"),
    pytest.param("A {{c1::`code`}} one", True, id="code within"),
    pytest.param("A {{c1::$x$}} one", True, id="a formula within"),
    pytest.param("A $x + {{c1::y}}$ one", True, id="in a formula"),
    pytest.param("A {{c1,2::x}} one", True, id="two numbers"),
    pytest.param("A {{cloze x}} one", True, id="Logseq's"),
    pytest.param("A {{c1::x one", False, id="no end"),
    pytest.param("A {{c1::}} one", False, id="nothing within"),
    pytest.param("A `{{c1::x}}` one", False, id="in code"),
    pytest.param("A {{ x }} and {{name}} one", False, id="a template's"),
    pytest.param("A ==x== one", False, id="marked text"),
    pytest.param("A {{cloze}} one", False, id="a word of Logseq's alone"),
]


@pytest.mark.parametrize(("text", "is_cloze"), SIGNS)
def test_a_paragraph_is_a_cloze_by_its_signs(tmp_path: Path, text: str, is_cloze: bool) -> None:
    found = find_kinds(tmp_path, f"# R\n\nAbout rivers.\n\n{text}\n\nThe end of it.\n")
    assert [kind for _, kind in found] == ([CLOZE] if is_cloze else [])
