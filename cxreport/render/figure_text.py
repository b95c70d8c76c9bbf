"""Printed figures read back: text as a reader may have typed it, in the locale of the document, as a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from babel import Locale
from babel.numbers import NumberFormatError, get_currency_symbol, parse_decimal

from cxreport.render.formats import MINUS, Formats

Kind = Literal["money", "percent", "months", "number"]
_LONGEST = 60
_NUMBER = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_SPACES = re.compile(r"\s+")
_POWERS = {"thousand": 3, "million": 6, "billion": 9}


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """What a text says: a number, and what it counts. A percentage is a fraction: 15% is 0.15."""

    kind: Kind
    value: Decimal


def read_figure(text: str, formats: Formats) -> ReadFigure | None:
    """Return what `text` says in the locale of `formats`, as $1.5 million, 1.500,5 or 15 %; None where it says more.

    Without a sign of its currency, money is a plain number, in the unit of its table.
    """
    plain = _SPACES.sub(" ", text).strip()
    found = list(_NUMBER.finditer(plain))
    if len(found) != 1 or len(plain) > _LONGEST:
        return None
    value = _number(found[0][0], formats.locale)
    rest = _SPACES.sub("", plain[: found[0].start()] + " " + plain[found[0].end() :])
    if value is None:
        return None
    negative = any(sign in rest for sign in (MINUS, "-", "–")) or (rest.startswith("(") and rest.endswith(")"))
    rest = re.sub(rf"[{MINUS}\-–+()]", "", rest)
    known = _unit(rest, formats)
    if known is None:
        return None
    kind, power = known
    return ReadFigure(kind, (-value if negative else value).scaleb(power))


def _number(digits: str, locale: Locale) -> Decimal | None:
    """Return a number as the locale writes it, grouped by the rules or not at all."""
    group = locale.number_symbols["latn"]["group"]
    spaced = digits.replace(" ", group) if group.isspace() else digits
    spaced = spaced.replace("'", group) if group in {"’", "'"} else spaced
    try:
        return parse_decimal(spaced, locale=locale, strict=True)
    except NumberFormatError:
        return None


def _unit(rest: str, formats: Formats) -> tuple[Kind, int] | None:
    """Return what stands beside a number, and the power of ten it is counted in."""
    words = formats.words
    if rest == "%":
        return "percent", -2
    if rest == _bare(words.say("months", count="")):
        return "months", 0
    signs = {get_currency_symbol(formats.currency, locale=formats.locale), formats.currency}
    kind: Kind = "number"
    for sign in map(_bare, signs):
        if sign in rest:
            kind, rest = "money", rest.replace(sign, "", 1)
            break
    powers = {
        _bare(words[prefix + name]): power
        for name, power in _POWERS.items()
        for prefix in ("short_", "one_", "")
        if prefix + name in set(words)
    }
    if rest and rest not in powers:
        return None
    return kind, powers.get(rest, 0)


def _bare(word: str) -> str:
    return _SPACES.sub("", word)


def difference_text(before: ReadFigure, now: ReadFigure, formats: Formats) -> str:
    """Return how much `now` is more or less than `before`, with its sign, in the form of its kind."""
    less = now.value - before.value
    size = abs(less)
    if before.kind == "months":
        told = formats.words.say("months", count=formats.number(size))
    elif before.kind == "percent":
        told = formats.percent_as_written(size)
    else:
        told = formats.price(size) if before.kind == "money" else formats.number(size)
    return ("+" if less > 0 else MINUS if less < 0 else "") + told
