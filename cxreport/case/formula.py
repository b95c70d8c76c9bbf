"""Formulas: a small arithmetic over drivers, parsed by Python's `ast` and evaluated on exact Decimals.

Grammar: numbers, + - * / ( ), min, max, and the names of drivers. Nothing else parses.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

LONGEST = 1000

_BINARY: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_UNARY = (ast.UAdd, ast.USub)
_CALLS: dict[str, Callable[..., Decimal]] = {"min": min, "max": max}
_NUMBER = re.compile(r"(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+)\Z")
_SWAPS = {
    "×": "*",
    "÷": "/",
    "−": "-",
    "·": "*",
    "^": "a product",
    "%": "a share, as 0.5 for 50%",
    "$": "the amount without a sign",
}


class FormulaError(ValueError):
    """Says what in a formula does not parse or fit; `offset` counts characters from its start."""

    def __init__(self, code: str, message: str, hint: str, offset: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: its text, the names it uses in the order they appear, and its tree."""

    text: str
    names: tuple[str, ...]
    body: ast.expr


def parse_formula(text: str) -> Formula:
    """Return the formula that `text` writes. Raises FormulaError for anything outside the grammar."""
    if len(text) > LONGEST:
        raise FormulaError("CX131", f"the formula is longer than {LONGEST} characters", "split it over several drivers")
    for offset, letter in enumerate(text):
        if not letter.isascii() or letter in "^%$":
            hint = f"write {_SWAPS[letter]}" if letter in _SWAPS else "use + - * / ( ), min, max, numbers and drivers"
            raise FormulaError("CX131", f'"{letter}" cannot stand in a formula', hint, offset)
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        offset = max((error.offset or 1) - 1, 0)
        raise FormulaError("CX131", "the formula does not parse", "check its operators and brackets", offset) from None
    except (RecursionError, MemoryError, ValueError):
        raise FormulaError("CX131", "the formula is nested too deep", "split it over several drivers") from None
    names: dict[str, None] = {}
    _check(body, text.strip(), names)
    return Formula(text.strip(), tuple(names), body)


def _check(node: ast.expr, text: str, names: dict[str, None]) -> None:
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        _check(node.left, text, names)
        _check(node.right, text, names)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, _UNARY):
        _check(node.operand, text, names)
    elif isinstance(node, ast.Call):
        _check_call(node, text, names)
    elif isinstance(node, ast.Name):
        names[node.id] = None
    elif not (isinstance(node, ast.Constant) and _NUMBER.match(_source(node, text))):
        message = f'"{_source(node, text)}" cannot stand in a formula'
        hint = "use + - * / ( ), min, max, numbers without exponents, and drivers"
        raise FormulaError("CX131", message, hint, node.col_offset)


def _check_call(node: ast.Call, text: str, names: dict[str, None]) -> None:
    known = isinstance(node.func, ast.Name) and node.func.id in _CALLS
    if not known or node.keywords or not node.args:
        message = f'"{_source(node, text)}" cannot stand in a formula'
        raise FormulaError("CX131", message, "the only functions are min(a, b, …) and max(a, b, …)", node.col_offset)
    for argument in node.args:
        _check(argument, text, names)


def _source(node: ast.expr, text: str) -> str:
    return (ast.get_source_segment(text, node) or "").strip()


def constant(formula: Formula, node: ast.Constant) -> Decimal:
    """Return the number of a node exactly as it is written, never through a float."""
    return Decimal(_source(node, formula.text).replace("_", ""))


def evaluate_formula(formula: Formula, values: Mapping[str, Decimal]) -> Decimal:
    """Return what the formula gives for `values`, in the caller's decimal context. Raises ZeroDivisionError."""

    def value(node: ast.expr) -> Decimal:
        if isinstance(node, ast.BinOp):
            right = value(node.right)
            if isinstance(node.op, ast.Div) and right == 0:
                raise ZeroDivisionError(formula.text)
            return _BINARY[type(node.op)](value(node.left), right)
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand) if isinstance(node.op, ast.USub) else value(node.operand)
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)  # noqa: S101 - _check_call has refused all else
            return _CALLS[node.func.id](*map(value, node.args))
        if isinstance(node, ast.Name):
            return values[node.id]
        assert isinstance(node, ast.Constant)  # noqa: S101 - _check has refused all else
        return constant(formula, node)

    return value(formula.body)


ANY = None  # the dimension of a bare number: it may stand for anything that it is added to


def money_dimension(formula: Formula, dimensions: Mapping[str, int | None]) -> int | None:
    """Return how many times money stands in the result: 0 a number, 1 money; None where either is possible.

    Raises FormulaError where money is added to a number or multiplied by money.
    """

    def dimension(node: ast.expr) -> int | None:
        if isinstance(node, ast.UnaryOp):
            return dimension(node.operand)
        if isinstance(node, ast.Name):
            return dimensions[node.id]
        if isinstance(node, ast.Call):
            return _same([dimension(argument) for argument in node.args], node)
        if isinstance(node, ast.BinOp):
            sides = [dimension(node.left), dimension(node.right)]
            return _same(sides, node) if isinstance(node.op, ast.Add | ast.Sub) else _product(sides, node)
        return ANY

    return dimension(formula.body)


def _same(sides: list[int | None], node: ast.expr) -> int | None:
    known = {side for side in sides if side is not ANY}
    if len(known) > 1:
        raise FormulaError(
            "CX135",
            "money is added to or compared with a plain number",
            "give both a currency, or neither",
            node.col_offset,
        )
    return known.pop() if known else ANY


def _product(sides: list[int | None], node: ast.BinOp) -> int | None:
    if sides == [ANY, ANY]:
        return ANY
    left, right = (side or 0 for side in sides)
    result = left + right if isinstance(node.op, ast.Mult) else left - right
    if result not in {0, 1}:
        what = "money is multiplied by money" if result > 1 else "a number is divided by money"
        raise FormulaError("CX135", what, "one of the two must be a plain number", node.col_offset)
    return result
