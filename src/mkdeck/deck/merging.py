"""Several packages -> the one deck that a build compares with, which remembers what all of them do."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from mkdeck.deck.returning import remember_note
from mkdeck.deck.sketch import trace_wording
from mkdeck.model import KINDS, Deck, Note, Notetype, Removed, Trace


def merge_decks(decks: Sequence[Deck]) -> Deck:
    """Return one deck with the notes of all, in the order given, without pictures and descriptions.

    Of a note that several have, the one counts that changed last, else that of the first deck: who imports the next release may
    have any of them. Two notes with one present key cannot both be asked under it, so one is remembered as if removed.
    """
    if len(decks) == 1:
        return decks[0]
    known: dict[str, Note | Removed] = {}
    for deck in decks:
        all_of_it: tuple[Note | Removed, ...] = (*deck.notes, *deck.removed)
        for each in all_of_it:
            known[each.guid] = _join(known[each.guid], each) if each.guid in known else each
    settled = _free_ids(_drop_equal_keys(list(known.values())))
    return Deck(
        notes=tuple(each for each in settled if isinstance(each, Note)),
        notetypes=_join_notetypes(notetype for deck in decks for notetype in deck.notetypes),
        media=(),
        descriptions=(),
        removed=tuple(sorted((each for each in settled if isinstance(each, Removed)), key=lambda gone: gone.guid)),
    )


def _join_notetypes(known: Iterable[Notetype]) -> tuple[Notetype, ...]:
    """Return the latest of each kind."""
    latest: dict[str, Notetype] = {}
    for notetype in known:
        if notetype.kind not in latest or notetype.mod > latest[notetype.kind].mod:
            latest[notetype.kind] = notetype
    return tuple(latest[kind] for kind in KINDS if kind in latest)


def _join(first: Note | Removed, second: Note | Removed) -> Note | Removed:
    """Return what changed last, and of two that changed together the note before what is removed, with all traces."""
    latest, other = first, second
    if (second.mod, isinstance(second, Note)) > (first.mod, isinstance(first, Note)):
        latest, other = second, first
    return replace(latest, former=_join_traces(other, latest))


def _join_traces(other: Note | Removed, latest: Note | Removed) -> tuple[Trace, ...]:
    earlier = [*other.former, trace_wording(other.present, other)] if isinstance(other, Note) else other.former
    own = {trace.key for trace in latest.former}
    if isinstance(latest, Note):
        own.add(trace_wording(latest.present, latest).key)
    joined = {trace.key: trace for trace in earlier if trace.key not in own}
    return (*joined.values(), *latest.former)


def _drop_equal_keys(known: Sequence[Note | Removed]) -> list[Note | Removed]:
    latest: dict[str, Note] = {}
    for each in known:
        if isinstance(each, Note) and (each.present not in latest or each.mod > latest[each.present].mod):
            latest[each.present] = each
    return [
        each if isinstance(each, Removed) or latest[each.present] is each else remember_note(each) for each in known
    ]


def _free_ids(known: Sequence[Note | Removed]) -> list[Note | Removed]:
    """Return the same with ids that none shares: packages made in one second have the same ones."""
    free = count(max((each.id for each in known), default=0) + 1)
    taken: set[int] = set()
    result = []
    for each in known:
        result.append(replace(each, id=next(free)) if each.id in taken else each)
        taken.add(each.id)
    return result
