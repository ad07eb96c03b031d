"""Findings -> lines for a terminal, a log, or a runner that shows them beside the change."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from mkdeck.cli.lines import count, tame
from mkdeck.problem import Problem, Severity

NAMES = {
    Severity.DETAIL: "notice",
    Severity.INFO: "notice",
    Severity.WARNING: "warning",
    Severity.ERROR: "error",
    Severity.USAGE: "error",
}
_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m", "notice": "\x1b[36m"}
_PLAIN = "\x1b[0m"
_MOST_ALIKE = 3
"""Findings of one kind in one file, from which on one line stands for all of them."""
_MOST_PLACES = 12
"""Lines that such a line names."""
_LONG = 20
"""Findings from which on the errors among them are told once more at the end: a terminal shows the end."""


class Style(StrEnum):
    """How findings are written."""

    TEXT = "text"
    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Telling:
    """What of the findings is told, and how."""

    least: Severity = Severity.INFO
    """What is less grave is not told."""
    is_whole: bool = False
    """Whether each finding has a line of its own, however many are alike."""
    is_quiet: bool = False
    """Whether only what is wrong is told."""
    style: Style = Style.TEXT
    is_coloured: bool = False

    def tells(self, problem: Problem) -> bool:
        """Tell whether a finding is grave enough to be told."""
        return problem.severity >= (max(self.least, Severity.WARNING) if self.is_quiet else self.least)


def choose_style(environment: Mapping[str, str]) -> Style:
    """Return the style that the machine understands: GitHub's runners say who they are."""
    return Style.GITHUB if environment.get("GITHUB_ACTIONS") == "true" else Style.TEXT


def is_coloured(stream: IO[str], environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a stream shows colours, as https://no-color.org and https://force-color.org have it."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (stream.isatty() and environment.get("TERM") != "dumb")


def write_findings(problems: Sequence[Problem], telling: Telling) -> Iterator[str]:
    """Yield the lines of findings, which are sorted; the hint of each code stands below the first that has it."""
    told = [problem for problem in problems if telling.tells(problem)]
    groups = [[problem] for problem in told] if telling.is_whole else _group(told)
    if telling.style is Style.GITHUB:
        yield from (_annotate(group) for group in groups)
        return
    hinted: set[tuple[str, str]] = set()
    for group in groups:
        first = group[0]
        yield _write_line(group, telling)
        if telling.is_whole or (first.code, first.hint) not in hinted:
            hinted.add((first.code, first.hint))
            yield f"  hint: {tame(first.hint)}"
    errors = [group for group in groups if group[0].severity >= Severity.ERROR]
    if len(groups) > _LONG and errors and groups[-len(errors) :] != errors:
        yield "the errors among them:"
        yield from (_write_line(group, telling) for group in errors)


def count_findings(problems: Sequence[Problem]) -> str:
    """Return ``1 error, 2 warnings``, the gravest first; notices are not counted where they stand alone."""
    counts = Counter(NAMES[problem.severity] for problem in problems)
    if not (counts["error"] or counts["warning"]):
        return ""
    return ", ".join(count(counts[name], name) for name in ("error", "warning", "notice") if counts[name])


def _group(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Return the findings, those together that one line can tell; an error always has its own."""
    by_kind: dict[tuple[str, str, Severity], list[Problem]] = {}
    for problem in problems:
        by_kind.setdefault((problem.location.path, problem.code, problem.severity), []).append(problem)
    groups: list[list[Problem]] = []
    for problem in problems:
        same = by_kind[problem.location.path, problem.code, problem.severity]
        if problem.severity >= Severity.ERROR or len(same) <= _MOST_ALIKE:
            groups.append([problem])
        elif problem is same[0]:
            groups.append(same)
    return groups


def _write_line(group: Sequence[Problem], telling: Telling) -> str:
    first = group[0]
    name = NAMES[first.severity]
    shown = f"{_COLOURS[name]}{name}{_PLAIN}" if telling.is_coloured else name
    where = tame(f"{first.location.path}:{first.location.line}: ")
    return f"{where}{shown}: {tame(f'{first.code}: {first.message}')}{_write_others(group)}"


def _write_others(group: Sequence[Problem]) -> str:
    """Return where the others of a group stand."""
    if len(group) == 1:
        return ""
    lines = list(dict.fromkeys(problem.location.line for problem in group[1:]))
    named = ", ".join(map(str, lines[:_MOST_PLACES])) + (" …" if len(lines) > _MOST_PLACES else "")
    return f" (and {len(group) - 1} more: line{'' if len(lines) == 1 else 's'} {named})"


def _annotate(group: Sequence[Problem]) -> str:
    """Return the command by which GitHub shows a finding at its line.

    Syntax: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
    """
    first = group[0]
    file, title = (_escape(text, ":,") for text in (first.location.path, first.code))
    message = f"{first.message}{_write_others(group)}\nhint: {first.hint}"
    return f"::{NAMES[first.severity]} file={file},line={first.location.line},title={title}::{_escape(message)}"


def _escape(text: str, also: str = "") -> str:
    """Return text in which nothing ends a command of a runner early, or begins another one."""
    shown = "\n".join(tame(line) for line in text.split("\n"))
    return re.sub(f"[%\r\n{also}]", lambda sign: f"%{ord(sign[0]):02X}", shown)
