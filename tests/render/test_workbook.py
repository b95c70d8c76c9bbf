"""The workbook: formulas in the user's terms, names that Excel takes, text that stays text, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cxreport.case.formula import parse_formula
from cxreport.case.load import load_case
from cxreport.evaluate import Evaluation, evaluate
from cxreport.evaluate.rules import RULES
from cxreport.render.document import case_formats
from cxreport.render.output import Document
from cxreport.render.workbook import lay_out
from cxreport.render.workbook.addresses import Spot, is_run, letters, reference, sheet_title, span
from cxreport.render.workbook.arithmetic import in_cells
from cxreport.render.workbook.codes import money_code, number_code, percent_code, with_sign
from cxreport.render.workbook.names import LONGEST, defined_name
from cxreport.render.workbook.rules import FORMULAS
from render.conftest import FILES

HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\N{FULLWIDTH EQUALS SIGN}1+1", "https://example.org")


def opened(evaluation: Evaluation) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(Document(evaluation).write("xlsx")))


@pytest.fixture(scope="module")
def effortless() -> tuple[Any, Workbook]:
    evaluation = evaluate(load_case(FILES["effortless-service"]))
    return lay_out(evaluation, case_formats(evaluation)), opened(evaluation)


def formula_at(book: Any, workbook: Workbook, address: str) -> object:
    spot = book.places[address]
    return workbook[spot.sheet].cell(spot.row + 1, spot.column + 1).value


def test_an_answer_to_a_reviewer_stands_on_the_sheet_of_evidence(effortless: tuple[Any, Workbook]) -> None:
    texts = [cell.value for (cell, *_) in effortless[1]["Evidence"].iter_rows()]
    question, answer = "No cost holds training, communication or the work of changing over.", "Clients need no training"
    assert any(str(text).startswith(f"{question} {answer}") for text in texts)
    assert "Answered questions of a reviewer" in texts
    assert "Open questions of a reviewer" not in texts


# Formulas


OF_PORTFOLIOS = {"spread", "brought_forward", "beyond_largest"}  # their workbook begins behind these
OF_SCENARIOS = {"scaled"}  # what a scenario changes has a sheet and cells of its own


def test_every_rule_has_its_formula() -> None:
    elsewhere = OF_PORTFOLIOS | OF_SCENARIOS
    assert FORMULAS.keys() == (RULES.keys() | {"formula"}) - elsewhere


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("a * 0.5", "A1*0.5"),
        ("(a + b) * a", "(A1+B2)*A1"),
        ("a - (b - a)", "A1-(B2-A1)"),
        ("a / (b * a)", "A1/(B2*A1)"),
        ("a * b / a", "A1*B2/A1"),
        ("-a * -(b + 1)", "-A1*-(B2+1)"),
        ("max(a, min(b, 1_000)) + 010", "MAX(A1,MIN(B2,1000))+10"),
        ("+a", "A1"),
        ("--a", "-(-A1)"),
    ],
)
def test_a_formula_of_the_users_keeps_its_meaning(written: str, told: str) -> None:
    assert in_cells(parse_formula(written), {"a": "A1", "b": "B2"}) == told


def test_an_analyst_reads_what_a_cell_is_made_of(effortless: tuple[Any, Workbook]) -> None:
    assert {address: formula_at(*effortless, address) for address in (
        "portal.benefits.truck-rolls.effects.1", "portal.benefits.truck-rolls.flows.1", "benefit_flows.1", "npv",
    )} == {
        "portal.benefits.truck-rolls.effects.1": "=F8*F9*F10*F11",
        "portal.benefits.truck-rolls.flows.1": "=F12-ABS(F12)*F13",
        "benefit_flows.1": "=SUM(F50:F52)",
        "npv": "=F9-F10",
    }  # fmt: skip


def test_only_inputs_heads_and_counted_periods_are_numbers_without_a_formula(
    effortless: tuple[Any, Workbook],
) -> None:
    """A range has its shares in the evidence, and a waterfall starts at nought; neither is part of the model."""
    book, workbook = effortless
    inputs = {(spot.sheet, spot.row + 1, spot.column + 1) for spot in (*book.inputs.values(), *book.marks.values())}
    plain = {
        (sheet.title, cell.row, cell.column)
        for sheet in workbook
        for row in sheet.iter_rows(min_row=5)
        for cell in row
        if isinstance(cell.value, int | float) and (sheet.title, cell.value) != ("Chart data", 0)
    }
    assert {place for place in plain - inputs if place[0] != "Evidence"} == set()


# Addresses and names


def test_cells_are_written_as_excel_writes_them() -> None:
    here, there = Spot("Inputs", 0, 0), Spot("It's", 9, 27)
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert reference(here, "Inputs") == "A1"
    assert reference(there, "Inputs") == "'It''s'!$AB$10"
    assert span(there, there._replace(column=28), "Inputs") == "'It''s'!$AB$10:$AC$10"


def test_only_neighbours_make_a_range() -> None:
    row = [Spot("S", 1, column) for column in (2, 3, 4)]
    assert is_run(row)
    assert not is_run([*row, Spot("S", 1, 6)])
    assert not is_run([row[0], Spot("S", 2, 3)])


def test_a_sheet_has_a_title_that_excel_takes() -> None:
    assert sheet_title("A/B: [c]?") == "A B c"
    assert len(sheet_title("x" * 40, ["x" * 31])) == 31
    assert sheet_title("Inputs", ["inputs"]) == "Inputs 2"
    assert sheet_title("''") == "-"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("npv", "npv"),
        ("portal.benefits.truck-rolls.pv", "portal.benefits.truck_rolls.pv"),
        ("roi1", "_roi1"),
        ("R1C1", "_R1C1"),
        ("c", "_c"),
        ("2027-plan.npv", "_2027_plan.npv"),
    ],
)
def test_a_name_is_the_address_as_far_as_excel_takes_it(address: str, name: str) -> None:
    assert defined_name(address) == name


def test_a_long_name_is_cut_and_stays_its_own() -> None:
    one, other = (defined_name(f"{'portal.' * 60}{tail}") for tail in ("npv", "roi"))
    assert one != other
    assert len(one) == len(other) == LONGEST


def test_figures_have_the_names_of_the_case(effortless: tuple[Any, Workbook]) -> None:
    book, workbook = effortless
    assert {"npv", "portal.npv", "portal.benefits.truck_rolls.pv", "portal.benefits.truck_rolls.drivers.avoidable",
            "attribution.cxm.total", "portal.net_flows", "ask"} <= workbook.defined_names.keys()  # fmt: skip
    spot = book.places["portal.npv"]
    assert workbook.defined_names["portal.npv"].attr_text == f"'{spot.sheet}'!${letters(spot.column)}${spot.row + 1}"


# Numbers


def test_codes_show_what_the_values_need(evaluated: Callable[[str], Evaluation]) -> None:
    from decimal import Decimal as D  # noqa: N817

    assert money_code([D(5000), D("0.5")]) == '#,##0;-#,##0;"–"'
    assert money_code([D("7.80")]) == '#,##0.00;-#,##0.00;"–"'
    assert [percent_code([D(v)]) for v in ("0.15", "0.008", "0.07125")] == ["0%", "0.0%", "0.000%"]
    assert [number_code([D(v)]) for v in ("200000", "2.71", "0.004")] == ["#,##0", "#,##0.00", "#,##0.00000"]


def test_the_sign_of_a_currency_stands_where_the_locale_puts_it() -> None:
    codes = [with_sign(case_formats(evaluate(load_case(FILES[name]))), "0") for name in ("portal", "german")]
    assert codes == ["[$$]0;-[$$]0;[$$]0", "0\xa0[$€];-0\xa0[$€];0\xa0[$€]"]


# What people write


def test_text_stays_text(evaluated: Callable[[str], Evaluation]) -> None:
    lines = ", ".join(f"{{id: line-{n}, name: {text!r}, amount: 1M}}" for n, text in enumerate(HOSTILE))
    workbook = opened(
        evaluated(
            f"""
            kind: value-report
            title: "=cmd|'/C calc'!A0"
            organisation: "@home"
            date: 2026-11-22
            currency: USD
            revenue: {{period: FY2026, total: 900M, source: "=A1", cxm: {{switched: [{lines}]}}}}
        """
        )
    )
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = [cell for cell in cells if cell.data_type == "s"]
    found = {str(cell.value) for cell in texts}
    assert set(HOSTILE) | {"=cmd|'/C calc'!A0"} <= found
    assert all(cell.quotePrefix for cell in texts if str(cell.value) in HOSTILE)
    linked = {cell.hyperlink.location or cell.hyperlink.target for cell in cells if cell.hyperlink}
    assert linked
    assert not any("example.org" in str(target) for target in linked)


def test_rates_are_bound_where_they_are_entered(effortless: tuple[Any, Workbook]) -> None:
    book, workbook = effortless
    sheet = workbook["Inputs"]
    spot = book.inputs["portal.benefits.truck-rolls.effects.1", "ramp"]
    at = f"{letters(spot.column)}{spot.row + 1}"
    rules = [rule for rule in sheet.data_validations.dataValidation if at in rule.sqref]
    assert [(rule.type, rule.formula1, rule.formula2) for rule in rules] == [("decimal", "0.0", "1.0")]


def test_heads_stay_in_sight_and_repeat_on_paper(effortless: tuple[Any, Workbook]) -> None:
    sheet = effortless[1]["Cash flows"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation) == ("E6", "$1:$5", "landscape")
    assert sheet.page_setup.fitToWidth in {None, 1}


def test_the_file_says_what_it_is(effortless: tuple[Any, Workbook]) -> None:
    properties = effortless[1].properties
    assert (properties.title, properties.creator) == ("Service that clients need less of", "VP Customer Experience")
    assert properties.created == datetime(2026, 11, 22)  # noqa: DTZ001 - as the file has it
