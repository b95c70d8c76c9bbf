"""`show --json`: the shape that DESIGN §7 promises, key by key, for every kind of case, sound or not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.as_json import evaluation_data, plain_number

CASES = Path(__file__).parents[2] / "cases"
OWN = Path(__file__).parent / "cases"
Data = dict[str, Any]
Write = Callable[[str | bytes], Evaluation]

HEADER = "title: T\norganisation: O\ndate: 2026-11-22\ncurrency: USD\n"
BUSINESS_CASE = f"""\
kind: business-case
{HEADER}
finance: {{discount_rate: 7.5%, period: quarter, periods: 3, start: 2027-04}}
initiatives:
  - id: portal
    action: redesign the portal
    improvement: make it easier
    benefits:
      - {{id: rolls, name: Truck rolls, amount: $30k}}
      - {{id: calm, name: Calm, type: advantage}}
    costs:
      - {{id: build, name: Build, initial: $70k, type: one-off}}
      - {{id: run, name: Run, amount: $1k}}
"""
VALUE_REPORT = f"""\
kind: value-report
{HEADER}
revenue:
  period: 2026-Q3
  total: $900k
  cxm: {{switched: [{{name: A, amount: $300k, aligned_by: R, change: product, contributors: [IT]}}]}}
  stated: {{csm: $1k}}
"""

INPUT = ("address label range distribution npv_low npv_high break_even break_even_value variance_share").split()
TOP = ["kind", "id", "title", "currency", "finance", "sentence", "results", "initiatives", "attribution", "problems"]
FINANCE = ["period", "periods", "start", "discount_rate"]
RESULTS = (
    "benefits_total costs_total benefits_pv costs_pv npv roi first_year_roi bcr irr mirr payback_months "
    "discounted_payback_months payback_note break_even net_flows cumulative"
).split()
LINE = ["id", "name", "type", "flows", "total", "pv"]
PROBLEM = ["code", "severity", "message", "hint", "file", "line", "column"]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Return the evaluation of what a file holds; the file is called as its number."""
    folder, numbers = tmp_path_factory.mktemp("json"), count()

    def evaluation(content: str | bytes) -> Evaluation:
        path = folder / f"{next(numbers)}.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return evaluate(load_case(path))

    return evaluation


@pytest.fixture(scope="session")
def data(written: Write) -> Callable[[str | bytes], Data]:
    return lambda content: evaluation_data(written(content))


Of = Callable[[str | bytes], Data]


# The shape


def test_a_business_case_has_exactly_these_keys_in_this_order(data: Of) -> None:
    found = data(BUSINESS_CASE)
    assert list(found) == [*TOP, "cost_kinds"]
    assert list(found["finance"]) == FINANCE
    assert list(found["results"]) == RESULTS
    assert list(found["results"]["irr"]) == ["rate", "roots", "note"]
    item = found["initiatives"][0]
    assert list(item) == ["id", "sentence", "results", "benefits", "costs"]
    assert list(item["results"]) == RESULTS
    assert [list(line) for line in (*item["benefits"], *item["costs"])] == [LINE] * 4
    assert found["attribution"] is None


def test_a_value_report_has_exactly_these_keys_in_this_order(data: Of) -> None:
    found = data(VALUE_REPORT)
    assert list(found) == TOP
    assert (found["sentence"], found["results"], found["initiatives"]) == (None, None, [])
    assert found["finance"] == dict.fromkeys(FINANCE)
    split = found["attribution"]
    assert list(split) == ["period", "total", "cxm", "csm", "sales", "contributors", "stated"]
    assert list(split["cxm"]) == ["switched", "expanded", "total", "share"]
    assert list(split["csm"]) == ["expanded", "acquired", "total", "share", "teams"]
    assert list(split["csm"]["teams"]) == ["success", "support", "unassigned"]
    assert list(split["sales"]) == ["total", "share"]
    assert [list(item) for item in split["contributors"]] == [["group", "total"]]
    assert [list(item) for item in split["stated"]] == [["name", "stated", "computed", "difference"]]
    assert [list(problem) for problem in found["problems"]] == [PROBLEM]


def test_the_header_and_the_finance_are_those_of_the_case(data: Of) -> None:
    found = data(BUSINESS_CASE)
    assert (found["kind"], found["title"], found["currency"]) == ("business-case", "T", "USD")
    assert found["id"].isdigit()
    assert found["finance"] == {"period": "quarter", "periods": 3, "start": "2027-04", "discount_rate": "0.075"}


def test_series_run_from_time_0_to_the_last_period(data: Of) -> None:
    found = data(BUSINESS_CASE)
    assert found["results"]["net_flows"] == ["-70000", "29000", "29000", "29000"]
    assert found["results"]["cumulative"] == ["-70000", "-41000", "-12000", "17000"]
    lines = [line for side in ("benefits", "costs") for line in found["initiatives"][0][side]]
    assert [line["flows"] for line in lines] == [
        ["0", "30000", "30000", "30000"],
        None,
        ["70000", "0", "0", "0"],
        ["0", "1000", "1000", "1000"],
    ]
    assert [line["total"] for line in lines] == ["90000", None, "70000", "3000"]
    assert [line["type"] for line in lines] == ["saving", "advantage", "one-off", None]


def test_a_business_case_may_split_its_revenue_as_well(data: Of) -> None:
    revenue = VALUE_REPORT[VALUE_REPORT.index("revenue:") :]
    found = data(BUSINESS_CASE + revenue)
    assert found["results"] is not None
    assert found["attribution"]["period"] == "2026-Q3"


@pytest.mark.parametrize("name", ["effortless-service.yaml", "portal.yaml", "revenue-split.yaml"])
def test_all_of_it_is_json_and_every_figure_is_a_text_in_plain_notation(name: str) -> None:
    found = json.loads(json.dumps(evaluation_data(evaluate(load_case(CASES / name)))))

    def check(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for inner, below in value.items():
                check(below, inner)
        elif isinstance(value, list):
            for below in value:
                check(below, key)
        elif not isinstance(value, str) and value is not None:
            assert isinstance(value, int)
            assert key in {"periods", "line", "column"}
        elif key in {*RESULTS, "flows", "total", "pv", "share", "rate", "roots", "discount_rate"} - {"payback_note"}:
            assert value is None or re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", value), (key, value)

    check(found)


# What is undefined


def test_what_is_undefined_is_null(data: Of) -> None:
    results = data(BUSINESS_CASE.replace("initial: $70k", "initial: 0").replace("amount: $1k", "amount: 0"))["results"]
    undefined = {"roi", "first_year_roi", "bcr", "mirr"}
    assert {key for key, value in results.items() if value is None} == undefined
    assert results["irr"] == {
        "rate": None,
        "roots": [],
        "note": "no rate makes the present value zero: the flows never change sign",
    }


@pytest.mark.parametrize(
    ("initial", "months", "note"),
    [
        ("$58k", "6", ""),
        ("0", "0", "the running total is never negative"),
        ("$900k", None, "the costs are not paid back within the horizon"),
        ("$87k", "9", "discounted, the costs are not paid back within the horizon"),
    ],
)
def test_payback_is_null_or_zero_with_a_note(data: Of, initial: str, months: str | None, note: str) -> None:
    results = data(BUSINESS_CASE.replace("$70k", initial))["results"]
    assert (results["payback_months"], results["payback_note"]) == (months, note)


# Numbers in plain notation


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-0.00", "0"),
        ("0E+7", "0"),
        ("1E+3", "1000"),
        ("-1.50", "-1.5"),
        ("1200", "1200"),
        ("1E-7", "0.0000001"),
        ("1E-55", "0"),
        ("123456789012345.123456789", "123456789012345.123456789"),
        ("0.3333333333333333333333333333333333333333333333333", "0." + "3" * 40),
    ],
)
def test_a_number_is_written_out(value: str, text: str) -> None:
    assert plain_number(Decimal(value)) == text


def test_nothing_is_null() -> None:
    assert plain_number(None) is None


@given(st.decimals(-(10**15), 10**15, allow_nan=False, places=13))
def test_a_number_of_28_digits_is_exact(value: Decimal) -> None:
    text = plain_number(value)
    assert text is not None
    assert "E" not in text.upper()
    assert Fraction(text) == Fraction(value)


def test_a_quotient_without_end_keeps_28_digits_and_more(data: Of) -> None:
    roi = data(BUSINESS_CASE.replace("7.5%", "0%").replace("$70k", "$60k"))["results"]["roi"]  # 27 ÷ 63
    assert len(roi.partition(".")[2]) >= 28
    assert abs(Fraction(roi) - Fraction(27, 63)) < Fraction(1, 10**39)


# Cases with errors


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("7.5%", "7.5", "CX108"),
        ("$30k", '"3,5k"', "CX105"),
        ("amount: $30k", "drivers: {n: {value: 0}, m: {value: $1}}, formula: m / n", "CX134"),
        ("    costs:", "    cost:", "CX102"),
    ],
)
def test_a_case_with_errors_is_still_json_with_its_problems(data: Of, old: str, new: str, code: str) -> None:
    found = data(BUSINESS_CASE.replace(old, new))
    assert list(found) == TOP
    assert list(found["finance"]) == FINANCE
    assert (found["results"], found["sentence"], found["initiatives"], found["attribution"]) == (None, None, [], None)
    assert (found["kind"], found["title"], found["currency"]) == ("business-case", "T", "USD")
    assert code in [problem["code"] for problem in found["problems"]]
    for problem in found["problems"]:
        assert list(problem) == PROBLEM
        assert problem["severity"] in {"error", "warning"}
        assert problem["file"].endswith(f"{found['id']}.yaml")
        assert problem["line"] >= 1
        assert problem["column"] >= 1


def test_what_could_not_be_read_of_the_header_is_null(data: Of) -> None:
    broken = BUSINESS_CASE.replace("USD", "dollars").replace("title: T\n", "").replace("7.5%", "7.5")
    found = data(broken)
    assert (found["title"], found["currency"], found["finance"]["discount_rate"]) == (None, None, None)
    assert found["finance"]["periods"] == 3


@pytest.mark.parametrize(
    "content",
    [b"", b"- a list\n", b"kind: [\n", b"\xff\xfe\x00", b"a: &x [*x]\n", b"\x00", b"just a word"],
    ids=["empty", "list", "torn", "no text", "recursive", "control", "word"],
)
def test_a_file_that_cannot_be_read_is_still_json(data: Of, content: bytes) -> None:
    found = data(content)
    assert list(found) == TOP
    assert {key for key, value in found.items() if value is None} == {
        "kind",
        "title",
        "currency",
        "sentence",
        "results",
        "attribution",
    }
    assert found["finance"] == dict.fromkeys(FINANCE)
    assert found["initiatives"] == []
    assert [problem["severity"] for problem in found["problems"]] == ["error"]
    json.dumps(found)


def test_a_file_that_is_not_there_is_still_json(tmp_path: Path) -> None:
    found = evaluation_data(evaluate(load_case(tmp_path / "nowhere.yaml")))
    assert (found["id"], found["results"]) == ("nowhere", None)
    assert [problem["severity"] for problem in found["problems"]] == ["error"]


def test_a_claim_of_more_than_the_whole_leaves_no_attribution(data: Of) -> None:
    found = data(VALUE_REPORT.replace("$300k", "$3M"))
    assert found["attribution"] is None
    assert "CX204" in [problem["code"] for problem in found["problems"]]


# A report that tracks


def test_a_report_tells_what_came_of_promises() -> None:
    data = evaluation_data(evaluate(load_case(CASES / "northwind" / "reports" / "2026-q3" / "enterprise.yaml")))
    [track] = data["tracked"]
    assert (data["team"], track["id"], track["standing"]) == ("Enterprise", "right-first-time", "at-risk")
    assert track["benefits"]["period"] == {
        "plan": "790962.5",
        "reported": "566525",
        "unreported": "224437.5",
        "actual": "462300",
        "variance": "-104225",
        "share": track["benefits"]["lines"][0]["period"]["share"],
    }
    assert track["benefits"]["lines"][1]["period"]["actual"] is None
    assert track["benefits"]["lines"][1]["reasons"] == [
        "Contracts moved to the new billing system in August; Enterprise Sales reports in November"
    ]
    assert track["metric"]["actual"] == "80"
    assert data["savings"]["total"] == "566300"
    assert data["compared"]["previous"]["period"] == "2026-Q2"
    assert data["compared"]["previous"]["total"]["change"] == "1200000"
    assert data["trailing"]["total"] == "472100000"


# How sure a case is


def test_the_steps_between_alternatives_add_up_to_the_proposal() -> None:
    data = evaluation_data(evaluate(load_case(Path(__file__).parent / "cases" / "dozen.yaml")))
    steps = [Decimal(choice["step"]["npv"]) for choice in data["alternatives"]]
    assert len(steps) > 1
    assert abs(sum(steps) - Decimal(data["results"]["npv"])) < Decimal("1e-20")


def test_how_sure_a_case_is_stands_in_the_json_where_it_has_ranges() -> None:
    data = evaluation_data(assess(evaluate(load_case(CASES / "effortless-service.yaml"))))
    found = data["certainty"]
    assert list(data) == [*TOP, "hurdles", "cost_kinds", "alternatives", "certainty"]
    assert [hurdle["verdict"] for hurdle in data["hurdles"]] == ["met", "met", "met"]
    assert list(found) == ["inputs", "rates", "delay", "two_way", "scenarios", "simulation"]
    assert all(list(item) == INPUT for item in found["inputs"])
    assert found["inputs"][0]["address"] == "portal.benefits.truck-rolls.drivers.avoidable"
    assert Decimal(found["two_way"]["npv"][2][2]) == Decimal(data["results"]["npv"])
    assert [item["id"] for item in found["scenarios"]] == ["conservative", "late", "dearer-money", "optimistic"]
    assert sum(found["simulation"]["counts"]) == found["simulation"]["draws"] == 10_000
    json.dumps(data)


def test_a_case_without_ranges_and_scenarios_has_the_shape_of_the_design_alone() -> None:
    assert list(evaluation_data(assess(evaluate(load_case(OWN / "decade.yaml"))))) == TOP
