"""Costs that give the time of a company's own people as hours and a rate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxreport import diff
from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate

CASE = """\
kind: business-case
title: Let clients fix it themselves
organisation: Northwind Networks
date: 2026-11-22
currency: {currency}
locale: {locale}
finance: {{discount_rate: 10%, period: year, periods: 2, start: 2027-01}}
drivers: {{our_hour: {{value: 90}}}}
initiatives:
  - id: portal
    action: redesign the service portal
    improvement: make it easier for our clients to fix their own problems
    benefits: [{{id: rolls, name: Avoided truck rolls, amount: 500k}}]
    costs: [{{id: team, name: Project team, source: Plan, {cost}}}]
"""
Of = Callable[..., Evaluation]
TEAM = "portal.costs.team"


@pytest.fixture
def of(tmp_path: Path) -> Of:
    """Return the evaluation of a case with one cost."""

    def made(cost: str, currency: str = "USD", locale: str = "en_US") -> Evaluation:
        path = tmp_path / "case.yaml"
        path.write_text(CASE.format(cost=cost, currency=currency, locale=locale), "utf-8")
        return evaluate(load_case(path))

    return made


def test_hours_times_a_rate_are_the_amount_of_a_period(of: Of) -> None:
    # 1,400 × 85 = 119,000 and 200 × 85 = 17,000; 10% more for risk, 9% of growth in the second year on top of it.
    found = of("labour: {hours: [1_400, 200], rate: $85}, growth: 9%, risk_adjustment: 10%")
    assert list(map(int, found.series(f"{TEAM}.amounts"))) == [0, 119_000, 17_000]
    assert found.amount(f"{TEAM}.flows.1") == 130_900
    assert found.amount(f"{TEAM}.flows.2") * 100 == 2_038_300
    assert found.amount(f"{TEAM}.total") * 100 == 13_090_000 + 2_038_300


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=2), st.integers(1, 500))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_labour_is_what_a_formula_over_two_drivers_would_be(of: Of, hours: list[int], rate: int) -> None:
    labour = of(f"labour: {{hours: {hours}, rate: ${rate}}}")
    formula = of(f"drivers: {{a: {{value: {hours}}}, b: {{value: ${rate}}}}}, formula: a * b")
    for figure in (f"{TEAM}.total", f"{TEAM}.pv", "npv"):
        assert labour.amount(figure) == formula.amount(figure)


def test_each_part_is_a_driver_with_its_place_its_source_and_words_of_the_language(of: Of) -> None:
    found = of("labour: {hours: 100, rate: €85}", "EUR", "de_DE")
    hours = found.figures[f"{TEAM}.drivers.labour_hours.1"]
    rate = found.figures[f"{TEAM}.drivers.labour_rate.1"]
    assert (hours.label, rate.label) == ("Stunden des eigenen Teams", "Kosten einer Stunde")
    source = hours.inputs["amount"]
    assert not isinstance(source, str | tuple)
    assert source.place is not None
    assert source.place.line == 14
    assert source.what != "default"


def test_a_part_may_be_the_name_of_a_driver(of: Of) -> None:
    found = of("labour: {hours: 100, rate: our_hour}")
    assert found.amount(f"{TEAM}.amounts.1") == 9_000
    assert f"{TEAM}.drivers.labour_rate.1" not in found.figures


def test_what_changes_in_it_is_told_as_its_own_change(of: Of) -> None:
    changes = diff(of("labour: {hours: 100, rate: $85}"), of("labour: {hours: 120, rate: $85}")).changes
    assert [change.address for change in changes] == [f"{TEAM}.drivers.labour_hours"]
    assert [(change.old.text, change.new.text) for change in changes] == [("100", "120")]


@pytest.mark.parametrize(
    ("cost", "code", "message", "hint"),
    [
        ("labour: {hours: 100}", "CX101", 'the key "rate" is missing', "rate: …"),
        ("labour: {hours: 100, rate: $85}, amount: $1", "CX118", "labour and amount are both given", "keep one"),
        (
            "labour: {hours: 100, rate: $85}, formula: our_hour",
            "CX118",
            "labour and formula are both given",
            "keep one",
        ),
        ("labour: {hours: 100, rate: 85%}", "CX118", "the rate of labour is money", "$85"),
        ("labour: {hours: 10%, rate: $85}", "CX118", "the hours of labour are a plain number", "1_200"),
        ("labour: {hours: 100, rate: our_our}", "CX132", 'the formula names "our_our", which is no driver', "our_hour"),
        ("labour: {hours: [100], rate: $85}", "CX107", "", ""),
        ("labour: 100", "CX103", "", ""),
    ],
)
def test_what_is_wrong_with_it_is_told_at_its_place(of: Of, cost: str, code: str, message: str, hint: str) -> None:
    [problem] = [one for one in of(cost).problems if one.severity == "error"]
    assert (problem.code, problem.place.line) == (code, 14)
    assert message in problem.message
    assert hint in problem.hint
