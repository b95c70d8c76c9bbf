"""The sheet of the budget: what is free in each period, what the choice uses, and the line under other budgets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cxreport.evaluate.portfolio import Shift
from cxreport.render.printed_portfolio import outcome_of
from cxreport.render.views.portfolio.names import Names
from cxreport.render.workbook.addresses import letters
from cxreport.render.workbook.book import Book, Content, Live, Sheet, Shown, Style
from cxreport.render.workbook.codes import money_code
from cxreport.render.workbook.sheets import add_sheet, put_heads

LABEL, TOTAL, FIRST = 0, 1, 2


def put_line(book: Book) -> None:
    """Put budget and use, which follow the choice on the sheet of proposals, and what other budgets would fund."""
    say, outcome = book.words, outcome_of(book.evaluation)
    assert outcome.line is not None  # noqa: S101 - the caller has looked
    names, periods = Names(book.evaluation, book.formats), range(1, outcome.line.periods + 1)
    sheet = add_sheet(book, "book_budget")
    put_heads(sheet, say["book_budget"], say.say("book_budget_told", currency=book.evaluation.case.currency))
    for column, head in enumerate(["", say["total"], *names.periods(periods)]):
        sheet.put(2, column, head, Style("head" if column == LABEL else "head_number"))
    sheet.widths, sheet.head, sheet.lead = {LABEL: 40} | dict.fromkeys((TOTAL, FIRST, FIRST + 1), 18.0), 3, 1
    code = money_code(
        [book.evaluation.amount(f"budget.{key}.{t}") for key in ("available", "committed") for t in periods]
    )
    end = letters(FIRST + len(periods) - 1)
    amount = book.evaluation.amount
    given = {key: [amount(f"budget.{key}.{t}") for t in periods] for key in ("available", "committed")}
    free, left = (_less(book, periods, key, above) for key, above in (("free", (4, 5)), ("left", (6, 7))))
    used = [Shown(f"funding.cost_flows.{t}") for t in periods]
    rows: dict[str, Sequence[Content]] = {**given, "free": free, "used": used, "left": left}
    for row, (key, cells) in enumerate(rows.items(), 3):
        _put_row(book, sheet, row, key, cells, code)
        role, total = ("total" if key == "left" else "number"), f"budget.{key}_total"
        live = Live(f"SUM({letters(FIRST)}{row + 1}:{end}{row + 1})", book.evaluation.amount(total))
        book.places[total] = sheet.put(row, TOTAL, live, Style(role, code))
        book.name(total, book.places[total])
    _put_step(book, sheet, 9)
    _put_shifts(book, sheet, 11, names)


def _put_row(book: Book, sheet: Sheet, row: int, key: str, cells: Sequence[Content], code: str) -> None:
    strong = key == "left"
    word = {"available": "budget", "free": "book_free"}.get(key, key)
    sheet.put(row, LABEL, book.words[word], Style("total_label" if strong else "label"))
    for column, content in enumerate(cells, FIRST):
        role = "total" if strong else "input" if isinstance(content, Decimal) else "link"
        spot = sheet.put(row, column, content, Style(role, code))
        if key != "used":
            book.places[f"budget.{key}.{column - FIRST + 1}"] = spot
            book.name(f"budget.{key}.{column - FIRST + 1}", spot)


def _less(book: Book, periods: Sequence[int], key: str, rows: tuple[int, int]) -> list[Content]:
    """Return what a row leaves of the one before, counted from 1, in every period."""
    whole, part = rows
    columns = [letters(FIRST + t - 1) for t in periods]
    return [
        Live(f"{at}{whole}-{at}{part}", book.evaluation.amount(f"budget.{key}.{t}"))
        for at, t in zip(columns, periods, strict=True)
    ]


def _put_step(book: Book, sheet: Sheet, row: int) -> None:
    value = book.evaluation.amount("budget.step")
    sheet.put(row, LABEL, book.words["book_step"], Style("label"))
    book.places["budget.step"] = sheet.put(row, TOTAL, value, Style("kept", money_code([value])))


def _put_shifts(book: Book, sheet: Sheet, row: int, names: Names) -> None:
    """Put what other budgets would fund: each is the answer of a search, so that no formula can follow it."""
    say, line = book.words, outcome_of(book.evaluation).line
    assert line is not None  # noqa: S101 - the caller has looked
    for column, head in enumerate(("table_shifts", "npv_short", "npv_change", "comes_in", "falls_off")):
        sheet.put(row, column, say[head], Style("section"))
    step = book.formats.spoken(book.evaluation.amount("budget.step"))
    shifts: list[tuple[str, str, Shift]] = [
        (say.say("more_in", step=step, period=names.period(t)), f"budget.next.{t}", shift)
        for t, shift in line.next.items()
    ]
    for percent, shift in line.cuts.items():
        title = say.say("budget_at", rate=book.formats.with_percent(str(percent)))
        shifts.append((title, f"budget.at.{percent}", shift))
    for number, (title, address, shift) in enumerate(shifts, row + 1):
        sheet.put(number, LABEL, title, Style("label"))
        if not shift.possible:
            sheet.put(number, TOTAL, say["shift_impossible"], Style("text"))
            continue
        values = [book.evaluation.amount(f"{address}.{key}") for key in ("npv", "gain")]
        for column, (key, value) in enumerate(zip(("npv", "gain"), values, strict=True), TOTAL):
            book.places[f"{address}.{key}"] = sheet.put(number, column, value, Style("kept", money_code(values)))
        for column, found in enumerate((shift.joins, shift.drops), TOTAL + 2):
            sheet.put(number, column, names.listed(found), Style("text"))
