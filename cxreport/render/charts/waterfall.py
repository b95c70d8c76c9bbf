"""The waterfall as SVG: every step hangs on the one before it, the total stands in ink."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cxreport.render.charts.description import Waterfall
from cxreport.render.charts.geometry import Rung, Scale, rungs
from cxreport.render.charts.pen import Box, Pen
from cxreport.render.charts.widths import Block

_PLOT = 108.0
_BAR_SHARE, _BAR_MOST = 0.62, 72.0
_HAIR = 0.5
# From a bar to its label, and from the plot to the names.
_GAP, _TO_NAMES = 2.5, 5.0


def draw_waterfall(pen: Pen, chart: Waterfall) -> float:
    """Draw `chart` and return its height. Each label and name keeps to its own column, so none can meet."""
    found = rungs(chart)
    column = pen.width / len(found)
    labels = pen.fit_all([rung.mark.label for rung in found], column - 3, bold=True)
    names = _names(pen, found, column - 2)
    room = max(block.height for block in labels) + _GAP
    bottom = room + _PLOT * pen.theme.chart
    scale = Scale.over((end for rung in found for end in (rung.start, rung.end)), bottom, room)
    floor = bottom + (room if scale.low < 0 else 0)
    thick = min(column * _BAR_SHARE, _BAR_MOST)
    for k, (rung, label, name) in enumerate(zip(found, labels, names, strict=True)):
        middle = (k + 0.5) * column
        _draw_rung(pen, rung, scale, middle, thick)
        pen.text(label, middle, _label_top(rung, scale, label), _colour(pen, rung), "middle")
        pen.text(name, middle, floor + _TO_NAMES, pen.theme.ink, "middle")
    _connect(pen, found, scale, column, thick)
    pen.line([(0, scale.at(Decimal(0))), (pen.width, scale.at(Decimal(0)))], pen.theme.ink, 0.6)
    return floor + _TO_NAMES + max(name.height for name in names) + 2


def _names(pen: Pen, found: Sequence[Rung], room: float) -> list[Block]:
    """Return the names in one size; those of totals are bold, so they are measured bold."""
    size = pen.fit_all([rung.mark.name for rung in found], room, bold=True)[0].size
    return [pen.fit_all([rung.mark.name], room, bold=rung.role == "total", largest=size)[0] for rung in found]


def _colour(pen: Pen, rung: Rung) -> str:
    """Return the colour of a rung's bar and label."""
    return {"benefit": pen.theme.benefit, "cost": pen.theme.cost, "total": pen.theme.ink}[rung.role]


def _draw_rung(pen: Pen, rung: Rung, scale: Scale, middle: float, thick: float) -> None:
    top, foot = scale.at(rung.top), scale.at(rung.foot)
    if rung.end != rung.start:
        box = Box(middle - thick / 2, top, middle + thick / 2, max(foot, top + _HAIR))
        pen.bar(box, _colour(pen, rung))


def _label_top(rung: Rung, scale: Scale, label: Block) -> float:
    if rung.labelled_above(scale.worth(label.height + _GAP)):
        return scale.at(rung.top) - _GAP - label.height
    return scale.at(rung.foot) + _GAP


def _connect(pen: Pen, found: Sequence[Rung], scale: Scale, column: float, thick: float) -> None:
    for k, rung in enumerate(found[:-1]):
        middle, y = (k + 0.5) * column, scale.at(rung.end)
        pen.line([(middle + thick / 2, y), (middle + column - thick / 2, y)], pen.theme.muted, 0.5)
