"""Figures as text, worked by hand for several locales."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.quantity import Month
from cxreport.render.formats import CENTS, SCALES, Formats, Scale, half_up, scale_for, significant
from cxreport.render.words import load_words, template_folders

S = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
M = "\N{MINUS SIGN}"
UNITS, THOUSANDS, MILLIONS, BILLIONS = SCALES


def formats(locale: str = "en_US", currency: str = "USD") -> Formats:
    return Formats(locale, currency, load_words(locale, template_folders()))


def numbers(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("value", "long", "short"),
    [
        ("1500000", f"$1.5{S}million", "$1.5M"),
        ("1000000", f"$1{S}million", "$1M"),
        ("999499", "$999,000", "$999k"),
        ("999500", f"$1{S}million", "$1M"),
        ("461234", "$461,000", "$461k"),
        ("99950", "$100,000", "$100k"),
        ("99949", "$99,900", "$99,900"),
        ("12345", "$12,300", "$12,300"),
        ("1234567890", f"$1.23{S}billion", "$1.23bn"),
        ("61250000000", f"$61.3{S}billion", "$61.3bn"),
        ("-207480", f"{M}$207,000", f"{M}$207k"),
        ("-1664000", f"{M}$1.66{S}million", f"{M}$1.66M"),
        ("2.2", "$2.20", "$2.20"),
        ("0.345", "$0.35", "$0.35"),
        ("0.0049", "$0.00", "$0.00"),
        ("0", "$0", "$0"),
        ("123", "$123", "$123"),
        ("12.345", "$12.30", "$12.30"),
    ],
)
def test_money_in_words_has_three_significant_digits(value: str, long: str, short: str) -> None:
    assert formats().spoken(Decimal(value)) == long
    assert formats().spoken(Decimal(value), short=True) == short


@pytest.mark.parametrize(
    ("locale", "currency", "long", "short"),
    [
        ("de_DE", "EUR", f"1,59{S}Mio.{S}€", f"1,59{S}Mio.{S}€"),
        ("de_AT", "EUR", f"€{S}1,59{S}Mio.", f"€{S}1,59{S}Mio."),
        ("fr_FR", "EUR", f"1,59{S}million{S}€", f"1,59M{S}€"),
        ("en_GB", "GBP", f"£1.59{S}million", "£1.59M"),
        ("ja_JP", "JPY", f"¥1.59{S}million", "¥1.59M"),
        ("de_CH", "CHF", f"CHF{S}1.59{S}Mio.", f"CHF{S}1.59{S}Mio."),
        ("en_US", "SEK", f"SEK{S}1.59{S}million", f"SEK{S}1.59M"),
    ],
)
def test_money_in_words_follows_the_locale(locale: str, currency: str, long: str, short: str) -> None:
    found = formats(locale, currency)
    assert found.spoken(Decimal(1591234)) == long
    assert found.spoken(Decimal(1591234), short=True) == short
    assert found.spoken(Decimal(-1591234)) == M + long


@pytest.mark.parametrize(
    ("locale", "currency", "value", "printed"),
    [
        ("en_US", "USD", "7.80", "$7.80"),
        ("en_US", "USD", "7.8", "$7.80"),
        ("en_US", "USD", "14000", "$14,000"),
        ("en_US", "USD", "-17250.555", f"{M}$17,250.56"),
        ("de_DE", "EUR", "1234.5", f"1.234,50{S}€"),
        ("fr_FR", "EUR", "1234.5", f"1{NARROW}234,50{S}€"),
        ("ja_JP", "JPY", "98765432", "¥98,765,432"),
        ("en_IN", "INR", "1234567", "₹12,34,567"),
    ],
)
def test_prices_are_whole_or_have_cents(locale: str, currency: str, value: str, printed: str) -> None:
    assert formats(locale, currency).price(Decimal(value)) == printed


@pytest.mark.parametrize(
    ("locale", "value", "computed", "written", "share"),
    [
        ("en_US", "0.775", "78%", "77.5%", "77.5%"),
        ("en_US", "0.0949", "9.5%", "9.49%", "9.5%"),
        ("en_US", "0.0995", "10%", "9.95%", "10.0%"),
        ("en_US", "0.0994", "9.9%", "9.94%", "9.9%"),
        ("en_US", "32.33", "3,233%", "3,233%", "3,233.0%"),
        ("en_US", "-0.36", f"{M}36%", f"{M}36%", f"{M}36.0%"),
        ("en_US", "0", "0.0%", "0%", "0.0%"),
        ("de_DE", "0.0725", f"7,3{S}%", f"7,25{S}%", f"7,3{S}%"),
        ("fr_FR", "0.5", f"50{S}%", f"50{S}%", f"50,0{S}%"),
        ("ja_JP", "0.5", "50%", "50%", "50.0%"),
    ],
)
def test_percentages(locale: str, value: str, computed: str, written: str, share: str) -> None:
    found = formats(locale)
    assert found.percent(Decimal(value)) == computed
    assert found.percent_as_written(Decimal(value)) == written
    assert found.share(Decimal(value)) == share


@pytest.mark.parametrize(
    ("value", "scale", "printed"),
    [
        ("0", UNITS, "–"),
        ("9036208", UNITS, "9,036,208"),
        ("-2237000", UNITS, f"{M}2,237,000"),
        ("150000000", THOUSANDS, "150,000"),
        ("590000000", MILLIONS, "590"),
        ("7000000000000", BILLIONS, "7,000"),
        ("0.91", CENTS, "0.91"),
        ("2", CENTS, "2.00"),
        ("-0.05", CENTS, f"{M}0.05"),
    ],
)
def test_amounts_in_tables_have_no_sign_and_nothing_is_a_dash(value: str, scale: Scale, printed: str) -> None:
    assert formats().amount(Decimal(value), scale) == printed


@pytest.mark.parametrize(
    ("amounts", "scale"),
    [
        (numbers("50000000", "-1500000"), THOUSANDS),
        (numbers("900000000", "60000000"), MILLIONS),
        (numbers("2000000"), MILLIONS),
        (numbers("9999999"), UNITS),
        (numbers("10000000.5"), THOUSANDS),
        (numbers("-10000000.5"), THOUSANDS),
        (numbers("9999999999.5"), THOUSANDS),
        (numbers("10000000000.5"), MILLIONS),
        (numbers("10000000000001"), BILLIONS),
        (numbers("0.40", "0.91"), CENTS),
        (numbers("999.99"), CENTS),
        (numbers("1000.50", "0.40"), UNITS),
        (numbers("12", "30"), UNITS),
        (numbers("0"), UNITS),
        ([], UNITS),
    ],
)
def test_the_unit_of_a_table_fits_its_amounts(amounts: list[Decimal], scale: Scale) -> None:
    assert scale_for(amounts) == scale


def test_the_unit_of_a_table_is_named_once() -> None:
    found = formats("de_DE", "EUR")
    assert [found.unit(scale) for scale in (CENTS, *SCALES)] == [
        "EUR", "EUR", f"Tsd.{S}EUR", f"Mio.{S}EUR", f"Mrd.{S}EUR"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("46000", "46,000"),
        ("1.9", "1.9"),
        ("87.48", "87.48"),
        ("9166.666", "9,166.67"),
        ("0.008", "0.008"),
        ("0.0012345", "0.001235"),
        ("-3.5", f"{M}3.5"),
        ("0", "0"),
        ("999.995", "1,000"),
    ],
)
def test_numbers_are_as_short_as_they_can_be(value: str, printed: str) -> None:
    assert formats().number(Decimal(value)) == printed


@pytest.mark.parametrize(
    ("value", "printed"), [("0", "0"), ("0.36", "0.4"), ("9.94", "9.9"), ("9.96", "10"), ("17.5", "18"), ("60", "60")]
)
def test_months_have_a_decimal_below_ten(value: str, printed: str) -> None:
    assert formats().month_count(Decimal(value)) == printed
    assert formats().months(Decimal(value)) == f"{printed}{S}months"


@pytest.mark.parametrize(
    ("locale", "day", "month", "short"),
    [
        ("en_US", f"November{S}22, 2026", "December 2027", f"Dec{S}2027"),
        ("en_GB", f"22{S}November 2026", "December 2027", f"Dec{S}2027"),
        ("de_DE", f"22.{S}November 2026", "Dezember 2027", f"Dez.{S}2027"),
        ("de_CH", f"22.{S}November 2026", "Dezember 2027", f"Dez.{S}2027"),
        ("de_AT", f"22.{S}November 2026", "Dezember 2027", f"Dez.{S}2027"),
        # as long as nobody has written Japanese words, months are named in English too
        ("ja_JP", f"November{S}22, 2026", "December 2027", f"Dec{S}2027"),
    ],
)
def test_months_are_named_in_the_language_of_the_words(locale: str, day: str, month: str, short: str) -> None:
    found = formats(locale)
    assert found.date(dt.date(2026, 11, 22)) == day
    assert found.month(Month(2027, 12)) == month
    assert found.short_month(Month(2027, 12)) == short


@pytest.mark.parametrize(
    ("locale", "currency", "name"),
    [
        ("en_US", "USD", "US dollars"),
        ("de_DE", "EUR", "Euro"),
        ("de_CH", "CHF", "Schweizer Franken"),
        ("ja_JP", "JPY", "Japanese yen"),
    ],
)
def test_the_currency_is_named_in_the_language_of_the_words(locale: str, currency: str, name: str) -> None:
    assert formats(locale, currency).currency_name == name


@given(value=st.decimals(-(10**12), 10**12, places=4))
def test_no_figure_has_an_ordinary_space_or_a_hyphen_for_a_minus(value: Decimal) -> None:
    for found in (formats(), formats("de_DE", "EUR"), formats("fr_FR", "EUR"), formats("sv_SE", "SEK")):
        for text in (found.spoken(value), found.price(value), found.share(value), found.number(value)):
            assert " " not in text
            assert "-" not in text
            assert value >= 0 or M in text or not any(digit in text for digit in "123456789")


@given(value=st.decimals(-(10**12), 10**12, places=4), digits=st.integers(1, 6))
def test_significant_digits_are_that_many_and_near(value: Decimal, digits: int) -> None:
    found = significant(value, digits)
    assert len(found.normalize().as_tuple().digits) <= digits
    assert abs(found - value) * 2 * 10 ** (digits - 1) <= abs(value)


@pytest.mark.parametrize(
    ("value", "step", "rounded"),
    [("2.5", "1", "3"), ("-2.5", "1", "-3"), ("2.449", "0.1", "2.4"), ("1500", "1000", "2000")],
)
def test_halves_go_away_from_zero(value: str, step: str, rounded: str) -> None:
    assert half_up(Decimal(value), Decimal(step)) == Decimal(rounded)
