"""Histories of real articles: of a hundred reworded questions ninety-five keep their history, and none gets another's."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from articles import NOW, load, write

from mkdeck.deck.changelog import list_changes
from mkdeck.deck.history import keep_history
from mkdeck.model import Deck

HISTORIES = Path(__file__).parent.parent.parent / "shared" / "histories"
STEPS = 7
"""Of each history, those with most rewordings; the scorer itself plays all of them, which takes a minute."""
# Some pairs were judged when the heading "Answer" was read as the question below which it stands: what such a pair names was
# never judged itself.
FOLDERS = sorted(path.parent for path in HISTORIES.glob("*/matches.json"))


@pytest.fixture(scope="module")
def score() -> Any:
    """The scorer, with builds made in this process."""
    spec = importlib.util.spec_from_file_location("score", HISTORIES / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def read(text: bytes, article: str, folder: Path) -> Deck:
    write(folder, "mkdeck.toml", 'id = "history"\n')
    return load(write(folder, article, text.decode()), now=NOW).deck


@pytest.mark.skipif(not FOLDERS, reason="needs ../shared/histories")
@pytest.mark.parametrize("home", FOLDERS, ids=[path.name for path in FOLDERS])
def test_real_rewordings_keep_their_history(
    home: Path, score: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decks: list[Deck] = []

    def build(_mkdeck: str, text: bytes, article: str, _out: Path, _folder: Path, *previous: str) -> dict[str, Any]:
        decks.append(read(text, article, tmp_path / "history"))
        changes = keep_history(decks[-2], decks[-1], NOW + 1)[1] if previous else ()
        return {"changes": list_changes(changes)}

    monkeypatch.setattr(score, "build", build)
    told = json.loads((home / "matches.json").read_text(encoding="utf-8"))
    steps = sorted(told["steps"], key=lambda step: -len(step["same"]))[:STEPS]
    results = [score.score_step("mkdeck", home, told["article"], step) for step in steps]
    found, wanted = sum(hits for hits, _, _ in results), sum(len(step["same"]) for step in steps)
    missed = [pair for _, pairs, _ in results for pair in pairs]
    print(f"{home.name}: {found} of {wanted} found", *missed, sep="\n  ")
    unjudged = {side for step in steps for pair in step["unsure"] if "Answer" in pair for side in pair}
    assert [pair for _, _, wrong in results for pair in wrong if unjudged.isdisjoint(pair)] == []
    assert found >= 0.9 * wanted
