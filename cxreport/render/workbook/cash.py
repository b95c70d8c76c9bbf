"""The sheet of cash flows: benefits, costs and what is left, by initiative and for the whole, and the sums by year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext
from typing import NamedTuple

from cxreport.case.models import Benefit, BusinessCase
from cxreport.evaluate.beyond import KINDS, REAL, TAX
from cxreport.evaluate.evaluation import CONTEXT
from cxreport.finance import cumulative
from cxreport.render.printed import year_count
from cxreport.render.views.columns import years
from cxreport.render.views.summary import title_of
from cxreport.render.workbook.addresses import reference, span
from cxreport.render.workbook.book import Book, Content, Figured, Live, Shown, Style
from cxreport.render.workbook.codes import PERCENT, money_code
from cxreport.render.workbook.lines import counted_lines
from cxreport.render.workbook.sheets import LABEL, PERIOD_ROW, TOTAL, Timeline, add_sheet, put_heads
from cxreport.render.workbook.written import Owner


class Part(NamedTuple):
    """An initiative, or the whole case: the prefix of its figures, its title, and the range names its rows go by."""

    prefix: str
    title: str


class Rows(NamedTuple):
    """Where the rows of a part stand that its returns are computed from: ranges over all periods, with their sheet."""

    periods: str
    net: str
    totals: str
    discounted: str


def parts_of(book: Book) -> list[Part]:
    """Return every initiative and the whole; where there is only one initiative, that is the whole."""
    case = book.evaluation.case
    assert isinstance(case, BusinessCase)  # noqa: S101 - a value report has no flows
    whole = Part("", book.words["the_whole"])
    if len(case.initiatives) == 1:
        return [whole]
    return [*(Part(f"{item.id}.", title_of(case, item.id)) for item in case.initiatives), whole]


def put_cash_flows(book: Book) -> dict[str, Rows]:
    """Put the cash flows of every part; return where the rows are that returns are computed from."""
    line = Timeline(book, "book_cash")
    line.put_factors(book.inputs["benefits_pv", "rate"], book.worth)
    parts, found = parts_of(book), {}
    for part in parts:
        line.band(part.title)
        found[part.prefix] = _Block(book, line, part, parts[:-1] if part.prefix == "" else ()).put()
        line.row += 1
    return found


class _Block:
    """The rows of one part."""

    def __init__(self, book: Book, line: Timeline, part: Part, inner: Sequence[Part]) -> None:
        self.book, self.line, self.prefix, self.inner = book, line, part.prefix, inner
        self.unit = book.evaluation.case.currency
        flows = [book.evaluation.series(f"{self.prefix}{side}_flows") for side in ("benefit", "cost", "net")]
        self.code = money_code([flow for series in flows for flow in series])
        self.lines = [owner for owner in counted_lines(book) if owner.address.startswith(self.prefix)]

    def put(self) -> Rows:
        """Put what comes in, what goes out, and what is left."""
        say, line, home = self.book.words, self.line, ""
        self._side("benefit")
        self._side("cost")
        sums = (Shown(f"{self.prefix}cumulative.{line.periods[-1]}"), Shown(f"{self.prefix}npv"))
        net = self._sums(say["net_flow"], "net_flows", "total", sums)
        total = self._sums(say["running_total"], "cumulative", "number", (None, None))
        for name, row in (("net_flows", net), ("cumulative", total)):
            self.book.name(f"{self.prefix}{name}", line.spot(0, row), line.spot(line.periods[-1], row))
        discounted = self._discounted(net)
        if self.prefix == "" and f"{REAL}.npv" in self.book.evaluation.figures:
            self._real()
        return Rows(*(line.range(row, home) for row in (PERIOD_ROW, net, total, discounted)))

    def _sums(
        self, label: str, name: str, role: str, totals: tuple[Content | None, Content | None], *, indented: bool = False
    ) -> int:
        return self.line.series(label, self.unit, lambda t: Figured(f"{self.prefix}{name}.{t}"), self.code,
                                role=role, totals=totals, indented=indented)  # fmt: skip

    def _side(self, side: str) -> None:
        """Put the lines of a side, or its sums by initiative in the whole, and their sum."""
        book, line = self.book, self.line
        first, name = line.row, f"{self.prefix}{side}s"
        kinds = ("saving", "revenue") if side == "benefit" else ()
        ranges: dict[str, tuple[int, int]] = {}
        if self.inner:
            for part in self.inner:
                tails = (f"{part.prefix}{side}s_total", f"{part.prefix}{side}s_pv")
                self._shown(part.title, f"{part.prefix}{side}_flows", tails)
        else:
            for kind in kinds or ("",):
                start = line.row
                for owner in self._of(side, kind):
                    self._shown(owner.model.name if owner.model else "", f"{owner.address}.flows",
                                (f"{owner.address}.total", f"{owner.address}.pv"))  # fmt: skip
                ranges[kind] = (start, line.row)
        book.nearby[f"{name}_pv", "factors"] = line.frozen(line.sheet.head - 1)
        self._point(f"{side}_flows", first, line.row)
        self._sums(book.words[f"{side}s"], f"{side}_flows", "total", (Figured(f"{name}_total"), Figured(f"{name}_pv")))
        for kind in kinds:
            self._kind(kind, ranges.get(kind))

    def _kind(self, kind: str, rows: tuple[int, int] | None) -> None:
        if rows is not None:
            self._point(f"{kind}_flows", *rows)
        else:
            for t in self.line.periods:
                addresses = tuple(f"{part.prefix}{kind}_flows.{t}" for part in self.inner)
                cells = self.book.many(addresses, self.line.sheet.title)
                self.book.nearby[f"{self.prefix}{kind}_flows.{t}", "parts"] = cells
        totals = (Figured(f"{self.prefix}{kind}s_total"), None)
        self._sums(self.book.words[f"book_of_them_{kind}"], f"{kind}_flows", "link", totals, indented=True)

    def _point(self, name: str, start: int, end: int) -> None:
        """Let the sums of a series add up the rows from `start` to before `end`."""
        line = self.line
        for t in line.periods:
            cells = span(line.spot(t, start), line.spot(t, end - 1), line.sheet.title) if end > start else ""
            self.book.nearby[f"{self.prefix}{name}.{t}", "parts"] = cells

    def _of(self, side: str, kind: str) -> list[Owner]:
        return [
            owner
            for owner in self.lines
            if isinstance(owner.model, Benefit) == (side == "benefit")
            and (not kind or getattr(owner.model, "type", None) == kind)
        ]

    def _shown(self, label: str, base: str, tails: tuple[str, str]) -> None:
        self.line.series(label, self.unit, lambda t: Shown(f"{base}.{t}"), self.code, role="link",
                         totals=tuple(Shown(tail) for tail in tails))  # fmt: skip

    def _discounted(self, net: int) -> int:
        """Put the net flow and its running total as of today; return the row of the latter."""
        book, line, home = self.book, self.line, self.line.sheet.title
        flows = book.evaluation.series(f"{self.prefix}net_flows")
        with localcontext(CONTEXT):
            worth = [flow * factor for flow, factor in zip(flows, book.worth, strict=True)]
            totals = cumulative(worth)
        row, say = line.row, book.words

        def today(t: int) -> Live:
            return Live(f"{reference(line.spot(t, net), home)}*{line.factor(t)}", worth[t])

        line.series(say["book_discounted_net"], self.unit, today, self.code, role="link")
        return line.series(say["book_discounted_total"], self.unit,
                           lambda t: Live(f"SUM({span(line.spot(0, row), line.spot(t, row), home)})", totals[t]),
                           self.code, role="link")  # fmt: skip

    def _real(self) -> None:
        """Put the net flows in prices of the first day, and the real rate at which they are worth the same."""
        book, line, home, rate = self.book, self.line, self.line.sheet.title, f"{REAL}.rate"
        line.sheet.put(line.row, LABEL, book.words["real_rate"], Style("label"))
        spot = book.figure(line.sheet, line.row, TOTAL, rate, Style("link", PERCENT))
        line.row += 1
        book.nearby |= {(f"{REAL}.net_flows.{t}", "number"): line.period(t) for t in line.periods}
        months = reference(book.marks["months"], home)
        powers = f"{line.range(PERIOD_ROW, home)}*{months}/12"
        book.nearby[f"{REAL}.npv", "factors"] = f"(1+{reference(spot, home)})^-({powers})"
        totals = (Figured(f"{REAL}.net_total"), Figured(f"{REAL}.npv"))
        self._sums(book.words["real_net_flow"], f"{REAL}.net_flows", "number", totals)


def put_years(book: Book) -> None:
    """Put the sums by year of every line and part, where periods are shorter than years."""
    evaluation = book.evaluation
    columns = years(evaluation, book.formats, initial=False)
    rows: list[tuple[str, str, str]] = []
    for part in parts_of(book):
        rows.append((part.title, "", "section"))
        if part.prefix or len(parts_of(book)) == 1:
            rows += [(owner.model.name, f"{owner.address}.years", "number") for owner in counted_lines(book)
                     if owner.model and owner.address.startswith(part.prefix)]  # fmt: skip
        rows += [(book.words["benefits"], f"{part.prefix}benefit_years", "total"),
                 (book.words["costs"], f"{part.prefix}cost_years", "total"),
                 (book.words["net_flow"], f"{part.prefix}net_years", "total")]  # fmt: skip
    if f"{TAX}.npv" in evaluation.figures:
        rows.append((book.words["book_after_tax"], "", "section"))
        rows += [(book.words[f"tax_{kind}"], f"{TAX}.{kind}_years", "number") for kind in (*KINDS, "net")]
    if evaluation.periods_per_year == 1:
        _same_as_periods(book, [base for _, base, _ in rows if base])
        return
    sheet, say = add_sheet(book, "book_years"), book.words
    put_heads(sheet, say["book_years"], say.say("book_years_told", currency=evaluation.case.currency))
    sheet.put(2, LABEL, "", Style("head"))
    for column, year in enumerate(columns, 1):
        sheet.put(2, column, year.title, Style("head_number"))
    sheet.widths, sheet.head, sheet.lead, number = {LABEL: 42}, 3, 1, 3
    code = money_code([value for _, base, _ in rows if base for value in evaluation.years(base)])
    for label, base, role in rows:
        plain = {"total": "total_label", "number": "label"}.get(role, role)
        sheet.put(number, LABEL, label, Style(plain))
        for column in range(1, year_count(evaluation) + 1):
            if base:
                book.figure(sheet, number, column, f"{base}.{column}", Style(role, code))
            else:
                sheet.put(number, column, "", Style(role))
        number += 1


def _same_as_periods(book: Book, bases: Sequence[str]) -> None:
    """Let the sums of years stand where the flows do, which they are where a period is a year."""
    tails = {"years": "flows", "benefit_years": "benefit_flows", "cost_years": "cost_flows", "net_years": "net_flows"}
    for base in bases:
        before, _, tail = base.rpartition(".")
        plain = tails.get(tail, tail.removesuffix("_years"))
        start = f"{before}.{plain}" if before else plain
        for t in range(1, book.evaluation.periods + 1):
            book.places[f"{base}.{t}"] = book.places[f"{start}.{t}"]
