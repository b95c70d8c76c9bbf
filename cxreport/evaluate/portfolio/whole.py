"""The evaluation of a portfolio: its members first, each by itself, then what they are together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, localcontext
from pathlib import Path

from cxreport.case.load import SHARED_FILE, LoadedCase, with_findings
from cxreport.case.members import Member
from cxreport.case.models import BusinessCase, Portfolio, ValueReport
from cxreport.case.problem import Finding, Point, Problem, Rate, worst_first
from cxreport.evaluate.evaluation import CONTEXT, Evaluation
from cxreport.evaluate.ledger import Written
from cxreport.evaluate.portfolio.calendar import Calendar, calendar_of, early_starters, limited_periods
from cxreport.evaluate.portfolio.funding import Funding
from cxreport.evaluate.portfolio.outcome import PortfolioOutcome, Proposal, Report
from cxreport.evaluate.portfolio.overlaps import enter_overlaps
from cxreport.evaluate.portfolio.promises import enter_promises_of_all
from cxreport.evaluate.portfolio.proposals import Placed, adopt, enter_proposal, enter_together
from cxreport.evaluate.portfolio.rollup import enter_rollup
from cxreport.evaluate.scope import Scope

_LAST = Decimal("Infinity")


def evaluate_portfolio(loaded: LoadedCase, evaluate: Callable[[LoadedCase], Evaluation]) -> Evaluation:
    """Return the evaluation of a portfolio: the figures of its members, those of the whole, and what was decided.

    A member with errors refuses the whole: a ranking or a sum in which one is missing would be read as complete.
    """
    assert isinstance(loaded.case, Portfolio)  # noqa: S101 - the caller has looked
    evaluated = [(member, evaluate(member.loaded)) for member in loaded.members]
    inner = (problem for _, evaluation in evaluated for problem in evaluation.problems)
    told = {problem._replace(answer="") for _, evaluation in evaluated for problem in evaluation.answered}
    whole = loaded._replace(problems=worst_first([p for p in (*loaded.problems, *inner) if p not in told]))
    if broken := [member for member, evaluation in evaluated if not evaluation.sound]:
        return Evaluation(with_findings(whole, [_broken(broken, len(evaluated))]), {})
    if not whole.sound:
        return Evaluation(whole, {})
    scope = Scope(whole, loaded.case)
    with localcontext(CONTEXT):
        outcome, problems = _Whole(scope, loaded.case, evaluated).outcome()
    whole = with_findings(whole._replace(problems=worst_first([*whole.problems, *problems])), scope.findings)
    if not whole.sound or outcome is None:
        return Evaluation(whole, {})
    calendar = outcome.calendar
    periods, months = (calendar.periods, calendar.months) if calendar else (1, 12)
    return Evaluation(whole, scope.ledger.figures, periods, 12 // months, portfolio=outcome)


def _broken(broken: Sequence[Member], count: int) -> Finding:
    names = ", ".join(member.loaded.path.name for member in broken[:5]) + (", …" if len(broken) > 5 else "")
    what = "has" if len(broken) == 1 else "have"
    message = f"{len(broken)} of the {count} cases gathered here {what} errors: {names}"
    hint = "mend what is told of them, or let the patterns leave them out: a portfolio is whole or not at all"
    return Finding("CX601", ("cases",), message, hint)


class _Whole:
    """The members of one portfolio on their way to what they are together."""

    def __init__(self, scope: Scope, case: Portfolio, evaluated: Sequence[tuple[Member, Evaluation]]) -> None:
        self.scope, self.case, self.evaluated = scope, case, evaluated
        self.members = {member.id: member for member, _ in evaluated}

    def outcome(self) -> tuple[PortfolioOutcome | None, tuple[Problem, ...]]:
        """Enter all figures and return what was decided, with the problems that lie in the members' files."""
        if not self._convertible() or self._on_one_page():
            return None, ()
        if self.case.company is not None:
            return self._reports(), ()
        return self._proposals()

    def _on_one_page(self) -> bool:
        """Return whether the portfolio's own file asks for one page; what cases share asks it of their own."""
        place = self.scope.loaded.place(("layout",))
        if self.case.layout != "one-page" or Path(place.file).name == SHARED_FILE:
            return False
        message = "a portfolio has no one-page layout: its table of proposals or teams is as long as they are many"
        hint = "delete the line; each proposal and report may have one page of its own"
        self.scope.note(Finding("CX615", ("layout",), message, hint))
        return True

    def _convertible(self) -> bool:
        """Return whether every member's money has a rate; each currency without one is told, once."""
        missing: dict[str, Member] = {}
        for member, evaluation in self.evaluated:
            currency = evaluation.case.currency
            if currency != self.case.currency and currency not in self.case.rates:
                missing.setdefault(currency, member)
        for currency, member in missing.items():
            message = f"{member.loaded.path.name} is in {currency}, the portfolio is in {self.case.currency}"
            hint = f"give the rate:  rates: {{{currency}: {{rate: …}}}}"
            self.scope.findings.append(Finding("CX113", member.path, message, hint))
        return not missing

    def _reports(self) -> PortfolioOutcome | None:
        assert self.case.company is not None  # noqa: S101 - the caller has looked
        reports = [Report(member.id, evaluation) for member, evaluation in self.evaluated]
        enter_rollup(self.scope, self.case.company, reports)
        if self.scope.has_errors:
            return None
        enter_promises_of_all(self.scope, reports)
        ledger = self.scope.ledger
        return PortfolioOutcome(reports=tuple(sorted(reports, key=lambda report: -ledger[f"{report.id}.total"])))

    def _proposals(self) -> tuple[PortfolioOutcome | None, tuple[Problem, ...]]:
        scope = self.scope
        proposals = [Proposal(member.id, evaluation, member.entry) for member, evaluation in self.evaluated]
        calendar = calendar_of(self.case, [proposal.case for proposal in proposals])
        rate = self._rate(proposals)
        if rate is None or self._too_early(calendar, proposals):
            return None, ()
        placed = [Placed(scope, calendar, rate, one, self.members[one.id]) for one in proposals]
        for one in placed:
            adopt(scope, one.proposal.id, one.proposal.evaluation.figures.values(), one.proposal.case.currency)
            enter_proposal(one)
        placed.sort(key=self._rank)
        ids = [one.proposal.id for one in placed]
        enter_together(scope, calendar, "", ids)
        line = None
        if self.case.budget is not None:
            limited = limited_periods(self.case, calendar)
            line = Funding(scope, calendar, self.case.budget, [one.member for one in placed], limited).line()
            if line is None:
                return None, ()
        funded = frozenset(ids if line is None else line.funded)
        overlaps, problems = enter_overlaps(scope, placed, funded)
        ordered = tuple(one.proposal for one in placed)
        found = PortfolioOutcome(ordered, (), calendar, line, overlaps)
        return found, (*self._other_rates(rate, placed), *problems)

    def _rank(self, one: Placed) -> tuple[Decimal, Decimal, str]:
        """Return what proposals are sorted by: the measure of the portfolio, then net present value, then the id."""
        ledger, name = self.scope.ledger, one.proposal.id
        npv = -ledger[f"{name}.npv"]
        match self.case.rank:
            case "npv":
                first = npv
            case "payback":
                months = ledger.value(f"{name}.payback_months")
                first = _LAST if months is None else months
            case "bcr":
                ratio = ledger.value(f"{name}.bcr")
                first = _LAST if ratio is None else -ratio
            case "weight":
                first = -one.proposal.entry.weight if one.proposal.entry.weight is not None else _LAST
        return first, npv, name

    def _rate(self, proposals: Sequence[Proposal]) -> Written | None:
        """Return the rate that all present values of the portfolio are made with."""
        own = self.case.finance.discount_rate
        if own is not None:
            return self.scope.written(("finance", "discount_rate"), own, "discount rate of the portfolio", "percent")
        rates = {proposal.case.finance.discount_rate for proposal in proposals}
        first = proposals[0]
        rate = first.case.finance.discount_rate
        if len(rates) > 1 or rate is None:
            told = ", ".join(sorted(f"{(one * 100).normalize():f}%" for one in rates if one is not None))
            message = f"the proposals discount at different rates: {told}"
            hint = "say which one the portfolio takes:  finance: {discount_rate: …}"
            self.scope.note(Finding("CX610", ("cases",), message, hint))
            return None
        place = first.evaluation.loaded.place(("finance", "discount_rate"))
        return Written(rate, "discount rate of all proposals", place, "percent")

    def _too_early(self, calendar: Calendar, proposals: Sequence[Proposal]) -> bool:
        early = early_starters(calendar, [(proposal.id, proposal.case) for proposal in proposals])
        for name in early:
            start = self.evaluated_case(name).finance.start
            message = f'"{name}" starts in {start}, before the portfolio does in {calendar.start}'
            hint = f"let finance.start of the portfolio be {start} or earlier"
            self.scope.findings.append(Finding("CX612", self.members[name].path, message, hint))
        return bool(early)

    def evaluated_case(self, name: str) -> BusinessCase | ValueReport:
        """Return the case of a member."""
        case = self.members[name].loaded.case
        assert isinstance(case, BusinessCase | ValueReport)  # noqa: S101 - no other kind is gathered
        return case

    def _other_rates(self, rate: Written, placed: Sequence[Placed]) -> Iterator[Problem]:
        """Yield a warning for each proposal whose own paper discounts at another rate."""
        for one in placed:
            own = one.proposal.case.finance.discount_rate
            if own is None or own == rate.value:
                continue
            told = (f"{(value * 100).normalize():f}%" for value in (own, rate.value))
            message = "the proposal discounts at {}, the portfolio at {}: its net present value differs here".format(
                *told
            )
            hint = "let all proposals take the rate of the portfolio, from one cxreport.yaml"
            places = (("name", one.proposal.title), ("own", Rate(own)), ("rate", Rate(rate.value)))
            finding = Finding("CX611", ("finance", "discount_rate"), message, hint, "warning",
                              point=Point("point_other_rate", places))  # fmt: skip
            yield one.member.loaded.problem(finding)
