"""The sheets behind native charts of uncertainty."""

from __future__ import annotations

from decimal import Decimal

from cxreport.render.charts.cells import LABEL, Column, Sheet
from cxreport.render.charts.uncertain import Histogram, Tornado
from cxreport.render.theme import Theme

_BARE = {"border": {"none": True}}
_MOST_NAMES = 8


def tornado_sheet(chart: Tornado, theme: Theme) -> Sheet:
    """Return bars of how far either end lies from the base, which share their row; labels tell the results."""
    base = chart.base.value
    sides = ([swing.low for swing in chart.swings], [swing.high for swing in chart.swings])
    gaps = [mark.value - base for marks in sides for mark in marks]
    span = (max(*gaps, Decimal(0)) - min(*gaps, Decimal(0))) or Decimal(1)
    longest = max(len(mark.label) for marks in sides for mark in marks)
    margin = span * longest / 40
    columns = []
    for head, marks in zip(("Low", "High"), sides, strict=True):
        values = tuple(mark.value - base for mark in marks)
        points = [{"fill": {"color": theme.benefit if value >= 0 else theme.cost}} for value in values]
        look = _BARE | {"points": points}
        labels, count = tuple(mark.label for mark in marks), len(marks)
        columns.append(Column(head, values, look, labels, ("outside_end",) * count, (theme.ink,) * count))
    low, high = min(*gaps, Decimal(0)) - margin, max(*gaps, Decimal(0)) + margin
    return Sheet(tuple(swing.name for swing in chart.swings), tuple(columns), low, high, kind="bar")


def histogram_sheet(chart: Histogram, theme: Theme) -> Sheet:
    """Return columns without gaps, named by the lower edges of bins, and the running total as high as the bars.

    The line is scaled rather than given an axis of its own, which not every program attaches it to.
    """
    count, highest = len(chart.shares), max(*chart.shares, Decimal("0.01"))
    colours = [theme.cost if high <= 0 else theme.benefit for high in chart.edges[1:]]
    look = _BARE | {"fill": {"color": theme.benefit}, "points": [{"fill": {"color": colour}} for colour in colours]}
    labels = [""] * count
    for point in chart.points:
        at = chart.bin_of(point.value)
        labels[at] = " ".join(text for text in (labels[at], point.name) if text)
    line = {"line": {"color": theme.ink, "width": 1.25}, "marker": {"type": "none"}}
    bars, running = chart.series_names
    heights = tuple(
        (f"=SUM(B2:B{row})*MAX(B2:B{count + 1})", share * highest) for row, share in enumerate(chart.cumulative, 2)
    )
    columns = (
        Column(bars, chart.shares, look, tuple(labels), ("outside_end",) * count, (theme.ink,) * count),
        Column(f"{running} (0 \u2013 {chart.levels[-1]})", heights, line, on_line=True),
    )
    stride = -(-count // _MOST_NAMES)
    names = tuple(name if k % stride == 0 else "" for k, name in enumerate(chart.names[:-1]))
    return Sheet(names, columns, Decimal(0), highest * (1 + 2 * LABEL), legend=True, gap=4)
