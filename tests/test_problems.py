"""Every problem that mkdeck can report: what causes it, where it is said to be, what is said, and how it ends."""

import ast
import os
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from os import sep
from pathlib import Path
from unittest.mock import patch

import pytest
from ankiconnect import open_add_on
from commands import Outcome, call, write_files

import mkdeck

QUEUE = "## What is a queue?\n\nA line of messages that wait.\n"
TREE = "## What is a tree?\n\nA graph without circles.\n"
TOML = '+++\ntitle = "Trees"\n+++\n'
YAML = "---\ntitle: Trees\n---\n"
FRESH = "It keeps the answer with the time until which it is fresh, "
NO_ANSWER = "empty-answer: question 'What is a tree?' has no answer"
OPENER = "open" if sys.platform == "darwin" else "xdg-open"
NO_FILE = "missing-media: no file 'oak.png' beside the article"


@dataclass(frozen=True, slots=True)
class Case:
    """Files, a command, and the problem that it tells of."""

    problem: str
    """``file:line: code: message``."""
    exit_code: int
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    """By name. There is always a ``good.md`` beside them that has no problem."""
    arguments: tuple[str, ...] = ("check", ".")
    earlier: Mapping[str, str | bytes] = field(default_factory=dict)
    """Files of which ``out.apkg`` is built before the others are written."""
    change: Callable[[Path], None] | None = None
    """What happens to the folder right before the command."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Of the environment."""
    lowered: Mapping[str, int] = field(default_factory=dict)
    """Bounds that would take too long to reach, by where they stand."""
    anki: bytes | None = None
    """What a running Anki answers, to whatever it is asked."""

    @property
    def code(self) -> str:
        return self.problem.split(": ")[1]

    def run(self, folder: Path, *arguments: str) -> Outcome:
        """Write the files and run the command, or another one."""
        if self.earlier:
            write_files(folder, self.earlier)
            assert call(folder, ".", "-o", "out.apkg").code == 0
        write_files(folder, {"good.md": QUEUE, **self.files})
        if self.change:
            self.change(folder)
        return self.call(folder, *(arguments or self.arguments))

    def call(self, folder: Path, *arguments: str) -> Outcome:
        """Run a command in a folder that is written already."""
        with patch.dict(os.environ, self.variables), ExitStack() as bounds:
            for name, value in self.lowered.items():
                bounds.enter_context(patch(name, value))
            if self.anki is not None:
                add_on = bounds.enter_context(open_add_on({}))
                add_on.raw = self.anki
                arguments += ("--anki", add_on.address)
            return call(folder, *arguments)


def change_member(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return what changes one member of ``out.apkg``."""

    def rewrite(folder: Path) -> None:
        with zipfile.ZipFile(folder / "out.apkg") as package:
            members = {member: package.read(member) for member in package.namelist()}
        with zipfile.ZipFile(folder / "out.apkg", "w") as package:
            for member, content in members.items():
                package.writestr(member, change(content) if member == name else content)

    return rewrite


def change_notes(statement: str) -> Callable[[Path], None]:
    """Return what runs SQL on the notes of ``out.apkg``."""

    def execute(content: bytes) -> bytes:
        with closing(sqlite3.connect(":memory:")) as collection:
            collection.deserialize(content)
            collection.execute(statement)
            collection.commit()
            return collection.serialize()

    return change_member("collection.anki2", execute)


def lock_trees(folder: Path) -> None:
    (folder / "trees.md").chmod(0o444)


def link(name: str, target: str) -> Callable[[Path], None]:
    """Return what makes a link in the folder."""
    return lambda folder: (folder / name).symlink_to(target)


def stretch(name: str, size: int) -> Callable[[Path], None]:
    """Return what makes a file longer, which costs the disk nothing."""
    return lambda folder: os.truncate(folder / name, size)


def build_other(folder: Path) -> None:
    assert call(folder, "good.md", "-o", "old.apkg").code == 0


def lose_history(folder: Path) -> None:
    """Build a release in which the question is reworded beyond recognition."""
    article = (folder / "trees.md").read_text(encoding="utf-8")
    write_files(folder, {"trees.md": article.replace(" {#what-is-a-tree}", "")})
    assert call(folder, "trees.md", "-o", "out.apkg").code == 0
    write_files(folder, {"trees.md": article})


CASES = {
    # settings
    "a configuration that is no TOML": Case(
        "mkdeck.toml:2: malformed-toml: invalid value (column 6)", 1, {"mkdeck.toml": 'deck = "Trees"\nid = \n'}
    ),
    "front matter that is no TOML": Case(
        "trees.md:3: malformed-toml: invalid value (column 9)",
        1,
        {"trees.md": f'+++\ntitle = "Trees"\ntags = [oak]\n+++\n{TREE}'},
    ),
    "TOML front matter below blank lines": Case(
        "trees.md:5: malformed-toml: invalid value (column 9)",
        1,
        {"trees.md": f'\n\n+++\ntitle = "Trees"\ntags = [oak]\n+++\n{TREE}'},
    ),
    "TOML front matter without an end": Case(
        "trees.md:2: malformed-toml: the front matter is not closed", 1, {"trees.md": f"\n+++\ndraft = true\n{TREE}"}
    ),
    "front matter that is no YAML": Case(
        "trees.md:3: malformed-yaml: the front matter cannot be read: mapping values are not allowed here",
        1,
        {"trees.md": f"---\nextra:\n  text: oak: old\n---\n{TREE}"},
    ),
    "a setting that there is not": Case(
        "mkdeck.toml:3: unknown-setting: there is no setting 'tag'", 1, {"mkdeck.toml": "# ours\n\ntag = ['oak']\n"}
    ),
    "a setting in TOML front matter that there is not": Case(
        "trees.md:5: unknown-setting: there is no setting 'dekc'",
        1,
        {"trees.md": f'+++\ntitle = "Trees"\n\n[extra.mkdeck]\ndekc = "Plants"\n+++\n{TREE}'},
    ),
    "a setting in YAML front matter that there is not": Case(
        "trees.md:4: unknown-setting: there is no setting 'dekc'",
        1,
        {"trees.md": f"---\ntitle: Trees\nmkdeck:\n  dekc: Plants\n---\n{TREE}"},
    ),
    "a setting of a wrong type": Case(
        "mkdeck.toml:2: wrong-setting: 'deck' is the number 3, not a text", 1, {"mkdeck.toml": "# ours\ndeck = 3\n"}
    ),
    "a setting with a value that there is not": Case(
        "mkdeck.toml:1: wrong-setting: 'sections' is 'flat', not \"subdecks\" or \"tags\"",
        1,
        {"mkdeck.toml": 'sections = "flat"\n'},
    ),
    "a setting in pyproject.toml of a wrong type": Case(
        "pyproject.toml:5: wrong-setting: 'deck' is the number 3, not a text",
        1,
        {"pyproject.toml": '[project]\nname = "plants"\n\n[tool.mkdeck]\ndeck = 3\n'},
    ),
    "a setting of the whole build in an article": Case(
        "trees.md:4: wrong-setting: 'id' is a setting of the whole build, not of an article",
        1,
        {"trees.md": f'+++\ntitle = "Trees"\n[extra.mkdeck]\nid = "plants"\n+++\n{TREE}'},
    ),
    "a pyproject.toml that is named and has no settings": Case(
        "pyproject.toml:1: wrong-setting: there is no table [tool.mkdeck]",
        1,
        {"pyproject.toml": '[project]\nname = "plants"\n'},
        ("check", "good.md", "--config", "pyproject.toml"),
    ),
    "a style that there is not": Case(
        "mkdeck.toml:3: missing-css: no file 'plants.css'",
        1,
        {"mkdeck.toml": 'deck = "Plants"\n\ncss = "plants.css"\n'},
    ),
    "a folder for pictures that there is not": Case(
        "mkdeck.toml:2: missing-media-root: no folder 'static'",
        1,
        {"mkdeck.toml": 'deck = "Plants"\nmedia-root = "static"\n'},
    ),
    "a style outside the configuration's folder": Case(
        f"notes{sep}mkdeck.toml:2: outside-setting: '../plants.css' lies outside the folder of the configuration, so 'css' "
        "cannot be it",
        1,
        {"notes/mkdeck.toml": '# ours\ncss = "../plants.css"\n', "plants.css": ".card { color: teal }"},
        ("check", "good.md", "--config", f"notes{sep}mkdeck.toml"),
    ),
    "a style that is none by its name": Case(
        "mkdeck.toml:2: wrong-setting: 'css' is 'good.md', not a file whose name ends in .css",
        1,
        {"mkdeck.toml": '# ours\ncss = "good.md"\n'},
    ),
    "one address for all articles": Case(
        "mkdeck.toml:2: shared-address: all articles link to 'https://example.org/plants'",
        0,
        {"mkdeck.toml": 'deck = "Plants"\nurl = "https://example.org/plants"\n', "trees.md": TREE},
    ),
    # files
    "a source that there is not": Case(
        "gone.md:1: missing-source: no file 'gone.md'", 2, arguments=("check", "good.md", "gone.md")
    ),
    "a pattern that finds nothing": Case(
        "gone*.md:1: missing-source: the pattern 'gone*.md' finds no file",
        2,
        arguments=("check", "good.md", "gone*.md"),
    ),
    "a folder without articles": Case(
        "empty:1: missing-source: no article in the folder 'empty'", 2, {"empty/": ""}, ("check", "good.md", "empty")
    ),
    "a configuration that is a folder": Case(
        "settings:1: unreadable-file: cannot read 'settings': is a folder",
        2,
        {"settings/": ""},
        ("check", "good.md", "--config", "settings"),
    ),
    "a link in a folder that leads out of it": Case(
        f"notes{sep}oak.md:1: outside-source: 'notes{sep}oak.md' is a link that leads to no article below 'notes', so it is "
        "left out",
        0,
        {"notes/trees.md": TREE, "oak.md": QUEUE},
        ("check", "notes"),
        change=link("notes/oak.md", "../oak.md"),
    ),
    "an article as long as no article": Case(
        "trees.md:1: large-file: 'trees.md' has more than 10 MB",
        1,
        {"trees.md": TREE},
        change=stretch("trees.md", 10_000_001),
    ),
    "an article in another encoding": Case(
        "trees.md:3: not-utf8: byte 0xe9 is not UTF-8", 1, {"trees.md": b"# Plants\r\n\r\n## What is a p\xe9tale?\r\n"}
    ),
    "an article in UTF-16": Case(
        "trees.md:1: not-utf8: byte 0xff is not UTF-8",
        1,
        {"trees.md": f"\ufeff{TREE}".encode("utf-16-le")},
    ),
    "an article in UTF-16 without a mark": Case(
        "trees.md:1: not-utf8: byte 0x00 is no text, and a tenth of the file and more are such bytes",
        1,
        {"trees.md": TREE.encode("utf-16-le")},
    ),
    "a package of another program": Case(
        "trees.mochi:1: not-utf8: 'trees.mochi' is a zip archive, as packages of flashcard programs are, and no article",
        1,
        {"trees.mochi": b"PK\x03\x04\x14\xff"},
        arguments=("check", "trees.mochi"),
    ),
    "a configuration in another encoding": Case(
        "mkdeck.toml:2: not-utf8: byte 0xe9 is not UTF-8", 1, {"mkdeck.toml": b'id = "plants"\ndeck = "P\xe9tales"\n'}
    ),
    # pictures
    "a picture that there is not": Case(f"trees.md:3: {NO_FILE}", 0, {"trees.md": f"{TREE[:20]}![an oak](oak.png)\n"}),
    "a picture below front matter": Case(
        f"trees.md:9: {NO_FILE}", 0, {"trees.md": f"{TOML}\n{TREE}\n![an oak](oak.png)\n"}
    ),
    "a picture in the last line of a paragraph": Case(
        f"trees.md:5: {NO_FILE}", 0, {"trees.md": f"{TREE}It has leaves\nand roots: ![an oak](oak.png)\n"}
    ),
    "a picture in a table": Case(
        f"trees.md:7: {NO_FILE}", 0, {"trees.md": f"{TREE}\n| tree |\n|---|\n| ![an oak](oak.png) |\n"}
    ),
    "a picture in raw HTML": Case(
        f"trees.md:6: {NO_FILE}", 0, {"trees.md": f"{TREE}\n<p>\n<img src='oak.png' alt='an oak'></p>\n"}
    ),
    "a picture in the question": Case(
        f"trees.md:4: {NO_FILE}", 0, {"trees.md": f"{YAML}{TREE.replace('?', ' ![](oak.png)?')}"}
    ),
    "a picture outside the article's folder": Case(
        f"notes{sep}trees.md:4: outside-media: '../oak.png' lies outside the article's folder, so it is not packed",
        0,
        {"notes/trees.md": f"{TREE}![an oak](../oak.png)\n", "oak.png": b"PNG"},
    ),
    "a picture as large as no picture": Case(
        "trees.md:4: large-media: 'oak.png' has more than 50 MB, so it is not packed",
        0,
        {"trees.md": f"{TREE}![an oak](oak.png)\n", "oak.png": b"PNG"},
        change=stretch("oak.png", 50_000_001),
    ),
    "a picture that is none": Case(
        "trees.md:4: wrong-media: 'oak.txt' is no picture that Anki shows",
        0,
        {"trees.md": f"{TREE}![an oak](oak.txt)\n", "oak.txt": "an oak"},
    ),
    "a picture of which two have the name": Case(
        f"notes{sep}trees.md:4: ambiguous-media: 'oak.png' may be 'a{sep}oak.png' or 'b{sep}oak.png', so none is packed",
        0,
        {"notes/trees.md": f"{TREE}![[oak.png]]\n", "a/oak.png": b"PNG", "b/oak.png": b"PNG"},
    ),
    "a picture that most clients do not show": Case(
        "trees.md:4: limited-media: 'oak.tif' is packed, but most clients of Anki do not show TIF",
        0,
        {"trees.md": f"{TREE}![[oak.tif]]\n", "oak.tif": b"II*"},
    ),
    "a sound that some client does not play": Case(
        "trees.md:5: limited-media: 'oak.ogg' is packed, but not every client of Anki plays OGG",
        0,
        {"trees.md": f"{TREE}It rustles:\n[sound:oak.ogg]\n", "oak.ogg": b"OggS"},
    ),
    "a film as large as no film": Case(
        "trees.md:4: large-media: 'oak.mp4' has more than 100 MB, so it is not packed",
        0,
        {"trees.md": f"{TREE}<video src='oak.mp4' controls></video>\n", "oak.mp4": b"mp4"},
        change=stretch("oak.mp4", 100_000_001),
    ),
    "a sound on the network": Case(
        "trees.md:4: remote-media: the sound 'https://example.org/oak.mp3' stays a link",
        0,
        {"trees.md": f"{TREE}![an oak](https://example.org/oak.mp3)\n"},
        ("check", ".", "--download-images"),
    ),
    "a page within the page": Case(
        "trees.md:6: left-out-html: <iframe> is left out: no card can have it",
        0,
        {"trees.md": f"{TREE}\nIt has\n<iframe src='https://example.org'></iframe> leaves.\n"},
    ),
    "math that does more than show something": Case(
        "trees.md:6: unsafe-math: a formula has '\\href' and is shown as its source",
        0,
        {"trees.md": f"{TREE}\nIt is $x$ and\n$\\href{{javascript:grow()}}{{y}}$.\n"},
    ),
    "math without bounds": Case(
        "trees.md:5: unsafe-math: a formula has more than 40em of space and is shown as its source",
        0,
        {"trees.md": f"{TREE}\n$$\n\\kern 99em x\n$$\n"},
    ),
    "a slug that could be markup": Case(
        "trees.md:1: wrong-id: the slug '<b>' has characters that an id cannot have",
        1,
        {"trees.md": f'+++\nslug = "<b>"\n+++\n{TREE}'},
    ),
    "a picture on the network": Case(
        "trees.md:4: remote-media: the picture 'https://example.org/oak.png' stays a link",
        0,
        {"trees.md": f"{TREE}![an oak](https://example.org/oak.png)\n"},
    ),
    "a picture on the network that cannot be downloaded": Case(
        "trees.md:4: failed-download: the picture 'http://127.0.0.1:9/oak.png' stays a link: 127.0.0.1:9 has a private "
        "address",
        0,
        {"trees.md": f"{TREE}![an oak](http://127.0.0.1:9/oak.png)\n"},
        ("check", ".", "--download-images"),
    ),
    # articles
    "a draft": Case(
        "trees.md:1: draft: the article is a draft and left out", 0, {"trees.md": f"---\ndraft: true\n---\n{TREE}"}
    ),
    "a question without an answer": Case(f"trees.md:5: {NO_ANSWER}", 0, {"trees.md": f"{QUEUE}\n## What is a tree?\n"}),
    "a question without an answer below TOML front matter": Case(
        f"trees.md:8: {NO_ANSWER}", 0, {"trees.md": f"{TOML}{QUEUE}\n## What is a tree?\n"}
    ),
    "a question without an answer below YAML front matter": Case(
        f"trees.md:8: {NO_ANSWER}", 0, {"trees.md": f"{YAML}{QUEUE}\n## What is a tree?\n"}
    ),
    "a question that waits for its answer": Case(
        f"trees.md:5: {NO_ANSWER}", 0, {"trees.md": f"{QUEUE}\n## What is a tree?\n\nTo be completed.\n"}
    ),
    "an answer as long as no answer": Case(
        "trees.md:1: large-note: question 'What is a tree?' and its answer have more than 2 MB, so they become no card",
        0,
        {"trees.md": f"{TREE}\n{'leaf ' * 500_000}\n"},
    ),
    "more questions than a package holds": Case(
        "trees.md:5: large-deck: there are 3 questions, and a package holds 2",
        1,
        {"trees.md": f"{TREE}\n## What is a leaf?\n\nA node without children.\n"},
        lowered={"mkdeck.deck.assemble.MAX_NOTES": 2},
    ),
    "articles that Git ignores": Case(
        "bush.md:1: ignored-source: 'bush.md' and 1 more below '.' are left out, as .gitignore or the setting exclude say",
        0,
        {".gitignore": "bush.md\nold/\n", "bush.md": TREE, "old/oak.md": TREE, "build/a.txt": "", "trees.md": TREE},
    ),
    "more tags than anybody searches by": Case(
        "trees.md:2: many-tags: the article has 201 tags, more than 200, and every note would carry them all",
        1,
        {"trees.md": f"---\ntags: {[f't{n}' for n in range(201)]}\n---\n\n{TREE}\nA plant.\n"},
    ),
    "an address longer than browsers take": Case(
        f"mkdeck.toml:1: wrong-setting: 'url' is 'https://example.org/{'a' * 40}…', not an address that begins with https:// or http:// and has at most 2000 characters",
        1,
        {"mkdeck.toml": f'url = "https://example.org/{"a" * 2000}"\n', "trees.md": f"{TREE}\nA plant.\n"},
    ),
    "a long footnote below each answer": Case(
        "trees.md:1: large-footnotes: the footnotes of the article are so long, and used so often, that they do not fit on the cards",
        1,
        {"trees.md": f"{TREE}\nA plant.[^1]\n\n## What is a bush?\n\nAnother.[^1]\n\n[^1]: {'leaf ' * 20}\n"},
        lowered={"mkdeck.article.parsing.markdown._MOST_FOOTNOTES": 150},
    ),
    "warnings, strictly": Case(
        f"trees.md:5: {NO_ANSWER}", 1, {"trees.md": f"{QUEUE}\n## What is a tree?\n"}, ("check", ".", "--strict")
    ),
    "an article without questions": Case(
        "trees.md:1: no-question: no question found: nothing in the article asks and is answered",
        0,
        {"trees.md": "# Trees\n\nThey grow.\n"},
    ),
    "headings few of which ask, where nothing else does": Case(
        "trees.md:3: assumed-questions: 3 of 7 headings ask, and all of them were taken as questions",
        0,
        {
            "trees.md": "# Trees\n\n"
            + "".join(
                f"## {title}\n\nSome words.\n\n"
                for title in ("Bark", "Fir vs spruce", "Roots", "Leaf vs needle", "Ash vs elm", "Wood", "Sap")
            )
        },
    ),
    "an article without headings at the level that was set": Case(
        "trees.md:1: no-question: no question found: the article has no heading with ###",
        0,
        {"trees.md": f"---\nmkdeck:\n  question-level: 3\n---\n{TREE}"},
    ),
    "nothing to put into a package": Case(
        "bushes.md:1: no-note: no article has a question with an answer, so there is nothing to put into a package",
        1,
        {"trees.md": "# Trees\n\nThey grow.\n", "bushes.md": "# Bushes\n\nThey grow.\n"},
        ("check", "bushes.md", "trees.md"),
    ),
    "an id that cannot be one": Case(
        "trees.md:1: wrong-id: the id 'a$b' has characters that an id cannot have",
        1,
        {"trees.md": TREE.replace("?", "? {#a$b}")},
    ),
    "a kind in a comment that there is not": Case(
        "trees.md:4: wrong-kind: there is no kind of cards 'both'",
        1,
        {"trees.md": TOML + TREE.replace("\n\n", "\n<!-- kind: both -->\n\n", 1)},
    ),
    "a kind in front matter that there is not": Case(
        'trees.md:3: wrong-setting: \'kind\' is \'tiped\', not "question" or "cloze" or "both-ways" or "typed"',
        1,
        {"trees.md": f"---\nmkdeck:\n  kind: tiped\n---\n{TREE}"},
    ),
    "a question that hides nothing": Case(
        "trees.md:4: no-cloze: question 'What is a tree?' hides nothing, so it becomes no card",
        0,
        {"trees.md": TOML + TREE.replace("\n\n", "\n<!-- kind: cloze -->\n\n", 1)},
    ),
    "a cloze without its end": Case(
        "trees.md:1: unread-cloze: question 'An oak is a {{c2::tree.' has a mark of a cloze that is none",
        0,
        {"trees.md": "## {{c1::An oak}} is a {{c2::tree.\n"},
    ),
    "an answer that nobody types": Case(
        "trees.md:1: untypable-answer: the answer to 'What is a tree?' has more than a line to be typed",
        0,
        {"trees.md": "## What is a tree?\n<!-- kind: typed -->\n\n- a plant\n- with a trunk\n"},
    ),
    "cards of a tool with a separator of its own": Case(
        "trees.md:2: unread-sign: 2 of 2 cards that a flashcard tool has marked here are read as none: they have '=>>' between their sides",
        0,
        {"trees.md": "Oak =>> a tree\n<!--SR:!2021-08-16,7,150-->\n\nElm =>> one, too\n<!--SR:!2021-08-16,7,150-->\n"},
    ),
    "a card of a tool that is read as none, above one that is": Case(
        "trees.md:2: unread-sign: 1 of 1 cards that a flashcard tool has marked here is read as none",
        0,
        {"trees.md": "Oak =>> a tree\n<!--SR:!2021-08-16,7,150-->\n\nWhat is a tree?\n?\nA plant.\n"},
    ),
    "a card of a tool in a form that is read by none": Case(
        "trees.md:6: unread-sign: 1 of 2 cards that a flashcard tool has marked here is read as none",
        0,
        {"trees.md": "What is a tree?\n?\nA plant.\n<!--SR:!2021-08-16,7,150-->\n\nOak <!--SR:!2021-08-16,7,150-->\n"},
    ),
    "lines that are to be seen again": Case(
        "trees.md:1: unread-sign: 2 lines with #card-spaced or #card-reminder ask nothing and become no cards",
        0,
        {"trees.md": f"Plant one. #card-reminder\n\nWater it. #card/spaced\n\n{TREE}"},
    ),
    "a part of the front as markdown-anki-decks has it": Case(
        "trees.md:4: unread-sign: a <div data-question> stands in the answer and not on the front",
        0,
        {"trees.md": "# Trees\n\n## What is this?\n<div data-question>\n\nA leaf.\n\n</div>\n\nOf an oak.\n"},
    ),
    "what all cards of an article have": Case(
        "trees.md:3: unread-sign: a FROZEN field is on no card",
        0,
        {"trees.md": f"TARGET DECK: Trees\n\nFROZEN - Extra: see the wood\n\n{TREE}"},
    ),
    "a card that is to be deleted": Case(
        "trees.md:9: unread-sign: a card with DELETE is left out",
        0,
        {
            "trees.md": f"{TREE}\nSTART\nBasic\nDELETE\nID: 1566052191670\nEND\n".replace(
                "Basic", "Basic\nWhat?\nBack: It."
            )
        },
    ),
    "decks of several parts": Case(
        "trees.md:1: unread-sign: its parts name 2 decks, and all cards are in 'Oaks'",
        0,
        {
            "trees.md": "---\nDeck: Oaks\n\n1. What is it?\n\n> A tree.\n\n---\n\n---\nDeck: Elms\n\n1. What is that?\n\n> One, too.\n\n---\n"
        },
    ),
    "a question in a reference": Case(
        "trees.md:1: unread-sign: a card is a reference to a block of another page and is not read",
        0,
        {"trees.md": f"- ((66c2b37c-4e6f-47dc-a816-6830524773f1)) #card\n\t- A plant.\n\n{TREE}"},
    ),
    "an id in a comment that cannot be one": Case(
        "trees.md:4: wrong-id: the id 'big tree' has characters that an id cannot have",
        1,
        {"trees.md": TOML + TREE.replace("\n\n", "\n<!-- id: big tree -->\n\n", 1)},
    ),
    "two questions alike": Case(
        "trees.md:5: equal-ids: question 'What is a tree?' has the same id as the one in line 1, so it gets "
        "'what-is-a-tree-2'",
        0,
        {"trees.md": f"{TREE}\n## What is a tree?\n\nA plant with a trunk.\n"},
    ),
    "one question in two articles of one name": Case(
        "trees.md:4: double-key: question 'What is a tree?' has the key 'plants/what-is-a-tree', as in oaks.md:4, and is "
        "left out",
        0,
        {"oaks.md": f"---\nslug: plants\n---\n{TREE}", "trees.md": f"---\nslug: plants\n---\n{TREE}"},
    ),
    "one question in two articles of one name in two folders": Case(
        f"park{sep}trees.md:1: shared-slug: 1 question is asked in garden{sep}trees.md of the same slug, too, and told "
        "apart by the folder, as in the key 'park/trees/what-is-a-tree'",
        0,
        {"garden/trees.md": TREE, "park/trees.md": TREE},
    ),
    "an article that only its folder names": Case(
        f"notes{sep}README.md:1: folder-slug: the folder's name is part of every question's identity: another clone may "
        "make another deck",
        0,
        {"notes/README.md": TREE},
    ),
    "a comment without an end": Case(
        "trees.md:8: unclosed-comment: a comment is not closed, so the rest of the article is part of it",
        0,
        {"trees.md": f"{TOML}{TREE}\n<!-- more to come\n\n## What is a leaf?\n\nA node.\n"},
    ),
    "a code fence without an end": Case(
        "trees.md:8: unclosed-fence: a code fence is not closed, so it goes on to the next heading or the end of the article",
        0,
        {"trees.md": f"{TOML}{TREE}\n```python\n\n## What is a leaf?\n\nA node.\n"},
    ),
    "a question in a cell that cannot be pinned": Case(
        "trees.md:3: unpinnable: question 'What does a | b do?' cannot be pinned as 'what-does-a-b-do', so the article is left as it was",
        1,
        {"trees.md": "| Question | Answer |\n|---|---|\n| What does `a \\| b` do? | It joins. |\n"},
        ("pin", "trees.md"),
    ),
    "a fold without an end": Case(
        "trees.md:8: unclosed-details: a <details> is not closed, so it ends before the next heading or fold",
        0,
        {"trees.md": f"{TOML}{TREE}\n<details><summary>More</summary>\n\nLeaves.\n\n## What is a leaf?\n\nA node.\n"},
    ),
    "a heading that asks but is no question": Case(
        "trees.md:4: left-out: 'What is a plant?' asks, but its level is not that of the questions",
        0,
        {"trees.md": f"---\nmkdeck: {{question-level: 3}}\n---\n## What is a plant?\n\nIt grows.\n\n#{TREE}"},
    ),
    "an answer's file that there is not": Case(
        "trees.md:4: missing-answer: no file 'oak.md' below the article's folder",
        0,
        {"trees.md": "---\nquestions:\n  What is a leaf?: A node.\n  What is an oak?: oak.md\n---\n"},
    ),
    "an answer's file outside the article's folder": Case(
        f"notes{sep}trees.md:5: outside-answer: '../oak.md' lies outside the article's folder, so it is not read",
        0,
        {
            "notes/trees.md": '+++\n[questions]\n"What is a leaf?" = "A node."\n# ours\n"What is an oak?" = "../oak.md"\n+++\n',
            "oak.md": TREE,
        },
    ),
    "an entry of a list of questions that has none": Case(
        "trees.md:5: wrong-index: entry 2 of 'questions' has no question",
        0,
        {
            "trees.md": "---\nquestions:\n  - question: What is a leaf?\n    answer: A node.\n  - answer: A plant.\n---\n"
        },
    ),
    "a title that promises more than there is": Case(
        "trees.md:2: other-count: the title promises 50 questions, and 2 were found",
        0,
        {"trees.md": f"{TOML.replace('Trees', '50 Tree Questions')}{TREE}\n## What is a leaf?\n\nA node at the end.\n"},
    ),
    "a heading that promises less than there is, strictly": Case(
        "trees.md:4: other-count: the title promises 3 questions, and 4 were found",
        0,
        {
            "trees.md": f"{YAML}# The 3 Most Asked Tree Questions\n\n{TREE}\n## What is a leaf?\n\nA node at the end.\n\n"
            "## What is a root?\n\nThe first node.\n\n## What is a path?\n\nSome edges.\n"
        },
        ("check", ".", "--strict"),
    ),
    "two articles that ask nearly the same": Case(
        "trees.md:4: near-duplicate: question 'What is a tree?' is nearly the same as 'What are trees?' in plants.md:1",
        0,
        {"plants.md": "## What are trees?\n\nPlants with trunks.\n", "trees.md": f"{TOML}{TREE}"},
    ),
    # the package
    "a name that is none of a package": Case(
        "out.zip:1: wrong-package-name: 'out.zip' is no name that Anki opens", 2, arguments=("good.md", "-o", "out.zip")
    ),
    "a folder for the package that there is not": Case(
        f"dist{sep}out.apkg:1: unwritable-package: there is no folder 'dist' to write to",
        2,
        arguments=("good.md", "-o", "dist/out.apkg"),
    ),
    "a file in the package's place that is none": Case(
        "out.apkg:1: not-a-package: 'out.apkg' exists and is no Anki package, so it is not overwritten",
        2,
        {"out.apkg": b"my notes"},
        ("good.md", "-o", "out.apkg"),
    ),
    # the page of a preview
    "a name that no browser opens": Case(
        "out.zip:1: wrong-page-name: 'out.zip' is no name that a browser opens",
        2,
        arguments=("preview", "good.md", "-o", "out.zip"),
    ),
    "a folder for the page that there is not": Case(
        f"dist{sep}out.html:1: unwritable-page: there is no folder 'dist' to write to",
        2,
        arguments=("preview", "good.md", "-o", "dist/out.html"),
    ),
    "a page of somebody else's in its place": Case(
        "out.html:1: not-a-preview: 'out.html' exists and is no page of mkdeck, so it is not overwritten",
        2,
        {"out.html": "<p>mine</p>"},
        ("preview", "good.md", "-o", "out.html"),
    ),
    "a system that has no program to open with": Case(
        f"out.apkg:1: not-opened: nothing opens 'out.apkg': there is no program '{OPENER}'",
        0,
        arguments=("good.md", "-o", "out.apkg", "--open"),
        variables={"PATH": ""},
    ),
    # the previous package
    "a deck under another name": Case(
        "trees.md:1: deck-renamed: the deck 'Trees' is now 'Plants': learners get a second deck, and cards they have stay "
        "in the first",
        0,
        {"trees.md": f"---\ntitle: Plants\n---\n{TREE}"},
        (".", "-o", "out.apkg"),
        earlier={"trees.md": f"{YAML}{TREE}"},
    ),
    "questions of another kind": Case(
        "trees.md:1: kind-changed: 1 question was of the kind question, now typed: learners get new cards, and keep the old "
        "ones with their history",
        0,
        {"trees.md": TREE.replace("\n\n", "\n<!-- kind: typed -->\n\n", 1)},
        (".", "-o", "out.apkg"),
        earlier={"trees.md": TREE},
    ),
    "a section under another name": Case(
        "trees.md:7: deck-renamed: the deck 'Trees::Shapez' is now 'Trees::Shapes' for 1 of 1 questions: learners get a "
        "second deck, and cards they have stay in the first",
        0,
        {"trees.md": f"{TOML}\n## Shapes\n\n#{TREE}"},
        (".", "-o", "out.apkg"),
        earlier={"trees.md": f"{TOML}\n## Shapez\n\n#{TREE}"},
    ),
    "an id that gives back a lost history": Case(
        "trees.md:1: history-rejoined: question 'How do birds live?' has the history of its id again: who has the last "
        "release has it twice",
        0,
        {"trees.md": "## How do birds live? {#what-is-a-tree}\n\nIn nests.\n"},
        ("trees.md", "-o", "out.apkg"),
        earlier={"trees.md": TREE},
        change=lose_history,
    ),
    "a package to be replaced that knows more": Case(
        "out.apkg:1: forgotten-notes: 'out.apkg' has 1 note that no package named by --previous knows, so their history "
        "ends here",
        0,
        arguments=("good.md", "--previous", "old.apkg", "-o", "out.apkg"),
        earlier={"trees.md": TREE},
        change=build_other,
    ),
    "a folder of previous packages that is empty": Case(
        "old:1: unreadable-previous: there is no package in 'old'",
        2,
        {"old/": ""},
        ("good.md", "--previous", "old", "-o", "out.apkg"),
    ),
    "a question that may be one that is gone": Case(
        "trees.md:1: maybe-reworded: question 'How does a browser keep pages that it may need again?' is new, or is it 'How does"
        " a browser cache a page?', which is gone ('trees/how-does-a-browser-cache-a-page')? same place, title 46 % alike, answer 78 % alike",
        0,
        {
            "trees.md": f"## How does a browser keep pages that it may need again?\n\n{FRESH}then asks the server whether it has changed.\n"
        },
        (".", "-o", "out.apkg"),
        earlier={
            "trees.md": f"## How does a browser cache a page?\n\n{FRESH}and asks the server again when that has passed.\n"
        },
    ),
    "a previous package that is damaged": Case(
        "out.apkg:1: unreadable-previous: cannot read 'out.apkg': its collection is no SQLite database",
        1,
        arguments=("good.md", "-o", "out.apkg"),
        earlier={"trees.md": TREE},
        change=change_member("collection.anki2", lambda _: b"once a database"),
    ),
    "a previous package that there is not": Case(
        "gone.apkg:1: unreadable-previous: cannot read 'gone.apkg': there is no file",
        2,
        arguments=("good.md", "--previous", "gone.apkg", "-o", "out.apkg"),
    ),
    "a package to compare with that there is not": Case(
        "gone.apkg:1: unreadable-previous: cannot read 'gone.apkg': there is no file",
        2,
        arguments=("diff", "out.apkg", "gone.apkg"),
        earlier={"trees.md": TREE},
    ),
    "a previous package whose memory is damaged": Case(
        "out.apkg:1: unreadable-memory: 'out.apkg' has a mkdeck.json that cannot be read, so its notes are compared by "
        "their fields",
        0,
        arguments=(".", "-o", "out.apkg"),
        earlier={"trees.md": TREE},
        change=change_member("mkdeck.json", lambda _: b"{"),
    ),
    "a previous package with notes of the learner's own": Case(
        "out.apkg:1: foreign-notes: 'out.apkg' has 1 note of another notetype, which is left out",
        0,
        arguments=(".", "-o", "out.apkg"),
        earlier={"trees.md": TREE, "queues.md": QUEUE},
        change=change_notes("UPDATE notes SET mid = 1 WHERE sfld LIKE '%tree%'"),
    ),
    "a previous package with a damaged note": Case(
        "out.apkg:1: damaged-notes: 'out.apkg' has 1 note that cannot be read and is left out",
        0,
        arguments=(".", "-o", "out.apkg"),
        earlier={"trees.md": TREE, "queues.md": QUEUE},
        change=change_notes("UPDATE notes SET flds = 'half' WHERE sfld LIKE '%tree%'"),
    ),
    # pinning
    "a question that is not pinned": Case(
        "trees.md:4: not-pinned: question 'What is a tree?' has no id of its own",
        1,
        {"trees.md": f"{YAML}{TREE}"},
        ("pin", "--check", "trees.md"),
    ),
    "ids written without a look at the last release": Case(
        "trees.md:1: no-previous: no previous package is named, so questions get the ids of their present wordings",
        0,
        {"trees.md": TREE},
        ("pin", "trees.md"),
    ),
    "an article whose slug is not pinned": Case(
        "trees.md:1: slug-not-pinned: the slug 'trees' comes from the file's name, not from the front matter",
        1,
        {"trees.md": f"{YAML}{TREE}"},
        ("pin", "--check", "trees.md"),
    ),
    "a question that learners know by another id": Case(
        "trees.md:1: pinned-otherwise: question 'What is a tree?' is pinned as 'plant', but learners have it as "
        "'trees/what-is-a-tree'",
        0,
        {"trees.md": TREE.replace("?", "? {#plant}")},
        ("pin", "--previous", "out.apkg", "trees.md"),
        earlier={"trees.md": TREE},
    ),
    "a question in a list of front matter": Case(
        "trees.md:3: unpinnable: question 'What is a leaf?' cannot be pinned as 'what-is-a-leaf', so the article is left as "
        "it was",
        1,
        {"trees.md": "---\nquestions:\n  - question: What is a leaf?\n    answer: A node.\n---\n"},
        ("pin", "trees.md"),
    ),
    "an article that may not be written": Case(
        "trees.md:1: unwritable-file: cannot write 'trees.md': permission denied",
        1,
        {"trees.md": TREE},
        ("pin", "trees.md"),
        change=lock_trees,
    ),
    # a running Anki
    "an Anki that is not there": Case(
        "out.apkg:1: no-anki: no Anki answers at 127.0.0.1:1: nothing listens there",
        1,
        earlier={"trees.md": TREE},
        arguments=("push", "out.apkg", "--anki", "127.0.0.1:1"),
    ),
    "an Anki that wants a key": Case(
        "out.apkg:1: anki-key: this AnkiConnect wants a key",
        1,
        earlier={"trees.md": TREE},
        arguments=("push", "out.apkg"),
        anki=b'{"result": null, "error": "valid api key must be provided"}',
    ),
    "an Anki without an open profile": Case(
        "out.apkg:1: anki-refused: it is refused by Anki: collection is not available",
        1,
        earlier={"trees.md": TREE},
        arguments=("push", "out.apkg"),
        anki=b'{"result": null, "error": "collection is not available"}',
    ),
}

DETAILS = {"ignored-source", "left-out", "near-duplicate"}
"""Codes that check tells and build does not."""

UNWRITABLE = "an article that may not be written"
LINKED = "a link in a folder that leads out of it"
writes_everywhere = pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="whoever runs this test may write everywhere"
)
makes_no_links = pytest.mark.skipif(sys.platform == "win32", reason="making a link needs rights on Windows")
MARKS = {UNWRITABLE: [writes_everywhere], LINKED: [makes_no_links]}
PARAMS = {name: pytest.param(case, id=name, marks=MARKS.get(name, [])) for name, case in CASES.items()}
every_case = pytest.mark.parametrize("case", PARAMS.values())
every_checked_case = pytest.mark.parametrize(
    "case", [param for name, param in PARAMS.items() if CASES[name].arguments[0] == "check"]
)


def told_problems(outcome: Outcome) -> list[str]:
    """Return the findings on standard error without how grave they are; what else stands there are hints, and a line that counts."""
    lines = outcome.err.splitlines()
    counts = [line for line in lines[-1:] if re.match(r"\d+ (error|warning)s?\b", line)]
    told = [line for line in lines[: len(lines) - len(counts)] if not line.startswith("  hint: ")]
    assert lines[1:2] == [] or lines[1].startswith("  hint: "), outcome.err
    assert [line for line in told if not re.match(r"\S.*:\d+: (error|warning|notice): [a-z0-9-]+: \S", line)] == [], (
        outcome.err
    )
    return [re.sub(r"(:\d+): \w+: ", r"\1: ", line, count=1) for line in told]


@every_case
def test_the_problem_is_told_at_its_place_with_a_hint_in_the_words_of_the_house(case: Case, tmp_path: Path) -> None:
    told = case.run(tmp_path)
    problems = told_problems(told)
    assert case.problem in problems, told.err
    assert told.code == case.exit_code
    messages = [line.split(": ", 2)[2] for line in problems]
    hints = [line.removeprefix("  hint: ") for line in told.err.splitlines() if line.startswith("  hint: ")]
    assert [words for words in messages + hints if not is_in_the_house_style(words)] == []


def is_in_the_house_style(words: str) -> bool:
    return not words[0].isupper() and not words.endswith((".", "!")) and "  " not in words


@every_case
def test_the_place_is_the_same_with_carriage_returns_and_a_byte_order_mark(case: Case, tmp_path: Path) -> None:
    files = {name: _windows(text) for name, text in case.files.items()}
    assert case.problem in told_problems(replace(case, files=files).run(tmp_path))


def _windows(text: str | bytes) -> str | bytes:
    return text.replace("\n", "\r\n").encode("utf-8-sig") if isinstance(text, str) else text


@every_checked_case
def test_build_tells_what_check_tells_and_writes_only_where_nothing_stops_it(case: Case, tmp_path: Path) -> None:
    checked = told_problems(case.run(tmp_path))
    built = case.call(tmp_path, *case.arguments[1:], "-o", "out.apkg")
    assert built.code == case.exit_code
    assert told_problems(built) == [line for line in checked if line.split(": ")[1] not in DETAILS]
    assert (tmp_path / "out.apkg").exists() is (case.exit_code == 0)


def test_every_code_in_the_source_has_a_case() -> None:
    codes = {code for file in Path(mkdeck.__file__).parent.rglob("*.py") for code in find_codes(file)}
    assert len(codes) > 20
    assert codes - {case.code for case in CASES.values()} == set()
    assert {case.code for case in CASES.values()} - codes == set()


def find_codes(file: Path) -> Iterator[str]:
    """Yield each problem's code in a file: what ``Problem``, a function with a ``code``, or ``replace`` is given as such."""
    tree = ast.parse(file.read_text("utf-8"))
    places = {"Problem": 1}
    makers = {child: node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for child in node.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg != "self"]
            called = makers.get(node, "") if node.name == "__init__" else node.name
            places |= {called: names.index("code")} if "code" in names else {}
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "code" for t in node.targets):
            chosen = node.value
            options = [chosen.body, chosen.orelse] if isinstance(chosen, ast.IfExp) else [chosen]
            yield from (str(option.value) for option in options if isinstance(option, ast.Constant))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _find_code(node, places)


def _find_code(node: ast.Call, places: Mapping[str, int]) -> Iterator[str]:
    function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    said = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
    if function in places and not said:
        said = node.args[places[function] : places[function] + 1]
    for value in said:
        if isinstance(value, ast.Constant):
            yield str(value.value)
        else:
            assert isinstance(value, ast.Name), f"cannot tell which code stands in line {value.lineno}"
            assert value.id == "code", f"cannot tell which code stands in line {value.lineno}"


def test_all_problems_of_all_files_are_told_at_once_in_file_and_line_order(tmp_path: Path) -> None:
    unanswered = "## What is a leaf?\n\n## What is a root?\n\n## What is bark?\n\nSkin. ![bark](bark.png)\n"
    other = YAML + unanswered.replace("What is bark", "What protects a trunk")
    write_files(tmp_path, {"mkdeck.toml": "deck = 3\ntag = 4\n", "b.md": unanswered, "a.md": other})
    told = call(tmp_path, "check", "b.md", "a.md", "gone.md")
    places = [line.split(": ")[0] for line in told_problems(told)]
    assert places == [
        "a.md:4",
        "a.md:6",
        "a.md:10",
        "b.md:1",
        "b.md:3",
        "b.md:7",
        "gone.md:1",
        "mkdeck.toml:1",
        "mkdeck.toml:2",
    ]
    assert told.err.splitlines()[-1].startswith("3 errors, 6 warnings in 2 of 2 articles")
    assert told.code == 2


def test_of_an_only_article_without_questions_one_finding_is_enough(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": "# Trees\n\nThey grow.\n"})
    told = call(tmp_path, "check", "trees.md")
    assert [line.split(": ")[1] for line in told_problems(told)] == ["no-question"]
    assert told.code == 1


def test_a_problem_is_told_once_though_it_is_met_twice(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": f"{TREE}![an oak](oak.png) ![an oak](oak.png)\n"})
    assert told_problems(call(tmp_path, "check", "trees.md")) == [f"trees.md:4: {NO_FILE}"]


def test_an_article_cannot_steer_the_terminal(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": f"{TREE}\n## What is \x1b[31mred\x1b[0m, \x1b]0;or\x07 a \x08\x7f leaf?\n"})
    told = call(tmp_path, "check", "trees.md")
    assert "empty-answer" in told.err
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f]", told.out + told.err) == []


def test_notices_are_not_counted_as_problems(tmp_path: Path) -> None:
    write_files(tmp_path, {"good.md": QUEUE, "notes/README.md": TREE})
    told = call(tmp_path, "check", ".")
    assert len(told.err.splitlines()) == 2
    assert "1 notice" not in told.err


def test_a_hint_that_speaks_of_findings_above_it_stands_below_them(tmp_path: Path) -> None:
    write_files(tmp_path, {"trees.md": "# Trees\n\n## What is a tree?\n\nTBD\n\n## What is a leaf?\n\nTBD\n"})
    lines = call(tmp_path, "check", "trees.md").err.splitlines()
    assert sum(": empty-answer: " in line for line in lines) == 2
    assert [line for line in lines[:-3] if "above" in line] == []
