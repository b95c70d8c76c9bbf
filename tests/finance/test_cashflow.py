"""Present values and running totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.finance import cumulative, discount_factor, discounted, net_present_value, present_value

MONEY = st.decimals(-(10**9), 10**9, places=2)
GAINS = st.decimals(1, 10**9, places=2)
RATES = st.decimals("-0.5", 2, places=4)
PER_YEAR = st.sampled_from([1, 4, 12])


def test_time_0_is_not_discounted_and_every_other_flow_falls_at_the_end_of_its_period() -> None:
    # 10 + 110 ÷ 1.1 + 121 ÷ 1.21 = 10 + 100 + 100
    assert present_value([Decimal(10), Decimal(110), Decimal(121)], Decimal("0.1")) == 210


def test_the_rate_is_effective_yearly_whatever_the_period() -> None:
    # twelve months are one year: 1.21 ÷ 1.21; two quarters are half of one: 1.1 ÷ √1.21
    assert present_value([Decimal(0)] * 12 + [Decimal("1.21")], Decimal("0.21"), 12) == 1
    assert present_value([Decimal(0), Decimal(0), Decimal("1.1")], Decimal("0.21"), 4) == 1


def test_the_embroidery_machine_of_openstax_is_worth_2835_62() -> None:
    flows = [Decimal(flow) for flow in (-16000, 2000, 4000, 5000, 5000, 5000, 5000)]
    assert round(present_value(flows, Decimal("0.09")), 2) == Decimal("2835.62")


def test_the_three_year_table_comes_out_as_published() -> None:
    benefits = [Decimal(flow) for flow in (0, 1606511, 3061331, 4229760)]
    costs = [Decimal(flow) for flow in (53150, 666715, 636772, 647783)]
    benefits_pv, costs_pv = (present_value(flows, Decimal("0.1")) for flows in (benefits, costs))
    assert (round(benefits_pv), round(costs_pv)) == (7168371, 1672201)
    assert round(net_present_value(benefits_pv, costs_pv)) == 5496170
    net = [benefit - cost for benefit, cost in zip(benefits, costs, strict=True)]
    assert present_value(net, Decimal("0.1")) == pytest.approx(benefits_pv - costs_pv, abs=Decimal("1e-15"))


def test_no_flows_are_worth_nothing() -> None:
    assert present_value([], Decimal("0.1")) == 0
    assert cumulative([]) == discounted([], Decimal("0.1")) == ()


@pytest.mark.parametrize("periods_per_year", [1, 4, 12])
@given(rate=RATES, period=st.integers(0, 600))
def test_the_discount_factor_is_the_power_that_its_docstring_says(
    periods_per_year: int, rate: Decimal, period: int
) -> None:
    expected = (1 + rate) ** (-Decimal(period) / periods_per_year)
    assert discount_factor(rate, period, periods_per_year) == pytest.approx(expected, rel=Decimal("1e-24"))


@given(flows=st.lists(GAINS, min_size=2, max_size=30), rate=RATES, per_year=PER_YEAR)
def test_the_present_value_of_gains_falls_as_the_rate_rises(flows: list[Decimal], rate: Decimal, per_year: int) -> None:
    assert present_value(flows, rate + Decimal("0.01"), per_year) < present_value(flows, rate, per_year)


@given(flows=st.lists(MONEY, max_size=30), rate=RATES, per_year=PER_YEAR)
def test_scaling_the_currency_scales_the_present_value(flows: list[Decimal], rate: Decimal, per_year: int) -> None:
    scaled = present_value([flow * 1000 for flow in flows], rate, per_year)
    scale = sum(map(abs, discounted(flows, rate, per_year)), Decimal(0))
    assert abs(scaled - 1000 * present_value(flows, rate, per_year)) <= scale * Decimal("1e-20")


@given(flows=st.lists(MONEY, max_size=30), rate=RATES, per_year=PER_YEAR)
def test_the_discounted_flows_sum_to_the_present_value_and_each_is_flow_times_factor(
    flows: list[Decimal], rate: Decimal, per_year: int
) -> None:
    parts = discounted(flows, rate, per_year)
    assert sum(parts, Decimal(0)) == present_value(flows, rate, per_year)
    for period, (flow, part) in enumerate(zip(flows, parts, strict=True)):
        assert part == pytest.approx(flow * discount_factor(rate, period, per_year), rel=Decimal("1e-24"))


@given(flows=st.lists(MONEY, min_size=1, max_size=30))
def test_the_last_running_total_is_the_sum(flows: list[Decimal]) -> None:
    totals = cumulative(flows)
    assert len(totals) == len(flows)
    assert totals[0] == flows[0]
    assert totals[-1] == sum(flows)
