"""The quantities a user writes: money, percent, numbers, dates and periods, each read from its text exactly."""

from cxreport.quantity.errors import QuantityError
from cxreport.quantity.money import Money, parse_money
from cxreport.quantity.number import LIMIT, parse_number
from cxreport.quantity.percent import parse_percent
from cxreport.quantity.period import MONTHS_PER, Month, Period, Span, parse_date, parse_month, parse_period
from cxreport.quantity.series import Series
from cxreport.quantity.value import DriverValue, parse_driver_value

__all__ = [
    "LIMIT",
    "MONTHS_PER",
    "DriverValue",
    "Money",
    "Month",
    "Period",
    "QuantityError",
    "Series",
    "Span",
    "parse_date",
    "parse_driver_value",
    "parse_money",
    "parse_month",
    "parse_number",
    "parse_percent",
    "parse_period",
]
