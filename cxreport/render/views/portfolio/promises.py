"""What came of the promises of all teams, as the template of a company sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cxreport.evaluate.portfolio import Report
from cxreport.evaluate.portfolio.promises import team_at, track_at, tracked_by
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.rules import DUST
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE, Track
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.promises import WARNED, name_of
from cxreport.render.views.table import Body, Cell, Row, Table, figure, head, name, widths, words
from cxreport.tracking import STANDINGS

_VALUES = ("case_npv", "npv", "npv_change")
_RESULTS = ("reported", "actual", "variance")


class CompanyPromises:
    """Where the initiatives of all teams stand, and what the period brought each team."""

    def __init__(self, printed: Printed, look: Theme, reports: Sequence[Report], period: str) -> None:
        self.printed, self.look, self.reports, self.period = printed, look, reports, period
        self.say = printed.formats.words
        self.unit = printed.formats.unit(printed.results_scale)
        self.tracked = tuple(tracked_by(reports))

    @property
    def told(self) -> str:
        """How many initiatives stand where, and what all of them are worth; empty where none is tracked."""
        if not self.tracked:
            return ""
        say = self.say
        counted = Counter(report.evaluation.standing(track) for report, track in self.tracked)
        stands = [
            say.say("standing_count", standing=say[f"standing_{standing}"], count=str(counted[standing]))
            for standing in STANDINGS
            if counted[standing]
        ]
        approved, npv = (self.printed.spoken(f"{ALL}.{kind}") for kind in ("case_npv", "npv"))
        key = "promises_of_all" if len(self.tracked) > 1 else "promises_of_all_one"
        return say.say(key, count=say.count(len(self.tracked)), standings="; ".join(stands), approved=approved, npv=npv)

    def tables(self) -> tuple[Table, ...]:
        """Return where each initiative stands, where any is tracked, and what the period brought each team."""
        return (self._standing(), self._results()) if self.tracked else (self._results(),)

    def _standing(self) -> Table:
        say = self.say
        rows = tuple(self._track(report, track) for report, track in self.tracked)
        titles = ("benefits_share", "costs_share", "npv_approved", "npv_now", "change")
        total = (name(say["together"], span=3), *self._figures(ALL))
        return Table(
            id="tab-standing",
            title=say["table_standing"],
            unit=say.say("unit_standing", unit=self.unit),
            widths=widths(self.look, (28, 34, 26, 16, 16, 20, 20, 18), 1),
            head=head(say["report_of"], say["initiative"], say["standing"], figures=[say[title] for title in titles]),
            bodies=(Body(rows),),
            foot=(Row(total),) if len(rows) > 1 else (),
            long=True,
        )

    def _track(self, report: Report, track: Track) -> Row:
        standing = report.evaluation.standing(track)
        told = words(self.say[f"standing_{standing}"], warn=standing in WARNED)
        return Row((name(report.title), words(name_of(track)), told, *self._figures(track_at(report, track))))

    def _figures(self, at: str) -> tuple[Cell, ...]:
        """Return variances to date as shares of the plan, and the value as approved and as now seen."""
        shares = []
        for address in (f"{at}.{TO_DATE}.{side}.share" for side in SIDES):
            known = self.printed.evaluation.value(address) is not None
            shares.append(figure(self.printed.signed(address), address) if known else figure(""))
        addresses = [f"{at}.{kind}" for kind in _VALUES]
        return (*shares, *(figure(self.printed.cell(address), address) for address in addresses))

    def _results(self) -> Table:
        say = self.say
        rows = tuple(Row(self._team(report)) for report in self.reports if self._tells(report))
        titles = ("benefits_plan", "benefits_actual", "variance", "costs_plan", "costs_actual", "variance")
        return Table(
            id="tab-results",
            title=say.say("table_results_of_all", period=self.period),
            unit=self.unit,
            widths=widths(self.look, (30, 20, 20, 20, 20, 20, 20, 22), 0),
            head=head(say["report_of"], figures=[*(say[title] for title in titles), say["savings_own"]]),
            bodies=(Body(rows),),
            foot=tuple(self._foot()),
            long=True,
        )

    def _tells(self, report: Report) -> bool:
        return bool(report.evaluation.tracks or report.case.savings)

    def _team(self, report: Report) -> tuple[Cell, ...]:
        at = team_at(report)
        sides = (cell for side in SIDES for cell in self._side(f"{at}.{PERIOD}.{side}"))
        return name(report.title), *sides, self._amount(f"{at}.{SAVINGS}")

    def _foot(self) -> Iterator[Row]:
        sides = tuple(cell for side in SIDES for cell in self._side(f"{ALL}.{PERIOD}.{side}"))
        yield Row((name(self.say["together"]), *sides, self._amount(f"{ALL}.{SAVINGS}")))
        lost = [f"{ALL}.{PERIOD}.{side}.unreported" for side in SIDES]
        amounts = [self.printed.evaluation.amount(at) if at in self.printed.evaluation.figures else 0 for at in lost]
        if any(amount > DUST for amount in amounts):
            cells = [
                self._amount(at) if amount > DUST else figure("") for at, amount in zip(lost, amounts, strict=True)
            ]
            blank = figure("")
            yield Row(
                (name(self.say["not_reported_row"]), cells[0], blank, blank, cells[1], blank, blank, blank), "light"
            )

    def _side(self, at: str) -> tuple[Cell, ...]:
        """Return plan, actual and variance of what is reported; where nothing is that was due, that is said."""
        evaluation = self.printed.evaluation
        if evaluation.figures.get(f"{at}.actual") is None:
            return (figure(""),) * 3
        if evaluation.value(f"{at}.actual") is not None:
            return tuple(self._amount(f"{at}.{kind}") for kind in _RESULTS)
        due = evaluation.amount(f"{at}.plan") > DUST
        return figure(""), Cell(self.say["not_reported"], figure=True, warn=True) if due else figure(""), figure("")

    def _amount(self, address: str) -> Cell:
        there = address in self.printed.evaluation.figures
        return figure(self.printed.cell(address), address) if there else figure("")
