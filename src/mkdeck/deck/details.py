"""What to say of one change, below the line that names it: for people on a terminal, and in release notes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from mkdeck.deck.identity import make_slug
from mkdeck.deck.seen import list_pictures, list_sounds, split_question, visible_text
from mkdeck.deck.sides import read_back, read_front
from mkdeck.model import Change, Note

_CONTEXT = 4
"""Words shown around a change."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How changes are written."""

    gone: str
    """The format of words that are gone."""
    come: str
    """The format of words that came."""
    read: Callable[[str], str]
    """HTML -> what is written of it."""
    write: Callable[[str], str]
    """Text -> what is written of it."""


def tell_details(change: Change, voice: Voice, search: str) -> Iterator[str]:
    """Yield what to say; ``search`` finds a learner's copy of a note that is removed."""
    old, new = change.old, change.new
    if old and not new:
        yield f"learners keep their copy; in Anki it is found by {voice.write(search)}"
    if not (old and new):
        return
    if change.kind == "reworded":
        yield from _tell_wording(old, new, voice)
    if name_place(old) != name_place(new):
        yield f"was in {voice.write(name_place(old))}"
    if change.kind != "reworded":
        yield from _tell_side("question", read_front(old), read_front(new), voice)
    yield from _tell_side("answer", read_back(old), read_back(new), voice)
    before, after = map(list_sounds, (old, new))
    if before != after:
        yield "changed sound" if before and after else "a sound came" if after else "its sound is gone"
    if words := _tell_tags(old, new, voice):
        yield f"tags: {words}"


def name_place(note: Note) -> str:
    """Return the deck and, where it is not its last part, the section."""
    section = visible_text(note.fields[3])
    return note.deck if not section or note.deck.endswith(section) else f"{note.deck}::{section.replace(' › ', '::')}"


def diff_words(old: str, new: str, gone: str, come: str) -> str:
    """Return what changed between two texts, with some words around each change; ``gone`` and ``come`` are formats."""
    before, after = old.split(), new.split()
    groups = list(SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_CONTEXT))
    if not groups:
        return ""
    start = "… " if groups[0][0][1] or groups[0][0][3] else ""
    end = "" if (groups[-1][-1][2], groups[-1][-1][4]) == (len(before), len(after)) else " …"
    parts = [
        " ".join(filter(None, (_write_opcode(opcode, before, after, gone, come) for opcode in group)))
        for group in groups
    ]
    return f"{start}{' … '.join(parts)}{end}"


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


def list_differences(old: Note, new: Note) -> list[str]:
    """Return which parts of a note are others than before, by their names."""
    parts = {
        "question": (read_front(old), read_front(new)),
        "answer": (read_back(old), read_back(new)),
        "section": (old.fields[3], new.fields[3]),
        "source": (old.fields[4], new.fields[4]),
        "deck": (old.deck, new.deck),
        "tags": (old.tags, new.tags),
    }
    return [name for name, (before, after) in parts.items() if before != after]


def _tell_wording(old: Note, new: Note, voice: Voice) -> Iterator[str]:
    (before, options), (after, others) = split_question(old), split_question(new)
    if before != after or not (options or others):
        yield f"was: {voice.read(before)}"
    if options != others:
        gone, come = (voice.read(" ".join(listed)) for listed in (options, others))
        yield f"options: {diff_words(gone, come, voice.gone, voice.come)}"


def _tell_side(name: str, before: str, after: str, voice: Voice) -> Iterator[str]:
    """Yield what changed on a side: its words, and pictures that have the text of another one."""
    if before == after:
        return
    words = diff_words(voice.read(before), voice.read(after), voice.gone, voice.come)
    known, texts = set(list_pictures(before)), {text for text, _ in list_pictures(before)}
    drawn = dict.fromkeys(text for text, file in list_pictures(after) if (text, file) not in known and text in texts)
    yield from [words] if words else []
    yield from (f"changed picture: {voice.write(text)}" for text in drawn)
    if not words and not drawn:
        yield f"the {name} looks different, its words are the same"


def _tell_tags(old: Note, new: Note, voice: Voice) -> str:
    """Return which tags changed, without those that only say where the question is, if that has been told."""
    implied = _list_slugs(old) | _list_slugs(new) if name_place(old) != name_place(new) else set()
    before, after = (voice.write(" ".join(tag for tag in note.tags if tag not in implied)) for note in (old, new))
    return diff_words(before, after, voice.gone, voice.come)


def _list_slugs(note: Note) -> set[str]:
    return {make_slug(name) for name in visible_text(note.fields[3]).split(" › ")}


def tell_turned(before: Note) -> str:
    """Return what it means that a question was of another kind."""
    return f"was of the kind {before.kind}: learners get new cards, and keep the old ones"


def present_note(change: Change) -> Note:
    """Return the note as it is, or as it was where it is gone."""
    note = change.new or change.old
    assert note is not None, "a change without any note"
    return note
