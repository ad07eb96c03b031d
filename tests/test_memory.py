"""What a build still knows of questions that the release before it did not have, through packages as they are on disk."""

import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from articles import NOW, load, write

from mkdeck.apkg.read import read_apkg
from mkdeck.apkg.write import write_apkg
from mkdeck.deck.history import keep_history
from mkdeck.deck.matching import Match, Matching
from mkdeck.deck.notetype import make_notetype, make_notetypes
from mkdeck.deck.returning import find_returns, remember_note
from mkdeck.deck.sketch import compare_sketches, digest_answer, sketch_answer
from mkdeck.model import Change, Deck, Note, Removed, Trace

VIEW = "## What is a view?\n\nA stored query that can be read from like a table.\n\n"
INDEX = (
    "A sorted copy of some columns that points to the rows, so that a search need not read the whole table; each write"
    " to the table has to keep it up to date as well."
)
REINDEX = INDEX.replace("sorted copy", "copy, sorted,").replace("as well", "too")
LONG = (
    f"{INDEX} Most databases keep it as a tree whose leaves are linked, with hundreds of entries in every node: three or"
    " four steps lead from its root to any row of a table with millions. Others hash the values, which finds equal ones"
    " alone, and no range."
)
SHARES = "A number that says how many points the prices of thirty large companies have risen since the evening before."


def ask(question: str, answer: str) -> str:
    return f"## {question}\n\n{answer}\n\n"


def release(folder: Path, text: str, number: int) -> tuple[Deck, tuple[Change, ...]]:
    """Build an article over the package of the release before, and return what the new package holds."""
    package = folder / "sql.apkg"
    changes: tuple[Change, ...] = ()
    made = load(write(folder, "sql.md", f"# SQL\n\n{VIEW}{text}"), now=NOW + number).deck
    if package.exists():
        previous, problems = read_apkg(package, make_notetypes(0))
        assert previous is not None
        assert problems == []
        made, changes = keep_history(previous, made, NOW + number)
    assert write_apkg(made, package) == []
    return made, changes


def play(folder: Path, *texts: str) -> list[Note | None]:
    """Build release after release; return of each the note beside the view's, ``None`` where there is none."""
    found = []
    for number, text in enumerate(texts):
        deck, _ = release(folder, text, number)
        found.append(next(iter(deck.notes[1:]), None))
    return found


COMES_BACK = [
    pytest.param(
        [ask("What is an index?", INDEX), "", ask("What is an index?", INDEX)],
        id="as it was",
    ),
    pytest.param(
        [ask("What is an index?", INDEX), "", ask("What is an index?", "It is like that of a book.")],
        id="under its last wording, with another answer",
    ),
    pytest.param(
        [
            ask("What is an index?", INDEX),
            ask("Why are searches fast?", INDEX),
            ask("What makes a table quick to read?", INDEX),
            "",
            ask("Why are searches fast?", INDEX),
        ],
        id="under a wording between the first and the last",
    ),
    pytest.param(
        [
            ask("What is an index?", INDEX),
            ask("Why are searches fast?", INDEX),
            "",
            "",
            ask("What is an index?", REINDEX),
        ],
        id="under its first wording, edited, two releases later",
    ),
    pytest.param(
        [ask("What is an index?", INDEX), "", ask("Name what a book and a table have at their end", INDEX)],
        id="under a wording that it never had, with its old answer",
    ),
    pytest.param(
        [
            ask("How do I leave?", "Press Control and D."),
            ask("What ends the shell?", "Press Control and D."),
            ask("What ends the shell?", "Type exit, or close its window."),
            "",
            ask("How do I leave?", "Press Control and D."),
        ],
        id="under its first wording with the short answer that it had then",
    ),
    pytest.param(
        [ask("What is an index?", LONG), "", ask("Why are searches fast?", LONG.replace("rows", "lines"))],
        id="under another wording, with one word of a long answer corrected",
    ),
    pytest.param(
        [
            ask("What is an index?", LONG),
            ask("Why are searches fast?", LONG),
            "",
            ask("What is an index?", f"{LONG[: len(LONG) // 2]} {SHARES}"),
        ],
        id="under its first wording, half of the answer rewritten",
    ),
    pytest.param(
        [
            ask("What is an index?", INDEX),
            ask("Why are searches fast?", INDEX),
            ask("Why are searches fast?", "They jump."),
            "",
            ask("What is an index?", "They jump."),
        ],
        id="under its first wording with its last answer, which is short",
    ),
    pytest.param(
        [
            ask("What is an index? {#idx}", INDEX),
            "",
            ask("Where does a search begin? {#idx}", "At the root of a tree."),
        ],
        id="under its written id",
    ),
]
STAYS_AWAY = [
    pytest.param(
        [ask("What is an index?", INDEX), ask("Why are searches fast?", INDEX), "", ask("What is an index?", SHARES)],
        id="another question under a wording that was given up",
    ),
    pytest.param(
        [ask("Is it free?", "Yes."), "", ask("Does it sync?", "Yes.")],
        id="another question with an answer that says nothing",
    ),
    pytest.param(
        [ask("What is an index?", INDEX), "", ask("What is a cursor?", SHARES)],
        id="another question",
    ),
    pytest.param(
        [
            ask(
                "What is a left join?", "All rows of the left table, with those of the right one that fit, else nulls."
            ),
            "",
            ask(
                "What is a full join?", "All rows of either of the tables, with those of the other that fit, or nulls."
            ),
        ],
        id="a sibling",
    ),
    pytest.param(
        [
            ask("What is an index?", LONG),
            "",
            ask(
                "Why are searches fast?",
                LONG.partition("Others hash")[0] + "Nobody has to read all of it.",
            ),
        ],
        id="another question whose answer begins alike",
    ),
    pytest.param(
        [
            ask(
                "What does map return?", LONG.replace("columns", "maps").replace("rows", "maps").replace("tree", "map")
            ),
            "",
            ask("What does zip give?", LONG.replace("columns", "zips").replace("rows", "zips").replace("tree", "zip")),
        ],
        id="a sibling by a template",
    ),
]


@pytest.mark.parametrize("texts", COMES_BACK)
def test_a_question_comes_back_with_its_history(tmp_path: Path, texts: list[str]) -> None:
    first, *_, last = play(tmp_path, *texts)
    assert first is not None
    assert last is not None
    assert (last.guid, last.key, last.id) == (first.guid, first.key, first.id)


@pytest.mark.parametrize("texts", STAYS_AWAY)
def test_another_question_does_not_get_its_history(tmp_path: Path, texts: list[str]) -> None:
    first, *_, last = play(tmp_path, *texts)
    assert first is not None
    assert last is not None
    assert last.guid != first.guid


def test_what_comes_back_unchanged_keeps_its_time_and_says_why(tmp_path: Path) -> None:
    first, _, last = play(tmp_path, ask("What is an index?", INDEX), "", ask("What is an index?", INDEX))
    assert first is not None
    assert last is not None
    assert last.mod == first.mod
    _, changes = release(tmp_path, "", 3)
    _, changes = release(tmp_path, ask("What is an index?", INDEX.replace("rows", "lines")), 4)
    assert (changes[1].kind, changes[1].reason) == ("added", "a wording that it had in an earlier release")
    assert changes[1].new is not None
    assert changes[1].new.mod == NOW + 4


def test_a_wording_that_is_the_present_one_again_is_no_former_one(tmp_path: Path) -> None:
    first, second = ask("What is an index?", INDEX), ask("Why are searches fast?", INDEX)
    found = play(tmp_path, first, second, first, second, first)
    assert [len(note.former) for note in found if note] == [0, 1, 1, 1, 1]
    assert len({note.guid for note in found if note}) == 1


def test_two_that_have_the_same_answer_do_not_come_back_by_it(tmp_path: Path) -> None:
    twins = ask("What is an index?", INDEX) + ask(
        "Where is a book's index?", f"{INDEX}\n\n![a](https://example.org/a.png)"
    )
    before, _ = release(tmp_path, twins.replace("\n\n![a](https://example.org/a.png)", ""), 0)
    release(tmp_path, "", 1)
    after, _ = release(tmp_path, ask("Why are searches fast?", INDEX), 2)
    assert after.notes[1].guid not in {note.guid for note in before.notes}


TRANSLATED = {
    "What is an index?": "Was ist ein Index?",
    "What is a view?": "Was ist eine Sicht?",
    INDEX: "Eine sortierte Kopie einiger Spalten, die auf die Zeilen zeigt, damit niemand alles lesen muss.",
    "A stored query that can be read from like a table.": "Eine gespeicherte Abfrage, aus der man lesen kann.",
}


@pytest.mark.parametrize("kind", ["translated", "vandalised"])
def test_an_article_that_one_release_spoiled_has_everything_back_in_the_next(tmp_path: Path, kind: str) -> None:
    text = ask("What is an index?", INDEX) + ask("What is a cursor?", "A place in the result of a query.")
    before, _ = release(tmp_path, text, 0)
    good = (tmp_path / "sql.md").read_text(encoding="utf-8")
    spoiled = "# SQL\n\n## Who was here?\n\nMe.\n\n## And who else?\n\nNobody at all.\n"
    if kind == "translated":
        spoiled = good
        for english, german in TRANSLATED.items():
            spoiled = spoiled.replace(english, german)
    previous, _ = read_apkg(tmp_path / "sql.apkg", make_notetypes(0))
    assert previous is not None
    between, _ = keep_history(previous, load(write(tmp_path, "sql.md", spoiled), now=NOW + 1).deck, NOW + 1)
    assert write_apkg(between, tmp_path / "sql.apkg") == []
    after, changes = release(tmp_path, text, 2)
    assert [note.guid for note in after.notes] == [note.guid for note in before.notes]
    kept = {note.guid for note in before.notes}
    assert {change.old.guid for change in changes if change.old and not change.new} == {
        note.guid for note in between.notes if note.guid not in kept
    }


def test_an_id_written_after_the_loss_gives_the_old_history_and_names_what_it_replaces(tmp_path: Path) -> None:
    reworded = ask("Why are searches fast?", "Because someone has thought of them in time.")
    first, lost, _still = play(tmp_path, ask("What is an index?", INDEX), reworded, reworded + ask("More?", "No."))
    assert first is not None
    assert lost is not None
    assert lost.guid != first.guid
    deck, changes = release(tmp_path, reworded.replace("fast?", "fast? {#what-is-an-index}"), 3)
    assert deck.notes[1].guid == first.guid
    (change,) = [change for change in changes if change.left]
    assert change.left is not None
    assert (change.left.guid, change.kind, change.reason) == (lost.guid, "added", "the id that its author wrote")
    again, changes = release(tmp_path, reworded.replace("fast?", "fast? {#what-is-an-index}"), 4)
    assert again.notes == deck.notes
    assert not any(change.left for change in changes)
    unpinned, _ = release(tmp_path, reworded, 5)  # the id taken away again is no way back to the copy
    assert unpinned.notes[1].guid == first.guid


def test_an_id_that_another_question_has_taken_over_stays_with_it(tmp_path: Path) -> None:
    release(tmp_path, ask("What is an index?", INDEX), 0)
    taken = ask("Which number do the papers print? {#what-is-an-index}", SHARES)
    before, _ = release(tmp_path, ask("What is an index? {#idx}", INDEX) + taken, 1)
    assert before.notes[1].key == "sql/what-is-an-index"
    after, _ = release(tmp_path, taken, 2)
    again, _ = release(tmp_path, taken, 3)
    assert before.notes[2].guid == after.notes[1].guid == again.notes[1].guid


def make(guid: str, key: str, question: str, answer: str) -> Note:
    return Note(1, guid, key, key, "", (question, f"<p>{answer}</p>", "", "", "", key), (), "D", 1)


def returned(new: Note, *earlier: Removed, previous: tuple[Note, ...] = ()) -> list[str]:
    """Return the guid of what a new note continues, which the matching has joined to none."""
    deck = Deck(previous, (make_notetype(1),), (), (), earlier)
    return [each.gone.guid for each in find_returns(deck, (new,), Matching({}, ())).values()]


def test_of_two_that_had_one_key_the_one_with_more_of_the_answer_comes_back() -> None:
    key, question = "sql/what-is-an-index", "What is an index?"
    one = remember_note(make("one", key, question, LONG))
    two = replace(remember_note(make("two", key, question, LONG.partition("Others hash")[0] + SHARES)), mod=9)
    assert returned(make("new", key, question, LONG.replace("rows", "lines")), one, two) == ["one"]
    assert returned(make("new", key, question, SHARES), one, two) == ["two"]
    assert returned(make("new", key, question, "Something else."), one, two) == ["two"]


def test_what_the_matching_kept_apart_in_one_release_stays_apart() -> None:
    key, question = "sql/what-is-an-index", "What is an index?"
    old, new = make("old", key, question, INDEX), make("new", key, question, SHARES)
    assert returned(new, remember_note(old)) == ["old"]
    assert returned(new, previous=(old,)) == []


def test_an_id_may_be_that_of_any_wording_of_a_note_that_nothing_else_continues() -> None:
    old = replace(make("old", "sql/idx", "What is an index?", INDEX), present="sql/why-are-searches-fast")
    new = make("new", "sql/idx", "Which number do the papers print?", SHARES)
    assert returned(new, previous=(old,)) == ["old"]
    deck = Deck((old,), (make_notetype(1),), (), ())
    other = make("other", "sql/why-are-searches-fast", "Why are searches fast?", INDEX)
    assert find_returns(deck, (new, other), Matching({1: Match(0, "alike")}, ())) == {}


ASKED = make("new", "sql/why", "Why?", LONG)
BUCKETS = 42
"""Those of the answer of ASKED that hold a word."""


def remember(guid: str, equal: int, key: str = "sql/other") -> Removed:
    """Return what is kept of a question, reworded since, whose answer was another one, but for so many buckets."""
    sketch, left = sketch_answer(ASKED), equal
    changed = ""
    for digit in reversed(sketch):  # those that differ stand together, as the stretches that are compared do
        changed += digit if digit == "0" or left > 0 else "1" if digit != "1" else "2"
        left -= digit != "0"
    gone = remember_note(make(guid, key, "Other?", guid))
    return replace(gone, former=(*gone.former, Trace("reworded", guid)), sketch=changed[::-1])


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        pytest.param([remember("one", 15, "sql/why")], ["one"], id="three tenths, under a key that it had"),
        pytest.param([remember("one", 14, "sql/why")], [], id="fewer"),
        pytest.param([remember("one", 39)], ["one"], id="nine tenths, under any key"),
        pytest.param([remember("one", 38)], [], id="less"),
        pytest.param([remember("one", 42), remember("two", 38)], ["one"], id="a tenth more than the next"),
        pytest.param([remember("one", 42), remember("two", 39)], [], id="not so much more"),
    ],
)
def test_a_question_comes_back_by_a_share_of_its_answer(earlier: list[Removed], expected: list[str]) -> None:
    assert sum(digit != "0" for digit in sketch_answer(ASKED)) == BUCKETS
    assert returned(ASKED, *earlier) == expected


def test_an_answer_whose_words_stand_close_in_the_sketch_is_found_as_well() -> None:
    words = "w44 w26 w83 w17 w14 w117 w7 w90 w97 w30 w25 w29 w43 w3 w71 w12"
    new = make("new", "sql/why", "Why?", words)
    assert sketch_answer(new)[16:] == "0" * 48
    turned = make("old", "sql/other", "Other?", " ".join(reversed(words.split())))
    assert returned(new, remember_note(turned)) == ["old"]


@pytest.mark.parametrize(
    ("answer", "comes_back"),
    [
        pytest.param("Press Control and then D.", False, id="five words"),
        pytest.param("Press Control and then D twice.", True, id="six words"),
    ],
)
def test_an_answer_of_six_different_words_is_known_by_itself(answer: str, comes_back: bool) -> None:
    gone = remember_note(make("old", "shell/leave", "How do I leave?", answer))
    assert returned(make("new", "shell/end", "What ends it?", answer), gone) == ["old"] * comes_back


@pytest.mark.parametrize(
    ("meanwhile", "comes_back"),
    [
        pytest.param(("Was ist ein Index?", "Eine sortierte Kopie."), True, id="a guess"),
        pytest.param(("What is an index?", INDEX), False, id="the same question elsewhere"),
    ],
)
def test_a_question_as_it_once_was_counts_for_more_than_a_guess(meanwhile: tuple[str, str], comes_back: bool) -> None:
    """Whatever the matching takes it for, which may see a likeness in one direction only."""
    back = make("new", "sql/what-is-an-index", "What is an index?", INDEX)
    earlier = remember_note(replace(back, guid="earlier"))
    between = make("between", "sql/was-ist-ein-index", *meanwhile)
    deck = Deck((between,), (make_notetype(1),), (), (), (earlier,))
    found = find_returns(deck, (back,), Matching({0: Match(0, "alike")}, ()))
    assert {n: each.gone for n, each in found.items()} == ({0: earlier} if comes_back else {})


def test_no_text_that_was_taken_back_stays_in_the_package(tmp_path: Path) -> None:
    """But the note's own key, which learners have."""
    secret = ask("What is the password of Zanzibar?", f"{INDEX} It is swordfish.")
    play(tmp_path, ask("What is an index?", f"{INDEX} It is swordfish."), secret, "")
    with zipfile.ZipFile(tmp_path / "sql.apkg") as package:
        content = b"".join(package.read(name) for name in package.namelist())
        memory = json.loads(package.read("mkdeck.json"))
    assert b"what-is-an-index" in content
    for word in (b"zanzibar", b"password", b"swordfish", b"sorted copy"):
        assert word not in content.lower()
    (removed,) = memory["removed"].values()
    assert [len(item) for item in removed[4:]] == [64, 16, 16]


def test_the_memory_of_ten_thousand_reworded_notes_is_small(tmp_path: Path) -> None:
    _deck, _ = release(tmp_path, ask("What is an index?", INDEX), 0)
    _, _, later = (release(tmp_path, ask("Why are searches fast?", INDEX), n)[0].notes[1] for n in (1, 2, 3))
    assert len(later.former) == 1
    entry = json.dumps([later.former[0].key + later.former[0].answer])
    assert len(entry) * 10_000 < 250_000


# --- the sketch of an answer


def say(words: list[str]) -> Note:
    field = f"<p>{' '.join(words)}</p>"
    return Note(1, "g", "k", "k", "", ("Q", field, "", "", "", "k"), (), "D", 1)


@pytest.mark.parametrize("count", [30, 100, 200])
@pytest.mark.parametrize("kept", [0.0, 0.5, 0.9, 1.0])
def test_a_sketch_tells_how_much_two_answers_share(count: int, kept: float) -> None:
    chance = random.Random(count)
    errors = []
    for trial in range(25):
        words = [f"w{trial}x{n}" for n in range(count)]
        same = round(count * kept)
        other = [*words[:same], *(f"o{trial}x{n}" for n in range(count - same))]
        chance.shuffle(other)
        share = same / (2 * count - same)
        errors.append(compare_sketches(sketch_answer(say(words)), sketch_answer(say(other))) - share)
    assert abs(sum(errors) / len(errors)) < 0.05
    assert (sum(error**2 for error in errors) / len(errors)) ** 0.5 < 0.12


def test_a_short_answer_has_no_sketch_and_no_likeness() -> None:
    short = say(["only", "a", "few", "words"])
    assert sketch_answer(short) == ""
    assert compare_sketches(sketch_answer(short), sketch_answer(short)) == 0


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        pytest.param("1" * 64, "1" * 64, 1, id="all buckets equal"),
        pytest.param("1" * 64, "1" * 32 + "2" * 32, 13 / 28, id="half of them, less what is equal by chance"),
        pytest.param("1" + "0" * 63, "1" + "0" * 63, 1, id="empty ones do not count"),
        pytest.param("1" + "0" * 63, "0" * 63 + "1", 0, id="but where one side has a word"),
        pytest.param("0" * 64, "0" * 64, 0, id="nothing but empty ones, which no mkdeck writes"),
        pytest.param("1" * 64, "", 0, id="an answer too short"),
        pytest.param("", "1" * 64, 0, id="the same, the other way round"),
    ],
)
def test_two_sketches_have_a_share_of_buckets_in_common(one: str, other: str, share: float) -> None:
    assert compare_sketches(one, other) == pytest.approx(share)


def test_twelve_different_words_have_a_sketch() -> None:
    words = [f"w{n}" for n in range(12)]
    assert sketch_answer(say([*words[:11], *words[:11]])) == ""
    assert sketch_answer(say(words)) != ""


def test_links_and_pictures_of_an_answer_are_known_by_their_addresses() -> None:
    answers = [
        '<a href="x">a</a>',
        '<a href="y">a</a>',
        '<img alt="" src="x"> a',
        '<a title="t" href="x" rel="z">a</a>',
    ]
    one, other, picture, same = (digest_answer(replace(say([]), fields=("Q", answer))) for answer in answers)
    assert one != other
    assert one == picture == same


def test_of_a_huge_answer_the_first_hundred_thousand_characters_count() -> None:
    start = "<p>".ljust(99_999, "x")
    one, other, later = (replace(say([]), fields=("Q", f"{start}{end}")) for end in ("a", "b", "ab"))
    assert digest_answer(one) != digest_answer(other)
    assert digest_answer(one) == digest_answer(later)


def test_digest_and_sketch_of_an_answer_are_frozen() -> None:
    """Packages hold them: a change makes every earlier one forget."""
    long = say(INDEX.split())
    assert digest_answer(long) == "ao6qycYO"
    assert sketch_answer(long) == "0050000000a0001600be003b05000300308000000000f0ca1b0000c0000a0000"


def test_another_rendering_of_an_answer_has_the_same_digest_and_sketch() -> None:
    one = say(["<em>A</em>", "<code>x</code>=<code>1</code>", *INDEX.split()])
    other = say(["a", '<code class="y"><span>x</span> <span>=</span></code> 1', *INDEX.lower().split()])
    assert digest_answer(one) == digest_answer(other)
    assert sketch_answer(one) == sketch_answer(other)


# --- any history

WORDS = "cache index lock queue thread socket route token shard replica cursor buffer commit branch kernel page".split()


def invent(chance: random.Random, number: int) -> tuple[str, str]:
    """Return a question and an answer that nobody could take for another."""
    title = f"What is the {chance.choice(WORDS)} {chance.choice(WORDS)} {number}?"
    return title, " ".join(f"{chance.choice(WORDS)}{number}x{n}" for n in range(chance.randint(8, 30)))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_left_out_for_some_releases_comes_back_as_the_note_it_was(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    pool = {number: invent(chance, number) for number in range(12)}
    wordings = {number: [title] for number, (title, _) in pool.items()}
    owner: dict[str, int] = {}
    for number in range(8):
        asked = sorted(chance.sample(sorted(pool), chance.randint(1, len(pool))))
        for n in asked:
            if chance.random() < 0.3:  # reworded, or back to a wording that it had
                new = f"Which {chance.choice(WORDS)} of {n} has a {chance.choice(WORDS)}?"
                title = chance.choice([*wordings[n], new])
                wordings[n].append(title)
                pool[n] = title, pool[n][1]
        deck, _ = release(tmp_path, "".join(ask(*pool[n]) for n in asked), number)
        for n, note in zip(asked, deck.notes[1:], strict=True):
            assert owner.setdefault(note.guid, n) == n
            assert [guid for guid, name in owner.items() if name == n] == [note.guid]
        known: list[Note | Removed] = [*deck.notes, *deck.removed]
        assert len({each.guid for each in known}) == len({each.id for each in known}) == len(known)
