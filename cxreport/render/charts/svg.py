"""Charts as SVG, in points at the width of the text block, so that 8.5 is 8.5 pt on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cxreport.render.charts.bars import draw_bars
from cxreport.render.charts.breakdown import draw_breakdown
from cxreport.render.charts.bubbles import draw_bubbles
from cxreport.render.charts.cash_flow import draw_cash_flow
from cxreport.render.charts.description import Bars, Breakdown, Bubbles, CashFlow, Chart, Stack, Waterfall
from cxreport.render.charts.histogram import draw_histogram
from cxreport.render.charts.pen import Pen
from cxreport.render.charts.stack import draw_stack
from cxreport.render.charts.tornado import draw_tornado
from cxreport.render.charts.uncertain import Histogram, Tornado
from cxreport.render.charts.waterfall import draw_waterfall
from cxreport.render.theme import Theme

POINTS_PER_MM = 72 / 25.4


def draw(chart: Chart, theme: Theme, width_pt: float | None = None) -> str:
    """Return `chart` as one `<svg>` element, as wide as the text block unless `width_pt` says otherwise."""
    pen, height = _drawn(chart, theme, width_pt)
    return pen.picture(height, chart.alt)


def height_of(chart: Chart, theme: Theme, width_pt: float | None = None) -> float:
    """Return the height, in points, that `draw` gives the picture."""
    return _drawn(chart, theme, width_pt)[1]


def _drawn(chart: Chart, theme: Theme, width_pt: float | None) -> tuple[Pen, float]:
    pen = Pen(theme, theme.text_width * POINTS_PER_MM if width_pt is None else width_pt)
    return pen, _DRAWN[type(chart)](pen, chart)


_DRAWN: Mapping[type[Chart], Callable[[Pen, Any], float]] = {
    Waterfall: draw_waterfall,
    CashFlow: draw_cash_flow,
    Bars: draw_bars,
    Stack: draw_stack,
    Breakdown: draw_breakdown,
    Bubbles: draw_bubbles,
    Tornado: draw_tornado,
    Histogram: draw_histogram,
}
