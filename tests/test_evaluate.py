"""What ``benchmarks/evaluate.py`` counts; CI runs it over all articles with known answers."""

import tomllib
from pathlib import Path
from runpy import run_path

from test_made import fold
from test_reading import read_pairs

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
EVALUATE = run_path(str(BENCHMARKS / "evaluate.py"))
TEA = (
    "# Tea\n\n## What is a flush?\n\nOne harvest.\n\n## What is a tip?\n\nA bud.\n\n## What is a garden?\n\nA field.\n"
)


def test_each_question_is_found_missed_extra_or_misplaced() -> None:
    want, score = EVALUATE["Wanted"], EVALUATE["Score"]()
    titles = {"What is a flush?": True, "What is a tip?": False, "What is a blend?": True}
    wanted = [want(fold(title), lambda pair, is_right=is_right: is_right) for title, is_right in titles.items()]
    score.add(EVALUATE["Case"]("tea", wanted, read_pairs(TEA)))
    assert (score.found, score.missed, score.extra, score.misplaced) == (2, 1, 1, 1)
    assert (score.share, score.right, score.articles) == (25.0, 0, 1)
    assert [fault.split(": ")[1] for fault in score.faults] == ["misplaced", "missed", "extra"]


def test_every_set_has_a_floor() -> None:
    floors = tomllib.loads((BENCHMARKS / "floor.toml").read_text(encoding="utf-8"))
    assert set(floors) == set(EVALUATE["SETS"])
    assert floors["cases"] == floors["made"] == floors["corpora"] == 100.0
