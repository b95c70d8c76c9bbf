"""What one line of revenue may claim."""

from __future__ import annotations

from decimal import Decimal

_NORMAL_95 = Decimal("1.96")


def in_sync_difference(in_sync: Decimal, out_of_sync: Decimal) -> Decimal:
    """Return what the aligned situation brought above the unaligned one, both in money."""
    return in_sync - out_of_sync


def in_sync_gain(customers_in: Decimal, revenue_each_in: Decimal, revenue_each_out: Decimal) -> Decimal:
    """Return the difference per customer, brought to the size of the in-sync group.

    The groups differ in size, so that only revenue per customer compares.
    """
    return customers_in * (revenue_each_in - revenue_each_out)


def saved_revenue(customers: Decimal, would_have_left: Decimal, revenue_each: Decimal) -> Decimal:
    """Return the revenue of those customers who would have left; `would_have_left` is their share."""
    return customers * would_have_left * revenue_each


def survey_share(asked: Decimal, influenced: Decimal) -> Decimal:
    """Return the share of the customers asked who say that they were influenced."""
    return influenced / asked


def survey_revenue(share: Decimal, total: Decimal, cxm: Decimal) -> Decimal:
    """Return that share of what CXM has left of all revenue."""
    return share * (total - cxm)


def survey_margin(share: Decimal, asked: Decimal) -> Decimal:
    """Return the 95% margin of error of a share found by asking: 1.96 × √(share × (1 − share) ÷ asked).

    The normal approximation for a simple random sample. Cochran, *Sampling Techniques*, ch. 3.
    """
    return _NORMAL_95 * (share * (1 - share) / asked).sqrt()
