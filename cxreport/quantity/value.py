"""What a driver may hold: money, a percentage or a plain number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cxreport.quantity.errors import QuantityError
from cxreport.quantity.money import Money, parse_money
from cxreport.quantity.number import parse_number
from cxreport.quantity.percent import parse_percent

_SIGNED_DIGITS = re.compile(r"[-+\N{MINUS SIGN}]?\s*[0-9.][0-9.,_]*\Z")


@dataclass(frozen=True, slots=True)
class DriverValue:
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
    try:
        money = parse_money(body)
    except QuantityError as error:
        if error.code == "CX105" and "is not an amount" in error.message:
            raise QuantityError(
                "CX106", f"{error.message.removesuffix('an amount of money')}a value", error.hint
            ) from None
        raise
    return DriverValue(money.amount, "money" if money.mark else "number", money.mark)
