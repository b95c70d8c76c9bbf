"""The sheet of bubbles: across, up and area of each, the chosen first, so that each half is one series."""

from __future__ import annotations

from cxreport.render.charts.cells import AxisCells, BubbleCells, Column, Half, Sheet
from cxreport.render.charts.description import Axis, Bubbles
from cxreport.render.theme import Theme


def bubbles_sheet(chart: Bubbles, theme: Theme) -> Sheet:
    """Return the columns that bubbles are drawn from."""
    ordered = [*(b for b in chart.bubbles if b.chosen), *(b for b in chart.bubbles if not b.chosen)]
    count, chosen = len(ordered), sum(bubble.chosen for bubble in ordered)
    columns = (
        Column(chart.across.name, tuple(bubble.value for bubble in ordered)),
        Column(
            chart.up.name,
            tuple(bubble.height for bubble in ordered),
            labels=tuple(bubble.label for bubble in ordered),
            positions=("center",) * count,
            colours=(theme.ink,) * count,
        ),
        Column("", tuple(bubble.area for bubble in ordered)),
    )
    halves = (Half(chart.names[0], 0, chosen, chosen=True), Half(chart.names[1], chosen, count, chosen=False))
    cells = BubbleCells(tuple(h for h in halves if h.first < h.last), _axis(chart.across), _axis(chart.up))
    names = tuple(bubble.name for bubble in ordered)
    return Sheet(
        names, columns, chart.up.ticks[0].value, chart.up.ticks[-1].value, "bubble", legend=True, bubbles=cells
    )


def _axis(axis: Axis) -> AxisCells:
    first, second, last = axis.ticks[0].value, axis.ticks[1].value, axis.ticks[-1].value
    return AxisCells(axis.name, first, last, second - first)
