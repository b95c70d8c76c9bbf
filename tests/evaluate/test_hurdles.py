"""Hurdles and their verdicts, and costs by class and type, worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxreport.evaluate import Evaluation
from cxreport.evaluate.cost_kinds import cost_kinds
from cxreport.evaluate.hurdles import hurdles_of, verdict

Case = Callable[..., Evaluation]


def verdicts(found: Evaluation) -> dict[str, str]:
    return {hurdle.key: verdict(found.figures, hurdle) for hurdle in hurdles_of(found.figures)}


# 100 is paid and 121 comes back after a year: at 10% it is worth 110, so that ROI is 10% and IRR is 21%, and
# 100 of 121 is back after 100 ÷ 121 × 12 = 9.9 months.
@pytest.mark.parametrize(
    ("hurdles", "wanted"),
    [
        ("roi: 10%", {"roi": "met"}),
        ("roi: 10.01%", {"roi": "missed"}),
        ("irr: 20.9%", {"irr": "met"}),
        ("irr: 22%", {"irr": "missed"}),
        ("payback: 10", {"payback": "met"}),
        ("payback: 9", {"payback": "missed"}),
        ("payback: 12, irr: 30%, roi: 5%", {"roi": "met", "irr": "missed", "payback": "met"}),
    ],
)
def test_a_hurdle_is_met_from_its_very_value_on(case: Case, hurdles: str, wanted: dict[str, str]) -> None:
    found = case("amount: 121", "initial: 100", periods="1", top=f"hurdles: {{{hurdles}}}")
    assert verdicts(found) == wanted


def test_two_internal_rates_are_no_rate_to_judge_by_and_what_never_pays_back_is_missed(case: Case) -> None:
    # OpenStax, Principles of Finance, ch. 16: 350 is paid, 950 comes, 620 is paid; 9.18% and 62.25%.
    found = case(
        "amount: [950, 0]", "initial: 350, amount: [0, 620]", periods="2", top="hurdles: {irr: 5%, payback: 24}"
    )
    assert found.value("irr") is None
    assert verdicts(found) == {"irr": "open", "payback": "missed"}
    assert (found.value("hurdles.irr.room"), found.value("hurdles.payback.room")) == (None, None)


def test_no_hurdle_is_judged_that_nobody_asks_for(case: Case) -> None:
    assert hurdles_of(case().figures) == ()


def test_costs_come_by_class_and_type(case: Case) -> None:
    costs = [
        "initial: 100, class: capital, type: one-off, risk_adjustment: 10%",
        "amount: 20, class: operating, type: recurring",
        "amount: [5, 0, 0], class: operating, type: one-off",
        "amount: [7, 0, 0], class: operating, type: one-off",
        "initial: 1",
    ]
    found = case(costs=costs, discount_rate="0%")
    totals = {kind.address: found.amount(f"{kind.address}.total") for kind in cost_kinds(found.case)}  # type: ignore[arg-type]  # a business case
    assert totals == {
        "cost_kinds.capital.one-off": 110,
        "cost_kinds.operating.one-off": 12,
        "cost_kinds.operating.recurring": 60,
        "cost_kinds.unsaid.unsaid": 1,
    }


def test_costs_that_say_neither_class_nor_type_make_no_table(case: Case) -> None:
    found = case(costs="initial: 100")
    assert cost_kinds(found.case) == ()  # type: ignore[arg-type]  # a business case


kinds = st.tuples(st.sampled_from(["capital", "operating", ""]), st.sampled_from(["one-off", "recurring", ""]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(kinds, st.integers(0, 10**6)), min_size=1, max_size=6))
def test_classes_and_types_add_up_to_all_costs(case: Case, costs: list[tuple[tuple[str, str], int]]) -> None:
    lines = [
        f"amount: {amount}" + (f", class: {c}" if c else "") + (f", type: {t}" if t else "") for (c, t), amount in costs
    ]
    found = case(costs=lines)
    every = cost_kinds(found.case)  # type: ignore[arg-type]  # a business case
    for tail in ("total", "pv"):
        parts = sum(Fraction(found.amount(f"{kind.address}.{tail}")) for kind in every)
        assert not every or abs(parts - Fraction(found.amount(f"costs_{tail}"))) < Fraction(1, 10**40)
