"""Questions of another kind than before: to Anki their cards are new ones, and the old ones stay."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from mkdeck.cloze import open_clozes
from mkdeck.deck.identity import split_kind
from mkdeck.deck.wording import plain_text
from mkdeck.model import Change, Note


def mark_turned(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Join each new note to the one that is gone and asked the same as another kind, by its key or its words."""
    gone: dict[str, Note] = {}
    words: dict[str, list[Note]] = defaultdict(list)
    for change in changes:
        if change.old and not change.new:
            gone.setdefault(split_kind(change.old.present)[0], change.old)
            words[_read_words(change.old)].append(change.old)
    marked = []
    for change in changes:
        new = change.new if gone and not change.old else None
        before = gone.get(split_kind(new.present)[0]) if new else None
        if new and not before:
            same = words[_read_words(new)]
            before = same[0] if len(same) == 1 else None
        marked.append(replace(change, turned=before) if new and before and before.kind != new.kind else change)
    return tuple(marked)


def _read_words(note: Note) -> str:
    """Return what the front says; what hides something now may have stood there as text."""
    return plain_text(open_clozes(note.fields[0])).casefold()
