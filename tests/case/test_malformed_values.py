"""Values that no field can read: every row of the table of scalars. A mark stands where the caret must point."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Refuses = Callable[[str], None]
Base = Callable[..., str]

AMOUNTS = {
    "a decimal comma": "<CX105 as 1.5M or as 15M>1,5M",
    "a decimal comma behind a sign": "<CX105 write $1.5M or $15M>$1,5M",
    "a dot before three digits": "<CX105 write 1.5 or 1500>1.500",
    "two dots": "<CX105 1_500_000>1.500.000",
    "two dots and a comma": "<CX105 1_500_000.50>1.500.000,50",
    "a dot for thousands and a comma": "<CX105 1_500.50>1.500,50",
    "brackets for a minus": "<CX105 write -3k>(3k)",
    "a zero before a comma": "<CX105 0.500>0,500M",
    "two currencies": "<CX105 not both>$40 USD",
    "a suffix that is none": "<CX105 neither a suffix nor a currency>$1.5X",
    "a percentage": "<CX105 percentage>15%",
    "an exponent": "<CX105 without an exponent>1e6",
    "commas in the wrong places": "<CX105 not a number>1,50,000",
    "spaces between the digits": "<CX105 1_500_000>1 500 000",
    "two signs": "<CX105 not an amount>--3k",
    "a word": "<CX105 not an amount>plenty",
    "an infinity": "<CX105 not an amount>inf",
    "a currency alone": '<CX105 not an amount>"$"',
    "a currency that is none": "<CX112 not a currency>XYZ 40M",
    "a currency in small letters": "<CX112 write USD>usd 40M",
    "more than any company has": "<CX105 below 10^15>1000000bn",
    "too many digits": "<CX105 too long>0.00000000000000000000000000001",
    "another currency without a rate": "<CX113 rates: {EUR:>€30k",
    "a sign of many currencies, not the case's": "<CX113 three letters>£30k",
    "an empty text": '<CX105 not an amount>""',
    "a list": "<CX103 one value>[40, 50]",
    "keys and values": "<CX103 one value>{usd: 40}",
}

PERCENTAGES = {
    "a bare number above one": "<CX108 write 15%>15",
    "a bare number below one": "<CX108 write 15%, or 0.15%>0.15",
    "a bare zero": "<CX108 write 0%>0",
    "a decimal comma": "<CX109 write 1.5% or 15%>1,5%",
    "a sign alone": "<CX109 not a percentage>'%'",
    "two signs": "<CX109 not a percentage>15%%",
    "a word for the sign": "<CX109 as 15%>15 percent",
    "a full loss of money each year": "<CX114 above -100%>-100%",
    "a list": "<CX103 one value>[10%]",
}

DATES = {
    "a day that never comes": "<CX110 check the day>2026-02-30",
    "the day first": "<CX110 as 2026-11-22>22.11.2026",
    "slashes": "<CX110 as 2026-11-22>11/22/2026",
    "no zeros": "<CX110 as 2026-11-22>2026-1-2",
    "a month": "<CX110 not a date>2026-11",
    "the year 0": "<CX110 calendar>0000-01-01",
    "nothing": "<CX110 not a date>''",
}

MONTHS = {
    "a thirteenth month": "<CX111 not a month>2027-13",
    "a day": "<CX111 write 2027-01>2027-01-05",
    "a year": "<CX111 as 2027-01>2027",
    "a name": "<CX111 as 2027-01>January 2027",
}

PERIODS = {
    "a fifth quarter": "<CX111 not a period>2026-Q5",
    "a year of two digits": "<CX111 FY2027>FY27",
    "a bare year": "<CX111 FY2027>2026",
    "a thirteenth month": "<CX111 not a period>2026-13",
    "the quarter first": "<CX111 2026-Q3>Q3 2026",
}

COUNTS = {
    "none at all": "<CX114 from 1 to 600>0",
    "more than fifty years of months": "<CX114 from 1 to 600>601",
    "half a period": "<CX106 whole number>2.5",
    "a negative one": "<CX114 from 1 to 600>-3",
    "a word": "<CX106 not a number>three",
    "an exponent": "<CX106 without an exponent>1e1",
    "no number": "<CX106 not a number>nan",
    "10^15": "<CX106 below 10^15>1000000000000000",
    "a decimal comma": "<CX106 both ways>1,5",
}

DRIVER_VALUES = {
    "a unit beside the number": "<CX106 unit:>90_000 visits",
    "an exponent": "<CX106 without an exponent>9e4",
    "spaces between the digits": "<CX106 90_000>90 000",
    "a bad percentage": "<CX109 not a percentage>5..0%",
    "a bad one in a list": "[90_000, <CX106 not a value>many, 90_000]",
    "nothing in a list": "[90_000, <CX103 not nothing>~, 90_000]",
    "an empty list": "<CX107 empty>[]",
    "a list too short": "<CX107 has 2 values, the case has 3 periods>[90_000, 95_000]",
    "a list too long": "<CX107 has 4 values>[1, 2, 3, 4]",
}


@pytest.mark.parametrize("amount", AMOUNTS.values(), ids=AMOUNTS.keys())
def test_an_amount_that_cannot_be_read_is_refused(amount: str, business_case: Base, refuses: Refuses) -> None:
    refuses(
        business_case(("{id: build, name: Vendor build, initial: $1.5M}", f"name: Build\n        initial: {amount}"))
    )


@pytest.mark.parametrize("rate", PERCENTAGES.values(), ids=PERCENTAGES.keys())
def test_a_percentage_that_cannot_be_read_is_refused(rate: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("rate: 10%", f"rate: {rate}")))


@pytest.mark.parametrize("date", DATES.values(), ids=DATES.keys())
def test_a_date_that_cannot_be_read_is_refused(date: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("date: 2026-11-22", f"date: {date}")))


@pytest.mark.parametrize("month", MONTHS.values(), ids=MONTHS.keys())
def test_a_month_that_cannot_be_read_is_refused(month: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("start: 2027-01", f"start: {month}")))


@pytest.mark.parametrize("period", PERIODS.values(), ids=PERIODS.keys())
def test_a_period_that_cannot_be_read_is_refused(period: str, value_report: Base, refuses: Refuses) -> None:
    refuses(value_report(("period: FY2026", f"period: {period}")))


@pytest.mark.parametrize("count", COUNTS.values(), ids=COUNTS.keys())
def test_a_count_of_periods_that_cannot_be_is_refused(count: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("periods: 3", f"periods: {count}")))


@pytest.mark.parametrize("value", DRIVER_VALUES.values(), ids=DRIVER_VALUES.keys())
def test_a_driver_s_value_that_cannot_be_read_is_refused(value: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("{value: 90_000}", f"{{value: {value}}}")))


LINE_FIELDS = {
    "a ramp below nothing": "ramp: [50%, <CX114 from 0% to 100%>-10%, 100%]",
    "a ramp above the whole": "ramp: <CX114 from 0% to 100%>110%",
    "a ramp too short": "ramp: <CX107 has 2 values, the case has 3 periods>[50%, 100%]",
    "a ramp too long": "ramp: <CX107 has 4 values>[25%, 50%, 75%, 100%]",
    "a ramp of nothing": "ramp: <CX107 empty>[]",
    "a ramp of keys": "ramp: <CX103 one value>{2027: 50%}",
    "a full loss each year": "growth: <CX114 above -100%>-100%",
    "more than the whole effect": "attribution: <CX114 from 0% to 100%>120%",
    "a risk of everything": "risk_adjustment: <CX114 below 100%>100%",
    "a risk below nothing": "risk_adjustment: <CX114 from 0%>-5%",
    "an unknown type": "type: <CX104 advantage>advantge",
    "a type of one's own": "type: <CX104 saving, revenue, advantage>magic",
    "an unknown kind of cash": "cash: <CX104 cashable>cashabel",
    "a range the wrong way round": "range: <CX122 lower one first>[110%, 80%]",
    "a range of one": "range: <CX122 two shares>[80%]",
    "a range below nothing": "range: <CX122 two shares>[-10%, 110%]",
    "a range of bare numbers": "range: [<CX108>80, <CX108>110]",
    "a range that is no list": "range: <CX103 list>80%-110%",
    "a grade that is none": "evidence: [{source: Pilot, grade: <CX104 tested>test}]",
    "evidence without a grade": "evidence: [<CX101 grade>{source: Pilot}]",
    "an id with capitals": "id: <CX115 small letters>Truck_Rolls",
    "a name of spaces": 'how: <CX120 empty>"  "',
    "a margin above the whole": "margin: <CX114>140%",
}


@pytest.mark.parametrize("field", LINE_FIELDS.values(), ids=LINE_FIELDS.keys())
def test_a_benefit_s_field_that_cannot_be_read_is_refused(field: str, business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("id: rolls", field)))


HEADER = {
    "an unknown currency": ("currency: USD", "currency: <CX112 three letters>Dollars"),
    "a currency in small letters": ("currency: USD", "currency: <CX112 write USD>usd"),
    "an unknown locale": ("currency: USD", "currency: USD\nlocale: <CX121 en_US>english"),
    "a fiscal year from a 13th month": ("periods: 3", "periods: 3\n  fiscal_year_start: <CX114 1 to 12>13"),
    "a fiscal year from a month's name": ("periods: 3", "periods: 3\n  fiscal_year_start: <CX106 number>April"),
    "an unknown length of periods": ("period: year", "period: <CX104 year, quarter, month>week"),
    "an ask of nothing": ("currency: USD", "currency: USD\nask: {amount: <CX114 above 0>$0}"),
    "an ask by a day that never comes": (
        "currency: USD",
        "currency: USD\nask: {amount: 1, decide_by: <CX110>2026-06-31}",
    ),
    "a rate of nothing": ("currency: USD", "currency: USD\nrates: {EUR: {rate: <CX114 above 0>0}}"),
    "a rate of a currency that is none": ("currency: USD", "currency: USD\nrates: {<CX112 as EUR>Euro: {rate: 1.08}}"),
    "a metric without a target": ("id: portal", "<CX101 target>metric: {name: Calls, baseline: 31}"),
    "an unknown kind": ("kind: business-case", "kind: <CX104 business-case>buisness-case"),
    "a kind that is a list": ("kind: business-case", "kind: <CX103 kind: business-case>[business-case]"),
    "a title of nothing": ("title: Let clients fix it themselves", "<CX101 nothing is written>title:"),
    "a title of null": ("title: Let clients fix it themselves", "<CX101 nothing is written>title: null"),
    "a title that is a list": ("title: Let clients fix it themselves", "title: <CX103 one value>[Fix it]"),
}


@pytest.mark.parametrize("change", HEADER.values(), ids=HEADER.keys())
def test_a_case_s_field_that_cannot_be_read_is_refused(
    change: tuple[str, str], business_case: Base, refuses: Refuses
) -> None:
    refuses(business_case(change))


def test_an_amount_in_a_currency_that_has_a_rate_is_read(business_case: Base, refuses: Refuses) -> None:
    refuses(
        business_case(
            ("currency: USD", "currency: USD\nrates: {EUR: {rate: 1.08}}"), ("initial: $1.5M", "initial: €1.5M")
        )
    )


def test_a_driver_in_a_currency_without_a_rate_is_refused_in_its_period(business_case: Base, refuses: Refuses) -> None:
    refuses(business_case(("value: $400", "value: [$400, <CX113 in CHF>CHF 400, $400]")))


def test_a_dollar_that_two_rates_could_be_meant_by_is_refused(business_case: Base, refuses: Refuses) -> None:
    refuses(
        business_case(
            ("currency: USD", "currency: EUR\nrates: {USD: {rate: 0.92}, CAD: {rate: 0.66}}"),
            ("initial: $1.5M", "initial: <CX113 may mean CAD, USD>$1.5M"),
            ("value: $400", "value: USD 400"),
        )
    )


def test_a_rate_that_cannot_be_read_is_said_once_and_not_at_every_amount(business_case: Base, refuses: Refuses) -> None:
    refuses(
        business_case(
            ("currency: USD", "currency: USD\nrates: {EUR: <CX103 rate>1.08}"),
            ("initial: $1.5M", "initial: €1.5M"),
            ("value: $400", "value: €400"),
        )
    )
