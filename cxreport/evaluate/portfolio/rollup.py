"""The reports of all teams in one period, set against the revenue of the company: what is in no report is shown."""

from __future__ import annotations

from collections.abc import Sequence

from cxreport.case.models import Company
from cxreport.case.problem import Finding
from cxreport.evaluate.portfolio.outcome import Report
from cxreport.evaluate.portfolio.proposals import adopt, brought_in
from cxreport.evaluate.rules import DUST
from cxreport.evaluate.scope import Scope

BUCKETS = ("cxm", "csm", "sales")


def enter_rollup(scope: Scope, company: Company, reports: Sequence[Report]) -> None:
    """Enter every team's split in the portfolio's currency, the sums, and what is left of the company's revenue."""
    if _has_twins(scope, reports):
        return
    enter = scope.ledger.enter
    for report in reports:
        _enter_report(scope, report)
    for name in ("total", *BUCKETS):
        scope.total(f"teams.{name}", f"All reports, {name}", tuple(f"{report.id}.{name}" for report in reports))
    revenue = scope.money(("company", "revenue"), company.revenue, "revenue of the company")
    whole = enter("company.revenue", "All revenue of the company", "money", "written", amount=revenue)
    rest = scope.ledger[whole] - scope.ledger["teams.total"]
    if rest < -DUST:
        message = f"the reports add up to {scope.amount(-rest)} more than all revenue of the company"
        hint = "two teams report the same revenue, or the period of the company is another one"
        scope.findings.append(Finding("CX614", ("company", "revenue"), message, hint))
        return
    enter("company.unallocated", "In no report", "money", "less", whole=whole, part="teams.total")
    for name in ("total", *BUCKETS):
        enter(f"teams.shares.{name}", f"All reports, {name}, share of the company", "percent", "share",
              part=f"teams.{name}", total=whole)  # fmt: skip
    enter("company.unallocated_share", "In no report, share of the company", "percent", "share",
          part="company.unallocated", total=whole)  # fmt: skip
    for report in reports:
        enter(f"{report.id}.share", "Share of the company's revenue", "percent", "share",
              part=f"{report.id}.total", total=whole)  # fmt: skip


def _has_twins(scope: Scope, reports: Sequence[Report]) -> bool:
    """Return whether two reports are of one team, whose revenue would be counted twice; each is told."""
    known: dict[str, Report] = {}
    for report in reports:
        team = (report.case.team or "").casefold()
        other = known.setdefault(team, report) if team else report
        if other is not report:
            names = " and ".join(one.evaluation.loaded.path.name for one in (other, report))
            message = f'the reports {names} are both of the team "{report.title}"'
            hint = "let the patterns leave one of them out, or give each the team that it is about"
            scope.note(Finding("CX616", ("cases",), message, hint))
    return scope.has_errors


def _enter_report(scope: Scope, report: Report) -> None:
    adopt(scope, report.id, report.evaluation.figures.values(), report.case.currency)
    for name in ("total", *BUCKETS):
        source = f"{report.id}.case.attribution." + (name if name == "total" else f"{name}.total")
        brought_in(scope, f"{report.id}.{name}", f"{report.title}, {name}", source, report.case.currency)
