"""What mkdeck takes beside what it stands on: ``python benchmarks/speed.py [--large] [ARTICLE…]``; RESULTS.md has the figures.

Each figure is that of whole processes, in pairs in turn, or of one process that does both; the ratios hold on any machine.
``--guard`` measures reading alone, coarsely, and fails where it takes more than ``MOST`` times what the bare parser does.
"""

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from make_articles import make_article, write_articles
from markdown_it import MarkdownIt

from mkdeck.article.front_matter import FrontMatter
from mkdeck.article.markdown import parse_markdown
from mkdeck.article.read import read_article
from mkdeck.article.reading import find_outline
from mkdeck.article.words import Words, speak
from mkdeck.model import Location, Media, Settings
from mkdeck.problem import Problem

MOST = 6.0
RUNS = 5
PYTHON = sys.executable
MKDECK = (PYTHON, "-m", "mkdeck")
FLOOR = (PYTHON, str(Path(__file__).with_name("floor.py")))
SMALLEST = "import typer\napp = typer.Typer()\n@app.command()\ndef main(a: str, b: int = 0): pass\napp()\n"
LIBRARIES = "import typer, markdown_it, genanki, pygments, nh3"


@dataclass(frozen=True, slots=True)
class Run:
    cpu: float
    wall: float
    memory: int


def run(command: Sequence[str], folder: Path) -> Run:
    """Return what a whole process takes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # our own
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss // 1024)


def compare(name: str, ours: Sequence[str], other: Sequence[str], folder: Path, runs: int = RUNS) -> None:
    """Print what two commands take, run in turn, and the ratio of their processor time."""
    run(ours, folder)
    pairs = [(run(ours, folder), run(other, folder)) for _ in range(runs)]
    own, others = zip(*pairs, strict=True)
    ratio = median(a.cpu / b.cpu for a, b in pairs)
    cells = [f"{median(r.cpu for r in side):8.2f} s{max(r.memory for r in side):6} MB" for side in (own, others)]
    print(f"{name:<42}{cells[0]}{cells[1]}{ratio:8.2f}", flush=True)


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
    named = [Path(name) for name in sys.argv[1:] if not name.startswith("-")]
    print("reading, beside the bare parser that parses and renders (in one process, least of five)")
    for name, text in [
        ("1,000 questions", make_article(1, range(1000))),
        *((p.name, p.read_text("utf-8")) for p in named),
    ]:
        print_reading(name, text)
    print("\nwhole processes: processor time, memory; the other's; ratio (median of five pairs in turn)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        compare("--version : import typer", (*MKDECK, "--version"), (PYTHON, "-c", "import typer"), folder)
        compare("--help : import typer", (*MKDECK, "--help"), (PYTHON, "-c", "import typer"), folder)
        write_articles(folder / "ten", 10)
        (folder / "smallest.py").write_text(SMALLEST, encoding="utf-8")
        compare(
            "smallest application : import typer", (PYTHON, "smallest.py", "a"), (PYTHON, "-c", "import typer"), folder
        )
        compare("check of 10 : import libraries", (*MKDECK, "check", "ten"), (PYTHON, "-c", LIBRARIES), folder)
        sizes = [(10, 1), (1000, 1), (1000, 20)] + ([(10_000, 20), (10_000, 1)] if "--large" in sys.argv else [])
        for questions, files in sizes:
            name = f"{questions}-{files}"
            paths = [str(path) for path in write_articles(folder / name, questions, files)]
            build = (*MKDECK, *paths, "-o", f"{name}.apkg")
            floor = (*FLOOR, f"floor-{name}.apkg", *paths)
            compare(f"{questions} in {files} files : floor", (*build, "--fresh"), floor, folder)
            compare("  again, with its history : floor", build, floor, folder)


if __name__ == "__main__":
    main()
