from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[..., Path]


def test_a_figure_is_traced_down_to_file_and_line(run: Run, write: Write) -> None:
    result = run("explain", write("portal.yaml"), "npv")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Net present value = $489,481.59 (489481.59")
    assert lines[0].endswith("[npv]")
    assert lines[1] == "│  = benefits_pv − costs_pv"
    assert "initial = $1,500,000 (1500000)  [portal.costs.build.amounts.0]  portal.yaml:21:50" in result.stdout
    assert "rate: discount rate = 10% (0.1)  portal.yaml:6:26" in result.stdout


def test_a_driver_is_traced_with_its_formula(run: Run, write: Write) -> None:
    text = run("explain", write("portal.yaml"), "rolls.flows.1").stdout
    assert "= visits * cost_each" in text
    assert "cost_each: Cost of a visit = $400 (400)" in text
    assert "portal.yaml:16:30" in text


def test_what_nobody_wrote_stands_in_one_line(run: Run, write: Write) -> None:
    text = run("explain", write("portal.yaml"), "rolls.effects.2").stdout
    assert "ramp: ramp, default = 100% (1)" in text
    assert "attribution: attribution, default = 100% (1), margin: no margin applies = 100% (1)" in text


def test_a_branch_that_comes_again_is_marked(run: Run, write: Write) -> None:
    text = run("explain", write("portal.yaml"), "cumulative.3").stdout
    assert "(above)" not in text
    again = run("explain", write("portal.yaml"), "later_costs").stdout
    assert "[cost_flows.0]  (above)" in again


def test_a_long_series_is_folded_unless_all_is_asked_for(run: Run, write: Write) -> None:
    case = write("portal.yaml")
    case.write_text(case.read_text("utf-8").replace("periods: 3", "periods: 40"), "utf-8")
    folded = run("explain", case, "benefits_pv").stdout
    assert "├─ (36 more; --all prints them)" in folded
    assert "[benefit_flows.2]" in folded
    assert "[benefit_flows.3]" not in folded
    assert "[benefit_flows.40]" in folded
    whole = run("explain", case, "benefits_pv", "--all").stdout
    assert "more" not in whole
    assert "[benefit_flows.3]" in whole


def test_a_figure_of_the_split_is_traced(run: Run, write: Write, report: str) -> None:
    text = run("explain", write("split.yaml", report), "sales.total").stdout
    assert text.startswith(
        "Marketing and Sales = $590,000,000 (590000000)  [attribution.sales.total]\n│  = total − cxm − csm"
    )
    assert "split.yaml:11:35" in text


def test_a_figure_that_is_undefined_says_why(run: Run, write: Write) -> None:
    case = write("portal.yaml")
    case.write_text(case.read_text("utf-8").replace("$1.5M", "$0"), "utf-8")
    text = run("explain", case, "irr").stdout
    assert text.startswith("Internal rate of return = undefined  [irr]")
    assert len(text.splitlines()[2]) > 5


@pytest.mark.parametrize(
    ("wanted", "hint"), [("nvp", "did you mean npv"), ("pv", "write one of"), ("zzz", "for example")]
)
def test_a_name_that_fits_no_figure_or_many_is_wrong_use(wanted: str, hint: str, run: Run, write: Write) -> None:
    result = run("explain", write("portal.yaml"), wanted)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert hint in result.stderr


def test_a_case_with_errors_has_no_figures(run: Run, write: Write, bad: str) -> None:
    result = run("explain", write("portal.yaml", bad), "npv")
    assert result.exit_code == 1
    assert "portal.yaml:6:26  CX" in result.stderr
