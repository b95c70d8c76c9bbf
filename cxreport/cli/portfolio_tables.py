"""The tables of `cxreport show` for a portfolio."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport import Printed
from cxreport.cli.tables import Table

_VALUES = ("case_npv", "npv", "npv_change")
_HEAD = ("", "Proposal", "Benefits", "Costs", "NPV", "BCR", "Payback", "Line")


def portfolio_tables(printed: Printed) -> Iterator[Table]:
    """Yield proposals and budget, or the reports of all teams."""
    outcome = printed.evaluation.portfolio
    assert outcome is not None  # noqa: S101 - the case is a portfolio without errors
    unit = printed.formats.unit(printed.scale)
    if outcome.reports:
        yield _reports(printed, unit)
        yield from _promises(printed)
        return
    yield _proposals(printed, unit)
    if outcome.line is not None:
        yield _budget(printed, outcome.line.periods, unit)
        yield _next(printed, unit)
    if outcome.overlaps:
        rows = [
            ("; ".join(f"{benefit} ({name})" for name, benefit in overlap.benefits),
             "certain" if overlap.certain else "possible", printed.cell(overlap.address))
            for overlap in outcome.overlaps
        ]  # fmt: skip
        yield Table(f"Claimed more than once, {unit}", ("Benefits", "", "At most"), tuple(rows), names=2)


def _proposals(printed: Printed, unit: str) -> Table:
    outcome = printed.evaluation.portfolio
    assert outcome is not None  # noqa: S101 - the caller has looked
    rows = []
    for rank, proposal in enumerate(outcome.proposals, 1):
        status = "funded" if proposal.id in outcome.funded else "not funded"
        months = printed.count(f"{proposal.id}.payback_months")
        rows.append((str(rank), proposal.title, *_values(printed, f"{proposal.id}."), months, status))
    sums = [("All", "")] if outcome.line is None else [("Funded", "funding."), ("All", "")]
    rows += [("", title, *_values(printed, prefix), "", "") for title, prefix in sums]
    if outcome.line is None:
        rows = [row[:-1] for row in rows]
    return Table(f"Proposals, present values, {unit}", _HEAD[: len(rows[0])], tuple(rows), totals=len(sums), names=2)


def _values(printed: Printed, prefix: str) -> tuple[str, ...]:
    return (*(printed.cell(prefix + key) for key in ("benefits_pv", "costs_pv", "npv")), printed.ratio(f"{prefix}bcr"))


def _budget(printed: Printed, limited: int, unit: str) -> Table:
    outcome = printed.evaluation.portfolio
    assert outcome is not None  # noqa: S101 - the caller has looked
    keys = ("budget.available", "budget.committed", "funding.cost_flows", "budget.left")
    rows = [(outcome.days.told(t), *(printed.cell(f"{key}.{t}") for key in keys)) for t in range(1, limited + 1)]
    totals = ("budget.available_total", "budget.committed_total", "budget.used_total", "budget.left_total")
    rows.append(("Total", *map(printed.cell, totals)))
    return Table(f"Budget, {unit}", ("", "Budget", "Committed", "Used", "Left"), tuple(rows), totals=1)


def _next(printed: Printed, unit: str) -> Table:
    """Return what a step more in each period is worth, and the line with less budget and more."""
    outcome = printed.evaluation.portfolio
    assert outcome is not None and outcome.line is not None  # noqa: S101, PT018 - the caller has looked
    step = printed.spoken("budget.step")
    rows = [
        (f"{step} more in {outcome.days.told(t)}", f"budget.next.{t}", shift) for t, shift in outcome.line.next.items()
    ] + [(f"{percent}% of the budget", f"budget.at.{percent}", shift) for percent, shift in outcome.line.cuts.items()]
    told = [
        (title, printed.cell(f"{address}.gain") if shift.possible else "must-haves do not fit",
         " ".join(shift.joins), " ".join(shift.drops))
        for title, address, shift in rows
    ]  # fmt: skip
    return Table(f"Other budgets, change of NPV, {unit}", ("", "NPV", "Comes in", "Falls off"), tuple(told))


def _promises(printed: Printed) -> Iterator[Table]:
    """Yield where the initiatives of all teams stand, where any is tracked."""
    outcome = printed.evaluation.portfolio
    assert outcome is not None  # noqa: S101 - the caller has looked
    rows = []
    for report in outcome.reports:
        for track in report.evaluation.tracks:
            values = (printed.cell(f"promises.of.{report.id}.{track.id}.{kind}") for kind in _VALUES)
            rows.append((report.title, track.id, report.evaluation.standing(track).replace("-", " "), *values))
    if rows:
        rows.append(("Together", "", "", *(printed.cell(f"promises.{kind}") for kind in _VALUES)))
        unit, head = (
            printed.formats.unit(printed.results_scale),
            ("", "", "Standing", "Approved", "As now seen", "Change"),
        )
        yield Table(f"Promises, net present value, {unit}", head, tuple(rows), totals=1, names=3)


def _reports(printed: Printed, unit: str) -> Table:
    outcome = printed.evaluation.portfolio
    assert outcome is not None  # noqa: S101 - the caller has looked
    keys = ("cxm", "csm", "sales", "total")
    rows = [
        (report.title, *(printed.cell(f"{report.id}.{key}") for key in keys), printed.text(f"{report.id}.share"))
        for report in outcome.reports
    ]
    shares = printed.text("teams.shares.total"), printed.text("company.unallocated_share")
    rows.append(("All reports", *(printed.cell(f"teams.{key}") for key in keys), shares[0]))
    rows.append(("In no report", "", "", "", printed.cell("company.unallocated"), shares[1]))
    rows.append(("Company", "", "", "", printed.cell("company.revenue"), ""))
    head = ("", "CXM", "CSM", "Marketing and Sales", "Total", "Share")
    return Table(f"Revenue, {unit}", head, tuple(rows), totals=3)
