"""What a result depends on: ends of ranges, break-even, rates, pairs, the month that a delay costs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxreport.evaluate import Evaluation
from cxreport.evaluate.risk import assess
from cxreport.evaluate.risk.break_even import break_even_factor
from cxreport.evaluate.trace import find_figure

Case = Callable[..., Evaluation]
UNDISCOUNTED = {"discount_rate": "0%", "periods": "2"}


@pytest.fixture(scope="module")
def visits(case: Case) -> Evaluation:
    """100 visits at 5 in each of two years, less an outlay of 400: an NPV of 600 without discounting."""
    drivers = "{visits: {value: 100, range: [50%, 120%]}, cost: {value: $5, range: [80%, 100%], distribution: uniform}}"
    return assess(case(f"drivers: {drivers}, formula: visits * cost", "initial: 400", **UNDISCOUNTED))


def test_the_tornado_has_the_net_present_value_at_both_ends_of_every_range(visits: Evaluation) -> None:
    at = "sensitivity.pencil.benefits.b1.drivers"
    assert visits.amount("npv") == 600
    assert [visits.amount(f"{at}.visits.{end}") for end in ("low", "high", "swing")] == [100, 800, 700]
    assert [visits.amount(f"{at}.cost.{end}") for end in ("low", "high", "swing")] == [400, 600, 200]


@given(low=st.integers(0, 99), high=st.integers(101, 300), visits=st.integers(1, 10_000), cost=st.integers(-500, 500))
@settings(max_examples=20)
def test_every_bar_of_the_tornado_contains_the_base(case: Case, low: int, high: int, visits: int, cost: int) -> None:
    drivers = (
        f"{{visits: {{value: {visits}, range: [{low}%, {high}%]}}, cost: {{value: {cost}, range: [{low}%, {high}%]}}}}"
    )
    found = assess(case(f"drivers: {drivers}, formula: visits * cost", "initial: 400", **UNDISCOUNTED))
    for name in ("visits", "cost"):
        ends = [found.amount(f"sensitivity.pencil.benefits.b1.drivers.{name}.{end}") for end in ("low", "high")]
        assert min(ends) <= found.amount("npv") <= max(ends)


def test_the_input_that_moves_the_result_most_comes_first(visits: Evaluation) -> None:
    assert visits.assessment is not None
    assert [item.label for item in visits.assessment.ranged] == ["visits", "cost"]


def test_the_case_breaks_even_at_forty_visits_a_year(visits: Evaluation) -> None:
    # 2 × 40 × 5 = 400
    at = "sensitivity.pencil.benefits.b1.drivers.visits.break_even"
    assert visits.amount(at) == Decimal("0.4")
    assert visits.amount(f"{at}_value") == 40
    assert visits.figures["sensitivity.pencil.benefits.b1.drivers.cost.break_even_value"].unit == "money"
    assert visits.amount("sensitivity.pencil.costs.c1.break_even_value") == 1000


def test_an_input_that_the_case_can_do_without_has_no_break_even(case: Case) -> None:
    found = assess(case(["amount: 100", "amount: 1"], "initial: 10", **UNDISCOUNTED))
    assert found.value("sensitivity.pencil.benefits.b2.break_even") is None
    assert "sensitivity.pencil.benefits.b2.break_even_value" not in found.figures


def test_a_factor_that_stands_under_a_line_is_found_between_doublings() -> None:
    # 100 ÷ f = 40, and x² = 2
    factor = break_even_factor(lambda f: 100 / f - 40)
    assert factor is not None
    assert abs(factor - Decimal("2.5")) < Decimal("1e-27")
    root = break_even_factor(lambda f: f * f - 2)
    assert root is not None
    assert abs(root * root - 2) < Decimal("1e-26")


def test_the_net_present_value_falls_as_the_rate_rises(case: Case) -> None:
    found = assess(case("amount: 100", "initial: 100", discount_rate="8%", periods="1"))
    assert found.assessment is not None
    assert [str(rate) for rate in found.assessment.rates] == ["0", "0.05", "0.08", "0.1", "0.15", "0.2", "0.25"]
    values = [found.amount(f"rates.{number}.npv") for number in range(1, 8)]
    assert values[0] == 0
    assert values[-1] == 80 - 100
    assert values == sorted(values, reverse=True)
    assert values[2] == found.amount("npv")


def test_a_month_of_delay_costs_a_twelfth_of_the_first_year(case: Case) -> None:
    # a full effect that begins a month later brings 11/12 of 120 in the first year, and all of it in the second
    found = assess(case("amount: 120", "initial: 10", **UNDISCOUNTED))
    assert found.amount("delay.cost") == 10
    assert found.amount("delay.npv") == found.amount("npv") - 10


def test_a_pair_of_inputs_is_tried_at_the_ends_the_middle_and_half_way(visits: Evaluation) -> None:
    assert visits.assessment is not None
    (rows, factors), (columns, others) = visits.assessment.pair
    assert (rows.label, factors) == ("visits", tuple(map(Decimal, ("0.5", "0.75", "1", "1.1", "1.2"))))
    assert (columns.label, others) == ("cost", tuple(map(Decimal, ("0.8", "0.9", "1"))))
    assert visits.amount("two_way.1.1") == 2 * 50 * 4 - 400
    assert visits.amount("two_way.5.2") == 2 * 120 * Decimal("4.5") - 400


def test_a_case_may_ask_for_a_pair_of_its_own_with_ranges_or_without(case: Case) -> None:
    """The outlay has no range, so that it is tried at 80% to 120% of 400; the share is named in full."""
    drivers = "{visits: {value: 100, range: [50%, 120%]}, cost: {value: $5}}"
    asked = "two_way: [c1, pencil.b1.visits]"
    found = assess(case(f"drivers: {drivers}, formula: visits * cost", "initial: 400", top=asked, **UNDISCOUNTED))
    assert found.assessment is not None
    (rows, factors), (columns, others) = found.assessment.pair
    assert (rows.address, columns.address) == ("pencil.costs.c1", "pencil.benefits.b1.drivers.visits")
    assert (factors[0], others[0]) == (Decimal("0.8"), Decimal("0.5"))
    assert found.amount("two_way.1.1") == 2 * 50 * 5 - 320


def test_a_range_of_a_line_takes_its_outlay_with_it(case: Case) -> None:
    found = assess(case("amount: 100", "initial: 100, amount: 10, range: [90%, 150%]", **UNDISCOUNTED))
    assert found.amount("sensitivity.pencil.costs.c1.high") == 200 - Decimal("1.5") * 120


def test_a_range_that_reaches_a_division_by_zero_is_a_problem_of_the_case(case: Case) -> None:
    drivers = "{a: {value: 100}, b: {value: 4, range: [0%, 100%]}}"
    found = assess(case(f"drivers: {drivers}, formula: a / b", "initial: 10"))
    assert [problem.code for problem in found.problems if problem.severity == "error"] == ["CX134"]
    assert not found.sound


def test_short_forms_mean_the_case_itself_and_not_what_it_would_be_otherwise(visits: Evaluation) -> None:
    assert find_figure(visits, "b1.pv").address == "pencil.benefits.b1.pv"
    assert find_figure(visits, "sensitivity.visits.low").address == "sensitivity.pencil.benefits.b1.drivers.visits.low"


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ("[visit, c1]", '"visit" is neither a driver nor a line of this case', "visits"),
        ("[c1]", "a table of two inputs needs two of them, and here is one", "two different"),
        ("[c1, pencil.c1]", "a table of two inputs needs two of them, and here is one", "two different"),
        ("[c1, b1, visits]", "a table of two inputs needs two of them, and here are more", "two different"),
        ("[c1, cost]", '"cost" may mean 2 inputs', "pencil.b1.cost, pencil.b2.cost"),
    ],
)
def test_a_pair_that_is_none_is_refused_at_its_place(
    evaluated: Callable[[str], Evaluation], asked: str, message: str, hint: str
) -> None:
    found = evaluated(
        f"""\
kind: business-case
title: T
organisation: O
date: 2026-11-22
currency: USD
two_way: {asked}
finance: {{discount_rate: 10%, period: year, periods: 3, start: 2027-01}}
initiatives:
  - id: pencil
    action: do something
    improvement: make something better
    benefits:
      - {{id: b1, name: B, drivers: {{visits: {{value: 1}}, cost: {{value: $5}}}}, formula: visits * cost}}
      - {{id: b2, name: C, drivers: {{cost: {{value: $5}}}}, formula: cost}}
    costs: [{{id: c1, name: D, initial: 10}}]
"""
    )
    [problem] = [one for one in found.problems if one.severity == "error"]
    assert (problem.code, problem.place.line) == ("CX148", 6)
    assert message in problem.message
    assert hint in problem.hint
