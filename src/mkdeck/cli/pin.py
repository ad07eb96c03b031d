"""``mkdeck pin``: the identities of the questions -> the articles."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mkdeck.cli.lines import count
from mkdeck.cli.options import Config, Drafts, Format, Json, QuestionLevel, Quiet, Shape, Sources, Verbose, read_telling

if TYPE_CHECKING:
    from mkdeck.cli.console import Outcome
    from mkdeck.cli.findings import Telling
    from mkdeck.load import Loaded
    from mkdeck.model import Deck, Location
    from mkdeck.pinning import Edit
    from mkdeck.problem import Problem

Previous = Annotated[
    list[Path] | None,
    typer.Option(
        "--previous",
        metavar="PACKAGE",
        help="The release before, of the same sources, or a folder of packages; its ids are written, also to reworded"
        " questions; may be repeated.",
        show_default=False,
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 where something is not pinned.")]


def pin(
    sources: Sources,
    previous: Previous = None,
    check: Check = False,
    shape: Shape = None,
    question_level: QuestionLevel = None,
    config: Config = None,
    drafts: Drafts = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    format: Format = None,  # noqa: A002  # names the option
    json: Json = False,
) -> None:
    """Write the ids of the questions into the articles.

    Learners then keep their history whatever is reworded, also where nobody has the previous package.
    """
    # Imported here, so that --help and --version answer at once.
    from mkdeck.cli.console import conclude, load_with_progress
    from mkdeck.load import Wish
    from mkdeck.model import Settings
    from mkdeck.pinning import Edit, plan_edits
    from mkdeck.previous import read_packages
    from mkdeck.problem import Problem, Severity, stops_build

    telling = read_telling(quiet, verbose, format, Severity.DETAIL)
    wish = Wish(tuple(sources), Settings(shape=shape, question_level=question_level), config, drafts)
    old, wrong = read_packages(previous or ())
    if stops_build(wrong):
        conclude(_finish(wrong, telling), json)
    loaded = load_with_progress(wish, old.notes if old else ())
    problems = [*wrong, *(_make_grave(problem) for problem in loaded.problems)]
    failed = {p.location.path for p in problems if p.severity >= Severity.ERROR}
    # Without its settings an article has other keys, and with a part of the articles the memory finds other matches.
    if failed - set(loaded.files) or (failed and previous):
        conclude(_finish(problems, telling), json)
    keys, doubts = _recall_keys(loaded, old)
    problems += doubts
    missing: list[Problem] = []
    pinned: list[Edit] = []
    sound = [article for article in loaded.articles if article.path not in failed]
    # Each file is written before the next one is read, so that nobody's edit comes in between.
    for found in plan_edits(sound, loaded.places, keys):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            missing += found.missing
            wrong = list(found.missing) if check else _write_edit(found)
            problems += wrong
            pinned += [] if wrong else [found]
    problems = _drop_solved(problems, missing)
    if missing and not check and not previous:
        problems.append(_report_no_previous(missing[0].location))
    conclude(_finish(problems, telling, pinned, is_pinned=not missing), json)


def _finish(
    problems: "list[Problem]", telling: "Telling", pinned: "Iterable[Edit]" = (), *, is_pinned: bool = False
) -> "Outcome":
    """Return what to tell of the files that were written; ``is_pinned`` says that there was nothing to write."""
    from mkdeck.cli.console import Outcome
    from mkdeck.problem import stops_build

    counts = [(edit.path, sum(problem.code == "not-pinned" for problem in edit.missing)) for edit in pinned]
    lines = [f"{path}  {count(number, 'question') if number else 'slug'} pinned" for path, number in counts]
    if is_pinned and not stops_build(problems):
        lines.append("nothing to pin")
    files = [{"path": path, "questions": number} for path, number in counts]
    return Outcome(problems, command="pin", lines=lines, telling=telling, done={"files": files})


def _recall_keys(loaded: "Loaded", old: "Deck | None") -> "tuple[dict[str, str], list[Problem]]":
    """Return for each present key the one to keep: what the previous package has for it, else itself.

    Also returned is which of those that get an id of their own may be others, reworded.
    """
    from mkdeck.deck.history import keep_history
    from mkdeck.doubts import report_doubts

    deck, changes = keep_history(old, loaded.deck, 0) if old else (loaded.deck, ())
    doubts = report_doubts(changes, loaded.places, is_pinned=True)
    return {note.present: note.key for note in deck.notes}, list(doubts)


def _make_grave(problem: "Problem") -> "Problem":
    """Return the problem, as an error where it leaves a question without a key that could be written."""
    from mkdeck.problem import Severity

    return replace(problem, severity=Severity.ERROR) if problem.code == "double-key" else problem


def _write_edit(edit: "Edit") -> "list[Problem]":
    from mkdeck.files.replace import replace_file
    from mkdeck.pinning import report_file

    path = Path(edit.path)
    try:
        path.open("r+b").close()  # what may not be written is not replaced either
        replace_file(path, lambda file: file.write(edit.content))
    except OSError as error:
        return [report_file(edit.path, "write", error)]
    return []


def _report_no_previous(where: "Location") -> "Problem":
    from mkdeck.problem import Problem, Severity

    message = "no previous package is named, so questions get the ids of their present wordings"
    hint = "name the last release with --previous, if there is one: learners have its ids"
    return Problem(where, "no-previous", message, hint, Severity.INFO)


def _drop_solved(problems: "Iterable[Problem]", missing: "Iterable[Problem]") -> "list[Problem]":
    """Return the problems without those that a written id or slug solves."""
    solved = {("equal-ids" if p.code == "not-pinned" else "folder-slug", p.location) for p in missing}
    return [p for p in problems if (p.code, p.location) not in solved]
