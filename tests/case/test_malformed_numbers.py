"""Problems that only the numbers can tell. A mark stands where the caret must point: see conftest.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Finds = Callable[[str], None]
Base = Callable[..., str]

CSM = "    expanded: [{name: Interventions, amount: $90M}]"
DIVIDING = "  csm:\n    expanded: [{name: A, formula: <CX134 divides by zero>5 / (b - 3), drivers: {b: {value: 3}}}]"


def test_a_division_by_zero_stands_at_the_formula_and_names_the_period(business_case: Base, finds: Finds) -> None:
    finds(
        business_case(
            ("visits: {value: 90_000}", "visits: {value: [3, 0, 5]}"),
            ("formula: visits * cost_each", "formula: <CX134 by zero in period 2>cost_each / visits"),
        )
    )


def test_a_division_by_zero_in_a_driver_stands_at_the_driver(business_case: Base, finds: Finds) -> None:
    finds(
        business_case(
            ("periods: 3", "periods: 1"),
            ("visits: {value: 90_000}", "visits: {formula: <CX134 divides by zero>2 / n}\n          n: {value: 0}"),
        )
    )


def test_a_formula_beyond_all_money_is_refused(business_case: Base, finds: Finds) -> None:
    finds(
        business_case(
            ("periods: 3", "periods: 1"),
            ("formula: visits * cost_each", "formula: <CX114 10^15>visits * visits * visits * cost_each"),
        )
    )


def test_more_than_the_whole_cannot_be_claimed(value_report: Base, finds: Finds) -> None:
    finds(value_report(("total: $900M", "total: <CX204 USD 50,000,000 more than all revenue>$100M")))


def test_a_survey_cannot_claim_more_than_what_is_left(value_report: Base, finds: Finds) -> None:
    finds(
        value_report(
            ("total: $900M", "total: <CX204 more than all revenue>$50M"),
            (CSM, "    survey: {share: 12%}"),
        )
    )


STATED = {
    "csm": "csm: <CX207 USD 10,000,000 short: its own lines add up to USD 90,000,000>$80M",
    "sales": "sales: <CX207 USD 50,000,000 too high: what is left over is USD 750,000,000>$800M",
    "total": "total: <CX207 USD 1,000,000 short: the total of this case is USD 900,000,000>$899M",
    "cxm.switched": "cxm.switched: <CX207 USD 1,000,000 too high: its own lines add up to USD 60,000,000>$61M",
}


@pytest.mark.parametrize("stated", STATED.values(), ids=STATED.keys())
def test_a_stated_figure_that_is_not_ours_is_a_warning_with_both(stated: str, value_report: Base, finds: Finds) -> None:
    finds(value_report((CSM, f"{CSM}\n  stated: {{{stated}}}")))


def test_a_stated_figure_that_is_ours_is_no_problem(value_report: Base, finds: Finds) -> None:
    finds(value_report((CSM, f"{CSM}\n  stated: {{csm: $90M, sales: $750M, cxm: $60M, total: $900M}}")))


def test_an_aligned_situation_that_brought_less_is_a_warning(value_report: Base, finds: Finds) -> None:
    finds(value_report(("amount: $60M,", "in_sync: <CX210 the right way round>$20M, out_of_sync: $30M,")))


def test_a_return_too_good_for_an_assumption_is_a_warning(business_case: Base, finds: Finds) -> None:
    finds(business_case(("- id: rolls", "- <CX301 nobody has tested>id: rolls")))
    tested = "name: Avoided truck rolls\n        evidence: [{source: Pilot, grade: tested}]"
    finds(business_case(("name: Avoided truck rolls", tested)))


def test_numbers_are_told_beside_what_cannot_be_read(business_case: Base, finds: Finds) -> None:
    finds(
        business_case(
            ("title: Let", "<CX102 title>titel: Let"),
            ("periods: 3", "periods: 1"),
            ("formula: visits * cost_each", "formula: <CX134>visits * cost_each / 0"),
        )
    )


def test_a_broken_amount_brings_no_claim_of_more_than_the_whole(value_report: Base, finds: Finds) -> None:
    finds(value_report(("total: $900M", "total: <CX105>$1,5M")))


EVERYWHERE = """\
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
drivers: {half: {formula: <CX134>1 / 0}}
revenue:
  period: FY2026
  total: $900M
  csm:
    expanded: [{name: A, formula: half * 3}]
"""


def test_a_case_wide_driver_is_told_once_however_many_lines_use_it(finds: Finds) -> None:
    finds(EVERYWHERE)
    finds(EVERYWHERE.replace("half * 3}", "half * 3}, {name: B, formula: half * 4}"))


def test_a_line_of_revenue_that_divides_by_zero_is_told_of_at_its_formula(value_report: Base, finds: Finds) -> None:
    finds(value_report((f"  csm:\n{CSM}", DIVIDING)))
