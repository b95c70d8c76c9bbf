"""How the net present value moves with one input, read off the formulas: so that a workbook can compute it in a cell.

Where an input stands in products only, a line that rests on it is worth its present value times the factor to some
power. Then npv + pv × (factor^power − 1) is what the whole model gives, and no copy of the model is needed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cxreport.case.formula import parse_formula
from cxreport.evaluate import Evaluation
from cxreport.evaluate.ledger import Figure
from cxreport.evaluate.risk.inputs import Input
from cxreport.evaluate.risk.replay import Program


@dataclass(frozen=True, slots=True, eq=False)
class Sway:
    """The lines that move with an input, each with the power of its factor, and those whose time 0 stays."""

    powers: Mapping[str, int]
    kept: frozenset[str]

    @property
    def straight(self) -> bool:
        """Whether every line moves as the factor itself does."""
        return set(self.powers.values()) == {1}


def sway_of(evaluation: Evaluation, program: Program, item: Input) -> Sway | None:
    """Return how lines move with an input; None where a formula adds to it what stays."""
    powers: dict[str, int] = dict.fromkeys(item.nodes, 1)
    lines: dict[str, dict[int, int]] = {}
    for figure in program.affected(item.nodes):
        power = powers.get(figure.address)
        if power is None:
            power = _power(figure, powers)
        if power is None:
            return None
        powers[figure.address] = power
        line, _, tail = figure.address.partition(".amounts.")
        if tail.isdigit():
            lines.setdefault(line, {})[int(tail)] = power
    found = {line: set(by_period.values()) for line, by_period in lines.items()}
    if any(len(every) > 1 for every in found.values()):
        return None
    still = {line: _still(evaluation, line, by_period) for line, by_period in lines.items()}
    if any(periods - {0} for periods in still.values()):
        return None
    return Sway({line: every.pop() for line, every in found.items()}, frozenset(at for at in still if still[at]))


def _still(evaluation: Evaluation, line: str, moved: Iterable[int]) -> set[int]:
    """Return the periods whose flow is not nought and does not move."""
    flows = evaluation.series(f"{line}.flows")
    return {t for t, flow in enumerate(flows) if flow} - set(moved)


def _power(figure: Figure, powers: Mapping[str, int]) -> int | None:
    """Return the power of the factor in a figure. What follows from amounts moves as they do."""
    if figure.rule == "formula":
        formula = parse_formula(figure.formula)
        names = {name: powers.get(source, 0) if isinstance(source, str) else 0
                 for name, source in figure.inputs.items() if not isinstance(source, tuple)}  # fmt: skip
        return _of_node(formula.body, names)
    return max((powers.get(source, 0) for _, source in figure.sources() if isinstance(source, str)), default=0)


def _of_node(node: ast.expr, names: Mapping[str, int]) -> int | None:
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.UnaryOp):
        return _of_node(node.operand, names)
    if isinstance(node, ast.Call):
        return _same([_of_node(argument, names) for argument in node.args])
    return _of_step(node, names) if isinstance(node, ast.BinOp) else 0


def _of_step(node: ast.BinOp, names: Mapping[str, int]) -> int | None:
    left, right = _of_node(node.left, names), _of_node(node.right, names)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Mult):
        return left + right
    return left - right if isinstance(node.op, ast.Div) else _same([left, right])


def _same(powers: list[int | None]) -> int | None:
    return powers[0] if len(set(powers)) == 1 else None


def moved(evaluation: Evaluation, sways: Mapping[Sway, Decimal]) -> Decimal:
    """Return the net present value with the inputs of `sways` times their factors."""
    value = evaluation.amount("npv")
    for line in dict.fromkeys(line for sway in sways for line in sway.powers):
        scale = Decimal(1)
        for sway, factor in sways.items():
            scale *= factor ** sway.powers.get(line, 0)
        value += sign_of(line) * worth_of(evaluation, line, sways) * (scale - 1)
    return value


def sign_of(line: str) -> int:
    """Return 1 for a benefit and -1 for a cost."""
    return -1 if line.split(".")[1] == "costs" else 1


def worth_of(evaluation: Evaluation, line: str, sways: Iterable[Sway]) -> Decimal:
    """Return the present value of what moves of a line."""
    kept = any(line in sway.kept for sway in sways)
    return evaluation.amount(f"{line}.pv") - (evaluation.amount(f"{line}.flows.0") if kept else 0)
