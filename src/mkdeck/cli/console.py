"""How findings look; the one place that prints, and the one that exits."""

import gc
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

import typer

from mkdeck.cli.as_json import describe_diff, describe_outcome
from mkdeck.cli.findings import Telling, count_findings, is_coloured, write_findings
from mkdeck.cli.lines import count, tame, tame_json
from mkdeck.cli.outline import write_lines, write_outline, write_questions
from mkdeck.deck import changelog
from mkdeck.deck.costs import NO_COSTS, Costs
from mkdeck.deck.seen import question_text
from mkdeck.load import Loaded, Wish, load_deck
from mkdeck.model import Change, Note
from mkdeck.problem import Problem, Severity, sort_problems, stops_build, worst_severity

_EXIT_CODES = {Severity.DETAIL: 0, Severity.INFO: 0, Severity.WARNING: 0, Severity.ERROR: 1, Severity.USAGE: 2}

NO_ID = (
    "  no id is set: another publisher's file of the same name would replace these cards; before you publish, write"
    ' id = "my-decks" in mkdeck.toml'
)


def load_with_progress(wish: Wish, previous: Sequence[Note] = ()) -> Loaded:
    """Load the deck, with a progress bar where somebody looks at a terminal."""
    gc.disable()  # a large article becomes millions of objects that stay until it is read
    try:
        return _load(wish, previous)
    finally:
        gc.enable()


def _load(wish: Wish, previous: Sequence[Note]) -> Loaded:
    if not sys.stderr.isatty():
        return load_deck(wish, _collect_garbage, previous)
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("articles", total=None)

        def follow(done: float, count: int) -> None:
            _collect_garbage(done, count)
            bar.update(task, completed=done, total=count)

        return load_deck(wish, follow, previous)


def _collect_garbage(done: float, count: int) -> None:
    """Drop what an article has left behind; what was kept of it is never looked through again."""
    if done != int(done):
        return
    if 0 < done < count:
        gc.collect()
    gc.freeze()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command found and did."""

    problems: Sequence[Problem]
    loaded: Loaded | None = None
    command: str = ""
    """Its name, where it tells anything as JSON."""
    package: Path | str | None = None
    """What was to be written, if anything; a page that is only served has a name."""
    changes: Sequence[Change] | None = None
    """Since the previous package, where there is one."""
    costs: Costs = NO_COSTS
    is_first: bool = False
    """Whether it is the first build of the package."""
    is_dry: bool = False
    lines: Sequence[str] = ()
    """What else to tell on standard output, before the summary."""
    done: Mapping[str, object] | None = None
    """What ``--json`` tells instead of what was loaded and written."""
    detail: int = 0
    """What of the articles is shown: 1 has every question, 2 every line."""
    is_strict: bool = False
    """Whether warnings stop a build, too."""
    telling: Telling = field(default_factory=Telling)

    @property
    def is_stopped(self) -> bool:
        """Whether nothing may be written."""
        return stops_build(self.problems, is_strict=self.is_strict)


def conclude(outcome: Outcome, as_json: bool) -> NoReturn:
    """Print findings and summary, and exit with the code that they call for."""
    report(outcome, as_json)
    raise typer.Exit(_EXIT_CODES[worst_severity(outcome.problems)] or int(outcome.is_stopped))


def report(outcome: Outcome, as_json: bool = False) -> None:
    """Print findings and summary."""
    _print_problems(outcome)
    if as_json:
        typer.echo(tame_json(describe_outcome(outcome)))
    else:
        lines = () if outcome.telling.is_quiet else outcome.lines
        is_whole = outcome.loaded and outcome.loaded.articles and not (outcome.is_stopped and outcome.package)
        for line in [*lines, *(_summarise(outcome, outcome.loaded) if outcome.loaded and is_whole else ())]:
            typer.echo(tame(line))
    sys.stdout.flush()


def conclude_diff(
    problems: Sequence[Problem],
    changes: Sequence[Change],
    *,
    as_json: bool,
    as_markdown: bool,
    with_reasons: bool,
    exit_code: bool,
    telling: Telling,
) -> NoReturn:
    """Print what changed between two packages, and exit; with ``exit_code`` by 1 where anything did."""
    _print_problems(Outcome(problems, telling=telling))
    if as_json:
        typer.echo(tame_json(describe_diff(problems, changes)))
    elif not stops_build(problems) and not telling.is_quiet:
        from mkdeck.deck.release_notes import write_markdown

        write = write_markdown if as_markdown else changelog.write_text
        typer.echo("\n".join(map(tame, write(changes, with_reasons))))
    sys.stdout.flush()
    differ = exit_code and any(change.kind != "unchanged" for change in changes)
    raise typer.Exit(_EXIT_CODES[worst_severity(problems)] or int(differ))


def _print_problems(outcome: Outcome) -> None:
    problems = sort_problems(outcome.problems)
    telling = replace(outcome.telling, is_coloured=is_coloured(sys.stderr))
    for line in write_findings(problems, telling):
        typer.echo(line, err=True, color=telling.is_coloured or None)
    if counted := count_findings([p for p in problems if telling.tells(p)]):
        typer.echo(f"{counted}{_name_articles(problems, outcome.loaded)}{_tell_end(outcome)}", err=True)


def _name_articles(problems: Sequence[Problem], loaded: Loaded | None) -> str:
    files = loaded.files if loaded else ()
    concerned = {p.location.path for p in problems if p.severity >= Severity.WARNING} & set(files)
    return f" in {len(concerned)} of {count(len(files), 'article')}" if concerned else ""


def _tell_end(outcome: Outcome) -> str:
    """Return what the findings have prevented, and that they did so only because they were asked to."""
    if not outcome.is_stopped:
        return ""
    strictly = "" if stops_build(outcome.problems) else "; --strict takes warnings for errors"
    return strictly + ("; nothing written" if outcome.package else "")


def _summarise(outcome: Outcome, loaded: Loaded) -> list[str]:
    if outcome.telling.is_quiet:
        return []
    decks = {note.deck for note in loaded.deck.notes}
    total = f"{count(len(loaded.deck.notes), 'note')} in {count(len(decks), 'deck')}"
    if not outcome.package:
        if not outcome.detail:
            return [*write_outline(loaded, outcome.problems), total]
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        write = write_questions if outcome.detail == 1 else write_lines
        return [*write(loaded, outcome.problems, width), total]
    changed = f": {changelog.count_changes(outcome.changes)}" if outcome.changes is not None else ""
    gone = [change.old for change in outcome.changes or () if change.old and not change.new]
    return [
        f"{outcome.package}  {total}{changed}{' (dry run, nothing written)' if outcome.is_dry else ''}",
        *_write_costs(outcome.costs),
        *_write_returns(outcome.changes or ()),
        *([NO_ID] if outcome.is_first and loaded.id is None else []),
        *(f"  removed: {question_text(note)}  (in Anki: {changelog.anki_search(note)})" for note in gone),
    ]


def _write_returns(changes: Sequence[Change]) -> list[str]:
    back = sum(change.kind == "added" and bool(change.reason) and not change.maybe for change in changes)
    return [f"  {back} of the added {'is' if back == 1 else 'are'} back, with the history from before"] if back else []


def _write_costs(costs: Costs) -> list[str]:
    told = (
        (costs.sent_again, "sent again to every learner (tags and edits on them are replaced)"),
        (costs.twice, "that learners will have twice, the new ones without history (--fresh forgets the old ones)"),
        (costs.held, "not sent to learners who have them: only their section has another name"),
    )
    return [f"  {number} {what}" for number, what in told if number]
