"""The names of periods: years and quarters of the fiscal year where they keep to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import evaluate
from cxreport.render.document import case_formats
from cxreport.render.views.columns import period_title, years

CASE = """\
kind: business-case
title: T
organisation: O
date: 2026-11-22
currency: USD
locale: {locale}
finance: {{discount_rate: 10%, period: {period}, periods: 6, start: {start}, fiscal_year_start: {begins}}}
initiatives: [{{action: a, improvement: b, benefits: [{{name: B, amount: 1}}], costs: [{{name: C, amount: 1}}]}}]
"""


@pytest.mark.parametrize(
    ("period", "start", "begins", "wanted"),
    [
        ("year", "2027-01", 1, ["Year 1", "Year 2"]),
        ("year", "2027-04", 4, ["FY2028", "FY2029"]),
        ("year", "2027-07", 4, ["Year 1", "Year 2"]),  # it starts within a fiscal year
        ("quarter", "2027-04", 1, ["Q2 2027", "Q3 2027"]),
        ("quarter", "2027-04", 4, ["Q1 FY2028", "Q2 FY2028"]),
        ("quarter", "2028-01", 4, ["Q4 FY2028", "Q1 FY2029"]),
        ("quarter", "2027-04", 2, ["Q2 2027", "Q3 2027"]),  # no quarter of that fiscal year begins in April
        ("month", "2027-04", 4, ["Apr 2027", "May 2027"]),
    ],
)
def test_periods_are_named_by_the_fiscal_year_they_keep_to(
    tmp_path: Path, period: str, start: str, begins: int, wanted: list[str]
) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE.format(locale="en_US", period=period, start=start, begins=begins), "utf-8")
    found = evaluate(load_case(file))
    titles = [period_title(found, case_formats(found), t) for t in (1, 2)]
    assert [title.replace("\xa0", " ") for title in titles] == wanted


def test_years_of_quarters_are_fiscal_years_too_and_the_last_says_that_it_is_short(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE.format(locale="de_DE", period="quarter", start="2027-10", begins=10), "utf-8")
    found = evaluate(load_case(file))
    titles = [year.title.replace("\xa0", " ") for year in years(found, case_formats(found), initial=False)]
    assert titles == ["GJ 2028", "GJ 2029 (6 Monate)"]
