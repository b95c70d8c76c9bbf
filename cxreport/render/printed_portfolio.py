"""What adds up in the document of a portfolio, so that it is rounded together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cxreport.evaluate import Evaluation
from cxreport.evaluate.portfolio import PortfolioOutcome
from cxreport.evaluate.portfolio.promises import team_at, track_at, tracked_by
from cxreport.evaluate.portfolio.rollup import BUCKETS
from cxreport.evaluate.promises import ALL
from cxreport.evaluate.savings import SAVINGS
from cxreport.evaluate.tracked import PERIOD, SIDES
from cxreport.render.rounding import Edge, Node, round_together

OF_PROMISES = f"{ALL}."
_VALUES = ("case_npv", "npv_change", "npv")
_RESULTS = ("reported", "variance", "actual")
TENTH = Decimal("0.001")  # of a percent: what shares of a whole are printed in


def outcome_of(evaluation: Evaluation) -> PortfolioOutcome:
    """Return what was decided in a portfolio."""
    assert evaluation.portfolio is not None  # noqa: S101 - the case is a portfolio without errors
    return evaluation.portfolio


def portfolio_amounts(evaluation: Evaluation) -> list[Decimal]:
    """Return the amounts that the unit of all tables is chosen by."""
    figures = evaluation.figures.values()
    inner = (".case.", ".converted.", "overlaps.", OF_PROMISES)
    return [
        figure.value
        for figure in figures
        if figure.unit == "money" and figure.value is not None and not any(part in figure.address for part in inner)
    ]


def promised_amounts(evaluation: Evaluation) -> list[Decimal]:
    """Return what came of the promises of all teams, in money; none where no report tells of any."""
    figures = evaluation.figures.values()
    return [f.value for f in figures if f.address.startswith(OF_PROMISES) and f.unit == "money" and f.value is not None]


def rounded_promises(evaluation: Evaluation, step: Decimal) -> dict[str, Decimal]:
    """Return the printed values of what came of promises: of every initiative and team, and of all together."""
    figures, reports = evaluation.figures, outcome_of(evaluation).reports
    rounded: dict[str, Decimal] = {}
    if f"{OF_PROMISES}npv" in figures:
        tracks = [track_at(*one) for one in tracked_by(reports)]
        rounded |= round_together(_table(evaluation, tracks, "", _VALUES), step, f"{OF_PROMISES}npv")
        teams = [team_at(report) for report in reports if report.evaluation.tracks]
        for side in SIDES:
            at = f"{PERIOD}.{side}."
            rounded |= round_together(_table(evaluation, teams, at, _RESULTS), step, f"{OF_PROMISES}{at}reported")
    if f"{OF_PROMISES}{SAVINGS}" in figures:
        whole = f"{OF_PROMISES}{SAVINGS}"
        parts = [at for report in reports if (at := f"{team_at(report)}.{SAVINGS}") in figures]
        edges = [Edge(whole, "end", "all", evaluation.amount(whole))]
        edges += [Edge(at, "all", "end", evaluation.amount(at)) for at in parts]
        rounded |= round_together(edges, step, whole)
    return rounded


def _table(evaluation: Evaluation, rows: Sequence[str], at: str, kinds: tuple[str, str, str]) -> Iterator[Edge]:
    """Yield a table whose first two columns make its third, down to its foot; what is not reported is left out."""
    *parts, whole = kinds

    def told(address: str, start: Node, end: Node) -> Iterator[Edge]:
        value = evaluation.value(address)
        if value is not None:
            yield Edge(address, start, end, value)

    for kind in parts:
        yield from told(f"{OF_PROMISES}{at}{kind}", "end", kind)
        for row in rows:
            yield from told(f"{row}.{at}{kind}", kind, row)
    yield from told(f"{OF_PROMISES}{at}{whole}", whole, "end")
    for row in rows:
        yield from told(f"{row}.{at}{whole}", row, whole)


def rounded_portfolio(evaluation: Evaluation, step: Decimal) -> dict[str, Decimal]:
    """Return the printed value of every figure that stands in a table with its sum."""
    outcome = outcome_of(evaluation)
    if outcome.reports:
        rounded = round_together(_teams(evaluation, outcome), step, "company.revenue")
        return rounded | round_together(_team_shares(evaluation, outcome), TENTH, "company.all")
    rounded = round_together(_values(evaluation, outcome), step, "npv")
    for prefix in ("",) if outcome.line is None else ("", "funding."):
        rounded |= round_together(_flows(evaluation, outcome, prefix), step, f"{prefix}net_total")
    if outcome.line is not None:
        rounded |= _shifted(evaluation, outcome, step, rounded["funding.npv"])
        for t in range(1, outcome.line.periods + 1):
            known = f"funding.cost_flows.{t}"
            edges = _uses(evaluation, outcome.line.funded, t)
            rounded |= round_together(edges, step, known, rounded[known])
    return rounded


def _values(evaluation: Evaluation, outcome: PortfolioOutcome) -> Iterator[Edge]:
    """Yield present values: of every proposal into the funded and the others, and these into the whole."""
    amount = evaluation.amount
    yield Edge("benefits_pv", "all", "benefit", amount("benefits_pv"))
    yield Edge("costs_pv", "cost", "all", amount("costs_pv"))
    yield Edge("npv", "net", "all", amount("npv"))
    groups = {"": outcome.funded} if outcome.line is None else _halves(outcome)
    for prefix, names in groups.items():
        inner = {side: (prefix, side) if prefix else side for side in ("benefit", "cost", "net")}
        if prefix:
            yield Edge(f"{prefix}benefits_pv", "benefit", inner["benefit"], amount(f"{prefix}benefits_pv"))
            yield Edge(f"{prefix}costs_pv", inner["cost"], "cost", amount(f"{prefix}costs_pv"))
            yield Edge(f"{prefix}npv", inner["net"], "net", amount(f"{prefix}npv"))
        for name in names:
            yield Edge(f"{name}.benefits_pv", inner["benefit"], ("one", name), amount(f"{name}.benefits_pv"))
            yield Edge(f"{name}.costs_pv", ("one", name), inner["cost"], amount(f"{name}.costs_pv"))
            yield Edge(f"{name}.npv", ("one", name), inner["net"], amount(f"{name}.npv"))


def _halves(outcome: PortfolioOutcome) -> dict[str, Sequence[str]]:
    others = [proposal.id for proposal in outcome.proposals if proposal.id not in outcome.funded]
    assert outcome.line is not None  # noqa: S101 - only a line parts them
    return {"funding.": outcome.line.funded, "unfunded.": others}


def _flows(evaluation: Evaluation, outcome: PortfolioOutcome, prefix: str) -> Iterator[Edge]:
    """Yield flows on the calendar into net flows and the running total; of the funded, their costs into the budget."""
    amount, last = evaluation.amount, outcome.days.periods
    limited = outcome.line.periods if outcome.line is not None and prefix else 0
    yield Edge(f"{prefix}benefits_total", "total", "benefit", amount(f"{prefix}benefits_total"))
    yield Edge(f"{prefix}costs_total", "cost", "total", amount(f"{prefix}costs_total"))
    for t in range(1, last + 1):
        yield Edge(f"{prefix}benefit_flows.{t}", "benefit", ("in", t), amount(f"{prefix}benefit_flows.{t}"))
        use = ("budget", t) if t <= limited else "cost"
        yield Edge(f"{prefix}cost_flows.{t}", ("in", t), use, amount(f"{prefix}cost_flows.{t}"))
        yield Edge(f"{prefix}net_flows.{t}", ("in", t), ("run", t), amount(f"{prefix}net_flows.{t}"))
        end = "net" if t == last else ("run", t + 1)
        yield Edge(f"{prefix}cumulative.{t}", ("run", t), end, amount(f"{prefix}cumulative.{t}"))
    yield Edge(f"{prefix}net_total", "net", "total", amount(f"{prefix}net_total"))
    if limited:
        yield from _budget(evaluation, limited)


def _budget(evaluation: Evaluation, limited: int) -> Iterator[Edge]:
    """Yield what is available in each limited period, what of it is committed and used, and what is left."""
    amount = evaluation.amount
    for name, from_budget in (("available", True), ("committed", False), ("left", False)):
        whole: tuple[Node, Node] = (("sum", name), "used")
        for t in range(1, limited + 1):
            ends: tuple[Node, Node] = (("budget", t), ("sum", name))
            start, end = ends if from_budget else ends[::-1]
            yield Edge(f"budget.{name}.{t}", start, end, amount(f"budget.{name}.{t}"))
        start, end = whole if from_budget else whole[::-1]
        yield Edge(f"budget.{name}_total", start, end, amount(f"budget.{name}_total"))
    yield Edge("budget.used_total", "used", "cost", amount("budget.used_total"))


def _shifted(evaluation: Evaluation, outcome: PortfolioOutcome, step: Decimal, npv: Decimal) -> dict[str, Decimal]:
    """Return what other sets are worth and how much more or less that is, beside the value of the line as printed."""
    assert outcome.line is not None  # noqa: S101 - the caller has looked
    line = outcome.line
    found: dict[str, Decimal] = {}
    shifts = [f"budget.next.{t}" for t in line.next] + [f"budget.at.{percent}" for percent in line.cuts]
    for address in shifts:
        if f"{address}.npv" in evaluation.figures:
            names = (("funding.npv", "a", "b"), (f"{address}.gain", "a", "b"), (f"{address}.npv", "b", "a"))
            edges = [Edge(name, start, end, evaluation.amount(name)) for name, start, end in names]
            found |= round_together(edges, step, "funding.npv", npv)
    return found


def _uses(evaluation: Evaluation, funded: Sequence[str], t: int) -> list[Edge]:
    uses = [Edge(f"{n}.cost_flows.{t}", "all", "end", evaluation.amount(f"{n}.cost_flows.{t}")) for n in funded]
    whole = f"funding.cost_flows.{t}"
    return [*uses, Edge(whole, "end", "all", evaluation.amount(whole))]


def _teams(evaluation: Evaluation, outcome: PortfolioOutcome) -> Iterator[Edge]:
    """Yield the company into its reports and the rest, each report into its buckets, and these into their sums."""
    amount = evaluation.amount
    yield Edge("company.revenue", "end", "company", amount("company.revenue"))
    yield Edge("company.unallocated", "company", "end", amount("company.unallocated"))
    yield Edge("teams.total", "company", "teams", amount("teams.total"))
    for report in outcome.reports:
        yield Edge(f"{report.id}.total", "teams", ("one", report.id), amount(f"{report.id}.total"))
        for bucket in BUCKETS:
            name = f"{report.id}.{bucket}"
            yield Edge(name, ("one", report.id), ("sum", bucket), amount(name))
    for bucket in BUCKETS:
        yield Edge(f"teams.{bucket}", ("sum", bucket), "end", amount(f"teams.{bucket}"))


def _team_shares(evaluation: Evaluation, outcome: PortfolioOutcome) -> Iterator[Edge]:
    amount = evaluation.amount
    yield Edge("company.all", "end", "company", Decimal(1))
    yield Edge("company.unallocated_share", "company", "end", amount("company.unallocated_share"))
    yield Edge("teams.shares.total", "company", "teams", amount("teams.shares.total"))
    for report in outcome.reports:
        yield Edge(f"{report.id}.share", "teams", "end", amount(f"{report.id}.share"))
