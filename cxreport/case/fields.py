"""The field types of the case format: each reads its own text exactly and describes itself to editors."""

from __future__ import annotations

import keyword
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
from cxreport.quantity.number import quoted

T = TypeVar("T")

# Compiled when one is met: most cases have none.
_COMMIT = r"[0-9a-f]{7,40}\Z"
_SHA256 = r"(?:sha256:)?([0-9a-f]{12,64})\Z"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")

# Text is what is no list and no mapping: were its types named, editors would offer `true` and `null` for every title.
TEXT_SCHEMA: dict[str, Any] = {"not": {"type": ["object", "array"]}}
NUMBER_SCHEMA = {"type": ["string", "number"]}
MONEY_SCHEMA = {"type": ["string", "number"], "examples": ["$1.5M", "30k", "USD 1,500,000"]}
PERCENT_SCHEMA = {
    "type": "string",
    "pattern": "^\\s*[-+\u2212]?[0-9.,_]+\\s*%\\s*$",
    "examples": ["15%"],
    "errorMessage": "A percentage is written with its sign, as 15%.",
}
DRIVER_SCHEMA = {"type": ["string", "number"], "examples": ["200_000", "$400", "50%"]}
ID_SCHEMA = TEXT_SCHEMA | {
    "pattern": "^\\s*[a-z0-9]+(-[a-z0-9]+)*\\s*$",
    "examples": ["truck-rolls"],
    "errorMessage": "An id is small letters, digits and single hyphens, as truck-rolls.",
}
CURRENCY_SCHEMA = {
    "type": "string",
    "pattern": "^\\s*[A-Z]{3}\\s*$",
    "examples": ["USD", "EUR", "GBP"],
    "errorMessage": "A currency is written as its three letters in ISO 4217, as USD.",
}
DATE_SCHEMA = {
    "type": "string",
    "pattern": "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*$",
    "examples": ["2026-11-22"],
    "errorMessage": "A date is written as year, month and day, as 2026-11-22.",
}
MONTH_SCHEMA = {
    "type": "string",
    "pattern": "^\\s*[0-9]{4}-[0-9]{2}\\s*$",
    "examples": ["2027-01"],
    "errorMessage": "A month is written as year and month, as 2027-01.",
}
PERIOD_SCHEMA = {
    "type": "string",
    "pattern": "^\\s*(FY[0-9]{4}|[0-9]{4}-Q[1-4]|[0-9]{4}-[0-9]{2})\\s*$",
    "examples": ["FY2027", "2026-Q3", "2026-09"],
    "errorMessage": "A period is written as FY2027, 2026-Q3 or 2026-09.",
}


def _paragraphs(text: str) -> str:
    if not text.strip():
        raise QuantityError("CX120", "a text is needed here, and this one is empty", "write it, or delete the key")
    return text.strip("\n")


def _line(text: str) -> str:
    return " ".join(_paragraphs(text).split())


def _formula(text: str) -> str:
    """Return the formula on one line, every sign where it stood, so that its problems can be placed."""
    return re.sub(r"\s", " ", _paragraphs(text)).strip()


def _id(text: str) -> str:
    if not _ID.match(text.strip()):
        hint = "use small letters, digits and single hyphens, as truck-rolls"
        raise QuantityError("CX115", f"{quoted(text)} cannot be an id", hint)
    return text.strip()


def _currency(text: str) -> str:
    code = text.strip()
    if code not in CURRENCIES:
        hint = (
            f"write {code.upper()}"
            if code.upper() in CURRENCIES
            else "write the three letters of ISO 4217, as USD or EUR"
        )
        raise QuantityError("CX112", f"{quoted(code)} is not a currency", hint)
    return code


def _locale(text: str) -> str:
    name = text.strip().replace("-", "_")
    if name not in LOCALES:
        raise QuantityError("CX121", f"{quoted(text)} is not a locale", "write language and country, as en_US or de_DE")
    return name


def _whole(text: str) -> int:
    value = parse_number(text)
    if value != value.to_integral_value():
        raise QuantityError("CX106", f"{quoted(text)} is not a whole number", "write it without a fraction")
    return int(value)


def _yes_or_no(text: str) -> bool:
    word = text.strip().lower()
    if word not in {"yes", "no", "true", "false"}:
        raise QuantityError("CX104", f"{quoted(word)} is neither yes nor no", "write yes or no")
    return word in {"yes", "true"}


def choice(*options: str) -> Reader[Any]:
    """Return the reader of one word out of `options`."""

    def parse(text: str) -> str:
        word = text.strip()
        if word not in options:
            raise QuantityError("CX104", f"{quoted(word)} is not known here", nearest(word, options))
        return word

    return text_reader(parse, {"type": "string", "enum": list(options)})


def _ready_drivers() -> Reader[Any]:
    """Return the reader of the name of a ready driver; the names are looked for once one is asked for."""
    from cxreport.case.ready import names

    return choice(*names())


def bounded(reader: Reader[T], inside: Callable[[T], bool], told: str, **limits: int) -> Reader[T]:
    """Return `reader` with bounds; `told` says them to the user, `limits` to editors, as `minimum=1`."""
    problem = ("CX114", f"this is out of bounds: it must be {told}", "correct the value")
    bound = checked(reader, lambda value: None if inside(value) else problem)
    return Reader(bound.read, lambda: reader.schema() | {"$comment": told, **limits})


def _name(text: str) -> str:
    """Return a text that is the name of a driver. Raises QuantityError for any other."""
    if text.strip().isidentifier():
        return text.strip()
    raise QuantityError(
        "CX137", f"{quoted(text)} is no name of a driver", "declare it under  drivers:  and write its name"
    )


def _driver_name(node: tree.Node) -> str:
    """Return the name of a driver that a node is, or nothing for a value."""
    text = node.text.strip() if isinstance(node, tree.Scalar) else ""
    return text if text.isidentifier() else ""


def series(item: Reader[T]) -> Reader[Series[T]]:
    """Return the reader of one value, or of a list with one per period."""
    listed = list_reader(item)

    def read(node: tree.Node, path: Path, report: Report) -> Series[T]:
        if not isinstance(node, tree.Sequence):
            value: Any = item.read(node, path, report)
            return INVALID if value is INVALID else Series((value,))
        if not node.items:
            return report.refuse("CX107", path, "this list is empty", "write one value, or one per period")
        values = listed.read(node, path, report)
        return INVALID if len(values) < len(node.items) else Series(values, listed=True)

    return Reader(read, lambda: {"anyOf": [item.schema(), {"type": "array", "items": item.schema(), "minItems": 1}]})


def _range(node: tree.Node, path: Path, report: Report) -> tuple[Decimal, Decimal]:
    values: Any = _percents.read(node, path, report)
    if values is INVALID or (isinstance(node, tree.Sequence) and len(values) < len(node.items)):
        return INVALID  # type: ignore[no-any-return]  # what is wrong has been told of each item
    if len(values) == 2 and 0 <= values[0] < values[1]:
        return values[0], values[1]
    message = "a range is two shares of the value, the lower one first"
    return report.refuse("CX122", path, message, "write it as [80%, 110%]")


def _commit(text: str) -> str:
    if not re.match(_COMMIT, text.strip()):
        hint = "write the commit itself, which stays what it is:  git rev-parse --short NAME  tells it"
        raise QuantityError("CX252", f"{quoted(text)} is not the id of a commit", hint)
    return text.strip()


def _fingerprint(text: str) -> str:
    found = re.match(_SHA256, text.strip().lower())
    if not found:
        hint = "write what  sha256sum  prints of the file, or its first twelve signs"
        raise QuantityError("CX253", f"{quoted(text)} is not a fingerprint", hint)
    return found[1]


text = text_reader(_paragraphs, TEXT_SCHEMA)
line = text_reader(_line, TEXT_SCHEMA)
commit = text_reader(_commit, TEXT_SCHEMA | {"examples": ["4f3c2a1"]})
fingerprint = text_reader(_fingerprint, TEXT_SCHEMA)
identifier = text_reader(_id, ID_SCHEMA)
currency = text_reader(_currency, CURRENCY_SCHEMA)
locale_name = text_reader(_locale, TEXT_SCHEMA | {"examples": ["en_US", "de_DE"]})
date = text_reader(parse_date, DATE_SCHEMA)
month = text_reader(parse_month, MONTH_SCHEMA)
period = text_reader(parse_period, PERIOD_SCHEMA)
yes_or_no = text_reader(_yes_or_no, {"type": ["boolean", "string"], "examples": ["yes"]})
whole = text_reader(_whole, {"type": ["integer", "string"]})
money = text_reader(parse_money, MONEY_SCHEMA)
number = text_reader(parse_number, NUMBER_SCHEMA)
percent = text_reader(parse_percent, PERCENT_SCHEMA)
driver_value = text_reader(parse_driver_value, DRIVER_SCHEMA)

rate = bounded(percent, lambda v: v > -1, "above -100%")
share = bounded(percent, lambda v: 0 <= v <= 1, "from 0% to 100%")
risk = bounded(percent, lambda v: 0 <= v < 1, "from 0% to below 100%")
count = bounded(number, lambda v: v >= 0, "0 or more", minimum=0)
positive = bounded(number, lambda v: v > 0, "above 0", exclusiveMinimum=0)
periods = bounded(whole, lambda v: 1 <= v <= 600, "from 1 to 600", minimum=1, maximum=600)
month_number = bounded(whole, lambda v: 1 <= v <= 12, "a month, from 1 to 12", minimum=1, maximum=12)
draws = bounded(whole, lambda v: 100 <= v <= 1_000_000, "from 100 to 1,000,000", minimum=100, maximum=1_000_000)
delay = bounded(whole, lambda v: 0 <= v <= 600, "from 0 to 600 months", minimum=0, maximum=600)
years = bounded(whole, lambda v: 1 <= v <= 50, "from 1 to 50 years", minimum=1, maximum=50)
hurdle_months = bounded(whole, lambda v: 1 <= v <= 600, "from 1 to 600 months", minimum=1, maximum=600)
positive_money = bounded(money, lambda v: v.amount > 0, "above 0", exclusiveMinimum=0)

money_series = series(money)
share_series = series(share)
driver_series = series(driver_value)
driver_name = text_reader(_name, {"type": "string", "pattern": r"^[A-Za-z_][A-Za-z0-9_]*$"})
# What labour gives is read as the drivers that it becomes; here only the name of a driver counts.
labour_part: Reader[str] = Reader(
    lambda node, _path, _report: _driver_name(node),
    lambda: {"anyOf": [driver_series.schema(), TEXT_SCHEMA]},
)
formula = text_reader(_formula, TEXT_SCHEMA)
ready_driver: Reader[str] = Reader(
    lambda node, path, report: _ready_drivers().read(node, path, report), lambda: _ready_drivers().schema()
)
_percents = list_reader(percent)
value_range = Reader(_range, lambda: _percents.schema() | {"minItems": 2, "maxItems": 2})


def currency_key(key: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a key that has to be a currency."""
    return (
        None if key in CURRENCIES else ("CX112", f"{quoted(key)} is not a currency", "write its three letters, as EUR")
    )


def scenario_key(key: str) -> tuple[str, str, str] | None:
    """Return what is wrong with the key of a scenario, which is part of the addresses of its figures."""
    if _ID.match(key) and key != "base":
        return None
    message = "the base is the case itself" if key == "base" else f"{quoted(key)} cannot name a scenario"
    return "CX115", message, "use small letters, digits and single hyphens, as conservative"


def alternative_key(key: str) -> tuple[str, str, str] | None:
    """Return what is wrong with the key of an alternative, which is part of the addresses of its figures."""
    if _ID.match(key) and key not in {"proposal", "nothing"}:
        return None
    taken = key in {"proposal", "nothing"}
    message = f"{quoted(key)} stands beside the alternatives already" if taken else f"{quoted(key)} cannot name one"
    return "CX115", message, "use small letters, digits and single hyphens, as do-less"


def driver_key(key: str) -> tuple[str, str, str] | None:
    """Return what is wrong with the name of a driver: formulas can only use letters, digits and `_`."""
    hint = "use letters, digits and _, a letter first, as cost_per_visit"
    if not re.match(r"[A-Za-z_][A-Za-z0-9_]*\Z", key):
        return "CX136", f"{quoted(key)} cannot be the name of a driver", hint
    if key in RESERVED:
        return "CX136", f'"{key}" has a meaning of its own in formulas', "choose another name"
    return None


def warning_code(key: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a key that has to be the code of a warning."""
    if re.match(r"CX[0-9]{3}\Z", key):
        return None
    return (
        "CX104",
        f"{quoted(key)} is not the code of a warning",
        "write the code that  cxreport check  tells, as CX304",
    )


RESERVED = frozenset(["min", "max", *keyword.kwlist])  # formulas are read by Python's own parser

shares_by_group = dict_reader(share)
groups = list_reader(line, least=1)
