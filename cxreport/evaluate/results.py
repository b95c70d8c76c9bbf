"""Results of a case and of each initiative: totals by period and year, present values, returns and payback."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from cxreport.case.models import BusinessCase
from cxreport.case.problem import Path as NodePath
from cxreport.evaluate.flows import Line, discount_rate, enter_present_value, months_per_period, per_year
from cxreport.evaluate.ledger import Written
from cxreport.evaluate.rules import internal_rates
from cxreport.evaluate.scope import Scope
from cxreport.quantity import Month

SIDES = ("benefit", "cost")


class Live(NamedTuple):
    """The month in which something takes effect, and the path of what says so."""

    month: Month
    path: NodePath


def enter_results(scope: Scope, prefix: str, lines: Sequence[Line], live: Live) -> None:
    """Enter every result over `lines`; `prefix` is empty for the whole case, else the initiative's id and a dot."""
    counted = [line for line in lines if line.counted]
    flows = {
        "benefit": _flows(scope, f"{prefix}benefit_flows", "benefits", [line for line in counted if line.is_benefit]),
        "cost": _flows(scope, f"{prefix}cost_flows", "costs", [line for line in counted if not line.is_benefit]),
    }
    for kind in ("saving", "revenue"):
        _flows(scope, f"{prefix}{kind}_flows", f"{kind}s", [line for line in counted if line.model.type == kind])
        scope.total(f"{prefix}{kind}s_total", f"{kind.capitalize()}s, total", _series(scope, f"{prefix}{kind}_flows"))
    for side in SIDES:
        scope.total(f"{prefix}{side}s_total", f"{side.capitalize()}s, total", flows[side])
        enter_present_value(scope, f"{prefix}{side}s_pv", f"{side.capitalize()}s, present value", flows[side])
        enter_years(scope, f"{prefix}{side}_years", f"{side.capitalize()}s", flows[side])
    scope.ledger.enter(f"{prefix}later_costs", "Costs after the start", "money", "less",
                       whole=f"{prefix}costs_total", part=f"{prefix}cost_flows.0")  # fmt: skip
    _returns(scope, prefix)
    _first_year(scope, prefix, live)
    _over_time(scope, prefix)
    enter_internal_rates(scope, prefix)
    scope.ledger.enter(
        f"{prefix}mirr", "Modified internal rate of return", "percent", "mirr",
        flows=_series(scope, f"{prefix}net_flows"), periods_per_year=per_year(scope),
        finance_rate=_rate(scope, "finance_rate"), reinvestment_rate=_rate(scope, "reinvestment_rate"),
    )  # fmt: skip


def _flows(scope: Scope, address: str, label: str, lines: list[Line]) -> tuple[str, ...]:
    return tuple(
        scope.total(f"{address}.{t}", label, tuple(f"{line.address}.flows.{t}" for line in lines))
        for t in range(scope.periods + 1)
    )


def _series(scope: Scope, address: str) -> tuple[str, ...]:
    return tuple(f"{address}.{t}" for t in range(scope.periods + 1))


def enter_years(scope: Scope, address: str, label: str, flows: Sequence[str]) -> None:
    """Enter the sum of every year's flows, for tables and the sentence; time 0 stands apart from all years."""
    step = scope.periods_per_year
    for year, first in enumerate(range(1, scope.periods + 1, step), 1):
        scope.total(f"{address}.{year}", f"{label}, year {year}", tuple(flows[first : first + step]))


def _returns(scope: Scope, prefix: str) -> None:
    enter, benefits, costs = scope.ledger.enter, f"{prefix}benefits_pv", f"{prefix}costs_pv"
    npv = enter(f"{prefix}npv", "Net present value", "money", "npv", benefits_pv=benefits, costs_pv=costs)
    enter(f"{prefix}roi", "Return on investment", "percent", "roi", npv=npv, costs_pv=costs)
    enter(f"{prefix}bcr", "Benefit-cost ratio", "number", "bcr", benefits_pv=benefits, costs_pv=costs)
    enter(f"{prefix}break_even", "Break-even", "percent", "break_even", benefits_pv=benefits, costs_pv=costs)


def _first_year(scope: Scope, prefix: str, live: Live) -> None:
    start = scope.case.finance.start or live.month
    months = live.month.plus(12).ordinal - start.ordinal
    last = min(max(months // scope.months_per_period, 0), scope.periods)
    scope.ledger.enter(
        f"{prefix}first_year_roi", "First-year return on investment", "percent", "first_year_roi",
        benefits=_series(scope, f"{prefix}benefit_flows"),
        costs=_series(scope, f"{prefix}cost_flows"),
        last=scope.written(live.path, Decimal(last), f"last period of the twelve months from {live.month}"),
    )  # fmt: skip


def _over_time(scope: Scope, prefix: str) -> None:
    enter = scope.ledger.enter
    net = tuple(
        enter(f"{prefix}net_flows.{t}", "Net flow", "money", "less",
              whole=f"{prefix}benefit_flows.{t}", part=f"{prefix}cost_flows.{t}")
        for t in range(scope.periods + 1)
    )  # fmt: skip
    for t in range(scope.periods + 1):
        scope.total(f"{prefix}cumulative.{t}", "Running total", net[: t + 1])
    enter_years(scope, f"{prefix}net_years", "Net flow", net)
    months = months_per_period(scope)
    enter(f"{prefix}payback_months", "Payback", "months", "payback", flows=net, months_per_period=months)
    enter(
        f"{prefix}discounted_payback_months", "Discounted payback", "months", "discounted_payback",
        flows=net, rate=discount_rate(scope), periods_per_year=per_year(scope),
    )  # fmt: skip


def enter_internal_rates(scope: Scope, prefix: str, label: str = "Internal rate of return") -> None:
    """Enter the internal rate of the net flows under a prefix, and every rate at which they are worth nothing."""
    enter, net = scope.ledger.enter, _series(scope, f"{prefix}net_flows")
    found = internal_rates(tuple(scope.ledger[address] for address in net), Decimal(scope.periods_per_year))
    every: dict[str, Any] = {"flows": net, "periods_per_year": per_year(scope)}
    enter(f"{prefix}irr", label, "percent", "irr", note=found.note, **every)
    for number, _ in enumerate(found.roots, 1):
        which = Written(Decimal(number), "which root")
        enter(f"{prefix}irr.roots.{number}", f"Internal rate {number}", "percent", "irr_root", number=which, **every)


def _rate(scope: Scope, name: str) -> Written:
    rate: Decimal | None = getattr(scope.case.finance, name)
    if rate is None:
        return discount_rate(scope)
    return scope.written(("finance", name), rate, name.replace("_", " "), "percent")


def payback_note(months: Decimal | None, discounted_months: Decimal | None) -> str:
    """Return why there is no payback figure, or that none is needed; empty where both figures speak for themselves."""
    if months is None:
        return "the costs are not paid back within the horizon"
    if discounted_months is None:
        return "discounted, the costs are not paid back within the horizon"
    return "the running total is never negative" if months == 0 else ""


def live_of(case: BusinessCase, index: int) -> Live:
    """Return when an initiative takes effect: at the start of the case where it does not say."""
    live, start = case.initiatives[index].live, case.finance.start
    if live is not None:
        return Live(live, ("initiatives", index, "live"))
    assert start is not None  # noqa: S101 - the checks have refused a business case without one
    return Live(start, ("finance", "start"))


def earliest_live(case: BusinessCase) -> Live:
    """Return when the first initiative takes effect."""
    return min((live_of(case, index) for index in range(len(case.initiatives))), key=lambda live: live.month)
