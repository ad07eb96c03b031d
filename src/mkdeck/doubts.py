"""What is said of a question that may be one that was removed: both titles, both places, and the line that joins them."""

from collections.abc import Iterable, Iterator, Mapping

from mkdeck.deck.changelog import id_line
from mkdeck.deck.seen import question_text
from mkdeck.model import Change, Location
from mkdeck.problem import Problem


def report_doubts(
    changes: Iterable[Change], places: Mapping[str, Location], is_pinned: bool = False
) -> Iterator[Problem]:
    """Say which new questions may be removed ones; ``is_pinned`` where an id is being written for the new one."""
    for change in changes:
        if change.new and change.maybe:
            old = change.maybe
            message = (
                f"question '{question_text(change.new)}' is new, or is it '{question_text(old)}', which is gone"
                f" ('{old.key}')? {change.reason}"
            )
            verb = "put it in the place of the new id" if is_pinned else "write it below the question"
            hint = (
                f"if it is the same, {verb}: {id_line(change.new, old)}, best before the release, for after it learners have"
                " both; if not, leave it"
            )
            yield Problem(places[change.new.present], "maybe-reworded", message, hint)
