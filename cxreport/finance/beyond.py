"""What is taken from a cash flow by tax, and what may come after its horizon."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from operator import add

from cxreport.finance.cashflow import discount_factor


def straight_line(bought: Sequence[Decimal], life: int) -> Decimal:
    """Return the depreciation of a period: an equal part of all that was `bought` in the `life` periods before it.

    Straight-line to nothing. OpenStax, *Principles of Accounting, Volume 1*, ch. 11.
    """
    return reduce(add, bought) / life if bought else Decimal(0)


def perpetuity(flow: Decimal, growth: Decimal, rate: Decimal) -> Decimal:
    """Return what a yearly `flow` is worth that goes on for ever and grows by `growth` a year from its next one on.

    Gordon and Shapiro, 1956; Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 2 (growing perpetuity).
    `growth` is below `rate`.
    """
    return flow * (1 + growth) / (rate - growth)


def at_horizon(value: Decimal, rate: Decimal, periods: int, periods_per_year: int) -> Decimal:
    """Return today's worth of a value at the end of the last of `periods`."""
    return value * discount_factor(rate, periods, periods_per_year)
