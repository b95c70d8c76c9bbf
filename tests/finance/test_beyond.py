"""Depreciation, and flows that go on after the horizon."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cxreport.finance import at_horizon, perpetuity, present_value, straight_line

RATES: st.SearchStrategy[Decimal] = st.decimals("0.01", "0.5", places=3)
MONEY: st.SearchStrategy[Decimal] = st.decimals(-(10**6), 10**6, places=2)


def test_a_truck_for_58000_is_written_off_by_9600_a_year() -> None:
    """OpenStax, Principles of Accounting 1, ch. 11: 58,000 less 10,000 that stays, over five years."""
    assert straight_line([Decimal(48_000)], 5) == 9_600


def test_nothing_bought_is_nothing_written_off() -> None:
    assert straight_line([], 3) == 0


@given(bought=st.lists(MONEY, min_size=1, max_size=8), life=st.integers(1, 6))
def test_all_that_is_bought_is_written_off_once_its_life_is_over(bought: list[Decimal], life: int) -> None:
    every = [*bought, *[Decimal(0)] * life]
    parts = [straight_line(every[max(t - life, 0) : t], life) for t in range(len(every) + 1)]
    assert abs(sum(parts, Decimal(0)) - sum(bought)) < Decimal("1e-15")


def test_a_dividend_of_100_that_grows_by_2_percent_is_worth_1275_at_10() -> None:
    assert perpetuity(Decimal(100), Decimal("0.02"), Decimal("0.1")) == 1275


@given(flow=MONEY, rate=RATES, years=st.integers(1, 20))
def test_a_flow_for_ever_is_its_first_years_and_the_same_for_ever_after_them(
    flow: Decimal, rate: Decimal, years: int
) -> None:
    """Source: the growing annuity is the difference of two perpetuities (Brealey, Myers & Allen, ch. 2)."""
    growth = rate / 2
    flows = [Decimal(0), *(flow * (1 + growth) ** t for t in range(1, years + 1))]
    rest = at_horizon(perpetuity(flows[-1], growth, rate), rate, years, 1)
    whole = perpetuity(flow, growth, rate)
    assert abs(present_value(flows, rate) + rest - whole) < Decimal("1e-12")
