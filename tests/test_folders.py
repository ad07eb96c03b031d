"""Folders in which every file is one question: what its neighbours tell of a file that does not say so alone."""

from pathlib import Path

import pytest
from articles import load, write


def titled(title: str, text: str) -> str:
    return f"---\ntitle: {title}\n---\n\n{text}\n"


PARTS = "{} is needed on every voyage.\n\n## What it does\n\nIt holds.\n\n## How it is made\n\nOf steel.\n\n## Who invented it?\n\nNobody knows."
TERMS = {f"{name.lower()}.md": titled(name, PARTS.format(name)) for name in ("Anchor", "Chain", "Shackle", "Winch")}
SOME_ASK = {
    "anchor.md": titled("How do I anchor?", "With a chain."),
    "chain.md": titled("The chain is stuck", "Hit it.\n\n## What if that breaks it?\n\nBuy one."),
    "rope.md": titled("The rope is wet", "Hang it up."),
}
ROPES = ("Bolt", "Foot", "Hawser", "Lead", "Painter", "Sheet", "Vang")
MASTS = ("Main vs mizzen", "How to step one", "Wood vs steel", "What they carry", "When to lower them")


def masts(count: int) -> dict[str, str]:
    """Return files of one question each, and one with some parts that ask in words."""
    ropes = {f"{rope.lower()}.md": titled(rope, "Of hemp.") for rope in ROPES}
    return ropes | {"masts.md": titled("Masts", "\n\n".join(f"## {part}\n\nIt depends." for part in MASTS[:count]))}


FAQS = {
    f"{port}.md": f"# {port}\n\n## Is there water?\n\nIn {port}, yes.\n\n## Is there fuel?\n\nNot in {port}.\n\n## Where is {port}?\n\nHere.\n"
    for port in ("Brest", "Calais", "Dover")
}
LONG = "# {}?\n\n## For beginners\n\n{}\n\n### Why is that so?\n\nNobody knows.\n\n### What does it cost?\n\nMuch.\n\n## For masters\n\nIt depends."
ASKED = {f"{n}.md": f"Where is {n}" for n in ("brest", "calais", "dover")}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {name: LONG.format(title, "It lies there.\n\n" * 4) for name, title in ASKED.items()},
            [f"{title}?" for title in ASKED.values()],
            id="titles ask what most of each file answers, though parts of it ask, too",
        ),
        pytest.param(
            {name: LONG.format(title, "There.") for name, title in ASKED.items()},
            ["Why is that so?", "What does it cost?"] * 3,
            id="which they do not where most of it stands below these",
        ),
        pytest.param(
            SOME_ASK | {"knot.md": "# What is a knot?\n"},
            ["How do I anchor?", "The chain is stuck", "The rope is wet"],
            id="most look like one, and one of them waits for its answer",
        ),
        pytest.param(SOME_ASK, ["How do I anchor?", "The chain is stuck", "The rope is wet"], id="most look like one"),
        pytest.param(TERMS, ["Anchor", "Chain", "Shackle", "Winch"], id="what every file asks is a part of each"),
        pytest.param(
            {name: text.replace("Who invented it?", "Who invented it? {#inventor}") for name, text in TERMS.items()},
            ["What it does", "How it is made", "Who invented it?"] * 4,
            id="but what has an id is a question of its own",
        ),
        pytest.param(
            {name: text.replace(f"\n## Where is {name[:-3]}?\n\nHere.\n", "") for name, text in FAQS.items()},
            ["Is there water?", "Is there fuel?"] * 3,
            id="questions with their marks are some, though every file asks them",
        ),
        pytest.param(
            {name: text.replace("## How it is made", "## How is it made?") for name, text in TERMS.items()},
            ["What it does", "How is it made?", "Who invented it?"] * 4,
            id="as they are where two of three have one",
        ),
        pytest.param(
            TERMS | {"keel.md": titled("Keel", "The spine.\n\n## What else is it called?\n\nBackbone.")},
            ["Anchor", "Chain", "Keel", "Shackle", "Winch"],
            id="most files have the same parts, one has its own",
        ),
        pytest.param(
            {
                "a/anchor.md": SOME_ASK["anchor.md"],
                "b/chain.md": SOME_ASK["chain.md"],
                "c/rope.md": SOME_ASK["rope.md"],
            },
            ["How do I anchor?", "The chain is stuck", "The rope is wet"],
            id="small folders are judged together",
        ),
        pytest.param(
            {"a/anchor.md": SOME_ASK["anchor.md"], "b/chain.md": SOME_ASK["chain.md"]},
            ["How do I anchor?", "What if that breaks it?"],
            id="two files are no habit",
        ),
        pytest.param(
            {
                f"{n}.md": f"---\nquestion: {q}\n---\n\nAsk the harbour.\n"
                for n, q in enumerate(["Tides", "Fees", "Who?"])
            },
            ["Tides", "Fees", "Who?"],
            id="front matter has a question in the place of a title",
        ),
        pytest.param(
            {
                f"q{n}.md": f"## {q}\n\n**Task**\n\nDo it.\n\n### Code\n\nDone.\n"
                for n, q in enumerate(["Sort", "Find", "Cut"])
            },
            ["Sort", "Find", "Cut"],
            id="the first heading is a title where it is above all others",
        ),
        pytest.param(
            {
                f"{name}.md": "Read this:\n\n## Rigging\n\nTie it.\n\n## Sails\n\nSet them.\n"
                for name in ("sloop", "yawl", "ketch")
            },
            ["ketch", "sloop", "yawl"],
            id="and else the file's name is",
        ),
        pytest.param(
            masts(4),
            sorted((*ROPES, "Masts")),
            id="four parts of one among them are no questions",
        ),
        pytest.param(
            masts(5),
            [*ROPES[:4], *MASTS, *ROPES[4:]],
            id="but five are",
        ),
        pytest.param(
            SOME_ASK
            | {"list.md": "# All of them\n\n- [Anchors](anchor.md)\n- [Chains](chain.md)\n- [Ropes](rope.md)\n"},
            ["How do I anchor?", "The chain is stuck", "The rope is wet"],
            id="a list of the others is none",
        ),
        pytest.param(
            SOME_ASK
            | {"wire.md": titled("Wire", "".join(f"## {part}\n\nIt depends.\n\n" for part in (*MASTS[:3], *"ABCDEF")))},
            ["How do I anchor?", "The chain is stuck", "The rope is wet", "Wire"],
            id="nor are headings few of which ask",
        ),
        pytest.param(
            FAQS,
            [
                f"{q} {port}?" if q == "Where is" else q
                for port in ("Brest", "Calais", "Dover")
                for q in ("Is there water?", "Is there fuel?", "Where is")
            ],
            id="files of several questions are no single ones, though they share some",
        ),
    ],
)
def test_the_questions_of_folders(files: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    for name, text in files.items():
        write(tmp_path, name, text)
    assert [pair.title for article in load(tmp_path).articles for pair in article.pairs] == expected


def test_a_file_of_such_a_folder_with_malformed_front_matter_is_reported(tmp_path: Path) -> None:
    for name, text in (SOME_ASK | {"winch.md": "---\nextra:\n  title: Winch: how?\n---\n\nTurn it.\n"}).items():
        write(tmp_path, name, text)
    assert "malformed-yaml" in {problem.code for problem in load(tmp_path).problems}
