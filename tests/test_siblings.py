"""How many have to ask, so that others of their form are questions, too; each row fails when its weight changes."""

import pytest
from test_reading import read_pairs


def write_lines(asking: int, telling: int) -> str:
    """Write an article of plain lines, some of which ask, each of these above a paragraph; the others stand at its end."""
    asked = [f"Why does lamp {n} smoke?\n\nIts wick {n} is too long." for n in range(asking)]
    return "\n\n".join(["# Lamps", *asked, *(f"Lamp {n} is dark." for n in range(telling))])


def write_titles(*asks: bool, level: int = 2) -> str:
    """Write headings, some of which ask beyond doubt, each above a paragraph."""
    titles = [f"{'Does' if ask else 'Of'} lamp {n}{'?' if ask else ''}" for n, ask in enumerate(asks)]
    return "\n\n".join(f"{'#' * level} {title}\n\nIt burns." for title in titles)


@pytest.mark.parametrize(
    ("asking", "telling", "count"),
    [
        pytest.param(2, 0, 0, id="two lines ask in passing"),
        pytest.param(3, 0, 3, id="three do not"),
        pytest.param(4, 11, 4, id="a fifth of the blocks"),
        pytest.param(4, 18, 0, id="less than a fifth"),
        pytest.param(12, 90, 12, id="a tenth, where a dozen asks"),
        pytest.param(12, 120, 0, id="less than a tenth"),
    ],
)
def test_plain_lines_ask_where_they_part_the_article(asking: int, telling: int, count: int) -> None:
    assert len(read_pairs(write_lines(asking, telling))) == count


@pytest.mark.parametrize(
    ("asks", "count"),
    [
        pytest.param([True, False, False, False, True, False, False, False], 2, id="two say nothing of others"),
        pytest.param([True, False, False, True, False, False, True, False, False], 9, id="three among others"),
        pytest.param([*[True] * 3, *[False] * 16], 19, id="a seventh"),
        pytest.param([*[True] * 3, *[False] * 20], 3, id="an eighth"),
    ],
)
def test_titles_ask_where_some_do_all_over_the_article(asks: list[bool], count: int) -> None:
    assert len(read_pairs(write_titles(*asks))) == count


@pytest.mark.parametrize(("beside", "apart", "count"), [(7, 3, 13), (5, 5, 3)])
def test_titles_in_sections_of_their_own_are_others(beside: int, apart: int, count: int) -> None:
    among = write_titles(*[True] * 3, *[False] * beside, level=3)
    article = f"## Light\n\n{among}\n\n## Care\n\n{write_titles(*[False] * apart, level=3).replace('Of', 'For')}"
    assert len(read_pairs(article)) == count


@pytest.mark.parametrize(("asking", "telling", "count"), [(2, 4, 6), (2, 6, 2)])
def test_titles_below_a_faq_ask_where_some_do(asking: int, telling: int, count: int) -> None:
    promised = write_titles(*[True] * asking, *[False] * telling, level=3)
    install = write_titles(*[False] * 6, level=3).replace("Of", "For")
    assert len(read_pairs(f"# Lampkit\n\nA kit.\n\n## Install\n\n{install}\n\n## FAQ\n\n{promised}")) == count
