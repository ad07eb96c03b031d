"""What reading takes beside the bare parser, which parses and renders: ``python benchmarks/reading.py [ARTICLE…]``.

In turn in one process, so that the ratios hold on any machine. ``--guard`` fails where reading takes more than ``MOST`` times as
long: a margin so wide that only a mistake goes over it.
"""

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

from make_articles import make_article
from markdown_it import MarkdownIt

from mkdeck.article.front_matter import FrontMatter
from mkdeck.article.parsing.markdown import parse_markdown
from mkdeck.article.read import read_article
from mkdeck.article.reading import find_outline
from mkdeck.article.words import Words, speak
from mkdeck.model import Location, Media, Settings
from mkdeck.problem import Problem

MOST = 7.0
RUNS = 5


def read(text: str) -> None:
    """Read an article as a build does, with no picture or file beside it."""

    def check(front: FrontMatter) -> tuple[Settings, list[Problem]]:
        return Settings(sections="subdecks"), []

    def find(reference: str, where: Location) -> Media | Problem:
        return Problem(where, "missing-media", reference, "")

    def find_text(reference: str, where: Location) -> str | Problem:
        return Problem(where, "missing-answer", reference, "")

    read_article(text, "any.md", "any", check, find, find_text)


def find_questions(text: str) -> None:
    with speak(Words.of([text])):
        find_outline(parse_markdown(text).blocks, None, None)


def measure_reading(text: str, runs: int = RUNS) -> dict[str, float]:
    """Return the least seconds that each way through an article takes, in turn in one process."""
    bare = MarkdownIt("commonmark").enable("table")
    ways: dict[str, Callable[[], object]] = {
        "bare": lambda: bare.render(text),
        "parsed": lambda: parse_markdown(text),
        "questions found": lambda: find_questions(text),
        "read": lambda: read(text),
    }
    gc.disable()  # as the command does while it reads
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs + 1):
        for name, way in ways.items():
            gc.collect()
            start = time.process_time()
            way()
            found[name].append(time.process_time() - start)
    gc.enable()
    return {name: min(times[1:]) for name, times in found.items()}


def print_reading(name: str, text: str) -> float:
    times = measure_reading(text)
    cells = "".join(f"  {way} {taken * 1000:.0f} ms ({taken / times['bare']:.2f})" for way, taken in times.items())
    print(f"{name:<30}{len(text.encode()) // 1000:>6} kB{cells}", flush=True)
    return times["read"] / times["bare"]


def main() -> None:
    if "--guard" in sys.argv:
        ratio = print_reading("200 questions", make_article(1, range(200)))
        sys.exit(f"reading takes {ratio:.1f} times what the bare parser does, more than {MOST}" if ratio > MOST else 0)
    print_reading("1,000 questions", make_article(1, range(1000)))
    for path in map(Path, sys.argv[1:]):
        print_reading(path.name, path.read_text("utf-8"))


if __name__ == "__main__":
    main()
