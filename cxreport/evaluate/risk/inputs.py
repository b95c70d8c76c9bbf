"""The inputs of a case: its drivers and lines, each with the figures that are read from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cxreport.case.certainty_checks import ranged
from cxreport.case.models import BusinessCase, Distribution, Driver, Sourced
from cxreport.case.problem import Path as NodePath
from cxreport.evaluate.amounts import label_of
from cxreport.evaluate.evaluation import Evaluation
from cxreport.evaluate.ledger import Written


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """A driver or a line that may turn out otherwise: by a factor, which all of its `nodes` take.

    `address` is the driver's or the line's; the addresses of its figures begin with `at`.
    """

    address: str
    at: str
    nodes: tuple[str, ...]
    label: str
    path: NodePath
    model: Driver | Sourced

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """Low and high as factors of the value, where the case gives them."""
        return self.model.range

    @property
    def distribution(self) -> Distribution:
        """How values spread over the range."""
        return self.model.distribution

    @property
    def computed(self) -> bool:
        """Whether it is a formula over other inputs."""
        return self.model.computed if isinstance(self.model, Driver) else self.model.formula is not None


def find_inputs(evaluation: Evaluation) -> tuple[Input, ...]:
    """Return every input that the figures of a business case were computed from, in the order of the file."""
    case = evaluation.case
    assert isinstance(case, BusinessCase)  # noqa: S101 - a value report has no flows
    found = []
    for path, model in ranged(case):
        address = _address(case, path)
        at = address if isinstance(model, Driver) else f"{address}.amounts"
        nodes = tuple(node for node in _nodes(at, evaluation.periods) if node in evaluation.figures)
        if nodes:
            label = label_of(str(path[-1]), model) if isinstance(model, Driver) else model.name
            found.append(Input(address, at, nodes, label, path, model))
    return tuple(found)


def _nodes(at: str, periods: int) -> Iterator[str]:
    return (f"{at}.{period}" for period in range(periods + 1))


def _address(case: BusinessCase, path: NodePath) -> str:
    if path[0] == "drivers":
        return f"drivers.{path[1]}"
    initiative = case.initiatives[int(path[1])]
    lines = initiative.benefits if path[2] == "benefits" else initiative.costs
    below = "".join(f".{part}" for part in path[4:])
    return f"{initiative.id}.{path[2]}.{lines[int(path[3])].id}{below}"


def end_of(evaluation: Evaluation, item: Input, which: int) -> Written:
    """Return the low (0) or high (1) end of an input's range, with its place."""
    assert item.range is not None  # noqa: S101 - the caller has chosen those that have one
    place = evaluation.loaded.place((*item.path, "range", which))
    return Written(item.range[which], ("low end of the range", "high end of the range")[which], place, "percent")
