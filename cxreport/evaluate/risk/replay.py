"""The way from inputs to results, gone again with other inputs.

The ledger is the program: every figure names its rule and its inputs, and stands behind them. So what a scenario, a
bar of the tornado or a draw comes to is computed by the very rules that gave the figures of the case, exactly on
Decimals, or on arrays that hold all draws at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cxreport.case.formula import EXACT, Arithmetic, evaluate_formula, parse_formula
from cxreport.evaluate.ledger import Figure, Input, Written
from cxreport.evaluate.rules import RULES

Factors = Mapping[str, Any]


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
        self._order = {address: number for number, address in enumerate(self.needed)}

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
        return [self.needed[address] for address in sorted(found, key=self._order.__getitem__)]

    def run(self, factors: Factors, numbers: Arithmetic = EXACT, way: Sequence[Figure] | None = None) -> dict[str, Any]:
        """Return the targets with some figures multiplied by factors; `way` is what `affected` said of these.

        Raises ZeroDivisionError where a formula divides by nothing on exact numbers.
        """
        changed: dict[str, Any] = {}

        def value(source: str | Written) -> Any:
            if isinstance(source, Written):
                return numbers.number(source.value)
            return changed[source] if source in changed else self._constant(source, numbers)

        def argument(given: Input) -> Any:
            return tuple(map(value, given)) if isinstance(given, tuple) else value(given)

        for figure in self.affected(factors) if way is None else way:
            arguments = {name: argument(given) for name, given in figure.inputs.items()}
            if figure.rule == "formula":
                result = evaluate_formula(parse_formula(figure.formula), arguments, numbers)
            else:
                result = RULES[figure.rule].apply(**arguments)
            factor = factors.get(figure.address)
            changed[figure.address] = result if factor is None else result * factor
        return {target: value(target) for target in self.targets}

    def _constant(self, address: str, numbers: Arithmetic) -> Any:
        known: Decimal | None = self.figures[address].value
        return None if known is None else numbers.number(known)


def needed_for(figures: Mapping[str, Figure], targets: Iterable[str]) -> dict[str, Figure]:
    """Return the targets and all that they are computed from, in the order of the ledger."""
    waiting = list(targets)
    found = set(waiting)
    while waiting:
        below = {source for _, source in figures[waiting.pop()].sources() if isinstance(source, str)}
        waiting += below - found
        found |= below
    return {address: figure for address, figure in figures.items() if address in found}
