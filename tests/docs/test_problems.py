from __future__ import annotations

import re
from pathlib import Path

import pytest

from cxreport.batch.check import check
from cxreport.evaluate.review import RULES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "problems.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (CX[0-9]{3}) .+?\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
EXAMPLES = {
    code: match[1] for code, body in SECTIONS.items() if (match := re.search(r"```yaml\n(.*?)```", body, re.DOTALL))
}

# Three cases without a problem; an example takes the place of the first line that has the same key.
HEADER = """\
title: Let clients fix it themselves
organisation: Northwind Networks
date: 2026-11-22
currency: USD
locale: en_US
"""
BUSINESS_CASE = f"""\
kind: business-case
{HEADER}\
finance:
  discount_rate: 10%
  source: Treasury
  period: year
  periods: 3
  start: 2027-01
initiatives:
  - id: portal
    action: redesign the portal
    improvement: make repairs easier
    metric: {{name: Repairs by clients, unit: "%", baseline: 31, target: 55, by: 2027-12}}
    benefits:
      - name: Avoided truck rolls
        type: saving
        owner: Field Service
        drivers:
          contacts: {{value: [25_000, 25_000, 25_000]}}
          avoidable: {{value: 50%}}
          cost_per_visit: {{value: $400}}
        formula: contacts * avoidable * cost_per_visit
        range: [80%, 110%]
        ramp: [50%, 100%, 100%]
        risk_adjustment: 15%
        evidence: [{{source: Five other networks, date: 2026-06-30, grade: benchmark}}]
    costs:
      - name: Build and training by our own team
        initial: $1.5M
        source: Project plan
      - {{name: Hosting, amount: $100k, source: Quote}}
"""
COSTS_ON_ONE_LINE = BUSINESS_CASE.replace(
    BUSINESS_CASE[BUSINESS_CASE.index("costs:") :],
    """\
costs: [{name: Build and training by our own team, initial: $1.5M, source: Plan}, {name: Hosting, amount: $9k, source: Quote}]
""",
)
VALUE_REPORT = f"""\
kind: value-report
{HEADER}\
revenue:
  period: FY2026
  total: $900M
  cxm:
    switched:
      - name: Product A
        aligned_by: Journey research 2025
        change: product
        in_sync: $70M
        out_of_sync: $10M
        contributors: {{Engineering: 60%, Product: 40%}}
    expanded: [{{name: Process B, amount: $10M, aligned_by: Journey research 2025, change: process}}]
  csm:
    expanded:
      - name: Upsell after help
        amount: $10M
        team: success
  stated: {{csm: $10M}}
"""
SURVEY = f"""\
kind: value-report
{HEADER}\
revenue:
  period: FY2026
  total: $900M
  csm:
    survey: {{asked: 400, influenced: 48}}
"""
APPROVED = BUSINESS_CASE.replace("      - name: Avoided", "      - id: truck-rolls\n        name: Avoided")
RESULTS = "Item,USD\ntruck-rolls,380000\n"
TRACKING = f"""\
kind: value-report
{HEADER}\
revenue: {{period: 2027-Q2, total: $240M}}
tracked:
  - case: approved.yaml
    initiative: portal
    signed: {{by: Budget committee}}
    actuals: {{file: results.csv, columns: {{line: Item, amount: USD}}}}
previous: previous.yaml
"""
PREVIOUS = f"""\
kind: value-report
{HEADER}\
revenue: {{period: 2027-Q1, total: $230M}}
"""
COMPANIONS = {"approved.yaml": APPROVED, "results.csv": RESULTS, "previous.yaml": PREVIOUS}
BASES = (BUSINESS_CASE, COSTS_ON_ONE_LINE, VALUE_REPORT, SURVEY, TRACKING)
ROUND = f"""\
kind: portfolio
{HEADER}\
cases: [{{case: portal.yaml, must_have: yes}}, alerts.yaml]
budget: {{available: $5M}}
"""
COMPANY = f"""\
kind: portfolio
{HEADER}\
cases: [report.yaml, "support*.yaml"]
company: {{period: FY2026, revenue: $900M}}
"""
ALERTS = BUSINESS_CASE.replace("Avoided truck rolls", "Fewer calls").replace("contacts", "calls")
OF_SUPPORT = VALUE_REPORT.replace("FY2026", "FY2025").replace("revenue:", "team: Support\nrevenue:", 1)
GATHERED = {
    "round/portal.yaml": BUSINESS_CASE,
    "round/alerts.yaml": ALERTS,
    "round/other-rate.yaml": ALERTS.replace("discount_rate: 10%", "discount_rate: 8%"),
    "round/twin.yaml": BUSINESS_CASE,
    "round/report.yaml": VALUE_REPORT,
    "round/support.yaml": OF_SUPPORT,
    "round/support-draft.yaml": OF_SUPPORT,
    "outside.yaml": BUSINESS_CASE,
}


def with_example(example: str, bases: tuple[str, ...] = BASES) -> str:
    """Return the first case that has the example's key on a line of its own, with the example in its place."""
    first, *rest = example.splitlines()
    key = re.escape(first.partition(":")[0])
    line = re.compile(rf"^([ -]*){key}:{'' if rest and first.endswith(':') else ' .*'}\n", re.MULTILINE)
    for base in bases:
        if found := line.search(base):
            below = [text if text == "---" else " " * len(found[1]) + text for text in rest]
            return base[: found.start()] + "\n".join([found[1] + first, *below]) + "\n" + base[found.end() :]
    return bases[0] + example


def codes_of(text: str, folder: Path) -> set[str]:
    for name, companion in COMPANIONS.items():
        (folder / name).write_text(companion, "utf-8")
    file = folder / "case.yaml"
    file.write_text(text, "utf-8")
    return {problem.code for problem in check([file]).problems}


def codes_of_theme(text: str, folder: Path) -> set[str]:
    """Return the codes of a theme.yaml, which a case without a problem names."""
    theme = folder / "theme"
    theme.mkdir()
    (theme / "theme.yaml").write_text(text, "utf-8")
    return codes_of(f"{BUSINESS_CASE}theme: theme\n", folder)


def codes_of_portfolio(text: str, folder: Path) -> set[str]:
    """Return the codes of a portfolio, beside the cases that it gathers."""
    for name, case in GATHERED.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(case, "utf-8")
    return codes_of(text, folder / "round")


def codes_in_the_code() -> set[str]:
    files = (ROOT / "cxreport").rglob("*.py")
    return {code for file in files for code in re.findall(r"\bCX[0-9]{3}\b", file.read_text("utf-8"))}


def test_every_code_has_a_section_and_every_section_a_code() -> None:
    assert set(SECTIONS) == codes_in_the_code()


def test_the_sections_stand_in_order_and_once() -> None:
    titles = re.findall(r"^## (\S+)", TEXT, re.MULTILINE)
    assert titles == sorted(set(titles))


@pytest.mark.parametrize("base", BASES)
def test_the_cases_that_examples_are_put_into_are_without_a_problem(base: str, tmp_path: Path) -> None:
    assert codes_of(base, tmp_path) == set()


@pytest.mark.parametrize("base", [ROUND, COMPANY])
def test_so_are_the_portfolios(base: str, tmp_path: Path) -> None:
    assert codes_of_portfolio(base, tmp_path) == set()


@pytest.mark.parametrize("code", EXAMPLES)
def test_every_example_brings_its_problem_and_no_other(code: str, tmp_path: Path) -> None:
    if code > "CX600":
        found = codes_of_portfolio(with_example(EXAMPLES[code], (ROUND, COMPANY)), tmp_path)
    elif "CX401" < code < "CX500":
        found = codes_of_theme(EXAMPLES[code], tmp_path)
    else:
        found = codes_of(with_example(EXAMPLES[code]), tmp_path)
    assert found == {code}


@pytest.mark.parametrize("code", SECTIONS)
def test_only_what_lies_outside_of_a_line_goes_without_an_example(code: str) -> None:
    lists = {"CX505", "CX506", "CX507", "CX508"}
    whole_files = lists | {"CX001", "CX002", "CX003", "CX004", "CX011", "CX012", "CX014", "CX015", "CX601"}
    assert (code in EXAMPLES) != (code in whole_files)


@pytest.mark.parametrize("code", SECTIONS)
def test_a_warning_is_said_to_be_one(code: str) -> None:
    warnings = {"CX207", "CX208", "CX209", "CX210", *RULES, "CX390", "CX611", "CX613"}
    assert ("This is a warning." in SECTIONS[code]) == (code in warnings)
