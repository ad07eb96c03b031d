"""``mkdeck build``: articles -> package."""

from os import environ
from pathlib import Path
from typing import Annotated

import typer

from mkdeck.cli.opening import Open, open_target
from mkdeck.cli.options import (
    Config,
    DeckName,
    DownloadImages,
    Drafts,
    Format,
    Json,
    PrivateHosts,
    QuestionLevel,
    Quiet,
    Shape,
    Sources,
    Strict,
    Verbose,
    name_output,
    read_clock,
    read_hosts,
    read_telling,
)

Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="PACKAGE",
        help="The package to write, NAME.apkg; by default the name of the only source.",
        show_default=False,
    ),
]
Previous = Annotated[
    list[Path] | None,
    typer.Option(
        "--previous",
        metavar="PACKAGE",
        help="The release before, or a folder of packages; otherwise the file that is replaced; may be repeated.",
        show_default=False,
    ),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Look at no previous package, not even the one to be replaced.")]
Touch = Annotated[bool, typer.Option("--touch", help="Send every note to learners again, changed or not.")]
ReleaseName = Annotated[
    str,
    typer.Option(
        "--release",
        metavar="NAME",
        help="What this release is called in the deck's description; by default, in GitHub's CI, the tag.",
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")]


def build(
    sources: Sources,
    output: Output = None,
    deck: DeckName = None,
    shape: Shape = None,
    question_level: QuestionLevel = None,
    previous: Previous = None,
    fresh: Fresh = False,
    touch: Touch = False,
    dry_run: DryRun = False,
    release: ReleaseName = "",
    download_images: DownloadImages = False,
    private_host: PrivateHosts = None,
    config: Config = None,
    drafts: Drafts = False,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    format: Format = None,  # noqa: A002  # names the option
    json: Json = False,
    open_: Open = False,
) -> None:
    """Build an Anki package from articles.

    The package that is replaced, or the ones named by --previous, is the memory: unchanged notes stay as they were.
    """
    # Imported here, so that --help and --version answer at once.
    from mkdeck.building import Order, build_package
    from mkdeck.cli.console import Outcome, conclude, load_with_progress
    from mkdeck.load import Wish
    from mkdeck.model import Settings
    from mkdeck.release import read_release

    package = output or name_output(sources, "apkg")
    if previous and fresh:
        raise typer.BadParameter("either a previous package or --fresh, not both", param_hint="--previous")
    telling = read_telling(quiet, verbose, format)
    hosts = read_hosts(download_images, private_host)
    settings = Settings(deck=deck, shape=shape, question_level=question_level)
    wish = Wish(tuple(sources), settings, config, drafts, read_clock(), download_images, hosts)
    built = build_package(
        Order(wish, package, tuple(previous or ()), fresh, touch, dry_run, strict, read_release(environ, release)),
        load_with_progress,
    )
    opened = open_target(package) if open_ and built.is_written else []
    problems = [*built.problems, *opened]
    outcome = Outcome(
        problems,
        built.loaded,
        "build",
        package,
        built.changes,
        built.costs,
        built.is_first,
        is_dry=dry_run,
        is_strict=strict,
        telling=telling,
    )
    conclude(outcome, json)
