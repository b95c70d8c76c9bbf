"""The figures of every proposal in the portfolio's own terms: its currency, its calendar, its rate, its first day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cxreport.case.members import Member
from cxreport.evaluate.ledger import Figure, Input, Source, Written
from cxreport.evaluate.portfolio.calendar import Calendar
from cxreport.evaluate.portfolio.outcome import Proposal
from cxreport.evaluate.results import SIDES
from cxreport.evaluate.scope import Scope
from cxreport.portfolio import months_shared
from cxreport.quantity import MONTHS_PER


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposal with what it takes to bring its figures into the portfolio: the calendar and the rate of discount."""

    scope: Scope
    calendar: Calendar
    rate: Written
    proposal: Proposal
    member: Member

    @property
    def prefix(self) -> str:
        """What the addresses of its figures begin with."""
        return f"{self.proposal.id}."

    @property
    def months(self) -> int:
        """The length of its own periods in months."""
        return MONTHS_PER[self.proposal.case.finance.period or "year"]

    @property
    def delay(self) -> int:
        """How many months after the portfolio it starts."""
        start = self.proposal.case.finance.start
        assert start is not None  # noqa: S101 - a business case has a start
        return start.ordinal - self.calendar.start.ordinal


def adopt(scope: Scope, identifier: str, figures: Iterable[Figure], currency: str) -> None:
    """Enter all figures of a member under its id and `case`, so that every trace leads on into its own file.

    Money of another currency becomes a number whose label names the currency, for it is none of the portfolio's.
    """
    foreign = "" if currency == scope.case.currency else currency
    prefix = f"{identifier}.case."
    for figure in figures:
        inputs = {name: _adopted(given, prefix, foreign) for name, given in figure.inputs.items()}
        kept = figure._replace(address=prefix + figure.address, inputs=inputs)
        if foreign and figure.unit == "money":
            kept = kept._replace(unit="number", label=f"{figure.label}, in {foreign}")
        scope.ledger.figures[kept.address] = kept


def _adopted(given: Input, prefix: str, foreign: str) -> Input:
    if isinstance(given, tuple):
        return tuple(_adopted_source(source, prefix, foreign) for source in given)
    return _adopted_source(given, prefix, foreign)


def _adopted_source(source: Source, prefix: str, foreign: str) -> Source:
    if isinstance(source, str):
        return prefix + source
    if foreign and source.unit == "money":
        return replace(source, unit="number", what=f"{source.what}, in {foreign}")
    return source


def brought_in(scope: Scope, address: str, label: str, source: str, currency: str) -> str:
    """Enter a figure of a member in the currency of the portfolio, and return its address."""
    if currency == scope.case.currency:
        return scope.ledger.enter(address, label, "money", "written", amount=source)
    what = f"{scope.case.currency} for one {currency}"
    rate = scope.written(("rates", currency, "rate"), scope.case.rates[currency].rate, what)
    return scope.ledger.enter(address, label, "money", "converted", amount=source, rate=rate)


def enter_proposal(placed: Placed) -> None:
    """Enter the flows of a proposal on the calendar, its present values and returns."""
    scope, prefix = placed.scope, placed.prefix
    for side in SIDES:
        flows = own_flows(placed, f"{side}_flows", f"{side.capitalize()}s")
        _enter_calendar(placed, side, flows)
        enter_value(placed, f"{prefix}{side}s_pv", f"{side.capitalize()}s, present value", flows)
    enter_returns(scope, prefix)
    months = f"{prefix}case.payback_months"
    scope.ledger.enter(f"{prefix}payback_months", "Payback, as its own case has it", "months", "written", amount=months)
    if placed.member.entry.weight is not None:
        weight = scope.written((*placed.member.path, "weight"), placed.member.entry.weight, "strategic weight")
        scope.ledger.enter(f"{prefix}weight", "Strategic weight", "number", "written", amount=weight)


def own_flows(placed: Placed, name: str, label: str, target: str = "") -> tuple[str, ...]:
    """Return the addresses of a proposal's own flows at `name`, time 0 first, in the portfolio's currency.

    Where they have to be converted, that is entered at `target`, or among the figures of the proposal.
    """
    count = placed.proposal.evaluation.periods + 1
    flows = tuple(f"{placed.prefix}case.{name}.{t}" for t in range(count))
    currency = placed.proposal.case.currency
    if currency == placed.scope.case.currency:
        return flows
    worth = placed.scope.case.rates[currency].rate
    base = f"{target or placed.proposal.id}.converted.{name.rpartition('.')[2]}"
    what = f"{placed.scope.case.currency} for one {currency}"
    rate = placed.scope.written(("rates", currency, "rate"), worth, what)
    return tuple(
        placed.scope.ledger.enter(f"{base}.{t}", f"{label}, converted", "money", "converted",
                                  amount=flow, rate=rate)
        for t, flow in enumerate(flows)
    )  # fmt: skip


def _enter_calendar(placed: Placed, side: str, flows: Sequence[str]) -> None:
    """Enter what falls into each period of the calendar; time 0 falls into the period that its day lies in."""
    calendar, length = placed.calendar, placed.months
    label = side.capitalize() + "s"
    entered = []
    for t in range(1, calendar.periods + 1):
        shares = {flow: months for flow, months in _shares(placed, flows, t) if months}
        entered.append(
            placed.scope.ledger.enter(
                f"{placed.prefix}{side}_flows.{t}", f"{label} in {calendar.told(t)}", "money", "spread",
                amounts=tuple(shares),
                months=tuple(Written(Decimal(months), "months of it in this period") for months in shares.values()),
                months_per_period=Written(Decimal(length), "months of each of its periods"),
            )
        )  # fmt: skip
    placed.scope.total(f"{placed.prefix}{side}s_total", f"{label}, total", tuple(entered))


def _shares(placed: Placed, flows: Sequence[str], t: int) -> Iterable[tuple[str, int]]:
    """Yield each flow with the months of it that lie in period `t` of the calendar."""
    length, first, width = placed.months, (t - 1) * placed.calendar.months, placed.calendar.months
    yield flows[0], length if first <= placed.delay < first + width else 0
    for number, flow in enumerate(flows[1:]):
        yield flow, months_shared(placed.delay + number * length, length, first, width)


def enter_value(placed: Placed, address: str, label: str, flows: Sequence[str]) -> str:
    """Enter what a proposal's own flows are worth on the first day of the portfolio, at its rate."""
    enter = placed.scope.ledger.enter
    per_year = Written(Decimal(12 // placed.months), "its periods per year")
    at_start = f"{address}.at_start" if placed.delay else address
    found = enter(at_start, f"{label} at its own start" if placed.delay else label, "money", "present_value",
                  flows=tuple(flows), rate=placed.rate, periods_per_year=per_year)  # fmt: skip
    if not placed.delay:
        return found
    months = Written(Decimal(placed.delay), "months from the start of the portfolio to its own")
    return enter(address, label, "money", "brought_forward", value=found, rate=placed.rate, months=months)


def enter_returns(scope: Scope, prefix: str) -> None:
    """Enter net present value, returns and break-even from the present values at `prefix`."""
    enter, benefits, costs = scope.ledger.enter, f"{prefix}benefits_pv", f"{prefix}costs_pv"
    npv = enter(f"{prefix}npv", "Net present value", "money", "npv", benefits_pv=benefits, costs_pv=costs)
    enter(f"{prefix}roi", "Return on investment", "percent", "roi", npv=npv, costs_pv=costs)
    enter(f"{prefix}bcr", "Benefit-cost ratio", "number", "bcr", benefits_pv=benefits, costs_pv=costs)
    enter(f"{prefix}break_even", "Break-even", "percent", "break_even", benefits_pv=benefits, costs_pv=costs)


def enter_together(scope: Scope, calendar: Calendar, prefix: str, ids: Sequence[str]) -> None:
    """Enter the sums over proposals: flows on the calendar, running total, present values, returns."""
    periods = range(1, calendar.periods + 1)
    for side in SIDES:
        label = f"{side.capitalize()}s"
        flows = tuple(
            scope.total(f"{prefix}{side}_flows.{t}", f"{label} in {calendar.told(t)}",
                        tuple(f"{one}.{side}_flows.{t}" for one in ids))
            for t in periods
        )  # fmt: skip
        scope.total(f"{prefix}{side}s_total", f"{label}, total", flows)
        scope.total(f"{prefix}{side}s_pv", f"{label}, present value", tuple(f"{one}.{side}s_pv" for one in ids))
    net = tuple(
        scope.ledger.enter(f"{prefix}net_flows.{t}", f"Net flow in {calendar.told(t)}", "money", "less",
                           whole=f"{prefix}benefit_flows.{t}", part=f"{prefix}cost_flows.{t}")
        for t in periods
    )  # fmt: skip
    for t in periods:
        scope.total(f"{prefix}cumulative.{t}", f"Running total after {calendar.told(t)}", net[:t])
    scope.total(f"{prefix}net_total", "Net flow, total", net)
    enter_returns(scope, prefix)
