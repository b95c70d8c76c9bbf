"""All revenue, three ways."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.attribution import ClaimsExceedTotal, Split, discrepancy, share_of, split

AMOUNTS = st.decimals(0, 10**9, places=2)


def test_the_published_example_leaves_590_for_sales() -> None:
    cxm = Decimal(60) + 50 + 30 + 10
    csm = Decimal(90) + 30 + 40
    assert split(Decimal(900), cxm, csm) == Split(cxm=Decimal(150), csm=Decimal(160), sales=Decimal(590))


def test_the_published_figures_are_off_by_ten_in_either_direction() -> None:
    assert discrepancy(Decimal(150), Decimal(160)) == -10
    assert discrepancy(Decimal(600), Decimal(590)) == 10


def test_claims_may_take_all_and_leave_nothing_for_sales() -> None:
    assert split(Decimal(110), Decimal(70), Decimal(40)).sales == 0


def test_claims_above_the_total_are_refused_with_the_excess() -> None:
    with pytest.raises(ClaimsExceedTotal, match="10 more than the total") as refused:
        split(Decimal(100), Decimal(70), Decimal(40))
    assert refused.value.excess == 10


@given(cxm=AMOUNTS, csm=AMOUNTS, sales=AMOUNTS)
def test_the_buckets_add_up_to_the_total_and_their_shares_to_one(cxm: Decimal, csm: Decimal, sales: Decimal) -> None:
    total = cxm + csm + sales + 1
    parts = split(total, cxm, csm)
    assert parts.cxm + parts.csm + parts.sales == total
    shares = [share_of(part, total) for part in (parts.cxm, parts.csm, parts.sales)]
    assert abs(sum(shares, Decimal(-1))) <= Decimal("1e-26")
