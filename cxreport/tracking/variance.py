"""How actuals differ from the plan. What is not reported is None and never nought."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def reported(parts: Sequence[Decimal]) -> Decimal | None:
    """Return the sum of what was reported; None where nothing was."""
    return sum(parts, Decimal(0)) if parts else None


def variance(actual: Decimal | None, plan: Decimal) -> Decimal | None:
    """Return actual − plan; None where nothing was reported.

    Drury, *Management and Cost Accounting*, ch. 17 and 18: favourable for a benefit where it is positive, for a
    cost where it is negative.
    """
    return None if actual is None else actual - plan


def variance_share(difference: Decimal | None, plan: Decimal) -> Decimal | None:
    """Return the variance as a share of the plan's size; None where there is no plan to measure it by."""
    return None if difference is None or plan == 0 else difference / abs(plan)


def shortfall(benefits: Decimal | None, costs: Decimal | None) -> Decimal | None:
    """Return the larger of what benefits lack and costs exceed, both as shares of their plans; at least nought.

    The arguments are shares of variance; None where neither side has one.
    """
    against = [-benefits] if benefits is not None else []
    against += [costs] if costs is not None else []
    return max(*against, Decimal(0)) if against else None
