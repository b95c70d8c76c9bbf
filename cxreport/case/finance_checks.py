"""What has to hold between the fields of `finance`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cxreport.case.models import Benefit, BusinessCase, Cost
from cxreport.case.problem import Finding, Path, Paths
from cxreport.quantity import MONTHS_PER

TERMINAL: Path = ("finance", "terminal")


def flow_lines(case: BusinessCase) -> Iterator[tuple[Path, Benefit | Cost]]:
    """Yield every benefit and cost with its path."""
    for i, initiative in enumerate(case.initiatives):
        for j, benefit in enumerate(initiative.benefits):
            yield ("initiatives", i, "benefits", j), benefit
        for j, cost in enumerate(initiative.costs):
            yield ("initiatives", i, "costs", j), cost


def find_finance_problems(case: BusinessCase, broken: Paths) -> Iterator[Finding]:
    """Yield what is wrong between the fields of a proposal's `finance`."""
    if case.finance.terminal is not None and not broken.within(TERMINAL):
        yield from _terminal(case)
    if case.finance.inflation is None and not broken.within(("finance",)):
        yield from _without_inflation(case)


def _without_inflation(case: BusinessCase) -> Iterator[Finding]:
    """Real money becomes money of the day by inflation, which has to be known."""
    lines = ((path, line) for path, line in flow_lines(case) if line.type != "advantage")
    real = [(*path, "money") for path, line in lines if line.money == "real"]
    for path in [("finance", "money")] if case.finance.money == "real" else real:
        message = "amounts are given in real money, and no inflation is given"
        yield Finding("CX147", path, message, "give  inflation:  under finance, as 2%, or write  money: nominal")


def _terminal(case: BusinessCase) -> Iterator[Finding]:
    finance, terminal = case.finance, case.finance.terminal
    assert terminal is not None  # noqa: S101 - the caller has looked
    if (terminal.growth is None) == (terminal.multiple is None):
        given = "twice" if terminal.growth is not None else "in no way"
        message = f"what lies beyond the horizon is given {given}"
        yield Finding("CX145", TERMINAL, message, "give growth or multiple: one of them")
        return
    if terminal.growth is not None:
        yield from _endless(case, terminal.growth)
    months = MONTHS_PER[finance.period or "year"] * (finance.periods or 12)
    if months < 12:
        message = "the case ends before a year is over, so it has no last year to go on from"
        yield Finding("CX145", TERMINAL, message, "plan for a year or more, or leave terminal out")


def _endless(case: BusinessCase, growth: Decimal) -> Iterator[Finding]:
    """Yield every rate, that of the case and those of its scenarios, at which growth for ever has no present value."""
    message = "a flow that grows for ever as fast as it is discounted, or faster, has no present value"
    rate = case.finance.discount_rate
    if rate is not None and growth >= rate:
        yield Finding("CX145", (*TERMINAL, "growth"), message, "write a growth below the discount rate")
    for key, scenario in case.scenarios.items():
        if scenario.discount_rate is not None and growth >= scenario.discount_rate:
            hint = "write a rate above the growth that  finance.terminal  gives"
            yield Finding("CX145", ("scenarios", key, "discount_rate"), message, hint)
