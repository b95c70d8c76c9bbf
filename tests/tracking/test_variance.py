"""Variance, forecast and standing, with a pencil."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.tracking import (
    metric_plan,
    plan_of,
    remaining,
    reported,
    revised_flow,
    run_rate,
    share_within,
    shortfall,
    standing,
    variance,
    variance_share,
)

AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
PLANS = st.decimals(1, 10**9, places=2)
D = Decimal


def months(first: int, count: int = 3) -> range:
    return range(first, first + count)


def test_a_quarter_holds_a_fourth_of_a_year_and_the_first_one_all_of_time_0() -> None:
    # The case starts in month 12; its periods are years. Its third quarter is the months 18 to 20.
    assert share_within(months(18), 12, 12, 1) == D("0.25")
    assert share_within(months(18), 12, 12, 2) == 0
    assert share_within(months(18), 12, 12, 0) == 0
    assert share_within(months(12), 12, 12, 0) == 1


def test_a_quarter_holds_the_months_of_two_periods_where_it_spans_their_border() -> None:
    # Years begin in month 13: month 24 is the last of year 1, months 25 and 26 are the first of year 2.
    assert share_within(months(24), 13, 12, 1) == D(1) / 12
    assert share_within(months(24), 13, 12, 2) == D(2) / 12


def test_the_plan_of_a_quarter_is_the_flows_by_their_shares() -> None:
    # 1,200 a year and 1,500 at the start: the first quarter has 1,500 + 300
    assert plan_of([D(1500), D(1200)], [D(1), D("0.25")]) == 1800


@given(st.lists(AMOUNTS, min_size=2, max_size=6), st.integers(0, 24))
def test_the_plans_of_four_quarters_add_up_to_that_of_their_year(flows: list[Decimal], first: int) -> None:
    def plan(window: range) -> Decimal:
        return plan_of(flows, [share_within(window, 12, 12, t) for t in range(len(flows))])

    quarters = [plan(months(first + 3 * quarter)) for quarter in range(4)]
    assert abs(sum(quarters) - plan(months(first, 12))) < D("1e-12")


def test_a_metric_is_planned_on_a_straight_way() -> None:
    # from 31 to 55, half of the way: 43
    assert metric_plan(D(31), D(55), D("0.5")) == 43
    assert metric_plan(D(31), D(55), D(2)) == 55
    assert metric_plan(D(31), D(55), D(-1)) == 31


def test_a_variance_is_actual_less_plan() -> None:
    # 380 came where 500 were planned: 120 short, which is 24%
    assert variance(D(380), D(500)) == -120
    assert variance_share(D(-120), D(500)) == D("-0.24")


def test_what_is_not_reported_is_no_nought() -> None:
    assert reported([]) is None
    assert reported([D(0)]) == 0
    assert variance(None, D(500)) is None
    assert variance_share(None, D(500)) is None
    assert run_rate(None, D(500), is_benefit=True) == 1


def test_where_nothing_was_planned_a_variance_has_no_share() -> None:
    assert variance_share(D(10), D(0)) is None


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=8))
def test_variances_add_up(lines: list[tuple[Decimal, Decimal]]) -> None:
    parts = [variance(actual, plan) for actual, plan in lines]
    whole = variance(sum((a for a, _ in lines), D(0)), sum((p for _, p in lines), D(0)))
    assert sum(part for part in parts if part is not None) == whole


def test_the_rest_comes_at_the_rate_so_far() -> None:
    # Of 500 planned 380 came: 76%. Of the year's 2,000, three quarters are open: 2,000 × 0.75 × 0.76 = 1,140.
    rate = run_rate(D(380), D(500), is_benefit=True)
    assert rate == D("0.76")
    assert remaining([D(0), D(2000)], [D(1), D("0.75")], rate) == 1140
    assert revised_flow(D(2000), D("0.75"), rate, [D(-120)]) == 380 + 1140


def test_luck_is_not_counted_on() -> None:
    assert run_rate(D(600), D(500), is_benefit=True) == 1
    assert run_rate(D(600), D(500), is_benefit=False) == D("1.2")
    assert run_rate(D(400), D(500), is_benefit=False) == 1
    assert run_rate(D(-5), D(10), is_benefit=True) == 0


@given(PLANS, st.integers(0, 12))
def test_with_actuals_as_planned_the_forecast_is_the_plan(flow: Decimal, reported_months: int) -> None:
    open_share = D(12 - reported_months) / 12
    plan = flow * (1 - open_share)
    rate = run_rate(plan if reported_months else None, plan, is_benefit=True)
    assert abs(revised_flow(flow, open_share, rate, [D(0)]) - flow) < D("1e-9")


@given(PLANS, st.lists(st.tuples(AMOUNTS, st.integers(1, 4)), min_size=1, max_size=3))
def test_revised_flows_are_the_actuals_and_what_remains(flow: Decimal, given_: list[tuple[Decimal, int]]) -> None:
    shares = [D(count) / 12 for _, count in given_]
    plans = [flow * share for share in shares]
    actuals = [actual for actual, _ in given_]
    open_share, rate = 1 - sum(shares, D(0)), run_rate(sum(actuals, D(0)), sum(plans, D(0)), is_benefit=False)
    revised = revised_flow(flow, open_share, rate, [a - p for a, p in zip(actuals, plans, strict=True)])
    assert abs(revised - sum(actuals, D(0)) - remaining([flow], [open_share], rate)) < D("1e-6")


def test_the_shortfall_is_the_worse_of_missing_benefits_and_excess_costs() -> None:
    assert shortfall(D("-0.24"), D("0.08")) == D("0.24")
    assert shortfall(D("-0.02"), D("0.08")) == D("0.08")
    assert shortfall(D("0.3"), D("-0.1")) == 0
    assert shortfall(None, D("0.1")) == D("0.1")
    assert shortfall(None, None) is None


@pytest.mark.parametrize(
    ("lacks", "npv", "stands"),
    [
        ("0.10", 50, "on-track"),
        ("0.11", 50, "at-risk"),
        ("0.25", 50, "at-risk"),
        ("0.26", 50, "off-track"),
        ("0.02", -1, "off-track"),
    ],
)
def test_an_initiative_stands_where_its_shortfall_puts_it(lacks: str, npv: int, stands: str) -> None:
    assert standing(D(lacks), D(npv), D(100), due=True) == stands


def test_what_never_paid_is_not_off_track_for_that() -> None:
    assert standing(D(0), D(-60), D(-50), due=True) == "on-track"


def test_without_actuals_nothing_is_on_track() -> None:
    assert standing(None, None, D(100), due=True) == "not-reported"
    assert standing(None, None, D(100), due=False) == "not-due"


def test_thresholds_may_be_set() -> None:
    assert standing(D("0.06"), D(50), D(100), due=True, at_risk=D("0.05"), off_track=D("0.06")) == "at-risk"
