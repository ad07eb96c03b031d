"""The examples of the documentation are read as it says."""

import re
from pathlib import Path

import pytest
from test_reading import as_text, read_pairs

from mkdeck.config import SHAPES

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLE = re.compile(
    r"^## (\S+)\n(?:(?!^## ).)*?^````markdown\n(.*?)^````\n\n\| Line .*?\n\|[-|]+\n((?:\|[^\n]*\n)+)", re.M | re.S
)
EXAMPLES = EXAMPLE.findall((DOCS / "shapes.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("article", "table"), [pytest.param(*example[1:], id=example[0]) for example in EXAMPLES])
def test_an_example_becomes_the_cards_of_its_table(article: str, table: str) -> None:
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()]
    cards = [
        [str(pair.location.line), " › ".join(pair.sections), as_text(pair.question), as_text(pair.answer)]
        for pair in read_pairs(article)
    ]
    assert cards == rows


def test_every_shape_has_an_example() -> None:
    assert [shape for shape, *_ in EXAMPLES] == [*dict.fromkeys(shape for shape, *_ in EXAMPLES)]
    assert {shape for shape, *_ in EXAMPLES} == {*SHAPES}
