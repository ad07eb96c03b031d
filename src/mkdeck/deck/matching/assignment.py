"""The best way to pair what may be paired: one to one, the greatest sum over all, and how clear each choice is.

Candidates fall into small groups that have nothing to do with each other, and each group is solved exactly.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_LARGEST = 60
"""So many notes of a side in one group at most, since the time grows with the third power; weaker candidates are left out until it is so."""

_Gains = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair of the best assignment."""

    old: int
    new: int
    margin: float
    """How much less the sum would be without this pair: little, where another way is nearly as good."""


def assign(gains: _Gains) -> list[Choice]:
    """Return the pairs with the greatest sum of gains, which are positive; each place comes once at most."""
    return sorted(
        (choice for group in _find_groups(gains) for choice in _solve_group(group)), key=lambda choice: choice.new
    )


def _find_groups(gains: _Gains) -> Iterator[_Gains]:
    """Yield the gains of each group of places that are linked by some pair."""
    waiting = [dict(gains)]
    while waiting:
        for group in _part(waiting.pop()):
            if max(len({o for o, _ in group}), len({n for _, n in group})) <= _LARGEST:
                yield group
            else:
                kept = sorted(group, key=lambda pair: (-group[pair], pair))[: len(group) * 3 // 4]
                waiting.append({pair: group[pair] for pair in kept})


def _part(gains: _Gains) -> Iterator[dict[tuple[int, int], float]]:
    by_old, by_new = defaultdict(list), defaultdict(list)
    for pair in gains:
        by_old[pair[0]].append(pair)
        by_new[pair[1]].append(pair)
    seen: set[tuple[int, int]] = set()
    for first in gains:
        group: dict[tuple[int, int], float] = {}
        waiting = [first]
        while waiting:
            pair = waiting.pop()
            if pair not in seen:
                seen.add(pair)
                group[pair] = gains[pair]
                waiting += [*by_old.pop(pair[0], ()), *by_new.pop(pair[1], ())]
        if group:
            yield group


def _solve_group(group: _Gains) -> Iterator[Choice]:
    if len(group) == 1:
        (((old, new), gain),) = group.items()
        yield Choice(old, new, gain)
        return
    best = _solve(group)
    total = sum(group[pair] for pair in best)
    for old, new in best:
        without = {pair: gain for pair, gain in group.items() if pair != (old, new)}
        yield Choice(old, new, total - sum(without[pair] for pair in _solve(without)))


def _solve(gains: _Gains) -> list[tuple[int, int]]:
    """Return the pairs with the greatest sum: the Hungarian method, by shortest paths with potentials, O(n³).

    Each old place may also stay alone: it has a column of its own, without a gain.
    """
    olds, news = sorted({o for o, _ in gains}), sorted({n for _, n in gains})
    costs = [[-gains.get((o, n), 0.0) for n in news] + [0.0] * len(olds) for o in olds]
    chosen = ((olds[row], new) for new, row in zip(news, _assign_rows(costs), strict=False) if row is not None)
    return [pair for pair in chosen if pair in gains]


def _assign_rows(costs: list[list[float]]) -> list[int | None]:
    """Return the row of each column, if it has one, so that the sum of costs is least; each row gets a column."""
    columns = len(costs[0])
    row_of: list[int | None] = [None] * columns
    of_rows, of_columns = [0.0] * len(costs), [0.0] * columns
    for row in range(len(costs)):
        least, left = [float("inf")] * columns, list(range(columns))
        before: list[int | None] = [None] * columns
        taken: list[tuple[int, int]] = []
        current, column = row, None
        while True:
            for c in left:
                cost = costs[current][c] - of_rows[current] - of_columns[c]
                if cost < least[c]:
                    least[c], before[c] = cost, column
            column = min(left, key=least.__getitem__)
            step = least[column]
            of_rows[row] += step
            for c, r in taken:
                of_rows[r] += step
                of_columns[c] -= step
            for c in left:
                least[c] -= step
            if (owner := row_of[column]) is None:
                break
            left.remove(column)
            taken.append((column, owner))
            current = owner
        while column is not None:
            previous = before[column]
            row_of[column] = row if previous is None else row_of[previous]
            column = previous
    return row_of


def pick_pairs(pairs: Iterable[tuple[float, int, int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs, the greatest first, of which neither side has come before."""
    olds: set[int] = set()
    news: set[int] = set()
    for _, old, new in sorted(pairs, key=lambda each: (-each[0], each)):
        if old not in olds and new not in news:
            olds.add(old)
            news.add(new)
            yield old, new
