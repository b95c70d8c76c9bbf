"""Where the labels of a native cash flow stand: Word offers a few places, and each period takes the clearest of them.

A place is a stretch of values. The labels of one period are chosen together: apart from each other first, then off
the running total's line and off bars that cannot be written on, and at a bar's end where nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, product
from typing import NamedTuple

from cxreport.render.charts.description import CashFlow
from cxreport.render.charts.widths import SIZE
from cxreport.render.faces import text_width
from cxreport.render.theme import Theme

# A label's height as a share of the values shown; the legend and the names of periods leave little height.
CASH_LABEL = Decimal("0.13")
# How far a label stands from its point, as a share of its height.
_OFF = Decimal("0.3")
# A column's width as a share of its period's, with the gap that `drawing` gives to native charts.
_BAR = 1 / 1.6
_HALF_LABEL = Decimal("0.3")  # half a label's width, as a share of a period's
_ON_TEXT, _ON_BAR, _ON_LINE, _ON_EDGE = (Decimal(weight) for weight in (100, 60, 3, 2))
_INSIDE, _BELOW = Decimal("0.3"), Decimal("0.1")


class Spot(NamedTuple):
    """A place for a label as Word names it, the values that it covers, and what speaks against it by itself."""

    position: str
    low: Decimal
    high: Decimal
    against: Decimal = Decimal(0)


class Places(NamedTuple):
    """The places of the labels of benefits, costs and running total, by period."""

    benefits: tuple[Spot, ...]
    costs: tuple[Spot, ...]
    balance: tuple[Spot, ...]


def cash_labels(chart: CashFlow, theme: Theme, reach: Decimal) -> Places:
    """Return the clearest place of each label of `chart`; `reach` is a label's height in values."""
    found = [_clearest(chart, theme, t, reach) for t in range(len(chart.names))]
    ups, downs, balances = zip(*found, strict=True)
    return Places(ups, downs, balances)


def _clearest(chart: CashFlow, theme: Theme, t: int, reach: Decimal) -> tuple[Spot, Spot, Spot]:
    """Return the places of a period's labels that meet the least."""
    up, down, at = chart.benefits[t], chart.costs[t], chart.balance[t].value
    room = theme.text_width * 72 / 25.4 / len(chart.names) * _BAR
    options = [
        list(_of_bar(mark.value, reach, inside=text_width(mark.label, theme.sans, "Bold", SIZE) <= room))
        for mark in (up, down)
    ]
    options.append(
        [
            Spot("above", at + _OFF * reach, at + (1 + _OFF) * reach),
            Spot("below", at - (1 + _OFF) * reach, at - _OFF * reach, _BELOW),
        ]
    )
    printed = [bool(up.label), bool(down.label), (at, chart.balance[t].label) != (down.value, down.label)]
    line = _line_over(chart, t)
    cost = (min(down.value, Decimal(0)), max(down.value, Decimal(0)))

    def met(spots: tuple[Spot, ...]) -> Decimal:
        shown = [spot for spot, said in zip(spots, printed, strict=True) if said]
        total = sum((spot.against for spot in shown), Decimal(0))
        for one, other in combinations(shown, 2):
            total += _ON_TEXT * _shared(one[1:3], other[1:3]) / reach
        for spot, said in zip(spots[:2], printed, strict=False):
            total += _ON_LINE * _shared(spot[1:3], line) / reach * said
        if printed[2]:
            total += _ON_BAR * _shared(spots[2][1:3], cost) / reach
            total += _ON_EDGE * (spots[2].low < up.value < spots[2].high)
        return total

    ups, downs, balances = min(product(*options), key=met)
    return ups, downs, balances


def _of_bar(value: Decimal, reach: Decimal, *, inside: bool) -> Iterator[Spot]:
    """Yield the places of a bar's label: off its end and, where it fits in, at its end or its foot."""
    size, sign = abs(value), Decimal(1) if value >= 0 else Decimal(-1)
    yield _spot("outside_end", size, size + reach, sign)
    if inside and size > reach:
        yield _spot("inside_end", size - reach, size, sign, _INSIDE)
        yield _spot("inside_base", Decimal(0), reach, sign, 2 * _INSIDE)


def _spot(position: str, foot: Decimal, top: Decimal, sign: Decimal, against: Decimal = Decimal(0)) -> Spot:
    low, high = sorted((sign * foot, sign * top))
    return Spot(position, low, high, against)


def _shared(one: tuple[Decimal, ...], other: tuple[Decimal, ...]) -> Decimal:
    """Return how far two stretches overlap."""
    return max(Decimal(0), min(one[1], other[1]) - max(one[0], other[0]))


def _line_over(chart: CashFlow, t: int) -> tuple[Decimal, Decimal]:
    """Return how low and how high the running total lies over the width of a label."""
    around = [chart.balance[near].value for near in (t - 1, t + 1) if 0 <= near < len(chart.balance)]
    at = chart.balance[t].value
    ends = [at, *(at + (other - at) * _HALF_LABEL for other in around)]
    return min(ends), max(ends)
