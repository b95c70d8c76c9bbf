"""From values to places: the scale, the rungs of a waterfall, stacked flows, and where a balance turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cxreport.render.charts.description import CashFlow, Stack, StepRole, Waterfall
from cxreport.render.charts.mark import Mark

ALL_LABELLED = 13  # time 0 and twelve periods; beyond, a cash flow is labelled thinly


@dataclass(frozen=True, slots=True)
class Scale:
    """Places values on a line that runs from `start` (at `low`) to `end` (at `high`), in points."""

    low: Decimal
    high: Decimal
    start: float
    end: float
    per_unit: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "per_unit", (self.end - self.start) / float(self.high - self.low))

    @classmethod
    def over(cls, values: Iterable[Decimal], start: float, end: float) -> Scale:
        """Return the scale that holds zero and all `values`; where all are zero, zero lies at `start`."""
        values = [Decimal(0), *values]
        low, high = min(values), max(values)
        return cls(low, high if high > low else low + 1, start, end)

    def at(self, value: Decimal) -> float:
        """Return the place of `value`. The differences are exact; only the picture is in floats."""
        return self.start + self.per_unit * float(value - self.low)

    def span(self, one: Decimal, other: Decimal) -> tuple[float, float]:
        """Return the places of two values, the lesser place first."""
        start, end = self.at(one), self.at(other)
        return (start, end) if start < end else (end, start)

    def worth(self, length: float) -> Decimal:
        """Return what a length on paper is in values."""
        return Decimal(length / abs(self.end - self.start)) * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Rung:
    """Holds one bar of a waterfall, from the running sum before it to the one after it."""

    mark: Mark
    role: StepRole
    start: Decimal
    end: Decimal

    @property
    def rises(self) -> bool:
        """Whether the bar is read upwards; a bar of no height is."""
        return self.end >= self.start

    @property
    def foot(self) -> Decimal:
        """The lower of its two ends."""
        return min(self.start, self.end)

    @property
    def top(self) -> Decimal:
        """The upper of its two ends."""
        return max(self.start, self.end)

    def labelled_above(self, reach: Decimal) -> bool:
        """Return whether the label goes over the bar: where it moves to, unless zero's line would strike it out.

        `reach` is the label's height in values.
        """
        struck_above = self.top < 0 < self.top + reach
        struck_below = self.foot - reach < 0 <= self.foot
        return struck_below or (self.rises and not struck_above)


@dataclass(frozen=True, slots=True)
class Flow:
    """Holds one bar of a cash flow, from where it begins to where it ends, the end away from zero."""

    period: int
    mark: Mark
    start: Decimal
    end: Decimal


@dataclass(frozen=True, slots=True)
class Piece:
    """Holds one layer's part of one period's stack, from where it begins to where it ends, the end away from zero."""

    period: int
    layer: int
    mark: Mark
    start: Decimal
    end: Decimal


def pieces(chart: Stack) -> tuple[Piece, ...]:
    """Return the parts of all stacks; what is negative piles up downwards from zero, the rest upwards."""
    found = []
    for t in range(len(chart.names)):
        up = down = Decimal(0)
        for number, layer in enumerate(chart.layers):
            mark = layer.marks[t]
            start = down if mark.value < 0 else up
            found.append(Piece(t, number, mark, start, start + mark.value))
            up, down = (up, start + mark.value) if mark.value < 0 else (start + mark.value, down)
    return tuple(found)


def rungs(chart: Waterfall) -> tuple[Rung, ...]:
    """Return the bars of a waterfall: each step begins where the one before ended, totals begin at zero."""
    found, run = [], Decimal(0)
    for step in chart.steps:
        start = Decimal(0) if step.role == "total" else run
        run = start + step.value
        found.append(Rung(step, step.role, start, run))
    return (*found, Rung(chart.total, "total", Decimal(0), chart.total.value))


def flows(chart: CashFlow) -> tuple[tuple[Flow, ...], tuple[Flow, ...]]:
    """Return the bars of benefits and of costs; a cost on a benefit's side stands on that benefit's end."""
    up = tuple(Flow(t, mark, Decimal(0), mark.value) for t, mark in enumerate(chart.benefits))
    down = []
    for flow, cost in zip(up, chart.costs, strict=True):
        start = flow.end if same_side(flow.end, cost.value) else Decimal(0)
        down.append(Flow(flow.period, cost, start, start + cost.value))
    return up, tuple(down)


def labelled_periods(count: int, stride: int) -> frozenset[int]:
    """Return every `stride`-th of `count` periods, the first and the last among them."""
    return frozenset({*range(0, count - stride, stride), 0, count - 1}) if stride > 1 else frozenset(range(count))


def same_side(one: Decimal, other: Decimal) -> bool:
    """Return whether both values lie on one side of zero; zero lies on neither."""
    return (one > 0 and other > 0) or (one < 0 and other < 0)


def crossing(balance: Sequence[Mark]) -> float | None:
    """Return where the balance turns non-negative for good, in periods after the first point.

    Linear between two points, like the payback it shows; None if it never turns, or is never negative.
    """
    negative = [t for t, mark in enumerate(balance) if mark.value < 0]
    if not negative or negative[-1] == len(balance) - 1:
        return None
    last = negative[-1]
    before, after = balance[last].value, balance[last + 1].value
    return last + float(before / (before - after))
