"""Alternatives side by side: what each is worth, what each step returns, and that the steps add up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxreport.case.models import BusinessCase
from cxreport.evaluate import Evaluation
from cxreport.evaluate.alternatives import choices

Evaluated = Callable[[str], Evaluation]

TOP = """\
kind: business-case
title: One, two or three
organisation: Worked Example Inc.
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, period: year, periods: 1, start: 2027-01}
"""


def made(money: dict[str, tuple[int, int]], alternatives: str) -> str:
    """Return a case with an initiative for each (benefit after a year, cost now)."""
    items = "".join(
        f"  - {{id: {name}, action: a, improvement: b, benefits: [{{name: B, amount: {benefit}}}],"
        f" costs: [{{name: C, initial: {cost}}}]}}\n"
        for name, (benefit, cost) in money.items()
    )
    return f"{TOP}initiatives:\n{items}alternatives: {alternatives}\n"


def ordered(found: Evaluation) -> tuple[str, ...]:
    assert isinstance(found.case, BusinessCase)
    return tuple(choice.key for choice in choices(found.case, found.figures))


def test_each_step_is_set_against_the_next_cheaper_choice(evaluated: Evaluated) -> None:
    # 220 after a year is worth 200 today. One costs 100 and so brings 100; two is worth 110 ÷ 1.1 − 80 = 20;
    # three 165 ÷ 1.1 − 200 = −50. Steps: 100 for 100 (100%), 20 for 80 (25%), −50 for 200 (−25%).
    money = {"one": (220, 100), "two": (110, 80), "three": (165, 200)}
    found = evaluated(made(money, "{both: {initiatives: [two, one]}, least: {initiatives: [one]}}"))
    assert ordered(found) == ("least", "both", "proposal")
    assert [round(found.amount(f"alternatives.{key}.step.npv"), 20) for key in ordered(found)] == [100, 20, -50]
    assert [round(found.amount(f"alternatives.{key}.step.roi"), 20) for key in ordered(found)] == [
        1,
        Decimal("0.25"),
        Decimal("-0.25"),
    ]
    assert round(found.amount("alternatives.both.npv"), 20) == 120


def test_a_case_without_alternatives_has_none(evaluated: Evaluated) -> None:
    assert ordered(evaluated(made({"one": (1, 1)}, "{}"))) == ()


def test_an_alternative_keeps_some_initiatives_of_its_own_case(evaluated: Evaluated) -> None:
    money = {"one": (220, 100), "two": (110, 80)}
    problems = evaluated(made(money, "{a: {initiatives: [on]}, b: {initiatives: [one, two]}}")).problems
    assert [(p.code, p.message) for p in problems if p.severity == "error"] == [
        ("CX146", 'the alternative keeps "on", which is no initiative of this case'),
        ("CX146", "the alternative keeps every initiative: it is the proposal itself"),
    ]


amounts = st.integers(0, 10**6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(amounts, amounts), min_size=4, max_size=4), st.permutations(["a", "b", "c"]))
def test_the_increments_add_up_to_the_proposal(
    evaluated: Evaluated, money: list[tuple[int, int]], keeps: list[str]
) -> None:
    case = dict(zip("abcd", money, strict=True))
    found = evaluated(made(case, f"{{x: {{initiatives: [{keeps[0]}]}}, y: {{initiatives: [{', '.join(keeps[1:])}]}}}}"))
    for name in ("npv", "costs_pv", "benefits_pv"):
        steps = [found.amount(f"alternatives.{key}.step.{name}") for key in ordered(found)]
        assert abs(sum(map(Fraction, steps)) - Fraction(found.amount(name))) < Fraction(1, 10**40)
