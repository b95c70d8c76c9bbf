"""Where the labels of a native cash flow stand: Word offers a few places, and each period takes the clearest of them.

A place is a stretch of values. The labels of one period are chosen together: apart from each other first, then off
the running total's point, its line and the ends of bars, and at a bar's end where nothing speaks against it. Bars are
pale, so that a label can be read on them; one of the running total that a line still runs through gets a ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product
from typing import NamedTuple

from cxreport.render.charts.description import CashFlow
from cxreport.render.charts.widths import SIZE
from cxreport.render.faces import text_width
from cxreport.render.theme import Theme

# A label's height as a share of the values shown; the legend and the names of periods leave little height.
_HEIGHT = Decimal("0.13")
# How far a label stands from its point, how far from its bar, and a point reaches up and down, as shares of that.
_OFF, _OFF_BAR, _POINT = Decimal("0.3"), Decimal("0.15"), Decimal("0.15")
# The least height of a bar that holds a label, as a share of the label's height with the air about it.
_HOLDS = Decimal("0.5")
# What a line may cut off a label's top or foot without touching a figure, as a share of its height.
_AIR = Decimal("0.15")
# A column's width as a share of its period's, with the gap that `drawing` gives to native charts.
_BAR = 1 / 1.6
_HALF_LABEL = Decimal("0.3")  # half a label's width, as a share of a period's
_ON_TEXT, _ON_POINT, _ON_EDGE, _ON_LINE = (Decimal(weight) for weight in (100, 60, 6, 3))
_INSIDE, _TIGHT, _BELOW = Decimal("0.3"), Decimal(2), Decimal("0.1")

Stretch = tuple[Decimal, Decimal]


class Spot(NamedTuple):
    """A place for a label as Word names it, the values that it covers, and what speaks against it by itself."""

    position: str
    low: Decimal
    high: Decimal
    against: Decimal = Decimal(0)

    @property
    def stretch(self) -> Stretch:
        """The values that it covers."""
        return self.low, self.high


class Places(NamedTuple):
    """The places of the labels of benefits, costs and running total, by period, and which of the last a line meets."""

    benefits: tuple[Spot, ...]
    costs: tuple[Spot, ...]
    balance: tuple[Spot, ...]
    struck: tuple[bool, ...]


def label_height(chart: CashFlow, theme: Theme) -> Decimal:
    """Return the height of a label of `chart` in values: the lower a chart is drawn, the more it covers."""
    ends = [Decimal(0), *(mark.value for mark in (*chart.benefits, *chart.costs, *chart.balance))]
    return ((max(ends) - min(ends)) or Decimal(1)) * _HEIGHT / Decimal(str(theme.chart))


def cash_labels(chart: CashFlow, theme: Theme) -> Places:
    """Return the clearest place of each label of `chart`."""
    reach = label_height(chart, theme)
    found = [_clearest(chart, theme, t, reach) for t in range(len(chart.names))]
    ups, downs, balances = zip(*found, strict=True)
    struck = tuple(_cuts(spot, _ends(chart, t), reach) > 0 for t, spot in enumerate(balances))
    return Places(ups, downs, balances, struck)


def _clearest(chart: CashFlow, theme: Theme, t: int, reach: Decimal) -> tuple[Spot, Spot, Spot]:
    """Return the places of a period's labels that meet the least."""
    up, down, balance = chart.benefits[t], chart.costs[t], chart.balance[t]
    at, room = balance.value, theme.text_width * 72 / 25.4 / len(chart.names) * _BAR
    options = [
        list(_of_bar(mark.value, reach, wide=text_width(mark.label, theme.sans, "Bold", SIZE) <= room))
        for mark in (up, down)
    ]
    below = Spot("below", at - (1 + _OFF) * reach, at - _OFF * reach, _BELOW)
    options.append([Spot("above", at + _OFF * reach, at + (1 + _OFF) * reach), below])
    printed = [bool(up.label), bool(down.label), (at, balance.label) != (down.value, down.label)]
    line, ends, point = _line_over(chart, t), _ends(chart, t), (at - _POINT * reach, at + _POINT * reach)

    def met(spots: tuple[Spot, ...]) -> Decimal:
        shown = [spot for spot, said in zip(spots, printed, strict=True) if said]
        total = sum((spot.against + _ON_EDGE * _cuts(spot, ends, reach) for spot in shown), Decimal(0))
        for one, other in combinations(shown, 2):
            total += _ON_TEXT * _shared(one.stretch, other.stretch) / reach
        for spot, said in zip(spots[:2], printed, strict=False):
            on_line, on_point = _shared(spot.stretch, line), _shared(spot.stretch, point)
            total += (_ON_LINE * on_line + _ON_POINT * on_point) / reach * said
        return total

    ups, downs, balances = min(product(*options), key=met)
    return ups, downs, balances


def _of_bar(value: Decimal, reach: Decimal, *, wide: bool) -> Iterator[Spot]:
    """Yield the places of a bar's label: off its end and, where it is `wide` enough, at its end or its foot."""
    size, sign = abs(value), Decimal(1) if value >= 0 else Decimal(-1)
    yield _spot("outside_end", size + _OFF_BAR * reach, size + (1 + _OFF_BAR) * reach, sign)
    if wide and size > reach:
        yield _spot("inside_end", size - reach, size, sign, _INSIDE)
        yield _spot("inside_base", Decimal(0), reach, sign, 2 * _INSIDE)
    elif wide and size > _HOLDS * reach:
        yield _spot("center", Decimal(0), size, sign, _TIGHT)


def _spot(position: str, foot: Decimal, top: Decimal, sign: Decimal, against: Decimal = Decimal(0)) -> Spot:
    low, high = sorted((sign * foot, sign * top))
    return Spot(position, low, high, against)


def _shared(one: Stretch, other: Stretch) -> Decimal:
    """Return how far two stretches overlap."""
    return max(Decimal(0), min(one[1], other[1]) - max(one[0], other[0]))


def _ends(chart: CashFlow, t: int) -> tuple[Decimal, ...]:
    """Return where lines run across a period: zero's, and the ends of its bars."""
    return Decimal(0), chart.benefits[t].value, chart.costs[t].value


def _cuts(spot: Spot, ends: Sequence[Decimal], reach: Decimal) -> int:
    """Return how many of the lines at `ends` run through the figures of a label."""
    air = min(reach, spot.high - spot.low) * _AIR
    return sum(spot.low + air < end < spot.high - air for end in set(ends))


def _line_over(chart: CashFlow, t: int) -> Stretch:
    """Return how low and how high the running total lies over the width of a label."""
    around = [chart.balance[near].value for near in (t - 1, t + 1) if 0 <= near < len(chart.balance)]
    at = chart.balance[t].value
    ends = [at, *(at + (other - at) * _HALF_LABEL for other in around)]
    return min(ends), max(ends)
