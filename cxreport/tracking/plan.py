"""What a case promised for a window of months: its flows by the share of each that falls there.

Within a period of the case the plan comes evenly, month by month, as payback takes it; what falls at time 0 belongs
to the first month of period 1. Months are counted from any common origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def share_within(window: range, start: int, months_per_period: int, period: int) -> Decimal:
    """Return the share of the flow of `period` that falls into the months of `window`; period 1 begins at `start`."""
    if period == 0:
        return Decimal(int(start in window))
    first = start + (period - 1) * months_per_period
    common = min(window.stop, first + months_per_period) - max(window.start, first)
    return Decimal(max(common, 0)) / months_per_period


def plan_of(flows: Sequence[Decimal], shares: Sequence[Decimal]) -> Decimal:
    """Return the plan of a window: Σ flow × the share of it that falls there."""
    return sum((flow * share for flow, share in zip(flows, shares, strict=True)), Decimal(0))


def metric_plan(baseline: Decimal, target: Decimal, elapsed: Decimal) -> Decimal:
    """Return where a metric is to stand once the share `elapsed` of the way from baseline to target is gone.

    The way is taken to be straight, and ends at the target.
    """
    return baseline + (target - baseline) * min(max(elapsed, Decimal(0)), Decimal(1))
