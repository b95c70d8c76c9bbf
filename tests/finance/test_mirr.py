"""The modified internal rate of return."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cxreport.finance import modified_internal_rate


def rate_of(amounts: list[int], finance_rate: str, reinvestment_rate: str, periods_per_year: int = 1) -> Decimal:
    flows = [Decimal(amount) for amount in amounts]
    rate = modified_internal_rate(flows, Decimal(finance_rate), Decimal(reinvestment_rate), periods_per_year)
    assert rate is not None
    return rate


def test_the_example_of_the_spreadsheet_manuals_is_12_61_percent() -> None:
    rate = rate_of([-120000, 39000, 30000, 21000, 37000, 46000], "0.1", "0.12")
    assert round(rate, 4) == Decimal("0.1261")


def test_the_embroidery_machine_of_openstax_is_12_percent() -> None:
    rate = rate_of([-16000, 2000, 4000, 5000, 5000, 5000, 5000], "0.09", "0.09")
    assert round(rate, 4) == Decimal("0.1200")


def test_outflows_are_discounted_and_inflows_compounded() -> None:
    # outflows 100 + 110 ÷ 1.1 = 200; inflows 0 × … + 242 at the horizon; √(242 ÷ 200) = 1.1
    assert rate_of([-100, -110, 242], "0.1", "0.5") == Decimal("0.1")
    # inflows 100 × 1.2 + 24 = 144 over 100: √1.44 = 1.2
    assert rate_of([-100, 100, 24], "0.5", "0.2") == Decimal("0.2")


def test_the_rate_is_effective_yearly_whatever_the_period() -> None:
    assert rate_of([-100, *[0] * 23, 144], "0.1", "0.1", 12) == Decimal("0.2")


def test_without_outflows_or_without_inflows_there_is_no_rate() -> None:
    for amounts in ([], [0, 0], [1, 2], [-1, 0, -2]):
        flows = [Decimal(amount) for amount in amounts]
        assert modified_internal_rate(flows, Decimal("0.1"), Decimal("0.1")) is None


@given(
    cost=st.integers(1, 10**6),
    gains=st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any),
    low=st.decimals("-0.2", "0.5", places=3),
    more=st.decimals("0.001", "0.5", places=3),
)
def test_reinvesting_at_a_higher_rate_never_lowers_it(cost: int, gains: list[int], low: Decimal, more: Decimal) -> None:
    flows = [Decimal(-cost), *map(Decimal, gains)]
    lower, higher = (modified_internal_rate(flows, low, rate) for rate in (low, low + more))
    assert lower is not None
    assert higher is not None
    assert higher >= lower - Decimal("1e-24")
