"""The notetype of every note; its ids and its schema are frozen for ever.

Anki never updates a note again whose notetype has other fields or templates than the learner's: see ARCHITECTURE.md.
"""

from importlib.resources import files

from mkdeck.model import Notetype

NAME = "mkdeck Question"
ID = 1732356000421
FIELDS = (
    (7316640105021731001, "Question"),
    (7316640105021731002, "Answer"),
    (7316640105021731003, "Extra"),
    (7316640105021731004, "Section"),
    (7316640105021731005, "Source"),
    (7316640105021731006, "Key"),
)
TEMPLATE = (7316640105021732001, "Question")


def make_notetype(mod: int, css: str = "") -> Notetype:
    """Return the notetype as it is at time ``mod``, in seconds since 1970, with more style after its own."""
    front, back, style = (
        (files(__package__) / name).read_text("utf-8") for name in ("front.html", "back.html", "style.css")
    )
    whole_style = f"{style}\n{css.strip()}\n" if css.strip() else style
    return Notetype(ID, NAME, FIELDS, *TEMPLATE, front=front.strip(), back=back.strip(), css=whole_style, mod=mod)
