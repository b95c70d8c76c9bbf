"""Value by contributing group."""

from __future__ import annotations

from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from cxreport.attribution import equal_parts, value_by_group
from cxreport.attribution.contributors import Contributors

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


def test_values_come_largest_first_then_by_name() -> None:
    lines: list[tuple[Decimal, Contributors]] = [
        (Decimal(60), ["Engineering", "Product"]),
        (Decimal(40), {"Support": Decimal("0.75"), "Product": Decimal("0.25")}),
        (Decimal(30), ["Design"]),
    ]
    # Engineering 30; Product 30 + 10; Support 30; Design 30
    values = value_by_group(lines)
    assert list(values) == ["Product", "Design", "Engineering", "Support"]
    assert values == {"Product": 40, "Design": 30, "Engineering": 30, "Support": 30}


def test_no_lines_have_no_groups() -> None:
    assert value_by_group([]) == {}


@given(amount=AMOUNTS, groups=GROUPS, digits=st.sampled_from([28, 60]))
def test_equal_parts_add_up_exactly_in_any_order(amount: Decimal, groups: list[str], digits: int) -> None:
    with localcontext() as context:
        context.prec = digits
        parts = list(equal_parts(amount, groups).values())
        assert sum(parts, Decimal(0)) == sum(reversed(parts), Decimal(0)) == amount
        assert max(parts) - min(parts) <= abs(amount) * Decimal("1e-25")


@given(lines=st.lists(st.tuples(AMOUNTS, GROUPS), max_size=10))
def test_the_values_of_all_groups_add_up_to_the_lines(lines: list[tuple[Decimal, list[str]]]) -> None:
    total = sum((amount for amount, _ in lines), Decimal(0))
    with localcontext() as context:
        context.prec = 60
        assert abs(sum(value_by_group(lines).values(), Decimal(0)) - total) <= Decimal("1e-40")
