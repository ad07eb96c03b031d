"""Which small changes to the code the tests do not see: ``python benchmarks/mutate_deck.py [FILES] [--tests FILES]``.

Every number, comparison and condition of the files is changed, one at a time, and the tests run until one fails. What is left alive is
printed, and counted: at most one in twenty, each with its reason in ``alive.toml``.

The tests are collected once. Each change is made in a process of its own, in the modules that are loaded already, and the tests that have
noticed most changes come first, so that most changes take a moment.
"""

import argparse
import ast
import contextlib
import gc
import os
import re
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

SOURCE = Path(__file__).parent.parent / "src"
DECK = SOURCE / "mkdeck" / "deck"
FILES = [*sorted((DECK / "matching").glob("*.py")), DECK / "likeness.py", DECK / "gist.py", DECK / "wording.py"]
TESTS = [
    f"tests/test_{name}.py" for name in "evidence likeness rates turns gist wording matching words history".split()
]
REASONS = Path(__file__).with_name("alive.toml")
CACHING = re.compile(r"mkdeck\.(?:deck|article)(?!\.words)\b")
"""The rooms whose caches a change empties: what words look like stays as it is."""
SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one change."""

    file: Path
    line: int
    text: str
    """The line, as it is."""
    what: str
    node: int
    """Which node of the tree is changed, and which of its changes is made."""
    number: int

    @property
    def key(self) -> tuple[str, str, str]:
        return self.file.name, self.text, self.what

    def make(self) -> ast.Module:
        """Return the tree with the change."""
        tree = ast.parse(self.file.read_text(encoding="utf-8"))
        node: Any = list(ast.walk(tree))[self.node]
        list(list_changes(node))[self.number][1](node)
        return ast.fix_missing_locations(tree)


def list_mutants(file: Path) -> Iterator[Mutant]:
    source = file.read_text(encoding="utf-8")
    lines, tree = source.splitlines(), ast.parse(source)
    flags = {
        id(part) for node in ast.walk(tree) for each in getattr(node, "decorator_list", ()) for part in ast.walk(each)
    }
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in flags:  # sizes of caches, and what dataclasses are made like
            continue
        line = getattr(node.iter if isinstance(node, ast.comprehension) else node, "lineno", 1)
        for number, (what, _) in enumerate(list_changes(node)):
            yield Mutant(file.resolve(), line, lines[line - 1].strip(), what, place, number)


def list_changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    match node:
        case ast.Constant(value=bool()):
            yield f"{node.value} flipped", lambda n: setattr(n, "value", not n.value)
        case ast.Constant(value=int() as value):
            yield f"{value} is {value + 1}", lambda n: setattr(n, "value", value + 1)
        case ast.Constant(value=float() as value) if value:
            for factor in (0.5, 1.5):
                yield f"{value} is {value * factor}", lambda n, f=factor: setattr(n, "value", value * f)
        case ast.Compare() if type(node.ops[0]) in SWAPPED:
            yield f"other {type(node.ops[0]).__name__}", lambda n: n.ops.__setitem__(0, SWAPPED[type(n.ops[0])]())
        case ast.BoolOp():
            other = ast.Or if isinstance(node.op, ast.And) else ast.And
            yield f"{other.__name__} for {type(node.op).__name__}", lambda n: setattr(n, "op", other())
        case ast.If() | ast.IfExp() | ast.While():
            yield "condition negated", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
        case ast.comprehension() if node.ifs:
            yield "filter negated", lambda n: n.ifs.__setitem__(0, ast.UnaryOp(ast.Not(), n.ifs[0]))


def change_module(mutant: Mutant) -> None:
    """Give the functions of a loaded module other code, and its constants other values wherever they were imported."""
    name = ".".join(mutant.file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    module = import_module(name)
    changed = ModuleType(name)
    changed.__file__ = module.__file__
    exec(compile(mutant.make(), name, "exec"), changed.__dict__)  # noqa: S102  # our own code, changed
    replace_parts(module, changed)
    for loaded in [each for each in sys.modules.values() if each and CACHING.match(each.__name__)]:
        for each in vars(loaded).values():
            if callable(clear := getattr(each, "cache_clear", None)) and CACHING.match(each.__module__):
                clear()


def replace_parts(old: Any, new: Any) -> None:
    for name, value in list(vars(new).items()):
        before = vars(old).get(name)
        if before is value or (name.startswith("__") and not isinstance(value, FunctionType)):
            continue
        value, before = (getattr(each, "__func__", getattr(each, "fget", each)) for each in (value, before))
        value, before = (getattr(each, "__wrapped__", each) for each in (value, before))
        if isinstance(value, FunctionType) and isinstance(before, FunctionType):
            before.__code__, before.__defaults__, before.__kwdefaults__ = (
                value.__code__,
                value.__defaults__,
                value.__kwdefaults__,
            )
        elif isinstance(value, type) and isinstance(before, type) and value.__module__ == new.__name__:
            replace_parts(before, value)
        elif isinstance(old, ModuleType) and value != before:
            setattr(old, name, value)
            for other in [each for each in sys.modules.values() if not name.startswith("_") and each is not old]:
                if vars(other).get(name) is before:
                    setattr(other, name, value)


class Runner:
    """Runs the collected tests against each change."""

    def __init__(self, mutants: list[Mutant], verbose: bool, reasons: Collection[tuple[str, str, str]]) -> None:
        self._mutants = mutants
        self._reasons = reasons
        self._verbose = verbose
        self._noticed: Counter[str] = Counter()
        self._pipe = -1
        self._seconds = 0.0
        """Of computing, that all tests may take: three times as much as without a change."""
        self.alive: list[Mutant] = []

    def pytest_configure(self) -> None:
        """Let random tests try the same every time."""
        from hypothesis import settings  # pytest has to import it first

        settings.register_profile("steady", derandomize=True, database=None)
        settings.load_profile("steady")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        run_all(session.items)  # all words are compiled then, once for all changes
        gc.freeze()
        if session.testsfailed or not self._survives(session, None):
            sys.exit("The tests fail without any change.")
        for mutant in self._mutants:
            if self._survives(session, mutant):
                self.alive.append(mutant)
                if mutant.key not in self._reasons:
                    print(f"{mutant.file.name}:{mutant.line}: {mutant.what}: {mutant.text}", flush=True)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self._pipe >= 0:
            os.write(self._pipe, report.nodeid.encode()[:4000])
            os._exit(1)

    def _survives(self, session: pytest.Session, mutant: Mutant | None) -> bool:
        """Tell whether all tests pass, in a process of their own."""
        reading, self._pipe = os.pipe()
        if child := os.fork():
            os.close(self._pipe)
            with os.fdopen(reading, "rb") as pipe:
                failed = pipe.read().decode(errors="replace")
            self._noticed[failed] += 1
            _, status, used = os.wait4(child, 0)
            survives = status == 0
            self._seconds = self._seconds or 1 + 3 * (used.ru_utime + used.ru_stime)
            if self._verbose and mutant:
                print(f"{mutant.file.name}:{mutant.line}: {mutant.what}: {failed or survives}", flush=True)
            return survives
        for each in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), each)
        signal.setitimer(signal.ITIMER_PROF, self._seconds)  # what runs for ever is noticed
        with contextlib.suppress(Exception):
            if mutant:
                change_module(mutant)
            run_all(sorted(session.items, key=lambda item: -self._noticed[item.nodeid]))
            os._exit(0)
        os._exit(1)


def run_all(items: Sequence[pytest.Item]) -> None:
    for item, after in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)


def read_reasons(file: Path) -> dict[tuple[str, str, str], str]:
    rows = tomllib.loads(file.read_text(encoding="utf-8")).get("alive", []) if file.exists() else []
    return {(row["file"], row["line"], row["change"]): row["why"] for row in rows}


def main(what: str, own_files: Sequence[Path], own_tests: Sequence[str], told: Path) -> int:
    """Change ``own_files`` unless others are named; ``told`` has the reasons of those changes that may live."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("files", nargs="*", type=Path, default=own_files)
    parser.add_argument("--tests", nargs="*", default=own_tests)
    parser.add_argument("--part", default="1/1", help="such as 2/4: every fourth change, from the second on")
    parser.add_argument("--verbose", action="store_true", help="print which test notices each change")
    wish = parser.parse_args()
    first, step = map(int, wish.part.split("/"))
    mutants = [mutant for file in wish.files for mutant in list_mutants(file)][first - 1 :: step]
    reasons = read_reasons(told)
    runner = Runner(mutants, wish.verbose, reasons)
    pytest.main(["-qqs", "-p", "no:cacheprovider", "-p", "no:xdist", *wish.tests], plugins=[runner])
    without = [mutant for mutant in runner.alive if mutant.key not in reasons]
    stale = reasons.keys() & {mutant.key for mutant in mutants} - {mutant.key for mutant in runner.alive}
    for key in sorted(stale):
        print("A reason, but a test fails:", *key)
    print(f"{len(runner.alive)} of {len(mutants)} changes made no test fail, {len(without)} without a reason")
    return int(bool(without) or len(runner.alive) * 20 > len(mutants))


if __name__ == "__main__":
    sys.exit(main(__doc__ or "", FILES, TESTS, REASONS))
