"""The calendar of a portfolio: periods of one length from one month on, on which the flows of every proposal lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cxreport.case.models import BusinessCase, Portfolio
from cxreport.quantity import MONTHS_PER, Month, Period


class Calendar(NamedTuple):
    """So many `periods` of so many `months`, the first of which begins at `start`."""

    start: Month
    months: int
    periods: int
    fiscal_year_start: int

    def begin(self, t: int) -> Month:
        """Return the first month of period `t`, counted from 1."""
        return self.start.plus((t - 1) * self.months)

    def named(self, t: int) -> Period | None:
        """Return period `t` as a fiscal year, a quarter or a month; None where it is none of these."""
        begin = self.begin(t)
        if self.months == 1:
            return Period(begin.year, month=begin.number)
        if self.months == 3 and begin.number % 3 == 1:
            return Period(begin.year, quarter=begin.number // 3 + 1)
        if self.months == 12 and begin.number == self.fiscal_year_start:
            return Period(begin.year if begin.number == 1 else begin.year + 1)
        return None

    def told(self, t: int) -> str:
        """Return period `t` for a message: by its name, or by its number and first month."""
        return str(self.named(t) or f"period {t}, from {self.begin(t)}")


def calendar_of(portfolio: Portfolio, cases: Sequence[BusinessCase]) -> Calendar:
    """Return the calendar that holds all flows of the cases, and all periods of the budget.

    Where the portfolio does not say when it starts, that is the fiscal year, the quarter or the month in which the
    first proposal starts.
    """
    months = MONTHS_PER[portfolio.finance.period or "year"]
    first = min(_start_of(case) for case in cases)
    start = portfolio.finance.start or _aligned(first, months, portfolio.finance.fiscal_year_start)
    last = max(_start_of(case).ordinal + _months_of(case) for case in cases)
    periods = -(-(last - start.ordinal) // months)
    return Calendar(start, months, max(periods, _budgeted(portfolio), 1), portfolio.finance.fiscal_year_start)


def limited_periods(portfolio: Portfolio, calendar: Calendar) -> int:
    """Return how many periods the budget limits: those of its list, or all."""
    return _budgeted(portfolio) or calendar.periods


def _budgeted(portfolio: Portfolio) -> int:
    budget = portfolio.budget
    return len(budget.available.values) if budget is not None and budget.available.listed else 0


def _aligned(month: Month, months: int, fiscal_year_start: int) -> Month:
    """Return the first month of the period that `month` lies in, where fiscal years begin at a month."""
    first = fiscal_year_start if months == 12 else 1
    return month.plus(-((month.ordinal - first + 1) % months))


def early_starters(calendar: Calendar, cases: Iterable[tuple[str, BusinessCase]]) -> list[str]:
    """Return the names of the cases that start before the calendar does."""
    return [name for name, case in cases if _start_of(case) < calendar.start]


def _start_of(case: BusinessCase) -> Month:
    assert case.finance.start is not None  # noqa: S101 - the checks have refused a business case without one
    return case.finance.start


def _months_of(case: BusinessCase) -> int:
    return (case.finance.periods or 1) * MONTHS_PER[case.finance.period or "year"]
