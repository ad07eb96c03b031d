"""How long the answers of the deck in sources/ are; ``python tests/measures.py`` prints words, points and code's width."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ARTICLE = Path(__file__).parent.parent / "sources" / "backend.md"

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE_ROW = re.compile(r"^\|.*$", re.MULTILINE)
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]*)\)")
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_ITEM = re.compile(r"^ *(?:-|\d+\.) ", re.MULTILINE)
_RULE = re.compile(r"^---$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Measures:
    """What one answer asks of a learner."""

    words: int
    """Of its prose: its text without code, tables and pictures."""
    points: int
    """Items and rows of tables; what stands below a rule is background."""
    width: int
    """Columns of its widest line of code, headers and pinned actions left out: they cannot be broken."""


def read_answers() -> dict[str, str]:
    """Return the answers as written, by their questions' ids."""
    heads = [*re.finditer(r"^##+ .*$", ARTICLE.read_text("utf-8"), re.MULTILINE)]
    ends = [*(after.start() for _, after in pairwise(heads)), None]
    texts = {head[0]: head.string[head.end() : end] for head, end in zip(heads, ends, strict=True)}
    return {name_id(heading): text for heading, text in texts.items() if heading.startswith("### ")}


def name_id(heading: str) -> str:
    """Return the id that a heading is pinned to, else the heading."""
    pinned = re.search(r" \{#([a-z0-9]+(?:-[a-z0-9]+)*)\}$", heading)
    return pinned[1] if pinned else heading


def measure(answer: str) -> Measures:
    """Measure an answer as it is written."""
    return Measures(_count_words(answer), _count_points(answer), _widest_code(answer))


def _count_words(answer: str) -> int:
    """Count the words of the prose; what has no letter or digit is no word, nor is an address."""
    for left_out in (FENCE, TABLE_ROW, PICTURE):
        answer = left_out.sub("", answer)
    return sum(re.search(r"\w", word) is not None for word in LINK.sub(r"\1", answer).split())


def _count_points(answer: str) -> int:
    """Count items and rows of tables, without the two lines of a table's head."""
    text = _RULE.split(FENCE.sub("", answer))[0]
    heads = len(re.findall(r"^\| --- ", text, re.MULTILINE))
    return len(_ITEM.findall(text)) + len(TABLE_ROW.findall(text)) - 2 * heads


def _widest_code(answer: str) -> int:
    lines = [line for name, code in FENCE.findall(answer) if name != "http" for line in code.splitlines()]
    return max((len(line) for line in lines if "- uses: " not in line), default=0)


if __name__ == "__main__":
    print(f"{'words':>5} {'points':>6} {'width':>5}  question")
    for key, text in read_answers().items():
        one = measure(text)
        print(f"{one.words:5} {one.points:6} {one.width:5}  {key}")
