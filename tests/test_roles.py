"""What became of each line of an article: nothing of it is lost silently."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

import pytest
from articles import SHARED
from hypothesis import HealthCheck, example, given, settings
from test_made import MADE, fold, fold_html
from test_properties import ARTICLES
from test_reading import SHAPE_FILES, read, read_cases

from mkdeck.article import read as read_module
from mkdeck.article import reading
from mkdeck.article.answers.ticks import find_usual_sign
from mkdeck.article.parsing.blocks import Block
from mkdeck.article.parsing.markdown import Parsed, parse_markdown, plain_text
from mkdeck.article.reading.candidate import Element
from mkdeck.article.reading.evidence import Evidence
from mkdeck.article.reading.weighing import weigh_candidates
from mkdeck.article.words import ALL
from mkdeck.model import Article
from mkdeck.problem import Problem
from mkdeck.words import list_languages, read_phrases

KNOTS = """\
# Knots

[![built](https://img.example/badge.svg)](https://ci.example)

- [What is a bend?](#what-is-a-bend)

Read it with a rope.

## Joining

### What is a bend?

It joins two ropes.

[Back to top](#knots)

### Which one slips?

- [ ] A bend
- [x] A hitch

<!-- look this up -->

**Answer:** the hitch.

#### Why?

It has one turn.

---

<details><summary>Which one holds?</summary>

A bowline.

</details>

## License

Free for all.
"""
ROLES = """\
1 title: Knots
3 text: built
5 navigation: What is a bend?
7 text: Read it with a rope.
9 section: Joining
11 question: What is a bend?
13 answer: It joins two ropes.
15 navigation: Back to top
17 question: Which one slips?
19-20 front: A bend A hitch
22 comment:
24-36 answer: Answer: the hitch.
38-40 frame: License
"""
TAG = re.compile(r"#[\w/-]+|\[\[[^\]]*\]\]")
"""What becomes a note's tag, and a picture as a wiki writes it."""
COUNT = re.compile(r"\d+$")
CARDS = frozenset({"question", "front", "answer"})
OWN = frozenset({"ends", "label", "cloze", "told", "pinned", "marked", "option"})
"""Signs that a candidate has by itself."""
KINDS = (
    "question_labels question_letters question_speakers answer_labels answer_short answer_letters answer_speakers back"
)
LABELS = {
    fold(word)
    for language in list_languages()
    for kind in KINDS.split()
    for phrase in read_phrases(language)[kind]
    for word in re.findall(r"\w+", re.sub(r"\w\?", "", phrase) + " " + phrase)
} | {"src", "cloze", ""}
"""What a line may have that is on its card but for these words: labels, a link to the top, where a title is from."""


LABEL = re.compile(ALL.any(*KINDS.split()))


def write_roles(article: Article) -> str:
    lines = [f"{r.line}-{r.end}" if r.end > r.line else str(r.line) for r in article.roles]
    return "".join(f"{line} {r.kind}: {r.text}".rstrip() + "\n" for line, r in zip(lines, article.roles, strict=True))


def test_each_line_of_an_article_has_a_role() -> None:
    article, _ = read(KNOTS)
    assert article is not None
    assert write_roles(article) == ROLES


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param("# What is a knot?\n\nA tie.\n", "1 question: What is a knot?\n3 answer: A tie.\n", id="file"),
        pytest.param(
            "# What is a bend?\n\n. . .\n\nA knot.\n\n---\n\n# And a hitch?\n\n. . .\n\nAnother.\n",
            "1 question: What is a bend?\n3 text: . . .\n5 answer: A knot.\n7 rule:\n"
            "9 question: And a hitch?\n11 text: . . .\n13 answer: Another.\n",
            id="slides",
        ),
        pytest.param(
            "# Knots\n\nQUESTION 1\nWhich one joins?\nA. bend\nB. hitch\n\nAnswer: A\n\nQUESTION 2\nAnd which slips?\nA. bend\nB. hitch\n\n"
            "Answer: B\n",
            "1 title: Knots\n3 mark: QUESTION 1\n4 question: Which one joins?\n5-6 front: A. bend B. hitch\n8 answer: Answer: A\n"
            "10 mark: QUESTION 2\n11 question: And which slips?\n12-13 front: A. bend B. hitch\n15 answer: Answer: B\n",
            id="labels that stand alone",
        ),
        pytest.param(
            "<details><summary>Bends</summary>\n\n### What joins?\n\nA bend.\n\n### What slips?\n\nNone.\n\n</details>\n",
            "1 title: Bends\n3 question: What joins?\n5 answer: A bend.\n7 question: What slips?\n9 answer: None.\n11 mark: </details>\n",
            id="a fold that is a section",
        ),
    ],
)
def test_every_shape_has_roles(text: str, roles: str) -> None:
    article, _ = read(text)
    assert article is not None
    assert write_roles(article) == roles


# --- for any article


@dataclass(frozen=True, slots=True)
class Account:
    """What of an article became nothing."""

    lost: list[str]
    """Texts without a role, or on no card though their role says so."""
    silent: list[str]
    """Candidates that speak for themselves, stand in an answer, and are told nowhere."""


def give_account(text: str) -> Account:
    found: list[Evidence] = []
    blocks: list[Block] = []

    def watch_parser(body: str) -> Parsed:
        parsed = parse_markdown(body)
        blocks[:] = parsed.blocks
        return parsed

    def watch_candidates(elements: Sequence[Element], answered: Container[int] = ()) -> list[Evidence]:
        found[:] = weigh_candidates(elements, answered)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_module, "parse_markdown", watch_parser)
        patch.setattr(reading, "weigh_candidates", watch_candidates)
        article, problems = read(text)
    if article is None:
        return Account([], [])
    return Account(list(find_lost(article, problems, blocks)), list(find_silent(article, problems, found)))


def find_lost(article: Article, problems: Sequence[Problem], blocks: Sequence[Block]) -> Iterator[str]:
    roles = {line: role for role in reversed(article.roles) for line in range(role.line, role.end + 1)}
    unanswered = {p.location.line for p in problems if p.code == "empty-answer"}
    shown = "".join(fold_html(pair.question) + fold_html(pair.answer) for pair in article.pairs)
    asked = [role.line for role in article.roles if role.kind == "question"]
    ticks = set(
        map(fold, re.findall(r"\w+", find_usual_sign(blocks)))
    )  # "X" behind the right options, which a card marks
    for line, words in read_words(blocks):
        role = roles.get(line)
        if role is None:
            yield f"line {line} has no role: {words}"
            continue
        if role.kind in CARDS and asked[bisect_right(asked, line) - 1] not in unanswered:
            missing = [
                w
                for w in map(fold, words)
                if w not in shown and w not in ticks and COUNT.sub("", w) not in LABELS and not LABEL.fullmatch(w)
            ]
            yield from [f"line {line} is {role.kind}, but on no card: {missing}"] if missing else []


def read_words(blocks: Sequence[Block]) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each text and code of an article with its line, as the parser finds them."""
    for token in (token for block in blocks for token in block.tokens):
        if token.type in ("inline", "fence", "code_block", "math_block") and token.map:
            text = plain_text(token.children) if token.children else token.content
            words = re.findall(r"\w+", TAG.sub("", text))
            yield from [(token.map[0] + 1, words)] if words else []


def find_silent(article: Article, problems: Sequence[Problem], found: Sequence[Evidence]) -> Iterator[str]:
    asked = {pair.location.line for pair in article.pairs}
    told = {problem.location.line for problem in problems}
    answers = {line for role in article.roles if role.kind == "answer" for line in range(role.line, role.end + 1)}
    chosen = Counter(e.candidate.series for e in found if e.candidate.line in asked)
    main = chosen.most_common(1)[0][0] if chosen else None
    for evidence in found:
        candidate, whole = evidence.candidate, evidence.whole
        is_told = candidate.line in told or (whole and told & {*range(whole.line, whole.end)})
        is_able = not evidence.bar or "label" in evidence.signs
        if candidate.line in answers - asked and not is_told and is_able:
            yield from [evidence.text] if evidence.signs & OWN or candidate.series == main else []


GROUPS = {shape: {title: text for title, text, _ in read_cases(f"{shape}.md")} for shape in SHAPE_FILES} | {
    "made": {path.stem: path.read_text("utf-8") for path in MADE.glob("*.md")},
    "corpora": {path.stem: path.read_text("utf-8") for path in (SHARED / "corpora" / "files").glob("*.md")},
    "small": {path.stem: path.read_text("utf-8") for path in (SHARED / "cases").glob("*.md")},
}
"""The written cases, the articles made for these tests, and those of other people where they are at hand."""


@pytest.mark.parametrize("group", GROUPS)
def test_each_letter_is_on_a_card_or_has_a_role_that_says_why_not_and_no_question_is_lost_silently(group: str) -> None:
    if not GROUPS[group] and group in ("corpora", "small"):
        pytest.skip("needs the articles of other people in ../shared")
    accounts = {name: give_account(text) for name, text in GROUPS[group].items()}
    assert {name: account for name, account in accounts.items() if account != Account([], [])} == {}


@settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(ARTICLES)
@example("\r0\n- 0\n- 0")
@example("<DETAILS>\r0")
@example("- **What joins?** A bend.\n\n## What is it?\n\nA:\n\n- **Which slips?** None.\n")
def test_no_line_and_no_question_of_any_text_is_lost_silently(text: str) -> None:
    account = give_account(text)
    assert [each for each in account.lost if "no role" in each] == []
    assert account.silent == []
