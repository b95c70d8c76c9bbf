"""Payback, plain and discounted."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cxreport.finance import cumulative, discounted_payback_months, payback_months

MONEY = st.integers(-(10**6), 10**6).map(Decimal)


def flows(*amounts: int) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def test_the_embroidery_machine_of_openstax_pays_back_in_4_years_and_discounted_in_5_05() -> None:
    # −16,000 + 2,000 + 4,000 + 5,000 + 5,000 = 0
    machine = flows(-16000, 2000, 4000, 5000, 5000, 5000, 5000)
    assert payback_months(machine) == 48
    months = discounted_payback_months(machine, Decimal("0.09"))
    assert months is not None
    assert round(months / 12, 2) == Decimal("5.05")


def test_the_three_year_table_pays_back_in_under_6_months() -> None:
    # 53,150 ÷ (1,606,511 − 666,715) × 12 = 0.68
    months = payback_months(flows(-53150, 939796, 2424559, 3581977))
    assert months is not None
    assert round(months, 2) == Decimal("0.68")


def test_inside_a_period_the_flow_comes_evenly() -> None:
    # −100, −60, +20: 60 of the 80 of the second period are needed
    assert payback_months(flows(-100, 40, 80)) == Decimal("1.75") * 12
    assert payback_months(flows(-100, 40, 80), 3) == Decimal("1.75") * 3
    assert payback_months(flows(-100, 40, 80), 1) == Decimal("1.75")


def test_after_a_dip_below_zero_the_last_recovery_counts() -> None:
    # totals −100, 50, −30, 10: first above zero at 0.67 periods, for good after 2 + 30 ÷ 40
    assert payback_months(flows(-100, 150, -80, 40)) == Decimal("2.75") * 12


def test_a_dip_to_exactly_zero_is_no_dip() -> None:
    # totals −100, 50, 0, 10
    assert payback_months(flows(-100, 200, -100, 10)) == 6


def test_what_starts_above_zero_and_falls_below_later_is_paid_back_when_it_recovers() -> None:
    # totals 10, −10, 10
    assert payback_months(flows(10, -20, 20)) == 18


def test_what_is_never_negative_needs_no_payback() -> None:
    assert payback_months(flows(0, 5)) == payback_months(flows(0, 0)) == payback_months([]) == 0


def test_what_is_negative_at_the_horizon_is_not_paid_back() -> None:
    assert payback_months(flows(-100, 99)) is None
    assert payback_months(flows(-100, 150, -60)) is None  # recovered once, then lost again
    assert discounted_payback_months(flows(-100, 105), Decimal("0.1")) is None


def test_discounted_payback_of_monthly_flows_is_in_months() -> None:
    # 10% a year: after 12 months the 1,100 are worth 1,000
    assert discounted_payback_months(flows(-1000, *[0] * 11, 1100), Decimal("0.1"), 12) == 12


@given(amounts=st.lists(MONEY, min_size=1, max_size=20))
def test_at_payback_the_running_total_is_zero_and_never_negative_after(amounts: list[Decimal]) -> None:
    months = payback_months(amounts)
    totals = cumulative(amounts)
    if months is None:
        assert totals[-1] < 0
        return
    period, part = divmod(months / 12, 1)
    assert all(total >= 0 for total in totals[int(period) + 1 :])
    if months:
        before = totals[int(period)] if part else totals[int(period) - 1]
        assert before < 0 or part == 0
        reached = totals[int(period)] + (part * amounts[int(period) + 1] if part else 0)
        assert abs(reached) <= Decimal("1e-18")


@given(amounts=st.lists(MONEY, min_size=2, max_size=20), factor=st.integers(2, 1000))
def test_payback_does_not_depend_on_the_currency(amounts: list[Decimal], factor: int) -> None:
    assert payback_months([amount * factor for amount in amounts]) == payback_months(amounts)


@given(
    cost=st.integers(1, 10**6),
    gains=st.lists(st.integers(0, 10**6).map(Decimal), min_size=1, max_size=20),
    rate=st.decimals("0.01", 1, places=2),
)
def test_discounting_never_makes_payback_earlier(cost: int, gains: list[Decimal], rate: Decimal) -> None:
    plain = payback_months([Decimal(-cost), *gains])
    late = discounted_payback_months([Decimal(-cost), *gains], rate)
    assert late is None or (plain is not None and plain <= late)
