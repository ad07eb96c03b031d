"""What changed between two decks, in words: for people, for release notes, for programs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from mkdeck.deck.identity import split_kind
from mkdeck.deck.sides import read_back, read_front
from mkdeck.model import Change, Note

KINDS = ("added", "reworded", "edited", "moved", "unchanged", "removed")
"""In the order in which they are told."""

_SIGNS = {"added": "+", "reworded": "~", "edited": "~", "moved": ">", "removed": "-"}
_SOUND = re.compile(r"\[sound:([^\[\]]*)\]")
_CONTEXT = 4
"""Words shown around a change."""
_MARKDOWN = re.compile(r"(?<!\w)(?P<mention>@\w+(?:[./-]\w+)*)|(?P<sign>[\\`*_\[\]<>#|~$&])")


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
    for deck, group in _group_by_deck(changes):
        lines += ["", deck]
        for change in group:
            lines.append(f"  {_SIGNS[change.kind]} {change.kind}: {question_text(_present(change))}")
            lines += [f"      {detail}" for detail in _details(change, "[-{}-]", "{{+{}+}}", str)]
            if change.new and change.maybe:
                lines.append(f"      or is it: {question_text(change.maybe)}  ({change.maybe.key}; {change.reason})")
                lines.append(f"      if so, write {id_line(change.new, change.maybe)} below it, and build again")
            elif change.turned:
                lines.append(f"      {_tell_turned(change.turned)}")
            elif with_reasons and change.reason:
                lines.append(f"      known by: {change.reason}")
    return lines


def write_markdown(changes: Sequence[Change]) -> list[str]:
    """Return the changes as release notes, line by line, by deck."""
    lines = [f"{(count_changes(changes) or 'no notes').capitalize()}."]
    for deck, group in _group_by_deck(changes):
        lines += ["", f"### {_escape(deck.replace('::', ' › '))}", ""]
        for change in group:
            lines.append(f"- **{change.kind.capitalize()}:** {_escape(question_text(_present(change)))}")
            lines += [f"  - {detail}" for detail in _details(change, "~~{}~~", "**{}**", _escape)]
            lines += [f"  - {_escape(_tell_turned(change.turned))}"] if change.turned else []
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


def question_text(note: Note) -> str:
    """Return the question as one line of text."""
    return " ".join(visible_text(read_front(note)).split())


def visible_text(html: str) -> str:
    """Return what a reader sees of a field, pictures by their names."""
    named = re.sub(r"<img([^<>]*+)>", _name_picture, html)
    broken = re.sub(r"<br>|<div\b[^<>]*>|</(?:p|li|tr|pre|h\d|dt|dd|summary|blockquote)>", "\n", named)
    return unescape(re.sub(r"<[^<>]*>", "", re.sub(r"</t[dh]>", " ", broken))).strip()


def _name_picture(tag: re.Match[str]) -> str:
    source = re.search(r' src="([^"]*)"', tag[1])
    return f"[{source[1]}]" if source else ""


def diff_words(old: str, new: str, gone: str, come: str) -> str:
    """Return what changed between two texts, with some words around each change; ``gone`` and ``come`` are formats."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return " … ".join(
        " ".join(filter(None, (_write_opcode(opcode, before, after, gone, come) for opcode in group)))
        for group in matcher.get_grouped_opcodes(_CONTEXT)
    )


def _write_opcode(
    opcode: tuple[str, int, int, int, int], before: list[str], after: list[str], gone: str, come: str
) -> str:
    name, i1, i2, j1, j2 = opcode
    if name == "equal":
        return " ".join(after[j1:j2])
    parts = [
        gone.format(" ".join(before[i1:i2])) if i1 < i2 else "",
        come.format(" ".join(after[j1:j2])) if j1 < j2 else "",
    ]
    return " ".join(part for part in parts if part)


def _present(change: Change) -> Note:
    note = change.new or change.old
    assert note is not None, "a change without any note"
    return note


def _group_by_deck(changes: Iterable[Change]) -> Iterator[tuple[str, list[Change]]]:
    groups: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.kind != "unchanged":
            groups[_place(_present(change))].append(change)
    yield from groups.items()


def _place(note: Note) -> str:
    """Return the deck and, where it is not its last part, the section."""
    section = visible_text(note.fields[3])
    return note.deck if not section or note.deck.endswith(section) else f"{note.deck}::{section.replace(' › ', '::')}"


def _details(change: Change, gone: str, come: str, escape: Any) -> Iterator[str]:
    """Yield what to say below the line that names a change."""
    old, new = change.old, change.new
    if old and not new:
        yield f"learners keep their copy; in Anki it is found by {escape(anki_search(old))}"
    if not (old and new):
        return
    if change.kind == "reworded":
        yield f"was: {escape(question_text(old))}"
    if old.deck != new.deck:
        yield f"was in {escape(old.deck)}"
    if read_back(old) != read_back(new):
        words = diff_words(escape(visible_text(read_back(old))), escape(visible_text(read_back(new))), gone, come)
        yield words or "the answer looks different, its words are the same"
    before, after = map(_list_sounds, (old, new))
    if before != after:
        yield "changed sound" if before and after else "a sound came" if after else "its sound is gone"
    if old.tags != new.tags:
        yield f"tags: {diff_words(escape(' '.join(old.tags)), escape(' '.join(new.tags)), gone, come)}"


def _list_sounds(note: Note) -> list[str]:
    return [name for field in note.fields for name in _SOUND.findall(field)]


def _tell_turned(before: Note) -> str:
    return f"was of the kind {before.kind}: learners get new cards, and keep the old ones"


def _list_change(change: Change) -> dict[str, Any]:
    note, old = _present(change), change.old
    listed: dict[str, Any] = {
        "kind": change.kind,
        "cards": note.kind,
        "key": note.key,
        "deck": note.deck,
        "question": question_text(note),
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
        listed["old"] = {"deck": old.deck, "question": question_text(old), "answer": visible_text(read_back(old))}
        listed["answer"] = visible_text(read_back(note))
    return listed


def _escape(text: str) -> str:
    """Return text that Markdown shows as it is; ``@Override`` as code, since GitHub has a user of that name to notify."""
    return _MARKDOWN.sub(lambda found: f"`{found['mention']}`" if found["mention"] else f"\\{found['sign']}", text)
