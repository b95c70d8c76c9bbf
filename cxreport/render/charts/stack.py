"""Stacks as SVG: the lines of each period on top of each other, their sum above, their names beside the last."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from cxreport.render.charts.description import Stack
from cxreport.render.charts.geometry import ALL_LABELLED, Piece, Scale, labelled_periods, pieces
from cxreport.render.charts.pen import Box, Pen
from cxreport.render.charts.placing import spread
from cxreport.render.charts.tones import Tone, tones
from cxreport.render.charts.widths import Block

_PLOT = 150.0
_BAR_SHARE, _BAR_SHARE_DENSE, _BAR_MOST = 0.46, 0.8, 48.0
_NAMES_MOST = 0.27
_GAP, _TO_NAMES, _HAIR = 3.0, 5.0, 0.5


@dataclass(frozen=True, slots=True)
class _Layout:
    """Holds the measures of one picture, in points."""

    pen: Pen
    chart: Stack
    column: float
    thick: float
    scale: Scale
    shown: frozenset[int]
    stride: int
    labelled: bool  # whether the figures of layers are printed
    sums: list[Block]  # those of the periods that are shown

    def box(self, piece: Piece) -> Box:
        top, foot = self.scale.span(piece.start, piece.end)
        left = (piece.period + 0.5) * self.column - self.thick / 2
        return Box(left, top, left + self.thick, max(foot, top + _HAIR))


def draw_stack(pen: Pen, chart: Stack) -> float:
    """Draw `chart` and return its height.

    One layer alone needs neither a name nor figures of its own. A layer too thin for its figure goes without: the
    sum above it and the alternative text have all of them.
    """
    several = len(chart.layers) > 1
    names = pen.fit_all([layer.name for layer in chart.layers], pen.width * _NAMES_MOST)
    found = pieces(chart)
    layout = _layout(pen, chart, found, max(name.width for name in names) + 4 * _GAP if several else 0.0)
    looks, placed = tones(pen.theme), [(piece, layout.box(piece)) for piece in found]
    for piece, box in placed:
        if piece.mark.value:
            pen.bar(box, looks[piece.layer].fill, looks[piece.layer].edge)
    if several:
        _label_pieces(layout, placed)
    _label_sums(layout, found)
    zero = layout.scale.at(Decimal(0))
    plot = len(chart.names) * layout.column
    pen.line([(0, zero), (plot, zero)], pen.theme.ink, 0.6)
    foot = _name_layers(layout, placed, names, looks) if several else 0.0
    return max(_name_periods(layout), foot)


def _layout(pen: Pen, chart: Stack, found: tuple[Piece, ...], reserve: float) -> _Layout:
    column, labelled = _column(pen, chart, pen.width - reserve)
    count = len(chart.names)
    labels = max(pen.wide(mark.label, bold=True) for mark in chart.totals)
    widest = max(labels, min(max(pen.wide(name) for name in chart.names), 60.0))
    stride = 1 if count <= ALL_LABELLED else max(2, ceil((widest + 6) / column))
    shown = labelled_periods(count, stride)
    sums = pen.fit_all([chart.totals[t].label for t in sorted(shown)], max(column * stride - 3, 18), bold=True)
    room = max(block.height for block in sums) + _GAP
    scale = Scale.over((piece.end for piece in found), room + _PLOT * pen.theme.chart, room)
    thick = min(column * (_BAR_SHARE if stride == 1 else _BAR_SHARE_DENSE), _BAR_MOST)
    return _Layout(pen, chart, column, thick, scale, shown, stride, labelled, sums)


def _column(pen: Pen, chart: Stack, room: float) -> tuple[float, bool]:
    """Return how wide a period is, and whether the figures of its layers find place right of its bar.

    Those of the last period need some of the room behind it, so that they keep off the names of the layers.
    """
    count = len(chart.names)
    figures = max(pen.wide(mark.label) for layer in chart.layers for mark in layer.marks) + 2 * _GAP
    beside = (1 - _BAR_SHARE) / 2
    column = (room - figures) / (count - beside)
    if count <= ALL_LABELLED and figures <= (1 - _BAR_SHARE) * column:
        return min(column, room / count), True
    return room / count, False


def _label_pieces(layout: _Layout, placed: list[tuple[Piece, Box]]) -> None:
    """Write the figure of each piece right of it, where it is high enough."""
    for piece, box in placed if layout.labelled else ():
        label = layout.pen.fit(piece.mark.label, layout.pen.width)
        if piece.mark.label and box.bottom - box.top >= label.height:
            layout.pen.text(label, box.right + _GAP, (box.top + box.bottom - label.height) / 2, layout.pen.theme.ink)


def _label_sums(layout: _Layout, found: tuple[Piece, ...]) -> None:
    """Write the sum of each period above all that rises in it."""
    pen, periods = layout.pen, sorted(layout.shown)
    tops = [Decimal(0)] * len(layout.chart.names)
    for piece in found:
        tops[piece.period] = max(tops[piece.period], piece.start, piece.end)
    for t, label in zip(periods, layout.sums, strict=True):
        if layout.chart.totals[t].label:
            top = layout.scale.at(tops[t]) - _GAP - label.height
            pen.text(label, _held(layout, t, label), top, pen.theme.ink, "middle")


def _held(layout: _Layout, t: int, label: Block) -> float:
    """Return the middle of a period, moved in where its text would leave the picture."""
    return min(max((t + 0.5) * layout.column, label.width / 2), layout.pen.width - label.width / 2)


def _name_layers(
    layout: _Layout, placed: list[tuple[Piece, Box]], names: list[Block], looks: tuple[Tone, ...]
) -> float:
    """Write the names of the layers beside their last pieces, each with its colour; return how far down they go."""
    pen, last = layout.pen, len(layout.chart.names) - 1
    left = pen.width - max(name.width for name in names)
    boxes = {piece.layer: box for piece, box in placed if piece.period == last}
    middles = {layer: (box.top + box.bottom) / 2 for layer, box in boxes.items()}
    order = sorted(middles, key=lambda layer: (middles[layer], -layer))
    heights = [names[layer].height for layer in order]
    room = max(layout.scale.start, sum(heights) + _GAP * len(heights))
    wished = [middles[layer] - high / 2 for layer, high in zip(order, heights, strict=True)]
    for layer, top in zip(order, spread(wished, heights, room, _GAP), strict=True):
        name = names[layer]
        beside = top + name.height / 2
        swatch = Box(left - 2 * _GAP, beside - 3, left - 2 * _GAP + 4, beside + 3)
        pen.bar(swatch, looks[layer].fill, looks[layer].edge)
        pen.text(name, left, top, pen.theme.ink)
    return room


def _name_periods(layout: _Layout) -> float:
    pen, periods = layout.pen, sorted(layout.shown)
    names = pen.fit_all([layout.chart.names[t] for t in periods], layout.column * layout.stride - 4)
    for t, name in zip(periods, names, strict=True):
        pen.text(name, _held(layout, t, name), layout.scale.start + _TO_NAMES, pen.theme.muted, "middle")
    return layout.scale.start + _TO_NAMES + max(name.height for name in names) + 2
