"""Money: an exact amount, and the currency if one was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from cxreport.quantity.currencies import CURRENCIES, SYMBOLS
from cxreport.quantity.errors import QuantityError
from cxreport.quantity.number import check_magnitude, parse_digits, quoted

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
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}\Z")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in units of its currency; `mark` is the currency as written (`$`, `USD`), empty where none was."""

    amount: Decimal
    mark: str = ""

    def currencies(self) -> frozenset[str]:
        """Return the ISO 4217 codes that the mark may mean; empty where no currency was written."""
        if not self.mark:
            return frozenset()
        return frozenset([self.mark]) if self.mark in CURRENCIES else SYMBOLS[self.mark]


def parse_money(text: str) -> Money:
    """Return the money that `text` writes, as `$1.5M`, `USD 1,500,000`, `-3k` or `40`.

    Raises QuantityError for what reads two ways (`1,5M`, `1.500`) and for unknown currencies and suffixes.
    """
    match = _SHAPE.match(text.strip().replace("\N{MINUS SIGN}", "-"))
    if match is None or (match["sign1"] and match["sign2"]):
        raise QuantityError(
            "CX105", f"{quoted(text)} is not an amount of money", "write it as $1.5M, 30k or USD 1,500,000"
        )
    suffix, after = _split_tail(match["after"] or "", text)
    mark = _one_mark(match["before"] or "", after, text)
    amount = _scaled(match["digits"], suffix, text)
    return Money(-amount if "-" in (match["sign1"], match["sign2"]) else amount, mark)


def _split_tail(tail: str, text: str) -> tuple[str, str]:
    """Return (suffix, currency) of what follows the digits."""
    words = tail.split()
    if not words:
        return "", ""
    if words[0] in SUFFIXES:
        return words[0], _rest(words[1:], text)
    if is_mark(words[0]):
        return "", _rest(words, text)
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if words[0].startswith(suffix) and is_mark(words[0][len(suffix) :]):
            return suffix, _rest([words[0][len(suffix) :], *words[1:]], text)
    if words[0] == "%":
        raise QuantityError(
            "CX105", f"{quoted(text)} is a percentage where money is needed", "write an amount, as $1.5M or 30k"
        )
    raise QuantityError(
        "CX105",
        f"{quoted(text)} ends in {quoted(tail)}, which is neither a suffix nor a currency",
        "the suffixes are k, M, million, bn, billion and thousand; a currency is written as $ or USD",
    )


def _rest(words: list[str], text: str) -> str:
    if len(words) > 1:
        raise QuantityError(
            "CX105", f"{quoted(text)} is not an amount of money", "write one number and one currency, as $1.5M"
        )
    return words[0] if words else ""


def _one_mark(before: str, after: str, text: str) -> str:
    if before and after:
        raise QuantityError("CX105", f"{quoted(text)} names two currencies", f"write {before} or {after}, not both")
    mark = before or after
    if mark and not is_mark(mark):
        raise QuantityError(
            "CX112", f"{quoted(mark)} is not a currency", "write its sign, as $, or its three letters, as USD"
        )
    return mark


def is_mark(word: str) -> bool:
    """Return whether `word` names a currency, by sign or by its three letters."""
    return word in CURRENCIES or word in SYMBOLS


def _scaled(digits: str, suffix: str, text: str) -> Decimal:
    if "," in digits and re.fullmatch(r"[0-9]+,[0-9]{1,2}", digits):
        whole, _, rest = digits.partition(",")
        raise QuantityError(
            "CX105",
            f"{quoted(text)} can be read as {whole}.{rest}{suffix} or as {whole}{rest}{suffix}",
            f"write {whole}.{rest}{suffix} or {whole}{rest}{suffix}",
        )
    if not suffix and _TWO_READINGS.match(digits):
        whole, _, rest = digits.partition(".")
        raise QuantityError(
            "CX105",
            f"{quoted(text)} can be read as {whole}.{rest.rstrip('0') or '0'} or as {whole}{rest}",
            f"write {whole}.{rest.rstrip('0') or '0'} or {whole}{rest}",
        )
    value = parse_digits(digits, text, "CX105").scaleb(SUFFIXES.get(suffix, 0))
    check_magnitude(value, text, "CX105")
    return value
