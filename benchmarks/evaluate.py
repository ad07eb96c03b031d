"""How right articles with known answers are read: ``python benchmarks/evaluate.py [--verbose] [--raise]``.

Prints for each set how many of its articles are read right, how many questions are found and missed, how many cards are extra, and how many
questions are misplaced: found, but with another line, section, front or answer. The share of questions that are right has a floor in
``floor.toml``; below it the script ends with 1. Floors are only raised: ``--raise`` writes today's shares where they are higher.
"""

import argparse
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
TESTS, SHARED = HOME / "tests", HOME.parent / "shared"
FLOOR = Path(__file__).with_name("floor.toml")
sys.path.insert(0, str(TESTS))

from articles import load  # noqa: E402  # found by the path above
from test_made import MADE, find_faults, fold, fold_html  # noqa: E402  # found by the path above
from test_reading import CASES, SHAPE_FILES, describe, read_cases, read_pairs  # noqa: E402  # found by the path above

from mkdeck.cli.outline import write_questions  # noqa: E402  # found by the path above
from mkdeck.model import Pair  # noqa: E402  # found by the path above

_AFTER_TITLE = re.compile(r" \+ | ->(?: |$)| \{(?!\{)")
"""What ``describe`` writes behind a title: the rest of the front, the answer, an id."""
_CLOZE = re.compile(r"\{\{c\d+::(.*?)(?:::.*?)?\}\}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question that a careful reader finds."""

    title: str
    is_right: Callable[[Pair], bool]
    """Whether the pair that was found has its place, its front and its answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """An article with its known answers, and what was found in it."""

    name: str
    wanted: Sequence[Wanted]
    found: Sequence[Pair]
    allowed: frozenset[str] = frozenset()
    """Titles of cards that may be there or not."""
    faults: tuple[str, ...] = ()
    """What else is wrong."""


@dataclass(slots=True)
class Score:
    articles: int = 0
    right: int = 0
    """Articles of which all is right."""
    found: int = 0
    missed: int = 0
    extra: int = 0
    misplaced: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Questions that are right, in percent of those that there are or seem to be."""
        whole = self.found + self.missed + self.extra
        return 100 * (self.found - self.misplaced) / whole if whole else 100.0

    def add(self, case: Case) -> None:
        found: dict[str, list[Pair]] = defaultdict(list)
        for pair in case.found:
            found[fold(pair.title)].append(pair)
        faults = list(case.faults)
        for wanted in case.wanted:
            title = wanted.title if wanted.title in found else _find_beginning(wanted.title, found)
            if not title:
                self.missed += 1
                faults.append(f"missed: {wanted.title}")
                continue
            self.found += 1
            pair = found[title].pop(0)
            if not found[title]:
                del found[title]
            if not wanted.is_right(pair):
                self.misplaced += 1
                faults.append(f"misplaced: {describe(pair)}")
        extra = [p for title, pairs in found.items() for p in pairs if title not in case.allowed]
        self.extra += len(extra)
        faults += [f"extra: {describe(pair)}" for pair in extra]
        self.articles += 1
        self.right += not faults
        self.faults += [f"{case.name}: {fault}" for fault in faults]


def _find_beginning(wanted: str, found: Collection[str]) -> str:
    """Return the title that begins with what is wanted, or that it begins with: either may show more of the front."""
    alike = (title for title in found if title and (title.startswith(wanted) or wanted.startswith(title)))
    return max(alike, key=len, default="") if wanted else ""


def evaluate_cases() -> Iterator[Case]:
    """Yield the written cases of this project: each expected line says all of a pair."""
    for shape in SHAPE_FILES:
        for title, article, expected in read_cases(f"{shape}.md"):
            wanted = [_want_line(line) for line in expected.splitlines() if not line.startswith("!")]
            yield Case(f"{shape}: {title}", wanted, read_pairs(article))


def _want_line(line: str) -> Wanted:
    title = _CLOZE.sub(r"\1", _AFTER_TITLE.split(line.partition(" | ")[2])[0])
    return Wanted(fold(title), lambda pair: describe(pair) == line)


def evaluate_made() -> Iterator[Case]:
    """Yield the long articles that were made up for this project."""
    for article in sorted(MADE.glob("*.md")):
        expected = json.loads(article.with_suffix(".json").read_text(encoding="utf-8"))
        wanted = [_want_described(each, each) for each in expected["pairs"]]
        yield _evaluate_file(article, wanted, expected.get("noise", ()))


def evaluate_corpora() -> Iterator[Case]:
    """Yield the articles of other people, with what must and must not stand in some of the answers."""
    for file in sorted((SHARED / "corpora" / "expected").glob("*.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        probes = {
            fold(probe["question"]): {
                "answer": probe["answer_must_contain"],
                "not_in_answer": probe["answer_must_not_contain"],
                "front": probe.get("front_must_contain", ()),
            }
            for probe in expected.get("probes", ())
        }
        wanted = [
            _want_described(pair | {"sections": pair["section"]}, probes.get(fold(pair["question"]), {}))
            for pair in expected["pairs"]
        ]
        article, noise = SHARED / "corpora" / expected["file"], expected.get("noise_must_not_appear_in_any_card", ())
        yield _evaluate_file(article, wanted, noise)


def _want_described(place: dict[str, Any], sides: dict[str, Any]) -> Wanted:
    def is_right(pair: Pair) -> bool:
        sections = [fold(each) for each in pair.sections] == [fold(each) for each in place.get("sections", ())]
        return pair.location.line == place["line"] and sections and not find_faults(pair, sides)

    return Wanted(fold(place["question"]), is_right)


def _evaluate_file(article: Path, wanted: Sequence[Wanted], noise: Sequence[str]) -> Case:
    pairs = [pair for each in load(article).articles for pair in each.pairs]
    shown = "|".join(fold_html(pair.question) + "|" + fold_html(pair.answer) for pair in pairs)
    faults = tuple(f"noise on a card: {each}" for each in noise if fold(each) and fold(each) in shown)
    return Case(article.stem, wanted, pairs, faults=faults)


def evaluate_small() -> Iterator[Case]:
    """Yield the smallest forms of faults of real articles: ``question | has; -lacks; ^front has; !front lacks``."""
    folder = SHARED / "cases"
    lines = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    wanted: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, lines)):
        if line.startswith("@"):
            wanted[line[1:].strip()] = []
        elif not line.startswith("#") and line != "(none)":
            list(wanted.values())[-1].append(line)
    for name, cards in wanted.items():
        loaded = load(folder / name if (folder / name).is_dir() else folder / f"{name}.md")
        told = fold(
            " ".join(chain((p.message for p in loaded.problems), write_questions(loaded, loaded.problems, None)))
        )
        faults = [f"not told: {c[5:]}" for c in cards if c.startswith("told:") and fold(c[5:]) not in told]
        pairs = [pair for article in loaded.articles for pair in article.pairs]
        asked = [_want_sides(card) for card in cards if not card.startswith("told:")]
        yield Case(name, asked, pairs, faults=tuple(faults))


def _want_sides(card: str) -> Wanted:
    question, _, rest = card.partition("|")

    def is_right(pair: Pair) -> bool:
        front, answer = (fold_html(pair.question), pair.question), (fold_html(pair.answer), pair.answer)
        for part in filter(None, map(str.strip, rest.split(";"))):
            sign, text = (part[0], part[1:]) if part[0] in "-^!" else ("", part)
            folded, written = front if sign in ("^", "!") else answer
            is_there = fold(text) in folded if fold(text) else text in written
            if is_there == (sign in ("-", "!")):
                return False
        return True

    return Wanted(fold(question), is_right)


SETS: dict[str, tuple[Path, Callable[[], Iterator[Case]]]] = {
    "cases": (CASES, evaluate_cases),
    "made": (MADE, evaluate_made),
    "corpora": (SHARED / "corpora", evaluate_corpora),
    "small": (SHARED / "cases", evaluate_small),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="say what is wrong, article by article")
    parser.add_argument("--raise", action="store_true", dest="raises", help="raise the floors to what is reached today")
    wish = parser.parse_args()
    floors: dict[str, float] = tomllib.loads(FLOOR.read_text(encoding="utf-8"))
    print("set       articles right    found   missed  extra  misplaced    right    floor")
    below = []
    for name, (folder, read_set) in SETS.items():
        if not folder.is_dir():
            print(f"{name:<9} skipped: there is no {folder}")
            continue
        score = Score()
        for case in read_set():
            score.add(case)
        print(
            f"{name:<9} {f'{score.right} of {score.articles}':>14} {score.found:>8} {score.missed:>8} {score.extra:>6} "
            f"{score.misplaced:>10} {score.share:>7.2f}% {floors[name]:>7.2f}%"
        )
        for fault in score.faults if wish.verbose else ():
            print(f"    {fault}")
        below += [name] if round(score.share, 2) < floors[name] else []
        floors[name] = max(floors[name], int(100 * score.share) / 100)
    if wish.raises:
        comment = [line for line in FLOOR.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        FLOOR.write_text("\n".join([*comment, *(f"{k} = {v}" for k, v in floors.items()), ""]), encoding="utf-8")
    if below:
        print(f"below the floor: {', '.join(below)}")
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
