"""Value reports that track approved cases: what they read beside themselves, and what they say where it is wrong."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from cxreport.case.load import LoadedCase, load_case
from cxreport.case.problem import Problem
from cxreport.quantity import Period

SHIPPED_BOOK = Path(__file__).parents[2] / "cases" / "northwind" / "actuals" / "mid-market.xlsx"
APPROVED = """\
kind: business-case
title: Let clients fix it themselves
organisation: Northwind Networks
date: 2026-11-22
currency: USD
finance: {discount_rate: 10%, period: year, periods: 3, start: 2027-01}
initiatives:
  - id: portal
    action: redesign the service portal
    improvement: make it easier for our clients to fix their own problems
    metric: {name: Self-service resolution, unit: "%", baseline: 31, target: 55, by: 2027-12}
    benefits:
      - {id: rolls, name: Avoided truck rolls, amount: $2M}
      - {id: word, name: A good word, type: advantage}
    costs:
      - {id: build, name: Vendor build, initial: $1.5M}
"""
HEADER = """\
kind: value-report
title: What the third quarter brought
organisation: Northwind Networks
date: 2027-10-20
currency: USD
"""
REPORT = HEADER + "revenue: {period: 2027-Q3, total: $240M}\n"

Write = Callable[..., Path]


@pytest.fixture
def report(tmp_path: Path) -> Write:
    """Return a writer of a report that tracks portal.yaml, with more files beside it; it returns the report's path."""

    def write(below: str, **files: str) -> Path:
        (tmp_path / "portal.yaml").write_text(APPROVED, "utf-8")
        for name, text in files.items():
            (tmp_path / name.replace("_", ".")).write_text(dedent(text), "utf-8")
        path = tmp_path / "q3.yaml"
        path.write_text(REPORT + dedent(below), "utf-8")
        return path

    return write


def tracking(actuals: str) -> str:
    return f"tracked:\n  - case: portal.yaml\n    actuals: {actuals}\n"


def only(loaded: LoadedCase) -> Problem:
    assert len(loaded.problems) == 1, [str(problem) for problem in loaded.problems]
    return loaded.problems[0]


def test_actuals_of_the_yaml_are_read_by_id_or_name(report: Write) -> None:
    loaded = load_case(report(tracking("[{line: Avoided Truck Rolls, amount: $380k}, {line: metric, amount: 41%}]")))
    readings = loaded.relations.tracked["portal"].readings
    assert loaded.problems == ()
    assert [(r.line, r.value) for r in readings] == [("benefits.rolls", Decimal(380_000)), ("metric", Decimal(41))]
    assert readings[0].period == Period(2027, quarter=3)


def test_an_actual_without_an_amount_is_not_reported(report: Write) -> None:
    loaded = load_case(report(tracking("[{line: rolls, reason: The books are open}]")))
    assert loaded.relations.tracked["portal"].readings[0].value is None


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_actuals_of_a_csv_are_read_with_their_row_and_column(report: Write, mark: str) -> None:
    text = 'Quarter,Item,Why,USD\n2027-Q1,rolls,"slow, but sure",120_000\n\n2027-Q3,rolls,,$380k\n'.replace(",", mark)
    text = text.replace(f"slow{mark} but", "slow, but")
    columns = "{period: Quarter, line: Item, reason: Why, amount: USD}"
    path = report(tracking(f"{{file: q3.csv, columns: {columns}}}"), q3_csv=text)
    loaded = load_case(path)
    first, second = loaded.relations.tracked["portal"].readings
    assert (first.value, first.reason) == (Decimal(120_000), "slow, but sure")
    assert (second.place.line, second.place.column) == (4, len("2027-Q3,rolls,,") + 1)
    assert second.place.file.endswith("q3.csv")
    assert path.with_name("q3.csv") in loaded.files
    assert path.with_name("portal.yaml") in loaded.files


def test_a_file_may_hold_what_is_later_than_the_report_and_a_list_may_not(report: Write) -> None:
    text = "line,period,amount\nrolls,2027-Q3,5\nrolls,2027-Q4,6\n"
    readings = load_case(report(tracking("{file: q3.csv}"), q3_csv=text)).relations.tracked["portal"].readings
    assert [reading.value for reading in readings] == [Decimal(5)]
    problem = only(load_case(report(tracking("[{line: rolls, period: 2027-Q4, amount: 6}]"))))
    assert (problem.code, problem.place.line) == ("CX259", 9)


def test_a_file_may_serve_several_initiatives(report: Write) -> None:
    text = "initiative,line,amount\nportal,rolls,380000\nhotline,calls,9\n"
    loaded = load_case(report(tracking("{file: q3.csv}"), q3_csv=text))
    assert loaded.problems == ()
    assert len(loaded.relations.tracked["portal"].readings) == 1


def test_actuals_of_an_excel_file_are_read_exactly(report: Write, tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.create_sheet("Actuals")
    page.append(["Line", "Amount", "Reason"])
    page.append(["rolls", 380000.1, "two regions"])
    page.append(["metric", 0.41, None])
    page["B3"].number_format = "0%"
    page.append(["build", None, "the invoice is late"])
    book.save(tmp_path / "q3.xlsx")
    loaded = load_case(report(tracking("{file: q3.xlsx, sheet: Actuals}")))
    assert loaded.problems == ()
    readings = loaded.relations.tracked["portal"].readings
    assert [reading.value for reading in readings] == [Decimal("380000.1"), Decimal(41), None]
    assert (readings[0].place.line, readings[0].place.column) == (2, 2)


def test_a_date_that_excel_made_of_a_month_is_that_month(report: Write, tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.active
    for row in (["period", "line", "amount"], [dt.date(2027, 8, 1), "rolls", 5], [dt.date(2027, 9, 1), "rolls", 6]):
        page.append(row)
    page["A2"].number_format = "[$-409]mmm\\-yy;@"
    page["A3"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "q3.xlsx")
    problem = only(load_case(report(tracking("{file: q3.xlsx}"))))
    assert (problem.code, problem.place.line, problem.hint) == ("CX111", 3, "write 2027-09")
    assert '"2027-09-01" is a day, not a period' in problem.message
    page["A3"].number_format = "mmm yyyy"
    book.save(tmp_path / "q3.xlsx")
    readings = load_case(tmp_path / "q3.yaml").relations.tracked["portal"].readings
    assert [str(reading.period) for reading in readings] == ["2027-08", "2027-09"]


def test_a_number_has_the_digits_that_excel_shows(report: Write, tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["line", "amount"])
    page.append(["rolls", 0.1 + 0.2])
    book.save(tmp_path / "q3.xlsx")
    readings = load_case(report(tracking("{file: q3.xlsx}"))).relations.tracked["portal"].readings
    assert [reading.value for reading in readings] == [Decimal("0.3")]


def test_a_formula_that_was_never_computed_is_no_missing_actual(report: Write, tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["line", "amount"])
    page.append(["rolls", "=100+200"])
    book.save(tmp_path / "q3.xlsx")
    problem = only(load_case(report(tracking("{file: q3.xlsx}"))))
    assert (problem.code, problem.place.line, problem.place.column) == ("CX255", 2, 2)
    assert "never computed" in problem.message


def test_a_file_may_tell_excel_its_sign_between_cells(report: Write) -> None:
    path = report(tracking("{file: q3.csv}"), q3_csv="sep=;\nline;amount\nrolls;380_000\n")
    [reading] = load_case(path).relations.tracked["portal"].readings
    assert (reading.value, reading.place.line) == (Decimal(380_000), 3)


def test_what_is_tracked_twice_is_told(report: Write) -> None:
    problem = only(load_case(report("tracked: [{case: portal.yaml, id: a}, {case: ./portal.yaml, id: b}]\n")))
    assert (problem.code, problem.place.line) == ("CX261", 7)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "told"),
    [
        ("line,sum\nrolls,1\n", "CX256", 1, 1, "amount"),
        ("line,amount,amount\nrolls,1,1\n", "CX256", 1, 13, "two columns"),
        ("line,amount\nrolls,1\nrols,2\n", "CX257", 3, 1, 'did you mean "rolls"'),
        ("line,amount\nword,1\n", "CX257", 2, 1, "no line"),
        ("line,amount\nrolls,12x\n", "CX106", 2, 7, 'row 2, column "amount"'),
        ("line,amount\nrolls,41%\n", "CX105", 2, 7, "percentage"),
        ("line,amount\nrolls,€3\n", "CX113", 2, 7, "USD"),
        ("line,amount\nmetric,$3\n", "CX106", 2, 8, "31"),
        ("line,amount\nrolls,1\nrolls,2\n", "CX258", 3, 1, "line 2"),
        ("line,period,amount\nrolls,2027-Q3,1\nrolls,2027-08,2\n", "CX258", 3, 7, "2027-Q3"),
        ("line,period,amount\nrolls,FY2027,1\n", "CX259", 2, 7, "ends after"),
        ("line,period,amount\nrolls,Q3,1\n", "CX111", 2, 7, "2026-Q3"),
        ('line,amount\nrolls,"1\n', "CX255", 0, 0, "quote in row 2"),
        ("initiative,line,amount\nportals,rolls,1\n", "CX257", 2, 1, '"portal"'),
        ("initiative,line,amount\n,rolls,1\nportal,build,2\n", "CX257", 2, 1, "no initiative is named"),
        ("\n\n", "CX255", 0, 0, "no rows"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_row_and_column(
    report: Write, text: str, code: str, line: int, column: int, told: str
) -> None:
    problem = only(load_case(report(tracking("{file: q3.csv}"), q3_csv=text)))
    assert problem.code == code
    assert told in f"{problem.message}; {problem.hint}"
    if line:
        assert problem.place.file.endswith("q3.csv")
        assert (problem.place.line, problem.place.column) == (line, column)
    else:
        assert problem.place.file.endswith("q3.yaml")


@pytest.mark.parametrize(
    ("actuals", "code", "told"),
    [
        ("{file: q3.ods}", "CX255", "neither a CSV nor an Excel"),
        ("{file: lost.csv}", "CX255", "no file"),
        ("{file: ../q3.csv}", "CX251", "outside of the project"),
        ("{file: latin.csv}", "CX255", "UTF-8"),
        ("{file: false.xlsx}", "CX255", "Excel file"),
        ("{file: bell.csv}", "CX255", "control character"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_where_it_is_named(
    report: Write, tmp_path: Path, actuals: str, code: str, told: str
) -> None:
    (tmp_path / "latin.csv").write_bytes("line,amount\nrolls,1 \xe9\n".encode("latin-1"))
    (tmp_path / "bell.csv").write_text("line,amount,reason\nrolls,1,\x07\n", "utf-8")
    (tmp_path / "false.xlsx").write_bytes(b"no archive")
    problem = only(load_case(report(tracking(actuals))))
    assert (problem.code, problem.place.line) == (code, 9)
    assert told in problem.message


@pytest.mark.parametrize(
    ("tracked", "code", "told"),
    [
        ("{case: lost.yaml}", "CX251", "no such file"),
        ("{case: report.yaml}", "CX251", "promises nothing"),
        ("{case: broken.yaml}", "CX251", "has an error in line 1"),
        ("{case: euro.yaml}", "CX251", "is in EUR"),
        ("{case: two.yaml}", "CX254", "of portal, hotline"),
        ("{case: portal.yaml, initiative: portals}", "CX254", 'did you mean "portal"'),
        ("{case: portal.yaml, signed: {fingerprint: 0123456789ab}}", "CX253", "its fingerprint is"),
        ("{case: portal.yaml, signed: {revision: 0123456}}", "CX252", "git does not answer"),
        ("{case: portal.yaml, signed: {revision: main}}", "CX252", "git rev-parse"),
    ],
)
def test_an_approved_case_that_cannot_be_used_is_told(report: Write, tracked: str, code: str, told: str) -> None:
    second = APPROVED[APPROVED.index("  - id: portal") :].replace("id: portal", "id: hotline")
    path = report(
        f"tracked: [{tracked}]\n",
        report_yaml=REPORT,
        broken_yaml="a: b\n",
        euro_yaml=APPROVED.replace("USD", "EUR").replace("$", "€"),
        two_yaml=APPROVED + second,
    )
    problem = only(load_case(path))
    assert problem.code == code
    assert told in f"{problem.message}; {problem.hint}"


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)), st.sampled_from(["csv", "xlsx"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(report: Write, tmp_path: Path, data: bytes, ending: str) -> None:
    (tmp_path / f"q3.{ending}").write_bytes(data)
    problems = load_case(report(tracking(f"{{file: q3.{ending}}}"))).problems
    assert all(problem.code.startswith("CX") and problem.hint for problem in problems)
    assert problems or not data.strip()


@given(st.integers(0, 10**6), st.integers(0, 255))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_workbook_is_read_or_refused(report: Write, tmp_path: Path, place: int, byte: int) -> None:
    data = bytearray(SHIPPED_BOOK.read_bytes())
    data[place % len(data)] = byte
    (tmp_path / "q3.xlsx").write_bytes(bytes(data))
    problems = load_case(report(tracking("{file: q3.xlsx, sheet: Actuals}"))).problems
    assert all(problem.code.startswith("CX") and problem.hint for problem in problems)


def test_the_fingerprint_is_that_of_sha256sum_whatever_the_line_ends(report: Write, tmp_path: Path) -> None:
    from hashlib import sha256

    signed = sha256(APPROVED.encode()).hexdigest()
    path = report(f"tracked: [{{case: portal.yaml, signed: {{fingerprint: 'sha256:{signed}'}}}}]\n")
    (tmp_path / "portal.yaml").write_bytes(APPROVED.replace("\n", "\r\n").encode())
    assert load_case(path).problems == ()


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(folder), *identity, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_case_is_read_as_it_was_signed_with_what_it_shared_that_day(report: Write, tmp_path: Path) -> None:
    signed = APPROVED.replace("currency: USD\n", "")
    (tmp_path / "cxreport.yaml").write_text("currency: USD\n", "utf-8")
    (tmp_path / "portal.yaml").write_text(signed, "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "signed")
    commit = git(tmp_path, "rev-parse", "--short", "HEAD")
    path = report(f"tracked: [{{case: portal.yaml, signed: {{revision: '{commit}'}}}}]\n")
    (tmp_path / "portal.yaml").write_text(APPROVED.replace("$2M", "$1M"), "utf-8")
    (tmp_path / "cxreport.yaml").write_text("currency: EUR\n", "utf-8")
    loaded = load_case(path)
    assert loaded.problems == ()
    approved = loaded.relations.tracked["portal"]
    assert [amount.amount for amount in approved.initiative.benefits[0].amount or ()] == [2_000_000]
    assert approved.loaded.place(("title",)).file.endswith(f"portal.yaml@{commit[:12]}")
    assert path.with_name("portal.yaml") not in loaded.files


def test_a_commit_that_lacks_the_file_is_told(report: Write, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "nothing")
    commit = git(tmp_path, "rev-parse", "HEAD")
    problem = only(load_case(report(f"tracked: [{{case: portal.yaml, signed: {{revision: '{commit}'}}}}]\n")))
    assert problem.code == "CX252"
    assert "does not hold" in problem.message
    problem = only(load_case(report("tracked: [{case: portal.yaml, signed: {revision: '0123456'}}]\n")))
    assert "has no commit 0123456" in problem.message


def test_a_case_that_was_moved_is_found_by_the_name_that_it_had(report: Write, tmp_path: Path) -> None:
    path = report("")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "signed")
    commit = git(tmp_path, "rev-parse", "HEAD")
    (tmp_path / "kept").mkdir()
    git(tmp_path, "mv", "portal.yaml", "kept/portal.yaml")
    track = "tracked: [{{case: {}, initiative: portal, signed: {{revision: '{}'}}}}]\n"
    path.write_text(REPORT + track.format("portal.yaml", commit), "utf-8")
    assert load_case(path).problems == ()
    path.write_text(REPORT + track.format("kept/portal.yaml", commit), "utf-8")
    problem = only(load_case(path))
    assert problem.code == "CX252"
    assert "the name that it had" in problem.hint


def test_a_shallow_clone_that_lacks_the_commit_is_told_how_to_get_it(report: Write, tmp_path: Path) -> None:
    report("")
    git(tmp_path, "init", "-q")
    for message in ("signed", "later"):
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "--allow-empty", "-m", message)
    commit = git(tmp_path, "rev-parse", "HEAD~")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", "clone")
    path = tmp_path / "clone" / "q3.yaml"
    path.write_text(REPORT + f"tracked: [{{case: portal.yaml, signed: {{revision: '{commit}'}}}}]\n", "utf-8")
    problem = only(load_case(path))
    assert (problem.code, "git fetch --unshallow" in problem.hint) == ("CX252", True)


def test_a_machine_without_git_is_told(report: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    problem = only(load_case(report("tracked: [{case: portal.yaml, signed: {revision: '0123456'}}]\n")))
    assert problem.code == "CX252"
    assert "git is not installed" in problem.message


def earlier(period: str, more: str = "") -> str:
    return HEADER + f"revenue: {{period: {period}, total: $200M}}\n{more}"


def test_earlier_reports_are_found_one_by_way_of_the_other(report: Write) -> None:
    path = report(
        "previous: q2.yaml\n",
        q2_yaml=earlier("2027-Q2", "previous: q1.yaml\n"),
        q1_yaml=earlier("2027-Q1", "previous: q4.yaml\n"),
        q4_yaml=earlier("2026-Q4", "previous: before.yaml\n"),
        before_yaml=earlier("2026-Q3"),
    )
    relations = load_case(path).relations
    assert [str(one.period) for one in relations.earlier] == ["2027-Q2", "2027-Q1", "2026-Q4", "2026-Q3"]
    assert relations.year_before is relations.earlier[3]
    assert path.with_name("before.yaml") in relations.files


def test_a_report_of_another_period_or_team_is_refused(report: Write) -> None:
    problem = only(load_case(report("previous: q1.yaml\n", q1_yaml=earlier("2027-Q1"))))
    assert (problem.code, problem.place.line) == ("CX260", 7)
    assert "2027-Q2 is needed" in problem.message
    problem = only(load_case(report("year_before: b.yaml\n", b_yaml=earlier("2026-Q3", "team: Support\n"))))
    assert "is about Support, this report about the whole company" in problem.message
    problem = only(load_case(report("previous: portal.yaml\n")))
    assert "is a business case" in problem.message


def test_an_error_in_an_earlier_report_is_told_once(report: Write) -> None:
    broken = earlier("2027-Q2", "tracked: [{case: lost.yaml}]\n")
    problem = only(load_case(report("previous: q2.yaml\n", q2_yaml=broken)))
    assert problem.code == "CX260"
    assert "lost.yaml" in problem.message


def test_thresholds_come_in_their_order(report: Write) -> None:
    assert only(load_case(report("thresholds: {at_risk: 30%}\n"))).code == "CX114"


@pytest.mark.parametrize("saving", ["{name: A}", "{name: A, amount: 1, formula: '1 + 1'}"])
def test_a_saving_has_one_amount(report: Write, saving: str) -> None:
    assert only(load_case(report(f"savings: [{saving}]\n"))).code == "CX118"
