"""The sheet of what came of the promises of all teams: figures of their reports, and the sums, which are live."""

from __future__ import annotations

from cxreport.evaluate.portfolio import Report
from cxreport.evaluate.portfolio.promises import team_at, track_at, tracked_by
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE
from cxreport.render.printed_portfolio import outcome_of, promised_amounts
from cxreport.render.views.promises import name_of
from cxreport.render.workbook.book import Book
from cxreport.render.workbook.codes import money_code
from cxreport.render.workbook.results import Results
from cxreport.render.workbook.sheets import add_sheet, put_heads

_CELLS = ("plan", "reported", "actual", "variance", "share", "unreported")
_VALUES = {"case_npv": "npv_approved", "npv": "npv_now", "npv_change": "change"}


def put_company_promises(book: Book) -> None:
    """Put every tracked initiative, the results of every team, and the sums, where any report tells of them."""
    amounts = promised_amounts(book.assessed)
    if not amounts:
        return
    say, reports = book.words, outcome_of(book.assessed).reports
    sheet = add_sheet(book, "book_company_promises")
    told = say.say("book_company_promises_told", currency=book.assessed.case.currency)
    put_heads(sheet, say["book_company_promises"], told)
    sheet.widths, sheet.lead, sheet.head = {0: 56.0} | dict.fromkeys(range(1, 7), 16.0), 1, 2
    rows = Results(book, sheet, money_code(amounts))
    if any(report.evaluation.tracks for report in reports):
        _put_values(book, rows, reports)
        _put_windows(book, rows, reports)
    _put_savings(book, rows, reports)


def _put_values(book: Book, rows: Results, reports: tuple[Report, ...]) -> None:
    say = book.words
    rows.title(say["table_standing"], [say[key] for key in _VALUES.values()])
    for report, track in tracked_by(reports):
        at = track_at(report, track)
        rows.line(f"{report.title}: {name_of(track)}", [f"{at}.{kind}" for kind in _VALUES])
    rows.line(say["together"], [f"{ALL}.{kind}" for kind in _VALUES], "total")


def _put_windows(book: Book, rows: Results, reports: tuple[Report, ...]) -> None:
    """Put what came to date of every initiative, and in the period of every team, side by side with the plan."""
    say = book.words
    tracks = {f"{report.title}: {name_of(track)}": track_at(report, track) for report, track in tracked_by(reports)}
    teams = {report.title: team_at(report) for report in reports if report.evaluation.tracks}
    heads = [say["plan"], say["book_plan_reported"], say["actual"], say["variance"], "%", say["not_reported_row"]]
    for window, parts in ((TO_DATE, tracks), (PERIOD, teams)):
        for side in SIDES:
            told = say["book_to_date"] if window == TO_DATE else say["book_in_period"]
            rows.title(f"{say[side]}: {told}", heads)
            for label, at in parts.items():
                rows.line(label, [f"{at}.{window}.{side}.{kind}" for kind in _CELLS])
            rows.line(say["together"], [f"{ALL}.{window}.{side}.{kind}" for kind in _CELLS], "total")


def _put_savings(book: Book, rows: Results, reports: tuple[Report, ...]) -> None:
    telling = [report for report in reports if report.case.savings]
    if telling:
        rows.title(book.words["savings_own"], [book.words["amount"]])
        for report in telling:
            rows.line(report.title, [f"{team_at(report)}.{SAVINGS}"])
        rows.line(book.words["together"], [f"{ALL}.{SAVINGS}"], "total")
