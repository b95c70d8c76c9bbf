"""All revenue, three ways: CXM, CSM, Sales."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class ClaimsExceedTotal(ValueError):
    """Says that CXM and CSM together claim more than all revenue, by `excess`."""

    def __init__(self, excess: Decimal) -> None:
        super().__init__(f"CXM and CSM together claim {excess:f} more than the total revenue")
        self.excess = excess


class Split(NamedTuple):
    """All revenue, each unit of it in one bucket."""

    cxm: Decimal
    csm: Decimal
    sales: Decimal


def split(total: Decimal, cxm: Decimal, csm: Decimal) -> Split:
    """Return the three buckets; Sales (with Marketing) is what CXM and CSM leave of the total.

    Raises `ClaimsExceedTotal` where they would leave less than nothing.
    """
    sales = total - cxm - csm
    if sales < 0:
        raise ClaimsExceedTotal(-sales)
    return Split(cxm, csm, sales)


def share_of(part: Decimal, total: Decimal) -> Decimal:
    """Return `part` as a fraction of `total`, which is not zero."""
    return part / total
