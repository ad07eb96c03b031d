"""``mkdeck check``: everything that build does but writing."""

from mkdeck.cli.options import Config, DeckName, Drafts, Json, Sources, Strict, read_clock


def check(
    sources: Sources,
    deck: DeckName = None,
    config: Config = None,
    drafts: Drafts = False,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """Report what a build would find; write nothing."""
    from mkdeck.cli.console import Outcome, conclude, load_with_progress
    from mkdeck.load import Wish
    from mkdeck.model import Settings
    from mkdeck.problem import make_strict

    loaded = load_with_progress(Wish(tuple(sources), Settings(deck=deck), config, drafts, read_clock()))
    problems = make_strict(loaded.problems) if strict else loaded.problems
    conclude(Outcome(problems, loaded), json)
