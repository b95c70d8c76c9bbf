"""Figures rounded together: every sum still holds, and none is a whole step from its exact value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxreport.render.rounding import Edge, round_together

ONE = Decimal(1)
STEPS = st.sampled_from([Decimal(1), Decimal(1000), Decimal("0.01"), Decimal("0.001"), Decimal("0.5")])
THOUSANDTHS = st.just(0) | st.integers(-(10**7), 10**7)

Table = list[list[Decimal]]


def edges_of(cells: Sequence[Sequence[Decimal]]) -> list[Edge]:
    """Return a two-way table as a network: total → rows → columns → total, which is called `total`."""
    found = []
    for i, row in enumerate(cells):
        found.append(Edge(f"row {i}", "all", ("row", i), sum(row, Decimal(0))))
        found += [Edge(f"cell {i} {j}", ("row", i), ("column", j), value) for j, value in enumerate(row)]
    columns = [sum(column, Decimal(0)) for column in zip(*cells, strict=True)]
    found += [Edge(f"column {j}", ("column", j), "end", value) for j, value in enumerate(columns)]
    return [*found, Edge("total", "end", "all", sum(columns, Decimal(0)))]


def table(*rows: str) -> Table:
    return [[Decimal(value) for value in row.split()] for row in rows]


def footed(cells: Sequence[Sequence[Decimal]], step: Decimal = ONE) -> Table:
    """Return the cells of a table as they are printed."""
    printed = round_together(edges_of(cells), step, "total")
    return [[printed[f"cell {i} {j}"] for j in range(len(row))] for i, row in enumerate(cells)]


def assert_balanced(edges: Sequence[Edge], printed: dict[str, Decimal]) -> None:
    """Assert that at every node as much flows in as flows out, exactly."""
    balance: dict[Hashable, Decimal] = defaultdict(Decimal)
    for edge in edges:
        balance[edge.start] -= printed[edge.name]
        balance[edge.end] += printed[edge.name]
    assert {node: amount for node, amount in balance.items() if amount} == {}


def assert_lawful(edges: Sequence[Edge], step: Decimal, printed: dict[str, Decimal], first: str) -> None:
    assert_balanced(edges, printed)
    for edge in edges:
        value = printed[edge.name]
        assert value % step == 0, edge
        assert abs(value - edge.value) < step, edge
        assert edge.value % step or value == edge.value, edge
    total = next(edge.value for edge in edges if edge.name == first)
    assert printed[first] == (total / step).quantize(ONE, ROUND_HALF_UP) * step


@st.composite
def tables(draw: Callable[..., int], rows: int = 7, columns: int = 7) -> Table:
    height, width = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    return [[Decimal(draw(THOUSANDTHS)) / 1000 for _ in range(width)] for _ in range(height)]


@st.composite
def trees(draw: Callable[..., int]) -> list[Edge]:
    """A total with parts that have parts of their own, some of them twice between the same two sums."""
    edges: list[Edge] = []

    def grow(node: str, depth: int) -> Decimal:
        total = Decimal(0)
        for number in range(draw(st.integers(1, 4))):
            name = f"{node}.{number}"
            if depth and draw(st.booleans()):
                value = grow(name, depth - 1)
                edges.append(Edge(name, node, name, value))
            else:
                value = Decimal(draw(THOUSANDTHS)) / 1000
                edges.append(Edge(name, node, "end", value))
            total += value
        return total

    edges.append(Edge("total", "end", "root", grow("root", 3)))
    return edges


@given(cells=tables(), step=STEPS)
def test_a_table_foots_down_and_across(cells: Table, step: Decimal) -> None:
    edges = edges_of(cells)
    assert_lawful(edges, step, round_together(edges, step, "total"), "total")


@given(edges=trees(), step=STEPS)
def test_a_tree_of_sums_adds_up_at_every_branch(edges: list[Edge], step: Decimal) -> None:
    assert_lawful(edges, step, round_together(edges, step, "total"), "total")


def on_side(side: str, name: str, start: Hashable, end: Hashable, value: Decimal) -> Edge:
    """Return a figure of benefits, or of costs, which run the other way since they are subtracted."""
    return Edge(f"{side} {name}", start, end, value) if side == "benefit" else Edge(f"{side} {name}", end, start, value)


def cash_flows(sides: dict[str, Table]) -> list[Edge]:
    """Return benefits and costs by line and column, their sums, and the difference of each column."""
    edges, nets = [], [Decimal(0)] * len(sides["benefit"][0])
    for side, rows in sides.items():
        for i, row in enumerate(rows):
            edges.append(on_side(side, f"row {i}", side, (side, i), sum(row, Decimal(0))))
            edges += [on_side(side, f"{i} {j}", (side, i), (side, "at", j), value) for j, value in enumerate(row)]
        columns = [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]
        edges.append(on_side(side, "total", "net", side, sum(columns, Decimal(0))))
        edges += [on_side(side, f"column {j}", (side, "at", j), ("net", j), at) for j, at in enumerate(columns)]
        nets = [net + at if side == "benefit" else net - at for net, at in zip(nets, columns, strict=True)]
    return [*edges, *(Edge(f"net {j}", ("net", j), "net", value) for j, value in enumerate(nets))]


@given(benefits=tables(rows=5, columns=5), costs=tables(rows=5, columns=5), step=STEPS)
def test_benefits_less_costs_foot_by_line_by_column_and_as_a_difference(
    benefits: Table, costs: Table, step: Decimal
) -> None:
    width = min(len(benefits[0]), len(costs[0]))
    edges = cash_flows({"benefit": [row[:width] for row in benefits], "cost": [row[:width] for row in costs]})
    printed = round_together(edges, step, "benefit total")
    assert_lawful(edges, step, printed, "benefit total")
    for j in range(width):
        assert printed[f"net {j}"] == printed[f"benefit column {j}"] - printed[f"cost column {j}"]


@given(cells=tables(rows=4, columns=4), step=STEPS)
def test_what_is_whole_already_is_left_as_it_is(cells: Table, step: Decimal) -> None:
    whole = footed(cells, step)
    assert footed(whole, step) == whole


@given(cells=tables(), step=STEPS)
def test_the_same_figures_are_printed_the_same_way_every_time(cells: Table, step: Decimal) -> None:
    assert footed(cells, step) == footed([list(row) for row in cells], step)


@given(parts=st.lists(THOUSANDTHS.map(lambda n: Decimal(n) / 1000), min_size=1, max_size=12), up=st.booleans())
def test_a_total_becomes_what_is_printed_of_it_elsewhere(parts: list[Decimal], up: bool) -> None:
    exact = sum(parts, Decimal(0))
    wanted = exact.to_integral_value(ROUND_CEILING if up else ROUND_FLOOR)
    edges = [Edge(f"part {i}", "all", "end", value) for i, value in enumerate(parts)]
    edges.append(Edge("total", "end", "all", exact))
    printed = round_together(edges, ONE, "total", wanted)
    assert printed["total"] == wanted
    assert_balanced(edges, printed)
    assert all(abs(printed[edge.name] - edge.value) < 1 for edge in edges)


@settings(max_examples=60)
@given(
    cells=st.lists(
        st.lists(st.integers(-4000, 4000).map(lambda n: Decimal(n) / 1000), min_size=2, max_size=2),
        min_size=1,
        max_size=3,
    )
)
def test_no_other_table_is_much_nearer(cells: Table) -> None:
    """The nearest of all tables that foot is at most one step nearer, over all of its figures together."""
    edges = edges_of(cells)
    printed = round_together(edges, ONE, "total")
    ours = sum(abs(printed[edge.name] - edge.value) for edge in edges)
    nearest = min(distance for distance in all_distances(cells, printed["total"]))
    assert ours - nearest <= 1


def all_distances(cells: Table, total: Decimal) -> list[Decimal]:
    """Return how far every lawful table with that total is from the exact one."""
    flat = [value for row in cells for value in row]
    found = []
    for choice in product(*([value.to_integral_value(way) for way in (ROUND_FLOOR, ROUND_CEILING)] for value in flat)):
        width = len(cells[0])
        rows = [list(choice[start : start + width]) for start in range(0, len(choice), width)]
        exact, other = edges_of(cells), edges_of(rows)
        gaps = [abs(a.value - b.value) for a, b in zip(exact, other, strict=True)]
        if other[-1].value == total and max(gaps) < 1:
            found.append(sum(gaps, Decimal(0)))
    return found


def test_figures_whose_nearest_roundings_add_up_are_rounded_to_the_nearest() -> None:
    assert footed(table("1.2 2.9", "3.9 1.1")) == table("1 3", "4 1")


def test_a_table_in_thousands_adds_up_in_thousands() -> None:
    # 1,800 prints as 2 thousand: two of the three go up
    [row, empty] = footed(table("400 600 800", "0 0 0"), Decimal(1000))
    assert sum(row) == 2000
    assert empty == [0, 0, 0]


def test_shares_of_a_whole_add_up_to_a_hundred_per_cent() -> None:
    shares = {"cxm": Decimal(150) / 900, "csm": Decimal(160) / 900, "sales": Decimal(590) / 900}
    edges = [*(Edge(name, "all", "end", value) for name, value in shares.items()), Edge("whole", "end", "all", ONE)]
    printed = round_together(edges, Decimal("0.001"), "whole")
    # by themselves they would be 16.7, 17.8 and 65.6, which is 100.1
    assert printed == {
        "cxm": Decimal("0.167"), "csm": Decimal("0.178"), "sales": Decimal("0.655"), "whole": ONE
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "printed"), [("-0.5", "-1"), ("0.5", "1"), ("-0.4", "0"), ("2.5", "3"), ("-2.5", "-3"), ("0", "0")]
)
def test_a_total_is_rounded_half_away_from_zero(value: str, printed: str) -> None:
    assert footed(table(value)) == table(printed)


def test_zeros_in_a_table_of_halves_stay_zeros() -> None:
    cells = table("0.5 0 0", "0 0.5 0", "0 0 0.5")
    printed = round_together(edges_of(cells), ONE, "total")
    assert_lawful(edges_of(cells), ONE, printed, "total")
    assert printed["total"] == 2


def test_parallel_figures_between_two_sums_share_what_is_to_be_rounded() -> None:
    edges = [Edge(f"third {n}", "all", "end", Decimal(1000) / 3) for n in range(3)]
    printed = round_together([*edges, Edge("total", "end", "all", Decimal(1000))], ONE, "total")
    assert sorted(printed.values()) == [333, 333, 334, 1000]


def test_what_is_short_of_a_whole_unit_by_the_last_of_sixty_digits_is_whole() -> None:
    nearly = Decimal("2." + "9" * 58)
    edges = [Edge("part", "all", "end", nearly), Edge("total", "end", "all", nearly)]
    assert round_together(edges, ONE, "total") == {"part": 3, "total": 3}


def test_a_hundred_rows_of_a_year_of_months_foot() -> None:
    cells = [[Decimal(month * line % 7) + Decimal("0.49") for month in range(12)] for line in range(100)]
    edges = edges_of(cells)
    assert_lawful(edges, ONE, round_together(edges, ONE, "total"), "total")
