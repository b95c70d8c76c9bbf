"""The field types of the case format: each reads its own text exactly and describes itself to editors."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from cxreport.case import tree
from cxreport.case.problem import Path
from cxreport.case.reading import INVALID, Reader, Report, checked, dict_reader, list_reader, nearest, text_reader
from cxreport.quantity import (
    QuantityError,
    Series,
    parse_date,
    parse_driver_value,
    parse_money,
    parse_month,
    parse_number,
    parse_percent,
    parse_period,
)
from cxreport.quantity.currencies import CURRENCIES, LOCALES

T = TypeVar("T")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")

TEXT_SCHEMA = {"type": ["string", "number"]}
MONEY_SCHEMA = {"type": ["string", "number"], "examples": ["$1.5M", "30k", "USD 1,500,000"]}
PERCENT_SCHEMA = {"type": "string", "pattern": "^\\s*[-+\u2212]?[0-9.,_]+\\s*%\\s*$", "examples": ["15%"]}
DRIVER_SCHEMA = {"type": ["string", "number"], "examples": ["200_000", "$400", "50%"]}
ID_SCHEMA = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}


def _paragraphs(text: str) -> str:
    if not text.strip():
        raise QuantityError("CX120", "a text is needed here, and this one is empty", "write it, or delete the key")
    return text.strip("\n")


def _line(text: str) -> str:
    return " ".join(_paragraphs(text).split())


def _id(text: str) -> str:
    if not _ID.match(text.strip()):
        hint = "use small letters, digits and single hyphens, as truck-rolls"
        raise QuantityError("CX115", f'"{text.strip()}" cannot be an id', hint)
    return text.strip()


def _currency(text: str) -> str:
    code = text.strip()
    if code not in CURRENCIES:
        hint = (
            f"write {code.upper()}"
            if code.upper() in CURRENCIES
            else "write the three letters of ISO 4217, as USD or EUR"
        )
        raise QuantityError("CX112", f'"{code}" is not a currency', hint)
    return code


def _locale(text: str) -> str:
    name = text.strip().replace("-", "_")
    if name not in LOCALES:
        raise QuantityError(
            "CX121", f'"{text.strip()}" is not a locale', "write language and country, as en_US or de_DE"
        )
    return name


def _whole(text: str) -> int:
    value = parse_number(text)
    if value != value.to_integral_value():
        raise QuantityError("CX106", f'"{text.strip()}" is not a whole number', "write it without a fraction")
    return int(value)


def choice(*options: str) -> Reader[Any]:
    """Return the reader of one word out of `options`."""

    def parse(text: str) -> str:
        word = text.strip()
        if word not in options:
            raise QuantityError("CX104", f'"{word}" is not known here', nearest(word, options))
        return word

    return text_reader(parse, {"type": "string", "enum": list(options)})


def bounded(reader: Reader[T], inside: Callable[[T], bool], told: str) -> Reader[T]:
    """Return `reader` with bounds; `told` says them to the user."""
    problem = ("CX114", f"this is out of bounds: it must be {told}", "correct the value")
    return checked(reader, lambda value: None if inside(value) else problem)


def series(item: Reader[T]) -> Reader[Series[T]]:
    """Return the reader of one value, or of a list with one per period."""
    listed = list_reader(item)

    def read(node: tree.Node, path: Path, report: Report) -> Series[T]:
        if not isinstance(node, tree.Sequence):
            value: Any = item.read(node, path, report)
            return INVALID if value is INVALID else Series((value,))  # type: ignore[no-any-return]
        if not node.items:
            return report.refuse("CX107", path, "this list is empty", "write one value, or one per period")
        values = listed.read(node, path, report)
        return INVALID if len(values) < len(node.items) else Series(values, listed=True)

    return Reader(read, lambda: {"anyOf": [item.schema(), {"type": "array", "items": item.schema(), "minItems": 1}]})


def _range_problem(values: tuple[Decimal, ...]) -> tuple[str, str, str] | None:
    if len(values) == 2 and 0 <= values[0] < values[1]:
        return None
    return "CX122", "a range is a low and a high share of the base", "write it as [80%, 110%]"


text = text_reader(_paragraphs, TEXT_SCHEMA)
line = text_reader(_line, TEXT_SCHEMA)
identifier = text_reader(_id, ID_SCHEMA)
currency = text_reader(_currency, {"type": "string", "pattern": "^[A-Z]{3}$"})
locale_name = text_reader(_locale, {"type": "string", "examples": ["en_US", "de_DE"]})
date = text_reader(
    parse_date, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["2026-11-22"]}
)
month = text_reader(parse_month, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "examples": ["2027-01"]})
period = text_reader(parse_period, {"type": "string", "examples": ["FY2027", "2026-Q3", "2026-09"]})
whole = text_reader(_whole, {"type": ["integer", "string"]})
money = text_reader(parse_money, MONEY_SCHEMA)
number = text_reader(parse_number, TEXT_SCHEMA)
percent = text_reader(parse_percent, PERCENT_SCHEMA)
driver_value = text_reader(parse_driver_value, DRIVER_SCHEMA)

rate = bounded(percent, lambda v: v > -1, "above -100%")
share = bounded(percent, lambda v: 0 <= v <= 1, "from 0% to 100%")
risk = bounded(percent, lambda v: 0 <= v < 1, "from 0% to below 100%")
count = bounded(number, lambda v: v >= 0, "0 or more")
positive = bounded(number, lambda v: v > 0, "above 0")
periods = bounded(whole, lambda v: 1 <= v <= 600, "from 1 to 600")
month_number = bounded(whole, lambda v: 1 <= v <= 12, "a month, from 1 to 12")
positive_money = bounded(money, lambda v: v.amount > 0, "above 0")

money_series = series(money)
share_series = series(share)
driver_series = series(driver_value)
value_range = checked(list_reader(percent), _range_problem)


def currency_key(key: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a key that has to be a currency."""
    return None if key in CURRENCIES else ("CX112", f'"{key}" is not a currency', "write its three letters, as EUR")


def driver_key(key: str) -> tuple[str, str, str] | None:
    """Return what is wrong with the name of a driver: formulas can only use letters, digits and `_`."""
    hint = "use letters, digits and _, a letter first, as cost_per_visit"
    if not re.match(r"[A-Za-z_][A-Za-z0-9_]*\Z", key):
        return "CX136", f'"{key}" cannot be the name of a driver', hint
    if key in RESERVED:
        return "CX136", f'"{key}" has a meaning of its own in formulas', "choose another name"
    return None


RESERVED = frozenset(
    (
        "min max False None True and as assert async await break class continue def del elif else except finally "
        "for from global if import in is lambda nonlocal not or pass raise return try while with yield"
    ).split()
)

shares_by_group = dict_reader(share)
groups = list_reader(line, least=1)
