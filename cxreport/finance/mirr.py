"""The modified internal rate of return: one rate, whatever the signs of the flows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cxreport.finance.cashflow import discount_factor, present_value


def modified_internal_rate(
    flows: Sequence[Decimal], finance_rate: Decimal, reinvestment_rate: Decimal, periods_per_year: int = 1
) -> Decimal | None:
    """Return the yearly rate at which the outflows, as of time 0, would grow to the inflows, as of the horizon.

    Outflows are discounted at `finance_rate`, inflows compounded at `reinvestment_rate`, all rates effective
    yearly. None where there are no outflows or no inflows. OpenStax, *Principles of Finance*, ch. 16.
    """
    outflows = present_value([max(-flow, Decimal(0)) for flow in flows], finance_rate, periods_per_year)
    inflows = present_value([max(flow, Decimal(0)) for flow in flows], reinvestment_rate, periods_per_year)
    if not outflows or not inflows:
        return None
    horizon = len(flows) - 1
    worth = inflows / discount_factor(reinvestment_rate, horizon, periods_per_year)
    growth: Decimal = (worth / outflows) ** (Decimal(periods_per_year) / horizon)
    return growth - 1
