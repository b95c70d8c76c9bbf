"""What becomes of an approved initiative: its forecast, its flows as now seen, and the value that they give."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal, localcontext

from cxreport.evaluate.evaluation import CONTEXT
from cxreport.evaluate.ledger import Written
from cxreport.evaluate.tracked import SIDES, Track
from cxreport.finance import cumulative, discount_factor
from cxreport.render.workbook.addresses import letters
from cxreport.render.workbook.book import Book, Live, Style
from cxreport.render.workbook.codes import PERCENT, WHOLE
from cxreport.render.workbook.results import FIRST, Results

_FORECAST = ("realised", "run_rate", "remaining", "forecast", "forecast_variance")


def put_revised(book: Book, rows: Results, track: Track, name: str) -> None:
    """Put the three blocks of an initiative."""
    _put_forecast(book, rows, track, name)
    _Revised(book, rows, track, name).put()


def _put_forecast(book: Book, rows: Results, track: Track, name: str) -> None:
    say, initiative = book.words, track.approved.initiative.id
    heads = [say[key] for key in ("plan_to_end", "realised", "rate", "book_remaining", "forecast", "variance")]
    rows.title(f"{name}: {say['forecast']}", heads)
    for side in SIDES:
        for line in track.of_side(side):
            plan = f"{track.id}.case.{initiative}.{side}.{line.model.id}.total"
            rows.line(line.model.name, [plan, *(f"{line.address}.{kind}" for kind in _FORECAST)])
        rows.line(say[side], [f"{track.id}.forecast.{side}.{kind}" for kind in ("plan", *_FORECAST)], "total")


class _Revised:
    """The flows of an initiative as now seen, and what follows from them."""

    def __init__(self, book: Book, rows: Results, track: Track, name: str) -> None:
        self.book, self.rows, self.track, self.name = book, rows, track, name
        self.at = f"{track.id}.revised"
        self.periods = range((track.case.finance.periods or 1) + 1)
        self.end = letters(FIRST + self.periods[-1])

    def put(self) -> None:
        """Put the flows, then the value."""
        book, rows, say = self.book, self.rows, self.book.words
        rows.title(f"{self.name}: {say['book_now']}", ["" for _ in self.periods])
        numbers = rows.row - 1
        for t in self.periods:
            rows.sheet.put(numbers, FIRST + t, Decimal(t), Style("period", WHOLE))
        for side in SIDES:
            for line in self.track.of_side(side):
                rows.series(line.model.name, lambda t, at=line.address: f"{at}.revised.{t}", self.periods)  # type: ignore[misc]  # bound now
            rows.series(say[side], lambda t, side=side: f"{self.at}.{side}_flows.{t}", self.periods, "total")  # type: ignore[misc]  # bound now
        net = rows.series(say["net_flow"], lambda t: f"{self.at}.net_flows.{t}", self.periods, "total")
        totals = self._totals(net)
        factors = self._factors(numbers)
        for side in SIDES:
            book.nearby[f"{self.at}.{side}_pv", "factors"] = self._range(factors)
        self._payback(numbers, net, totals)
        self._values()

    def _range(self, row: int) -> str:
        return f"${letters(FIRST)}${row + 1}:${self.end}${row + 1}"

    def _live(self, label: str, formulas: Sequence[str], values: Sequence[Decimal], code: str) -> int:
        style = Style("link", code)
        return self.rows.line(label, [(Live(f, v), style) for f, v in zip(formulas, values, strict=True)])

    def _totals(self, net: int) -> int:
        first = f"${letters(FIRST)}{net + 1}"
        formulas = [f"SUM({first}:{letters(FIRST + t)}{net + 1})" for t in self.periods]
        flows = [self.book.assessed.amount(f"{self.at}.net_flows.{t}") for t in self.periods]
        with localcontext(CONTEXT):
            values = cumulative(flows)
        return self._live(self.book.words["running_total"], formulas, values, self.rows.money)

    def _factors(self, numbers: int) -> int:
        """Put the rate of the case, and what one unit of each period is worth."""
        rate, per_year = (self._of_case(f"{self.at}.benefits_pv", key) for key in ("rate", "periods_per_year"))
        row = self.rows.line(self.book.words["book_discount_rate"], [(rate, Style("input", PERCENT))])
        cell = f"${letters(FIRST)}${row + 1}"
        formulas = [f"(1+{cell})^-({letters(FIRST + t)}{numbers + 1}/{per_year:f})" for t in self.periods]
        with localcontext(CONTEXT):
            values = [discount_factor(rate, t, int(per_year)) for t in self.periods]
        return self._live(self.book.words["book_factor"], formulas, values, "0.0000")

    def _payback(self, numbers: int, net: int, totals: int) -> None:
        """Put the last period below nought, which the payback lies behind."""
        address = f"{self.at}.payback_months"
        months, value = self._of_case(address, "months_per_period"), self.book.assessed.value(address)
        last = Decimal(self.periods[-1])
        if value is not None:
            last = (value / months).to_integral_value(ROUND_CEILING) - 1
        total, periods = self._range(totals), self._range(numbers)
        formula = f"SUMPRODUCT(MAX(({total}<-1E-12*SUMPRODUCT(ABS({self._range(net)})))*({periods}+1)))-1"
        row = self._live(self.book.words["book_last_below"], [formula], [last], WHOLE)
        nearby = {"totals": total, "periods": periods, "last": f"${letters(FIRST)}${row + 1}", "months": f"{months:f}"}
        self.book.nearby |= {(address, name): cells for name, cells in nearby.items()}

    def _values(self) -> None:
        say = self.book.words
        labels = {"benefits_pv": "book_benefits_pv", "costs_pv": "book_costs_pv", "npv": "npv_now",
                  "case_npv": "npv_approved", "npv_change": "change", "payback_months": "book_payback",
                  "case_payback_months": "book_payback_approved"}  # fmt: skip
        for tail, key in labels.items():
            self.rows.line(say[key], [f"{self.at}.{tail}"], "total" if tail == "npv" else "number")
        self.rows.line(say["book_shortfall"], [f"{self.track.id}.shortfall"])
        metric = self.track.approved.initiative.metric
        for key in ("baseline", "target", "plan", "actual", "variance") if metric is not None else ():
            if f"{self.track.id}.metric.{key}" in self.rows.figures:
                name = metric.name if metric is not None else ""
                self.rows.line(f"{name}: {say['book_metric_' + key]}", [f"{self.track.id}.metric.{key}"])

    def _of_case(self, address: str, name: str) -> Decimal:
        written = self.rows.figures[address].inputs[name]
        assert isinstance(written, Written)  # noqa: S101 - a rate and a count, as the ledger enters them
        return written.value
