"""The tornado as SVG: one bar per input, from the result at its low end to that at its high end, about the base."""

from __future__ import annotations

from decimal import Decimal

from cxreport.render.charts.geometry import Scale
from cxreport.render.charts.pen import Box, Pen
from cxreport.render.charts.uncertain import Swing, Tornado
from cxreport.render.charts.widths import Block

_ROW, _BAR = 18.0, 12.0
_NAMES_MOST = 0.36
_GAP, _HAIR = 4.0, 0.5


def draw_tornado(pen: Pen, chart: Tornado) -> float:
    """Draw `chart` and return its height. Zero is on the scale, so that bars are as long as they matter."""
    names = pen.fit_all([swing.name for swing in chart.swings], pen.width * _NAMES_MOST)
    left = max(name.width for name in names) + 2 * _GAP
    ends = [pen.wide(mark.label, bold=True) for swing in chart.swings for mark in (swing.low, swing.high)]
    room = max(ends) + 2 * _GAP
    values = [mark.value for swing in chart.swings for mark in (swing.low, swing.high)]
    scale = Scale.over([*values, chart.base.value], left + room, pen.width - room)
    head = pen.fit(f"{chart.base.name} {chart.base.label}", pen.width - left, bold=True)
    base, zero = scale.at(chart.base.value), scale.at(Decimal(0))
    middle = min(max(base, left + head.width / 2), pen.width - head.width / 2)
    pen.text(head, middle, 0, pen.theme.ink, "middle")
    y = top = head.height + _GAP
    for swing, name in zip(chart.swings, names, strict=True):
        row = max(_ROW, name.height + _GAP)
        pen.text(name, 0, y + (row - name.height) / 2, pen.theme.ink)
        _draw_swing(pen, swing, chart.base.value, scale, y + row / 2)
        y += row
    if min(values) < 0 or zero < base - room:
        pen.line([(zero, top), (zero, y)], pen.theme.muted, 0.6, "2 2")
        nought = pen.fit("0", room)
        pen.text(nought, zero, y + 1, pen.theme.muted, "middle")
        pen.line([(base, top - 2), (base, y)], pen.theme.ink, 0.9)
        return y + nought.height + 2
    pen.line([(base, top - 2), (base, y)], pen.theme.ink, 0.9)
    return y + 1


def _draw_swing(pen: Pen, swing: Swing, base: Decimal, scale: Scale, middle: float) -> None:
    low, high = sorted((swing.low, swing.high), key=lambda mark: mark.value)
    for mark, colour in ((low, pen.theme.cost), (high, pen.theme.benefit)):
        near, far = sorted((scale.at(base), scale.at(mark.value)))
        if mark.value != base:
            pen.bar(Box(near, middle - _BAR / 2, max(far, near + _HAIR), middle + _BAR / 2), colour)
    for mark, anchor in ((low, "end"), (high, "start")):
        label: Block = pen.fit(mark.label, pen.width, bold=True)
        x = scale.at(mark.value)
        if anchor == "end":
            pen.text(label, min(x, scale.at(base)) - _GAP, middle - label.height / 2, pen.theme.ink, "end")
        else:
            pen.text(label, max(x, scale.at(base)) + _GAP, middle - label.height / 2, pen.theme.ink)
