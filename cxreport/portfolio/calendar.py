"""Flows of cases that begin at different times, in periods of different lengths, on one calendar."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def months_shared(begin: int, length: int, other_begin: int, other_length: int) -> int:
    """Return how many months two stretches of time have in common; each begins at a month and has a length."""
    return max(min(begin + length, other_begin + other_length) - max(begin, other_begin), 0)


def spread(amounts: Sequence[Decimal], months: Sequence[Decimal], months_per_period: Decimal) -> Decimal:
    """Return what falls into one stretch of time of amounts that each come evenly over a period.

    `months` has, for each amount, how many of the months of its period lie in that stretch.
    """
    parts = (amount * count / months_per_period for amount, count in zip(amounts, months, strict=True))
    return sum(parts, Decimal(0))


def brought_forward(value: Decimal, rate: Decimal, months: Decimal) -> Decimal:
    """Return what a value of a later day is worth `months` before; `rate` is effective yearly, as a fraction.

    Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 2.
    """
    years, rest = divmod(int(months), 12)
    growth = (1 + rate) ** years
    return value / (growth * (1 + rate) ** (Decimal(rest) / 12) if rest else growth)
