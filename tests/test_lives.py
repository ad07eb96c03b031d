"""Random authors and a learner who imports every release: Anki's own log says what each one cost."""

import os
import random
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from articles import write

pytest.importorskip("anki", reason="needs the package anki, whose wheel needs glibc 2.35 or newer")

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from mkdeck.apkg.read import read_apkg
from mkdeck.apkg.write import write_apkg
from mkdeck.deck.history import keep_history
from mkdeck.deck.notetype import make_notetypes
from mkdeck.load import Wish, load_deck
from mkdeck.model import Deck, Settings

WORDS = "cache index lock queue thread socket route token shard replica cursor buffer commit branch kernel page heap".split()
SECTIONS = ("Basics", "Advanced")


@dataclass(frozen=True)
class Question:
    number: int
    title: str
    answer: str
    section: str


@dataclass
class Author:
    """Writes articles, and edits them at random."""

    chance: random.Random
    count: int = 0
    articles: dict[str, list[Question]] = field(default_factory=dict)

    def ask(self) -> Question:
        self.count += 1
        title = f"What is the {self.chance.choice(WORDS)} {self.chance.choice(WORDS)} {self.count}?"
        return Question(self.count, title, self.say(), self.chance.choice(SECTIONS))

    def say(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(3, 30))).capitalize() + "."

    def begin(self) -> None:
        for name in ("one.md", "two.md")[: self.chance.randint(1, 2)]:
            self.articles[name] = [self.ask() for _ in range(self.chance.randint(1, 6))]

    def revise(self, release: int) -> None:
        for step in range(self.chance.randint(0, 5)):
            name = self.chance.choice(sorted(self.articles))
            questions = self.articles[name]
            place = self.chance.randrange(len(questions)) if questions else None
            match self.chance.choice(["edit", "edit", "move on", "add", "drop", "shuffle", "other article", "rename"]):
                case "edit" if place is not None:
                    questions[place] = replace(questions[place], answer=f"{questions[place].answer} {self.say()}")
                case "move on" if place is not None:
                    questions[place] = replace(questions[place], section=self.chance.choice(SECTIONS))
                case "add":
                    questions.append(self.ask())
                case "drop" if len(questions) > 1 and place is not None:
                    del questions[place]
                case "shuffle":
                    self.chance.shuffle(questions)
                case "other article" if len(questions) > 1 and place is not None:
                    self.articles[self.chance.choice(sorted(self.articles))].append(questions.pop(place))
                case "rename":
                    self.articles[f"renamed-{release}-{step}.md"] = self.articles.pop(name)

    def publish(self, folder: Path) -> list[Path]:
        """Write the articles, numbered or not, with one line end or the other, in any order."""
        for path in folder.glob("*.md"):
            path.unlink()
        end, is_numbered = self.chance.choice(["\n", "\r\n"]), self.chance.random() < 0.5
        paths = []
        for name, questions in self.articles.items():
            lines = ["---", "tags: [web]", "---"]
            for section in SECTIONS:
                lines += [f"## {section}", ""]
                for number, question in enumerate((q for q in questions if q.section == section), start=1):
                    prefix = f"{number}. " if is_numbered else ""
                    lines += [f"### {prefix}{question.title}", "", question.answer, ""]
            paths.append(write(folder, name, end.join(lines)))
        return self.chance.sample(paths, len(paths))


@pytest.mark.parametrize("seed", range(10))
def test_anki_adds_what_is_new_updates_what_changed_and_nothing_else(seed: int, tmp_path: Path) -> None:
    author = Author(random.Random(seed))
    author.begin()
    collection = Collection(str(tmp_path / "collection.anki2"))
    known: dict[int, Question] = {}
    previous: Deck | None = None
    for release in range(6):
        now = 1_500_000_000 + release
        sources = author.publish(tmp_path)
        present = load_deck(Wish(tuple(os.fspath(path) for path in sources), Settings(), now=now)).deck
        write_apkg(keep_history(previous, present, now)[0] if previous else present, tmp_path / "x.apkg")
        previous, _ = read_apkg(tmp_path / "x.apkg", make_notetypes(0))
        request = ImportAnkiPackageRequest(package_path=str(tmp_path / "x.apkg"), options=ImportAnkiPackageOptions())
        log = collection.import_anki_package(request).log
        asked = {question.number: question for questions in author.articles.values() for question in questions}
        changed = [number for number, question in asked.items() if known.get(number, question) != question]
        assert (len(log.new), len(log.updated)) == (len(asked.keys() - known.keys()), len(changed))
        known |= asked
        notes = {note["Question"]: note["Answer"] for note in map(collection.get_note, collection.find_notes(""))}
        assert notes == {question.title: f"<p>{question.answer}</p>" for question in known.values()}
        author.revise(release)
    collection.close()
