"""Dates, months and named periods."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from cxreport.quantity.errors import QuantityError
from cxreport.quantity.number import quoted

MONTHS_PER = {"year": 12, "quarter": 3, "month": 1}

EARLIEST, LATEST = 1900, 2999  # a slipped digit; and 600 years later the calendar still has a name for the month

# Each compiled when it is first tried: hardly a case has all of them.
_DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z"
_MONTH = r"([0-9]{4})-([0-9]{2})\Z"
_QUARTER = r"([0-9]{4})-Q([1-4])\Z"
_FISCAL_YEAR = r"FY([0-9]{4})\Z"


class Month(NamedTuple):
    """A calendar month, by year and number (1 to 12)."""

    year: int
    number: int

    @property
    def ordinal(self) -> int:
        """Months since year 0, so that two months can be subtracted."""
        return self.year * 12 + self.number - 1

    def plus(self, months: int) -> Month:
        """Return the month that lies `months` later."""
        year, index = divmod(self.ordinal + months, 12)
        return Month(year, index + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


class Span(NamedTuple):
    """Whole months next to each other."""

    first: Month
    months: int

    @property
    def last(self) -> Month:
        """The last of them."""
        return self.first.plus(self.months - 1)

    @property
    def range(self) -> range:
        """Their ordinals."""
        return range(self.first.ordinal, self.first.ordinal + self.months)

    def holds(self, other: Span) -> bool:
        """Return whether `other` lies within."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Span) -> bool:
        """Return whether a month is common to both."""
        return self.first <= other.last and other.first <= self.last


class Period(NamedTuple):
    """A named stretch of time: `FY2027`, `2026-Q3` or `2026-09`. A fiscal year is named by the year it ends in."""

    year: int
    quarter: int | None = None
    month: int | None = None

    @property
    def per_year(self) -> int:
        """How many such periods make a year."""
        return 4 if self.quarter is not None else 12 if self.month is not None else 1

    def span(self, fiscal_year_start: int = 1) -> Span:
        """Return its months: quarters are those of the calendar, a fiscal year ends in the year that names it."""
        if self.quarter is not None:
            return Span(Month(self.year, self.quarter * 3 - 2), 3)
        if self.month is not None:
            return Span(Month(self.year, self.month), 1)
        return Span(Month(self.year - (fiscal_year_start > 1), fiscal_year_start), 12)

    def before(self, count: int = 1) -> Period:
        """Return the period of the same length that lies `count` periods earlier."""
        if self.quarter is not None:
            year, index = divmod(self.year * 4 + self.quarter - 1 - count, 4)
            return Period(year, quarter=index + 1)
        if self.month is not None:
            year, index = divmod(self.year * 12 + self.month - 1 - count, 12)
            return Period(year, month=index + 1)
        return Period(self.year - count)

    def __str__(self) -> str:
        if self.quarter is not None:
            return f"{self.year:04}-Q{self.quarter}"
        return f"{self.year:04}-{self.month:02}" if self.month is not None else f"FY{self.year:04}"


def parse_date(text: str) -> dt.date:
    """Return the day that `text` writes, as 2026-11-22."""
    match = re.match(_DATE, text.strip())
    try:
        if match:
            return dt.date(*map(int, match.groups()))
    except ValueError:
        raise QuantityError(
            "CX110", f"{quoted(text)} is not a day of the calendar", "check the day and the month"
        ) from None
    raise QuantityError("CX110", f"{quoted(text)} is not a date", "write year, month and day, as 2026-11-22")


def parse_month(text: str) -> Month:
    """Return the month that `text` writes, as 2027-01."""
    match = re.match(_MONTH, text.strip())
    if match and 1 <= int(match[2]) <= 12:
        if not EARLIEST <= int(match[1]) <= LATEST:
            raise QuantityError(
                "CX111", f"{quoted(text)} is not of our time", f"write a year from {EARLIEST} to {LATEST}"
            )
        return Month(int(match[1]), int(match[2]))
    _refuse_day(text, "month")
    raise QuantityError("CX111", f"{quoted(text)} is not a month", "write year and month, as 2027-01")


def _refuse_day(text: str, wanted: str) -> None:
    """Raise QuantityError where a day stands in place of what is wanted."""
    if re.match(_DATE, text.strip()):
        day = parse_date(text)
        raise QuantityError("CX111", f"{quoted(text)} is a day, not a {wanted}", f"write {Month(day.year, day.month)}")


def parse_period(text: str) -> Period:
    """Return the period that `text` writes: a fiscal year (FY2027), a quarter (2026-Q3) or a month (2026-09)."""
    body = text.strip()
    if (match := re.match(_FISCAL_YEAR, body)) and int(match[1]) > 0:
        return Period(int(match[1]))
    if (match := re.match(_QUARTER, body)) and int(match[1]) > 0:
        return Period(int(match[1]), quarter=int(match[2]))
    if (match := re.match(_MONTH, body)) and int(match[1]) > 0 and 1 <= int(match[2]) <= 12:
        return Period(int(match[1]), month=int(match[2]))
    _refuse_day(text, "period")
    raise QuantityError("CX111", f"{quoted(text)} is not a period", "write FY2027, 2026-Q3 or 2026-09")
