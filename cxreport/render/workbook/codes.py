"""Number codes of a workbook, by which cells show their values in the signs of the reader's own Excel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import get_currency_symbol

from cxreport.render.formats import HARD_SPACE, Formats

NOTHING = '"–"'
DAY = "yyyy-mm-dd"
MONTHS = "0.0"
RATIO = "0.00"
WHOLE = "0"
PERCENT = "0.0%"
_SMALL = Decimal(1000)


def money_code(values: Iterable[Decimal]) -> str:
    """Return the code of amounts in one table: whole, or with cents where small amounts have them."""
    places = ".00" if _has_cents(list(values)) else ""
    return f"#,##0{places};-#,##0{places};{NOTHING}"


def price_code(formats: Formats, values: Iterable[Decimal]) -> str:
    """Return the code of money with its sign, which stands where the locale of the case puts it."""
    return with_sign(formats, "#,##0.00" if _has_cents(list(values)) else "#,##0")


def with_sign(formats: Formats, digits: str) -> str:
    """Return a code with the sign of the case's currency before or behind the digits."""
    sign = f"[${get_currency_symbol(formats.currency, locale=formats.locale)}]"
    pattern = formats.locale.currency_formats["standard"].pattern.split(";")[0]
    before = re.match(r"[^#0,.]*", pattern)
    leads = before is not None and "¤" in before[0]
    spaced = (HARD_SPACE in pattern or " " in pattern) or (leads and sign[-2:-1].isalpha())
    gap = HARD_SPACE if spaced else ""
    plain = f"{sign}{gap}{digits}" if leads else f"{digits}{gap}{sign}"
    return f"{plain};-{plain};{plain}"


def percent_code(values: Iterable[Decimal]) -> str:
    """Return the code of rates as they were written: with as many decimals as they have, at most three."""
    places = min(max((_places(value * 100) for value in values), default=0), 3)
    return "0" + ("." + "0" * places if places else "") + "%"


def number_code(values: Iterable[Decimal]) -> str:
    """Return the code of plain numbers: whole where all are, else two decimals, and more below one."""
    given = [value for value in values if value]
    if all(_places(value) == 0 for value in given):
        return "#,##0"
    least = min(value.adjusted() for value in given)
    return "#,##0." + "0" * (2 if least >= 0 else min(2 - least, 9))


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _has_cents(values: list[Decimal]) -> bool:
    return any(value % 1 for value in values) and max((abs(value) for value in values), default=Decimal(0)) < _SMALL
