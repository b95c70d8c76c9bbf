"""Plain numbers, exactly as written."""

from __future__ import annotations

import re
from decimal import Decimal

from cxreport.quantity.errors import QuantityError

LIMIT = Decimal(10) ** 15
LONGEST = 28  # what a default decimal context holds exactly
LONGEST_TEXT = 80  # beyond it no quantity is meant, and matching patterns would take its time

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_PLAIN = re.compile(r"(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+)\Z")
# What is wrong with a number, compiled when one is wrong.
_DECIMAL_COMMA = r"([0-9]+),([0-9]+)\Z"
EXPONENT = r"[0-9.]*[eE][+-]?[0-9]+\Z"
_DOTTED = r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:\.[0-9]{3})+,[0-9]+)\Z"


def parse_number(text: str, code: str = "CX106") -> Decimal:
    """Return the number that `text` writes: digits, `_` or three-digit commas, one dot, a leading sign.

    Raises QuantityError, under `code`, for anything else and for magnitudes of 10^15 and more.
    """
    body = text.strip().replace("\N{MINUS SIGN}", "-")
    if body.startswith("-"):
        value = parse_digits(body[1:], text, code)
        return -value if value else value
    return parse_digits(body.removeprefix("+"), text, code)


def parse_digits(digits: str, text: str, code: str) -> Decimal:
    """Return the unsigned number in `digits`; `text` is what the message quotes."""
    if len(digits) > LONGEST:
        raise QuantityError(code, f"a number of {len(digits)} characters is too long", "write fewer digits")
    if not (_GROUPED.match(digits) or _PLAIN.match(digits)):
        raise QuantityError(code, f"{quoted(text)} is not a number", _way_out(digits))
    value = Decimal(digits.replace(",", "").replace("_", ""))
    check_magnitude(value, text, code)
    return value


def check_magnitude(value: Decimal, text: str, code: str) -> None:
    """Refuse magnitudes of 10^15 and more: no company counts them, and a slipped suffix does."""
    if abs(value) >= LIMIT:
        raise QuantityError(code, f"{quoted(text)} is too large", "write a number below 10^15; is a suffix wrong?")


def _way_out(digits: str) -> str:
    if match := re.match(_DECIMAL_COMMA, digits):
        whole, rest = match.groups()
        if whole.startswith("0"):
            return f"write {whole}.{rest}: the decimal point is a dot"
        return f"write {whole}.{rest} or {whole}{rest}: the comma can be read both ways"
    if re.match(EXPONENT, digits):
        return "write it out, without an exponent"
    if re.match(_DOTTED, digits):
        return f"write {digits.replace('.', '_').replace(',', '.')}: a dot is only the decimal point"
    if re.fullmatch(r"[0-9]+(?:\s[0-9]{3})+", digits):
        return "write " + re.sub(r"\s", "_", digits) + ": spaces do not group digits here"
    return "write digits, as 1500, 1,500, 1_500 or 1.5"


def quoted(text: str) -> str:
    """Return `text` in quotes, cut so that a message stays a line, and with what no eye can see spelt out."""
    flat = " ".join(text.split())
    short = flat if len(flat) <= 40 else flat[:39] + "\N{HORIZONTAL ELLIPSIS}"
    return '"' + "".join(sign if sign.isprintable() else f"\\u{ord(sign):04X}" for sign in short) + '"'
