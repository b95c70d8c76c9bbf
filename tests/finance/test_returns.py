"""Ratios of what is gained to what is spent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.finance import (
    benefit_cost_ratio,
    break_even_share,
    first_year_return,
    net_present_value,
    return_on_investment,
)

AMOUNTS = st.decimals(1, 10**9, places=2)


def test_the_three_year_table_returns_329_percent() -> None:
    # 5,496,170 ÷ 1,672,201 = 3.2868
    roi = return_on_investment(net_present_value(Decimal(7168371), Decimal(1672201)), Decimal(1672201))
    assert roi is not None
    assert round(roi, 2) == Decimal("3.29")


def test_the_embroidery_machine_of_openstax_has_a_ratio_of_1_18() -> None:
    # 18,835.62 ÷ 16,000 = 1.1772
    ratio = benefit_cost_ratio(Decimal("18835.62"), Decimal(16000))
    assert ratio is not None
    assert round(ratio, 2) == Decimal("1.18")


def test_avoided_truck_rolls_return_3233_percent_in_the_first_year_and_break_even_at_3_percent() -> None:
    # (50 − 1.5) ÷ 1.5 = 32.33; 1.5 ÷ 50 = 0.03
    first_year = first_year_return([Decimal(0), Decimal(50)], [Decimal("1.5"), Decimal(0)], 1)
    assert first_year is not None
    assert round(first_year, 2) == Decimal("32.33")
    assert break_even_share(Decimal(50), Decimal("1.5")) == Decimal("0.03")


def test_the_first_year_counts_flows_up_to_its_last_period_and_none_after() -> None:
    benefits, costs = (
        [Decimal(0), Decimal(30), Decimal(30), Decimal(999)],
        [Decimal(20), Decimal(0), Decimal(20), Decimal(999)],
    )
    assert first_year_return(benefits, costs, 2) == Decimal("0.5")  # (60 − 40) ÷ 40


@pytest.mark.parametrize("base", [Decimal(0), Decimal(-5)])
def test_a_ratio_to_nothing_or_to_less_says_nothing(base: Decimal) -> None:
    assert return_on_investment(Decimal(10), base) is None
    assert benefit_cost_ratio(Decimal(10), base) is None
    assert break_even_share(base, Decimal(10)) is None
    assert first_year_return([Decimal(10)], [base], 0) is None


@given(benefits=AMOUNTS, costs=AMOUNTS)
def test_the_ratio_is_one_more_than_the_return_and_break_even_is_its_inverse(benefits: Decimal, costs: Decimal) -> None:
    roi, ratio = return_on_investment(benefits - costs, costs), benefit_cost_ratio(benefits, costs)
    share = break_even_share(benefits, costs)
    assert roi is not None
    assert ratio is not None
    assert share is not None
    assert abs(ratio - roi - 1) <= ratio * Decimal("1e-26")
    assert abs(ratio * share - 1) <= Decimal("1e-26")


@given(benefits=AMOUNTS, costs=AMOUNTS)
def test_at_the_break_even_share_of_the_benefits_the_net_present_value_is_zero(
    benefits: Decimal, costs: Decimal
) -> None:
    share = break_even_share(benefits, costs)
    assert share is not None
    assert abs(net_present_value(share * benefits, costs)) <= costs * Decimal("1e-26")
