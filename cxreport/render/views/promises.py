"""Promises and results: where each initiative stands, plan and actual line by line, and what is forecast."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cxreport.case.models import Metric, ValueReport
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.rules import DUST
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE, Side, Track, TrackedLine
from cxreport.quantity import MONTHS_PER
from cxreport.render.printed import Printed
from cxreport.render.theme import Theme
from cxreport.render.views.header import Fact
from cxreport.render.views.table import Body, Cell, Row, Table, figure, head, name, widths, words
from cxreport.render.words import capital

WARNED = ("at-risk", "off-track", "not-reported")


def name_of(track: Track) -> str:
    """Return the name of a tracked initiative, as its case has it."""
    initiative = track.approved.initiative
    return initiative.name or initiative.id.replace("-", " ").capitalize()


class Promises:
    """The section on what came of what was approved."""

    def __init__(self, printed: Printed, look: Theme, case: ValueReport) -> None:
        self.printed = printed
        self.look = look
        self.case = case
        self.say = printed.formats.words

    @property
    def unit(self) -> str:
        """The unit of the section's tables."""
        return self.printed.formats.unit(self.printed.scale)

    @property
    def period(self) -> str:
        """The period that the report is about."""
        return self.printed.formats.period(self.case.revenue.period)

    @property
    def tracks(self) -> tuple[Tracked, ...]:
        """Every tracked initiative."""
        return tuple(Tracked(self, track) for track in self.printed.evaluation.tracks)

    def thresholds(self) -> str:
        """Return the rules by which an initiative stands where it does."""
        rules, percent = self.case.thresholds, self.printed.formats.percent_as_written
        return self.say.say("thresholds_told", risk=percent(rules.at_risk), off=percent(rules.off_track))

    def overview(self) -> Table:
        """Return one row for each initiative: standing, variances to date, and value as approved and as now seen."""
        say = self.say
        rows = [Row((name(track.name), track.standing_cell(), *track.overview_cells())) for track in self.tracks]
        total = (name(say["together"], span=2), *self._shares(ALL), *self._values(ALL))
        titles = ("benefits_share", "costs_share", "npv_approved", "npv_now", "change")
        return Table(
            id="tab-standing",
            title=say["table_standing"],
            unit=say.say("unit_standing", unit=self.unit),
            widths=widths(self.look, (44, 26, 20, 20, 20, 20, 18), 0),
            head=head(say["initiative"], say["standing"], figures=[say[title] for title in titles]),
            bodies=(Body(tuple(rows)),),
            foot=(Row(total),) if len(rows) > 1 else (),
        )

    def _shares(self, at: str) -> tuple[Cell, ...]:
        return tuple(self.share(f"{at}.{TO_DATE}.{side}.share") for side in SIDES)

    def _values(self, at: str) -> tuple[Cell, ...]:
        return tuple(self.amount(f"{at}.{kind}") for kind in ("case_npv", "npv", "npv_change"))

    def amount(self, address: str) -> Cell:
        """Return an amount as a cell; without one, what is said in its place."""
        if self.printed.evaluation.value(address) is None:
            return Cell(self.say["not_reported"], figure=True, warn=True)
        return figure(self.printed.cell(address), address)

    def share(self, address: str) -> Cell:
        """Return a variance as a share of its plan, with its sign."""
        value = self.printed.evaluation.value(address)
        return figure("" if value is None else self.printed.signed(address), address if value is not None else "")


class Tracked:
    """One tracked initiative, prepared for the template."""

    def __init__(self, promises: Promises, track: Track) -> None:
        self.promises = promises
        self.track = track
        self.printed = promises.printed
        self.say = promises.say

    @property
    def name(self) -> str:
        """What it is called."""
        return name_of(self.track)

    @property
    def standing(self) -> str:
        """Where it stands, in a word or two."""
        return self.say["standing_" + self.printed.evaluation.standing(self.track)]

    def standing_cell(self) -> Cell:
        """Return where it stands; a reader must not miss what is not well."""
        return words(self.standing, warn=self.printed.evaluation.standing(self.track) in WARNED)

    def overview_cells(self) -> tuple[Cell, ...]:
        """Return its variances to date and its values."""
        at, promises = self.track.id, self.promises
        shares = tuple(promises.share(f"{at}.{TO_DATE}.{side}.share") for side in SIDES)
        return shares + tuple(promises.amount(f"{at}.revised.{kind}") for kind in ("case_npv", "npv", "npv_change"))

    def facts(self) -> tuple[Fact, ...]:
        """Return what was approved, where it stands and why, its measure, and its value as now seen."""
        say = self.say
        facts = [Fact(say["approved_told"], self._approved()), Fact(say["standing"], self._standing_told())]
        if self.track.approved.initiative.metric is not None:
            facts.append(Fact(say["measure"], self._measured(self.track.approved.initiative.metric)))
        facts.append(Fact(say["value_now"], self._value()))
        if self.track.tracked.note:
            facts.append(Fact(say["note"], self.track.tracked.note))
        return tuple(facts)

    def _approved(self) -> str:
        signed, initiative = self.track.tracked.signed, self.track.approved.initiative
        places = {"action": initiative.action.strip(), "improvement": initiative.improvement.strip().rstrip(".")}
        if signed.date is not None:
            places["date"] = self.printed.formats.date(signed.date)
        if signed.by is not None:
            places["by"] = signed.by
        kind = {(True, True): "on", (True, False): "at", (False, True): "by", (False, False): "plain"}
        return capital(self.say.say(f"approved_{kind[signed.date is not None, signed.by is not None]}", **places))

    def _standing_told(self) -> str:
        """Return where it stands, and the figure that puts it there."""
        evaluation, at = self.printed.evaluation, self.track.id
        stands = evaluation.standing(self.track)
        if stands in {"not-reported", "not-due"}:
            key = "standing_unreported" if stands == "not-reported" else "standing_early"
            return self.say.say(key, standing=self.standing)
        if stands == "on-track":
            rules = self.promises.case.thresholds
            share = self.printed.formats.percent_as_written(rules.at_risk)
            return self.say.say("standing_within", standing=self.standing, share=share)
        shortfall = evaluation.amount(f"{at}.shortfall")
        if shortfall <= self.promises.case.thresholds.off_track and stands == "off-track":
            return self.say.say("standing_lost", standing=self.standing)
        benefits = evaluation.value(f"{at}.{TO_DATE}.benefits.share")
        lacking = benefits is not None and abs(benefits + shortfall) < DUST
        key = "standing_short" if lacking else "standing_over"
        return self.say.say(key, standing=self.standing, share=self.printed.share(f"{at}.shortfall"))

    def _measured(self, metric: Metric) -> str:
        at = f"{self.track.id}.metric"
        names = [
            *("plan", "baseline", "target"),
            *(["actual"] if f"{at}.actual" in self.printed.evaluation.figures else []),
        ]
        told = {key: self._reading(f"{at}.{key}", metric) for key in names}
        if "actual" not in told or self.track.metric is None:
            return self.say.say("measure_not_told", name=metric.name, **told)
        period = self.printed.formats.period(self.track.metric.period)
        return self.say.say("measure_told", name=metric.name, reading=told.pop("actual"), period=period, **told)

    def _reading(self, address: str, metric: Metric) -> str:
        """Return what a measure reads, with its unit."""
        text = self.printed.rounded(address, 1)
        formats = self.printed.formats
        if metric.unit == "%" and self.printed.evaluation.figures[address].unit == "number":
            return self.printed.note(address, formats.with_percent(text))
        unit = f"\N{NO-BREAK SPACE}{metric.unit}" if metric.unit and metric.unit != "%" else ""
        return self.printed.note(address, text + unit)

    def _value(self) -> str:
        at = f"{self.track.id}.revised"
        paid = {
            key: f"{at}.{figure}"
            for key, figure in (("payback", "payback_months"), ("promised", "case_payback_months"))
        }
        months = {
            key: self.say["not_within"]
            if self.printed.evaluation.value(address) is None
            else self.printed.text(address)
            for key, address in paid.items()
        }
        npv, approved = self.printed.spoken(f"{at}.npv"), self.printed.spoken(f"{at}.case_npv")
        return self.say.say("value_told", npv=npv, approved=approved, **months)

    def results_table(self) -> Table:
        """Return plan, actual and variance of the period, line by line, with the reasons as they were given."""
        say = self.say
        titles = [say["plan"], say["actual"], say["variance"], "%"]
        bodies = tuple(Body(rows) for side in SIDES if (rows := tuple(self._results(side))))
        return Table(
            id=f"tab-results-{self.track.id}",
            title=say.say("table_results", name=self.name, period=self.promises.period),
            unit=self.promises.unit,
            widths=widths(self.promises.look, (44, 18, 20, 18, 16, 50), 5),
            head=head(say["line"], figures=titles) + head(say["reason"]),
            bodies=bodies,
            long=True,
        )

    def _results(self, side: Side) -> Iterator[Row]:
        lines = [line for line in self.track.of_side(side) if self._is_due(line, PERIOD)]
        if not lines:
            return
        yield Row((name(self.say[side], span=6),), "group")
        for line in lines:
            yield Row((name(line.model.name), *self._amounts(f"{line.address}.{PERIOD}"), self._reason(line, side)))
        at = f"{self.track.id}.{PERIOD}.{side}"
        yield Row((name(self.say[f"reported_{side}"]), *self._amounts(at), self._direction(at, side)), "sum")
        if self.printed.evaluation.amount(f"{at}.unreported") > DUST:
            plan = figure(self.printed.cell(f"{at}.unreported"), f"{at}.unreported")
            yield Row((name(self.say["not_reported_row"]), plan, *[words("")] * 4))

    def _is_due(self, line: TrackedLine, window: str) -> bool:
        at, evaluation = f"{line.address}.{window}", self.printed.evaluation
        return abs(evaluation.amount(f"{at}.plan")) > DUST or evaluation.value(f"{at}.actual") is not None

    def _amounts(self, at: str) -> tuple[Cell, ...]:
        """Return plan, actual, variance and its share."""
        is_reported = self.printed.evaluation.value(f"{at}.actual") is not None
        return (*self._money(at), self.promises.share(f"{at}.share") if is_reported else figure(""))

    def _money(self, at: str) -> tuple[Cell, ...]:
        """Return plan, actual and variance; where nothing is reported, the plan stands further down."""
        if self.printed.evaluation.value(f"{at}.actual") is None:
            return (figure(""), Cell(self.say["not_reported"], figure=True, warn=True), figure(""))
        kinds = ("reported", "actual", "variance")
        return tuple(figure(self.printed.cell(f"{at}.{kind}"), f"{at}.{kind}") for kind in kinds)

    def _reason(self, line: TrackedLine, side: Side) -> Cell:
        """Return which way a line differs, in words, with the reason that was given, and the months it lacks."""
        at = f"{line.address}.{PERIOD}"
        reasons = list(dict.fromkeys(reading.reason for reading in line.told if reading.reason))
        if self.printed.evaluation.value(f"{at}.actual") is None:
            return words("; ".join(reasons))
        direction = self._direction(at, side)
        missing = self._missing(line)
        reasons += [self.say.say("not_reported_months", months=missing)] if missing else []
        if not reasons or not direction.text:
            return words("; ".join(reasons) or direction.text)
        return words(self.say.say("reason_told", direction=direction.text, reason="; ".join(reasons)))

    def _direction(self, at: str, side: Side) -> Cell:
        """Return in words, and in colour, whether a variance works against the plan."""
        variance = self.printed.evaluation.value(f"{at}.variance")
        if variance is None or abs(variance) <= DUST:
            return words("")
        if side == "benefits":
            return words(capital(self.say["short_of_plan" if variance < 0 else "above_plan"]), warn=variance < 0)
        return words(capital(self.say["above_plan" if variance > 0 else "below_plan"]), warn=variance > 0)

    def _missing(self, line: TrackedLine) -> str:
        """Return the months of the period that have a plan and no actual; "" where all or none is missing."""
        span = self.promises.case.revenue.period.span(self.promises.case.finance.fiscal_year_start)
        start = self.track.case.finance.start
        assert start is not None  # noqa: S101 - no business case is sound without it
        if self.printed.evaluation.amount(f"{line.address}.{PERIOD}.unreported") <= DUST:
            return ""
        known = {month for reading in line.readings for month in reading.span.range}
        months = [month for month in span.range if month not in known and month >= start.ordinal]
        return self.say.joined([self.printed.formats.month(span.first.plus(m - span.first.ordinal)) for m in months])

    def date_table(self) -> Table:
        """Return what is realised to date against its plan, and what is forecast to the horizon."""
        say = self.say
        titles = ("plan_to_date", "realised", "variance", "plan_to_end", "forecast", "variance", "rate")
        bodies = tuple(Body(rows) for side in SIDES if (rows := tuple(self._to_date(side))))
        finance = self.track.case.finance
        assert finance.start is not None  # noqa: S101 - no business case is sound without it
        return Table(
            id=f"tab-to-date-{self.track.id}",
            title=say.say("table_to_date", name=self.name),
            unit=say.say(
                "unit_forecast",
                unit=self.promises.unit,
                over=self._horizon(),
                start=self.printed.formats.month(finance.start),
            ),
            widths=widths(self.promises.look, (44, 18, 19, 18, 18, 18, 18, 15), 0),
            head=head(say["line"], figures=[say[title] for title in titles]),
            bodies=bodies,
            source=say["forecast_as_planned_told" if self.track.tracked.forecast == "as-planned" else "forecast_told"],
            long=True,
        )

    def _horizon(self) -> str:
        finance, say = self.track.case.finance, self.say
        months = (finance.periods or 1) * MONTHS_PER[finance.period or "year"]
        years, left = divmod(months, 12)
        if left:
            return say["over_one_month"] if months == 1 else say.say("over_months", count=say.count(months))
        return say["over_one_year"] if years == 1 else say.say("over_years", count=say.count(years))

    def _to_date(self, side: Side) -> Iterator[Row]:
        printed, at = self.printed, f"{self.track.id}.{TO_DATE}.{side}"
        yield Row((name(self.say[side], span=8),), "group")
        for line in self.track.of_side(side):
            total = f"{self.track.id}.case.{self.track.approved.initiative.id}.{side}.{line.model.id}.total"
            forecast = [
                figure(printed.cell(a), a)
                for a in (total, f"{line.address}.forecast", f"{line.address}.forecast_variance")
            ]
            rate = figure(printed.text(f"{line.address}.run_rate"), f"{line.address}.run_rate")
            due = self._is_due(line, TO_DATE)
            past = self._money(f"{line.address}.{TO_DATE}") if due else (figure(""),) * 3
            yield Row((name(line.model.name), *past, *forecast, rate))
        whole = f"{self.track.id}.forecast.{side}"
        forecast = [
            figure(printed.cell(f"{whole}.plan"), f"{whole}.plan"),
            figure(printed.sum([f"{whole}.realised", f"{whole}.remaining"]), f"{whole}.forecast"),
            figure(printed.cell(f"{whole}.forecast_variance"), f"{whole}.forecast_variance"),
        ]
        past = self._money(at) if self._is_any_due(at) else (figure(""),) * 3
        yield Row((name(self.say[f"all_{side}"]), *past, *forecast, figure("")), "sum")
        if printed.evaluation.amount(f"{at}.unreported") > DUST:
            plan = figure(printed.cell(f"{at}.unreported"), f"{at}.unreported")
            yield Row((name(self.say["not_reported_row"]), plan, *[figure("")] * 6))

    def _is_any_due(self, at: str) -> bool:
        evaluation = self.printed.evaluation
        return abs(evaluation.amount(f"{at}.plan")) > DUST or evaluation.value(f"{at}.actual") is not None


def realised_share(printed: Printed) -> Decimal | None:
    """Return the benefits realised in the period as a share of their plan; None where nothing was reported."""
    at = f"{ALL}.{PERIOD}.benefits"
    actual, plan = printed.evaluation.value(f"{at}.actual"), printed.evaluation.amount(f"{at}.reported")
    return actual / plan if actual is not None and plan > DUST else None
