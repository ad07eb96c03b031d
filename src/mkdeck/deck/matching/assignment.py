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
    columns = len(news) + len(olds)
    costs = [[-gains.get((o, n), 0.0) for n in news] + [0.0] * len(olds) for o in olds]
    row_of = _assign_rows(costs, columns)
    chosen = ((olds[row], news[column]) for column, row in enumerate(row_of[: len(news)]) if row >= 0)
    return [pair for pair in chosen if pair in gains]


def _assign_rows(costs: list[list[float]], columns: int) -> list[int]:
    """Return the row of each column, -1 for none, so that the sum of costs is least; each row gets a column."""
    row_of = [-1] * columns
    of_rows, of_columns = [0.0] * len(costs), [0.0] * columns
    for row in range(len(costs)):
        least, before, done = [float("inf")] * columns, [-1] * columns, [False] * columns
        current, column = row, -1
        while True:
            here = of_rows[current]
            for c in range(columns):
                cost = costs[current][c] - here - of_columns[c]
                if not done[c] and cost < least[c]:
                    least[c], before[c] = cost, column
            next_column = min((c for c in range(columns) if not done[c]), key=least.__getitem__)
            step = least[next_column]
            of_rows[row] += step
            for c in range(columns):
                if done[c]:
                    of_rows[row_of[c]] += step
                    of_columns[c] -= step
                else:
                    least[c] -= step
            done[next_column] = True
            column, current = next_column, row_of[next_column]
            if current < 0:
                break
        while column >= 0:
            previous = before[column]
            row_of[column] = row if previous < 0 else row_of[previous]
            column = previous
    return row_of


def pick_pairs(pairs: Iterable[tuple[float, int, int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs, the greatest first, of which neither side has come before."""
    olds: set[int] = set()
    news: set[int] = set()
    for _, old, new in sorted(pairs, key=lambda each: (-each[0], each[1:])):
        if old not in olds and new not in news:
            olds.add(old)
            news.add(new)
            yield old, new
