"""The roots above zero of whole-numbered polynomials, counted by another method."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cxreport.finance.polynomial import sign_changes, square_free, trimmed
from cxreport.finance.roots import positive_roots

SMALL = st.lists(st.integers(-5, 5), min_size=1, max_size=14)
LARGE = st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=14)
FACTORS = st.lists(st.tuples(st.lists(st.integers(-4, 4), min_size=2, max_size=4), st.integers(1, 3)), max_size=3)


def product(*polynomials: list[int]) -> list[int]:
    result = [1]
    for polynomial in polynomials:
        longer = [0] * (len(result) + len(polynomial) - 1)
        for i, a in enumerate(result):
            for j, b in enumerate(polynomial):
                longer[i + j] += a * b
        result = longer
    return result


def remainder(dividend: list[Fraction], divisor: list[Fraction]) -> list[Fraction]:
    rest = list(dividend)
    while len(rest) >= len(divisor):
        factor = rest[-1] / divisor[-1]
        for place in range(1, len(divisor) + 1):
            rest[-place] -= factor * divisor[-place]
        rest.pop()
    while rest and not rest[-1]:
        rest.pop()
    return rest


def number_of_roots(polynomial: list[int]) -> int:
    """Return how many different roots there are above zero, by Sturm's theorem."""
    first = [Fraction(c) for c in trimmed(polynomial)]
    if len(first) < 2:
        return 0
    chain = [first, [power * c for power, c in enumerate(first)][1:]]
    while rest := remainder(chain[-2], chain[-1]):
        chain.append([-c for c in rest])
    at_zero, at_infinity = ([p[0] for p in chain], [p[-1] for p in chain])
    return changes(at_zero) - changes(at_infinity)


def changes(values: list[Fraction]) -> int:
    return sum((a > 0) != (b > 0) for a, b in pairwise([value for value in values if value]))


@given(polynomial=SMALL | LARGE)
def test_as_many_roots_are_found_as_sturm_counts(polynomial: list[int]) -> None:
    roots = positive_roots(polynomial, 40)
    assert len(set(roots)) == len(roots) == number_of_roots(polynomial)
    assert list(roots) == sorted(roots)


@given(factors=FACTORS)
def test_repeated_roots_are_found_once(factors: list[tuple[list[int], int]]) -> None:
    polynomial = product(*(factor for factor, times in factors for _ in range(times)))
    assert len(positive_roots(polynomial, 40)) == number_of_roots(polynomial)


@given(amounts=st.lists(st.integers(1, 999), min_size=6, max_size=40))
def test_alternating_coefficients_hide_no_root(amounts: list[int]) -> None:
    polynomial = [(-1) ** power * amount for power, amount in enumerate(amounts)]
    assert len(positive_roots(polynomial, 40)) == number_of_roots(polynomial)


@given(roots=st.sets(st.integers(1, 60), min_size=1, max_size=25))
def test_whole_roots_come_back_whole(roots: set[int]) -> None:
    polynomial = product(*([-root, 1] for root in roots))
    assert [root.quantize(Decimal("1e-25")) for root in positive_roots(polynomial, 40)] == sorted(roots)


def test_roots_of_very_different_size_are_found() -> None:
    # (x − 10^-20)(x − 1)(x − 10^20), times 10^20
    polynomial = product([-1, 10**20], [-1, 1], [-(10**20), 1])
    assert [f"{root:.10e}" for root in positive_roots(polynomial, 30)] == [
        "1.0000000000e-20",
        "1.0000000000e+0",
        "1.0000000000e+20",
    ]


def test_roots_too_near_for_halving_are_parted_by_turning_points() -> None:
    # (10x − 1)^8 = x^60 means 10x − 1 = ±x^7.5: near 0.1, where x^7.5 = 10^-7.5, two roots 0.2 × 10^-7.5 apart,
    # and a third where x^7.5 overtakes 10x − 1
    power = product(*([-1, 10] for _ in range(8)))
    roots = positive_roots([*power, *[0] * 51, -1], 40)
    assert [f"{root:.6f}" for root in roots[:2]] == ["0.100000", "0.100000"]
    assert f"{roots[1] - roots[0]:.2e}" == "6.32e-9"
    assert len(roots) == 3
    assert abs(roots[2] ** Decimal("7.5") - 10 * roots[2] + 1) < Decimal("1e-24")


def test_zeros_alone_are_no_polynomial_and_have_no_roots() -> None:
    assert trimmed([0, 0]) == ()
    assert positive_roots([0, 0], 30) == ()
    assert positive_roots([7], 30) == ()


def test_a_root_is_as_near_as_asked() -> None:
    (root,) = positive_roots([-2, 0, 1], 70)
    assert str(root).startswith("1.41421356237309504880168872420969807856967187537694807317667973799")


def test_making_roots_single_keeps_each_of_them() -> None:
    assert square_free(tuple(product([-2, 1], [-2, 1], [-2, 1], [-3, 1]))) in {(6, -5, 1), (-6, 5, -1)}
    assert square_free((-2, 1)) == (-2, 1)


def test_large_coefficients_do_not_hide_that_a_root_is_repeated() -> None:
    a, b = 3**500, 2**701
    assert square_free(tuple(product([-a, b], [-a, b]))) in {(-a, b), (a, -b)}
    # divisible by the prime of the first, quick look
    assert square_free((-1, 2**61 - 1)) in {(-1, 2**61 - 1), (1, 1 - 2**61)}


def test_sign_changes_skip_zeros() -> None:
    assert sign_changes([-1, 0, 0, 2, 3, 0, -1]) == 2
