"""What is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the nouns take a while to be made, and ``--help`` has no use for them
    from mkdeck.model import Location


class Severity(IntEnum):
    """How much a problem matters, least first."""

    DETAIL = 0
    """Told by ``check`` and ``pin`` alone, as a notice."""
    INFO = 1
    """Worth knowing; never stops a build."""
    WARNING = 2
    """Stops a build with ``--strict`` only."""
    ERROR = 3
    """Stops the build, exit code 1."""
    USAGE = 4
    """The command cannot be carried out as it was given, exit code 2."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding."""

    location: "Location"
    code: str
    """Stable, in kebab-case."""
    message: str
    """What is, in lower case, without a full stop, the user's words in quotes."""
    hint: str
    """What to do, as an imperative."""
    severity: Severity = Severity.WARNING


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in file and line order, each once."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.location.path, p.location.line))


def worst_severity(problems: Iterable[Problem]) -> Severity:
    """Return the gravest severity, ``DETAIL`` where there is no problem."""
    return max((p.severity for p in problems), default=Severity.DETAIL)


def stops_build(problems: Iterable[Problem], *, is_strict: bool = False) -> bool:
    """Tell whether nothing may be written; strictly, a warning is enough."""
    return worst_severity(problems) >= (Severity.WARNING if is_strict else Severity.ERROR)
