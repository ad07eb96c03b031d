"""The road of a build: previous package, articles, history, new package. The command and the Python interface walk it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdeck.apkg.write import check_target, write_apkg
from mkdeck.deck.costs import NO_COSTS, Costs, count_costs, count_fresh_costs
from mkdeck.deck.description import describe_decks
from mkdeck.doubts import report_doubts
from mkdeck.load import Loaded, Wish, load_deck
from mkdeck.model import Change, Deck, Note
from mkdeck.previous import recall_decks, report_rejoined, report_renamed_decks, report_turned
from mkdeck.problem import Problem, stops_build
from mkdeck.release import NO_RELEASE, Release


@dataclass(frozen=True, slots=True)
class Order:
    """What to build, and where."""

    wish: Wish
    package: Path
    previous: tuple[Path, ...] = ()
    """The releases before, packages or folders of them; otherwise the file that is replaced."""
    is_fresh: bool = False
    """Whether no previous package counts."""
    is_touched: bool = False
    """Whether every note is sent to learners again."""
    is_dry: bool = False
    """Whether nothing is written."""
    is_strict: bool = False
    """Whether warnings stop the build."""
    release: Release = NO_RELEASE


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found and did."""

    problems: Sequence[Problem]
    loaded: Loaded | None = None
    """``None`` where the articles were not even looked at."""
    changes: Sequence[Change] | None = None
    """Since the previous package, where there is one."""
    costs: Costs = NO_COSTS
    is_first: bool = False
    """Whether there was no package before, remembered or not."""
    is_written: bool = False


Load = Callable[[Wish, Sequence[Note]], Loaded]
"""From a wish and the notes of the previous package to what the sources hold; may show how far it is."""


def _load(wish: Wish, previous: Sequence[Note]) -> Loaded:
    return load_deck(wish, previous=previous)


def build_package(order: Order, load: Load = _load) -> Built:
    """Build the package and put it in its place, unless a problem stops that."""
    if problems := check_target(order.package):
        return Built(problems)
    recalled = recall_decks(order.package, order.previous, order.is_fresh)
    if stops_build(recalled.problems):
        return Built(recalled.problems)
    old, now = recalled.deck, order.wish.now
    loaded = load(order.wish, old.notes if old else ())
    made, changes = keep_history(old, loaded.deck, now, order.is_touched) if old else (loaded.deck, None)
    costs = count_costs(changes) if changes is not None else count_fresh_costs(recalled.replaced, loaded.deck, now)
    problems = [*recalled.problems, *loaded.problems, *report_changes(changes or (), loaded)]
    is_stopped = stops_build(problems, is_strict=order.is_strict) or order.is_dry
    made = describe_decks(made, loaded.articles, order.release, _keep_descriptions(old, changes))
    unwritten = [] if is_stopped else write_apkg(made, order.package)
    is_first = not (old or recalled.replaced)
    return Built([*problems, *unwritten], loaded, changes, costs, is_first, is_written=not (is_stopped or unwritten))


def _keep_descriptions(old: Deck | None, changes: Sequence[Change] | None) -> Mapping[str, str]:
    """Return what decks said of themselves in a release since which nothing changed: it still is the one to be named."""
    is_same = old and all(change.kind == "unchanged" for change in changes or ())
    return dict(old.descriptions) if old and is_same else {}


def keep_history(old: Deck, fresh: Deck, now: int, is_touched: bool = False) -> tuple[Deck, Sequence[Change]]:
    """Return the deck with the identities of the one before, and what changed."""
    from mkdeck.deck import history  # a first build has nothing to match

    return history.keep_history(old, fresh, now, is_touched)


def report_changes(changes: Sequence[Change], loaded: Loaded) -> list[Problem]:
    """Return what is said of changes that cost learners something, or may."""
    doubts = report_doubts(changes, loaded.places)
    turned = report_turned(changes, loaded)
    return [*report_renamed_decks(changes, loaded), *report_rejoined(changes, loaded), *turned, *doubts]
