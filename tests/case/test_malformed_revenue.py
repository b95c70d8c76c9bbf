"""Splits of revenue that are at odds with themselves, and many problems at once. A mark stands where the caret must."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Refuses = Callable[[str], None]
Base = Callable[..., str]

LINE = "{name: Product A, amount: $60M, aligned_by: Journey research, change: product}"
GROUPS = "in_sync: {customers: 100, revenue_each: $30k}"

LINES = {
    "no revenue": "<CX201 no revenue>{name: A}",
    "no name": "<CX101 name>{amount: $60M}",
    "an amount and a formula": "{name: A, amount: $60M, <CX201 one of them>formula: 2 * 3}",
    "an amount and saved customers": (
        "{name: A, amount: 1, <CX201>saved: {customers: 9, would_have_left: 10%, revenue_each: 1}}"
    ),
    "three ways at once": "{name: A, amount: 1, <CX201>formula: 2 * 3, in_sync: 3, out_of_sync: 2}",
    "in sync alone": "{name: A, <CX202 out_of_sync>in_sync: $60M}",
    "out of sync alone": "{name: A, <CX202 in_sync>out_of_sync: $60M}",
    "two forms": f"{{name: A, {GROUPS}, <CX202 both as money>out_of_sync: $20M}}",
    "a group without customers": "{name: A, <CX101 customers>in_sync: {revenue_each: 1}, out_of_sync: {customers: 2, revenue_each: 1}}",
    "a group of fewer than none": (
        f"{{name: A, {GROUPS}, out_of_sync: {{customers: <CX114 0 or more>-1, revenue_each: 2}}}}"
    ),
    "a group that is a list": "{name: A, in_sync: <CX103>[1], out_of_sync: 2}",
    "saved without a share": "{name: A, <CX101 would_have_left>saved: {customers: 9, revenue_each: 1}}",
    "saved of more than all": "{name: A, saved: {customers: 9, would_have_left: <CX114 100%>110%, revenue_each: 1}}",
    "a slip in amount": "{name: A, <CX102 amount>amuont: $60M}",
    "a bad amount": "{name: A, amount: <CX105 $60.5M>'$60,5M'}",
    "an amount with a comma in braces": "{name: A, amount: $60,<CX102 in quotes>500,<CX102 in quotes>000}",
    "an amount per period": "{name: A, amount: <CX103 one value>[1, 2]}",
    "an unknown change": "{name: A, amount: 1, change: <CX104 process>procces}",
    "an unknown team": "{name: A, amount: 1, team: <CX104 success, support>sales}",
    "shares of less than the whole": "{name: A, amount: 1, contributors: <CX205 add up to 90%>{IT: 50%, Ops: 40%}}",
    "shares of more than the whole": "{name: A, amount: 1, contributors: <CX205 add up to 110%>{IT: 60%, Ops: 50%}}",
    "a share that is no percentage": "{name: A, amount: 1, contributors: {IT: <CX108 50%>0.5, Ops: 50%}}",
    "a group named twice": "{name: A, amount: 1, contributors: <CX205 twice>[IT, Ops, IT]}",
    "no groups": "{name: A, amount: 1, contributors: <CX124 at least one>[]}",
    "a group that is a text": "{name: A, amount: 1, contributors: <CX103 list>IT}",
    "a driver with a list for one period": ("{name: A, formula: a, drivers: {a: {value: <CX107 has 2 values>[1, 2]}}}"),
    "a formula over nothing": "{name: A, formula: <CX132 under  drivers:>sales / 2}",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_a_line_of_revenue_at_odds_with_itself_is_refused(line: str, value_report: Base, refuses: Refuses) -> None:
    refuses(value_report((LINE, line)))


CSM = "    expanded: [{name: Interventions, amount: $90M}]"

SURVEYS = {
    "asked alone": "    <CX203 a share>survey: {asked: 400}",
    "influenced alone": "    <CX203 a share>survey: {influenced: 40}",
    "nothing": "    <CX203 a share>survey: {}",
    "both forms": "    <CX203 a share>survey: {asked: 400, influenced: 40, share: 10%}",
    "half of one form and the other": "    <CX203 a share>survey: {asked: 400, share: 10%}",
    "more influenced than asked": "    survey: {asked: 400, influenced: <CX203 than asked>401}",
    "nobody asked": "    survey: {asked: <CX114 above 0>0, influenced: 0}",
    "fewer than nobody influenced": "    survey: {asked: 400, influenced: <CX114 0 or more>-1}",
    "a share of more than all": "    survey: {share: <CX114>120%}",
    "a share that is no percentage": "    survey: {share: <CX108 12%>0.12}",
    "lines as well": f"{CSM}\n    <CX201 keep one>survey: {{share: 12%}}",
    "a share in its place": "    survey: <CX103 keys and values>12%",
}


@pytest.mark.parametrize("survey", SURVEYS.values(), ids=SURVEYS.keys())
def test_a_survey_at_odds_with_itself_is_refused(survey: str, value_report: Base, refuses: Refuses) -> None:
    refuses(value_report((CSM, survey)))


SECTION = {
    "a total of nothing": ("total: $900M", "total: <CX114 above 0>$0"),
    "a negative total": ("total: $900M", "total: <CX114 above 0>-$900M"),
    "no total": ("revenue:\n  period: FY2026\n  total: $900M", "<CX101 total>revenue:\n  period: FY2026"),
    "a part that is none": ("    switched:", "    <CX102 switched>swiched:"),
    "a part that is keys": (f"    switched:\n      - {LINE}", f"    switched: <CX103 hyphen>{LINE}"),
    "a bucket that is a list": (CSM, "    <CX103 keys and values>- {name: Interventions, amount: $90M}"),
    "a stated figure that is none": (CSM, f"{CSM}\n  stated: {{<CX102 sales>saels: $1M}}"),
    "a stated figure that is no amount": (CSM, f"{CSM}\n  stated: {{csm.acquired: <CX105 percentage>5%}}"),
    "an initiative in a value report": (CSM, f"{CSM}\n<CX102>initiatives: []"),
}


@pytest.mark.parametrize("change", SECTION.values(), ids=SECTION.keys())
def test_a_section_of_revenue_at_fault_is_refused(
    change: tuple[str, str], value_report: Base, refuses: Refuses
) -> None:
    refuses(value_report(change))


def test_a_value_report_without_revenue_misses_it(refuses: Refuses) -> None:
    refuses("""\
        <CX101 revenue>kind: value-report
        title: Where our revenue comes from
        organisation: Northwind Networks
        date: 2026-11-22
        currency: USD
        """)


def test_everything_wrong_is_said_at_once_in_the_order_of_the_file(refuses: Refuses) -> None:
    refuses("""\
        <CX101 organisation>kind: business-case
        <CX102 title>titel: Let clients fix it themselves
        date: <CX110 calendar>2026-02-30
        currency: <CX112 USD>usd
        <CX101 start>finance:
          discount_rate: <CX108 10%>10
          period: <CX104 year>yaer
          periods: <CX106 whole number>2.5
        initiatives:
          - id: <CX115 small letters>The Portal
            action: redesign the portal
            improvement: make it easier
            benefits:
              - <CX103 a text>Fewer truck rolls
              - name: Fewer calls
                amount: [1, <CX105 plenty>plenty, 3]
                ramp: <CX114>120%
                drivers:
                  calls: {value: <CX106>many}
                  <CX137 no value and no formula>minutes: {unit: min}
              - <CX118 no money>{name: Fewer letters}
            costs:
              - {name: Build, formula: calls <CX131>** 2}
              - {name: Run, <CX102 amount>amuont: 3}
        revenue:
          period: <CX111>2026
          total: $900M
          cxm:
            switched:
              - <CX201 no revenue>{name: Product A, aligned_by: Research, change: product}
          csm:
            <CX203 a share>survey: {asked: 400}
        """)


def test_two_missing_keys_stand_at_the_same_place(refuses: Refuses) -> None:
    refuses("""\
        <CX101 title><CX101 organisation>kind: value-report
        date: 2026-11-22
        currency: USD
        revenue: {period: FY2026, total: $1M}
        """)
