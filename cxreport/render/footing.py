"""Controlled rounding: tables whose printed parts sum to their printed totals, down and across.

Every printed figure is its exact value rounded down or up to the step. Of all such tables one is chosen
that is nearest to the exact one, by the sum of the distances of cells and totals: a flow of least cost in
the network total → rows → columns → total, whose bounds are the roundings down and up. Such a flow always
exists. Bacharach, *Management Science* 12, 1966; Cox, *JASA* 82, 1987.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, localcontext
from heapq import heappop, heappush
from itertools import pairwise
from math import lcm

_COST_SCALE = 1 << 20


@dataclass(frozen=True, slots=True)
class Footed:
    """Holds the printed figures of a table: all are multiples of its step, and all totals are sums."""

    cells: tuple[tuple[Decimal, ...], ...]
    row_totals: tuple[Decimal, ...]
    column_totals: tuple[Decimal, ...]
    total: Decimal


def foot(cells: Sequence[Sequence[Decimal]], step: Decimal) -> Footed:
    """Return the printed figures of a table of leaf cells; its rows have the same length.

    No cell and no total is a whole `step` away from its exact value, an exact multiple of the step stays
    as it is, and the grand total is the exact one, rounded half away from zero.
    """
    width = len(cells[0]) if cells else 0
    if any(len(row) != width for row in cells):
        raise ValueError("the rows of a table have the same length")
    wholes, unit = _in_whole_numbers([value for row in cells for value in row], step)
    whole_rows = [wholes[start : start + width] for start in range(0, len(wholes), width or 1)]
    steps = _rounded_table(whole_rows, unit) if wholes else [[] for _ in cells]
    columns = [sum(column) for column in zip(*steps, strict=True)]
    return Footed(
        cells=tuple(_printed(row, step) for row in steps),
        row_totals=_printed([sum(row) for row in steps], step),
        column_totals=_printed(columns, step),
        total=_printed([sum(columns)], step)[0],
    )


def foot_line(values: Sequence[Decimal], step: Decimal) -> tuple[tuple[Decimal, ...], Decimal]:
    """Return the printed values of one row, and its total: the exact one, rounded half away from zero."""
    wholes, unit = _in_whole_numbers(values, step)
    total = _nearest(sum(wholes), unit)
    return _printed(_rounded_to(wholes, unit, total), step), _printed([total], step)[0]


def foot_to(values: Sequence[Decimal], step: Decimal, total: Decimal) -> tuple[Decimal, ...]:
    """Return the printed values of one row that sum to a `total` which is already printed.

    Raises ValueError where the total is not a multiple of the step, or where no rounding down and up of
    the values reaches it.
    """
    (*wholes, whole_total), unit = _in_whole_numbers([*values, total], step)
    steps, rest = divmod(whole_total, unit)
    if rest:
        raise ValueError(f"the total {total} is not a multiple of the step {step}")
    return _printed(_rounded_to(wholes, unit, steps), step)


def _in_whole_numbers(values: Sequence[Decimal], step: Decimal) -> tuple[list[int], int]:
    """Return values and step, all multiplied by the same number, such that they are whole."""
    if not (step.is_finite() and step > 0 and all(value.is_finite() for value in values)):
        raise ValueError("a table is footed from finite values, to a step above zero")
    ratios = [value.as_integer_ratio() for value in (*values, step)]
    scale = lcm(*(denominator for _, denominator in ratios))
    *wholes, unit = [numerator * (scale // denominator) for numerator, denominator in ratios]
    return wholes, unit


def _nearest(whole: int, unit: int) -> int:
    """Return how many units are nearest, half a unit going away from zero."""
    steps = (2 * abs(whole) + unit) // (2 * unit)
    return steps if whole >= 0 else -steps


def _printed(steps: Sequence[int], step: Decimal) -> tuple[Decimal, ...]:
    with localcontext(Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)):
        return tuple(count * step for count in steps)


def _rounded_to(wholes: Sequence[int], unit: int, total: int) -> list[int]:
    """Return the values in steps, down or up, the nearest that sum to `total` steps."""
    steps = [whole // unit for whole in wholes]
    for place in _raised(wholes, unit, total - sum(steps)):
        steps[place] += 1
    return steps


def _raised(wholes: Sequence[int], unit: int, number: int) -> list[int]:
    """Return the places of those values that are nearest when `number` of them are rounded up, later ones first."""
    order = _cheapest_first([_cost_of_up(whole, unit) if whole % unit else None for whole in wholes])
    if not 0 <= number <= len(order):
        raise ValueError("no rounding down and up of the values reaches the total")
    return order[:number]


def _cheapest_first(costs: Sequence[int | None]) -> list[int]:
    """Return the places of the costs that there are, the lowest first; of equal ones the later, as with a residue."""
    ranked = sorted((cost, -place) for place, cost in enumerate(costs) if cost is not None)
    return [-place for _, place in ranked]


def _cost_of_up(whole: int, unit: int) -> int:
    """Return by how much rounding up is farther than rounding down; at one half, away from zero is nearer."""
    return (unit - 2 * (whole % unit)) * _COST_SCALE // unit or (-1 if whole > 0 else 1)


def _rounded_table(rows: Sequence[Sequence[int]], unit: int) -> list[list[int]]:
    """Return the cells of a table in steps, each down or up, with all totals as `Footed` promises.

    It starts from the nearest table whose rows add up, and then moves units between the columns.
    """
    columns = list(zip(*rows, strict=True))
    column_sums = [sum(column) for column in columns]
    total = _nearest(sum(column_sums), unit)
    raised_columns = set(_raised(column_sums, unit, total - sum(whole // unit for whole in column_sums)))
    raised_rows, raised_cells = _nearest_rows(rows, unit, total)
    network = _Network(len(rows) + len(columns) + 2)
    source, sink = len(rows) + len(columns), len(rows) + len(columns) + 1
    for i, row in enumerate(rows):
        network.link(source, i, sum(row), unit, up=i in raised_rows)
        for j, whole in enumerate(row, len(rows)):
            network.link(i, j, whole, unit, up=j - len(rows) in raised_cells[i])
    for j, column_sum in enumerate(column_sums):
        network.link(len(rows) + j, sink, column_sum, unit, up=j in raised_columns)
        lowest = sum(whole // unit for whole in columns[j])
        ups = sum(j in cells for cells in raised_cells)
        network.excess[len(rows) + j] = lowest + ups - column_sum // unit - (j in raised_columns)
    network.settle()
    return [
        [whole // unit + network.is_up(i, j) for j, whole in enumerate(row, len(rows))] for i, row in enumerate(rows)
    ]


def _nearest_rows(rows: Sequence[Sequence[int]], unit: int, total: int) -> tuple[set[int], list[set[int]]]:
    """Return which row totals, and which cells of each row, are up in the nearest table whose rows add up.

    Among equal cells those go up whose columns lack most so far, so that few units have to move later.
    """
    sums = [sum(row) for row in rows]
    numbers = [whole // unit - sum(x // unit for x in row) for whole, row in zip(sums, rows, strict=True)]
    costs = [sorted(_cost_of_up(x, unit) for x in row if x % unit) for row in rows]
    raised = set(
        _cheapest_first(
            [_cost_of_up(sums[i], unit) + costs[i][numbers[i]] if sums[i] % unit else None for i in range(len(rows))]
        )[: total - sum(whole // unit for whole in sums)]
    )
    cells, lacks = [], [0] * len(rows[0])
    for i, row in enumerate(rows):
        lacks = [lack + x % unit for lack, x in zip(lacks, row, strict=True)]
        order = sorted((_cost_of_up(x, unit), -lacks[j], -j) for j, x in enumerate(row) if x % unit)
        cells.append({-j for _, _, j in order[: numbers[i] + (i in raised)]})
        for j in cells[-1]:
            lacks[j] -= unit
    return raised, cells


class _Network:
    """Holds arcs that carry one unit or none, and moves units until no node has too many or too few.

    Successive shortest paths: Ahuja, Magnanti & Orlin, *Network Flows*, ch. 9.7.
    """

    def __init__(self, nodes: int) -> None:
        self.excess = [0] * nodes
        # From each node to where it can hand on a unit, and at what cost: along an empty arc, or back a full one.
        self._ways: list[dict[int, int]] = [{} for _ in range(nodes)]
        self._potential = [0] * nodes

    def link(self, tail: int, head: int, whole: int, unit: int, *, up: bool) -> None:
        """Lay the arc of a figure, which carries a unit where the figure is rounded up; none where it is exact."""
        if up:
            self._ways[head][tail] = -_cost_of_up(whole, unit)
        elif whole % unit:
            self._ways[tail][head] = _cost_of_up(whole, unit)

    def is_up(self, tail: int, head: int) -> bool:
        return tail in self._ways[head]

    def settle(self) -> None:
        """Move every excess to where a unit is missing, each along the cheapest way there is."""
        self._find_potentials()
        while any(excess > 0 for excess in self.excess):
            path = self._cheapest_path()
            for tail, head in pairwise(path):
                self._ways[head][tail] = -self._ways[tail].pop(head)
            self.excess[path[0]] -= 1
            self.excess[path[-1]] += 1

    def _find_potentials(self) -> None:
        """Find a height for each node such that no way costs less than the drop along it (Bellman, Ford)."""
        heights, changed = self._potential, True
        while changed:
            changed = False
            for tail, ways in enumerate(self._ways):
                for head, cost in ways.items():
                    if heights[tail] + cost < heights[head]:
                        heights[head] = heights[tail] + cost
                        changed = True

    def _cheapest_path(self) -> list[int]:
        """Return the cheapest way from a node with too much to one with too little (Dijkstra)."""
        heights = self._potential
        distances = {node: 0 for node, excess in enumerate(self.excess) if excess > 0}
        before: dict[int, int] = {}
        queue = [(0, node) for node in distances]
        settled: dict[int, int] = {}
        while True:
            distance, node = heappop(queue)
            if node in settled:
                continue
            if self.excess[node] < 0:
                break
            settled[node] = distance
            base = distance + heights[node]
            for head, cost in self._ways[node].items():
                reached = base + cost - heights[head]
                if reached < distances.get(head, reached + 1):
                    distances[head], before[head] = reached, node
                    heappush(queue, (reached, head))
        for done, nearer in settled.items():
            heights[done] += nearer - distance
        path = [node]
        while path[-1] in before:
            path.append(before[path[-1]])
        return path[::-1]
