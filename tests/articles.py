"""Articles on disk, and the decks made of them, for tests that need both."""

from pathlib import Path

from mkdeck.apkg.write import write_apkg
from mkdeck.load import Loaded, Wish, load_deck
from mkdeck.model import Note, Settings

NOW = 1_790_000_000
SHARED = Path(__file__).parents[2] / "shared"
"""Other people's articles with known answers; not part of the project."""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def load(*sources: Path, now: int = NOW, deck: str | None = None) -> Loaded:
    return load_deck(Wish(tuple(map(str, sources)), Settings(deck=deck), now=now))


def notes(*sources: Path) -> dict[str, Note]:
    return {note.key: note for note in load(*sources).deck.notes}


def build(package: Path, *sources: Path, now: int = NOW, deck: str | None = None) -> Path:
    loaded = load(*sources, now=now, deck=deck)
    assert write_apkg(loaded.deck, package) == []
    return package
