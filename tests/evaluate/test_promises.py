"""Promises and results, worked by hand: a case of three years, and reports of its first quarters."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate

HEADER = """\
title: Self-service
organisation: Northwind Networks
date: 2027-07-20
currency: USD
"""
# By the quarter, before risk: savings of 500 a quarter (2,000 a year), hosting of 100 a quarter; 1,500 at the start.
APPROVED = f"""\
kind: business-case
{HEADER}\
finance: {{discount_rate: 10%, period: year, periods: 3, start: 2027-01}}
initiatives:
  - id: portal
    action: redesign the portal
    improvement: make repairs easier
    metric: {{name: Self-service, baseline: 31, target: 55, by: 2027-12}}
    benefits:
      - {{id: rolls, name: Avoided truck rolls, amount: 2000}}
      - {{id: calls, name: Avoided calls, amount: 400}}
    costs:
      - {{id: build, name: Build, initial: 1500, type: one-off}}
      - {{id: run, name: Hosting, amount: 400}}
"""
REPORT = "kind: value-report\n" + HEADER
TRACKED = "tracked:\n  - case: approved.yaml\n    initiative: portal\n    actuals: "

Reports = Callable[..., Evaluation]


@pytest.fixture
def reports(tmp_path: Path) -> Reports:
    """Return the evaluation of the last of some reports; each is a period, its actuals, and further lines."""

    def written(*told: tuple[str, str, str], approved: str = APPROVED) -> Evaluation:
        (tmp_path / "approved.yaml").write_text(approved, "utf-8")
        path = tmp_path
        for number, (period, actuals, more) in enumerate(told):
            before = f"previous: {path.name}\n" if number else ""
            path = tmp_path / f"{period}.yaml"
            revenue = more or "revenue: {period: PERIOD, total: 9000}\n".replace("PERIOD", period)
            path.write_text(REPORT + before + revenue + TRACKED + f"[{actuals}]\n", "utf-8")
        found = evaluate(load_case(path))
        assert found.sound, [str(problem) for problem in found.problems]
        return found

    return written


Q1 = "{line: rolls, amount: 380}, {line: build, amount: 1620}, {line: run, amount: 100}, {line: calls, amount: 100}"
Q2 = "{line: rolls, amount: 420}, {line: run, amount: 110}, {line: calls, reason: books open}, {line: metric, amount: 37}"


def values(evaluation: Evaluation, prefix: str, *names: str) -> list[Decimal | None]:
    return [evaluation.value(f"{prefix}.{name}") for name in names]


def test_a_quarter_is_set_against_a_fourth_of_its_year(reports: Reports) -> None:
    found = reports(("2027-Q1", Q1, ""))
    kinds = ("plan", "reported", "unreported", "actual", "variance", "share")
    assert values(found, "portal.benefits.rolls.period", *kinds) == [500, 500, 0, 380, -120, Decimal("-0.24")]
    assert values(found, "portal.costs.build.period", *kinds) == [1500, 1500, 0, 1620, 120, Decimal("0.08")]
    # benefits: 500 + 100 planned, 380 + 100 came; costs: 1,500 + 100 planned, 1,620 + 100 came
    assert values(found, "portal.period.benefits", *kinds) == [600, 600, 0, 480, -120, Decimal("-0.2")]
    assert values(found, "portal.period.costs", *kinds) == [1600, 1600, 0, 1720, 120, Decimal("0.075")]


def test_what_is_not_reported_is_left_out_on_both_sides(reports: Reports) -> None:
    found = reports(("2027-Q1", Q1, ""), ("2027-Q2", Q2, ""))
    assert values(found, "portal.benefits.calls.period", "plan", "unreported", "actual", "variance") == [
        100, 100, None, None,
    ]  # fmt: skip
    # 420 against 500: the 100 of calls are in the plan, and not in the variance
    kinds = ("plan", "reported", "unreported", "actual", "variance", "share")
    assert values(found, "portal.period.benefits", *kinds) == [600, 500, 100, 420, -80, Decimal("-0.16")]


def test_to_date_gathers_the_actuals_of_earlier_reports(reports: Reports) -> None:
    found = reports(("2027-Q1", Q1, ""), ("2027-Q2", Q2, ""))
    # rolls: 380 + 420 of 1,000; calls: 100 of the 100 that are reported, 100 are not
    kinds = ("plan", "reported", "actual", "variance")
    assert values(found, "portal.benefits.rolls.to_date", *kinds) == [1000, 1000, 800, -200]
    assert values(found, "portal.benefits.calls.to_date", *kinds) == [200, 100, 100, 0]
    assert values(found, "portal.costs.build.to_date", *kinds) == [1500, 1500, 1620, 120]


def test_the_rest_is_forecast_at_the_rate_so_far(reports: Reports) -> None:
    found = reports(("2027-Q1", Q1, ""), ("2027-Q2", Q2, ""))
    # rolls: 80% so far; of 6,000 over three years 5,000 are open: 4,000 still to come, 4,800 in all
    names = ("run_rate", "realised", "remaining", "forecast", "forecast_variance")
    assert values(found, "portal.benefits.rolls", *names) == [Decimal("0.8"), 800, 4000, 4800, -1200]
    # calls: as planned so far; the quarter that is not reported is still to come: 1,100
    assert values(found, "portal.benefits.calls", *names) == [1, 100, 1100, 1200, 0]
    # the build is one-off: what is spent is spent, and none of the excess is carried on
    assert values(found, "portal.costs.build", *names) == [1, 1620, 0, 1620, 120]
    # hosting: 210 of 200, 105%; 1,000 are open: 1,050
    assert values(found, "portal.costs.run", *names) == [Decimal("1.05"), 210, 1050, 1260, 60]
    assert values(found, "portal.forecast.benefits", "plan", "forecast") == [7200, 6000]
    assert values(found, "portal.forecast.costs", "plan", "forecast") == [2700, 2880]


def test_the_value_is_revised_with_the_flows(reports: Reports) -> None:
    found = reports(("2027-Q1", Q1, ""), ("2027-Q2", Q2, ""))
    # rolls: year 1 is 800 realised + 80% of the 1,000 that are open; then 1,600 a year
    assert [found.value(f"portal.benefits.rolls.revised.{t}") for t in range(4)] == [0, 1600, 1600, 1600]
    # hosting: 210 + 105% of 200, then 420
    assert [found.value(f"portal.costs.run.revised.{t}") for t in range(4)] == [0, 420, 420, 420]
    # the excess of the build stands where the build was planned, at time 0
    assert [found.value(f"portal.costs.build.revised.{t}") for t in range(4)] == [1620, 0, 0, 0]
    # net: −1,620, then 1,600 + 400 − 420 = 1,580 a year. NPV at 10%: 1,580 × 2.486852 − 1,620 = 2,309.23
    assert [found.value(f"portal.revised.net_flows.{t}") for t in range(4)] == [-1620, 1580, 1580, 1580]
    npv, before, change = values(found, "portal.revised", "npv", "case_npv", "npv_change")
    assert npv is not None and before is not None and change is not None  # noqa: PT018
    assert round(npv, 2) == Decimal("2309.23")
    # approved: 2,000 × 2.486852 − 1,500 = 3,473.70
    assert round(before, 2) == Decimal("3473.70")
    assert round(change, 2) == Decimal("-1164.48")
    # payback: 1,620 ÷ 1,580 of a year less a year's: 12 + 40 ÷ 1,580 × 12 = 12.3 months; approved 1,500 ÷ 2,000: 9
    months, approved = values(found, "portal.revised", "payback_months", "case_payback_months")
    assert months is not None
    assert round(months, 1) == Decimal("12.3")
    assert approved == 9


def test_it_stands_where_the_worse_side_puts_it(reports: Reports) -> None:
    found = reports(("2027-Q1", Q1, ""), ("2027-Q2", Q2, ""))
    # to date: benefits 900 of 1,100 reported, 18.2% short; costs 1,830 of 1,700, 7.6% above
    shortfall = found.value("portal.shortfall")
    assert shortfall is not None
    assert round(shortfall, 4) == Decimal("0.1818")
    assert found.standing(found.tracks[0]) == "at-risk"


def test_the_metric_is_set_against_a_straight_way(reports: Reports) -> None:
    found = reports(("2027-Q1", Q1, ""), ("2027-Q2", Q2, ""))
    # six of twelve months are gone: 31 + 24 × 0.5 = 43 was to be reached, 37 was
    assert values(found, "portal.metric", "baseline", "target", "plan", "actual", "variance") == [31, 55, 43, 37, -6]


def test_a_later_report_corrects_an_earlier_one(reports: Reports) -> None:
    found = reports(("2027-Q1", Q1, ""), ("2027-Q2", "{line: rolls, period: 2027-Q1, amount: 390}", ""))
    assert found.value("portal.benefits.rolls.to_date.actual") == 390


def test_actuals_by_the_month_make_a_quarter_and_say_what_is_missing(reports: Reports) -> None:
    found = reports(
        ("2027-Q1", "{line: rolls, period: 2027-01, amount: 150}, {line: rolls, period: 2027-03, amount: 170}", "")
    )
    plan, reported, unreported, actual = values(
        found, "portal.benefits.rolls.period", "plan", "reported", "unreported", "actual"
    )
    assert plan == 500
    assert reported is not None and unreported is not None  # noqa: PT018
    assert round(reported, 2) == Decimal("333.33")
    assert round(unreported, 2) == Decimal("166.67")
    assert actual == 320


def quarter(period: str, cxm: int) -> str:
    lines = f"[{{name: A, amount: {cxm}, aligned_by: Research, change: process}}]"
    return f"revenue: {{period: {period}, total: 9000, cxm: {{switched: {lines}}}}}\nsavings: [{{name: S, amount: {cxm * 2}}}]\n"


def test_four_quarters_make_a_year_beside_the_one_before(reports: Reports) -> None:
    names = ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"]
    told = [(name, "{line: rolls, amount: 400}", quarter(name, 10 + n)) for n, name in enumerate(names)]
    found = reports(*told)
    # CXM 10 + 11 + 12 + 13 = 46 of 36,000; savings twice that; one more than in the quarter before
    assert values(found, "trailing", "total", "cxm", "sales", "savings") == [36_000, 46, 35_954, 92]
    assert values(found, "compared.previous", "cxm", "savings", "total") == [1, 2, 0]
    assert round(found.value("compared.previous.cxm.share") or 0, 4) == Decimal("0.0833")
    # rolls 4 × 400, of 4 × 500; calls were never reported, 4 × 100 of the plan: together the 2,400 of the year
    kinds = ("plan", "reported", "unreported", "actual")
    assert values(found, "trailing.benefits", *kinds) == [2400, 2000, 400, 1600]


def test_the_year_before_is_found_by_way_of_the_quarters_between(reports: Reports) -> None:
    names = ["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"]
    found = reports(*((name, "", quarter(name, 10 + n)) for n, name in enumerate(names)))
    assert [(other.name, str(other.period)) for other in found.beside] == [
        ("previous", "2027-Q1"), ("year_before", "2026-Q2"),
    ]  # fmt: skip
    assert found.value("compared.year_before.cxm") == 4


AMOUNTS = st.integers(-10_000, 10_000)


@given(q1=st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), q2=st.tuples(AMOUNTS, AMOUNTS, AMOUNTS))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_variances_add_up_over_lines_and_over_quarters(
    reports: Reports, q1: tuple[int, int, int], q2: tuple[int, int, int]
) -> None:
    def actuals(amounts: tuple[int, int, int]) -> str:
        pairs = zip(("rolls", "calls", "run"), amounts, strict=True)
        return ", ".join(f"{{line: {line}, amount: {amount}}}" for line, amount in pairs)

    found = reports(("2027-Q1", actuals(q1), ""), ("2027-Q2", actuals(q2), ""))
    for side, lines in (("benefits", ("rolls", "calls")), ("costs", ("run",))):
        parts = [found.amount(f"portal.{side}.{line}.to_date.variance") for line in lines]
        assert found.value(f"portal.to_date.{side}.variance") == sum(parts)
        quarters = [found.amount(f"portal.{window}.{side}.variance") for window in ("2027-Q1", "period")]
        assert found.value(f"portal.to_date.{side}.variance") == sum(quarters)
        revised = sum(found.amount(f"portal.revised.{side}_flows.{t}") for t in range(4))
        assert abs(revised - found.amount(f"portal.forecast.{side}.forecast")) < Decimal("1e-40")


def test_with_actuals_as_planned_everything_is_as_approved(reports: Reports) -> None:
    as_planned = "{line: rolls, amount: 500}, {line: calls, amount: 100}, {line: run, amount: 100}"
    found = reports(("2027-Q1", f"{as_planned}, {{line: build, amount: 1500}}", ""), ("2027-Q2", as_planned, ""))
    assert found.value("portal.revised.npv_change") == 0
    assert found.value("portal.revised.payback_months") == found.value("portal.revised.case_payback_months")
    assert values(found, "portal.forecast.benefits", "forecast_variance") == [0]
    assert found.standing(found.tracks[0]) == "on-track"
