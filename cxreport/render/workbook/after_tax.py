"""The sheet of flows after tax: what is taxed, the tax, what is left, and what that returns."""

from __future__ import annotations

from decimal import Decimal

from cxreport.evaluate.beyond import KINDS, TAX
from cxreport.render.workbook.addresses import reference
from cxreport.render.workbook.book import Book, Content, Figured, Live, Shown, Style
from cxreport.render.workbook.cash import Rows
from cxreport.render.workbook.codes import MONTHS, PERCENT, WHOLE, money_code
from cxreport.render.workbook.lines import factors
from cxreport.render.workbook.returns import last_below, period_before, turns_of
from cxreport.render.workbook.rules import turns
from cxreport.render.workbook.sheets import LABEL, PERIOD_ROW, TOTAL, Timeline


def put_after_tax(book: Book) -> None:
    """Put the sheet, where the case says how it is taxed."""
    if f"{TAX}.npv" in book.evaluation.figures:
        _AfterTax(book).put()


class _AfterTax:
    """The sheet, row by row: over time first, and what it comes to below."""

    def __init__(self, book: Book) -> None:
        self.book, self.line = book, Timeline(book, "book_after_tax")
        self.code = money_code(book.evaluation.series(f"{TAX}.net_flows"))

    def put(self) -> None:
        book, line = self.book, self.line
        line.put_factors(book.inputs[f"{TAX}.npv", "rate"], factors(book.evaluation, f"{TAX}.npv"))
        self._series("book_capital", "capital", Figured(f"{TAX}.capital_total"))
        self._series("book_expenses", "expenses", None)
        for kind in KINDS:
            self._series(f"tax_{kind}", kind, Figured(f"{TAX}.{kind}_total"))
        net = self._series("tax_net", "net_flows", Figured(f"{TAX}.net_total"), "total")
        totals = self._series("running_total", "cumulative", None)
        line.row += 1
        periods, flows, running = (line.range(row, line.sheet.title) for row in (PERIOD_ROW, net, totals))
        self._returns(Rows(periods, flows, running, ""))

    def _series(self, words: str, tail: str, total: Content | None, role: str = "number") -> int:
        row = self.line.series(
            self.book.words[words], self.book.evaluation.case.currency, lambda t: Figured(f"{TAX}.{tail}.{t}"),
            self.code, role=role, totals=(total, None),
        )  # fmt: skip
        self.book.name(f"{TAX}.{tail}", self.line.spot(0, row), self.line.spot(self.line.periods[-1], row))
        return row

    def _returns(self, rows: Rows) -> None:
        """Put what the flows after tax return, over the cells of their rows; each formula's aids stand before it."""
        book, home = self.book, self.line.sheet.title
        npv, payback, irr = (f"{TAX}.{tail}" for tail in ("npv", "payback_months", "irr"))
        book.nearby[npv, "flows"] = rows.net
        book.nearby[npv, "factors"] = self.line.range(self.line.sheet.head - 1, home)
        self._figure("book_tax_npv", npv, self.code)
        self._figure("book_tax_left", f"{TAX}.left", self.code)
        below = self._aid("book_last_below", Live(last_below(rows, rows.totals), period_before(book, payback)))
        nearby = {"totals": rows.totals, "last": below, "periods": rows.periods}
        book.nearby |= {(payback, name): cells for name, cells in nearby.items()}
        book.nearby[payback, "months"] = reference(book.marks["months"], home)
        self._figure("book_tax_payback", payback, MONTHS)
        count = Decimal(turns(book, book.evaluation.figures[irr]))
        book.nearby[irr, "turns"] = self._aid("book_turns", Live(turns_of(rows), count))
        book.nearby[irr, "flows"] = rows.net
        self._figure("book_tax_irr", irr, PERCENT)
        self._roots(rows)

    def _roots(self, rows: Rows) -> None:
        roots = [at for at in self.book.evaluation.figures if at.startswith(f"{TAX}.irr.roots.")]
        if len(roots) == 1:
            self.book.places[roots[0]] = self.book.places[f"{TAX}.irr"]
            return
        for number, address in enumerate(roots, 1):
            self.book.nearby[address, "flows"] = rows.net
            self._put(self.book.words.say("book_root", number=number), Figured(address), Style("number", PERCENT))

    def _aid(self, words: str, content: Live) -> str:
        self._put(self.book.words[words], content, Style("link", WHOLE))
        return reference(self.line.sheet.spot(self.line.row - 1, TOTAL), self.line.sheet.title)

    def _figure(self, words: str, address: str, code: str) -> None:
        self._put(self.book.words[words], Figured(address), Style("number", code))
        self.book.name(address, self.book.places[address])

    def _put(self, label: str, content: Figured | Live | Shown, style: Style) -> None:
        sheet, row = self.line.sheet, self.line.row
        sheet.put(row, LABEL, label, Style("label"))
        if isinstance(content, Figured):
            self.book.figure(sheet, row, TOTAL, content.address, style)
        else:
            sheet.put(row, TOTAL, content, style)
        self.line.row += 1
