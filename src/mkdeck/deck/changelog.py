"""What changed between two decks, in words: for people, for release notes, for programs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mkdeck.deck.details import Voice, list_differences, name_place, present_note, tell_details, tell_turned
from mkdeck.deck.identity import split_kind
from mkdeck.deck.seen import question_text, visible_text
from mkdeck.deck.sides import read_back
from mkdeck.model import Change, Note

KINDS = ("added", "reworded", "edited", "moved", "unchanged", "removed")
"""In the order in which they are told."""

_SIGNS = {"added": "+", "reworded": "~", "edited": "~", "moved": ">", "removed": "-"}


def count_kinds(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many changes there are of each kind."""
    counts = Counter(change.kind for change in changes)
    return {kind: counts[kind] for kind in KINDS}


def count_changes(changes: Iterable[Change]) -> str:
    """Return one line such as ``2 added, 44 unchanged``; what did not happen is not named."""
    return ", ".join(f"{count} {kind}" for kind, count in count_kinds(changes).items() if count)


def write_text(changes: Sequence[Change], with_reasons: bool = False) -> list[str]:
    """Return the changes for a terminal, line by line, by deck, changed words in ``[-old-]`` and ``{+new+}``.

    ``with_reasons`` adds how one knows that two notes are one question.
    """
    lines = [count_changes(changes) or "no notes"]
    for deck, group in group_by_place(changes):
        lines += ["", deck]
        for change in group:
            lines.append(f"  {_SIGNS[change.kind]} {change.kind}: {question_text(present_note(change))}")
            search = anki_search(change.old) if change.old else ""
            lines += [f"      {detail}" for detail in tell_details(change, _VOICE, search)]
            if change.new and change.maybe:
                lines.append(f"      or is it: {question_text(change.maybe)}  ({change.maybe.key}; {change.reason})")
                lines.append(f"      if so, write {id_line(change.new, change.maybe)} below it, and build again")
            elif change.turned:
                lines.append(f"      {tell_turned(change.turned)}")
            elif with_reasons and change.reason:
                lines.append(f"      known by: {change.reason}")
    return lines


def list_changes(changes: Sequence[Change]) -> dict[str, Any]:
    """Return the changes as an object for JSON: how many of each kind, and each that is not ``unchanged``."""
    return {
        "counts": count_kinds(changes),
        "changes": [_list_change(c) for c in changes if c.kind != "unchanged"],
    }


def anki_search(note: Note) -> str:
    """Return what finds a learner's copy of the note in Anki's browser."""
    return search_key(note.key)


def search_key(key: str) -> str:
    """Return what finds the notes with a key.

    Special characters: https://docs.ankiweb.net/searching.html#matching-special-characters.
    """
    escaped = re.sub(r'([\\"*_])', r"\\\1", key)
    return f'"Key:{escaped}"'


def id_line(new: Note, old: Note) -> str:
    """Return the line that gives a new question the history of an old one."""
    key = split_kind(old.key)[0]
    article, _, id_ = key.rpartition("/")
    return f"<!-- id: {id_ if new.present.rpartition('/')[0] == article else key} -->"


def group_by_place(changes: Iterable[Change]) -> Iterator[tuple[str, list[Change]]]:
    """Yield each deck, with the section in it, and what changed there."""
    groups: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.kind != "unchanged":
            groups[name_place(present_note(change))].append(change)
    yield from groups.items()


def _read(html: str) -> str:
    return " ".join(visible_text(html).split())


_VOICE = Voice("[-{}-]", "{{+{}+}}", _read, str)


def _list_change(change: Change) -> dict[str, Any]:
    note, old = present_note(change), change.old
    listed: dict[str, Any] = {
        "kind": change.kind,
        "cards": note.kind,
        "key": note.key,
        "deck": note.deck,
        "question": question_text(note),
        "tags": note.tags,
    }
    if change.reason:
        listed["reason"] = change.reason
    if change.new and change.maybe:
        line = id_line(change.new, change.maybe)
        listed["maybe"] = {"key": change.maybe.key, "question": question_text(change.maybe), "line": line}
    if change.turned:
        listed["turned"] = {"cards": change.turned.kind, "key": change.turned.key}
    if change.new is None:
        listed["search"] = anki_search(note)
    elif old:
        listed["changed"] = list_differences(old, note)
        listed["old"] = {
            "deck": old.deck,
            "question": question_text(old),
            "answer": visible_text(read_back(old)),
            "tags": old.tags,
        }
        listed["answer"] = visible_text(read_back(note))
    return listed
