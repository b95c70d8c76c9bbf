"""The sheets between inputs and lines: amounts in other currencies, and drivers by period."""

from __future__ import annotations

from cxreport.case.models import BusinessCase
from cxreport.evaluate import Evaluation
from cxreport.evaluate.ledger import Figure
from cxreport.evaluate.revenue import ROOT
from cxreport.render.workbook.book import Book, Content, Figured, Shown, Style
from cxreport.render.workbook.codes import money_code, number_code, percent_code
from cxreport.render.workbook.sheets import Timeline, add_sheet, put_heads
from cxreport.render.workbook.written import Inputs, Owner, owners


def put_conversions(book: Book, inputs: Inputs) -> None:
    """Put every amount that was written in another currency, its rate, and what it comes to."""
    found = [figure for figure in book.evaluation.figures.values() if figure.rule == "converted"]
    if not found:
        return
    sheet, say = add_sheet(book, "book_conversions"), book.words
    put_heads(sheet, say["book_conversions"], say["book_conversions_told"])
    heads = ("line", "book_input", "book_unit", "amount", "book_rate_head")
    for column, text in enumerate([*(say[key] for key in heads), book.evaluation.case.currency]):
        sheet.put(2, column, text, Style("head_number" if column > 2 else "head"))
    sheet.widths, sheet.head = {0: 46, 1: 34}, 3
    where = {user[0]: (section.title, row) for section in inputs.sections for row in section.rows.values()
             for entry in row.entries.values() for user in entry.users if user[1] == "amount"}  # fmt: skip
    for number, figure in enumerate(found, 3):
        title, row = where[figure.address]
        for column, text in enumerate((title, row.label, row.unit_told)):
            sheet.put(number, column, text, Style("label" if column < 2 else "unit"))
        for column, name, code in ((3, "amount", money_code(row.values)), (4, "rate", "0.0000")):
            spot = book.inputs[figure.address, name]
            source = figure.inputs[name]
            sheet.put(number, column, Shown(spot, getattr(source, "value", None)), Style("link", code))
        book.figure(sheet, number, 5, figure.address, Style("number", code_of([figure])))


def driver_keys(evaluation: Evaluation, owner: Owner) -> list[str]:
    """Return the addresses, without the period, of the drivers of an owner that its formulas use."""
    prefix = "drivers." if owner.model is None else f"{owner.address}.drivers."
    return list(dict.fromkeys(a.rpartition(".")[0] for a in evaluation.figures if a.startswith(prefix)))


def put_drivers(book: Book) -> None:
    """Put the drivers of all lines by period: what was written and what follows from it."""
    evaluation = book.evaluation
    used = [(owner, driver_keys(evaluation, owner)) for owner in owners(evaluation, book.words)]
    used = [(owner, keys) for owner, keys in used if keys and not owner.address.startswith(f"{ROOT}.")]
    if not used or not isinstance(evaluation.case, BusinessCase):
        return
    line = Timeline(book, "book_drivers", initial=False)
    line.row += 1
    for owner, keys in used:
        line.band(owner.title)
        for base in keys:
            _driver(book, line, base, unit_of(book, owner, base))
        line.row += 1


def unit_of(book: Book, owner: Owner, base: str) -> str:
    """Return the unit of a driver, as its row tells it."""
    key = base.rpartition(".")[2]
    driver = (book.evaluation.case.drivers if owner.model is None else owner.model.drivers)[key]
    figure = next(f for a, f in book.evaluation.figures.items() if a.startswith(f"{base}."))
    if figure.unit == "money":
        return " ".join(filter(None, (book.evaluation.case.currency, driver.unit)))
    return driver.unit or ("%" if figure.unit == "percent" else "")


def _driver(book: Book, line: Timeline, base: str, unit: str) -> None:
    figures = {t: book.evaluation.figures.get(f"{base}.{t}") for t in line.periods}
    present = {t: figure for t, figure in figures.items() if figure is not None}
    first = next(iter(present.values()))

    def content(t: int) -> Content | None:
        return Figured(f"{base}.{t}") if t in present else None

    row = line.series(first.label, unit, content, code_of(list(present.values())),
                      role="number" if first.rule == "formula" else "link")  # fmt: skip
    book.name(base, line.spot(min(present), row), line.spot(max(present), row))


def code_of(figures: list[Figure]) -> str:
    """Return the number code of figures of one kind."""
    values = [figure.value for figure in figures if figure.value is not None]
    if figures[0].unit == "money":
        return money_code(values)
    return percent_code(values) if figures[0].unit == "percent" else number_code(values)
