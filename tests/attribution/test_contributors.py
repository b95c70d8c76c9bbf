"""Value by contributing group."""

from __future__ import annotations

from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from cxreport.attribution import equal_parts, group_value

AMOUNTS = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=3)
GROUPS = st.lists(st.sampled_from("ABCDEFG"), unique=True, min_size=1)


def test_equal_parts_of_a_hundred_by_three_add_up_to_a_hundred() -> None:
    parts = equal_parts(Decimal(100), ["Engineering", "Product", "Support"])
    assert sum(parts.values()) == 100
    assert parts["Engineering"] == parts["Product"]
    assert [round(part, 2) for part in parts.values()] == [Decimal("33.33")] * 3


def test_no_groups_have_no_parts_and_nothing_has_parts_of_nothing() -> None:
    assert equal_parts(Decimal(100), []) == {}
    assert equal_parts(Decimal(0), ["A", "B"]) == {"A": 0, "B": 0}


def test_a_group_named_twice_has_two_parts() -> None:
    assert equal_parts(Decimal(9), ["A", "B", "A"]) == {"A": 6, "B": 3}


def test_a_group_brings_its_share_of_every_line() -> None:
    # Product: half of 60 and a quarter of 40.
    assert group_value([Decimal(60), Decimal(40)], [Decimal("0.5"), Decimal("0.25")]) == 40


def test_a_group_of_no_lines_brings_nothing() -> None:
    assert group_value([], []) == 0


@given(amount=AMOUNTS, groups=GROUPS, digits=st.sampled_from([28, 60]))
def test_equal_parts_add_up_exactly_in_any_order(amount: Decimal, groups: list[str], digits: int) -> None:
    with localcontext() as context:
        context.prec = digits
        parts = list(equal_parts(amount, groups).values())
        assert sum(parts, Decimal(0)) == sum(reversed(parts), Decimal(0)) == amount
        assert max(parts) - min(parts) <= abs(amount) * Decimal("1e-25")


@given(amounts=st.lists(AMOUNTS, max_size=10), groups=GROUPS)
def test_the_values_of_all_groups_add_up_to_the_lines(amounts: list[Decimal], groups: list[str]) -> None:
    with localcontext(prec=30):
        shares = equal_parts(Decimal(1), groups)
    with localcontext(prec=60):
        values = [group_value(amounts, [share] * len(amounts)) for share in shares.values()]
        assert sum(values, Decimal(0)) == sum(amounts, Decimal(0))
