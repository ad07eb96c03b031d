"""The notetypes, one a kind of cards; the ids and the schema of each are frozen for ever from its first release on.

Anki never updates a note again whose notetype has other fields or templates than the learner's: see ARCHITECTURE.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mkdeck.model import BOTH_WAYS, CLOZE, KINDS, QUESTION, TYPED, Notetype, Template

FIELD_NAMES = ("Question", "Answer", "Extra", "Section", "Source", "Key")
"""Of every notetype, so that a note is read in one way."""


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What never changes of a notetype."""

    id: int
    name: str
    first_field: int
    """The id of its first field; those of the others follow it."""
    templates: tuple[tuple[int, str, str], ...]
    """Id, name, and the look of its two sides."""
    style: str = ""
    """The style that it has beside the one of all."""


_FROZEN = {
    QUESTION: _Frozen(
        1732356000421,
        "mkdeck Question",
        7316640105021731001,
        ((7316640105021732001, "Question", "question"),),
    ),
    CLOZE: _Frozen(
        1732356104913,
        "mkdeck Cloze",
        7316640105021741001,
        ((7316640105021742001, "Cloze", "cloze"),),
        "cloze.css",
    ),
    BOTH_WAYS: _Frozen(
        1732356218057,
        "mkdeck Question Both Ways",
        7316640105021751001,
        ((7316640105021752001, "Question", "question"), (7316640105021752002, "Answer", "reverse")),
        "both-ways.css",
    ),
    TYPED: _Frozen(
        1732356327749,
        "mkdeck Typed",
        7316640105021761001,
        ((7316640105021762001, "Typed", "typed"),),
        "typed.css",
    ),
}


def make_notetypes(mod: int, css: str = "", kinds: Collection[str] = KINDS) -> tuple[Notetype, ...]:
    """Return the notetypes of some kinds as they are at time ``mod``, in seconds since 1970, with more style after their own."""
    return tuple(make_notetype(mod, css, kind) for kind in KINDS if kind in kinds)


def make_notetype(mod: int, css: str = "", kind: str = QUESTION) -> Notetype:
    """Return one of them."""
    own = _FROZEN[kind]
    styles = [_read("style.css"), _read(own.style) if own.style else "", f"{css.strip()}\n" if css.strip() else ""]
    return Notetype(
        id=own.id,
        name=own.name,
        fields=tuple((own.first_field + n, name) for n, name in enumerate(FIELD_NAMES)),
        templates=tuple(
            Template(id_, name, *(_read(f"{look}-{side}.html").strip() for side in ("front", "back")))
            for id_, name, look in own.templates
        ),
        css="\n".join(style for style in styles if style),
        mod=mod,
        kind=kind,
    )


@cache
def _read(name: str) -> str:
    return (files(__package__) / "looks" / name).read_text("utf-8")
