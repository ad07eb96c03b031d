"""How two releases are matched: the table of single edits in ``cases/pairs.md``, and what always holds."""

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdeck.deck.identity import make_slug, note_guid
from mkdeck.deck.matching import Matching, match_notes
from mkdeck.deck.matching.assignment import assign, pick_pairs
from mkdeck.deck.matching.guess import Guess
from mkdeck.deck.matching.place import Gap, find_gaps, keep_rising
from mkdeck.deck.matching.substitutions import Rule, find_rules
from mkdeck.deck.matching.sure import match_sure
from mkdeck.deck.matching.turns import Turns
from mkdeck.deck.matching.weights import MARGIN, MAYBE, SURE, WEIGHTS
from mkdeck.model import Note

NOW = 1_790_000_000
PAIRS = Path(__file__).parent / "cases" / "pairs.md"


def make_note(front: str, back: str, article: str = "a", section: str = "") -> Note:
    """Return the note that an article has for a question; both sides are HTML."""
    title, _, rest = front.partition("<")
    key = f"{article}/{make_slug(title)}" + (f"~{zlib.crc32(rest.encode()):08x}" if rest else "")
    return Note(0, note_guid(key), key, key, "", (front, back, "", section, "", key), (), "Deck", NOW)


FIRST = make_note("Who looks after this list?", "A handful of volunteers, most of them from the same town by the sea.")
LAST = make_note("Where may one report a mistake?", "In the tracker that is linked from the foot of every page.")


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    must: str
    old: Note
    new: Note


def read_rows() -> Iterator[Row]:
    kind = ""
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0] in ("same", "other", "told", "apart"):
            must, front, back, new_front, new_back = cells
            yield Row(kind, must, make_note(front, back), make_note(new_front, back if new_back == '"' else new_back))


ROWS = tuple(read_rows())


def match(old: Sequence[Note], new: Sequence[Note]) -> tuple[dict[int, int], Matching]:
    found = match_notes(old, new, guids_first=False)
    return {n: match.old for n, match in found.matches.items()}, found


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r.kind}: {r.old.fields[0]} {r.new.fields[0]}") for r in ROWS])
def test_an_edit_keeps_a_history_or_hands_it_to_nobody_else(row: Row) -> None:
    matches, found = match([FIRST, row.old, LAST], [FIRST, row.new, LAST])
    assert (matches[0], matches[2]) == (0, 2)
    assert (1 in matches) == (row.must == "same"), found
    if row.must in ("told", "apart"):
        assert [(doubt.old, doubt.new) for doubt in found.doubts] == [(1, 1)] * (row.must == "told"), found


def test_every_weight_says_why() -> None:
    assert all(weight.points and weight.why for weight in WEIGHTS.values())
    assert 0 < MARGIN < MAYBE < SURE


def test_a_reason_tells_what_speaks_for_a_match() -> None:
    old = make_note("What is an inndex?", "A sorted copy of some columns, which makes searching fast and writing slow.")
    new = make_note("What is an index?", "A sorted copy of some columns, which makes searching fast, and writing slow.")
    _, found = match([FIRST, old, LAST], [FIRST, new, LAST])
    assert found.matches[1].reason == "same place, asks the same, answer 99 % alike"
    reworded = make_note("What is a database index?", old.fields[1])
    _, found = match([FIRST, old, LAST], [FIRST, reworded, LAST])
    assert found.matches[1].reason == "same place, title 66 % alike, same answer"


SUBJECTS = ("state", "portals", "refs", "context", "hooks", "fragments")


def ask_all(name: str, answer: str) -> list[Note]:
    return [
        make_note(f"What are {each} in {name}?", f"{answer} {each} {n} of them.") for n, each in enumerate(SUBJECTS)
    ]


def test_what_is_replaced_everywhere_is_one_edit() -> None:
    """The answers are new, and no title alone says that both names mean the same."""
    old, new = ask_all("ReactJS", "These are the many"), ask_all("React", "There are quite some, such as")
    matches, found = match([*old, FIRST], [*reversed(new), FIRST])
    assert {old[o].fields[0].split()[2]: new[::-1][n].fields[0].split()[2] for n, o in matches.items() if n < 6} == {
        each: each for each in SUBJECTS
    }
    assert {found.matches[n].reason.partition(",")[0] for n in range(6)} == {"ReactJS is React in this release"}


def test_what_is_still_there_was_not_replaced() -> None:
    old, new = ask_all("Vue", "These are the many"), ask_all("Ember", "There are quite some, such as")
    stay = [make_note(f"How does Vue do step {n}?", f"It does step {n} at once.") for n in range(4)]
    matches, _ = match([*old, *stay], [*new, *stay])
    assert matches == {n: n for n in range(6, 10)}


def test_opposites_are_replaced_nowhere() -> None:
    old = [
        make_note(f"What is the left {each}?", f"The {each} on one side of it, as seen from above.")
        for each in SUBJECTS
    ]
    new = [
        make_note(f"What is the right {each}?", f"The {each} on one side of it, as seen from above.")
        for each in SUBJECTS
    ]
    assert match(old, new)[0] == {}


def test_a_question_split_goes_on_in_the_part_that_keeps_its_text() -> None:
    cookie = (
        "A cookie is a short text that the browser sends with each request to the site that set it. It has a name, a"
    )
    cookie = f"{cookie} value, a date on which it ends, and flags that say which scripts may read it."
    session = "A session is state that the server keeps for one visitor."
    old = make_note("What are cookies and sessions?", f"{cookie} {session}")
    main, rest = make_note("What are cookies?", cookie), make_note("What are sessions?", session)
    assert match([FIRST, old, LAST], [FIRST, main, rest, LAST])[0] == {0: 0, 1: 1, 3: 2}
    assert match([FIRST, old, LAST], [FIRST, rest, main, LAST])[0] == {0: 0, 2: 1, 3: 2}


def test_two_questions_merged_go_on_in_the_one_that_begins_the_text_or_in_none() -> None:
    one = make_note(
        "What is a stack?", "A pile of things of which the last one put on is the first one taken off again."
    )
    other = make_note(
        "What is a queue?", "A row of things of which the first one to come is the first one to be served."
    )
    both = make_note("What are stacks and queues?", f"{one.fields[1]} {other.fields[1]}")
    assert match([FIRST, one, other, LAST], [FIRST, both, LAST])[0] in ({0: 0, 2: 3}, {0: 0, 1: 1, 2: 3})


def test_two_new_questions_about_one_old_thing_stay_apart() -> None:
    old = make_note("What is a trie?", "A tree whose edges are letters, so that words with one beginning share a path.")
    what = make_note(
        "What is the trie?", "A tree whose edges are letters, so that words with one beginning share a path."
    )
    how = make_note(
        "How does a trie work?", "Walk down along the letters of the word; where an edge lacks, it is not there."
    )
    assert match([FIRST, old, LAST], [FIRST, how, what, LAST])[0] == {0: 0, 2: 1, 3: 2}


def test_answers_that_were_swapped_by_mistake_follow_their_titles() -> None:
    one, other = (
        ("What is a stack?", "What is a queue?"),
        ("Last in, first out, as with plates.", "First in, first out."),
    )
    old = [make_note(one[0], other[1]), make_note(one[1], other[0])]
    new = [make_note(one[0], other[0]), make_note(one[1], other[1])]
    assert match(old, new)[0] == {0: 0, 1: 1}


def test_the_largest_group_is_still_solved() -> None:
    gains = {(o, n): 1.0 + (o == n) for o in range(90) for n in range(90)}
    assert [(choice.old, choice.new) for choice in assign(gains)] == [(n, n) for n in range(90)]


@pytest.mark.parametrize(
    ("size", "found"), [pytest.param(60, 60, id="just small enough"), pytest.param(61, 60, id="too large")]
)
def test_the_weakest_are_left_out_of_a_group_that_is_too_large(size: int, found: int) -> None:
    gains = {(n, max(n - less, 0)): 3.0 - less for less in (1, 0) for n in range(size)}
    gains[size - 1, size - 1] = 1.0
    assert len(assign(gains)) == found
    assert len(assign({(n, o): gain for (o, n), gain in gains.items()})) == found


def test_no_more_than_a_quarter_is_left_out_at_once() -> None:
    """Two groups, and the weak links between them, which are just a quarter of all."""
    strong = {(n, max(n - less, 0)): 4.0 - less for less in (1, 0) for n in range(40)}
    few = {(n, n): 2.0 for n in range(40, 61)}
    weak = [(o, n) for o in range(2) for n in range(40, 61)][: (len(strong) + len(few)) // 3 + 1]
    choices = assign(strong | few | dict.fromkeys(weak, 1.0))
    assert {(choice.old, choice.new) for choice in choices} >= few.keys()


def test_pairs_are_picked_by_what_speaks_for_them() -> None:
    pairs = [(1.0, 0, 0), (3.0, 1, 0), (2.0, 1, 1), (1.0, 0, 1), (1.0, 0, 2)]
    assert list(pick_pairs(pairs)) == [(1, 0), (0, 1)]


GAINS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9).map(float), max_size=14)


def find_best_sum(gains: dict[tuple[int, int], float]) -> float:
    orders = permutations(range(5))
    return max(sum(gains.get((o, n), 0.0) for o, n in enumerate(order)) for order in orders)


@settings(deadline=None, max_examples=60)
@given(GAINS)
def test_no_way_to_pair_is_better_and_the_margin_says_by_how_much(gains: dict[tuple[int, int], float]) -> None:
    choices = assign(gains)
    assert max(Counter(c.old for c in choices).values(), default=1) == 1
    assert max(Counter(c.new for c in choices).values(), default=1) == 1
    assert sum(gains[c.old, c.new] for c in choices) == find_best_sum(gains)
    for c in choices:
        without = {pair: gain for pair, gain in gains.items() if pair != (c.old, c.new)}
        assert c.margin == find_best_sum(gains) - find_best_sum(without)


@pytest.mark.parametrize(
    ("old", "new", "matches", "gaps"),
    [
        pytest.param("aaa", "aaa", {0: 0, 2: 2}, [((1,), (1,))], id="between two neighbours"),
        pytest.param("aa", "aa", {1: 0}, [], id="before and after the same neighbour"),
        pytest.param("aaaa", "aaaa", {0: 3, 1: 0, 2: 1}, [((2,), (3,))], id="what moved is no neighbour"),
        pytest.param("ab", "ab", {}, [((0,), (0,)), ((1,), (1,))], id="each article by itself"),
    ],
)
def test_a_gap_is_what_stands_between_neighbours_that_stayed(
    old: str, new: str, matches: dict[int, int], gaps: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    assert [(gap.olds, gap.news) for gap in find_gaps(old, new, matches)] == gaps


@pytest.mark.parametrize("size", range(7))
def test_as_many_neighbours_as_can_be_have_kept_their_order(size: int) -> None:
    for order in permutations(range(size)):
        pairs = list(zip(order, range(size), strict=True))
        rising = keep_rising(pairs)[::-1]
        assert rising == sorted(set(rising)) == sorted(rising, key=lambda pair: pair[1])
        assert set(rising) <= set(pairs)
        lengths = [1] * size
        for place, old in enumerate(order):
            lengths[place] = 1 + max((lengths[n] for n in range(place) if order[n] < old), default=0)
        assert len(rising) == max(lengths, default=0)


WORDS = "cache index lock queue thread socket route token shard replica".split()
TITLES = st.lists(
    st.permutations(WORDS).map(lambda p: f"What is a {p[0]} {p[1]}?"), min_size=2, max_size=8, unique=True
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["replace", "move", "edit", "reword", "drop"]), st.integers(0, 7), st.sampled_from(WORDS)
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=120)
@given(TITLES, EDITS)
def test_whatever_an_author_does_nobody_else_gets_the_history_of_what_stayed(
    titles: list[str], edits: list[tuple[str, int, str]]
) -> None:
    old = [
        make_note(title, f"It has to do with {title[10:-1]}, and is no. {n} here.") for n, title in enumerate(titles)
    ]
    new = list(enumerate(old))
    for what, place, word in edits:
        n = place % len(new) if new else 0
        if what == "replace":
            new = [(o, make_note(note.fields[0].replace(word, "mutex"), note.fields[1])) for o, note in new]
        elif what == "move" and new:
            new.insert(0, new.pop(n))
        elif what == "drop" and len(new) > 1:
            del new[n]
        elif new:
            front, back = new[n][1].fields[:2]
            edited = (front, f"{back} {word}") if what == "edit" else (f"Say: {front}", back)
            new[n] = new[n][0], make_note(*edited)
    if len({note.present for _, note in new}) < len(new):
        return
    matches, _ = match(old, [note for _, note in new])
    assert len(set(matches.values())) == len(matches)
    for n, (o, note) in enumerate(new):
        if note.fields == old[o].fields:
            assert matches.get(n) == o


def test_the_order_of_sets_changes_nothing() -> None:
    old, new = ask_all("ReactJS", "These are the many"), ask_all("React", "There are quite some, such as")
    first = match_notes(old, new, guids_first=False)
    assert match_notes(old, [replace(note) for note in new], guids_first=False) == first


@pytest.mark.parametrize(
    ("olds", "news", "old", "new", "share"),
    [
        pytest.param(1, 1, 0, 0, 1.0, id="alone"),
        pytest.param(2, 2, 1, 1, 0.5, id="at the same place from the start"),
        pytest.param(4, 5, 3, 4, 0.5, id="at the same place from the end"),
        pytest.param(4, 5, 3, 0, 0.2, id="at another place"),
        pytest.param(1, 4, 0, 1, 0.25, id="one of several that came"),
        pytest.param(12, 12, 3, 3, 0.5, id="in a gap that is just small"),
        pytest.param(13, 13, 3, 3, 1 / 13, id="in a large gap"),
    ],
)
def test_a_place_says_the_more_the_less_stands_there(olds: int, news: int, old: int, new: int, share: float) -> None:
    gap = Gap(tuple(range(olds)), tuple(range(news)))
    assert gap.rate(old, new) == share
    assert gap.is_small() == (max(olds, news) <= 12)


RENAMED = ["What are refs in ReactJS?", "What is state in ReactJS?"]


@pytest.mark.parametrize(
    ("old", "new", "left", "rules"),
    [
        pytest.param(
            RENAMED, ["What are refs in React?", "What is state in React?"], [], [("ReactJS", "React")], id="two"
        ),
        pytest.param(RENAMED[:1], ["What are refs in React?"], [], [], id="one alone is no rule"),
        pytest.param(
            RENAMED, ["What are refs in React?", "What is state in React?"], RENAMED[:1], [], id="half is left"
        ),
        pytest.param(
            RENAMED,
            ["What are refs in React 9?", "What is state in React 9?"],
            [],
            [("ReactJS", "React 9")],
            id="by two words",
        ),
        pytest.param(["Is a left x?", "Is a left y?"], ["Is a right x?", "Is a right y?"], [], [], id="opposites"),
        pytest.param(["Is a x here?", "Is a y here?"], ["Is the x here?", "Is the y here?"], [], [], id="fill words"),
        pytest.param(RENAMED, [f"{t[:-8]} React JS?" for t in RENAMED], [], [("ReactJS", "React JS")], id="one by two"),
        pytest.param(
            RENAMED,
            [f"{t[:-8]} one two three four five?" for t in RENAMED],
            [],
            [("ReactJS", "one two three four five")],
            id="by five words",
        ),
        pytest.param(
            [f"{t[:-8]} one two three four five?" for t in RENAMED],
            RENAMED,
            [],
            [("one two three four five", "ReactJS")],
            id="five words by one",
        ),
        pytest.param(RENAMED, [f"{t[:-8]} one two three four five six?" for t in RENAMED], [], [], id="by six words"),
        pytest.param(
            [f"Is {x} in Big Oak (BO)?" for x in "xy"] + [f"Has {x} a Big Oak?" for x in "xy"],
            [f"Is {x} in Elm?" for x in "xy"] + [f"Has {x} a Elm?" for x in "xy"],
            [],
            [("Big Oak BO", "Elm"), ("Big Oak", "Elm")],
            id="the longer name first",
        ),
        pytest.param(
            [f"Is {x} in Oak?" for x in "xy"] + [f"Has {x} a Fir?" for x in "xy"],
            [f"Is {x} in Elm?" for x in "xy"] + [f"Has {x} a Ash?" for x in "xy"],
            [],
            [("Fir", "Ash"), ("Oak", "Elm")],
            id="two names",
        ),
        pytest.param(
            [f"Is {x} in the Oak library?" for x in "xy"],
            [f"Is {x} in Oak?" for x in "xy"],
            [],
            [("the Oak library", "Oak")],
            id="it shrank on both sides",
        ),
        pytest.param(
            [f"Is {x} in Oak?" for x in "xy"],
            [f"Is {x} in the Oak library?" for x in "xy"],
            [],
            [],
            id="it grew on both sides",
        ),
        pytest.param(RENAMED, [f"{t[:-1]} Native?" for t in RENAMED], [], [], id="it only grew"),
        pytest.param([f"{t[:-1]} Native?" for t in RENAMED], RENAMED, [], [], id="it only shrank"),
        pytest.param(
            ["A red oak is x", "A red oak is y"], ["A oak red is x", "A oak red is y"], [], [], id="turned round"
        ),
        pytest.param(
            ["A red oak is x", "A red oak is y"],
            ["A blue oak is x", "A blue oak is y"],
            [],
            [("red", "blue")],
            id="no more than what changed at the end",
        ),
        pytest.param(
            ["A oak red is x", "A oak red is y"],
            ["A oak blue is x", "A oak blue is y"],
            [],
            [("red", "blue")],
            id="no more than what changed at the start",
        ),
        pytest.param(["Why ReactJS?", "How ReactJS?"], ["Why React?", "How React?"], [], [], id="one word is left"),
        pytest.param(
            ["Why ReactJS now?", "How ReactJS now?"],
            ["Why React now?", "How React now?"],
            [],
            [("ReactJS", "React")],
            id="two words are left",
        ),
        pytest.param(
            [f"{x} " + "so " * 38 + "ReactJS" for x in "xy"],
            [f"{x} " + "so " * 38 + "React" for x in "xy"],
            [],
            [("ReactJS", "React")],
            id="at the end of forty words",
        ),
        pytest.param(
            [f"{x} " + "so " * 39 + "ReactJS" for x in "xy"],
            [f"{x} " + "so " * 39 + "React" for x in "xy"],
            [],
            [],
            id="behind forty words",
        ),
        pytest.param(
            [f"Is {x} in ReactJS?" for x in "vwxyz"],
            [f"Is {x} in React?" for x in "vwxyz"],
            ["Is u in ReactJS?"],
            [("ReactJS", "React")],
            id="a fifth is left",
        ),
        pytest.param(
            [f"Is {x} in ReactJS?" for x in "wxyz"],
            [f"Is {x} in React?" for x in "wxyz"],
            ["Is u in ReactJS?"],
            [],
            id="a fourth is left",
        ),
    ],
)
def test_a_rule_is_what_several_titles_have_in_common(
    old: list[str], new: list[str], left: list[str], rules: list[tuple[str, str]]
) -> None:
    found = find_rules(old, new, [*new, *left], Turns(("en",)), lambda o, n: True)
    assert [(rule.old, rule.new) for rule in found] == rules
    assert find_rules(old, new, [*new, *left], Turns(("en",)), lambda o, n: False) == []


@pytest.mark.parametrize(
    ("rule", "text", "then"),
    [
        pytest.param(
            Rule("Big Oak BO", "Elm"), "a <b>big oak (BO)</b>", "a <b>Elm)</b>", id="with signs between words"
        ),
        pytest.param(Rule("Big Oak", "Elm"), "Big -- Oak", "Big -- Oak", id="with four of them"),
        pytest.param(Rule("Big Oak", "Elm"), "Big - Oak", "Elm", id="with three of them"),
        pytest.param(Rule("Big Oak", "Elm"), "Big <i>Oak</i>", "Big <i>Oak</i>", id="with a tag"),
        pytest.param(Rule("Oak", "Elm"), "Oaks", "Oaks", id="within a word"),
        pytest.param(Rule("零 网", "Oak"), "在零网上", "在零网上", id="within a run of letters"),
        pytest.param(Rule("零 网", "Oak"), "零网 1", "Oak 1", id="without spaces, where a script has none"),
    ],
)
def test_a_rule_is_applied_to_whole_words(rule: Rule, text: str, then: str) -> None:
    assert rule.apply(text) == then


@pytest.mark.parametrize(("related", "is_rule"), [(0, False), (1, False), (2, True), (3, True)])
def test_most_of_the_answers_have_to_speak_for_a_rule(related: int, is_rule: bool) -> None:
    old, new = ([f"Is {x} in {name}?" for x in ("xyz" if related != 1 else "xy")] for name in ("ReactJS", "React"))
    assert bool(find_rules(old, new, new, Turns(("en",)), lambda o, n: o < related)) == is_rule


def put_at(article: str, *notes: tuple[str, str]) -> list[Note]:
    return [make_note(front, back, article) for front, back in notes]


OAK, ELM, FIR, ASH = (
    (f"What is an {tree}?", f"The {tree} is a tree that is found all over the place, as all trees are that one knows.")
    for tree in ("oak", "elm", "fir", "ash")
)
YEW, BOX, BAY = (("Is yew so?", "Yew."), ("Is box so?", "Box."), ("Is bay so?", "Bay."))


@pytest.mark.parametrize(
    ("old", "new", "renamed"),
    [
        pytest.param(put_at("a", OAK), put_at("b", OAK), {"a": "b"}, id="all its questions went there"),
        pytest.param(put_at("a", OAK), put_at("b", OAK) + put_at("a", ELM), {}, id="it is still there"),
        pytest.param(put_at("a", OAK) + put_at("b", ELM), put_at("b", ELM, OAK), {}, id="the other one was there before"),
        pytest.param(put_at("a", OAK, ELM), put_at("b", OAK) + put_at("c", ELM), {}, id="half went there"),
        pytest.param(
            put_at("a", OAK, ELM, FIR), put_at("c", ELM) + put_at("b", OAK, FIR), {"a": "b"}, id="two of three did"
        ),
        pytest.param(put_at("a", YEW, BOX), put_at("b", YEW, BOX), {"a": "b"}, id="with two short answers"),
        pytest.param(put_at("a", YEW), put_at("b", YEW), {}, id="one short answer is too little"),
        pytest.param(put_at("a", YEW, BOX, BAY), put_at("b", YEW, BOX), {"a": "b"}, id="two of three short ones"),
        pytest.param(put_at("a", YEW, BOX, BAY, OAK), put_at("b", YEW, BOX), {}, id="two of four"),
        pytest.param(
            put_at("a", YEW, BOX) + put_at("b", OAK), put_at("b", OAK, YEW, BOX), {}, id="short ones in an article that was there"
        ),
        pytest.param(
            put_at("a", YEW, BOX), put_at("a", OAK) + put_at("b", YEW, BOX), {}, id="short ones while it is still there"
        ),
    ],
)  # fmt: skip
def test_an_article_is_renamed_if_most_of_it_is_in_one_that_came(
    old: list[Note], new: list[Note], renamed: dict[str, str]
) -> None:
    assert match_sure(old, new, guids_first=False).renamed == renamed


def test_a_question_that_asks_the_same_is_one_wherever_it_stands_and_whatever_it_says() -> None:
    """Title and fill words count just enough, without section, place and answer."""
    old = make_note("What is a tall stack?", "Red oak.", section="One")
    new = make_note("Please explain what a tall stack is", "Of a box.", section="Two")
    assert match([old, FIRST, LAST], [FIRST, LAST, new])[0] == {0: 1, 1: 2, 2: 0}


def test_a_section_counts_where_it_is_the_same() -> None:
    for section, has_section in (("One", True), ("Two", False)):
        old, new = make_note("What is red?", "a", section="One"), make_note("What is red oak?", "b", section=section)
        notes = [FIRST, old, LAST], [FIRST, new, LAST]
        evidence = Guess(*notes, match_sure(*notes, guids_first=False)).weigh()[1, 1]
        assert bool(evidence.amounts["section"]) == has_section


def test_a_reworded_note_that_two_packages_know_by_one_guid_has_a_reason() -> None:
    old = [FIRST, make_note(*OAK), make_note(*ELM)]
    new = [old[0], replace(old[1], fields=("What is the big oak?", *old[1].fields[1:])), old[2]]
    told = [found.reason for _, found in sorted(match_notes(old, new, guids_first=True).matches.items())]
    assert told == ["same note", "title 62 % alike, same answer", "same note"]
    same = match_notes(old, old, guids_first=True)
    assert [(n, found.old, found.reason) for n, found in same.matches.items()] == [
        (n, n, "same note") for n in range(3)
    ]


def test_notes_of_one_title_have_words_of_their_own() -> None:
    notes = [make_note("What is red?", back) for back in ("Oak.", "Elm.")]
    sure = match_sure([], notes, guids_first=False)
    assert [sure.word(note).answer for note in notes] == ["oak.", "elm."]


def test_an_example_that_changed_makes_no_other_question() -> None:
    old = make_note(*OAK)
    new = replace(old, fields=(*old.fields[:2], "An example.", *old.fields[3:]))
    assert match([old], [new])[1].matches[0].reason == "same key"


def test_what_hardly_speaks_for_a_pair_is_no_doubt() -> None:
    old = make_note("What is a foreign key?", "A column whose values must be found in another table.")
    new = make_note("What is a primary key?", "A column whose values tell rows apart.")
    assert match([FIRST, old, LAST], [FIRST, new, LAST])[1].doubts == ()


@pytest.mark.parametrize(("less", "is_clear"), [(6, False), (7, True)])
def test_a_choice_has_to_be_better_than_the_next_best_one(less: int, is_clear: bool) -> None:
    """Two ask the same; one says a little more of the old answer than the other, by 0.54 and by 0.65 points."""
    words = "Red oak is a tree that is found all over the place as all trees are that one knows and here it is".split()
    old = make_note("What is red oak?", " ".join(words))
    good = make_note("What is the red oak?", " ".join(words[:-1]))
    next_best = make_note("Explain red oak", " ".join(words[:-less]))
    assert match([FIRST, old, LAST], [FIRST, good, next_best, LAST])[0] == {0: 0, 3: 2} | ({1: 1} if is_clear else {})


def test_two_that_have_their_keys_wait_for_those() -> None:
    """Whatever their answers say: these were swapped."""
    old = [make_note(OAK[0], OAK[1]), make_note(ELM[0], "Wood that is used for boats, bows and the hubs of wheels.")]
    new = [make_note(OAK[0], old[1].fields[1]), make_note(ELM[0], old[0].fields[1])]
    assert match([FIRST, *old, LAST], [FIRST, *new, LAST])[0] == {n: n for n in range(4)}


def test_one_whose_key_went_to_another_thing_goes_where_its_answer_is() -> None:
    old, namesake = make_note(*OAK), make_note(OAK[0], "A town by the sea.")
    reworded = make_note("What is a big old oak?", OAK[1])
    assert match([FIRST, old, LAST], [FIRST, namesake, reworded, LAST])[0] == {0: 0, 2: 1, 3: 2}
    back = match([FIRST, namesake, reworded, LAST], [FIRST, old, LAST])[0]
    assert back == {0: 0, 1: 2, 2: 3}
