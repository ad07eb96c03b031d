"""What whole processes take, beside those that do the least: ``python benchmarks/speed.py [--large]``; RESULTS.md has the figures.

Each is run in turn with the other, so that the ratios hold on any machine. It imports little itself: the memory that a process
takes is counted from that of the one that began it.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from make_articles import write_articles

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
    """Return what a whole process takes that has its modules compiled, as an installed one has, whatever the caller's environment says."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, **quiet)  # noqa: S603  # our own
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss // 1024)


def compare(name: str, ours: Sequence[str], other: Sequence[str], folder: Path, runs: int = RUNS) -> None:
    """Print what two commands take, run in turn, and the ratio of their processor time."""
    for command in (ours, other):
        run(command, folder)
    pairs = [(run(ours, folder), run(other, folder)) for _ in range(runs)]
    own, others = zip(*pairs, strict=True)
    ratio = median(a.cpu / b.cpu for a, b in pairs)
    cells = [f"{median(r.cpu for r in side):8.2f} s{max(r.memory for r in side):6} MB" for side in (own, others)]
    print(f"{name:<42}{cells[0]}{cells[1]}{ratio:8.2f}", flush=True)


def main() -> None:
    print("processor time and memory of the first and of the second; ratio (median of five pairs in turn)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        typer, libraries = (PYTHON, "-c", "import typer"), (PYTHON, "-c", LIBRARIES)
        write_articles(folder / "ten", 10)
        (folder / "smallest.py").write_text(SMALLEST, encoding="utf-8")
        compare("--version : import typer", (*MKDECK, "--version"), typer, folder)
        compare("--help : import typer", (*MKDECK, "--help"), typer, folder)
        compare("smallest application : import typer", (PYTHON, "smallest.py", "a"), typer, folder)
        compare("check of 10 : import libraries", (*MKDECK, "check", "ten"), libraries, folder)
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
