"""Costs by class and kind: capital or operating, once or again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from cxreport.case.models import BusinessCase, Cost
from cxreport.evaluate.scope import Scope

CostClass = Literal["capital", "operating", "unsaid"]
CostType = Literal["one-off", "recurring", "unsaid"]
CLASSES: tuple[CostClass, ...] = ("capital", "operating", "unsaid")
TYPES: tuple[CostType, ...] = ("one-off", "recurring", "unsaid")


class CostKind(NamedTuple):
    """The costs of one class and type, by the addresses of their lines; `unsaid` where the case does not say."""

    cost_class: CostClass
    cost_type: CostType
    lines: tuple[str, ...]

    @property
    def address(self) -> str:
        """What the addresses of its sums begin with."""
        return f"cost_kinds.{self.cost_class}.{self.cost_type}"


def cost_kinds(case: BusinessCase) -> tuple[CostKind, ...]:
    """Return the costs of a case by class and type; nothing where no cost says either."""
    every = [(f"{item.id}.costs.{cost.id}", cost) for item in case.initiatives for cost in item.costs]
    if not any(cost.cost_class or cost.type for _, cost in every):
        return ()
    return tuple(_kinds(every))


def _kinds(every: Sequence[tuple[str, Cost]]) -> Iterator[CostKind]:
    for cost_class in CLASSES:
        for cost_type in TYPES:
            lines = tuple(
                address
                for address, cost in every
                if (cost.cost_class or "unsaid", cost.type or "unsaid") == (cost_class, cost_type)
            )
            if lines:
                yield CostKind(cost_class, cost_type, lines)


def enter_cost_kinds(scope: Scope, case: BusinessCase) -> None:
    """Enter the total and the present value of the costs of every class and type."""
    for kind in cost_kinds(case):
        label = f"Costs, {kind.cost_class}, {kind.cost_type}"
        scope.total(f"{kind.address}.total", f"{label}, total", tuple(f"{line}.total" for line in kind.lines))
        scope.total(f"{kind.address}.pv", f"{label}, present value", tuple(f"{line}.pv" for line in kind.lines))
