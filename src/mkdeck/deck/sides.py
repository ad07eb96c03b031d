"""What asks and what answers on a note, whatever kind it is."""

from mkdeck.cloze import list_hidden, open_clozes
from mkdeck.model import CLOZE, TYPED, Note

_BREAK = "<br>"


def read_front(note: Note) -> str:
    """Return the HTML that asks; of a cloze the whole text, with nothing hidden."""
    return open_clozes(note.fields[0]) if note.kind == CLOZE else note.fields[0]


def read_beside(note: Note) -> str:
    """Return the HTML that says of two questions whether they are one: a cloze answers itself, so its whole text does."""
    return (
        f"{read_front(note)}{_BREAK * bool(note.fields[1])}{note.fields[1]}" if note.kind == CLOZE else read_back(note)
    )


def read_back(note: Note) -> str:
    """Return the HTML that answers: of a cloze what it hides, and of a typed answer also what it goes on with."""
    if note.kind == CLOZE:
        return _BREAK.join([*(text for _, text in list_hidden(note.fields[0])), note.fields[1]])
    return _BREAK.join(filter(None, note.fields[1:3])) if note.kind == TYPED else note.fields[1]
