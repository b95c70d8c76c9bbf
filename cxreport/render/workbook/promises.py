"""The sheets of promises and results, and of the periods beside each other.

Plans stand as their cases have them, actuals as they were reported; what follows from them is computed here: results of
every window, the forecast, the flows and the value as now seen, and what changed since earlier periods.
"""

from __future__ import annotations

from cxreport.evaluate import Evaluation
from cxreport.evaluate.earlier import COMPARED, TRAILING, ours
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.revenue import ROOT
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE, Side, Track
from cxreport.render.tracked_edges import saving_addresses, windows
from cxreport.render.views.promises import name_of
from cxreport.render.workbook.book import Book
from cxreport.render.workbook.codes import money_code
from cxreport.render.workbook.results import Results
from cxreport.render.workbook.revised import put_revised
from cxreport.render.workbook.sheets import add_sheet, put_heads

_CELLS = ("plan", "reported", "actual", "variance", "share", "unreported")
_OTHERS = (f"{ALL}.", f"{SAVINGS}.", "earlier.", "year_before.", f"{COMPARED}.", f"{TRAILING}.", "converted.savings.")
_REVENUE = {"total": "all_revenue", "cxm": "key_cxm", "csm": "key_csm", "sales": "key_sales"}
_ROWS = _REVENUE | {SAVINGS: "savings_own"} | {side: f"reported_{side}" for side in SIDES}


def without_promises(evaluation: Evaluation) -> Evaluation:
    """Return an evaluation without the figures that these sheets show: those that the other sheets compute."""
    lead = (*_OTHERS, *(f"{track.id}." for track in evaluation.tracks))
    figures = {at: figure for at, figure in evaluation.figures.items() if not at.startswith(lead)}
    return evaluation._replace(figures=figures, tracks=(), beside=())


def put_promises(book: Book, evaluation: Evaluation) -> None:
    """Put the sheets of a report that tracks initiatives, tells of savings or has earlier periods beside it."""
    if evaluation.tracks or saving_addresses(evaluation):
        _Promises(book, evaluation).put()
    if any(at.startswith(("earlier.", "year_before.")) for at in evaluation.figures):
        _put_periods(book, evaluation)


class _Promises:
    """The sheet of promises and results, block by block."""

    def __init__(self, book: Book, evaluation: Evaluation) -> None:
        self.book, self.evaluation, say = book, evaluation, book.words
        sheet = add_sheet(book, "book_promises")
        put_heads(sheet, say["book_promises"], say.say("book_promises_told", currency=evaluation.case.currency))
        sheet.widths, sheet.lead, sheet.head = {0: 46.0} | dict.fromkeys(range(1, 7), 16.0), 1, 2
        tails = (".plan", ".actual", ".npv", f"{SAVINGS}.total")
        amounts = [f.value for f in evaluation.figures.values() if f.unit == "money" and f.address.endswith(tails)
                   and not f.address.startswith(ROOT) and ".case." not in f.address]  # fmt: skip
        self.rows = Results(book, sheet, money_code([amount for amount in amounts if amount is not None]))
        earlier = (*evaluation.loaded.relations.earlier, evaluation.loaded.relations.year_before)
        self.names = {str(one.period): book.formats.period(one.period) for one in earlier if one is not None}
        revenue = evaluation.case.revenue
        self.names |= {PERIOD: book.formats.period(revenue.period) if revenue else "", TO_DATE: say["book_to_date"]}

    def put(self) -> None:
        """Put each initiative, then all together, then what was saved."""
        for track in self.evaluation.tracks:
            self._plans(track)
            self._reports(track)
            for window in windows(self.evaluation):
                self._window(track, window)
            put_revised(self.book, self.rows, track, name_of(track))
        if self.evaluation.tracks:
            self._together()
        self._savings()

    def _plans(self, track: Track) -> None:
        """Put the flows of every line as its case has them."""
        say, base = self.book.words, f"{track.id}.case.{track.approved.initiative.id}"
        periods = range((track.case.finance.periods or 1) + 1)
        self.rows.title(f"{name_of(track)}: {say['book_approved']}", list(map(str, periods)))
        for line in track.lines:
            at = f"{base}.{line.side}.{line.model.id}.flows"
            self.rows.series(line.model.name, lambda t, at=at: f"{at}.{t}", periods)  # type: ignore[misc]  # bound now

    def _reports(self, track: Track) -> None:
        """Put what was reported so far, and the plan of the same months."""
        say = self.book.words
        self.rows.title(f"{name_of(track)}: {say['book_reported']}", [say[k] for k in ("plan", "actual", "variance")])
        for line in track.lines:
            for reading in line.readings:
                at = f"{line.address}.reports.{reading.period}"
                label = f"{line.model.name}, {self.book.formats.period(reading.period)}"
                self.rows.line(label, [f"{at}.{kind}" for kind in ("plan", "actual", "variance")])

    def _heads(self) -> list[str]:
        say = self.book.words
        return [say["plan"], say["book_plan_reported"], say["actual"], say["variance"], "%", say["not_reported_row"]]

    def _window(self, track: Track, window: str) -> None:
        self.rows.title(f"{name_of(track)}: {self.names.get(window, window)}", self._heads())
        for side in SIDES:
            for line in track.of_side(side):
                self.rows.line(line.model.name, [f"{line.address}.{window}.{kind}" for kind in _CELLS])
            self._sum(self.book.words[side], f"{track.id}.{window}", side)

    def _sum(self, label: str, base: str, side: Side) -> None:
        self.rows.line(label, [f"{base}.{side}.{kind}" for kind in _CELLS], "total")

    def _together(self) -> None:
        """Put all initiatives together, window by window, and their value."""
        say = self.book.words
        self.rows.title(say["book_all_promises"], self._heads())
        for window in windows(self.evaluation):
            for side in SIDES:
                self._sum(f"{say[side]}, {self.names.get(window, window)}", f"{ALL}.{window}", side)
        for key in ("case_npv", "npv", "npv_change"):
            self.rows.line(say[{"case_npv": "npv_approved", "npv": "npv_now"}.get(key, "change")], [f"{ALL}.{key}"])

    def _savings(self) -> None:
        figures, say = self.evaluation.figures, self.book.words
        if f"{SAVINGS}.total" not in figures:
            return
        self.rows.title(say["table_savings"], [say["amount"]])
        for address in saving_addresses(self.evaluation):
            self.rows.line(figures[address].label, [address])
        self.rows.line(say["savings_own"], [f"{SAVINGS}.own"])
        self.rows.line(say["savings_tracked"], [f"{SAVINGS}.tracked"])
        self.rows.line(say["savings_all"], [f"{SAVINGS}.total"], "total")


def _put_periods(book: Book, evaluation: Evaluation) -> None:
    """Put the sheet of periods: what changed, and the latest periods with their sum."""
    say, figures = book.words, evaluation.figures
    sheet = add_sheet(book, "book_periods")
    put_heads(sheet, say["book_periods"], say.say("book_periods_told", currency=evaluation.case.currency))
    sheet.widths, sheet.lead, sheet.head = {0: 46.0} | dict.fromkeys(range(1, 8), 16.0), 1, 2
    amounts = [figures[f"{ROOT}.total"].value]
    rows = Results(book, sheet, money_code([amount for amount in amounts if amount is not None]))
    relations, revenue = evaluation.loaded.relations, evaluation.case.revenue
    assert revenue is not None  # noqa: S101 - only a report has periods before it
    this = book.formats.period(revenue.period)
    for name in ("previous", "year_before"):
        one = relations.year_before if name == "year_before" else next(iter(relations.earlier), None)
        changes = {key: figures[at] for key in _ROWS if (at := f"{COMPARED}.{name}.{key}") in figures}
        if one is None or not changes:
            continue
        rows.title(f"{this}, {book.formats.period(one.period)}",
                   [this, book.formats.period(one.period), say["change"], "%"])  # fmt: skip
        for key, figure in changes.items():
            cells = [
                str(figure.inputs["actual"]),
                str(figure.inputs["plan"]),
                figure.address,
                f"{figure.address}.share",
            ]
            rows.line(say[_ROWS[key]], cells)
    _put_latest(book, evaluation, rows, this)


def _put_latest(book: Book, evaluation: Evaluation, rows: Results, this: str) -> None:
    """Put the latest periods side by side, the first of them first, and their sum where they make a year."""
    say, figures = book.words, evaluation.figures
    earlier = [one for one in enumerate(evaluation.loaded.relations.earlier, 1)
               if f"earlier.{one[0]}.{ROOT}.total" in figures]  # fmt: skip
    if not earlier:
        return
    numbers = [number for number, _ in reversed(earlier)]
    heads = [book.formats.period(one.period) for _, one in reversed(earlier)]
    rows.title(say["book_latest"], [*heads, this, say["total"]])
    for key in (*_REVENUE, SAVINGS):
        cells = [*(f"earlier.{number}.{ours(key)}" for number in numbers), ours(key), f"{TRAILING}.{key}"]
        if any(cell in figures for cell in cells):
            rows.line(say[_ROWS[key]], cells)
    names = [*(str(one.period) for _, one in reversed(earlier)), PERIOD]
    words = {"plan": "plan", "reported": "book_plan_reported", "unreported": "not_reported_row", "actual": "actual"}
    for side in SIDES if evaluation.tracks else ():
        for kind, word in words.items():
            cells = [*(f"{ALL}.{name}.{side}.{kind}" for name in names), f"{TRAILING}.{side}.{kind}"]
            rows.line(f"{say[side]}: {say[word]}", cells)
