"""Value by the groups that contributed to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal, getcontext


def equal_parts(amount: Decimal, groups: Sequence[str]) -> dict[str, Decimal]:
    """Return an equal part of `amount` for each group, the last with the residue: their sum is the amount.

    A group named twice gets two parts.
    """
    if not groups:
        return {}
    # No part goes below the last digit that the context can add to the amount, so that no sum of them rounds.
    last_digit = Decimal(1).scaleb(amount.adjusted() - getcontext().prec + 1)
    part = (amount / len(groups)).quantize(last_digit, ROUND_DOWN) if amount else amount
    parts: defaultdict[str, Decimal] = defaultdict(Decimal)
    for group in groups[:-1]:
        parts[group] += part
    parts[groups[-1]] += amount - part * (len(groups) - 1)
    return dict(parts)


def group_value(amounts: Sequence[Decimal], shares: Sequence[Decimal]) -> Decimal:
    """Return what a group brought: the sum of the lines' amounts, each times the group's share as a fraction."""
    return sum((amount * share for amount, share in zip(amounts, shares, strict=True)), Decimal(0))
