"""The cash flow as SVG: bars inside their period, the balance as a line with its points at each period's end.

Flows and balance never share a place, and payback falls where the line truly crosses zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import merge
from itertools import chain, pairwise
from math import ceil
from operator import attrgetter

from cxreport.render.charts.description import CashFlow
from cxreport.render.charts.geometry import ALL_LABELLED, Flow, Scale, crossing, flows, labelled_periods
from cxreport.render.charts.mark import Mark
from cxreport.render.charts.pen import Anchor, Box, Pen
from cxreport.render.charts.placing import Place, Placer, around
from cxreport.render.charts.widths import Block

_PLOT, _PLOT_DENSE, _DENSE = 166.0, 216.0, 8
_PAD = 16.0
_BAR_SHARE, _BAR_SHARE_DENSE, _BAR_MOST = 0.5, 0.8, 42.0
_HAIR, _GAP = 0.5, 2.5
# Where a bar's label may go, nearest first: how far off, off the bar's end or off zero, and how much aside.
_OFFSETS = sorted(
    (far + (0.0 if at_end else 12.0) + 6 * abs(shift), float(far), at_end, shift)
    for far in range(0, 4 * 60, 4)
    for at_end in (True, False)
    for shift in (0.0, -0.35, 0.35, -0.7, 0.7, -1.4, 1.4)
)
_SIDES: tuple[tuple[float, Anchor, float], ...] = ((-4.0, "end", 0.0), (4.0, "start", 1.0))


_away = attrgetter("away")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Holds the measures of one picture, in points."""

    pen: Pen
    chart: CashFlow
    column: float
    scale: Scale
    bottom: float
    shown: frozenset[int]  # the periods that are labelled
    stride: int
    zero: float

    def middle(self, period: int) -> float:
        return (period + 0.5) * self.column

    def end(self, period: float) -> float:
        return (period + 1) * self.column

    def box(self, flow: Flow) -> Box:
        top, foot = self.scale.span(flow.start, flow.end)
        half = min(self.column * (_BAR_SHARE if self.stride == 1 else _BAR_SHARE_DENSE), _BAR_MOST) / 2
        return Box(self.middle(flow.period) - half, top, self.middle(flow.period) + half, max(foot, top + _HAIR))

    def points(self) -> list[tuple[float, float]]:
        return [(self.end(t), self.scale.at(mark.value)) for t, mark in enumerate(self.chart.balance)]


def draw_cash_flow(pen: Pen, chart: CashFlow) -> float:
    """Draw `chart` and return its height. Beyond twelve periods only every so many are labelled."""
    ups, downs = flows(chart)
    layout = _layout(pen, chart, (*ups, *downs))
    risen, fallen = ([(flow, layout.box(flow)) for flow in found] for found in (ups, downs))
    boxes = _draw_bars(pen, risen, pen.theme.benefit) + _draw_bars(pen, fallen, pen.theme.cost)
    points = layout.points()
    _draw_lines(layout, points)
    zero_line = ((0.0, layout.zero), (pen.width, layout.zero))
    placer = Placer(Box(0, 0, pen.width, layout.bottom), boxes, [*pairwise(points), zero_line])
    _draw_payback(layout, placer)
    first_up = _label_flows(layout, placer, risen, pen.theme.benefit, upwards_at_zero=True)
    first_down = _label_flows(layout, placer, fallen, pen.theme.cost, upwards_at_zero=False)
    last = _label_balance(layout, placer, points)
    _name_series(layout, placer, first_up, first_down, last)
    return _draw_names(layout)


def _layout(pen: Pen, chart: CashFlow, all_flows: tuple[Flow, ...]) -> _Layout:
    count = len(chart.names)
    closing = pen.fit(chart.series_names[2], pen.width / 8)
    reserve = min(max(closing.width, pen.wide(chart.balance[-1].label, bold=True)) + 9, pen.width / 5)
    column = (pen.width - reserve) / count
    stride = 1 if count <= ALL_LABELLED else max(2, ceil((_widest(pen, chart) + 6) / column))
    shown = labelled_periods(count, stride)
    plot = (_PLOT if count < _DENSE else _PLOT_DENSE) * pen.theme.chart
    places = [flow.end for flow in all_flows] + [mark.value for mark in chart.balance]
    scale = Scale.over(places, plot - _PAD, _PAD)
    return _Layout(pen, chart, column, scale, plot, shown, stride, scale.at(Decimal(0)))


def _widest(pen: Pen, chart: CashFlow) -> float:
    """Return the room that each labelled period needs; long names wrap."""
    labels = max(pen.wide(mark.label, bold=True) for mark in (*chart.benefits, *chart.costs, *chart.balance))
    return max(labels, min(max(pen.wide(name) for name in chart.names), 60.0))


def _draw_bars(pen: Pen, found: Sequence[tuple[Flow, Box]], fill: str) -> list[Box]:
    boxes = [box for flow, box in found if flow.mark.value]
    for box in boxes:
        pen.bar(box, fill)
    return boxes


def _draw_lines(layout: _Layout, points: list[tuple[float, float]]) -> None:
    """Draw zero's line with a tick at each period's end, then the balance, set off from the bars by an edge."""
    pen, theme, zero = layout.pen, layout.pen.theme, layout.zero
    pen.line([(0, zero), (pen.width, zero)], theme.ink, 0.6)
    for t in sorted(layout.shown):
        pen.line([(layout.end(t), zero - 2.5), (layout.end(t), zero + 2.5)], theme.ink, 0.6)
    if len(points) > 1:
        pen.line(points, theme.tint, 4)
        pen.line(points, theme.ink, 1.6)
    for t in sorted(layout.shown):
        pen.dot(*points[t], 3.2, theme.ink, theme.tint)


def _label_flows(
    layout: _Layout, placer: Placer, found: Sequence[tuple[Flow, Box]], fill: str, *, upwards_at_zero: bool
) -> Place | None:
    """Label the bars of one series; return the first label of a bar that can be seen.

    Where not all are labelled, a figure that has not changed is not said again.
    """
    first, before = None, ""
    for flow, box in found:
        if flow.period in layout.shown and flow.mark.label not in ("", before):
            label, before = _fitted(layout, flow.mark), flow.mark.label if layout.stride > 1 else ""
            upwards = flow.mark.value > 0 or (upwards_at_zero and not flow.mark.value)
            place = placer.place(_bar_places(layout, box, label, fill, upwards=upwards))
            _write(layout, placer, place, fill if place.inside else "")
            first = first or (place if flow.mark.value else None)
    return first


def _bar_places(layout: _Layout, box: Box, label: Block, fill: str, *, upwards: bool) -> Iterator[Place]:
    """Yield the places of a bar's label: off its end, inside its end, inside its foot, then ever further."""
    high, x = label.height, (box.left + box.right) / 2
    beyond = box.top - _GAP - high if upwards else box.bottom + _GAP
    yield Place(label, x, beyond, fill)
    if box.bottom - box.top > high + 3 and box.right - box.left > label.width + 1:
        ends = (box.top + 2, box.bottom - 2 - high)
        for nth, top in enumerate(ends if upwards else ends[::-1], 1):
            yield Place(label, x, top, layout.pen.theme.tint, away=float(nth), inside=True)
    off_zero = box.bottom + _GAP if upwards else box.top - _GAP - high
    for away, far, at_end, shift in _OFFSETS:
        top = beyond + (-far if upwards else far) if at_end else off_zero + (far if upwards else -far)
        yield Place(label, x + shift * label.width, top, fill, away=away)


def _fitted(layout: _Layout, mark: Mark) -> Block:
    return layout.pen.fit(mark.label, max(layout.column * layout.stride - 3, layout.pen.width / 24), bold=True)


def _label_balance(layout: _Layout, placer: Placer, points: list[tuple[float, float]]) -> Place | None:
    """Label the balance at the period's ends, the last one first; return the last one's place."""
    last = None
    for t in sorted(layout.shown, reverse=True):
        mark, (x, y) = layout.chart.balance[t], points[t]
        if mark.label:
            label, ink = _fitted(layout, mark), layout.pen.theme.ink
            places = [Place(label, x + 7, y - label.height / 2, ink, "start")] if t == len(points) - 1 else []
            place = placer.place(chain(places, around(label, x, y, ink, layout.bottom)))
            _lead(layout, place, x, y)
            _write(layout, placer, place)
            last = last or place
    return last


def _lead(layout: _Layout, place: Place, x: float, y: float) -> None:
    """Draw a hairline from a point to a label that had to stand far from it."""
    box = place.box
    edge = box.bottom if box.bottom < y else box.top
    if abs(edge - y) > 14 and not box.top < y < box.bottom:
        layout.pen.line([(x, y), (min(max(x, box.left), box.right), edge)], layout.pen.theme.muted, 0.4)


def _draw_payback(layout: _Layout, placer: Placer) -> None:
    """Ring the place where the balance crosses zero for good, and say above it what that means."""
    pen, theme, zero = layout.pen, layout.pen.theme, layout.zero
    turn = crossing(layout.chart.balance)
    if turn is None:
        return
    x = layout.end(turn)
    if layout.chart.payback:
        label = pen.fit(layout.chart.payback, pen.width / 3, bold=True)
        tops = [placer.frame.top + 3.0 * step for step in range(max(1, int((zero - label.height) / 3)))]
        place = placer.place(
            Place(label, x + side, top, theme.ink, anchor, top / 4 + bias)
            for top in tops
            for side, anchor, bias in _SIDES
        )
        pen.line([(x, zero - 4), (x, place.top)], theme.ink, 0.6, "2 2")
        placer.dash(Box(x - 1, min(place.top, zero), x + 1, zero))
        _write(layout, placer, place)
    pen.dot(x, zero, 3.6, theme.tint, theme.ink)


def _name_series(layout: _Layout, placer: Placer, up: Place | None, down: Place | None, last: Place | None) -> None:
    """Write each series' name beside its first label, the balance's beside its last."""
    theme = layout.pen.theme
    benefits, costs, balance = layout.chart.series_names
    for name, near, fill in ((benefits, up, theme.benefit), (costs, down, theme.cost), (balance, last, theme.muted)):
        if near is None or not name:
            continue
        closing = near is last
        room = layout.pen.width - near.box.left if closing else layout.pen.width / 5
        block, box = layout.pen.fit(name, max(room, 24)), near.box
        x = box.left if closing else (box.left + box.right) / 2
        anchor: Anchor = "start" if closing else "middle"
        beside = [
            Place(block, x, box.bottom + 1.1, fill, anchor),
            Place(block, x, box.top - 1.1 - block.height, fill, anchor),
            *_on_its_line(block, box, fill),
        ]
        opposite = [Place(block, x, layout.zero - 4 - block.height, fill, anchor, 1)] if fill == theme.cost else []
        wide = around(block, (box.left + box.right) / 2, (box.top + box.bottom) / 2, fill, layout.bottom)
        _write(layout, placer, placer.place(merge(beside, opposite, wide, key=_away)))


def _on_its_line(block: Block, label: Box, fill: str) -> tuple[Place, Place]:
    """Return the places left and right of a label, on its line, for where neither above nor below it is room."""
    top = label.bottom - block.height
    return (
        Place(block, label.left - 4, top, fill, "end", 1.5),
        Place(block, label.right + 4, top, fill, "start", 3),
    )


def _write(layout: _Layout, placer: Placer, place: Place, bar: str = "") -> None:
    """Write a label, on a ground of its own where it had to stand on a bar or a dashed line.

    `bar` is the colour of the bar in which it stands on purpose.
    """
    box = place.box
    if placer.on_dashes(box) or (not place.inside and placer.on_bar(box)):
        layout.pen.bar(Box(box.left - 1, box.top, box.right + 1, box.bottom), bar or layout.pen.theme.tint)
    layout.pen.text(place.block, place.x, place.top, place.fill, place.anchor)


def _draw_names(layout: _Layout) -> float:
    """Write the names under their periods, the first one moved in from the edge; return the picture's height."""
    pen, stride = layout.pen, layout.column * layout.stride
    periods = sorted(layout.shown)
    names = pen.fit_all([layout.chart.names[t] for t in periods], stride - 4)
    if len(names) > 1:
        names[0] = pen.fit(layout.chart.names[0], stride + layout.column / 2 - names[1].width / 2 - 4)
    for t, name in zip(periods, names, strict=True):
        x = min(max(layout.middle(t), name.width / 2), pen.width - name.width / 2)
        pen.text(name, x, layout.bottom + 2, pen.theme.muted, "middle")
    return layout.bottom + 2 + max(name.height for name in names) + 2
