"""Amounts of money within a running text: `$1.5 million`, `1,5 Mio. €`, `EUR 40k`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from cxreport.evaluate.review.lexicon import CODES, SIGNS

SCALES = {
    3: ("thousand", "tausend", "tsd", "k"),
    6: ("million", "millions", "millionen", "mio", "mn", "m"),
    9: ("billion", "billions", "milliarde", "milliarden", "mrd", "bn"),
}
_EXPONENT = {word: exponent for exponent, words in SCALES.items() for word in words}
_GROUPS = "'\u2019\u00a0\u202f"


class Mention(NamedTuple):
    """An amount as a text tells it: exact to half of `unit`, the worth of its last digit."""

    text: str
    amount: Decimal
    unit: Decimal

    def fits(self, figure: Decimal) -> bool:
        """Return whether it tells a figure; nothing is told by none."""
        return bool(figure) and abs(abs(figure) - self.amount) <= self.unit / 2


def find_mentions(text: str, locale: str) -> Iterator[Mention]:
    """Yield every amount in `text` that has a currency; a comma is read as the language of `locale` has it."""
    for found in _money().finditer(text):
        if not (found["before"] or found["behind"]):
            continue
        number = _plain(found["number"], comma=locale.startswith("de") and not locale.endswith("CH"))
        if number is None:
            continue
        exponent = _EXPONENT[found["scale"].lower()] if found["scale"] else 0
        decimals = len(number.partition(".")[2])
        yield Mention(found[0].strip(), Decimal(number).scaleb(exponent), Decimal(1).scaleb(exponent - decimals))


@cache
def _money() -> re.Pattern[str]:
    mark = rf"[{SIGNS}]|\b(?:{'|'.join(CODES)})\b"
    word = "|".join(sorted(_EXPONENT, key=len, reverse=True))
    return re.compile(
        rf"(?P<before>{mark})?\s?(?P<number>[0-9](?:[0-9.,{_GROUPS}]*[0-9])?)"
        rf"(?:\s?(?P<scale>{word})\b\.?)?\s?(?P<behind>{mark})?",
        re.IGNORECASE,
    )


def _plain(number: str, *, comma: bool) -> str | None:
    """Return a number with a point for its decimals and nothing between its thousands; None where it is none."""
    point, group = (",", ".") if comma else (".", ",")
    whole, _, rest = number.partition(point)
    for sign in (group, *_GROUPS):
        whole = whole.replace(sign, "")
    return (f"{whole}.{rest}" if rest else whole) if whole.isdigit() and (rest.isdigit() or not rest) else None
