"""Figures published elsewhere, reproduced from case files to the last printed digit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from cxreport.render.as_json import evaluation_data

CASES = Path(__file__).parents[2] / "cases"
Case = Callable[..., Evaluation]
Data = dict[str, Any]


def data_of(name: str) -> Data:
    return evaluation_data(evaluate(load_case(CASES / name)))


def rounded(text: str, step: str) -> Decimal:
    """Return a figure of the JSON as its source prints it, to the digit."""
    return Decimal(text).quantize(Decimal(step))


# The revenue split


def test_the_split_of_900_million_is_150_160_and_590() -> None:
    split = data_of("revenue-split.yaml")["attribution"]
    assert split["total"] == "900000000"
    assert {key: split[key]["total"] for key in ("cxm", "csm", "sales")} == {
        "cxm": "150000000",
        "csm": "160000000",
        "sales": "590000000",
    }
    assert (split["cxm"]["switched"], split["cxm"]["expanded"]) == ("110000000", "40000000")
    assert (split["csm"]["expanded"], split["csm"]["acquired"]) == ("90000000", "70000000")


def test_the_published_csm_is_10_million_short_and_the_published_sales_10_million_too_high() -> None:
    stated = data_of("revenue-split.yaml")["attribution"]["stated"]
    assert [(item["name"], item["difference"]) for item in stated] == [("csm", "-10000000"), ("sales", "10000000")]


@pytest.mark.parametrize(
    ("line", "told"),
    [("csm: $150M", "USD 10,000,000 short"), ("sales: $600M", "USD 10,000,000 too high")],
)
def test_each_disagreement_is_told_at_its_line_and_column(line: str, told: str) -> None:
    rows = (CASES / "revenue-split.yaml").read_text("utf-8").splitlines()
    row = next(number for number, text in enumerate(rows, 1) if text.strip() == line)
    column = rows[row - 1].index("$") + 1
    problems = {(p["line"], p["column"]): p for p in data_of("revenue-split.yaml")["problems"]}
    assert set(problems) == {(27, 10), (28, 12)}
    assert problems[row, column]["code"] == "CX207"
    assert problems[row, column]["severity"] == "warning"
    assert told in problems[row, column]["message"]


# The one-sentence business case


def test_the_portal_returns_3233_percent_in_its_first_year() -> None:
    results = data_of("portal.yaml")["results"]
    assert results["first_year_roi"] == "32." + "3" * 38  # (50 − 1.5) ÷ 1.5 = 97 ÷ 3
    assert data_of("portal.yaml")["initiatives"][0]["results"] == results


def test_the_portal_is_said_in_one_sentence() -> None:
    assert data_of("portal.yaml")["sentence"] == (
        "We propose to redesign the B2B customer service portal, to make it easier for clients to fix their own "
        "technical problems, which will save us $50 million a year by avoiding truck rolls by the technical support "
        "teams, at a cost of $1.5 million."
    )


def test_three_percent_of_the_portals_first_year_pay_for_it(case: Case) -> None:
    """One year without interest: 1.5 ÷ 50."""
    found = case("amount: $50M", "initial: $1.5M", periods="1", discount_rate="0%")
    assert found.value("break_even") == Decimal("0.03")


def test_a_return_so_high_on_an_assumption_is_doubted() -> None:
    assert [(p["code"], p["severity"]) for p in data_of("portal.yaml")["problems"]] == [("CX301", "warning")]


# Published cash-flow tables


@pytest.fixture(scope="session")
def results(case: Case) -> Callable[..., Data]:
    """Return `results` of the JSON of a case with one initiative."""
    return lambda *lines, **finance: evaluation_data(case(*lines, **finance))["results"]


Results = Callable[..., Data]


def test_the_embroidery_machine_of_openstax(results: Results) -> None:
    machine = results("amount: [2000, 4000, 5000, 5000, 5000, 5000]", "initial: 16000", discount_rate="9%", periods="6")
    assert rounded(machine["npv"], "0.01") == Decimal("2835.62")
    assert rounded(machine["irr"]["rate"], "0.0001") == Decimal("0.1409")
    assert machine["payback_months"] == "48"
    assert rounded(str(Decimal(machine["discounted_payback_months"]) / 12), "0.01") == Decimal("5.05")
    assert rounded(machine["bcr"], "0.01") == Decimal("1.18")
    assert rounded(machine["mirr"], "0.0001") == Decimal("0.1200")


@pytest.mark.parametrize(
    "costs",
    [
        "initial: 53_150, amount: [666_715, 636_772, 647_783]",
        ["initial: 53_150", "amount: [666_715, 0, 647_783]", "amount: [0, 636_772, 0]"],
    ],
    ids=["one line", "three lines"],
)
def test_the_published_table_of_three_years(results: Results, costs: str | list[str]) -> None:
    table = results("amount: [1_606_511, 3_061_331, 4_229_760]", costs)
    assert rounded(table["benefits_pv"], "1") == 7168371
    assert rounded(table["costs_pv"], "1") == 1672201
    assert rounded(table["npv"], "1") == 5496170
    assert rounded(table["roi"], "0.01") == Decimal("3.29")
    assert Decimal(table["payback_months"]) < 6


@pytest.mark.parametrize(
    ("amounts", "rate"),
    [
        ("[12000, 15000, 18000, 21000, 26000]", "0.0866"),
        ("[12000, 15000, 18000, 21000]", "-0.0212"),
        ("[12000, 15000]", "-0.4435"),
    ],
)
def test_the_internal_rates_of_the_spreadsheet_manuals(results: Results, amounts: str, rate: str) -> None:
    found = results(f"amount: {amounts}", "initial: 70000", periods=str(amounts.count(",") + 1))
    assert rounded(found["irr"]["rate"], "0.0001") == Decimal(rate)
    assert found["irr"]["roots"] == [found["irr"]["rate"]]
    assert found["irr"]["note"] == ""


def test_the_modified_rate_of_the_spreadsheet_manuals(results: Results) -> None:
    found = results(
        "amount: [39000, 30000, 21000, 37000, 46000]",
        "initial: 120000",
        periods="5",
        finance_rate="10%",
        reinvestment_rate="12%",
    )
    assert rounded(found["mirr"], "0.0001") == Decimal("0.1261")


@pytest.mark.parametrize(
    ("benefits", "costs"),
    [("amount: [950, 0]", ["initial: 350", "amount: [0, 620]"]), ("amount: [950, -620]", "initial: 350")],
    ids=["converting is a cost", "converting is a negative benefit"],
)
def test_a_build_that_is_converted_later_has_two_rates_and_neither_is_the_one(
    results: Results, benefits: str, costs: str | list[str]
) -> None:
    found = results(benefits, costs, periods="2")
    assert found["net_flows"] == ["-350", "950", "-620"]
    assert found["irr"]["rate"] is None
    assert [rounded(root, "0.0001") for root in found["irr"]["roots"]] == [Decimal("0.0918"), Decimal("0.6225")]
    assert found["irr"]["note"] == "two rates make the present value zero, so none is the IRR"
