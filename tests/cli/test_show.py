from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[..., Path]
CASES = Path(__file__).parents[2] / "cases"


def row(text: str, name: str) -> list[str]:
    """Return the cells of the first row that begins with `name`."""
    line = next(line for line in text.splitlines() if line.strip().startswith(name))
    return line.strip().removeprefix(name).split()


def test_a_business_case_is_shown_from_its_sentence_to_its_lines(run: Run, write: Write) -> None:
    result = run("show", write("portal.yaml"))
    assert result.exit_code == 0
    text = result.stdout
    assert text.startswith("Let clients fix it themselves\nNorthwind Networks, 2026-11-22\n\nWe propose to redesign")
    assert row(text, "Benefits, total") == ["$2.4", "million"]
    assert row(text, "Initial") == ["–", "1,500,000", "−1,500,000", "−1,500,000"]
    assert row(text, "Year 3") == ["800,000", "–", "800,000", "900,000"]
    assert row(text, "Total") == ["2,400,000", "1,500,000", "900,000"]
    assert row(text, "Avoided truck rolls") == ["benefit", "2,400,000", "1,989,482"]
    assert row(text, "Vendor build") == ["cost", "1,500,000", "1,500,000"]


def test_a_value_report_is_shown_with_its_split_and_groups(run: Run, write: Write, report: str) -> None:
    result = run("show", write("split.yaml", report))
    assert result.exit_code == 0
    text = result.stdout
    assert "We propose" not in text
    assert "Revenue of FY2026, USD million" in text
    assert row(text, "CSM, acquired") == ["–"]
    assert row(text, "Marketing and Sales") == ["590", "65.5%"]
    assert row(text, "Product") == ["75"]
    assert row(text, "No group named") == ["160"]
    assert "CX207 warning" in result.stderr


def test_what_was_planned_and_is_not_reported_has_a_row_of_its_own(run: Run) -> None:
    text = run("show", CASES / "northwind" / "reports" / "2026-q3" / "enterprise.yaml").stdout
    assert row(text, "Contracts kept") == ["benefit", "not", "reported"]
    # 1.9 million × 42% × 50% × 75% × 75% in the fourth quarter
    assert row(text, "Planned and not reported") == ["benefits", "224,438"]


def test_several_initiatives_are_compared(run: Run, write: Write) -> None:
    second = """\
  - id: desk
    name: A desk [that] answers
    action: staff the desk
    improvement: answer at once
    benefits: [{name: Praise, type: advantage}, {name: Time, amount: $300k}]
    costs: [{name: People, amount: $100k}]
"""
    case = write("portal.yaml")
    case.write_text(case.read_text("utf-8") + second, "utf-8")
    text = run("show", case).stdout
    assert "A desk [that] answers, USD" in text
    assert row(text, "Praise") == ["benefit", "not", "counted"]
    assert row(text, "A desk [that] answers ")[-3:] == ["200%", "0", "months"]


def test_nothing_is_wrapped_in_a_pipe(run: Run, write: Write) -> None:
    text = run("show", write("portal.yaml")).stdout
    [sentence] = [line for line in text.splitlines() if line.startswith("We propose")]
    assert "at a cost of" in sentence
    assert len(sentence) > 120


def test_a_case_with_errors_has_problems_and_no_figures(run: Run, write: Write, bad: str) -> None:
    result = run("show", write("portal.yaml", bad))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "portal.yaml:6:26  CX" in result.stderr


def test_json_holds_what_was_promised(run: Run, write: Write) -> None:
    result = run("show", write("portal.yaml"), "--json")
    assert result.exit_code == 0
    assert result.stderr == ""
    data = json.loads(result.stdout)
    assert list(data) == [
        "kind", "id", "title", "currency", "finance", "sentence", "results", "initiatives", "attribution", "problems",
    ]  # fmt: skip
    assert data["id"] == "portal"
    assert data["results"]["net_flows"] == ["-1500000", "800000", "800000", "800000"]
    assert result.stdout.startswith('{\n  "kind"')


def test_json_of_a_case_with_errors_is_json_all_the_same(run: Run, write: Write, bad: str) -> None:
    result = run("show", write("portal.yaml", bad), "--json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["results"] is None
    assert data["problems"][0]["line"] == 6


def test_json_of_a_file_that_is_no_yaml_is_json_all_the_same(run: Run, write: Write) -> None:
    result = run("show", write("portal.yaml", "{"), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["kind"] is None


@pytest.mark.parametrize("command", [["show"], ["explain", "npv"]])
def test_a_folder_is_refused_with_the_names_of_its_cases(command: list[str], run: Run, write: Write) -> None:
    write("cases/portal.yaml")
    result = run(command[0], "cases", *command[1:])
    assert result.exit_code == 2
    assert result.stderr.endswith("hint: name one of its cases: cases/portal.yaml\n")


def test_a_missing_file_is_wrong_use(run: Run) -> None:
    assert run("show", "gone.yaml").exit_code == 2
