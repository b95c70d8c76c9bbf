"""Proposals that name an earlier version of themselves."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cxreport.case.load import LoadedCase, load_case
from cxreport.evaluate import evaluate

CASE = """\
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
    benefits: [{id: rolls, name: Avoided truck rolls, amount: $2M}]
    costs: [{id: build, name: Vendor build, initial: $1.5M}]
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    (tmp_path / "cxreport.yaml").write_text("organisation: Northwind Networks\n", "utf-8")

    def write_one(name: str, text: str = CASE) -> Path:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    return write_one


def told(loaded: LoadedCase) -> list[tuple[str, int, str]]:
    return [(one.code, one.place.line, one.message) for one in loaded.problems if one.severity == "error"]


def test_what_changed_since_is_a_part_of_the_evaluation(write: Write) -> None:
    write("signed/portal.yaml")
    found = evaluate(
        load_case(write("portal.yaml", CASE.replace("$1.5M", "$1M") + "compared_with: {case: signed/portal.yaml}\n"))
    )
    assert found.since is not None
    assert found.since.npv.change == 500_000
    assert [change.address for change in found.since.changes] == ["portal.costs.build.initial"]
    assert found.since.others == ()


def test_a_document_is_made_from_the_other_version_too(write: Write) -> None:
    signed = write("signed/portal.yaml")
    loaded = load_case(write("portal.yaml", CASE + "compared_with: {case: signed/portal.yaml}\n"))
    assert signed in {file.absolute() for file in loaded.files}


def test_a_commit_holds_the_earlier_version_of_the_case_itself(write: Write) -> None:
    case = write("portal.yaml")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "as signed")):
        subprocess.run(["git", "-C", str(case.parent), *who, *words], check=True, capture_output=True)
    found = subprocess.run(
        ["git", "-C", str(case.parent), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    )
    commit = found.stdout.strip()
    case.write_text(CASE.replace("$2M", "$3M") + f"compared_with: {{revision: {commit[:10]}}}\n", "utf-8")
    evaluation = evaluate(load_case(case))
    assert evaluation.since is not None
    # A million more in each of three years at 10%: 2.486852 million.
    assert round(evaluation.since.npv.change or 0) == 2_486_852
    case.write_text(CASE + "compared_with: {revision: 0000000}\n", "utf-8")
    assert told(load_case(case)) == [("CX252", 13, "the repository has no commit 0000000")]


@pytest.mark.parametrize(
    ("line", "other", "message"),
    [
        ("{case: portal.yaml}", "", "this is the case itself"),
        ("{case: ../portal.yaml}", "", '"../portal.yaml" lies outside of the project, which is the folder'),
        ("{case: lost.yaml}", "", '"lost.yaml" has an error in line 1: '),
        ("{case: other.yaml}", CASE.replace("USD", "EUR").replace("$", ""), '"other.yaml" is in EUR, this case in USD'),
        ("{case: other.yaml}", CASE.replace("10%", "10"), '"other.yaml" has an error in line 6: '),
        (
            "{case: other.yaml}",
            CASE[: CASE.index("finance")].replace("business-case", "value-report")
            + "revenue: {period: FY2026, total: $9M}\n",
            '"other.yaml" is no proposal, and only proposals have a net present value to compare',
        ),
    ],
)
def test_what_cannot_be_compared_with_says_why_at_its_place(write: Write, line: str, other: str, message: str) -> None:
    if other:
        write("other.yaml", other)
    [(code, at, text)] = told(load_case(write("portal.yaml", CASE + f"compared_with: {line}\n")))
    assert (code, at) == ("CX262", 13)
    assert text.startswith(message)


def test_an_earlier_version_whose_numbers_do_not_hold_is_told(write: Write) -> None:
    """That a formula divides by zero comes out only when it is computed."""
    wrong = CASE.replace("amount: $2M", "drivers: {a: {value: 0}}, formula: 1 / a")
    write("signed.yaml", wrong)
    found = evaluate(load_case(write("portal.yaml", CASE + "compared_with: {case: signed.yaml}\n")))
    [(code, line, message)] = told(found.loaded)
    assert (code, line) == ("CX262", 13)
    assert message.startswith("signed.yaml has an error in line 11: ")
    assert found.since is None
