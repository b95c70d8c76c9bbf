"""Formulas: a small arithmetic over drivers, parsed by Python's `ast` and evaluated on exact Decimals.

Grammar: numbers, + - * / ( ), min, max, and the names of drivers. Nothing else parses.
"""

from __future__ import annotations

import ast
import keyword
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from cxreport.quantity.number import quoted

LONGEST = 1000
DEEPEST = 200  # steps; and 50 for brackets, which Python's parser counts for itself
MOST_BRACKETS = 50

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_UNARY = (ast.UAdd, ast.USub)
_CALLS = ("min", "max")
_TOKEN = re.compile(
    r"\s+|(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+)(?![\w.])|[A-Za-z_][A-Za-z0-9_]*|\*\*|//|[-+*/,()]"
)
_VALUE = frozenset(
    ".0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)  # what a number or a name begins with
_NO_NUMBER = re.compile(r"[0-9][\w.]*")
_LEADING_ZEROS = re.compile(r"(?<![\w.])[0_]+(?=[0-9])")
_ALLOWED = "use + - * / ( ), min, max, numbers without exponents, and drivers"
_WAYS_OUT = {
    "**": "multiply it out: a * a",
    "//": "write / for a division",
    "×": "write *",
    "÷": "write /",
    "−": "write -",
    "·": "write *",
    "^": "multiply it out: a * a",
    "%": "write a share as a number: 0.5 for 50%",
    "$": "write the amount without a sign",
}


class FormulaError(ValueError):
    """Says what in a formula does not parse or fit; `offset` counts characters from its start, if it has a place."""

    def __init__(self, code: str, message: str, hint: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.offset = offset


class Formula(NamedTuple):
    """A parsed formula: its text, the names it uses in the order they appear, and its tree."""

    text: str
    names: tuple[str, ...]
    body: ast.expr


@lru_cache(maxsize=1024)
def parse_formula(text: str) -> Formula:
    """Return the formula that `text` writes. Raises FormulaError for anything outside the grammar."""
    text = re.sub(r"\s", " ", text.strip())
    if len(text) > LONGEST:
        raise FormulaError("CX131", f"the formula is longer than {LONGEST} characters", "split it over several drivers")
    _check_words(text)
    # Python reads no 010, and here it is ten. The value is taken from the text, so any digit may stand in for a zero.
    readable = _LEADING_ZEROS.sub(lambda zeros: "1" * len(zeros[0]), text)
    try:
        body = ast.parse(readable, mode="eval").body
    except SyntaxError:
        raise FormulaError("CX131", "the formula does not parse", "check its operators and brackets") from None
    except (RecursionError, MemoryError):
        raise _too_deep(None) from None
    names: dict[str, None] = {}
    _check(body, text, names)
    return Formula(text, tuple(names), body)


def _check_words(text: str) -> None:
    """Refuse what is outside of the grammar word by word, so that the message can name it and its place."""
    words = list(_words(text))
    opened: list[int] = []
    value_before = name_before = False
    for offset, word in words:
        begins_value = word[0] in _VALUE or (word == "(" and not name_before)
        if value_before and begins_value:
            message = f"an operator is missing before {quoted(word)}"
            raise FormulaError("CX131", message, "write + - * or / between two values", offset)
        if not value_before and word in {"*", "/", ",", ")"}:
            message = f"a value is missing before {quoted(word)}"
            raise FormulaError("CX131", message, "write a number or a driver there", offset)
        value_before = word[0] in _VALUE or word == ")"
        name_before = word.isidentifier()
        _count_brackets(word, offset, opened)
    if opened:
        raise FormulaError("CX131", "a bracket is opened and never closed", "close it", opened[-1])
    if words and not value_before:
        message = f"a value is missing behind {quoted(words[-1][1])}"
        raise FormulaError("CX131", message, "write a number or a driver there", words[-1][0])


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, word) of the formula; raise where a word is none of the grammar's."""
    offset = 0
    while offset < len(text):
        token = _TOKEN.match(text, offset)
        if token is None:
            run = _NO_NUMBER.match(text, offset)
            raise _refused(run[0] if run else text[offset], offset)
        if token[0] in {"**", "//"} or token[0] in keyword.kwlist:
            raise _refused(token[0], offset)
        if token[0].strip():
            yield offset, token[0]
        offset = token.end()


def _count_brackets(word: str, offset: int, opened: list[int]) -> None:
    if word == "(":
        opened.append(offset)
    elif word == ")" and not opened:
        raise FormulaError("CX131", "a bracket is closed that was never opened", "delete it, or open it", offset)
    elif word == ")":
        opened.pop()
    if len(opened) > MOST_BRACKETS:
        raise _too_deep(offset)


def _refused(word: str, offset: int) -> FormulaError:
    return FormulaError("CX131", f"{quoted(word)} cannot stand in a formula", _WAYS_OUT.get(word, _ALLOWED), offset)


def _too_deep(offset: int | None) -> FormulaError:
    return FormulaError("CX131", "the formula has too many steps", "split it over several drivers", offset)


def _check(node: ast.expr, text: str, names: dict[str, None], depth: int = 0) -> None:
    if depth > DEEPEST:
        raise _too_deep(node.col_offset)
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        _check(node.left, text, names, depth + 1)
        _check(node.right, text, names, depth + 1)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, _UNARY):
        _check(node.operand, text, names, depth + 1)
    elif isinstance(node, ast.Call):
        _check_call(node, text, names, depth)
    elif isinstance(node, ast.Name) and node.id in _CALLS:
        raise FormulaError("CX131", f'"{node.id}" stands without brackets', f"write {node.id}(a, b)", node.col_offset)
    elif isinstance(node, ast.Name):
        names[node.id] = None
    elif not isinstance(node, ast.Constant):
        raise _refused(_source(node, text), node.col_offset)


def _check_call(node: ast.Call, text: str, names: dict[str, None], depth: int) -> None:
    known = isinstance(node.func, ast.Name) and node.func.id in _CALLS
    if not known or not node.args:
        message = f"{quoted(_source(node, text))} cannot stand in a formula"
        raise FormulaError("CX131", message, "the only functions are min(a, b) and max(a, b)", node.col_offset)
    for argument in node.args:
        _check(argument, text, names, depth + 1)


def _source(node: ast.expr, text: str) -> str:
    return text[node.col_offset : node.end_col_offset]


def constant(formula: Formula, node: ast.Constant) -> Decimal:
    """Return the number of a node exactly as it is written, never through a float."""
    return Decimal(_source(node, formula.text).replace("_", ""))


class Arithmetic(NamedTuple):
    """The numbers that formulas are evaluated on: how one is made, and the steps that are no operators of theirs."""

    number: Callable[[Decimal], Any]
    divide: Callable[[Any, Any], Any]
    least: Callable[[list[Any]], Any]
    most: Callable[[list[Any]], Any]


def _divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    if divisor == 0:
        raise ZeroDivisionError
    return dividend / divisor


EXACT = Arithmetic(lambda value: value, _divide, min, max)


def evaluate_formula(formula: Formula, values: Mapping[str, Any], numbers: Arithmetic = EXACT) -> Any:
    """Return what the formula gives for `values`, in the caller's decimal context. Raises ZeroDivisionError.

    Other `numbers` than exact ones go the same way, step by step: a formula has one meaning only.
    """
    calls = {"min": numbers.least, "max": numbers.most}

    def value(node: ast.expr) -> Any:
        if isinstance(node, ast.BinOp):
            left, right = value(node.left), value(node.right)
            if isinstance(node.op, ast.Div):
                return numbers.divide(left, right)
            return _BINARY[type(node.op)](left, right)
        if isinstance(node, ast.UnaryOp):
            return -value(node.operand) if isinstance(node.op, ast.USub) else value(node.operand)
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)  # noqa: S101 - _check_call has refused all else
            return calls[node.func.id]([value(argument) for argument in node.args])
        if isinstance(node, ast.Name):
            return values[node.id]
        assert isinstance(node, ast.Constant)  # noqa: S101 - _check has refused all else
        return numbers.number(constant(formula, node))

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
