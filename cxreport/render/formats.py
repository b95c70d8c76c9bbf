"""Figures as text, in the locale of the case: the only place where a figure is rounded for the eye."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import NumberPattern, format_currency, get_currency_name, get_currency_symbol, parse_pattern

from cxreport.quantity import Month, Period
from cxreport.render.words import Words

NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
HARD_SPACE = "\N{NO-BREAK SPACE}"
INCREDIBLE, MOST = Decimal(10) ** 9, Decimal(10) ** 4  # a rate of so many percent, and what is printed in its place
_WIDE_YEN = "\N{FULLWIDTH YEN SIGN}"  # the sign in Japanese text, which Latin faces do not have
_RARE_SIGNS = "\N{NEW SHEQEL SIGN}\N{THAI CURRENCY SYMBOL BAHT}"  # nor these
_CENT = Decimal("0.01")
_WIDE = Decimal(100_000)  # from here on, a key figure is too wide for its column in full


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit of all money in tables: `unit` of the currency, called `name` (empty for single units).

    `places` are the decimals that are printed of it, so that everything is rounded to `step`.
    """

    unit: Decimal
    name: str
    places: int = 0

    @property
    def step(self) -> Decimal:
        """What printed amounts are multiples of."""
        return self.unit.scaleb(-self.places)


CENTS = Scale(Decimal(1), "", 2)
SCALES = (
    Scale(Decimal(1), ""),
    Scale(Decimal(10) ** 3, "thousand"),
    Scale(Decimal(10) ** 6, "million"),
    Scale(Decimal(10) ** 9, "billion"),
)
WIDEST = Decimal(10) ** 7  # seven digits are read at a glance, and six columns of them fit the page
SMALL = Decimal(1000)  # below this, cents count


def scale_for(amounts: list[Decimal]) -> Scale:
    """Return the unit in which all `amounts` can be printed: whole millions where all are, else what fits."""
    largest = max((abs(amount) for amount in amounts), default=Decimal(0))
    million = SCALES[2]
    if largest >= million.unit and all(amount % million.unit == 0 for amount in amounts):
        return million
    if largest < SMALL and any(amount % 1 for amount in amounts):
        return CENTS
    return next((scale for scale in SCALES if largest < scale.unit * WIDEST), SCALES[-1])


def half_up(value: Decimal, step: Decimal) -> Decimal:
    """Return the multiple of `step` nearest to `value`, halves away from zero."""
    with localcontext(prec=max(60, value.adjusted() - step.adjusted() + 2)):
        return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def significant(value: Decimal, digits: int) -> Decimal:
    """Return `value` rounded to a count of significant digits."""
    return half_up(value, Decimal(1).scaleb(value.adjusted() - digits + 1)) if value else Decimal(0)


class Formats:
    """The formats of one document."""

    def __init__(self, locale: str, currency: str, words: Words) -> None:
        self.locale = Locale.parse(locale)
        self.currency = currency
        self.words = words
        self.spelling = _spelling(self.locale, words.language)
        self._patterns: dict[int, NumberPattern] = {}

    def unit(self, scale: Scale) -> str:
        """Return the unit of a table's money, as `USD thousand`."""
        return self.words.say(f"unit_{scale.name or 'single'}", currency=self.currency)

    @property
    def currency_name(self) -> str:
        """The currency's name in the plural, as `US dollars`."""
        return get_currency_name(self.currency, count=2, locale=self.spelling)

    def amount(self, value: Decimal, scale: Scale) -> str:
        """Return a table's money, already rounded, in the table's unit; a dash for nothing."""
        return self.digits(value / scale.unit, scale.places) if value else NOTHING

    def digits(self, value: Decimal, places: int) -> str:
        """Return a number with exactly `places` decimals, grouped."""
        rounded = half_up(value, Decimal(1).scaleb(-places))
        return (MINUS if rounded < 0 else "") + self._plain(rounded, places)

    def number(self, value: Decimal) -> str:
        """Return a number as short as it can be: whole, or with at most two decimals (four digits below 1)."""
        if value == value.to_integral_value():
            return self.digits(value, 0)
        places = 2 if abs(value) >= 1 else 3 - value.adjusted()
        rounded = half_up(value, Decimal(1).scaleb(-places)).normalize()
        return self.digits(rounded, max(-int(rounded.as_tuple().exponent), 0))

    def price(self, value: Decimal) -> str:
        """Return money with its sign: whole, or with cents."""
        places = 0 if value == value.to_integral_value() else 2
        return self._currency(half_up(value, Decimal(1).scaleb(-places)), places)

    def spoken(self, value: Decimal, *, short: bool = False) -> str:
        """Return money in three significant digits and words, as `$1.5 million`; `short` where space is, `$1.5M`."""
        rounded = significant(value, 3)
        for power, name in ((9, "billion"), (6, "million"), *([(3, "thousand")] if short else [])):
            if abs(rounded) >= (Decimal(10) ** power if power > 3 else _WIDE):
                few = rounded.scaleb(-power).normalize()
                places = max(-int(few.as_tuple().exponent), 0)
                number = self._plain(few, places)
                prefix = "short_" if short else "one_" if abs(few) == 1 else ""
                word = self.words[prefix + name].replace(" ", HARD_SPACE)
                return self._currency(few, places).replace(number, number + word)
        if rounded == rounded.to_integral_value():
            return self._currency(rounded, 0)
        return self._currency(half_up(value, _CENT) if abs(rounded) < 1 else rounded, 2)

    def percent(self, value: Decimal) -> str:
        """Return a rate that was computed: whole percents, below ten with one decimal."""
        hundred = value * 100
        if abs(hundred) >= INCREDIBLE:
            return self.words.say("more_than", rate=self.percent(MOST.copy_sign(value)))
        places = 0 if abs(half_up(hundred, Decimal("0.1"))) >= 10 else 1
        return self._percent(half_up(hundred, Decimal(1).scaleb(-places)), places)

    def percent_as_written(self, value: Decimal) -> str:
        """Return a rate that was written in the case, with the decimals it has there."""
        hundred = (value * 100).normalize()
        return self._percent(hundred, max(-int(hundred.as_tuple().exponent), 0))

    def share(self, value: Decimal) -> str:
        """Return a share of a whole, with one decimal."""
        return self._percent(half_up(value * 100, Decimal("0.1")), 1)

    def months(self, value: Decimal) -> str:
        """Return a time in months with its unit: whole, below ten with one decimal."""
        return self.words.say("months", count=self.month_count(value))

    def month_count(self, value: Decimal) -> str:
        """Return a count of months: whole, below ten with one decimal."""
        if value == 0:
            return "0"
        return self.digits(value, 0 if half_up(value, Decimal("0.1")) >= 10 else 1)

    def short_month(self, month: Month) -> str:
        """Return a month in short, as `Jan 2027`."""
        text = format_skeleton("yMMM", dt.datetime(month.year, month.number, 1), locale=self.spelling)  # noqa: DTZ001 - a calendar month has no zone
        return text.replace(" ", HARD_SPACE)

    def date(self, day: dt.date) -> str:
        """Return a day in full."""
        return format_date(day, "long", locale=self.spelling).replace(" ", HARD_SPACE, 1)

    def month(self, month: Month) -> str:
        """Return a month in full."""
        return format_skeleton("yMMMM", dt.datetime(month.year, month.number, 1), locale=self.spelling)  # noqa: DTZ001 - a calendar month has no zone

    def period(self, period: Period) -> str:
        """Return a fiscal year, a quarter or a month, as `FY2026`, `Q3 2026` or `September 2026`."""
        if period.quarter is not None:
            return self.words.say("quarter", number=period.quarter, year=period.year)
        if period.month is not None:
            return self.month(Month(period.year, period.month))
        return self.words.say("fiscal_year", year=period.year)

    def _currency(self, value: Decimal, places: int) -> str:
        number = format_currency(
            abs(value),
            self.currency,
            format=None,
            locale=self.locale,
            currency_digits=False,
            decimal_quantization=False,
        )
        sign = get_currency_symbol(self.currency, locale=self.locale)
        number = number.replace(sign, _plain_sign(sign, self.currency))
        return (MINUS if value < 0 else "") + _with_digits(number, self._plain(value, places))

    def _plain(self, value: Decimal, places: int) -> str:
        """Return the digits of a value, grouped and without a sign; Babel rounds in the context that it finds."""
        with localcontext(prec=max(60, value.adjusted() + places + 2)):
            digits: str = self._pattern(places).apply(abs(value), self.locale)
            return digits

    def _pattern(self, places: int) -> NumberPattern:
        """Return the pattern of a number, in the groups of the locale: thousands, or lakhs and crores."""
        if places not in self._patterns:
            groups = re.split(r"[.;]", self.locale.decimal_formats[None].pattern)[0]
            self._patterns[places] = parse_pattern(groups + ("." + "0" * places if places else ""))
        return self._patterns[places]

    def _percent(self, hundred: Decimal, places: int) -> str:
        sign = MINUS if hundred < 0 else ""
        return self.with_percent(sign + self._plain(hundred, places))

    def with_percent(self, number: str) -> str:
        """Return a number with the sign of percent, as far from it as the locale has it."""
        gap = HARD_SPACE if self.locale.percent_formats[None].pattern.endswith((" %", "\N{NO-BREAK SPACE}%")) else ""
        return f"{number}{gap}%"


def _spelling(locale: Locale, language: str) -> Locale:
    """Return the locale in which months and currencies are named: in the language of the words around them."""
    if locale.language == language:
        return locale
    try:
        return Locale.parse(f"{language}_{locale.territory}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


def _plain_sign(sign: str, currency: str) -> str:
    """Return the sign of a currency; its three letters where Latin faces do not have the sign."""
    sign = sign.replace(_WIDE_YEN, "¥")
    letters = (letter for letter in sign if letter.isalpha())
    foreign = any(not unicodedata.name(letter).startswith("LATIN") for letter in letters)
    return currency if foreign or set(sign) & set(_RARE_SIGNS) else sign


def _with_digits(money: str, digits: str) -> str:
    """Return `money` with its own digits, which Babel pads to cents, replaced by `digits`."""
    places = [index for index, letter in enumerate(money) if letter.isdigit()]
    before = money[: places[0]]
    # The rule of CLDR that Babel leaves out: letters do not touch the digits.
    before += HARD_SPACE if before[-1:].isalpha() else ""
    return before + digits + money[places[-1] + 1 :].replace(" ", HARD_SPACE)
