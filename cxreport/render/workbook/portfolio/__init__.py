"""The workbook of a portfolio: a round whose choice can be changed by hand, or the reports of all teams."""

from __future__ import annotations

from cxreport.case.models import Portfolio
from cxreport.render.printed_portfolio import outcome_of
from cxreport.render.workbook.book import Book
from cxreport.render.workbook.portfolio.charts import put_round_charts
from cxreport.render.workbook.portfolio.company import put_company
from cxreport.render.workbook.portfolio.flows import put_flows
from cxreport.render.workbook.portfolio.line import put_line
from cxreport.render.workbook.portfolio.promises import put_company_promises
from cxreport.render.workbook.portfolio.proposals import put_proposals

__all__ = ["put_portfolio"]


def put_portfolio(book: Book) -> None:
    """Put all sheets of a portfolio behind the summary."""
    assert isinstance(book.evaluation.case, Portfolio)  # noqa: S101 - the caller has looked
    if outcome_of(book.evaluation).reports:
        put_company(book)
        put_company_promises(book)
        return
    grid = put_proposals(book)
    put_flows(book, grid)
    if outcome_of(book.evaluation).line is not None:
        put_line(book)
    put_round_charts(book)
