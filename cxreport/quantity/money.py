"""Money: an exact amount, and the currency if one was written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from cxreport.quantity.currencies import CURRENCIES, SYMBOLS
from cxreport.quantity.errors import QuantityError
from cxreport.quantity.number import EXPONENT, LONGEST_TEXT, check_magnitude, parse_digits, quoted

SUFFIXES = {
    "k": 3,
    "K": 3,
    "thousand": 3,
    "M": 6,
    "MM": 6,
    "m": 6,
    "mn": 6,
    "million": 6,
    "bn": 9,
    "B": 9,
    "billion": 9,
}

_SHAPE = re.compile(
    r"(?P<sign1>[-+]?)\s*(?P<before>[^\d\s.,+\-_][^\d\s.,+\-_]*)?\s*(?P<sign2>[-+]?)\s*"
    r"(?P<digits>[0-9.][0-9.,_]*(?:\s[0-9]{3})*)\s*(?P<after>[^\d].*)?\Z",
    re.DOTALL,
)
_DOT_OF_TWO_READINGS = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})\Z")
_COMMA_OF_TWO_READINGS = re.compile(r"([1-9][0-9]*),([0-9]{1,2})\Z")


class Money(NamedTuple):
    """An amount in units of its currency; `mark` is the currency as written (`$`, `USD`), empty where none was."""

    amount: Decimal
    mark: str = ""

    def currencies(self) -> frozenset[str]:
        """Return the ISO 4217 codes that the mark may mean; empty where no currency was written."""
        if not self.mark:
            return frozenset()
        return frozenset([self.mark]) if self.mark in CURRENCIES else SYMBOLS[self.mark]


class Wanted(NamedTuple):
    """What a text is meant to be, for the messages: the code they go under, its noun, and how it is written."""

    code: str
    noun: str
    hint: str
    tail_hint: str


MONEY = Wanted(
    "CX105",
    "an amount of money",
    "write it as $1.5M, 30k or USD 1,500,000",
    "the suffixes are k, M, million, bn, billion and thousand; a currency is written as $ or USD",
)


def parse_money(text: str, wanted: Wanted = MONEY) -> Money:
    """Return the money that `text` writes, as `$1.5M`, `USD 1,500,000`, `-3k` or `40`.

    Raises QuantityError for what reads two ways (`1,5M`, `1.500`) and for unknown currencies and suffixes.
    """
    body = text.strip().replace("\N{MINUS SIGN}", "-")
    match = _SHAPE.match(body) if len(body) <= LONGEST_TEXT else None
    if match is None or (match["sign1"] and match["sign2"]):
        raise QuantityError(wanted.code, f"{quoted(text)} is not {wanted.noun}", wanted.hint)
    suffix, after = _split_tail(match["after"] or "", text, wanted)
    mark = _one_mark(match["before"] or "", after, text, wanted)
    if not suffix and (dot := _DOT_OF_TWO_READINGS.match(match["digits"])):
        raise _two_readings(text, dot, wanted)
    if comma := _COMMA_OF_TWO_READINGS.match(match["digits"]):
        raise _two_readings(text, comma, wanted)
    amount = parse_digits(match["digits"], text, wanted.code).scaleb(SUFFIXES.get(suffix, 0))
    check_magnitude(amount, text, wanted.code)
    return Money(-amount if "-" in (match["sign1"], match["sign2"]) else amount, mark)


def _two_readings(text: str, digits: re.Match[str], wanted: Wanted) -> QuantityError:
    whole, rest = digits.groups()
    decimals = f".{rest}" if "," in digits[0] or rest[-1] != "0" else f".{rest}".rstrip("0.")
    decimals += "0" * (len(decimals) == 4)  # three decimals would still look like thousands
    flat = " ".join(text.split())
    small, large = (flat.replace(digits[0], reading) for reading in (whole + decimals, whole + rest))
    message = f"{quoted(text)} can be read as {small} or as {large}"
    return QuantityError(wanted.code, message, f"write {small} or {large}")


def _split_tail(tail: str, text: str, wanted: Wanted) -> tuple[str, str]:
    """Return (suffix, currency) of what follows the digits."""
    words = tail.split()
    if not words:
        return "", ""
    if words[0] in SUFFIXES:
        return words[0], _rest(words[1:], text, wanted)
    if is_mark(words[0]):
        return "", _rest(words, text, wanted)
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if words[0].startswith(suffix) and is_mark(words[0][len(suffix) :]):
            return suffix, _rest([words[0][len(suffix) :], *words[1:]], text, wanted)
    raise _unknown_tail(tail, text, wanted)


def _unknown_tail(tail: str, text: str, wanted: Wanted) -> QuantityError:
    if tail.strip() == "%":
        message = f"{quoted(text)} is a percentage where money is needed"
        return QuantityError(wanted.code, message, "write an amount, as $1.5M or 30k")
    if text.strip().startswith("(") and tail.endswith(")"):
        message = f"{quoted(text)} is not {wanted.noun}: brackets are no minus here"
        return QuantityError(wanted.code, message, f"write -{text.strip()[1:-1]}")
    if re.match(EXPONENT, tail):
        message = f"{quoted(text)} is not {wanted.noun}"
        return QuantityError(wanted.code, message, "write it out, without an exponent")
    message = f"{quoted(text)} ends in {quoted(tail)}, which is neither a suffix nor a currency"
    return QuantityError(wanted.code, message, wanted.tail_hint)


def _rest(words: list[str], text: str, wanted: Wanted) -> str:
    if len(words) > 1:
        raise QuantityError(wanted.code, f"{quoted(text)} is not {wanted.noun}", wanted.hint)
    return _one_mark(words[0], "", text, wanted) if words else ""


def _one_mark(before: str, after: str, text: str, wanted: Wanted) -> str:
    if before and not is_mark(before):
        hint = (
            f"write {before.upper()}"
            if is_mark(before.upper())
            else "write its sign, as $, or its three letters, as USD"
        )
        raise QuantityError("CX112", f"{quoted(before)} is not a currency", hint)
    if before and after:
        raise QuantityError(wanted.code, f"{quoted(text)} names two currencies", f"write {before} or {after}, not both")
    return before or after


def is_mark(word: str) -> bool:
    """Return whether `word` names a currency, by sign or by its three letters."""
    return word in CURRENCIES or word in SYMBOLS
