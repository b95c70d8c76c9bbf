"""Alternatives: nothing, some of the initiatives, all of them; and what each step from one to the next returns.

Incremental analysis sets a larger outlay against the next smaller one, since what is decided is the difference
(Brealey, Myers & Allen, *Principles of Corporate Finance*, ch. 5: mutually exclusive projects).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from cxreport.case.models import BusinessCase
from cxreport.evaluate.ledger import Figure
from cxreport.evaluate.scope import Scope

WHOLE = "proposal"
AMOUNTS = {"benefits_pv": "benefits, present value", "costs_pv": "costs, present value", "npv": "net present value"}


class Choice(NamedTuple):
    """An alternative, or the whole proposal: its key, and the initiatives that it keeps."""

    key: str
    initiatives: tuple[str, ...]

    @property
    def address(self) -> str:
        """What the addresses of its figures begin with."""
        return f"alternatives.{self.key}"

    @property
    def step(self) -> str:
        """What the addresses of the figures begin with that tell what it adds to the choice before it."""
        return f"{self.address}.step"


def choices(case: BusinessCase, figures: Mapping[str, Figure]) -> tuple[Choice, ...]:
    """Return the alternatives of a case, the cheapest first, and at last the proposal; nothing where it has none."""
    if not case.alternatives:
        return ()
    found = [Choice(key, tuple(dict.fromkeys(item.initiatives))) for key, item in case.alternatives.items()]

    def costs(choice: Choice) -> Decimal:
        return sum((figures[f"{item}.costs_pv"].value or Decimal(0) for item in choice.initiatives), Decimal(0))

    every = Choice(WHOLE, tuple(item.id for item in case.initiatives))
    return (*sorted(found, key=costs), every)


def enter_alternatives(scope: Scope, case: BusinessCase) -> None:
    """Enter what each alternative is worth, and what each step from nothing to the whole proposal returns."""
    before: Choice | None = None
    for choice in choices(case, scope.ledger.figures):
        _enter_choice(scope, choice)
        _enter_step(scope, choice, before)
        before = choice


def _enter_choice(scope: Scope, choice: Choice) -> None:
    for name, label in AMOUNTS.items():
        parts = tuple(f"{item}.{name}" for item in choice.initiatives)
        scope.total(f"{choice.address}.{name}", f"{choice.key}, {label}", parts)
    _enter_roi(scope, choice.address, f"{choice.key}, return on investment")


def _enter_step(scope: Scope, choice: Choice, before: Choice | None) -> None:
    for name, label in AMOUNTS.items():
        at, whole, told = f"{choice.step}.{name}", f"{choice.address}.{name}", f"Step to {choice.key}, {label}"
        if before is None:
            scope.total(at, told, (whole,))
        else:
            scope.ledger.enter(at, told, "money", "less", whole=whole, part=f"{before.address}.{name}")
    _enter_roi(scope, choice.step, f"Step to {choice.key}, return on investment")


def _enter_roi(scope: Scope, at: str, label: str) -> None:
    scope.ledger.enter(f"{at}.roi", label, "percent", "roi", npv=f"{at}.npv", costs_pv=f"{at}.costs_pv")
