"""The year of reports that ships: it adds up to the company, and says what is missing and what went wrong."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from cxreport.evaluate.revenue import ROOT

REPORTS = Path(__file__).parents[2] / "cases" / "northwind" / "reports"
TEAMS = ("enterprise", "mid-market", "small-business")
COMPANY = {"2025-q4": "237.5", "2026-q1": "239.5", "2026-q2": "242.0", "2026-q3": "244.5"}


@cache
def report(quarter: str, team: str) -> Evaluation:
    found = evaluate(load_case(REPORTS / quarter / f"{team}.yaml"))
    assert found.problems == ()
    return found


@pytest.mark.parametrize("quarter", COMPANY)
def test_the_teams_of_a_quarter_make_the_revenue_of_the_company(quarter: str) -> None:
    total = sum(report(quarter, team).amount(f"{ROOT}.total") for team in TEAMS)
    assert total == Decimal(COMPANY[quarter]) * 10**6


@pytest.mark.parametrize(
    ("team", "standing"), [("small-business", "on-track"), ("enterprise", "at-risk"), ("mid-market", "off-track")]
)
def test_one_initiative_holds_one_is_at_risk_and_one_failed(team: str, standing: str) -> None:
    found = report("2026-q3", team)
    assert [found.standing(track) for track in found.tracks] == [standing]


def test_one_actual_is_missing_and_stands_apart() -> None:
    found = report("2026-q3", "enterprise")
    line = "right-first-time.benefits.kept-contracts"
    assert found.value(f"{line}.period.actual") is None
    # 1.9 million × 42% × 50% × 75% × 75% in the fourth quarter
    assert found.value(f"{line}.period.unreported") == Decimal("224437.5")
    assert found.value(f"{line}.to_date.actual") == 61_000 + 128_000


@pytest.mark.parametrize("team", TEAMS)
def test_the_last_four_quarters_make_fiscal_2026(team: str) -> None:
    found = report("2026-q3", team)
    parts = [report(quarter, team).amount(f"{ROOT}.cxm.total") for quarter in COMPANY]
    assert found.value("trailing.cxm") == sum(parts)
    actuals = [report(quarter, team).value("promises.period.costs.actual") or Decimal(0) for quarter in COMPANY]
    assert found.value("trailing.costs.actual") == sum(actuals)


def test_the_promise_of_self_service_is_that_of_the_signed_case() -> None:
    # 62,000 calls × 30% × $11.50 × 90% × 85%
    found = report("2026-q3", "small-business")
    assert found.value("self-service.benefits.avoided-calls.period.plan") == Decimal("163633.5")
    assert found.value("self-service.benefits.avoided-calls.period.actual") == 158_700
