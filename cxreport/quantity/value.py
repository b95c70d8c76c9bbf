"""What a driver may hold: money, a percentage or a plain number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from cxreport.quantity.money import Money, Wanted, parse_money
from cxreport.quantity.number import parse_number
from cxreport.quantity.percent import parse_percent

VALUE = Wanted(
    "CX106", "a value", "write it as 200_000, 50% or $400", "write the number alone; what it counts goes under  unit:"
)

_SIGNED_DIGITS = re.compile(r"[-+\u2212]?\s*[0-9.][0-9.,_]*\Z")


class DriverValue(NamedTuple):
    """An exact amount, and what it counts; a percentage is held as its fraction."""

    amount: Decimal
    form: Literal["number", "percent", "money"]
    mark: str = ""

    @property
    def money(self) -> Money:
        """The same value as money."""
        return Money(self.amount, self.mark)


def parse_driver_value(text: str) -> DriverValue:
    """Return the money, percentage or number that `text` writes; without a currency it is a number."""
    body = text.strip()
    if body.endswith("%"):
        return DriverValue(parse_percent(body), "percent")
    if _SIGNED_DIGITS.match(body):
        return DriverValue(parse_number(body), "number")
    money = parse_money(body, VALUE)
    return DriverValue(money.amount, "money" if money.mark else "number", money.mark)
