"""What the section of certainty says of an assessed case: in words, in its tables and beside its charts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from cxreport.case.load import load_case
from cxreport.case.models import BusinessCase
from cxreport.evaluate import evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.document import case_formats
from cxreport.render.printed import Printed
from cxreport.render.theme import SOBER
from cxreport.render.views.proposal import Proposal
from cxreport.render.views.table import Table
from cxreport.render.views.uncertainty import Uncertainty

VISITS = "drivers: {visits: {value: 10_000, range: [50%, 120%]}, cost: {value: $5}}, formula: visits * cost"


@pytest.fixture
def view(tmp_path: Path) -> Callable[..., Uncertainty]:
    """Return the view of a case of one benefit over two years, without discounting, and an outlay of 40,000."""

    def made(benefit: str = VISITS, top: str = "", locale: str = "en_US") -> Uncertainty:
        path = tmp_path / "case.yaml"
        text = f"""\
            kind: business-case
            title: T
            organisation: O
            date: 2026-11-22
            currency: USD
            locale: {locale}
            finance: {{discount_rate: 0%, period: year, periods: 2, start: 2027-01}}
            initiatives:
              - id: pencil
                action: sharpen pencils
                improvement: write less often
                benefits: [{{id: b, name: Fewer visits, {benefit}}}]
                costs: [{{id: c, name: Sharpener, initial: $40k}}]
            """
        path.write_text(dedent(text) + top, "utf-8")
        evaluation = assess(evaluate(load_case(path)))
        assert isinstance(evaluation.case, BusinessCase)
        found = Proposal(Printed(evaluation, case_formats(evaluation)), SOBER, evaluation.case).uncertainty
        assert found is not None
        return found

    return made


def cells(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row.cells] for body in table.bodies for row in body.rows]


def test_a_range_is_told_with_the_result_at_its_ends_and_the_value_that_breaks_even(
    view: Callable[..., Uncertainty],
) -> None:
    assert cells(view().ranges()) == [["visits", "10,000", "50% to 120%", "10,000", "80,000", "4,000"]]


def test_without_ranges_the_values_nearest_to_break_even_are_told(view: Callable[..., Uncertainty]) -> None:
    found = view("amount: $30k")
    assert found.tornado() is None
    assert found.simulated() is None
    assert cells(found.ranges()) == [["Fewer visits", "$30,000", "$20,000"], ["Sharpener", "$40,000", "$60,000"]]


def test_a_loss_in_no_draw_is_not_told_as_impossible(view: Callable[..., Uncertainty]) -> None:
    chart = view().simulated()
    assert chart is not None
    assert "the chance of a loss is less than 0.1%" in chart.title


def test_a_loss_is_told_as_often_as_it_comes(view: Callable[..., Uncertainty]) -> None:
    chart = view("amount: $20k, range: [50%, 150%], distribution: uniform", "simulation: {draws: 100_000}").simulated()
    assert chart is not None
    assert "the chance of a loss is 5" in chart.title or "the chance of a loss is 49" in chart.title


def test_the_conservative_case_has_a_sentence_of_its_own(view: Callable[..., Uncertainty]) -> None:
    sentence = view().sentence()
    assert sentence is not None
    assert sentence.name == "Conservative"
    assert "save us $25,000 a year" in sentence.text.replace("\N{NO-BREAK SPACE}", " ")


def test_scenarios_stand_beside_the_case_in_the_order_of_the_file(view: Callable[..., Uncertainty]) -> None:
    top = (
        "scenarios:\n  conservative: {ranges: worst}\n  half-price: {drivers: {cost: $2.50}}\n"
        "  late: {name: A year late, because: The vendor is late, delays: {pencil: 12}}\n"
    )
    assert [row[:2] + row[3:4] for row in cells(view(top=top).scenarios())] == [
        ["Conservative", "every range at the end that hurts the most", "10,000"],
        ["As planned", "the case of this paper", "60,000"],
        ["Half price", "other values", "10,000"],
        ["A year late", "The vendor is late", "10,000"],
    ]


def test_a_month_of_delay_is_told_in_money(view: Callable[..., Uncertainty]) -> None:
    told = str(view().delay()).replace("\N{NO-BREAK SPACE}", " ")
    assert "takes" in told
    assert "$4,170" in told


def test_german_has_words_for_all_of_it(view: Callable[..., Uncertainty]) -> None:
    found = view(locale="de_DE")
    assert [row[0] for row in cells(found.scenarios())] == ["Vorsichtig", "Nach Plan", "Günstig"]
    assert cells(found.ranges())[0][-1] == "4.000"
