"""Which small changes to the code the tests do not see: ``python benchmarks/mutate_deck.py [FILES] [--tests FILES]``.

Every number, comparison and condition of the files is changed, one at a time, and the tests run until one fails. What is left alive is
printed, and counted: of ``deck/matching``, at most one in twenty.
"""

import argparse
import ast
import contextlib
import copy
import os
import signal
import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SOURCE = Path(__file__).parent.parent / "src"
DECK = SOURCE / "mkdeck" / "deck"
FILES = [*sorted((DECK / "matching").glob("*.py")), DECK / "likeness.py", DECK / "wording.py"]
TESTS = ["tests/test_evidence.py", "tests/test_matching.py", "tests/test_words.py", "tests/test_history.py"]
SECONDS = 120
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


def list_mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Yield line, description and tree of each change."""
    flags = {
        id(part) for node in ast.walk(tree) for each in getattr(node, "decorator_list", ()) for part in ast.walk(each)
    }
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in flags:  # sizes of caches, and what dataclasses are made like
            continue
        for what, change in list_changes(node):
            mutant = copy.deepcopy(tree)
            target: Any = next(n for place, n in enumerate(ast.walk(mutant)) if place == number)
            change(target)
            yield getattr(node, "lineno", 0), what, ast.fix_missing_locations(mutant)


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


class Changed(MetaPathFinder):
    """Gives one module in another wording."""

    def __init__(self, name: str, code: Any) -> None:
        self._name = name
        self._code = code

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        return spec_from_loader(name, self, is_package=name.endswith(".matching")) if name == self._name else None

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(SOURCE / f"{self._name.replace('.', '/')}.py")
        exec(self._code, module.__dict__)  # noqa: S102  # our own code, changed


def survives(name: str, mutant: ast.Module, tests: list[str]) -> bool:
    """Tell whether all tests pass, in a process of their own."""
    if child := os.fork():
        return os.waitpid(child, 0)[1] == 0
    signal.alarm(SECONDS)  # what runs for ever is noticed
    sys.meta_path.insert(0, Changed(name, compile(mutant, name, "exec")))
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests])))


def preload() -> None:
    """Load libraries once, and nothing of ours."""
    with contextlib.suppress(ImportError):
        import mkdeck.load  # noqa: F401
    for name in [name for name in sys.modules if name.partition(".")[0] == "mkdeck"]:
        del sys.modules[name]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--tests", nargs="*", default=TESTS)
    parser.add_argument("--part", default="1/1", help="such as 2/4: every fourth change, from the second on")
    wish = parser.parse_args()
    first, step = map(int, wish.part.split("/"))
    preload()
    count = alive = 0
    for file in wish.files:
        name = ".".join(file.resolve().relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
        mutants = list(list_mutants(ast.parse(file.read_text(encoding="utf-8"))))
        for line, what, mutant in mutants[first - 1 :: step]:
            count += 1
            if survives(name, mutant, wish.tests):
                alive += 1
                print(f"{file.name}:{line}: {what}", flush=True)
    print(f"{alive} of {count} changes made no test fail")
    return int(alive * 20 > count)


if __name__ == "__main__":
    sys.exit(main())
