"""Values of uncertain factors: published percentage points, closed forms worked by hand, and their moments."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.finance.distributions import quantiles, standard_normal

NAMES = ("triangular", "pert", "uniform", "normal", "lognormal")
EVENLY = (np.arange(200_000) + 0.5) / 200_000
SHARES = st.floats(0.001, 0.999)


def at(name: str, low: float, high: float, share: float) -> float:
    return float(quantiles(name, low, high, np.array([share]))[0])


def test_half_of_a_uniform_range_lies_below_its_middle() -> None:
    assert at("uniform", 0.6, 1.2, 0.5) == pytest.approx(0.9, rel=1e-15)
    assert at("uniform", 0.6, 1.2, 0.1) == pytest.approx(0.66, rel=1e-15)


def test_a_triangle_from_0_to_4_over_1_by_its_closed_form() -> None:
    # F(x) = x²/4 up to 1, 1 − (4 − x)²/12 from there: F(0.5) = 1/16, F(1) = 1/4, F(2.5) = 1 − 2.25/12 = 0.8125
    for share, value in ((1 / 16, 0.5), (1 / 4, 1.0), (0.8125, 2.5), (0.0, 0.0), (1.0, 4.0)):
        assert at("triangular", 0, 4, share) == pytest.approx(value, rel=1e-14)


def test_a_symmetric_pert_is_the_beta_of_3_and_3() -> None:
    # α = β = 3, so F(x) = 10x³ − 15x⁴ + 6x⁵ over the range: F(1/4) = 0.15625 − 0.05859375 + 0.005859375 = 0.103515625
    assert at("pert", 0.5, 1.5, 0.103515625) == pytest.approx(0.75, abs=2e-7)
    assert at("pert", 0.5, 1.5, 0.5) == pytest.approx(1, abs=1e-9)


def test_a_pert_whose_value_is_its_low_end_has_one_power_only() -> None:
    # α = 1, β = 5: F(x) = 1 − (1 − x)⁵, so half lies below 1 − 0.5^(1/5)
    assert at("pert", 1, 2, 0.5) == pytest.approx(1 + 1 - 0.5**0.2, abs=2e-7)


@pytest.mark.parametrize(("low", "high"), [(0.7, 1.15), (0, 1.5), (0.9, 3), (0.6, 1), (1, 1.4)])
def test_the_mean_of_a_pert_is_a_sixth_of_its_ends_and_four_times_its_value(low: float, high: float) -> None:
    assert quantiles("pert", low, high, EVENLY).mean() == pytest.approx((low + 4 + high) / 6, rel=1e-6)


def test_the_mean_of_a_triangle_is_a_third_of_its_corners() -> None:
    assert quantiles("triangular", 0.7, 1.15, EVENLY).mean() == pytest.approx((0.7 + 1 + 1.15) / 3, rel=1e-9)


@pytest.mark.parametrize(
    ("share", "value"), [(0.975, 1.959963985), (0.95, 1.644853627), (0.9, 1.281551566), (0.5, 0.0)]
)
def test_percentage_points_of_the_normal_table(share: float, value: float) -> None:
    # NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1
    assert float(standard_normal(np.array([share]))[0]) == pytest.approx(value, abs=5e-10)


@given(st.floats(2**-54, 1 - 2**-53))
def test_the_normal_agrees_with_that_of_the_standard_library(share: float) -> None:
    assert float(standard_normal(np.array([share]))[0]) == pytest.approx(
        NormalDist().inv_cdf(share), rel=1e-13, abs=1e-15
    )


@pytest.mark.parametrize("name", ["normal", "lognormal"])
def test_one_of_twenty_lies_below_the_range_and_one_above(name: str) -> None:
    assert at(name, 0.8, 1.3, 0.05) == pytest.approx(0.8, rel=1e-12)
    assert at(name, 0.8, 1.3, 0.95) == pytest.approx(1.3, rel=1e-12)


def test_the_median_of_a_lognormal_is_the_root_of_its_ends() -> None:
    assert at("lognormal", 0.64, 1.44, 0.5) == pytest.approx(0.96, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
@given(low=st.floats(0.01, 0.95), high=st.floats(1.05, 3), one=SHARES, other=SHARES)
def test_a_larger_share_lies_below_a_larger_value(name: str, low: float, high: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert at(name, low, high, less) <= at(name, low, high, more) + 1e-12


@pytest.mark.parametrize("name", NAMES)
@given(low=st.floats(0.3, 0.95), high=st.floats(1.05, 2), down=st.floats(0.0, 0.25), up=st.floats(0.0, 1))
def test_a_wider_range_never_brings_the_tenths_closer(
    name: str, low: float, high: float, down: float, up: float
) -> None:
    tenths = np.array([0.1, 0.9])
    narrow, wide = np.diff(quantiles(name, low, high, tenths)), np.diff(quantiles(name, low - down, high + up, tenths))
    assert wide >= narrow - 1e-7
