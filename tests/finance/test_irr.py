"""Internal rates: all of them, and none that is not one."""

from __future__ import annotations

from decimal import Decimal, getcontext, localcontext

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from cxreport.finance import internal_rates, modified_internal_rate, present_value

RATES = st.decimals("-0.9", 5, places=3)
TINY = Decimal("1e-28")


def flows(*amounts: int | str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def flows_with_rates(rates: list[Decimal]) -> list[Decimal]:
    """Return the product of (−1 + (1 + r)x) over `rates`: the present value is zero at just these."""
    product = [Decimal(1)]
    with localcontext() as context:
        context.prec = 500
        for rate in rates:
            shifted = [Decimal(0), *((1 + rate) * flow for flow in product)]
            product = [later - flow for later, flow in zip(shifted, [*product, Decimal(0)], strict=True)]
    return product


def relative_present_value(amounts: list[Decimal], rate: Decimal, per_year: int) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return present_value(amounts, rate, per_year) / present_value([abs(a) for a in amounts], rate, per_year)


@pytest.mark.parametrize(
    ("amounts", "percent"),
    [
        ((-16000, 2000, 4000, 5000, 5000, 5000, 5000), "14.09"),  # OpenStax, embroidery machine
        ((-70000, 12000, 15000, 18000, 21000, 26000), "8.66"),  # spreadsheet manuals
        ((-70000, 12000, 15000, 18000, 21000), "-2.12"),
        ((-70000, 12000, 15000), "-44.35"),
        ((-100, 110), "10.00"),
        ((-100, 50, 50), "0.00"),
    ],
)
def test_the_published_rates_come_out(amounts: tuple[int, ...], percent: str) -> None:
    found = internal_rates(flows(*amounts))
    assert found.rate is not None
    assert f"{found.rate * 100:.2f}" == percent
    assert found.roots == (found.rate,)
    assert not found.note


def test_of_two_rates_both_are_reported_and_neither_is_the_irr() -> None:
    found = internal_rates(flows(-350, 950, -620))
    assert [f"{root:.2%}" for root in found.roots] == ["9.18%", "62.25%"]
    assert found.rate is None
    assert found.note == "two rates make the present value zero, so none is the IRR"


def test_a_rate_where_the_present_value_touches_zero_counts_once() -> None:
    # (1.1x − 1)² = 1 − 2.2x + 1.21x²
    assert internal_rates(flows(1, "-2.2", "1.21")).rate == Decimal("0.1")


@pytest.mark.parametrize("amounts", [(1, "-2.2", "1.2100000001"), (1, -1, 1), (10, 20), (-1, -2), (5,)])
def test_where_the_present_value_only_comes_near_zero_there_is_no_rate(amounts: tuple[int | str, ...]) -> None:
    found = internal_rates(flows(*amounts))
    assert found.roots == ()
    assert found.rate is None
    assert found.note.startswith("no rate makes the present value zero")


def test_why_there_is_no_rate_is_said() -> None:
    assert internal_rates(flows(10, 20)).note == "no rate makes the present value zero: the flows never change sign"
    assert internal_rates(flows(1, -1, 1)).note == "no rate makes the present value zero"


@pytest.mark.parametrize("amounts", [(), (0,), (0, 0, 0)])
def test_where_every_flow_is_zero_any_rate_would_do_so_none_is_given(amounts: tuple[int, ...]) -> None:
    found = internal_rates(flows(*amounts))
    assert (found.rate, found.roots) == (None, ())
    assert found.note == "every flow is zero, so any rate makes the present value zero"


def test_zero_flows_before_and_after_change_no_rate() -> None:
    assert internal_rates(flows(0, 0, -100, 110, 0, 0, 0)).rate == Decimal("0.1")


@pytest.mark.parametrize(("per_year", "rate"), [(1, "0.01"), (4, "0.04060401"), (12, "0.126825030131969720661201")])
def test_the_rate_is_effective_yearly(per_year: int, rate: str) -> None:
    # 1.01^1, 1.01^4 and 1.01^12
    assert internal_rates(flows(-100, 101), per_year).rate == Decimal(rate)


def test_two_rates_that_differ_in_the_24th_digit_are_told_from_one() -> None:
    # 10^15 (x − 1)² ∓ 5·10^-31 (1 + x), near x = 1: x = 1 ± √10^-45
    with localcontext() as context:
        context.prec = 60
        nudge, square = Decimal("5e-31"), flows("1e15", "-2e15", "1e15")
        apart = internal_rates([square[0] - nudge, square[1] - nudge, square[2]])
        none = internal_rates([square[0] + nudge, square[1] + nudge, square[2]])
    assert internal_rates(square).roots == (Decimal(0),)
    assert [f"{root:.3e}" for root in apart.roots] == ["-3.162e-23", "3.162e-23"]
    assert none.roots == ()


def test_fifty_years_of_months_with_one_change_of_sign_have_one_rate() -> None:
    # a perpetuity of 1 per month would pay 1/i: with i = 1% and 600 months, 100 × (1 − 1.01^-600)
    price = sum((Decimal("1.01") ** -t for t in range(1, 601)), Decimal(0))
    found = internal_rates([-price, *[Decimal(1)] * 600], 12)
    assert found.rate == pytest.approx(Decimal("1.01") ** 12 - 1, rel=Decimal("1e-24"))


@pytest.mark.parametrize(("count", "roots"), [(600, (Decimal(0),)), (601, ())])
def test_fifty_years_of_alternating_months_end_with_the_right_number_of_rates(
    count: int, roots: tuple[Decimal, ...]
) -> None:
    # 1 − x + x² − … = (1 ± x^count) ÷ (1 + x): zero at x = 1 for an even count, nowhere above zero for an odd one
    assert internal_rates([Decimal((-1) ** t) for t in range(count)], 12).roots == roots


def test_seasonal_losses_over_fifty_years_have_two_rates() -> None:
    # the flows sum to 4,500; the first alone (at a very high rate) and the last (near -100%) are losses
    amounts = [Decimal(-500), *(Decimal(-1000 if t % 12 == 0 else 100) for t in range(1, 601))]
    found = internal_rates(amounts, 12)
    assert [root > 0 for root in found.roots] == [False, True]
    assert all(abs(relative_present_value(amounts, root, 12)) < TINY for root in found.roots)


def test_rates_too_near_for_halving_are_still_counted() -> None:
    # (10x − 1)² = x^600: two rates about 900%, 10^-299 apart, and one where x is above one (Mignotte)
    found = internal_rates([*flows(-1, 20, -100), *[Decimal(0)] * 597, Decimal(1)])
    assert len(found.roots) == 3
    assert found.note == "three rates make the present value zero, so none is the IRR"


def test_more_than_ten_rates_are_counted_in_figures() -> None:
    rates = [Decimal(k) / 10 for k in range(1, 13)]
    found = internal_rates(flows_with_rates(rates))
    assert found.roots == tuple(rates)
    assert found.note == "12 rates make the present value zero, so none is the IRR"


def test_the_callers_context_neither_changes_nor_matters() -> None:
    before = getcontext().prec
    with localcontext() as context:
        context.prec = 5
        coarse = internal_rates(flows(-350, 950, -620))
    assert getcontext().prec == before
    assert coarse == internal_rates(flows(-350, 950, -620))


@given(rates=st.lists(RATES, min_size=1, max_size=8), zeros=st.integers(0, 3))
def test_flows_built_from_rates_give_exactly_these_back(rates: list[Decimal], zeros: int) -> None:
    amounts = [*[Decimal(0)] * zeros, *flows_with_rates(rates), *[Decimal(0)] * zeros]
    assert internal_rates(amounts).roots == tuple(sorted(set(rates)))


@given(rates=st.lists(RATES, min_size=1, max_size=3), slack=st.lists(st.integers(1, 99), min_size=1, max_size=5))
def test_a_factor_without_rates_adds_none(rates: list[Decimal], slack: list[int]) -> None:
    amounts = [Decimal(0)] * (len(rates) + len(slack))
    for i, flow in enumerate(flows_with_rates(rates)):
        for j, weight in enumerate(slack):
            amounts[i + j] += flow * weight
    assert internal_rates(amounts).roots == tuple(sorted(set(rates)))


@given(
    amounts=st.lists(st.integers(-(10**9), 10**9).map(Decimal), min_size=2, max_size=40),
    per_year=st.sampled_from([1, 4, 12]),
)
def test_at_every_rate_the_present_value_is_zero(amounts: list[Decimal], per_year: int) -> None:
    roots = internal_rates(amounts, per_year).roots
    assert list(roots) == sorted(roots)
    for root in roots:
        # A root within 10^-60 of -100%, or of size 10^30, has too few digits left to put it back in.
        if Decimal("-0.999") < root < 1000:
            assert abs(relative_present_value(amounts, root, per_year)) < TINY


@given(cost=st.integers(1, 10**6), gains=st.lists(st.integers(1, 10**5), min_size=1, max_size=40))
def test_conventional_flows_have_the_rate_that_pyxirr_finds(cost: int, gains: list[int]) -> None:
    found = internal_rates([Decimal(-cost), *map(Decimal, gains)])
    assert found.rate is not None
    oracle = pyxirr.irr([-cost, *gains])
    left = None if oracle is None else pyxirr.npv(oracle, [-cost, *gains])
    if oracle is not None and left is not None and abs(left) < 1e-6 * cost:
        assert float(1 + found.rate) == pytest.approx(1 + oracle, rel=1e-6)


@given(
    cost=st.integers(1, 10**6),
    gains=st.lists(st.integers(1, 10**5), min_size=1, max_size=20),
    percent=st.integers(0, 50),
)
def test_the_modified_rate_lies_between_the_irr_and_the_reinvestment_rate(
    cost: int, gains: list[int], percent: int
) -> None:
    amounts, reinvested = [Decimal(-cost), *map(Decimal, gains)], Decimal(percent) / 100
    rate = internal_rates(amounts).rate
    modified = modified_internal_rate(amounts, reinvested, reinvested)
    assert rate is not None
    assert modified is not None
    assert min(rate, reinvested) - Decimal("1e-20") <= modified <= max(rate, reinvested) + Decimal("1e-20")


@settings(max_examples=10)
@given(amounts=st.lists(st.integers(-(10**9), 10**9).map(Decimal), min_size=200, max_size=601))
def test_long_horizons_with_many_changes_of_sign_are_solved_too(amounts: list[Decimal]) -> None:
    for root in internal_rates(amounts, 12).roots:
        if Decimal("-0.999") < root < 1000:
            assert abs(relative_present_value(amounts, root, 12)) < TINY
