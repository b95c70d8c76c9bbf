"""Bubbles as SVG: places across and up, areas, and the chosen told from the others by fill and outline."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from cxreport.render.charts.description import Axis, Bubble, Bubbles
from cxreport.render.charts.geometry import Scale
from cxreport.render.charts.pen import Box, Pen
from cxreport.render.charts.placing import Place, Placer, around
from cxreport.render.charts.widths import Block

_PLOT = 190.0
_LARGEST, _LEAST = 20.0, 3.5
_GAP, _TICK, _KEY = 4.0, 3.0, 4.0
_ROOM = _LARGEST + 2  # that bubbles keep from the edges of the plot
_DASH = "2.5 1.5"
_REACH = 40.0
_ROOMY = 6.0  # the radius from which on a label stands within


def draw_bubbles(pen: Pen, chart: Bubbles) -> float:
    """Draw `chart` and return its height: the key, the plot between its axes, and the names of these."""
    ticks = pen.fit_all([tick.label for tick in chart.up.ticks], pen.width / 5)
    title = pen.fit(chart.up.name, pen.width)
    key = _draw_key(pen, chart)
    top = key + _GAP + title.height + _GAP
    pen.text(title, 0, key + _GAP, pen.theme.ink)
    left = max(tick.width for tick in ticks) + _TICK + _GAP
    plot = Box(left, top, pen.width, top + _PLOT)
    across = _scale(chart.across, plot.left + _ROOM, plot.right - _ROOM)
    up = _scale(chart.up, plot.bottom - _ROOM, plot.top + _ROOM)
    _draw_up(pen, chart, ticks, plot, up)
    foot = _draw_across(pen, chart.across, plot, across)
    _draw_all(pen, chart, plot, (across, up))
    return foot


def _scale(axis: Axis, start: float, end: float) -> Scale:
    return Scale(axis.ticks[0].value, axis.ticks[-1].value, start, end)


def _draw_key(pen: Pen, chart: Bubbles) -> float:
    """Draw what a filled bubble and a broken ring stand for, and return the foot of that."""
    x, high = 0.0, 0.0
    for name, chosen in zip(chart.names, (True, False), strict=True):
        if any(bubble.chosen == chosen for bubble in chart.bubbles):
            block = pen.fit(name, pen.width / 2 - 20)
            high = max(high, block.height)
            _draw_disc(pen, x + _KEY + 1, block.height / 2, _KEY, chosen=chosen)
            pen.text(block, x + 2 * _KEY + _GAP + 1, 0, pen.theme.ink)
            x += 2 * _KEY + _GAP + block.width + 16
    return high


def _draw_disc(pen: Pen, x: float, y: float, radius: float, *, chosen: bool) -> None:
    if chosen:
        pen.dot(x, y, radius, pen.theme.pale, pen.theme.benefit)
    else:
        pen.dot(x, y, radius, "none", pen.theme.ink, _DASH)


def _draw_up(pen: Pen, chart: Bubbles, ticks: Sequence[Block], plot: Box, up: Scale) -> None:
    """Draw the axis upwards, and the level that makes a difference as a line across the plot."""
    pen.line([(plot.left, plot.top), (plot.left, plot.bottom)], pen.theme.ink, 0.6)
    for tick, block in zip(chart.up.ticks, ticks, strict=True):
        y = up.at(tick.value)
        pen.line([(plot.left - _TICK, y), (plot.left, y)], pen.theme.ink, 0.6)
        pen.text(block, plot.left - _TICK - 2, y - block.height / 2, pen.theme.ink, "end")
    y = up.at(chart.level.value)
    pen.line([(plot.left, y), (plot.right, y)], pen.theme.muted, 0.8, "4 2")
    pen.text(pen.fit(chart.level.label, pen.width / 2), plot.right, y + 2, pen.theme.muted, "end")


def _draw_across(pen: Pen, axis: Axis, plot: Box, across: Scale) -> float:
    pen.line([(plot.left, plot.bottom), (plot.right, plot.bottom)], pen.theme.ink, 0.6)
    blocks = pen.fit_all([tick.label for tick in axis.ticks], (plot.right - plot.left) / len(axis.ticks) - 2)
    for tick, block in zip(axis.ticks, blocks, strict=True):
        x = across.at(tick.value)
        pen.line([(x, plot.bottom), (x, plot.bottom + _TICK)], pen.theme.ink, 0.6)
        pen.text(block, x, plot.bottom + _TICK + 1, pen.theme.ink, "middle")
    foot = plot.bottom + _TICK + 1 + max(block.height for block in blocks) + _GAP
    title = pen.fit(axis.name, plot.right - plot.left)
    pen.text(title, plot.right, foot, pen.theme.ink, "end")
    return foot + title.height + 1


def _draw_all(pen: Pen, chart: Bubbles, plot: Box, scales: tuple[Scale, Scale]) -> None:
    """Draw the bubbles, the largest at the back, then their labels: in them where they fit, else about them."""
    largest = max(bubble.area for bubble in chart.bubbles)
    placed = [(bubble, *_spot(bubble, scales), _radius(bubble, float(largest))) for bubble in chart.bubbles]
    placed.sort(key=lambda item: -item[3])
    for bubble, x, y, radius in placed:
        _draw_disc(pen, x, y, radius, chosen=bubble.chosen)
    rings = [Box(x - radius * 0.7, y - radius * 0.7, x + radius * 0.7, y + radius * 0.7) for _, x, y, radius in placed]
    placer = Placer(plot, rings, [])
    for bubble, x, y, radius in reversed(placed):
        block = pen.fit(bubble.label, 60, bold=True)
        top = y - block.height / 2
        inside = (
            [Place(block, x, top, pen.theme.ink, "middle", inside=True)] if radius > _ROOMY > block.width / 2 else []
        )
        best = placer.place([*inside, *around(block, x, y, pen.theme.ink, _REACH)])
        pen.text(best.block, best.x, best.top, best.fill, best.anchor)


def _spot(bubble: Bubble, scales: tuple[Scale, Scale]) -> tuple[float, float]:
    return scales[0].at(bubble.value), scales[1].at(bubble.height)


def _radius(bubble: Bubble, largest: float) -> float:
    return max(_LARGEST * sqrt(float(bubble.area) / largest), _LEAST) if largest else _LEAST
