"""Evaluation → XLSX: a workbook whose every computed cell is a live formula, with our figure kept beside it."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.case.models import BusinessCase, Portfolio
from cxreport.evaluate import Evaluation
from cxreport.evaluate.risk.assessment import as_planned
from cxreport.render.formats import Formats
from cxreport.render.theme import SOBER, Theme
from cxreport.render.workbook.after_tax import put_after_tax
from cxreport.render.workbook.attribution import put_attribution
from cxreport.render.workbook.book import Book
from cxreport.render.workbook.cash import put_cash_flows, put_years
from cxreport.render.workbook.certainty import put_certainty
from cxreport.render.workbook.charts import put_charts
from cxreport.render.workbook.drivers import put_conversions, put_drivers
from cxreport.render.workbook.evidence import put_evidence
from cxreport.render.workbook.inputs import InputSheet
from cxreport.render.workbook.lines import put_lines
from cxreport.render.workbook.portfolio import put_portfolio
from cxreport.render.workbook.promises import put_promises, without_promises
from cxreport.render.workbook.returns import put_returns
from cxreport.render.workbook.scenarios import put_scenarios
from cxreport.render.workbook.summary import put_contents, put_summary
from cxreport.render.workbook.writing import Writer

__all__ = ["lay_out", "write_workbook"]


def write_workbook(evaluation: Evaluation, formats: Formats, theme: Theme = SOBER) -> bytes:
    """Return the workbook of an evaluation; the same input gives the same bytes."""
    return Writer(lay_out(evaluation, formats, theme)).bytes()


def lay_out(evaluation: Evaluation, formats: Formats, theme: Theme = SOBER) -> Book:
    """Return the book with every cell in its place. Sheets are laid out in the order in which they are read."""
    whole, evaluation = evaluation, as_planned(without_promises(evaluation))
    book = Book(evaluation, whole, formats, theme)
    first = put_summary(book)
    if isinstance(evaluation.case, Portfolio):
        put_portfolio(book)
        put_contents(book, first)
        return book
    entered = InputSheet(book)
    entered.lay_out()
    put_scenarios(book)
    put_conversions(book, entered.inputs)
    put_drivers(book)
    if isinstance(evaluation.case, BusinessCase):
        put_lines(book)
        rows = put_cash_flows(book)
        put_after_tax(book)
        put_years(book)
        put_returns(book, rows)
        put_certainty(book, rows)
        _let_the_only_one_be_the_whole(book, evaluation.case)
    if evaluation.has_revenue:
        put_attribution(book)
    put_promises(book, whole)
    put_evidence(book)
    put_charts(book)
    put_contents(book, first)
    return book


def _let_the_only_one_be_the_whole(book: Book, case: BusinessCase) -> None:
    """Let the figures of a case's only initiative stand where those of the whole do: they are the same."""
    if len(case.initiatives) > 1:
        return
    for address, tail in _of(book, f"{case.initiatives[0].id}."):
        if address not in book.places and tail in book.places:
            book.places[address] = book.places[tail]
            book.name(address, book.places[tail])


def _of(book: Book, prefix: str) -> Iterator[tuple[str, str]]:
    for address in book.evaluation.figures:
        if address.startswith(prefix):
            yield address, address.removeprefix(prefix)
