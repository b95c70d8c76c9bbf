"""Horizontal bars as SVG: the parts of a whole, each with its name before it and its figure behind it."""

from __future__ import annotations

from decimal import Decimal

from cxreport.render.charts.description import Bars
from cxreport.render.charts.geometry import Scale
from cxreport.render.charts.pen import Box, Pen

_ROW, _BAR = 18.0, 13.0
_NAMES_MOST, _LABELS_MOST = 0.4, 0.3
_GAP = 5.0
_HAIR = 0.5


def draw_bars(pen: Pen, chart: Bars) -> float:
    """Draw `chart` and return its height. Names wrap in their column, labels stand at the bars' ends."""
    names = pen.fit_all([bar.name for bar in chart.bars], pen.width * _NAMES_MOST)
    labels = pen.fit_all([bar.label for bar in chart.bars], pen.width * _LABELS_MOST - _GAP, bold=True)
    left = max(name.width for name in names) + 2 * _GAP
    behind = max(label.width for label in labels) + _GAP
    negative = [label.width for bar, label in zip(chart.bars, labels, strict=True) if bar.value < 0]
    before = max(negative, default=-_GAP) + _GAP
    scale = Scale.over((bar.value for bar in chart.bars), left + before, pen.width - behind)
    zero, y = scale.at(Decimal(0)), 0.0
    for bar, role, name, label in zip(chart.bars, chart.roles, names, labels, strict=True):
        row = max(_ROW, name.height + _GAP, label.height + _GAP)
        end, middle = scale.at(bar.value), y + row / 2
        pen.text(name, 0, middle - name.height / 2, pen.theme.ink)
        if bar.value:
            near, far = sorted((zero, end))
            pen.bar(Box(near, middle - _BAR / 2, max(far, near + _HAIR), middle + _BAR / 2), getattr(pen.theme, role))
        x = end - _GAP - label.width if bar.value < 0 else end + _GAP
        pen.text(label, x, middle - label.height / 2, pen.theme.ink)
        y += row
    pen.line([(zero, 0), (zero, y)], pen.theme.ink, 0.6)
    return y + 1
