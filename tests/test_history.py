"""Which note of the last release is which of this one: the table of edits in ``cases/edits``, and what always holds.

A case is a title after ``====`` and two or more releases, each of one or more files after ``----``. A question is a
heading with a ``[name]``, which is taken off before the article is read: the same name in the next release is the same
question, and another name is another question. ``(as before)`` stands for the answer of the release before.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from articles import NOW, load, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdeck.deck.history import compare_decks, keep_history
from mkdeck.deck.identity import make_slug, note_guid
from mkdeck.model import Change, Deck, Note

CASES = Path(__file__).parent / "cases" / "edits"
_NAMED = re.compile(r"^(#+ )\[([\w-]+)\] ", re.MULTILINE)
_BODY = re.compile(r"^#+ \[([\w-]+)\] .*\n((?:(?!^##).*\n)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    releases: tuple[tuple[tuple[str, str], ...], ...]
    """Of each release the names and texts of its files."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the questions that a release shares with the one before."""

    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    right: int
    """How many should be matched."""
    steps: tuple[tuple[Deck, Deck, tuple[Change, ...]], ...]
    """Of each release but the first: the deck before, the deck after, what changed."""


def read_cases() -> Iterator[Case]:
    for file in sorted(CASES.glob("*.md")):
        for text in re.split(r"^==== ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            name, _, body = text.partition("\n")
            yield Case(f"{file.stem}: {name}", tuple(read_releases(body)))


def read_releases(body: str) -> Iterator[tuple[tuple[str, str], ...]]:
    parts = re.split(r"^---- release (\d+): (.*)\n", body, flags=re.MULTILINE)[1:]
    answers: dict[str, str] = {}
    for number in sorted(set(parts[::3])):
        files = [(parts[n + 1], parts[n + 2]) for n in range(0, len(parts), 3) if parts[n] == number]
        full = tuple((name, fill_in(text, answers)) for name, text in files)
        answers |= {question: answer for _, text in full for question, answer in _BODY.findall(text)}
        yield full


def fill_in(text: str, answers: dict[str, str]) -> str:
    return _BODY.sub(lambda found: found[0].replace("(as before)\n", answers.get(found[1], "")), text)


TABLE = tuple(read_cases())
assert len({case.name for case in TABLE}) == len(TABLE)


def read_release(files: tuple[tuple[str, str], ...], folder: Path, now: int) -> tuple[Deck, list[str]]:
    """Return the deck of a release, and the name of the question behind each of its notes."""
    paths = [write(folder, name, _NAMED.sub(r"\1", text)) for name, text in files]
    loaded = load(*paths, now=now)
    named = {
        (str(path), line): found[2]
        for path, (_, text) in zip(paths, files, strict=True)
        for line, heading in enumerate(text.splitlines(), start=1)
        if (found := _NAMED.match(heading))
    }
    names = [named[loaded.places[note.key].path, loaded.places[note.key].line] for note in loaded.deck.notes]
    assert set(names) == set(named.values()), "a question of the table is not read as one"
    assert not any("(as before)" in note.fields[1] for note in loaded.deck.notes)
    return loaded.deck, names


@cache
def play(case: Case) -> Result:
    """Build release after release, each upon the one before."""
    with TemporaryDirectory() as folder:
        releases = [
            read_release(files, Path(folder, str(n)), NOW + n) for n, files in enumerate(case.releases, start=1)
        ]
    previous, names = releases[0]
    owners = {note.guid: name for note, name in zip(previous.notes, names, strict=True)}
    wrong, missed, right, steps = [], [], 0, []
    for n, (present, present_names) in enumerate(releases[1:], start=2):
        guids = {name: note.guid for note, name in zip(previous.notes, names, strict=True)}
        kept, changes = keep_history(previous, present, NOW + n)
        steps.append((previous, kept, changes))
        previous, names = kept, present_names
        for note, name in zip(previous.notes, names, strict=True):
            owner = owners.setdefault(note.guid, name)
            right += name in guids
            if owner != name:
                wrong.append(f"release {n}: [{name}] has the history of [{owner}]")
            elif guids.get(name, note.guid) != note.guid:
                missed.append(f"release {n}: [{name}] came out new")
    return Result(tuple(wrong), tuple(missed), right, tuple(steps))


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in TABLE])
def test_no_question_gets_the_history_of_another(case: Case) -> None:
    assert play(case).wrong == ()


def test_few_questions_lose_their_history() -> None:
    results = {case.name: play(case) for case in TABLE}
    missed = [f"{name}: {miss}" for name, result in results.items() for miss in result.missed]
    right = sum(result.right for result in results.values())
    print(f"{len(TABLE)} cases: {len(missed)} of {right} matches missed", *missed, sep="\n  ")
    assert len(missed) <= 0.1 * right


def test_notes_are_matched_one_to_one_and_each_is_accounted_for() -> None:
    for case in TABLE:
        for before, after, changes in play(case).steps:
            assert Counter(c.old.id for c in changes if c.old) == Counter(note.id for note in before.notes)
            assert tuple(c.new for c in changes if c.new) == after.notes
            assert len({note.guid for note in after.notes}) == len({note.id for note in after.notes})
            assert len({note.guid for note in after.notes}) == len(after.notes)


ARTICLE = """# SQL

## Basics

### What is a view?

A stored query that can be read from like a table.

### What is an index?

A sorted copy of some columns that points to the rows, so that a search need not read the whole table.

## Advanced

### What is a trigger?

Code that runs when rows of a table change.
"""
LATER = NOW + 1000


def read(folder: Path, text: str, now: int = LATER) -> Deck:
    return load(write(folder, "sql.md", text), now=now).deck


def rebuild(folder: Path, *texts: str, touch: bool = False) -> tuple[Deck, Deck, dict[str, str]]:
    """Build release after release; return the first deck, the last, and what became of the last but one's questions."""
    first = deck = read(folder, texts[0], NOW)
    changes: tuple[Change, ...] = ()
    for text in texts[1:]:
        deck, changes = keep_history(deck, read(folder, text), LATER, touch)
    return first, deck, {note.fields[0]: c.kind for c in changes if (note := c.new or c.old)}


def by_question(deck: Deck) -> dict[str, Note]:
    return {note.fields[0]: note for note in deck.notes}


def test_a_note_that_did_not_change_keeps_all_it_has(tmp_path: Path) -> None:
    turned = ARTICLE.replace(
        "### What is a trigger?", "### What is a lock?\n\nA claim to a row.\n\n### What is a trigger?"
    )
    first, last, kinds = rebuild(tmp_path, ARTICLE, turned)
    assert Counter(kinds.values()) == {"unchanged": 3, "added": 1}
    after = by_question(last)
    for note in first.notes:
        assert after[note.fields[0]] == note
    added = after["What is a lock?"]
    assert added.mod == LATER
    assert added.id not in {note.id for note in first.notes}


def test_an_edited_note_keeps_its_identity_and_is_newer_than_before(tmp_path: Path) -> None:
    first, last, kinds = rebuild(tmp_path, ARTICLE, ARTICLE.replace("A stored query", "A named query"))
    old, new = by_question(first)["What is a view?"], by_question(last)["What is a view?"]
    assert kinds["What is a view?"] == "edited"
    assert (new.id, new.guid, new.key, new.fields[5]) == (old.id, old.guid, old.key, old.fields[5])
    assert new.mod == LATER
    assert "A named query" in new.fields[1]


def test_an_edited_note_is_newer_even_when_the_clock_went_back(tmp_path: Path) -> None:
    old = read(tmp_path, ARTICLE, NOW)
    new = read(tmp_path, ARTICLE.replace("A stored query", "A named query"), NOW)
    kept, _ = keep_history(old, new, NOW - 5000)
    assert by_question(kept)["What is a view?"].mod == NOW + 1
    assert by_question(kept)["What is an index?"].mod == NOW


def test_touch_gives_every_note_the_time_and_nothing_else(tmp_path: Path) -> None:
    first, last, kinds = rebuild(tmp_path, ARTICLE, ARTICLE, touch=True)
    assert set(kinds.values()) == {"unchanged"}
    assert last.notes == tuple(replace(note, mod=LATER) for note in first.notes)
    assert last.notetypes == tuple(replace(notetype, mod=LATER) for notetype in first.notetypes)


def test_a_question_that_is_gone_is_reported_as_removed(tmp_path: Path) -> None:
    _, last, kinds = rebuild(tmp_path, ARTICLE, ARTICLE.partition("## Advanced")[0])
    assert kinds == {"What is a view?": "unchanged", "What is an index?": "unchanged", "What is a trigger?": "removed"}
    assert len(last.notes) == 2


@pytest.mark.parametrize(
    ("edited", "question", "kind"),
    [
        pytest.param(ARTICLE.replace("an index?", "a database index?"), "What is a database index?", "reworded"),
        pytest.param(
            ARTICLE.replace("a sorted", "an ordered").replace("A sorted", "An"), "What is an index?", "edited"
        ),
        pytest.param(ARTICLE.replace("## Advanced", "## Further"), "What is a trigger?", "moved"),
    ],
    ids=["reworded", "edited", "moved"],
)
def test_each_change_has_its_name(tmp_path: Path, edited: str, question: str, kind: str) -> None:
    _, _, kinds = rebuild(tmp_path, ARTICLE, edited)
    assert kinds.pop(question) == kind
    assert set(kinds.values()) == {"unchanged"}


REWORDED = ARTICLE.replace("What is an index?", "How does an index speed up a search?")
NAMESAKE = "\n### What is an index?\n\nA number that says how many points the prices of shares have risen.\n"


@pytest.mark.parametrize(
    "releases",
    [
        pytest.param((ARTICLE, REWORDED + NAMESAKE), id="in one release"),
        pytest.param((ARTICLE, REWORDED, REWORDED + NAMESAKE), id="one release later"),
        pytest.param((ARTICLE, REWORDED, REWORDED + NAMESAKE, REWORDED + NAMESAKE), id="and built once more"),
        pytest.param((ARTICLE, REWORDED + NAMESAKE, NAMESAKE + REWORDED.replace("# SQL", "")), id="and put first"),
    ],
)
def test_a_reworded_question_keeps_its_guid_from_a_new_one_under_the_old_wording(
    tmp_path: Path, releases: tuple[str, ...]
) -> None:
    first, last, _ = rebuild(tmp_path, *releases)
    old = by_question(first)["What is an index?"]
    reworded, namesake = (by_question(last)[q] for q in ("How does an index speed up a search?", "What is an index?"))
    assert (reworded.guid, reworded.key, reworded.fields[5]) == (
        old.guid,
        "sql/what-is-an-index",
        "sql/what-is-an-index",
    )
    assert (namesake.key, namesake.fields[5]) == ("sql/what-is-an-index-2", "sql/what-is-an-index-2")
    assert namesake.guid == note_guid(namesake.key) != old.guid


def test_a_written_id_decides_against_all_likeness(tmp_path: Path) -> None:
    before = "# SQL\n\n## What is an index? {#idx}\n\nA sorted copy of some columns that points to the rows.\n"
    after = (
        "# SQL\n\n## Why are searches fast? {#idx}\n\nSomeone has thought of them in time.\n\n"
        "## What is an index?\n\nA sorted copy of some columns that points to the rows.\n"
    )
    first, last, _ = rebuild(tmp_path, before, after)
    assert by_question(last)["Why are searches fast?"].guid == first.notes[0].guid
    assert by_question(last)["What is an index?"].guid != first.notes[0].guid


def test_an_id_written_after_a_rewording_is_that_of_the_first_wording(tmp_path: Path) -> None:
    pinned = REWORDED.replace("speed up a search?", "speed up a search? {#what-is-an-index}")
    rewritten = re.sub("A sorted copy.*", "Think of the last pages of a book.", pinned)
    first, last, kinds = rebuild(tmp_path, ARTICLE, REWORDED, rewritten)
    assert (
        by_question(last)["How does an index speed up a search?"].guid == by_question(first)["What is an index?"].guid
    )
    assert kinds["How does an index speed up a search?"] == "edited"


def test_a_deck_compared_with_itself_is_unchanged() -> None:
    for case in TABLE:
        for _, deck, _ in play(case).steps:
            assert {change.kind for change in compare_decks(deck, deck)} <= {"unchanged"}


def test_what_was_built_upon_each_other_is_compared_by_guid(tmp_path: Path) -> None:
    first, last, _ = rebuild(tmp_path, ARTICLE, REWORDED + NAMESAKE)
    found = {c.new.fields[0]: (c.kind, c.old and c.old.guid) for c in compare_decks(first, last) if c.new}
    index = by_question(first)["What is an index?"].guid
    assert found["How does an index speed up a search?"] == ("reworded", index)
    assert found["What is an index?"] == ("added", None)


WORDS = "index view join left right lock row table key cache".split()
ANSWERS = [
    "Yes.",
    "No.",
    "See the docs.",
    "It depends.",
    *(
        f"A {word} is what a database has beside its rows, for better or worse, and in a small number."
        for word in WORDS
    ),
    *(f"Use `SELECT {word}`." for word in WORDS),
]
TITLES = st.builds(
    "What is {} {}?".format, st.sampled_from(["a", "an inner", "an outer", "the"]), st.sampled_from(WORDS)
)


@dataclass(frozen=True, slots=True)
class Asked:
    title: str
    answer: str
    section: str


SECTIONS = st.sampled_from(["Basics", "Advanced", "Rest"])
SMALL_ARTICLES = st.lists(
    st.builds(Asked, TITLES, st.sampled_from(ANSWERS), SECTIONS), min_size=1, max_size=8, unique_by=lambda q: q.title
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "reword", "swap", "delete", "add", "move"]),
        st.integers(0, 9),
        TITLES,
        st.sampled_from(ANSWERS),
        SECTIONS,
    ),
    max_size=6,
)
Edit = tuple[str, int, str, str, str]


def apply_edits(asked: list[Asked], edits: list[Edit]) -> list[Asked]:
    """Edit as an author does; a title that is taken is not taken again."""
    asked = list(asked)
    for what, place, title, answer, section in edits:
        n = place % len(asked)
        is_free = title not in {q.title for q in asked}
        if what == "answer":
            asked[n] = replace(asked[n], answer=answer)
        elif what == "reword" and is_free:
            asked[n] = replace(asked[n], title=title)
        elif what == "swap":
            asked[0], asked[n] = asked[n], asked[0]
        elif what == "delete" and len(asked) > 1:
            del asked[n]
        elif what == "add" and is_free:
            asked.insert(n, Asked(title, answer, section))
        elif what == "move":
            asked[n] = replace(asked[n], section=section)
    return asked


def write_article(asked: list[Asked]) -> str:
    sections = dict.fromkeys(q.section for q in asked)
    return "# Title\n" + "".join(
        f"\n## {section}\n" + "".join(f"\n### {q.title}\n\n{q.answer}\n" for q in asked if q.section == section)
        for section in sections
    )


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(SMALL_ARTICLES, st.lists(EDITS, min_size=1, max_size=3))
def test_whatever_is_edited_other_questions_keep_their_guid_and_no_two_have_one(
    asked: list[Asked], releases: list[list[Edit]]
) -> None:
    with TemporaryDirectory() as folder:
        deck = read(Path(folder), write_article(asked), NOW)
        for n, edits in enumerate(releases, start=1):
            before = {(q.title, q.answer) for q in asked}
            asked = apply_edits(asked, edits)
            old, (deck, changes) = deck, keep_history(deck, read(Path(folder), write_article(asked)), NOW + n)
            assert len(deck.notes) == len(asked)
            assert len({note.guid for note in deck.notes}) == len({note.id for note in deck.notes}) == len(asked)
            was, now = by_question(old), by_question(deck)
            for title in {q.title for q in asked if (q.title, q.answer) in before}:
                assert (now[title].guid, now[title].id, now[title].key) == (
                    was[title].guid,
                    was[title].id,
                    was[title].key,
                )
            assert Counter(c.old.id for c in changes if c.old) == Counter(note.id for note in old.notes)


def make_large_deck(like: Deck, size: int) -> Deck:
    chance = random.Random(0)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvw", k=chance.randint(2, 9))) for _ in range(3000)]

    def make_note(n: int) -> Note:
        question = f"What is {' '.join(chance.choices(words, k=4))} {n}?"
        answer = f"<p>{' '.join(chance.choices(words, k=40))}</p>"
        key = f"article-{n // 50}/{make_slug(question)}"
        return Note(NOW * 1000 + n, note_guid(key), key, key, "", (question, answer, "", "", "", key), (), "Deck", NOW)

    return replace(like, notes=tuple(make_note(n) for n in range(size)))


def test_ten_thousand_notes_of_which_one_in_a_hundred_changed_are_all_matched(tmp_path: Path) -> None:
    deck = make_large_deck(read(tmp_path, ARTICLE, NOW), 10_000)

    def edit(note: Note, n: int) -> Note:
        question, answer = note.fields[:2]
        if n % 200 == 0:
            question = question.replace("What is", "Explain the thing that is called")
        elif n % 200 == 100:
            answer = answer.replace("</p>", " and more</p>")
        key = f"{note.key.partition('/')[0]}/{make_slug(question)}"
        return replace(note, guid=note_guid(key), key=key, present=key, fields=(question, answer, "", "", "", key))

    present = replace(deck, notes=tuple(edit(note, n) for n, note in enumerate(deck.notes)))
    kept, changes = keep_history(deck, present, LATER)
    assert Counter(c.kind for c in changes) == {"unchanged": 9900, "reworded": 50, "edited": 50}
    assert [note.guid for note in kept.notes] == [note.guid for note in deck.notes]


SHORT = "# FAQ\n\n## Is it free?\n\nYes.\n\n## Does it sync?\n\nNo.\n\n## Is there an app?\n\nSoon.\n"


def test_short_answers_keep_their_history_in_a_renamed_article(tmp_path: Path) -> None:
    old = load(write(tmp_path, "faq.md", SHORT)).deck
    new = load(write(tmp_path, "questions.md", SHORT.replace("Soon.", "Next year."))).deck
    kept, _ = keep_history(old, new, NOW + 1)
    assert [note.guid for note in kept.notes] == [note.guid for note in old.notes]


def test_short_answers_keep_their_history_when_the_deck_gets_an_id(tmp_path: Path) -> None:
    old = load(write(tmp_path, "faq.md", SHORT)).deck
    write(tmp_path, "mkdeck.toml", 'id = "app"\n')
    new = load(tmp_path / "faq.md").deck
    assert new.notes[0].present == "app/faq/is-it-free"
    kept, changes = keep_history(old, new, NOW + 1)
    assert [replace(note, former=()) for note in kept.notes] == [
        replace(note, present=f"app/{note.present}") for note in old.notes
    ]
    assert all(len(note.former) == 1 for note in kept.notes)
    assert {change.kind for change in changes} == {"unchanged"}


def test_one_short_answer_in_common_is_no_renamed_article(tmp_path: Path) -> None:
    old = load(write(tmp_path, "faq.md", SHORT)).deck
    other = (
        SHORT.replace("Does it sync?", "Does it print?")
        .replace("Is there an app?", "Who made it?")
        .replace("Soon.", "We.")
    )
    new = load(write(tmp_path, "printer.md", other)).deck
    kept, _ = keep_history(old, new, NOW + 1)
    assert not {note.guid for note in kept.notes} & {note.guid for note in old.notes}


def test_an_id_copied_to_another_question_takes_no_history(tmp_path: Path) -> None:
    text = "## What is alpha?\n\nThe chance of a false alarm.\n\n## What is beta?\n\nThe chance of a miss.\n"
    old = load(write(tmp_path, "x.md", text)).deck
    new = load(write(tmp_path, "x.md", text.replace("alpha?", "alpha? {#what-is-beta}"))).deck
    kept, changes = keep_history(old, new, NOW + 1)
    assert [note.guid for note in kept.notes] == [note.guid for note in old.notes]
    assert {change.kind for change in changes} == {"unchanged"}
