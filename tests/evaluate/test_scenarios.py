"""Scenarios: the case as it would be with other drivers, ramps, rates and delays, by the same rules."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from cxreport.evaluate import Evaluation
from cxreport.evaluate.risk import assess, find_risk_problems

Case = Callable[..., Evaluation]
FLAT = {"discount_rate": "0%", "periods": "2"}
VISITS = "drivers: {visits: {value: 100, range: [50%, 120%]}, cost: {value: $5}}, formula: visits * cost"


def scenario(case: Case, written: str, benefit: str = VISITS, **finance: str) -> Evaluation:
    return assess(case(benefit, "initial: 400", top=f"scenarios: {{other: {written}}}", **(FLAT | finance)))


def test_a_case_with_ranges_and_no_scenarios_gets_both_ends_of_all_of_them(case: Case) -> None:
    found = assess(case([VISITS, "amount: 10, range: [0%, 200%]"], "initial: 400, range: [100%, 150%]", **FLAT))
    assert found.assessment is not None
    assert [result.key for result in found.assessment.scenarios] == ["conservative", "optimistic"]
    assert found.amount("scenarios.conservative.npv") == 2 * 50 * 5 + 0 - 600
    assert found.amount("scenarios.optimistic.npv") == 2 * 120 * 5 + 40 - 400


def test_a_scenario_that_changes_nothing_has_the_figures_of_the_case(case: Case) -> None:
    found = scenario(case, "{because: Nothing happens.}")
    for name in ("npv", "roi", "payback_months", "benefits_total", "costs_pv"):
        assert found.value(f"scenarios.other.{name}") == found.value(name)


def test_a_driver_has_another_value(case: Case) -> None:
    assert scenario(case, "{drivers: {visits: [60, 80]}}").amount("scenarios.other.npv") == 5 * 140 - 400
    assert scenario(case, "{drivers: {pencil.b1.cost: $4}}").amount("scenarios.other.npv") == 2 * 100 * 4 - 400


def test_a_driver_of_the_scenarios_own_is_not_moved_to_the_end_of_its_range_as_well(case: Case) -> None:
    found = scenario(case, "{ranges: worst, drivers: {visits: 90}}")
    assert found.amount("scenarios.other.npv") == 2 * 90 * 5 - 400


def test_a_ramp_is_another_and_a_rate(case: Case) -> None:
    found = scenario(case, "{ramps: {b1: [0%, 50%]}, discount_rate: 100%}")
    assert found.amount("scenarios.other.npv") == Decimal(250) / 4 - 400


def test_a_delay_moves_the_ramp_and_leaves_the_costs(case: Case) -> None:
    # fifteen months: nothing in the first year, then three quarters of the first value, 20%, and of the third 20 + 0.75 × 60
    benefit, years = "amount: 100, ramp: [20%, 80%, 100%]", {"periods": "3"}
    found = scenario(case, "{delays: {pencil: 15}}", benefit, **years)
    assert found.amount("scenarios.other.benefits_total") == 0 + 15 + 65
    assert found.amount("scenarios.other.costs_total") == 400
    assert scenario(case, "{delays: {pencil: 24}}", benefit, **years).amount("scenarios.other.benefits_total") == 20


def test_every_figure_of_a_scenario_knows_where_the_scenario_says_so(case: Case) -> None:
    found = scenario(case, "{drivers: {visits: 90}}")
    source = found.figures["scenarios.other.pencil.benefits.b1.drivers.visits.1"].inputs["amount"]
    assert not isinstance(source, str | tuple)
    assert source.value == 90
    assert source.place is not None
    assert source.place.line == 6


@pytest.mark.parametrize(
    ("written", "code", "hint"),
    [
        ("{drivers: {visit: 90}}", "CX142", "visits"),
        ("{ramps: {c9: 50%}}", "CX142", "pencil.c1"),
        ("{delays: {pen: 1}}", "CX142", "pencil"),
        ("{drivers: {visits: 90%}}", "CX143", "200_000"),
        ("{drivers: {cost: 4}}", "CX143", "$400"),
    ],
)
def test_a_scenario_that_does_not_fit_the_case_is_refused(
    evaluated: Callable[[str], Evaluation], written: str, code: str, hint: str
) -> None:
    found = evaluated(f"""
        kind: business-case
        title: T
        organisation: O
        date: 2026-11-22
        currency: USD
        finance: {{discount_rate: 0%, period: year, periods: 2, start: 2027-01}}
        scenarios: {{other: {written}}}
        initiatives:
          - id: pencil
            action: a
            improvement: b
            benefits: [{{id: b1, name: B, {VISITS}}}]
            costs: [{{id: c1, name: C, initial: 400}}]
        """)
    errors = [problem for problem in found.problems if problem.severity == "error"]
    assert [(problem.code, hint in problem.hint) for problem in errors] == [(code, True)]


def test_a_scenario_that_divides_by_zero_is_a_problem_of_the_case(case: Case) -> None:
    drivers = "{a: {value: 100}, b: {value: 4}}"
    top = "scenarios: {other: {drivers: {b: 0}}}"
    found = case(f"drivers: {drivers}, formula: a / b", "initial: 10", top=top)
    assert [problem.code for problem in find_risk_problems(found)] == ["CX134"]
    assert not assess(found).sound


def test_a_case_whose_scenarios_hold_has_no_problem(case: Case) -> None:
    found = case(VISITS, "initial: 400", top="scenarios: {other: {ranges: worst, delays: {pencil: 2}}}", **FLAT)
    assert find_risk_problems(found) == ()
