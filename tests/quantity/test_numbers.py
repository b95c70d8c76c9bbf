"""Numbers, percentages and the values of drivers, from their text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.quantity import QuantityError, Series, parse_driver_value, parse_number, parse_percent

NUMBERS = {
    "5": "5",
    "-5": "-5",
    "−5": "-5",
    "+5": "5",
    "010": "10",
    "0.1": "0.1",
    ".5": "0.5",
    "1.500": "1.5",
    "200_000": "200000",
    "1,500": "1500",
    "1,500,000.25": "1500000.25",
    " 7 ": "7",
    "-0": "0",
    "999999999999999": "999999999999999",
}

NO_NUMBERS = {
    "": "write digits",
    "five": "write digits",
    "1e5": "without an exponent",
    "1E-5": "without an exponent",
    "inf": "write digits",
    "-inf": "write digits",
    "nan": "write digits",
    "0x1F": "write digits",
    "1,5": "write 1.5 or 15: the comma can be read both ways",
    "0,5": "write 0.5: the decimal point is a dot",
    "1.2.3": "write digits",
    "1.500.000": "write 1_500_000",
    "50 000": "write 50_000",
    "1,50": "both ways",
    "12,50,000": "write digits",
    "5.": "write digits",
    "_5": "write digits",
    "5_": "write digits",
    "--5": "write digits",
    "٣": "write digits",
    "½": "write digits",
    "1000000000000000": "below 10^15",
    "-1000000000000000": "below 10^15",
    "0." + "1" * 40: "fewer digits",
}

PERCENTAGES = {
    "15%": "0.15",
    "-2.5%": "-0.025",
    "−2.5%": "-0.025",
    "0%": "0",
    "-0%": "0",
    "15 %": "0.15",
    "0.1%": "0.001",
    "1,000%": "10",
    "33.3333%": "0.333333",
}

NO_PERCENTAGES = {
    "15": ("CX108", "write 15%"),
    "-15": ("CX108", "write -15%"),
    "0.15": ("CX108", "write 15%, or 0.15% if that is meant"),
    ".155": ("CX108", "write 15.5%, or 0.155% if that is meant"),
    "1": ("CX108", "write 1%"),
    "0": ("CX108", "write 0%"),
    "1,5%": ("CX109", "write 1.5% or 15%"),
    "0,5%": ("CX109", "write 0.5%"),
    "1e1%": ("CX109", "write it out, without an exponent"),
    "%": ("CX109", "write it as 15%"),
    "%15": ("CX109", "write it with its sign, as 15%"),
    "15 percent": ("CX109", "write it with its sign, as 15%"),
    "": ("CX109", "write it with its sign, as 15%"),
    "1" * 100_000 + "x": ("CX109", "write it with its sign, as 15%"),
}

DRIVER_VALUES = {
    "200_000": ("200000", "number", ""),
    "1.500": ("1.5", "number", ""),
    "30k": ("30000", "number", ""),
    "50%": ("0.5", "percent", ""),
    "$400": ("400", "money", "$"),
    "€1.5k": ("1500", "money", "€"),
    "400 USD": ("400", "money", "USD"),
}

NO_DRIVER_VALUES = {
    "many": ("CX106", "write it as 200_000, 50% or $400"),
    "5 visits": ("CX106", "write the number alone; what it counts goes under  unit:"),
    "1e5": ("CX106", "write it out, without an exponent"),
    "$1,5": ("CX106", "write $1.5 or $15"),
    "1,5%": ("CX109", "write 1.5% or 15%"),
    "usd 5": ("CX112", "write USD"),
}


def refused(parse: Callable[[str], object], text: str) -> QuantityError:
    with pytest.raises(QuantityError) as caught:
        parse(text)
    assert len(caught.value.message) < 150
    return caught.value


@pytest.mark.parametrize(("text", "wanted"), NUMBERS.items())
def test_a_number_is_read_exactly(text: str, wanted: str) -> None:
    assert str(parse_number(text).normalize()) == str(Decimal(wanted).normalize())


@pytest.mark.parametrize(("text", "hint"), NO_NUMBERS.items())
def test_what_is_no_number_is_refused_with_the_way_out(text: str, hint: str) -> None:
    error = refused(parse_number, text)
    assert error.code == "CX106"
    assert hint in error.hint


@pytest.mark.parametrize(("text", "wanted"), PERCENTAGES.items())
def test_a_percentage_is_an_exact_share(text: str, wanted: str) -> None:
    assert parse_percent(text) == Decimal(wanted)


@pytest.mark.parametrize(("text", "wanted"), NO_PERCENTAGES.items(), ids=[text[:12] for text in NO_PERCENTAGES])
def test_a_share_without_its_sign_is_refused_with_the_way_out(text: str, wanted: tuple[str, str]) -> None:
    error = refused(parse_percent, text)
    assert (error.code, error.hint) == wanted


@pytest.mark.parametrize(("text", "wanted"), DRIVER_VALUES.items())
def test_a_driver_knows_what_it_counts(text: str, wanted: tuple[str, str, str]) -> None:
    value = parse_driver_value(text)
    assert (value.amount, value.form, value.mark) == (Decimal(wanted[0]), *wanted[1:])
    assert (value.money.amount, value.money.mark) == (value.amount, value.mark)


@pytest.mark.parametrize(("text", "wanted"), NO_DRIVER_VALUES.items())
def test_what_no_driver_can_hold_is_refused_with_the_way_out(text: str, wanted: tuple[str, str]) -> None:
    error = refused(parse_driver_value, text)
    assert (error.code, error.hint) == wanted


@given(st.decimals(-(10**14), 10**14, places=6))
def test_a_number_written_out_is_read_back_exactly(value: Decimal) -> None:
    assert parse_number(f"{value:f}") == value
    assert parse_number(f"{value:,f}") == value
    assert parse_percent(f"{value:f}%") * 100 == value
    assert parse_driver_value(f"{value:f}").amount == value


@given(st.integers(-(10**14), 10**14))
def test_underscores_may_stand_between_digits(value: int) -> None:
    assert parse_number(f"{value:_}") == value


@pytest.mark.parametrize("parse", [parse_number, parse_percent, parse_driver_value])
@given(text=st.text(max_size=40))
def test_any_text_is_read_or_refused(parse: Callable[[str], object], text: str) -> None:
    with suppress(QuantityError):
        assert parse(text) is not None


def test_a_series_is_one_value_for_all_periods_or_one_for_each() -> None:
    same, listed = Series((7,)), Series((1, 2, 3), listed=True)
    assert [same.at(period) for period in (1, 2, 600)] == [7, 7, 7]
    assert [listed.at(period) for period in (1, 2, 3)] == [1, 2, 3]
    assert same.fits(600)
    assert listed.fits(3)
    assert not listed.fits(2)
    assert not listed.fits(4)
    assert list(listed) == [1, 2, 3]
