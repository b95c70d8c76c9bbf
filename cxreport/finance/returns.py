"""What an investment returns, set against what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def net_present_value(benefits_pv: Decimal, costs_pv: Decimal) -> Decimal:
    """Return the present value of the benefits less that of the costs.

    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 2 and 5.
    """
    return benefits_pv - costs_pv


def return_on_investment(npv: Decimal, costs_pv: Decimal) -> Decimal | None:
    """Return NPV ÷ present value of the costs, as a fraction; None where the costs are not above zero.

    Brealey, Myers & Allen call it the profitability index (*Principles of Corporate Finance*, ch. 5).
    """
    return _ratio(npv, costs_pv)


def benefit_cost_ratio(benefits_pv: Decimal, costs_pv: Decimal) -> Decimal | None:
    """Return present value of benefits ÷ that of costs; None where the costs are not above zero.

    OpenStax, *Principles of Finance*, ch. 16 (there: profitability index).
    """
    return _ratio(benefits_pv, costs_pv)


def break_even_share(benefits_pv: Decimal, costs_pv: Decimal) -> Decimal | None:
    """Return the share of the benefits that must come true for an NPV of zero; None where they are not above zero.

    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 10 (break-even analysis on NPV).
    """
    return _ratio(costs_pv, benefits_pv)


def first_year_return(benefits: Sequence[Decimal], costs: Sequence[Decimal], last_period: int) -> Decimal | None:
    """Return (benefits − costs) ÷ costs over the flows from time 0 to `last_period`, undiscounted.

    None where the costs are not above zero. OpenStax, *Principles of Accounting, Volume 2*, ch. 9 (ROI).
    """
    gained = sum(benefits[: last_period + 1], Decimal(0))
    spent = sum(costs[: last_period + 1], Decimal(0))
    return _ratio(gained - spent, spent)


def _ratio(part: Decimal, base: Decimal) -> Decimal | None:
    """Return part ÷ base; None where a base of zero or less would make a ratio that says nothing."""
    return part / base if base > 0 else None
