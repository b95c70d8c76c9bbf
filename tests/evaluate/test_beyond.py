"""Flows after tax and what lies beyond the horizon: worked by hand, and the laws of both."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.evaluate import Evaluation

Case = Callable[..., Evaluation]
COSTS = ("initial: 800, class: capital", "amount: 100")


def numbers(*amounts: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


def near(value: Decimal | None, wanted: str) -> bool:
    assert value is not None
    return value.quantize(Decimal(wanted)) == Decimal(wanted)


def test_the_machine_of_the_conventions_is_taxed_as_it_is_worked_there(case: Case) -> None:
    found = case("amount: 1000", COSTS, tax="{rate: 25%, depreciation_years: 2}")
    assert found.series("after_tax.depreciation") == numbers(0, 400, 400, 0)
    assert found.series("after_tax.taxable") == numbers(0, 500, 500, 900)
    assert found.series("after_tax.net_flows") == numbers(-800, 775, 775, 675)
    assert near(found.value("after_tax.npv"), "1052.18")
    assert near(found.value("npv"), "1438.17")
    assert near(found.value("after_tax.payback_months"), "12.39")  # 800 − 775 = 25 of the 775 of year 2


def test_a_loss_saves_tax_elsewhere_and_what_is_left_at_the_horizon_is_said(case: Case) -> None:
    found = case(
        "amount: 100", ("initial: 900, class: capital",), tax="{rate: 30%, depreciation_years: 9}", periods="2"
    )
    assert found.series("after_tax.due") == numbers(0, 0, 0)
    assert found.value("after_tax.left") == 700
    heavy = case("amount: 100", ("initial: 900",), tax="{rate: 30%, depreciation_years: 9}", periods="2")
    assert heavy.series("after_tax.due") == numbers(-270, 30, 30)  # an operating cost counts at once


def test_quarters_write_off_a_fourth_of_a_year_each(case: Case) -> None:
    found = case("amount: 0", ("initial: 80, class: capital",), tax="{rate: 50%, depreciation_years: 1}", period="quarter",
                 periods="6")  # fmt: skip
    assert found.series("after_tax.depreciation") == numbers(0, 20, 20, 20, 20, 0, 0)


def test_the_rate_after_tax_is_its_own_where_it_is_given(case: Case) -> None:
    tax = "{{rate: 0%, depreciation_years: 1, discount_rate: {}}}"
    assert case("amount: 110", tax=tax.format("10%"), periods="1").value("after_tax.npv") == 90
    assert case("amount: 110", tax=tax.format("0%"), periods="1").value("after_tax.npv") == 100


@given(benefit=st.integers(0, 10**6), outlay=st.integers(1, 10**6), rate=st.integers(0, 100))
def test_npv_after_tax_is_npv_less_the_worth_of_the_tax(case: Case, benefit: int, outlay: int, rate: int) -> None:
    found = case(
        f"amount: {benefit}", (f"initial: {outlay}, class: capital",), tax=f"{{rate: {rate}%, depreciation_years: 2}}"
    )
    worth = sum(due / Decimal("1.1") ** t for t, due in enumerate(found.series("after_tax.due")))
    assert abs(found.amount("npv") - worth - found.amount("after_tax.npv")) < Decimal("1e-15")


def test_tax_and_terminal_change_no_other_figure(case: Case) -> None:
    plain = case("amount: 1000", COSTS)
    both = case("amount: 1000", COSTS, tax="{rate: 25%, depreciation_years: 2}", terminal="{growth: 2%}")
    assert {at: both.value(at) for at in plain.figures} == {at: plain.value(at) for at in plain.figures}


def test_what_lies_beyond_is_the_last_year_for_ever_or_a_multiple_of_it(case: Case) -> None:
    grown = case("amount: 1000", COSTS, terminal="{growth: 2%}")
    assert grown.value("terminal.value") == 11475  # 900 × 1.02 ÷ 0.08
    assert near(grown.value("terminal.pv"), "8621.34")
    assert near(grown.value("terminal.npv"), "10059.50")
    quarters = case("amount: 100", "amount: 20", terminal="{multiple: 3}", period="quarter", periods="6")
    assert quarters.value("terminal.flow") == 320  # the last four quarters
    assert quarters.value("terminal.value") == 960


def small(finance: str, more: str = "") -> str:
    """Return a case of one benefit and one cost, with these fields of finance, and a line more."""
    return f"""\
kind: business-case
title: T
organisation: O
date: 2026-11-22
currency: USD
finance: {{discount_rate: 10%, start: 2027-01, {finance}}}
{more}
initiatives:
  - {{action: a, improvement: b, benefits: [{{name: B, amount: 1}}], costs: [{{name: C, amount: 1}}]}}
"""


@pytest.mark.parametrize(
    ("finance", "said"),
    [
        ("terminal: {}", "given in no way"),
        ("terminal: {growth: 1%, multiple: 2}", "given twice"),
        ("terminal: {growth: 10%}", "no present value"),
        ("terminal: {multiple: 2}, period: quarter, periods: 3", "no last year"),
    ],
)
def test_a_terminal_value_that_says_nothing_is_refused(
    evaluated: Callable[[str], Evaluation], finance: str, said: str
) -> None:
    given = {"period": "year", "periods": "3"}
    rest = ", ".join(f"{key}: {value}" for key, value in given.items() if f"{key}:" not in finance)
    found = evaluated(small(finance + (", " + rest if rest else "")))
    assert [said in p.message for p in found.problems if p.code == "CX145"] == [True]


def test_a_scenario_may_not_discount_more_slowly_than_the_flows_after_the_horizon_grow(
    evaluated: Callable[[str], Evaluation],
) -> None:
    def problems(rate: str) -> list[tuple[str, int, int]]:
        scenario = f"scenarios: {{cheap-money: {{discount_rate: {rate}}}}}"
        found = evaluated(small("period: year, periods: 3, terminal: {growth: 2%}", scenario))
        return [(p.code, p.place.line, p.place.column) for p in found.problems if p.severity == "error"]

    assert problems("2%") == problems("1%") == [("CX145", 7, 42)]
    assert problems("2.1%") == []


# Real and nominal money


def test_real_money_of_the_conventions_is_worth_the_same_either_way(case: Case) -> None:
    found = case("amount: 1000", "initial: 0", periods="2", discount_rate="15.5%", inflation="5%", money="real")
    assert found.series("benefit_flows") == (Decimal(0), Decimal(1050), Decimal("1102.5"))
    assert found.series("real.net_flows") == numbers(0, 1000, 1000)
    assert found.value("real.rate") == Decimal("0.1")
    assert near(found.value("npv"), "1735.54")
    assert near(found.value("real.npv"), "1735.54")


def test_a_line_may_be_in_other_money_than_the_case(case: Case) -> None:
    found = case(
        ("amount: 100", "amount: 100, money: nominal"), "amount: 10, money: real", inflation="10%", money="real"
    )
    assert found.series("pencil.benefits.b1.flows") == tuple(map(Decimal, ("0", "110", "121", "133.1")))
    assert found.series("pencil.benefits.b2.flows") == numbers(0, 100, 100, 100)
    assert found.value("pencil.costs.c1.flows.2") == Decimal("12.1")


@given(
    amount=st.integers(-(10**6), 10**6), outlay=st.integers(0, 10**6), rate=st.integers(0, 30), rise=st.integers(-5, 30)
)
def test_nominal_and_real_net_present_value_agree(case: Case, amount: int, outlay: int, rate: int, rise: int) -> None:
    """What real money is worth at a nominal rate is what it is worth, not raised, at the real rate."""
    given = {"discount_rate": f"{rate}%", "period": "quarter", "periods": "5"}
    found = case(f"amount: {amount}", f"initial: {outlay}", inflation=f"{rise}%", money="real", **given)
    assert abs(found.amount("npv") - found.amount("real.npv")) < Decimal("1e-30")
    plain = case(f"amount: {amount}", f"initial: {outlay}", **given)
    assert found.series("real.net_flows")[0] == plain.series("net_flows")[0]
    assert all(
        abs(a - b) < Decimal("1e-30")
        for a, b in zip(found.series("real.net_flows"), plain.series("net_flows"), strict=True)
    )


def test_real_money_without_inflation_is_refused(evaluated: Callable[[str], Evaluation]) -> None:
    found = evaluated("""
        kind: business-case
        title: T
        organisation: O
        date: 2026-11-22
        currency: USD
        finance: {discount_rate: 10%, period: year, periods: 2, start: 2027-01}
        initiatives:
          - {action: a, improvement: b, benefits: [{name: B, amount: 1, money: real}], costs: [{name: C, amount: 1}]}
        """)
    assert [(p.path[-1], p.hint.partition(":")[0]) for p in found.problems if p.code == "CX147"] == [
        ("money", "give  inflation")
    ]
