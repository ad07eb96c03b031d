"""The road of a build: previous package, articles, history, new package. The command and the Python interface walk it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.write import check_target, write_apkg
from mkdeck.deck.history import keep_history
from mkdeck.load import Loaded, Wish, load_deck
from mkdeck.model import Change
from mkdeck.previous import recall_deck, report_renamed_decks
from mkdeck.problem import Problem, make_strict, stops_build


@dataclass(frozen=True, slots=True)
class Order:
    """What to build, and where."""

    wish: Wish
    package: Path
    previous: Path | None = None
    """The release before; otherwise the file that is replaced."""
    is_fresh: bool = False
    """Whether no previous package counts."""
    is_touched: bool = False
    """Whether every note is sent to learners again."""
    is_dry: bool = False
    """Whether nothing is written."""
    is_strict: bool = False
    """Whether warnings stop the build."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found and did."""

    problems: Sequence[Problem]
    loaded: Loaded | None = None
    """``None`` where the articles were not even looked at."""
    changes: Sequence[Change] | None = None
    """Since the previous package, where there is one."""
    is_written: bool = False


def build_package(order: Order, load: Callable[[Wish], Loaded] = load_deck) -> Built:
    """Build the package and put it in its place, unless a problem stops that; ``load`` may show how far it is."""
    if problems := check_target(order.package):
        return Built(problems)
    old, problems = recall_deck(order.package, order.previous, order.is_fresh)
    if stops_build(problems):
        return Built(problems)
    loaded = load(order.wish)
    now = order.wish.now
    made, changes = keep_history(old, loaded.deck, now, order.is_touched) if old else (loaded.deck, None)
    problems = [*problems, *loaded.problems, *report_renamed_decks(changes or (), loaded)]
    problems = make_strict(problems) if order.is_strict else problems
    if stops_build(problems) or order.is_dry:
        return Built(problems, loaded, changes)
    unwritten = write_apkg(made, order.package)
    return Built([*problems, *unwritten], loaded, changes, is_written=not unwritten)
