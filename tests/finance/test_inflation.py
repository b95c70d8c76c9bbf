"""Fisher's relation between nominal and real rates."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cxreport.finance import present_value, price_level, real_rate

RATES: st.SearchStrategy[Decimal] = st.decimals("-0.2", "0.5", places=3)


def test_a_nominal_rate_of_15_5_percent_is_10_percent_in_real_terms_at_5_percent_inflation() -> None:
    assert real_rate(Decimal("0.155"), Decimal("0.05")) == Decimal("0.1")
    assert price_level(Decimal("0.05"), 2) == Decimal("1.1025")


@given(flows=st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=9), rate=RATES, inflation=RATES)
def test_real_flows_at_the_real_rate_are_worth_what_nominal_flows_are(
    flows: list[int], rate: Decimal, inflation: Decimal
) -> None:
    real = [Decimal(flow) for flow in flows]
    nominal = [flow * price_level(inflation, t, 4) for t, flow in enumerate(real)]
    worth = present_value(real, real_rate(rate, inflation), 4)
    assert abs(present_value(nominal, rate, 4) - worth) < Decimal("1e-15")
