"""What came of the promises of all teams: every initiative that their reports track, and all of them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cxreport.evaluate.portfolio.outcome import Report
from cxreport.evaluate.portfolio.proposals import brought_in
from cxreport.evaluate.promises import ALL, enter_sum
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.scope import Scope
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE, Track, enter_variance

WINDOW = ("plan", "reported", "unreported", "actual")


def track_at(report: Report, track: Track) -> str:
    """Return where the figures of an initiative of a report stand in the portfolio."""
    return f"{ALL}.of.{report.id}.{track.id}"


def team_at(report: Report) -> str:
    """Return where the results of a report stand in the portfolio."""
    return f"{ALL}.teams.{report.id}"


def tracked_by(reports: Sequence[Report]) -> Iterator[tuple[Report, Track]]:
    """Yield every initiative that the reports track, each with its report."""
    return ((report, track) for report in reports for track in report.evaluation.tracks)


def enter_promises_of_all(scope: Scope, reports: Sequence[Report]) -> None:
    """Enter where every tracked initiative stands, what the period brought each team, and the sums.

    Money comes into the currency of the portfolio. What a team has not reported is none, and counts nowhere as zero.
    """
    tracked = list(tracked_by(reports))
    for report, track in tracked:
        _enter_track(scope, report, track)
    for report in reports:
        if report.evaluation.tracks:
            for side in SIDES:
                source = f"{report.id}.case.{ALL}.{PERIOD}.{side}"
                _enter_window(scope, report, f"{team_at(report)}.{PERIOD}.{side}", source, f"{report.title}, {side}")
    _enter_savings(scope, reports)
    if tracked:
        _enter_sums(scope, reports, [track_at(*one) for one in tracked])


def _enter_track(scope: Scope, report: Report, track: Track) -> None:
    at, source, label = track_at(report, track), f"{report.id}.case.{track.id}", f"{report.title}, {track.id}"
    for kind, told in (("case_npv", "as approved"), ("npv", "as now seen")):
        what = f"{label}, net present value {told}"
        brought_in(scope, f"{at}.{kind}", what, f"{source}.revised.{kind}", report.case.currency)
    scope.ledger.enter(f"{at}.npv_change", f"{label}, change of the net present value", "money", "less",
                       whole=f"{at}.npv", part=f"{at}.case_npv")  # fmt: skip
    for side in SIDES:
        tail = f"{TO_DATE}.{side}"
        _enter_window(scope, report, f"{at}.{tail}", f"{source}.{tail}", f"{label}, {side} to date")


def _enter_window(scope: Scope, report: Report, at: str, source: str, label: str) -> None:
    for kind in WINDOW:
        if scope.ledger.value(f"{source}.{kind}") is None:
            scope.ledger.enter(f"{at}.{kind}", f"{label}, {kind}", "money", "reported", parts=())
        else:
            brought_in(scope, f"{at}.{kind}", f"{label}, {kind}", f"{source}.{kind}", report.case.currency)
    enter_variance(scope, at, f"{label}, variance")


def _enter_savings(scope: Scope, reports: Sequence[Report]) -> None:
    """Enter what each team saved beside its initiatives, and the sum, where any tells of it."""
    telling = [report for report in reports if report.case.savings]
    for report in telling:
        brought_in(scope, f"{team_at(report)}.{SAVINGS}", f"{report.title}, other savings",
                   f"{report.id}.case.{SAVINGS}.own", report.case.currency)  # fmt: skip
    if telling:
        parts = tuple(f"{team_at(report)}.{SAVINGS}" for report in telling)
        scope.total(f"{ALL}.{SAVINGS}", "All other savings", parts)


def _enter_sums(scope: Scope, reports: Sequence[Report], tracks: Sequence[str]) -> None:
    teams = [team_at(report) for report in reports if report.evaluation.tracks]
    for window, parts in ((PERIOD, teams), (TO_DATE, tracks)):
        for side in SIDES:
            label = f"All {side}, {window.replace('_', ' ')}"
            enter_sum(scope, f"{ALL}.{window}.{side}", label, [f"{part}.{window}.{side}" for part in parts])
    for kind, told in (("case_npv", "as approved"), ("npv", "as now seen")):
        parts = tuple(f"{track}.{kind}" for track in tracks)
        scope.total(f"{ALL}.{kind}", f"Net present value {told}", parts)
    scope.ledger.enter(f"{ALL}.npv_change", "Change of the net present value", "money", "less",
                       whole=f"{ALL}.npv", part=f"{ALL}.case_npv")  # fmt: skip
