"""From the laid-out book to the bytes of the file, by XlsxWriter."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from math import ceil
from typing import Any

from cxreport.render.theme import PAPERS
from cxreport.render.workbook.addresses import Spot, fixed, letters, reference
from cxreport.render.workbook.book import Book, Bound, Figured, Jump, Live, Sheet, Shown, Style
from cxreport.render.workbook.looks import BOLD, LINE, WRAPPED, looks, properties
from cxreport.render.workbook.printing import WIDTH, arrange_pages
from cxreport.render.workbook.rules import formula_of, number
from cxreport.render.workbook.scenarios import in_force

# A longer formula makes the file unreadable for Excel.
LONGEST_FORMULA = 8192
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


class Writer:
    """Writes one book; formats are made once per style."""

    def __init__(self, book: Book) -> None:
        from xlsxwriter import Workbook

        self.book = book
        self.theme = book.look
        self.buffer = io.BytesIO()
        self.workbook: Any = Workbook(self.buffer, OPTIONS)
        self._roles = looks(book.look)
        self._formats: dict[Style, Any] = {}

    def bytes(self) -> bytes:
        """Return the file. Its only date is the case's, so that the same case gives the same bytes."""
        self._set_properties()
        pages = [(sheet, self.workbook.add_worksheet(sheet.title)) for sheet in self.book.sheets]
        for sheet, page in pages:
            self._write(sheet, page)
        if self.book.charts:
            from cxreport.render.workbook.charts import draw

            draw(self.book, self.workbook, {sheet.title: page for sheet, page in pages}, self.format)
        for name, place in self.book.names.items():
            self.workbook.define_name(name, f"={place}")
        pages[0][1].activate()
        self.workbook.close()
        return self.buffer.getvalue()

    def format(self, style: Style) -> Any:
        """Return XlsxWriter's format of a style."""
        if style not in self._formats:
            self._formats[style] = self.workbook.add_format(properties(style, self.theme, self._roles))
        return self._formats[style]

    def _set_properties(self) -> None:
        case = self.book.evaluation.case
        created = dt.datetime.combine(case.date, dt.time(), dt.UTC)
        told = {"title": case.title, "author": case.prepared_by or case.organisation, "company": case.organisation}
        self.workbook.set_properties(told | {"keywords": self.book.words["keywords"], "created": created})
        self.workbook.set_custom_property("Language", str(case.locale).replace("_", "-"), "text")
        self.workbook.set_calc_mode("auto")

    def _write(self, sheet: Sheet, page: Any) -> None:
        for row, column, content, style in sheet.cells:
            look = self.format(style)
            if content == "":
                page.write_blank(row, column, None, look)
            elif isinstance(content, str):
                page.write_string(row, column, content, look)
            elif isinstance(content, Figured):
                self._write_figure(page, sheet.title, row, column, content.address, look)
            elif isinstance(content, Decimal):
                page.write_number(row, column, float(content), look)
            elif isinstance(content, Shown):
                self._write_shown(page, sheet.title, row, column, content, look)
            elif isinstance(content, Live):
                page.write_formula(row, column, f"={content.formula}", look, cached(content.value))
            elif isinstance(content, Jump):
                target = fixed(Spot(content.sheet, 0, 0)).replace("$", "")
                page.write_url(row, column, f"internal:{target}", look, content.sheet)
            else:
                page.write_datetime(row, column, content, look)
        self._merge(sheet, page)
        self._arrange(sheet, page)

    def _merge(self, sheet: Sheet, page: Any) -> None:
        for top, left, bottom, right in sheet.merges:
            cell = next(cell for cell in sheet.cells if (cell.row, cell.column) == (top, left))
            page.merge_range(top, left, bottom, right, cell.content, self.format(cell.style))

    def _write_figure(self, page: Any, home: str, row: int, column: int, address: str, look: Any) -> None:
        figure = self.book.assessed.figures[address]
        formula = in_force(self.book, address, formula_of(self.book, figure, home), home)
        if len(formula) >= LONGEST_FORMULA and figure.value is not None:
            page.write_number(row, column, float(figure.value), look)
            return
        value = undefined(self.book, address) if figure.value is None else float(figure.value)
        page.write_formula(row, column, f"={formula}", look, value)

    def _write_shown(self, page: Any, home: str, row: int, column: int, shown: Shown, look: Any) -> None:
        if isinstance(shown.target, Spot):
            spot, value = shown.target, shown.value
        else:
            spot, value = self.book.places[shown.target], self.book.value(shown.target)
        known = undefined(self.book, str(shown.target)) if value is None else float(value)
        page.write_formula(row, column, f"={reference(spot, home)}", look, known)

    def _arrange(self, sheet: Sheet, page: Any) -> None:
        plain = self.format(Style("plain"))
        last = max((*sheet.widths, *(cell.column for cell in sheet.cells)))
        for column in range(last + 1):
            page.set_column(column, column, sheet.widths.get(column, WIDTH), plain)
        heights = _heights(sheet) | sheet.heights
        for row, height in heights.items():
            page.set_row(row, height)
        for choice in sheet.choices:
            row, column = choice.spot.row, choice.spot.column
            page.data_validation(row, column, row, column, {"validate": "list", "source": f"={choice.texts}"})
        for bound in sheet.bounds:
            _bind(page, bound, self.book.words)
        page.hide_gridlines(2)
        page.freeze_panes(sheet.head, sheet.lead)
        if sheet.head:
            page.repeat_rows(0, sheet.head - 1)
        if sheet.lead:
            page.repeat_columns(0, sheet.lead - 1)
        arrange_pages(sheet, page, heights, letter=self.theme.page_width == PAPERS["Letter"][0])
        page.set_footer(_footer(self.book, sheet))


def _heights(sheet: Sheet) -> dict[int, float]:
    """Return the heights of rows whose text takes several lines; neither program measures it on opening."""
    lines: dict[int, int] = {}
    for row, column, content, style in sheet.cells:
        if isinstance(content, str) and style.role in WRAPPED:
            width = sheet.widths.get(column, WIDTH) / (1.15 if style.role in BOLD else 1)
            if len(content) > width:
                lines[row] = max(lines.get(row, 1), ceil(len(content) / width))
    return {row: count * LINE + 2 for row, count in lines.items()}


def cached(value: Decimal | str) -> float | str:
    """Return a value as it is kept beside its formula."""
    return value if isinstance(value, str) else float(value)


def undefined(book: Book, address: str) -> str:
    """Return the words that stand where a figure has no value."""
    tail = address.rpartition(".")[2]
    if tail in {"payback_months", "discounted_payback_months"}:
        return book.words["book_not_paid_back"]
    if tail == "irr":
        several = f"{address}.roots.1" in book.evaluation.figures
        return book.words["book_irr_several" if several else "book_irr_none"]
    return book.words["book_undefined"]


def _bind(page: Any, bound: Bound, words: Any) -> None:
    first, last = bound.first, bound.last
    rule: dict[str, Any] = {"validate": "decimal", "error_title": words["book_input"]}
    least, most = number(bound.least), number(bound.most) if bound.most is not None else ""
    rule["error_message"] = words["book_bound_" + bound.kind]
    if bound.most is None:
        rule |= {"criteria": ">" if bound.kind == "positive" else ">=", "value": float(bound.least)}
    elif bound.kind in {"growth", "risk"}:
        cell = f"{letters(first.column)}{first.row + 1}"
        above, below = (">", "<=") if bound.kind == "growth" else (">=", "<")
        rule |= {"validate": "custom", "value": f"=AND(ISNUMBER({cell}),{cell}{above}{least},{cell}{below}{most})"}
    else:
        rule |= {"criteria": "between", "minimum": float(bound.least), "maximum": float(bound.most)}
    page.data_validation(first.row, first.column, last.row, last.column, rule)


def _footer(book: Book, sheet: Sheet) -> str:
    """Return the footer of a printed sheet: the title of the case, that of the sheet, and the page of pages."""
    told = book.words["page_of_pages"].format(page="&P", pages="&N")
    title = book.evaluation.case.title.replace("&", "&&")[:80]
    return f"&L&8{title}&C&8{sheet.title.replace('&', '&&')}&R&8 {told}"
