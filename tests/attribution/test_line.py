"""What one line may claim."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cxreport.attribution import (
    in_sync_difference,
    in_sync_gain,
    saved_revenue,
    survey_margin,
    survey_revenue,
    survey_share,
)


def test_money_in_sync_counts_above_money_out_of_sync() -> None:
    assert in_sync_difference(Decimal(110), Decimal(50)) == 60


def test_the_difference_per_customer_is_brought_to_the_size_of_the_in_sync_group() -> None:
    # 1,000 × (600 − 540) = 60,000, however many customers the other group has
    assert in_sync_gain(Decimal(1000), Decimal(600), Decimal(540)) == 60000


def test_saved_revenue_counts_only_those_who_would_have_left() -> None:
    assert saved_revenue(Decimal(2000), Decimal("0.15"), Decimal(300)) == 90000


def test_a_survey_share_applies_to_what_cxm_leaves() -> None:
    # 96 of 800 are 12%; 12% × (900 − 150) = 90
    share = survey_share(Decimal(800), Decimal(96))
    assert share == Decimal("0.12")
    assert survey_revenue(share, Decimal(900), Decimal(150)) == 90


def test_the_margin_of_error_of_one_half_of_a_hundred_is_9_8_points() -> None:
    # 1.96 × √(0.5 × 0.5 ÷ 100) = 1.96 × 0.05
    assert survey_margin(Decimal("0.5"), Decimal(100)) == Decimal("0.098")


@given(asked=st.integers(1, 10**6), part=st.fractions(0, 1))
def test_the_margin_is_the_same_for_yes_and_no_and_largest_at_one_half(asked: int, part: Fraction) -> None:
    share = survey_share(Decimal(asked), Decimal(int(asked * part)))
    margin = survey_margin(share, Decimal(asked))
    assert abs(margin - survey_margin(1 - share, Decimal(asked))) <= margin * Decimal("1e-20")
    assert 0 <= margin <= survey_margin(Decimal("0.5"), Decimal(asked))


@given(share=st.decimals("0.01", "0.99", places=2), asked=st.integers(1, 10**6))
def test_four_times_as_many_answers_halve_the_margin(share: Decimal, asked: int) -> None:
    margin, better = survey_margin(share, Decimal(asked)), survey_margin(share, Decimal(4 * asked))
    assert abs(margin - 2 * better) <= margin * Decimal("1e-25")
