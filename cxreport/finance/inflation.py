"""Money of the day and money of the first day. I. Fisher, *The Theory of Interest*, 1930, ch. 2 and 19."""

from __future__ import annotations

from decimal import Decimal

from cxreport.finance.cashflow import discount_factor


def price_level(inflation: Decimal, periods: int, periods_per_year: int = 1) -> Decimal:
    """Return what costs 1 on the first day costs at the end of a period; `inflation` is effective yearly."""
    return 1 / discount_factor(inflation, periods, periods_per_year)


def real_rate(rate: Decimal, inflation: Decimal) -> Decimal:
    """Return the rate at which real flows are worth what nominal flows are worth at `rate`: Fisher's relation."""
    return (1 + rate) / (1 + inflation) - 1
