"""What other Python programs call; docs/python.md describes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from os import PathLike, environ, fspath
from pathlib import Path

from mkdeck.building import Built, Order, build_package
from mkdeck.clock import read_clock
from mkdeck.config import check_settings
from mkdeck.deck.changelog import count_kinds
from mkdeck.limits import LATEST
from mkdeck.load import Wish
from mkdeck.model import Location, Settings
from mkdeck.problem import Problem, sort_problems
from mkdeck.release import read_release

Name = str | PathLike[str]
"""Of a file or a folder."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a build found and did."""

    package: Path
    is_written: bool
    notes: int
    """How many the articles make."""
    changes: Mapping[str, int] | None
    """How many notes were ``added``, ``reworded``, ``edited``, ``moved``, ``unchanged``, ``removed`` since the previous
    package; ``None`` where there is none."""
    problems: tuple[Problem, ...]
    """By file and line."""
    sent_again: int = 0
    """How many notes learners get again though nothing on them changed, as with ``touch``."""
    twice: int = 0
    """How many notes learners have and get once more as new ones, with ``fresh``."""


def build(
    sources: Name | Iterable[Name],
    output: Name,
    *,
    previous: Name | Iterable[Name] | None = None,
    fresh: bool = False,
    touch: bool = False,
    dry_run: bool = False,
    strict: bool = False,
    deck: str | None = None,
    shape: str | None = None,
    question_level: int | None = None,
    config: Name | None = None,
    drafts: bool = False,
    download_images: bool = False,
    private_hosts: Iterable[str] = (),
    now: int | None = None,
    release: str = "",
) -> Result:
    """Build an Anki package from articles, as ``mkdeck build`` does; the arguments mean what its options mean.

    What is wrong with articles, settings or packages is in the result; ``ValueError`` is raised for arguments that make
    no sense. ``now``, in seconds since 1970, is by default ``SOURCE_DATE_EPOCH`` or the current time.
    """
    names = _list_names(sources)
    earlier = tuple(Path(name) for name in _list_names(previous if previous is not None else ()))
    hosts = tuple(private_hosts)
    if not names:
        raise ValueError("there are no sources")
    if earlier and fresh:
        raise ValueError("either a previous package or fresh, not both")
    if hosts and not download_images:
        raise ValueError("private_hosts has a meaning with download_images only")
    settings = _make_settings(deck, shape, question_level)
    time = read_clock() if now is None else now
    if not 0 <= time <= LATEST:
        raise ValueError(f"now is {time}, no time between 1970 and 9999")
    wish = Wish(tuple(fspath(name) for name in names), settings, _path(config), drafts, time, download_images, hosts)
    order = Order(wish, Path(output), earlier, fresh, touch, dry_run, strict, read_release(environ, release))
    return _describe(order.package, build_package(order))


def _list_names(names: Name | Iterable[Name]) -> list[Name]:
    return [names] if isinstance(names, str | PathLike) else list(names)


def _path(name: Name | None) -> Path | None:
    return None if name is None else Path(name)


def _make_settings(deck: str | None, shape: str | None, question_level: int | None) -> Settings:
    said = {"shape": shape, "question-level": question_level}
    settings, problems = check_settings({k: v for k, v in said.items() if v is not None}, lambda key: Location(key, 1))
    if problems:
        raise ValueError(problems[0].message)
    return replace(settings, deck=deck)


def _describe(package: Path, built: Built) -> Result:
    notes = len(built.loaded.deck.notes) if built.loaded else 0
    counts = None if built.changes is None else count_kinds(built.changes)
    problems = tuple(sort_problems(built.problems))
    return Result(package, built.is_written, notes, counts, problems, built.costs.sent_again, built.costs.twice)
