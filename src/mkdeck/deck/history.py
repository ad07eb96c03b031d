"""What became of each note from one deck to the next, so that what learners have stays theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mkdeck.deck.identity import note_guid
from mkdeck.deck.matching import Matching, match_notes
from mkdeck.deck.wording import read_question
from mkdeck.model import Change, Deck, Note, Notetype, Removed

KEY_FIELD = 5
"""The place of the field ``Key``."""


def compare_decks(old: Deck, new: Deck) -> tuple[Change, ...]:
    """Return what became of each note, in the order of the new deck, then what was removed.

    Notes that both decks know by the same GUID are the same to a learner, so GUIDs decide first.
    """
    return _list_changes(old.notes, new.notes, match_notes(old.notes, new.notes, guids_first=True))


def keep_history(previous: Deck, present: Deck, now: int, touch: bool = False) -> tuple[Deck, tuple[Change, ...]]:
    """Give the notes of ``present``, fresh from the articles, the identity and times of change they have had.

    ``now`` is in seconds since 1970; ``touch`` gives it to unchanged notes, too. Also returned is what changed.
    """
    matches = match_notes(previous.notes, present.notes, guids_first=False)
    changes = _list_changes(previous.notes, present.notes, matches)
    gone = {removed.present: removed for removed in previous.removed}
    settle = _Settling(previous, now, touch)
    settled = [settle.settle(c, gone.get(c.new.present)) if c.new else c for c in changes]
    notes = tuple(c.new for c in settled if c.new)
    present_guids = {note.guid for note in notes}
    removed = [*previous.removed, *(_remember(c.old) for c in changes if c.old and not c.new)]
    return (
        replace(
            present,
            notes=notes,
            notetype=_keep_notetype(previous.notetype, present.notetype, now, touch),
            removed=tuple(sorted((r for r in removed if r.guid not in present_guids), key=lambda r: r.guid)),
        ),
        tuple(settled),
    )


class _Settling:
    """Gives notes the identity and the time of change that they keep."""

    def __init__(self, previous: Deck, now: int, touch: bool) -> None:
        known: tuple[Note | Removed, ...] = (*previous.notes, *previous.removed)
        self._guids = {each.guid for each in known}  # of removed ones, too: learners have them
        self._ids = _free_ids({each.id for each in known}, now)
        self._now = now
        self._touch = touch

    def settle(self, change: Change, gone: Removed | None) -> Change:
        """Settle the new note of a change; ``gone`` is what is remembered of its question from before."""
        old, new = change.old, change.new
        assert new is not None
        if old is None and gone is None:
            key = _free_key(new.key, self._guids)
            self._guids.add(note_guid(key))
            return replace(change, new=_rename(replace(new, id=next(self._ids)), key))
        is_kept = _is_unchanged(old, new) if old else bool(gone and gone.digest and gone.digest == new.digest)
        before = old or gone
        assert before is not None
        mod = before.mod if is_kept and not self._touch else max(self._now, before.mod + 1)
        return replace(change, new=replace(_rename(new, before.key), id=before.id, guid=before.guid, mod=mod))


def _remember(note: Note) -> Removed:
    return Removed(note.guid, note.id, note.key, note.present, note.digest, note.mod)


def _list_changes(old: Sequence[Note], new: Sequence[Note], matching: Matching) -> tuple[Change, ...]:
    decks = {note.deck for note in new}
    doubts = {doubt.new: doubt for doubt in matching.doubts}
    kept = []
    for n, note in enumerate(new):
        if match := matching.matches.get(n):
            before = old[match.old]
            kept.append(Change(_name_change(before, note, decks), before, note, match.reason))
        elif doubt := doubts.get(n):
            kept.append(Change("added", None, note, doubt.reason, old[doubt.old]))
        else:
            kept.append(Change("added", None, note))
    gone = set(range(len(old))) - {match.old for match in matching.matches.values()}
    return (*kept, *(Change("removed", old[o], None) for o in sorted(gone)))


def _name_change(old: Note, new: Note, decks: set[str]) -> str:
    """Return the kind of change; a note whose whole deck has another name has not moved."""
    if _is_unchanged(old, new):
        return "moved" if old.deck != new.deck and old.deck in decks else "unchanged"
    if read_question(old) != read_question(new):
        return "reworded"
    has_moved = (old.fields[3], old.deck) != (new.fields[3], new.deck)
    return "moved" if has_moved and old.fields[:2] == new.fields[:2] else "edited"


def _is_unchanged(old: Note, new: Note) -> bool:
    """Tell whether the author changed nothing that shows on the note."""
    if old.digest and old.digest == new.digest:
        return True
    return (old.fields[:KEY_FIELD], old.tags) == (new.fields[:KEY_FIELD], new.tags)


def _rename(note: Note, key: str) -> Note:
    fields = (*note.fields[:KEY_FIELD], key, *note.fields[KEY_FIELD + 1 :])
    return replace(note, key=key, guid=note_guid(key), fields=fields)


def _free_key(key: str, taken: set[str]) -> str:
    """Return the key, numbered where a reworded question has kept it."""
    free, number = key, 1
    while note_guid(free) in taken:
        number += 1
        free = f"{key}-{number}"
    return free


def _free_ids(taken: set[int], now: int) -> Iterator[int]:
    """Yield ids for new notes, milliseconds from ``now`` on, that no kept note has."""
    candidate = now * 1000
    while True:
        if candidate not in taken:
            yield candidate
        candidate += 1


def _keep_notetype(previous: Notetype, present: Notetype, now: int, touch: bool) -> Notetype:
    same = replace(previous, mod=present.mod) == present
    return replace(present, mod=previous.mod if same and not touch else max(now, previous.mod + 1))


def find_renamed_decks(changes: Sequence[Change]) -> dict[tuple[str, str], Note]:
    """Return the old and new name of each deck that was renamed, with a note of it.

    A note whose section changed as well has moved, and so has one whose old deck is still there.
    """
    present = {change.new.deck for change in changes if change.new}
    renamed: dict[tuple[str, str], Note] = {}
    for change in changes:
        old, new = change.old, change.new
        if old and new and old.fields[3] == new.fields[3] and old.deck != new.deck and old.deck not in present:
            renamed.setdefault(_drop_common_end(old.deck, new.deck), new)
    return renamed


def _drop_common_end(old: str, new: str) -> tuple[str, str]:
    """Return two deck names without the sections that both end in."""
    olds, news = old.split("::"), new.split("::")
    while len(olds) > 1 and len(news) > 1 and olds[-1] == news[-1]:
        olds.pop()
        news.pop()
    return "::".join(olds), "::".join(news)
