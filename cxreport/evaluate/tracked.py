"""What came of one line of an approved case, window by window, and what is still to come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from cxreport import tracking
from cxreport.case.actuals import Reading
from cxreport.case.load import Approved
from cxreport.case.models import Benefit, BusinessCase, Cost, Tracked
from cxreport.evaluate.imported import enter_imported
from cxreport.evaluate.ledger import Figure, Written
from cxreport.evaluate.scope import Scope
from cxreport.quantity import MONTHS_PER, Span

Side = Literal["benefits", "costs"]
SIDES: tuple[Side, ...] = ("benefits", "costs")
PERIOD, TO_DATE = "period", "to_date"


@dataclass(frozen=True, slots=True)
class TrackedLine:
    """One line of an approved initiative: its address in the report, its actuals, and what else was told of it.

    `readings` are the actuals that count, of all periods so far; `told` what this report says of its own period,
    that a line is not reported included.
    """

    address: str
    side: Side
    model: Benefit | Cost
    readings: tuple[Reading, ...]
    told: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """One tracked initiative of a report."""

    id: str
    tracked: Tracked
    approved: Approved
    lines: tuple[TrackedLine, ...]
    metric: Reading | None = None
    metric_told: tuple[Reading, ...] = ()

    @property
    def case(self) -> BusinessCase:
        """The case that was approved."""
        assert isinstance(self.approved.loaded.case, BusinessCase)  # noqa: S101 - the reading has refused any other
        return self.approved.loaded.case

    def of_side(self, side: Side) -> tuple[TrackedLine, ...]:
        """Return the lines of a side."""
        return tuple(line for line in self.lines if line.side == side)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of an initiative: the flows of its case in our ledger, and its calendar."""

    track: Track
    figures: Mapping[str, Figure]
    periods: int
    windows: Mapping[str, Span] = field(default_factory=dict)

    @property
    def months(self) -> int:
        """The length of a period of the case."""
        return MONTHS_PER[self.track.case.finance.period or "year"]

    @property
    def start(self) -> int:
        """The month in which period 1 of the case begins."""
        start = self.track.case.finance.start
        assert start is not None  # noqa: S101 - no business case is sound without it
        return start.ordinal

    @property
    def prefix(self) -> str:
        """What the addresses of the case's own figures have before them in our ledger."""
        return f"{self.track.id}.case."

    def source(self, line: TrackedLine) -> str:
        """Return the address of a line within its own case."""
        return f"{self.track.approved.initiative.id}.{line.side}.{line.model.id}"

    def shares(self, span: Span) -> dict[int, Decimal]:
        """Return the share of each period's flow that falls into some months, by period, noughts left out."""
        found = {t: tracking.share_within(span.range, self.start, self.months, t) for t in range(self.periods + 1)}
        return {t: share for t, share in found.items() if share}

    def period_of(self, span: Span) -> int:
        """Return the period of the case in which some months end; 0 before its start, its last after the horizon."""
        return min(max(-(-(span.last.ordinal - self.start + 1) // self.months), 0), self.periods)


def enter_line(scope: Scope, plan: Plan, line: TrackedLine) -> None:
    """Enter what was planned and what came of a line, in every report and window, and its forecast."""
    flows = [_flow(scope, plan, line, t) for t in range(plan.periods + 1)]
    enter_imported(scope.ledger, plan.figures, f"{plan.source(line)}.total", plan.prefix)
    for reading in line.readings:
        _enter_report(scope, plan, line, reading)
    for name, span in plan.windows.items():
        _enter_window(scope, plan, line, name, span)
    _enter_forecast(scope, plan, line, flows)


def _flow(scope: Scope, plan: Plan, line: TrackedLine, t: int) -> str:
    return enter_imported(scope.ledger, plan.figures, f"{plan.source(line)}.flows.{t}", plan.prefix)


def _planned(scope: Scope, plan: Plan, line: TrackedLine, address: str, span: Span, when: str) -> str:
    shares = plan.shares(span)
    told = tuple(Written(share, f"share of period {t} in these months", None, "percent") for t, share in shares.items())
    return scope.ledger.enter(
        address, f"{line.model.name}, plan {when}", "money", "plan",
        flows=tuple(_flow(scope, plan, line, t) for t in shares),
        shares=told,
    )  # fmt: skip


def _enter_report(scope: Scope, plan: Plan, line: TrackedLine, reading: Reading) -> None:
    address, when = f"{line.address}.reports.{reading.period}", f"of {reading.period}"
    planned = _planned(scope, plan, line, f"{address}.plan", reading.span, when)
    assert reading.value is not None  # noqa: S101 - only what is reported counts
    value = Written(reading.value, f"actual {when}", reading.place, "money")
    actual = scope.ledger.enter(
        f"{address}.actual", f"{line.model.name}, actual {when}", "money", "written", amount=value
    )
    scope.ledger.enter(
        f"{address}.variance", f"{line.model.name}, variance {when}", "money", "variance", actual=actual, plan=planned
    )


def _enter_window(scope: Scope, plan: Plan, line: TrackedLine, name: str, span: Span) -> None:
    """Enter plan, what of it is reported, actual and variance of one window."""
    at, when = f"{line.address}.{name}", name.replace("_", " ")
    if name == PERIOD:
        when = "of the period"
    _planned(scope, plan, line, f"{at}.plan", span, when)
    reports = [f"{line.address}.reports.{r.period}" for r in line.readings if span.holds(r.span)]
    label = line.model.name
    scope.total(f"{at}.reported", f"{label}, plan {when} of the months reported", tuple(f"{r}.plan" for r in reports))
    scope.ledger.enter(f"{at}.unreported", f"{label}, plan {when} not reported", "money", "less",
                       whole=f"{at}.plan", part=f"{at}.reported")  # fmt: skip
    scope.ledger.enter(f"{at}.actual", f"{label}, actual {when}", "money", "reported",
                       parts=tuple(f"{r}.actual" for r in reports))  # fmt: skip
    enter_variance(scope, at, f"{label}, variance {when}")


def enter_variance(scope: Scope, at: str, label: str) -> None:
    """Enter the variance of what is reported, in money and as a share of its plan."""
    enter = scope.ledger.enter
    enter(f"{at}.variance", label, "money", "variance", actual=f"{at}.actual", plan=f"{at}.reported")
    enter(f"{at}.share", f"{label}, share", "percent", "variance_share",
          variance=f"{at}.variance", plan=f"{at}.reported")  # fmt: skip


def _open_shares(plan: Plan, line: TrackedLine) -> list[Decimal]:
    """Return, for every period of the case, the share of it for which no actual stands."""
    left = [Decimal(1)] * (plan.periods + 1)
    for reading in line.readings:
        for t, share in plan.shares(reading.span).items():
            left[t] = max(left[t] - share, Decimal(0))
    return left


def _enter_forecast(scope: Scope, plan: Plan, line: TrackedLine, flows: Sequence[str]) -> None:
    """Enter the rate so far, what remains at that rate, and the flow of every period as it is now seen."""
    at, label, enter = line.address, line.model.name, scope.ledger.enter
    rate = _enter_rate(scope, plan, line)
    left = [Written(share, f"share of period {t} without an actual", None, "percent")
            for t, share in enumerate(_open_shares(plan, line))]  # fmt: skip
    enter(f"{at}.remaining", f"{label}, still to come", "money", "remaining",
          flows=tuple(flows), open_shares=tuple(left), rate=rate)  # fmt: skip
    realised = scope.total(
        f"{at}.realised", f"{label}, realised", tuple(f"{at}.reports.{r.period}.actual" for r in line.readings)
    )
    forecast = scope.total(f"{at}.forecast", f"{label}, forecast to the horizon", (realised, f"{at}.remaining"))
    total = f"{plan.prefix}{plan.source(line)}.total"
    enter(f"{at}.forecast_variance", f"{label}, forecast less plan", "money", "less", whole=forecast, part=total)
    for t, flow in enumerate(flows):
        variances = tuple(
            f"{at}.reports.{r.period}.variance" for r in line.readings if _lands(scope, plan, line, r) == t
        )
        enter(f"{at}.revised.{t}", f"{label}, as now seen", "money", "revised_flow",
              flow=flow, open_share=left[t], rate=rate, variances=variances)  # fmt: skip


def _enter_rate(scope: Scope, plan: Plan, line: TrackedLine) -> str:
    address, label = f"{line.address}.run_rate", f"{line.model.name}, rate of the plan that comes true"
    if plan.track.tracked.forecast == "as-planned" or line.model.type == "one-off":
        what = "a one-off cost comes as planned" if line.model.type == "one-off" else "forecast as planned"
        return scope.ledger.enter(
            address, label, "percent", "written", amount=Written(Decimal(1), what, None, "percent")
        )
    at = f"{line.address}.{TO_DATE}"
    rule = "benefit_rate" if line.side == "benefits" else "cost_rate"
    return scope.ledger.enter(address, label, "percent", rule, actual=f"{at}.actual", plan=f"{at}.reported")


def _lands(scope: Scope, plan: Plan, line: TrackedLine, reading: Reading) -> int:
    """Return the period of the case in which a variance falls.

    It is that in which the reported months end; time 0 where the plan of these months stood at time 0 alone.
    """
    planned = [t for t in plan.shares(reading.span) if scope.ledger[f"{plan.prefix}{plan.source(line)}.flows.{t}"]]
    return 0 if planned == [0] else plan.period_of(reading.span)
