"""A company of three teams, one of which counts in another currency, for tests: two of them track an initiative."""

from __future__ import annotations

from pathlib import Path

SHARED = "organisation: Worked Example Inc.\ncurrency: USD\nrates: {EUR: {rate: 2}}\n"
CASE = """\
kind: business-case
title: Self-service
date: 2026-11-22
finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
initiatives:
  - id: portal
    action: redesign the portal
    improvement: make repairs easier
    benefits: [{id: rolls, name: Avoided truck rolls, amount: 2000}]
    costs: [{id: build, name: Build, initial: 1500, type: one-off}]
"""
COMPANY = """\
kind: portfolio
title: The company
date: 2027-04-30
cases: ["reports/*.yaml"]
company: {period: 2027-Q1, revenue: 900}
"""


def report(team: str, actuals: str, more: str = "", case: str = "portal.yaml") -> str:
    return (
        f"kind: value-report\ntitle: Team {team}\nteam: {team}\ndate: 2027-04-20\nrevenue: {{period: 2027-Q1, total: 100}}\n{more}\n"
        + (f"tracked: [{{id: portal, case: ../{case}, actuals: [{actuals}]}}]\n" if actuals else "")
    )


NORTH = report("North", "{line: rolls, amount: 380}, {line: build, amount: 1620}", "savings: [{name: S, amount: 10}]")
SOUTH = report(
    "South", "{line: rolls, amount: 500}", "savings: [{name: S, amount: 20}]\ncurrency: EUR", "portal-euro.yaml"
)
EAST = report("East", "")


def written_company(folder: Path, **reports: str) -> Path:
    """Write a company with the given reports into a folder, and return its file."""
    (folder / "reports").mkdir()
    files = {"cxreport": SHARED, "portal": CASE, "portal-euro": f"{CASE}currency: EUR\n", "company": COMPANY}
    for name, text in (files | {f"reports/{name}": text for name, text in reports.items()}).items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder / "company.yaml"
