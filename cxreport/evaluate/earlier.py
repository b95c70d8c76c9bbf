"""The period beside earlier ones: what changed since the one before and the year before, and the last four quarters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cxreport.case.load import Earlier, with_findings
from cxreport.case.models import ValueReport
from cxreport.case.problem import Finding
from cxreport.evaluate.flows import wide_drivers
from cxreport.evaluate.imported import enter_imported
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.revenue import ROOT, enter_revenue
from cxreport.evaluate.savings import SAVINGS, enter_savings
from cxreport.evaluate.scope import Scope
from cxreport.evaluate.tracked import PERIOD, SIDES
from cxreport.quantity import Period, Span

COMPARED, TRAILING = "compared", "trailing"
REVENUE = {"total": "total", "cxm": "cxm.total", "csm": "csm.total", "sales": "sales.total"}
RESULTS = ("benefits", "costs")


class Beside(NamedTuple):
    """An earlier period that the report is set beside: how it is called, and what its figures have before them."""

    name: str
    period: Period
    prefix: str


def windows_of(case: ValueReport, earlier: tuple[Earlier, ...], year_before: Earlier | None) -> dict[str, Span]:
    """Return the earlier periods that results are told of, by their names, the latest first."""
    start = case.finance.fiscal_year_start
    periods = [one.period for one in earlier[: max(case.revenue.period.per_year - 1, 1)]]
    if year_before is not None and year_before.period not in periods:
        periods.append(year_before.period)
    return {str(period): period.span(start) for period in periods}


def beside(scope: Scope) -> tuple[Beside, ...]:
    """Return the earlier periods that the report is compared with: the one before, and the year before."""
    relations = scope.loaded.relations
    found = [Beside("previous", one.period, "earlier.1.") for one in relations.earlier[:1]]
    if relations.year_before is not None and relations.year_before not in relations.earlier[:1]:
        found.append(Beside("year_before", relations.year_before.period, "year_before."))
    return tuple(found)


def enter_earlier(scope: Scope, *, has_tracks: bool) -> None:
    """Enter the figures of earlier reports, what changed since, and the trailing year where all of it is there."""
    relations = scope.loaded.relations
    most = scope.case.revenue.period.per_year - 1 if scope.case.revenue else 0
    wanted = [(f"earlier.{number}.", one) for number, one in enumerate(relations.earlier[: max(most, 1)], 1)]
    if relations.year_before is not None:
        wanted.append(("year_before.", relations.year_before))
    for prefix, one in wanted:
        _enter_report(scope, one, prefix, "year_before" if prefix == "year_before." else "previous")
    if scope.has_errors:
        return
    for other in beside(scope):
        for key in _keys(scope, has_tracks=has_tracks):
            _enter_change(scope, other, key)
    if most and relations.earlier:
        _enter_trailing(scope, relations.earlier[:most], most + 1, has_tracks=has_tracks)


def _enter_report(scope: Scope, one: Earlier, prefix: str, key: str) -> None:
    """Copy the split and the savings of an earlier report; its errors are told at the key that leads to it."""
    case = one.loaded.case
    assert isinstance(case, ValueReport)  # noqa: S101 - the reading has refused any other
    theirs = Scope(one.loaded, case)
    wide = wide_drivers(theirs)
    enter_revenue(theirs, case.revenue, wide)
    enter_savings(theirs, case.savings, wide, ())
    whole = with_findings(one.loaded, theirs.findings)
    if not whole.sound:
        first = whole.problems[0]
        message = f'"{one.loaded.path.name}" has an error in line {first.place.line}: {first.message}'
        path = (key,) if scope.case.specs.get(key) and getattr(scope.case, key) else ("previous",)
        scope.note(Finding("CX260", path, message, f"run  cxreport check {one.loaded.path}"))
        return
    for tail in REVENUE.values():
        enter_imported(scope.ledger, theirs.ledger.figures, f"{ROOT}.{tail}", prefix)
    if case.savings:
        enter_imported(scope.ledger, theirs.ledger.figures, f"{SAVINGS}.own", prefix)


def _keys(scope: Scope, *, has_tracks: bool) -> Iterator[str]:
    yield from REVENUE
    if f"{SAVINGS}.own" in scope.ledger.figures:
        yield SAVINGS
    if has_tracks:
        yield from RESULTS


def ours(key: str) -> str:
    """Return the figure of this report that a row of the comparison is about."""
    if key in REVENUE:
        return f"{ROOT}.{REVENUE[key]}"
    return f"{SAVINGS}.own" if key == SAVINGS else f"{ALL}.{PERIOD}.{key}.actual"


def theirs(other: Beside, key: str) -> str:
    """Return the figure of an earlier period that stands beside it."""
    return f"{ALL}.{other.period}.{key}.actual" if key in RESULTS else other.prefix + ours(key)


def _enter_change(scope: Scope, other: Beside, key: str) -> None:
    at, label = f"{COMPARED}.{other.name}.{key}", f"{scope.ledger.figures[ours(key)].label}, change"
    before = scope.ledger.figures.get(theirs(other, key))
    if before is None or before.value is None:
        return
    change = scope.ledger.enter(at, label, "money", "variance", actual=ours(key), plan=theirs(other, key))
    scope.ledger.enter(f"{at}.share", f"{label}, share", "percent", "variance_share",
                       variance=change, plan=theirs(other, key))  # fmt: skip


def _enter_trailing(scope: Scope, earlier: tuple[Earlier, ...], count: int, *, has_tracks: bool) -> None:
    """Enter the sums of the latest periods that make a year, where the report of each is there."""
    if len(earlier) + 1 < count:
        return
    for key in (*REVENUE, SAVINGS):
        parts = (*(f"earlier.{number}.{ours(key)}" for number in range(len(earlier), 0, -1)), ours(key))
        if not scope.ledger.figures.keys() >= set(parts):  # savings that a report does not tell of are not nought
            continue
        label = scope.ledger.figures[ours(key)].label
        scope.total(f"{TRAILING}.{key}", f"{label}, {count} periods", parts)
    for side in SIDES if has_tracks else ():
        names = (*(str(one.period) for one in reversed(earlier)), PERIOD)
        for kind in ("plan", "reported", "unreported"):
            parts = tuple(f"{ALL}.{name}.{side}.{kind}" for name in names)
            scope.total(f"{TRAILING}.{side}.{kind}", f"All {side}, {kind}, {count} periods", parts)
        known = tuple(at for name in names if scope.ledger.value(at := f"{ALL}.{name}.{side}.actual") is not None)
        scope.ledger.enter(
            f"{TRAILING}.{side}.actual", f"All {side}, actual, {count} periods", "money", "reported", parts=known
        )
