"""What is still to come: the rest of the plan, at the rate at which it has come so far.

The estimate at completion of earned-value management where past performance is taken as typical of the rest:
actual + remaining plan ÷ performance index (PMI, *The Standard for Earned Value Management*, 2019; ANSI/EIA-748).
Where it is taken as untypical, the rest comes as planned: the rate is one. Prudence keeps the two apart: what went
against the plan is taken as typical, and what went better is not counted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def run_rate(actual: Decimal | None, plan: Decimal, *, is_benefit: bool) -> Decimal:
    """Return the share of the plan at which the rest is forecast: actual ÷ plan of the months that were reported.

    For a benefit it is from nought to one, for a cost one or more. It is one where nothing was reported, or no plan
    above zero stands against it.
    """
    if actual is None or plan <= 0:
        return Decimal(1)
    rate = actual / plan
    return min(max(rate, Decimal(0)), Decimal(1)) if is_benefit else max(rate, Decimal(1))


def remaining(flows: Sequence[Decimal], open_shares: Sequence[Decimal], rate: Decimal) -> Decimal:
    """Return what is forecast where no actual stands: Σ flow × the share of it that is open × `rate`."""
    return sum((flow * share for flow, share in zip(flows, open_shares, strict=True)), Decimal(0)) * rate


def revised_flow(flow: Decimal, open_share: Decimal, rate: Decimal, variances: Sequence[Decimal]) -> Decimal:
    """Return the flow of a period as it is now seen: what was promised, moved by the variances that fall there.

    Of its open share, `rate` comes true; so all revised flows together are the actuals and what remains.
    """
    return flow + flow * open_share * (rate - 1) + sum(variances, Decimal(0))
