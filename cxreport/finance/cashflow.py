"""Flows of money over time: one per period, the first of them at time 0."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, getcontext
from functools import lru_cache, reduce
from itertools import accumulate
from operator import add


def discount_factor(rate: Decimal, period: int, periods_per_year: int = 1) -> Decimal:
    """Return (1 + rate)^-(period ÷ periods_per_year): today's worth of one unit at the end of `period`.

    `rate` is effective yearly, as a fraction above -1. Brealey, Myers & Allen, *Principles of Corporate
    Finance*, ch. 2.
    """
    return 1 / _growth(rate, period, periods_per_year)


def present_value(flows: Sequence[Decimal], rate: Decimal, periods_per_year: int = 1) -> Decimal:
    """Return today's worth of `flows`.

    `rate` is effective yearly, as a fraction (0.1 is 10%). Time 0 is not discounted; every other flow
    falls at the end of its period. Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 2.
    """
    return reduce(add, discounted(flows, rate, periods_per_year)) if flows else Decimal(0)


def discounted(flows: Sequence[Decimal], rate: Decimal, periods_per_year: int = 1) -> tuple[Decimal, ...]:
    """Return today's worth of each flow; their sum is the present value."""
    # Roots of sixty digits take long, and are the same for all lines of a case.
    exact = isinstance(rate, Decimal)
    within_year = (_within_year if exact else _within_year.__wrapped__)(rate, periods_per_year, getcontext().prec)
    yearly = [(1 + rate) ** year for year in range(-(-len(flows) // periods_per_year))]
    return tuple(
        flow / (yearly[period // periods_per_year] * within_year[period % periods_per_year])
        for period, flow in enumerate(flows)
    )


@lru_cache(maxsize=64)
def _within_year(rate: Decimal, periods_per_year: int, _precision: int) -> tuple[Decimal, ...]:
    """Return what one unit grows to by the end of each period of the first year, the start before them."""
    return tuple(_growth(rate, period, periods_per_year) for period in range(periods_per_year))


def cumulative(flows: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return the running total after each flow; the last of them is the sum of all."""
    return tuple(accumulate(flows))


def _growth(rate: Decimal, period: int, periods_per_year: int) -> Decimal:
    """Return what one unit of today grows to; whole years are powers of whole numbers, which round least."""
    years, part = divmod(period, periods_per_year)
    growth = (1 + rate) ** years
    return growth * (1 + rate) ** (type(rate)(part) / periods_per_year) if part else growth
