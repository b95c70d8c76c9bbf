"""The sheet of benefits and costs: every line over time, from its amount to what is left after risk."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

from cxreport.case.models import Benefit, Flow
from cxreport.evaluate.evaluation import CONTEXT, Evaluation
from cxreport.evaluate.ledger import Figure, Written
from cxreport.finance import discount_factor
from cxreport.render.workbook.addresses import letters, reference
from cxreport.render.workbook.book import Book, Content, Figured, Shown
from cxreport.render.workbook.codes import money_code, percent_code
from cxreport.render.workbook.sheets import Timeline
from cxreport.render.workbook.written import Owner, owners


def counted_lines(book: Book) -> list[Owner]:
    """Return the benefits and costs that are in the money, in the order of the case."""
    every = owners(book.evaluation, book.words)
    return [owner for owner in every if isinstance(owner.model, Flow) and _counts(book, owner.address)]


def _counts(book: Book, address: str) -> bool:
    return f"{address}.total" in book.evaluation.figures


def factors(evaluation: Evaluation, pv: str) -> tuple[Decimal, ...]:
    """Return what one unit of each period is worth today, at the rate that the present value `pv` is made with."""
    rate = evaluation.figures[pv].inputs["rate"]
    assert isinstance(rate, Written)  # noqa: S101 - the rate of a case is written
    with localcontext(CONTEXT):
        periods = range(evaluation.periods + 1)
        return tuple(discount_factor(rate.value, t, evaluation.periods_per_year) for t in periods)


def put_lines(book: Book) -> None:
    """Put every line that is in the money."""
    line = Timeline(book, "book_lines")
    book.worth = factors(book.evaluation, "benefits_pv")
    line.put_factors(book.inputs["benefits_pv", "rate"], book.worth)
    for owner in counted_lines(book):
        line.band(owner.title)
        _Block(book, line, owner).put()
        line.row += 1


class _Block:
    """The rows of one line; each factor stands beside its amount, so that the formulas read down the page."""

    def __init__(self, book: Book, line: Timeline, owner: Owner) -> None:
        self.book, self.line, self.address, self.model = book, line, owner.address, owner.model
        flows = book.evaluation.series(f"{owner.address}.flows") + book.evaluation.series(f"{owner.address}.effects")
        self.money = money_code(flows)
        self.unit = book.evaluation.case.currency

    def put(self) -> None:
        """Put the rows, and name the last of them and its sums."""
        say, book, line, at = self.book.words, self.book, self.line, self.address
        amounts = [book.evaluation.amount(f"{at}.amounts.{t}") for t in line.periods]
        line.series(say["amount"], self.unit, self._figured("amounts"), money_code(amounts))
        if f"{at}.ramps.1" in book.evaluation.figures:
            self._delayed()
        else:
            self._linked(say["ramp"], "effects", "ramp", 1)
        self._growth()
        if f"{at}.prices.1" in book.evaluation.figures:
            book.nearby |= {(f"{at}.prices.{t}", "number"): line.period(t) for t in line.periods}
            line.series(say["book_prices"], "", self._figured("prices", 1), "0.000", role="link")
        self._linked(say["attribution"], "effects", "attribution", 0)
        if (f"{at}.effects.1", "margin") in book.inputs:
            self._linked(say["margin"], "effects", "margin", 0)
        line.series(say["before_risk"], self.unit, self._figured("effects"), self.money)
        down = isinstance(self.model, Benefit)
        self._linked(say["book_risk_down" if down else "book_risk_up"], "flows", "risk", 0)
        line.series(say["risk"], self.unit, self._figured("risks"), self.money)
        book.nearby[f"{at}.pv", "factors"] = line.frozen(line.sheet.head - 1)
        row = line.series(say["book_after_risk"], self.unit, self._figured("flows"), self.money,
                          role="total", totals=(Figured(f"{at}.total"), Figured(f"{at}.pv")))  # fmt: skip
        book.name(f"{at}.flows", line.spot(0, row), line.spot(line.periods[-1], row))
        for tail in ("total", "pv"):
            book.name(f"{at}.{tail}", book.places[f"{at}.{tail}"])

    def _figured(self, kind: str, first: int = 0) -> Callable[[int], Content | None]:
        return lambda t: Figured(f"{self.address}.{kind}.{t}") if t >= first else None

    def _growth(self) -> None:
        book, line, at = self.book, self.line, self.address
        months = reference(book.marks["months"], line.sheet.title)
        for t in line.periods[1:]:
            book.nearby[f"{at}.growth.{t}", "years"] = f"INT(({line.period(t)}-1)*{months}/12)"
        line.series(book.words["book_growth_factor"], "", self._figured("growth", 1), "0.000", role="link")

    def _delayed(self) -> None:
        """Put the ramp as planned, and below it the ramp as the delay of its initiative moves it."""
        book, line, home = self.book, self.line, self.line.sheet.title
        ramps = {t: f"{self.address}.ramps.{t}" for t in line.periods[1:]}
        planned = {t: _planned_ramp(book.evaluation.figures[address]) for t, address in ramps.items()}

        def content(t: int) -> Content | None:
            return Shown(book.inputs[ramps[t], "planned_ramp"], planned[t]) if t else None

        row = line.series(book.words["ramp"], "%", content, percent_code(planned.values()), role="link")
        cells = line.frozen(row).replace(line.frozen(row).partition(":")[0], f"{letters(line.column(1))}${row + 1}")
        for t, address in ramps.items():
            book.nearby[address, "ramp"], book.nearby[address, "period"] = cells, line.period(t)
            book.nearby[address, "months_per_period"] = reference(book.marks["months"], home)
            effect = f"{self.address}.effects.{t}", "ramp"
            if effect in book.inputs:  # a scenario may put another ramp in its place
                book.nearby[effect] = reference(book.inputs[effect], home)
        line.series(book.words["book_ramp_delayed"], "%", self._figured("ramps", 1), "0.0%")

    def _linked(self, label: str, kind: str, name: str, first: int) -> None:
        """Put a row that shows a written value in every period, for the formulas of its figures to use."""
        book, line = self.book, self.line
        users = {t: (f"{self.address}.{kind}.{t}", name) for t in line.periods if t >= first}
        values = {t: self._written(*user) for t, user in users.items()}

        def content(t: int) -> Content | None:
            return Shown(book.inputs[users[t]], values[t]) if t in users else None

        row = line.series(label, "%", content, percent_code(values.values()), role="link")
        for t, user in users.items():
            book.nearby[user] = reference(line.spot(t, row), line.sheet.title)

    def _written(self, address: str, name: str) -> Decimal:
        value: Decimal = self.book.evaluation.figures[address].inputs[name].value  # type: ignore[union-attr]  # written
        return value


def _planned_ramp(figure: Figure) -> Decimal:
    """Return the ramp of a period as it was before its delay."""
    ramp = [source for name, source in figure.sources() if name == "ramp"]
    assert isinstance(ramp[-1], Written)  # noqa: S101 - a ramp is written
    return ramp[-1].value
