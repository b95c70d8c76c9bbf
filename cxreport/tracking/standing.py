"""Where an initiative stands, by rules that are stated and whose thresholds a report may set."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

Standing = Literal["on-track", "at-risk", "off-track", "not-reported", "not-due"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


def standing(
    shortfall: Decimal | None,
    npv: Decimal | None,
    promised_npv: Decimal,
    *,
    due: bool,
    at_risk: Decimal = Decimal("0.1"),
    off_track: Decimal = Decimal("0.25"),
) -> Standing:
    """Return where an initiative stands.

    `due` says whether anything was planned so far. Without actuals nothing is said to be on track. Off track is a
    shortfall above `off_track`, and any by which a net present value that was promised above zero is lost.
    """
    if shortfall is None:
        return "not-reported" if due else "not-due"
    if shortfall > off_track or (npv is not None and npv < 0 < promised_npv):
        return "off-track"
    return "at-risk" if shortfall > at_risk else "on-track"
