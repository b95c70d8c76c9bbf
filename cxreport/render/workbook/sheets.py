"""What the sheets have in common: titles, notes, and the grid of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from cxreport.render.views.columns import period_title
from cxreport.render.workbook.addresses import Spot, letters, reference, sheet_title, span
from cxreport.render.workbook.book import Book, Content, Figured, Live, Sheet, Style
from cxreport.render.workbook.codes import WHOLE

LABEL, UNIT, TOTAL, PV, FIRST = 0, 1, 2, 3, 4
PERIOD_ROW, FACTOR_ROW = 3, 4
_WIDE = 12  # periods that a landscape page holds


def add_sheet(book: Book, key: str) -> Sheet:
    """Add a sheet to the book under the words of a key, and return it."""
    sheet = Sheet(sheet_title(book.words[key], [sheet.title for sheet in book.sheets]))
    if book.sheets:
        book.contents.append((key, sheet.title))
    book.sheets.append(sheet)
    return sheet


def put_heads(sheet: Sheet, title: str, note: str) -> None:
    """Put the title of a sheet and the note below it."""
    sheet.put(0, 0, title, Style("title"))
    sheet.put(1, 0, note, Style("note"))
    sheet.heights[0] = 26


class Timeline:
    """A sheet whose columns are periods, from time 0 on; totals stand before them, so that they stay in sight."""

    def __init__(self, book: Book, key: str, *, initial: bool = True) -> None:
        self.book = book
        self.sheet = add_sheet(book, key)
        self.periods = range(0 if initial else 1, book.evaluation.periods + 1)
        self.first = FIRST if initial else TOTAL
        say, sheet = book.words, self.sheet
        put_heads(sheet, say[key], say.say(f"{key}_told", currency=book.evaluation.case.currency))
        sheet.put(2, UNIT, say["book_unit"], Style("head"))
        sheet.put(2, LABEL, "", Style("head"))
        if initial:
            sheet.put(2, TOTAL, say["total"], Style("head_number"))
            sheet.put(2, PV, say["present_value"], Style("head_number"))
        sheet.put(PERIOD_ROW, LABEL, say["book_period"], Style("factor_label"))
        for t in self.periods:
            sheet.put(2, self.column(t), period_title(book.evaluation, book.formats, t), Style("head_number"))
            sheet.put(PERIOD_ROW, self.column(t), Decimal(t), Style("period", WHOLE))
        sheet.widths = {LABEL: 42, UNIT: 16} | ({PV: 16.0} if initial else {})
        sheet.head, sheet.lead, self.row = FACTOR_ROW, self.first, FACTOR_ROW + 1
        sheet.pages_wide = 1 + (len(self.periods) - 1) // _WIDE

    def column(self, t: int) -> int:
        """Return the column of a period."""
        return self.first + t - self.periods[0]

    def spot(self, t: int, row: int | None = None) -> Spot:
        """Return the cell of a period in a row, the present one where none is given."""
        return Spot(self.sheet.title, self.row if row is None else row, self.column(t))

    def period(self, t: int) -> str:
        """Return the cell that has the number of a period."""
        return f"{letters(self.column(t))}${PERIOD_ROW + 1}"

    def factor(self, t: int) -> str:
        """Return the cell that has the factor of a period."""
        return f"{letters(self.column(t))}${FACTOR_ROW + 1}"

    def range(self, row: int, home: str) -> str:
        """Return the cells of all periods in a row."""
        return span(self.spot(self.periods[0], row), self.spot(self.periods[-1], row), home)

    def frozen(self, row: int) -> str:
        """Return the cells of all periods in a row, such that a formula below can be copied down."""
        return f"{letters(self.column(self.periods[0]))}${row + 1}:{letters(self.column(self.periods[-1]))}${row + 1}"

    def put_factors(self, rate: Spot, worth: Sequence[Decimal]) -> None:
        """Put what one unit of each period is worth today, which present values are made with."""
        months = reference(self.book.marks["months"], self.sheet.title)
        self.sheet.put(FACTOR_ROW, LABEL, self.book.words["book_factor"], Style("factor_label"))
        for t in self.periods:
            formula = f"(1+{reference(rate, self.sheet.title)})^-({self.period(t)}*{months}/12)"
            self.sheet.put(FACTOR_ROW, self.column(t), Live(formula, worth[t]), Style("factor", "0.0000"))
        self.sheet.head = FACTOR_ROW + 1
        self.row = FACTOR_ROW + 2

    def band(self, text: str, role: str = "section") -> None:
        """Put the title of a block over the whole width."""
        for column in range(self.column(self.periods[-1]) + 1):
            self.sheet.put(self.row, column, text if column == LABEL else "", Style(role))
        self.row += 1

    def series(
        self,
        label: str,
        unit: str,
        content: Callable[[int], Content | None],
        code: str,
        *,
        role: str = "number",
        indented: bool = False,
        totals: Sequence[Content | None] = (None, None),
    ) -> int:
        """Put a row of values over time, with the figures of its total and present value; return its number."""
        row, sheet, strong = self.row, self.sheet, role == "total"
        sheet.put(row, LABEL, label, Style("total_label" if strong else "indented" if indented else "label"))
        sheet.put(row, UNIT, unit, Style("total_unit" if strong else "unit"))
        if self.first == FIRST:
            for column, total in zip((TOTAL, PV), totals, strict=True):
                self._cell(column, "" if total is None else total, Style(role, code))
        for t in self.periods:
            found = content(t)
            self._cell(self.column(t), "" if found is None else found, Style(role, code))
        self.row += 1
        return row

    def _cell(self, column: int, content: Content, style: Style) -> None:
        if isinstance(content, Figured):
            self.book.figure(self.sheet, self.row, column, content.address, style)
        else:
            self.sheet.put(self.row, column, content, style if content != "" else Style(style.role))
