"""Printed tables whose parts sum to their totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxreport.render.footing import Footed, foot, foot_line, foot_to

STEPS = st.sampled_from([Decimal(1), Decimal(1000), Decimal("0.01"), Decimal("0.5")])
ONE = Decimal(1)


@st.composite
def tables(draw: Callable[..., int], rows: int = 8, columns: int = 8, most: int = 10**7) -> list[list[Decimal]]:
    height, width = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    thousandths = st.just(0) | st.integers(-most, most)
    return [[Decimal(draw(thousandths)) / 1000 for _ in range(width)] for _ in range(height)]


def line(values: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values.split())


def table(*rows: str) -> list[list[Decimal]]:
    return [list(line(row)) for row in rows]


def distance(cells: list[list[Decimal]], footed: Footed) -> Decimal:
    """Return the sum of the distances of all cells and totals, but the grand total, from the exact ones."""
    pairs = [
        *((a, b) for row, printed in zip(cells, footed.cells, strict=True) for a, b in zip(row, printed, strict=True)),
        *((sum(row), total) for row, total in zip(cells, footed.row_totals, strict=True)),
        *((sum(column), total) for column, total in zip(zip(*cells, strict=True), footed.column_totals, strict=True)),
    ]
    return sum((abs(exact - printed) for exact, printed in pairs), Decimal(0))


def assert_footed(cells: list[list[Decimal]], step: Decimal, footed: Footed) -> None:
    columns, printed_columns = zip(*cells, strict=True), zip(*footed.cells, strict=True)
    assert footed.row_totals == tuple(sum(row) for row in footed.cells)
    assert footed.column_totals == tuple(sum(column) for column in printed_columns)
    assert sum(footed.row_totals) == sum(footed.column_totals) == footed.total
    exact_total = sum(value for row in cells for value in row)
    assert footed.total == (exact_total / step).quantize(ONE, ROUND_HALF_UP) * step
    pairs = [
        *((a, b) for row, printed in zip(cells, footed.cells, strict=True) for a, b in zip(row, printed, strict=True)),
        *((sum(row), total) for row, total in zip(cells, footed.row_totals, strict=True)),
        *((sum(column), total) for column, total in zip(columns, footed.column_totals, strict=True)),
    ]
    for exact, printed in pairs:
        assert printed % step == 0
        assert abs(printed - exact) < step
        assert exact % step or printed == exact


@settings(deadline=None)
@given(cells=tables(), step=STEPS)
def test_a_footed_table_keeps_every_promise(cells: list[list[Decimal]], step: Decimal) -> None:
    assert_footed(cells, step, foot(cells, step))


@settings(deadline=None)
@given(cells=tables(rows=3, columns=3, most=4000))
def test_no_other_table_that_foots_is_nearer(cells: list[list[Decimal]]) -> None:
    footed = foot(cells, ONE)
    others = [other for other in every_rounding(cells) if other.total == footed.total and is_near(cells, other)]
    assert distance(cells, footed) - min(distance(cells, other) for other in others) < Decimal("0.0001")


def every_rounding(cells: list[list[Decimal]]) -> Iterator[Footed]:
    """Yield every table whose cells are rounded down or up, with its sums."""
    ways = [[floor(value), floor(value) + 1] if value % 1 else [floor(value)] for row in cells for value in row]
    for choice in product(*ways):
        flat = [Decimal(value) for value in choice]
        rows = tuple(tuple(flat[start : start + len(cells[0])]) for start in range(0, len(flat), len(cells[0])))
        sums = tuple(sum(row, Decimal(0)) for row in rows)
        columns = tuple(sum(column, Decimal(0)) for column in zip(*rows, strict=True))
        yield Footed(rows, sums, columns, sum(sums, Decimal(0)))


def is_near(cells: list[list[Decimal]], footed: Footed) -> bool:
    rows = zip(cells, footed.row_totals, strict=True)
    columns = zip(zip(*cells, strict=True), footed.column_totals, strict=True)
    return all(abs(sum(parts) - total) < 1 for parts, total in [*rows, *columns])


@settings(deadline=None)
@given(cells=tables(), step=STEPS)
def test_the_same_table_is_footed_the_same_way_every_time(cells: list[list[Decimal]], step: Decimal) -> None:
    assert foot(cells, step) == foot([list(row) for row in cells], step)


@settings(deadline=None)
@given(cells=tables(rows=4, columns=4))
def test_a_footed_table_is_left_as_it_is(cells: list[list[Decimal]]) -> None:
    footed = foot(cells, ONE)
    assert foot(footed.cells, ONE) == footed


def test_figures_whose_nearest_roundings_add_up_are_rounded_to_the_nearest() -> None:
    footed = foot(table("1.2 2.9", "3.9 1.1"), ONE)
    assert footed == Footed((line("1 3"), line("4 1")), line("4 5"), line("5 4"), Decimal(9))


def test_a_table_in_thousands_adds_up_in_thousands() -> None:
    # 1,800 prints as 2 thousand: 400 goes down, 600 and 800 up
    footed = foot(table("400 600 800", "0 0 0"), Decimal(1000))
    assert footed == Footed((line("0 1000 1000"), line("0 0 0")), line("2000 0"), line("0 1000 1000"), Decimal(2000))


def test_rows_of_equal_values_stay_equal_where_the_total_allows_it() -> None:
    # 8 × 1.1 = 8.8 prints as 9: one cell is raised, no more
    footed = foot(table("1.1 1.1 1.1 1.1", "1.1 1.1 1.1 1.1"), ONE)
    assert sorted(value for row in footed.cells for value in row) == [1] * 7 + [2]
    # 8 × 1.05 = 8.4 prints as 8
    assert foot(table("1.05 1.05 1.05 1.05", "1.05 1.05 1.05 1.05"), ONE).cells == (line("1 1 1 1"), line("1 1 1 1"))


def test_zeros_in_a_table_of_halves_stay_zeros() -> None:
    footed = foot(table("0.5 0 0", "0 0.5 0", "0 0 0.5"), ONE)
    assert_footed(table("0.5 0 0", "0 0.5 0", "0 0 0.5"), ONE, footed)
    assert footed.total == 2


@pytest.mark.parametrize(
    ("value", "printed"), [("-0.5", "-1"), ("0.5", "1"), ("-0.4", "0"), ("2.5", "3"), ("-2.5", "-3"), ("0", "0")]
)
def test_a_single_cell_is_rounded_half_away_from_zero(value: str, printed: str) -> None:
    assert foot(table(value), ONE) == Footed((line(printed),), line(printed), line(printed), Decimal(printed))


def test_tables_without_cells_have_totals_of_nothing() -> None:
    assert foot([], ONE) == Footed((), (), (), Decimal(0))
    assert foot([[], []], ONE) == Footed(((), ()), line("0 0"), (), Decimal(0))
    assert foot_line([], ONE) == ((), Decimal(0))


def test_figures_with_sixty_digits_are_rounded_by_all_of_them() -> None:
    assert foot([[Decimal(f"0.4{'9' * 59}")]], ONE).total == 0
    assert foot([[Decimal(f"-0.4{'9' * 59}")]], ONE).total == 0
    assert foot([[Decimal(f"1.5{'0' * 58}1")]], ONE).total == 2


@pytest.mark.parametrize("digits", ["0.3", "0.49", "0.5", "0.77"])
def test_a_hundred_rows_of_a_year_of_weeks_foot(digits: str) -> None:
    cells = [[Decimal(week * line % 7) + Decimal(digits) for week in range(52)] for line in range(100)]
    assert_footed(cells, ONE, foot(cells, ONE))


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        foot(table("1 2", "3"), ONE)


@pytest.mark.parametrize("step", ["0", "-1", "NaN", "Infinity"])
def test_a_step_that_is_not_above_zero_is_refused(step: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        foot(table("1"), Decimal(step))


def test_values_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        foot_line([Decimal("NaN")], ONE)


def test_the_last_of_equal_parts_takes_the_residue() -> None:
    assert foot_line(table("333.34 333.33 333.33")[0], ONE) == (line("334 333 333"), Decimal(1000))
    assert foot_line([Decimal(1000) / 3] * 3, ONE) == (line("333 333 334"), Decimal(1000))


@settings(deadline=None)
@given(values=st.lists(st.integers(-(10**7), 10**7).map(lambda n: Decimal(n) / 1000), max_size=30), step=STEPS)
def test_a_line_keeps_the_promises_of_a_table_of_one_row(values: list[Decimal], step: Decimal) -> None:
    printed, total = foot_line(values, step)
    assert sum(printed) == total
    if values:
        assert_footed([values], step, Footed((printed,), (total,), printed, total))
        assert total == foot([values], step).total


@settings(deadline=None)
@given(
    values=st.lists(st.integers(-(10**7), 10**7).map(lambda n: Decimal(n) / 1000), max_size=12),
    extra=st.integers(0, 12),
)
def test_a_line_foots_to_every_total_between_its_roundings_down_and_up(values: list[Decimal], extra: int) -> None:
    down, loose = sum(floor(value) for value in values), sum(bool(value % 1) for value in values)
    if extra > loose:
        with pytest.raises(ValueError, match="reaches the total"):
            foot_to(values, ONE, Decimal(down + extra))
        return
    printed = foot_to(values, ONE, Decimal(down + extra))
    assert sum(printed) == down + extra
    assert all(abs(a - b) < 1 for a, b in zip(values, printed, strict=True))


def test_those_nearest_above_are_raised_to_reach_a_total() -> None:
    assert foot_to(table("1.2 1.8 1.5")[0], ONE, Decimal(4)) == line("1 2 1")
    assert foot_to(table("1.2 1.8 1.5")[0], ONE, Decimal(5)) == line("1 2 2")


def test_a_total_that_cannot_be_printed_is_refused() -> None:
    with pytest.raises(ValueError, match="not a multiple"):
        foot_to(table("1.2 1.8")[0], ONE, Decimal("2.5"))
    with pytest.raises(ValueError, match="reaches the total"):
        foot_to(table("1.2 1.8")[0], ONE, Decimal(1))
