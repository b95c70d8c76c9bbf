"""Promises and results: every tracked initiative of a report, its sides, its value as now seen, and all together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from cxreport import tracking
from cxreport.case.actuals import METRIC, Reading
from cxreport.case.load import Approved, LoadedCase
from cxreport.case.models import Tracked, ValueReport
from cxreport.case.problem import Finding
from cxreport.evaluate.imported import enter_imported
from cxreport.evaluate.ledger import Figure, Written
from cxreport.evaluate.rules import DUST
from cxreport.evaluate.scope import Scope
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE, Plan, Side, Track, TrackedLine, enter_line, enter_variance
from cxreport.quantity import DriverValue, Month, Span

ALL = "promises"
PARTS = ("plan", "reported", "unreported")


def tracks_of(scope: Scope, case: ValueReport) -> tuple[Track, ...]:
    """Return what a report tracks, each with the actuals that count: its own, then those of earlier reports."""
    loaded = scope.loaded
    found = []
    for index, tracked in enumerate(case.tracked):
        approved = loaded.relations.tracked.get(tracked.id)
        if approved is not None:
            found.append(_track(scope, index, tracked, approved))
    return tuple(found)


def _track(scope: Scope, index: int, tracked: Tracked, approved: Approved) -> Track:
    every = _every_reading(scope, index, tracked.id, approved)
    own = [r for r in approved.readings if _span_of(scope).holds(r.span)]
    lines = []
    for side in SIDES:
        for model in getattr(approved.initiative, side):
            if model.type != "advantage":
                name = f"{side}.{model.id}"
                readings = tuple(r for r in every if r.line == name)
                told = tuple(r for r in own if r.line == name)
                lines.append(TrackedLine(f"{tracked.id}.{name}", side, model, readings, told))
    measured = [r for r in every if r.line == METRIC]
    latest = max(measured, key=lambda r: r.span.last, default=None)
    return Track(tracked.id, tracked, approved, tuple(lines), latest, tuple(r for r in own if r.line == METRIC))


def _every_reading(scope: Scope, index: int, identifier: str, approved: Approved) -> list[Reading]:
    """Return every actual so far, in the order of time; a later report corrects an earlier one."""
    kept = [r for r in approved.readings if r.value is not None]
    for earlier in scope.loaded.relations.earlier:
        theirs = earlier.tracked.get(identifier)
        for reading in theirs.readings if theirs is not None else ():
            rivals = [r for r in kept if r.line == reading.line and r.span.meets(reading.span)]
            if reading.value is None or _covered(reading.span, rivals):
                continue
            if rivals:
                scope.note(_overlap(index, rivals[0], reading))
            else:
                kept.append(reading)
    return sorted(kept, key=lambda r: (r.span.first, r.line))


def _covered(span: Span, readings: Sequence[Reading]) -> bool:
    months = {month for reading in readings for month in reading.span.range}
    return bool(readings) and set(span.range) <= months


def _overlap(index: int, ours: Reading, theirs: Reading) -> Finding:
    message = (
        f"the actual of {ours.period} for {ours.line} covers a part of {theirs.period}, "
        f"which {theirs.place.file} reports in line {theirs.place.line}"
    )
    hint = "correct all months of that period, or none"
    return Finding("CX258", ("tracked", index, "actuals"), message, hint)


def _span_of(scope: Scope) -> Span:
    case = scope.case
    assert isinstance(case, ValueReport)  # noqa: S101 - only reports track
    return case.revenue.period.span(case.finance.fiscal_year_start)


def enter_promises(
    scope: Scope, tracks: Sequence[Track], cases: Mapping[str, Mapping[str, Figure]], windows: Mapping[str, Span]
) -> None:
    """Enter the figures of every tracked initiative, by the figures of its case, and those of all together."""
    for track in tracks:
        own = {PERIOD: _span_of(scope), TO_DATE: _to_date(scope, track), **windows}
        plan = Plan(track, cases[track.id], _periods(track.approved.loaded), own)
        for line in track.lines:
            enter_line(scope, plan, line)
        for name in own:
            for side in SIDES:
                _enter_side(scope, f"{track.id}.{name}.{side}", name, side, track)
        _enter_value(scope, plan)
        _enter_metric(scope, plan)
    for name in (PERIOD, TO_DATE, *windows):
        for side in SIDES:
            parts = [f"{track.id}.{name}.{side}" for track in tracks]
            enter_sum(scope, f"{ALL}.{name}.{side}", f"All {side}, {name.replace('_', ' ')}", parts)
    for kind, label in (("case_npv", "Net present value as approved"), ("npv", "Net present value as now seen")):
        scope.total(f"{ALL}.{kind}", label, tuple(f"{track.id}.revised.{kind}" for track in tracks))
    scope.ledger.enter(f"{ALL}.npv_change", "Change of the net present value", "money", "less",
                       whole=f"{ALL}.npv", part=f"{ALL}.case_npv")  # fmt: skip


def _periods(loaded: LoadedCase) -> int:
    assert loaded.case is not None  # noqa: S101 - the reading has refused what is no case
    return loaded.case.finance.periods or 1


def _to_date(scope: Scope, track: Track) -> Span:
    """Return all months from the first that was planned or reported to the end of the report."""
    start = track.case.finance.start
    assert start is not None  # noqa: S101 - no business case is sound without it
    last = _span_of(scope).last
    first = min([start, last, *(r.span.first for line in track.lines for r in line.readings)])
    return Span(first, last.ordinal - first.ordinal + 1)


def _enter_side(scope: Scope, at: str, name: str, side: Side, track: Track) -> None:
    enter_sum(
        scope, at, f"All {side}, {name.replace('_', ' ')}", [f"{line.address}.{name}" for line in track.of_side(side)]
    )


def enter_sum(scope: Scope, at: str, label: str, parts: Sequence[str]) -> None:
    """Enter plan, actual and variance over parts; of actuals, those that were reported."""
    for kind in PARTS:
        scope.total(f"{at}.{kind}", f"{label}, {kind}", tuple(f"{part}.{kind}" for part in parts))
    known = tuple(f"{part}.actual" for part in parts if scope.ledger.value(f"{part}.actual") is not None)
    scope.ledger.enter(f"{at}.actual", f"{label}, actual", "money", "reported", parts=known)
    enter_variance(scope, at, f"{label}, variance")


def _enter_value(scope: Scope, plan: Plan) -> None:
    """Enter the forecast of both sides, and net present value and payback beside those that were approved."""
    track, at, enter = plan.track, plan.track.id, scope.ledger.enter
    initiative = track.approved.initiative.id
    for side in SIDES:
        _enter_side_forecast(scope, plan, side)
    approved = enter_imported(scope.ledger, plan.figures, f"{initiative}.npv", plan.prefix)
    enter(f"{at}.revised.case_npv", "Net present value as approved", "money", "written", amount=approved)
    npv = enter(f"{at}.revised.npv", "Net present value as now seen", "money", "npv",
                benefits_pv=f"{at}.revised.benefits_pv", costs_pv=f"{at}.revised.costs_pv")  # fmt: skip
    enter(f"{at}.revised.npv_change", "Change of the net present value", "money", "less", whole=npv, part=approved)
    paid = enter_imported(scope.ledger, plan.figures, f"{initiative}.payback_months", plan.prefix)
    enter(f"{at}.revised.case_payback_months", "Payback as approved", "months", "written", amount=paid)
    net = tuple(
        enter(f"{at}.revised.net_flows.{t}", "Net flow as now seen", "money", "less",
              whole=f"{at}.revised.benefits_flows.{t}", part=f"{at}.revised.costs_flows.{t}")
        for t in range(plan.periods + 1)
    )  # fmt: skip
    months = scope.ledger.figures[paid].inputs["months_per_period"]
    enter(
        f"{at}.revised.payback_months", "Payback as now seen", "months", "payback", flows=net, months_per_period=months
    )
    enter(f"{at}.shortfall", "Shortfall of benefits or excess of costs to date", "percent", "shortfall",
          benefits=f"{at}.to_date.benefits.share", costs=f"{at}.to_date.costs.share")  # fmt: skip


def _enter_side_forecast(scope: Scope, plan: Plan, side: Side) -> None:
    track, initiative = plan.track, plan.track.approved.initiative.id
    at, lines = f"{track.id}.forecast.{side}", [line.address for line in track.of_side(side)]
    total = enter_imported(scope.ledger, plan.figures, f"{initiative}.{side}_total", plan.prefix)
    scope.ledger.enter(f"{at}.plan", f"All {side}, plan to the horizon", "money", "written", amount=total)
    for kind in ("realised", "remaining", "forecast", "forecast_variance"):
        scope.total(f"{at}.{kind}", f"All {side}, {kind.replace('_', ' ')}", tuple(f"{line}.{kind}" for line in lines))
    flows = tuple(
        scope.total(
            f"{track.id}.revised.{side}_flows.{t}",
            f"All {side} as now seen",
            tuple(f"{line}.revised.{t}" for line in lines),
        )
        for t in range(plan.periods + 1)
    )
    promised = enter_imported(scope.ledger, plan.figures, f"{initiative}.{side}_pv", plan.prefix)
    worth = scope.ledger.figures[promised].inputs
    label = f"All {side} as now seen, present value"
    scope.ledger.enter(f"{track.id}.revised.{side}_pv", label, "money", "present_value", flows=flows,
                       rate=worth["rate"], periods_per_year=worth["periods_per_year"])  # fmt: skip


def _enter_metric(scope: Scope, plan: Plan) -> None:
    """Enter where the measure stands, and where it was to stand by then on a straight line to its target."""
    track, metric = plan.track, plan.track.approved.initiative.metric
    if metric is None:
        return
    at, label, enter = f"{track.id}.metric", metric.name, scope.ledger.enter
    written = {name: _of_case(track, name, getattr(metric, name)) for name in ("baseline", "target")}
    unit = written["baseline"].unit
    for name, value in written.items():
        enter(f"{at}.{name}", f"{label}, {name}", unit, "written", amount=value)
    elapsed = Written(
        _elapsed(track, metric.by, _span_of(scope).last), "share of the way that is gone", None, "percent"
    )
    planned = enter(f"{at}.plan", f"{label}, planned by now", unit, "metric_plan",
                    baseline=f"{at}.baseline", target=f"{at}.target", elapsed=elapsed)  # fmt: skip
    if track.metric is not None and track.metric.value is not None:
        value = Written(track.metric.value, f"reading of {track.metric.period}", track.metric.place, unit)
        actual = enter(f"{at}.actual", f"{label}, reading", unit, "written", amount=value)
        enter(f"{at}.variance", f"{label}, reading less plan", unit, "variance", actual=actual, plan=planned)


def _of_case(track: Track, name: str, value: DriverValue) -> Written:
    place = track.approved.loaded.place(("initiatives", track.approved.number, "metric", name))
    return Written(value.amount, name, place, value.form)


def _elapsed(track: Track, by: Month | None, now: Month) -> Decimal:
    """Return the share of the months from the start of effect to the month of the target that are gone.

    Without a month for the target, it is due at once.
    """
    live = track.approved.initiative.live or track.case.finance.start
    assert live is not None  # noqa: S101 - no business case is sound without a start
    if by is None or by < live:
        return Decimal(1)
    gone = Decimal(now.ordinal - live.ordinal + 1) / (by.ordinal - live.ordinal + 1)
    return min(max(gone, Decimal(0)), Decimal(1))


def standing_of(figures: Mapping[str, Figure], track: Track, case: ValueReport) -> tracking.Standing:
    """Return where an initiative stands by the rules of the report."""

    def value(address: str) -> Decimal | None:
        return figures[f"{track.id}.{address}"].value

    planned = [value(f"to_date.{side}.plan") or Decimal(0) for side in SIDES]
    reported = value("to_date.benefits.actual") is not None or (value("to_date.benefits.plan") or 0) <= DUST
    return tracking.standing(
        value("shortfall") if reported else None,
        value("revised.npv"),
        value("revised.case_npv") or Decimal(0),
        due=any(plan > DUST for plan in planned),
        at_risk=case.thresholds.at_risk,
        off_track=case.thresholds.off_track,
    )


def saving_lines(tracks: Sequence[Track]) -> Iterator[TrackedLine]:
    """Yield the tracked benefits that are savings."""
    return (line for track in tracks for line in track.of_side("benefits") if line.model.type == "saving")
