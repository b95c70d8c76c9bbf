"""A portfolio as plain data, as `show --json` prints it beside the keys of every case."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from cxreport.case.models import Portfolio
from cxreport.evaluate import Evaluation
from cxreport.evaluate.portfolio import FundingLine, Overlap, PortfolioOutcome, Proposal, Refusal, Report, Shift
from cxreport.evaluate.portfolio.promises import WINDOW, track_at, tracked_by
from cxreport.evaluate.portfolio.rollup import BUCKETS
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD, SIDES, TO_DATE

Data = dict[str, Any]
Plain = Callable[[Decimal | None], str | None]
_RESULTS = ("benefits_total", "costs_total", "benefits_pv", "costs_pv", "npv", "roi", "bcr", "break_even")
_SERIES = ("benefit_flows", "cost_flows", "net_flows", "cumulative")


def portfolio_data(evaluation: Evaluation, case: Portfolio, plain: Plain) -> Data:
    """Return the members of a portfolio and what was decided; `plain` writes a value."""
    outcome = evaluation.portfolio
    assert outcome is not None  # noqa: S101 - the caller has looked
    return _Told(evaluation, outcome, plain).data(case)


class _Told:
    def __init__(self, evaluation: Evaluation, outcome: PortfolioOutcome, plain: Plain) -> None:
        self.evaluation, self.outcome, self.plain = evaluation, outcome, plain

    def value(self, address: str) -> str | None:
        return self.plain(self.evaluation.value(address)) if address in self.evaluation.figures else None

    def series(self, address: str, periods: int) -> list[str | None]:
        """Return the values of periods 1 to the last; a calendar has no time 0."""
        return [self.value(f"{address}.{t}") for t in range(1, periods + 1)]

    def data(self, case: Portfolio) -> Data:
        outcome = self.outcome
        if case.company is not None:
            return {"company": self._company(case), "reports": [self._report(report) for report in outcome.reports]}
        calendar = outcome.days
        return {
            "rank": case.rank,
            "periods": [calendar.told(t) for t in range(1, calendar.periods + 1)],
            "proposals": [self._proposal(proposal, rank) for rank, proposal in enumerate(outcome.proposals, 1)],
            "all": self._together(""),
            "funding": None if outcome.line is None else self._funding(outcome.line),
            "overlaps": [self._overlap(overlap) for overlap in outcome.overlaps],
        }

    def _together(self, prefix: str) -> Data:
        periods = self.outcome.days.periods
        results = {name: self.value(prefix + name) for name in _RESULTS}
        return results | {name: self.series(prefix + name, periods) for name in _SERIES}

    def _proposal(self, proposal: Proposal, rank: int) -> Data:
        name, periods = proposal.id, self.outcome.days.periods
        results = {key: self.value(f"{name}.{key}") for key in (*_RESULTS, "payback_months", "weight")}
        flows = {key: self.series(f"{name}.{key}", periods) for key in _SERIES[:2]}
        told = {"id": name, "rank": rank, "title": proposal.title, "currency": proposal.case.currency}
        return told | {"must_have": proposal.entry.must_have, "funded": name in self.outcome.funded} | results | flows

    def _funding(self, line: FundingLine) -> Data:
        limited = line.periods
        budget = {key: self.series(f"budget.{key}", limited) for key in ("available", "committed", "free", "left")}
        return {
            "funded": list(line.funded),
            "proven": line.proven,
            "budget": budget | {"used": self.series("funding.cost_flows", limited)},
            "results": self._together("funding."),
            "not_funded": [self._refusal(name, refusal) for name, refusal in line.refusals.items()],
            "step": self.value("budget.step"),
            "next": [self._shift(f"budget.next.{t}", shift) | {"period": t} for t, shift in line.next.items()],
            "at": [self._shift(f"budget.at.{p}", shift) | {"percent": p} for p, shift in line.cuts.items()],
        }

    def _refusal(self, name: str, refusal: Refusal) -> Data:
        short = {str(t): self.plain(amount) for t, amount in (refusal.short or {}).items()}
        loss = self.value(f"{name}.funded_all_the_same.loss")
        return {"id": name, "reason": refusal.reason, "others": list(refusal.others), "short": short, "loss": loss}

    def _shift(self, address: str, shift: Shift) -> Data:
        figures = {"npv": self.value(f"{address}.npv"), "gain": self.value(f"{address}.gain")}
        return figures | {"joins": list(shift.joins), "drops": list(shift.drops), "possible": shift.possible}

    def _overlap(self, overlap: Overlap) -> Data:
        benefits = [{"proposal": proposal, "benefit": benefit} for proposal, benefit in overlap.benefits]
        told = {"benefits": benefits, "ground": overlap.ground, "certain": overlap.certain}
        return told | {"amount": self.value(overlap.address)}

    def _company(self, case: Portfolio) -> Data:
        assert case.company is not None  # noqa: S101 - the caller has looked
        teams = self._named("teams.", ("total", *BUCKETS))
        whole = {"period": str(case.company.period), "revenue": self.value("company.revenue")}
        promises = self._promises() if any(report.evaluation.tracks for report in self.outcome.reports) else None
        savings = self.value(f"{ALL}.{SAVINGS}")
        rest = self.value("company.unallocated")
        return whole | {"teams": teams, "unallocated": rest, "promises": promises, "savings": savings}

    def _promises(self) -> Data:
        """Return where every initiative of all teams stands, and what all of them came to."""
        tracked = [
            {"report": report.id, "id": track.id, "standing": report.evaluation.standing(track)}
            | self._values(track_at(report, track))
            | self._windows(track_at(report, track), TO_DATE)
            for report, track in tracked_by(self.outcome.reports)
        ]
        return {"tracked": tracked} | self._values(ALL) | self._windows(ALL, PERIOD) | self._windows(ALL, TO_DATE)

    def _values(self, at: str) -> Data:
        return self._named(f"{at}.", ("case_npv", "npv", "npv_change"))

    def _windows(self, at: str, window: str) -> Data:
        kinds = (*WINDOW, "variance", "share")
        return {window: {side: self._named(f"{at}.{window}.{side}.", kinds) for side in SIDES}}

    def _report(self, report: Report) -> Data:
        told = {"id": report.id, "title": report.title, "currency": report.case.currency}
        return told | self._named(f"{report.id}.", ("total", *BUCKETS, "share"))

    def _named(self, prefix: str, names: Iterable[str]) -> Data:
        return {name: self.value(prefix + name) for name in names}
