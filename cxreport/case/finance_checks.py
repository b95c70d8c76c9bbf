"""What has to hold between the fields of `finance`."""

from __future__ import annotations

from collections.abc import Iterator

from cxreport.case.models import BusinessCase
from cxreport.case.problem import Finding, Path, Paths
from cxreport.quantity import MONTHS_PER

TERMINAL: Path = ("finance", "terminal")


def find_finance_problems(case: BusinessCase, broken: Paths) -> Iterator[Finding]:
    """Yield what is wrong between the fields of a proposal's `finance`."""
    if case.finance.terminal is not None and not broken.within(TERMINAL):
        yield from _terminal(case)


def _terminal(case: BusinessCase) -> Iterator[Finding]:
    finance, terminal = case.finance, case.finance.terminal
    assert terminal is not None  # noqa: S101 - the caller has looked
    if (terminal.growth is None) == (terminal.multiple is None):
        given = "twice" if terminal.growth is not None else "in no way"
        message = f"what lies beyond the horizon is given {given}"
        yield Finding("CX145", TERMINAL, message, "give growth or multiple: one of them")
        return
    rate, growth = finance.discount_rate, terminal.growth
    if rate is not None and growth is not None and growth >= rate:
        message = "a flow that grows for ever as fast as it is discounted, or faster, has no present value"
        yield Finding("CX145", (*TERMINAL, "growth"), message, "write a growth below the discount rate")
    months = MONTHS_PER[finance.period or "year"] * (finance.periods or 12)
    if months < 12:
        message = "the case ends before a year is over, so it has no last year to go on from"
        yield Finding("CX145", TERMINAL, message, "plan for a year or more, or leave terminal out")
