"""The funding line: the budget of each period, the set that brings the most, and how it moves with the budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cxreport.case.members import Member
from cxreport.case.models import Budget
from cxreport.case.problem import Finding
from cxreport.evaluate.ledger import Source, Written
from cxreport.evaluate.portfolio.calendar import Calendar
from cxreport.evaluate.portfolio.outcome import FundingLine, Loss, Refusal, Shift
from cxreport.evaluate.portfolio.proposals import enter_together
from cxreport.evaluate.scope import Scope
from cxreport.portfolio import Candidate, Choice, best_choice, closure, conflicts, shortfalls
from cxreport.quantity import Money, Series

PERCENTS = (80, 90, 110, 120)  # of the budget, that the line is drawn for again
MOST_LOSSES = 60  # each is a search of its own


class Funding:
    """One funding line in the making; `ids` are those of the proposals, best first, which settles ties."""

    def __init__(
        self, scope: Scope, calendar: Calendar, budget: Budget, members: Sequence[Member], limited: int
    ) -> None:
        self.scope, self.calendar, self.budget = scope, calendar, budget
        self.members = {member.id: member for member in members}
        self.periods = range(1, limited + 1)
        self._enter_budget()
        self.candidates = [self._candidate(member) for member in members]
        self.limits = [scope.ledger[f"budget.free.{t}"] for t in self.periods]

    def line(self) -> FundingLine | None:
        """Enter the line with all its figures and return it; None, and problems, where the must-haves leave none."""
        best = best_choice(self.candidates, self.limits)
        if best is None:
            self._tell_impossible()
            return None
        enter_together(self.scope, self.calendar, "funding.", best.names)
        enter_together(self.scope, self.calendar, "unfunded.", self._others(best))
        self._enter_use()
        refused = [c for c in self.candidates if c.name not in best.names]
        return FundingLine(
            funded=best.names,
            periods=len(self.periods),
            proven=best.proven,
            refusals={candidate.name: self._refusal(candidate, best) for candidate in refused},
            losses=dict(self._losses(refused, best)),
            next={t: self._next(t, best) for t in self.periods},
            cuts={percent: self._at(percent, best) for percent in PERCENTS},
        )

    # the budget

    def _enter_budget(self) -> None:
        scope, enter = self.scope, self.scope.ledger.enter
        for t in self.periods:
            when = self.calendar.told(t)
            enter(f"budget.available.{t}", f"Budget of {when}", "money", "written",
                  amount=self._amount("available", self.budget.available, t))  # fmt: skip
            enter(f"budget.committed.{t}", f"Committed already in {when}", "money", "written",
                  amount=self._amount("committed", self.budget.committed, t))  # fmt: skip
            enter(f"budget.free.{t}", f"Free for proposals in {when}", "money", "less",
                  whole=f"budget.available.{t}", part=f"budget.committed.{t}")  # fmt: skip
        for name, label in (
            ("available", "Budget"),
            ("committed", "Committed already"),
            ("free", "Free for proposals"),
        ):
            scope.total(f"budget.{name}_total", f"{label}, total", self._series(f"budget.{name}"))
        given = scope.loaded.place(("budget", "step"))
        own = given != scope.loaded.place(("budget",))
        step = Written(self.budget.step.amount, "step, default", None, "money")
        enter("budget.step", "One step more of budget", "money", "written",
              amount=scope.money(("budget", "step"), self.budget.step, "step") if own else step)  # fmt: skip

    def _amount(self, name: str, series: Series[Money] | None, t: int) -> Source:
        if series is None:
            return self.scope.zero(f"nothing {name}")
        return self.scope.money(self.scope.series_path(("budget", name), series, t), series.at(t), name)

    def _series(self, address: str) -> tuple[str, ...]:
        return tuple(f"{address}.{t}" for t in self.periods)

    def _candidate(self, member: Member) -> Candidate:
        ledger, entry = self.scope.ledger, member.entry
        return Candidate(
            name=member.id,
            value=ledger[f"{member.id}.npv"],
            costs=tuple(ledger[f"{member.id}.cost_flows.{t}"] for t in self.periods),
            must_have=entry.must_have,
            requires=frozenset(entry.requires),
            excludes=frozenset(entry.excludes),
        )

    def _enter_use(self) -> None:
        scope = self.scope
        for t in self.periods:
            scope.ledger.enter(f"budget.left.{t}", f"Left in {self.calendar.told(t)}", "money", "less",
                               whole=f"budget.free.{t}", part=f"funding.cost_flows.{t}")  # fmt: skip
        scope.total("budget.used_total", "Used, total", self._series("funding.cost_flows"))
        scope.total("budget.left_total", "Left, total", self._series("budget.left"))
        for candidate in self.candidates:
            label = "Use of the budget, total"
            scope.total(f"{candidate.name}.budget_total", label, self._series(f"{candidate.name}.cost_flows"))

    def _others(self, best: Choice) -> tuple[str, ...]:
        return tuple(candidate.name for candidate in self.candidates if candidate.name not in best.names)

    # why, and what if

    def _refusal(self, candidate: Candidate, best: Choice) -> Refusal:
        if candidate.value <= 0:
            return Refusal("worthless")
        with_it = closure(self.candidates, [*best.names, candidate.name])
        if against := [pair for pair in conflicts(self.candidates, with_it) if set(pair) - {candidate.name}]:
            others = dict.fromkeys(name for pair in against for name in pair if name != candidate.name)
            return Refusal("excluded", tuple(others))
        if missing := [c.name for c in self.candidates if c.name in with_it - {candidate.name, *best.names}]:
            return Refusal("requires", tuple(missing))
        short = shortfalls(self.candidates, with_it, self.limits)
        if not short:
            return Refusal("crowded")
        return Refusal("budget", short={period + 1: amount for period, amount in short.items()})

    def _losses(self, refused: Sequence[Candidate], best: Choice) -> Mapping[str, Loss]:
        """Enter, for each that is not funded, what the set would be worth less if it had to be."""
        found = {}
        for candidate in refused[:MOST_LOSSES]:
            forced = [
                Candidate(c.name, c.value, c.costs, c.must_have or c is candidate, c.requires, c.excludes)
                for c in self.candidates
            ]
            other = best_choice(forced, self.limits)
            if other is not None:
                self._enter_change(f"{candidate.name}.funded_all_the_same", other, down=True)
                found[candidate.name] = Loss(tuple(name for name in best.names if name not in other.names))
        return found

    def _next(self, t: int, best: Choice) -> Shift:
        step = self.scope.ledger["budget.step"]
        limits = [
            limit + step if period == t else limit for period, limit in zip(self.periods, self.limits, strict=True)
        ]
        return self._shift(f"budget.next.{t}", limits, best)

    def _at(self, percent: int, best: Choice) -> Shift:
        share = Written(Decimal(percent) / 100, "share of the budget", None, "percent")
        limits = []
        for t in self.periods:
            at = self.scope.ledger.enter(f"budget.at.{percent}.available.{t}", f"{percent}% of the budget", "money",
                                         "converted", amount=f"budget.available.{t}", rate=share)  # fmt: skip
            limits.append(self.scope.ledger[at] - self.scope.ledger[f"budget.committed.{t}"])
        return self._shift(f"budget.at.{percent}", limits, best)

    def _shift(self, address: str, limits: Sequence[Decimal], best: Choice) -> Shift:
        other = best_choice(self.candidates, limits)
        if other is None:
            return Shift(possible=False)
        self._enter_change(address, other)
        joins = tuple(name for name in other.names if name not in best.names)
        return Shift(joins, tuple(name for name in best.names if name not in other.names))

    def _enter_change(self, address: str, other: Choice, *, down: bool = False) -> None:
        """Enter what another set is worth, and how much more that is than the line; `down`, how much less."""
        npv = self.scope.total(
            f"{address}.npv", "Net present value of that set", tuple(f"{n}.npv" for n in other.names)
        )
        whole, part = ("funding.npv", npv) if down else (npv, "funding.npv")
        label = "Less net present value than the line" if down else "More net present value than the line"
        self.scope.ledger.enter(
            f"{address}.{'loss' if down else 'gain'}", label, "money", "less", whole=whole, part=part
        )

    # where no line can be drawn

    def _tell_impossible(self) -> None:
        musts = [c.name for c in self.candidates if c.must_have]
        needed = closure(self.candidates, musts)
        names = ", ".join(c.name for c in self.candidates if c.name in needed)
        if pairs := conflicts(self.candidates, needed):
            one, other = pairs[0]
            message = f'"{one}" and "{other}" exclude each other, and the must-haves ask for both'
            path = (*self.members[musts[0]].path, "must_have")
            self.scope.note(Finding("CX607", path, message, "give up one of the must-haves, or what excludes them"))
            return
        for period, over in shortfalls(self.candidates, needed, self.limits).items():
            path = self.scope.series_path(("budget", "available"), self.budget.available, period + 1)
            amount, when = self.scope.amount(over), self.calendar.told(period + 1)
            message = f"the must-haves need {amount} more than the budget of {when} has left: {names}"
            hint = "raise the budget, or let one of them be no must-have"
            if not musts:
                message = f"what is committed in {when} is {amount} more than the budget"
                hint = "raise the budget, or correct what is committed"
            self.scope.findings.append(Finding("CX608", path, message, hint))
