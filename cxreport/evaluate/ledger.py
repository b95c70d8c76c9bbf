"""The ledger of an evaluation: every figure under its address, with the rule and the inputs that gave it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from cxreport.case.formula import Formula, evaluate_formula
from cxreport.case.problem import Place
from cxreport.evaluate.rules import RULES, Argument

Unit = Literal["money", "percent", "number", "months"]


@dataclass(frozen=True, slots=True)
class Written:
    """A value that the user wrote at `place`, or a convention where `place` is None; `what` says which."""

    value: Decimal
    what: str
    place: Place | None = None
    unit: Unit = "number"


Source = str | Written
Input = Source | tuple[Source, ...]


class Figure(NamedTuple):
    """One figure: its value (None where undefined), the rule in words, and its inputs.

    An input is the address of another figure, a written value, or a tuple of these where the rule takes a series.
    """

    address: str
    label: str
    value: Decimal | None
    unit: Unit
    rule: str
    formula: str
    inputs: Mapping[str, Input]
    note: str = ""

    def sources(self) -> Iterator[tuple[str, Source]]:
        """Yield (name, source) of every input, the members of a series one by one."""
        for name, given in self.inputs.items():
            for source in given if isinstance(given, tuple) else (given,):
                yield name, source


class Ledger:
    """Figures in the order in which they were computed; none is written twice."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}

    def __getitem__(self, address: str) -> Decimal:
        """Return the value of a figure that is defined."""
        value = self.figures[address].value
        assert value is not None, address  # noqa: S101 - only ratios may be undefined, and they are read by `value`
        return value

    def value(self, source: Source) -> Decimal | None:
        """Return the value behind an address, or a written value itself."""
        return source.value if isinstance(source, Written) else self.figures[source].value

    def enter(self, address: str, label: str, unit: Unit, rule: str, *, note: str = "", **inputs: Input) -> str:
        """Compute a figure by a rule of RULES and return its address."""
        law = RULES[rule]
        arguments = {name: self._argument(given) for name, given in inputs.items()}
        return self.keep(Figure(address, label, law.apply(**arguments), unit, rule, law.text, inputs, note))

    def enter_formula(self, address: str, label: str, unit: Unit, formula: Formula, inputs: Mapping[str, Input]) -> str:
        """Compute a figure by a formula of the user's and return its address. Raises ZeroDivisionError."""
        values = {name: self._argument(given) for name, given in inputs.items()}
        value: Decimal = evaluate_formula(formula, values)
        return self.keep(Figure(address, label, value, unit, "formula", formula.text, inputs))

    def _argument(self, given: Input) -> Argument:
        if isinstance(given, tuple):
            return tuple(self._defined(source) for source in given)
        return self.value(given)

    def _defined(self, source: Source) -> Decimal:
        value = self.value(source)
        assert value is not None, source  # noqa: S101 - series are made of amounts, which are always defined
        return value

    def keep(self, figure: Figure) -> str:
        """Keep a figure that was computed, and return its address."""
        if figure.address in self.figures:
            raise ValueError(f"{figure.address} is entered twice")
        self.figures[figure.address] = figure
        return figure.address
