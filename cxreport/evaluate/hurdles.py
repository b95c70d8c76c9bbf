"""Hurdles: what the organisation asks of an investment, set against what the case comes to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from cxreport.case.models import BusinessCase
from cxreport.evaluate.ledger import Figure, Unit
from cxreport.evaluate.scope import Scope

Verdict = Literal["met", "missed", "open"]


class Hurdle(NamedTuple):
    """One hurdle: its key under `hurdles`, the figure that it is for, its unit, and whether more is better."""

    key: str
    figure: str
    unit: Unit
    is_floor: bool

    @property
    def address(self) -> str:
        """Where the figure of what is asked stands."""
        return f"hurdles.{self.key}"

    @property
    def room(self) -> str:
        """Where the figure stands that tells by how much the hurdle is met; below zero where it is missed."""
        return f"{self.address}.room"


HURDLES = (
    Hurdle("roi", "roi", "percent", is_floor=True),
    Hurdle("irr", "irr", "percent", is_floor=True),
    Hurdle("payback", "payback_months", "months", is_floor=False),
)


def enter_hurdles(scope: Scope, case: BusinessCase) -> None:
    """Enter every hurdle that the case names, and by how much the whole case meets it."""
    for hurdle in HURDLES:
        asked: Decimal | int | None = getattr(case.hurdles, hurdle.key)
        if asked is None:
            continue
        label = f"{scope.ledger.figures[hurdle.figure].label}, {'at least' if hurdle.is_floor else 'at most'}"
        written = scope.written(("hurdles", hurdle.key), Decimal(asked), label, hurdle.unit)
        at = scope.ledger.enter(hurdle.address, label, hurdle.unit, "written", amount=written)
        rule = "above_hurdle" if hurdle.is_floor else "below_hurdle"
        scope.ledger.enter(
            hurdle.room, f"{label}: room", hurdle.unit, rule, figure=hurdle.figure, hurdle=at
        )  # fmt: skip


def hurdles_of(figures: Mapping[str, Figure]) -> tuple[Hurdle, ...]:
    """Return the hurdles that were entered, in the order of the tables."""
    return tuple(hurdle for hurdle in HURDLES if hurdle.address in figures)


def verdict(figures: Mapping[str, Figure], hurdle: Hurdle) -> Verdict:
    """Return whether a hurdle is met; open where its figure says nothing. What never pays back misses its hurdle."""
    room = figures[hurdle.room].value
    if room is None:
        return "open" if hurdle.is_floor else "missed"
    return "met" if room >= 0 else "missed"
