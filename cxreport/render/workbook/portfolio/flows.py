"""The sheet of flows: what each proposal brings and costs in each period, and the sums of what is chosen."""

from __future__ import annotations

from decimal import Decimal

from cxreport.render.printed_portfolio import outcome_of
from cxreport.render.views.portfolio.names import Names
from cxreport.render.workbook.addresses import letters
from cxreport.render.workbook.book import Book, Live, Sheet, Style
from cxreport.render.workbook.codes import money_code
from cxreport.render.workbook.portfolio.proposals import Grid
from cxreport.render.workbook.sheets import add_sheet, put_heads

LABEL, TOTAL, FIRST = 0, 1, 2
SIDES = (("benefit", "benefits"), ("cost", "costs"))


def put_flows(book: Book, grid: Grid) -> None:
    """Put the flows of every proposal on the calendar, and below them those of the chosen together."""
    _Flows(book, grid).put()


class _Flows:
    """The sheet, block by block; `rows` has the first row of each block of proposals."""

    def __init__(self, book: Book, grid: Grid) -> None:
        self.book, self.grid = book, grid
        self.outcome, self.names = outcome_of(book.evaluation), Names(book.evaluation, book.formats)
        self.prefix = "funding." if self.outcome.line is not None else ""
        self.periods = range(1, self.outcome.days.periods + 1)
        self.sheet: Sheet = add_sheet(book, "book_round_flows")
        amount = book.evaluation.amount
        every = [
            amount(f"{p.id}.{side}_flows.{t}")
            for p in self.outcome.proposals
            for side, _ in SIDES
            for t in self.periods
        ]
        self.code = money_code(every)
        self.row = 2

    def put(self) -> None:
        say, sheet = self.book.words, self.sheet
        told = say.say("book_round_flows_told", currency=self.book.evaluation.case.currency)
        put_heads(sheet, say["book_round_flows"], told)
        heads = ["", say["total"], *self.names.periods(self.periods)]
        for column, head in enumerate(heads):
            sheet.put(self.row, column, head, Style("head" if column == LABEL else "head_number"))
        sheet.widths, sheet.head, sheet.lead = {LABEL: 48}, 3, FIRST
        sheet.pages_wide = 1 + len(self.periods) // 12
        self.row += 1
        firsts = {side: self._block(side, say[title]) for side, title in SIDES}
        self._band(say["funded_sum"] if self.prefix else say["all_proposals"])
        for side, title in SIDES:
            self._together(side, say[title], firsts[side])
        self._net()

    def _band(self, title: str) -> None:
        for column in range(FIRST + len(self.periods)):
            self.sheet.put(self.row, column, title if column == LABEL else "", Style("section"))
        self.row += 1

    def _block(self, side: str, title: str) -> int:
        self._band(title)
        first = self.row
        for proposal in self.outcome.proposals:
            self.sheet.put(self.row, LABEL, proposal.title, Style("label"))
            self._sum_of_row(f"{proposal.id}.{side}s_total", "number")
            for t in self.periods:
                address = f"{proposal.id}.{side}_flows.{t}"
                amount = self.book.evaluation.amount(address)
                spot = self.sheet.put(self.row, FIRST + t - 1, amount, Style("kept", self.code))
                self.book.places[address] = spot
            self.row += 1
        self.row += 1
        return first

    def _sum_of_row(self, address: str, role: str) -> None:
        cells = f"{letters(FIRST)}{self.row + 1}:{letters(FIRST + len(self.periods) - 1)}{self.row + 1}"
        live = Live(f"SUM({cells})", self.book.evaluation.amount(address))
        self.book.places[address] = self.sheet.put(self.row, TOTAL, live, Style(role, self.code))
        self.book.name(address, self.book.places[address])

    def _together(self, side: str, title: str, first: int) -> None:
        self.sheet.put(self.row, LABEL, title, Style("label"))
        self._sum_of_row(f"{self.prefix}{side}s_total", "number")
        for t in self.periods:
            column = letters(FIRST + t - 1)
            cells = f"{column}{first + 1}:{column}{first + len(self.outcome.proposals)}"
            self._live(
                f"{self.prefix}{side}_flows.{t}", FIRST + t - 1, f"SUMPRODUCT({self.grid.chosen},{cells})", "number"
            )
        self.row += 1

    def _live(self, address: str, column: int, formula: str, role: str) -> None:
        value: Decimal = self.book.evaluation.amount(address)
        spot = self.sheet.put(self.row, column, Live(formula, value), Style(role, self.code))
        self.book.places[address] = spot
        self.book.name(address, spot)

    def _net(self) -> None:
        say, above = self.book.words, self.row
        self.sheet.put(self.row, LABEL, say["net_flow"], Style("total_label"))
        self._sum_of_row(f"{self.prefix}net_total", "total")
        for t in self.periods:
            column = letters(FIRST + t - 1)
            self._live(f"{self.prefix}net_flows.{t}", FIRST + t - 1, f"{column}{above - 1}-{column}{above}", "total")
        self.row += 1
        self.sheet.put(self.row, LABEL, say["running_total"], Style("label"))
        self.sheet.put(self.row, TOTAL, "", Style("number"))
        for t in self.periods:
            here, before = letters(FIRST + t - 1), letters(FIRST + t - 2)
            formula = f"{here}{self.row}" + (f"+{before}{self.row + 1}" if t > 1 else "")
            self._live(f"{self.prefix}cumulative.{t}", FIRST + t - 1, formula, "number")
        self.row += 1
