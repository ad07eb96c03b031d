"""``mkdeck preview``: articles -> one page that shows every card."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mkdeck.cli.findings import Telling
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
    read_number,
    read_telling,
)

if TYPE_CHECKING:
    from mkdeck.cli.console import Outcome
    from mkdeck.load import Wish

Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="PAGE",
        help="The page to write, NAME.html; by default the name of the only source.",
        show_default=False,
    ),
]
Watch = Annotated[
    bool,
    typer.Option("--watch", help="Serve the page on this machine and follow the sources; write a file only with -o."),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port", metavar="N", parser=read_number(1, 65535), help="Where --watch serves; by default any free port."
    ),
]


def preview(
    sources: Sources,
    output: Output = None,
    deck: DeckName = None,
    shape: Shape = None,
    question_level: QuestionLevel = None,
    config: Config = None,
    drafts: Drafts = False,
    download_images: DownloadImages = False,
    private_host: PrivateHosts = None,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    format: Format = None,  # noqa: A002  # names the option
    json: Json = False,
    open_: Open = False,
    watch: Watch = False,
    port: Port = None,
) -> None:
    """Write one page that shows every card as Anki will.

    It needs no Anki and no network; a browser opens it from the disk.
    """
    # Imported here, so that --help and --version answer at once.
    from mkdeck.cli.console import Outcome, conclude
    from mkdeck.load import Wish
    from mkdeck.model import Settings
    from mkdeck.preview.write import check_target

    if port and not watch:
        raise typer.BadParameter("a port is for --watch", param_hint="--port")
    if json and watch:
        raise typer.BadParameter("a page that is served has no end to tell of", param_hint="--json")
    page = output or (None if watch else name_output(sources, "html"))
    if page and (problems := check_target(page)):
        conclude(Outcome(problems, command="preview", package=page), json)
    telling = read_telling(quiet, verbose, format)
    settings = Settings(deck=deck, shape=shape, question_level=question_level)
    hosts = read_hosts(download_images, private_host)
    wish = Wish(tuple(sources), settings, config, drafts, read_clock(), download_images, hosts)
    if watch:
        from mkdeck.cli.watching import follow_sources

        follow_sources(wish, page, telling, is_strict=strict, is_opened=open_, port=port or 0)
    outcome, text = make_preview(wish, telling, is_strict=strict)
    outcome = write_preview(outcome, text, page)
    if open_ and page and not outcome.is_stopped:
        outcome = replace(outcome, problems=[*outcome.problems, *open_target(page)])
    conclude(outcome, json)


def make_preview(wish: "Wish", telling: Telling, *, is_strict: bool) -> "tuple[Outcome, str]":
    """Return what was found, and the page."""
    from mkdeck.cli.console import Outcome, load_with_progress
    from mkdeck.preview.page import make_page

    loaded = load_with_progress(wish)
    outcome = Outcome(list(loaded.problems), loaded, "preview", is_strict=is_strict, telling=telling)
    return outcome, make_page(loaded.deck, loaded.places)


def write_preview(outcome: "Outcome", text: str, page: Path | None) -> "Outcome":
    """Write the page, where there is one to write and nothing stands against it."""
    from mkdeck.preview.write import write_page

    wrong = write_page(text, page) if page and not outcome.is_stopped else []
    return replace(outcome, package=page, problems=[*outcome.problems, *wrong])
