"""The sheet of promises and results: plan and actual of every line, their variances, and the value as now seen.

Plans and actuals stand as values, since they come from other files; what follows from them are formulas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from cxreport.evaluate import Evaluation, Figure
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.revenue import ROOT
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE, Side, Track
from cxreport.render.tracked_edges import saving_addresses
from cxreport.render.views.promises import name_of
from cxreport.render.workbook.addresses import Spot, letters, reference
from cxreport.render.workbook.book import Book, Content, Live, Style
from cxreport.render.workbook.codes import PERCENT, money_code
from cxreport.render.workbook.sheets import add_sheet, put_heads

LABEL, PLAN, ACTUAL, VARIANCE, SHARE = 0, 1, 2, 3, 4
_CELLS = ("reported", "actual", "variance", "share")
_OTHERS = (f"{ALL}.", f"{SAVINGS}.", "earlier.", "year_before.", "compared.", "trailing.", "converted.savings.")


def without_promises(evaluation: Evaluation) -> Evaluation:
    """Return an evaluation without the figures that this sheet shows: those that the other sheets compute."""
    lead = (*_OTHERS, *(f"{track.id}." for track in evaluation.tracks))
    figures = {at: figure for at, figure in evaluation.figures.items() if not at.startswith(lead)}
    return replace(evaluation, figures=figures, tracks=(), beside=())


def put_promises(book: Book, evaluation: Evaluation) -> None:
    """Put the sheet of a report that tracks initiatives or tells of savings; nothing for any other."""
    if evaluation.tracks or saving_addresses(evaluation):
        _Sheet(book, evaluation).put()


class _Sheet:
    def __init__(self, book: Book, evaluation: Evaluation) -> None:
        self.book = book
        self.evaluation = evaluation
        self.figures: Mapping[str, Figure] = evaluation.figures
        self.sheet = add_sheet(book, "book_promises")
        self.row = 2
        tails = (".plan", ".actual", ".npv", f"{SAVINGS}.total")
        amounts = [f.value for f in self.figures.values() if f.unit == "money" and f.address.endswith(tails)
                   and not f.address.startswith(ROOT) and ".case." not in f.address]  # fmt: skip
        self.money = money_code([amount for amount in amounts if amount is not None])

    def put(self) -> None:
        say = self.book.words
        put_heads(
            self.sheet, say["book_promises"], say.say("book_promises_told", currency=self.evaluation.case.currency)
        )
        self.sheet.widths, self.sheet.lead, self.sheet.head = {LABEL: 46, PLAN: 16, ACTUAL: 16, VARIANCE: 16}, 1, 2
        for track in self.evaluation.tracks:
            for window, title in ((PERIOD, self._period()), (TO_DATE, say["book_to_date"])):
                self._title(f"{name_of(track)}: {title}", [say["plan"], say["actual"], say["variance"], "%"])
                for side in SIDES:
                    self._window(track, window, side)
            self._value(track)
        self._savings()

    def _period(self) -> str:
        revenue = self.evaluation.case.revenue
        return self.book.formats.period(revenue.period) if revenue is not None else ""

    def _title(self, text: str, heads: list[str]) -> None:
        self.row += 1
        for column in range(max(SHARE + 1, len(heads) + 1)):
            self.sheet.put(self.row, column, text if column == LABEL else "", Style("section"))
        self.row += 1
        self.sheet.put(self.row, LABEL, "", Style("head"))
        for column, title in enumerate(heads, PLAN):
            self.sheet.put(self.row, column, title, Style("head_number"))
        self.row += 1

    def _line(self, label: str, cells: list[tuple[Content, str]], figures: Sequence[str], role: str = "number") -> int:
        """Put a row: the cells of `figures`, as far as these have a value, and return its number."""
        self.sheet.put(self.row, LABEL, label, Style("total_label" if role == "total" else "label"))
        for column, (content, code) in enumerate(cells, PLAN):
            spot = self.sheet.put(self.row, column, content, Style(role, "" if isinstance(content, str) else code))
            if column - PLAN < len(figures) and content != "":
                self.book.places[figures[column - PLAN]] = spot
        self.row += 1
        return self.row - 1

    def _window(self, track: Track, window: str, side: Side) -> None:
        """Put the lines of a side that are reported in a window, and their sum; then the plan that is not reported."""
        first = self.row
        for line in track.of_side(side):
            at = f"{line.address}.{window}"
            actual = self.evaluation.value(f"{at}.actual")
            if actual is not None:
                given = [(self.evaluation.amount(f"{at}.reported"), self.money), (actual, self.money)]
                self._line(line.model.name, [*given, *self._variance(at)], [f"{at}.{kind}" for kind in _CELLS])
        at = f"{track.id}.{window}.{side}"
        if self.row > first:
            sums = [
                (self._sum(column, first, f"{at}.{kind}"), self.money)
                for column, kind in ((PLAN, "reported"), (ACTUAL, "actual"))
            ]
            self._line(
                self.book.words[f"reported_{side}"],
                [*sums, *self._variance(at)],
                [f"{at}.{kind}" for kind in _CELLS],
                "total",
            )
        if left := self.evaluation.amount(f"{at}.unreported"):
            self._line(
                f"{self.book.words[side]}: {self.book.words['not_reported']}",
                [(left, self.money)],
                [f"{at}.unreported"],
            )

    def _variance(self, at: str) -> list[tuple[Content, str]]:
        """Return the cells of a variance in the present row, by formulas over its plan and actual."""
        plan, actual, less = (f"{letters(column)}{self.row + 1}" for column in (PLAN, ACTUAL, VARIANCE))
        cells: list[tuple[Content, str]] = [
            (Live(f"{actual}-{plan}", self.evaluation.amount(f"{at}.variance")), self.money)
        ]
        share = self.evaluation.value(f"{at}.share")
        cells.append(("", "") if share is None else (Live(f"{less}/ABS({plan})", share), PERCENT))
        return cells

    def _sum(self, column: int, first: int, address: str) -> Live:
        letter = letters(column)
        return Live(f"SUM({letter}{first + 1}:{letter}{self.row})", self.evaluation.amount(address))

    def _value(self, track: Track) -> None:
        """Put the flows as now seen, what one unit of each is worth, and the value that they give."""
        say, at = self.book.words, f"{track.id}.revised"
        rate, per_year = (self._of_case(f"{at}.benefits_pv", key) for key in ("rate", "periods_per_year"))
        periods = range(sum(f.startswith(f"{at}.net_flows.") for f in self.figures))
        self._title(f"{name_of(track)}: {say['book_now']}", [str(t) for t in periods])
        rows = {}
        for side in SIDES:
            flows = [(self.evaluation.amount(f"{at}.{side}_flows.{t}"), self.money) for t in periods]
            rows[side] = self._line(say[side], [*flows], [f"{at}.{side}_flows.{t}" for t in periods])
        net: list[tuple[Content, str]] = []
        worth: list[tuple[Content, str]] = []
        for t in periods:
            letter = letters(PLAN + t)
            formula = f"{letter}{rows['benefits'] + 1}-{letter}{rows['costs'] + 1}"
            net.append((Live(formula, self.evaluation.amount(f"{at}.net_flows.{t}")), self.money))
        netted = self._line(say["net_flow"], net, [f"{at}.net_flows.{t}" for t in periods])
        rated = self._line(say["book_discount_rate"], [(rate, PERCENT)], [])
        spot = Spot(self.sheet.title, rated, PLAN)
        for t in periods:
            factor = (1 + rate) ** -(Decimal(t) / per_year)
            formula = f"(1+${reference(spot, self.sheet.title)[0]}${rated + 1})^-({t}/{per_year:f})"
            worth.append((Live(formula, factor), "0.0000"))
        factors = self._line(say["book_factor"], worth, [])
        first, last = letters(PLAN), letters(PLAN + len(periods) - 1)
        value = f"SUMPRODUCT({first}{netted + 1}:{last}{netted + 1},{first}{factors + 1}:{last}{factors + 1})"
        self._line(
            say["npv_now"], [(Live(value, self.evaluation.amount(f"{at}.npv")), self.money)], [f"{at}.npv"], "total"
        )
        self._line(say["npv_approved"], [(self.evaluation.amount(f"{at}.case_npv"), self.money)], [f"{at}.case_npv"])

    def _of_case(self, address: str, name: str) -> Decimal:
        written = self.figures[address].inputs[name]
        assert not isinstance(written, tuple | str)  # noqa: S101 - a rate and a count, as the ledger enters them
        return written.value

    def _savings(self) -> None:
        own = saving_addresses(self.evaluation)
        if not own:
            return
        self._title(self.book.words["table_savings"], [self.book.words["amount"]])
        first = self.row
        for address in (*own, f"{SAVINGS}.tracked"):
            self._line(self.figures[address].label, [(self.evaluation.amount(address), self.money)], [address])
        self._line(
            self.book.words["savings_all"],
            [(self._sum(PLAN, first, f"{SAVINGS}.total"), self.money)],
            [f"{SAVINGS}.total"],
            "total",
        )
