"""Value by the groups that contributed to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal, getcontext

Contributors = Mapping[str, Decimal] | Sequence[str]


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


def value_by_group(lines: Iterable[tuple[Decimal, Contributors]]) -> dict[str, Decimal]:
    """Return the value of each group over all lines, the largest first, then by name.

    A line is an amount with the share of each group, as a fraction, or with groups that have equal parts.
    """
    values: defaultdict[str, Decimal] = defaultdict(Decimal)
    for amount, groups in lines:
        for group, part in _parts(amount, groups).items():
            values[group] += part
    return dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))


def _parts(amount: Decimal, groups: Contributors) -> dict[str, Decimal]:
    if isinstance(groups, Mapping):
        return {group: amount * share for group, share in groups.items()}
    return equal_parts(amount, groups)
