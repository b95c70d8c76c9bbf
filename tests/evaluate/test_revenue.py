"""The split of revenue, worked by hand: the four ways of a line, teams, surveys, groups and stated figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cxreport.evaluate import Evaluation
from cxreport.render.as_json import evaluation_data

Report = Callable[[str], Evaluation]
ALIGNED = "aligned_by: Research, change: product"


def split(found: Evaluation) -> dict[str, Any]:
    data: dict[str, Any] = evaluation_data(found)["attribution"]
    return data


def codes(found: Evaluation) -> list[str]:
    return [problem.code for problem in found.problems]


# The four ways


@pytest.mark.parametrize(
    ("way", "wanted"),
    [
        ("amount: $60M", "60000000"),
        ("drivers: {won: {value: 640}, spend: {value: $1_250}}, formula: won * spend * 0.5", "400000"),
        ("in_sync: $900k, out_of_sync: $700k", "200000"),
        # Only the revenue of each compares: 1,200 × (5,000 − 4,200), whatever the size of the other group
        (
            "in_sync: {customers: 1_200, revenue_each: $5_000}, out_of_sync: {customers: 9_000, revenue_each: $4_200}",
            "960000",
        ),
        ("saved: {customers: 500, would_have_left: 20%, revenue_each: $6_000}", "600000"),
    ],
)
def test_a_line_gives_its_revenue_in_one_of_four_ways(report: Report, way: str, wanted: str) -> None:
    found = report(f"""
        total: $900M
        cxm: {{switched: [{{name: A, {way}, {ALIGNED}}}]}}
        """)
    assert codes(found) == []
    parts = split(found)
    assert parts["cxm"] == {
        "switched": wanted,
        "expanded": "0",
        "total": wanted,
        "share": parts["cxm"]["share"],
    }
    assert Decimal(parts["sales"]["total"]) == 900_000_000 - int(wanted)


def test_the_three_buckets_and_their_shares_make_up_the_whole(report: Report) -> None:
    found = report(f"""
        total: $200
        cxm:
          switched: [{{name: A, amount: $10, {ALIGNED}}}]
          expanded: [{{name: A, amount: $30, {ALIGNED}}}]
        csm: {{expanded: [{{name: C, amount: $25}}], acquired: [{{name: D, amount: $5}}]}}
        """)
    parts = split(found)
    assert [parts[bucket]["total"] for bucket in ("cxm", "csm", "sales")] == ["40", "30", "130"]
    assert [parts[bucket]["share"] for bucket in ("cxm", "csm", "sales")] == ["0.2", "0.15", "0.65"]


def test_a_report_without_lines_leaves_all_to_sales(report: Report) -> None:
    parts = split(report("total: $5"))
    assert [parts[bucket]["total"] for bucket in ("cxm", "csm", "sales")] == ["0", "0", "5"]


def test_all_revenue_may_be_claimed_to_the_last_cent(report: Report) -> None:
    """Three thirds come to one part in 10^60 less than the whole, or more: that is nobody's revenue."""
    third = f"drivers: {{n: {{value: $100}}}}, formula: n * 2 / 3, {ALIGNED}"
    found = report(f"""
        total: $200
        cxm: {{switched: [{{name: A, {third}}}, {{name: B, {third}}}, {{name: C, {third}}}]}}
        """)
    assert codes(found) == []
    assert split(found)["sales"] == {"total": "0", "share": "0"}


# Teams and surveys


def test_csm_is_told_by_team(report: Report) -> None:
    saved = "saved: {customers: 10, would_have_left: 10%, revenue_each: $7}"
    found = report(f"""
        total: $100
        csm:
          expanded: [{{name: A, amount: $20, team: success}}, {{name: B, {saved}, team: support}}]
          acquired: [{{name: C, amount: $3}}, {{name: D, amount: $5, team: support}}]
        """)
    assert codes(found) == []
    assert split(found)["csm"]["teams"] == {"success": "20", "support": "12", "unassigned": "3"}


@pytest.mark.parametrize(
    ("survey", "wanted"), [("{asked: 400, influenced: 48}", "90000000"), ("{share: 12%}", "90000000")]
)
def test_a_survey_gives_its_share_of_what_cxm_has_left_and_no_parts(report: Report, survey: str, wanted: str) -> None:
    """12% of 900 − 150."""
    found = report(f"""
        total: $900M
        cxm: {{switched: [{{name: A, amount: $150M, {ALIGNED}}}]}}
        csm: {{survey: {survey}}}
        """)
    assert split(found)["csm"] == {
        "expanded": None,
        "acquired": None,
        "total": wanted,
        "share": "0.1",
        "teams": {"success": "0", "support": "0", "unassigned": wanted},
    }
    assert split(found)["sales"]["total"] == "660000000"
    assert "attribution.csm.expanded" not in found.figures


def test_a_survey_that_was_counted_has_a_margin_of_error(report: Report) -> None:
    found = report("""
        total: $100
        csm: {survey: {asked: 400, influenced: 80}}
        """)
    assert found.value("attribution.csm.survey.margin") == Decimal("0.0392")  # 1.96 × √(0.2 × 0.8 ÷ 400) = 1.96 × 0.02


def test_a_share_alone_has_no_margin_of_error(report: Report) -> None:
    found = report("""
        total: $100
        csm: {survey: {share: 20%}}
        """)
    assert "attribution.csm.survey.margin" not in found.figures


# Contributing groups


def test_value_by_group_follows_shares_and_equal_parts(report: Report) -> None:
    found = report(f"""
        total: $1000
        cxm:
          switched: [{{name: A, amount: $60, {ALIGNED}, contributors: {{Engineering: 60%, Product: 40%}}}}]
          expanded: [{{name: B, amount: $30, {ALIGNED}, contributors: [Product, Legal]}}]
        csm: {{expanded: [{{name: C, amount: $10}}]}}
        """)
    assert split(found)["contributors"] == [
        {"group": "Product", "total": "39"},
        {"group": "Engineering", "total": "36"},
        {"group": "Legal", "total": "15"},
    ]
    assert found.value("attribution.unnamed") == 10


@pytest.mark.parametrize("groups", [3, 6, 7, 11, 13])
def test_groups_sum_to_cxm_and_csm_without_rounding(report: Report, groups: int) -> None:
    names = ", ".join(f"Group {number}" for number in range(groups))
    found = report(f"""
        total: $900M
        cxm: {{switched: [{{name: A, amount: "$1,234,567.89", {ALIGNED}, contributors: [{names}]}}]}}
        csm: {{acquired: [{{name: B, amount: $10M, contributors: [{names}]}}, {{name: C, amount: $3}}]}}
        """)
    totals = [Fraction(item["total"]) for item in split(found)["contributors"]]
    assert len(totals) == groups
    assert sum(totals) == Fraction("11234567.89")
    assert found.value("attribution.unnamed") == 3


def test_groups_of_the_same_letters_stay_apart(report: Report) -> None:
    found = report(f"""
        total: $100
        cxm: {{switched: [{{name: A, amount: $8, {ALIGNED}, contributors: [R&D, R D, 製品, 営業]}}]}}
        """)
    assert [item["total"] for item in split(found)["contributors"]] == ["2"] * 4


# Stated figures


LINES = f"""
cxm:
  switched: [{{name: A, amount: $10, {ALIGNED}}}]
  expanded: [{{name: B, amount: $20, {ALIGNED}}}]
csm: {{expanded: [{{name: C, amount: $30}}], acquired: [{{name: D, amount: $5}}]}}
"""
COMPUTED = {"total": 100, "cxm": 30, "cxm.switched": 10, "cxm.expanded": 20, "csm": 35} | {
    "csm.expanded": 30,
    "csm.acquired": 5,
    "sales": 35,
}


@pytest.mark.parametrize("key", COMPUTED)
def test_each_stated_key_is_checked_against_its_own_figure(report: Report, key: str) -> None:
    found = report(f"total: $100\n{LINES}\nstated: {{{key}: $1}}")
    difference = str(1 - COMPUTED[key])
    assert split(found)["stated"] == [
        {"name": key, "stated": "1", "computed": str(COMPUTED[key]), "difference": difference}
    ]
    assert codes(found) == ["CX207"]
    assert f"USD {COMPUTED[key]}" in found.problems[0].message


def test_all_stated_keys_stand_in_one_list(report: Report) -> None:
    stated = ", ".join(f"{key}: ${value}" for key, value in COMPUTED.items())
    found = report(f"total: $100\n{LINES}\nstated: {{{stated}}}")
    assert codes(found) == []
    assert [item["name"] for item in split(found)["stated"]] == list(COMPUTED)
    assert {item["difference"] for item in split(found)["stated"]} == {"0"}


def test_a_stated_figure_that_only_rounding_parts_from_ours_agrees(report: Report) -> None:
    """A third of 900 million has no end in decimals, and 300 million is still the right figure."""
    found = report("""
        total: $900M
        csm: {survey: {asked: 3, influenced: 1}}
        stated: {csm: $300M, sales: $600M}
        """)
    assert codes(found) == []
    assert {item["difference"] for item in split(found)["stated"]} == {"0"}


def test_a_difference_is_told_to_the_cent(report: Report) -> None:
    found = report("""
        total: $100
        csm: {survey: {asked: 3, influenced: 1}}
        stated: {csm: $33}
        """)
    assert found.problems[0].message == "the stated CSM of USD 33 is USD 0.33 short: the survey gives USD 33.33"


def test_parts_stated_beside_a_survey_are_told_to_be_unchecked(report: Report) -> None:
    found = report("""
        total: $100
        csm: {survey: {share: 10%}}
        stated: {csm: $10, csm.expanded: $4}
        """)
    assert [(problem.code, problem.severity) for problem in found.problems] == [("CX207", "warning")]
    assert "cannot be checked" in found.problems[0].message
    assert [item["name"] for item in split(found)["stated"]] == ["csm"]


# Problems


def test_a_claim_of_more_than_the_whole_is_an_error_and_there_is_no_split(report: Report) -> None:
    found = report(f"""
        total: $100M
        cxm: {{switched: [{{name: A, amount: $70M, {ALIGNED}}}]}}
        csm: {{expanded: [{{name: B, amount: $40M}}]}}
        """)
    assert [(problem.code, problem.severity) for problem in found.problems] == [("CX204", "error")]
    assert "USD 10,000,000 more" in found.problems[0].message
    assert evaluation_data(found)["attribution"] is None


@pytest.mark.parametrize(
    ("revenue", "code", "cxm", "csm"),
    [
        ("csm: {expanded: [{name: Upsell, amount: $9, team: support}]}", "CX209", "0", "9"),
        (f"cxm: {{switched: [{{name: A, in_sync: $5, out_of_sync: $7, {ALIGNED}}}]}}", "CX210", "-2", "0"),
        (f"cxm: {{switched: [{{name: A, amount: $4, {ALIGNED}}}]}}, stated: {{cxm: $5}}", "CX207", "4", "0"),
        ("cxm: {switched: [{name: A, amount: $4}]}", "CX208", "4", "0"),
    ],
)
def test_a_warning_does_not_stop_the_split(report: Report, revenue: str, code: str, cxm: str, csm: str) -> None:
    found = report(f"total: $100\n{revenue.replace('}, stated', '}' + chr(10) + 'stated')}")
    assert [(problem.code, problem.severity) for problem in found.problems] == [(code, "warning")]
    assert (split(found)["cxm"]["total"], split(found)["csm"]["total"]) == (cxm, csm)
    assert evaluation_data(found)["problems"][0]["code"] == code


def test_revenue_in_another_currency_is_converted(evaluated: Callable[[str], Evaluation]) -> None:
    found = evaluated("""\
        kind: value-report
        title: T
        organisation: O
        date: 2026-11-22
        currency: USD
        rates: {EUR: {rate: 1.5}}
        revenue:
          period: 2026-Q3
          total: €100
          csm: {acquired: [{name: A, amount: €10}]}
        """)
    assert (split(found)["period"], split(found)["total"], split(found)["csm"]["total"]) == ("2026-Q3", "150", "15")
