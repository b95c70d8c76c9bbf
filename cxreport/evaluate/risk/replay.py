"""The way from inputs to results, gone again with other inputs.

The ledger is the program: every figure names its rule and its inputs, and stands behind them. So what a scenario, a
bar of the tornado or a draw comes to is computed by the very rules that gave the figures of the case, exactly on
Decimals, or on arrays that hold all draws at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from cxreport.case.formula import EXACT, Arithmetic, Formula, evaluate_formula, parse_formula
from cxreport.evaluate.ledger import Figure, Input, Written
from cxreport.evaluate.rules import RULES

Factors = Mapping[str, Any]
Read = Callable[[Sequence[Any]], Any]


class Step(NamedTuple):
    """How one figure is computed: by a rule or by a formula, from values that `inputs` read by name."""

    address: str
    slot: int
    apply: Any
    formula: Formula | None
    inputs: tuple[tuple[str, Read], ...]


class Program:
    """The figures that some targets are computed from, in the order in which they follow from each other."""

    def __init__(self, figures: Mapping[str, Figure], targets: Sequence[str]) -> None:
        self.figures = figures
        self.targets = targets
        self.needed = needed_for(figures, targets)
        self._users: dict[str, list[str]] = {address: [] for address in self.needed}
        for address, figure in self.needed.items():
            for _, source in figure.sources():
                if isinstance(source, str):
                    self._users[source].append(address)
        self._slots = {address: number for number, address in enumerate(self.needed)}
        self._known: list[Decimal | None] = [figure.value for figure in self.needed.values()]
        self._steps: dict[str, Step] = {}
        self._ways: dict[tuple[str, ...], list[Step]] = {}

    def depends_on(self, nodes: Iterable[str]) -> bool:
        """Return whether a target is computed from any of the figures."""
        return any(node in self.needed for node in nodes)

    def affected(self, nodes: Iterable[str]) -> list[Figure]:
        """Return the figures that change with `nodes`, these among them, each behind what it is computed from."""
        waiting = [node for node in nodes if node in self.needed]
        found = set(waiting)
        while waiting:
            new = [user for user in self._users[waiting.pop()] if user not in found]
            found.update(new)
            waiting += new
        return [self.needed[address] for address in sorted(found, key=self._slots.__getitem__)]

    def _way(self, nodes: Iterable[str]) -> list[Step]:
        """Return how the figures that change with `nodes` are computed, each behind its inputs; found out once."""
        every = tuple(nodes)
        if every not in self._ways:
            self._ways[every] = [self._step(figure) for figure in self.affected(every)]
        return self._ways[every]

    def run(self, factors: Factors, numbers: Arithmetic = EXACT) -> dict[str, Any]:
        """Return the targets with some figures multiplied by factors.

        Raises ZeroDivisionError where a formula divides by nothing on exact numbers.
        """
        way = self._way(factors)
        values = self._values(numbers)
        for step in way:
            arguments = {name: read(values) for name, read in step.inputs}
            if step.formula is None:
                result = step.apply(**arguments)
            else:
                result = evaluate_formula(step.formula, arguments, numbers)
            factor = factors.get(step.address)
            values[step.slot] = result if factor is None else result * factor
        return {target: values[self._slots[target]] for target in self.targets}

    def _values(self, numbers: Arithmetic) -> list[Any]:
        if numbers is EXACT:
            return self._known.copy()
        return [None if known is None else numbers.number(known) for known in self._known]

    def _step(self, figure: Figure) -> Step:
        """Return how a figure is computed anew; found out once."""
        address, known = figure.address, self._steps.get(figure.address)
        if known is not None:
            return known
        inputs = tuple((name, self._read(given)) for name, given in figure.inputs.items())
        formula = parse_formula(figure.formula) if figure.rule == "formula" else None
        apply = RULES[figure.rule].apply if formula is None else None
        step = Step(address, self._slots[address], apply, formula, inputs)
        self._steps[address] = step
        return step

    def _read(self, given: Input) -> Read:
        """Return what takes an argument out of the values."""
        if not isinstance(given, tuple):
            return itemgetter(self._slot(given))
        slots = tuple(map(self._slot, given))
        return itemgetter(*slots) if len(slots) > 1 else lambda values: tuple(values[slot] for slot in slots)

    def _slot(self, source: str | Written) -> int:
        """Return where a value lies; a written one gets a place of its own."""
        if not isinstance(source, Written):
            return self._slots[source]
        self._known.append(source.value)
        return len(self._known) - 1


def needed_for(figures: Mapping[str, Figure], targets: Iterable[str]) -> dict[str, Figure]:
    """Return the targets and all that they are computed from, in the order of the ledger."""
    waiting = list(targets)
    found = set(waiting)
    while waiting:
        below = {source for _, source in figures[waiting.pop()].sources() if isinstance(source, str)}
        waiting += below - found
        found |= below
    return {address: figure for address, figure in figures.items() if address in found}
