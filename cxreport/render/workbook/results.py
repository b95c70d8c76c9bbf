"""Tables of figures that each stand in one cell: by the formula of their rule, or as another file has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from cxreport.evaluate.ledger import Figure, Written
from cxreport.render.workbook.book import Book, Content, Sheet, Shown, Style
from cxreport.render.workbook.codes import MONTHS, PERCENT, number_code

LABEL, FIRST = 0, 1
_OTHER_FILES = ("earlier.", "year_before.")


class Results:
    """Puts rows of figures on a sheet, one below the other; `cells` of a row are addresses, contents, or nothing."""

    def __init__(self, book: Book, sheet: Sheet, money: str) -> None:
        self.book, self.sheet, self.money = book, sheet, money
        self.figures = book.assessed.figures
        self.row = 2

    def title(self, text: str, heads: Sequence[str]) -> None:
        """Put the title of a block, and what stands above its columns."""
        self.row += 1
        for column in range(max(7, len(heads) + 1)):
            self.sheet.put(self.row, column, text if column == LABEL else "", Style("section"))
        self.row += 1
        for column, head in enumerate(("", *heads)):
            self.sheet.put(self.row, column, head, Style("head" if column == LABEL else "head_number"))
        self.row += 1

    def line(self, label: str, cells: Sequence[str | tuple[Content, Style]], role: str = "number") -> int:
        """Put a row and return its number."""
        self.sheet.put(self.row, LABEL, label, Style("total_label" if role == "total" else "label"))
        for column, cell in enumerate(cells, FIRST):
            if isinstance(cell, tuple):
                self.sheet.put(self.row, column, *cell)
            else:
                self.figure(column, cell, role)
        self.row += 1
        return self.row - 1

    def series(self, label: str, cell: Callable[[int], str], periods: Sequence[int], role: str = "number") -> int:
        """Put a row over time and return its number."""
        return self.line(label, [cell(t) for t in periods], role)

    def figure(self, column: int, address: str, role: str = "number") -> None:
        """Put a figure, or show it where it stands already; one that is not there leaves its cell empty."""
        figure = self.figures.get(address)
        if figure is None:
            self.sheet.put(self.row, column, "", Style(role))
            return
        style = Style(role, self.code(figure))
        if address in self.book.places:
            shown = style if role == "total" else style._replace(role="link")
            self.sheet.put(self.row, column, Shown(address), shown)
        elif (given := self._given(figure)) is not None:
            value = self.book.words["book_undefined"] if figure.value is None else figure.value
            spot = self.sheet.put(self.row, column, value, style._replace(role=given))
            self.book.places[address] = spot
            source = figure.inputs.get("amount")
            if isinstance(source, str) and figure.rule == "written":
                self.book.places.setdefault(source, spot)
        else:
            self.book.figure(self.sheet, self.row, column, address, style)
        self.book.name(address, self.book.places[address])

    def _given(self, figure: Figure) -> str | None:
        """Return the look of a figure that is no formula: entered in this report, or as another file has it."""
        if ".case." in figure.address or figure.address.startswith(_OTHER_FILES):
            return "kept"
        source = figure.inputs.get("amount") if figure.rule == "written" else None
        if isinstance(source, str) and ".case." not in source:  # of a line of this report, its amount
            source = self.figures[source].inputs.get("amount")
        if figure.rule == "converted" and ".case." in str(figure.inputs["amount"]):  # what it came from is not shown
            return "kept"
        if isinstance(source, Written):
            return "kept" if source.place is None else "input"
        return "kept" if isinstance(source, str) and source not in self.book.places else None

    def code(self, figure: Figure) -> str:
        """Return the number code of a figure."""
        if figure.unit == "money":
            return self.money
        value = figure.value or Decimal(0)
        return {"percent": PERCENT, "months": MONTHS}.get(figure.unit) or number_code([value])
