"""How long an investment takes to pay itself back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cxreport.finance.cashflow import cumulative, discounted


def payback_months(flows: Sequence[Decimal], months_per_period: int = 12) -> Decimal | None:
    """Return the months from time 0 until the running total turns non-negative for good.

    Inside a period the flow comes evenly. 0 where the running total is never negative; None where it is
    negative at the horizon. OpenStax, *Principles of Finance*, ch. 16, which has one turn only: of several,
    the last counts, for what is paid back must stay so.
    """
    totals = cumulative(flows)
    negative = [period for period, total in enumerate(totals) if total < 0]
    if not negative:
        return Decimal(0)
    last = negative[-1]
    if last == len(totals) - 1:
        return None
    part = -totals[last] / (totals[last + 1] - totals[last])
    return (last + part) * months_per_period


def discounted_payback_months(flows: Sequence[Decimal], rate: Decimal, periods_per_year: int = 1) -> Decimal | None:
    """Return the months until the discounted flows have paid back, by the rules of `payback_months`."""
    return payback_months(discounted(flows, rate, periods_per_year), 12 // periods_per_year)
