"""Dates, months and named periods, from their text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.quantity import MONTHS_PER, Month, Period, QuantityError, parse_date, parse_month, parse_period

NO_DATES = {
    "2026-02-30": "check the day and the month",
    "2026-13-01": "check the day and the month",
    "2026-00-10": "check the day and the month",
    "0000-01-01": "check the day and the month",
    "22.11.2026": "write year, month and day, as 2026-11-22",
    "11/22/2026": "write year, month and day, as 2026-11-22",
    "2026-1-2": "write year, month and day, as 2026-11-22",
    "20261122": "write year, month and day, as 2026-11-22",
    "2026-11": "write year, month and day, as 2026-11-22",
    "2026-11-22T00:00": "write year, month and day, as 2026-11-22",
    "today": "write year, month and day, as 2026-11-22",
    "": "write year, month and day, as 2026-11-22",
}

NO_MONTHS = {
    "2027-13": ("CX111", "write year and month, as 2027-01"),
    "2027-00": ("CX111", "write year and month, as 2027-01"),
    "0000-01": ("CX111", "write a year from 1900 to 2999"),
    "2027": ("CX111", "write year and month, as 2027-01"),
    "January 2027": ("CX111", "write year and month, as 2027-01"),
    "2027-01-05": ("CX111", "write 2027-01"),
    "2027-99-99": ("CX110", "check the day and the month"),
}

PERIODS = {
    "FY2027": Period(2027),
    "2026-Q3": Period(2026, quarter=3),
    "2026-09": Period(2026, month=9),
    " FY2027 ": Period(2027),
}

NO_PERIODS = ["2026-Q5", "2026-Q0", "FY27", "fy2027", "2026", "2026-13", "FY0000", "0000-Q1", "0000-01", "Q3 2026", ""]


@given(st.dates())
def test_a_date_is_read_back_as_it_was_written(day: dt.date) -> None:
    assert parse_date(f" {day.isoformat()} ") == day


@pytest.mark.parametrize(("text", "hint"), NO_DATES.items())
def test_what_is_no_date_is_refused_with_the_way_out(text: str, hint: str) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_date(text)
    assert (refused.value.code, refused.value.hint) == ("CX110", hint)


@given(st.integers(1900, 2999), st.integers(1, 12))
def test_a_month_is_read_back_as_it_was_written(year: int, number: int) -> None:
    month = parse_month(f"{year:04}-{number:02}")
    assert month == Month(year, number)
    assert str(month) == f"{year:04}-{number:02}"


@pytest.mark.parametrize(("text", "wanted"), NO_MONTHS.items())
def test_what_is_no_month_is_refused_with_the_way_out(text: str, wanted: tuple[str, str]) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_month(text)
    assert (refused.value.code, refused.value.hint) == wanted


@pytest.mark.parametrize(("text", "period"), PERIODS.items())
def test_a_period_is_a_fiscal_year_a_quarter_or_a_month(text: str, period: Period) -> None:
    assert parse_period(text) == period
    assert str(period) == text.strip()


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_no_period_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_period(text)
    assert (refused.value.code, refused.value.hint) == ("CX111", "write FY2027, 2026-Q3 or 2026-09")


@pytest.mark.parametrize("parse", [parse_date, parse_month, parse_period])
@given(text=st.text(max_size=20))
def test_any_text_is_read_or_refused(parse: Callable[[str], object], text: str) -> None:
    with suppress(QuantityError):
        assert parse(text) is not None


@given(st.integers(1, 3000), st.integers(1, 12), st.integers(0, 7200))
def test_months_add_up(year: int, number: int, more: int) -> None:
    later = Month(year, number).plus(more)
    assert later.ordinal - Month(year, number).ordinal == more
    assert 1 <= later.number <= 12
    assert (later >= Month(year, number)) is True


def test_twelve_months_make_a_year() -> None:
    assert Month(2026, 11).plus(2) == Month(2027, 1)
    assert Month(2027, 1).plus(12) == Month(2028, 1)
    assert MONTHS_PER == {"year": 12, "quarter": 3, "month": 1}


@pytest.mark.parametrize("text", ["0027-01", "1899-12", "3000-01", "9999-12"])
def test_a_month_is_of_our_time(text: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_month(text)
    assert caught.value.code == "CX111"
    assert "1900 to 2999" in caught.value.hint
