from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cxreport.portfolio import brought_forward, months_shared, spread

D = Decimal


def test_a_year_from_april_has_nine_months_in_one_calendar_year_and_three_in_the_next() -> None:
    assert [months_shared(3, 12, year * 12, 12) for year in range(3)] == [9, 3, 0]


def test_a_quarter_lies_in_one_year_alone() -> None:
    assert [months_shared(9, 3, year * 12, 12) for year in range(2)] == [3, 0]


def test_an_amount_is_spread_by_the_months_of_its_period() -> None:
    # 120 over twelve months, nine of them here: 90; and 60 wholly.
    assert spread([D(120), D(60)], [D(9), D(12)], D(12)) == 150


@given(st.integers(0, 40), st.sampled_from([1, 3, 12]), st.sampled_from([1, 3, 12]), st.lists(st.integers(-99, 99)))
def test_nothing_is_lost_and_nothing_counted_twice(delay: int, length: int, width: int, flows: list[int]) -> None:
    periods = (delay + len(flows) * length) // width + 1
    parts = [
        spread(
            [D(flow) for flow in flows],
            [D(months_shared(delay + k * length, length, t * width, width)) for k in range(len(flows))],
            D(length),
        )
        for t in range(periods)
    ]
    assert abs(sum(parts, D(0)) - sum(flows)) < D("1e-20")


def test_a_value_is_worth_less_the_longer_it_has_to_be_waited_for() -> None:
    # 121 in two years at 10%: 121 / 1.21.
    assert brought_forward(D(121), D("0.1"), D(24)) == 100
    assert brought_forward(D(100), D("0.1"), D(0)) == 100
    # Half a year twice is a whole one.
    half = brought_forward(brought_forward(D(110), D("0.1"), D(6)), D("0.1"), D(6))
    assert abs(half - 100) < D("1e-20")
