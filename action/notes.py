"""The changelog in a release's notes: a part of its own, beside what people wrote and beside those of other packages."""

import re

_LIMIT = 120_000
"""Characters; GitHub refuses notes of more than 125,000."""
_STAYS = "What you have learnt stays, and so do your tags and edits on questions that did not change."
_CUT = "\n\n… The rest is on the page of the workflow's run."


def write_notes(present: str, name: str, address: str, changelog: str) -> str:
    """Return the notes with the package's part in them, replaced where it was there before."""
    start, end = f"<!-- mkdeck {name} -->", f"<!-- end of {name} -->"
    others = re.compile(f"\n*{re.escape(start)}.*?{re.escape(end)}", re.DOTALL).sub("", present).rstrip()
    what = f"Download [{name}]({address}) and open it in Anki. {_STAYS}"
    room = _LIMIT - len(others) - len(what)
    if len(changelog) > room:
        changelog = changelog[: max(room, 0)].rpartition("\n")[0] + _CUT
    part = f"{start}\n## {name}\n\n{what}\n\n{changelog}\n{end}"
    return f"{others}\n\n{part}\n" if others else f"{part}\n"


def describe_first(notes: int, decks: int) -> str:
    """Return the changelog of a release that has none before it."""
    return f"First release: {_count(notes, 'question')} in {_count(decks, 'deck')}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
