"""What became of each note from one deck to the next, so that what learners have stays theirs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mkdeck.deck.identity import join_kind, key_field, note_guid, split_kind
from mkdeck.deck.matching import Match, Matching, match_notes
from mkdeck.deck.numbering import keep_numbers
from mkdeck.deck.renamed import differs_by_section_alone, find_renamed_sections
from mkdeck.deck.returning import Return, find_returns, remember_note
from mkdeck.deck.sketch import trace_wording
from mkdeck.deck.turning import mark_turned
from mkdeck.deck.wording import is_reworded, read_wording
from mkdeck.digest import digest_text
from mkdeck.limits import LATEST
from mkdeck.model import Change, Deck, Note, Notetype, Removed, Trace

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
    matching = match_notes(previous.notes, present.notes, guids_first=False)
    present = replace(present, notes=_keep_numbers(previous.notes, present.notes, matching))
    returns = find_returns(previous, present.notes, matching)
    changes = _list_changes(previous.notes, present.notes, _join_returns(previous.notes, matching, returns))
    settle = _Settling(previous, now, touch)
    corrected = {n for n, is_sure in find_renamed_sections(changes).items() if is_sure}
    left = {n: previous.notes[matching.matches[n].old] for n in returns if n in matching.matches}
    settled = []
    for n, change in enumerate(changes):
        done = settle.settle(change, returns.get(n), n in corrected) if change.new else change
        settled.append(replace(done, left=left.get(n)))
    notes = tuple(c.new for c in settled if c.new)
    present_guids = {note.guid for note in notes}
    known: tuple[Note | Removed, ...] = (*previous.removed, *previous.notes)
    gone = [remember_note(each) if isinstance(each, Note) else each for each in known if each.guid not in present_guids]
    return (
        replace(
            present,
            notes=notes,
            notetypes=_keep_notetypes(previous.notetypes, present.notetypes, now, touch),
            removed=tuple(sorted(gone, key=lambda removed: removed.guid)),
        ),
        tuple(settled),
    )


def _keep_numbers(old: Sequence[Note], new: Sequence[Note], matching: Matching) -> tuple[Note, ...]:
    befores = {n: old[match.old] for n, match in matching.matches.items()}
    return tuple(keep_numbers(befores[n], note) if n in befores else note for n, note in enumerate(new))


def _join_returns(old: Sequence[Note], matching: Matching, returns: Mapping[int, Return]) -> Matching:
    """Return the matching with what comes back: joined to its note where the previous release has it."""
    places = {note.guid: o for o, note in enumerate(old)}
    kept = {n: match for n, match in matching.matches.items() if n not in returns}
    joined = {n: Match(places[r.gone.guid], r.reason) for n, r in returns.items() if r.gone.guid in places}
    taken = {match.old for match in joined.values()}
    doubts = (doubt for doubt in matching.doubts if doubt.new not in returns and doubt.old not in taken)
    return Matching(kept | joined, tuple(doubts))


class _Settling:
    """Gives notes the identity and the time of change that they keep."""

    def __init__(self, previous: Deck, now: int, touch: bool) -> None:
        known: tuple[Note | Removed, ...] = (*previous.notes, *previous.removed)
        self._guids = {each.guid for each in known}  # of removed ones, too: learners have them
        self._ids = _free_ids({each.id for each in known}, now)
        self._now = now
        self._touch = touch

    def settle(self, change: Change, returned: Return | None, is_renamed: bool) -> Change:
        """Settle the new note of a change.

        ``returned`` is what is remembered of its question; ``is_renamed`` says that its whole section has another name.
        """
        old, new = change.old, change.new
        assert new is not None
        before = old or (returned.gone if returned else None)
        if before is None:
            key = _free_key(new.key, self._guids)
            self._guids.add(note_guid(key))
            return replace(change, new=_rename(replace(new, id=next(self._ids)), key))
        is_same = is_unchanged(old, new) if old else before.digest == new.digest
        # What a correction of one heading would cost, the learners' tags and edits in a whole section, it is not worth.
        is_held = bool(is_renamed and old and not is_same and differs_by_section_alone(old, new))
        is_kept = is_same or is_held
        mod = before.mod if is_kept and not self._touch else _renew(before.mod, self._now)
        former = _list_former(before, new)
        note = replace(_rename(new, before.key), id=before.id, guid=before.guid, mod=mod, former=former)
        reason = returned.reason if returned else change.reason
        is_again, is_held = is_kept and self._touch, is_held and not self._touch
        return replace(change, new=note, reason=reason, is_again=is_again, is_held=is_held)


def _list_former(before: Note | Removed, new: Note) -> tuple[Trace, ...]:
    """Return what is kept of the wordings that a note had before the one at hand."""
    known = list(before.former)
    if isinstance(before, Note) and before.present != new.present:
        known.append(trace_wording(before.present, before))
    latest = {trace.key: trace for trace in known}
    latest.pop(digest_text(new.present), None)
    return tuple(latest.values())


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
    return mark_turned((*kept, *(Change("removed", old[o], None) for o in sorted(gone))))


def _name_change(old: Note, new: Note, decks: set[str]) -> str:
    """Return the kind of change; a note whose whole deck has another name has not moved."""
    if is_unchanged(old, new):
        return "moved" if old.deck != new.deck and old.deck in decks else "unchanged"
    if is_reworded(old, new):
        return "reworded"
    has_moved = (old.fields[3], old.deck) != (new.fields[3], new.deck)
    return "moved" if has_moved and old.fields[:3] == new.fields[:3] else "edited"


def is_unchanged(old: Note, new: Note) -> bool:
    """Tell whether the author changed nothing that shows on the note."""
    if old.digest and old.digest == new.digest and (old.is_sealed or _reads_the_same(old, new)):
        return True
    return (old.fields[:KEY_FIELD], old.tags) == (new.fields[:KEY_FIELD], new.tags)


def _reads_the_same(old: Note, new: Note) -> bool:
    return read_wording(old) == read_wording(new) and old.tags == new.tags


def _rename(note: Note, key: str) -> Note:
    return replace(note, key=key, guid=note_guid(key), fields=(*note.fields[:KEY_FIELD], key_field(key)))


def _free_key(key: str, taken: set[str]) -> str:
    """Return the key, numbered where a reworded question has kept it."""
    (question, kind), free, number = split_kind(key), key, 1
    while note_guid(free) in taken:
        number += 1
        free = join_kind(f"{question}-{number}", kind)
    return free


def _free_ids(taken: set[int], now: int) -> Iterator[int]:
    """Yield ids for new notes, milliseconds from ``now`` on, that no kept note has."""
    candidate = now * 1000
    while True:
        if candidate not in taken:
            yield candidate
        candidate += 1


def _keep_notetypes(
    previous: Sequence[Notetype], present: Sequence[Notetype], now: int, touch: bool
) -> tuple[Notetype, ...]:
    """Return the present notetypes, each with the time of change of the previous one that is the same."""
    known = {notetype.kind: notetype for notetype in previous}
    return tuple(_keep_notetype(known[n.kind], n, now, touch) if n.kind in known else n for n in present)


def _keep_notetype(previous: Notetype, present: Notetype, now: int, touch: bool) -> Notetype:
    same = replace(previous, mod=present.mod) == present
    return replace(present, mod=previous.mod if same and not touch else _renew(previous.mod, now))


def _renew(mod: int, now: int) -> int:
    """Return a time that is now, and later than the one before; but never one that no package may have."""
    return min(max(now, mod + 1), LATEST)
