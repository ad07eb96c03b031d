"""``mkdeck preview``: articles -> one page that shows every card."""

import re
from dataclasses import dataclass, replace
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
    from mkdeck.load import Loaded, Wish
    from mkdeck.preview.cards import Beside

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
Previous = Annotated[
    list[Path] | None,
    typer.Option(
        "--previous",
        metavar="PACKAGE",
        help="The release before, or a folder of packages, to show what changes for learners; may be repeated.",
        show_default=False,
    ),
]
Download = Annotated[
    str | None,
    typer.Option(
        "--download",
        metavar="ADDRESS",
        help="Where the package is to be had, for a link in the page: a name beside it, or an address.",
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


@dataclass(frozen=True, slots=True)
class Showing:
    """What to show, and how."""

    wish: "Wish"
    telling: Telling
    previous: tuple[Path, ...] = ()
    """The releases before, with which the cards are compared."""
    download: str = ""
    """Where the package is to be had."""
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a preview found."""

    outcome: "Outcome"
    loaded: "Loaded"
    beside: "Beside"
    download: str

    def write(self, version: str = "", *, is_empty: bool = False) -> str:
        """Return the page, empty where nothing may be shown."""
        from mkdeck.preview.page import make_page

        if is_empty:
            return make_page(replace(self.loaded.deck, notes=()), {}, version, download=self.download)
        return make_page(self.loaded.deck, self.loaded.places, version, self.beside, self.download)


def preview(
    sources: Sources,
    output: Output = None,
    deck: DeckName = None,
    shape: Shape = None,
    question_level: QuestionLevel = None,
    previous: Previous = None,
    download: Download = None,
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

    It needs no Anki and no network; a browser opens it from the disk. With --previous it shows what changes for learners.
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
    if download and not re.fullmatch(r"https?://\S+|[^\s:]+", download):
        raise typer.BadParameter("neither a path nor an address that begins with https://", param_hint="--download")
    telling = read_telling(quiet, verbose, format)
    settings = Settings(deck=deck, shape=shape, question_level=question_level)
    hosts = read_hosts(download_images, private_host)
    wish = Wish(tuple(sources), settings, config, drafts, read_clock(), download_images, hosts)
    show = Showing(wish, telling, tuple(previous or ()), download or "", is_strict=strict)
    if watch:
        from mkdeck.cli.watching import follow_sources

        follow_sources(show, page, is_opened=open_, port=port or 0)
    shown = make_preview(show)
    outcome = write_preview(shown.outcome, shown.write(), page)
    if open_ and page and not outcome.is_stopped:
        outcome = replace(outcome, problems=[*outcome.problems, *open_target(page)])
    conclude(outcome, json)


def make_preview(showing: Showing) -> Shown:
    """Return what was found and is to be shown."""
    from mkdeck.building import keep_history, report_changes
    from mkdeck.cli.console import Outcome, load_with_progress
    from mkdeck.preview.cards import Beside
    from mkdeck.previous import read_packages

    old, problems = read_packages(showing.previous, with_media=True) if showing.previous else (None, [])
    loaded = load_with_progress(showing.wish, old.notes if old else ())
    changes = None
    if old:
        made, changes = keep_history(old, loaded.deck, showing.wish.now)
        loaded = replace(loaded, deck=made)
    problems = [*problems, *loaded.problems, *report_changes(changes or (), loaded)]
    outcome = Outcome(problems, loaded, "preview", is_strict=showing.is_strict, telling=showing.telling)
    return Shown(outcome, loaded, Beside(problems, changes, old), showing.download)


def write_preview(outcome: "Outcome", text: str, page: Path | None) -> "Outcome":
    """Write the page, where there is one to write and nothing stands against it."""
    from mkdeck.preview.write import write_page

    wrong = write_page(text, page) if page and not outcome.is_stopped else []
    return replace(outcome, package=page, problems=[*outcome.problems, *wrong])
