"""The sheet of inputs: everything that was written, with its unit, source, owner and place in the files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from cxreport.case.models import BusinessCase
from cxreport.case.problem import Place
from cxreport.quantity import Month
from cxreport.render.views.columns import period_title
from cxreport.render.views.summary import title_of
from cxreport.render.workbook.addresses import Spot
from cxreport.render.workbook.book import Book, Bound, Sheet, Style
from cxreport.render.workbook.codes import DAY, WHOLE, money_code, number_code, percent_code
from cxreport.render.workbook.sheets import add_sheet, put_heads
from cxreport.render.workbook.written import Entry, InputRow, Inputs, Limit

LABEL, UNIT, VALUE, PERIODS = 0, 1, 2, 3
_BOUNDS: dict[Limit, tuple[Decimal, Decimal | None]] = {
    "share": (Decimal(0), Decimal(1)),
    "risk": (Decimal(0), Decimal(1)),
    "growth": (Decimal(-1), Decimal(1000)),
    "count": (Decimal(0), None),
    "positive": (Decimal(0), None),
}


class InputSheet:
    """Lays out the inputs of one book."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.inputs = Inputs(book.evaluation, book.words)
        self.sheet: Sheet = add_sheet(book, "book_inputs")
        listed = any(len(row.entries) > 1 for section in self.inputs.sections for row in section.rows.values())
        self.periods = book.evaluation.periods if listed else 0
        self.told = PERIODS + self.periods  # source, owner and place stand behind the periods
        self.row = 0

    def lay_out(self) -> None:
        """Put all sections, one below the other."""
        say, sheet = self.book.words, self.sheet
        put_heads(sheet, say["book_inputs"], say["book_inputs_told"])
        heads = [say["book_input"], say["book_unit"], say["value"]]
        heads += [period_title(self.book.evaluation, self.book.formats, t) for t in range(1, self.periods + 1)]
        for column, head in enumerate(heads):
            sheet.put(2, column, head, Style("head" if column < VALUE else "head_number"))
        for column, key in enumerate(("source", "owner", "book_place"), self.told):
            sheet.put(2, column, say[key], Style("head_text"))
        sheet.widths = {LABEL: 40, UNIT: 16, VALUE: 15, self.told: 34, self.told + 1: 22, self.told + 2: 32}
        sheet.head, sheet.lead, sheet.pages_wide = 3, 1, 1 + self.periods // 12
        self.row = 4
        if isinstance(self.book.evaluation.case, BusinessCase):
            self._timing(self.book.evaluation.case)
        for section in self.inputs.sections:
            self._title(section.title)
            for row in section.rows.values():
                self._line(row)
            self.row += 1

    def _title(self, text: str) -> None:
        for column in range(self.told + 3):
            self.sheet.put(self.row, column, text if column == 0 else "", Style("section"))
        self.row += 1

    def _timing(self, case: BusinessCase) -> None:
        """Put what the columns of time are made of: they are drawn for it, so only the months may be changed here."""
        say, finance, loaded = self.book.words, case.finance, self.book.evaluation.loaded
        self._title(say["book_timing"])
        assert finance.start is not None  # noqa: S101 - the checks have refused a business case without one
        months = Decimal(12 // self.book.evaluation.periods_per_year)
        self._fixed("months", say["book_months"], months, loaded.place(("finance", "period")))
        self._fixed("start", say["book_start"], finance.start, loaded.place(("finance", "start")))
        for index, item in enumerate(case.initiatives):
            place = loaded.place(("initiatives", index, "live")) if item.live is not None else None
            label = say.say("book_live", name=title_of(case, item.id))
            self._fixed(f"live.{item.id}", label, item.live or finance.start, place)
        self.row += 1

    def _fixed(self, mark: str, label: str, value: Decimal | Month, place: Place | None) -> None:
        role = "assumed" if place is None else "input"
        content = dt.date(value.year, value.number, 1) if isinstance(value, Month) else value
        style = Style("number", WHOLE) if mark == "months" else Style(role, DAY)
        self._labels(label, "" if mark == "months" else self.book.words["book_month"], "", "", place)
        self.book.marks[mark] = self.sheet.put(self.row, VALUE, content, style)
        self.row += 1

    def _labels(self, label: str, unit: str, source: str, owner: str, place: Place | None) -> None:
        told = self.book.words["book_default"] if place is None else f"{Path(place.file).name}:{place.line}"
        put, row = self.sheet.put, self.row
        put(row, LABEL, label, Style("label"))
        put(row, UNIT, unit, Style("unit"))
        for column, text in enumerate((source, owner, told), self.told):
            put(row, column, text, Style("text"))

    def _line(self, row: InputRow) -> None:
        self._labels(row.label, row.unit_told, row.source, row.owner, row.place)
        code = _code(row)
        if len(row.entries) == 1:
            entry = next(iter(row.entries.values()))
            self._enter(entry, VALUE, code, row)
        else:
            self.sheet.put(self.row, VALUE, self.book.words["book_by_period"], Style("link"))
            for period, entry in row.entries.items():
                self._enter(entry, PERIODS + (period or 1) - 1, code, row)
        self.row += 1

    def _enter(self, entry: Entry, column: int, code: str, row: InputRow) -> None:
        role = "assumed" if entry.place is None else "input"
        spot = self.sheet.put(self.row, column, entry.value, Style(role, code))
        for user in entry.users:
            self.book.inputs[user] = spot
        if row.limit:
            self._bind(spot, row.limit)

    def _bind(self, spot: Spot, limit: Limit) -> None:
        """Bind what may be entered; cells side by side share one rule."""
        least, most = _BOUNDS[limit]
        before = self.sheet.bounds[-1] if self.sheet.bounds else None
        if before is not None and before.kind == limit and before.last == spot._replace(column=spot.column - 1):
            self.sheet.bounds[-1] = before._replace(last=spot)
        else:
            self.sheet.bounds.append(Bound(spot, spot, least, most, limit))


def _code(row: InputRow) -> str:
    if row.unit == "money":
        return money_code(row.values)
    return percent_code(row.values) if row.unit == "percent" else number_code(row.values)
