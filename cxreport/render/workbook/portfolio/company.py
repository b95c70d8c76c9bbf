"""The sheet of teams: the split of every report, their sums, and what of the company's revenue is in no report."""

from __future__ import annotations

from cxreport.case.models import Portfolio
from cxreport.evaluate.portfolio.rollup import BUCKETS
from cxreport.render.charts import Bars
from cxreport.render.charts.carried import from_json
from cxreport.render.printed import Printed
from cxreport.render.printed_portfolio import outcome_of
from cxreport.render.views.portfolio.company import CompanyView
from cxreport.render.workbook.addresses import letters
from cxreport.render.workbook.book import Book, Content, Live, Sheet, Style
from cxreport.render.workbook.charts import Drawn, put_drawn
from cxreport.render.workbook.codes import PERCENT, money_code
from cxreport.render.workbook.sheets import add_sheet, put_heads

LABEL, VALUES, TOTAL, SHARE = 0, 1, 4, 5
_FIRST = 3


def put_company(book: Book) -> None:
    """Put the reports, the rest and the company, and the chart of them."""
    say, reports = book.words, outcome_of(book.evaluation).reports
    sheet = add_sheet(book, "book_teams")
    put_heads(sheet, say["book_teams"], say.say("book_teams_told", currency=book.evaluation.case.currency))
    for column, head in enumerate([say["report_of"], *(say["key_" + b] for b in BUCKETS), say["total"], say["share"]]):
        sheet.put(_FIRST - 1, column, head, Style("head" if column == LABEL else "head_number"))
    sheet.widths, sheet.head, sheet.lead = {LABEL: 48, 3: 22}, _FIRST, 1
    code = money_code([book.evaluation.amount("company.revenue")])
    last = _FIRST + len(reports) - 1
    for row, report in enumerate(reports, _FIRST):
        sheet.put(row, LABEL, report.title, Style("label"))
        for column, bucket in enumerate(BUCKETS, VALUES):
            _keep(
                book,
                sheet,
                row,
                column,
                f"{report.id}.{bucket}",
                book.evaluation.amount(f"{report.id}.{bucket}"),
                ("input", code),
            )
        _put_total(book, sheet, row, report.id + ".", f"{report.id}.share", last, code, "number")
    row = last + 1
    sheet.put(row, LABEL, say["all_reports"], Style("total_label"))
    for column, bucket in enumerate(BUCKETS, VALUES):
        cells = f"{letters(column)}{_FIRST + 1}:{letters(column)}{last + 1}"
        live = Live(f"SUM({cells})", book.evaluation.amount(f"teams.{bucket}"))
        _keep(book, sheet, row, column, f"teams.{bucket}", live, ("total", code))
    _put_total(book, sheet, row, "teams.", "teams.shares.total", last, code, "total")
    _put_rest(book, sheet, last, code)
    _put_shares(book, sheet, last)
    _put_chart(book)


def _keep(
    book: Book, sheet: Sheet, row: int, column: int, address: str, content: Content, look: tuple[str, str]
) -> None:
    book.places[address] = sheet.put(row, column, content, Style(*look))
    book.name(address, book.places[address])


def _put_total(book: Book, sheet: Sheet, row: int, prefix: str, share: str, last: int, code: str, role: str) -> None:
    """Put the sum of a row, and its share in the company, which stands three rows below the last report."""
    cells = f"{letters(VALUES)}{row + 1}:{letters(TOTAL - 1)}{row + 1}"
    total = Live(f"SUM({cells})", book.evaluation.amount(f"{prefix}total"))
    _keep(book, sheet, row, TOTAL, f"{prefix}total", total, (role, code))
    part = Live(f"{letters(TOTAL)}{row + 1}/{letters(TOTAL)}{last + 4}", book.evaluation.amount(share))
    _keep(book, sheet, row, SHARE, share, part, (role, PERCENT))


def _put_rest(book: Book, sheet: Sheet, last: int, code: str) -> None:
    say, amount = book.words, book.evaluation.amount
    column = letters(TOTAL)
    rest = Live(f"{column}{last + 4}-{column}{last + 2}", amount("company.unallocated"))
    part = Live(f"{column}{last + 3}/{column}{last + 4}", amount("company.unallocated_share"))
    for row, key, role in ((last + 2, "unallocated", "label"), (last + 3, "company_revenue", "label")):
        for place in range(SHARE + 1):
            if place < TOTAL or (place == SHARE and key == "company_revenue"):
                sheet.put(row, place, say[key] if place == LABEL else "", Style(role if place == LABEL else "number"))
    _keep(book, sheet, last + 2, TOTAL, "company.unallocated", rest, ("number", code))
    _keep(book, sheet, last + 2, SHARE, "company.unallocated_share", part, ("number", PERCENT))
    _keep(book, sheet, last + 3, TOTAL, "company.revenue", amount("company.revenue"), ("input", code))


def _put_shares(book: Book, sheet: Sheet, last: int) -> None:
    """Put what of the company's revenue each bucket of all reports is."""
    row, whole = last + 4, f"${letters(TOTAL)}{last + 4}"
    sheet.put(row, LABEL, book.words["book_share_of_company"], Style("label"))
    for column, bucket in enumerate(BUCKETS, VALUES):
        address = f"teams.shares.{bucket}"
        if address in book.evaluation.figures:
            live = Live(f"{letters(column)}{last + 2}/{whole}", book.evaluation.amount(address))
            _keep(book, sheet, row, column, address, live, ("number", PERCENT))


def _put_chart(book: Book) -> None:
    case, printed = book.evaluation.case, Printed(book.evaluation, book.formats)
    assert isinstance(case, Portfolio)  # noqa: S101 - the caller has looked
    view = CompanyView(printed, book.look, case).chart()
    chart = from_json(str(view.data))
    assert isinstance(chart, Bars)  # noqa: S101 - as the view makes it
    addresses = [*(f"teams.{bucket}" for bucket in BUCKETS), "company.unallocated"]
    behind = {(0, row): ("", (address,)) for row, address in enumerate(addresses)}
    put_drawn(book, [Drawn(chart, f"{view.title} ({view.unit})", printed.scale, behind)])
