from __future__ import annotations

import datetime as dt
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from cxreport.case import models
from cxreport.case.load import SHARED_FILE, load_case
from cxreport.case.reading import Model
from cxreport.case.schema import FINANCE_OF_A_BUSINESS_CASE, case_schema, schema_text, shared_schema, title_of

ROOT = Path(__file__).parents[2]
CASES = sorted(file for file in ROOT.glob("cases/**/*.y*ml") if file.name != SHARED_FILE)
MODELS = {name: m for name, m in vars(models).items() if isinstance(m, type) and issubclass(m, Model)}

BUSINESS_CASE = """
kind: business-case
title: Let clients fix it themselves
organisation: Northwind Networks
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
initiatives:
  - action: redesign the portal
    improvement: make repairs easier
    benefits: [{name: Avoided truck rolls, amount: $2M}]
    costs: [{name: Build, initial: $1M}]
"""
VALUE_REPORT = """
kind: value-report
title: Where our revenue comes from
organisation: Northwind Networks
date: 2026-11-22
currency: USD
revenue: {period: FY2026, total: $900M}
"""


def plain(value: Any) -> Any:
    """Return YAML's values as JSON knows them: dates are texts."""
    if isinstance(value, dict):
        return {key: plain(below) for key, below in value.items()}
    if isinstance(value, list):
        return [plain(below) for below in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def written(text: str) -> Any:
    return plain(yaml.safe_load(text))


def errors(document: Any, schema: dict[str, Any] | None = None) -> list[str]:
    return [error.message for error in Draft7Validator(schema or case_schema()).iter_errors(document)]


def given_by_shared_files(case: Path) -> set[str]:
    """Return the keys that the shared files above a case give."""
    files = (folder / SHARED_FILE for folder in case.parents)
    return {key for file in files if file.is_file() for key in yaml.safe_load(file.read_text("utf-8")) or {}}


def test_the_schema_files_are_what_the_models_say_today() -> None:
    for file, text in runpy.run_path(str(ROOT / "docs" / "generate_schema.py"))["files"]().items():
        assert file.read_text("utf-8") == text, f"python docs/generate_schema.py writes {file.name} anew"


@pytest.mark.parametrize("schema", [case_schema(), case_schema({"currency", "finance"}), shared_schema()])
def test_a_schema_is_valid_draft_07(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)


def test_the_same_models_give_the_same_text() -> None:
    assert schema_text(case_schema()) == schema_text(case_schema())
    assert schema_text(case_schema()).endswith("}\n")


@pytest.mark.parametrize("name", case_schema()["definitions"])
def test_every_field_of_every_model_is_titled_and_described(name: str) -> None:
    definition = case_schema()["definitions"][name]
    model = MODELS[name.partition("Of")[0]]
    assert definition["description"]
    assert definition["additionalProperties"] is False
    assert list(definition["properties"]) == [spec.key for spec in model.specs.values()]
    for spec in model.specs.values():
        field = definition["properties"][spec.key]
        assert field["title"] == title_of(spec.key)
        assert field["description"].startswith(spec.description)


def test_no_model_that_a_case_can_hold_is_left_out() -> None:
    grounds = {"Model", "Sourced", "Flow", "Header"}
    assert set(MODELS) - grounds == set(case_schema()["definitions"]) - {"FinanceOfBusinessCase"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(ROOT)))
def test_our_own_cases_are_accepted(case: Path) -> None:
    assert errors(written(case.read_text("utf-8")), case_schema(given_by_shared_files(case))) == []


def test_our_own_shared_files_are_accepted() -> None:
    for file in ROOT.glob("cases/**/cxreport.yaml"):
        assert errors(written(file.read_text("utf-8")), shared_schema()) == [], file


@pytest.mark.parametrize("text", [BUSINESS_CASE, VALUE_REPORT], ids=["business-case", "value-report"])
def test_the_smallest_case_is_accepted_and_misses_every_key_that_is_taken_away(text: str, tmp_path: Path) -> None:
    assert errors(written(text)) == []
    for key in written(text):
        rest = {name: value for name, value in written(text).items() if name != key}
        assert any(f"'{key}' is a required property" in message for message in errors(rest)), key
        file = tmp_path / "case.yaml"
        file.write_text(yaml.safe_dump(rest), "utf-8")
        assert not load_case(file).sound


@pytest.mark.parametrize("key", FINANCE_OF_A_BUSINESS_CASE)
def test_a_business_case_needs_its_rate_and_its_periods(key: str, tmp_path: Path) -> None:
    document = written(BUSINESS_CASE)
    del document["finance"][key]
    assert errors(document) == [f"'{key}' is a required property"]
    file = tmp_path / "case.yaml"
    file.write_text(yaml.safe_dump(document), "utf-8")
    assert [problem.code for problem in load_case(file).problems] == ["CX101"]


def test_what_a_shared_file_gives_need_not_be_repeated() -> None:
    document = {key: value for key, value in written(BUSINESS_CASE).items() if key not in {"currency", "finance"}}
    assert errors(document, case_schema({"currency", "finance"})) == []
    assert len(errors(document)) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BUSINESS_CASE + "colour: blue\n", "'colour' was unexpected"),
        (BUSINESS_CASE.replace("amount: $2M", "amout: $2M"), "'amout' was unexpected"),
        (VALUE_REPORT + "initiatives: []\n", "'initiatives' was unexpected"),
        (
            VALUE_REPORT.replace("value-report", "novel"),
            "'novel' is not one of ['business-case', 'value-report', 'portfolio']",
        ),
        (BUSINESS_CASE.replace("10%", "10"), "10 is not of type 'string'"),
        (BUSINESS_CASE.replace("periods: 3", "periods: 601"), "601 is greater than the maximum of 600"),
        (BUSINESS_CASE.replace("period: year", "period: week"), "'week' is not valid under any"),
        (BUSINESS_CASE.replace("USD", "dollars"), "'dollars' does not match"),
        (BUSINESS_CASE.replace("title: Let", "title: [Let]\nprepared_by: Let"), "['Let'] should not be valid"),
    ],
)
def test_what_cannot_be_is_refused(text: str, message: str) -> None:
    assert any(message in error for error in errors(written(text))), errors(written(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Let clients fix it themselves", "title: no"),
        ("title: Let clients fix it themselves", "title: 2027"),
        ("title: Let clients fix it themselves", "title: 2026-11-22"),
        ("title: Let clients fix it themselves", "title: 0.5"),
        ("date: 2026-11-22", "date: '2026-11-22'"),
        ("currency: USD", "currency: 'USD '\nlocale: no\nprepared_by:\nask: ~"),
        ("periods: 3", "periods: 03"),
        ("periods: 3", "periods: '3'"),
        ("periods: 3", "periods: 3.0"),
        ("10%", "-2.5 %"),
        ("amount: $2M", "amount: 40"),
        ("amount: $2M", "amount: 1_500_000"),
        ("amount: $2M", "amount: -3k"),
        ("amount: $2M", "amount: [40, $1.5M, 0.1]"),
        ("amount: $2M", "amount: $2M, cash: , ramp: , evidence: , drivers: , id: "),
        ("amount: $2M", "amount: $2M, id: 2027, growth: 3%, risk_adjustment: 15%, ramp: [50%, 100%, 100%]"),
        ("amount: $2M", "formula: a, drivers: {a: {value: $5}}"),
        ("amount: $2M", "formula: 5, drivers: {b: {formula: 7}, c: {value: 50%}, d: {value: [1, 2, 3]}}"),
        ("amount: $2M", "type: advantage, evidence: [{source: a pilot, grade: tested, date: 2026-06-30}]"),
    ],
)
def test_whatever_the_loader_accepts_is_accepted(old: str, new: str, tmp_path: Path) -> None:
    text = BUSINESS_CASE.replace(old, new)
    file = tmp_path / "case.yaml"
    file.write_text(text, "utf-8")
    assert load_case(file).problems == ()
    assert errors(written(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        "amount: $6M",
        "in_sync: $9M, out_of_sync: 3000000",
        "in_sync: {customers: 100, revenue_each: $9}, out_of_sync: {customers: 1_000, revenue_each: 4}",
        "saved: {customers: 100, would_have_left: 12%, revenue_each: $900}",
        "amount: 6M, contributors: [Product, Support]",
        "amount: 6M, contributors: {Product: 60%, Support: 40%}",
    ],
)
def test_the_four_ways_of_giving_a_line_are_accepted(line: str, tmp_path: Path) -> None:
    cxm = "cxm: {switched: [{name: Product A, aligned_by: interviews, change: product, %s}]}" % line  # noqa: UP031 - braces
    text = VALUE_REPORT.replace("total: $900M", f"total: $900M, {cxm}, stated: {{cxm.switched: $6M}}")
    file = tmp_path / "case.yaml"
    file.write_text(text, "utf-8")
    assert load_case(file).problems == ()
    assert errors(written(text)) == []


def test_a_shared_file_may_be_empty_and_may_not_hold_what_belongs_in_a_case() -> None:
    schema = shared_schema()
    assert errors(None, schema) == []
    assert errors({"currency": "USD", "finance": {"discount_rate": "10%"}}, schema) == []
    assert errors({"title": "All"}, schema)
    assert list(schema["properties"]) == list(models.SHARED)


def test_bounds_choices_and_defaults_are_told_where_the_sentence_does_not() -> None:
    fields = case_schema()["definitions"]["Benefit"]["properties"]
    assert fields["risk_adjustment"]["description"].endswith("It is from 0% to below 100%.")
    assert fields["attribution"]["default"] == "100%"
    assert fields["type"]["default"] == "saving"
    assert case_schema()["definitions"]["Ask"]["properties"]["amount"]["description"].endswith("It is above 0.")
    types = case_schema()["definitions"]["Cost"]["properties"]["type"]["description"]
    assert types.endswith("again and again. One of: one-off, recurring.")
    periods = case_schema()["definitions"]["Finance"]["properties"]["periods"]["description"]
    assert periods == "How many periods follow time 0, from 1 to 600."


def test_names_are_told_in_words() -> None:
    assert title_of("risk_adjustment") == "Risk adjustment"
    assert title_of("cxm.switched") == "CXM, switched"
    assert title_of("Csm") == "CSM"
    assert title_of("AttributionLine") == "Attribution line"


def test_the_schema_needs_no_heavy_import() -> None:
    code = "import sys, cxreport.case.schema as s; s.case_schema(); print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    heavy = {"weasyprint", "docx", "jinja2", "babel", "jsonschema", "click", "rich", "lxml", "xlsxwriter"}
    assert not heavy & set(loaded.stdout.split())
