"""Formulas of the user's as formulas of a workbook, over the cells of their drivers."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from cxreport.case.formula import Formula, constant

_SIGNS: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", 1),
    ast.Sub: ("-", 1),
    ast.Mult: ("*", 2),
    ast.Div: ("/", 2),
}
_WHOLE = 4  # binds as a single cell does
_NEGATED = 3


def in_cells(formula: Formula, cells: Mapping[str, str]) -> str:
    """Return the formula with every name replaced by its cell, and with no more brackets than it needs."""

    def told(node: ast.expr) -> tuple[str, int]:
        if isinstance(node, ast.BinOp):
            sign, rank = _SIGNS[type(node.op)]
            left = _bracketed(told(node.left), rank)
            # On the right, a - (b - c) and a / (b / c) need theirs; for a + (b + c) the order of rounding is kept.
            return f"{left}{sign}{_bracketed(told(node.right), rank + 1)}", rank
        if isinstance(node, ast.UnaryOp):
            if isinstance(node.op, ast.UAdd):
                return told(node.operand)
            return f"-{_bracketed(told(node.operand), _WHOLE)}", _NEGATED
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)  # noqa: S101 - the parser has refused all else
            return f"{node.func.id.upper()}({','.join(told(argument)[0] for argument in node.args)})", _WHOLE
        if isinstance(node, ast.Name):
            return cells[node.id], _WHOLE
        assert isinstance(node, ast.Constant)  # noqa: S101 - the parser has refused all else
        return f"{constant(formula, node):f}", _WHOLE

    return told(formula.body)[0]


def _bracketed(part: tuple[str, int], rank: int) -> str:
    text, own = part
    return text if own >= rank else f"({text})"
