"""``mkdeck check``: everything that build does but writing."""

from typing import Annotated

import typer

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
    read_clock,
    read_hosts,
    read_telling,
)

_VERBOSE = "Show every question, with its section and its line; given twice, what each line of the articles became."
Verbose = Annotated[int, typer.Option("-v", "--verbose", count=True, show_default=False, help=_VERBOSE)]


def check(
    sources: Sources,
    deck: DeckName = None,
    shape: Shape = None,
    question_level: QuestionLevel = None,
    download_images: DownloadImages = False,
    private_host: PrivateHosts = None,
    config: Config = None,
    drafts: Drafts = False,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    format: Format = None,  # noqa: A002  # names the option
    json: Json = False,
) -> None:
    """Report what a build would find; write nothing."""
    from mkdeck.cli.console import Outcome, conclude, load_with_progress
    from mkdeck.deck.duplicates import find_near_duplicates
    from mkdeck.load import Wish
    from mkdeck.model import Settings
    from mkdeck.problem import Severity

    telling = read_telling(quiet, bool(verbose), format, Severity.DETAIL)
    hosts = read_hosts(download_images, private_host)
    settings = Settings(deck=deck, shape=shape, question_level=question_level)
    wish = Wish(tuple(sources), settings, config, drafts, read_clock(), download_images, hosts)
    loaded = load_with_progress(wish)
    told = {p.location for p in loaded.problems if p.code in ("equal-ids", "double-key")}
    problems = [*loaded.problems, *find_near_duplicates(loaded.articles, told)]
    conclude(Outcome(problems, loaded, "check", detail=verbose, is_strict=strict, telling=telling), json)
