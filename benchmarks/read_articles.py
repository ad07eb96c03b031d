"""How long the reading of articles takes: ``python benchmarks/read_articles.py [ARTICLE…]``.

Each made input is a megabyte of one thing, as the whole article and as the answer to one question. An article that is
named is built, and four copies of it in one file.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SIZE = 1_000_000
PATIENCE = 120
"""Seconds after which a build is stopped."""


def main() -> None:
    print(f"{'article':<44}{'kB':>6}{'s':>8}")
    for name, text in make_articles():
        with tempfile.TemporaryDirectory() as folder:
            measure(name, write(Path(folder), text))
    for named in map(Path, sys.argv[1:]):
        text = named.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(dir=named.parent) as folder:  # its pictures stay one folder away
            measure(named.name, named)
            measure(f"{named.name}, four times", write(Path(folder), text * 4))


def measure(name: str, article: Path) -> None:
    """Print how many seconds of the processor it takes to build the article's package."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "mkdeck", str(article), "-o", str(article.with_suffix(".apkg")), "--fresh"]
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        print(f"{name:<44}{article.stat().st_size // 1000:>6}   stopped")
        return
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:<44}{article.stat().st_size // 1000:>6}{seconds:>8.2f}", flush=True)
