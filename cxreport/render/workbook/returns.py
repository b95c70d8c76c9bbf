"""The sheet of returns: what each initiative and the whole bring, as live formulas, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from cxreport.case.models import GRADES, Benefit, BusinessCase
from cxreport.evaluate.beyond import TERMINAL
from cxreport.evaluate.certainty import UNGRADED
from cxreport.evaluate.ledger import Written
from cxreport.render.workbook.addresses import reference
from cxreport.render.workbook.book import Book, Content, Figured, Live, Shown, Style
from cxreport.render.workbook.cash import Part, Rows, parts_of
from cxreport.render.workbook.codes import MONTHS, PERCENT, RATIO, WHOLE, money_code
from cxreport.render.workbook.decisions import FIRST, LABEL, TOLD, Listing, put_decisions
from cxreport.render.workbook.lines import counted_lines
from cxreport.render.workbook.rules import turns
from cxreport.render.workbook.sheets import add_sheet, put_heads


class Measure(NamedTuple):
    """A row of the sheet: the tail of its figures' addresses, its words, the words that explain it, its number code."""

    tail: str
    words: str
    told: str
    code: str
    role: str = "label"


_MONEY = (
    Measure("benefits_total", "book_benefits_total", "", ""),
    Measure("savings_total", "book_of_them_saving", "", "", "indented"),
    Measure("revenues_total", "book_of_them_revenue", "", "", "indented"),
    Measure("costs_total", "book_costs_total", "", ""),
    Measure("later_costs", "book_later_costs", "", "", "indented"),
    Measure("benefits_pv", "book_benefits_pv", "define_pv", ""),
    Measure("costs_pv", "book_costs_pv", "", ""),
    Measure("npv", "term_npv", "define_npv", ""),
)
_RATIOS = (
    Measure("roi", "term_roi", "define_roi", PERCENT),
    Measure("bcr", "bcr_short", "", RATIO),
    Measure("break_even", "term_break_even", "define_break_even", PERCENT),
)
_RATES = (
    Measure("irr", "book_irr", "define_irr", PERCENT),
    Measure("mirr", "book_mirr", "", PERCENT),
)
_PAYBACKS = (
    Measure("payback_months", "book_payback", "define_payback", MONTHS),
    Measure("discounted_payback_months", "book_discounted_payback", "", MONTHS),
)
_RATIOS_OF_PV = ("npv", *(measure.tail for measure in _RATIOS))
NAMED = (*(measure.tail for measure in (*_MONEY, *_RATIOS, *_RATES, *_PAYBACKS)), "first_year_roi")


def put_returns(book: Book, rows: Mapping[str, Rows]) -> None:
    """Put the results of every part side by side, and below them what rests on what."""
    _Returns(book, rows).put()


class _Returns(Listing):
    """The sheet, row by row."""

    def __init__(self, book: Book, rows: Mapping[str, Rows]) -> None:
        whole = [book.evaluation.amount(tail) for tail in ("benefits_total", "costs_total", "npv")]
        super().__init__(book, add_sheet(book, "book_returns"), 2, money_code(whole))
        self.rows, self.parts = rows, parts_of(book)

    def put(self) -> None:
        say, sheet = self.book.words, self.sheet
        put_heads(sheet, say["book_returns"], say.say("book_returns_told", currency=self.book.evaluation.case.currency))
        sheet.widths = {LABEL: 40, TOLD: 58}
        sheet.head, sheet.lead = 3, 1
        self.heads(["", say["book_meaning"]], [part.title for part in self.parts])
        for measure in (*_MONEY, *_RATIOS):
            self._measure(measure)
        self._first_year()
        self._turns()
        for measure in _RATES:
            self._point_rates(measure.tail)
            self._measure(measure)
        self._roots()
        for measure in _PAYBACKS:
            self._payback(measure)
        self._terminal()
        for part in self.parts:
            for tail in NAMED:
                self.book.name(f"{part.prefix}{tail}", self.book.places[f"{part.prefix}{tail}"])
        self._certainty()
        self._grades()
        put_decisions(self)

    def _label(self, words: str, told: str = "", role: str = "label") -> None:
        self.sheet.put(self.row, LABEL, self.book.words[words], Style(role))
        self.sheet.put(self.row, TOLD, self.book.words[told] if told else "", Style("text"))

    def _measure(self, measure: Measure) -> None:
        """Put a figure of every part; one that stands on another sheet already is shown."""
        self._label(measure.words, measure.told, measure.role)
        for column, part in enumerate(self.parts, FIRST):
            address = f"{part.prefix}{measure.tail}"
            style = Style("number", measure.code or self.money)
            if address in self.book.places:
                spot = self.sheet.put(self.row, column, Shown(address), style)
                for user in _RATIOS_OF_PV:
                    self.book.nearby[f"{part.prefix}{user}", measure.tail] = reference(spot, self.sheet.title)
            else:
                self.book.figure(self.sheet, self.row, column, address, style)
        self.row += 1

    def _first_year(self) -> None:
        """Put the last period of the first year in effect, which follows from two months, and its return."""
        book, home = self.book, self.sheet.title
        self._label("book_first_year_last", "book_first_year_told")
        for column, part in enumerate(self.parts, FIRST):
            start, months = (reference(book.marks[mark], home) for mark in ("start", "months"))
            live = self._live(part)
            count = f"(YEAR({live})-YEAR({start}))*12+MONTH({live})-MONTH({start})+12"
            formula = f"MIN(MAX(INT(({count})/{months}),0),MAX({self.rows[part.prefix].periods}))"
            address = f"{part.prefix}first_year_roi"
            last = book.evaluation.figures[address].inputs["last"]
            assert isinstance(last, Written)  # noqa: S101 - it follows from months that are written
            spot = self.sheet.put(self.row, column, Live(formula, last.value), Style("link", WHOLE))
            book.nearby[address, "last"] = reference(spot, home)
            book.nearby[address, "periods"] = self.rows[part.prefix].periods
        self.row += 1
        self._measure(Measure("first_year_roi", "book_first_year", "", PERCENT))

    def _live(self, part: Part) -> str:
        """Return the month in which a part takes effect: of the whole, when its first initiative does."""
        case = self.book.evaluation.case
        assert isinstance(case, BusinessCase)  # noqa: S101 - a value report has no returns
        ids = [item.id for item in case.initiatives if part.prefix in {"", f"{item.id}."}]
        cells = [reference(self.book.marks[f"live.{found}"], self.sheet.title) for found in ids]
        return f"MIN({','.join(cells)})" if len(cells) > 1 else cells[0]

    def _turns(self) -> None:
        """Put how often the flows change their sign: only where they do so once, Excel finds the one rate."""
        self._label("book_turns", "book_turns_told")
        for column, part in enumerate(self.parts, FIRST):
            rows, figure = self.rows[part.prefix], self.book.evaluation.figures[f"{part.prefix}irr"]
            count = Decimal(turns(self.book, figure))
            spot = self.sheet.put(self.row, column, Live(turns_of(rows), count), Style("link", WHOLE))
            self.book.nearby[figure.address, "turns"] = reference(spot, self.sheet.title)
        self.row += 1

    def _point_rates(self, tail: str) -> None:
        for part in self.parts:
            self.book.nearby[f"{part.prefix}{tail}", "flows"] = self.rows[part.prefix].net

    def _roots(self) -> None:
        """Put every internal rate; where a part has just one, that is where its figure stands already."""
        book, figures = self.book, self.book.evaluation.figures
        most = max(_root_count(book, part) for part in self.parts)
        for part in self.parts:
            if _root_count(book, part) == 1:
                book.places[f"{part.prefix}irr.roots.1"] = book.places[f"{part.prefix}irr"]
        if most < 2:
            return
        for number in range(1, most + 1):
            self.sheet.put(self.row, LABEL, book.words.say("book_root", number=number), Style("indented"))
            self.sheet.put(self.row, TOLD, "", Style("text"))
            for column, part in enumerate(self.parts, FIRST):
                address = f"{part.prefix}irr.roots.{number}"
                if address in figures and address not in book.places:
                    book.nearby[address, "flows"] = self.rows[part.prefix].net
                    book.figure(self.sheet, self.row, column, address, Style("number", PERCENT))
                else:
                    self.sheet.put(self.row, column, "", Style("number"))
            self.row += 1

    def _payback(self, measure: Measure) -> None:
        """Put the last period below zero and the months that follow from it."""
        book, home = self.book, self.sheet.title
        discounted = measure.tail.startswith("discounted")
        self._label("book_last_below" if not discounted else "book_last_below_discounted", "book_last_below_told")
        for column, part in enumerate(self.parts, FIRST):
            rows, address = self.rows[part.prefix], f"{part.prefix}{measure.tail}"
            totals = rows.discounted if discounted else rows.totals
            below = Live(last_below(rows, totals), period_before(book, address))
            spot = self.sheet.put(self.row, column, below, Style("link", WHOLE))
            months = reference(book.marks["months"], home)
            nearby = {"totals": totals, "last": reference(spot, home), "periods": rows.periods, "months": months}
            book.nearby |= {(address, name): cells for name, cells in nearby.items()}
        self.row += 1
        self._measure(measure)

    def _terminal(self) -> None:
        """Put what may lie beyond the horizon, of the whole only."""
        if f"{TERMINAL}.npv" not in self.book.evaluation.figures:
            return
        for tail in ("flow", "value", "pv", "npv"):
            self._label(f"book_terminal_{tail}", "book_terminal_told", "indented")
            for column in range(FIRST, FIRST + len(self.parts) - 1):
                self.sheet.put(self.row, column, "", Style("number"))
            column = FIRST + len(self.parts) - 1
            self.book.figure(self.sheet, self.row, column, f"{TERMINAL}.{tail}", Style("number", self.money))
            self.row += 1

    def _certainty(self) -> None:
        lines = [owner for owner in counted_lines(self.book) if isinstance(owner.model, Benefit)]
        say = self.book.words
        self.section(say["table_need"], [say["present_value"], say["share"], say["npv_without"]])
        for owner in lines:
            self.plain(owner.title, "", [
                (Shown(f"{owner.address}.pv"), self.money),
                (Figured(f"{owner.address}.share"), PERCENT),
                (Figured(f"{owner.address}.npv_without"), self.money),
            ])  # fmt: skip

    def _grades(self) -> None:
        say = self.book.words
        self.section(say["table_grades"], [say["present_value"], say["share"]], [say["grade"], say["meaning"]])
        for grade in (*reversed(GRADES), UNGRADED):
            cells: list[tuple[Content, str]] = [
                (Figured(f"grades.{grade}.pv"), self.money),
                (Figured(f"grades.{grade}.share"), PERCENT),
            ]
            self.plain(say["grade_" + grade], say["meaning_" + grade], cells)


def last_below(rows: Rows, totals: str) -> str:
    """Return the formula for the last period in which a running total is below zero, -1 where it never is.

    What is nought but for the last digits of floating point counts as nought.
    """
    return f"SUMPRODUCT(MAX(({totals}<-1E-12*SUMPRODUCT(ABS({rows.net})))*({rows.periods}+1)))-1"


def period_before(book: Book, payback: str) -> Decimal:
    """Return the last period in which the running total behind a payback is below zero, -1 where it never is."""
    months, evaluation = book.value(payback), book.evaluation
    if months is None:
        return Decimal(evaluation.periods)
    periods = months * evaluation.periods_per_year / 12
    return periods.to_integral_value(ROUND_CEILING) - 1


def turns_of(rows: Rows) -> str:
    """Return the formula for 0, 1 or 2 changes of sign, 2 standing for more.

    There is one where all flows on one side of nought come before all on the other. What is nought but for the last
    digits of floating point counts as nought.
    """
    net, index = rows.net, f"({rows.periods}+1)"
    nought = f"1E-14*SUMPRODUCT(ABS({net}))"
    below, above = f"({net}<-{nought})", f"({net}>{nought})"
    last = {side: f"SUMPRODUCT(MAX({side}*{index}))" for side in (below, above)}
    first = {side: f"SUMPRODUCT(MAX({side}/{index}))" for side in (below, above)}
    one_way = [f"{last[before]}*{first[after]}<1" for before, after in ((below, above), (above, below))]
    return f"IF(OR({last[below]}=0,{last[above]}=0),0,IF(OR({','.join(one_way)}),1,2))"


def _root_count(book: Book, part: Part) -> int:
    start = f"{part.prefix}irr.roots."
    return sum(address.startswith(start) for address in book.evaluation.figures)
