"""Money, from its text."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxreport.quantity import Money, QuantityError, parse_money

ACCEPTED = {
    "$1.5M": ("1500000", "$"),
    "1.5M": ("1500000", ""),
    "€30k": ("30000", "€"),
    "USD 1,500,000": ("1500000", "USD"),
    "1_500_000": ("1500000", ""),
    "-3k": ("-3000", ""),
    "−3k": ("-3000", ""),
    "-$3": ("-3", "$"),
    "$-3": ("-3", "$"),
    "+$3": ("3", "$"),
    "$2.4 million": ("2400000", "$"),
    "1.2bn": ("1200000000", ""),
    "1.2 billion": ("1200000000", ""),
    "2B": ("2000000000", ""),
    "3 thousand": ("3000", ""),
    "3K": ("3000", ""),
    "3MM": ("3000000", ""),
    "3m": ("3000000", ""),
    "3mn": ("3000000", ""),
    "40": ("40", ""),
    "0": ("0", ""),
    ".5": ("0.5", ""),
    "0.015": ("0.015", ""),
    "19.99": ("19.99", ""),
    "1.500M": ("1500000", ""),
    "1,500M": ("1500000000", ""),
    "1.5M EUR": ("1500000", "EUR"),
    "1.5MEUR": ("1500000", "EUR"),
    "30 kr": ("30", "kr"),
    "30kr": ("30", "kr"),
    "kr 30": ("30", "kr"),
    "¥1000": ("1000", "¥"),
    "  $5  ": ("5", "$"),
    "CHF 1_000.50": ("1000.50", "CHF"),
    "1.2345": ("1.2345", ""),
    "999,999,999,999,999": ("999999999999999", ""),
}

REFUSED = {
    "1,5M": ("CX105", "write 1.5M or 15M"),
    "$1,50": ("CX105", "write $1.50 or $150"),
    "1.500": ("CX105", "write 1.5 or 1500"),
    "1.000": ("CX105", "write 1 or 1000"),
    "12.345": ("CX105", "write 12.3450 or 12345"),
    "€1.500": ("CX105", "write €1.5 or €1500"),
    "1.500.000": ("CX105", "write 1_500_000: a dot is only the decimal point"),
    "0,500M": ("CX105", "write 0.500: the decimal point is a dot"),
    "$1.5X": ("CX105", "the suffixes are k, M, million, bn, billion and thousand; a currency is written as $ or USD"),
    "5 USD EUR": ("CX105", "write it as $1.5M, 30k or USD 1,500,000"),
    "$5 USD": ("CX105", "write $ or USD, not both"),
    "15%": ("CX105", "write an amount, as $1.5M or 30k"),
    "1e6": ("CX105", "write it out, without an exponent"),
    "USD": ("CX105", "write it as $1.5M, 30k or USD 1,500,000"),
    "": ("CX105", "write it as $1.5M, 30k or USD 1,500,000"),
    "--5": ("CX105", "write it as $1.5M, 30k or USD 1,500,000"),
    "1__0": ("CX105", "write digits, as 1500, 1,500, 1_500 or 1.5"),
    "٣": ("CX105", "write it as $1.5M, 30k or USD 1,500,000"),
    "1_000_000bn": ("CX105", "write a number below 10^15; is a suffix wrong?"),
    "XYZ 5": ("CX112", "write its sign, as $, or its three letters, as USD"),
    "eur 5": ("CX112", "write EUR"),
    "- " + " " * 5000 + "x": ("CX105", "write it as $1.5M, 30k or USD 1,500,000"),
}


@pytest.mark.parametrize(("text", "wanted"), ACCEPTED.items())
def test_money_is_read_exactly(text: str, wanted: tuple[str, str]) -> None:
    money = parse_money(text)
    assert (money.amount, money.mark) == (Decimal(wanted[0]), wanted[1])


@pytest.mark.parametrize(("text", "wanted"), REFUSED.items())
def test_what_reads_two_ways_or_none_is_refused_with_the_way_out(text: str, wanted: tuple[str, str]) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_money(text)
    assert (refused.value.code, refused.value.hint) == wanted
    assert len(refused.value.message) < 150


@pytest.mark.parametrize("text", ["1,5M", "$1,50", "1.500", "1.000", "12.345", "€1.500"])
def test_both_readings_that_a_hint_offers_can_be_read(text: str) -> None:
    with pytest.raises(QuantityError) as refused:
        parse_money(text)
    small, large = (parse_money(reading).amount for reading in refused.value.hint.removeprefix("write ").split(" or "))
    assert 0 < small < large


@given(amount=st.decimals(-(10**14), 10**14, places=4), mark=st.sampled_from(["", "$", "EUR ", "£"]))
def test_a_decimal_written_out_is_read_back_exactly(amount: Decimal, mark: str) -> None:
    money = parse_money(f"{mark}{amount:f}")
    assert money.amount == amount
    assert money.mark == mark.strip()


@given(
    thousandths=st.integers(0, 10**8),
    suffix=st.sampled_from([("k", 3), ("M", 6), (" million", 6), ("bn", 9), (" thousand", 3)]),
)
def test_a_suffix_multiplies_exactly(thousandths: int, suffix: tuple[str, int]) -> None:
    name, power = suffix
    shown = f"{thousandths // 1000}.{thousandths % 1000:03}"
    assert parse_money(shown + name).amount == Decimal(thousandths) * 10**power / 1000


def test_a_mark_knows_the_currencies_that_it_may_mean() -> None:
    assert parse_money("$5").currencies() >= {"USD", "CAD", "AUD"}
    assert parse_money("€5").currencies() == {"EUR"}
    assert parse_money("CHF 5").currencies() == {"CHF"}
    assert parse_money("5").currencies() == frozenset()
    assert Money(Decimal(5)).currencies() == frozenset()


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(QuantityError):
        assert parse_money(text).amount is not None
