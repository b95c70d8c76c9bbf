"""A case as a reviewer sees it: its lines with their figures; and what a rule says of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from cxreport.case.finance_checks import flow_lines
from cxreport.case.formula import parse_formula
from cxreport.case.models import Benefit, BusinessCase, Cost, Driver, Initiative
from cxreport.case.problem import Path, Point

if TYPE_CHECKING:
    from cxreport.evaluate.evaluation import Evaluation


class Doubt(NamedTuple):
    """What a rule has found: the place, the message and the way out; `point` is the message for documents."""

    path: Path
    message: str
    hint: str
    point: Point
    typed: str = ""


class SeenLine(NamedTuple):
    """A benefit or a cost, where it stands, the address of its figures, and the initiative that it belongs to."""

    address: str
    path: Path
    model: Benefit | Cost
    initiative: Initiative

    def key_path(self, *keys: str) -> Path:
        """Return the path of the first of `keys` that the line gives; its own where it gives none."""
        given = (key for key in keys if getattr(self.model, key) not in (None, ()))
        return next(((*self.path, key) for key in given), self.path)


class Seen:
    """A sound business case with its figures, as every rule gets it."""

    def __init__(self, evaluation: Evaluation) -> None:
        assert isinstance(evaluation.case, BusinessCase)  # noqa: S101 - only proposals are reviewed
        self.evaluation, self.case, self.periods = evaluation, evaluation.case, evaluation.periods
        every = tuple(_lines(self.case))
        self.benefits = tuple(
            line for line in every if isinstance(line.model, Benefit) and line.model.type != "advantage"
        )
        self.costs = tuple(line for line in every if isinstance(line.model, Cost))
        self.advantages = tuple(line for line in every if line.model.type == "advantage")
        self._drivers: dict[str, dict[str, Driver]] = {}
        self._active: dict[str, frozenset[int]] = {}

    @property
    def counted(self) -> tuple[SeenLine, ...]:
        """Every line that is in the money, benefits first."""
        return (*self.benefits, *self.costs)

    def value(self, address: str) -> Decimal:
        """Return a figure's value; nothing where it is undefined."""
        return self.evaluation.value(address) or Decimal(0)

    def flows(self, line: SeenLine) -> tuple[Decimal, ...]:
        """Return what a line brings or takes from time 0 on."""
        return tuple(self.value(f"{line.address}.flows.{t}") for t in range(self.periods + 1))

    def active(self, line: SeenLine) -> frozenset[int]:
        """Return the periods in which a line brings or takes anything."""
        if line.address not in self._active:
            self._active[line.address] = frozenset(t for t, flow in enumerate(self.flows(line)) if flow)
        return self._active[line.address]

    def drivers(self, line: SeenLine) -> dict[str, Driver]:
        """Return the drivers that a line is computed from, by their keys, those behind its formulas among them."""
        if line.address not in self._drivers:
            self._drivers[line.address] = self._drivers_of(line)
        return self._drivers[line.address]

    def _drivers_of(self, line: SeenLine) -> dict[str, Driver]:
        found: dict[str, Driver] = {}
        waiting = list(parse_formula(line.model.formula).names) if line.model.formula else []
        while waiting:
            key = waiting.pop(0)
            if key not in found:
                found[key] = driver = line.model.drivers.get(key) or self.case.drivers[key]
                waiting += driver.needs
        return found

    @property
    def whole_costs(self) -> Path:
        """The path of all costs: those of the only initiative, or the list of initiatives."""
        return ("initiatives", 0, "costs") if len(self.case.initiatives) == 1 else ("initiatives",)


def _lines(case: BusinessCase) -> Iterator[SeenLine]:
    for path, model in flow_lines(case):
        initiative = case.initiatives[int(path[1])]
        yield SeenLine(f"{initiative.id}.{path[2]}.{model.id}", path, model, initiative)


def title_of(item: Initiative) -> str:
    """Return the name of an initiative; made from its id where none is given."""
    return item.name or item.id.replace("-", " ").capitalize()


def label_of(key: str, driver: Driver) -> str:
    """Return what a driver is called."""
    return driver.label or key.replace("_", " ")


def percent(share: Decimal) -> str:
    """Return a share for a message: `34%`."""
    return f"{(share * 100).quantize(Decimal(1)):,f}%"
