"""Lines over time: what each benefit and each cost brings or takes in every period, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from cxreport.case.models import Benefit, BusinessCase, Cost, Initiative
from cxreport.case.problem import Path as NodePath
from cxreport.evaluate.amounts import Drivers, enter_amount, too_large
from cxreport.evaluate.ledger import Source, Written
from cxreport.evaluate.scope import Scope
from cxreport.quantity import LIMIT


class Line(NamedTuple):
    """A benefit or cost under evaluation: its address, its path in the file, and the drivers it may use."""

    address: str
    path: NodePath
    model: Benefit | Cost
    drivers: Drivers

    @property
    def is_benefit(self) -> bool:
        """Whether the line brings money rather than takes it."""
        return isinstance(self.model, Benefit)

    @property
    def counted(self) -> bool:
        """Whether the line is in the money; an advantage is not."""
        return self.model.type != "advantage"


def lines_of(scope: Scope, index: int, initiative: Initiative, wide: Drivers) -> tuple[Line, ...]:
    """Return the lines of an initiative, benefits first, in the order of the file."""
    found = []
    sides: dict[str, Sequence[Benefit | Cost]] = {"benefits": initiative.benefits, "costs": initiative.costs}
    for kind, models in sides.items():
        for number, model in enumerate(models):
            path: NodePath = ("initiatives", index, kind, number)
            address = f"{initiative.id}.{kind}.{model.id}"
            own = Drivers(scope, f"{address}.drivers", (*path, "drivers"), model.drivers, wide)
            found.append(Line(address, path, model, own))
    return tuple(found)


def enter_amounts(scope: Scope, line: Line) -> None:
    """Enter the amounts of a line, which is where a formula may fail; the flows follow once all is sound."""
    if line.counted:
        for period in range(1, scope.periods + 1):
            enter_amount(scope, line.address, line.path, line.model, line.drivers, period)


def enter_flows(scope: Scope, line: Line) -> None:
    """Enter the flows of a line from time 0 on, its total and its present value."""
    flows = (_initial_flow(scope, line), *(_flow(scope, line, t) for t in range(1, scope.periods + 1)))
    if any(abs(scope.ledger[flow]) >= LIMIT for flow in flows):
        scope.findings.append(too_large(line.path, "the line comes to"))
    scope.total(f"{line.address}.total", f"{line.model.name}, total", flows)
    enter_present_value(scope, f"{line.address}.pv", f"{line.model.name}, present value", flows)


def enter_present_value(scope: Scope, address: str, label: str, flows: tuple[str, ...]) -> str:
    """Enter the present value of flows, the first of them at time 0."""
    return scope.ledger.enter(
        address,
        label,
        "money",
        "present_value",
        flows=flows,
        rate=discount_rate(scope),
        periods_per_year=per_year(scope),
    )


def discount_rate(scope: Scope) -> Written:
    """Return the case's discount rate as written."""
    rate = scope.case.finance.discount_rate
    assert rate is not None  # noqa: S101 - the checks have refused a business case without one
    return scope.written(("finance", "discount_rate"), rate, "discount rate", "percent")


def per_year(scope: Scope) -> Written:
    """Return the count of periods per year, which follows from the period of the case."""
    return scope.written(("finance", "period"), Decimal(scope.periods_per_year), "periods per year")


def _initial_flow(scope: Scope, line: Line) -> str:
    model, enter = line.model, scope.ledger.enter
    amount = scope.zero("no initial amount")
    if model.initial is not None:
        amount = scope.money((*line.path, "initial"), model.initial, "initial")
    label = f"{model.name}, initial"
    scope.scaled(f"{line.address}.amounts", 0, lambda at: enter(at, label, "money", "written", amount=amount))
    effect = enter(
        f"{line.address}.effects.0", f"{model.name}, initial", "money", "initial",
        amount=f"{line.address}.amounts.0", attribution=_attribution(scope, line), margin=_margin(scope, line),
    )  # fmt: skip
    return _after_risk(scope, line, 0, effect)


def _flow(scope: Scope, line: Line, period: int) -> str:
    model = line.model
    years = (period - 1) * scope.months_per_period // 12
    growth = scope.ledger.enter(
        f"{line.address}.growth.{period}", f"{model.name}, growth", "percent", "growth",
        growth=scope.default((*line.path, "growth"), model.growth, "growth"),
        years=Written(Decimal(years), "whole years before the period"),
    )  # fmt: skip
    effect = scope.ledger.enter(
        f"{line.address}.effects.{period}", f"{model.name}, before risk", "money", "effect",
        amount=f"{line.address}.amounts.{period}",
        ramp=_ramp(scope, line, period),
        growth=growth,
        prices=_prices(scope, line, period),
        attribution=_attribution(scope, line),
        margin=_margin(scope, line),
    )  # fmt: skip
    return _after_risk(scope, line, period, effect)


def _prices(scope: Scope, line: Line, period: int) -> Source:
    """Return what real money has risen to at the end of a period; money of the day stays as it is."""
    finance = scope.case.finance
    if finance.inflation is None or (line.model.money or finance.money) == "nominal":
        return Written(Decimal(1), "no inflation applies", None, "percent")
    return scope.ledger.enter(
        f"{line.address}.prices.{period}", f"{line.model.name}, prices", "percent", "inflated",
        inflation=inflation(scope), number=Written(Decimal(period), "periods from the start"),
        periods_per_year=per_year(scope),
    )  # fmt: skip


def inflation(scope: Scope) -> Written:
    """Return the case's inflation as written."""
    rate = scope.case.finance.inflation
    assert rate is not None  # noqa: S101 - the caller has looked
    return scope.written(("finance", "inflation"), rate, "inflation", "percent")


def _after_risk(scope: Scope, line: Line, period: int, effect: str) -> str:
    risk = scope.default((*line.path, "risk_adjustment"), line.model.risk_adjustment, "risk adjustment")
    rule = "benefit_after_risk" if line.is_benefit else "cost_after_risk"
    flow = scope.ledger.enter(
        f"{line.address}.flows.{period}", line.model.name, "money", rule, effect=effect, risk=risk
    )
    scope.ledger.enter(
        f"{line.address}.risks.{period}", f"{line.model.name}, risk", "money", "less", whole=flow, part=effect
    )
    return flow


def _ramp(scope: Scope, line: Line, period: int) -> Source:
    delay = _delay(scope, line)
    if delay is None or not line.is_benefit:
        return _ramp_as_written(scope, line, period)
    return scope.ledger.enter(
        f"{line.address}.ramps.{period}", f"{line.model.name}, ramp after the delay", "percent", "delayed",
        ramp=tuple(_ramp_as_written(scope, line, t) for t in range(1, period + 1)),
        months=delay,
        months_per_period=months_per_period(scope),
    )  # fmt: skip


def _delay(scope: Scope, line: Line) -> Source | None:
    """Return the months by which a line comes later: what its initiative plans, and what a scenario adds to it."""
    case, initiative = scope.case, line.address.partition(".")[0]
    assert isinstance(case, BusinessCase)  # noqa: S101 - only proposals have lines over time
    path, added = line.path[:2], scope.turns.delays.get(initiative)
    planned = case.initiatives[int(path[1])].delay
    if not planned:
        return added
    own = scope.written((*path, "delay"), Decimal(planned), "delay in months")
    if added is None:
        return own
    address = f"{initiative}.delay"
    if address not in scope.ledger.figures:
        scope.ledger.enter(address, "Delay", "months", "sum", parts=(own, added))
    return address


def months_per_period(scope: Scope) -> Written:
    """Return the length of a period in months, which follows from the period of the case."""
    return scope.written(("finance", "period"), Decimal(scope.months_per_period), "months per period")


def _ramp_as_written(scope: Scope, line: Line, period: int) -> Written:
    ramp = line.model.ramp
    if ramp is None:
        return Written(Decimal(1), "ramp, default", None, "percent")
    return scope.written(scope.series_path((*line.path, "ramp"), ramp, period), ramp.at(period), "ramp", "percent")


def _attribution(scope: Scope, line: Line) -> Written:
    return scope.default((*line.path, "attribution"), line.model.attribution, "attribution")


def _margin(scope: Scope, line: Line) -> Written:
    model = line.model
    if not isinstance(model, Benefit) or model.type != "revenue":
        return Written(Decimal(1), "no margin applies", None, "percent")
    if model.margin is not None:
        return scope.written((*line.path, "margin"), model.margin, "margin", "percent")
    assert scope.case.finance.margin is not None  # noqa: S101 - the checks have refused revenue without a margin
    return scope.written(("finance", "margin"), scope.case.finance.margin, "margin", "percent")


def wide_drivers(scope: Scope) -> Drivers:
    """Return the drivers that every line of the case may use."""
    return Drivers(scope, "drivers", ("drivers",), scope.case.drivers)


def all_lines(scope: Scope, case: BusinessCase, wide: Drivers) -> dict[str, tuple[Line, ...]]:
    """Return the lines of every initiative, by its id."""
    return {item.id: lines_of(scope, index, item, wide) for index, item in enumerate(case.initiatives)}
