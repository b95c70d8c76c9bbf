"""What the section of certainty says of an assessed case: in words, in its tables and beside its charts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from lxml import etree

from cxreport.case.load import load_case
from cxreport.case.models import BusinessCase
from cxreport.evaluate import evaluate
from cxreport.evaluate.risk import assess
from cxreport.render.document import case_formats
from cxreport.render.output import Document
from cxreport.render.printed import Printed
from cxreport.render.theme import SOBER
from cxreport.render.views.proposal import Proposal
from cxreport.render.views.table import Table
from cxreport.render.views.uncertainty import MOST_INPUTS, Uncertainty
from cxreport.render.views.uncertainty_detail import UncertaintyDetail
from render.conftest import FILES, LOOKS, RICH, W, outline_of

VISITS = "drivers: {visits: {value: 10_000, range: [50%, 120%]}, cost: {value: $5}}, formula: visits * cost"


@pytest.fixture
def proposal(tmp_path: Path) -> Callable[..., Proposal]:
    """Return a case of one benefit over two years, without discounting, and an outlay of 40,000."""

    def made(benefit: str = VISITS, top: str = "", locale: str = "en_US") -> Proposal:
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
        return Proposal(Printed(evaluation, case_formats(evaluation)), SOBER, evaluation.case)

    return made


@pytest.fixture
def view(proposal: Callable[..., Proposal]) -> Callable[..., Uncertainty]:
    """Return what the page on uncertainty shows of such a case."""

    def made(*given: str, **more: str) -> Uncertainty:
        found = proposal(*given, **more).uncertainty
        assert found is not None
        return found

    return made


@pytest.fixture
def detail(proposal: Callable[..., Proposal]) -> Callable[..., UncertaintyDetail]:
    """Return what the appendix shows of such a case."""

    def made(*given: str, **more: str) -> UncertaintyDetail:
        found = proposal(*given, **more).uncertainty_detail
        assert found is not None
        return found

    return made


def cells(table: Table | None) -> list[list[str]]:
    assert table is not None
    return [[cell.text for cell in row.cells] for body in table.bodies for row in body.rows]


def test_a_range_is_told_with_the_result_at_its_ends_and_the_value_that_breaks_even(
    detail: Callable[..., UncertaintyDetail],
) -> None:
    assert cells(detail().ranges()) == [["visits", "10,000", "50% to 120%", "10,000", "80,000", "4,000", "100%"]]


def test_the_page_has_the_range_and_the_value_that_breaks_even(view: Callable[..., Uncertainty]) -> None:
    found = view()
    assert found.fills_a_page
    assert cells(found.deciding()) == [["visits", "10,000", "50% to 120%", "4,000"]]


def test_the_page_has_as_many_inputs_as_have_room_beside_the_words_of_the_author(
    view: Callable[..., Uncertainty],
) -> None:
    counts_of = ", ".join(f"d{n}: {{value: {n}, range: [90%, 110%]}}" for n in range(2, 9))
    product = " * ".join(f"d{n}" for n in range(1, 9))
    benefit = f"drivers: {{d1: {{value: $1, range: [90%, 110%]}}, {counts_of}}}, formula: {product}"
    assert len(cells(view(benefit).deciding())) == MOST_INPUTS
    counts = [len(cells(view(benefit, f"sections: {{certainty: {'word ' * many}}}").deciding())) for many in (200, 900)]
    assert MOST_INPUTS > counts[0] > counts[1] == 1


def test_without_ranges_the_values_nearest_to_break_even_are_told(proposal: Callable[..., Proposal]) -> None:
    found = proposal("amount: $30k")
    page, rest = found.uncertainty, found.uncertainty_detail
    assert page is not None
    assert rest is not None
    assert page.tornado() is None
    assert not page.fills_a_page
    assert page.drawn == ""
    assert (rest.simulated(), rest.ranges()) == (None, None)
    assert cells(page.deciding()) == [["Fewer visits", "$30,000", "$20,000"], ["Sharpener", "$40,000", "$60,000"]]


def test_a_loss_in_no_draw_is_not_told_as_impossible(proposal: Callable[..., Proposal]) -> None:
    found = proposal()
    assert found.uncertainty is not None
    assert found.uncertainty_detail is not None
    chart = found.uncertainty_detail.simulated()
    assert chart is not None
    assert "the chance of a loss is less than 0.1%" in chart.title
    assert "The chance of a loss is less than 0.1%" in found.uncertainty.drawn.striptags()


def test_a_loss_is_told_as_often_as_it_comes(detail: Callable[..., UncertaintyDetail]) -> None:
    uniform = "amount: $20k, range: [50%, 150%], distribution: uniform"
    chart = detail(uniform, "simulation: {draws: 100_000}").simulated()
    assert chart is not None
    assert "the chance of a loss is 5" in chart.title or "the chance of a loss is 49" in chart.title


def test_the_draws_are_told_by_their_percentiles_the_chances_and_the_input_to_watch(
    view: Callable[..., Uncertainty],
) -> None:
    """Of 40,000, twice a uniform amount between 10,000 and 30,000 less the outlay: -16,000, none and 16,000."""
    uniform = "amount: $20k, range: [50%, 150%], distribution: uniform"
    told = view(uniform, "simulation: {draws: 1_000_000}").drawn.striptags().replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith("1,000,000 draws from all ranges at once give an NPV of −$16,0")
    assert "$16,0" in told.split(" and ")[1]
    assert "a return of −40%, " in told
    assert " and 40%." in told
    assert told.endswith("Fewer visits explains 100% of the spread: that is the input to watch.")


def test_the_conservative_case_has_a_sentence_of_its_own(view: Callable[..., Uncertainty]) -> None:
    sentence = view().sentence
    assert sentence is not None
    assert sentence.name == "Conservative"
    assert "save us $25,000 a year" in sentence.text.replace("\N{NO-BREAK SPACE}", " ")


def test_scenarios_stand_beside_the_case_in_the_order_of_the_file(detail: Callable[..., UncertaintyDetail]) -> None:
    top = (
        "scenarios:\n  conservative: {ranges: worst}\n  half-price: {drivers: {cost: $2.50}}\n"
        "  late: {name: A year late, because: The vendor is late, delays: {pencil: 12}}\n"
    )
    assert [row[:2] + row[3:4] for row in cells(detail(top=top).scenarios())] == [
        ["Conservative", "every range at the end that hurts the most", "10,000"],
        ["As planned", "the case of this paper", "60,000"],
        ["Half price", "other values", "10,000"],
        ["A year late", "The vendor is late", "10,000"],
    ]


def test_a_month_of_delay_is_told_in_money(view: Callable[..., Uncertainty]) -> None:
    told = str(view().delay).replace("\N{NO-BREAK SPACE}", " ")
    assert "takes" in told
    assert "$4,170" in told


def test_german_has_words_for_all_of_it(detail: Callable[..., UncertaintyDetail]) -> None:
    found = detail(locale="de_DE")
    assert [row[0] for row in cells(found.scenarios())] == ["Vorsichtig", "Nach Plan", "Günstig"]
    assert cells(found.ranges())[0][-2] == "4.000"


# Its place in the document


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_the_section_is_one_page_in_every_theme_and_language(
    rich: Callable[[str, str], Any], look: tuple[str, str]
) -> None:
    case = rich(*look)
    sections = [(title.split(), page) for title, page in case.bookmarks if title[0].isdigit()]
    [(_, begins), (following, next_begins)] = sections[6:8]
    assert sections[6][0][1:] == {"en_US": "How sure we are", "de_DE": "Wie sicher wir sind"}[look[1]].split()
    assert next_begins == begins + 1
    body = [word[4] for word in case.words[begins] if word[1] > case.document.look.margin_top * 72 / 25.4]
    assert body[: len(following)] == following


def test_it_gives_its_page_up_where_the_page_before_would_be_near_empty(
    built: Callable[[str], Any], tmp_path: Path
) -> None:
    """With one more table of costs and no alternatives, the last table of the returns would stand alone on a page."""
    text = FILES[RICH].read_text("utf-8")
    for before, after in (
        (r"alternatives:\n(  .*\n)+", ""),
        (r"amount: \[\$60k, \$30k, \$30k\]", "labour: {hours: [1_200, 600, 600], rate: $50}"),
    ):
        text, times = re.subn(before, after, text)
        assert times == 1
    path = tmp_path / "case.yaml"
    path.write_text(text, "utf-8")
    document = Document(assess(evaluate(load_case(path))))
    pages = dict(outline_of(document.write("pdf")))
    assert pages["7 How sure we are"] == pages["6 Cash flows and returns"] + 1
    own_page = f"{W}pageBreakBefore"
    assert (
        len(list(tree_of(document.write("docx")).iter(own_page)))
        == len(list(tree_of(built(RICH).docx).iter(own_page))) - 1
    )


def tree_of(docx: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return etree.fromstring(package.read("word/document.xml"))
