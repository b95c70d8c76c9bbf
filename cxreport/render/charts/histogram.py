"""The histogram as SVG: bars of how often a result falls where, and the line of how often it is no higher."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from cxreport.render.charts.geometry import Scale
from cxreport.render.charts.pen import Box, Pen
from cxreport.render.charts.placing import spread
from cxreport.render.charts.uncertain import Histogram

_PLOT = 112.0
_GAP, _TO_NAMES, _BETWEEN = 4.0, 4.0, 0.6
_MARGIN = 34.0


def draw_histogram(pen: Pen, chart: Histogram) -> float:
    """Draw `chart` and return its height. What is below zero has the colour of costs."""
    labels = [pen.fit(point.label, pen.width / max(len(chart.points), 1) - _GAP, bold=True) for point in chart.points]
    top = max((label.height for label in labels), default=0.0) + 2 * _GAP
    foot = top + _PLOT
    across = Scale(chart.edges[0], chart.edges[-1], _MARGIN, pen.width - _MARGIN)
    up = Scale(Decimal(0), max(*chart.shares, Decimal("0.01")), foot, top)
    for share, low, high in zip(chart.shares, chart.edges, chart.edges[1:], strict=False):
        if share:
            colour = pen.theme.cost if high <= 0 else pen.theme.benefit
            pen.bar(Box(across.at(low) + _BETWEEN, up.at(share), across.at(high) - _BETWEEN, foot), colour)
    _draw_line(pen, chart, across, Scale(Decimal(0), Decimal(1), foot, top))
    places = [across.at(point.value) for point in chart.points]
    for x in places:
        pen.line([(x, top - _GAP), (x, foot)], pen.theme.ink, 0.6, "2 2")
    sizes = [label.width for label in labels]
    lefts = spread([x - size / 2 for x, size in zip(places, sizes, strict=True)], sizes, pen.width, 2 * _GAP)
    for label, x in zip(labels, lefts, strict=True):
        pen.text(label, x, top - _GAP - label.height - 1, pen.theme.ink)
    pen.line([(across.start, foot), (across.end, foot)], pen.theme.ink, 0.6)
    return _name_edges(pen, chart, across, foot)


def _draw_line(pen: Pen, chart: Histogram, across: Scale, up: Scale) -> None:
    points = zip(chart.edges, (Decimal(0), *chart.cumulative), strict=True)
    pen.line([(across.at(edge), up.at(share)) for edge, share in points], pen.theme.ink, 1.2)
    for text, share in zip(chart.levels, (Decimal(0), Decimal("0.5"), Decimal(1)), strict=True):
        label = pen.fit(text, _MARGIN)
        pen.text(label, across.end + _GAP, up.at(share) - label.height / 2, pen.theme.muted)


def _name_edges(pen: Pen, chart: Histogram, across: Scale, foot: float) -> float:
    widest = max(pen.wide(name) for name in chart.names) + 2 * _GAP
    step = abs(across.at(chart.edges[1]) - across.at(chart.edges[0]))
    stride = max(1, ceil(widest / step))
    zero = next((k for k, edge in enumerate(chart.edges) if edge == 0), 0)
    height = 0.0
    for k, (edge, text) in enumerate(zip(chart.edges, chart.names, strict=True)):
        if (k - zero) % stride == 0:
            name = pen.fit(text, widest)
            pen.text(name, across.at(edge), foot + _TO_NAMES, pen.theme.muted, "middle")
            height = max(height, name.height)
    return foot + _TO_NAMES + height + 2
