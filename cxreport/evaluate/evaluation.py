"""From a loaded case to its evaluation: every figure once, each with its trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import TYPE_CHECKING, NamedTuple

from cxreport.case.load import LoadedCase, with_findings
from cxreport.case.models import BusinessCase, Case, Portfolio, ValueReport
from cxreport.case.problem import Finding, Problem
from cxreport.evaluate.alternatives import enter_alternatives
from cxreport.evaluate.beyond import enter_beyond
from cxreport.evaluate.certainty import enter_certainty
from cxreport.evaluate.cost_kinds import enter_cost_kinds
from cxreport.evaluate.flows import Line, all_lines, enter_amounts, enter_flows, wide_drivers
from cxreport.evaluate.hurdles import enter_hurdles
from cxreport.evaluate.ledger import Figure
from cxreport.evaluate.results import earliest_live, enter_results, enter_years, live_of
from cxreport.evaluate.review import review, with_answers
from cxreport.evaluate.scope import Scope

if TYPE_CHECKING:
    from cxreport.evaluate.earlier import Beside
    from cxreport.evaluate.portfolio.outcome import PortfolioOutcome
    from cxreport.evaluate.risk.assessment import Assessment
    from cxreport.evaluate.tracked import Track
    from cxreport.evaluate.versions import Difference
    from cxreport.tracking import Standing

# Far more than is printed: 15 digits of money before the point, and products of a dozen factors behind it.
CONTEXT = Context(prec=60, Emax=999_999, Emin=-999_999, traps=[InvalidOperation, DivisionByZero, Overflow])


class Evaluation(NamedTuple):
    """The figures of a case by address. Where the case has errors there are none, only problems.

    `assessment` says how sure they are, once `assess` has found out; `portfolio` has what was decided beside them,
    where the case is one; `since` is what changed since the version that the case names.
    """

    loaded: LoadedCase
    figures: Mapping[str, Figure]
    periods: int = 0
    periods_per_year: int = 1
    assessment: Assessment | None = None
    tracks: tuple[Track, ...] = ()
    beside: tuple[Beside, ...] = ()
    portfolio: PortfolioOutcome | None = None
    since: Difference | None = None

    @property
    def case(self) -> Case:
        """The case itself; only to be asked of a case that could be read."""
        assert self.loaded.case is not None  # noqa: S101 - documents are made of sound cases only
        return self.loaded.case

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong and that the case does not answer, worst first."""
        return self.loaded.problems

    @property
    def answered(self) -> tuple[Problem, ...]:
        """The warnings that the case answers, each with its answer."""
        return self.loaded.answered

    @property
    def sound(self) -> bool:
        """Whether a document may be made."""
        return self.loaded.sound

    @property
    def has_revenue(self) -> bool:
        """Whether revenue is split."""
        return "attribution.sales.total" in self.figures

    def standing(self, track: Track) -> Standing:
        """Return where a tracked initiative stands."""
        from cxreport.evaluate.promises import standing_of

        assert isinstance(self.case, ValueReport)  # noqa: S101 - only reports track
        return standing_of(self.figures, track, self.case)

    def value(self, address: str) -> Decimal | None:
        """Return a figure's exact value; None where it is undefined."""
        return self.figures[address].value

    def amount(self, address: str) -> Decimal:
        """Return the exact value of a figure that is always defined: an amount."""
        value = self.figures[address].value
        assert value is not None, address  # noqa: S101 - only ratios may be undefined
        return value

    def series(self, address: str) -> tuple[Decimal, ...]:
        """Return the values at `address`.0 to `address`.N."""
        return tuple(self.amount(f"{address}.{t}") for t in range(self.periods + 1))

    def years(self, address: str) -> tuple[Decimal, ...]:
        """Return the yearly sums at `address`.1 and on."""
        count = -(-self.periods // self.periods_per_year)
        return tuple(self.amount(f"{address}.{year}") for year in range(1, count + 1))


def evaluate(loaded: LoadedCase) -> Evaluation:
    """Return the evaluation of a case, with the problems that only its numbers could tell.

    A case with errors is computed as far as it holds, so that everything wrong is said at once.
    """
    if loaded.case is None:
        return Evaluation(loaded, {})
    if isinstance(loaded.case, Portfolio):
        from cxreport.evaluate.portfolio import evaluate_portfolio

        found = evaluate_portfolio(loaded, evaluate)
    else:
        found = _reviewed(compute(Scope(loaded, loaded.case)))
    return _compared(found._replace(loaded=with_answers(found.loaded, whole=found.sound)))


def _compared(found: Evaluation) -> Evaluation:
    """Return a proposal's evaluation with what changed since the version that it names, if it names one."""
    earlier = found.loaded.compared
    if earlier is None or not found.sound:
        return found
    from cxreport.evaluate.versions import diff

    before = evaluate(earlier)
    if before.sound:
        return found._replace(since=diff(before, found))
    first = next(problem for problem in before.problems if problem.severity == "error")
    told = f"{earlier.path.name} has an error in line {first.place.line}: {first.message}"
    return Evaluation(with_findings(found.loaded, [Finding("CX262", ("compared_with",), told, first.hint)]), {})


def _reviewed(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation of a case with what a reviewer would not believe, where it is a proposal without errors."""
    if not evaluation.sound or not isinstance(evaluation.case, BusinessCase):
        return evaluation
    with localcontext(CONTEXT):
        return evaluation._replace(loaded=with_findings(evaluation.loaded, review(evaluation)))


def compute(scope: Scope) -> Evaluation:
    """Return the evaluation of a case in its scope, which may turn it: `evaluate` does not, a scenario does."""
    with localcontext(CONTEXT):
        tracks = _compute(scope)
    whole = with_findings(scope.loaded, scope.findings)
    if not whole.sound:
        return Evaluation(whole, {})
    figures = scope.ledger.figures
    found = Evaluation(whole, figures, scope.periods, scope.periods_per_year, tracks=tracks)
    if not isinstance(scope.case, ValueReport):
        return found
    from cxreport.evaluate.earlier import beside

    return found._replace(beside=beside(scope))


def find_line_problems(scope: Scope) -> tuple[Problem, ...]:
    """Return what goes wrong with the lines of a proposal in its scope; what follows from their flows cannot fail."""
    assert isinstance(scope.case, BusinessCase)  # noqa: S101 - only proposals have lines
    with localcontext(CONTEXT):
        lines = [line for group in all_lines(scope, scope.case, wide_drivers(scope)).values() for line in group]
        for line in lines:
            enter_amounts(scope, line)
        if not scope.has_errors:
            _enter_flows(scope, lines)
    return tuple(map(scope.loaded.problem, scope.findings))


def _compute(scope: Scope) -> tuple[Track, ...]:
    """Enter every figure of a case, and return what it tracks."""
    wide = wide_drivers(scope)
    case, loaded = scope.case, scope.loaded
    lines = all_lines(scope, case, wide) if isinstance(case, BusinessCase) else {}
    common = any(loaded.is_troubled((key,)) for key in ("currency", "drivers", "rates", "finance"))
    for line in (line for group in lines.values() for line in group):
        if not common and not loaded.is_troubled(line.path):
            enter_amounts(scope, line)
    if case.revenue is not None and not common and not loaded.is_troubled(("revenue",)):
        from cxreport.evaluate.revenue import enter_revenue

        enter_revenue(scope, case.revenue, wide)
    if isinstance(case, BusinessCase) and loaded.sound and not scope.has_errors:
        _enter_business_case(scope, case, lines)
    if isinstance(case, ValueReport) and loaded.sound and not scope.has_errors:
        from cxreport.evaluate.report import enter_report

        return enter_report(scope, case, wide, evaluate)
    return ()


def _enter_flows(scope: Scope, lines: Iterable[Line]) -> None:
    for line in lines:
        if line.counted:
            enter_flows(scope, line)


def _enter_business_case(scope: Scope, case: BusinessCase, lines: dict[str, tuple[Line, ...]]) -> None:
    every = [line for group in lines.values() for line in group]
    _enter_flows(scope, every)
    if scope.has_errors:
        return
    for line in every:
        if line.counted:
            flows = tuple(f"{line.address}.flows.{t}" for t in range(scope.periods + 1))
            enter_years(scope, f"{line.address}.years", line.model.name, flows)
    for index, initiative in enumerate(case.initiatives):
        enter_results(scope, f"{initiative.id}.", lines[initiative.id], live_of(case, index))
    enter_results(scope, "", every, earliest_live(case))
    enter_beyond(scope, every)
    enter_certainty(scope, every)
    enter_cost_kinds(scope, case)
    enter_alternatives(scope, case)
    enter_hurdles(scope, case)
    if case.ask is not None:
        asked = scope.money(("ask", "amount"), case.ask.amount, "amount asked for")
        scope.ledger.enter("ask", "Amount asked for", "money", "written", amount=asked)
