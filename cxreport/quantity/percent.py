"""Percentages, read as exact fractions."""

from __future__ import annotations

import re
from decimal import Decimal

from cxreport.quantity.errors import QuantityError
from cxreport.quantity.number import LONGEST, parse_number, quoted

# What is wrong with a percentage, compiled when one is wrong.
_COMMA = r"([-+]?[0-9]{1,9}),([0-9]{1,9})\Z"
_BARE = r"[+-]?[0-9]*\.?[0-9]+\Z"


def parse_percent(text: str) -> Decimal:
    """Return the fraction that `text` writes: `15%` is 0.15. A bare number is refused, since 15 and 0.15 look alike."""
    body = text.strip().replace("\N{MINUS SIGN}", "-")
    if body.endswith("%"):
        return _share(body[:-1], text)
    if len(body) <= LONGEST and re.match(_BARE, body):
        raise QuantityError("CX108", f"{quoted(text)} could be a share or a percentage", _readings(Decimal(body)))
    raise QuantityError("CX109", f"{quoted(text)} is not a percentage", "write it with its sign, as 15%")


def _share(number: str, text: str) -> Decimal:
    try:
        return parse_number(number, "CX109").scaleb(-2)
    except QuantityError as error:
        hint = error.hint if number.strip() else "write it as 15%"
        if comma := re.match(_COMMA, number.strip()):
            whole, rest = comma.groups()
            hint = f"write {whole}.{rest}%" + ("" if whole == "0" else f" or {whole}{rest}%")
        raise QuantityError(error.code, f"{quoted(text)} is not a percentage", hint) from None


def _readings(value: Decimal) -> str:
    if 0 < abs(value) < 1:
        return f"write {(value * 100).normalize():f}%, or {value:f}% if that is meant"
    return f"write {value:f}%"
