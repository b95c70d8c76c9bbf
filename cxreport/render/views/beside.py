"""The period beside earlier ones, the last periods that make a year, and what the period saved."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.case.models import ValueReport
from cxreport.evaluate.earlier import COMPARED, TRAILING, Beside, ours, theirs
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.rules import DUST
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD
from cxreport.quantity import Period
from cxreport.render.formats import NOTHING
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.tracked_edges import saving_addresses
from cxreport.render.views.header import Fact
from cxreport.render.views.promises import name_of
from cxreport.render.views.table import Body, Cell, Row, Table, figure, head, name, widths, words

_ROWS = ("cxm", "csm", "sales")
_LABELS = {"total": "all_revenue", "cxm": "bucket_cxm", "csm": "bucket_csm", "sales": "bucket_sales"}


class BesideView:
    """The section that sets a period beside earlier ones."""

    def __init__(self, printed: Printed, look: Theme, case: ValueReport) -> None:
        self.printed = printed
        self.look = look
        self.case = case
        self.say = printed.formats.words
        self.others = printed.evaluation.beside

    @property
    def _unit(self) -> str:
        return self.printed.formats.unit(self.printed.revenue_scale)

    def table(self) -> Table | None:
        """Return revenue and its parts in this period and in earlier ones; None where there is no earlier one."""
        if not self.others:
            return None
        titles = [self._title(self.case.revenue.period)]
        for other in self.others:
            titles += [self._title(other.period), self.say["change"], "%"]
        foot = self._row("total")
        given = (40, 22, *(22, 20, 16) * len(self.others))
        return Table(
            id="tab-beside",
            title=self.say["table_beside"],
            unit=self._unit,
            widths=widths(self.look, given, 0),
            head=head(self.say["bucket"], figures=titles),
            bodies=(Body(tuple(self._row(key) for key in _ROWS)),),
            foot=(foot,),
        )

    def _title(self, period: Period) -> str:
        return self.printed.formats.period(period)

    def _row(self, key: str) -> Row:
        cells = [figure(self.printed.cell(ours(key)))]
        for other in self.others:
            cells += self._change(other, key)
        return Row((name(self.say[_LABELS[key]]), *cells))

    def _change(self, other: Beside, key: str) -> Iterator[Cell]:
        """Yield an earlier amount and the change since, which is that of the two printed amounts."""
        before, change = theirs(other, key), f"{COMPARED}.{other.name}.{key}"
        yield figure(self.printed.cell(before), before)
        yield figure(self.printed.difference(ours(key), before, change), change)
        share = self.printed.evaluation.value(f"{change}.share")
        yield figure("" if share is None else self.printed.signed(f"{change}.share"))

    def _periods(self) -> list[tuple[Period, str, str]]:
        """Return the latest periods, the first of them first: each with what its revenue and results begin with."""
        own = self.case.revenue.period
        earlier = self.printed.evaluation.loaded.relations.earlier[: max(own.per_year - 1, 0)]
        found = [(one.period, f"earlier.{number}.", str(one.period)) for number, one in enumerate(earlier, 1)]
        return [*reversed(found), (own, "", PERIOD)]

    @property
    def _is_year(self) -> bool:
        return f"{TRAILING}.total" in self.printed.evaluation.figures

    def trailing_table(self) -> Table | None:
        """Return revenue and its parts in the latest periods, and together where they make a year."""
        if len(self._periods()) < 2 or len(self._periods()) > 4:
            return None
        rows = [
            Row((name(self.say[_LABELS[key]]), *self._over_time(key)), "")
            for key in (*_ROWS, "total")
        ]  # fmt: skip
        return self._timed("tab-trailing", "table_trailing", self._unit, tuple(rows[:-1]), rows[-1:])

    def _over_time(self, key: str) -> Iterator[Cell]:
        addresses = [prefix + ours(key) for _, prefix, _ in self._periods()]
        yield from (figure(self.printed.cell(at), at if at.startswith("earlier") else "") for at in addresses)
        if self._is_year:
            yield figure(self.printed.sum_as(f"{TRAILING}.{key}", addresses), f"{TRAILING}.{key}")

    def _timed(self, identifier: str, title: str, unit: str, rows: tuple[Row, ...], foot: list[Row]) -> Table:
        periods = [period for period, _, _ in self._periods()]
        titles = [self._title(period) for period in periods] + ([self.say["together"]] if self._is_year else [])
        count = self.say.count(len(periods))
        told = (
            self.say.say(title, count=count, first=titles[0], last=self._title(periods[-1]))
            if title == "table_trailing"
            else self.say[title]
        )
        return Table(
            id=identifier,
            title=told,
            unit=unit,
            widths=widths(self.look, (44, *[24] * len(titles)), 0),
            head=head(self.say["line"], figures=titles),
            bodies=(Body(rows),),
            foot=tuple(foot),
        )

    def results_table(self) -> Table | None:
        """Return benefits and costs of the tracked initiatives in the latest periods."""
        if not self.printed.evaluation.tracks or not 2 <= len(self._periods()) <= 4:
            return None
        parts = (
            ("benefits_plan", "benefits", "plan"),
            ("benefits_actual", "benefits", "actual"),
            ("costs_actual", "costs", "actual"),
        )
        rows = tuple(Row((name(self.say[key]), *self._results(side, kind))) for key, side, kind in parts)
        return self._timed(
            "tab-trailing-results", "table_trailing_results", self.printed.formats.unit(self.printed.scale), rows, []
        )

    def _results(self, side: str, kind: str) -> Iterator[Cell]:
        addresses = [f"{ALL}.{window}.{side}.{kind}" for _, _, window in self._periods()]
        known = [at for at in addresses if self.printed.evaluation.value(at) is not None]
        yield from map(self._result, addresses)
        if self._is_year:
            whole = f"{TRAILING}.{side}.{kind}"
            told = self.printed.sum_as(whole, known) if known else self.say["not_reported"]
            yield Cell(told, figure=True, path=whole if known else "", warn=not known)

    def _result(self, address: str) -> Cell:
        """Return an amount; where none is reported, that is said only if one was due."""
        evaluation = self.printed.evaluation
        if evaluation.value(address) is not None:
            return figure(self.printed.cell(address), address)
        due = evaluation.amount(f"{address.rpartition('.')[0]}.plan") > DUST
        return Cell(self.say["not_reported"], figure=True, warn=True) if due else figure(NOTHING)

    def year_note(self) -> str:
        """Return which fiscal year the latest periods make, where they make one; and that some are not whole."""
        own, start = self.case.revenue.period, self.case.finance.fiscal_year_start
        last, told = own.span(start).last, []
        if self._is_year and last.plus(1).number == start:
            told.append(self.say.say("trailing_year", year=self.printed.formats.period(Period(last.year))))
        missing = f"{TRAILING}.benefits.unreported"
        if missing in self.printed.evaluation.figures and self.printed.evaluation.amount(missing) > DUST:
            told.append(self.say["trailing_partly"])
        return " ".join(told)


class SavingsView:
    """The section on what a period saved, and on what became better without being counted."""

    def __init__(self, printed: Printed, look: Theme, case: ValueReport) -> None:
        self.printed = printed
        self.look = look
        self.case = case
        self.say = printed.formats.words

    def table(self) -> Table | None:
        """Return the savings of the period; None where there are none."""
        printed, say = self.printed, self.say
        if not saving_addresses(printed.evaluation) and not list(self._tracked()):
            return None
        tracked, own = tuple(self._tracked()), tuple(self._own())
        bodies = [Body((*tracked, self._sum("tracked")))] if tracked else []
        bodies += [Body((*own, self._sum("own")))] if own else []
        return Table(
            id="tab-savings",
            title=say["table_savings"],
            unit=printed.formats.unit(printed.scale),
            widths=widths(self.look, (94, 24, 46), 0),
            head=head(say["saving"], figures=[say["amount"]]) + head(say["source"]),
            bodies=tuple(bodies),
            foot=(self._sum("total"),) if len(bodies) > 1 else (),
        )

    def _tracked(self) -> Iterator[Row]:
        for track in self.printed.evaluation.tracks:
            for line in track.of_side("benefits"):
                at = f"{line.address}.{PERIOD}.actual"
                if line.model.type == "saving" and self.printed.evaluation.value(at) is not None:
                    told = self.say.say("savings_of_tracked", name=line.model.name, initiative=name_of(track))
                    sources = dict.fromkeys(reading.source for reading in line.told if reading.source)
                    yield Row((name(told), figure(self.printed.cell(at), at), words("; ".join(sources))))

    def _own(self) -> Iterator[Row]:
        for saving in self.case.savings:
            at = f"{SAVINGS}.lines.{saving.id}"
            told = f"{saving.name}, {saving.how}" if saving.how else saving.name
            kind = f" {self.say['cash_' + saving.cash]}" if saving.cash else ""
            label, source = name(f"{told}.{kind}" if kind else told), words(saving.source or saving.owner or "")
            yield Row((label, figure(self.printed.cell(at), at), source))

    def _sum(self, kind: str) -> Row:
        at = f"{SAVINGS}.{kind}"
        label = self.say["savings_all" if kind == "total" else f"savings_{kind}"]
        return Row((name(label), figure(self.printed.cell(at), at), words("")), "" if kind == "total" else "sum")

    def advantages(self) -> tuple[Fact, ...]:
        """Return what became better and is not counted."""
        return tuple(
            Fact(one.name, " ".join(part for part in (one.told, f"({one.source})" if one.source else "") if part))
            for one in self.case.advantages
        )
